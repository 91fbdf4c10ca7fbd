//! What people do every day, counted in clicks: each at his own desk, beginning at his first page.

use hilir::{
    demo,
    house::{self, Address},
};
use kernel::{Clock, Ids, Time, Zone};
use serde_json::json;

use crate::{
    desk::Desk,
    house::{House, Visitor, played},
};

/// The demo, seen so many days after its Monday.
fn later(house: &House, days: i64) -> Visitor {
    let now: Time = demo::ends_at().plus_seconds(days * 86_400);
    let address =
        Address { public_url: "http://127.0.0.1:8080".into(), zone: Zone::Wib, trust_proxy: false };
    let clock = Clock::from_fn(move || now);
    Visitor::of(house::router(house.db.clone(), clock, Ids::seeded(days as u64), address))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_kasubsi_sends_what_a_shelf_wants_and_prints_it_in_three() {
    let house = played();
    let door = later(&house, 0);
    let mut desk = Desk::of(door.signed_in("kasubsi").await).await;
    let told = desk.reads();
    for word in ["Kirim apa ke mana", "Toko Acun Akuarium", "Perangkap tikus"] {
        assert!(told.contains(word), "{word} in {told}");
    }
    desk.follow("Buat surat jalan").await;
    desk.press("Buat surat jalan").await;
    let told = desk.reads();
    assert!(told.contains("SJ-2601-02") && told.contains("PT-2511-01"), "{told}");
    desk.follow("Cetak surat jalan").await;
    assert_eq!(desk.content_type, "application/pdf");
    assert_eq!(desk.clicks, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_kasubsi_closes_the_month_in_two() {
    let house = played();
    let clerk = later(&house, 10).signed_in("kasir").await;
    let sale = json!({"id": "0199eeee-0000-7000-8000-000000000001", "payment": "cash",
        "lines": [{"product": house.cast.trap, "quantity": 1}]});
    let sold = clerk.post_json("/api/v1/sales", &sale).await;
    assert!(sold.status.is_success(), "{}", sold.body);
    let mut desk = Desk::of(later(&house, 28).signed_in("kasubsi").await).await;
    desk.follow("Tutup nota").await;
    let told = desk.reads();
    assert!(told.contains("Rp30.000") && told.contains("Rp24.000"), "the figures first: {told}");
    desk.press("Tutup nota").await;
    let told = desk.reads();
    assert!(told.contains("Nota") && told.contains("Rp24.000"), "{told}");
    assert_eq!(desk.clicks, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bendahara_sees_what_is_due_by_when_and_takes_what_came_in_two() {
    let house = played();
    let mut desk = Desk::of(later(&house, 0).signed_in("bendahara").await).await;
    let told = desk.reads();
    // What the shop owes, what the state gets, each with its last day.
    for word in ["003/NOTA", "820251230000001", "6 Januari 2026", "Setoran yang dilaporkan toko"] {
        assert!(told.contains(word), "{word} in {told}");
    }
    desk.follow("Toko Acun Akuarium").await;
    desk.press("Uang sudah diterima").await;
    assert_eq!(desk.clicks, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_kalapas_reads_one_page_and_shares_in_three() {
    let house = played();
    let mut desk = Desk::of(later(&house, 0).signed_in("kalapas").await).await;
    let told = desk.reads();
    for word in ["Omzet", "Premi", "PNBP", "Toko mitra", "Pembuat yang bekerja", "lama diam"] {
        assert!(told.contains(word), "{word} in {told}");
    }
    desk.follow("Hasil yang sudah diterima").await;
    desk.follow("Bagi hasil").await;
    desk.press("Bagi").await;
    assert_eq!(desk.clicks, 3);
}
