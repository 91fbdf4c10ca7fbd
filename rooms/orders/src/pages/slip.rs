//! /pesan/lihat/{code}: what a buyer has in his hand. Whoever has the code sees it; it tells what
//! was ordered where, and nothing of a person.

use db::{Read, Result};
use kernel::{Context, Rupiah};
use maud::{Markup, html};
use ui::{Column, Kind};
use web::{Ask, Head, Page};
use words::Speak;

use super::{badge, moment, nothing};
use crate::{
    code, counter,
    inputs::OneCode,
    kinds::OrderState,
    types::{Slip, SlipLine},
};

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let asked = OneCode { code: ask.param("code").unwrap_or_default().to_owned() };
    let slip = counter::slip(read, ctx, &asked)?;
    let lang = ctx.lang;
    let code = code::readable(&slip.code);
    let title = lang.fill("orders.slip.title", &[("code", &code)]);
    let main = html! {
        (ui::header(&title, &slip.shop, badge(lang, slip.state)))
        (next(ctx, &slip))
        @if slip.state == OrderState::Open && let Some(chat) = &slip.whatsapp {
            (ui::actions(html! {
                a.button.primary href=(chat) rel="noopener external" {
                    (lang.t("orders.slip.send"))
                }
            }))
            p.hint { (lang.t("orders.slip.send_hint")) }
        }
        (ui::section(lang.t("orders.slip.things"), things(ctx, &slip)))
        (ui::section(lang.t("orders.slip.where"), whereabouts(ctx, &slip)))
        p { a href={ "/pesan/" (slip.shop_id) } { (lang.t("orders.slip.again")) } }
    };
    // Whoever has the code sees it, and nobody else should find it.
    Ok(Page::public(title, main).with(Head { unlisted: true, ..Head::default() }))
}

/// The one sentence that says what comes next.
fn next(ctx: &Context, slip: &Slip) -> Markup {
    let lang = ctx.lang;
    let until = |at| moment(ctx, at);
    let (kind, text) = match (slip.state, slip.held_until) {
        (OrderState::Open, _) => {
            (Kind::Waiting, lang.fill("orders.slip.open", &[("until", &until(slip.open_until))]))
        }
        (OrderState::Held, Some(at)) => {
            (Kind::Good, lang.fill("orders.slip.held", &[("until", &until(at))]))
        }
        (OrderState::Collected, _) => (Kind::Good, lang.t("orders.slip.collected").to_owned()),
        (OrderState::Held | OrderState::Lapsed, _) => {
            (Kind::Neutral, lang.t("orders.slip.lapsed").to_owned())
        }
    };
    ui::notice(lang, kind, &text)
}

fn things(ctx: &Context, slip: &Slip) -> Markup {
    let lang = ctx.lang;
    let columns = [
        Column::text(lang.t("orders.product")),
        Column::amount(lang.t("orders.quantity")),
        Column::amount(lang.t("orders.price")),
    ];
    let row = |line: &SlipLine| {
        vec![
            html! { (line.name) },
            ui::pieces(lang, line.quantity, &line.unit),
            line.unit_price.map(ui::money).unwrap_or_default(),
        ]
    };
    let total =
        |total: Rupiah| vec![html! { (lang.t("common.total")) }, nothing(), ui::money(total)];
    let table = ui::table(lang.t("orders.slip.things"), columns, slip.lines.iter().map(row));
    html! {
        @match slip.total {
            Some(sum) => (table.total(total(sum))),
            None => (table),
        }
        p.hint { (lang.t("orders.slip.pay")) }
    }
}

fn whereabouts(ctx: &Context, slip: &Slip) -> Markup {
    let lang = ctx.lang;
    html! {
        p { strong { (slip.shop) } br; (slip.address) }
        @if let Some(hours) = &slip.opening_hours {
            p.hint { (lang.fill("orders.hours", &[("hours", hours)])) }
        }
    }
}
