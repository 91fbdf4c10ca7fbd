//! Money over days: a drawer that was not closed, money given back late, and prices that change
//! while a buyer pays.

use serde_json::{Value, json};

use crate::{
    house::played,
    till::{Phone, STORE, Server, alone, arrived, each_once, shop_day::spoil},
};

/// The digits of what an element says.
pub async fn amount(phone: &Phone, css: &str) -> i64 {
    let text = phone.text_of(css).await;
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap_or_else(|_| panic!("{css} is no amount: {text}"))
}

/// What the close of day says: taken in cash, given back in cash.
pub async fn cash(phone: &Phone) -> (i64, i64) {
    phone.view("lainnya").await;
    phone.view("tutup").await;
    let row = |n: u32| format!(".facts.big div:nth-child({n}) dd");
    (amount(phone, &row(1)).await, amount(phone, &row(2)).await)
}

async fn days_ago(phone: &Phone, seq: u32, days: u32) {
    spoil(phone, seq, &format!("one.true_at -= {days} * 86_400_000")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_close_of_day_knows_all_cash_since_the_last() {
    let _alone = alone().await;
    let house = played();
    let server = Server::open(&house.db);
    let Some(phone) = Phone::installed(&server.base(), "kasir", "HP uji").await else { return };
    let at = server.stop();
    let price = amount(&phone, ".tiles li:nth-child(1) .tile-foot b").await;

    // Never closed before: from the first sale on, whenever that was.
    let mut shown = vec![phone.sell(1).await];
    days_ago(&phone, 1, 3).await;
    assert_eq!(cash(&phone).await, (price, 0));
    phone.reads("With the days that were not closed").await;
    phone.type_into("form.drawer .field:nth-of-type(2) input", "50.000").await;
    phone.tap("form.drawer > button[type=submit]").await;
    phone.reads("The day is closed").await;

    // Sold after the close, and on a day that nobody closed.
    shown.push(phone.sell(1).await);
    shown.push(phone.sell(1).await);
    for (seq, days) in [(2, 2), (3, 2), (4, 1)] {
        days_ago(&phone, seq, days).await;
    }
    shown.push(phone.sell(1).await);
    assert_eq!(cash(&phone).await, (3 * price, 0));

    // Paid by QRIS and given back in cash.
    phone.view("jual").await;
    phone.tap(".tiles li:nth-child(1) .tile-add").await;
    phone.tap(".take").await;
    phone.tap("[data-value=qris]").await;
    phone.tap_words("The money has arrived").await;
    shown.push(phone.receipt().await);
    phone.tap_words("Cancel or return").await;
    phone.tap("form.refund button[type=submit]").await;
    phone.see(".nota .nota-back").await;
    assert_eq!(cash(&phone).await, (3 * price, price));

    // Long after the sale, and by transfer: with a word of why.
    days_ago(&phone, 5, 40).await;
    let id = phone.act(5).await["id"].as_str().expect("an id").to_owned();
    phone.run(&format!("location.hash = '#/retur/{id}'")).await;
    phone.reads("40 days since the sale").await;
    phone.tap("form.refund [data-value=transfer]").await;
    phone.tap("form.refund button[type=submit]").await;
    phone.type_into("form.refund .notice + .field input", "Lapas  setuju").await;
    phone.tap("form.refund button[type=submit]").await;
    phone.see(".nota .nota-back").await;
    let late = phone.act(8).await;
    assert_eq!(late["act"]["body"]["exception"], "Lapas setuju", "{late}");
    assert_eq!(cash(&phone).await.1, price, "that went by transfer");

    let server = Server::start(&house.db, at);
    phone.0.refresh().await.expect("the till");
    arrived(&house.db, &shown).await;
    phone.all_sent().await;
    phone.keeps(|kept| kept.len() == 8 && kept.iter().all(|act| act.ends_with(": done"))).await;
    each_once(&house.db, &shown);
    phone.0.close().await;
    server.stop();
}

/// The goods come with this one dearer by Rp500, from the next day.
async fn dearer(phone: &Phone, product: &str, day: &str) {
    let script = format!(
        "{STORE} const shop = await import('/kasir/shop.js');
         const [{{ snapshot }}] = await every('snapshots');
         snapshot.goods.find(good => good.product === {product:?}).price += 500;
         snapshot.day = {day:?};
         await shop.heard(snapshot, Date.now());
         return true"
    );
    assert_eq!(phone.wait_for(&script).await, Value::Bool(true));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_price_that_comes_while_the_buyer_pays_waits_for_the_next_buyer() {
    let _alone = alone().await;
    let house = played();
    let server = Server::open(&house.db);
    let Some(phone) = Phone::installed(&server.base(), "kasir", "HP uji").await else { return };
    server.stop();
    let script = format!(
        "{STORE} const [{{ snapshot }}] = await every('snapshots');
         const good = snapshot.goods.find(one => one.price && one.price_set_by !== 'shop');
         return [good.product, good.price, snapshot.day]"
    );
    let (product, price, day): (String, i64, String) =
        serde_json::from_value(phone.wait_for(&script).await).expect("a good");
    let add = format!(".tile[data-product='{product}'] .tile-add");

    phone.tap(&add).await;
    phone.tap(".take").await;
    phone.see(".exact").await;
    dearer(&phone, &product, "2026-01-06").await;
    assert_eq!(amount(&phone, ".pay-total").await, price);
    phone.tap(".exact").await;
    phone.receipt().await;
    let body = &phone.act(1).await["act"]["body"];
    assert_eq!((&body["lines"][0]["price"], &body["priced_on"]), (&json!(price), &json!(day)));

    // The next one pays the new price; who goes back to the goods before he paid does as well.
    phone.view("jual").await;
    phone.tap(&add).await;
    phone.tap(".take").await;
    assert_eq!(amount(&phone, ".pay-total").await, price + 500);
    dearer(&phone, &product, "2026-01-07").await;
    assert_eq!(amount(&phone, ".pay-total").await, price + 500);
    phone.view("jual").await;
    let dear = format!(
        "document.querySelector('.take b').innerText.replace(/\\D/g, '') == {}",
        price + 1_000
    );
    phone.until(&dear).await;
    phone.tap(".take").await;
    phone.tap(".exact").await;
    phone.receipt().await;
    let body = &phone.act(2).await["act"]["body"];
    assert_eq!(body["lines"][0]["price"], price + 1_000);
    assert_eq!(body["priced_on"], "2026-01-07");

    // What is looked for stays, when new goods come under the thumb.
    phone.view("jual").await;
    phone.type_into("#find", "zzzz").await;
    phone.until("document.querySelector('.empty')?.checkVisibility()").await;
    dearer(&phone, &product, "2026-01-08").await;
    assert_eq!(
        phone.run("return document.querySelector('.tile:not([hidden])')").await,
        Value::Null
    );
    phone.0.close().await;
}
