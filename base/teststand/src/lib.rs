#![doc = include_str!("../README.md")]
#![expect(clippy::expect_used, reason = "a test that cannot ask stops")]

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, header},
};
use db::Read;
use kernel::{Actor, Time, Zone};
use maud::{Markup, html};
use sha2::{Digest, Sha256};
use testkit::{LAPAS, OTHER_LAPAS, OTHER_SHOP, SHOP, World, clerk, head, officer, overseer};
use tower::ServiceExt;
use web::{Api, Ask, Credentials, Page, Screens, SignedIn, Site, Visit, Wiring};

/// Who may come in, by the token that they send.
fn people() -> [(&'static str, Actor); 6] {
    [
        ("kasubsi", officer(LAPAS)),
        ("kalapas", head(LAPAS)),
        ("tetangga", officer(OTHER_LAPAS)),
        ("toko", clerk(SHOP)),
        ("toko lain", clerk(OTHER_SHOP)),
        ("kanwil", overseer("Kanwil Contoh")),
    ]
}

fn who_is(_: &mut Read, credentials: &Credentials, _: Time) -> db::Result<Option<SignedIn>> {
    let Credentials::Token(hash) = credentials else { return Ok(None) };
    let known = |token: &str| <[u8; 32]>::from(Sha256::digest(token)) == *hash;
    let found = people().into_iter().find(|(token, _)| known(token));
    Ok(found.map(|(_, actor)| SignedIn {
        actor,
        lang: None,
        zone: Zone::Wib,
        job_title: String::new(),
        place: String::new(),
    }))
}

fn shell(_: &mut Read, _: &Visit, _: &Ask, page: Page) -> db::Result<Markup> {
    Ok(html! { title { (page.title) } (page.main) })
}

/// A room's pages and endpoints over the world's own database.
pub fn serve(world: &World, screens: Screens, api: Api) -> Router {
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
    web::router(site, screens, api, Vec::new())
}

/// The status, where it leads on to, and the text of an answer.
pub struct Answer {
    pub status: u16,
    pub location: String,
    pub text: String,
}

/// Looks at a page as somebody.
pub fn look(router: &Router, who: &str, address: &str) -> Answer {
    answer(router, request("GET", who, address, "text/plain", ""))
}

/// Sends a form or, where the body begins so, JSON.
pub fn send(router: &Router, who: &str, address: &str, body: &str) -> Answer {
    let json = body.starts_with('{');
    let kind = if json { "application/json" } else { "application/x-www-form-urlencoded" };
    answer(router, request("POST", who, address, kind, body))
}

fn request(method: &str, who: &str, address: &str, kind: &str, body: &str) -> Request<Body> {
    Request::builder()
        .method(method)
        .uri(address)
        .header(header::AUTHORIZATION, format!("Bearer {who}"))
        .header(header::CONTENT_TYPE, kind)
        .body(Body::from(body.to_owned()))
        .expect("a request")
}

fn answer(router: &Router, request: Request<Body>) -> Answer {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let response = router.clone().oneshot(request).await.expect("an answer");
        let status = response.status().as_u16();
        let location = response.headers().get(header::LOCATION);
        let location = location.and_then(|to| to.to_str().ok()).unwrap_or_default().to_owned();
        let bytes = to_bytes(response.into_body(), usize::MAX).await.expect("a body");
        Answer { status, location, text: String::from_utf8_lossy(&bytes).into_owned() }
    })
}
