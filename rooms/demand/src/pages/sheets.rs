//! What was asked for as spreadsheets.

use db::{Read, Result};
use kernel::Context;
use sheet::{Column, Sheet};
use web::Ask;
use words::Speak;

use super::{asks, names::Names, requests};
use crate::{
    store_ask, store_request,
    types::{AskSeen, RequestSeen},
};

pub fn asked(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let (lang, browse) = (ctx.lang, ask.browse());
    let window = (browse.limit(), browse.offset());
    let (rows, _) = store_ask::window(read, ctx, &asks::asked(ask), window)?;
    let names = Names::load(
        read,
        rows.iter().filter_map(|one| one.product_id),
        rows.iter().map(|one| one.shop_id),
    )?;
    let columns = vec![
        Column::day(lang.t("demand.asked_on")),
        Column::text(lang.t("demand.shop")),
        Column::text(lang.t("demand.sheet.code")).width(12),
        Column::text(lang.t("demand.product")),
        Column::text(lang.t("demand.words")).width(30),
        Column::number(lang.t("demand.quantity")).summed(),
        Column::rupiah(lang.t("demand.price")),
    ];
    let row = |one: &AskSeen| {
        vec![
            one.asked_on.into(),
            names.shop(one.shop_id).into(),
            one.product_id.map(|id| names.code(id)).into(),
            one.product_id.map(|id| names.product(id)).into(),
            one.words.as_ref().into(),
            one.quantity.into(),
            one.price.into(),
        ]
    };
    Ok(Sheet::new(lang.t("demand.asks.title"), columns).window(rows.iter().map(row)))
}

pub fn requested(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let (lang, browse) = (ctx.lang, ask.browse());
    let window = (browse.limit(), browse.offset());
    let (rows, _) = store_request::window(read, ctx, &requests::asked(ask), window)?;
    let names = Names::load(
        read,
        rows.iter().map(|one| one.product_id),
        rows.iter().map(|one| one.shop_id),
    )?;
    let columns = vec![
        Column::day(lang.t("demand.asked_on")),
        Column::text(lang.t("demand.shop")),
        Column::text(lang.t("demand.sheet.code")).width(12),
        Column::text(lang.t("demand.product")),
        Column::number(lang.t("demand.quantity")).summed(),
        Column::text(lang.t("demand.note")).width(30),
        Column::text(lang.t("common.state")).width(18),
        Column::day(lang.t("demand.answered_on")),
        Column::text(lang.t("demand.answer_note")).width(30),
    ];
    let row = |one: &RequestSeen| {
        vec![
            one.asked_on.into(),
            names.shop(one.shop_id).into(),
            names.code(one.product_id).into(),
            names.product(one.product_id).into(),
            one.quantity.into(),
            one.note.as_ref().into(),
            lang.t(&format!("demand.state.{}", one.state)).into(),
            one.answered_on.into(),
            one.answer_note.as_ref().into(),
        ]
    };
    Ok(Sheet::new(lang.t("demand.requests.title"), columns).window(rows.iter().map(row)))
}
