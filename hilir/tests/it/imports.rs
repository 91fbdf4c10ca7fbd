//! Spreadsheets that are brought in: looked at, taken in whole or not at all, and never twice.

use axum::http::StatusCode;
use db::{Read, Sql};
use serde_json::{Value, json};

use crate::house::{Answer, House, Visitor, play, played};

pub fn fresh() -> House {
    played()
}

/// The demo's house on each database, one after the other.
fn houses() -> impl Iterator<Item = House> {
    testkit::databases().into_iter().map(|(name, db)| {
        println!("on {name}");
        play(db)
    })
}

pub fn id(n: u32) -> String {
    format!("0199eeee-0000-7000-8000-{n:012}")
}

/// Sends a file by the page; where it leads.
pub async fn send(who: &Visitor, slug: &str, kind: &str, n: u32, file: &[u8]) -> Answer {
    let (id, path) = (id(n), format!("/impor/{slug}"));
    let fields = [("id", id.as_str()), ("kind", kind)];
    who.post_named(&path, &fields, ("file", "isi.csv"), file).await
}

/// What the API tells of a file that was sent.
pub async fn told(who: &Visitor, kind: &str, n: u32) -> Value {
    let answer = who.get(&format!("/api/v1/imports/{kind}/{}", id(n))).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    serde_json::from_str(&answer.body).expect("JSON")
}

pub fn counts(told: &Value) -> [i64; 4] {
    ["rows", "fresh", "again", "refused"].map(|name| told[name].as_i64().expect("a count"))
}

pub async fn looked(who: &Visitor, (slug, kind): (&str, &str), n: u32, file: &[u8]) -> Value {
    let sent = send(who, slug, kind, n, file).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    assert_eq!(sent.location.as_deref(), Some(&*format!("/impor/{slug}/{}", id(n))));
    told(who, kind, n).await
}

pub async fn take(who: &Visitor, (slug, kind): (&str, &str), n: u32) -> Answer {
    who.post(&format!("/impor/{slug}/{}/simpan", id(n)), &format!("kind={kind}")).await
}

pub async fn total(who: &Visitor, path: &str) -> i64 {
    let answer = who.get(path).await;
    let told: Value = serde_json::from_str(&answer.body).expect("JSON");
    told["total"].as_i64().expect("a total")
}

pub fn number(house: &House, text: &'static str) -> i64 {
    let sql = Sql { text, lite: text, at: "test" };
    house
        .db
        .read_now(move |read: &mut Read| read.one(sql, &[], |row| row.get(0)))
        .expect("a number")
}

const PRODUCTS: &[u8] = b"\xEF\xBB\xBFKode *;Nama *;Satuan *;Harga;Berlaku mulai\r\n\
    CONTOH PT-09;Contoh;buah;1;\r\n\
    IMP-1;Sapu lidi;buah;15.000;05/01/2026\r\n\
    IMP-2;Rak bumbu;buah;Rp40.000;2026-01-05\r\n\
    IMP-3;Talenan;buah;;\r\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_looked_at_then_taken_in_and_adds_nothing_twice() {
    for house in houses() {
        looked_at_then_taken_in(&house).await;
    }
}

