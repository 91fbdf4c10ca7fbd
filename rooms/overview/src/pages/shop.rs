//! The shop's page: what stands on the shelf, what was sold, what is owed and by when.

use kernel::{Context, Rupiah};
use maud::{Markup, html};
use settlement::StatementState;
use ui::{Column, Figure, Kind};
use words::Speak;

use super::{head, parts};
use crate::{
    month::Month,
    pace,
    types::{LatestStatement, ShelfLine, ShopView},
};

pub fn part(ctx: &Context, shop: &ShopView, month: Month) -> Markup {
    let lang = ctx.lang;
    if shop.agreements == 0 {
        let (title, text) = (lang.t("overview.first.title"), lang.t("overview.first.shop_text"));
        return ui::empty(title, text, html! {});
    }
    html! {
        (figures(ctx, shop, month))
        (shelf(ctx, &shop.shelf))
        (parts::dues(ctx, lang.t("overview.dues.mine"), &shop.dues))
        (ui::columns([statements(ctx, &shop.statements), head::months(ctx, &shop.months)]))
    }
}

fn figures(ctx: &Context, shop: &ShopView, month: Month) -> Markup {
    let lang = ctx.lang;
    let sales = parts::sales_of(month);
    let money = shop.months.last();
    let (gross, part) =
        money.map_or((Rupiah::ZERO, Rupiah::ZERO), |month| (month.gross, month.shop_part));
    let next = shop.dues.open.first();
    let by = next.map(|due| html! { (lang.t("overview.due_on")) " " (ui::day(due.due_on, lang)) });
    let figure = |label, value, note, href| Figure { label: lang.t(label), value, note, href };
    let sold = lang.count("overview.sold_pieces", shop.sold);
    let sold = html! { (sold) " · " (month.name(lang)) };
    ui::figures(&[
        figure("overview.sold", ui::money(gross), sold, Some(sales.as_str())),
        figure("overview.my_part", ui::money(part), html! { (month.name(lang)) }, Some("/nota")),
        figure(
            "overview.owed",
            ui::money(shop.dues.total),
            by.unwrap_or_default(),
            Some("/setoran/umur"),
        ),
    ])
}

fn shelf(ctx: &Context, lines: &[ShelfLine]) -> Markup {
    let lang = ctx.lang;
    let row = |one: &ShelfLine| {
        let rack = ui::query("/rak", &[("product", &one.product_id.to_string())]);
        vec![
            html! { a href=(rack) { (one.product) } },
            html! {
                (parts::pieces(lang, one.left, &one.unit))
                @if let Some(days) = one.days_left.filter(|days| *days < pace::LOW_DAYS) {
                    " " (ui::badge(Kind::Warning, &lang.count("overview.lasts", days)))
                }
            },
            html! { @if let Some(price) = one.price { (ui::money(price)) } },
            html! { @if let Some(part) = one.shop_part { (ui::money(part)) } },
        ]
    };
    let columns = [
        Column::text(lang.t("overview.product")),
        Column::amount(lang.t("overview.left")),
        Column::amount(lang.t("overview.price")),
        Column::amount(lang.t("overview.part_of_one")),
    ];
    let title = lang.t("overview.shelf.title");
    let table = ui::table(title, columns, lines.iter().map(row));
    ui::section(
        title,
        html! {
            @if lines.is_empty() {
                (ui::empty(lang.t("overview.shelf.none"), lang.t("overview.shelf.none_hint"),
                    ui::quiet("/kirim", lang.t("overview.shelf.deliveries"))))
            } @else {
                (table)
                (ui::actions(html! {
                    @if ctx.actor.may(kernel::Capability::Sell) {
                        (ui::button_link("/penjualan/baru", lang.t("overview.sell")))
                    }
                    (ui::quiet("/penjualan/hitung", lang.t("overview.count")))
                }))
            }
        },
    )
}

fn statements(ctx: &Context, all: &[LatestStatement]) -> Markup {
    let lang = ctx.lang;
    let row = |one: &LatestStatement| {
        vec![
            // It stands in half a page's width: the period beneath the number, and no column more.
            html! {
                a href={ "/nota/" (one.statement_id) } { (one.number) }
                br;
                span.note { (one.from.short(lang)) " – " (one.to.short(lang)) }
            },
            state(ctx, one),
            ui::money(one.due),
            ui::money(one.open),
        ]
    };
    let columns = [
        Column::text(lang.t("overview.statement")),
        Column::text(lang.t("common.state")),
        Column::amount(lang.t("overview.due")),
        Column::amount(lang.t("overview.open")),
    ];
    let title = lang.t("overview.statements.title");
    let table = ui::table(title, columns, all.iter().map(row));
    parts::listed(title, lang.t("overview.statements.none"), table)
}

/// Whether the unit has approved it, and whether it is paid.
fn state(ctx: &Context, one: &LatestStatement) -> Markup {
    let (kind, state) = match one.state {
        StatementState::Closed => (Kind::Waiting, "closed"),
        StatementState::Approved if one.open.0 > 0 => (Kind::Warning, "owed"),
        StatementState::Approved => (Kind::Good, "paid"),
        StatementState::Rejected => (Kind::Bad, "rejected"),
    };
    ui::badge(kind, ctx.lang.t(&format!("overview.statements.{state}")))
}
