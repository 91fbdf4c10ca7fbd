//! What the treasurer does: money to confirm, money that is due, what stands on the accounts.

use kernel::Context;
use maud::{Markup, html};
use ui::{Column, Kind};
use words::Speak;

use super::parts;
use crate::{
    month::Month,
    types::{Fund, OpenBilling, ReportedRemittance, StateDue, Treasurer},
};

/// What stands on the same page already: the dues where the officer's part does, the targets where
/// the head's does.
pub struct Beside {
    pub officer: bool,
    pub head: bool,
}

pub fn part(ctx: &Context, treasurer: &Treasurer, month: Month, beside: &Beside) -> Markup {
    let lang = ctx.lang;
    html! {
        (remittances(ctx, &treasurer.remittances))
        @if !beside.officer { (parts::dues(ctx, lang.t("overview.dues.title"), &treasurer.dues)) }
        (state_dues(ctx, treasurer))
        (billings(ctx, &treasurer.billings))
        @if !beside.head { (parts::state_revenue(ctx, &treasurer.state_revenue, month)) }
        (funds(ctx, &treasurer.funds))
    }
}

fn remittances(ctx: &Context, all: &[ReportedRemittance]) -> Markup {
    let lang = ctx.lang;
    let row = |one: &ReportedRemittance| {
        vec![
            html! { a href={ "/setoran/" (one.remittance_id) } { (one.shop) } },
            ui::day(one.paid_on, lang),
            html! { (lang.t(&format!("overview.method.{}", one.method))) },
            ui::money(one.amount),
        ]
    };
    let columns = [
        Column::text(lang.t("overview.shop")),
        Column::text(lang.t("overview.paid_on")),
        Column::text(lang.t("overview.how")),
        Column::amount(lang.t("common.amount")),
    ];
    let title = lang.t("overview.remittances.title");
    let table = ui::table(title, columns, all.iter().map(row));
    html! {
        (parts::listed(title, lang.t("overview.remittances.none"), table))
        (parts::rest(lang, all.len(), "/setoran?state=reported"))
    }
}

fn state_dues(ctx: &Context, treasurer: &Treasurer) -> Markup {
    let lang = ctx.lang;
    let row = |one: &StateDue| {
        let late = parts::lateness(ctx, one.days - treasurer.deposit_days);
        vec![
            html! { a href={ "/pembagian/" (one.distribution_id) } { (one.number) } },
            html! { (ui::day(one.shared_on, lang)) " " (late) },
            ui::money(one.amount),
        ]
    };
    let columns = [
        Column::text(lang.t("overview.statement")),
        Column::text(lang.t("overview.since")),
        Column::amount(lang.t("common.amount")),
    ];
    let title = lang.t("overview.state_dues.title");
    let table = ui::table(title, columns, treasurer.state_dues.iter().map(row));
    let days = treasurer.deposit_days;
    html! {
        (parts::listed(title, lang.t("overview.state_dues.none"), table))
        @if !treasurer.state_dues.is_empty() {
            p { (lang.count("overview.state_dues.clock", days)) " "
                a href="/pnbp" { (lang.t("overview.state_dues.act")) } }
            (parts::rest(lang, treasurer.state_dues.len(), "/pnbp?state=unbilled"))
        }
    }
}

fn billings(ctx: &Context, all: &[OpenBilling]) -> Markup {
    let lang = ctx.lang;
    if all.is_empty() {
        return html! {};
    }
    let row = |one: &OpenBilling| {
        let kind = match one.state.as_str() {
            "expired" => Kind::Bad,
            "recorded" => Kind::Waiting,
            _ => Kind::Neutral,
        };
        let state = lang.t(&format!("overview.billing.{}", one.state));
        vec![
            html! { a href={ "/pnbp/billing/" (one.billing_id) } { (one.code) } },
            html! {
                (ui::day(one.pay_by, lang))
                @if one.state == "issued" {
                    " " (parts::lateness(ctx, one.pay_by.days_until(ctx.today())))
                }
            },
            ui::day(one.expires_on, lang),
            ui::badge(kind, state),
            ui::money(one.amount),
        ]
    };
    let columns = [
        Column::text(lang.t("overview.billing.code")),
        Column::text(lang.t("overview.billing.pay_by")),
        Column::text(lang.t("overview.billing.expires_on")),
        Column::text(lang.t("common.state")),
        Column::amount(lang.t("common.amount")),
    ];
    let title = lang.t("overview.billing.title");
    ui::section(
        title,
        html! {
            (ui::table(title, columns, all.iter().map(row)))
            (parts::rest(lang, all.len(), "/pnbp/billing"))
        },
    )
}

fn funds(ctx: &Context, all: &[Fund]) -> Markup {
    let lang = ctx.lang;
    let row = |one: &Fund| {
        let kind = lang.t(&format!("overview.fund.{}", one.kind));
        let name = match one.detail.as_str() {
            "" => kind.to_owned(),
            job if one.kind == "job_deposit" => format!("{kind} {job}"),
            fund => fund.to_owned(),
        };
        vec![html! { a href=(lines_of(&one.kind)) { (name) } }, ui::money(one.balance)]
    };
    let columns = [
        Column::text(lang.t("overview.fund.name")),
        Column::amount(lang.t("overview.fund.balance")),
    ];
    let title = lang.t("overview.fund.title");
    let table = ui::table(title, columns, all.iter().map(row)).kept();
    parts::listed(title, lang.t("overview.fund.none"), table)
}

/// Where a fund's lines are to be seen.
fn lines_of(kind: &str) -> &'static str {
    match kind {
        "due" | "cash" => "/setoran",
        "premi_saved" | "premi_usable" | "premi_moving" => "/premi",
        "state_revenue_due" => "/pnbp",
        "job_deposit" => "/pesanan",
        _ => "/pembagian",
    }
}
