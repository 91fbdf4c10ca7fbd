//! The pages of this room: handlers and what they show.

mod access;
mod account;
pub mod history;
mod letterhead;
pub mod maker;
pub mod paper_link;
pub mod place;
mod reading;
mod release;
pub mod sheets;
pub mod user;

use kernel::{Context, Time};
use maud::{Markup, html};
use ui::{BrowseView, Crumb};
use web::{Go, Recorded, SESSION_COOKIE, Screens};
use words::Speak;

use crate::{
    actions::{self, access::Opened},
    store_access::SESSION_SECONDS,
};

pub fn screens() -> Screens {
    let all = access_screens().and(account_screens()).and(place_screens()).and(people_screens());
    all.noting(crate::touch)
}

fn access_screens() -> Screens {
    use actions::access as act;
    Screens::new()
        .open_form_prepared("/masuk", access::sign_in, act::prepare_sign_in, act::sign_in, |o| {
            let to = if o.awaits_code {
                ui::query("/masuk/kode", &[("lanjut", &o.next)])
            } else {
                o.next.clone()
            };
            with_session(to, &o.secret)
        })
        .open_form_prepared(
            "/masuk/kode",
            access::code,
            act::prepare_code,
            act::enter_code,
            |opened: &Opened| with_session(opened.next.clone(), &opened.secret),
        )
        .open_form_prepared(
            "/keluar",
            access::sign_out,
            act::prepare_sign_out,
            act::sign_out,
            |()| Go::to("/masuk").cookie(SESSION_COOKIE, "", 0),
        )
        .open_form_prepared("/mulai", access::begin, act::prepare_begin, act::begin, opened)
        .open_form_prepared("/undangan", access::accept, act::prepare_accept, act::accept, opened)
}

fn opened(session: &Opened) -> Go {
    let to = if session.awaits_code { "/masuk/kode" } else { "/beranda" };
    with_session(to.to_owned(), &session.secret)
}
fn with_session(to: String, secret: &str) -> Go {
    Go::to(to).cookie(SESSION_COOKIE, secret, SESSION_SECONDS)
}

fn account_screens() -> Screens {
    use actions::{
        account as act,
        paper_link::{give_paper, revoke_paper},
    };
    Screens::new()
        .page("/akun", account::show)
        .post("/akun/bahasa", account::show, act::choose_language, |_| {
            Go::to("/akun").cookie("bahasa", "", 0).flash("people.flash.saved")
        })
        .list("/surat", paper_link::list, sheets::paper_links)
        .form("/surat/kirim", paper_link::give, give_paper, |done| {
            Go::to(format!("/surat?link={}", done.id)).once(done.once())
        })
        .post("/surat/{link}/cabut", paper_link::list, revoke_paper, |_| {
            Go::to("/surat").flash("people.flash.paper_taken_back")
        })
        .and(own_screens())
}

/// What lets one in oneself: no token touches it.
fn own_screens() -> Screens {
    use actions::account as act;
    Screens::in_person()
        .form_prepared(
            "/akun/sandi",
            account::password,
            act::prepare_password,
            act::change_password,
            |_| Go::to("/akun").flash("people.flash.password"),
        )
        .page("/akun/kode", account::totp)
        .post("/akun/kode/mulai", account::totp, act::begin_totp, |_| Go::to("/akun/kode"))
        .post_prepared(
            "/akun/kode/pasang",
            account::totp,
            act::prepare_totp,
            act::confirm_totp,
            |done| Go::to("/akun/kode").once(done.codes.join(" ")),
        )
        .post_prepared(
            "/akun/kode/lepas",
            account::totp,
            act::prepare_remove_totp,
            act::remove_totp,
            |_| Go::to("/akun/kode").flash("people.flash.totp_removed"),
        )
        .post("/akun/sesi/{session}/akhiri", account::show, act::end_session, |_| {
            Go::to("/akun").flash("people.flash.session_ended")
        })
        .form("/akun/token", account::tokens, act::create_token, |done| {
            Go::to("/akun/token").once(done.secret.clone().unwrap_or_default())
        })
        .post("/akun/token/{token}/cabut", account::tokens, act::revoke_token, |_| {
            Go::to("/akun/token").flash("people.flash.token_revoked")
        })
}

fn place_screens() -> Screens {
    use actions::place as act;
    paper_screens()
        .list("/upt", place::consignors, sheets::consignors)
        .form("/upt/baru", place::consignor_form, act::create_consignor, |done| {
            saved("/upt/", done)
        })
        .page("/upt/{consignor}", place::consignor)
        .form("/upt/{consignor}/ubah", place::consignor_form, act::edit_consignor, |done| {
            saved("/upt/", done)
        })
        .list("/toko", place::shops, sheets::shops)
        .form("/toko/baru", place::shop_form, act::create_shop, |done| saved("/toko/", done))
        .page("/toko/{shop}", place::shop)
        .form("/toko/{shop}/ubah", place::shop_form, act::edit_shop, |done| saved("/toko/", done))
}

