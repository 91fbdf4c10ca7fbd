//! Who comes by a link: people are counted and nobody is known; programs and floods are not.

use std::time::{Duration, Instant};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{Request, StatusCode},
};
use serde_json::json;
use testkit::{LAPAS, SHOP, World, officer};
use tower::ServiceExt;

use crate::{
    campaigns::{seen, start},
    market::{Market, open},
};

/// What a browser says that brings a person here.
const PERSON: [(&str, &str); 3] = [
    ("sec-fetch-mode", "navigate"),
    ("sec-fetch-dest", "document"),
    ("user-agent", "Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36"),
];

struct Came {
    status: StatusCode,
    location: Option<String>,
    cookie: bool,
    text: String,
}

fn come(router: &Router, path: &str, address: &str, said: &[(&str, &str)]) -> Came {
    let mut request = Request::builder().uri(path);
    for (name, value) in said {
        request = request.header(*name, *value);
    }
    let mut request = request.body(Body::empty()).expect("a request");
    let from: std::net::SocketAddr = format!("{address}:40000").parse().expect("an address");
    request.extensions_mut().insert(ConnectInfo(from));
    let runtime = tokio::runtime::Handle::current();
    let work = async {
        let response = router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 1 << 20).await.expect("a body");
        Came {
            status: parts.status,
            location: parts.headers.get("location").map(|to| to.to_str().expect("text").to_owned()),
            cookie: parts.headers.contains_key("set-cookie"),
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    };
    tokio::task::block_in_place(|| runtime.block_on(work))
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_counted_and_nobody_is_known() {
    let world = World::quick();
    let Market { trap, .. } = open(&world);
    let kasubsi = officer(LAPAS);
    let id = start(&world, &kasubsi, json!({ "goods": [{ "product": trap }] })).expect("one");
    let code = seen(&world, &kasubsi, id).expect("a campaign").channels.remove(0).code;
    let site = teststand::serve(&world, promotion::screens(), promotion::api());
    let here = format!("/k/{code}");
    let version = world.db.version();
    for person in ["192.0.2.1", "192.0.2.2", "192.0.2.3"] {
        let page = come(&site, &here, person, &PERSON);
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.cookie, "nobody gets anything to be known by");
        assert!(page.text.contains("Bazar &lt;b&gt;Januari&lt;/b&gt;"), "{}", page.text);
        assert!(page.text.contains(&format!("/pesan/{SHOP}?product={trap}&amp;k={code}")));
    }
    // Typed off a poster it leads to the one address, and counts there.
    let typed = format!("/k/{}", code.to_lowercase());
    assert_eq!(come(&site, &typed, "192.0.2.4", &PERSON).location.as_deref(), Some(&*here));
    // The preview of a link, a program, a browser that fetches beforehand.
    come(&site, &here, "192.0.2.5", &[("user-agent", "WhatsApp/2.23.20.0")]);
    come(&site, &here, "192.0.2.5", &[PERSON[0], ("user-agent", "Examplebot/1.0")]);
    come(&site, &here, "192.0.2.5", &[PERSON[0], ("sec-purpose", "prefetch")]);
    for _ in 0..100 {
        come(&site, &here, "192.0.2.6", &PERSON);
    }
    for wrong in ["/k/AAAAAAB", "/k/%3Cscript%3E", "/k/%00", "/k/KXMTRWP"] {
        assert_eq!(come(&site, wrong, "192.0.2.7", &PERSON).status, StatusCode::NOT_FOUND);
    }
    // Three people, and of the flood as many as may stand behind one network's address.
    let all = || seen(&world, &kasubsi, id).expect("a campaign").all.visits;
    let until = Instant::now() + Duration::from_secs(60);
    while all() < 23 && Instant::now() < until {
        tokio::task::yield_now().await;
    }
    assert_eq!(all(), 23);
    assert_eq!(world.db.version(), version, "no public page is made anew for it");
}
