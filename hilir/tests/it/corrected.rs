//! A batch that was recorded wrongly, by the pages: put right by two, or given up.

use axum::http::StatusCode;
use db::{Read, sql};
use serde_json::Value;

use crate::house::{House, Visitor, played};

/// The batch that is being made, and one of its makers.
fn making(house: &House) -> (String, String, String) {
    let found = house.db.read_now(|read: &mut Read| {
        let open = sql!(
            "SELECT b.id, b.code, m.maker_id FROM production_batch b
             JOIN production_batch_maker m ON m.batch_id = b.id AND m.version = b.makers_version
             WHERE b.finished_on IS NULL ORDER BY b.code, m.line_no LIMIT 1"
        );
        read.one(open, &[], |row| {
            let [batch, maker] = [row.get::<kernel::Id<()>>(0)?, row.get::<kernel::Id<()>>(2)?];
            Ok((batch.to_string(), row.get(1)?, maker.to_string()))
        })
    });
    found.expect("a batch")
}

fn id(number: u8) -> String {
    format!("0199abcd-0000-7000-8000-0000000001{number:02}")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_check_and_wrong_makers_are_put_right_by_two() {
    let house = played();
    let officer = Visitor::sign_in(&house, "kasubsi").await;
    let head = Visitor::sign_in(&house, "kalapas").await;
    let (batch, code, maker) = making(&house);
    let page = format!("/produksi/{batch}");
    let check = |own: u8, pieces: u16| {
        let id = id(own);
        format!("id={id}&finished_on=2026-01-05&accepted={pieces}&rejected=0&grade=a")
    };
    let at_page = |answer: &crate::house::Answer| {
        assert_eq!(answer.location.as_deref(), Some(&*page), "{}", answer.body);
    };
    assert!(!officer.get(&page).await.body.contains("/periksa-batal"), "nothing to take back");
    at_page(&head.post(&format!("{page}/periksa"), &check(1, 921)).await);
    assert!(officer.get(&page).await.body.contains("/periksa-batal"));
    let blank = officer.post(&format!("{page}/periksa-batal"), &format!("id={}", id(2))).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    let asked = format!("id={}&reason=salah+ketik", id(2));
    at_page(&officer.post(&format!("{page}/periksa-batal"), &asked).await);

    let waits = "/produksi?state=spoiled";
    assert!(head.get("/beranda").await.body.contains(waits));
    assert!(head.get(waits).await.body.contains(&code));
    let approve = format!("{page}/koreksi/{}/setujui", id(2));
    let own = officer.get(&page).await.body;
    assert!(own.contains("921 lulus") && !own.contains(&approve), "{own}");
    assert!(head.get(&page).await.body.contains(&approve));
    at_page(&head.post(&approve, "").await);
    let open = head.get(&page).await.body;
    assert!(open.contains("salah ketik") && open.contains(&format!("{page}/periksa\"")), "{open}");
    at_page(&head.post(&format!("{page}/periksa"), &check(3, 912)).await);
    let history = officer.get(&page).await.body;
    assert_eq!(history.matches("Mutu diperiksa").count(), 2, "both stay: {history}");

    let form = officer.get(&format!("{page}/pembuat")).await;
    assert!(form.status == StatusCode::OK && form.body.contains("Usulkan perbaikan"));
    let anew = format!("id={}&makers[0][maker]={maker}&makers[0][weight]=5&reason=keliru", id(4));
    at_page(&officer.post(&format!("{page}/pembuat"), &anew).await);
    assert!(head.get(&page).await.body.contains("Pembuat menjadi WB-"));
    at_page(&head.post(&format!("{page}/koreksi/{}/setujui", id(4)), "").await);
    let told = officer.get(&format!("/api/v1/batches/{batch}")).await.body;
    let told: Value = serde_json::from_str(&told).expect("JSON");
    assert_eq!(told["makers"].as_array().map(Vec::len), Some(1), "{told}");
    assert_eq!(told["corrections"].as_array().map(Vec::len), Some(2));
    assert_eq!(
        (&told["batch"]["accepted"], told["batch"]["checked_by"].is_null()),
        (&912.into(), false)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_opened_by_mistake_leaves_the_lists() {
    let house = played();
    let officer = Visitor::sign_in(&house, "kasubsi").await;
    let (batch, code, _) = making(&house);
    let page = format!("/produksi/{batch}");
    assert!(officer.get("/produksi?state=open").await.body.contains(&code));
    let done = officer.post(&format!("{page}/batal"), "reason=salah+produk").await;
    assert_eq!(done.location.as_deref(), Some(&*page), "{}", done.body);
    let shown = officer.get(&page).await.body;
    assert!(
        shown.contains("salah produk") && !shown.contains(&format!("{page}/periksa")),
        "{shown}"
    );
    for list in ["/produksi", "/produksi?state=open", "/beranda"] {
        assert!(!officer.get(list).await.body.contains(&code), "{list}");
    }
    assert!(officer.get("/produksi?state=given_up").await.body.contains(&code));
}
