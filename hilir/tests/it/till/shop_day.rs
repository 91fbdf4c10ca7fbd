//! A whole day at a shop whose network does not come back: sold, counted, asked for, closed; and
//! the queue is carried to the unit as a file.

use std::path::Path;

use db::{Db, Read, Row, sql};
use kernel::Id;
use serde_json::json;

use crate::{
    house::{House, Visitor, played},
    till::{PAUSE, Phone, STORE, Server, TRIES, alone, arrived, each_once, receipts},
};

/// What of the till's acts stands in the house: asks, requests, closed drawers, counted sales.
fn stands(db: &Db) -> String {
    let rows = db.read_now(|read: &mut Read| {
        let all = sql!(
            "SELECT 'asked ' || CAST(quantity AS text) || ' ' || COALESCE(words, 'of a product')
                 || COALESCE(' at ' || CAST(price AS text), '')
             FROM demand_ask WHERE id IN (SELECT id FROM till_act)
             UNION ALL SELECT 'requested ' || CAST(quantity AS text) || COALESCE(' ' || note, '')
             FROM demand_request WHERE id IN (SELECT id FROM till_act)
             UNION ALL SELECT 'drawer ' || CAST(opened_with AS text) || ' ' || CAST(expected AS text)
                 || ' ' || CAST(counted AS text) || ' ' || CAST(receipts AS text)
             FROM till_drawer
             UNION ALL SELECT 'counted ' || CAST(l.quantity AS text) FROM sales_line l
             JOIN sales_sale s ON s.id = l.sale_id
             WHERE s.source = 'count' AND s.id IN (SELECT id FROM till_act)
             UNION ALL SELECT 'refused ' || kind || ' ' || code FROM till_act WHERE state = 'refused'
             ORDER BY 1"
        );
        read.all(all, &[], |row: &Row| Ok(row.text(0)?.to_owned()))
    });
    rows.expect("rows").join("; ")
}

/// The file that the browser saved, once it is whole.
async fn saved(folder: &Path) -> std::path::PathBuf {
    for _ in 0..TRIES {
        let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let whole = |path: &std::path::PathBuf| path.extension().is_some_and(|e| e == "ndjson");
        if let Some(file) = files.map(|file| file.path()).find(whole) {
            return file;
        }
        tokio::time::sleep(PAUSE).await;
    }
    panic!("no file in {}", folder.display());
}

/// Sold twice, one in cash; asked, requested, counted, closed.
async fn work(phone: &Phone) -> Vec<String> {
    let shown = vec![phone.sell(1).await, phone.sell(2).await];
    phone.view("tanya").await;
    phone.type_into("input.number", "27.500").await;
    phone.tap(".ask-rows li:nth-child(1) .ask-good").await;
    phone.tap(".ask-rows li:nth-child(1) .keys button:nth-child(3)").await;
    phone.reads("The prison will see it").await;
    phone.type_into(".card input", "Kandang kelinci").await;
    phone.tap(".card .keys button:nth-child(1)").await;
    phone.until("document.querySelector('.card input').value === ''").await;
    phone.view("minta").await;
    phone.tap(".ask-rows li:nth-child(2) .ask-good").await;
    phone.type_over(".ask-form .number", "12").await;
    phone.type_into(".ask-form .field:nth-child(2) input", "Untuk akhir pekan").await;
    phone.tap(".ask-form button[type=submit]").await;
    phone.reads("The request is kept").await;
    count_two_fewer(phone).await;
    phone.view("tutup").await;
    phone.type_over("form.drawer .field:nth-of-type(1) input", "100.000").await;
    shown
}

