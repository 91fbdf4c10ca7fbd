//! The public pages. They know nothing of who reads them.

use db::{Read, Result};
use kernel::{Context, Lang};
use maud::{Markup, html};
use ui::{BrowseView, Crumb, Filter, Kind, badge, browse_bar, empty, facts, pager, section};
use web::{Ask, Browse, Page, Screens};
use words::Speak;

use crate::{
    address,
    api::{self, One, Whole},
    refusal::No,
    store::{self, PER_PAGE, Photo},
    thing::{Place, Thing},
};

/// The public pages.
pub fn screens() -> Screens {
    Screens::new()
        .public_page("/", list)
        .public_page("/etalase", list)
        .public_page("/etalase/{thing}", show)
}

fn list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let (lang, browse, today) = (ctx.lang, ask.browse(), ctx.today());
    let narrow = store::Narrow {
        like: browse.q().and_then(store::like),
        category: browse.filter("category").map(str::to_owned),
    };
    let total = store::count(read, &narrow, today)?;
    let things = store::list(read, &narrow, today, browse.page())?;
    let view = view(lang, &browse, store::categories(read, today)?, total);
    let title = lang.t("storefront.title");
    let main = html! {
        (ui::header(title, lang.t("storefront.lead"), html! {}))
        @if total > 0 || view.narrowed() { (browse_bar(lang, &view)) }
        @if things.is_empty() { (nothing(lang, &view)) } @else {
            ul.goods { @for thing in &things { li { (in_window(lang, thing)) } } }
            (pager(lang, &view))
        }
    };
    Ok(Page::public(title, main).describe(lang.t("storefront.lead")))
}

fn view<'a>(
    lang: Lang,
    browse: &Browse<'a>,
    categories: Vec<String>,
    total: i64,
) -> BrowseView<'a> {
    let choices: Vec<(String, String)> =
        categories.into_iter().map(|name| (name.clone(), name)).collect();
    let category = Filter {
        name: "category",
        label: lang.t("storefront.category"),
        choices,
        chosen: browse.filter("category").unwrap_or_default(),
    };
    let filters = if category.choices.is_empty() { Vec::new() } else { vec![category] };
    BrowseView {
        path: "/etalase",
        q: Some(browse.q().unwrap_or_default()),
        filters,
        page: browse.page(),
        per_page: PER_PAGE as i64,
        total,
    }
}

fn nothing(lang: Lang, view: &BrowseView<'_>) -> Markup {
    let (title, hint) = if view.narrowed() {
        ("storefront.not_found", "storefront.not_found_hint")
    } else {
        ("storefront.none", "storefront.none_hint")
    };
    let all = html! {
        @if view.narrowed() { (ui::quiet("/etalase", lang.t("storefront.show_all"))) }
    };
    empty(lang.t(title), lang.t(hint), all)
}

/// A thing in the window: the photo, what it is, what it costs, where it is.
fn in_window(lang: Lang, thing: &Thing) -> Markup {
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
            h2 { a href=(address::product(&thing.title(), thing.id)) { (thing.title()) } }
            p.good-price { (asked(lang, thing)) }
            p.good-where { (where_now(lang, thing)) }
        }
    }
}

fn asked(lang: Lang, thing: &Thing) -> Markup {
    match thing.asked() {
        Some(asked) => html! {
            @if asked.others_more { (lang.t("storefront.from")) " " }
            (ui::money(asked.price)) " "
            span.unit { (lang.fill("storefront.per", &[("unit", &thing.unit)])) }
        },
        None => html! { (lang.t("storefront.ask_price")) },
    }
}

fn where_now(lang: Lang, thing: &Thing) -> String {
    let first = thing.places.first().filter(|place| place.here);
    match (thing.here(), first) {
        (1, Some(place)) => lang.fill("storefront.at_one", &[("shop", &place.shop)]),
        (0, _) => lang.t("storefront.none_left").to_owned(),
        (n, _) => lang.count("storefront.at_many", n as i64),
    }
}

fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let asked = ask.param("thing").unwrap_or_default();
    let product = address::product_in(asked).ok_or(No::Unknown)?;
    let whole = api::show(read, ctx, &One { product })?;
    let photos = store::photos(read, product)?;
    let (lang, thing) = (ctx.lang, &whole.product);
    let way = [Crumb { href: "/etalase", label: lang.t("storefront.title") }];
    let main = html! {
        (ui::breadcrumbs(lang, &way, &thing.title()))
        (ui::header(&thing.title(), &made_by(lang, &whole), html! {}))
        div.window {
            div { (pictures(&photos, &thing.title())) }
            div { (about(lang, thing)) }
        }
        (section(lang.t("storefront.where"), places(lang, thing)))
        @if !whole.variants.is_empty() {
            (section(lang.t("storefront.variants"), html! {
                ul.goods { @for other in &whole.variants { li { (in_window(lang, other)) } } }
            }))
        }
        @if let Some(contact) = &whole.complaint_contact {
            p.hint { (lang.fill("storefront.complaints", &[("contact", contact)])) }
        }
    };
    let told = thing.description.clone().unwrap_or_else(|| made_by(lang, &whole));
    Ok(Page::public(thing.title(), main).describe(told.chars().take(200).collect::<String>()))
}

fn made_by(lang: Lang, whole: &Whole) -> String {
    match &whole.unit {
        Some(brand) if whole.branded => lang.fill("storefront.branded", &[("brand", brand)]),
        Some(unit) => lang.fill("storefront.made_by", &[("unit", unit)]),
        None => lang.t("storefront.made").to_owned(),
    }
}

fn pictures(photos: &[Photo], name: &str) -> Markup {
    let Some((first, others)) = photos.split_first() else {
        return html! { div.frame { (ui::tile(name)) } };
    };
    html! {
        img.photo-large src={ "/foto/" (first.id) } alt=(first.alt) width=(first.width)
            height=(first.height);
        @if !others.is_empty() {
            ul.photos {
                @for photo in others {
                    li {
                        a href={ "/foto/" (photo.id) } {
                            img src={ "/foto/" (photo.id) "/kecil" } alt=(photo.alt)
                                loading="lazy" width=(photo.width) height=(photo.height);
                        }
                    }
                }
            }
        }
    }
}

fn about(lang: Lang, thing: &Thing) -> Markup {
    let days = thing.promise_days.map(|days| lang.count("storefront.promise", days));
    let known = [
        ("storefront.size", thing.size.as_deref()),
        ("storefront.material", thing.material.as_deref()),
        ("storefront.care", thing.care.as_deref()),
        ("storefront.category", thing.category.as_deref()),
        ("storefront.made_within", days.as_deref()),
        ("storefront.code", Some(thing.code.as_str())),
    ];
    let told = known.into_iter().filter_map(|(key, value)| Some((lang.t(key), value?)));
    html! {
        p.good-price { (asked(lang, thing)) }
        @if let Some(description) = &thing.description {
            (ui::prose(html! { p.kept-lines { (description) } }))
        }
        (facts(told.map(|(label, value)| (label, html! { span.kept-lines { (value) } }))))
    }
}

fn places(lang: Lang, thing: &Thing) -> Markup {
    if thing.places.is_empty() {
        let (title, hint) = ("storefront.nowhere", "storefront.nowhere_hint");
        return empty(lang.t(title), lang.t(hint), html! {});
    }
    html! { div.shops { @for place in &thing.places { (shop(lang, thing, place)) } } }
}

fn shop(lang: Lang, thing: &Thing, place: &Place) -> Markup {
    let question = [("shop", &place.shop as &dyn std::fmt::Display), ("product", &thing.title())];
    let text = lang.fill("storefront.question", &question);
    let chat = place.whatsapp.as_deref().and_then(|number| address::whatsapp(number, &text));
    html! {
        div.shop-row {
            h3 {
                (place.shop)
                @if place.here { (badge(Kind::Good, lang.t("storefront.here"))) }
                @else { (badge(Kind::Neutral, lang.t("storefront.gone"))) }
            }
            @if let Some(price) = place.price { p { (ui::money(price)) } }
            p { (place.address) ", " (place.city) }
            @if let Some(hours) = &place.opening_hours {
                p.hint { (lang.fill("storefront.open", &[("hours", hours)])) }
            }
            @if let Some(chat) = chat {
                div.actions {
                    a.button.quiet href=(chat) rel="noopener external" {
                        (lang.t("storefront.chat"))
                    }
                }
            }
        }
    }
}
