//! /penjualan/murah: what shops sold below the unit's floor, or below what they owe for a piece.

use db::{Read, Result};
use kernel::{Context, Reach};
use maud::html;
use ui::{Column, Crumb};
use web::{Ask, Page};
use words::Speak;

use crate::{store_below, types::Below};

/// Those that he may see, the latest first.
pub(crate) fn below(read: &mut Read, ctx: &Context) -> Result<Vec<Below>> {
    match ctx.actor.reach {
        Reach::Nobody | Reach::Kanwil(_) => Ok(Vec::new()),
        _ => store_below::list(read, (ctx.actor.consignor(), ctx.actor.shop()), None),
    }
}

pub(super) fn list(read: &mut Read, ctx: &Context, _: &Ask) -> Result<Page> {
    let lang = ctx.lang;
    let all = below(read, ctx)?;
    let ids: Vec<_> = all.iter().map(|one| one.product_id).collect();
    let products = catalogue::products(read, &ids)?;
    let shops = super::shops(read, ctx)?;
    let row = |one: &Below| {
        let shop = one.shop_id.to_string();
        vec![
            html! { a href={ "/penjualan/" (one.sale_id) } { (ui::day(one.business_day, lang)) } },
            html! { (shops.iter().find(|(id, _)| *id == shop).map_or("", |(_, name)| name)) },
            html! { (products.get(&one.product_id).map(|one| one.title()).unwrap_or_default()) },
            html! { (one.quantity) },
            ui::money(one.unit_price),
            ui::money(one.lowest),
            html! { (why(ctx, one)) },
        ]
    };
    let columns = [
        Column::text(lang.t("sales.field.business_day")),
        Column::text(lang.t("sales.field.shop")),
        Column::text(lang.t("sales.field.product")),
        Column::amount(lang.t("sales.field.quantity")),
        Column::amount(lang.t("sales.field.price")),
        Column::amount(lang.t("sales.below.lowest")),
        Column::text(lang.t("sales.field.reason")),
    ];
    let title = lang.t("sales.below.title");
    let main = html! {
        (ui::breadcrumbs(lang,
            &[Crumb { href: "/penjualan", label: lang.t("sales.list.title") }], title))
        (ui::header(title, lang.t("sales.below.lead"), html! {}))
        @if all.is_empty() {
            (ui::empty(lang.t("sales.below.empty"), lang.t("sales.below.empty_text"), html! {}))
        } @else {
            (ui::table(title, columns, all.iter().map(row)))
        }
    };
    Ok(Page::new(title, main))
}

/// The sentence on the page of the sale.
pub(super) fn sentence(ctx: &Context, one: &Below) -> String {
    let why = why(ctx, one);
    ctx.lang.fill(
        "sales.below.sentence",
        &[("price", &one.unit_price), ("lowest", &one.lowest), ("why", &why)],
    )
}

/// A till and a count were not asked.
fn why<'a>(ctx: &Context, one: &'a Below) -> std::borrow::Cow<'a, str> {
    match &one.reason {
        Some(reason) => reason.as_str().into(),
        None => ctx.lang.t(&format!("sales.source.{}", one.source)).into(),
    }
}
