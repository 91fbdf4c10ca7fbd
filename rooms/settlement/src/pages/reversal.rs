//! Taking back a payment of a billing that was recorded wrongly.

use db::{Read, Result};
use kernel::{BillingId, Context, Id};
use maud::{Markup, html};
use ui::{Column, Crumb, Kind};
use web::{Ask, Page};
use words::Speak;

use super::parts;
use crate::{
    access,
    inputs::ReversalKind,
    kinds::{BillingState, Decision},
    types::{Billing, DepositReversal},
};

/// The form on which somebody says what was wrong.
pub fn new(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    access::settle(ctx)?;
    let one = access::billing(read, ctx, ask.id("billing")?)?;
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let title = lang.t("settlement.reversal.new");
    let base = format!("/pnbp/billing/{}", one.id);
    let way = [Crumb { href: &base, label: &one.code }];
    let lead = match one.state {
        BillingState::Recorded => "settlement.reversal.lead_recorded",
        _ => "settlement.reversal.lead",
    };
    let body = html! {
        (f.hidden("id", ctx.fresh_id::<ReversalKind>() as Id<ReversalKind>))
        (f.textarea("reason", "settlement.reversal.reason").hint("settlement.reversal.reason_hint"))
        (ui::actions(html! {
            (ui::danger(lang.t("settlement.reversal.do")))
            (ui::quiet(&base, lang.t("common.back")))
        }))
    };
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, lang.t(lead), html! {}))
        (ui::facts([
            (lang.t("common.amount"), ui::money(one.amount)),
            (lang.t("settlement.billing.paid_on"), parts::day_or_dash(one.paid_on, lang)),
            ("NTPN", parts::text_or_dash(one.ntpn.as_deref())),
        ]))
        (f.post(&format!("{base}/batal"), body))
    };
    Ok(Page::new(title, main))
}

/// One reversal, and the buttons of the one who decides it.
pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let one = access::reversal(read, ctx, ask.id("reversal")?)?;
    let lang = ctx.lang;
    let billing = format!("/pnbp/billing/{}", one.billing_id);
    let way = [
        Crumb { href: "/pnbp/billing", label: lang.t("settlement.billing.title") },
        Crumb { href: &billing, label: &one.code },
    ];
    let title = lang.t("settlement.reversal.one");
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(&format!("{title}: {}", one.code), "", buttons(ctx, &one)))
        (parts::refused(ctx, ask))
        p { (parts::decision_badge(lang, one.state)) }
        (facts(ctx, &one))
        (parts::history(read, ctx, one.id)?)
    };
    Ok(Page::new(title, main))
}

fn facts(ctx: &Context, one: &DepositReversal) -> Markup {
    let lang = ctx.lang;
    ui::facts([
        (lang.t("settlement.reversal.reason"), html! { (one.reason) }),
        (lang.t("common.amount"), ui::money(one.amount)),
        (lang.t("settlement.billing.paid_on"), ui::day(one.paid_on, lang)),
        ("NTB", parts::text_or_dash(one.ntb.as_deref())),
        ("NTPN", html! { (one.ntpn) }),
        (lang.t("settlement.evidence"), parts::paper(lang, one.file_id)),
        (lang.t("settlement.decided_note"), parts::text_or_dash(one.decided_note.as_deref())),
    ])
}

fn buttons(ctx: &Context, one: &DepositReversal) -> Markup {
    let (lang, base) = (ctx.lang, format!("/pnbp/pembatalan/{}", one.id));
    let decides = one.state == Decision::Reported
        && access::settle(ctx).is_ok()
        && one.created_by != ctx.actor.user;
    html! {
        @if decides {
            (ui::button_form(&format!("{base}/konfirmasi"), lang.t("settlement.reversal.agree"),
                "primary", &[]))
            (ui::quiet(&format!("{base}/tolak"), lang.t("settlement.reversal.refuse")))
        }
    }
}

/// The link with which somebody begins, where there is something to take back.
pub fn link(ctx: &Context, one: &Billing, all: &[DepositReversal]) -> Markup {
    let paid = matches!(one.state, BillingState::Recorded | BillingState::Paid);
    let open = all.iter().any(|one| one.state == Decision::Reported);
    html! {
        @if paid && !open && access::settle(ctx).is_ok() {
            (ui::quiet(
                &format!("/pnbp/billing/{}/batal", one.id),
                ctx.lang.t("settlement.reversal.new"),
            ))
        }
    }
}

/// What was recorded before and taken back, or waits to be.
pub fn table(ctx: &Context, all: &[DepositReversal]) -> Markup {
    let lang = ctx.lang;
    if all.is_empty() {
        return html! {};
    }
    let columns = [
        Column::text(lang.t("settlement.billing.one")),
        Column::text("NTPN"),
        Column::text(lang.t("settlement.billing.paid_on")),
        Column::amount(lang.t("common.amount")),
        Column::text(lang.t("settlement.reversal.reason")),
        Column::text(lang.t("common.state")),
    ];
    let row = |one: &DepositReversal| {
        vec![
            html! { a href={ "/pnbp/pembatalan/" (one.id) } { (one.code) } },
            html! { (one.ntpn) },
            html! { (one.paid_on.short(lang)) },
            ui::money(one.amount),
            html! { (one.reason) },
            parts::decision_badge(lang, one.state),
        ]
    };
    let title = lang.t("settlement.reversal.title");
    ui::section(title, html! { (ui::table(title, columns, all.iter().map(row))) })
}

/// That a payment of the billing waits to be taken back.
pub fn notice(ctx: &Context, all: &[DepositReversal]) -> Markup {
    let open = all.iter().any(|one| one.state == Decision::Reported);
    html! {
        @if open {
            (ui::notice(ctx.lang, Kind::Waiting, ctx.lang.t("settlement.reversal.waits")))
        }
    }
}

/// Every document in which the payments of a billing stand in the journal.
pub fn documents(billing: &Billing, all: &[DepositReversal]) -> Vec<BillingId> {
    let own = [Some(billing.id), billing.deposit_id.map(kernel::Id::cast)];
    let of = |one: &DepositReversal| {
        [Some(one.id.cast()), Some(one.next_id), one.deposit_id.map(kernel::Id::cast)]
    };
    own.into_iter().chain(all.iter().flat_map(of)).flatten().collect()
}