fn paper_screens() -> Screens {
    use actions::letterhead as act;
    Screens::new()
        .page("/kop", letterhead::own)
        .page("/upt/{consignor}/kop", letterhead::of_unit)
        .file("/upt/{consignor}/kop/logo.png", letterhead::unit_logo)
        .form_prepared(
            "/upt/{consignor}/kop/ubah",
            letterhead::unit_form,
            act::prepare_logo,
            act::set_letterhead,
            |done| Go::to(format!("/upt/{}/kop", done.id)).flash("people.flash.saved"),
        )
        .form(
            "/upt/{consignor}/kop/penanda-tangan",
            letterhead::signatory_form,
            act::set_signatory,
            |done| Go::to(format!("/upt/{}/kop", done.id)).flash("people.flash.saved"),
        )
        .page("/toko/{shop}/kop", letterhead::of_shop)
        .file("/toko/{shop}/kop/logo.png", letterhead::shop_logo)
        .form_prepared(
            "/toko/{shop}/kop/ubah",
            letterhead::shop_form,
            act::prepare_logo,
            act::set_letterhead,
            |done| Go::to(format!("/toko/{}/kop", done.id)).flash("people.flash.saved"),
        )
}

fn people_screens() -> Screens {
    use actions::{maker as makers, release as releases, user as users};
    Screens::new()
        .list("/pengguna", user::list, sheets::users)
        .form("/pengguna/baru", user::form, users::create_user, invited)
        .page("/pengguna/{user}", user::show)
        .form("/pengguna/{user}/ubah", user::form, users::edit_user, |done| {
            saved("/pengguna/", done)
        })
        .post("/pengguna/{user}/undang", user::show, users::invite_user, invited)
        .post("/pengguna/{user}/nonaktif", user::show, users::deactivate_user, |done| {
            saved("/pengguna/", done)
        })
        .post("/pengguna/{user}/aktif", user::show, users::activate_user, |done| {
            saved("/pengguna/", done)
        })
        .post("/pengguna/{user}/lepas-kode", user::show, users::reset_totp, |done| {
            saved("/pengguna/", done)
        })
        .list("/pembuat", maker::list, sheets::makers)
        .form("/pembuat/baru", maker::new_form, makers::create_maker, |done| {
            saved("/pembuat/", done)
        })
        .list("/pembuat/catatan", reading::list, sheets::readings)
        .page("/pembuat/{maker}", maker::show)
        .post("/pembuat/{maker}/nama", maker::show, makers::read_identity, |done| {
            // The address carries the line of the log, which opens the name for five minutes.
            Go::to(format!("/pembuat/{}?bacaan={}", done.maker, done.id))
        })
        .form("/pembuat/{maker}/ubah", maker::identity_form, makers::record_identity, |done| {
            saved("/pembuat/", done)
        })
        .form("/pembuat/{maker}/hapus-nama", maker::erase_form, makers::erase_identity, |done| {
            saved("/pembuat/", done)
        })
        .form("/pembuat/{maker}/pindah", maker::transfer_form, makers::transfer_maker, |done| {
            saved("/pembuat/", done)
        })
        .form("/pembuat/{maker}/bebas", maker::release_form, makers::release_maker, |done| {
            saved("/pembuat/", done)
        })
        .form("/pembuat/{maker}/bebas-batal", release::form, releases::reverse_release, |done| {
            saved("/pembuat/", done)
        })
        .post(
            "/pembuat/{maker}/bebas-batal/{release_reversal}/setujui",
            release::decision,
            releases::confirm_release_reversal,
            |done| saved("/pembuat/", done),
        )
        .post(
            "/pembuat/{maker}/bebas-batal/{release_reversal}/tolak",
            release::decision,
            releases::reject_release_reversal,
            |done| saved("/pembuat/", done),
        )
}

fn saved(under: &str, done: &Recorded) -> Go {
    Go::to(format!("{under}{}", done.id)).flash("people.flash.saved")
}

/// The link is shown on the user's own page, this once.
fn invited(done: &actions::Shown) -> Go {
    let go = Go::to(format!("/pengguna/{}", done.id));
    match &done.secret {
        Some(secret) => go.once(secret.clone()),
        None => go,
    }
}

/// `3 Nov 2025, 14.05 WIB`.
fn when(ctx: &Context, time: Time) -> String {
    let day = time.day(ctx.zone).short(ctx.lang);
    format!("{day}, {} {}", time.clock_face(ctx.zone), ctx.zone.name())
}

/// A list's search, filters, rows and pages; `first` where there is nothing yet.
fn browsed(ctx: &Context, view: &BrowseView<'_>, rows: Option<Markup>, first: Markup) -> Markup {
    let none = ("people.none_found", "people.none_found_hint");
    ui::listed(ctx.lang, view, rows, none, first)
}

/// What stands where nothing is yet.
fn nothing(ctx: &Context, word: &str, action: Markup) -> Markup {
    let t = |key: &str| ctx.lang.t(key);
    let (title, text) = (format!("people.{word}.empty"), format!("people.{word}.empty_hint"));
    ui::empty(t(&title), t(&text), action)
}

/// The buttons at the end of a form.
fn send(ctx: &Context, label: &str, back: &str) -> Markup {
    ui::actions(html! {
        (ui::submit(ctx.lang.t(label)))
        (ui::quiet(back, ctx.lang.t("common.cancel")))
    })
}

fn or_dash(text: Option<&str>) -> Markup {
    match text {
        Some(text) => html! { (text) },
        None => html! { span aria-hidden="true" { "–" } },
    }
}

/// The way back to a list, with its words' key.
fn crumbs(ctx: &Context, way: &[(&str, &str)], here: &str) -> Markup {
    let steps: Vec<Crumb<'_>> =
        way.iter().map(|(href, label)| Crumb { href, label: ctx.lang.t(label) }).collect();
    ui::breadcrumbs(ctx.lang, &steps, here)
}
