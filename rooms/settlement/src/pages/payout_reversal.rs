//! Taking back a payout of premi that was recorded wrongly.

use db::{Read, Result};
use kernel::{Capability, Context};
use maud::{Markup, html};
use ui::{Column, Crumb, FormState, Kind};
use web::{Ask, Page};
use words::Speak;

use super::parts;
use crate::{
    access,
    inputs::PayoutReversalKind,
    kinds::Decision,
    types::{Payout, PayoutReversal},
};

/// The form on which somebody says what was wrong.
pub fn new(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    ctx.actor.require(Capability::Deposit)?;
    let one = access::payout(read, ctx, ask.id("payout")?)?;
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let title = lang.t("settlement.payout_reversal.new");
    let base = format!("/premi/bayar/{}", one.id);
    let codes = people::maker_codes(read, &[one.maker_id])?;
    let code = codes.get(&one.maker_id).map_or("", String::as_str);
    let of = lang.fill("settlement.payout.of", &[("code", &code)]);
    let way = [Crumb { href: &base, label: &of }];
    let body = html! {
        (f.hidden("id", ctx.fresh_id::<PayoutReversalKind>()))
        (f.textarea("reason", "settlement.payout_reversal.reason")
            .hint("settlement.payout_reversal.reason_hint"))
        (ui::actions(html! {
            (ui::danger(lang.t("settlement.payout_reversal.ask")))
            (ui::quiet(&base, lang.t("common.back")))
        }))
    };
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, lang.t("settlement.payout_reversal.lead"), html! {}))
        (ui::facts([
            (lang.t("common.amount"), ui::money(one.amount)),
            (lang.t("settlement.payout.paid_on"), ui::day(one.paid_on, lang)),
        ]))
        (f.post(&format!("{base}/batal"), body))
    };
    Ok(Page::new(title, main))
}

/// The link with which somebody begins, where there is something to take back.
pub fn link(ctx: &Context, one: &Payout) -> Markup {
    let paid = one.state == Decision::Confirmed && one.taken_back.is_none();
    html! {
        @if paid && ctx.actor.may(Capability::Deposit) {
            (ui::quiet(
                &format!("/premi/bayar/{}/batal", one.id),
                ctx.lang.t("settlement.payout_reversal.new"),
            ))
        }
    }
}

/// That it waits to be taken back, or was.
pub fn badge(ctx: &Context, one: &Payout) -> Markup {
    match one.taken_back {
        Some(Decision::Reported) => {
            ui::badge(Kind::Waiting, ctx.lang.t("settlement.payout_reversal.waits"))
        }
        Some(Decision::Confirmed) => {
            ui::badge(Kind::Bad, ctx.lang.t("settlement.payout_reversal.done"))
        }
        Some(Decision::Rejected) | None => html! {},
    }
}

/// What was asked for, with the buttons of the one who decides.
pub fn section(
    read: &mut Read,
    ctx: &Context,
    ask: &Ask,
    all: &[PayoutReversal],
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
        Column::text(lang.t("common.state")),
        Column::actions(lang.t("common.actions")),
    ];
    let rows = all.iter().map(|one| {
        vec![
            html! { (one.reason) },
            html! { (names.get(&one.created_by).map_or("", String::as_str)) },
            html! {
                (parts::decision_badge(lang, one.state))
                @if let Some(note) = &one.decided_note { br; span.unit { (note) } }
            },
            buttons(ctx, &f, one),
        ]
    });
    let title = lang.t("settlement.payout_reversal.title");
    Ok(ui::section(title, html! { (ui::table(title, columns, rows)) }))
}

fn buttons(ctx: &Context, f: &FormState<'_>, one: &PayoutReversal) -> Markup {
    let decides = one.state == Decision::Reported
        && access::settle(ctx).is_ok()
        && one.created_by != ctx.actor.user;
    if !decides {
        return html! {};
    }
    let (lang, base) = (ctx.lang, format!("/premi/bayar/{}/batal/{}", one.payout_id, one.id));
    html! {
        (ui::button_form(
            &format!("{base}/setujui"), lang.t("settlement.reversal.agree"), "primary", &[]))
        details {
            summary { (lang.t("settlement.reversal.refuse")) }
            form.form method="post" action={ (base) "/tolak" } novalidate {
                label { (lang.t("settlement.reject.reason")) " "
                    input type="text" name="reason" maxlength="1000" required
                        value=(f.typed.or("reason", "")); }
                (ui::danger(lang.t("settlement.reversal.refuse")))
            }
        }
    }
}
