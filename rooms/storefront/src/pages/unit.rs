//! The workshops: what each makes, what it says of its programme, and totals over many people.

use db::{Read, Result};
use kernel::{Context, Lang};
use maud::{Markup, html};
use ui::{Crumb, Figure, figures, section};
use web::{Ask, Page};
use words::Speak;

use super::parts;
use crate::{
    address,
    api::{self, OneUnit, WholeUnit},
    data,
    place::{Totals, Unit},
    refusal::No,
    store_place,
};

const UNITS: i64 = 700;

pub fn list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let lang = ctx.lang;
    let units = store_place::units(read, ctx.today(), UNITS)?;
    let title = lang.t("storefront.units.title");
    let lead = lang.t("storefront.units.lead");
    let main = html! {
        (ui::header(title, lead, html! {}))
        @if units.is_empty() {
            (ui::empty(lang.t("storefront.none"), lang.t("storefront.none_hint"), html! {}))
        } @else {
            ul.shops { @for unit in &units { li.shop-row { (line(unit)) } } }
        }
    };
    let (_, way) = parts::way(lang, ask, &[], ("/bengkel", title));
    Ok(Page::public(title, main).describe(lead).with(parts::head(lang, "/bengkel", vec![way])))
}

fn line(unit: &Unit) -> Markup {
    html! {
        p.shop-name { a href=(address::unit(&unit.name, unit.id)) { (unit.name) } }
        @if let Some(city) = &unit.city { p { (city) } }
        @if let Some(programme) = &unit.programme { p.hint { (parts::short(programme)) } }
    }
}

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let lang = ctx.lang;
    let unit = address::id_in(ask.param("workshop").unwrap_or_default()).ok_or(No::NoUnit)?;
    let whole = api::unit(read, ctx, &OneUnit { unit })?;
    let here = address::unit(&whole.unit.name, unit);
    if ask.path != here {
        return Ok(Page::moved(here));
    }
    let crumbs = [Crumb { href: "/bengkel", label: lang.t("storefront.units.title") }];
    let (way, way_data) = parts::way(lang, ask, &crumbs, (&here, &whole.unit.name));
    let lead = lead(lang, &whole.unit);
    let main = html! {
        (way)
        (ui::header(&whole.unit.name, &lead, html! {}))
        @if let Some(programme) = &whole.unit.programme {
            (section(lang.t("storefront.unit.programme"),
                ui::prose(html! { p.kept-lines { (programme) } })))
        }
        @if let Some(totals) = &whole.totals {
            (section(lang.t("storefront.unit.totals"), sums(lang, totals)))
        }
        (section(lang.t("storefront.unit.goods"), parts::goods(lang, &whole.products)))
        @if !whole.shops.is_empty() {
            (section(lang.t("storefront.unit.shops"), parts::shops_by_city(lang, &whole.shops)))
        }
        @if let Some(contact) = &whole.unit.complaint_contact {
            p.hint { (lang.fill("storefront.complaints", &[("contact", contact)])) }
        }
    };
    let told = whole.unit.programme.clone().unwrap_or(lead);
    let page = Page::public(&whole.unit.name, main).describe(parts::short(&told));
    Ok(page.with(parts::head(lang, &here, data(ask, &here, &whole, way_data))))
}

fn data(
    ask: &Ask,
    here: &str,
    whole: &WholeUnit,
    way: serde_json::Value,
) -> Vec<serde_json::Value> {
    let unit = &whole.unit;
    vec![data::unit(&ask.public_url, here, &unit.name, unit.city.as_deref()), way]
}

fn lead(lang: Lang, unit: &Unit) -> String {
    match &unit.city {
        _ if unit.branded => lang.fill("storefront.branded", &[("brand", &unit.name)]),
        Some(city) => lang.fill("storefront.unit.lead_at", &[("city", city)]),
        None => lang.t("storefront.unit.lead").to_owned(),
    }
}

/// Totals over at least five people, rounded down: "sedikitnya".
fn sums(lang: Lang, totals: &Totals) -> Markup {
    let more = |amount: Markup| html! { (lang.t("storefront.unit.more_than")) " " (amount) };
    let figure = |key: &'static str, value: Markup| Figure {
        label: lang.t(key),
        value,
        note: html! {},
        href: None,
    };
    let pieces = kernel::Quantity(totals.pieces);
    let mut all = vec![figure("storefront.unit.people", more(html! { (totals.people) }))];
    if totals.pieces > 0 {
        all.push(figure("storefront.unit.pieces", more(html! { (pieces) })));
    }
    if totals.credited.0 > 0 {
        all.push(figure("storefront.unit.credited", more(ui::money(totals.credited))));
    }
    if totals.to_the_state.0 > 0 {
        all.push(figure("storefront.unit.to_the_state", more(ui::money(totals.to_the_state))));
    }
    html! {
        (figures(&all))
        p.hint { (lang.t("storefront.unit.rounded")) }
    }
}
