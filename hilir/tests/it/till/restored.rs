//! A server that comes back from a backup older than what it had acknowledged.

use std::path::PathBuf;

use db::{Db, Read, Row, sql};

use crate::{
    house::played,
    till::{Phone, Server, alone, arrived, each_once},
};

fn backup(db: &Db) -> PathBuf {
    let file = testkit::guardian::folder("older").join("hilir.db");
    db.backup_to(&file).expect("a backup");
    file
}

/// How many sales of the till were brought back, and how many acts are known of it.
fn refunds(db: &Db) -> i64 {
    let counted = db.read_now(|read: &mut Read| {
        let counted = sql!(
            "SELECT CAST(COUNT(*) AS bigint) FROM sales_refund r
             JOIN sales_sale s ON s.id = r.sale_id WHERE s.source = 'till'"
        );
        read.all(counted, &[], |row: &Row| row.int(0))
    });
    counted.expect("refunds")[0]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_house_from_an_older_backup_gets_back_what_it_lost() {
    let _alone = alone().await;
    let Some(phone) = Phone::open(&testkit::profile()).await else { return };
    let house = played();
    let server = Server::open(&house.db);
    let base = server.base();
    phone.sign_in(&base, "kasir").await;
    // Of the morning: this phone has no name there yet.
    let morning = backup(&house.db);
    phone.enrol(&base, "HP uji").await;
    let mut shown = vec![phone.sell(1).await, phone.sell(2).await];
    arrived(&house.db, &shown).await;
    phone.all_sent().await;
    let noon = backup(&house.db);
    shown.push(phone.sell(1).await);
    phone.tap_words("Cancel or return").await;
    phone.tap("form.refund button[type=submit]").await;
    phone.see(".nota .nota-back").await;
    shown.push(phone.sell(2).await);
    arrived(&house.db, &shown).await;
    phone.all_sent().await;
    assert_eq!(refunds(&house.db), 1);
    let mut at = server.stop();

    // The newer backup first; then even the phone itself is forgotten, and keeps its letter.
    for file in [noon, morning] {
        let older = Db::open(&file.display().to_string()).expect("the backup");
        let server = Server::start(&older, at);
        phone.0.refresh().await.expect("the till");
        arrived(&older, &shown).await;
        shown.push(phone.sell(1).await);
        arrived(&older, &shown).await;
        phone.all_sent().await;
        each_once(&older, &shown);
        assert_eq!(refunds(&older), 1, "brought back once");
        assert!(shown.iter().all(|receipt| receipt.starts_with("A-")), "{shown:?}");
        at = server.stop();
    }
    phone.0.close().await;
}
