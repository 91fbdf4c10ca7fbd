//! A phone that served one shop and then another: each sees and decides what is its own.

use serde_json::json;

use crate::{
    house::played,
    till::{Phone, STORE, Server, alone, decided::give_up, receipts, shop_day::spoil},
};

/// Signs somebody else in on the same phone.
async fn hand_over(phone: &Phone, base: &str, who: &str) {
    phone.0.delete_all_cookies().await.expect("no session");
    phone.sign_in(base, who).await;
}

/// What the phone says when an act of the other shop is given up here.
async fn given_up_from_here(phone: &Phone, with_it: bool) -> String {
    let script = format!(
        "{STORE} const acts = await import('/kasir/acts.js');
         const one = (await every('acts')).find(({{ kind }}) => kind === 'sell');
         const options = {with_it} ? {{ gives_up: one.id, reason: 'x' }} : {{}};
         return acts.keep([acts.withdrawal(one.id, one.seq, 'x')], options)
             .then(() => 'kept', (no) => no.message)"
    );
    phone.wait_for(&script).await.as_str().expect("a text").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_of_two_shops_decides_for_the_one_that_is_signed_in() {
    let _alone = alone().await;
    let house = played();
    let server = Server::open(&house.db);
    let base = server.base();
    let Some(phone) = Phone::installed(&base, "kasir", "HP uji").await else { return };
    let at = server.stop();
    let sale = phone.sell(1).await;
    phone.waits().await;
    spoil(&phone, 1, "one.act.body.lines[0].price = 1000").await;
    let server = Server::start(&house.db, at);
    phone.0.refresh().await.expect("the till");
    let refused = format!("{sale}: refused");
    phone.keeps(|kept| kept == [refused.as_str()]).await;

    // At the other shop nothing of it is shown but that it waits, and nothing can be decided.
    hand_over(&phone, &base, "kicau").await;
    phone.enrol(&base, "HP uji").await;
    phone.view("antrean").await;
    phone.reads("1 record of another shop waits").await;
    phone.until("!document.querySelector('.row.refused, .number-badge')").await;
    let id = phone.act(1).await["id"].as_str().expect("an id").to_owned();
    for view in ["nota", "retur"] {
        phone.run(&format!("location.hash = '#/{view}/{id}'")).await;
        phone.see(&format!("main.view-{view} a[href='/penjualan']")).await;
    }
    assert_eq!(given_up_from_here(&phone, true).await, "decided");
    // As an older till let it: the house knows better, and so does the phone.
    assert_eq!(given_up_from_here(&phone, false).await, "kept");
    phone.keeps(|kept| kept.contains(&"withdraw: refused".into())).await;
    assert!(phone.kept().await.contains(&refused));

    // At its own shop it still waits for a decision.
    hand_over(&phone, &base, "kasir").await;
    phone.go_to(&format!("{base}/kasir")).await;
    phone.view("antrean").await;
    phone.until("document.querySelectorAll('.row.refused').length === 1").await;
    phone.until("document.querySelector('.line-words').textContent === '1 to be looked at'").await;
    give_up(&phone, "Salah ketik").await;
    phone.keeps(|kept| kept.contains(&format!("{sale}: withdrawn"))).await;
    phone.all_sent().await;
    assert!(receipts(&house.db).is_empty());
    assert_eq!(json!(phone.kept().await.len()), json!(3));
    phone.0.close().await;
    server.stop();
}
