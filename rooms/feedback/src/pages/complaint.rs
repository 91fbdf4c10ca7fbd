//! One complaint: what was said, the answer, and how it was settled.

use db::{Read, Result};
use kernel::{ComplaintKind, Context};
use maud::{Markup, html};
use ui::{Crumb, FormState};
use web::{Ask, Page};
use words::Speak;

use super::{complaint_badge, complaints::short, nothing};
use crate::{actions, kinds::ComplaintState, store, types::Complaint};

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let complaint = store::load_complaint(read, ctx, ask.id::<ComplaintKind>("complaint")?)?;
    let (lang, form) = (ctx.lang, ask.form(ctx.lang));
    let title = short(&complaint.words);
    let list = Crumb { href: "/keluhan", label: lang.t("feedback.complaints.title") };
    let main = html! {
        (ui::breadcrumbs(lang, &[list], &title))
        (ui::header(&title, "", nothing()))
        (form.summary())
        (facts(read, ctx, &complaint)?)
        (next(ctx, &form, &complaint))
        (production::history(read, ctx, &[complaint.id.cast()])?)
    };
    Ok(Page::new(title, main))
}

fn facts(read: &mut Read, ctx: &Context, complaint: &Complaint) -> Result<Markup> {
    let lang = ctx.lang;
    let product = catalogue::load_product(read, complaint.product_id)?.title();
    let batch = production::load_batch(read, complaint.batch_id)?.code;
    let shop = people::load_shop(read, complaint.shop_id)?.name;
    let sale = format!("/penjualan/{}", complaint.sale_id);
    let mut facts: Vec<(&str, Markup)> = vec![
        (lang.t("common.state"), complaint_badge(lang, complaint.state)),
        (lang.t("feedback.words"), html! { span.kept-lines { (complaint.words) } }),
        (lang.t("feedback.product"), html! { (product) }),
        (
            lang.t("feedback.batch"),
            html! {
                @if ctx.actor.sees_consignor(complaint.consignor_id) {
                    a href={ "/produksi/" (complaint.batch_id) } { (batch) }
                } @else { (batch) }
            },
        ),
        (lang.t("feedback.shop"), html! { (shop) }),
        (lang.t("feedback.sale"), html! { a href=(sale) { (lang.t("feedback.see_sale")) } }),
        (lang.t("feedback.made_on"), ui::day(complaint.made_on, lang)),
    ];
    if let Some(answer) = &complaint.answer {
        facts.push((lang.t("feedback.answer.title"), html! { span.kept-lines { (answer) } }));
    }
    if let Some(outcome) = &complaint.outcome {
        facts.push((lang.t("feedback.outcome"), html! { (outcome) }));
    }
    Ok(ui::facts(facts))
}

fn next(ctx: &Context, form: &FormState<'_>, complaint: &Complaint) -> Markup {
    let lang = ctx.lang;
    let may = actions::answers(&ctx.actor, complaint.consignor_id, complaint.shop_id);
    if !may || complaint.state == ComplaintState::Closed {
        return nothing();
    }
    let post = |verb: &str| format!("/keluhan/{}/{verb}", complaint.id);
    let answer = html! {
        form.form method="post" action=(post("jawab")) novalidate {
            (form.textarea("answer", "feedback.answer.title").max_length(2_000)
                .value(complaint.answer.as_deref().unwrap_or_default())
                .hint("feedback.answer.hint"))
            (ui::actions(ui::submit(lang.t("feedback.answer.submit"))))
        }
    };
    let close = html! {
        form.form method="post" action=(post("tutup")) novalidate {
            (form.text("outcome", "feedback.outcome").max_length(200)
                .hint("feedback.close.hint"))
            (ui::actions(ui::submit(lang.t("feedback.close.submit"))))
        }
    };
    html! {
        (ui::section(lang.t("feedback.answer.do"), answer))
        @if complaint.state == ComplaintState::Answered {
            (ui::section(lang.t("feedback.close.title"), close))
        }
    }
}
