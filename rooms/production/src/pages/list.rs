//! The lists of batches and of jobs.

use std::collections::BTreeMap;

use catalogue::Product;
use db::{Read, Result};
use kernel::{Capability, Context, ProductId};
use maud::{Markup, html};
use ui::{BrowseView, Column, Filter};
use web::{Ask, Page};
use words::Speak;

use super::{job_badge, name_of, nothing, product_choices, scope, unit_of};
use crate::{
    job::days_late,
    kinds::JobState,
    store::{self, BatchFilter},
    store_job::{self, JobFilter},
    types::{Batch, Job},
};

const STATES: [&str; 4] = ["open", "finished", "spoiled", "given_up"];

pub fn batches(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let (browse, lang) = (ask.browse(), ctx.lang);
    let (rows, total) = narrowed_batches(read, ctx, ask)?;
    let products = products_of(read, rows.iter().map(|batch| batch.product_id))?;
    let state = STATES
        .map(|name| (name.to_owned(), lang.t(&format!("production.state.{name}")).to_owned()));
    let view = browse.view(
        "/produksi",
        vec![
            Filter {
                name: "product",
                label: lang.t("production.product"),
                choices: product_choices(read, ctx)?,
                chosen: browse.filter("product").unwrap_or_default(),
            },
            Filter {
                name: "state",
                label: lang.t("common.state"),
                choices: state.to_vec(),
                chosen: browse.filter("state").unwrap_or_default(),
            },
        ],
        total,
    );
    let new = new_button(ctx, "/produksi/baru", "production.list.new");
    let table = (!rows.is_empty()).then(|| batch_table(ctx, &rows, &products));
    let words = Words { title: "production.list.title", lead: "production.list.lead" };
    let empty = ("production.list.empty", "production.list.empty_hint");
    Ok(listed(ctx, &words, &view, table, new, empty))
}

