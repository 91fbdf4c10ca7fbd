//! The room's screens: two for the public, the rest for the shop.

mod lead;
mod lead_form;
mod leads;
mod order;
mod orders;
mod settings;
pub(crate) mod sheets;
mod slip;
mod window;

use kernel::{Context, Lang, Time};
use maud::{Markup, html};
use ui::{Crumb, Kind};
use web::{Go, Recorded, Screens};
use words::Speak;

use crate::{
    actions, actions_lead,
    kinds::OrderState,
    pace,
    types::{Collected, Placed},
    types_lead::{LeadAsked, LeadQuoted},
};

pub fn screens() -> Screens {
    Screens::new()
        .open_form_prepared(
            "/pesan/{shop}",
            window::show,
            pace::place,
            pace::placed,
            |placed: &Placed| format!("/pesan/lihat/{}", placed.code),
        )
        .open_page("/pesan/lihat/{code}", slip::show)
        .list("/pesanan-wa", orders::list, sheets::orders)
        .form("/pesanan-wa/aturan", settings::form, actions::change_settings, |_: &Recorded| {
            Go::to("/pesanan-wa").flash("orders.flash.settings")
        })
        .post("/pesanan-wa/tutup", orders::list, actions::lapse_open, |_: &Recorded| {
            Go::to("/pesanan-wa").flash("orders.flash.lapsed_open")
        })
        .page("/pesanan-wa/{order}", order::show)
        .post("/pesanan-wa/{order}/sisihkan", order::show, actions::hold, to_order)
        .post("/pesanan-wa/{order}/diambil", order::show, actions::collect, to_sale)
        .post("/pesanan-wa/{order}/lewat", order::show, actions::lapse, to_order)
        .and(leads())
}

fn leads() -> Screens {
    let to_lead = |done: &Recorded| format!("/prospek-pesanan/{}", done.id);
    let to_job = |done: &LeadQuoted| format!("/pesanan/{}", done.job_id);
    Screens::new()
        .open_form_prepared(
            "/pesan-khusus/{consignor}",
            lead_form::show,
            pace::ask,
            pace::asked,
            |asked: &LeadAsked| format!("/pesan-khusus/{}/terkirim", asked.unit),
        )
        .open_page("/pesan-khusus/{consignor}/terkirim", lead_form::sent)
        .list("/prospek-pesanan", leads::list, sheets::wishes)
        .page("/prospek-pesanan/{lead}", lead::show)
        .post("/prospek-pesanan/{lead}/penawaran", lead::show, actions_lead::quote_lead, to_job)
        .post("/prospek-pesanan/{lead}/tolak", lead::show, actions_lead::decline_lead, to_lead)
        .post("/prospek-pesanan/{lead}/hapus", lead::show, actions_lead::erase_lead, to_lead)
}

fn to_order(done: &Recorded) -> String {
    format!("/pesanan-wa/{}", done.id)
}

/// To what the buyer is given.
fn to_sale(done: &Collected) -> String {
    format!("/penjualan/{}/struk", done.sale_id)
}

fn badge(lang: Lang, state: OrderState) -> Markup {
    let kind = match state {
        OrderState::Open => Kind::Waiting,
        OrderState::Held => Kind::Warning,
        OrderState::Collected => Kind::Good,
        OrderState::Lapsed => Kind::Neutral,
    };
    ui::badge(kind, lang.t(&format!("orders.state.{state}")))
}

/// `Selasa, 4 November 2025, 14.30 WIB`.
fn moment(ctx: &Context, at: Time) -> String {
    let day = at.day(ctx.zone);
    let (weekday, zone) = (day.weekday(ctx.lang), ctx.zone.name());
    format!("{weekday}, {}, {} {zone}", day.long(ctx.lang), at.clock_face(ctx.zone))
}

fn way(ctx: &Context) -> Crumb<'static> {
    Crumb { href: "/pesanan-wa", label: ctx.lang.t("orders.title") }
}

/// A field that people do not see, for programs that fill in whatever they find.
fn trap(lang: Lang) -> Markup {
    html! {
        div.honey aria-hidden="true" {
            label for="f-website" { (lang.t("orders.trap")) }
            input id="f-website" type="text" name="website" tabindex="-1" autocomplete="off";
        }
    }
}

fn nothing() -> Markup {
    html! {}
}
