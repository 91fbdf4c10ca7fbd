//! The tills, and the days that they closed, as spreadsheets.

use db::{Read, Result};
use kernel::{Context, ShopId};
use sheet::{Cell, Column, Moment, Sheet};
use web::Ask;
use words::Speak;

use super::devices;
use crate::{desk, refusal::No, store};

/// The shop that was chosen, or all whose tills he sees, by name.
fn shops(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Vec<(ShopId, String)>> {
    match devices::shop_of(read, ctx, ask)? {
        Some(shop) => Ok(vec![(shop, people::load_shop(read, shop)?.name)]),
        None => devices::partners(read, ctx),
    }
}

pub fn devices(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let lang = ctx.lang;
    let columns = vec![
        Column::text(lang.t("till.devices.shop")),
        Column::text(lang.t("till.field.device")).width(12),
        Column::text(lang.t("till.field.name")),
        Column::number(lang.t("till.field.acts")).summed(),
        Column::moment(lang.t("till.field.last")),
        Column::text(lang.t("common.state")),
    ];
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for (shop, name) in shops(read, ctx, ask)? {
        for one in store::devices_of(read, shop)? {
            let whole = one.highest <= one.acts;
            let state = if whole { "till.devices.whole" } else { "till.devices.missing" };
            rows.push(vec![
                name.as_str().into(),
                one.device.code.into(),
                one.device.name.into(),
                one.acts.into(),
                one.last_received_at.map(|at| Moment::of(at, ctx.zone)).into(),
                lang.t(state).into(),
            ]);
        }
    }
    Ok(Sheet::new(lang.t("till.devices.title"), columns).rows(rows))
}

pub fn drawers(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    if !desk::sees_drawers(ctx) {
        return Err(No::NotAShop.into());
    }
    let lang = ctx.lang;
    let columns = vec![
        Column::text(lang.t("till.devices.shop")),
        Column::day(lang.t("common.date")),
        Column::text(lang.t("till.field.device")).width(12),
        Column::rupiah(lang.t("till.drawers.expected")).summed(),
        Column::rupiah(lang.t("till.drawers.counted")).summed(),
        Column::rupiah(lang.t("till.drawers.difference")).summed(),
    ];
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for (shop, name) in shops(read, ctx, ask)? {
        for (day, device, expected, counted) in store::drawers_of(read, shop, DRAWERS_MAX)? {
            rows.push(vec![
                name.as_str().into(),
                day.into(),
                device.into(),
                expected.into(),
                counted.into(),
                (counted - expected).into(),
            ]);
        }
    }
    Ok(Sheet::new(lang.t("till.drawers.title"), columns).rows(rows))
}

/// Of one shop: ten years of ten tills.
const DRAWERS_MAX: i64 = 36_600;
