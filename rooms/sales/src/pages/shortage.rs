//! /penjualan/habis: what ran out where, and what that cost.

use db::{Read, Result};
use kernel::Context;
use maud::html;
use ui::{Column, Crumb};
use web::{Ask, Page};
use words::Speak;

use crate::shortage::{self, DAYS, Shortage};

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
