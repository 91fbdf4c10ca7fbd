//! One batch: who made it, what it cost, what the check said, where its pieces are.

use db::{Read, Result};
use kernel::{BatchKind, Capability, Context, Id, Quantity, Rupiah};
use ledger::{Filter, Kind};
use maud::{Markup, html};
use ui::{Because, Column, Crumb, Flow, FormState, River, Unit};
use web::{Ask, Page};
use words::Speak;

use super::{
    correct, form::address, history::history, list::batch_badge, name_of, nothing, unit_of,
    write_off,
};
use crate::{
    actions,
    cost::unit_cost,
    inputs::CostLineKind,
    kinds::Basis,
    store, store_correct, store_job, store_write_off,
    types::{Batch, CostEntry, Job},
};

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let batch = actions::load_own(read, ctx, ask.id::<BatchKind>("batch")?)?;
    let lang = ctx.lang;
    let products = catalogue::products(read, &[batch.product_id])?;
    let product = name_of(&products, batch.product_id);
    let unit = unit_of(&products, batch.product_id);
    let costs = store::list_costs(read, batch.id)?;
    let job = store_job::find_job_of_batch(read, batch.id)?;
    let spoiled = store_write_off::of_batch(read, batch.id)?;
    let corrections = store_correct::of_batch(read, batch.id)?;
    let mut subjects: Vec<Id<()>> = vec![batch.id.cast()];
    let checks = corrections.iter().map(|one| one.check_id).chain([batch.check_id]).flatten();
    subjects.extend(checks.map(|id| id.cast::<()>()));
    subjects.extend(corrections.iter().map(|one| one.id.cast::<()>()));
    subjects.extend(spoiled.iter().map(|one| one.id.cast::<()>()));
    subjects.extend(costs.iter().map(|line| line.id.cast::<()>()));
    let title = format!("{} · {product}", batch.code);
    let way = [Crumb { href: "/produksi", label: lang.t("production.list.title") }];
    let main = html! {
        (ui::breadcrumbs(lang, &way, &batch.code))
        (ui::header(&title, lang.t("production.batch.lead"), head_actions(ctx, &batch)))
        (ask.form(lang).summary())
        (facts(read, ctx, &batch, job.as_ref(), &unit)?)
        (river(read, ctx, &batch, &unit)?)
        (write_off::section(read, ctx, ask, &batch, &unit, &spoiled)?)
        (makers(read, ctx, &batch)?)
        (cost_section(ctx, ask, &batch, &costs))
        (correct::section(read, ctx, ask, &batch, &corrections)?)
        (correct::give_up_form(ctx, ask, &batch))
        (history(read, ctx, &subjects)?)
    };
    Ok(Page::new(title, main))
}

fn head_actions(ctx: &Context, batch: &Batch) -> Markup {
    let may = ctx.actor.may(Capability::RecordGoods) || ctx.actor.may(Capability::Approve);
    let (lang, base) = (ctx.lang, address(batch.id));
    html! {
        @if batch.finished_on.is_none() && batch.given_up_on.is_none() && may {
            (ui::button_link(&format!("{base}/periksa"), lang.t("production.check.short")))
        }
        @if batch.accepted.0 > 0 {
            (ui::quiet(&format!("{base}/label"), lang.t("production.label.title")))
            (ui::quiet(&ui::query("/ulasan-pembeli", &[("batch", &batch.id.to_string())]),
                lang.t("production.batch.reviews")))
        }
    }
}

