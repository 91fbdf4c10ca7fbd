//! What people see while the database is away: a page that asks nothing of it.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use kernel::{Lang, Refusal, RefusalKind};
use maud::{Markup, html};
use words::Speak;

use crate::{Ask, Page, Site, answer, body::BODY_BYTES_MAX};

/// The names under which forms send a password.
const SECRETS: [&str; 3] = ["password", "old", "again"];

/// A document for houses that have no look of their own, as in a room's tests.
pub fn without_shell(_: &Ask, page: Page) -> Markup {
    html! { title { (page.title) } (page.main) }
}

/// The same as a no, for the API and for the page of a form that can still be shown.
pub(crate) fn refusal(reason: &str) -> Refusal {
    tracing::error!(reason, "the database cannot be used");
    Refusal::new("web.unavailable", RefusalKind::Conflict)
}

pub(crate) fn page(site: &Site, ask: &Ask, reason: &str) -> Response {
    let no = refusal(reason);
    let lang = ask.lang;
    let main = html! {
        (ui::header(lang.t("web.unavailable.title"), "", html! {}))
        (ui::notice(lang, ui::Kind::Bad, &lang.refusal(&no)))
        @if ask.refusal().is_some() { (again_as_sent(lang, ask)) } @else { (again(lang, ask)) }
        (ui::section(lang.t("web.unavailable.next"), html! {
            div.prose {
                ul {
                    li { (lang.t("web.unavailable.till")) }
                    li { (lang.t("web.unavailable.keeper")) }
                }
            }
        }))
    };
    let page = Page::new(lang.t("web.unavailable.title"), main);
    let body = (site.0.wiring.bare)(ask, page).into_string();
    let mut response = answer::html(StatusCode::SERVICE_UNAVAILABLE, body);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    response
}

fn again(lang: Lang, ask: &Ask) -> Markup {
    let address = match ask.query_text.as_str() {
        "" => ask.path.clone(),
        query => format!("{}?{query}", ask.path),
    };
    html! {
        p { (lang.t("web.unavailable.wait")) }
        (ui::actions(ui::button_link(&address, lang.t("web.unavailable.again"))))
    }
}

/// What was sent stands in this page, to be sent again under the same ids. A password does not: its
/// form is opened anew.
fn again_as_sent(lang: Lang, ask: &Ask) -> Markup {
    if !may_stand_here(ask) {
        return again(lang, ask);
    }
    html! {
        p { (lang.t("web.unavailable.kept")) }
        (as_sent(lang, ask))
    }
}

fn may_stand_here(ask: &Ask) -> bool {
    !ask.typed().pairs().any(|(name, _)| SECRETS.contains(&name))
}

/// What somebody sent after his session had ended, for when he has signed in beside this page;
/// nothing where there is nothing to keep, or where it may not stand in a page. Anybody can send
/// a form here: what is longer than a form without files may be is not written back.
pub(crate) fn kept(site: &Site, ask: &Ask, no: &Refusal, way_in: &str) -> Option<Response> {
    let something = ask.typed().pairs().next().is_some() || ask.typed().files().next().is_some();
    if !something || !may_stand_here(ask) || typed_bytes(ask) > BODY_BYTES_MAX {
        return None;
    }
    let (lang, title) = (ask.lang, ask.lang.t("web.ended.title"));
    let main = html! {
        (ui::header(title, "", html! {}))
        (ui::notice(lang, ui::Kind::Warning, &lang.refusal(no)))
        p { (lang.t("web.ended.kept")) }
        (ui::actions(html! {
            a.button.primary href=(way_in) target="_blank" rel="noopener" {
                (lang.t("web.ended.sign_in"))
            }
        }))
        (as_sent(lang, ask))
    };
    let body = (site.0.wiring.bare)(ask, Page::new(title, main)).into_string();
    Some(answer::html(StatusCode::UNAUTHORIZED, body))
}

fn typed_bytes(ask: &Ask) -> usize {
    let typed = ask.typed();
    let texts: usize = typed.pairs().map(|(name, value)| name.len() + value.len()).sum();
    texts + typed.files().map(str::len).sum::<usize>()
}

fn as_sent(lang: Lang, ask: &Ask) -> Markup {
    let typed = ask.typed();
    html! {
        form.form method="post" action=(ask.path) enctype="multipart/form-data" {
            @for (name, value) in typed.pairs() {
                input type="hidden" name=(name) value=(value);
            }
            @for (n, name) in typed.files().enumerate() {
                div.field {
                    label for={ "berkas-" (n) } { (lang.t("common.form.file_again")) }
                    input id={ "berkas-" (n) } type="file" name=(name);
                }
            }
            (ui::actions(ui::submit(lang.t("web.unavailable.send"))))
        }
    }
}
