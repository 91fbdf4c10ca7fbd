//! A unit's month as a spreadsheet.

use db::{Read, Result};
use kernel::{Context, Lang};
use sheet::{Cell, Column, Sheet};
use web::Ask;
use words::Speak;

use crate::{
    papers::asked_report,
    report::{ProductTotals, Report, report},
};

/// A row a product; what the month came to stands on the second sheet.
pub fn month(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let one = report(read, ctx, &asked_report(ask)?)?;
    let lang = ctx.lang;
    let row = |one: &ProductTotals| -> Vec<Cell> {
        let mut cells = vec![one.product.as_str().into(), one.unit.as_str().into()];
        cells.extend([one.made, one.rejected, one.sent, one.sold].map(Cell::from));
        cells.push(one.gross.into());
        cells
    };
    let pieces = |key: &str| Column::number(lang.t(key)).summed();
    let columns = vec![
        Column::text(lang.t("overview.product")),
        Column::text(lang.t("overview.report.piece")).width(10),
        pieces("overview.report.made"),
        pieces("overview.report.rejected"),
        pieces("overview.report.sent"),
        pieces("overview.report.sold"),
        Column::rupiah(lang.t("overview.gross")).summed(),
    ];
    let title = lang.fill("overview.report.of", &[("month", &one.month.name(lang))]);
    let sheet = Sheet::new(&title, columns)
        .about(lang.t("overview.unit"), one.unit_name.clone())
        .about(lang.t("overview.month"), one.month.name(lang));
    let told = |sheet: Sheet, (label, value): (&str, String)| sheet.about(label, value);
    let sheet = sums(lang, &one).into_iter().fold(sheet, told);
    Ok(sheet.rows(one.products.iter().map(row)))
}

/// What the page says beside the products; too few people are not told here either.
fn sums(lang: Lang, one: &Report) -> Vec<(&'static str, String)> {
    let untold = || lang.t("overview.kanwil.too_few").to_owned();
    let told = |sum: Option<kernel::Rupiah>| sum.map_or_else(untold, |sum| sum.to_string());
    let people = |count: Option<i64>| count.map_or_else(untold, kernel::group_thousands);
    let mut all = vec![
        (lang.t("overview.gross"), one.gross.to_string()),
        (lang.t("overview.report.shop_part"), one.shop_part.to_string()),
        (lang.t("overview.report.jobs"), one.jobs.to_string()),
        (lang.t("overview.report.remitted"), one.remitted.to_string()),
        (lang.t("overview.report.premi"), told(one.premi)),
        (lang.t("overview.report.premi_people"), people(one.premi_people)),
        (lang.t("overview.report.state_due"), told(one.state.due)),
        (lang.t("overview.report.state_paid"), one.state.paid.to_string()),
        (lang.t("overview.report.state_open"), told(one.state.open)),
        (lang.t("overview.report.paid_year"), one.paid_year.to_string()),
    ];
    let target = |key: &str, target: Option<kernel::Rupiah>| {
        target.map(|target| (lang.t(key), target.to_string()))
    };
    all.extend(target("overview.report.target_month", one.target_month));
    all.extend(target("overview.report.target_year", one.target_year));
    let agreements = &one.agreements;
    all.extend([
        (lang.t("overview.report.in_force"), kernel::group_thousands(agreements.in_force)),
        (lang.t("overview.shops"), kernel::group_thousands(agreements.shops)),
        (lang.t("overview.report.begun"), kernel::group_thousands(agreements.begun)),
        (lang.t("overview.report.ended"), kernel::group_thousands(agreements.ended)),
        (lang.t("overview.makers"), people(one.people_at_work)),
    ]);
    all
}
