//! What was refused is decided once: replaced by one other, or given up, and neither after it went
//! through.

use serde_json::Value;

use crate::{
    house::{Visitor, played},
    till::{PAUSE, Phone, Server, alone, each_once, receipts, shop_day::spoil},
};

/// "Change", of the first that is to be looked at.
pub async fn change(phone: &Phone) {
    phone.view("antrean").await;
    phone.tap(".row.refused .actions button:nth-child(2)").await;
}

/// Gives up the first that is to be looked at.
pub async fn give_up(phone: &Phone, reason: &str) {
    phone.view("antrean").await;
    phone.tap(".row.refused .actions button.quiet").await;
    phone.type_into("dialog input", reason).await;
    phone.tap("dialog button.danger").await;
    phone.until("!document.querySelector('dialog')").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_sale_is_replaced_once_and_not_after_it_went_through() {
    let _alone = alone().await;
    let house = played();
    let server = Server::open(&house.db);
    let Some(phone) = Phone::installed(&server.base(), "kasir", "HP uji").await else { return };
    let at = server.stop();
    let first = phone.sell(1).await;
    phone.waits().await;
    spoil(&phone, 1, "one.state = 'refused'; one.act.body.priced_on = '2026-01-03'").await;

    // Asked for twice, it is one basket.
    for _ in 0..2 {
        change(&phone).await;
        phone.see("main.view-bayar .exact").await;
    }
    assert_eq!(phone.baskets().await.len(), 1);
    // It went through while the basket was open: nothing is kept in its place, the basket stays.
    spoil(&phone, 1, "one.state = 'done'").await;
    phone.tap(".exact").await;
    phone.reads("The old record has gone through").await;
    phone.tap_words("Close").await;
    assert_eq!(phone.kept().await, [format!("{first}: done")]);
    assert_eq!(phone.baskets().await.len(), 1);

    // The phone does not know yet that a file of its queue was taken in.
    spoil(&phone, 1, "one.state = 'refused'").await;
    let clerk = Visitor::sign_in(&house, "kasir").await;
    let sent = phone.act(1).await["act"].to_string();
    let told = clerk.post_text("/api/v1/till/acts", &sent).await.body;
    assert!(told.contains("\"done\""), "{told}");
    phone.tap(".exact").await;
    let second = phone.receipt().await;
    let body = &phone.act(2).await["act"]["body"];
    assert_eq!(body["priced_on"], "2026-01-03", "its prices are of their own day");

    // Both stand in the books, and the clerk hears of it until one was brought back.
    let server = Server::start(&house.db, at);
    phone.0.refresh().await.expect("the till");
    let both = [format!("{first}: done"), format!("{second}: done"), "withdraw: refused".into()];
    phone.keeps(|kept| kept == both).await;
    each_once(&house.db, &[first, second]);
    phone.view("antrean").await;
    phone.reads("return one of the two").await;
    let id = phone.act(2).await["id"].as_str().expect("an id").to_owned();
    phone.run(&format!("location.hash = '#/nota/{id}'")).await;
    phone.tap_words("Cancel or return").await;
    phone.tap("form.refund button[type=submit]").await;
    phone.see(".nota .nota-back").await;
    give_up(&phone, "Nota kedua sudah diretur").await;
    phone.keeps(|kept| kept.len() == 5 && kept[2] == "withdraw: withdrawn").await;
    phone.all_sent().await;
    phone.view("antrean").await;
    phone.until("!document.querySelector('.row.refused')").await;
    phone.0.close().await;
    server.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_giving_up_that_cannot_be_read_is_given_anew() {
    let _alone = alone().await;
    let house = played();
    let server = Server::open(&house.db);
    let Some(phone) = Phone::installed(&server.base(), "kasir", "HP uji").await else { return };
    let mut at = server.stop();
    let sale = phone.sell(1).await;
    phone.waits().await;
    spoil(&phone, 1, "one.act.body.lines[0].price = 1000").await;
    let server = Server::start(&house.db, at);
    phone.0.refresh().await.expect("the till");
    phone.keeps(|kept| kept[0].ends_with(": refused")).await;
    at = server.stop();

    // As an older till wrote it: with a reason of two lines.
    let broken = "one.act.body.reason = 'dua\\nbaris'";
    give_up(&phone, "Salah").await;
    spoil(&phone, 2, broken).await;
    let server = Server::start(&house.db, at);
    phone.0.refresh().await.expect("the till");
    let gone = format!("{sale}: withdrawn");
    phone.keeps(|kept| kept == [gone.as_str(), "withdraw: refused"]).await;
    // Given up itself, the sale is to be decided on again.
    give_up(&phone, "Salah").await;
    phone.keeps(|kept| kept.len() == 3 && kept[0].ends_with(": refused")).await;
    phone.all_sent().await;
    // Sent again and refused again, it still waits for a decision.
    let before = phone.act(1).await["settled_at"].clone();
    phone.view("antrean").await;
    phone.tap_words("Send again").await;
    while phone.act(1).await["settled_at"] == before {
        tokio::time::sleep(PAUSE).await;
    }
    phone.keeps(|kept| kept[0].ends_with(": refused")).await;
    at = server.stop();
    give_up(&phone, "Salah").await;
    spoil(&phone, 4, broken).await;
    let server = Server::start(&house.db, at);
    phone.0.refresh().await.expect("the till");
    phone.keeps(|kept| kept[3] == "withdraw: refused").await;

    // With another reason it is good.
    change(&phone).await;
    phone.type_over("dialog input", "Salah ketik").await;
    phone.tap("dialog button.danger").await;
    let done = |act: &String| act.ends_with(": done") || act.ends_with(": withdrawn");
    phone.keeps(|kept| kept.len() == 6 && kept[0] == gone && kept.iter().all(done)).await;
    phone.all_sent().await;
    let owner = Visitor::sign_in(&house, "hendri").await;
    let waiting: Value =
        serde_json::from_str(&owner.get("/api/v1/till/refused").await.body).expect("JSON");
    assert_eq!(waiting, serde_json::json!([]));
    assert!(receipts(&house.db).is_empty());
    phone.0.close().await;
    server.stop();
}
