//! Expenses that shops deduct.

use std::collections::BTreeMap;

use agreements::{Agreement, ExpenseKind};
use db::{Read, Result};
use kernel::{AgreementId, Capability, Context, ExpenseId};
use maud::{Markup, html};
use ui::{Column, Crumb};
use web::{Ask, Page};
use words::Speak;

use super::{parts, taken_back};
use crate::{
    access,
    kinds::Decision,
    store::Scope,
    store_money::{self, MoneyFilter},
    store_money_reversal,
    types::Expense,
};

const STATES: [&str; 3] = ["reported", "confirmed", "rejected"];

pub fn list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let (browse, lang) = (ask.browse(), ctx.lang);
    let own = parts::own_agreements(read, ctx)?;
    let (rows, total) = narrowed(read, ctx, ask)?;
    let known = parts::agreements_of(read, rows.iter().map(|one| one.agreement_id))?;
    let mut filters = vec![
        parts::state_filter(lang, &browse, &STATES, "settlement.decision"),
        parts::agreement_filter(ctx, &browse, &own),
    ];
    filters.extend(parts::day_filters(lang, &browse, parts::DAYS));
    let view = parts::view(&browse, "/biaya", filters, total);
    let records = ctx.actor.may(Capability::Sell) || ctx.actor.may(Capability::RecordGoods);
    let new = match records {
        true => ui::button_link("/biaya/baru", lang.t("settlement.expense.new")),
        false => html! {},
    };
    let title = lang.t("settlement.expense.title");
    let hint = lang.t("settlement.expense.empty_hint");
    let empty = ui::empty(lang.t("settlement.expense.empty"), hint, new.clone());
    let main = html! {
        (ui::header(title, lang.t("settlement.expense.lead"), new))
        (parts::listed(lang, &view, &table(ctx, &rows, &known), empty))
    };
    Ok(Page::new(title, main))
}

/// The expenses that the query asks for, and how many there are.
pub fn narrowed(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<(Vec<Expense>, i64)> {
    let browse = ask.browse();
    let filter = MoneyFilter {
        scope: Scope::of(&ctx.actor)?,
        agreement: parts::chosen_agreement(&browse),
        state: browse.filter("state").and_then(Decision::parse),
        like: browse.like(),
        limit: browse.limit(),
        offset: browse.offset(),
    };
    store_money::list_expenses(read, &filter, parts::within(&browse, parts::DAYS))
}

fn table(ctx: &Context, rows: &[Expense], known: &BTreeMap<AgreementId, Agreement>) -> ui::Table {
    let lang = ctx.lang;
    let columns = [
        Column::text(lang.t("settlement.expense.kind")),
        Column::text(lang.t("settlement.agreement")),
        Column::text(lang.t("settlement.expense.spent_on")),
        Column::amount(lang.t("common.amount")),
        Column::text(lang.t("common.state")),
    ];
    let row = |one: &Expense| {
        vec![
            html! {
                a href={ "/biaya/" (one.id) } { (kind(ctx, one.kind)) } br; span.unit { (one.note) }
            },
            parts::party(ctx, known.get(&one.agreement_id)),
            html! { (one.spent_on.short(lang)) },
            ui::money(one.amount),
            html! {
                (parts::decision_badge(lang, one.state)) " "
                (taken_back::badge(ctx, one.taken_back))
            },
        ]
    };
    ui::table(lang.t("settlement.expense.title"), columns, rows.iter().map(row))
}

pub fn kind(ctx: &Context, kind: ExpenseKind) -> &'static str {
    ctx.lang.t(&format!("agreements.expense.{kind}"))
}

pub fn new(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    access::record(ctx)?;
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let own = parts::own_agreements(read, ctx)?;
    let title = lang.t("settlement.expense.new");
    let way = [Crumb { href: "/biaya", label: lang.t("settlement.expense.title") }];
    let kinds = ExpenseKind::ALL.iter().map(|one| (one.as_str(), kind(ctx, *one)));
    let body = html! {
        (f.hidden("id", ctx.fresh_id::<ExpenseId>()))
        (f.select("agreement", "settlement.agreement", parts::choices(ctx, &own)))
        (f.select("kind", "settlement.expense.kind", kinds).hint("settlement.expense.kind_hint"))
        (f.money("amount", "common.amount"))
        (f.date("spent_on", "settlement.expense.spent_on").value(ctx.today()))
        (f.textarea("note", "common.note").hint("settlement.expense.note_hint"))
        (f.file("evidence", "settlement.evidence").optional()
            .accept("application/pdf,image/jpeg,image/png").hint("settlement.evidence_hint"))
        (ui::actions(ui::submit(lang.t("common.save"))))
    };
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, lang.t("settlement.expense.new_lead"), html! {}))
        (f.post_files("/biaya/baru", body))
    };
    Ok(Page::new(title, main))
}

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let one = access::expense(read, ctx, ask.id("expense")?)?;
    let agreement = agreements::load_agreement(read, one.agreement_id)?;
    let reversals = store_money_reversal::of_expense(read, one.id)?;
    let asked: Vec<_> = reversals.iter().map(|one| taken_back::Row::of_money(ctx, one)).collect();
    let documents: Vec<ExpenseId> =
        std::iter::once(one.id).chain(reversals.iter().map(|one| one.id.cast())).collect();
    let lang = ctx.lang;
    let way = [Crumb { href: "/biaya", label: lang.t("settlement.expense.title") }];
    let title = kind(ctx, one.kind);
    let facts = ui::facts([
        (lang.t("common.amount"), ui::money(one.amount)),
        (lang.t("settlement.agreement"), parts::party(ctx, Some(&agreement))),
        (lang.t("settlement.expense.spent_on"), ui::day(one.spent_on, lang)),
        (lang.t("settlement.booked_on"), parts::day_or_dash(one.booked_on, lang)),
        (lang.t("common.note"), html! { (one.note) }),
        (lang.t("settlement.evidence"), parts::paper(lang, one.file_id)),
        (lang.t("settlement.decided_note"), parts::text_or_dash(one.decided_note.as_deref())),
    ]);
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, "", buttons(ctx, &one)))
        (parts::refused(ctx, ask))
        p {
            (parts::decision_badge(lang, one.state)) " "
            (taken_back::badge(ctx, one.taken_back))
        }
        (facts)
        (taken_back::section(read, ctx, ask, &format!("/biaya/{}", one.id), &asked)?)
        (parts::history_of(read, ctx, &documents)?)
    };
    Ok(Page::new(title, main))
}

fn buttons(ctx: &Context, one: &Expense) -> Markup {
    let (lang, base) = (ctx.lang, format!("/biaya/{}", one.id));
    let decides = ctx.actor.sees_consignor(one.consignor_id)
        && ctx.actor.may(Capability::Approve)
        && ctx.actor.user != one.created_by
        && one.state == Decision::Reported;
    html! {
        @if decides {
            (ui::button_form(
                &format!("{base}/setujui"),
                lang.t("settlement.approve"),
                "primary",
                &[],
            ))
            (ui::quiet(&format!("{base}/tolak"), lang.t("settlement.reject.title")))
        }
        (taken_back::link(
            ctx,
            (&base, "expense", taken_back::may_begin(ctx, one.consignor_id)),
            (one.state, one.taken_back),
        ))
    }
}
