//! Payouts of premi.

use db::{Read, Result};
use kernel::{Capability, Context, PayoutId};
use maud::{Markup, html};
use ui::{Column, Crumb};
use web::{Ask, Page};
use words::Speak;

use super::{parts, premi, taken_back};
use crate::{
    access,
    kinds::{Decision, PayoutMethod, PremiPart},
    queries, store_payout_reversal,
    store_premi::{self, PayoutFilter},
    types::Payout,
};

const STATES: [&str; 3] = ["reported", "confirmed", "rejected"];

pub fn list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let (browse, lang) = (ask.browse(), ctx.lang);
    let (rows, total) = narrowed(read, ctx, ask)?;
    let unit = premi::unit(read, ctx, ask)?;
    let mut filters = vec![parts::state_filter(lang, &browse, &STATES, "settlement.decision")];
    filters.extend(premi::kept(ctx, ask));
    let view = parts::view(&browse, "/premi/bayar", filters, total);
    let whole = premi::within(ctx, unit, "/premi");
    let way = [Crumb { href: &whole, label: lang.t("settlement.premi.title") }];
    let title = lang.t("settlement.payout.title");
    let make = premi::within(ctx, unit, "/premi/bayar/baru");
    let new = match ctx.actor.may(Capability::Deposit) {
        true => ui::button_link(&make, lang.t("settlement.payout.new")),
        false => html! {},
    };
    let hint = lang.t("settlement.payout.empty_hint");
    let empty = ui::empty(lang.t("settlement.payout.empty"), hint, html! {});
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, lang.t("settlement.payout.lead"), new))
        (premi::units(read, ctx, "/premi/bayar", unit)?)
        (parts::listed(lang, &view, &table(read, ctx, &rows)?, empty))
    };
    Ok(Page::new(title, main))
}

