//! The room's screens.

mod asks;
mod board;
mod names;
mod request;
mod requests;
pub mod sheets;

use db::Result;
use kernel::{Capability, Context, Day};
use maud::{Markup, html};
use ui::{BrowseView, Crumb};
use web::{Go, Page, Recorded, Screens};
use words::Speak;

use crate::{actions, actions_request, kinds::RequestState};

/// The pages of what buyers asked for and of requests for more.
pub fn screens() -> Screens {
    let to_request = |done: &Recorded| format!("/permintaan/{}", done.id);
    Screens::new()
        .page("/permintaan", board::show)
        .list("/permintaan/ditanya", asks::list, sheets::asked)
        .list("/permintaan/diminta", requests::list, sheets::requested)
        .form("/permintaan/tanya", asks::form, actions::ask, |_| {
            Go::to("/permintaan").flash("demand.flash.asked")
        })
        .form("/permintaan/minta", requests::form, actions_request::request, to_request)
        .page("/permintaan/{request}", request::show)
        .post("/permintaan/{request}/jawab", request::show, actions_request::answer, to_request)
        .post("/permintaan/{request}/tolak", request::show, actions_request::decline, to_request)
        .post("/permintaan/{request}/tarik", request::show, actions_request::withdraw, to_request)
}

/// Whether the actor records asks and requests at all.
fn may_speak(ctx: &Context) -> bool {
    ctx.actor.may(Capability::Sell) || ctx.actor.may(Capability::RecordGoods)
}

/// Refuses (403) who does not, before a form is shown to him.
fn require_speak(ctx: &Context) -> Result<()> {
    match may_speak(ctx) {
        true => Ok(()),
        false => Ok(ctx.actor.require(Capability::Sell)?),
    }
}

/// The two ways to speak; nothing for those who only look.
fn speak(ctx: &Context) -> Markup {
    if !may_speak(ctx) {
        return nothing();
    }
    html! {
        (ui::button_link("/permintaan/tanya", ctx.lang.t("demand.ask.new")))
        (ui::quiet("/permintaan/minta", ctx.lang.t("demand.request.new")))
    }
}

/// Who can bring demand in as work: a unit's officer.
fn makes(ctx: &Context) -> bool {
    ctx.actor.consignor().is_some() && ctx.actor.may(Capability::RecordGoods)
}

/// The address of a request's delivery form, filled in; only a unit's officer sends.
fn send_href(
    ctx: &Context,
    agreement: kernel::AgreementId,
    product: kernel::ProductId,
    quantity: kernel::Quantity,
) -> Option<String> {
    let filled = format!("{product}:{}", quantity.0);
    let asked = [("agreement", &*agreement.to_string()), ("isi", &filled)];
    makes(ctx).then(|| ui::query("/kirim/baru", &asked))
}

fn badge(ctx: &Context, state: RequestState) -> Markup {
    let kind = match state {
        RequestState::Open => ui::Kind::Waiting,
        RequestState::Promised => ui::Kind::Warning,
        RequestState::Sent => ui::Kind::Good,
        RequestState::Declined => ui::Kind::Bad,
        RequestState::Withdrawn => ui::Kind::Neutral,
    };
    ui::badge(kind, ctx.lang.t(&format!("demand.state.{state}")))
}

/// The first day that the sums count.
fn summed_from(ctx: &Context) -> Day {
    ctx.today().plus_days(-crate::DAYS_SUMMED)
}

/// A list's page under [`board`]: head, search, table, pages.
fn listed(
    ctx: &Context,
    (title, lead): (&str, &str),
    view: &BrowseView<'_>,
    table: Option<Markup>,
    (empty, hint): (&str, &str),
) -> Page {
    let lang = ctx.lang;
    let title = lang.t(title);
    let first = ui::empty(lang.t(empty), lang.t(hint), speak(ctx));
    let main = html! {
        (ui::breadcrumbs(lang, &[way(ctx)], title))
        (ui::header(title, lang.t(lead), speak(ctx)))
        (ui::listed(lang, view, table, ("demand.none", "demand.none_hint"), first))
    };
    Page::new(title, main)
}

fn way(ctx: &Context) -> Crumb<'static> {
    Crumb { href: "/permintaan", label: ctx.lang.t("demand.title") }
}

fn nothing() -> Markup {
    html! {}
}
