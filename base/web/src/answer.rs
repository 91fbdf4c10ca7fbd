//! From what happened to what is sent: one place for every status, header and error page.

use std::sync::Arc;

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use db::{Error, Read};
use kernel::{Lang, Refusal, RefusalKind};
use maud::Markup;
use serde_json::json;
use words::Speak;

use crate::{Ask, Credentials, FileOut, Go, Page, Site, away, page::status_of};

/// No script, style, picture or frame from anywhere else, and none written into a page.
const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// On every answer, whatever it is and wherever it is made: its kind is what it says it is, and
/// nobody else is told from which address somebody comes; some addresses hold a secret.
pub(crate) async fn guarded(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    response
}

pub(crate) fn html(status: StatusCode, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    let fixed = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, CSP),
        (header::CACHE_CONTROL, "no-store"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

pub(crate) fn file(found: FileOut) -> Response {
    let cache = if found.immutable { "private, max-age=31536000, immutable" } else { "no-store" };
    let mut response = Response::new(Body::from(found.bytes));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(found.mime));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; sandbox"),
    );
    if let Some(name) = found.download {
        let safe: String =
            name.chars().filter(|c| c.is_ascii_alphanumeric() || "._-".contains(*c)).collect();
        if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{safe}\"")) {
            headers.insert(header::CONTENT_DISPOSITION, value);
        }
    }
    response
}

/// A file that anyone may have; the caller says how long.
pub(crate) fn public_file(mime: &'static str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    let fixed = [
        (header::CONTENT_TYPE, mime),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
    ];
    for (name, value) in fixed {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// For good at another path of this house.
pub(crate) fn moved(to: &str) -> Response {
    let mut response = StatusCode::PERMANENT_REDIRECT.into_response();
    if let Ok(place) = HeaderValue::from_str(to) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    response
}

pub(crate) fn see_other(site: &Site, go: Go) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    if let Ok(place) = HeaderValue::from_str(&go.to) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    for (name, value, seconds) in go.cookies {
        add_cookie(site, &mut response, name, &value, seconds);
    }
    response
}

pub(crate) fn add_cookie(
    site: &Site,
    response: &mut Response,
    name: &str,
    value: &str,
    seconds: i64,
) {
    let secure = if site.0.wiring.secure { "; Secure" } else { "" };
    let line = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    if let Ok(line) = HeaderValue::from_str(&line) {
        response.headers_mut().append(header::SET_COOKIE, line);
    }
}

/// The page where one signs in, which leads back to `page`.
pub(crate) fn sign_in(page: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("lanjut", page);
    format!("/masuk?{}", query.finish())
}

/// Whoever sent a form and has not signed in (any more) is asked to, and leads on to a page. What
/// he typed waits for him, if there was anything to type.
pub(crate) fn sign_in_first(site: &Site, ask: &Ask, no: &Refusal) -> Response {
    let back = site.0.pages.get().map_or_else(|| "/".to_owned(), |pages| pages.of_form(ask));
    let way_in = sign_in(&back);
    away::kept(site, ask, no, &way_in).unwrap_or_else(|| see_other(site, Go::to(way_in)))
}

/// What people see instead of a page: the sentence that says what to do next.
pub(crate) async fn error_page(site: &Site, ask: &Arc<Ask>, error: Error) -> Response {
    let refusal = match error {
        Error::Refused(refusal) if refusal.kind == RefusalKind::SignedOut => {
            let back = match ask.query_text.as_str() {
                "" => ask.path.clone(),
                query => format!("{}?{query}", ask.path),
            };
            return see_other(site, Go::to(sign_in(&back)));
        }
        Error::Refused(refusal) => refusal,
        Error::Unavailable(reason) => return away::page(site, ask, &reason),
        other => {
            report_fault(&ask.path, &other);
            Refusal::new("web.fault", RefusalKind::Conflict)
        }
    };
    let status = status_of(&refusal);
    let (desk, asked) = (site.clone(), ask.clone());
    let shown = site.db().read(move |read: &mut Read| {
        let visit = desk.visit(read, &asked)?;
        let lang = visit.context.lang;
        let (title, main) = error_body(lang, &refusal);
        let mut page = Page::new(title, main);
        page.public = visit.signed_in.is_none();
        Ok((desk.0.wiring.shell)(read, &visit, &asked, page)?.into_string())
    });
    match shown.await {
        Ok(body) => html(status, body),
        Err(error) => away::page(site, ask, &error.to_string()),
    }
}

/// A page after a refusal, with the sentence above it where the page itself has no place for it:
/// whoever pressed the button of a form that is not there any more hears why all the same.
pub(crate) fn with_refusal(ask: &Ask, lang: Lang, main: Markup) -> Markup {
    let Some(refusal) = ask.refusal() else { return main };
    let sentence = maud::html! { (lang.refusal(refusal)) };
    if main.0.contains(&sentence.0) {
        return main;
    }
    let bare = Refusal { field: None, ..refusal.clone() };
    let summary = ui::FormState::new(lang, ask.typed(), Some(&bare)).summary();
    maud::html! { (summary) (main) }
}

/// That nothing is there is no reproach; that somebody may not is.
fn error_body(lang: Lang, refusal: &Refusal) -> (&'static str, Markup) {
    let (title, kind) = match refusal.kind {
        RefusalKind::NotFound => ("web.error.missing", ui::Kind::Warning),
        _ => ("web.error.title", ui::Kind::Bad),
    };
    let title = lang.t(title);
    let main = maud::html! {
        (ui::header(title, "", maud::html! {}))
        (ui::notice(lang, kind, &lang.refusal(refusal)))
        (ui::actions(ui::button_link("/", lang.t("web.error.home"))))
    };
    (title, main)
}

fn report_fault(path: &str, error: &Error) {
    tracing::error!(path, %error, "a fault");
}

/// Instead of a file: a program that comes with its token is told as the API tells it, anybody else
/// sees a page.
pub(crate) async fn no_file(site: &Site, ask: &Arc<Ask>, error: Error) -> Response {
    match ask.credentials {
        Some(Credentials::Token(_)) => problem(ask, error),
        _ => error_page(site, ask, error).await,
    }
}

/// An error of the API: RFC 9457 problem details with a stable code.
pub(crate) fn problem(ask: &Ask, error: Error) -> Response {
    let lang = ask.lang;
    let error = match error {
        Error::Unavailable(reason) => away::refusal(&reason).into(),
        other => other,
    };
    let refusal = match error {
        Error::Refused(refusal) => refusal,
        other => {
            report_fault(&ask.path, &other);
            Refusal::new("web.fault", RefusalKind::Conflict)
        }
    };
    let status = status_of(&refusal);
    let params: serde_json::Map<_, _> =
        refusal.params.iter().map(|(k, v)| ((*k).to_owned(), json!(v))).collect();
    let body = json!({
        "type": format!("/api#{}", refusal.code),
        "title": status.canonical_reason().unwrap_or_default(),
        "status": status.as_u16(),
        "code": refusal.code,
        "detail": lang.refusal(&refusal),
        "field": refusal.field,
        "params": params,
        "instance": ask.path,
    });
    let mut response = json_bytes(status, body.to_string().into_bytes());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    if status == StatusCode::SERVICE_UNAVAILABLE {
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    }
    if status == StatusCode::UNAUTHORIZED {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

pub(crate) fn json_bytes(status: StatusCode, body: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
