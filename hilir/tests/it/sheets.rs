//! Every list and statement as a spreadsheet: what is in the file is what is on the page.

use std::{collections::BTreeSet, io::Cursor};

use axum::http::StatusCode;
use calamine::{Data, Reader, Xlsx};
use hilir::house;

use crate::{
    crawl::{walk, walk_looking},
    house::{Answer, Visitor, played, shared},
};

/// The rows of a CSV answer, its head first.
fn csv_rows(answer: &Answer) -> Vec<Vec<String>> {
    assert!(answer.content_type.starts_with("text/csv"), "{}: {}", answer.status, answer.body);
    let text = answer.bytes.strip_prefix(b"\xEF\xBB\xBF").expect("the mark of UTF-8");
    let head = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let separator = if head.contains(&b';') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader.has_headers(false).delimiter(separator).from_reader(text);
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
    // Linked only while a file waits with refused rows, and once a till has closed a day.
    let elsewhere = ["/impor/{slug}/{upload}/unduh.csv", "/kasir/tutup-hari/unduh.csv"];
    let paths = sheets.map(|route| route.path).filter(|path| !elsewhere.contains(path));
    let unseen: Vec<_> = paths.filter(|path| !seen.contains(*path)).collect();
    assert!(unseen.is_empty(), "nobody came to {unseen:?}");
}

/// Pages that show lists and have no files beside them, and why.
const WITHOUT: &[(&str, &str)] = &[
    ("/akun", "one's own sessions and tokens, which end in days"),
    ("/aturan/baru", "a form with its worked example"),
    ("/audit", "each pack holds its own workbooks"),
    ("/beranda", "every figure leads to a list that has files"),
    ("/gerak/baru", "a form"),
    ("/hitung/baru", "a form; the count itself is in the list of counts"),
    ("/impor", "files that wait for hours, not a record"),
    ("/kasir/impor", "a form; what came of a file stands on the file's own page"),
    ("/kirim/baru", "a form"),
    ("/kop", "who signs from which day on, as papers show it"),
    ("/laporan", "months, each of which has its files"),
    ("/permintaan", "what two lists come to; both have files"),
    ("/pks/baru", "a form with its worked example"),
    ("/pks/naskah", "texts of agreements, not figures"),
    ("/promosi", "posters and cards to print"),
];

/// Where single things are listed: `/pks`, because there is a `/pks/{agreement}`.
fn lists(paths: &BTreeSet<&str>) -> BTreeSet<String> {
    let above = paths.iter().filter_map(|path| {
        let (list, one) = path.rsplit_once('/')?;
        let single = one.starts_with('{') && !list.contains('{');
        (single && paths.contains(list)).then(|| list.to_owned())
    });
    above.collect()
}

