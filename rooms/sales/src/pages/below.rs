//! /penjualan/murah: what shops sold below the unit's floor, or below what they owe for a piece.

use db::{Read, Result};
use kernel::{Context, Reach};
use maud::html;
use sheet::Sheet;
use ui::{BrowseView, Column, Crumb};
use web::{Ask, Page};
use words::Speak;

use crate::{store_below, types::Below};

/// A window of those that he may see, the latest first, and how many there are.
pub(crate) fn below(
    read: &mut Read,
    ctx: &Context,
    window: (i64, i64),
) -> Result<(Vec<Below>, i64)> {
    match ctx.actor.reach {
        Reach::Nobody | Reach::Kanwil(_) => Ok((Vec::new(), 0)),
        _ => store_below::list(read, (ctx.actor.consignor(), ctx.actor.shop()), window),
    }
}

/// The same as a spreadsheet.
pub(crate) fn sheet(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let (lang, browse) = (ctx.lang, ask.browse());
    let (all, _) = below(read, ctx, (browse.limit(), browse.offset()))?;
    let ids: Vec<_> = all.iter().map(|one| one.product_id).collect();
    let products = catalogue::products(read, &ids)?;
    let shops = super::shops(read, ctx)?;
    let columns = vec![
        sheet::Column::day(lang.t("sales.field.business_day")),
        sheet::Column::text(lang.t("sales.field.shop")),
        sheet::Column::text(lang.t("sales.sheet.code")).width(12),
        sheet::Column::text(lang.t("sales.field.product")),
        sheet::Column::number(lang.t("sales.field.quantity")).summed(),
        sheet::Column::rupiah(lang.t("sales.field.price")),
        sheet::Column::rupiah(lang.t("sales.below.lowest")),
        sheet::Column::text(lang.t("sales.field.reason")),
    ];
    let row = |one: &Below| {
        let product = products.get(&one.product_id);
        let shop = one.shop_id.to_string();
        let shop = shops.iter().find(|(id, _)| *id == shop).map(|(_, name)| name.as_str());
        vec![
            one.business_day.into(),
            shop.into(),
            product.map(|one| one.code.as_str()).into(),
            product.map(|one| one.title()).into(),
            one.quantity.into(),
            one.unit_price.into(),
            one.lowest.into(),
            why(ctx, one).as_ref().into(),
        ]
    };
    Ok(Sheet::new(lang.t("sales.below.title"), columns).window(all.iter().map(row)))
}

pub(super) fn list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let (lang, browse) = (ctx.lang, ask.browse());
    let (all, total) = below(read, ctx, (browse.limit(), browse.offset()))?;
    let view = BrowseView {
        path: "/penjualan/murah",
        q: None,
        filters: Vec::new(),
        page: browse.page(),
        per_page: browse.limit(),
        total,
    };
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
    let rows = (!all.is_empty()).then(|| {
        html! {
            (ui::table(title, columns, all.iter().map(row)))
        }
    });
    let text = lang.t("sales.below.empty_text");
    let first = ui::empty(lang.t("sales.below.empty"), text, html! {});
    let main = html! {
        (ui::breadcrumbs(lang,
            &[Crumb { href: "/penjualan", label: lang.t("sales.list.title") }], title))
        (ui::header(title, lang.t("sales.below.lead"), html! {}))
        (ui::listed(lang, &view, rows, ("sales.below.empty", "sales.below.empty_text"), first))
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
