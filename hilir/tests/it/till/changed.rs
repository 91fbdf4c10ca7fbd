//! What is changed begins with what was said the first time.

use serde_json::json;

use crate::{
    house::played,
    till::{Phone, Server, alone, decided::change, shop_day::spoil},
};

/// As the house's answer would leave it.
async fn refused(phone: &Phone, seq: u32, code: &str) {
    spoil(phone, seq, &format!("one.state = 'refused'; one.code = {code:?}")).await;
}

async fn body(phone: &Phone, seq: u32) -> serde_json::Value {
    phone.act(seq).await["act"]["body"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_changed_begins_with_what_was_said() {
    let _alone = alone().await;
    let house = played();
    let server = Server::open(&house.db);
    let Some(phone) = Phone::installed(&server.base(), "kasir", "HP uji").await else { return };
    server.stop();

    // One of two pieces came back, broken: that is what is changed.
    phone.tap(".tiles li:nth-child(1) .tile-add").await;
    phone.see(".take").await;
    phone.tap(".tiles li:nth-child(1) .tile-add").await;
    phone.tap(".take").await;
    phone.tap(".exact").await;
    phone.receipt().await;
    phone.tap_words("Cancel or return").await;
    phone.tap("form.refund .stepper button:nth-child(1)").await;
    phone.tap("form.refund [data-value=broken]").await;
    phone.tap("form.refund button[type=submit]").await;
    phone.see(".nota .nota-back").await;
    let first = body(&phone, 2).await;
    refused(&phone, 2, "sales.more_than_sold").await;
    change(&phone).await;
    phone.tap("form.refund button[type=submit]").await;
    phone.see(".nota .nota-back").await;
    assert_eq!(body(&phone, 3).await, first);
    // With a reason of his own words.
    refused(&phone, 3, "sales.more_than_sold").await;
    spoil(&phone, 3, "one.act.body.reason = 'Salah warna'").await;
    change(&phone).await;
    phone.tap("form.refund button[type=submit]").await;
    phone.see(".nota .nota-back").await;
    assert_eq!(body(&phone, 5).await["reason"], "Salah warna");
    assert_eq!(body(&phone, 5).await["resellable"], json!(false));

    // A request that was changed is done with; the next one is another.
    phone.view("minta").await;
    phone.tap(".ask-rows li:nth-child(2) .ask-good").await;
    phone.tap(".ask-form button[type=submit]").await;
    phone.reads("The request is kept").await;
    refused(&phone, 7, "demand.unknown").await;
    change(&phone).await;
    phone.type_over(".ask-form .number", "12").await;
    phone.tap(".ask-form button[type=submit]").await;
    phone.see("main.view-antrean").await;
    assert_eq!(body(&phone, 8).await["quantity"], json!(12));

    // What was asked for keeps the price that the buyer named.
    phone.view("tanya").await;
    phone.type_into("input.number", "27.500").await;
    phone.type_into(".card input", "Kandang kelinci").await;
    phone.tap(".card .keys button:nth-child(1)").await;
    phone.until("document.querySelector('.card input').value === ''").await;
    refused(&phone, 10, "demand.unknown").await;
    change(&phone).await;
    phone.tap(".card .keys button:nth-child(2)").await;
    phone.see("main.view-antrean").await;
    let asked = json!({"words": "Kandang kelinci", "quantity": 2, "price": 27_500});
    assert_eq!(body(&phone, 11).await, asked);

    // Prices that are too old are taken anew, else it would be refused again.
    phone.sell(1).await;
    let now = body(&phone, 13).await;
    refused(&phone, 13, "till.price_too_old").await;
    let old = "one.act.body.priced_on = '2025-09-01'; one.act.body.lines[0].price -= 500";
    spoil(&phone, 13, old).await;
    change(&phone).await;
    phone.tap(".exact").await;
    phone.receipt().await;
    let sale = body(&phone, 14).await;
    assert_eq!((&sale["priced_on"], &sale["lines"]), (&now["priced_on"], &now["lines"]));
    phone.0.close().await;
}