/// The payouts that the query asks for, and how many there are.
pub fn narrowed(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<(Vec<Payout>, i64)> {
    let browse = ask.browse();
    let filter = PayoutFilter {
        consignor: Some(premi::unit(read, ctx, ask)?),
        maker: None,
        state: browse.filter("state").and_then(Decision::parse),
        like: browse.like(),
        limit: browse.limit(),
        offset: browse.offset(),
    };
    store_premi::list_payouts(read, &filter)
}

pub fn table(read: &mut Read, ctx: &Context, rows: &[Payout]) -> Result<ui::Table> {
    let lang = ctx.lang;
    let ids: Vec<_> = rows.iter().map(|one| one.maker_id).collect();
    let codes = people::maker_codes(read, &ids)?;
    let columns = [
        Column::text(lang.t("settlement.payout.paid_on")),
        Column::text(lang.t("settlement.maker")),
        Column::text(lang.t("settlement.payout.part")),
        Column::text(lang.t("settlement.payout.method")),
        Column::amount(lang.t("common.amount")),
        Column::text(lang.t("common.state")),
    ];
    let row = |one: &Payout| {
        let code = codes.get(&one.maker_id).map_or("", String::as_str);
        vec![
            html! { a href={ "/premi/bayar/" (one.id) } { (one.paid_on.short(lang)) } },
            html! { a href={ "/premi/" (one.maker_id) } { (code) } },
            html! { (lang.t(&format!("settlement.part.{}", one.part))) },
            html! { (lang.t(&format!("settlement.payout_method.{}", one.method))) },
            ui::money(one.amount),
            html! {
                (parts::decision_badge(lang, one.state)) " "
                (taken_back::badge(ctx, one.taken_back))
            },
        ]
    };
    Ok(ui::table(lang.t("settlement.payout.title"), columns, rows.iter().map(row)))
}

pub fn new(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    ctx.actor.require(Capability::Deposit)?;
    let unit = premi::unit(read, ctx, ask)?;
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let accounts = queries::accounts(read, unit)?;
    let makers = accounts.iter().filter(|one| one.saved.0 + one.usable.0 > 0).map(|one| {
        let params: [(&str, &dyn std::fmt::Display); 3] =
            [("code", &one.code), ("saved", &one.saved), ("usable", &one.usable)];
        (one.maker_id.to_string(), lang.fill("settlement.payout.choice", &params))
    });
    let halves =
        PremiPart::ALL.iter().map(|one| (one.as_str(), lang.t(&format!("settlement.part.{one}"))));
    let methods = PayoutMethod::ALL
        .iter()
        .map(|one| (one.as_str(), lang.t(&format!("settlement.payout_method.{one}"))));
    let title = lang.t("settlement.payout.new");
    let whole = premi::within(ctx, unit, "/premi/bayar");
    let way = [Crumb { href: &whole, label: lang.t("settlement.payout.title") }];
    let body = html! {
        (f.hidden("id", ctx.fresh_id::<PayoutId>()))
        (f.select("maker", "settlement.maker", makers))
        (f.radio("part", "settlement.payout.part", halves).value("usable")
            .hint("settlement.payout.part_hint"))
        (f.money("amount", "common.amount"))
        (f.radio("method", "settlement.payout.method", methods)
            .hint("settlement.payout.method_hint"))
        (f.text("reference", "settlement.remittance.reference").optional().max_length(200))
        (f.date("paid_on", "settlement.payout.paid_on").value(ctx.today()))
        (f.textarea("note", "common.note").optional())
        (ui::actions(ui::submit(lang.t("common.save"))))
    };
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, lang.t("settlement.payout.new_lead"), html! {}))
        (f.post(&premi::within(ctx, unit, "/premi/bayar/baru"), body))
    };
    Ok(Page::new(title, main))
}

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let one = access::payout(read, ctx, ask.id("payout")?)?;
    let reversals = store_payout_reversal::of_payout(read, one.id)?;
    let asked: Vec<_> = reversals.iter().map(|one| taken_back::Row::of_payout(ctx, one)).collect();
    let of_reversals = reversals.iter().map(|reversal| reversal.id.cast());
    let documents: Vec<PayoutId> = std::iter::once(one.id).chain(of_reversals).collect();
    let (lang, codes) = (ctx.lang, people::maker_codes(read, &[one.maker_id])?);
    let code = codes.get(&one.maker_id).map_or("", String::as_str);
    let way = [Crumb { href: "/premi/bayar", label: lang.t("settlement.payout.title") }];
    let title = lang.fill("settlement.payout.of", &[("code", &code)]);
    let method = lang.t(&format!("settlement.payout_method.{}", one.method));
    let facts = ui::facts([
        (lang.t("settlement.maker"), html! { a href={ "/premi/" (one.maker_id) } { (code) } }),
        (lang.t("common.amount"), ui::money(one.amount)),
        (
            lang.t("settlement.payout.part"),
            html! { (lang.t(&format!("settlement.part.{}", one.part))) },
        ),
        (lang.t("settlement.payout.method"), html! { (method) }),
        (lang.t("settlement.remittance.reference"), parts::text_or_dash(one.reference.as_deref())),
        (lang.t("settlement.payout.paid_on"), ui::day(one.paid_on, lang)),
        (lang.t("common.note"), parts::text_or_dash(one.note.as_deref())),
        (lang.t("settlement.decided_note"), parts::text_or_dash(one.decided_note.as_deref())),
    ]);
    let main = html! {
        (ui::breadcrumbs(lang, &way, &title))
        (ui::header(&title, "", buttons(ctx, &one)))
        (parts::refused(ctx, ask))
        p {
            (parts::decision_badge(lang, one.state)) " " (taken_back::badge(ctx, one.taken_back))
        }
        (facts)
        (taken_back::section(read, ctx, ask, &format!("/premi/bayar/{}", one.id), &asked)?)
        (parts::history_of(read, ctx, &documents)?)
    };
    Ok(Page::new(title, main))
}

fn buttons(ctx: &Context, one: &Payout) -> Markup {
    let (lang, base) = (ctx.lang, format!("/premi/bayar/{}", one.id));
    let decides = access::settle(ctx).is_ok()
        && ctx.actor.user != one.created_by
        && one.state == Decision::Reported;
    html! {
        @if decides {
            (ui::button_form(
                &format!("{base}/konfirmasi"),
                lang.t("common.confirm"),
                "primary",
                &[],
            ))
            (ui::quiet(&format!("{base}/tolak"), lang.t("settlement.reject.title")))
        }
        (taken_back::link(
            ctx,
            (&format!("/premi/bayar/{}", one.id), "payout", ctx.actor.may(Capability::Deposit)),
            (one.state, one.taken_back),
        ))
    }
}
