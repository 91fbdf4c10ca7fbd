//! The phone's store: full, old, and left alone at sign-out.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use axum::{
    Router,
    extract::Request,
    http::{StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use serde_json::json;

use crate::{
    house::played,
    till::{Phone, STORE, Server, alone, arrived, each_once, receipts},
};

/// How much the phone has for this address from now on; nothing: as much as it likes.
async fn room(phone: &Phone, base: &str, bytes: Option<u64>) {
    let params = match bytes {
        Some(bytes) => json!({"origin": base, "quotaSize": bytes}),
        None => json!({"origin": base}),
    };
    phone.0.cdp("Storage.overrideQuotaForOrigin", params).await;
}

/// The phone's store takes no new act from now on, so many times.
async fn refuses(phone: &Phone, times: u64) {
    phone
        .run(&format!(
            "window.refusals = {times};
             const add = window.add ??= IDBObjectStore.prototype.add;
             IDBObjectStore.prototype.add = function (...what) {{
                 if (window.refusals-- > 0) throw new DOMException('full', 'QuotaExceededError');
                 return add.apply(this, what);
             }}"
        ))
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_phone_says_so_before_anything_is_lost() {
    let _alone = alone().await;
    let house = played();
    let server = Server::open(&house.db);
    let base = server.base();
    let Some(phone) = Phone::installed(&base, "kasir", "HP uji").await else { return };
    let mut shown = vec![phone.sell(1).await];
    phone.all_sent().await;

    // Nearly full, by the browser's own word: it is said, and everything goes on.
    room(&phone, &base, Some(1 << 20)).await;
    phone.0.refresh().await.expect("the till");
    phone.reads("100% full. Delete photos or other apps").await;
    shown.push(phone.sell(1).await);
    arrived(&house.db, &shown).await;
    room(&phone, &base, None).await;
    phone.0.refresh().await.expect("the till");
    phone.see(".nota .paper").await;
    phone.until("!document.body.innerText.includes('100% full')").await;

    // Full: the room that was held takes the sale, and it is said.
    refuses(&phone, 1).await;
    shown.push(phone.sell(1).await);
    phone.reads("100% full").await;
    arrived(&house.db, &shown).await;

    // Nothing is left: no receipt is shown for what is not kept, and the basket stays.
    phone.view("jual").await;
    phone.tap(".tiles li:nth-child(1) .tile-add").await;
    phone.tap(".take").await;
    refuses(&phone, 1_000).await;
    phone.tap(".exact").await;
    phone.reads("The sale is NOT kept yet").await;
    phone.tap("dialog button").await;
    assert_eq!(phone.kept().await.len(), shown.len());
    refuses(&phone, 0).await;
    phone.tap(".exact").await;
    shown.push(phone.receipt().await);
    arrived(&house.db, &shown).await;
    each_once(&house.db, &shown);
    phone.0.close().await;
    server.stop();
}

/// What the browser says that this address uses, in bytes.
async fn used(phone: &Phone) -> u64 {
    let used = phone.wait_for("return (await navigator.storage.estimate()).usage").await;
    used.as_u64().expect("a number of bytes")
}

/// The receipt of a sale, or nothing where the phone says that it could not keep it.
async fn sold_or_refused(phone: &Phone) -> Option<String> {
    phone.view("jual").await;
    phone.tap(".tiles li:nth-child(1) .tile-add").await;
    phone.tap(".take").await;
    phone.tap(".exact").await;
    phone.until("document.querySelector('dialog, .nota .paper-head span')").await;
    if phone.run("return document.querySelector('dialog')?.innerText").await.is_null() {
        return Some(phone.receipt().await);
    }
    phone.reads("The sale is NOT kept yet").await;
    None
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_whose_room_runs_out_while_it_sells_loses_no_receipt() {
    let _alone = alone().await;
    let house = played();
    let server = Server::open(&house.db);
    let base = server.base();
    let Some(phone) = Phone::installed(&base, "kasir", "HP uji").await else { return };
    let at = server.stop();
    let mut shown = vec![phone.sell(1).await];
    phone.waits().await;

    // A tenth is left: said while it still sells.
    room(&phone, &base, Some(used(&phone).await / 9 * 10)).await;
    phone.0.refresh().await.expect("the till");
    phone.reads("% full. Delete photos or other apps").await;
    shown.push(phone.sell(2).await);

    // Nothing is left, by the browser's own count and not by a stub; it believes its last count
    // for half a minute. Whoever has no receipt has his basket.
    room(&phone, &base, Some(1)).await;
    while let Some(receipt) = sold_or_refused(&phone).await {
        shown.push(receipt);
    }
    phone.tap("dialog button").await;
    phone.keeps(|kept| kept.len() == shown.len()).await;
    phone.until("document.querySelectorAll('.pay-lines .line').length === 1").await;

    // The queue leaves all the same; what the phone cannot note is asked again and counts once.
    let server = Server::start(&house.db, at);
    phone.run("dispatchEvent(new Event('online'))").await;
    arrived(&house.db, &shown).await;
    each_once(&house.db, &shown);

    // Photos were deleted: the same basket is paid.
    room(&phone, &base, None).await;
    phone.tap(".exact").await;
    shown.push(phone.receipt().await);
    phone.0.refresh().await.expect("the till");
    phone.all_sent().await;
    phone
        .keeps(|kept| kept.len() == shown.len() && kept.iter().all(|act| act.ends_with(": done")))
        .await;
    arrived(&house.db, &shown).await;
    each_once(&house.db, &shown);
    phone.0.close().await;
    server.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_old_and_on_the_server_is_forgotten_and_nothing_else() {
    let _alone = alone().await;
    let house = played();
    let server = Server::open(&house.db);
    let base = server.base();
    let Some(phone) = Phone::installed(&base, "kasir", "HP uji").await else { return };
    let mut shown = vec![phone.sell(1).await, phone.sell(1).await];
    arrived(&house.db, &shown).await;
    phone.all_sent().await;
    let at = server.stop();
    shown.push(phone.sell(2).await);
    phone.waits().await;
    // Three months later, as far as the phone can tell; the second sale is of yesterday.
    let aged = phone
        .wait_for(&format!(
            "{STORE}
        const changed = store.transaction('acts', 'readwrite'), acts = changed.objectStore('acts');
        for (const one of await on(acts.getAll())) {{
            if (one.seq !== 2) acts.put({{ ...one, true_at: one.true_at - 91 * 86_400_000 }});
        }}
        await new Promise((done) => {{ changed.oncomplete = done; }});
        return true"
        ))
        .await;
    assert_eq!(aged, json!(true));
    let server = Server::start(&house.db, at);
    phone.0.refresh().await.expect("the till");
    arrived(&house.db, &shown).await;
    phone.all_sent().await;
    phone.0.refresh().await.expect("the till");
    // Gone are the first, and the third once the server had it.
    let second = [format!("{}: done", shown[1])];
    phone.keeps(|kept| kept == second).await;
    // And the number goes on, though the acts before it are gone.
    shown.push(phone.sell(1).await);
    arrived(&house.db, &shown).await;
    each_once(&house.db, &shown);
    phone.0.close().await;
    server.stop();
}

/// The house, which takes no acts while the gate is shut: it answers as in trouble.
fn gated(shut: Arc<AtomicBool>) -> impl FnOnce(Router) -> Router {
    move |router| {
        router.layer(middleware::from_fn(move |request: Request, next: Next| {
            let shut = shut.clone();
            async move {
                let acts = request.uri().path() == "/api/v1/till/acts";
                match acts && shut.load(Ordering::SeqCst) {
                    true => trouble(),
                    false => next.run(request).await,
                }
            }
        }))
    }
}

fn trouble() -> Response {
    let body = json!({"code": "web.fault", "detail": "Coba lagi."}).to_string();
    let kind = [(header::CONTENT_TYPE, "application/problem+json")];
    (StatusCode::INTERNAL_SERVER_ERROR, kind, body).into_response()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signs_out_with_a_queue_is_told_and_keeps_it() {
    let _alone = alone().await;
    let house = played();
    let shut = Arc::new(AtomicBool::new(true));
    let free = "127.0.0.1:0".parse().expect("an address");
    let server = Server::start_as(&house.db, free, gated(shut.clone()));
    let base = server.base();
    let Some(phone) = Phone::installed(&base, "kasir", "HP uji").await else { return };
    let shown = vec![phone.sell(1).await, phone.sell(2).await];
    phone.waits().await;
    phone.view("atur").await;
    phone.tap_words("Sign out").await;
    phone.reads("2 records are not on the server yet").await;
    phone.tap("dialog form button.danger").await;
    phone.until("!location.pathname.startsWith('/kasir')").await;
    assert!(receipts(&house.db).is_empty());
    // Signed out it still opens, says so, and has what it had; then somebody signs in again.
    phone.go_to(&format!("{base}/kasir")).await;
    phone.reads("Sign in again").await;
    let waiting: Vec<String> = shown.iter().map(|receipt| format!("{receipt}: queued")).collect();
    assert_eq!(phone.kept().await, waiting);
    shut.store(false, Ordering::SeqCst);
    phone.sign_in(&base, "hendri").await;
    phone.go_to(&format!("{base}/kasir")).await;
    arrived(&house.db, &shown).await;
    phone.all_sent().await;
    each_once(&house.db, &shown);
    phone.0.close().await;
    server.stop();
}
