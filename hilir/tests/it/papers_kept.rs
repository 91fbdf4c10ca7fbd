//! What was printed stays what it was: its check page tells what became of it since.

use axum::http::StatusCode;
use db::{Sql, Tx};

use crate::{
    house::{House, Visitor, played},
    papers::{mark_of, papers, text_of},
};

fn run(house: &House, text: &'static str) {
    let sql = Sql { text, lite: text, at: "test" };
    house.db.write_now(move |tx: &mut Tx| tx.run(sql, &[]).map(drop)).expect("run");
}

/// A paper's text, and the address of its check page; nothing where the tool is missing.
async fn printed(visitor: &Visitor, path: &str) -> Option<(String, String)> {
    let answer = visitor.get(path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
    let text = text_of(&answer.bytes)?;
    let check = format!("{path}/cek/{}", mark_of(&text));
    Some((text, check))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_printed_before_it_was_taken_back_says_so_when_checked() {
    let house = played();
    let (kasubsi, stranger) =
        (Visitor::sign_in(&house, "kasubsi").await, Visitor::stranger(&house));
    let known = papers(&kasubsi).await;
    let paths = ["surat-jalan", "kwitansi", "pnbp"].map(|kind| known[kind].clone());
    let [note, receipt, billing] = paths;
    // The same three, before anything became of them.
    run(
        &house,
        "UPDATE settlement_billing SET state = 'issued', paid_on = NULL, ntb = NULL, ntpn = NULL,
            recorded_by = NULL, recorded_at = NULL, confirmed_by = NULL, confirmed_at = NULL,
            deposit_id = NULL",
    );
    let mut checks = Vec::new();
    for path in [&note, &receipt, &billing] {
        let Some((text, check)) = printed(&kasubsi, path).await else { return };
        let told = stranger.get(&check).await.body;
        assert!(told.contains("notice good"), "{path}: {told}");
        assert!(!text.contains("DITARIK") && !text.contains("SUDAH DIBAYAR"), "{text}");
        checks.push(check);
    }
    run(
        &house,
        "INSERT INTO consignment_recall
           (delivery_id, id, recalled_on, reason, created_by, created_at)
         SELECT d.id, d.id, d.sent_on, 'salah toko', d.created_by, d.created_at
         FROM consignment_delivery d
         WHERE NOT EXISTS (SELECT 1 FROM consignment_recall r WHERE r.delivery_id = d.id)",
    );
    run(&house, "UPDATE settlement_remittance SET taken_back_on = decided_on");
    run(
        &house,
        "UPDATE settlement_billing SET state = 'paid', paid_on = issued_on, ntb = 'NTB1',
            ntpn = 'NTPN-' || code, confirmed_by = created_by",
    );
    let words = ["DITARIK KEMBALI pada", "DIBATALKAN pada", "SUDAH DIBAYAR pada"];
    for ((path, check), word) in [&note, &receipt, &billing].into_iter().zip(&checks).zip(words) {
        let told = stranger.get(check).await.body;
        assert!(told.contains(word) && !told.contains("notice good"), "{path}: {told}");
        assert!(told.contains("Angka pada surat ini sama"), "{path}: it is known again: {told}");
        let (text, _) = printed(&kasubsi, path).await.expect("the tool is there");
        assert!(text.contains(word), "{path}: {text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agreement_is_printed_as_it_was_signed() {
    let house = played();
    let kasubsi = Visitor::sign_in(&house, "kasubsi").await;
    let known = papers(&kasubsi).await;
    let paths = ["pks", "addendum"].map(|kind| known[kind].clone());
    let mut before = Vec::new();
    for path in &paths {
        let Some((text, _)) = printed(&kasubsi, path).await else { return };
        before.push(text);
    }
    run(&house, "UPDATE people_consignor SET address = 'Jalan Pindah 9', city = 'Kota Lain'");
    run(&house, "UPDATE people_shop SET address = 'Jalan Lain 8', owner_name = 'Pemilik Baru'");
    run(&house, "UPDATE catalogue_product SET name = 'Nama baru', unit = 'lusin'");
    for (path, was) in paths.iter().zip(before) {
        let (text, _) = printed(&kasubsi, path).await.expect("the tool is there");
        // Whom to write to today stands in the letterhead alone.
        let body = |text: &str| text.split_once("Nomor:").map(|(_, body)| body.to_owned());
        assert_eq!(body(&text), body(&was), "{path}");
    }
    let screen = kasubsi.get(&paths[0].replace("/pks.pdf", "/naskah")).await.body;
    assert!(!screen.contains("Jalan Lain 8") && !screen.contains("Nama baru"), "{screen}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_addendum_says_who_when_and_where() {
    let house = crate::house::shared();
    let kasubsi = Visitor::sign_in(house, "kasubsi").await;
    let path = papers(&kasubsi).await["addendum"].clone();
    let Some((text, _)) = printed(&kasubsi, &path).await else { return };
    for said in ["Pada hari ini", "bertempat", "PIHAK PERTAMA", "PIHAK KEDUA", "Alamat"] {
        assert!(text.contains(said), "{said}: {text}");
    }
    for number in ["W7.PAS.CONTOH-HH.05.05-009", "002/TAA/XII/2025"] {
        assert!(text.contains(number), "each side's number: {text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_monthly_report_is_dated_and_a_provisional_one_is_another_paper() {
    let house = crate::house::shared();
    let kasubsi = Visitor::sign_in(house, "kasubsi").await;
    let of = |month: &str| format!("/laporan/{}/{month}/laporan.pdf", house.cast.lapas);
    let Some((text, _)) = printed(&kasubsi, &of("2025-11")).await else { return };
    let today = hilir::demo::ends_at().day(kernel::Zone::Wib);
    let dated = format!("Pangkalpinang, {}", today.long(kernel::Lang::Id));
    assert!(text.contains(&dated) && text.contains("Nomor: LAP-2025-11\n"), "{dated}: {text}");
    let (text, _) = printed(&kasubsi, &of(&today.to_string()[..7])).await.expect("the tool");
    let number = format!("Nomor: LAP-{}-S{:02}\n", &today.to_string()[..7], today.day_of_month());
    assert!(text.contains("SEMENTARA per") && text.contains(&number), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_label_of_any_number_leads_to_its_batch() {
    let house = played();
    run(&house, "UPDATE production_batch SET code = 'PT 11/25 #1' WHERE code = 'PT-2511-01'");
    let address = production::label_address("", "PT 11/25 #1");
    let page = Visitor::stranger(&house).get(&address).await;
    assert_eq!(page.status, StatusCode::OK, "{address}: {}", page.body);
    assert!(page.body.contains("PT 11/25 #1"), "{}", page.body);
}
