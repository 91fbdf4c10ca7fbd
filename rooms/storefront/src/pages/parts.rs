//! What the public pages are put together from.

use kernel::Lang;
use maud::{Markup, html};
use serde_json::Value;
use ui::{Crumb, Kind, badge};
use web::{Ask, Head, Picture};
use words::Speak;

use crate::{
    address,
    place::{Seen, Shop},
    thing::{Place, Thing},
};

/// A grid of goods.
pub fn goods(lang: Lang, things: &[Thing]) -> Markup {
    html! { ul.goods { @for thing in things { li { (in_window(lang, thing, None)) } } } }
}

/// A thing in the window: the photo, what it is, what it costs, where it is.
pub fn in_window(lang: Lang, thing: &Thing, campaign: Option<&str>) -> Markup {
    let page = address::with_campaign(address::product(&thing.title(), thing.id), campaign);
    html! {
        article.good-thing {
            div.frame {
                @match thing.photo {
                    Some(id) => img src={ "/foto/" (id) "/kecil" } loading="lazy" decoding="async"
                        width="400" height="300"
                        alt=(thing.photo_alt.as_deref().unwrap_or_default());,
                    None => (ui::tile(&thing.title())),
                }
            }
            h3.good-name { a href=(page) { (thing.title()) } }
            p.good-price { (asked(lang, thing)) }
            p.good-where { (where_now(lang, thing)) }
        }
    }
}

/// What is asked for a thing, and for how much of it.
pub fn asked(lang: Lang, thing: &Thing) -> Markup {
    match thing.asked() {
        Some(asked) => html! {
            @if asked.others_more { span.from { (lang.t("storefront.from")) } " " }
            (ui::money(asked.price)) " "
            span.unit {
                (lang.fill("storefront.per", &[("unit", &ui::piece(lang, &thing.unit, 1))]))
            }
        },
        None => html! { (lang.t("storefront.ask_price")) },
    }
}

/// In how many shops it stands, or in which.
pub fn where_now(lang: Lang, thing: &Thing) -> Markup {
    let first = thing.places.first().filter(|place| place.here);
    let (kind, text) = match (thing.here(), first) {
        (1, Some(place)) => ("here", lang.fill("storefront.at_one", &[("shop", &place.shop)])),
        (0, _) if thing.promised() => ("gone", lang.t("storefront.all_promised").to_owned()),
        (0, _) => ("gone", lang.t("storefront.none_left").to_owned()),
        (n, _) => ("here", lang.count("storefront.at_many", n as i64)),
    };
    html! { span class={ "dot " (kind) } aria-hidden="true" {} (text) }
}

/// `Terjual terakhir 3 Januari 2026`: how fresh it is that a shop has something or has not.
pub fn fresh(lang: Lang, seen: Option<&Seen>) -> Markup {
    html! {
        @if let Some(seen) = seen {
            p.fresh {
                (lang.t(&format!("storefront.seen.{}", seen.how))) " " (ui::day(seen.day, lang))
            }
        }
    }
}

/// A shop among others that have a thing.
pub fn shop_of_thing(
    lang: Lang,
    thing: &Thing,
    place: &Place,
    (seen, campaign): (Option<&Seen>, Option<&str>),
) -> Markup {
    let question = [("shop", &place.shop as &dyn std::fmt::Display), ("product", &thing.title())];
    let text = lang.fill("storefront.question", &question);
    let chat = place.whatsapp.as_deref().and_then(|number| address::whatsapp(number, &text));
    html! {
        div.shop-row {
            h3 {
                a href=(address::shop(&place.shop, place.shop_id)) { (place.shop) }
                @if place.here { (badge(Kind::Good, lang.t("storefront.here"))) }
                @else if place.promised {
                    (badge(Kind::Waiting, lang.t("storefront.promised_there")))
                } @else { (badge(Kind::Neutral, lang.t("storefront.gone"))) }
            }
            @if let Some(price) = place.price { p.shop-price { (ui::money(price)) } }
            (fresh(lang, seen))
            p { (place.address) ", " (place.city) }
            @if let Some(hours) = &place.opening_hours {
                p.hint { (lang.fill("storefront.open", &[("hours", hours)])) }
            }
            div.actions {
                @if place.can_order() {
                    a.button.primary rel="nofollow"
                        href=(address::order(place.shop_id, thing.id, campaign)) {
                        (lang.t("storefront.order"))
                    }
                }
                @if let Some(chat) = chat {
                    a.button.quiet href=(chat) rel="noopener external" {
                        (lang.t("storefront.chat"))
                    }
                }
                a.button.quiet href=(address::map(&place.shop, &place.address, &place.city))
                    rel="noopener external" { (lang.t("storefront.map")) }
            }
        }
    }
}

/// Shops under their cities.
pub fn shops_by_city(lang: Lang, shops: &[Shop]) -> Markup {
    let mut cities: Vec<(&str, Vec<&Shop>)> = Vec::new();
    for shop in shops {
        match cities.last_mut() {
            Some((city, own)) if city.eq_ignore_ascii_case(&shop.city) => own.push(shop),
            _ => cities.push((&shop.city, vec![shop])),
        }
    }
    html! {
        @for (city, shops) in cities {
            h3.city { (city) }
            ul.shops { @for shop in shops { li.shop-row { (shop_line(lang, shop)) } } }
        }
    }
}

fn shop_line(lang: Lang, shop: &Shop) -> Markup {
    html! {
        p.shop-name { a href=(address::shop(&shop.name, shop.id)) { (shop.name) } }
        p { (shop.address) }
        @if let Some(hours) = &shop.opening_hours {
            p.hint { (lang.fill("storefront.open", &[("hours", hours)])) }
        }
    }
}

/// The head of a page that search engines should know under this path.
pub fn head(lang: Lang, path: &str, data: Vec<Value>) -> Head {
    let alt = lang.t("storefront.title").to_owned();
    Head {
        canonical: Some(path.to_owned()),
        picture: Some(preview(address::HOUSE_CARD.to_owned(), alt)),
        data,
        ..Head::default()
    }
}

/// A card as a link preview shows it.
pub const fn preview(path: String, alt: String) -> Picture {
    Picture { path, alt, width: 1200, height: 630 }
}

/// The way to a page, as links and as data.
pub fn way(lang: Lang, ask: &Ask, way: &[Crumb<'_>], here: (&str, &str)) -> (Markup, Value) {
    let crumbs = ui::breadcrumbs(lang, way, here.1);
    let steps = way.iter().map(|crumb| (crumb.href, crumb.label)).chain([here]);
    (crumbs, crate::data::breadcrumbs(&ask.public_url, steps))
}

/// At most so many letters of a text, for the line under a search result.
pub fn short(text: &str) -> String {
    const MOST: usize = 155;
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if one_line.chars().count() <= MOST {
        return one_line;
    }
    let cut: String = one_line.chars().take(MOST).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", cut.get(..end).unwrap_or(&cut).trim_end_matches([',', '.', ';']))
}
