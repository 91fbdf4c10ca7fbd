//! All rooms behind a web server, so that a link can be followed.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, header},
};
use db::Read;
use kernel::{Actor, Time, Zone};
use maud::{Markup, html};
use sha2::{Digest, Sha256};
use testkit::{
    LAPAS, OTHER_SHOP, SHOP, World, administrator, head, officer, overseer, shopkeeper, treasurer,
};
use tower::ServiceExt;
use web::{Ask, Credentials, Page, SignedIn, Site, Visit, Wiring};

/// Who may come in, by the token that they send.
fn people() -> [(&'static str, Actor); 7] {
    [
        ("kasubsi", officer(LAPAS)),
        ("kalapas", head(LAPAS)),
        ("bendahara", treasurer(LAPAS)),
        ("toko", shopkeeper(SHOP)),
        ("warung", shopkeeper(OTHER_SHOP)),
        ("pengelola", administrator()),
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

/// A server over the world's own database.
pub fn open(world: &World) -> Router {
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
    let screens = overview::screens()
        .and(people::screens())
        .and(catalogue::screens())
        .and(agreements::screens())
        .and(production::screens())
        .and(consignment::screens())
        .and(sales::screens())
        .and(settlement::screens());
    web::router(site, screens, overview::api(), Vec::new())
}

/// The status and the text of an answer.
pub struct Answer {
    pub status: u16,
    pub text: String,
}

/// Asks as somebody; with a body it is a POST of a form, or of JSON where the body says so.
pub fn ask(router: &Router, who: &str, address: &str, body: Option<&str>) -> Answer {
    let json = body.is_some_and(|body| body.starts_with('{'));
    let kind = if json { "application/json" } else { "application/x-www-form-urlencoded" };
    let request = Request::builder()
        .method(if body.is_some() { "POST" } else { "GET" })
        .uri(address)
        .header(header::AUTHORIZATION, format!("Bearer {who}"))
        .header(header::CONTENT_TYPE, kind)
        .body(Body::from(body.unwrap_or_default().to_owned()))
        .expect("well");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("well");
    runtime.block_on(async {
        let response = router.clone().oneshot(request).await.expect("well");
        let status = response.status().as_u16();
        let bytes = to_bytes(response.into_body(), 1 << 26).await.expect("well");
        Answer { status, text: String::from_utf8_lossy(&bytes).into_owned() }
    })
}