/// The batches that the query asks for, and how many there are.
pub fn narrowed_batches(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<(Vec<Batch>, i64)> {
    let browse = ask.browse();
    let filter = BatchFilter {
        consignor: scope(ctx)?,
        like: browse.like(),
        product: browse.filter("product").and_then(|id| id.parse().ok()),
        state: browse.filter("state").filter(|state| STATES.contains(state)),
        limit: browse.limit(),
        offset: browse.offset(),
    };
    store::list_batches(read, &filter)
}

struct Words {
    title: &'static str,
    lead: &'static str,
}

fn listed(
    ctx: &Context,
    words: &Words,
    view: &BrowseView<'_>,
    table: Option<Markup>,
    new: Markup,
    (empty, hint): (&str, &str),
) -> Page {
    let lang = ctx.lang;
    let title = lang.t(words.title);
    let first = ui::empty(lang.t(empty), lang.t(hint), new.clone());
    let main = html! {
        (ui::header(title, lang.t(words.lead), new))
        (ui::listed(lang, view, table, ("production.none", "production.none_hint"), first))
    };
    Page::new(title, main)
}

fn new_button(ctx: &Context, href: &str, label: &str) -> Markup {
    match ctx.actor.may(Capability::RecordGoods) {
        true => ui::button_link(href, ctx.lang.t(label)),
        false => nothing(),
    }
}

pub fn products_of(
    read: &mut Read,
    ids: impl Iterator<Item = ProductId>,
) -> Result<BTreeMap<ProductId, Product>> {
    let ids: std::collections::BTreeSet<_> = ids.collect();
    catalogue::products(read, &ids.into_iter().collect::<Vec<_>>())
}

fn batch_table(ctx: &Context, rows: &[Batch], products: &BTreeMap<ProductId, Product>) -> Markup {
    let lang = ctx.lang;
    let columns = [
        Column::text(lang.t("production.code")),
        Column::text(lang.t("production.product")),
        Column::text(lang.t("production.started_on")),
        Column::text(lang.t("production.finished_on")),
        Column::amount(lang.t("production.accepted")),
        Column::amount(lang.t("production.unit_cost")),
        Column::text(lang.t("common.state")),
    ];
    let row = |one: &Batch| {
        let unit = unit_of(products, one.product_id);
        vec![
            html! { a href={ "/produksi/" (one.id) } { (one.code) } },
            html! { (name_of(products, one.product_id)) },
            ui::day(one.started_on, lang),
            one.finished_on.map(|day| ui::day(day, lang)).unwrap_or_default(),
            match one.finished_on {
                Some(_) => ui::pieces(lang, one.accepted, &unit),
                None => nothing(),
            },
            one.unit_cost.map(ui::money).unwrap_or_default(),
            batch_badge(ctx, one),
        ]
    };
    html! { (ui::table(lang.t("production.list.title"), columns, rows.iter().map(row))) }
}

pub fn batch_badge(ctx: &Context, batch: &Batch) -> Markup {
    let (kind, word) = batch_state(batch);
    ui::badge(kind, ctx.lang.t(word))
}

/// How a batch stands, and the key of its word.
pub fn batch_state(batch: &Batch) -> (ui::Kind, &'static str) {
    if batch.given_up_on.is_some() {
        return (ui::Kind::Neutral, "production.state.given_up");
    }
    match (batch.finished_on, batch.reserved) {
        (None, _) => (ui::Kind::Waiting, "production.state.open"),
        (Some(_), true) => (ui::Kind::Warning, "production.state.reserved"),
        (Some(_), false) => (ui::Kind::Good, "production.state.finished"),
    }
}

pub fn jobs(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let (browse, lang) = (ask.browse(), ctx.lang);
    let chosen = browse.filter("state").unwrap_or_default();
    let (rows, total) = narrowed_jobs(read, ctx, ask)?;
    let products = products_of(read, rows.iter().map(|job| job.product_id))?;
    let names = JobState::ALL.iter().map(|state| state.as_str()).chain(["late"]);
    let choices = names
        .map(|name| (name.to_owned(), lang.t(&format!("production.job.state.{name}")).to_owned()));
    let view = browse.view(
        "/pesanan",
        vec![Filter {
            name: "state",
            label: lang.t("common.state"),
            choices: choices.collect(),
            chosen,
        }],
        total,
    );
    let new = new_button(ctx, "/pesanan/baru", "production.jobs.new");
    let table = (!rows.is_empty()).then(|| job_table(ctx, &rows, &products));
    let words = Words { title: "production.jobs.title", lead: "production.jobs.lead" };
    let empty = ("production.jobs.empty", "production.jobs.empty_hint");
    Ok(listed(ctx, &words, &view, table, new, empty))
}

/// The jobs that the query asks for, and how many there are.
pub fn narrowed_jobs(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<(Vec<Job>, i64)> {
    let browse = ask.browse();
    let chosen = browse.filter("state").unwrap_or_default();
    let filter = JobFilter {
        consignor: scope(ctx)?,
        like: browse.like(),
        state: JobState::parse(chosen).map(JobState::as_str),
        late_on: (chosen == "late").then(|| ctx.today()),
        limit: browse.limit(),
        offset: browse.offset(),
    };
    store_job::list_jobs(read, &filter)
}

fn job_table(ctx: &Context, rows: &[Job], products: &BTreeMap<ProductId, Product>) -> Markup {
    let lang = ctx.lang;
    let columns = [
        Column::text(lang.t("production.code")),
        Column::text(lang.t("production.product")),
        Column::amount(lang.t("production.quantity")),
        Column::amount(lang.t("production.job.price")),
        Column::text(lang.t("production.job.due_on")),
        Column::text(lang.t("common.state")),
    ];
    let row = |one: &Job| {
        let late = days_late(one.state, one.due_on, ctx.today());
        vec![
            html! { a href={ "/pesanan/" (one.id) } { (one.code) } },
            html! { (name_of(products, one.product_id)) },
            ui::pieces(lang, one.quantity, &unit_of(products, one.product_id)),
            ui::money(one.price),
            html! {
                (ui::day(one.due_on, lang))
                @if let Some(days) = late {
                    " " (ui::badge(ui::Kind::Bad, &lang.count("production.job.days_late", days)))
                }
            },
            job_badge(ctx, one.state),
        ]
    };
    html! { (ui::table(lang.t("production.jobs.title"), columns, rows.iter().map(row))) }
}
