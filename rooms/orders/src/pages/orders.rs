//! /pesanan-wa: the shop's orders, those that wait for an answer marked.

use std::collections::BTreeSet;

use db::{Read, Result};
use kernel::{Capability, Context, EntryKind, Quantity};
use maud::{Markup, html};
use ui::{BrowseView, Column, Filter};
use web::{Ask, Page};
use words::Speak;

use super::{badge, moment, nothing};
use crate::{
    code,
    inputs::ListOrders,
    kinds::OrderState,
    store,
    types::{Order, OrderLine},
};

/// What the address of the list asks for.
pub(super) fn asked(ask: &Ask) -> ListOrders {
    ListOrders {
        q: ask.query("q").map(str::to_owned),
        state: ask.query("state").and_then(OrderState::parse),
        shop: None,
        page: Some(Quantity(ask.browse().page())),
    }
}

pub fn list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let lang = ctx.lang;
    let asked = asked(ask);
    let (rows, total) = store::list(read, ctx, &asked)?;
    let browse = ask.browse();
    let view = BrowseView {
        per_page: store::PER_PAGE,
        ..browse.view("/pesanan-wa", vec![states(ctx, ask)], total)
    };
    let title = lang.t("orders.title");
    let unanswered = unanswered(read, ctx, ask)?;
    let rows = (!rows.is_empty()).then(|| table(read, ctx, &rows)).transpose()?;
    let first = ui::empty(lang.t("orders.first"), lang.t("orders.first_hint"), links(ctx));
    let main = html! {
        (ui::header(title, lang.t("orders.lead"), links(ctx)))
        (ask.form(lang).summary())
        (ui::listed(lang, &view, rows, ("orders.none", "orders.none_hint"), first))
        (unanswered)
    };
    Ok(Page::new(title, main))
}

/// How a shop gets rid of what it cannot answer, as after a flood.
fn unanswered(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Markup> {
    let Some(shop) = ctx.actor.shop().filter(|_| ctx.actor.may(Capability::Sell)) else {
        return Ok(nothing());
    };
    let open = store::count_open(read, shop, crate::opened_since(ctx.now))?;
    if open == 0 {
        return Ok(nothing());
    }
    let (lang, form) = (ctx.lang, ask.form(ctx.lang));
    Ok(html! {
        details {
            summary { (lang.count("orders.lapse_open.title", open)) }
            p { (lang.t("orders.lapse_open.lead")) }
            form.form method="post" action="/pesanan-wa/tutup" novalidate {
                (form.hidden("id", ctx.fresh_id::<EntryKind>()))
                (form.hidden("placed_until", ctx.now))
                (form.text("reason", "orders.reason").optional().max_length(200)
                    .hint("orders.lapse_open.hint"))
                (ui::actions(ui::danger(lang.t("orders.lapse_open.submit"))))
            }
        }
    })
}

/// The page that buyers see, and the shop's own rules.
fn links(ctx: &Context) -> Markup {
    let Some(shop) = ctx.actor.shop() else { return nothing() };
    html! {
        (ui::quiet(&format!("/pesan/{shop}"), ctx.lang.t("orders.public_page")))
        @if ctx.actor.may(Capability::Sell) {
            (ui::quiet("/pesanan-wa/aturan", ctx.lang.t("orders.settings.title")))
        }
    }
}

fn states<'a>(ctx: &Context, ask: &'a Ask) -> Filter<'a> {
    let lang = ctx.lang;
    let choices = OrderState::ALL.iter().map(|state| {
        (state.name().to_owned(), lang.t(&format!("orders.state.{state}")).to_owned())
    });
    Filter {
        name: "state",
        label: lang.t("common.state"),
        choices: choices.collect(),
        chosen: ask.query("state").unwrap_or_default(),
    }
}

fn table(read: &mut Read, ctx: &Context, rows: &[Order]) -> Result<Markup> {
    let lang = ctx.lang;
    let lines = store::lines_of_many(read, rows)?;
    let ids: BTreeSet<_> = lines.values().flatten().map(|line| line.product_id).collect();
    let products = catalogue::products(read, &ids.into_iter().collect::<Vec<_>>())?;
    let what = |lines: &[OrderLine]| {
        let one = |line: &OrderLine| {
            let name = products.get(&line.product_id).map(|product| product.title());
            format!("{} × {}", line.quantity, name.unwrap_or_default())
        };
        lines.iter().map(one).collect::<Vec<_>>().join(", ")
    };
    let columns = [
        Column::text(lang.t("orders.code")),
        Column::text(lang.t("orders.what")),
        Column::text(lang.t("common.state")),
        Column::text(lang.t("orders.placed")),
    ];
    let row = |order: &Order| {
        let lines = lines.get(&order.id).map_or(&[][..], Vec::as_slice);
        vec![
            html! { a href={ "/pesanan-wa/" (order.id) } { (code::readable(&order.code)) } },
            html! { (what(lines)) },
            badge(lang, order.state),
            html! { (moment(ctx, order.placed_at)) },
        ]
    };
    Ok(html! { (ui::table(lang.t("orders.title"), columns, rows.iter().map(row))) })
}
