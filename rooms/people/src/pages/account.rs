//! A person's own account.

use db::{Read, Result};
use kernel::{Capability, Context, Lang, TokenId};
use maud::{Markup, PreEscaped, html};
use ui::Column;
use web::{Ask, Credentials, Page};
use words::Speak;

use super::{access::passwords, crumbs, send, when};
use crate::{
    No, User, load_user,
    store_access::{self, Session, Token},
    store_user, totp,
};

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let user = load_user(read, ctx.actor.user)?;
    let this = match &ask.credentials {
        Some(Credentials::Session(hash)) => Some(hash),
        _ => None,
    };
    let sessions = store_access::sessions(read, user.id, this, ctx.now)?;
    let t = |key: &str| ctx.lang.t(key);
    let who = format!("{} · {}", user.name, user.job_title);
    let main = html! {
        (ui::header(t("common.shell.account"), &who, html! {}))
        (facts(ctx, &user))
        (ui::section(t("people.account.security"), html! {
            (ui::actions(html! {
                (ui::quiet("/akun/sandi", t("people.account.change_password")))
                (ui::quiet("/akun/kode", t("people.totp.title")))
                (ui::quiet("/akun/token", t("people.token.title")))
                (ui::quiet("/surat", t("people.paper_link.title")))
            }))
        }))
        (ui::section(t("common.shell.language"), language(ctx, ask, &user)))
        (ui::section(t("people.session.title"), session_table(ctx, &sessions)))
        (ui::button_form("/keluar", t("common.shell.sign_out"), "quiet", &[]))
    };
    Ok(Page::new(t("common.shell.account"), main))
}

fn facts(ctx: &Context, user: &User) -> Markup {
    let may: Vec<_> = user.capabilities.iter().map(|one| ctx.lang.capability(one)).collect();
    ui::facts([
        (ctx.lang.t("people.user.sign_in_name"), html! { (user.sign_in_name) }),
        (ctx.lang.t("people.user.place"), super::user::place(ctx, user)),
        (ctx.lang.t("people.user.capabilities"), html! { (may.join(", ")) }),
    ])
}

fn language(ctx: &Context, ask: &Ask, user: &User) -> Markup {
    let f = ask.form(ctx.lang);
    let choices = Lang::ALL.map(|lang| (lang.tag(), name_of(lang)));
    f.post(
        "/akun/bahasa",
        html! {
            (f.radio("lang", "common.shell.language", choices)
                .value(user.lang.unwrap_or(ctx.lang).tag()))
            (ui::actions(ui::submit(ctx.lang.t("common.save"))))
        },
    )
}

const fn name_of(lang: Lang) -> &'static str {
    match lang {
        Lang::Id => "Bahasa Indonesia",
        Lang::En => "English",
    }
}

fn session_table(ctx: &Context, sessions: &[Session]) -> Markup {
    let t = |key: &str| ctx.lang.t(key);
    let columns = [
        Column::text(t("people.session.since")),
        Column::text(t("people.session.seen")),
        Column::text(t("people.session.address")),
        Column::actions(t("common.actions")),
    ];
    let rows = sessions.iter().map(|session| {
        let end = format!("/akun/sesi/{}/akhiri", session.id);
        vec![
            html! { (when(ctx, session.created_at)) },
            html! { (when(ctx, session.seen_at)) },
            super::or_dash(session.address.as_deref()),
            html! {
                @if session.is_this { (ui::badge(ui::Kind::Good, t("people.session.this"))) }
                @else { (ui::button_form(&end, t("people.session.end"), "danger", &[])) }
            },
        ]
    });
    html! { (ui::table(t("people.session.title"), columns, rows)) }
}

pub fn password(_: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let f = ask.form(ctx.lang);
    let title = ctx.lang.t("people.account.change_password");
    let main = html! {
        (crumbs(ctx, &[("/akun", "common.shell.account")], title))
        (ui::header(title, ctx.lang.t("people.account.password_lead"), html! {}))
        (f.post("/akun/sandi", html! {
            (f.password("old", "people.password.old").autocomplete("current-password"))
            (passwords(&f))
            (send(ctx, "common.save", "/akun"))
        }))
    };
    Ok(Page::new(title, main))
}

pub fn totp(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let key = store_user::find_key_of(read, ctx.actor.user)?.ok_or(No::Unknown)?;
    let title = ctx.lang.t("people.totp.title");
    let body = match (&key.totp_secret, key.totp_since) {
        (_, Some(_)) => {
            let left = store_user::recovery_codes_left(read, key.user)?;
            totp_in_use(ctx, ask, left)
        }
        (Some(secret), None) => totp_set_up(ctx, ask, secret, &key.sign_in_name),
        (None, None) => {
            let label = ctx.lang.t("people.totp.begin");
            ui::button_form("/akun/kode/mulai", label, "primary", &[])
        }
    };
    let main = html! {
        (crumbs(ctx, &[("/akun", "common.shell.account")], title))
        (ui::header(title, ctx.lang.t("people.totp.lead"), html! {}))
        (body)
    };
    Ok(Page::new(title, main))
}

