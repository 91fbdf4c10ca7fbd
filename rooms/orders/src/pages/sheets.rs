//! Orders and wishes as spreadsheets; who asked stands in neither.

use std::collections::BTreeSet;

use db::{Read, Result};
use kernel::Context;
use sheet::{Cell, Column, Moment, Sheet};
use web::Ask;
use words::Speak;

use super::{leads, orders};
use crate::{
    code, store, store_lead,
    types::{Order, OrderLine},
    types_lead::Lead,
};

/// A row for each product of an order.
pub fn orders(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let (lang, browse) = (ctx.lang, ask.browse());
    let window = (browse.limit(), browse.offset());
    let (found, _) = store::window(read, ctx, &orders::asked(ask), window)?;
    let lines = store::lines_of_many(read, &found)?;
    let ids: BTreeSet<_> = lines.values().flatten().map(|line| line.product_id).collect();
    let products = catalogue::products(read, &ids.into_iter().collect::<Vec<_>>())?;
    let columns = vec![
        Column::text(lang.t("orders.code")).width(12),
        Column::moment(lang.t("orders.placed")),
        Column::text(lang.t("orders.product")),
        Column::number(lang.t("orders.quantity")).summed(),
        Column::rupiah(lang.t("orders.price")),
        Column::text(lang.t("common.state")).width(18),
        Column::moment(lang.t("orders.held_until")),
        Column::text(lang.t("orders.reason")).width(30),
    ];
    let each = found.iter().flat_map(|order| {
        lines.get(&order.id).into_iter().flatten().map(move |line| (order, line))
    });
    let rows = each.map(|(order, line): (&Order, &OrderLine)| -> Vec<Cell> {
        vec![
            code::readable(&order.code).into(),
            Moment::of(order.placed_at, ctx.zone).into(),
            products.get(&line.product_id).map(|product| product.title()).into(),
            line.quantity.into(),
            line.unit_price.into(),
            lang.t(&format!("orders.state.{}", order.state)).into(),
            order.held_until.map(|until| Moment::of(until, ctx.zone)).into(),
            order.reason.as_ref().into(),
        ]
    });
    Ok(Sheet::new(lang.t("orders.title"), columns).rows(rows).fetched(found.len()))
}

pub fn wishes(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let (lang, browse) = (ctx.lang, ask.browse());
    let window = (browse.limit(), browse.offset());
    let (found, _) = store_lead::window(read, ctx, &leads::asked(ask), window)?;
    let columns = vec![
        Column::day(lang.t("orders.wish.asked_on")),
        Column::text(lang.t("orders.wish.what")).width(40),
        Column::text(lang.t("orders.wish.measures")),
        Column::number(lang.t("orders.quantity")).summed(),
        Column::day(lang.t("orders.wish.wanted_on")),
        Column::text(lang.t("common.state")).width(18),
        Column::text(lang.t("orders.reason")).width(30),
    ];
    let row = |lead: &Lead| -> Vec<Cell> {
        vec![
            lead.asked_on.into(),
            lead.what.as_str().into(),
            lead.measures.as_ref().into(),
            lead.quantity.into(),
            lead.wanted_on.into(),
            lang.t(&format!("orders.lead_state.{}", lead.state)).into(),
            lead.reason.as_ref().into(),
        ]
    };
    Ok(Sheet::new(lang.t("orders.leads.title"), columns).window(found.iter().map(row)))
}
