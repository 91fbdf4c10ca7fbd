//! Puts the rooms' tables together into one router, with what belongs to no room: assets, the
//! choice of language and theme, the API's description, health, and the page that isn't there.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use db::Read;
use kernel::{Lang, Refusal, RefusalKind};
use words::Speak;

use crate::{
    Api, Ask, Asset, Go, Page, Screens, Site, answer, api_page, asset,
    back::Pages,
    body, form, guard,
    openapi::{self, Doors},
    seen::{self, Seen},
};

/// A year, in seconds.
const CHOICE_SECONDS: i64 = 31_536_000;

pub fn router(site: Site, screens: Screens, api: Api, assets: Vec<Asset>) -> Router {
    let doors = Arc::new(Doors { endpoints: api.endpoints, routes: screens.routes.clone() });
    let described = doors.clone();
    site.0.pages.get_or_init(|| Pages::of(screens.routes()));
    let screens = noted(&site, screens);
    Router::new()
        .route("/pilihan", post(choose))
        .route("/sehat", get(healthy))
        .route(
            "/api/v1/openapi.json",
            get(move |State(site): State<Site>| openapi_json(site, described.clone())),
        )
        .route(
            "/api",
            get(move |State(site): State<Site>, ask: Ask| api_page(site, ask, doors.clone())),
        )
        .merge(asset::routes(assets))
        .merge(screens)
        .merge(api.router)
        .fallback(not_found)
        .method_not_allowed_fallback(not_so)
        .layer(axum::middleware::map_response(answer::guarded))
        .with_state(site)
}

/// The pages, with their sessions noted where a room says how.
fn noted(site: &Site, screens: Screens) -> Router<Site> {
    let Some(touch) = screens.touch else { return screens.router };
    let state = (site.clone(), Arc::new(Seen::new(touch)));
    screens.router.layer(axum::middleware::from_fn_with_state(state, seen::note))
}

/// Whether the database answers: for a balancer or a watchdog.
async fn healthy(State(site): State<Site>) -> Response {
    match site.db().answers().await {
        Ok(()) => "ok\n".into_response(),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// Keeps the chosen language or theme in a cookie and goes back to where the visitor was.
async fn choose(State(site): State<Site>, headers: HeaderMap, request: Request) -> Response {
    let empty = Arc::new(Ask::new(request.uri(), &headers, Vec::new()));
    let read = match guard::same_origin(&headers) {
        Ok(()) => body::read_form(&headers, request.into_body()).await.map_err(|cut| cut.no),
        Err(no) => Err(no),
    };
    let fields = match read {
        Ok(fields) => form::to_json(&fields),
        Err(no) => return answer::error_page(&site, &empty, no.into()).await,
    };
    let text = |name: &str| fields[name].as_str().unwrap_or_default().to_owned();
    let back = Some(text("back")).filter(|back| is_own_path(back)).unwrap_or_else(|| "/".into());
    let mut go = Go::to(back);
    if let Some(lang) = Lang::from_tag(&text("lang")) {
        go = go.cookie("bahasa", lang.tag(), CHOICE_SECONDS);
    }
    match text("theme").as_str() {
        theme @ ("light" | "dark") => go = go.cookie("tema", theme, CHOICE_SECONDS),
        "auto" => go = go.cookie("tema", "", 0),
        _ => {}
    }
    answer::see_other(&site, go)
}

/// Letters of the longest path that somebody is sent back to.
const OWN_PATH_MAX: usize = 2_000;

/// A path of this site, and not an address that only looks like one.
pub fn is_own_path(path: &str) -> bool {
    // A browser drops a tab or a line break, and takes `/\t/evil` for `//evil`.
    let unfit = |c: char| c == '\\' || c.is_control();
    let own = path.starts_with('/') && !path.starts_with("//");
    own && path.len() <= OWN_PATH_MAX && !path.contains(unfit)
}

async fn openapi_json(site: Site, doors: Arc<Doors>) -> Response {
    let described = openapi::describe(&doors, site.public_url());
    answer::json_bytes(StatusCode::OK, described.to_string().into_bytes())
}

async fn api_page(site: Site, ask: Ask, doors: Arc<Doors>) -> Response {
    let ask = Arc::new(ask);
    let (desk, asked) = (site.clone(), ask.clone());
    let look = move |read: &mut Read| {
        let visit = desk.visit(read, &asked)?;
        let lang = visit.context.lang;
        let described = openapi::describe(&doors, desk.public_url());
        let main = api_page::readable(lang, &described, &doors);
        let mut page = Page::new(lang.t("web.api.title"), main);
        page.public = visit.signed_in.is_none();
        Ok((desk.0.wiring.shell)(read, &visit, &asked, page)?.into_string())
    };
    match site.db().read(look).await {
        Ok(page) => answer::html(StatusCode::OK, page),
        Err(error) => answer::error_page(&site, &ask, error).await,
    }
}

async fn not_found(State(site): State<Site>, ask: Ask) -> Response {
    refused(&site, ask, Refusal::new("web.not_found", RefusalKind::NotFound)).await
}

/// The address is there, but not for this: the router says in `Allow` what it takes.
async fn not_so(State(site): State<Site>, ask: Ask) -> Response {
    refused(&site, ask, Refusal::new("web.method", RefusalKind::Invalid)).await
}

async fn refused(site: &Site, ask: Ask, no: Refusal) -> Response {
    let ask = Arc::new(ask);
    if ask.path.starts_with("/api/") {
        return answer::problem(&ask, no.into());
    }
    answer::error_page(site, &ask, no.into()).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn going_back_stays_here() {
        assert!(is_own_path("/pks?q=a"));
        for other in [
            "",
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "/a\r\nb",
            "/\t/evil.example",
        ] {
            assert!(!is_own_path(other), "{other}");
        }
        let long = |letters: usize| format!("/{}", "a".repeat(letters - 1));
        assert!(is_own_path(&long(OWN_PATH_MAX)) && !is_own_path(&long(OWN_PATH_MAX + 1)));
    }
}
