//! Files of many rows: looked at beside the requests, window by window, and taken in at once.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use axum::http::StatusCode;
use db::{Read, Sql, Tx};
use hilir::imports;
use kernel::{Clock, Ids, Zone};
use serde_json::Value;

use crate::{
    commands::{done, hilir, text},
    house::{House, Visitor, play, played},
    imports::{counts, id, looked, number, take, told, total},
};

/// What works beside the requests of a house.
fn worker(house: &House) -> imports::House {
    let clock = Clock::from_fn(hilir::demo::ends_at);
    imports::House { db: house.db.clone(), clock, ids: Ids::seeded(9), zone: Zone::Wib }
}

fn work(house: &House) {
    while imports::work_once(&worker(house)).expect("the work is done") {}
}

fn do_in(house: &House, text: &'static str) -> u64 {
    let sql = Sql { text, lite: text, at: "test" };
    house.db.write_now(move |tx: &mut Tx| tx.run(sql, &[])).expect("changed")
}

fn stage(house: &House) -> String {
    let text = "SELECT stage FROM intake_upload ORDER BY created_at DESC, id DESC LIMIT 1";
    let sql = Sql { text, lite: text, at: "test" };
    house.db.read_now(move |read: &mut Read| read.one(sql, &[], |row| row.get(0))).expect("a stage")
}

const OF: (&str, &str) = ("produk", "products");

