//! /impor/{kind}/{upload}: what the file would record, and its bad rows with their reasons.

use db::{Read, Result};
use kernel::Context;
use maud::{Markup, html};
use sheet::{Column, Sheet};
use ui::Figure;
use web::{Ask, Page};
use words::Speak;

use super::{home, kind_of, way};
use crate::{
    actions,
    columns::Col,
    head,
    inputs::Kind,
    lot::WINDOW_ROWS,
    refusal::No,
    row::Line,
    stage::Stage,
    store,
    types::{Bad, Preview},
    work,
};

/// Refused rows on the page; the file beside it has more.
const SHOWN_MAX: usize = 100;
/// Rows as they were read.
const FIRST_ROWS: usize = 10;

fn load(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Preview> {
    let kind = kind_of(ask)?;
    let found = actions::load(read, ctx, ask.id("upload")?)?;
    if found.kind == kind { Ok(found) } else { Err(No::Unknown.into()) }
}

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let found = load(read, ctx, ask)?;
    let (lang, kind) = (ctx.lang, found.kind);
    let title = lang.t("intake.preview");
    let up = format!("/impor/{}", kind.slug());
    let mut steps = vec![way(ctx)];
    steps.push(ui::Crumb { href: &up, label: kind.word(lang, "title") });
    let main = html! {
        (ui::breadcrumbs(lang, &steps, title))
        (ui::header(title, kind.word(lang, "title"), buttons(ctx, &found)))
        (ask.form(lang).summary())
        // Followed by the page itself while it moves; without JavaScript it is loaded again.
        @if found.stage.moves() { div data-follow { (moving(ctx, &found)) } }
        @else { (result(read, ctx, &found)?) }
    };
    let again = html! { noscript { meta http-equiv="refresh" content="3"; } };
    let page = Page::new(title, main);
    Ok(if found.stage.moves() { page.head(again) } else { page })
}

/// How far it is, while it is looked at or taken in.
fn moving(ctx: &Context, found: &Preview) -> Markup {
    let lang = ctx.lang;
    let takes = matches!(found.stage, Stage::Asked | Stage::Taking);
    let done = if takes { found.done.max(work::taken_so_far(found.id)) } else { found.done };
    let percent = done.clamp(0, found.rows) * 100 / found.rows.max(1);
    let said: [(&str, &dyn std::fmt::Display); 2] =
        [("done", &kernel::group_thousands(done)), ("total", &kernel::group_thousands(found.rows))];
    let how_far = if takes { "intake.moving.taking" } else { "intake.moving.looking" };
    html! {
        p { (home::state(ctx, found)) }
        div.making role="status" {
            progress max="100" value=(percent) aria-label=(lang.t("intake.moving.progress")) {
                (percent) "%"
            }
            p { (lang.fill(how_far, &said)) }
        }
        p.hint { (lang.t(if takes { "intake.moving.wait" } else { "intake.moving.leave" })) }
        (ui::actions(ui::quiet(&address(found), lang.t("intake.moving.reload"))))
    }
}

fn address(found: &Preview) -> String {
    format!("/impor/{}/{}", found.kind.slug(), found.id)
}

/// What was found, once all rows were looked at.
fn result(read: &mut Read, ctx: &Context, found: &Preview) -> Result<Markup> {
    let (lang, kind) = (ctx.lang, found.kind);
    Ok(html! {
        p { (home::state(ctx, found)) }
        @if found.stage != Stage::Failed { (ui::figures(&figures(ctx, found))) }
        (next(ctx, found))
        @if waits(ctx, found) && found.refused == 0 && found.rows > WINDOW_ROWS as i64 {
            p.hint { (lang.t("intake.next.long")) }
        }
        @if !found.unsure.is_empty() { (unsure(ctx, found)) }
        @if !found.bad.is_empty() {
            (ui::section(lang.t("intake.bad"), bad_table(ctx, kind, found)))
        }
        (first_rows(read, ctx, found)?)
    })
}

/// Rows that may be other sales than those that are known.
fn unsure(ctx: &Context, found: &Preview) -> Markup {
    let rows = found.unsure.iter().take(SHOWN_MAX);
    let rows: Vec<_> = rows.map(|row| kernel::group_thousands(*row as i64)).collect();
    let more = if found.unsure.len() > SHOWN_MAX { ", …" } else { "" };
    let rows = format!("{}{more}", rows.join(", "));
    let said = ctx.lang.fill("intake.unsure", &[("rows", &rows)]);
    ui::notice(ctx.lang, ui::Kind::Warning, &said)
}

fn waits(ctx: &Context, found: &Preview) -> bool {
    found.stage == Stage::Looked && found.expires_at > ctx.now
}

fn buttons(ctx: &Context, found: &Preview) -> Markup {
    let lang = ctx.lang;
    let (path, kind) = (address(found), [("kind", found.kind.name())]);
    let own = found.expires_at > ctx.now;
    html! {
        @if waits(ctx, found) {
            @if found.refused == 0 && found.fresh > 0 {
                (ui::button_form(&format!("{path}/simpan"), &lang.count("intake.take", found.fresh),
                    "primary", &kind))
            }
        }
        @if own && !matches!(found.stage, Stage::Asked | Stage::Taking | Stage::Taken) {
            (ui::button_form(&format!("{path}/buang"), lang.t("intake.discard"), "quiet", &kind))
        }
    }
}

