//! The funnel: how many stand where, and whom to see next.

use db::{Read, Result};
use kernel::{Context, Quantity};
use maud::{Markup, html};
use sheet::{Cell, Sheet};
use ui::{BrowseView, Column, Figure, Filter};
use web::{Ask, Page};
use words::Speak;

use super::{next, nothing, stage, works};
use crate::{
    api,
    inputs::ListProspects,
    kinds::Stage,
    store,
    types::{AtStage, Prospect},
};

/// What the address of the list asks for.
fn asked(ask: &Ask) -> ListProspects {
    let browse = ask.browse();
    ListProspects {
        q: browse.q().map(str::to_owned),
        stage: browse.filter("stage").and_then(Stage::parse),
        due: browse.filter("due").and_then(|due| due.parse().ok()).map(Quantity),
        page: Some(Quantity(browse.page())),
    }
}

/// /calon
pub fn list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let (lang, browse) = (ctx.lang, ask.browse());
    let asked = asked(ask);
    let funnel = api::list(read, ctx, &asked)?;
    let stages = Stage::ALL
        .iter()
        .map(|one| (one.to_string(), lang.t(&format!("network.stage.{one}")).to_owned()));
    let filter = Filter {
        name: "stage",
        label: lang.t("network.stage_of"),
        choices: stages.collect(),
        chosen: browse.filter("stage").unwrap_or_default(),
    };
    let due = Filter {
        name: "due",
        label: lang.t("network.due"),
        choices: vec![("1".to_owned(), lang.t("network.due_now").to_owned())],
        chosen: browse.filter("due").unwrap_or_default(),
    };
    let view = BrowseView {
        per_page: store::PER_PAGE,
        ..browse.view("/calon", vec![filter, due], funnel.total)
    };
    let (title, rows) = (lang.t("network.title"), &funnel.items);
    let first = ui::empty(lang.t("network.none"), lang.t("network.none_hint"), add(ctx));
    let main = html! {
        (ui::header(title, lang.t("network.lead"), add(ctx)))
        (figures(ctx, &funnel.stages))
        (ui::listed(lang, &view, (!rows.is_empty()).then(|| table(ctx, rows)),
            ("network.no_match", "network.no_match_hint"), first))
    };
    Ok(Page::new(title, main))
}

fn add(ctx: &Context) -> Markup {
    html! {
        @if works(ctx) { (ui::button_link("/calon/baru", ctx.lang.t("network.add.title"))) }
    }
}

/// The stages in their order; each number leads to its prospects.
fn figures(ctx: &Context, stages: &[AtStage]) -> Markup {
    let hrefs: Vec<String> =
        stages.iter().map(|one| ui::query("/calon", &[("stage", one.stage.name())])).collect();
    let figures: Vec<Figure<'_>> = stages
        .iter()
        .zip(&hrefs)
        .map(|(one, href)| Figure {
            label: ctx.lang.t(&format!("network.stage.{}", one.stage)),
            value: ui::quantity(Quantity(one.prospects), ""),
            note: nothing(),
            href: Some(href),
        })
        .collect();
    ui::figures(&figures)
}

fn table(ctx: &Context, rows: &[Prospect]) -> Markup {
    let lang = ctx.lang;
    let columns = [
        Column::text(lang.t("network.field.name")),
        Column::text(lang.t("network.stage_of")),
        Column::text(lang.t("network.next")),
        Column::text(lang.t("network.field.city")),
    ];
    let row = |one: &Prospect| {
        vec![
            html! { a href={ "/calon/" (one.id) } { (one.name) } },
            stage(ctx, one.stage),
            next(ctx, one),
            html! { (one.city) },
        ]
    };
    html! { (ui::table(lang.t("network.title"), columns, rows.iter().map(row))) }
}

/// The prospects with all that the unit knows of them.
pub fn sheet(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let (lang, browse) = (ctx.lang, ask.browse());
    let window = (browse.limit(), browse.offset());
    let (rows, _) = store::window(read, api::unit_of(ctx)?, (&asked(ask), ctx.today()), window)?;
    let text = |key| sheet::Column::text(lang.t(key));
    let columns = vec![
        text("network.field.name"),
        text("network.field.owner"),
        text("network.field.address").width(40),
        text("network.field.city"),
        text("network.field.whatsapp").width(16),
        text("network.stage_of").width(14),
        text("network.next").width(30),
        sheet::Column::day(lang.t("network.plan.day")),
        text("network.field.notes").width(50),
    ];
    let row = |one: &Prospect| -> Vec<Cell> {
        vec![
            one.name.as_str().into(),
            one.owner_name.as_str().into(),
            one.address.as_str().into(),
            one.city.as_str().into(),
            one.whatsapp.as_ref().into(),
            lang.t(&format!("network.stage.{}", one.stage)).into(),
            one.next_step.as_ref().into(),
            one.next_on.into(),
            one.notes.as_ref().into(),
        ]
    };
    Ok(Sheet::new(lang.t("network.title"), columns).window(rows.iter().map(row)))
}
