//! /kasir/perangkat: the shop's tills as the house sees them.

use db::{Read, Result};
use kernel::{Capability, Context, Rupiah, ShopId, Time};
use maud::{Markup, html};
use ui::{Column, Kind};
use web::{Ask, Page};
use words::Speak;

use super::refused;
use crate::{desk, refusal::No, store, types::Seen};

/// Closed days on the page; the file beside it has all.
const DRAWERS_SHOWN: i64 = 31;

pub(super) fn list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let lang = ctx.lang;
    let title = lang.t("till.devices.title");
    let at_shop = ctx.actor.shop().is_some();
    let actions = html! {
        @if at_shop { (ui::button_link("/kasir", lang.t("till.devices.open"))) }
        @if ctx.actor.may(Capability::Sell) || ctx.actor.may(Capability::RecordGoods) {
            (ui::quiet("/kasir/impor", lang.t("till.devices.import")))
        }
    };
    let body = match shop_of(read, ctx, ask)? {
        Some(shop) => of_shop(read, ctx, shop)?,
        None => choose(read, ctx)?,
    };
    let main = html! {
        (ui::header(title, lang.t("till.devices.lead"), actions))
        (body)
    };
    Ok(Page::new(title, main))
}

/// His own shop, or the one that a unit's officer chose among those that it has goods at.
pub(super) fn shop_of(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Option<ShopId>> {
    let asked: Option<ShopId> = ask.query("shop").and_then(|shop| shop.parse().ok());
    match (ctx.actor.shop(), asked) {
        (Some(own), _) => Ok(Some(own)),
        (None, Some(asked)) if desk::is_partner(read, ctx, asked)? => Ok(Some(asked)),
        (None, Some(_)) => Err(No::Unknown.into()),
        (None, None) => Ok(None),
    }
}

/// The shops that he has an agreement with, by name.
pub(super) fn partners(read: &mut Read, ctx: &Context) -> Result<Vec<(ShopId, String)>> {
    let mut shops = Vec::new();
    for shop in desk::partners(read, ctx)? {
        shops.push((shop, people::load_shop(read, shop)?.name));
    }
    shops.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(shops)
}

fn choose(read: &mut Read, ctx: &Context) -> Result<Markup> {
    let lang = ctx.lang;
    let shops = partners(read, ctx)?;
    let row = |(id, name): &(ShopId, String)| {
        vec![html! { a href={ "/kasir/perangkat?shop=" (id) } { (name) } }]
    };
    Ok(html! {
        @if shops.is_empty() {
            (ui::empty(lang.t("till.devices.no_shop"), lang.t("till.devices.no_shop_text"),
                html! {}))
        } @else {
            (ui::table(lang.t("till.devices.shops"), [Column::text(lang.t("till.devices.shop"))],
                shops.iter().map(row)))
        }
    })
}

fn of_shop(read: &mut Read, ctx: &Context, shop: ShopId) -> Result<Markup> {
    let lang = ctx.lang;
    let devices = store::devices_of(read, shop)?;
    if devices.is_empty() {
        let (title, text) = (lang.t("till.devices.empty"), lang.t("till.devices.empty_text"));
        return Ok(ui::empty(title, text, html! {}));
    }
    let drawers = match desk::sees_drawers(ctx) {
        true => store::drawers_of(read, shop, DRAWERS_SHOWN)?,
        false => Vec::new(),
    };
    let refused = refused::of(read, ctx, shop)?;
    Ok(html! {
        (refused.waiting)
        (ui::section(lang.t("till.devices.list"), device_table(ctx, &devices)))
        @if !drawers.is_empty() {
            (ui::section(lang.t("till.drawers.title"), html! {
                (drawer_table(ctx, &drawers))
                (downloads(ctx, shop))
            }))
        }
        (refused.given_up)
    })
}

/// A kind that this house does not know yet stands as it was sent.
pub(super) fn kind_word(ctx: &Context, kind: &str) -> String {
    let key = format!("till.kind.{kind}");
    if ctx.lang.has(&key) { ctx.lang.t(&key).to_owned() } else { kind.to_owned() }
}

pub(super) fn moment(ctx: &Context, at: Time) -> Markup {
    html! { (ui::day(at.day(ctx.zone), ctx.lang)) " " (at.clock_face(ctx.zone)) }
}

fn device_table(ctx: &Context, devices: &[Seen]) -> Markup {
    let lang = ctx.lang;
    let row = |one: &Seen| {
        let last = one.last_received_at;
        let missing = one.highest - one.acts;
        vec![
            html! { (one.device.code) },
            html! { (one.device.name) },
            html! { (one.acts) },
            html! {
                @match last {
                    Some(at) => { (moment(ctx, at)) }
                    None => { (lang.t("till.devices.never")) }
                }
            },
            if missing > 0 {
                ui::badge(Kind::Warning, lang.t("till.devices.missing"))
            } else {
                ui::badge(Kind::Good, lang.t("till.devices.whole"))
            },
        ]
    };
    let columns = [
        Column::text(lang.t("till.field.device")),
        Column::text(lang.t("till.field.name")),
        Column::amount(lang.t("till.field.acts")),
        Column::text(lang.t("till.field.last")),
        Column::text(lang.t("common.state")),
    ];
    html! { (ui::table(lang.t("till.devices.list"), columns, devices.iter().map(row))) }
}

fn drawer_table(ctx: &Context, drawers: &[(kernel::Day, String, i64, i64)]) -> Markup {
    let lang = ctx.lang;
    let row = |(day, device, expected, counted): &(kernel::Day, String, i64, i64)| {
        vec![
            ui::day(*day, lang),
            html! { (device) },
            ui::money(Rupiah(*expected)),
            ui::money(Rupiah(*counted)),
            ui::money(Rupiah(counted - expected)),
        ]
    };
    let columns = [
        Column::text(lang.t("common.date")),
        Column::text(lang.t("till.field.device")),
        Column::amount(lang.t("till.drawers.expected")),
        Column::amount(lang.t("till.drawers.counted")),
        Column::amount(lang.t("till.drawers.difference")),
    ];
    html! { (ui::table(lang.t("till.drawers.title"), columns, drawers.iter().map(row))) }
}

/// All days that the shop's tills closed, as files.
fn downloads(ctx: &Context, shop: ShopId) -> Markup {
    let (lang, shop) = (ctx.lang, shop.to_string());
    let own = ctx.actor.shop().is_some();
    let query: &[(&str, &str)] = if own { &[] } else { &[("shop", &shop)] };
    let href = |ending| ui::query(&format!("/kasir/tutup-hari/unduh.{ending}"), query);
    html! {
        p.downloads {
            (lang.t("till.drawers.all")) " "
            a href=(href("xlsx")) download { "Excel" }
            " · "
            a href=(href("csv")) download { "CSV" }
        }
    }
}
