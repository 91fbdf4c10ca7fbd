//! A product: what it is, where it stands now, and what a buyer does when it is sold out.

use db::{Read, Result};
use kernel::{Context, Lang};
use maud::{Markup, html};
use ui::{Crumb, empty, facts, section};
use web::{Ask, Head, Page};
use words::Speak;

use super::{parts, receipt};
use crate::{
    address,
    api::{self, One, Whole},
    data,
    refusal::No,
    said,
    store::{self, Photo},
    thing::Thing,
};

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let product = address::id_in(ask.param("thing").unwrap_or_default()).ok_or(No::Unknown)?;
    let whole = api::show(read, ctx, &One { product })?;
    let (lang, thing) = (ctx.lang, &whole.product);
    let here = address::product(&thing.title(), thing.id);
    let campaign = address::campaign(ask.query("k"));
    if ask.path != here {
        return Ok(Page::moved(address::with_campaign(here, campaign)));
    }
    let photos = store::photos(read, product)?;
    let priced = receipt::of_product(read, ctx, product)?;
    let title = thing.title();
    let mut crumbs = vec![Crumb { href: "/etalase", label: lang.t("storefront.title") }];
    let category = thing.category.as_deref().map(|name| (category_href(name), name));
    if let Some((href, label)) = &category {
        crumbs.push(Crumb { href, label });
    }
    let (way, way_data) = parts::way(lang, ask, &crumbs, (&here, &title));
    let main = html! {
        (way)
        (said::told(lang, &whole.recalls))
        div.window {
            div { (pictures(&photos, &title)) }
            div { (about(ctx, &whole)) }
        }
        (section(lang.t("storefront.where"), places(lang, &whole, campaign)))
        p {
            a rel="nofollow"
                href={ "/pesan-khusus/" (thing.consignor_id) "?product=" (thing.id) } {
                (lang.t("storefront.special"))
            }
        }
        @if let Some(priced) = &priced {
            (section(lang.t("storefront.receipt.title"), html! {
                (receipt::brief(lang, priced))
                p.more-link {
                    a href=(address::batch(&priced.batch.code)) {
                        (lang.t("storefront.receipt.more"))
                    }
                }
            }))
        }
        (said::section(read, ctx, product)?)
        (others(lang, &whole))
        (complaints(lang, &whole))
    };
    let told = thing.description.clone().unwrap_or_else(|| made_by(lang, &whole));
    let page = Page::public(&title, main).describe(parts::short(&told));
    Ok(page.with(head(ask, &whole, &photos, way_data)))
}

fn category_href(name: &str) -> String {
    ui::query("/etalase", &[("category", name)])
}

fn head(ask: &Ask, whole: &Whole, photos: &[Photo], way: serde_json::Value) -> Head {
    let thing = &whole.product;
    let paths: Vec<String> = photos.iter().map(|photo| format!("/foto/{}", photo.id)).collect();
    let said = (whole.unit.as_deref(), whole.rating.as_ref());
    let product = data::product(&ask.public_url, thing, said, &paths);
    let title = thing.title();
    Head {
        canonical: Some(address::product(&title, thing.id)),
        kind: Some("product"),
        picture: Some(parts::preview(address::card(thing.id), title)),
        data: vec![product, way],
        ..Head::default()
    }
}

pub fn made_by(lang: Lang, whole: &Whole) -> String {
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
            height=(first.height) fetchpriority="high";
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

fn about(ctx: &Context, whole: &Whole) -> Markup {
    let (lang, thing) = (ctx.lang, &whole.product);
    let days = thing.promise_days.map(|days| lang.count("storefront.promise", days));
    let known = [
        ("storefront.size", thing.size.as_deref()),
        ("storefront.material", thing.material.as_deref()),
        ("storefront.care", thing.care.as_deref()),
        ("storefront.made_within", days.as_deref()),
        ("storefront.code", Some(thing.code.as_str())),
    ];
    let told = known.into_iter().filter_map(|(key, value)| Some((lang.t(key), value?)));
    html! {
        header.thing-head {
            h1 { (thing.title()) }
            p.lead { (made(lang, whole)) }
        }
        p.thing-price { (parts::asked(lang, thing)) }
        p.thing-where { (parts::where_now(lang, thing)) }
        (promise(ctx, thing))
        @if let Some(description) = &thing.description {
            (ui::prose(html! { p.kept-lines { (description) } }))
        }
        (facts(told.map(|(label, value)| (label, html! { span.kept-lines { (value) } }))))
    }
}

fn made(lang: Lang, whole: &Whole) -> Markup {
    match &whole.unit {
        Some(name) => html! {
            a href=(address::unit(name, whole.product.consignor_id)) { (made_by(lang, whole)) }
        },
        None => html! { (made_by(lang, whole)) },
    }
}

/// When it is sold out: by which day it could be there.
fn promise(ctx: &Context, thing: &Thing) -> Markup {
    let (lang, today) = (ctx.lang, ctx.today());
    let day = thing.promise_days.filter(|_| thing.here() == 0).map(|days| today.plus_days(days));
    html! {
        @if let Some(day) = day {
            p.promised { (lang.fill("storefront.promised", &[("day", &day.long(lang))])) }
        }
    }
}

fn places(lang: Lang, whole: &Whole, campaign: Option<&str>) -> Markup {
    let thing = &whole.product;
    if thing.places.is_empty() {
        let (title, hint) = ("storefront.nowhere", "storefront.nowhere_hint");
        return empty(lang.t(title), lang.t(hint), html! {});
    }
    let seen = |shop| whole.seen.iter().find(|seen| seen.shop_id == shop);
    html! {
        div.shops {
            @for place in &thing.places {
                (parts::shop_of_thing(lang, thing, place, (seen(place.shop_id), campaign)))
            }
        }
    }
}

fn others(lang: Lang, whole: &Whole) -> Markup {
    html! {
        @if !whole.variants.is_empty() {
            (section(lang.t("storefront.variants"), parts::goods(lang, &whole.variants)))
        }
        @if !whole.related.is_empty() {
            (section(lang.t("storefront.related"), parts::goods(lang, &whole.related)))
        }
    }
}

fn complaints(lang: Lang, whole: &Whole) -> Markup {
    html! {
        @if let Some(contact) = &whole.complaint_contact {
            p.hint { (lang.fill("storefront.complaints", &[("contact", contact)])) }
        }
    }
}
