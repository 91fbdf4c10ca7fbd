//! The demo's house in this process, and a visitor who sends it requests.

use std::{path::PathBuf, sync::OnceLock};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode, header},
};
use db::Db;
use hilir::{
    demo::{self, Cast, Figures},
    house::{self, Address},
};
use kernel::{Clock, Ids, Zone};
use tower::ServiceExt;

/// A played demo and its router.
pub struct House {
    pub db: Db,
    pub router: Router,
    pub cast: Cast,
    pub figures: Figures,
}

/// Plays the demo into an empty, migrated database.
pub fn play(db: Db) -> House {
    words::install_for_tests();
    let (cast, figures) = demo::play(&db, &mut |_, _| {}).expect("the demo plays");
    open(db, cast, figures)
}

/// A house of the test's own on SQLite: the demo is played once, and every test gets a copy.
pub fn played() -> House {
    static PLAYED: OnceLock<(PathBuf, Cast, Figures)> = OnceLock::new();
    let (file, cast, figures) = PLAYED.get_or_init(|| {
        let House { db, cast, figures, .. } = play(testkit::sqlite());
        let file = testkit::guardian::folder("played").join("hilir.db");
        db.backup_to(&file).expect("a copy");
        (file, cast, figures)
    });
    open(testkit::sqlite_copy(file), cast.clone(), figures.clone())
}

fn open(db: Db, cast: Cast, figures: Figures) -> House {
    let address =
        Address { public_url: "http://127.0.0.1:8080".into(), zone: Zone::Wib, trust_proxy: false };
    let clock = Clock::from_fn(demo::ends_at);
    let router = house::router(db.clone(), clock, Ids::seeded(7), address);
    House { db, router, cast, figures }
}

/// One house on SQLite for all tests that only look.
pub fn shared() -> &'static House {
    static HOUSE: OnceLock<House> = OnceLock::new();
    HOUSE.get_or_init(played)
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub location: Option<String>,
    pub cookies: Vec<String>,
    pub body: String,
    pub bytes: axum::body::Bytes,
    pub content_type: String,
    pub headers: HeaderMap,
}

/// Somebody with a browser, or a program with a token.
#[derive(Clone)]
pub struct Visitor {
    router: Router,
    cookie: String,
}

impl Visitor {
    pub fn stranger(house: &House) -> Self {
        Self { router: house.router.clone(), cookie: String::new() }
    }

    /// Signs in as one of the demo's players.
    pub async fn sign_in(house: &House, name: &str) -> Self {
        Self::stranger(house).signed_in(name).await
    }

    pub fn of(router: Router) -> Self {
        Self { router, cookie: String::new() }
    }

    /// The same, signed in as one of the demo's players.
    pub async fn signed_in(&self, name: &str) -> Self {
        let mut visitor = Self { router: self.router.clone(), cookie: String::new() };
        let form = format!("name={name}&password={}", demo::PASSWORD);
        let answer = visitor.post("/masuk", &form).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{name} signs in: {}", answer.body);
        let session = answer.cookies.iter().find(|line| line.starts_with(web::SESSION_COOKIE));
        let session = session.and_then(|line| line.split(';').next()).expect("a session");
        visitor.cookie = session.to_owned();
        visitor
    }

    /// The same visitor with a choice of language.
    pub fn speaking(&self, tag: &str) -> Self {
        Self { router: self.router.clone(), cookie: format!("{}; bahasa={tag}", self.cookie) }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path), Body::empty()).await
    }

    pub async fn post(&self, path: &str, form: &str) -> Answer {
        let kind = "application/x-www-form-urlencoded";
        let request = Request::post(path).header(header::CONTENT_TYPE, kind);
        self.send(request, Body::from(form.to_owned())).await
    }

    pub async fn post_json(&self, path: &str, input: &serde_json::Value) -> Answer {
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
        self.send(request, Body::from(input.to_string())).await
    }

    /// A body as it stands, right or not.
    pub async fn post_text(&self, path: &str, body: &str) -> Answer {
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
        self.send(request, Body::from(body.to_owned())).await
    }

    /// A form with a file in it, as a browser sends one.
    pub async fn post_file(&self, path: &str, fields: &[(&str, &str)], file: &[u8]) -> Answer {
        self.post_named(path, fields, ("photo", "foto.jpg"), file).await
    }

    /// [`Visitor::post_file`] with a field and a file of other names.
    pub async fn post_named(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        (field, name): (&str, &str),
        file: &[u8],
    ) -> Answer {
        const EDGE: &str = "----batas-uji-4711";
        let part = |head: &str| format!("--{EDGE}\r\ncontent-disposition: form-data; {head}");
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(part(&format!("name=\"{name}\"\r\n\r\n{value}\r\n")).into_bytes());
        }
        let head = part(&format!("name=\"{field}\"; filename=\"{name}\"\r\n"));
        body.extend(format!("{head}content-type: image/jpeg\r\n\r\n").into_bytes());
        body.extend(file);
        body.extend(format!("\r\n--{EDGE}--\r\n").into_bytes());
        let kind = format!("multipart/form-data; boundary={EDGE}");
        let request = Request::post(path).header(header::CONTENT_TYPE, kind);
        self.send(request, Body::from(body)).await
    }

    pub async fn ask(&self, request: axum::http::request::Builder, body: &str) -> Answer {
        self.send(request, Body::from(body.to_owned())).await
    }

    pub fn with_cookie(&self, pair: &str) -> Self {
        Self { router: self.router.clone(), cookie: format!("{}; {pair}", self.cookie) }
    }

    async fn send(&self, request: axum::http::request::Builder, body: Body) -> Answer {
        let request = request.header(header::COOKIE, &self.cookie);
        let request = request.header(header::HOST, "127.0.0.1:8080");
        let request = request.body(body).expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (head, body) = response.into_parts();
        let body = to_bytes(body, 64 << 20).await.expect("a body");
        let text = |value: &axum::http::HeaderValue| value.to_str().ok().map(str::to_owned);
        let one = |name| head.headers.get(name).and_then(text);
        Answer {
            status: head.status,
            location: one(header::LOCATION),
            cookies: head.headers.get_all(header::SET_COOKIE).iter().filter_map(text).collect(),
            body: String::from_utf8_lossy(&body).into_owned(),
            bytes: body,
            content_type: one(header::CONTENT_TYPE).unwrap_or_default(),
            headers: head.headers.clone(),
        }
    }
}
