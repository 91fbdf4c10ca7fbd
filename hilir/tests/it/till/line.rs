//! The line to the house where it is poor: slow, dear, or gone for weeks.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::Request,
    middleware::{self, Next},
    response::IntoResponse,
};
use serde_json::json;

use crate::{
    house::played,
    till::{PAUSE, Phone, STORE, Server, TRIES, alone, arrived, each_once},
};

/// A line that carries so many acts in time, and no more.
fn narrow(carries: usize) -> impl FnOnce(Router) -> Router {
    move |router| {
        router.layer(middleware::from_fn(move |request: Request, next: Next| async move {
            if request.uri().path() != "/api/v1/till/acts" {
                return next.run(request).await;
            }
            let (head, body) = request.into_parts();
            let bytes = to_bytes(body, 1 << 20).await.expect("acts");
            if bytes.iter().filter(|byte| **byte == b'\n').count() > carries {
                tokio::time::sleep(Duration::from_secs(600)).await;
            }
            next.run(Request::from_parts(head, Body::from(bytes))).await
        }))
    }
}

/// An enrolled phone with a tenth of its patience, so that nobody waits for minutes here.
async fn hurried(base: &str) -> Option<Phone> {
    let phone = Phone::open(&testkit::profile()).await?;
    phone
        .before_pages(
            "const timeout = AbortSignal.timeout.bind(AbortSignal);
             AbortSignal.timeout = (ms) => timeout(ms / 10);",
        )
        .await;
    phone.sign_in(base, "kasir").await;
    phone.enrol(base, "HP uji").await;
    phone.all_ready().await;
    Some(phone)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_line_carries_less_at_a_time() {
    let _alone = alone().await;
    let house = played();
    let server = Server::open(&house.db);
    let Some(phone) = hurried(&server.base()).await else { return };
    let at = server.stop();
    let mut shown = Vec::new();
    for _ in 0..5 {
        shown.push(phone.sell(1).await);
    }
    let server = Server::start_as(&house.db, at, narrow(1));
    phone.0.refresh().await.expect("the till");
    arrived(&house.db, &shown).await;
    phone.all_sent().await;
    each_once(&house.db, &shown);
    phone.0.close().await;
    server.stop();
}

/// A line that carries one act at a time to a house that stumbles over the first two.
fn stumbling(router: Router) -> Router {
    narrow(1)(router.layer(middleware::from_fn(move |request: Request, next: Next| async move {
        if request.uri().path() != "/api/v1/till/acts" {
            return next.run(request).await;
        }
        let (head, body) = request.into_parts();
        let bytes = to_bytes(body, 1 << 20).await.expect("acts");
        let text = String::from_utf8_lossy(&bytes);
        if ["\"seq\":1,", "\"seq\":2,"].iter().any(|one| text.contains(one)) {
            let later = r#"{"line":1,"state":"later","code":"web.fault","detail":"Later."}"#;
            let json = [("content-type", "application/x-ndjson")];
            return (json, format!("{later}\n")).into_response();
        }
        next.run(Request::from_parts(head, Body::from(bytes))).await
    })))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_house_stumbles_over_lets_the_others_pass() {
    let _alone = alone().await;
    let house = played();
    let server = Server::open(&house.db);
    let Some(phone) = hurried(&server.base()).await else { return };
    let at = server.stop();
    let mut shown = Vec::new();
    for _ in 0..4 {
        shown.push(phone.sell(1).await);
    }
    let server = Server::start_as(&house.db, at, stumbling);
    phone.0.refresh().await.expect("the till");
    arrived(&house.db, &shown[2..]).await;
    phone.keeps(|kept| kept[0].ends_with(": queued") && kept[3].ends_with(": done")).await;
    let at = server.stop();
    let server = Server::start(&house.db, at);
    phone.0.refresh().await.expect("the till");
    arrived(&house.db, &shown).await;
    phone.all_sent().await;
    each_once(&house.db, &shown);
    phone.0.close().await;
    server.stop();
}

/// Counts how often the goods are asked for.
fn counted(asked: Arc<AtomicUsize>) -> impl FnOnce(Router) -> Router {
    move |router| {
        router.layer(middleware::from_fn(move |request: Request, next: Next| {
            if request.uri().path() == "/api/v1/till/snapshot" {
                asked.fetch_add(1, Ordering::SeqCst);
            }
            next.run(request)
        }))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_goods_are_not_fetched_anew_with_every_sale() {
    let _alone = alone().await;
    let house = played();
    let asked = Arc::new(AtomicUsize::new(0));
    let free = "127.0.0.1:0".parse().expect("an address");
    let server = Server::start_as(&house.db, free, counted(asked.clone()));
    let Some(phone) = Phone::installed(&server.base(), "kasir", "HP uji").await else { return };
    phone.all_ready().await;
    let before = asked.load(Ordering::SeqCst);
    let left = "return document.querySelector('.tiles li:nth-child(1) .tile-left').textContent";
    let shelf = phone.run(left).await;
    let mut shown = Vec::new();
    for _ in 0..4 {
        shown.push(phone.sell(1).await);
        arrived(&house.db, &shown).await;
        phone.all_sent().await;
    }
    // One, where the minute ended on a slow machine.
    let after = asked.load(Ordering::SeqCst) - before;
    assert!(after <= 1, "asked {after} times");
    // What was sold here is known here all the same.
    phone.view("jual").await;
    phone.see(".tile-left").await;
    assert_ne!(phone.run(left).await, shelf);
    each_once(&house.db, &shown);
    phone.0.close().await;
    server.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_queue_of_weeks_is_saved_in_files_that_can_be_imported() {
    let _alone = alone().await;
    let house = played();
    let server = Server::open(&house.db);
    let Some(phone) = Phone::installed(&server.base(), "kasir", "HP uji").await else { return };
    let folder = testkit::guardian::folder("saved");
    let allowed = json!({"behavior": "allow", "downloadPath": folder.display().to_string()});
    phone.0.cdp("Browser.setDownloadBehavior", allowed).await;
    server.stop();
    phone.sell(1).await;
    phone.waits().await;
    let more = format!(
        "{STORE} const [one] = await every('acts');
         const changed = store.transaction('acts', 'readwrite'), acts = changed.objectStore('acts');
         for (let seq = 2; seq <= 4_001; seq += 1) {{
             const id = crypto.randomUUID();
             acts.put({{ ...one, id, seq, act: {{ ...one.act, id, seq }} }});
         }}
         await new Promise((done) => {{ changed.oncomplete = done; }});
         return true"
    );
    assert_eq!(phone.wait_for(&more).await, json!(true));
    phone.view("antrean").await;
    phone.tap("[data-k=export]").await;
    phone.reads("3 files").await;
    for n in 1..=3 {
        phone.tap(&format!("dialog .stack button:nth-child({n})")).await;
    }
    let mut lines = Vec::new();
    for n in 1..=3 {
        lines.push(lines_of(&folder, &format!("-{n}.ndjson")).await);
    }
    assert_eq!(lines, [2_000, 2_000, 1]);
    phone.0.close().await;
}

/// The lines of the file whose name ends so, once it is there.
async fn lines_of(folder: &std::path::Path, ending: &str) -> usize {
    for _ in 0..TRIES {
        let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let found =
            files.map(|file| file.path()).find(|path| path.to_string_lossy().ends_with(ending));
        if let Some(file) = found {
            return std::fs::read_to_string(file).expect("a file").lines().count();
        }
        tokio::time::sleep(PAUSE).await;
    }
    panic!("no file {ending} in {}", folder.display());
}
