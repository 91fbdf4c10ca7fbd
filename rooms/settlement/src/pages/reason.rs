//! Saying no, with a reason.

use db::{Read, Result};
use kernel::{Capability, Context};
use maud::html;
use ui::Crumb;
use web::{Ask, Page};
use words::Speak;

use crate::access;

/// The form on which a reason is written; `base` is the document's page.
fn form(ctx: &Context, ask: &Ask, base: &str, what: &str) -> Page {
    form_to(ctx, ask, (base, "tolak"), what)
}

/// The same, posted to another door of the document.
fn form_to(ctx: &Context, ask: &Ask, (base, door): (&str, &str), what: &str) -> Page {
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let title = lang.t("settlement.reject.title");
    let way = [Crumb { href: base, label: what }];
    let body = html! {
        (f.textarea("reason", "settlement.reject.reason").hint("settlement.reject.hint"))
        (ui::actions(html! {
            (ui::danger(lang.t("settlement.reject.do"))) (ui::quiet(base, lang.t("common.back")))
        }))
    };
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, lang.t("settlement.reject.lead"), html! {}))
        (f.post(&format!("{base}/{door}"), body))
    };
    Page::new(title, main)
}

pub fn statement(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let one = access::statement(read, ctx, ask.id("statement")?)?;
    ctx.actor.require(Capability::Approve)?;
    Ok(form(ctx, ask, &format!("/nota/{}", one.id), &one.number))
}

pub fn expense(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let one = access::expense(read, ctx, ask.id("expense")?)?;
    ctx.actor.require(Capability::Approve)?;
    let what = ctx.lang.t("settlement.expense.one");
    Ok(form(ctx, ask, &format!("/biaya/{}", one.id), what))
}

pub fn remittance(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let one = access::remittance(read, ctx, ask.id("remittance")?)?;
    ctx.actor.require(Capability::Deposit)?;
    let what = ctx.lang.t("settlement.remittance.one");
    Ok(form(ctx, ask, &format!("/setoran/{}", one.id), what))
}

pub fn credit(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let one = access::credit_refund(read, ctx, ask.id("credit_refund")?)?;
    ctx.actor.require(Capability::Sell)?;
    let what = ctx.lang.t("settlement.credit.one");
    Ok(form(ctx, ask, &format!("/setoran/pengembalian/{}", one.id), what))
}

pub fn withdrawn_credit(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let one = access::credit_refund(read, ctx, ask.id("credit_refund")?)?;
    access::units(ctx, one.consignor_id)?;
    access::settle(ctx)?;
    let (base, what) =
        (format!("/setoran/pengembalian/{}", one.id), ctx.lang.t("settlement.credit.one"));
    Ok(form_to(ctx, ask, (&base, "tarik"), what))
}

pub fn rule(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let one = access::rule(read, ctx, ask.id("rule")?)?;
    ctx.actor.require(Capability::Approve)?;
    Ok(form(ctx, ask, &format!("/aturan/{}", one.id), &one.name))
}

pub fn reversal(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let one = access::reversal(read, ctx, ask.id("reversal")?)?;
    access::settle(ctx)?;
    Ok(form(ctx, ask, &format!("/pnbp/pembatalan/{}", one.id), &one.code))
}

pub fn payout(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let one = access::payout(read, ctx, ask.id("payout")?)?;
    access::settle(ctx)?;
    let what = ctx.lang.t("settlement.payout.one");
    Ok(form(ctx, ask, &format!("/premi/bayar/{}", one.id), what))
}
