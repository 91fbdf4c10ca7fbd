//! What was spoiled or lost in the workshop, on the batch's page.

use std::collections::BTreeMap;

use db::{Read, Result};
use kernel::{Capability, Context, UserId};
use maud::{Markup, html};
use ui::{Because, Column, FormState, Kind};
use web::Ask;
use words::Speak;

use super::{form::address, nothing};
use crate::{
    actions_write_off::{writable, written_off},
    inputs::WriteOffKind,
    kinds::{Proposal, Spoiled},
    types::{Batch, WriteOff},
};

/// The write-offs of a batch, the buttons of who decides, and the form of who saw it.
pub fn section(
    read: &mut Read,
    ctx: &Context,
    ask: &Ask,
    batch: &Batch,
    unit: &str,
    all: &[WriteOff],
) -> Result<Markup> {
    let lang = ctx.lang;
    let there = if batch.finished_on.is_some() { writable(read, batch)? } else { 0 };
    let mut kinds = Vec::new();
    for kind in Spoiled::ALL.iter().copied() {
        let most = if kind.back() { written_off(read, batch, kind)? } else { there };
        kinds.extend((most > 0).then_some(kind));
    }
    let proposes = !kinds.is_empty() && ctx.actor.may(Capability::RecordGoods);
    if all.is_empty() && !proposes {
        return Ok(nothing());
    }
    let by: Vec<UserId> =
        all.iter().flat_map(|one| [Some(one.created_by), one.decided_by]).flatten().collect();
    let names = people::user_names(read, &by)?;
    let f = ask.form(lang);
    let body = html! {
        p.hint { (lang.t("production.write_off.lead")) }
        @if !all.is_empty() { (table(ctx, &f, unit, all, &names)) }
        @if proposes { (form(ctx, &f, batch, there, &kinds)) }
    };
    Ok(ui::section(lang.t("production.write_off.title"), body))
}

fn table(
    ctx: &Context,
    f: &FormState<'_>,
    unit: &str,
    all: &[WriteOff],
    names: &BTreeMap<UserId, String>,
) -> Markup {
    let lang = ctx.lang;
    let columns = [
        Column::text(lang.t("production.write_off.happened_on")),
        Column::text(lang.t("production.write_off.kind")),
        Column::amount(lang.t("production.quantity")),
        Column::text(lang.t("production.write_off.reason")),
        Column::text(lang.t("common.state")),
        Column::actions(lang.t("common.actions")),
    ];
    let name = |id: &UserId| names.get(id).cloned().unwrap_or_default();
    let rows = all.iter().map(|one| {
        vec![
            html! { (one.happened_on.short(lang)) },
            html! { (lang.t(&format!("production.spoiled.{}", one.kind))) },
            ui::pieces(lang, one.quantity, unit),
            html! {
                (one.reason) br;
                span.unit { (name(&one.created_by)) }
            },
            html! {
                (badge(ctx, one.state))
                @if let Some(by) = &one.decided_by { br; span.unit { (name(by)) } }
                @if let Some(note) = &one.decided_note { br; span.unit { (note) } }
            },
            buttons(ctx, f, one),
        ]
    });
    html! { (ui::table(lang.t("production.write_off.title"), columns, rows)) }
}

pub fn badge(ctx: &Context, state: Proposal) -> Markup {
    let kind = match state {
        Proposal::Proposed => Kind::Waiting,
        Proposal::Approved => Kind::Good,
        Proposal::Declined => Kind::Neutral,
    };
    ui::badge(kind, ctx.lang.t(&format!("production.write_off.state.{state}")))
}

fn buttons(ctx: &Context, f: &FormState<'_>, one: &WriteOff) -> Markup {
    let decides = one.state == Proposal::Proposed
        && ctx.actor.may(Capability::Approve)
        && ctx.actor.user != one.created_by;
    if !decides {
        return nothing();
    }
    let (lang, base) = (ctx.lang, format!("{}/rusak/{}", address(one.batch_id), one.id));
    let decline = Because {
        action: &format!("{base}/tolak"),
        button: lang.t("production.write_off.decline"),
        reason: lang.t("production.write_off.decline_reason"),
        hint: "",
        max: 200,
        hidden: &[],
    };
    f.agree_or((&format!("{base}/setujui"), lang.t("production.write_off.approve")), &decline)
}

fn form(ctx: &Context, f: &FormState<'_>, batch: &Batch, there: i64, kinds: &[Spoiled]) -> Markup {
    let lang = ctx.lang;
    let first = kinds.first().map_or("", |kind| kind.as_str());
    let kinds =
        kinds.iter().map(|one| (one.as_str(), lang.t(&format!("production.spoiled.{one}"))));
    let most = lang.fill("production.write_off.most", &[("there", &there)]);
    html! {
        details open[f.typed.get("quantity").is_some()] {
            summary { (lang.t("production.write_off.new")) }
            form.form method="post" action={ (address(batch.id)) "/rusak" } novalidate {
                (f.hidden("id", ctx.fresh_id::<WriteOffKind>()))
                (f.radio("kind", "production.write_off.kind", kinds).value(first))
                (f.number("quantity", "production.quantity").hint_text(most))
                (f.date("happened_on", "production.write_off.happened_on").value(ctx.today()))
                (f.text("reason", "production.write_off.reason").max_length(200)
                    .hint("production.write_off.reason_hint"))
                (ui::actions(ui::submit(lang.t("production.write_off.propose"))))
            }
        }
    }
}
