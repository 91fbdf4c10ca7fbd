//! Taking back what was confirmed wrongly: a remittance, an expense, a refund to a shop, a payout of
//! premi. One says what was wrong, another agrees.

use db::{Read, Result};
use kernel::{Capability, ConsignorId, Context, Day, UserId};
use maud::{Markup, html};
use ui::{Because, Column, Crumb, FormState, Kind};
use web::{Ask, Page};
use words::Speak;

use super::parts;
use crate::{
    access,
    inputs::MoneyReversalKind,
    kinds::Decision,
    types::{MoneyReversal, PayoutReversal},
};

/// What is taken back: its page, what it is called, where its words stand, and what it says.
struct Subject {
    base: String,
    one: String,
    words: &'static str,
    facts: Markup,
}

fn word(ctx: &Context, subject: &Subject, part: &str) -> &'static str {
    ctx.lang.t(&format!("settlement.taken_back.{}{part}", subject.words))
}

fn facts(ctx: &Context, amount: kernel::Rupiah, (key, day): (&str, Day)) -> Markup {
    ui::facts([
        (ctx.lang.t("common.amount"), ui::money(amount)),
        (ctx.lang.t(key), ui::day(day, ctx.lang)),
    ])
}

/// The form on which somebody says what was wrong with a remittance.
pub fn remittance(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let one = access::remittance(read, ctx, ask.id("remittance")?)?;
    begins(ctx, one.consignor_id)?;
    let subject = Subject {
        base: format!("/setoran/{}", one.id),
        one: ctx.lang.t("settlement.remittance.one").to_owned(),
        words: "remittance",
        facts: facts(ctx, one.amount, ("settlement.remittance.paid_on", one.paid_on)),
    };
    Ok(form(ctx, ask, &subject))
}

/// The same for an expense.
pub fn expense(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let one = access::expense(read, ctx, ask.id("expense")?)?;
    begins(ctx, one.consignor_id)?;
    let subject = Subject {
        base: format!("/biaya/{}", one.id),
        one: ctx.lang.t("settlement.expense.one").to_owned(),
        words: "expense",
        facts: facts(ctx, one.amount, ("settlement.expense.spent_on", one.spent_on)),
    };
    Ok(form(ctx, ask, &subject))
}

/// The same for what was given back to the shop.
pub fn credit(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let one = access::credit_refund(read, ctx, ask.id("credit_refund")?)?;
    begins(ctx, one.consignor_id)?;
    let subject = Subject {
        base: format!("/setoran/pengembalian/{}", one.id),
        one: ctx.lang.t("settlement.credit.one").to_owned(),
        words: "credit",
        facts: facts(ctx, one.amount, ("settlement.credit.paid_on", one.paid_on)),
    };
    Ok(form(ctx, ask, &subject))
}

/// The same for a payout of premi.
pub fn payout(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    ctx.actor.require(Capability::Deposit)?;
    let one = access::payout(read, ctx, ask.id("payout")?)?;
    let codes = people::maker_codes(read, &[one.maker_id])?;
    let code = codes.get(&one.maker_id).map_or("", String::as_str);
    let subject = Subject {
        base: format!("/premi/bayar/{}", one.id),
        one: ctx.lang.fill("settlement.payout.of", &[("code", &code)]),
        words: "payout",
        facts: facts(ctx, one.amount, ("settlement.payout.paid_on", one.paid_on)),
    };
    Ok(form(ctx, ask, &subject))
}

fn begins(ctx: &Context, consignor: ConsignorId) -> Result<()> {
    access::units(ctx, consignor)?;
    if may_begin(ctx, consignor) { Ok(()) } else { Ok(ctx.actor.require(Capability::Deposit)?) }
}

/// Whoever records or settles at the unit may say that a shop's money is wrong.
pub fn may_begin(ctx: &Context, consignor: ConsignorId) -> bool {
    let may = access::settle(ctx).is_ok() || ctx.actor.may(Capability::RecordGoods);
    may && ctx.actor.sees_consignor(consignor)
}

fn form(ctx: &Context, ask: &Ask, subject: &Subject) -> Page {
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let title = word(ctx, subject, "");
    let way = [Crumb { href: &subject.base, label: &subject.one }];
    let body = html! {
        (f.hidden("id", ctx.fresh_id::<MoneyReversalKind>()))
        (f.textarea("reason", "settlement.taken_back.reason")
            .hint(&format!("settlement.taken_back.{}_hint", subject.words)))
        (ui::actions(html! {
            (ui::danger(lang.t("settlement.taken_back.ask")))
            (ui::quiet(&subject.base, lang.t("common.back")))
        }))
    };
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, word(ctx, subject, "_lead"), html! {}))
        (subject.facts)
        (f.post(&format!("{}/batal", subject.base), body))
    };
    Page::new(title, main)
}

