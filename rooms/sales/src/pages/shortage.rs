//! /penjualan/habis: what ran out where, and what that cost.

use db::{Read, Result};
use kernel::Context;
use maud::html;
use sheet::Sheet;
use ui::{Column, Crumb};
use web::{Ask, Page};
use words::Speak;

use crate::shortage::{self, DAYS, Shortage};

/// The same as a spreadsheet.
pub(crate) fn sheet(read: &mut Read, ctx: &Context, _: &Ask) -> Result<Sheet> {
    let lang = ctx.lang;
    let all = shortage::shortages(read, ctx)?;
    let ids: Vec<_> = all.iter().map(|one| one.product_id).collect();
    let products = catalogue::products(read, &ids)?;
    let shops = super::shops(read, ctx)?;
    let columns = vec![
        sheet::Column::text(lang.t("sales.sheet.code")).width(12),
        sheet::Column::text(lang.t("sales.shortage.product")),
        sheet::Column::text(lang.t("sales.shortage.shop")),
        sheet::Column::number(lang.t("sales.shortage.left")).summed(),
        sheet::Column::number(lang.t("sales.shortage.days")),
        sheet::Column::number(lang.t("sales.shortage.pieces")).summed(),
    ];
    let row = |one: &Shortage| {
        let product = products.get(&one.product_id);
        let shop = one.shop_id.to_string();
        let shop = shops.iter().find(|(id, _)| *id == shop).map(|(_, name)| name.as_str());
        vec![
            product.map(|one| one.code.as_str()).into(),
            product.map(|one| one.title()).into(),
            shop.into(),
            one.left.into(),
            one.missed.days.into(),
            one.missed.pieces.into(),
        ]
    };
    Ok(Sheet::new(lang.t("sales.shortage.title"), columns).rows(all.iter().map(row)))
}

pub(super) fn show(read: &mut Read, ctx: &Context, _: &Ask) -> Result<Page> {
    let lang = ctx.lang;
    let all = shortage::shortages(read, ctx)?;
    let products: Vec<_> = all.iter().map(|one| one.product_id).collect();
    let products = catalogue::products(read, &products)?;
    let shops = super::shops(read, ctx)?;
    let columns = [
        Column::text(lang.t("sales.shortage.product")),
        Column::text(lang.t("sales.shortage.shop")),
        Column::amount(lang.t("sales.shortage.left")),
        Column::amount(lang.t("sales.shortage.days")),
        Column::amount(lang.t("sales.shortage.pieces")),
    ];
    let row = |one: &Shortage| {
        let product = products.get(&one.product_id);
        let (unit, shop) = (product.map_or("", |p| p.unit.as_str()), one.shop_id.to_string());
        let sold = [("shop", shop.as_str()), ("product", &one.product_id.to_string())];
        vec![
            html! { a href=(ui::query("/penjualan", &sold)) {
                (product.map(|product| product.title()).unwrap_or_default())
            } },
            html! { (shops.iter().find(|(id, _)| *id == shop).map_or("", |(_, name)| name)) },
            html! { (kernel::group_thousands(one.left)) " " (unit) },
            html! { (lang.count("sales.shortage.n_days", one.missed.days)) },
            match one.missed.pieces {
                Some(pieces) => html! { "± " (kernel::group_thousands(pieces)) " " (unit) },
                None => html! { (lang.t("sales.shortage.unknown")) },
            },
        ]
    };
    let title = lang.t("sales.shortage.title");
    let way = [Crumb { href: "/penjualan", label: lang.t("sales.list.title") }];
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, &lang.fill("sales.shortage.lead", &[("days", &DAYS)]), html! {}))
        @if all.is_empty() {
            (ui::empty(lang.t("sales.shortage.empty"), lang.t("sales.shortage.empty_text"),
                ui::quiet("/rak", lang.t("sales.shortage.shelf"))))
        } @else {
            (ui::table(title, columns, all.iter().map(row)))
            p { (lang.t("sales.shortage.how")) }
        }
    };
    Ok(Page::new(title, main))
}
