//! Goods spoiled in the workshop, by the pages: said by one, waited for by another, and gone.

use axum::http::StatusCode;
use db::{Read, sql};
use serde_json::Value;

use crate::house::{House, Visitor, played};

/// A checked batch of which the workshop has pieces.
fn batch(house: &House) -> (String, String) {
    let found = house.db.read_now(|read: &mut Read| {
        let full = sql!(
            "SELECT b.id, b.code FROM production_batch b JOIN ledger_account a ON a.batch_id = b.id
             WHERE a.kind = 'workshop' AND a.balance > 3 AND NOT b.reserved ORDER BY b.code LIMIT 1"
        );
        read.one(full, &[], |row| Ok((row.get::<kernel::Id<()>>(0)?.to_string(), row.get(1)?)))
    });
    found.expect("a batch")
}

async fn goods(visitor: &Visitor) -> Value {
    let told = visitor.get("/api/v1/overview").await;
    let told: Value = serde_json::from_str(&told.body).expect("JSON");
    told.pointer("/goods").or_else(|| told.pointer("/head/goods")).expect("the goods").clone()
}

fn sent(goods: &Value) -> i64 {
    let of = |name: &str| goods[name].as_i64().expect("a figure");
    of("made") - of("rejected") - of("workshop") - of("sold_to_order") - of("spoiled")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_spoiled_in_the_workshop_waits_for_another() {
    let house = played();
    let officer = Visitor::sign_in(&house, "kasubsi").await;
    let head = Visitor::sign_in(&house, "kalapas").await;
    let (id, code) = batch(&house);
    let (page, waits) = (format!("/produksi/{id}"), "/produksi?state=spoiled");
    let before = goods(&head).await;
    assert!(!head.get("/beranda").await.body.contains(waits));

    let form = |quantity: &str| {
        format!(
            "id=0199abcd-0000-7000-8000-000000000001&kind=damaged&quantity={quantity}\
             &happened_on=2026-01-05&reason=kena+hujan"
        )
    };
    let many = officer.post(&format!("{page}/rusak"), &form("9999")).await;
    assert_eq!(many.status, StatusCode::CONFLICT, "{}", many.body);
    assert!(many.body.contains("kena hujan") && many.body.contains("Bengkel hanya punya"));
    let said = officer.post(&format!("{page}/rusak"), &form("2")).await;
    assert_eq!(said.location.as_deref(), Some(&*page), "{}", said.body);

    let home = head.get("/beranda").await.body;
    assert!(
        home.contains(waits) && home.contains("Rusak, hilang, atau perbaikan kelompok yang perlu")
    );
    let list = head.get(waits).await.body;
    assert!(list.contains(&code), "{list}");
    let approve = format!("{page}/rusak/0199abcd-0000-7000-8000-000000000001/setujui");
    let own = officer.get(&page).await.body;
    assert!(own.contains("kena hujan") && !own.contains(&approve), "he decides nothing of his own");
    let seen = head.get(&page).await.body;
    assert!(seen.contains(&approve) && seen.contains("Menunggu persetujuan"), "{seen}");
    assert_eq!(goods(&head).await, before, "nothing has moved");

    let done = head.post(&approve, "").await;
    assert_eq!(done.location.as_deref(), Some(&*page), "{}", done.body);
    assert!(!head.get("/beranda").await.body.contains(waits));
    let after = goods(&head).await;
    assert_eq!(after["spoiled"], 2);
    assert_eq!(after["damaged"].as_i64(), before["damaged"].as_i64().map(|pieces| pieces + 2));
    assert_eq!(sent(&after), sent(&before), "they never went to a shop");
    let english = head.speaking("en").get(&page).await.body;
    assert!(english.contains("Spoiled or lost in the workshop, approved"), "{english}");
    // One of them is mended: the form offers it now, and nothing that was not written off.
    let page_now = officer.get(&page).await.body;
    assert!(page_now.contains("value=\"mended\"") && !page_now.contains("value=\"found\""));
    let mended = "id=0199abcd-0000-7000-8000-000000000002&kind=mended&quantity=1\
                  &happened_on=2026-01-05&reason=dijemur";
    officer.post(&format!("{page}/rusak"), mended).await;
    let approve = format!("{page}/rusak/0199abcd-0000-7000-8000-000000000002/setujui");
    assert_eq!(head.post(&approve, "").await.location.as_deref(), Some(&*page));
    let after = goods(&head).await;
    assert_eq!((after["spoiled"].as_i64(), sent(&after)), (Some(1), sent(&before)));
    let proof = house.db.read_now(|read: &mut Read| {
        let mut wrong = ledger::verify(read, &mut |_| {})?.wrong;
        wrong.extend(consignment::verify(read)?);
        Ok(wrong)
    });
    assert_eq!(proof.expect("a proof"), Vec::<String>::new());
}
