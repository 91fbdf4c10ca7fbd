//! What the house tells of itself: what it is, and how a price is shared.

use db::{Read, Result};
use kernel::{Context, Lang};
use maud::{Markup, html};
use ui::section;
use web::{Ask, Page};
use words::Speak;

use super::{parts, receipt};
use crate::{address, narrow::Narrow, store, store_place};

const UNITS: i64 = 50;

fn told(lang: Lang, topic: &str, keys: &[&str]) -> Markup {
    html! {
        @for key in keys {
            (section(lang.t(&format!("storefront.{topic}.{key}")), ui::prose(html! {
                p { (lang.t(&format!("storefront.{topic}.{key}_text"))) }
            })))
        }
    }
}

pub fn about(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let lang = ctx.lang;
    let units = store_place::units(read, ctx.today(), UNITS)?;
    let (title, lead) = (lang.t("storefront.about.title"), lang.t("storefront.about.lead"));
    let main = html! {
        (ui::header(title, lead, html! {}))
        (told(lang, "about", &["what", "who", "names", "proof"]))
        @if !units.is_empty() {
            (section(lang.t("storefront.units.title"), html! {
                ul.plain-list {
                    @for unit in &units {
                        li {
                            a href=(address::unit(&unit.name, unit.id)) { (unit.name) }
                            @if let Some(city) = &unit.city { " · " (city) }
                        }
                    }
                }
                p.more-link { a href="/bengkel" { (lang.t("storefront.about.all_units")) } }
            }))
        }
        (told(lang, "about", &["shops"]))
        p.more-link { a href="/harga-dibagi" { (lang.t("storefront.home.price_more")) } }
    };
    let (_, way) = parts::way(lang, ask, &[], ("/tentang", title));
    Ok(Page::public(title, main).describe(lead).with(parts::head(lang, "/tentang", vec![way])))
}

pub fn price(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let lang = ctx.lang;
    let newest = store::page(read, ctx, &Narrow::default(), 1)?;
    let example = receipt::example(read, ctx, &newest)?;
    let (title, lead) = (lang.t("storefront.shared.title"), lang.t("storefront.shared.lead"));
    let main = html! {
        (ui::header(title, lead, html! {}))
        (told(lang, "shared", &["shop", "rule"]))
        @if let Some(priced) = &example {
            (section(lang.t("storefront.shared.example"), html! {
                p {
                    (lang.fill("storefront.shared.example_text",
                        &[("product", &priced.batch.name), ("shop", &priced.terms.shop)]))
                }
                p.receipt-line { (receipt::sentence(lang, &priced.receipt)) }
                (receipt::river(lang, priced))
                (receipt::grounds(lang, priced))
            }))
        }
        (told(lang, "shared", &["makers", "state", "check"]))
    };
    let (_, way) = parts::way(lang, ask, &[], ("/harga-dibagi", title));
    let head = parts::head(lang, "/harga-dibagi", vec![way]);
    Ok(Page::public(title, main).describe(lead).with(head))
}
