//! Files that are none, or not what they seem: refused with what to do, and nothing is kept.

use std::io::{Cursor, Write};

use axum::http::StatusCode;
use rust_xlsxwriter::{Formula, Workbook};
use serde_json::{Value, json};

use crate::{
    house::Visitor,
    imports::{counts, fresh, looked, number, send, take},
};

fn formula_for_price() -> Vec<u8> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    for (at, label) in (0..).zip(["Kode", "Nama", "Satuan", "Harga"]) {
        page.write_string(0, at, label).expect("a cell");
    }
    for (at, text) in (0..).zip(["IMP-1", "Sapu", "buah"]) {
        page.write_string(1, at, text).expect("a cell");
    }
    page.write_formula(1, 3, Formula::new("=1000*15").set_result("15000")).expect("a cell");
    book.save_to_buffer().expect("written")
}

fn merged() -> Vec<u8> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    for (at, label) in (0..).zip(["Kode", "Nama", "Satuan"]) {
        page.write_string(0, at, label).expect("a cell");
    }
    page.merge_range(1, 0, 1, 2, "IMP-1", &rust_xlsxwriter::Format::new()).expect("merged");
    book.save_to_buffer().expect("written")
}

fn zipped(name: &str, content: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
    zip.write_all(content).expect("written");
    zip.finish().expect("a zip").into_inner()
}

/// 64 MiB of nothing in some 64 KiB.
fn bomb() -> Vec<u8> {
    zipped("xl/workbook.xml", &vec![b' '; 64 << 20])
}

fn open_quote() -> Vec<u8> {
    format!("Kode,Nama,Satuan\nA,\"b,c\n{}", "A,b,c\n".repeat(5_000)).into_bytes()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_indonesian_excel_saves_is_read_and_nothing_is_guessed() {
    let house = fresh();
    let kasubsi = Visitor::sign_in(&house, "kasubsi").await;
    let of = ("produk", "products");
    // As "Teks Unicode": UTF-16 with its mark, tabs, and prices as they are shown.
    let text = "Kode\tNama\tSatuan\tHarga\r\nIMP-1\tCafé\tbuah\tRp15.000,00\r\n";
    let mut file = vec![0xFF, 0xFE];
    file.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(counts(&looked(&kasubsi, of, 1, &file).await), [1, 1, 0, 0]);
    assert_eq!(take(&kasubsi, of, 1).await.status, StatusCode::SEE_OTHER);
    let one = kasubsi.get("/api/v1/products?q=IMP-1").await.body;
    let one: Value = serde_json::from_str(&one).expect("JSON");
    assert_eq!(one["items"][0]["name"], "Café", "{one}");
    let price = "SELECT CAST(MAX(p.price_rupiah) AS bigint) FROM catalogue_price p
        JOIN catalogue_product c ON c.id = p.product_id WHERE c.code = 'IMP-1'";
    assert_eq!(number(&house, price), 15_000);
    // Decimals, and thousands as an English Excel writes them, are not guessed at.
    let file = b"Kode;Nama;Satuan;Harga;Berlaku mulai\r\nIMP-2;a;buah;15,5;\r\n\
        IMP-3;b;buah;15.000,50;\r\nIMP-4;c;buah;15,000;\r\nIMP-5;d;buah;15.000;2026-01-05\r\n\
        IMP-6;e;buah;15.000;5 Januari 2026\r\n";
    let seen = looked(&kasubsi, of, 2, file).await;
    let told = seen["bad"].as_array().expect("rows").iter();
    let told: Vec<_> = told.map(|bad| (&bad["row"], &bad["code"])).collect();
    let expected = [2, 3, 4].map(|row| (json!(row), json!("kernel.price")));
    let mut expected: Vec<_> = expected.iter().map(|(row, code)| (row, code)).collect();
    let last = (json!(6), json!("intake.day_impossible"));
    expected.push((&last.0, &last.1));
    assert_eq!(told, expected, "{seen}");
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_files_are_refused_with_what_to_do_and_nothing_is_kept() {
    let house = fresh();
    let kasubsi = Visitor::sign_in(&house, "kasubsi").await;
    let template = kasubsi.get("/impor/produk/unduh.xlsx").await;
    let many = format!("Kode,Nama,Satuan\n{}", "A,b,c\n".repeat(100_001));
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let cases: [(&str, Vec<u8>, &str); 14] = [
        ("a zip bomb", bomb(), "mengembang terlalu besar"),
        ("merged cells", merged(), "Sel A2:C2 digabung"),
        ("UTF-16 without its mark", utf16("Kode,Nama,Satuan\nA,b,c\n"), "CSV UTF-8"),
        ("a quotation mark left open", open_quote(), "tanda kutip yang tidak ditutup"),
        ("a Word document", zipped("word/document.xml", b"<w/>"), "bukan Excel"),
        ("a renamed PDF", b"%PDF-1.7\n%%EOF".to_vec(), "Berkas ini PDF"),
        ("an old Excel", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(), "simpan sebagai .xlsx"),
        ("Windows-1252", b"Kode,Nama,Satuan\nA,Caf\xE9,b\n".to_vec(), "CSV UTF-8"),
        ("another sheet", b"Tanggal,Jumlah\n1,2\n".to_vec(), "Kolom \"Tanggal\" tidak dikenal"),
        ("a column missing", b"Kode,Nama\nA,b\n".to_vec(), "tidak punya kolom Satuan"),
        ("a column twice", b"Kode,Nama,Nama,Satuan\nA,b,c,d\n".to_vec(), "ada dua"),
        ("the template as it is", template.bytes.to_vec(), "Tidak ada baris selain contoh"),
        ("too many rows", many.into_bytes(), "Lebih dari 100000 baris"),
        ("nothing", b"\n\n".to_vec(), "kosong"),
    ];
    for (n, (why, file, says)) in (10..).zip(cases) {
        let answer = send(&kasubsi, "produk", "products", n, &file).await;
        assert_eq!(answer.status.as_u16() / 100, 4, "{why}");
        assert!(answer.body.contains(&says.replace('"', "&quot;")), "{why}: {}", answer.body);
    }
    let large = send(&kasubsi, "produk", "products", 30, &vec![b'a'; 50 << 20]).await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(number(&house, "SELECT COUNT(*) FROM intake_upload"), 0);
    // A formula's result is shown by every program and believed by none here.
    let seen = looked(&kasubsi, ("produk", "products"), 31, &formula_for_price()).await;
    let bad = &seen["bad"][0];
    assert_eq!((&bad["row"], &bad["column"]), (&json!(2), &json!("price")), "{seen}");
    assert_eq!(bad["code"], "intake.formula");
}
