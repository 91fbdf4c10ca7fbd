//! The room behind a web server that has nothing else in it.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, header},
};
use db::Read;
use kernel::{Actor, Time, Zone};
use maud::{Markup, html};
use sha2::{Digest, Sha256};
use testkit::{LAPAS, OTHER_LAPAS, SHOP, World, administrator, head, officer, shopkeeper};
use tower::ServiceExt;
use web::{Ask, Credentials, Page, SignedIn, Site, Visit, Wiring};

/// Who may come in, by the token that they send.
fn people() -> [(&'static str, Actor); 5] {
    [
        ("kasubsi", officer(LAPAS)),
        ("kalapas", head(LAPAS)),
        ("tetangga", officer(OTHER_LAPAS)),
        ("toko", shopkeeper(SHOP)),
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
    web::router(site, catalogue::screens(), catalogue::api(), Vec::new())
}

/// The status, where it leads on to, and the bytes of an answer.
pub struct Answer {
    pub status: u16,
    pub location: String,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}

/// Looks at a page as somebody; nobody has the name "".
pub fn look(router: &Router, who: &str, address: &str) -> Answer {
    answer(router, request("GET", who, address, "text/plain", Vec::new()))
}

/// Sends a form or, where the body begins so, JSON.
pub fn send(router: &Router, who: &str, address: &str, body: &str) -> Answer {
    let json = body.starts_with('{');
    let kind = if json { "application/json" } else { "application/x-www-form-urlencoded" };
    answer(router, request("POST", who, address, kind, body.as_bytes().to_vec()))
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
    answer(router, request("POST", who, address, "multipart/form-data; boundary=tepi", body))
}

fn request(method: &str, who: &str, address: &str, kind: &str, body: Vec<u8>) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(address);
    if !who.is_empty() {
        request = request.header(header::AUTHORIZATION, format!("Bearer {who}"));
    }
    request.header(header::CONTENT_TYPE, kind).body(Body::from(body)).unwrap()
}

fn answer(router: &Router, request: Request<Body>) -> Answer {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let response = router.clone().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let location = response.headers().get(header::LOCATION);
        let location = location.map(|at| at.to_str().unwrap().to_owned()).unwrap_or_default();
        let bytes = to_bytes(response.into_body(), 1 << 26).await.unwrap().to_vec();
        Answer { status, location, bytes }
    })
}
