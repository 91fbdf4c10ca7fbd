//! Coming in and going out.

use db::{Read, Result};
use kernel::Context;
use maud::{Markup, html};
use web::{Ask, Page};
use words::Speak;

use crate::{
    No, secret,
    store_access::{self, LinkKind},
    store_user,
};

/// A narrow page of a visitor who has not signed in.
fn door(ctx: &Context, title: &str, lead: &str, body: Markup) -> Page {
    let (title, lead) = (ctx.lang.t(title), ctx.lang.t(lead));
    Page::public(title, html! { (ui::header(title, lead, html! {})) (body) })
}

/// Why he may not come in, instead of why nothing was saved.
fn not_in(ctx: &Context, ask: &Ask) -> Markup {
    match ask.refusal() {
        Some(no) => ui::notice(ctx.lang, ui::Kind::Bad, &ctx.lang.refusal(no)),
        None => html! {},
    }
}

pub fn sign_in(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let f = ui::FormState::new(ctx.lang, ask.typed(), None);
    let body = f.post(
        "/masuk",
        html! {
            (f.hidden("lanjut", ""))
            (f.text("name", "people.sign_in.name").autocomplete("username").max_length(40))
            (f.password("password", "people.sign_in.password").autocomplete("current-password"))
            (ui::actions(ui::submit(ctx.lang.t("common.shell.sign_in"))))
        },
    );
    // Before the first administrator is made there is nobody to ask.
    let help = match store_user::is_fresh(read)? {
        true => "people.sign_in.fresh",
        false => "people.sign_in.help",
    };
    let help = html! { p.hint { (ctx.lang.t(help)) } };
    let all = html! { (not_in(ctx, ask)) (body) (help) };
    Ok(door(ctx, "people.sign_in.title", "people.sign_in.lead", all))
}

pub fn code(_: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let f = ui::FormState::new(ctx.lang, ask.typed(), None);
    let body = f.post(
        "/masuk/kode",
        html! {
            (f.hidden("lanjut", ""))
            (f.one_time_code("code", "people.code.label").hint("people.code.hint").max_length(20))
            (send_to(ctx, "common.continue"))
        },
    );
    let all = html! { (not_in(ctx, ask)) (body) };
    Ok(door(ctx, "people.code.title", "people.code.lead", all))
}

fn send_to(ctx: &Context, label: &str) -> Markup {
    ui::actions(html! {
        (ui::submit(ctx.lang.t(label)))
        (ui::quiet("/masuk", ctx.lang.t("common.cancel")))
    })
}

pub fn sign_out(_: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let f = ask.form(ctx.lang);
    let button = ui::actions(ui::submit(ctx.lang.t("common.shell.sign_out")));
    Ok(door(ctx, "people.sign_out.title", "people.sign_out.lead", f.post("/keluar", button)))
}

/// The key in the address, or as the form sent it back.
fn key_of(ask: &Ask) -> &str {
    ask.typed().get("kunci").or_else(|| ask.query("kunci")).unwrap_or_default()
}

fn spent(ctx: &Context) -> Page {
    let sentence = ctx.lang.refusal(&No::LinkSpent.into());
    let body = ui::notice(ctx.lang, ui::Kind::Warning, &sentence);
    door(ctx, "people.link.title", "people.link.lead", body)
}

pub fn begin(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let link = store_access::find_link(read, &secret::hash_of(key_of(ask)), ctx.now)?;
    if link.is_none_or(|link| link.kind != LinkKind::First) {
        return Ok(spent(ctx));
    }
    let f = ask.form(ctx.lang);
    let body = f.post(
        "/mulai",
        html! {
            (f.hidden("kunci", key_of(ask)))
            (f.text("name", "people.user.name").autocomplete("name"))
            (f.text("job_title", "people.user.job_title").hint("people.user.job_title_hint"))
            (f.text("sign_in_name", "people.user.sign_in_name")
                .hint("people.user.sign_in_name_hint").autocomplete("username"))
            (passwords(&f))
            (ui::actions(ui::submit(ctx.lang.t("people.begin.send"))))
        },
    );
    Ok(door(ctx, "people.begin.title", "people.begin.lead", body))
}

/// A fresh password, twice.
pub fn passwords(f: &ui::FormState<'_>) -> Markup {
    html! {
        (f.password("password", "people.password.new").hint("people.password.hint")
            .autocomplete("new-password"))
        (f.password("again", "people.password.again").autocomplete("new-password"))
    }
}

pub fn accept(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let link = store_access::find_link(read, &secret::hash_of(key_of(ask)), ctx.now)?;
    let Some((kind, id)) = link.and_then(|link| Some((link.kind, link.user?))) else {
        return Ok(spent(ctx));
    };
    let Some(user) = store_user::find_user(read, id)?.filter(|user| user.active) else {
        return Ok(spent(ctx));
    };
    let f = ask.form(ctx.lang);
    let body = html! {
        (ui::facts([
            (ctx.lang.t("people.user.name"), html! { (user.name) }),
            (ctx.lang.t("people.user.sign_in_name"), html! { (user.sign_in_name) }),
            (ctx.lang.t("people.user.place"), super::or_dash(user.place.as_deref())),
        ]))
        (f.post("/undangan", html! {
            (f.hidden("kunci", key_of(ask)))
            (passwords(&f))
            (ui::actions(ui::submit(ctx.lang.t("people.link.send"))))
        }))
    };
    let title = match kind {
        LinkKind::Reset => "people.link.reset_title",
        LinkKind::First | LinkKind::Invitation => "people.link.invitation_title",
    };
    Ok(door(ctx, title, "people.link.accept_lead", body))
}
