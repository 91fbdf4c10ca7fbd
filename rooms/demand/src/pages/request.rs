//! One request: what was asked, what can be done now, and what happened.

use db::{Read, Result};
use kernel::{Capability, Context, RequestKind};
use maud::{Markup, html};
use ui::{Crumb, FormState};
use web::{Ask, Page};
use words::Speak;

use super::{badge, names::Names, nothing, send_href, way};
use crate::{
    kinds::{AnswerKind, RequestState},
    step::Step,
    store_request,
    types::RequestSeen,
};

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let request = store_request::load(read, ctx, ask.id::<RequestKind>("request")?)?;
    let lang = ctx.lang;
    let names = Names::load(read, [request.product_id], [request.shop_id])?;
    let product = names.product(request.product_id);
    let title = lang.fill("demand.show.title", &[("product", &product)]);
    let list = Crumb { href: "/permintaan/diminta", label: lang.t("demand.requests.title") };
    let f = ask.form(lang);
    let main = html! {
        (ui::breadcrumbs(lang, &[way(ctx), list], &product))
        (ui::header(&title, "", nothing()))
        (f.summary())
        (facts(read, ctx, &request, &names)?)
        (next(read, ctx, &f, &request)?)
        (production::history(read, ctx, &[request.id.cast()])?)
    };
    Ok(Page::new(title, main))
}

fn facts(read: &mut Read, ctx: &Context, request: &RequestSeen, names: &Names) -> Result<Markup> {
    let lang = ctx.lang;
    let unit = people::load_consignor(read, request.consignor_id)?.name;
    let agreement = agreements::load_agreement(read, request.agreement_id)?.title;
    let mut facts: Vec<(&str, Markup)> = vec![
        (lang.t("common.state"), badge(ctx, request.state)),
        (
            lang.t("demand.quantity"),
            names.pieces(ctx.lang, Some(request.product_id), request.quantity),
        ),
        (lang.t("demand.shop"), html! { (names.shop(request.shop_id)) }),
        (lang.t("demand.unit"), html! { (unit) }),
        (
            lang.t("demand.agreement"),
            html! { a href={ "/pks/" (request.agreement_id) } { (agreement) } },
        ),
        (lang.t("demand.asked_on"), ui::day(request.asked_on, lang)),
    ];
    if let Some(note) = &request.note {
        facts.push((lang.t("demand.note"), html! { (note) }));
    }
    if let Some(day) = request.answered_on {
        facts.push((lang.t("demand.answered_on"), ui::day(day, lang)));
    }
    if let Some(said) = &request.answer_note {
        facts.push((lang.t("demand.answer_note"), html! { (said) }));
    }
    if let Some(id) = request.delivery_id {
        let (delivery, _) = consignment::load_delivery(read, id)?;
        let link = html! { a href={ "/kirim/" (id) } { (delivery.number) } };
        facts.push((lang.t("demand.delivery"), link));
    }
    Ok(ui::facts(facts))
}

/// What can be done now: the unit answers or declines, the shop takes back.
fn next(
    read: &mut Read,
    ctx: &Context,
    f: &FormState<'_>,
    request: &RequestSeen,
) -> Result<Markup> {
    let of_unit = ctx.actor.sees_consignor(request.consignor_id);
    if of_unit && ctx.actor.may(Capability::RecordGoods) && request.state.waits() {
        return answer(read, ctx, f, request);
    }
    let own = ctx.actor.shop().is_some() && ctx.actor.may(Capability::Sell);
    Ok(match own && request.state == RequestState::Open {
        true => withdraw(ctx, f, request),
        false => nothing(),
    })
}

fn answer(
    read: &mut Read,
    ctx: &Context,
    f: &FormState<'_>,
    request: &RequestSeen,
) -> Result<Markup> {
    let lang = ctx.lang;
    let sent = consignment::latest_deliveries(read, request.consignor_id, request.shop_id)?;
    let sent = sent.into_iter().map(|one| {
        let day = one.sent_on.long(lang);
        (one.id.to_string(), format!("{} · {day}", one.number))
    });
    let kinds =
        AnswerKind::ALL.iter().filter(|kind| request.state.after(Step::Answer(**kind)).is_some());
    let kinds = kinds.map(|kind| (kind.name(), lang.t(&format!("demand.answer.{kind}"))));
    let post = |verb: &str| format!("/permintaan/{}/{verb}", request.id);
    let send = send_href(ctx, request.agreement_id, request.product_id, request.quantity);
    let way = html! {
        @if let Some(send) = send {
            p { (lang.t("demand.answer.send_hint")) }
            (ui::actions(ui::quiet(&send, lang.t("demand.answer.send"))))
        }
        form.form method="post" action=(post("jawab")) novalidate {
            (f.radio("answer", "demand.answer.title", kinds))
            (f.select("delivery", "demand.delivery", sent).optional()
                .hint("demand.answer.delivery_hint"))
            (f.textarea("note", "demand.note").optional().hint("demand.answer.note_hint"))
            (ui::actions(ui::submit(lang.t("demand.answer.submit"))))
        }
    };
    Ok(html! {
        (ui::section(lang.t("demand.show.next"), way))
        details {
            summary { (lang.t("demand.decline.title")) }
            form.form method="post" action=(post("tolak")) novalidate {
                (f.text("reason", "demand.reason").max_length(200).hint("demand.decline.hint"))
                (ui::actions(ui::danger(lang.t("demand.decline.submit"))))
            }
        }
    })
}

fn withdraw(ctx: &Context, f: &FormState<'_>, request: &RequestSeen) -> Markup {
    let lang = ctx.lang;
    html! {
        details {
            summary { (lang.t("demand.withdraw.title")) }
            form.form method="post" action={ "/permintaan/" (request.id) "/tarik" } novalidate {
                (f.text("reason", "demand.reason").optional().max_length(200))
                (ui::actions(ui::danger(lang.t("demand.withdraw.submit"))))
            }
        }
    }
}