/// A list is known by the addresses of its things, or by a table on a page of its own.
#[tokio::test(flavor = "multi_thread")]
async fn every_list_has_its_files() {
    let screens = house::screens();
    let routes = screens.routes();
    let signed_in = routes.iter().filter(|route| !route.public && route.method == "GET");
    let paths: BTreeSet<&str> = signed_in.map(|route| route.path).collect();
    let mut found = lists(&paths);
    for player in ["kasubsi", "bendahara", "hendri", "pengelola", "kalapas"] {
        let visitor = Visitor::sign_in(shared(), player).await;
        let note = &mut |_: &str, pattern: &str, answer: &Answer| {
            let own = paths.contains(pattern) && !pattern.contains('{');
            if own && (answer.body.contains("<table") || answer.body.contains("class=\"browse")) {
                found.insert(pattern.to_owned());
            }
        };
        walk_looking(&visitor, &["/beranda"], note).await;
    }
    let files: BTreeSet<&str> = routes.iter().map(|route| route.path).collect();
    let has = |path: &String| files.contains(&*format!("{path}/unduh.xlsx"));
    let without: BTreeSet<String> = found.into_iter().filter(|path| !has(path)).collect();
    let named: BTreeSet<String> = WITHOUT.iter().map(|(path, _)| (*path).to_owned()).collect();
    assert_eq!(without, named, "give it a sheet (`Screens::list`), or say why it has none");
    assert!(WITHOUT.iter().all(|(_, why)| !why.is_empty()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_and_a_list_of_premi_are_sheets_with_the_papers_figures() {
    let kasubsi = Visitor::sign_in(shared(), "kasubsi").await;
    let unit = shared().cast.lapas;
    let csv = csv_rows(&kasubsi.get(&format!("/laporan/{unit}/2025-11/unduh.csv")).await);
    let page = kasubsi.get(&format!("/laporan/{unit}/2025-11")).await.body;
    assert!(csv.len() > 2 && page.contains("/unduh.xlsx"), "{csv:?}");
    for row in &csv[1..] {
        assert!(page.contains(&row[0]), "{row:?}");
        assert!(row[6].chars().all(|c| c.is_ascii_digit()), "rupiah is a number: {row:?}");
    }
    let hendri = Visitor::sign_in(shared(), "hendri").await;
    let no = hendri.get(&format!("/laporan/{unit}/2025-11/unduh.csv")).await;
    assert_eq!(no.status, StatusCode::NOT_FOUND);

    let list = csv_rows(&kasubsi.get("/pembagian/unduh.csv").await);
    let walked = walk(&kasubsi, &["/pembagian"]).await;
    let one = walked.seen["/pembagian/{distribution}"].first().expect("a distribution").clone();
    let premi = csv_rows(&kasubsi.get(&format!("{one}/unduh.csv")).await);
    let sum: i64 = premi[1..].iter().map(|row| row[4].parse::<i64>().expect("rupiah")).sum();
    let at = list[0].iter().position(|head| head == "Premi").expect("a column");
    assert!(list[1..].iter().any(|row| row[at] == sum.to_string()), "{sum} in {list:?}");
    assert!(premi[1..].iter().all(|row| row[0].starts_with("WB-")), "by code: {premi:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_days_that_tills_closed_have_a_sheet() {
    let house = played();
    let put = |text: &'static str| {
        let sql = db::Sql { text, lite: text, at: "test" };
        assert_eq!(house.db.write_now(move |tx: &mut db::Tx| tx.run(sql, &[])).expect("put"), 1);
    };
    put("INSERT INTO till_device (id, shop_id, code, name, created_by, created_at)
         SELECT x'0199eeee000070008000000000000001', s.id, 'Z', 'HP', u.id, 0
         FROM people_shop s, people_user u
         WHERE s.name = 'Toko Acun Akuarium' AND u.sign_in_name = 'hendri'");
    put("INSERT INTO till_drawer (id, device_id, shop_id, business_day, closed_at, opened_with,
             expected, counted, receipts, recorded_by, recorded_at)
         SELECT x'0199eeee000070008000000000000002', id, shop_id, '2026-01-04', 0, 100000,
             250000, 249000, 3, created_by, 0 FROM till_device WHERE code = 'Z'");
    let hendri = Visitor::sign_in(&house, "hendri").await;
    let page = hendri.get("/kasir/perangkat").await.body;
    assert!(page.contains("href=\"/kasir/tutup-hari/unduh.csv\""), "{page}");
    let rows = csv_rows(&hendri.get("/kasir/tutup-hari/unduh.csv").await);
    let row = ["Toko Acun Akuarium", "2026-01-04", "Z", "250000", "249000", "-1000"];
    assert_eq!(rows[1..], [row.map(str::to_owned).to_vec()]);
    // The drawer holds other units' money too: no unit sees it, not even one that has goods there.
    for unit in ["kasubsi", "tetangga"] {
        let officer = Visitor::sign_in(&house, unit).await;
        let file = officer.get("/kasir/tutup-hari/unduh.csv").await;
        assert_eq!(file.status, StatusCode::FORBIDDEN, "{unit}");
        let page = officer.get("/kasir/perangkat").await.body;
        assert!(!page.contains("tutup-hari"), "{unit}: {page}");
    }
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