async fn looked_at_then_taken_in(house: &House) {
    let kasubsi = Visitor::sign_in(house, "kasubsi").await;
    let of = ("produk", "products");
    let seen = looked(&kasubsi, of, 1, PRODUCTS).await;
    assert_eq!((counts(&seen), &seen["examples"]), ([3, 3, 0, 0], &json!(1)));
    assert_eq!(total(&kasubsi, "/api/v1/products?q=IMP-").await, 0, "it only looked");
    let page = kasubsi.get(&format!("/impor/produk/{}", id(1))).await;
    assert!(page.body.contains("Simpan 3 baris"), "{}", page.body);
    assert!(page.body.contains("Rak bumbu"), "the rows are seen as they were read");
    assert_eq!(take(&kasubsi, of, 1).await.status, StatusCode::SEE_OTHER);
    assert_eq!(total(&kasubsi, "/api/v1/products?q=IMP-").await, 3);
    let journal = "SELECT COUNT(*) FROM journal_line WHERE kind = 'intake.take'";
    assert_eq!(number(house, journal), 1);
    // The same yes twice, and the same file as another upload.
    assert_eq!(take(&kasubsi, of, 1).await.status, StatusCode::SEE_OTHER);
    assert_eq!(counts(&looked(&kasubsi, of, 2, PRODUCTS).await), [3, 0, 3, 0]);
    let page = kasubsi.get(&format!("/impor/produk/{}", id(2))).await;
    assert!(!page.body.contains("/simpan"), "there is nothing to save: {}", page.body);
    // A row more adds that row.
    let more = [PRODUCTS, b"IMP-4;Keset;buah;9000;\r\n"].concat();
    assert_eq!(counts(&looked(&kasubsi, of, 3, &more).await), [4, 1, 3, 0]);
    assert_eq!(take(&kasubsi, of, 3).await.status, StatusCode::SEE_OTHER);
    assert_eq!(total(&kasubsi, "/api/v1/products?q=IMP-").await, 4);
    // What its rows hold is kept no longer than needed.
    let kept =
        "SELECT COUNT(*) FROM intake_upload WHERE taken_at IS NOT NULL AND content IS NOT NULL";
    assert_eq!(number(house, kept), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_bad_row_holds_all_and_is_named() {
    for house in houses() {
        one_bad_row(&house).await;
    }
}

async fn one_bad_row(house: &House) {
    let kasubsi = Visitor::sign_in(house, "kasubsi").await;
    let of = ("produk", "products");
    let bad = "Code,Name,Unit,Price,Valid from\r\n\
        IMP-1,Sapu lidi,buah,15000,\r\n\
        IMP-2,Rak bumbu,buah,12.5,\r\n\
        IMP-1,Lagi,buah,1000,\r\n\
        PT,Milik yang lain,buah,1000,\r\n\
        IMP-5,,buah,1000,\r\n\
        IMP-6,Kursi,buah,1000,3/2/2026\r\n\
        IMP-7,Kursi,buah,=5000*2,\r\n";
    let seen = looked(&kasubsi, of, 1, bad.as_bytes()).await;
    assert_eq!(counts(&seen), [7, 1, 0, 6]);
    let said: Vec<_> = seen["bad"].as_array().expect("rows").iter().collect();
    let said = said.iter().map(|bad| {
        let text = |name: &str| bad[name].as_str().unwrap_or("-");
        format!("{} {} {}", bad["row"], text("column"), text("code"))
    });
    assert_eq!(
        said.collect::<Vec<_>>(),
        [
            "3 price kernel.price",
            "4 code intake.row_twice",
            "5 code catalogue.code_taken",
            "6 name web.required",
            "7 valid_from intake.day_ambiguous",
            "8 price intake.formula",
        ]
    );
    let page = kasubsi.get(&format!("/impor/produk/{}", id(1))).await.body;
    assert!(page.contains("Berisi rumus.") && page.contains("Harga"), "{page}");
    assert!(!page.contains("/simpan"), "nothing can be saved");
    // Who says yes all the same is refused, and nothing is written.
    let forced = take(&kasubsi, of, 1).await;
    assert_eq!(forced.status, StatusCode::CONFLICT);
    assert!(forced.body.contains("Baris 3:"), "{}", forced.body);
    assert_eq!(total(&kasubsi, "/api/v1/products?q=IMP-").await, 0);
    let list = kasubsi.get(&format!("/impor/produk/{}/unduh.csv", id(1))).await;
    assert_eq!(list.body.lines().count(), 7, "{}", list.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_makers_name_goes_into_one_table_and_nowhere_else() {
    for house in houses() {
        makers_name(&house).await;
    }
}

async fn makers_name(house: &House) {
    let kasubsi = Visitor::sign_in(house, "kasubsi").await;
    let of = ("pembuat", "makers");
    let file = "Kode pembuat,Nama,Nomor register\nWB-901,Wulquadri Xyzumar,QX-1\nWB-902,,\n";
    assert_eq!(counts(&looked(&kasubsi, of, 1, file.as_bytes()).await), [2, 2, 0, 0]);
    let page = kasubsi.get(&format!("/impor/pembuat/{}", id(1))).await.body;
    assert!(page.contains("WB-901") && page.contains("terisi, tidak ditampilkan"), "{page}");
    assert!(!page.contains("Wulquadri"), "{page}");
    assert_eq!(take(&kasubsi, of, 1).await.status, StatusCode::SEE_OTHER);
    let named = "SELECT COUNT(*) FROM people_maker_identity WHERE name = 'Wulquadri Xyzumar'";
    assert_eq!(number(house, named), 1);
    let left = "SELECT COUNT(*) FROM intake_upload WHERE content IS NOT NULL";
    assert_eq!(number(house, left), 0);
    let told = "SELECT COUNT(*) FROM journal_line WHERE CAST(body AS text) LIKE '%Wulquadri%'";
    assert_eq!(number(house, told), 0);
    let list = kasubsi.get("/pembuat/unduh.csv").await.body;
    assert!(list.contains("WB-901") && !list.contains("Wulquadri"), "{list}");
    // One that was given up leaves nothing either.
    looked(&kasubsi, of, 2, b"Kode pembuat,Nama\nWB-903,Wulquadri Abc\n").await;
    let gone = kasubsi.post(&format!("/impor/pembuat/{}/buang", id(2)), "kind=makers").await;
    assert_eq!(gone.location.as_deref(), Some("/impor/pembuat"));
    assert_eq!(number(house, left), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn opening_stock_needs_two_people() {
    for house in houses() {
        two_people(&house).await;
    }
}

async fn two_people(house: &House) {
    let kasubsi = Visitor::sign_in(house, "kasubsi").await;
    let file = "Kode produk,Nomor kelompok,Jumlah,Per tanggal,Kode pembuat,Biaya seluruhnya\n\
        PT,AWAL-1,40,31/12/2025,\"WB-001, WB-002\",360000\n\
        GL,AWAL-2,5,31/12/2025,WB-001,\n";
    let (open, check) = (("stok-awal", "opening"), ("periksa-stok-awal", "opening-check"));
    let early = looked(&kasubsi, check, 1, file.as_bytes()).await;
    assert_eq!(early["bad"][0]["code"], "intake.not_opened");
    assert_eq!(counts(&looked(&kasubsi, open, 2, file.as_bytes()).await), [2, 2, 0, 0]);
    assert_eq!(take(&kasubsi, open, 2).await.status, StatusCode::SEE_OTHER);
    let own = looked(&kasubsi, check, 3, file.as_bytes()).await;
    assert_eq!(counts(&own), [2, 0, 0, 2], "who recorded it does not check it: {own}");
    let other = Visitor::sign_in(house, "periksa").await;
    assert_eq!(counts(&looked(&other, check, 4, file.as_bytes()).await), [2, 2, 0, 0]);
    assert_eq!(take(&other, check, 4).await.status, StatusCode::SEE_OTHER);
    assert_eq!(counts(&looked(&other, check, 5, file.as_bytes()).await), [2, 0, 2, 0]);
    let batches = kasubsi.get("/api/v1/batches?q=AWAL-1").await.body;
    let batches: Value = serde_json::from_str(&batches).expect("JSON");
    let one = &batches["items"][0];
    assert_eq!((&one["accepted"], &one["unit_cost"]), (&json!(40), &json!(9_000)), "{one}");
    let marked = kasubsi.get("/produksi/unduh.csv?q=AWAL-1").await.body;
    assert!(marked.contains("Stok awal: 40"), "{marked}");
    // Who has left since has made what was there when he was.
    let maker = kasubsi.get("/api/v1/makers?q=WB-002").await.body;
    let maker: Value = serde_json::from_str(&maker).expect("JSON");
    let path = format!("/api/v1/makers/{}/release", maker["items"][0]["id"].as_str().expect("id"));
    let free = json!({"id": id(90), "released_on": "2026-01-05"}).to_string();
    assert_eq!(kasubsi.post_text(&path, &free).await.status, StatusCode::OK);
    let gone = file.lines().next().expect("a head").to_owned()
        + "\nPT,AWAL-3,7,31/12/2025,wb-002,\nPT,AWAL-4,7,31/12/2025,WB-999,\n";
    let seen = looked(&kasubsi, open, 6, gone.as_bytes()).await;
    assert_eq!(counts(&seen), [2, 1, 0, 1], "{seen}");
    assert_eq!(seen["bad"][0]["code"], "intake.maker_unknown");
    assert!(
        number(house, "SELECT CAST(COALESCE(SUM(amount), 0) AS bigint) FROM ledger_posting") == 0
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn past_sales_stand_on_their_receipts() {
    for house in houses() {
        past_sales(&house).await;
    }
}

async fn past_sales(house: &House) {
    let kasubsi = Visitor::sign_in(house, "kasubsi").await;
    let of = ("penjualan", "sales");
    let before = total(&kasubsi, "/api/v1/sales").await;
    let file = "Kode produk,Tanggal,Jumlah,Toko,Nomor struk,Pembayaran,Barang memang ada\n\
        PT,04/01/2026,1,Toko Acun Akuarium,B-1,tunai,ya\n\
        GL,04/01/2026,1,toko acun akuarium,B-1,tunai,\n\
        PT,2026-01-04,1,Toko Acun Akuarium,,qris,ya\n\
        PT,2026-01-04,1,Toko Acun Akuarium,,qris,ya\n";
    let seen = looked(&kasubsi, of, 1, file.as_bytes()).await;
    assert_eq!(counts(&seen), [4, 4, 0, 0], "{seen}");
    assert_eq!(take(&kasubsi, of, 1).await.status, StatusCode::SEE_OTHER);
    assert_eq!(total(&kasubsi, "/api/v1/sales").await, before + 3, "two rows share a receipt");
    let again = looked(&kasubsi, of, 2, file.as_bytes()).await;
    assert_eq!(counts(&again), [4, 0, 4, 0]);
    // What only says the same may be another sale; a receipt's number tells.
    assert_eq!(again["unsure"], json!([4, 5]), "{again}");
    let page = kasubsi.get(&format!("/impor/penjualan/{}", id(2))).await.body;
    assert!(page.contains("Baris 4, 5 dilewati") && page.contains("beri nomor struk"), "{page}");
    let numbered = file.replacen("Akuarium,,qris", "Akuarium,B-2,qris", 1);
    let seen = looked(&kasubsi, of, 6, numbered.as_bytes()).await;
    assert_eq!((counts(&seen), &seen["unsure"]), ([4, 1, 3, 0], &json!([5])), "{seen}");
    let wrong = "Kode produk,Tanggal,Jumlah,Toko,Pembayaran,Barang memang ada\n\
        XX,04/01/2026,1,Toko Acun Akuarium,tunai,\n\
        PT,04/01/2026,1,Toko Lain,tunai,\n\
        PT,04/01/2026,1,Toko Acun Akuarium,kredit,\n\
        PT,04/01/2026,9999,Toko Acun Akuarium,tunai,\n\
        PT,04/01/2027,1,Toko Acun Akuarium,tunai,\n\
        PT,04/01/2026,9999,Toko Acun Akuarium,tunai,ya\n";
    let seen = looked(&kasubsi, of, 3, wrong.as_bytes()).await;
    let codes: Vec<_> =
        seen["bad"].as_array().expect("rows").iter().map(|bad| &bad["code"]).collect();
    let expected = [
        "intake.product_unknown",
        "intake.shop_unknown",
        "intake.payment_unknown",
        "intake.beyond_shelf",
        "sales.day_after_today",
    ];
    assert_eq!(codes, expected, "{seen}");
    // A shop's people tell of their own shop, and only of it.
    let hendri = Visitor::sign_in(house, "hendri").await;
    let own = looked(
        &hendri,
        of,
        4,
        b"Kode produk,Tanggal,Jumlah,Barang memang ada\nPT,04/01/2026,1,ya\n",
    )
    .await;
    assert_eq!(counts(&own), [1, 1, 0, 0], "{own}");
    let kicau = b"Kode produk,Tanggal,Jumlah,Toko\nPT,04/01/2026,1,Toko Kicau Mania\n";
    let other = looked(&hendri, of, 5, kicau).await;
    assert_eq!(other["bad"][0]["code"], "intake.shop_unknown");
    assert_eq!(hendri.get("/impor/produk").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_shops_may_count_their_receipts_alike() {
    for house in houses() {
        receipts_alike(&house).await;
    }
}

async fn receipts_alike(house: &House) {
    let kasubsi = Visitor::sign_in(house, "kasubsi").await;
    let of = ("penjualan", "sales");
    let head = "Kode produk,Tanggal,Jumlah,Toko,Nomor struk,Pembayaran,Barang memang ada\n";
    let acun = "GL,04/01/2026,1,Toko Acun Akuarium,001,tunai,ya\n";
    let kicau = "GL,04/01/2026,2,Toko Kicau (contoh),001,qris,ya\n";
    let file = format!("{head}{acun}{kicau}");
    assert_eq!(counts(&looked(&kasubsi, of, 1, file.as_bytes()).await), [2, 2, 0, 0]);
    assert_eq!(take(&kasubsi, of, 1).await.status, StatusCode::SEE_OTHER);
    let sold = "SELECT CAST(COUNT(DISTINCT shop_id) AS bigint) FROM sales_sale
        WHERE receipt_number = '001'";
    assert_eq!(number(house, sold), 2, "a sale at each shop");
    // What was typed in at the desk is not taken in once more from a file.
    let hendri = Visitor::sign_in(house, "hendri").await;
    let desk = serde_json::json!({"id": "0199ffff-0000-7000-8000-0000000000d1", "payment": "cash",
        "business_day": "2026-01-04", "receipt_number": "002", "really_there": true,
        "lines": [{"product": house.cast.nest, "quantity": 1}]});
    let done = hendri.post_json("/api/v1/sales", &desk).await;
    assert!(done.status.is_success(), "{}", done.body);
    let twice = format!("{head}{}", acun.replace("001", "002"));
    let seen = looked(&kasubsi, of, 4, twice.as_bytes()).await;
    assert_eq!(seen["bad"][0]["code"], "intake.number_taken", "{seen}");
    // Each shop's row alone is the sale that is known.
    for (n, row) in [(2, acun), (3, kicau)] {
        let seen = looked(&kasubsi, of, n, format!("{head}{row}").as_bytes()).await;
        assert_eq!(counts(&seen), [1, 0, 1, 0], "{seen}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tally_sheet_is_a_count_of_the_shelf() {
    for house in houses() {
        tally_sheet(&house).await;
    }
}

async fn tally_sheet(house: &House) {
    let hendri = Visitor::sign_in(house, "hendri").await;
    let shelf = hendri.get("/rak/unduh.csv").await.body;
    let there = |code: &str| -> i64 {
        let rows = shelf.lines().filter(|line| line.starts_with(&format!("{code};")));
        rows.map(|line| line.split(';').nth(5).expect("a number").parse::<i64>().expect("digits"))
            .sum()
    };
    let left = there("PT") - 1;
    let file = format!("Kode produk,Tanggal,Masih ada\nPT,05/01/2026,{left}\n");
    let of = ("hitung-sisa", "counts");
    let seen = looked(&hendri, of, 1, file.as_bytes()).await;
    assert_eq!(counts(&seen), [1, 1, 0, 0], "{shelf} {seen}");
    let before = total(&hendri, "/api/v1/sales").await;
    assert_eq!(take(&hendri, of, 1).await.status, StatusCode::SEE_OTHER);
    assert_eq!(total(&hendri, "/api/v1/sales").await, before + 1);
    assert_eq!(counts(&looked(&hendri, of, 2, file.as_bytes()).await), [1, 0, 1, 0]);
    let more = format!("Kode produk,Tanggal,Masih ada\nPT,05/01/2026,{}\n", left + 50);
    let seen = looked(&hendri, of, 3, more.as_bytes()).await;
    let bad = &seen["bad"][0];
    assert_eq!((&bad["row"], &bad["code"]), (&json!(2), &json!("intake.told_before")), "{seen}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_lay_at_a_shop_is_received_by_the_shop() {
    for house in houses() {
        lay_at_a_shop(&house).await;
    }
}

async fn lay_at_a_shop(house: &House) {
    let kasubsi = Visitor::sign_in(house, "kasubsi").await;
    let other = Visitor::sign_in(house, "periksa").await;
    let stock = "Kode produk,Nomor kelompok,Jumlah,Per tanggal,Kode pembuat\n\
        PT,AWAL-1,40,31/12/2025,WB-001\nGL,AWAL-2,5,31/12/2025,WB-001\n";
    let of = ("stok-awal-toko", "opening-shelves");
    let head = "Toko,Nomor kelompok,Jumlah,Per tanggal\n";
    let file = format!(
        "{head}Toko Acun Akuarium,AWAL-1,12,31/12/2025\n\
        toko acun akuarium,awal-2,3,2025-12-31\n"
    );
    // Before the workshop has them, nothing lies anywhere.
    let early = looked(&kasubsi, of, 1, file.as_bytes()).await;
    assert_eq!(early["bad"][0]["code"], "intake.batch_not_ours", "{early}");
    looked(&kasubsi, ("stok-awal", "opening"), 2, stock.as_bytes()).await;
    take(&kasubsi, ("stok-awal", "opening"), 2).await;
    looked(&other, ("periksa-stok-awal", "opening-check"), 3, stock.as_bytes()).await;
    take(&other, ("periksa-stok-awal", "opening-check"), 3).await;
    // What is wrong is told at its own row.
    let wrong = format!(
        "{head}Toko Acun Akuarium,AWAL-1,41,31/12/2025\n\
        Toko Lain,AWAL-1,1,31/12/2025\nToko Acun Akuarium,AWAL-2,0,30/12/2025\n\
        Toko Acun Akuarium,AWAL-2,1,30/12/2025\n"
    );
    let seen = looked(&kasubsi, of, 4, wrong.as_bytes()).await;
    let told = seen["bad"].as_array().expect("rows").iter();
    let told: Vec<String> = told.map(|bad| format!("{} {}", bad["row"], bad["code"])).collect();
    let expected = [
        "2 \"consignment.not_enough_in_workshop\"",
        "3 \"intake.shop_unknown\"",
        "4 \"kernel.quantity\"",
        "5 \"consignment.batch_finished_later\"",
    ];
    assert_eq!(told, expected, "{seen}");
    assert_eq!(counts(&looked(&kasubsi, of, 5, file.as_bytes()).await), [2, 2, 0, 0]);
    assert_eq!(take(&kasubsi, of, 5).await.status, StatusCode::SEE_OTHER);
    assert_eq!(counts(&looked(&kasubsi, of, 6, file.as_bytes()).await), [2, 0, 2, 0]);
    let sent = "SELECT COUNT(*) FROM consignment_delivery WHERE note = 'Stok awal'";
    assert_eq!(number(house, sent), 1, "one paper for one shop and day");
    // The shop counts for itself.
    let hendri = Visitor::sign_in(house, "hendri").await;
    let deliveries = hendri.get("/api/v1/deliveries?state=sent").await.body;
    let deliveries: Value = serde_json::from_str(&deliveries).expect("JSON");
    let items = deliveries["items"].as_array().expect("deliveries").iter();
    let mine = items.filter(|one| one["note"] == "Stok awal").collect::<Vec<_>>();
    let delivery = mine[0]["id"].as_str().expect("an id");
    let whole = hendri.get(&format!("/api/v1/deliveries/{delivery}")).await.body;
    let whole: Value = serde_json::from_str(&whole).expect("JSON");
    let lines = whole["lines"].as_array().expect("lines").iter();
    let lines: Vec<_> =
        lines.map(|line| json!({"batch": line["batch_id"], "received": line["sent"]})).collect();
    let input = json!({"id": id(77), "received_on": "2026-01-05", "lines": lines});
    let path = format!("/api/v1/deliveries/{delivery}/receive");
    let received = hendri.post_json(&path, &input).await;
    assert_eq!(received.status, StatusCode::OK, "{}", received.body);
    let lying = "SELECT CAST(SUM(s.accountable) AS bigint) FROM consignment_shelf_batch s
        JOIN production_batch b ON b.id = s.batch_id WHERE b.code IN ('AWAL-1', 'AWAL-2')";
    assert_eq!(number(house, lying), 15);
    forgotten_on_a_shelf(house, &kasubsi, &file).await;
}

/// A row that was forgotten is added to the same file: it alone becomes a delivery.
async fn forgotten_on_a_shelf(house: &House, kasubsi: &Visitor, file: &str) {
    let of = ("stok-awal-toko", "opening-shelves");
    let other = Visitor::sign_in(house, "periksa").await;
    let stock = "Kode produk,Nomor kelompok,Jumlah,Per tanggal,Kode pembuat\n\
        PT,AWAL-3,4,31/12/2025,WB-001\n";
    looked(kasubsi, ("stok-awal", "opening"), 20, stock.as_bytes()).await;
    take(kasubsi, ("stok-awal", "opening"), 20).await;
    looked(&other, ("periksa-stok-awal", "opening-check"), 21, stock.as_bytes()).await;
    take(&other, ("periksa-stok-awal", "opening-check"), 21).await;
    let more = format!("{file}Toko Acun Akuarium,AWAL-3,4,31/12/2025\n");
    let seen = looked(kasubsi, of, 22, more.as_bytes()).await;
    assert_eq!(counts(&seen), [3, 1, 2, 0], "{seen}");
    assert_eq!(take(kasubsi, of, 22).await.status, StatusCode::SEE_OTHER);
    assert_eq!(counts(&looked(kasubsi, of, 23, more.as_bytes()).await), [3, 0, 3, 0]);
    // In any order, and another number of the same batch is told at its row.
    let turned = "Toko,Nomor kelompok,Jumlah,Per tanggal\n\
        Toko Acun Akuarium,AWAL-3,4,31/12/2025\nToko Acun Akuarium,AWAL-1,11,31/12/2025\n";
    let seen = looked(kasubsi, of, 24, turned.as_bytes()).await;
    assert_eq!(counts(&seen), [2, 0, 1, 1], "{seen}");
    assert_eq!(seen["bad"][0]["code"], "intake.told_before", "{seen}");
    let sent = "SELECT COUNT(*) FROM consignment_delivery WHERE note = 'Stok awal'";
    assert_eq!(number(house, sent), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_its_senders_alone_and_has_an_end() {
    let house = fresh();
    let kasubsi = Visitor::sign_in(&house, "kasubsi").await;
    looked(&kasubsi, ("produk", "products"), 1, PRODUCTS).await;
    let other = Visitor::sign_in(&house, "periksa").await;
    let path = format!("/impor/produk/{}", id(1));
    assert_eq!(other.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(take(&other, ("produk", "products"), 1).await.status, StatusCode::NOT_FOUND);
    let wrong = kasubsi.get(&format!("/impor/pembuat/{}", id(1))).await;
    assert_eq!(wrong.status, StatusCode::NOT_FOUND, "another kind's address");
    // The same id for another file.
    let reused = send(&kasubsi, "produk", "products", 1, b"Kode,Nama,Satuan\nA-1,b,c\n").await;
    assert_eq!(reused.status, StatusCode::CONFLICT);
    // Two hours later it is gone.
    let over = "UPDATE intake_upload SET expires_at = created_at";
    let sql = Sql { text: over, lite: over, at: "test" };
    house.db.write_now(move |tx: &mut db::Tx| tx.run(sql, &[])).expect("changed");
    assert_eq!(take(&kasubsi, ("produk", "products"), 1).await.status, StatusCode::NOT_FOUND);
    assert_eq!(total(&kasubsi, "/api/v1/products?q=IMP-").await, 0);
    let page = kasubsi.get(&path).await.body;
    assert!(page.contains("Lewat waktunya") && !page.contains("/simpan"), "{page}");
}