/// The link with which somebody begins, where there is something to take back and he may.
pub fn link(
    ctx: &Context,
    (base, words, may): (&str, &str, bool),
    (state, taken_back): (Decision, Option<Decision>),
) -> Markup {
    let stands = state == Decision::Confirmed && taken_back.is_none();
    html! {
        @if stands && may {
            (ui::quiet(&format!("{base}/batal"),
                ctx.lang.t(&format!("settlement.taken_back.{words}"))))
        }
    }
}

/// That it waits to be taken back, or was.
pub fn badge(ctx: &Context, taken_back: Option<Decision>) -> Markup {
    let (kind, key) = match taken_back {
        Some(Decision::Reported) => (Kind::Waiting, "settlement.taken_back.waits"),
        Some(Decision::Confirmed) => (Kind::Bad, "settlement.taken_back.done"),
        Some(Decision::Rejected) | None => return html! {},
    };
    ui::badge(kind, ctx.lang.t(key))
}

/// What was asked for, and whether the reader may decide it.
pub struct Row {
    id: String,
    reason: String,
    by: UserId,
    /// The day of the books: of a shop's money, once confirmed.
    booked_on: Option<Day>,
    state: Decision,
    note: Option<String>,
    decides: bool,
}

impl Row {
    /// Money is decided by those who settle, an expense by those who approve.
    pub fn of_money(ctx: &Context, one: &MoneyReversal) -> Self {
        let may = match one.expense_id {
            Some(_) => ctx.actor.may(Capability::Approve),
            None => access::settle(ctx).is_ok(),
        };
        Self {
            id: one.id.to_string(),
            reason: one.reason.clone(),
            by: one.created_by,
            booked_on: one.booked_on,
            state: one.state,
            note: one.decided_note.clone(),
            decides: may && ctx.actor.sees_consignor(one.consignor_id),
        }
    }
    pub fn of_payout(ctx: &Context, one: &PayoutReversal) -> Self {
        Self {
            id: one.id.to_string(),
            reason: one.reason.clone(),
            by: one.created_by,
            booked_on: None,
            state: one.state,
            note: one.decided_note.clone(),
            decides: access::settle(ctx).is_ok(),
        }
    }
}

/// What was asked for, with the buttons of the one who decides; `base` is the document's page.
pub fn section(
    read: &mut Read,
    ctx: &Context,
    ask: &Ask,
    base: &str,
    all: &[Row],
) -> Result<Markup> {
    let lang = ctx.lang;
    if all.is_empty() {
        return Ok(html! {});
    }
    let users: Vec<_> = all.iter().map(|one| one.by).collect();
    let names = people::user_names(read, &users)?;
    let f = ask.form(lang);
    let columns = [
        Column::text(lang.t("settlement.taken_back.reason")),
        Column::text(lang.t("settlement.taken_back.by")),
        Column::text(lang.t("settlement.booked_on")),
        Column::text(lang.t("common.state")),
        Column::actions(lang.t("common.actions")),
    ];
    let rows = all.iter().map(|one| {
        vec![
            html! { (one.reason) },
            html! { (names.get(&one.by).map_or("", String::as_str)) },
            parts::day_or_dash(one.booked_on, lang),
            html! {
                (parts::decision_badge(lang, one.state))
                @if let Some(note) = &one.note { br; span.unit { (note) } }
            },
            buttons(ctx, &f, base, one),
        ]
    });
    let title = lang.t("settlement.taken_back.title");
    Ok(ui::section(title, html! { (ui::table(title, columns, rows)) }))
}

fn buttons(ctx: &Context, f: &FormState<'_>, base: &str, one: &Row) -> Markup {
    if !one.decides || one.state != Decision::Reported || one.by == ctx.actor.user {
        return html! {};
    }
    let (lang, base) = (ctx.lang, format!("{base}/batal/{}", one.id));
    let refuse = Because {
        action: &format!("{base}/tolak"),
        button: lang.t("settlement.taken_back.refuse"),
        reason: lang.t("settlement.reject.reason"),
        hint: "",
        max: 1000,
        hidden: &[],
    };
    f.agree_or((&format!("{base}/setujui"), lang.t("settlement.reversal.agree")), &refuse)
}
