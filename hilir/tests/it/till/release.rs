//! A new version of the till arrives on a phone that is in use.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::Request,
    http::header,
    middleware::{self, Next},
    response::Response,
};
use serde_json::json;

use crate::{
    house::played,
    till::{Phone, Server, alone, arrived, each_once},
};

/// The house as it would be some releases later: another worker, and another look.
fn later(release: Arc<AtomicU64>) -> impl FnOnce(Router) -> Router {
    move |router| {
        router.layer(middleware::from_fn(move |mut request: Request, next: Next| {
            let release = release.load(Ordering::SeqCst);
            async move {
                let path = request.uri().path().to_owned();
                if release == 0 || !["/kasir/sw.js", "/kasir/till.css"].contains(&path.as_str()) {
                    return next.run(request).await;
                }
                request.headers_mut().remove(header::ACCEPT_ENCODING);
                request.headers_mut().remove(header::IF_NONE_MATCH);
                changed(next.run(request).await, release).await
            }
        }))
    }
}

async fn changed(answer: Response, release: u64) -> Response {
    let (mut head, body) = answer.into_parts();
    let text = to_bytes(body, 1 << 20).await.expect("a file");
    let text = String::from_utf8(text.to_vec()).expect("a text");
    let text = text.replacen("const VERSION = \"", &format!("const VERSION = \"{release}-"), 1);
    let text = match head.headers[header::CONTENT_TYPE].to_str().expect("a type") {
        css if css.contains("css") => format!("{text}\n:root {{ --release: {release}; }}\n"),
        _ => text,
    };
    head.headers.remove(header::ETAG);
    head.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(head, Body::from(text))
}

/// The release whose look the page has, and those whose files the phone keeps.
async fn looks_like(phone: &Phone, release: &str) {
    let own = "getComputedStyle(document.documentElement).getPropertyValue('--release')";
    phone.until(&format!("{own}.trim() === {release:?}")).await;
}

async fn shells(phone: &Phone) -> usize {
    let script = "return (await caches.keys()).filter(name => name !== 'kasir-foto').length";
    let kept = phone.wait_for(script).await;
    usize::try_from(kept.as_u64().expect("a number")).expect("a few")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_in_another_window_is_not_taken_from_under_the_hand() {
    let _alone = alone().await;
    let house = played();
    let release = Arc::new(AtomicU64::new(0));
    let free = "127.0.0.1:0".parse().expect("an address");
    let server = Server::start_as(&house.db, free, later(release.clone()));
    let base = server.base();
    let Some(phone) = Phone::installed(&base, "kasir", "HP uji").await else { return };
    let first = phone.0.window().await.expect("a window");
    let second = phone.0.new_window(false).await.expect("another window").handle;
    phone.0.switch_to_window(second.clone()).await.expect("there");
    phone.go_to(&format!("{base}/kasir#/tanya")).await;
    phone.type_into(".card input", "Kandang kelinci").await;

    // The first window is idle and takes it; the second one offers it.
    phone.0.switch_to_window(first).await.expect("there");
    release.store(1, Ordering::SeqCst);
    phone.0.refresh().await.expect("the till");
    looks_like(&phone, "1").await;
    phone.0.switch_to_window(second).await.expect("there");
    phone.reads("A new version of the till is ready").await;
    assert_eq!(
        phone.run("return document.querySelector('.card input').value").await,
        json!("Kandang kelinci")
    );
    looks_like(&phone, "").await;
    // Once nobody is in the middle of something there, it follows.
    phone.run("location.hash = '#/jual'").await;
    looks_like(&phone, "1").await;
    phone.0.close().await;
    server.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_version_waits_for_the_buyer_and_is_taken_whole() {
    let _alone = alone().await;
    let house = played();
    let release = Arc::new(AtomicU64::new(0));
    let free = "127.0.0.1:0".parse().expect("an address");
    let server = Server::start_as(&house.db, free, later(release.clone()));
    let base = server.base();
    let Some(phone) = Phone::installed(&base, "kasir", "HP uji").await else { return };
    let mut shown = vec![phone.sell(1).await];
    phone.all_sent().await;

    // A buyer stands there: it is offered, and nothing moves under his goods.
    phone.view("jual").await;
    phone.tap(".tiles li:nth-child(2) .tile-add").await;
    phone.see(".take").await;
    release.store(1, Ordering::SeqCst);
    phone.0.refresh().await.expect("the till");
    phone.reads("A new version of the till is ready").await;
    looks_like(&phone, "").await;
    assert_eq!(shells(&phone).await, 2, "the old one is whole beside the new one");
    phone.tap_words("Use it now").await;
    looks_like(&phone, "1").await;
    phone.tap(".take").await;
    phone.tap(".exact").await;
    shown.push(phone.receipt().await);
    phone.until("navigator.serviceWorker.controller").await;
    assert_eq!(shells(&phone).await, 1, "the old one is gone");

    // Nobody stands there: it is taken by itself.
    arrived(&house.db, &shown).await;
    release.store(2, Ordering::SeqCst);
    phone.view("jual").await;
    phone.0.refresh().await.expect("the till");
    looks_like(&phone, "2").await;

    // And it starts without a server.
    let at = server.stop();
    phone.0.refresh().await.expect("the till");
    phone.see(".tile").await;
    looks_like(&phone, "2").await;
    shown.push(phone.sell(1).await);
    let server = Server::start(&house.db, at);
    phone.0.refresh().await.expect("the till");
    arrived(&house.db, &shown).await;
    each_once(&house.db, &shown);
    assert_eq!(json!(phone.kept().await.len()), json!(shown.len()));
    phone.0.close().await;
    server.stop();
}
