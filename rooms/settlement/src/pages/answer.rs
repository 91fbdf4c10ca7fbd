//! The shop's word on a statement: what it said, and where it says it.

use db::{Read, Result};
use kernel::{Capability, Context};
use maud::{Markup, html};
use ui::{Crumb, Kind};
use web::{Ask, Page};
use words::Speak;

use crate::{
    access,
    inputs::AnswerKind,
    kinds::{ShopAnswer, StatementState},
    store_answer,
    types::Statement,
};

/// What the shop said, for both sides, and the two ways to say it for the one who decides there.
pub fn section(read: &mut Read, ctx: &Context, one: &Statement) -> Result<Markup> {
    if one.state == StatementState::Rejected {
        return Ok(html! {});
    }
    let (lang, said) = (ctx.lang, store_answer::last(read, one.id)?);
    let mine = ctx.actor.shop() == Some(one.shop_id) && ctx.actor.may(Capability::Approve);
    let told = match &said {
        None => html! { p { (lang.t("settlement.answer.none")) } },
        Some(said) => {
            let who = people::user_names(read, &[said.answered_by])?.into_values().next();
            let day = said.answered_at.day(ctx.zone).long(lang);
            let facts: [(&str, &dyn std::fmt::Display); 2] =
                [("who", &who.unwrap_or_default()), ("day", &day)];
            match (said.answer, &said.reason) {
                (ShopAnswer::Disputed, Some(reason)) => {
                    let head = lang.fill("settlement.answer.disputed", &facts);
                    ui::notice(lang, Kind::Warning, &format!("{head} {reason}"))
                }
                _ => {
                    let said = lang.fill("settlement.answer.agreed", &facts);
                    html! { p { (ui::badge(Kind::Good, &said)) } }
                }
            }
        }
    };
    let body = html! { (told) @if mine { (ways(ctx, one)) } };
    Ok(ui::section(lang.t("settlement.answer.title"), body))
}

fn ways(ctx: &Context, one: &Statement) -> Markup {
    let (lang, base) = (ctx.lang, format!("/nota/{}", one.id));
    let id = ctx.fresh_id::<AnswerKind>().to_string();
    let agree = format!("{base}/cocok");
    ui::actions(html! {
        @if one.shop_answer != Some(ShopAnswer::Agreed) {
            (ui::button_form(&agree, lang.t("settlement.answer.agree"), "primary", &[("id", &id)]))
        }
        (ui::quiet(&format!("{base}/sanggah"), lang.t("settlement.answer.dispute")))
    })
}

/// Where the shop writes what is wrong.
pub fn dispute(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let one = access::statement(read, ctx, ask.id("statement")?)?;
    ctx.actor.require(Capability::Approve)?;
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let title = lang.t("settlement.answer.dispute");
    let base = format!("/nota/{}", one.id);
    let way = [
        Crumb { href: "/nota", label: lang.t("settlement.statement.title") },
        Crumb { href: &base, label: &one.number },
    ];
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, lang.t("settlement.answer.lead"), html! {}))
        (f.post(&format!("{base}/sanggah"), html! {
            (f.hidden("id", ctx.fresh_id::<AnswerKind>()))
            (f.textarea("reason", "settlement.answer.reason").hint("settlement.answer.hint"))
            (ui::actions(html! {
                (ui::submit(lang.t("settlement.answer.send")))
                (ui::quiet(&base, lang.t("common.back")))
            }))
        }))
    };
    Ok(Page::new(title, main))
}
