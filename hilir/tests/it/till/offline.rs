//! Installed, cut off, started again with nothing but itself, and brought back.

use db::{Read, Row, sql};
use serde_json::json;
use testkit::PHONE;

use crate::{
    house::played,
    till::{Phone, Server, alone, each_once, receipts},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_sells_without_a_server_and_loses_nothing() {
    let _alone = alone().await;
    let profile = testkit::profile();
    let Some(phone) = Phone::open(&profile).await else { return };
    let house = played();
    let server = Server::open(&house.db);
    let base = server.base();

    phone.sign_in(&base, "kasir").await;
    phone.enrol(&base, "HP uji").await;
    let errors = phone.0.cdp("Page.getInstallabilityErrors", json!({})).await;
    let errors = errors["installabilityErrors"].as_array().cloned().unwrap_or_default();
    assert!(errors.is_empty(), "it can be installed: {errors:?}");
    let mut shown = vec![phone.sell(1).await];
    phone.all_sent().await;

    // The server is gone, and the phone starts from nothing but itself.
    let at = server.stop();
    phone.0.close().await;
    let phone = Phone::open(&profile).await.expect("the same browser");
    phone.go_to(&format!("{base}/kasir")).await;
    shown.push(phone.sell(1).await);
    shown.push(phone.sell(2).await);
    // A buyer brings the last one back.
    phone.tap_words("Cancel or return").await;
    phone.tap("form.refund button[type=submit]").await;
    phone.see(".nota").await;
    // A label's code, typed.
    let code = house.db.read_now(|read: &mut Read| {
        let newest = sql!(
            "SELECT b.code FROM production_batch b JOIN sales_line l ON l.batch_id = b.id
             ORDER BY b.code LIMIT 1"
        );
        read.all(newest, &[], |row: &Row| Ok(row.text(0)?.to_owned()))
    });
    let code = code.expect("a batch").pop().expect("one was sold");
    phone.view("jual").await;
    phone.type_into("#find", &format!("{code}\n")).await;
    phone.tap(".take").await;
    phone.tap(".exact").await;
    shown.push(phone.receipt().await);
    phone
        .until("/waiting for the network/.test(document.querySelector('.line-words').textContent)")
        .await;
    assert_eq!(receipts(&house.db).len(), 1, "nothing has reached the house");

    // It is back; all that was shown is there, once.
    let server = Server::start(&house.db, at);
    phone.0.refresh().await.expect("the till");
    phone.all_sent().await;
    each_once(&house.db, &shown);

    // The session ends: the till sells on, and the queue waits for the clerk.
    phone.0.delete_all_cookies().await.expect("no session");
    shown.push(phone.sell(1).await);
    phone.until("/Sign in again/.test(document.querySelector('.line-words').textContent)").await;
    assert_eq!(receipts(&house.db).len(), shown.len() - 1);
    phone.sign_in(&base, "kasir").await;
    phone.go_to(&format!("{base}/kasir")).await;
    phone.all_sent().await;
    each_once(&house.db, &shown);
    barriers(&phone).await;
    phone.0.close().await;
    server.stop();
}

/// No barrier on any view, in the light and in the dark.
async fn barriers(phone: &Phone) {
    let mut wrong = Vec::new();
    for view in ["jual", "hari", "tanya", "antrean", "lainnya", "minta", "hitung", "tutup", "atur"]
    {
        phone.view(view).await;
        for scheme in ["light", "dark"] {
            phone.0.set_scheme(scheme).await;
            let found = phone.0.axe().await;
            wrong.extend(found.into_iter().map(|one| format!("{view} ({scheme}): {one}")));
            if phone.0.overflows().await {
                wrong.push(format!("{view} is wider than {PHONE} px"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