/// The surat jalan on its way arrives whole: the shelf then holds enough for a day.
async fn receive(house: &House) {
    let sent = sql!(
        "SELECT d.id, l.batch_id, l.sent FROM consignment_delivery d
         JOIN consignment_delivery_line l ON l.delivery_id = d.id WHERE d.state = 'sent'"
    );
    let rows = house.db.read_now(move |read: &mut Read| {
        read.all(sent, &[], |row: &Row| {
            let (delivery, batch): (Id<()>, Id<()>) = (row.get(0)?, row.get(1)?);
            Ok((delivery.to_string(), json!({"batch": batch.to_string(), "received": row.int(2)?})))
        })
    });
    let rows = rows.expect("a delivery");
    let delivery = &rows.first().expect("one was sent").0;
    let lines: Vec<_> = rows.iter().map(|(_, line)| line).collect();
    let body = json!({"id": "0199ffff-0000-7000-8000-00000000feed",
        "received_on": "2026-01-05", "lines": lines});
    let clerk = Visitor::sign_in(house, "kasir").await;
    let answer = clerk.post_json(&format!("/api/v1/deliveries/{delivery}/receive"), &body).await;
    assert!(answer.status.is_success(), "{}", answer.body);
}

/// Counts the first good: two pieces fewer than the phone believes, and one of the rest is broken,
/// beside those that the unit has confirmed long ago.
async fn count_two_fewer(phone: &Phone) {
    phone.view("hitung").await;
    phone.see(".count-row .hint").await;
    let expected = "Number(/\\d+/.exec(document.querySelector('.count-row .hint').textContent)[0])";
    let left = phone.run(&format!("return {expected} - 3")).await;
    phone.type_into(".count-row:nth-child(1) input:nth-of-type(1)", &left.to_string()).await;
    let note = "document.querySelector('.count-row:nth-child(1) small + small')?.textContent";
    let broken = phone.run(&format!("return Number(/\\d+/.exec({note})?.[0] ?? 0) + 1")).await;
    phone.type_into(".count-row:nth-child(1) input:nth-of-type(2)", &broken.to_string()).await;
    phone.reads("2 sold").await;
    phone.tap("form.count > button[type=submit]").await;
    phone.reads("The count is kept").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_without_a_network_comes_to_the_unit_as_a_file() {
    let _alone = alone().await;
    let house = played();
    receive(&house).await;
    let server = Server::open(&house.db);
    let base = server.base();
    let Some(phone) = Phone::installed(&base, "kasir", "HP uji").await else { return };
    let folder = testkit::guardian::folder("saved");
    let allowed = json!({"behavior": "allow", "downloadPath": folder.display().to_string()});
    phone.0.cdp("Browser.setDownloadBehavior", allowed).await;
    let at = server.stop();

    let shown = work(&phone).await;
    phone.until("/Rp/.test(document.querySelector('.drawer [role=status]').innerText)").await;
    phone.type_into("form.drawer .field:nth-of-type(2) input", "150.000").await;
    phone.see(".verdict").await;
    phone.tap("form.drawer > button[type=submit]").await;
    phone.reads("The day is closed").await;
    phone.waits().await;
    phone.view("antrean").await;
    phone.tap("[data-k=export]").await;
    let file = saved(&folder).await;
    assert!(file.to_string_lossy().contains("hilir-antrean-A-"), "{}", file.display());

    // At the unit's desk, in another browser.
    let server = Server::start(&house.db, at);
    let Some(desk) = Phone::open(&testkit::profile()).await else { return };
    desk.0.set_size(testkit::DESK).await;
    desk.sign_in(&base, "kasubsi").await;
    for _ in 0..2 {
        desk.go_to(&format!("{base}/kasir/impor")).await;
        desk.type_into("main input[type=file]", &file.display().to_string()).await;
        desk.tap("main form button[type=submit]").await;
        desk.until("/^\\/kasir\\/impor\\/./.test(location.pathname)").await;
    }
    each_once(&house.db, &shown);
    let of_the_file = stands(&house.db);
    assert!(of_the_file.contains("asked 1 Kandang kelinci"), "{of_the_file}");
    assert!(of_the_file.contains("asked 3 of a product at 27500"), "{of_the_file}");
    assert!(of_the_file.contains("requested 12 Untuk akhir pekan"), "{of_the_file}");
    assert!(of_the_file.contains("counted 2"), "{of_the_file}");
    assert!(of_the_file.contains("drawer 100000 "), "{of_the_file}");

    // The phone has its network again, and adds nothing.
    phone.0.refresh().await.expect("the till");
    phone.all_sent().await;
    phone.keeps(|kept| kept.len() == 7 && kept.iter().all(|act| act.ends_with(": done"))).await;
    each_once(&house.db, &shown);
    assert_eq!(stands(&house.db), of_the_file);
    desk.0.close().await;
    phone.0.close().await;
    server.stop();
}

/// Spoils the act with this number in the phone's store, as a fault of the phone would.
pub async fn spoil(phone: &Phone, seq: u32, change: &str) {
    let script = format!(
        "{STORE}
        const changed = store.transaction('acts', 'readwrite'), acts = changed.objectStore('acts');
        const one = (await on(acts.getAll())).find(one => one.seq === {seq});
        {change};
        acts.put(one);
        await new Promise((done) => {{ changed.oncomplete = done; }});
        return true"
    );
    assert_eq!(phone.wait_for(&script).await, json!(true));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_stands_in_the_tray_until_the_clerk_decides() {
    let _alone = alone().await;
    let house = played();
    let server = Server::open(&house.db);
    let base = server.base();
    let Some(phone) = Phone::installed(&base, "kasir", "HP uji").await else { return };
    let at = server.stop();
    let price = phone.run("return document.querySelector('.tile-foot b').textContent").await;
    let shown = [phone.sell(1).await, phone.sell(2).await, phone.sell(1).await];
    phone.waits().await;
    spoil(&phone, 1, "one.act.body.lines[0].price = 1000").await;
    spoil(&phone, 2, "one.act.body.lines[0].price = -5").await;
    // Not even readable as an act.
    spoil(&phone, 3, "one.act.shop = 'nobody'").await;
    let server = Server::start(&house.db, at);
    phone.0.refresh().await.expect("the till");
    phone.view("antrean").await;
    phone.until("document.querySelectorAll('.row.refused').length === 3").await;
    let explained = "[...document.querySelectorAll('.row.refused')].every(row =>
        ['.reason', '.advice'].every(one => row.querySelector(one)?.innerText.length > 10))";
    assert_eq!(phone.run(&format!("return {explained}")).await, true, "each has both");
    assert!(receipts(&house.db).is_empty());

    // The first is put right and sent as a new one, at its own time; the others are given up.
    phone.tap(".row.refused .actions button:nth-child(2)").await;
    phone.see("main.view-bayar .exact").await;
    phone.tap(".pay-lines .line-price").await;
    phone.type_into("dialog input", price.as_str().expect("a price")).await;
    phone.tap("dialog button.primary").await;
    phone.tap(".exact").await;
    let put_right = phone.receipt().await;
    arrived(&house.db, std::slice::from_ref(&put_right)).await;
    for left in [1, 0] {
        phone.view("antrean").await;
        phone.tap(".row.refused .actions button.quiet").await;
        phone.type_into("dialog input", "Salah ketik").await;
        phone.tap("dialog button.danger").await;
        phone.until(&format!("document.querySelectorAll('.row.refused').length === {left}")).await;
    }
    phone.all_sent().await;
    phone.0.refresh().await.expect("the till");
    phone.all_sent().await;
    each_once(&house.db, &[put_right]);
    let states: Vec<String> = phone.kept().await;
    let decided = |act: &String| act.ends_with(": done") || act.ends_with(": withdrawn");
    assert!(states.iter().all(decided), "{states:?}");
    assert!(shown.iter().all(|one| states.contains(&format!("{one}: withdrawn"))), "{states:?}");
    phone.0.close().await;
    server.stop();
}
