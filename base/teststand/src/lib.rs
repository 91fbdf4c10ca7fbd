#![doc = include_str!("../README.md")]
#![expect(clippy::expect_used, reason = "a test that cannot ask stops")]

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, HeaderName, HeaderValue, Request, header},
};
use db::Read;
use kernel::{Actor, Time, Zone};
use maud::{Markup, html};
use sha2::{Digest, Sha256};
use testkit::{
    LAPAS, OTHER_LAPAS, OTHER_SHOP, SHOP, World, administrator, clerk, head, officer, overseer,
    shopkeeper, treasurer,
};
use tower::ServiceExt;
use web::{Api, Ask, Credentials, Page, Screens, SignedIn, Site, Visit, Wiring};

/// Who may come in, by the token that they send.
fn people() -> [(&'static str, Actor); 10] {
    [
        ("kasubsi", officer(LAPAS)),
        ("kalapas", head(LAPAS)),
        ("bendahara", treasurer(LAPAS)),
        ("tetangga", officer(OTHER_LAPAS)),
        ("toko", clerk(SHOP)),
        ("toko lain", clerk(OTHER_SHOP)),
        ("pemilik", shopkeeper(SHOP)),
        ("pemilik lain", shopkeeper(OTHER_SHOP)),
        ("kanwil", overseer("Kanwil Contoh")),
        ("pengelola", administrator()),
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

fn shell(_: &mut Read, visit: &Visit, ask: &Ask, page: Page) -> db::Result<Markup> {
    Ok(html! {
        html lang=(visit.context.lang.tag()) {
            head { title { (page.title) } (web::head(ask, &page)) }
            body { (page.main) }
        }
    })
}

/// A room's pages and endpoints over the world's own database.
pub fn serve(world: &World, screens: Screens, api: Api) -> Router {
    let wiring = Wiring {
        press: web::without_press,
        bare: web::without_shell,
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

/// What came back, and where it leads on to.
pub struct Answer {
    pub status: u16,
    pub location: String,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
    pub text: String,
}

impl Answer {
    /// `name=value` of a cookie that it sets; nothing where it sets none.
    pub fn cookie(&self, name: &str) -> String {
        let mut set = self.headers.get_all(header::SET_COOKIE).iter().map(readable);
        let found = set.rfind(|line| line.split('=').next() == Some(name)).unwrap_or_default();
        found.split(';').next().unwrap_or_default().to_owned()
    }
}

/// Looks at a page as somebody; as a browser that is not signed in where the name is empty.
pub fn look(router: &Router, who: &str, address: &str) -> Answer {
    look_with(router, who, address, &[])
}

/// Looks with more headers: a cookie, a language, what the browser knows already.
pub fn look_with(router: &Router, who: &str, address: &str, more: &[(HeaderName, &str)]) -> Answer {
    answer(router, request("GET", who, address, more, Vec::new()))
}

/// Sends a form or, where the body begins so, JSON.
pub fn send(router: &Router, who: &str, address: &str, body: &str) -> Answer {
    send_with(router, who, address, body, &[])
}

/// Sends with more headers.
pub fn send_with(
    router: &Router,
    who: &str,
    address: &str,
    body: &str,
    more: &[(HeaderName, &str)],
) -> Answer {
    let json = body.starts_with('{');
    let kind = if json { "application/json" } else { "application/x-www-form-urlencoded" };
    let more = [more, &[(header::CONTENT_TYPE, kind)]].concat();
    answer(router, request("POST", who, address, &more, body.as_bytes().to_vec()))
}

/// Sends a form with a file, as a browser does.
pub fn upload(
    router: &Router,
    who: &str,
    address: &str,
    fields: &[(&str, &str)],
    file: (&str, &[u8]),
) -> Answer {
    let mut body = Vec::new();
    for (name, value) in fields {
        let head = format!("--tepi\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
        body.extend([head.as_bytes(), value.as_bytes(), b"\r\n"].concat());
    }
    let (name, content) = file;
    let head = format!(
        "--tepi\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"foto.png\"\r\n\
         Content-Type: image/png\r\n\r\n"
    );
    body.extend([head.as_bytes(), content, b"\r\n--tepi--\r\n"].concat());
    let kind = [(header::CONTENT_TYPE, "multipart/form-data; boundary=tepi")];
    answer(router, request("POST", who, address, &kind, body))
}

fn request(
    method: &str,
    who: &str,
    address: &str,
    more: &[(HeaderName, &str)],
    body: Vec<u8>,
) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(address);
    if !who.is_empty() {
        request = request.header(header::AUTHORIZATION, format!("Bearer {who}"));
    }
    for (name, value) in more {
        request = request.header(name, *value);
    }
    request.body(Body::from(body)).expect("a request")
}

fn answer(router: &Router, request: Request<Body>) -> Answer {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let response = router.clone().oneshot(request).await.expect("an answer");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let location = headers.get(header::LOCATION).map(readable).unwrap_or_default();
        let bytes = to_bytes(response.into_body(), usize::MAX).await.expect("a body").to_vec();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status, location, headers, bytes, text }
    })
}

fn readable(value: &HeaderValue) -> String {
    value.to_str().unwrap_or_default().to_owned()
}
