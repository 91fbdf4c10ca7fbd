//! The room behind a web server that has nothing else in it.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, header, request::Builder},
};
use db::Read;
use kernel::{Actor, StoryId, Time, Zone};
use maud::{Markup, html};
use testkit::{LAPAS, OTHER_LAPAS, SHOP, World, clerk, head, officer};
use tower::ServiceExt;
use web::{Ask, Credentials, Page, SignedIn, Site, Visit, Wiring};

/// Who may come in, by the token that they send.
fn people() -> [(&'static str, Actor); 4] {
    [
        ("kasubsi", officer(LAPAS)),
        ("kalapas", head(LAPAS)),
        ("tetangga", officer(OTHER_LAPAS)),
        ("toko", clerk(SHOP)),
    ]
}

fn who_is(_: &mut Read, credentials: &Credentials, _: Time) -> db::Result<Option<SignedIn>> {
    let Credentials::Token(hash) = credentials else { return Ok(None) };
    let known = |token: &str| people::secret::hash_of(token) == *hash;
    let found = people().into_iter().find(|(token, _)| known(token));
    Ok(found.map(|(_, actor)| SignedIn {
        actor,
        lang: None,
        zone: Zone::Wib,
        job_title: String::new(),
        place: String::new(),
    }))
}

fn shell(_: &mut Read, _: &Visit, ask: &Ask, page: Page) -> db::Result<Markup> {
    Ok(html! { head { title { (page.title) } (web::head(ask, &page)) } body { (page.main) } })
}

/// A server over the world's own database.
pub fn serve(world: &World) -> Router {
    let wiring = Wiring {
        press: web::without_press,
        sheets: web::without_sheets(),
        who_is,
        shell,
        secure: false,
        trust_proxy: false,
        public_url: "http://hilir.example".to_owned(),
        zone: Zone::Wib,
    };
    let site = Site::new(world.db.clone(), world.clock(), world.ids.clone(), wiring);
    web::router(site, stories::screens(), stories::api(), Vec::new())
}

/// An answer.
pub struct Answer {
    pub status: u16,
    pub location: String,
    pub cookies: Vec<String>,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    /// `name=value` of a cookie that it sets.
    pub fn cookie(&self, name: &str) -> String {
        let found = self.cookies.iter().find(|line| line.starts_with(name)).expect("a cookie");
        found.split(';').next().unwrap_or_default().to_owned()
    }
}

fn by(who: &str, request: Builder) -> Builder {
    if who.is_empty() {
        return request;
    }
    request.header(header::AUTHORIZATION, format!("Bearer {who}"))
}

/// Looks at a page as somebody; as a stranger without a name.
pub fn look(router: &Router, who: &str, address: &str) -> Answer {
    let request = by(who, Request::get(address)).body(Body::empty());
    answer(router, request.expect("a request"))
}

/// Looks with a browser's cookie.
pub fn look_as(router: &Router, cookie: &str, address: &str) -> Answer {
    let request = Request::get(address).header(header::COOKIE, cookie).body(Body::empty());
    answer(router, request.expect("a request"))
}

/// Looks for what changed since.
pub fn look_since(router: &Router, etag: &str, address: &str) -> Answer {
    let request = Request::get(address).header(header::IF_NONE_MATCH, etag).body(Body::empty());
    answer(router, request.expect("a request"))
}

/// Presses a button under a story.
pub fn react(router: &Router, story: StoryId, cookie: &str, form: &str) -> Answer {
    let request = Request::post(format!("/kabar/{story}/reaksi"))
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(form.to_owned()));
    answer(router, request.expect("a request"))
}

/// Sends a form or, where the body begins so, JSON.
pub fn send(router: &Router, who: &str, address: &str, body: &str) -> Answer {
    let json = body.starts_with('{');
    let kind = if json { "application/json" } else { "application/x-www-form-urlencoded" };
    let request = by(who, Request::post(address)).header(header::CONTENT_TYPE, kind);
    answer(router, request.body(Body::from(body.to_owned())).expect("a request"))
}

fn answer(router: &Router, request: Request<Body>) -> Answer {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let response = router.clone().oneshot(request).await.expect("an answer");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = |value: &axum::http::HeaderValue| value.to_str().unwrap_or_default().to_owned();
        let location = headers.get(header::LOCATION).map(text).unwrap_or_default();
        let cookies = headers.get_all(header::SET_COOKIE).iter().map(text).collect();
        let bytes = to_bytes(response.into_body(), usize::MAX).await.expect("a body");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status, location, cookies, headers, text }
    })
}
