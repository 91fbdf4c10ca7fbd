//! What shops have to get back, and how they get it.

use std::collections::BTreeMap;

use agreements::Agreement;
use db::{Read, Result};
use kernel::{AgreementId, Capability, Context, Id, Rupiah};
use maud::{Markup, html};
use ui::{Column, Crumb};
use web::{Ask, Page};
use words::Speak;

use super::{parts, remittance::method, taken_back};
use crate::{
    access,
    inputs::CreditRefundKind,
    kinds::{Decision, RemittanceMethod},
    store::Scope,
    store_credit,
    store_money::{self, MoneyFilter},
    store_money_reversal,
    types_credit::{CreditRefund, ShopCredit},
};

type Known = BTreeMap<AgreementId, Agreement>;

/// Refunds that stand under the ageing; all of them are on their own page.
const SEEN: i64 = 10;
const STATES: [&str; 3] = ["reported", "confirmed", "rejected"];

/// Under the ageing of what shops owe: what the unit owes them.
pub fn sections(read: &mut Read, ctx: &Context) -> Result<Markup> {
    let (lang, scope) = (ctx.lang, Scope::of(&ctx.actor)?);
    let credits = store_credit::credits(read, scope)?;
    let newest = MoneyFilter { scope, limit: SEEN, ..MoneyFilter::default() };
    let (refunds, _) = store_credit::list(read, &newest)?;
    let ids = credits.iter().map(|one| one.agreement_id);
    let ids = ids.chain(refunds.iter().map(|one| one.agreement_id));
    let known = parts::agreements_of(read, ids)?;
    Ok(html! {
        @if !credits.is_empty() {
            (ui::section(lang.t("settlement.credit.title"), html! {
                p { (lang.t("settlement.credit.lead")) }
                (credit_table(ctx, &credits, &known))
            }))
        }
        @if !refunds.is_empty() {
            (ui::section(lang.t("settlement.credit.refunds"),
                html! { (refund_table(ctx, &refunds, &known)) }))
        }
    })
}

/// All that was given back, as it is narrowed.
pub fn list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let (browse, lang) = (ask.browse(), ctx.lang);
    let own = parts::own_agreements(read, ctx)?;
    let (rows, total) = narrowed(read, ctx, ask)?;
    let known = parts::agreements_of(read, rows.iter().map(|one| one.agreement_id))?;
    let filters = vec![
        parts::state_filter(lang, &browse, &STATES, "settlement.decision"),
        parts::agreement_filter(ctx, &browse, &own),
    ];
    let view = parts::view(&browse, "/setoran/pengembalian", filters, total);
    let title = lang.t("settlement.credit.refunds");
    let way = [Crumb { href: "/setoran/umur", label: lang.t("settlement.ageing.title") }];
    let hint = lang.t("settlement.credit.empty_hint");
    let empty = ui::empty(lang.t("settlement.credit.empty"), hint, html! {});
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, "", html! {}))
        (parts::listed(lang, &view, &refund_table(ctx, &rows, &known), empty))
    };
    Ok(Page::new(title, main))
}

