//! What was wrong with a batch: who says so, who agrees, and a batch that is given up.

use std::collections::BTreeMap;

use db::{Read, Result};
use kernel::{BatchKind, Capability, Context, Quantity, UserId};
use maud::{Markup, html};
use ui::{Because, Column, Crumb, FormState, Kind};
use web::{Ask, Page};
use words::Speak;

use super::{
    form::{address, maker_choices, maker_lines},
    nothing,
    write_off::badge,
};
use crate::{
    actions::load_own,
    actions_correct::{makers_open, reversible},
    inputs::CorrectionKind,
    kinds::{Corrected, Proposal},
    makers::Weight,
    store,
    types::{Batch, Correction},
};

/// The corrections of a batch, the buttons of who decides, and the ways to ask for one.
pub fn section(
    read: &mut Read,
    ctx: &Context,
    ask: &Ask,
    batch: &Batch,
    all: &[Correction],
) -> Result<Markup> {
    let lang = ctx.lang;
    let f = ask.form(lang);
    let may = ctx.actor.may(Capability::RecordGoods) || ctx.actor.may(Capability::Approve);
    let waits = |kind| all.iter().any(|one| one.kind == kind && one.state == Proposal::Proposed);
    let check = may && !waits(Corrected::Check) && reversible(read, ctx, batch).is_ok();
    let makers = may && !waits(Corrected::Makers) && makers_open(batch).is_ok();
    if all.is_empty() && !check && !makers {
        return Ok(nothing());
    }
    let by: Vec<UserId> =
        all.iter().flat_map(|one| [Some(one.created_by), one.decided_by]).flatten().collect();
    let names = people::user_names(read, &by)?;
    let mut whats = Vec::with_capacity(all.len());
    for one in all {
        whats.push(what(read, ctx, one)?);
    }
    let body = html! {
        p.hint { (lang.t("production.correct.lead")) }
        @if !all.is_empty() { (table(ctx, &f, all, (&whats, &names))) }
        @if check { (check_form(ctx, &f, batch)) }
        @if makers {
            (ui::actions(ui::quiet(
                &format!("{}/pembuat", address(batch.id)), lang.t("production.correct.makers"))))
        }
    };
    Ok(ui::section(lang.t("production.correct.title"), body))
}

fn table(
    ctx: &Context,
    f: &FormState<'_>,
    all: &[Correction],
    (whats, names): (&[String], &BTreeMap<UserId, String>),
) -> Markup {
    let lang = ctx.lang;
    let columns = [
        Column::text(lang.t("production.correct.what")),
        Column::text(lang.t("production.correct.reason")),
        Column::text(lang.t("common.state")),
        Column::actions(lang.t("common.actions")),
    ];
    let name = |id: &UserId| names.get(id).cloned().unwrap_or_default();
    let rows = all.iter().zip(whats).map(|(one, what)| {
        vec![
            html! { (what) },
            html! { (one.reason) br; span.unit { (name(&one.created_by)) } },
            html! {
                (badge(ctx, one.state))
                @if let Some(by) = &one.decided_by { br; span.unit { (name(by)) } }
                @if let Some(note) = &one.decided_note { br; span.unit { (note) } }
            },
            buttons(ctx, f, one),
        ]
    });
    html! { (ui::table(lang.t("production.correct.title"), columns, rows)) }
}

/// What the check had said, or who is said to have made it.
fn what(read: &mut Read, ctx: &Context, one: &Correction) -> Result<String> {
    let Some(version) = one.makers_version else {
        let pieces = |of: Option<Quantity>| of.map_or(0, |of| of.0);
        let (accepted, rejected) = (pieces(one.accepted), pieces(one.rejected));
        let said = [("accepted", &accepted as &dyn std::fmt::Display), ("rejected", &rejected)];
        return Ok(ctx.lang.fill("production.corrected.check", &said));
    };
    let weights = store::weights_of_version(read, one.batch_id, version)?;
    let ids: Vec<_> = weights.iter().map(|one| one.maker).collect();
    let codes = people::maker_codes(read, &ids)?;
    let maker = |one: &Weight| {
        let code = codes.get(&one.maker).map(String::as_str).unwrap_or_default();
        format!("{code} ({})", Quantity(one.weight))
    };
    let makers = weights.iter().map(maker).collect::<Vec<_>>().join(", ");
    Ok(ctx.lang.fill("production.corrected.makers", &[("makers", &makers)]))
}

fn buttons(ctx: &Context, f: &FormState<'_>, one: &Correction) -> Markup {
    let decides = one.state == Proposal::Proposed
        && ctx.actor.may(Capability::Approve)
        && ctx.actor.user != one.created_by;
    if !decides {
        return nothing();
    }
    let (lang, base) = (ctx.lang, format!("{}/koreksi/{}", address(one.batch_id), one.id));
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

fn check_form(ctx: &Context, f: &FormState<'_>, batch: &Batch) -> Markup {
    let lang = ctx.lang;
    f.because(&Because {
        action: &format!("{}/periksa-batal", address(batch.id)),
        button: lang.t("production.correct.check"),
        reason: lang.t("production.correct.check_why"),
        hint: lang.t("production.correct.check_hint"),
        max: 200,
        hidden: &[("id", &ctx.fresh_id::<CorrectionKind>().to_string())],
    })
}

/// A batch that was opened by mistake.
pub fn give_up_form(ctx: &Context, ask: &Ask, batch: &Batch) -> Markup {
    let open = batch.finished_on.is_none() && batch.given_up_on.is_none();
    if !open || !ctx.actor.may(Capability::RecordGoods) {
        return nothing();
    }
    let lang = ctx.lang;
    ask.form(lang).because(&Because {
        action: &format!("{}/batal", address(batch.id)),
        button: lang.t("production.give_up.title"),
        reason: lang.t("production.give_up.reason"),
        hint: lang.t("production.give_up.hint"),
        max: 200,
        hidden: &[],
    })
}

/// The makers as they stand, and a form that names all of them anew.
pub fn makers(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let batch = load_own(read, ctx, ask.id::<BatchKind>("batch")?)?;
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let here = address(batch.id);
    let choices = maker_choices(read, ctx, &batch)?;
    let body = html! {
        (f.hidden("id", ctx.fresh_id::<CorrectionKind>()))
        (maker_lines(&f, &choices, 4))
        (f.text("reason", "production.correct.reason").max_length(200)
            .hint("production.correct.makers_why"))
        (ui::actions(html! {
            (ui::submit(lang.t("production.correct.propose")))
            (ui::quiet(&here, lang.t("common.cancel")))
        }))
    };
    let title = lang.fill("production.correct.makers_of", &[("code", &batch.code)]);
    let way = [
        Crumb { href: "/produksi", label: lang.t("production.list.title") },
        Crumb { href: &here, label: &batch.code },
    ];
    let main = html! {
        (ui::breadcrumbs(lang, &way, lang.t("production.makers")))
        (ui::header(&title, lang.t("production.correct.makers_lead"), nothing()))
        (super::batch::makers(read, ctx, &batch)?)
        @if makers_open(&batch).is_ok() { (f.post(&format!("{here}/pembuat"), body)) }
        @else {
            (ui::notice(lang, Kind::Neutral, lang.t("production.correct.makers_stand")))
        }
    };
    Ok(Page::new(title, main))
}