fn facts(
    read: &mut Read,
    ctx: &Context,
    batch: &Batch,
    job: Option<&Job>,
    unit: &str,
) -> Result<Markup> {
    let lang = ctx.lang;
    let asked: Vec<_> = batch.checked_by.into_iter().collect();
    let checker = people::user_names(read, &asked)?.into_values().next();
    let mut facts: Vec<(&str, Markup)> = vec![
        (lang.t("common.state"), batch_badge(ctx, batch)),
        (lang.t("production.started_on"), ui::day(batch.started_on, lang)),
    ];
    if let Some(day) = batch.finished_on {
        facts.push((lang.t("production.finished_on"), ui::day(day, lang)));
        facts.push((lang.t("production.accepted"), ui::pieces(lang, batch.accepted, unit)));
        facts.push((lang.t("production.rejected"), ui::pieces(lang, batch.rejected, unit)));
    }
    if let Some(grade) = batch.grade {
        let word = lang.t(&format!("production.grade.{grade}"));
        facts.push((lang.t("production.grade.title"), html! { (word) }));
    }
    if let Some(name) = checker {
        facts.push((lang.t("production.checked_by"), html! { (name.to_string()) }));
    }
    if let Some(job) = job {
        let link = html! { a href={ "/pesanan/" (job.id) } { (job.code) } };
        facts.push((lang.t("production.job.title"), link));
    }
    if let Some(reason) = &batch.given_up_reason {
        facts.push((lang.t("production.give_up.why"), html! { (reason) }));
    }
    for note in [&batch.note, &batch.check_note].into_iter().flatten() {
        facts.push((lang.t("common.note"), html! { (note) }));
    }
    Ok(ui::facts(facts))
}

/// Where the pieces of the batch are, by the ledger.
fn river(read: &mut Read, ctx: &Context, batch: &Batch, unit: &str) -> Result<Markup> {
    if batch.finished_on.is_none() {
        return Ok(nothing());
    }
    let lang = ctx.lang;
    let places = [
        (Kind::Workshop, Flow::Workshop),
        (Kind::Transit, Flow::Transit),
        (Kind::Shelf, Flow::Shelf),
        (Kind::Sold, Flow::Sold),
        (Kind::Discrepancy, Flow::Discrepancy),
        (Kind::Damaged, Flow::Damaged),
        (Kind::Destroyed, Flow::Destroyed),
        (Kind::Lost, Flow::Lost),
        (Kind::Rejected, Flow::Rejected),
    ];
    let filter = Filter::of(batch.consignor_id).batch(batch.id);
    let mut branches = Vec::new();
    for (kind, flow) in places {
        let pieces: i64 =
            ledger::goods_by_batch(read, kind, filter)?.iter().map(|row| row.quantity).sum();
        if pieces != 0 {
            branches.push(flow.branch(lang, pieces));
        }
    }
    let made = batch.accepted + batch.rejected;
    let many = ui::piece(lang, unit, 2);
    let drawn = River {
        lang,
        id: "batch-river",
        title: lang.t("production.river.title"),
        description: lang.t("production.river.description"),
        unit: Unit::Pieces(&many),
        source: Flow::Made.branch(lang, made.0),
        stations: Vec::new(),
        branches,
    };
    Ok(ui::section(lang.t("production.river.where"), ui::river(&drawn)))
}

pub fn makers(read: &mut Read, ctx: &Context, batch: &Batch) -> Result<Markup> {
    let lang = ctx.lang;
    let weights = store::maker_weights(read, batch.id)?;
    let ids: Vec<_> = weights.iter().map(|(maker, _)| *maker).collect();
    let codes = people::maker_codes(read, &ids)?;
    let whole: i64 = weights.iter().map(|(_, weight)| weight).sum();
    // Equal shares weigh nothing: each is one of so many.
    let equal = batch.basis == Basis::Equal;
    let mut columns = vec![
        Column::text(lang.t("production.maker")),
        Column::amount(lang.t("production.maker_share")),
    ];
    if !equal {
        columns.insert(1, Column::amount(lang.t(&format!("production.basis.{}", batch.basis))));
    }
    let rows = weights.iter().map(|(maker, weight)| {
        let code = html! { (codes.get(maker).map(ToString::to_string).unwrap_or_default()) };
        if equal {
            return vec![code, html! { "1/" (weights.len()) }];
        }
        let share = kernel::Share(kernel::portion(10_000, *weight, whole));
        vec![code, ui::quantity(Quantity(*weight), ""), ui::share(share)]
    });
    let table = ui::table(lang.t("production.makers"), columns, rows);
    Ok(ui::section(
        lang.t("production.makers"),
        html! {
            p.hint {
                (lang.t("production.makers_note"))
                @if equal { " " (lang.t("production.makers_equal")) }
            }
            (table)
        },
    ))
}

