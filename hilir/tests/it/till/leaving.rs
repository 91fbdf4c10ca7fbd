//! Signing out with something in the queue: it is said before, and nothing is lost.

use axum::{
    Router,
    extract::Request,
    http::StatusCode,
    middleware::{self, Next},
    response::IntoResponse,
};

use crate::{
    house::played,
    till::{Phone, Server, alone, arrived, each_once, receipts},
};

/// A house that takes everything but acts.
fn full(router: Router) -> Router {
    router.layer(middleware::from_fn(async |request: Request, next: Next| {
        match request.uri().path() {
            "/api/v1/till/acts" => StatusCode::SERVICE_UNAVAILABLE.into_response(),
            _ => next.run(request).await,
        }
    }))
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signs_out_is_told_what_waits_and_it_waits_on() {
    let _alone = alone().await;
    let house = played();
    let free = "127.0.0.1:0".parse().expect("an address");
    let server = Server::start_as(&house.db, free, full);
    let base = server.base();
    let Some(phone) = Phone::installed(&base, "kasir", "HP uji").await else { return };
    let mut shown = vec![phone.sell(1).await];
    phone.view("atur").await;
    phone.tap(".settings button.danger").await;
    phone.reads("1 record is not on the server yet").await;
    phone.tap("dialog form button.danger").await;
    phone.until("!location.pathname.startsWith('/kasir')").await;

    // Signed out, the till still sells, and says what waits.
    phone.go_to(&format!("{base}/kasir")).await;
    shown.push(phone.sell(1).await);
    phone
        .until(
            "/Sign in again · 2 waiting/.test(document.querySelector('.line-words').textContent)",
        )
        .await;
    assert!(receipts(&house.db).is_empty());
    let at = server.stop();
    let server = Server::start(&house.db, at);
    phone.sign_in(&base, "kasir").await;
    phone.go_to(&format!("{base}/kasir")).await;
    arrived(&house.db, &shown).await;
    phone.all_sent().await;
    each_once(&house.db, &shown);
    phone.0.close().await;
    server.stop();
}