/// The refunds that the query asks for, and how many there are.
pub fn narrowed(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<(Vec<CreditRefund>, i64)> {
    let browse = ask.browse();
    let filter = MoneyFilter {
        scope: Scope::of(&ctx.actor)?,
        agreement: parts::chosen_agreement(&browse),
        state: browse.filter("state").and_then(Decision::parse),
        like: browse.like(),
        limit: browse.limit(),
        offset: browse.offset(),
    };
    store_credit::list(read, &filter)
}

fn credit_table(ctx: &Context, all: &[ShopCredit], known: &Known) -> ui::Table {
    let lang = ctx.lang;
    let columns = [
        Column::text(lang.t("settlement.agreement")),
        Column::amount(lang.t("common.amount")),
        Column::amount(lang.t("settlement.credit.waiting")),
        Column::actions(lang.t("common.actions")),
    ];
    let row = |one: &ShopCredit| {
        let pays = ctx.actor.may(Capability::Deposit) && ctx.actor.sees_consignor(one.consignor_id);
        vec![
            parts::party(ctx, known.get(&one.agreement_id)),
            ui::money(one.amount),
            ui::money(one.waiting),
            html! {
                @if pays {
                    (ui::quiet(
                        &format!("/setoran/kembali/{}", one.agreement_id),
                        lang.t("settlement.credit.new"),
                    ))
                }
            },
        ]
    };
    ui::table(lang.t("settlement.credit.title"), columns, all.iter().map(row))
}

fn refund_table(ctx: &Context, all: &[CreditRefund], known: &Known) -> ui::Table {
    let lang = ctx.lang;
    let columns = [
        Column::text(lang.t("settlement.credit.paid_on")),
        Column::text(lang.t("settlement.agreement")),
        Column::amount(lang.t("common.amount")),
        Column::text(lang.t("common.state")),
    ];
    let row = |one: &CreditRefund| {
        vec![
            html! { a href={ "/setoran/pengembalian/" (one.id) } { (one.paid_on.short(lang)) } },
            parts::party(ctx, known.get(&one.agreement_id)),
            ui::money(one.amount),
            html! {
                (parts::decision_badge(lang, one.state)) " "
                (taken_back::badge(ctx, one.taken_back))
            },
        ]
    };
    ui::table(lang.t("settlement.credit.refunds"), columns, all.iter().map(row))
}

/// The form on which the treasurer says what the shop got back.
pub fn new(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    ctx.actor.require(Capability::Deposit)?;
    let agreement = access::agreement(read, ctx, ask.id("agreement")?)?;
    access::units(ctx, agreement.consignor_id)?;
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let (due, paid, _) = store_money::owed(read, agreement.id)?;
    let credit = paid - due;
    let title = lang.t("settlement.credit.new");
    let way = [Crumb { href: "/setoran/umur", label: lang.t("settlement.ageing.title") }];
    let methods = RemittanceMethod::ALL.iter().map(|one| (one.as_str(), method(ctx, *one)));
    let body = html! {
        (f.hidden("id", ctx.fresh_id::<CreditRefundKind>()))
        (f.money("amount", "common.amount").value(credit.max(Rupiah::ZERO).0))
        (f.date("paid_on", "settlement.credit.paid_on").value(ctx.today()))
        (f.radio("method", "settlement.remittance.method", methods))
        (f.text("reference", "settlement.remittance.reference").optional().max_length(200))
        (f.textarea("note", "common.note").optional())
        (f.file("evidence", "settlement.evidence").optional()
            .accept("application/pdf,image/jpeg,image/png").hint("settlement.evidence_hint"))
        (ui::actions(ui::submit(lang.t("common.save"))))
    };
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, lang.t("settlement.credit.new_lead"), html! {}))
        p { (parts::party(ctx, Some(&agreement))) }
        (f.post_files(&format!("/setoran/kembali/{}", agreement.id), body))
    };
    Ok(Page::new(title, main))
}

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let one = access::credit_refund(read, ctx, ask.id("credit_refund")?)?;
    let agreement = agreements::load_agreement(read, one.agreement_id)?;
    let reversals = store_money_reversal::of_credit(read, one.id)?;
    let asked: Vec<_> = reversals.iter().map(|one| taken_back::Row::of_money(ctx, one)).collect();
    let documents: Vec<Id<CreditRefundKind>> =
        std::iter::once(one.id).chain(reversals.iter().map(|one| one.id.cast())).collect();
    let (lang, base) = (ctx.lang, format!("/setoran/pengembalian/{}", one.id));
    let way = [Crumb { href: "/setoran/umur", label: lang.t("settlement.ageing.title") }];
    let title = lang.fill("settlement.credit.of", &[("amount", &one.amount)]);
    let facts = ui::facts([
        (lang.t("common.amount"), ui::money(one.amount)),
        (lang.t("settlement.agreement"), parts::party(ctx, Some(&agreement))),
        (lang.t("settlement.credit.paid_on"), ui::day(one.paid_on, lang)),
        (lang.t("settlement.remittance.method"), html! { (method(ctx, one.method)) }),
        (lang.t("settlement.remittance.reference"), parts::text_or_dash(one.reference.as_deref())),
        (lang.t("common.note"), parts::text_or_dash(one.note.as_deref())),
        (lang.t("settlement.evidence"), parts::paper(lang, one.file_id)),
        (lang.t("settlement.decided_note"), parts::text_or_dash(one.decided_note.as_deref())),
    ]);
    let main = html! {
        (ui::breadcrumbs(lang, &way, &title))
        (ui::header(&title, "", buttons(ctx, &one)))
        (parts::refused(ctx, ask))
        p {
            (parts::decision_badge(lang, one.state)) " "
            (taken_back::badge(ctx, one.taken_back))
        }
        (facts)
        (taken_back::section(read, ctx, ask, &base, &asked)?)
        (parts::history_of(read, ctx, &documents)?)
    };
    Ok(Page::new(title, main))
}

fn buttons(ctx: &Context, one: &CreditRefund) -> Markup {
    let (lang, base) = (ctx.lang, format!("/setoran/pengembalian/{}", one.id));
    let decides = ctx.actor.shop() == Some(one.shop_id)
        && ctx.actor.may(Capability::Sell)
        && one.state == Decision::Reported;
    let withdraws = ctx.actor.sees_consignor(one.consignor_id)
        && access::settle(ctx).is_ok()
        && one.state == Decision::Reported;
    let stands = one.state == Decision::Confirmed && one.taken_back != Some(Decision::Confirmed);
    html! {
        @if decides {
            (ui::button_form(
                &format!("{base}/terima"),
                lang.t("settlement.remittance.confirm"),
                "primary",
                &[],
            ))
            (ui::quiet(&format!("{base}/tolak"), lang.t("settlement.credit.refuse")))
        }
        @if withdraws {
            (ui::quiet(&format!("{base}/tarik"), lang.t("settlement.credit.withdraw")))
        }
        @if stands {
            (ui::quiet(&format!("{base}/kwitansi.pdf"), lang.t("paper.kwitansi.title")))
        }
        (taken_back::link(
            ctx,
            (&base, "credit", taken_back::may_begin(ctx, one.consignor_id)),
            (one.state, one.taken_back),
        ))
    }
}
