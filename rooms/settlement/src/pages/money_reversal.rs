//! Taking back a shop's remittance or expense, or what it was given back, that was confirmed wrongly.

use db::{Read, Result};
use kernel::{Capability, ConsignorId, Context};
use maud::{Markup, html};
use ui::{Column, Crumb, FormState, Kind};
use web::{Ask, Page};
use words::Speak;

use super::parts;
use crate::{access, inputs::MoneyReversalKind, kinds::Decision, types::MoneyReversal};

/// What is taken back: its page, and where its words stand.
struct Subject {
    base: String,
    one: &'static str,
    words: &'static str,
}

fn word(ctx: &Context, subject: &Subject, part: &str) -> &'static str {
    ctx.lang.t(&format!("settlement.money_reversal.{}{part}", subject.words))
}

/// The form on which somebody says what was wrong with a remittance.
pub fn remittance(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let one = access::remittance(read, ctx, ask.id("remittance")?)?;
    let subject = Subject {
        base: format!("/setoran/{}", one.id),
        one: ctx.lang.t("settlement.remittance.one"),
        words: "remittance",
    };
    let facts = ui::facts([
        (ctx.lang.t("common.amount"), ui::money(one.amount)),
        (ctx.lang.t("settlement.remittance.paid_on"), ui::day(one.paid_on, ctx.lang)),
    ]);
    form(ctx, ask, one.consignor_id, &subject, &facts)
}

/// The same for an expense.
pub fn expense(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let one = access::expense(read, ctx, ask.id("expense")?)?;
    let subject = Subject {
        base: format!("/biaya/{}", one.id),
        one: ctx.lang.t("settlement.expense.one"),
        words: "expense",
    };
    let facts = ui::facts([
        (ctx.lang.t("common.amount"), ui::money(one.amount)),
        (ctx.lang.t("settlement.expense.spent_on"), ui::day(one.spent_on, ctx.lang)),
        (ctx.lang.t("settlement.booked_on"), parts::day_or_dash(one.booked_on, ctx.lang)),
    ]);
    form(ctx, ask, one.consignor_id, &subject, &facts)
}

/// The same for what was given back to the shop.
pub fn credit(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let one = access::credit_refund(read, ctx, ask.id("credit_refund")?)?;
    let subject = Subject {
        base: format!("/setoran/pengembalian/{}", one.id),
        one: ctx.lang.t("settlement.credit.one"),
        words: "credit",
    };
    let facts = ui::facts([
        (ctx.lang.t("common.amount"), ui::money(one.amount)),
        (ctx.lang.t("settlement.credit.paid_on"), ui::day(one.paid_on, ctx.lang)),
    ]);
    form(ctx, ask, one.consignor_id, &subject, &facts)
}

fn form(
    ctx: &Context,
    ask: &Ask,
    consignor: ConsignorId,
    subject: &Subject,
    facts: &Markup,
) -> Result<Page> {
    access::units(ctx, consignor)?;
    if !asks(ctx) {
        ctx.actor.require(Capability::Deposit)?;
    }
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let title = word(ctx, subject, "");
    let way = [Crumb { href: &subject.base, label: subject.one }];
    let body = html! {
        (f.hidden("id", ctx.fresh_id::<MoneyReversalKind>()))
        (f.textarea("reason", "settlement.payout_reversal.reason")
            .hint(&format!("settlement.money_reversal.{}_hint", subject.words)))
        (ui::actions(html! {
            (ui::danger(lang.t("settlement.payout_reversal.ask")))
            (ui::quiet(&subject.base, lang.t("common.back")))
        }))
    };
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, word(ctx, subject, "_lead"), html! {}))
        (facts)
        (f.post(&format!("{}/batal", subject.base), body))
    };
    Ok(Page::new(title, main))
}

fn asks(ctx: &Context) -> bool {
    access::settle(ctx).is_ok() || ctx.actor.may(Capability::RecordGoods)
}

/// The link with which somebody of the unit begins, where there is something to take back.
pub fn link(
    ctx: &Context,
    (consignor, base, key): (ConsignorId, &str, &str),
    (state, taken_back): (Decision, Option<Decision>),
) -> Markup {
    let stands = state == Decision::Confirmed && taken_back.is_none();
    html! {
        @if stands && ctx.actor.sees_consignor(consignor) && asks(ctx) {
            (ui::quiet(&format!("{base}/batal"), ctx.lang.t(key)))
        }
    }
}

/// That it waits to be taken back, or was.
pub fn badge(ctx: &Context, taken_back: Option<Decision>) -> Markup {
    match taken_back {
        Some(Decision::Reported) => {
            ui::badge(Kind::Waiting, ctx.lang.t("settlement.payout_reversal.waits"))
        }
        Some(Decision::Confirmed) => {
            ui::badge(Kind::Bad, ctx.lang.t("settlement.payout_reversal.done"))
        }
        Some(Decision::Rejected) | None => html! {},
    }
}

/// What was asked for, with the buttons of the one who decides; `base` is the document's page.
pub fn section(
    read: &mut Read,
    ctx: &Context,
    ask: &Ask,
    base: &str,
    all: &[MoneyReversal],
) -> Result<Markup> {
    let lang = ctx.lang;
    if all.is_empty() {
        return Ok(html! {});
    }
    let users: Vec<_> = all.iter().map(|one| one.created_by).collect();
    let names = people::user_names(read, &users)?;
    let f = ask.form(lang);
    let columns = [
        Column::text(lang.t("settlement.payout_reversal.reason")),
        Column::text(lang.t("settlement.payout_reversal.by")),
        Column::text(lang.t("settlement.booked_on")),
        Column::text(lang.t("common.state")),
        Column::actions(lang.t("common.actions")),
    ];
    let rows = all.iter().map(|one| {
        vec![
            html! { (one.reason) },
            html! { (names.get(&one.created_by).map_or("", String::as_str)) },
            parts::day_or_dash(one.booked_on, lang),
            html! {
                (parts::decision_badge(lang, one.state))
                @if let Some(note) = &one.decided_note { br; span.unit { (note) } }
            },
            buttons(ctx, &f, base, one),
        ]
    });
    let title = lang.t("settlement.money_reversal.title");
    Ok(ui::section(title, html! { (ui::table(title, columns, rows)) }))
}

fn buttons(ctx: &Context, f: &FormState<'_>, base: &str, one: &MoneyReversal) -> Markup {
    let may = match one.expense_id {
        Some(_) => ctx.actor.may(Capability::Approve),
        None => access::settle(ctx).is_ok(),
    };
    let decides = one.state == Decision::Reported
        && may
        && ctx.actor.sees_consignor(one.consignor_id)
        && one.created_by != ctx.actor.user;
    if !decides {
        return html! {};
    }
    let (lang, base) = (ctx.lang, format!("{base}/batal/{}", one.id));
    html! {
        (ui::button_form(
            &format!("{base}/setujui"), lang.t("settlement.reversal.agree"), "primary", &[]))
        details {
            summary { (lang.t("settlement.money_reversal.refuse")) }
            form.form method="post" action={ (base) "/tolak" } novalidate {
                label { (lang.t("settlement.reject.reason")) " "
                    input type="text" name="reason" maxlength="1000" required
                        value=(f.typed.or("reason", "")); }
                (ui::danger(lang.t("settlement.money_reversal.refuse")))
            }
        }
    }
}