fn cost_section(ctx: &Context, ask: &Ask, batch: &Batch, costs: &[CostEntry]) -> Markup {
    let lang = ctx.lang;
    let open = batch.costs_fixed_on.is_none()
        && batch.given_up_on.is_none()
        && ctx.actor.may(Capability::RecordGoods);
    let (f, reversed) = (ask.form(lang), lang.t("production.cost.reversed"));
    let empty =
        ui::empty(lang.t("production.cost.empty"), lang.t("production.cost.empty_hint"), nothing());
    let columns = [
        Column::text(lang.t("production.cost.what")),
        Column::amount(lang.t("production.cost.amount")),
        Column::actions(lang.t("common.actions")),
    ];
    let rows = costs.iter().map(|line| {
        vec![
            html! {
                (line.what)
                @if line.reversed { " " (ui::badge(ui::Kind::Neutral, reversed)) }
                @if let Some(reason) = &line.reason { br; span.unit { (reason) } }
            },
            ui::money(line.amount),
            reverse_form(ctx, &f, batch, line, open),
        ]
    });
    let total = vec![html! { (lang.t("common.total")) }, ui::money(batch.cost), nothing()];
    let table = ui::table(lang.t("production.costs"), columns, rows).total(total);
    ui::section(
        lang.t("production.costs"),
        html! {
            @if costs.is_empty() {
                (empty)
            } @else { (table) }
            (hpp(ctx, batch))
            @if let Some(reason) = &batch.no_cost_reason {
                p { (lang.t("production.cost.none")) ": " (reason) }
            }
            @if open { (add_form(ctx, &f, batch)) }
            @if open && batch.cost.is_zero() && batch.no_cost_reason.is_none() {
                (no_cost_form(ctx, &f, batch))
            }
            @if let Some(day) = batch.costs_fixed_on {
                p.hint { (lang.fill("production.cost.fixed", &[("day", &day.long(lang))])) }
            }
        },
    )
}

/// HPP a piece, with what rounding left.
fn hpp(ctx: &Context, batch: &Batch) -> Markup {
    let lang = ctx.lang;
    let free = batch.no_cost_reason.is_some();
    let Some(cost) = unit_cost(batch.cost, free, batch.accepted) else { return nothing() };
    let note = match cost.remainder {
        Rupiah(0) => lang.t("production.cost.exact").to_owned(),
        left => lang.fill("production.cost.remainder", &[("left", &left)]),
    };
    ui::figures(&[ui::Figure {
        label: lang.t("production.unit_cost"),
        value: ui::money(cost.unit),
        note: html! { (note) },
        href: None,
    }])
}

fn add_form(ctx: &Context, f: &FormState<'_>, batch: &Batch) -> Markup {
    let action = format!("{}/biaya", address(batch.id));
    html! {
        form.form method="post" action=(action) novalidate {
            (f.hidden("id", ctx.fresh_id::<CostLineKind>()))
            (f.text("what", "production.cost.what").max_length(200))
            (f.money("amount", "production.cost.amount"))
            (ui::actions(ui::submit(ctx.lang.t("production.cost.add"))))
        }
    }
}

/// Given material: the cost is nothing, and somebody says why.
fn no_cost_form(ctx: &Context, f: &FormState<'_>, batch: &Batch) -> Markup {
    let lang = ctx.lang;
    f.because(&Because {
        action: &format!("{}/tanpa-biaya", address(batch.id)),
        button: lang.t("production.cost.say_none"),
        reason: lang.t("production.cost.none_why"),
        hint: lang.t("production.cost.none_hint"),
        max: 200,
        hidden: &[("id", &ctx.fresh_id::<CostLineKind>().to_string())],
    })
}

fn reverse_form(
    ctx: &Context,
    f: &FormState<'_>,
    batch: &Batch,
    line: &CostEntry,
    open: bool,
) -> Markup {
    if !open || line.reversed || line.reverses.is_some() {
        return nothing();
    }
    let lang = ctx.lang;
    let (id, own) = (ctx.fresh_id::<CostLineKind>().to_string(), line.id.to_string());
    f.because(&Because {
        action: &format!("{}/biaya-batal", address(batch.id)),
        button: lang.t("production.cost.reverse"),
        reason: &lang.fill("production.cost.reason_for", &[("what", &line.what)]),
        hint: "",
        max: 200,
        hidden: &[("id", &id), ("line", &own)],
    })
}