fn products(rows: usize, bad: &[usize]) -> Vec<u8> {
    let mut file = "Kode,Nama,Satuan,Harga\n".to_owned();
    for n in 1..=rows {
        let price = if bad.contains(&n) { "12.5" } else { "15000" };
        file.push_str(&format!("PJG-{n},Barang panjang {n},buah,{price}\n"));
    }
    file.into_bytes()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_file_is_looked_at_and_taken_in_whole_on_both_databases() {
    for (name, db) in testkit::databases() {
        println!("on {name}");
        long_file(&play(db)).await;
    }
}

async fn long_file(house: &House) {
    let kasubsi = Visitor::sign_in(house, "kasubsi").await;
    // Bad rows of several windows, by their rows.
    let seen = looked(&kasubsi, OF, 1, &products(1_000, &[7, 450, 999])).await;
    assert_eq!((&seen["stage"], counts(&seen)), (&"waiting".into(), [1_000, 0, 0, 0]));
    let page = kasubsi.get(&format!("/impor/produk/{}", id(1))).await.body;
    assert!(page.contains("0 dari 1.000 baris sudah diperiksa"), "{page}");
    assert!(page.contains("http-equiv=\"refresh\"") && page.contains("data-follow"), "{page}");
    let early = take(&kasubsi, OF, 1).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    assert!(early.body.contains("masih diperiksa"), "{}", early.body);
    work(house);
    let seen = told(&kasubsi, "products", 1).await;
    assert_eq!((&seen["stage"], counts(&seen)), (&"looked".into(), [1_000, 997, 0, 3]));
    let rows: Vec<&Value> = seen["bad"].as_array().expect("rows").iter().collect();
    let rows: Vec<i64> = rows.iter().map(|bad| bad["row"].as_i64().expect("a row")).collect();
    assert_eq!(rows, [8, 451, 1_000]);
    let forced = take(&kasubsi, OF, 1).await;
    assert!(forced.body.contains("Baris 8:"), "{}", forced.body);
    assert_eq!(total(&kasubsi, "/api/v1/products?q=PJG-").await, 0, "nothing stays of a look");
    // The mended file.
    let good = products(1_000, &[]);
    looked(&kasubsi, OF, 2, &good).await;
    work(house);
    assert_eq!(counts(&told(&kasubsi, "products", 2).await), [1_000, 1_000, 0, 0]);
    assert_eq!(take(&kasubsi, OF, 2).await.status, StatusCode::SEE_OTHER);
    let page = kasubsi.get(&format!("/impor/produk/{}", id(2))).await.body;
    assert!(page.contains("0 dari 1.000 baris sudah disimpan"), "{page}");
    let late = kasubsi.post(&format!("/impor/produk/{}/buang", id(2)), "kind=products").await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.body);
    work(house);
    let taken = told(&kasubsi, "products", 2).await;
    assert_eq!((&taken["stage"], counts(&taken)), (&"taken".into(), [1_000, 1_000, 0, 0]));
    assert_eq!(total(&kasubsi, "/api/v1/products?q=PJG-").await, 1_000);
    let journal = "SELECT COUNT(*) FROM journal_line WHERE kind = 'intake.take'";
    assert_eq!(number(house, journal), 1);
    let kept = "SELECT COUNT(*) FROM intake_upload WHERE stage = 'taken' AND content IS NOT NULL";
    assert_eq!(number(house, kept), 0);
    // The same file twice adds nothing, however it is sent.
    looked(&kasubsi, OF, 3, &good).await;
    work(house);
    assert_eq!(counts(&told(&kasubsi, "products", 3).await), [1_000, 0, 1_000, 0]);
    assert_eq!(take(&kasubsi, OF, 3).await.status, StatusCode::SEE_OTHER);
    work(house);
    assert_eq!(total(&kasubsi, "/api/v1/products?q=PJG-").await, 1_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn others_write_while_a_long_file_is_looked_at() {
    for (name, db) in testkit::databases() {
        println!("on {name}");
        let house = play(db);
        let kasubsi = Visitor::sign_in(&house, "kasubsi").await;
        looked(&kasubsi, OF, 1, &products(2_000, &[])).await;
        let (house, over) = (&house, AtomicBool::new(false));
        let between = thread::scope(|scope| {
            let work = scope.spawn(|| {
                let done = imports::work_once(&worker(house));
                over.store(true, Ordering::SeqCst);
                done
            });
            let mut between = 0;
            while !over.load(Ordering::SeqCst) {
                do_in(house, "UPDATE people_user SET lang = lang");
                // Answered while the file was still being looked at.
                between += usize::from(stage(house) == "looking");
            }
            assert!(work.join().expect("it worked").expect("it worked"));
            between
        });
        assert!(between >= 3, "only {between} writes came between ten windows on {name}");
        assert_eq!(counts(&told(&kasubsi, "products", 1).await), [2_000, 2_000, 0, 0]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_the_whole_file_shows_holds_the_whole_file() {
    for (name, db) in testkit::databases() {
        println!("on {name}");
        shelf_sold_twice(&play(db)).await;
    }
}

/// Each window finds the shelf full; both together are more than lies there.
async fn shelf_sold_twice(house: &House) {
    let kasubsi = Visitor::sign_in(house, "kasubsi").await;
    let of = ("penjualan", "sales");
    // One lies there.
    let row = |n: usize, sure: &str| format!("PT,04/01/2026,1,Toko Acun Akuarium,P-{n},{sure}\n");
    let mut file = "Kode produk,Tanggal,Jumlah,Toko,Nomor struk,Barang memang ada\n".to_owned();
    file.push_str(&row(1, ""));
    (2..=200).for_each(|n| file.push_str(&row(n, "ya")));
    file.push_str(&row(201, ""));
    let before = total(&kasubsi, "/api/v1/sales").await;
    looked(&kasubsi, of, 1, file.as_bytes()).await;
    work(house);
    assert_eq!(counts(&told(&kasubsi, "sales", 1).await), [201, 201, 0, 0]);
    assert_eq!(take(&kasubsi, of, 1).await.status, StatusCode::SEE_OTHER);
    work(house);
    let seen = told(&kasubsi, "sales", 1).await;
    assert_eq!((&seen["stage"], &seen["refused"]), (&"looked".into(), &1.into()), "{seen}");
    let bad = &seen["bad"][0];
    assert_eq!((&bad["row"], &bad["code"]), (&202.into(), &"intake.beyond_shelf".into()));
    assert_eq!(total(&kasubsi, "/api/v1/sales").await, before, "nothing of it is in the books");
    let page = kasubsi.get(&format!("/impor/penjualan/{}", id(1))).await.body;
    assert!(page.contains("Menurut catatan di rak") && !page.contains("/simpan"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_stopped_is_followed_by_another_but_not_for_ever() {
    let house = played();
    let kasubsi = Visitor::sign_in(&house, "kasubsi").await;
    looked(&kasubsi, OF, 1, &products(300, &[])).await;
    let stopped = "UPDATE intake_upload SET stage = 'looking', attempts = 1,
        beat_at = created_at - 400000000";
    do_in(&house, stopped);
    work(&house);
    assert_eq!(counts(&told(&kasubsi, "products", 1).await), [300, 300, 0, 0]);
    do_in(
        &house,
        "UPDATE intake_upload SET stage = 'taking', attempts = 3,
        beat_at = created_at - 400000000",
    );
    work(&house);
    assert_eq!(stage(&house), "failed");
    let page = kasubsi.get(&format!("/impor/produk/{}", id(1))).await.body;
    assert!(page.contains("tidak dapat dikerjakan"), "{page}");
    assert_eq!(total(&kasubsi, "/api/v1/products?q=PJG-").await, 0);
    // It can be given up, and sent again.
    let gone = kasubsi.post(&format!("/impor/produk/{}/buang", id(1)), "kind=products").await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.body);
    looked(&kasubsi, OF, 1, &products(300, &[])).await;
    // Whoever may no longer sign in brings nothing in.
    do_in(&house, "UPDATE people_user SET active = FALSE WHERE sign_in_name = 'kasubsi'");
    imports::work_once(&worker(&house)).expect_err("he is gone");
    assert_eq!(stage(&house), "failed");
    assert_eq!(number(&house, "SELECT COUNT(*) FROM intake_upload WHERE content IS NOT NULL"), 0);
}

#[test]
fn the_command_line_shows_how_far_it_is() {
    let folder = testkit::guardian::folder("import");
    let (data, file) = (folder.join("data"), folder.join("barang.csv"));
    let [data, list] = [&data, &file].map(|path| text(path));
    done(&["demo", "--once", "--data", data]);
    std::fs::write(&file, products(450, &[300])).expect("a file");
    let import = |more: &[&str]| {
        let words = ["import", "products", list, "--by", "kasubsi", "--data", data];
        hilir(&[&words[..], more].concat())
    };
    let wrong = import(&[]);
    assert!(!wrong.done, "{}", wrong.told);
    assert!(wrong.told.contains("301 · Harga:"), "{}", wrong.told);
    assert!(
        wrong.told.contains("450 rows: 449 new, 0 there already, 1 refused."),
        "{}",
        wrong.told
    );
    assert!(wrong.told.contains("Nothing was recorded."), "{}", wrong.told);
    std::fs::write(&file, products(450, &[])).expect("a file");
    let looked = import(&["--dry-run"]);
    assert!(looked.done && looked.told.contains("this only looked"), "{}", looked.told);
    // A terminal sees the bar: half of it is the look, half of it the books.
    let command = format!(
        "{} import products {list} --by kasubsi --data {data}",
        env!("CARGO_BIN_EXE_hilir")
    );
    let script = std::process::Command::new("script")
        .args(["-qec", &command, "/dev/null"])
        .stdin(std::process::Stdio::null())
        .output();
    match script {
        Ok(ended) => {
            let seen = String::from_utf8_lossy(&ended.stdout).into_owned();
            assert!(ended.status.success(), "{seen}");
            assert!(seen.contains("450 rows: 450 new"), "{seen}");
            assert!(seen.contains("rows ") && seen.contains("/900 "), "{seen}");
        }
        Err(_) => testkit::skip("a progress bar in a terminal", "install bsdutils (script)"),
    }
    import(&[]);
    let last = import(&[]);
    assert!(last.told.contains("450 rows: 0 new, 450 there already"), "{}", last.told);
}
