//! The same fact in another file: told once, and of the right shop.

use axum::http::StatusCode;
use db::{Sql, Tx};
use rust_xlsxwriter::Workbook;

use crate::{
    house::{House, Visitor},
    imports::{counts, fresh, looked, take},
};

const SALES: (&str, &str) = ("penjualan", "sales");

/// A workbook in which numbers are numbers.
fn book(head: &[&str], rows: &[&[&str]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    for (at, label) in (0..).zip(head) {
        page.write_string(0, at, *label).expect("a cell");
    }
    for (down, row) in (1..).zip(rows) {
        for (at, text) in (0..).zip(*row) {
            match text.parse::<u32>() {
                Ok(number) => page.write_number(down, at, number).expect("a cell"),
                Err(_) => page.write_string(down, at, *text).expect("a cell"),
            };
        }
    }
    book.save_to_buffer().expect("written")
}

fn run(house: &House, text: &'static str) {
    let sql = Sql { text, lite: text, at: "test" };
    house.db.write_now(move |tx: &mut Tx| tx.run(sql, &[]).map(drop)).expect("run");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sale_is_the_same_however_its_numbers_were_typed() {
    let house = fresh();
    let kasubsi = Visitor::sign_in(&house, "kasubsi").await;
    let head = ["Kode produk", "Tanggal", "Jumlah", "Harga satuan", "Toko", "Barang memang ada"];
    let row = ["PT", "04/01/2026", "1200", "30000", "Toko Acun Akuarium", "ya"];
    let file = book(&head, &[&row]);
    assert_eq!(counts(&looked(&kasubsi, SALES, 1, &file).await), [1, 1, 0, 0]);
    assert_eq!(take(&kasubsi, SALES, 1).await.status, StatusCode::SEE_OTHER);
    for (n, pieces, price) in [
        (2, "1200", "30000"),
        (3, "1.200", "30.000"),
        (4, "1200", "Rp30.000"),
        (5, "1.200", "\"Rp 30.000,00\""),
    ] {
        let head = head.join(";");
        let file = format!("{head}\nPT;04/01/2026;{pieces};{price};Toko Acun Akuarium;ya\n");
        let seen = looked(&kasubsi, SALES, n, file.as_bytes()).await;
        assert_eq!(counts(&seen), [1, 0, 1, 0], "{pieces} {price}: {seen}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn opening_stock_is_the_same_however_its_numbers_were_typed() {
    let house = fresh();
    let kasubsi = Visitor::sign_in(&house, "kasubsi").await;
    let head = ["Kode produk", "Nomor kelompok", "Jumlah", "Per tanggal", "Kode pembuat"];
    let of = ("stok-awal", "opening");
    let file = book(&head, &[&["PT", "AWAL-9", "1200", "31/12/2025", "WB-001"]]);
    assert_eq!(counts(&looked(&kasubsi, of, 1, &file).await), [1, 1, 0, 0]);
    assert_eq!(take(&kasubsi, of, 1).await.status, StatusCode::SEE_OTHER);
    let file = format!("{}\nPT;AWAL-9;1.200;2025-12-31;WB-001\n", head.join(";"));
    let seen = looked(&kasubsi, of, 2, file.as_bytes()).await;
    assert_eq!(counts(&seen), [1, 0, 1, 0], "{seen}");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_shops_with_one_name_none_is_guessed() {
    let house = fresh();
    let kasubsi = Visitor::sign_in(&house, "kasubsi").await;
    run(
        &house,
        "UPDATE people_shop SET name = 'Toko Acun Akuarium', city = 'Sungailiat'
         WHERE name = 'Toko Kicau (contoh)'",
    );
    let file = |name: &str| {
        let head = "Kode produk;Tanggal;Jumlah;Toko;Barang memang ada";
        format!("{head}\nGL;04/01/2026;1;{name};ya\n").into_bytes()
    };
    let seen = looked(&kasubsi, SALES, 1, &file("Toko Acun Akuarium")).await;
    let bad = &seen["bad"][0];
    assert_eq!((&bad["code"], &bad["column"]), (&"intake.shop_of_two".into(), &"shop".into()));
    let lying = b"Toko;Nomor kelompok;Jumlah;Per tanggal\n\
        Toko Acun Akuarium;PT-2511-01;1;04/01/2026\n";
    let seen = looked(&kasubsi, ("stok-awal-toko", "opening-shelves"), 2, lying).await;
    let bad = &seen["bad"][0];
    assert_eq!((&bad["code"], &bad["column"]), (&"intake.shop_of_two".into(), &"at_shop".into()));
    // With its city, and as its agreement has it, which only one of them was ever called.
    for (n, name, known) in [
        (3, "toko acun akuarium, Sungailiat", false),
        (4, "Toko Acun Akuarium, Pangkalpinang", false),
        (5, "Toko Kicau (contoh)", true),
    ] {
        let seen = looked(&kasubsi, SALES, n, &file(name)).await;
        assert_eq!(counts(&seen)[2] == 1, known, "the same shop by another name: {name}: {seen}");
        assert_eq!(take(&kasubsi, SALES, n).await.status, StatusCode::SEE_OTHER, "{name}");
    }
    // A shop's own people are in no doubt.
    let hendri = Visitor::sign_in(&house, "hendri").await;
    let seen = looked(&hendri, SALES, 6, &file("Toko Acun Akuarium")).await;
    assert_eq!(counts(&seen), [1, 0, 1, 0], "told by the unit already: {seen}");
}
