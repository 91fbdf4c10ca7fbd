//! Deliveries, shelves, counts, movements and differences as spreadsheets: a row for each line of
//! goods, so that pieces can be added up.

use db::{Read, Result};
use kernel::{BatchId, ConsignorId, Context, ProductId, ShopId};
use sheet::{Cell, Column, Sheet};
use web::Ask;
use words::Speak;

use super::{count, delivery, discrepancy, movement, names::Names, shelf};
use crate::{
    store_many,
    types::{CountSheet, Delivery, Movement},
};

pub fn deliveries(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let lang = ctx.lang;
    let (all, _) = delivery::narrowed(read, ctx, ask)?;
    let mut lines = Vec::new();
    let ids: Vec<_> = all.iter().map(|one| one.id).collect();
    let mut of = store_many::delivery_lines(read, &ids)?;
    for one in &all {
        let of_it = of.remove(&one.id).unwrap_or_default();
        lines.extend(of_it.into_iter().map(|(received_on, line)| (one, received_on, line)));
    }
    let names = Names::default()
        .goods(read, lines.iter().map(|(_, _, line)| (line.product_id, line.batch_id)))?
        .places(read, all.iter().map(|one| (one.consignor_id, one.shop_id)))?;
    let row = |(one, received_on, line): &(&Delivery, Option<kernel::Day>, _)| {
        let line: &crate::types::DeliveryLine = line;
        let missing = line.received.map(|received| line.sent - received);
        let mut cells = vec![one.number.as_str().into(), one.sent_on.into()];
        cells.extend(places(&names, one.consignor_id, one.shop_id));
        cells.extend([
            lang.t(&format!("consignment.delivery.state.{}", one.state)).into(),
            (*received_on).into(),
        ]);
        cells.extend(goods(&names, line.product_id, Some(line.batch_id)));
        cells.extend([line.sent.into(), line.received.into(), missing.into()]);
        cells.extend([line.note.as_ref().or(one.note.as_ref()).into()]);
        cells
    };
    let mut columns = vec![
        Column::text(lang.t("consignment.delivery.number")).width(14),
        Column::day(lang.t("consignment.delivery.sent_on")),
    ];
    columns.extend(of_places(ctx));
    columns.push(Column::text(lang.t("common.state")).width(18));
    columns.push(Column::day(lang.t("consignment.sheet.received_on")));
    columns.extend(of_goods(ctx, true));
    columns.extend([
        Column::number(lang.t("consignment.delivery.sent")).summed(),
        Column::number(lang.t("consignment.delivery.received")).summed(),
        Column::number(lang.t("consignment.sheet.missing")).summed(),
        Column::text(lang.t("common.note")).width(30),
    ]);
    let sheet = Sheet::new(lang.t("consignment.deliveries.title"), columns);
    Ok(sheet.rows(lines.iter().map(row)).fetched(all.len()))
}

pub fn shelves(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let (lang, browse) = (ctx.lang, ask.browse());
    let all = shelf::rows_of(read, ctx, shelf::chosen_shop(&browse))?;
    let names = Names::default()
        .goods(read, all.iter().map(|row| (row.product_id, row.batch_id)))?
        .places(read, all.iter().map(|row| (row.consignor_id, row.shop_id)))?;
    let rows = all.iter().filter(|row| shelf::wanted(ctx, &browse, row, &names)).map(|row| {
        let mut cells = goods(&names, row.product_id, Some(row.batch_id));
        cells.extend(places(&names, row.consignor_id, row.shop_id));
        cells.extend([
            row.quantity.into(),
            row.first_received_on.into(),
            row.last_received_on.into(),
            shelf::age(ctx, row).into(),
        ]);
        cells
    });
    let mut columns = of_goods(ctx, true);
    columns.extend(of_places(ctx));
    columns.extend([
        Column::number(lang.t("consignment.shelf.there")).summed(),
        Column::day(lang.t("consignment.shelf.since")),
        Column::day(lang.t("consignment.sheet.last_received_on")),
        Column::number(lang.t("consignment.shelf.age")),
    ]);
    Ok(Sheet::new(lang.t("consignment.shelf.title"), columns).rows(rows.collect::<Vec<_>>()))
}