fn totp_set_up(ctx: &Context, ask: &Ask, secret: &[u8], name: &str) -> Markup {
    let f = ask.form(ctx.lang);
    let picture = totp::picture(secret, name).unwrap_or_default();
    html! {
        (ui::prose(html! {
            ol {
                li { (ctx.lang.t("people.totp.step_scan")) }
                li { (ctx.lang.t("people.totp.step_code")) }
            }
        }))
        // Ours, made from the secret; nothing of it was typed by anybody.
        div.qr role="img" aria-label=(ctx.lang.t("people.totp.picture")) { (PreEscaped(picture)) }
        p { (ctx.lang.t("people.totp.by_hand")) " " code { (totp::typed(secret)) } }
        (f.post("/akun/kode/pasang", html! {
            (f.one_time_code("code", "people.code.label").max_length(20))
            (send(ctx, "people.totp.confirm", "/akun"))
        }))
    }
}

fn totp_in_use(ctx: &Context, ask: &Ask, left: i64) -> Markup {
    let f = ask.form(ctx.lang);
    let codes: Vec<&str> = ask.once.as_deref().unwrap_or_default().split_whitespace().collect();
    html! {
        @if !codes.is_empty() {
            (ui::notice_with(ctx.lang, ui::Kind::Warning, html! {
                p { (ctx.lang.t("people.totp.codes_once")) }
                ul { @for code in &codes { li { code { (code) } } } }
            }))
        }
        p { (ui::badge(ui::Kind::Good, ctx.lang.t("people.totp.in_use"))) }
        p { (ctx.lang.count("people.totp.codes_left", left)) }
        (ui::section(ctx.lang.t("people.totp.remove"), f.post("/akun/kode/lepas", html! {
            (f.one_time_code("code", "people.code.label").hint("people.code.hint").max_length(20))
            (ui::actions(ui::danger(ctx.lang.t("people.totp.remove"))))
        })))
    }
}

pub fn tokens(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let tokens = store_access::tokens(read, ctx.actor.user)?;
    let title = ctx.lang.t("people.token.title");
    let main = html! {
        (crumbs(ctx, &[("/akun", "common.shell.account")], title))
        (ui::header(title, ctx.lang.t("people.token.lead"), html! {}))
        @if let Some(secret) = ask.once.as_deref().filter(|secret| !secret.is_empty()) {
            (ui::notice_with(ctx.lang, ui::Kind::Warning, html! {
                p { (ctx.lang.t("people.token.once")) }
                p { code { (secret) } }
            }))
        }
        @if !tokens.is_empty() { (token_table(ctx, &tokens)) }
        (ui::section(ctx.lang.t("people.token.new"), token_form(ctx, ask)))
    };
    Ok(Page::new(title, main))
}

fn token_form(ctx: &Context, ask: &Ask) -> Markup {
    let f = ask.form(ctx.lang);
    let own: Vec<Capability> = ctx.actor.capabilities.iter().collect();
    f.post(
        "/akun/token",
        html! {
            (f.hidden("id", ctx.fresh_id::<kernel::TokenKind>()))
            (f.text("name", "people.token.name").hint("people.token.name_hint"))
            (rights(&f, &own, &[]))
            (f.number("days", "people.token.days").value(90))
            (ui::actions(ui::submit(ctx.lang.t("people.token.create"))))
        },
    )
}

/// One box for each capability that may be given.
pub fn rights(f: &ui::FormState<'_>, offered: &[Capability], given: &[Capability]) -> Markup {
    f.group(
        "people.user.capabilities",
        html! {
            @for one in offered {
                (f.checkbox(&format!("capabilities[{}]", one.name()), "")
                    .label_text(f.lang.capability(*one))
                    .hint(&format!("kernel.capability_hint.{}", one.name()))
                    .optional()
                    .width(ui::Width::Full)
                    .value(given.contains(one)))
            }
        },
    )
}

fn token_table(ctx: &Context, tokens: &[Token]) -> Markup {
    let t = |key: &str| ctx.lang.t(key);
    let columns = [
        Column::text(t("people.token.name")),
        Column::text(t("people.user.capabilities")),
        Column::text(t("people.token.until")),
        Column::actions(t("common.actions")),
    ];
    let rows = tokens.iter().map(|token| {
        let may: Vec<_> = token.capabilities.iter().map(|one| ctx.lang.capability(one)).collect();
        vec![
            html! { (token.name) },
            html! { (may.join(", ")) },
            html! { (when(ctx, token.expires_at)) },
            token_state(ctx, token),
        ]
    });
    html! { (ui::table(t("people.token.title"), columns, rows)) }
}

fn token_state(ctx: &Context, token: &Token) -> Markup {
    let t = |key: &str| ctx.lang.t(key);
    let revoke = |id: TokenId| format!("/akun/token/{id}/cabut");
    html! {
        @if token.revoked_at.is_some() { (ui::badge(ui::Kind::Neutral, t("people.token.revoked"))) }
        @else if token.expires_at <= ctx.now {
            (ui::badge(ui::Kind::Neutral, t("people.token.expired")))
        }
        @else { (ui::button_form(&revoke(token.id), t("people.token.revoke"), "danger", &[])) }
    }
}