fn figures(ctx: &Context, found: &Preview) -> Vec<Figure<'static>> {
    let figure = |key: &'static str, count: i64| Figure {
        label: ctx.lang.t(key),
        value: html! { (kernel::group_thousands(count)) },
        note: html! {},
        href: None,
    };
    let fresh = if found.taken_at.is_some() { "intake.recorded" } else { "intake.fresh" };
    let mut all = vec![
        figure("intake.rows", found.rows),
        figure(fresh, found.fresh),
        figure("intake.again", found.again),
        figure("intake.refused", found.refused),
    ];
    if found.examples > 0 {
        all.push(figure("intake.examples", found.examples));
    }
    all
}

/// What to do now.
fn next(ctx: &Context, found: &Preview) -> Markup {
    let lang = ctx.lang;
    let until = found.expires_at;
    let until = format!("{} {}", until.clock_face(ctx.zone), ctx.zone.name());
    match () {
        () if found.taken_at.is_some() => {
            let key = format!("intake.kind.{}.taken", found.kind.name());
            ui::notice(lang, ui::Kind::Good, lang.t(&key))
        }
        () if found.stage == Stage::Failed => {
            ui::notice(lang, ui::Kind::Bad, lang.t("intake.next.failed"))
        }
        () if !waits(ctx, found) => ui::notice(lang, ui::Kind::Neutral, lang.t("intake.next.over")),
        () if found.refused > 0 => {
            ui::notice(lang, ui::Kind::Bad, &lang.count("intake.next.mend", found.refused))
        }
        () if found.fresh == 0 => {
            ui::notice(lang, ui::Kind::Neutral, lang.t("intake.next.nothing"))
        }
        () => {
            let said = lang.fill("intake.next.waits", &[("until", &until)]);
            ui::notice(lang, ui::Kind::Waiting, &said)
        }
    }
}

fn column<'a>(ctx: &Context, kind: Kind, bad: &'a Bad) -> &'a str {
    let found = bad.column.as_deref().map(|key| (key, kind.columns()));
    let label = |(key, all): (&str, &[Col])| {
        all.iter().find(|one| one.key == key).map(|one| one.label(ctx.lang))
    };
    found.and_then(label).unwrap_or("–")
}

fn bad_table(ctx: &Context, kind: Kind, found: &Preview) -> Markup {
    let lang = ctx.lang;
    let columns = [
        ui::Column::amount(lang.t("intake.row")),
        ui::Column::text(lang.t("intake.column_name")),
        ui::Column::text(lang.t("intake.reason")),
    ];
    let row = |bad: &Bad| {
        vec![
            html! { (kernel::group_thousands(bad.row as i64)) },
            html! { (column(ctx, kind, bad)) },
            html! { (bad.reason) },
        ]
    };
    let shown = found.bad.iter().take(SHOWN_MAX);
    let path = address(found);
    html! {
        (ui::table(lang.t("intake.bad"), columns, shown.map(row)))
        @if found.refused as usize > SHOWN_MAX { p { (lang.t("intake.more_bad")) } }
        p.downloads {
            (lang.t("intake.bad_list")) " "
            a href={ (path) "/unduh.xlsx" } download { "Excel" }
            " · "
            a href={ (path) "/unduh.csv" } download { "CSV" }
        }
    }
}

/// The first rows as they were read, so that a column in the wrong place is seen. Who a maker is
/// does not stand on a page, not even on his sender's.
fn first_rows(read: &mut Read, ctx: &Context, found: &Preview) -> Result<Markup> {
    let (lang, kind) = (ctx.lang, found.kind);
    let Some(table) = store::beginning(read, found.id, ctx.now)? else {
        return Ok(html! {});
    };
    let Ok(sorted) = head::sorted(kind, lang, &table) else { return Ok(html! {}) };
    let mut lines = sorted.lines;
    lines.truncate(FIRST_ROWS);
    let filled = |column: &&Col| lines.iter().any(|line| line.cells.contains_key(column.key));
    let shown: Vec<&Col> = kind.columns().iter().filter(filled).collect();
    let heads = std::iter::once(ui::Column::amount(lang.t("intake.row")));
    let heads = heads.chain(shown.iter().map(|column| ui::Column::text(column.label(lang))));
    let cell = |line: &Line, column: &Col| match (column.key, line.text(column.key)) {
        ("person" | "registration", Some(_)) => html! { (lang.t("intake.unseen")) },
        (_, text) => html! { (text.unwrap_or_default()) },
    };
    let row = |line: &Line| {
        let mut cells = vec![html! { (kernel::group_thousands(line.number as i64)) }];
        cells.extend(shown.iter().map(|column| cell(line, column)));
        cells
    };
    let title = lang.t("intake.first_rows");
    let table = ui::table(title, heads, lines.iter().map(row));
    Ok(ui::section(title, html! { (table) }))
}

/// The refused rows as a file to work through.
pub fn bad_rows(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let found = load(read, ctx, ask)?;
    let lang = ctx.lang;
    let columns = vec![
        Column::number(lang.t("intake.row")),
        Column::text(lang.t("intake.column_name")),
        Column::text(lang.t("intake.reason")).width(80),
    ];
    let row = |bad: &Bad| {
        vec![
            (bad.row as i64).into(),
            column(ctx, found.kind, bad).into(),
            bad.reason.as_str().into(),
        ]
    };
    Ok(Sheet::new(lang.t("intake.bad"), columns).rows(found.bad.iter().map(row)))
}
