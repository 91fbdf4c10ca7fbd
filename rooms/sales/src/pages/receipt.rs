//! /penjualan/{sale}/struk: what the buyer took, of whichever unit's goods, under one number.

use std::collections::BTreeMap;

use db::{Read, Result};
use kernel::{ConsignorId, Context, Quantity, SaleKind};
use maud::{Markup, html};
use ui::{Column, Crumb, Kind};
use web::{Ask, Page};
use words::Speak;

use crate::{
    bought::receipt_code,
    kinds::Source,
    pages::{called::called, payment_word, show::names},
    receipt::load_receipt,
    types::{Receipt, SaleLine, WholeSale},
};

pub(super) fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let lang = ctx.lang;
    let receipt = load_receipt(read, ctx, ask.id::<SaleKind>("sale")?)?;
    let shop = people::load_shop(read, receipt.shop_id)?;
    let number = receipt
        .sales
        .first()
        .map_or_else(|| receipt.number.clone(), |whole| called(ctx, &whole.sale));
    let title = lang.fill("sales.receipt.title", &[("number", &number)]);
    let all = lang.t("sales.list.title");
    let mut facts = vec![
        (lang.t("sales.field.business_day"), ui::day(receipt.business_day, lang)),
        (lang.t("sales.field.payment"), html! { (payment_word(lang, receipt.payment)) }),
        (lang.t("sales.field.gross"), ui::money(receipt.gross)),
    ];
    // A count of what was left is nobody's receipt.
    if receipt.sales.iter().all(|whole| whole.sale.source != Source::Count) {
        let code = html! { a href={ "/ulasan/" (receipt.id) } { (receipt_code(receipt.id)) } };
        facts.push((lang.t("sales.receipt.code"), code));
    }
    let main = html! {
        (ui::breadcrumbs(lang, &[Crumb { href: "/penjualan", label: all }], &title))
        (ui::header(&title, &shop.name, html! {}))
        @if receipt.sales.len() > 1 { p { (lang.t("sales.receipt.several")) } }
        (ui::facts(facts))
        (ui::section(lang.t("sales.show.lines"), lines(read, ctx, &receipt)?))
    };
    Ok(Page::new(title, main))
}

fn lines(read: &mut Read, ctx: &Context, receipt: &Receipt) -> Result<Markup> {
    let lang = ctx.lang;
    let every: Vec<SaleLine> = receipt.sales.iter().flat_map(|one| one.lines.clone()).collect();
    let names = names(read, &every)?.0;
    let mut units: BTreeMap<ConsignorId, String> = BTreeMap::new();
    for whole in &receipt.sales {
        let unit = whole.sale.consignor_id;
        units.insert(unit, people::load_consignor(read, unit)?.name);
    }
    let row = |whole: &WholeSale, line: &SaleLine| {
        let own = format!("/penjualan/{}", whole.sale.id);
        let unit = units.get(&whole.sale.consignor_id).map_or("", String::as_str);
        vec![
            html! { (names.get(&line.product_id).map_or("", String::as_str)) },
            html! { a href=(own) { (unit) } },
            pieces(ctx, line),
            ui::money(line.unit_price),
            ui::money(line.gross()),
            html! {
                @if line.refunded < line.quantity {
                    a href={ (own) "/retur" } { (lang.t("sales.show.refund")) }
                }
            },
        ]
    };
    let rows = receipt.sales.iter().flat_map(|one| one.lines.iter().map(move |line| (one, line)));
    let columns = [
        Column::text(lang.t("sales.field.product")),
        Column::text(lang.t("sales.receipt.owner")),
        Column::amount(lang.t("sales.field.quantity")),
        Column::amount(lang.t("sales.field.price")),
        Column::amount(lang.t("sales.field.gross")),
        Column::actions(lang.t("common.actions")),
    ];
    let all: Quantity = every.iter().map(|line| line.quantity).sum();
    let total = vec![
        html! { (lang.t("common.total")) },
        html! {},
        html! { (all) },
        html! {},
        ui::money(receipt.gross),
        html! {},
    ];
    let rows = rows.map(|(whole, line)| row(whole, line));
    Ok(html! { (ui::table(lang.t("sales.show.lines"), columns, rows).total(total)) })
}

/// How many, and how many of them came back.
pub(super) fn pieces(ctx: &Context, line: &SaleLine) -> Markup {
    html! {
        (line.quantity)
        @if !line.refunded.is_zero() {
            @let back = ctx.lang.fill("sales.show.brought_back", &[("n", &line.refunded)]);
            " " (ui::badge(Kind::Warning, &back))
        }
    }
}
