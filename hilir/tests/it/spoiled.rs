//! Goods spoiled in the workshop or broken at a shop: said by one, waited for by another, and gone.

use axum::http::StatusCode;
use db::{Read, sql};
use serde_json::{Value, json};

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

/// A movement that the shop says and the unit agrees to.
async fn moved(house: &House, n: u8, kind: &str, pieces: i64) -> String {
    let shop = Visitor::sign_in(house, "kicau").await;
    let officer = Visitor::sign_in(house, "kasubsi").await;
    let found = house.db.read_now(|read: &mut Read| {
        let some = sql!(
            "SELECT s.batch_id, g.id FROM consignment_shelf_batch s
             JOIN people_shop p ON p.id = s.shop_id
             JOIN ledger_account a ON a.batch_id = s.batch_id AND a.shop_id = s.shop_id
             JOIN agreements_agreement g ON g.id = s.agreement_id
             WHERE p.name LIKE '%Kicau%' AND a.kind IN ('shelf', 'damaged') AND a.balance > 0
             ORDER BY s.batch_id LIMIT 1"
        );
        let id = |row: &db::Row<'_>, at| row.get::<kernel::Id<()>>(at).map(|id| id.to_string());
        read.one(some, &[], |row| Ok((id(row, 0)?, id(row, 1)?)))
    });
    let (batch, agreement) = found.expect("a batch on the shelf");
    let id = format!("0199abcd-0000-7000-8000-0000000003{n:02}");
    let said = json!({"id": id, "agreement": agreement, "kind": kind, "happened_on": "2026-01-05",
        "reason": "kena hujan", "lines": [{"batch": batch, "quantity": pieces}]});
    let said = shop.post_json("/api/v1/movements", &said).await;
    assert!(said.status.is_success(), "{}", said.body);
    let agreed = officer.post(&format!("/gerak/{id}/setuju"), "").await;
    assert_eq!(agreed.status, StatusCode::SEE_OTHER, "{}", agreed.body);
    format!("/gerak/{id}")
}

#[tokio::test(flavor = "multi_thread")]
async fn broken_pieces_that_leave_a_shop_have_a_paper_of_both_sides() {
    let house = played();
    let officer = Visitor::sign_in(&house, "kasubsi").await;
    let before = goods(&Visitor::sign_in(&house, "kalapas").await).await;
    let damage = moved(&house, 1, "damage", 3).await;
    let page = moved(&house, 2, "destroyed", 2).await;
    assert!(!officer.get(&damage).await.body.contains("barang-rusak.pdf"));
    assert_eq!(officer.get(&format!("{damage}/barang-rusak.pdf")).await.status, 404);
    let paper = format!("{page}/barang-rusak.pdf");
    assert!(officer.get(&page).await.body.contains(&paper));
    for tag in ["id", "en"] {
        let answer = officer.speaking(tag).get(&paper).await;
        assert_eq!(answer.content_type, "application/pdf", "{}", answer.body);
        let changed = crate::papers::differs("barang-rusak", tag, &answer.bytes);
        assert_eq!(changed, None);
    }
    let shop = Visitor::sign_in(&house, "hendri").await;
    assert_eq!(shop.get(&paper).await.status, StatusCode::NOT_FOUND, "another shop's");
    // They are nowhere, and nothing that could be mended.
    let after = goods(&Visitor::sign_in(&house, "kalapas").await).await;
    let more = |name: &str| after[name].as_i64().unwrap_or(0) - before[name].as_i64().unwrap_or(0);
    assert_eq!((more("destroyed"), more("damaged"), more("spoiled"), more("shelf")), (2, 1, 0, -3));
}
