//! /impor: what may be brought, and what was brought lately.

use db::{Read, Result};
use kernel::Context;
use maud::{Markup, html};
use ui::Column;
use web::{Ask, Page};
use words::Speak;

use crate::{inputs::Kind, refusal::No, stage::Stage, store, types::Preview};

pub fn show(read: &mut Read, ctx: &Context, _: &Ask) -> Result<Page> {
    let lang = ctx.lang;
    let may: Vec<Kind> =
        Kind::ALL.iter().copied().filter(|kind| kind.require(&ctx.actor).is_ok()).collect();
    if may.is_empty() {
        return Err(No::Unknown.into());
    }
    let latest = store::latest(read, ctx.actor.user)?;
    let title = lang.t("intake.title");
    let main = html! {
        (ui::header(title, lang.t("intake.lead"), html! {}))
        (kinds(ctx, &may))
        @if !latest.is_empty() { (files(ctx, &latest)) }
    };
    Ok(Page::new(title, main))
}

fn kinds(ctx: &Context, may: &[Kind]) -> Markup {
    let lang = ctx.lang;
    let columns = [
        Column::text(lang.t("intake.what")),
        Column::text(lang.t("intake.for_what")),
        Column::actions(lang.t("intake.template")),
    ];
    let row = |kind: &Kind| {
        let path = format!("/impor/{}", kind.slug());
        vec![
            html! { a href=(path) { (kind.word(lang, "title")) } },
            html! { (kind.word(lang, "lead")) },
            html! {
                span.nowrap {
                    a href={ (path) "/unduh.xlsx" } download { "Excel" } " · "
                    a href={ (path) "/unduh.csv" } download { "CSV" }
                }
            },
        ]
    };
    html! { (ui::table(lang.t("intake.title"), columns, may.iter().map(row))) }
}

fn files(ctx: &Context, all: &[Preview]) -> Markup {
    let lang = ctx.lang;
    let columns = [
        Column::text(lang.t("intake.file")),
        Column::amount(lang.t("intake.rows")),
        Column::text(lang.t("common.state")),
    ];
    let row = |one: &Preview| {
        let href = format!("/impor/{}/{}", one.kind.slug(), one.id);
        vec![
            html! { a href=(href) { (one.kind.word(lang, "title")) } },
            html! { (kernel::group_thousands(one.rows)) },
            state(ctx, one),
        ]
    };
    let title = lang.t("intake.latest");
    ui::section(title, html! { (ui::table(title, columns, all.iter().map(row))) })
}

/// Where a file stands.
pub fn state(ctx: &Context, one: &Preview) -> Markup {
    let lang = ctx.lang;
    let word = |kind, key: &str| ui::badge(kind, lang.t(&format!("intake.state.{key}")));
    match (one.stage, one.taken_at) {
        (_, Some(at)) => {
            let day = format!("{}, {}", at.day(ctx.zone).short(lang), at.clock_face(ctx.zone));
            ui::badge(ui::Kind::Good, &lang.fill("intake.state.taken", &[("when", &day)]))
        }
        (Stage::Asked | Stage::Taking, _) => word(ui::Kind::Waiting, "taking"),
        _ if one.expires_at <= ctx.now => word(ui::Kind::Neutral, "over"),
        (Stage::Waiting | Stage::Looking, _) => word(ui::Kind::Waiting, "looking"),
        (Stage::Failed, _) => word(ui::Kind::Bad, "failed"),
        _ if one.refused > 0 => word(ui::Kind::Bad, "refused"),
        _ => word(ui::Kind::Waiting, "waits"),
    }
}
