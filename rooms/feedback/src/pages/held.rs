//! /ulasan/{receipt}: what was bought, what its holder says of it, and what was answered.

use db::{Read, Result};
use kernel::{ComplaintKind, Context, Lang, SaleKind};
use maud::{Markup, html};
use ui::FormState;
use web::{Ask, Head, Page};
use words::Speak;

use super::{complaint_badge, nothing, review_badge, stars, trap};
use crate::{
    actions,
    inputs::OneReceipt,
    types::{Held, HeldLine, Told},
};

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let asked = OneReceipt { receipt: ask.id::<SaleKind>("receipt")? };
    let held = actions::held(read, ctx, &asked)?;
    let (lang, form) = (ctx.lang, ask.form(ctx.lang));
    let title = lang.fill("feedback.held.title", &[("number", &held.number)]);
    let lead = format!("{} · {}", held.shop, held.day.long(lang));
    let main = html! {
        (ui::header(&title, &lead, nothing()))
        @for line in &held.lines { (recalled(lang, line)) }
        (form.summary())
        p { (lang.t("feedback.held.lead")) }
        @if held.lines.is_empty() { p.hint { (lang.t("feedback.held.brought_back")) } }
        @for (at, line) in held.lines.iter().enumerate() {
            (ui::section(&line.product, one(ctx, ask, &form, (&held, at, line))))
        }
        @if !held.complaints.is_empty() {
            (ui::section(lang.t("feedback.held.complaints"), told(lang, &held.complaints)))
        }
        p.hint { (lang.t("feedback.held.private")) }
    };
    Ok(Page::public(title, main).with(Head { unlisted: true, ..Head::default() }))
}

/// What he holds must come back: above everything else, as at the label's page.
fn recalled(lang: Lang, line: &HeldLine) -> Markup {
    let Some(told) = &line.recalled else { return nothing() };
    let said: [(&str, &dyn std::fmt::Display); 4] = [
        ("product", &line.product),
        ("code", &line.batch),
        ("reason", &told.reason),
        ("advice", &told.advice),
    ];
    html! {
        div.notice.bad role="alert" {
            div {
                p { (ui::badge(ui::Kind::Bad, lang.t("feedback.notice_state.approved"))) }
                p { (lang.fill("feedback.held.recalled", &said)) }
            }
        }
    }
}

/// Whether what was typed belongs to this line: a page has several of the same forms.
fn typed_here(ask: &Ask, line: &HeldLine) -> bool {
    let own = |name: &str, value: String| ask.typed().get(name) == Some(value.as_str());
    own("sale", line.sale.to_string()) && own("position", line.position.to_string())
}

fn one(
    ctx: &Context,
    ask: &Ask,
    form: &FormState<'_>,
    (held, at, line): (&Held, usize, &HeldLine),
) -> Markup {
    let lang = ctx.lang;
    let fresh = ui::Typed::default();
    // Another line's typed words do not belong here.
    let empty = FormState::new(lang, &fresh, None);
    let form = if typed_here(ask, line) { form } else { &empty };
    html! {
        p {
            (ui::pieces(lang, line.quantity, &line.unit)) " · "
            (lang.fill("feedback.held.batch", &[("code", &line.batch)]))
        }
        (rating(lang, form, (held, at, line)))
        (wrong(ctx, form, (held, at, line)))
    }
}

fn rating(lang: Lang, form: &FormState<'_>, (held, at, line): (&Held, usize, &HeldLine)) -> Markup {
    let choices = (1..=5_i64).rev().map(|n| {
        let word = lang.t(&format!("feedback.stars.{n}"));
        (n.to_string(), format!("{n} · {word}"))
    });
    let said = line.rating.map(|rating| rating.to_string()).unwrap_or_default();
    let submit = if line.rating.is_some() { "feedback.held.change" } else { "feedback.held.rate" };
    html! {
        @if let (Some(rating), Some(state)) = (line.rating, line.state) {
            p {
                (stars(lang, rating)) " "
                @if line.words.is_some() { (review_badge(lang, state)) }
            }
        }
        form.form method="post" action={ "/ulasan/" (held.receipt) "/nilai" } novalidate {
            input type="hidden" name="sale" value=(line.sale);
            input type="hidden" name="position" value=(line.position);
            (form.select("rating", "feedback.held.stars", choices).value(said))
            (form.textarea("words", "feedback.held.words").optional().max_length(1_000)
                .value(line.words.as_deref().unwrap_or_default())
                .hint("feedback.held.words_hint"))
            (trap(lang, &format!("f-website-{at}")))
            (ui::actions(ui::submit(lang.t(submit))))
        }
    }
}

fn wrong(
    ctx: &Context,
    form: &FormState<'_>,
    (held, at, line): (&Held, usize, &HeldLine),
) -> Markup {
    let lang = ctx.lang;
    html! {
        details {
            summary { (lang.t("feedback.wrong.title")) }
            form.form method="post" action={ "/ulasan/" (held.receipt) "/keluhan" } novalidate {
                input type="hidden" name="id" value=(ctx.fresh_id::<ComplaintKind>());
                input type="hidden" name="sale" value=(line.sale);
                input type="hidden" name="position" value=(line.position);
                (form.textarea("words", "feedback.wrong.words").max_length(1_000)
                    .hint("feedback.wrong.hint"))
                (trap(lang, &format!("f-trap-{at}")))
                (ui::actions(ui::submit(lang.t("feedback.wrong.submit"))))
            }
        }
    }
}

fn told(lang: Lang, all: &[Told]) -> Markup {
    html! {
        @for one in all {
            div.shop-row {
                p { (complaint_badge(lang, one.state)) " " (ui::day(one.made_on, lang)) }
                p.kept-lines { "“" (one.words) "”" }
                @if let Some(answer) = &one.answer {
                    p { strong { (lang.t("feedback.held.answer")) } }
                    p.kept-lines { (answer) }
                }
                @if let Some(outcome) = &one.outcome {
                    p { (lang.t("feedback.outcome")) ": " (outcome) }
                }
            }
        }
    }
}
