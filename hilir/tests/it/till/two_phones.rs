//! Two phones of one shop that together sell more than its shelf.

use axum::http::StatusCode;

use crate::{
    house::{Visitor, played},
    till::{Phone, Server, alone, arrived, each_once},
};

/// So many of the second good in one sale; gives the receipt.
async fn sell_many(phone: &Phone, pieces: u64) -> String {
    phone.view("jual").await;
    phone.see(".tiles li:nth-child(2) .tile-add").await;
    for _ in 0..pieces {
        phone.run("document.querySelector('.tiles li:nth-child(2) .tile-add').click()").await;
    }
    phone.tap(".take").await;
    phone.tap(".exact").await;
    phone.receipt().await
}

#[tokio::test(flavor = "multi_thread")]
async fn two_phones_that_sell_the_same_pieces_are_both_believed_and_it_is_seen() {
    let _alone = alone().await;
    let house = played();
    let server = Server::open(&house.db);
    let base = server.base();
    let Some(one) = Phone::installed(&base, "kasir", "HP depan").await else { return };
    let Some(two) = Phone::installed(&base, "hendri", "HP gudang").await else { return };
    let left = "return Number(/\\d+/.exec(
        document.querySelector('.tiles li:nth-child(2) .tile-left').textContent)[0])";
    let shelf = one.run(left).await.as_u64().expect("a number");
    assert!(shelf > 0, "there is something to sell");
    let at = server.stop();

    // Each sells the whole shelf, and neither can know.
    let shown = [sell_many(&one, shelf).await, sell_many(&two, shelf).await];
    one.waits().await;
    two.waits().await;
    assert_eq!(shown.each_ref().map(|receipt| &receipt[..2]), ["A-", "B-"]);

    let server = Server::start(&house.db, at);
    for phone in [&one, &two] {
        phone.0.refresh().await.expect("the till");
    }
    arrived(&house.db, &shown).await;
    for phone in [&one, &two] {
        phone.all_sent().await;
        assert_eq!(phone.kept().await.len(), 1);
    }
    each_once(&house.db, &shown);

    // Both phones, the shop and the unit see what is missing.
    let short = format!("{shelf} short");
    for phone in [&one, &two] {
        phone.0.refresh().await.expect("the till");
        phone.view("jual").await;
        phone.reads(&short).await;
    }
    for who in ["hendri", "kasubsi"] {
        let visitor = Visitor::sign_in(&house, who).await;
        let page = visitor.get("/rak?state=below_zero").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains(&format!("−{shelf}")), "{who} sees it: {}", page.body);
        let page = visitor.get("/selisih").await.body;
        assert!(page.contains("/rak?state=below_zero"), "{who} sees it there too: {page}");
    }
    one.0.close().await;
    two.0.close().await;
    server.stop();
}
