//! The room behind its real door: requests as a browser and a program send them.

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode, header},
};
use kernel::{Capability, Reach, UserId, Zone};
use maud::{Markup, html};
use people::{CreateUser, Rights, reach::ReachKind};
use serde_json::{Value, json};
use testkit::World;
use tokio::runtime::Runtime;
use tower::ServiceExt;

use crate::line;

pub const PASSWORD: &str = "kolam ikan hias";

pub struct House {
    router: Router,
    runtime: Runtime,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub to: String,
    pub cookies: Vec<String>,
    pub body: String,
}

impl Answer {
    /// The value of a cookie that was set.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        let start = format!("{name}=");
        let line = self.cookies.iter().find_map(|line| line.strip_prefix(&start))?;
        line.split(';').next()
    }
    pub fn session(&self) -> String {
        self.cookie("hilir_session").expect("a session").to_owned()
    }
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("JSON")
    }
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }
}

fn shell(_: &mut db::Read, _: &web::Visit, _: &web::Ask, page: web::Page) -> db::Result<Markup> {
    Ok(html! { title { (page.title) } (page.main) })
}

pub fn house(world: &World) -> House {
    let wiring = web::Wiring {
        press: web::without_press,
        bare: web::without_shell,
        sheets: web::without_sheets(),
        who_is: people::who_is,
        shell,
        secure: false,
        trust_proxy: false,
        public_url: "http://127.0.0.1".to_owned(),
        zone: Zone::Wib,
    };
    let site = web::Site::new(world.db.clone(), world.clock(), world.ids.clone(), wiring);
    let router = web::router(site, people::screens(), people::api(), Vec::new());
    let runtime = Runtime::new().expect("a runtime");
    House { router, runtime }
}

async fn answer(router: Router, request: Request<Body>) -> Answer {
    let response = router.oneshot(request).await.expect("an answer");
    let (parts, body) = response.into_parts();
    let text = |name| {
        let values = parts.headers.get_all(name).iter();
        values.map(|v| v.to_str().expect("ASCII").to_owned()).collect::<Vec<_>>()
    };
    let bytes = axum::body::to_bytes(body, 1 << 20).await.expect("a body");
    Answer {
        status: parts.status,
        to: text(header::LOCATION).pop().unwrap_or_default(),
        cookies: text(header::SET_COOKIE),
        body: String::from_utf8(bytes.to_vec()).expect("UTF-8"),
    }
}

fn form(path: &str, cookies: &str, fields: &str) -> Request<Body> {
    let request = Request::post(path)
        .header(header::COOKIE, cookies)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    request.body(Body::from(fields.to_owned())).expect("a request")
}

impl House {
    fn send(&self, request: Request<Body>) -> Answer {
        self.runtime.block_on(answer(self.router.clone(), request))
    }

    /// All of these sign in at the same moment.
    pub fn sign_in_together(&self, names: &[String], password: &str) -> Vec<Answer> {
        let fields = |name| format!("name={name}&password={}", password.replace(' ', "+"));
        let requests = names.iter().map(|name| form("/masuk", "", &fields(name)));
        let sent: Vec<_> = requests
            .map(|request| self.runtime.spawn(answer(self.router.clone(), request)))
            .collect();
        sent.into_iter().map(|one| self.runtime.block_on(one).expect("an answer")).collect()
    }

    /// A page, with the cookies of a browser.
    pub fn page(&self, path: &str, cookies: &str) -> Answer {
        let request = Request::get(path).header(header::COOKIE, cookies);
        self.send(request.body(Body::empty()).expect("a request"))
    }

    /// A form; its fields are percent-encoded already.
    pub fn form(&self, path: &str, cookies: &str, fields: &str) -> Answer {
        self.send(form(path, cookies, fields))
    }

    /// The API, with a bearer token.
    pub fn get(&self, path: &str, token: &str) -> Answer {
        let request = Request::get(format!("/api/v1{path}"))
            .header(header::AUTHORIZATION, format!("Bearer {token}"));
        self.send(request.body(Body::empty()).expect("a request"))
    }
    pub fn post(&self, path: &str, token: &str, body: &Value) -> Answer {
        let request = Request::post(format!("/api/v1{path}"))
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .header(header::CONTENT_TYPE, "application/json");
        self.send(request.body(Body::from(body.to_string())).expect("a request"))
    }

    /// The API as the one who signed in himself, by his cookies.
    pub fn post_in_person(&self, path: &str, cookies: &str, body: &Value) -> Answer {
        let request = Request::post(format!("/api/v1{path}"))
            .header(header::COOKIE, cookies)
            .header(header::CONTENT_TYPE, "application/json");
        self.send(request.body(Body::from(body.to_string())).expect("a request"))
    }
    /// A form that a program sends with its token.
    pub fn form_by_token(&self, path: &str, token: &str, fields: &str) -> Answer {
        let request = Request::post(path)
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(fields.to_owned())).expect("a request"))
    }

    pub fn sign_in(&self, name: &str, password: &str) -> Answer {
        self.form("/masuk", "", &format!("name={name}&password={}", password.replace(' ', "+")))
    }
}

/// `hilir_session=…`, as the browser sends it back.
pub fn cookie(session: &str) -> String {
    format!("hilir_session={session}")
}

/// Registers somebody with [`PASSWORD`].
pub fn user(world: &World, name: &str, reach: Reach, may: &[Capability]) -> UserId {
    let ctx = people::house(&world.ids, world.now());
    let (kind, consignor, shop, kanwil) = match reach {
        Reach::Consignor(id) => (ReachKind::Consignor, Some(id), None, None),
        Reach::Shop(id) => (ReachKind::Shop, None, Some(id), None),
        Reach::Kanwil(name) => (ReachKind::Kanwil, None, None, Some(line(&name))),
        Reach::All | Reach::Nobody => (ReachKind::All, None, None, None),
    };
    let input = CreateUser {
        id: ctx.fresh_id(),
        sign_in_name: line(name),
        name: line("Eko Contoh"),
        job_title: line("Kasubsi"),
        employee_number: None,
        reach: kind,
        consignor,
        shop,
        kanwil,
        capabilities: Rights::of(may),
        lang: None,
    };
    let hashed = people::hash_password(PASSWORD, name, &world.ids).expect("a hash");
    let id = input.id;
    let work = move |tx: &mut db::Tx| {
        people::create_user(tx, &ctx, &input)?;
        people::set_password(tx, id, &hashed)
    };
    world.write(work).expect("a user");
    id
}

/// A bearer token of a user, with these capabilities.
pub fn token(world: &World, user: UserId, may: &[Capability]) -> String {
    let actor = world.read(move |read| people::load_user(read, user)).expect("a user").actor();
    let ctx = world.context(&actor);
    let input = people::CreateToken {
        id: ctx.fresh_id(),
        name: line("uji"),
        capabilities: Rights::of(may),
        days: kernel::Quantity(30),
    };
    let made = world.write(move |tx| people::create_token(tx, &ctx, &input)).expect("a token");
    made.secret.expect("a secret")
}

/// A fresh id as JSON.
pub fn fresh(world: &World) -> Value {
    json!(world.ids.uuid(world.now()))
}
