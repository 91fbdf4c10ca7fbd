//! Every list and statement as a spreadsheet: what is in the file is what is on the page.

use std::{collections::BTreeSet, io::Cursor};

use axum::http::StatusCode;
use calamine::{Data, Reader, Xlsx};
use hilir::house;

use crate::{
    crawl::walk,
    house::{Answer, Visitor, shared},
};

/// The rows of a CSV answer, its head first.
fn csv_rows(answer: &Answer) -> Vec<Vec<String>> {
    assert!(answer.content_type.starts_with("text/csv"), "{}: {}", answer.status, answer.body);
    let text = answer.bytes.strip_prefix(b"\xEF\xBB\xBF").expect("the mark of UTF-8");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
    let rows = reader.records().map(|row| row.expect("a row of the same width"));
    rows.map(|row| row.iter().map(str::to_owned).collect()).collect()
}

fn book(answer: &Answer) -> Xlsx<Cursor<Vec<u8>>> {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    Xlsx::new(Cursor::new(answer.bytes.to_vec())).expect("a workbook")
}

/// The first sheet's rows, its head first.
fn xlsx_rows(answer: &Answer) -> Vec<Vec<Data>> {
    let mut book = book(answer);
    let first = book.sheet_names().first().cloned().expect("a sheet");
    let range = book.worksheet_range(&first).expect("its cells");
    range.rows().map(<[Data]>::to_vec).collect()
}

fn formulas(answer: &Answer) -> Vec<String> {
    let mut book = book(answer);
    let first = book.sheet_names().first().cloned().expect("a sheet");
    let range = book.worksheet_formula(&first).expect("its formulas");
    range.used_cells().map(|(_, _, formula)| formula.clone()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_sheet_opens_and_both_kinds_say_the_same() {
    let mut seen = BTreeSet::new();
    for player in ["kasubsi", "bendahara", "hendri", "pengelola"] {
        let visitor = Visitor::sign_in(shared(), player).await;
        let walked = walk(&visitor, &["/beranda"]).await;
        for (pattern, addresses) in &walked.seen {
            let Some(address) = addresses.first().filter(|one| one.contains("/unduh.csv")) else {
                continue;
            };
            seen.insert(pattern.clone());
            for tag in ["id", "en"] {
                let visitor = visitor.speaking(tag);
                let csv = csv_rows(&visitor.get(address).await);
                let xlsx = visitor.get(&address.replace("/unduh.csv", "/unduh.xlsx")).await;
                let rows = xlsx_rows(&xlsx);
                let head: Vec<String> = rows[0].iter().map(ToString::to_string).collect();
                assert_eq!(head, csv[0], "{address} ({tag})");
                let names: BTreeSet<&String> = csv[0].iter().collect();
                assert_eq!(names.len(), csv[0].len(), "{address}: {:?}", csv[0]);
                let sums = usize::from(!formulas(&xlsx).is_empty());
                assert_eq!(rows.len(), csv.len() + sums, "{address} ({tag})");
            }
        }
    }
    let screens = house::screens();
    let sheets = screens.routes().iter().filter(|route| route.path.ends_with("/unduh.csv"));
    // Linked only while a file waits with refused rows; `imports.rs` opens it.
    let bad_rows = "/impor/{slug}/{upload}/unduh.csv";
    let paths = sheets.map(|route| route.path).filter(|path| *path != bad_rows);
    let unseen: Vec<_> = paths.filter(|path| !seen.contains(*path)).collect();
    assert!(unseen.is_empty(), "nobody came to {unseen:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_figures_are_numbers_and_add_up_to_the_pages_own() {
    let house = shared();
    let visitor = Visitor::sign_in(house, "kasubsi").await;
    let answer = visitor.get("/penjualan/unduh.xlsx").await;
    let rows = xlsx_rows(&answer);
    let at = |name: &str| {
        let found = rows[0].iter().position(|cell| *cell == *name);
        found.unwrap_or_else(|| panic!("{name} in {:?}", rows[0]))
    };
    let (gross, day) = (at("Dibayar pembeli"), at("Tanggal"));
    let (lines, total) = rows[1..].split_at(rows.len() - 2);
    let number = |cell: &Data| match cell {
        Data::Float(number) => *number as i64,
        other => panic!("{other:?} is no number"),
    };
    let sum: i64 = lines.iter().map(|row| number(&row[gross])).sum();
    assert_eq!(number(&total[0][gross]), sum, "the written result is the sum");
    assert!(sum > 0 && lines.iter().all(|row| matches!(row[day], Data::DateTime(_))));
    assert!(formulas(&answer).iter().all(|formula| formula.starts_with("SUBTOTAL(109,")));
    // The same figure in the API.
    let api = visitor.get("/api/v1/sales/sheet?format=csv").await;
    let csv = csv_rows(&api);
    let same: i64 = csv[1..].iter().map(|row| row[gross].parse::<i64>().expect("digits")).sum();
    assert_eq!(same, sum);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_keeps_what_narrows_its_list() {
    let visitor = Visitor::sign_in(shared(), "kasubsi").await;
    let page = visitor.get("/produk?q=glodok&page=1").await.body;
    assert!(page.contains("href=\"/produk/unduh.xlsx?q=glodok\""), "{page}");
    let all = csv_rows(&visitor.get("/produk/unduh.csv").await);
    let some = csv_rows(&visitor.get("/produk/unduh.csv?q=glodok").await);
    assert!(some.len() > 1 && some.len() < all.len(), "{} of {}", some.len(), all.len());
    assert!(some[1..].iter().all(|row| row[1].to_lowercase().contains("glodok")), "{some:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_his_is_in_no_sheet() {
    let stranger = Visitor::stranger(shared());
    assert_eq!(stranger.get("/nota/unduh.csv").await.status, StatusCode::SEE_OTHER);
    let program = stranger.get("/api/v1/statements/sheet?format=csv").await;
    assert_eq!(program.status, StatusCode::UNAUTHORIZED);
    let shop = Visitor::sign_in(shared(), "hendri").await;
    assert_eq!(shop.get("/premi/unduh.xlsx").await.status, StatusCode::NOT_FOUND);
    assert_eq!(shop.get("/pengguna/unduh.csv").await.status, StatusCode::FORBIDDEN);
    let own = csv_rows(&shop.get("/penjualan/unduh.csv").await);
    let officer = Visitor::sign_in(shared(), "kasubsi").await;
    let all = csv_rows(&officer.get("/penjualan/unduh.csv").await);
    assert!(own.len() > 1 && own.len() < all.len(), "{} of {}", own.len(), all.len());
    let office = Visitor::sign_in(shared(), "kanwil").await;
    assert_eq!(csv_rows(&office.get("/penjualan/unduh.csv").await).len(), 1, "totals only");
    for wrong in ["", "?format=pdf"] {
        let path = format!("/api/v1/sales/sheet{wrong}");
        assert_eq!(officer.get(&path).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
    }
}
