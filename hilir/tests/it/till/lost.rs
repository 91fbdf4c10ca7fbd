//! A phone that is lost while the house refused something of it: the desk decides, and the phone
//! hears of it if it comes back.

use axum::http::StatusCode;
use serde_json::json;

use crate::{
    house::{House, Visitor, played},
    till::{Phone, Server, alone, arrived, each_once, receipts, shop_day::spoil},
};

/// The addresses at which a refused act can be given up.
fn to_give_up(page: &str) -> Vec<String> {
    let links = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    links.filter(|href| href.ends_with("/lepas")).map(str::to_owned).collect()
}

async fn refused_at(house: &House, who: &str) -> (Visitor, Vec<String>) {
    let desk = Visitor::sign_in(house, who).await.speaking("en");
    let page = desk.get(&format!("/kasir/perangkat?shop={}", house.cast.acun)).await;
    assert_eq!(page.status, StatusCode::OK, "{who}");
    let links = to_give_up(&page.body);
    (desk, links)
}

fn form(id: u32, reason: &str) -> String {
    format!("id=0199dddd-0000-7000-8000-{id:012}&reason={}", reason.replace(' ', "+"))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_gives_up_what_a_lost_phone_cannot() {
    let _alone = alone().await;
    let profile = testkit::profile();
    let Some(phone) = Phone::open(&profile).await else { return };
    let house = played();
    let server = Server::open(&house.db);
    let base = server.base();
    phone.sign_in(&base, "kasir").await;
    phone.enrol(&base, "HP uji").await;
    let at = server.stop();
    let lost = [phone.sell(1).await, phone.sell(2).await];
    phone.waits().await;
    for seq in [1, 2] {
        spoil(&phone, seq, "one.act.body.lines[0].price = 1000").await;
    }
    let server = Server::start(&house.db, at);
    phone.0.refresh().await.expect("the till");
    phone.keeps(|kept| kept.iter().all(|act| act.ends_with(": refused"))).await;
    phone.0.close().await;

    // Who has no part in this shop's goods sees nothing of it.
    let (_, links) = refused_at(&house, "kasubsi").await;
    assert_eq!(links.len(), 2, "{links:?}");
    for stranger in ["kicau", "tetangga", "kanwil"] {
        let visitor = Visitor::sign_in(&house, stranger).await;
        assert!(visitor.get(&links[0]).await.status.is_client_error(), "{stranger} looks");
        let tried = visitor.post(&links[0], &form(1, "Bukan urusan saya")).await;
        assert!(tried.status.is_client_error(), "{stranger} acts: {}", tried.status);
    }

    // The unit, on the page: not without a reason; then once.
    let (desk, _) = refused_at(&house, "kasubsi").await;
    let page = desk.get(&links[0]).await.body;
    assert!(page.contains(&lost[0]), "it says which: {page}");
    let none = desk.post(&links[0], &form(2, "")).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", none.body);
    let done = desk.post(&links[0], &form(2, "HP hilang")).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let again = desk.post(&links[0], &form(2, "HP hilang")).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "the same, sent twice: {}", again.body);
    let other = desk.post(&links[0], &form(3, "Sebab lain")).await;
    assert_eq!(other.status, StatusCode::CONFLICT, "{}", other.body);
    let list = desk.get(&format!("/kasir/perangkat?shop={}", house.cast.acun)).await.body;
    assert!(list.contains("HP hilang") && list.contains("Eko Cahyono"), "{list}");

    // The shop's owner, by the API, finds the other.
    let owner = Visitor::sign_in(&house, "hendri").await;
    let waiting = owner.get("/api/v1/till/refused").await;
    let waiting: serde_json::Value = serde_json::from_str(&waiting.body).expect("JSON");
    assert_eq!(waiting.as_array().map(Vec::len), Some(1), "{waiting}");
    let act = waiting[0]["act"].as_str().expect("an id");
    let body =
        json!({"id": "0199dddd-0000-7000-8000-000000000009", "reason": "Sudah dicatat ulang"});
    let done = owner.post_json(&format!("/api/v1/till/acts/{act}/give-up"), &body).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    assert!(refused_at(&house, "kasubsi").await.1.is_empty());

    // The phone is found: nothing is to be looked at, and it says what became of them.
    let phone = Phone::open(&profile).await.expect("the same browser");
    phone.go_to(&format!("{base}/kasir")).await;
    phone.all_sent().await;
    phone
        .keeps(|kept| kept.len() == 2 && kept.iter().all(|act| act.ends_with(": withdrawn")))
        .await;
    phone.view("antrean").await;
    phone.until("!document.querySelector('.row.refused')").await;
    phone.view("hari").await;
    phone.reads("HP hilang").await;
    phone.reads("Sudah dicatat ulang").await;
    assert!(receipts(&house.db).is_empty());
    let shown = [phone.sell(1).await];
    arrived(&house.db, &shown).await;
    each_once(&house.db, &shown);
    phone.0.close().await;
    server.stop();
}