pub fn counts(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let lang = ctx.lang;
    let (all, _) = count::narrowed(read, ctx, ask)?;
    let mut lines = Vec::new();
    let ids: Vec<_> = all.iter().map(|one| one.id).collect();
    let mut of = store_many::count_lines(read, &ids)?;
    for one in &all {
        let of_it = of.remove(&one.id).unwrap_or_default();
        lines.extend(of_it.into_iter().map(|line| (one, line)));
    }
    let mut ids: Vec<ProductId> = lines.iter().map(|(_, line)| line.product_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let names = Names::default()
        .products(read, &ids)?
        .places(read, all.iter().map(|one| (one.consignor_id, one.shop_id)))?;
    let row = |(one, line): &(&CountSheet, crate::types::CountEntry)| {
        let mut cells = vec![one.counted_on.into()];
        cells.extend(places(&names, one.consignor_id, one.shop_id));
        cells.extend(goods(&names, line.product_id, None));
        cells.extend([line.expected, line.counted, line.counted - line.expected].map(Cell::from));
        cells.push(line.note.as_ref().or(one.note.as_ref()).into());
        cells
    };
    let mut columns = vec![Column::day(lang.t("consignment.count.counted_on"))];
    columns.extend(of_places(ctx));
    columns.extend(of_goods(ctx, false));
    columns.extend([
        Column::number(lang.t("consignment.count.expected")).summed(),
        Column::number(lang.t("consignment.count.counted")).summed(),
        Column::number(lang.t("consignment.count.difference")).summed(),
        Column::text(lang.t("common.note")).width(30),
    ]);
    let sheet = Sheet::new(lang.t("consignment.counts.title"), columns);
    Ok(sheet.rows(lines.iter().map(row)).fetched(all.len()))
}

pub fn movements(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let lang = ctx.lang;
    let (all, _) = movement::narrowed(read, ctx, ask)?;
    let mut lines = Vec::new();
    let ids: Vec<_> = all.iter().map(|one| one.id).collect();
    let mut of = store_many::movement_lines(read, &ids)?;
    for one in &all {
        let of_it = of.remove(&one.id).unwrap_or_default();
        lines.extend(of_it.into_iter().map(|line| (one, line)));
    }
    let to = |one: &Movement| one.to_shop_id.map(|shop| (one.consignor_id, shop));
    let names = Names::default()
        .goods(read, lines.iter().map(|(_, line)| (line.product_id, line.batch_id)))?
        .places(
            read,
            all.iter().flat_map(|one| [Some((one.consignor_id, one.shop_id)), to(one)]).flatten(),
        )?;
    let row = |(one, line): &(&Movement, crate::types::MovementLine)| {
        let mut cells = vec![movement::kind_word(ctx, one.kind).into(), one.happened_on.into()];
        cells.extend(places(&names, one.consignor_id, one.shop_id));
        cells.push(one.to_shop_id.map(|shop| names.shop(shop)).into());
        cells.extend(goods(&names, line.product_id, Some(line.batch_id)));
        cells.extend([
            line.quantity.into(),
            one.reason.as_str().into(),
            lang.t(&format!("consignment.movement.state.{}", one.state)).into(),
            one.booked_on.into(),
        ]);
        cells
    };
    let mut columns = vec![
        Column::text(lang.t("consignment.movement.kind.title")).width(14),
        Column::day(lang.t("consignment.movement.happened_on")),
    ];
    columns.extend(of_places(ctx));
    columns.push(Column::text(lang.t("consignment.sheet.to_shop")));
    columns.extend(of_goods(ctx, true));
    columns.extend([
        Column::number(lang.t("consignment.quantity")).summed(),
        Column::text(lang.t("consignment.movement.reason")).width(30),
        Column::text(lang.t("common.state")).width(18),
        Column::day(lang.t("consignment.sheet.booked_on")),
    ]);
    let sheet = Sheet::new(lang.t("consignment.movements.title"), columns);
    Ok(sheet.rows(lines.iter().map(row)).fetched(all.len()))
}

pub fn differences(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let lang = ctx.lang;
    let (all, _) = discrepancy::narrowed(read, ctx, ask)?;
    let names = Names::default()
        .goods(read, all.iter().map(|one| (one.product_id, one.batch_id)))?
        .places(read, all.iter().map(|one| (one.consignor_id, one.shop_id)))?;
    let rows = all.iter().map(|one| {
        let mut cells = vec![one.booked_on.into()];
        cells.extend(places(&names, one.consignor_id, one.shop_id));
        cells.extend(goods(&names, one.product_id, Some(one.batch_id)));
        cells.extend([
            discrepancy::what(ctx, one).into(),
            one.quantity.into(),
            one.open_quantity.into(),
            one.note.as_ref().into(),
        ]);
        cells
    });
    let mut columns = vec![Column::day(lang.t("consignment.difference.seen_on"))];
    columns.extend(of_places(ctx));
    columns.extend(of_goods(ctx, true));
    columns.extend([
        Column::text(lang.t("consignment.difference.what")),
        Column::number(lang.t("consignment.quantity")).summed(),
        Column::number(lang.t("consignment.sheet.open")).summed(),
        Column::text(lang.t("common.note")).width(30),
    ]);
    let sheet = Sheet::new(lang.t("consignment.differences.title"), columns);
    Ok(sheet.window(rows.collect::<Vec<_>>()))
}

fn of_places(ctx: &Context) -> [Column; 2] {
    let name = |key| Column::text(ctx.lang.t(key));
    [name("consignment.unit"), name("consignment.shop")]
}

fn places(names: &Names, unit: ConsignorId, shop: ShopId) -> [Cell; 2] {
    [names.unit(unit).into(), names.shop(shop).into()]
}

fn of_goods(ctx: &Context, batches: bool) -> Vec<Column> {
    let lang = ctx.lang;
    let mut columns = vec![
        Column::text(lang.t("consignment.sheet.code")).width(12),
        Column::text(lang.t("consignment.product")),
    ];
    if batches {
        columns.push(Column::text(lang.t("consignment.batch")).width(14));
    }
    columns
}

fn goods(names: &Names, product: ProductId, batch: Option<BatchId>) -> Vec<Cell> {
    let mut cells = vec![names.code(product).into(), names.product(product).into()];
    cells.extend(batch.map(|batch| names.batch(batch).into()));
    cells
}
