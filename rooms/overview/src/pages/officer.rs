//! What the officer does today: the most urgent first.

use kernel::{AgreementId, Capability, Context};
use maud::{Markup, html};
use ui::{Column, Kind};
use words::Speak;

use super::parts;
use crate::types::{Closable, JobDue, Officer, OpenBatch, Refill};

/// `with_head` where the head's part stands on the same page and says the rest.
pub fn part(ctx: &Context, officer: &Officer, with_head: bool) -> Markup {
    if officer.agreements == 0 {
        // The head's part says it where there is one.
        return if with_head {
            html! {}
        } else {
            parts::first_steps(ctx)
        };
    }
    let lang = ctx.lang;
    html! {
        (refills(ctx, &officer.refills))
        (closable(ctx, &officer.closable))
        (parts::dues(ctx, lang.t("overview.dues.title"), &officer.dues))
        (ui::columns([batches(ctx, &officer.batches), jobs(ctx, &officer.jobs)]))
        @if !with_head {
            (parts::expiring(ctx, &officer.expiring))
            @if !officer.state_revenue_due.is_zero() {
                p { a href="/pnbp" {
                    (lang.fill("overview.pnbp.due", &[("amount", &officer.state_revenue_due)]))
                } }
            }
        }
    }
}

fn refills(ctx: &Context, all: &[Refill]) -> Markup {
    let lang = ctx.lang;
    let columns = [
        Column::text(lang.t("overview.shop")),
        Column::text(lang.t("overview.product")),
        Column::amount(lang.t("overview.left")),
        Column::amount(lang.t("overview.refill.lasts")),
        Column::amount(lang.t("overview.refill.send")),
        Column::actions(lang.t("common.actions")),
    ];
    let title = lang.t("overview.refill.title");
    let table = ui::table(title, columns, all.iter().take(20).map(|one| refill(ctx, one, all)));
    ui::section(
        title,
        html! {
            @if all.is_empty() {
                p { (lang.t("overview.refill.none")) }
            } @else {
                p { (lang.t("overview.refill.lead")) }
                (table)
            }
        },
    )
}

/// The form of a surat jalan with all that this agreement's shelves want filled in.
fn send(agreement: AgreementId, all: &[Refill]) -> String {
    let theirs = all.iter().filter(|one| one.agreement_id == Some(agreement) && one.to_send > 0);
    let filled: Vec<_> = theirs.map(|one| format!("{}:{}", one.product_id, one.to_send)).collect();
    let agreement = agreement.to_string();
    ui::query("/kirim/baru", &[("agreement", &agreement), ("isi", &filled.join("."))])
}

fn refill(ctx: &Context, one: &Refill, all: &[Refill]) -> Vec<Markup> {
    let lang = ctx.lang;
    let shelf = ui::query("/rak", &[("shop", &one.shop_id.to_string())]);
    let make = ui::query("/produksi/baru", &[("product", &one.product_id.to_string())]);
    let sold = ui::query(
        "/penjualan",
        &[("shop", &one.shop_id.to_string()), ("product", &one.product_id.to_string())],
    );
    let kind = if one.days_left < 7 { Kind::Bad } else { Kind::Warning };
    vec![
        html! { a href=(shelf) { (one.shop) } },
        html! { a href={ "/produk/" (one.product_id) } { (one.product) } },
        html! {
            (parts::pieces(lang, one.left, &one.unit))
            @if one.coming > 0 {
                " " span.note { (lang.count("overview.refill.coming", one.coming)) }
            }
        },
        html! {
            (ui::badge(kind, &lang.count("overview.days", one.days_left)))
            " " a href=(sold) { span.note {
                (lang.count("overview.refill.sold", one.sold_28_days))
            } }
        },
        html! {
            (parts::pieces(lang, one.to_send, &one.unit))
            " " span.note { (lang.fill("overview.refill.of", &[
                ("wanted", &one.wanted), ("available", &one.in_workshop),
            ])) }
        },
        match one.agreement_id.filter(|_| one.to_send > 0) {
            // An administrator looks at the page, and sends nothing.
            _ if !ctx.actor.may(Capability::RecordGoods) => html! {},
            Some(agreement) => ui::quiet(&send(agreement, all), lang.t("overview.refill.act")),
            None => ui::quiet(&make, lang.t("overview.refill.make")),
        },
    ]
}

fn closable(ctx: &Context, all: &[Closable]) -> Markup {
    let lang = ctx.lang;
    let row = |one: &Closable| {
        let close = format!("/nota/berjalan/{}", one.agreement_id);
        vec![
            html! { a href={ "/pks/" (one.agreement_id) } { (one.number) } },
            html! { (one.shop) },
            html! { (one.from.short(lang)) "–" (one.to.short(lang)) },
            ui::quiet(&close, lang.t("overview.close.act")),
        ]
    };
    let columns = [
        Column::text(lang.t("overview.agreement")),
        Column::text(lang.t("overview.shop")),
        Column::text(lang.t("overview.period")),
        Column::actions(lang.t("common.actions")),
    ];
    let title = lang.t("overview.close.title");
    let table = ui::table(title, columns, all.iter().take(20).map(row));
    parts::listed(title, lang.t("overview.close.none"), table)
}

fn batches(ctx: &Context, all: &[OpenBatch]) -> Markup {
    let lang = ctx.lang;
    let row = |one: &OpenBatch| {
        vec![
            html! { a href={ "/produksi/" (one.batch_id) } { (one.code) } },
            html! { (one.product) },
            ui::day(one.started_on, lang),
        ]
    };
    let columns = [
        Column::text(lang.t("overview.batch")),
        Column::text(lang.t("overview.product")),
        Column::text(lang.t("overview.since")),
    ];
    let title = lang.t("overview.batches.title");
    let table = ui::table(title, columns, all.iter().map(row));
    parts::listed(title, lang.t("overview.batches.none"), table)
}

fn jobs(ctx: &Context, all: &[JobDue]) -> Markup {
    let lang = ctx.lang;
    let today = ctx.today();
    let row = |one: &JobDue| {
        let late = one.due_on.days_until(today);
        vec![
            html! { a href={ "/pesanan/" (one.job_id) } { (one.code) } },
            html! { (one.what) },
            html! { (ui::day(one.due_on, lang)) " " (parts::lateness(ctx, late)) },
        ]
    };
    let columns = [
        Column::text(lang.t("overview.job")),
        Column::text(lang.t("overview.what")),
        Column::text(lang.t("overview.due_on")),
    ];
    let title = lang.t("overview.jobs.title");
    let table = ui::table(title, columns, all.iter().map(row));
    parts::listed(title, lang.t("overview.jobs.none"), table)
}
