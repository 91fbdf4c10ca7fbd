//! Batches and jobs as spreadsheets. Who made a batch stands on its page, by code; who ordered a
//! job is personal and stands on no list.

use catalogue::Product;
use db::{Read, Result};
use kernel::{Context, Lang};
use sheet::{Cell, Column, Sheet};
use web::Ask;
use words::Speak;

use super::{list, training};
use crate::types::Training;

pub fn batches(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let lang = ctx.lang;
    let (rows, _) = list::narrowed_batches(read, ctx, ask)?;
    let products = list::products_of(read, rows.iter().map(|one| one.product_id))?;
    let rows = rows.iter().map(|one| {
        let checked = one.finished_on.is_some();
        let mut cells = vec![one.code.as_str().into()];
        cells.extend(product(products.get(&one.product_id)));
        cells.extend([
            one.started_on.into(),
            one.finished_on.into(),
            checked.then_some(one.accepted).into(),
            checked.then_some(one.rejected).into(),
            one.cost.into(),
            one.unit_cost.into(),
            one.grade.map(|grade| lang.t(&format!("production.grade.{grade}"))).into(),
            lang.t(list::batch_state(one).1).into(),
            one.note.as_ref().into(),
        ]);
        cells
    });
    let mut columns = vec![Column::text(lang.t("production.code")).width(14)];
    columns.extend(of_product(lang));
    columns.extend([
        Column::day(lang.t("production.started_on")),
        Column::day(lang.t("production.finished_on")),
        Column::number(lang.t("production.accepted")).summed(),
        Column::number(lang.t("production.rejected")).summed(),
        Column::rupiah(lang.t("production.costs")).summed(),
        Column::rupiah(lang.t("production.unit_cost")),
        Column::text(lang.t("production.sheet.grade")).width(12),
        Column::text(lang.t("common.state")).width(18),
        Column::text(lang.t("common.note")).width(30),
    ]);
    let sheet = Sheet::new(lang.t("production.list.title"), columns);
    Ok(sheet.window(rows.collect::<Vec<_>>()))
}

pub fn jobs(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let lang = ctx.lang;
    let (rows, _) = list::narrowed_jobs(read, ctx, ask)?;
    let products = list::products_of(read, rows.iter().map(|one| one.product_id))?;
    let rows = rows.iter().map(|one| {
        let mut cells = vec![one.code.as_str().into()];
        cells.extend(product(products.get(&one.product_id)));
        cells.extend([
            one.quantity.into(),
            one.price.into(),
            one.deposit.into(),
            one.quoted_on.into(),
            one.due_on.into(),
            one.handed_over_on.into(),
            lang.t(&format!("production.job.state.{}", one.state)).into(),
        ]);
        cells
    });
    let mut columns = vec![Column::text(lang.t("production.code")).width(14)];
    columns.extend(of_product(lang));
    columns.extend([
        Column::number(lang.t("production.quantity")).summed(),
        Column::rupiah(lang.t("production.job.price")).summed(),
        Column::rupiah(lang.t("production.sheet.deposit")).summed(),
        Column::day(lang.t("production.sheet.quoted_on")),
        Column::day(lang.t("production.job.due_on")),
        Column::day(lang.t("production.sheet.handed_over_on")),
        Column::text(lang.t("common.state")).width(18),
    ]);
    let sheet = Sheet::new(lang.t("production.jobs.title"), columns);
    Ok(sheet.window(rows.collect::<Vec<_>>()))
}

fn of_product(lang: Lang) -> [Column; 2] {
    [
        Column::text(lang.t("production.sheet.product_code")).width(12),
        Column::text(lang.t("production.product")),
    ]
}

fn product(one: Option<&Product>) -> [Cell; 2] {
    [one.map(|one| one.code.as_str()).into(), one.map(Product::title).into()]
}

/// Trainings; who learnt stands on their own pages, by code.
pub fn trainings(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let lang = ctx.lang;
    let (rows, _) = training::narrowed(read, ctx, ask)?;
    let text = |key: &str| Column::text(lang.t(&format!("production.training.{key}")));
    let columns = vec![
        text("number").width(18),
        text("what").width(40),
        Column::day(lang.t("production.training.from")),
        Column::day(lang.t("production.training.until")),
        Column::number(lang.t("production.training.hours")).summed(),
        Column::number(lang.t("production.training.people")).summed(),
        text("place"),
        text("examiner"),
        text("examiner_title"),
        Column::day(lang.t("production.sheet.taken_back_on")),
        Column::text(lang.t("production.sheet.taken_back_reason")).width(30),
    ];
    let row = |one: &Training| -> Vec<Cell> {
        vec![
            one.number.as_str().into(),
            one.title.as_str().into(),
            one.from.into(),
            one.to.into(),
            one.hours.into(),
            one.trainees.into(),
            one.place.as_str().into(),
            one.examiner.as_str().into(),
            one.examiner_title.as_str().into(),
            one.taken_back_on.into(),
            one.taken_back_reason.as_ref().into(),
        ]
    };
    Ok(Sheet::new(lang.t("production.training.title"), columns).window(rows.iter().map(row)))
}
