//! /impor/{kind}: the template, what its columns mean, and the field for the file.

use db::{Read, Result};
use kernel::Context;
use maud::{Markup, html};
use sheet::{Cell, Column, Found, Kind as Shape, Sheet};
use ui::Column as Seen;
use web::{Ask, Page};
use words::Speak;

use super::{kind_of, way};
use crate::{
    columns::Col,
    inputs::{Kind, UploadKind},
};

pub fn form(_: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let kind = kind_of(ask)?;
    kind.require(&ctx.actor)?;
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let title = kind.word(lang, "title");
    let path = format!("/impor/{}", kind.slug());
    let main = html! {
        (ui::breadcrumbs(lang, &[way(ctx)], title))
        (ui::header(title, kind.word(lang, "lead"), html! {
            (ui::quiet(&format!("{path}/unduh.xlsx"), lang.t("intake.template_excel")))
            (ui::quiet(&format!("{path}/unduh.csv"), lang.t("intake.template_csv")))
        }))
        (f.post_files(&path, html! {
            (f.hidden("id", ctx.fresh_id::<UploadKind>()))
            (f.hidden("kind", kind))
            (f.file("file", "intake.file").hint("intake.file_hint")
                .accept(".xlsx,.csv,text/csv"))
            (ui::actions(html! {
                (ui::submit(lang.t("intake.look")))
                (ui::quiet("/impor", lang.t("common.cancel")))
            }))
        }))
        (ui::section(lang.t("intake.columns"), columns(ctx, kind)))
    };
    Ok(Page::new(title, main))
}

fn columns(ctx: &Context, kind: Kind) -> Markup {
    let lang = ctx.lang;
    let row = |column: &Col| {
        let must = if column.required { "common.required" } else { "common.optional" };
        vec![
            html! { (column.label(lang)) br; span.unit { (lang.t(must)) } },
            html! { (column.hint(lang)) },
            html! { (column.example(lang)) },
        ]
    };
    let heads = [
        Seen::text(lang.t("intake.column_name")),
        Seen::text(lang.t("intake.column_hint")),
        Seen::text(lang.t("intake.column_example")),
    ];
    html! { (ui::table(lang.t("intake.columns"), heads, kind.columns().iter().map(row))) }
}

/// An empty file of a kind: its head, hints, and one row that shows how it is done and is passed
/// over when the file comes back.
pub fn template(_: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let kind = kind_of(ask)?;
    kind.require(&ctx.actor)?;
    let lang = ctx.lang;
    let made = |column: &Col| {
        let mark = if column.required { " *" } else { "" };
        let label = format!("{}{mark}", column.label(lang));
        let shaped = match column.shape {
            Shape::Rupiah => Column::rupiah(&label),
            Shape::Number => Column::number(&label),
            Shape::Day => Column::day(&label).width(14),
            Shape::Text | Shape::Moment => Column::text(&label),
        };
        shaped.hint(column.hint(lang))
    };
    let columns = kind.columns().iter().map(made).collect();
    let mut example: Vec<Cell> = kind.columns().iter().map(|one| shown(one, ctx)).collect();
    let first = format!("{}{}", lang.t("intake.example_mark"), kind.columns()[0].example(lang));
    example[0] = first.into();
    let title = kind.word(lang, "title");
    let sheet = Sheet::new(title, columns).named(format!("{} {title}", lang.t("intake.template")));
    let sheet = sheet.about(lang.t("intake.how"), lang.t("intake.how_text"));
    let told = |sheet: Sheet, one: &Col| sheet.about(one.label(lang), one.hint(lang));
    Ok(kind.columns().iter().fold(sheet, told).rows([example]))
}

/// The example as the cell that it would be.
fn shown(column: &Col, ctx: &Context) -> Cell {
    let text = column.example(ctx.lang);
    match column.shape {
        Shape::Rupiah | Shape::Number => text.parse::<i64>().map_or(Cell::Empty, Cell::Number),
        Shape::Day => match Found::of_text(text).day() {
            Ok(Some(day)) => day.into(),
            _ => Cell::Empty,
        },
        Shape::Text | Shape::Moment => text.into(),
    }
}
