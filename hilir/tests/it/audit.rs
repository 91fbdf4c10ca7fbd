//! The auditors' pack: whole, true, without a maker's name, and by whom it may be had.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{Read as _, Write as _},
    path::PathBuf,
};

use axum::http::StatusCode;
use db::{Param, Read, Tx, sql};
use hilir::{
    audit::{self, House as Maker, Wanted},
    demo,
};
use kernel::{Actor, Clock, Context, Ids, Lang, Period, Reach, Zone};
use serde_json::{Value, json};

use crate::house::{House, Visitor, play, played};

fn maker(house: &House) -> Maker {
    Maker {
        db: house.db.clone(),
        clock: Clock::from_fn(demo::ends_at),
        ids: Ids::seeded(9),
        public_url: "https://hilir.example".to_owned(),
    }
}

fn file(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("hilir-it-{}-{name}.zip", std::process::id()))
}

fn wanted(house: &House) -> Wanted {
    let day = |text: &str| text.parse().expect("a day");
    let period = Period { from: day("2025-11-01"), to: day("2026-01-31") };
    Wanted { order: None, unit: house.cast.lapas, period, lang: Lang::Id }
}

/// Everything in a pack, by its path.
fn unpacked(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a zip");
    let mut all = BTreeMap::new();
    for at in 0..zip.len() {
        let mut entry = zip.by_index(at).expect("an entry");
        let mut content = Vec::new();
        entry.read_to_end(&mut content).expect("read");
        all.insert(entry.name().expect("a name").into_owned(), content);
    }
    all
}

fn json_of(all: &BTreeMap<String, Vec<u8>>, path: &str) -> Value {
    serde_json::from_slice(&all[path]).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn a_pack_holds_the_period_and_its_manifest_proves_it() {
    let house = played();
    let out = file("whole");
    let mut told = Vec::new();
    let made = maker(&house)
        .make(&wanted(&house), &out, &mut |done, total| {
            told.push((done, total));
            Ok(())
        })
        .expect("made");
    let bytes = fs::read(&out).expect("a file");
    assert_eq!(made.size, bytes.len() as u64);
    assert!(told.iter().all(|(done, total)| done <= total) && told.len() > 5, "{told:?}");
    let all = unpacked(&bytes);
    for kind in ["nota/", "setoran/", "pembagian/", "billing/", "pks/"] {
        let pdfs = all.iter().filter(|(path, _)| path.starts_with(kind) && path.ends_with(".pdf"));
        let mut pdfs = pdfs.peekable();
        assert!(pdfs.peek().is_some(), "no {kind} in {:?}", all.keys());
        for (path, pdf) in pdfs {
            assert!(pdf.starts_with(b"%PDF-"), "{path}");
            assert!(all.contains_key(&path.replace(".pdf", ".json")), "{path}");
        }
    }
    for list in ["rantai", "nota", "setoran", "pembagian", "billing", "temuan"] {
        assert!(all[&format!("data/{list}.xlsx")].starts_with(b"PK"), "{list}");
        assert!(all.contains_key(&format!("data/{list}.csv")), "{list}");
    }
    // The chain's sums are the statements' own, and what was deposited has its NTPN.
    let chain = json_of(&all, "data/rantai.json");
    let chain = chain.as_array().expect("a list");
    let statements = json_of(&all, "data/nota.json");
    let of_statement = |number: &Value| -> i64 {
        let lines = chain.iter().filter(|line| line["statement"] == *number);
        lines.map(|line| line["gross"].as_i64().expect("rupiah")).sum()
    };
    let statements = statements.as_array().expect("a list");
    assert!(!statements.is_empty());
    for one in statements {
        assert_eq!(Some(of_statement(&one["number"])), one["gross"].as_i64(), "{one}");
    }
    let known = |line: &Value| line["statement_state"].as_str().is_none_or(|s| !s.contains('.'));
    assert!(chain.iter().all(known), "a state is a word, not the key of one");
    let paid = chain.iter().filter(|line| !line["ntpn"].is_null()).count();
    assert!(paid > 0 && paid < chain.len(), "{paid} of {}", chain.len());
    // What was made to order and handed over is part of it: no shop, and on to its distribution.
    let jobs: Vec<_> = chain.iter().filter(|line| line["shop"].is_null()).collect();
    assert!(!jobs.is_empty(), "the demo hands a job over");
    let shared = json_of(&all, "data/pembagian.json");
    let shared = shared.as_array().expect("a list");
    for job in jobs {
        assert!(job["gross"].as_i64() > Some(0) && job["unit_price"].is_null(), "{job}");
        assert!(job["receipt"].as_str() > Some("") && job["batch"].as_str() > Some(""), "{job}");
        let of = |one: &&Value| one["number"] == job["distribution"];
        assert!(job["distribution"].is_null() || shared.iter().any(|one| of(&one)), "{job}");
    }
    // A program finds the codes, an auditor words.
    assert!(statements.iter().all(|one| one["state"] == "approved" || one["state"] == "closed"));
    let text = |list: &str| String::from_utf8_lossy(&all[&format!("data/{list}.csv")]).into_owned();
    assert!(text("nota").contains("Disetujui") && !text("nota").contains("approved"));
    assert!(text("setoran").contains("Transfer bank") && !text("setoran").contains("transfer,"));
    assert!(text("billing").contains("Dibayar") && !text("billing").contains("paid"));
    assert!(text("temuan").contains("Ya") && text("pembagian").contains("Tidak"));
    // The five findings are those of the page.
    let manifest = json_of(&all, "manifest.json");
    assert_eq!(manifest["checks"].as_array().map(Vec::len), Some(5));
    assert_eq!(made.checks.len(), 5);
    assert_eq!(manifest["files"].as_array().map(Vec::len), Some(made.files));
    let checked = audit::check(&out, &mut |_, _| {}).expect("a pack");
    assert_eq!((checked.good, checked.wrong), (made.files, Vec::new()));
    fs::remove_file(&out).expect("gone");
}

/// November alone: what its shops paid for it in December is part of it, and each list leads on to
/// the next.
#[test]
fn a_packs_lists_lead_from_one_to_the_next() {
    let house = played();
    let out = file("joined");
    let period = Period { to: "2025-11-30".parse().expect("a day"), ..wanted(&house).period };
    let wanted = Wanted { period, ..wanted(&house) };
    maker(&house).make(&wanted, &out, &mut |_, _| Ok(())).expect("made");
    let all = unpacked(&fs::read(&out).expect("a file"));
    fs::remove_file(&out).expect("gone");
    let list = |name: &str| -> Vec<Value> {
        let list = json_of(&all, &format!("data/{name}.json"));
        list.as_array().expect("a list").clone()
    };
    let (chain, statements, remittances) = (list("rantai"), list("nota"), list("setoran"));
    assert!(remittances.iter().any(|one| one["remitted_on"].as_str() > Some("2025-11-30")));
    let known = |rows: &[Value], key: &str, value: &str| rows.iter().any(|one| one[key] == value);
    for one in &statements {
        let paid_by = one["remittance"].as_str().expect("the demo's November is paid");
        for number in paid_by.split(", ") {
            assert!(known(&remittances, "number", number), "{number} in {remittances:?}");
        }
        let of = chain.iter().filter(|line| line["statement"] == one["number"]);
        for line in of {
            for key in ["shop", "agreement", "remittance"] {
                assert_eq!(line[key], one[key], "{key} of {line}");
            }
        }
    }
    for one in list("pembagian").iter().filter(|one| !one["statement"].is_null()) {
        let number = one["statement"].as_str().expect("a number");
        assert!(known(&statements, "number", number), "{one}");
    }
    for name in ["nota", "setoran", "pembagian", "billing"] {
        for one in list(name) {
            let paper = one["paper"].as_str().expect("its file");
            assert!(all.contains_key(paper), "{paper} of {one}");
        }
    }
}

#[test]
fn a_maker_has_a_code_and_no_name_in_it() {
    let house = played();
    let out = file("names");
    maker(&house).make(&wanted(&house), &out, &mut |_, _| Ok(())).expect("made");
    let all = unpacked(&fs::read(&out).expect("a file"));
    fs::remove_file(&out).expect("gone");
    let mut codes = 0;
    for (path, content) in &all {
        let text = match path.ends_with(".pdf") {
            true => match crate::papers::text_of(content) {
                Some(text) => text,
                None => return,
            },
            false => String::from_utf8_lossy(content).into_owned(),
        };
        assert!(!text.contains("Nama Contoh"), "a maker's name in {path}");
        codes += usize::from(text.contains("WB-0"));
    }
    assert!(codes > 0, "makers stand there by code");
}

#[test]
fn what_was_changed_in_a_pack_is_named() {
    let house = played();
    let out = file("changed");
    maker(&house).make(&wanted(&house), &out, &mut |_, _| Ok(())).expect("made");
    let all = unpacked(&fs::read(&out).expect("a file"));
    let mut zip = zip::ZipWriter::new(File::create(&out).expect("a file"));
    let options = zip::write::SimpleFileOptions::default();
    for (path, content) in &all {
        if path == "data/setoran.json" {
            continue;
        }
        zip.start_file(path, options).expect("an entry");
        let changed = path == "data/nota.csv";
        let content = if changed { content.to_ascii_uppercase() } else { content.clone() };
        zip.write_all(&content).expect("written");
    }
    zip.start_file("data/tambahan.csv", options).expect("an entry");
    zip.write_all(b"a,b").expect("written");
    zip.finish().expect("a zip");
    let checked = audit::check(&out, &mut |_, _| {}).expect("a pack");
    let named = ["data/tambahan.csv: not in", "data/nota.csv: not what", "data/setoran.json: miss"];
    assert_eq!(checked.wrong.len(), 3, "{:?}", checked.wrong);
    for name in named {
        assert!(checked.wrong.iter().any(|one| one.starts_with(name)), "{:?}", checked.wrong);
    }
    fs::write(&out, b"PK no zip").expect("written");
    assert!(audit::check(&out, &mut |_, _| {}).is_err());
    fs::remove_file(&out).expect("gone");
}

/// Whatever is written while a pack is made is not in it, be it made in a moment or in minutes.
#[test]
fn a_pack_is_of_one_instant() {
    for (name, db) in testkit::databases() {
        let house = play(db);
        let out = file(name);
        let before = made(&house, &out, &mut |_, _| Ok(()));
        let mut written = false;
        let during = made(&house, &out, &mut |_, _| {
            if !std::mem::replace(&mut written, true) {
                house.db.write_now(later).expect("requests go on");
            }
            Ok(())
        });
        let after = made(&house, &out, &mut |_, _| Ok(()));
        assert!(facts(&before) == facts(&during), "{name}");
        assert!(facts(&before) != facts(&after), "{name}: it shows in the next one");
        assert!(after["data/rantai.json"].windows(10).any(|some| some == b"Toko Nanti"));
        // Its manifest says until where it saw.
        assert!(json_of(&after, "manifest.json")["journal_newest"].as_i64() > Some(100), "{name}");
    }
}

fn later(tx: &mut Tx) -> db::Result<u64> {
    tx.run(sql!("UPDATE people_shop SET name = 'Toko Nanti'"), &[])
}

fn made(
    house: &House,
    out: &std::path::Path,
    progress: &mut dyn FnMut(i64, i64) -> Result<(), audit::Trouble>,
) -> BTreeMap<String, Vec<u8>> {
    maker(house).make(&wanted(house), out, progress).expect("made");
    let mut all = unpacked(&fs::read(out).expect("a file"));
    fs::remove_file(out).expect("gone");
    // A workbook says at which moment it was written.
    all.retain(|path, _| path.ends_with(".json") || path.ends_with(".csv"));
    all
}

/// All but the list of what is there.
fn facts(all: &BTreeMap<String, Vec<u8>>) -> Vec<(&String, &Vec<u8>)> {
    all.iter().filter(|(path, _)| *path != "manifest.json").collect()
}

#[test]
fn what_calls_the_work_off_is_what_is_told() {
    let house = played();
    for at in [1, 4, 12] {
        let (out, mut told) = (file("off"), 0);
        let made = maker(&house).make(&wanted(&house), &out, &mut |_, _| {
            told += 1;
            if told == at { Err(audit::Trouble::TakenAway) } else { Ok(()) }
        });
        assert!(matches!(made, Err(audit::Trouble::TakenAway)), "{made:?}");
        assert_eq!(told, at, "nothing more is told");
        fs::remove_file(&out).expect("gone");
    }
}

/// A unit of many years: a check that reads only so far passes what it has not seen.
#[test]
fn every_finding_counts_and_a_page_shows_the_first() {
    const MORE: usize = 1_100;
    let house = played();
    let unit = house.cast.lapas;
    let copy = sql!(
        "INSERT INTO settlement_distribution (id, consignor_id, rule_id, shared_on, base_rupiah,
            cost_rupiah, due_rupiah, premi_rupiah, state_revenue_rupiah, usable_share, estimated,
            digest, created_by, created_at, job_id, number, to_day)
         SELECT $1, consignor_id, rule_id, shared_on, base_rupiah, cost_rupiah, due_rupiah,
            premi_rupiah, state_revenue_rupiah, usable_share, estimated, digest, created_by,
            created_at, $2, number, to_day
         FROM settlement_distribution WHERE job_id IS NOT NULL LIMIT 1"
    );
    let ids = Ids::seeded(11);
    house
        .db
        .write_now(move |tx: &mut Tx| {
            for _ in 0..MORE {
                let (one, job) = (ids.uuid(demo::ends_at()), ids.uuid(demo::ends_at()));
                let params: [&dyn Param; 2] = [&one, &job];
                tx.run(copy, &params)?;
            }
            Ok(())
        })
        .expect("copied");
    let actor = Actor { reach: Reach::Consignor(unit), ..Actor::nobody() };
    let (zone, lang, now) = (Zone::Wib, Lang::Id, demo::ends_at());
    let ctx = Context { actor, now, zone, lang, ids: Ids::seeded(1) };
    let (shown, all) = house
        .db
        .read_now(move |read: &mut Read| {
            let all = settlement::checks_of(read, &ctx, unit, None)?;
            Ok((settlement::checks(read, &ctx, unit)?, all))
        })
        .expect("checked");
    let of = |checks: &[settlement::Check]| {
        let found = checks.iter().find(|one| one.finding == settlement::Finding::NoLegalBasis);
        found.map(|one| (one.count, one.lines.len())).expect("a check")
    };
    assert_eq!(of(&all), (MORE + 3, MORE + 3));
    assert_eq!(of(&shown), (MORE + 3, 1_000));
}

/// What the checks found is a paper like any other: who signs, a mark, a page to check it on.
#[tokio::test(flavor = "multi_thread")]
async fn the_report_of_a_pack_is_signed_by_office_and_can_be_checked() {
    let house = played();
    let kalapas = Visitor::sign_in(&house, "kalapas").await;
    let id = "0199dddd-0000-7000-8000-000000000007";
    let form = format!("id={id}&from=2025-11-01&to=2026-01-31");
    kalapas.post("/audit/baru", &form).await;
    let path = format!("/audit/{id}/periksa.pdf");
    assert_eq!(kalapas.get(&path).await.status, StatusCode::CONFLICT, "not made yet");
    let work = maker(&house);
    let worked = tokio::task::spawn_blocking(move || audit::work_once(&work)).await;
    assert!(worked.expect("a thread").expect("made"));
    let page = kalapas.get(&format!("/audit/{id}")).await.body;
    assert!(page.contains(&path), "{page}");
    for tag in ["id", "en"] {
        let printed = kalapas.speaking(tag).get(&path).await;
        assert_eq!(printed.content_type, "application/pdf", "{}", printed.body);
        assert_eq!(crate::papers::differs("periksa", tag, &printed.bytes), None);
    }
    for (name, status) in [("hendri", 404), ("kasubsi", 403), ("kasir", 404)] {
        let other = Visitor::sign_in(&house, name).await;
        assert_eq!(other.get(&path).await.status.as_u16(), status, "{name}");
    }
    let Some(text) = crate::papers::text_of(&kalapas.get(&path).await.bytes) else { return };
    assert!(text.contains("Sugeng Indrawan") && text.contains("Bendahara Penerimaan"), "{text}");
    let mark = text.split("Sidik angka ").nth(1).and_then(|rest| rest.lines().next());
    let mark: String = mark.expect("a mark").split_whitespace().take(4).collect();
    let fetched = kalapas.get(&format!("/audit/{id}/paket.zip")).await;
    let within = crate::papers::text_of(&unpacked(&fetched.bytes)["temuan.pdf"]).expect("a text");
    assert!(within.replace(' ', "").contains(&mark), "the same paper as in the pack: {within}");
    let stranger = Visitor::stranger(&house);
    let good = stranger.get(&format!("{path}/cek/{mark}")).await;
    assert!(good.body.contains("Angka pada surat ini sama dengan catatan"), "{}", good.body);
    let bad = stranger.get(&format!("{path}/cek/{}", mark.replace(['0', '1', '2'], "f"))).await;
    assert!(bad.body.contains("Surat ini tidak sama dengan catatan"), "{}", bad.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn packs_of_many_years_stand_on_pages() {
    for (name, db) in testkit::databases() {
        let house = play(db);
        let kalapas = Visitor::sign_in(&house, "kalapas").await;
        let first = "0199dddd-0000-7000-8000-000000000001";
        kalapas.post("/audit/baru", &format!("id={first}&from=2025-11-01&to=2025-11-30")).await;
        let copy = sql!(
            "INSERT INTO audit_pack (id, consignor_id, from_day, to_day, lang, state, done, total,
                attempts, files, failed_checks, size_bytes, parts, created_by, created_at)
             SELECT $1, consignor_id, from_day, to_day, lang, 'failed', done, total, attempts, files,
                failed_checks, size_bytes, parts, created_by, $2 FROM audit_pack LIMIT 1"
        );
        let put = house.db.write_now(move |tx: &mut Tx| {
            let ids = Ids::seeded(13);
            for n in 1..=60 {
                let at = demo::ends_at().plus_seconds(n);
                let id = ids.uuid(at);
                let params: [&dyn Param; 2] = [&id, &at];
                tx.run(copy, &params)?;
            }
            Ok(())
        });
        put.expect("copied");
        let page = kalapas.get("/audit").await.body;
        assert!(page.contains("/audit?page=2") && !page.contains(first), "{name}: {page}");
        let last = kalapas.get("/audit?page=2").await.body;
        assert!(last.contains(&format!("/audit/{first}")), "{name}: {last}");
        let told = kalapas.get("/api/v1/audit-packs?page=2").await.body;
        let told: Value = serde_json::from_str(&told).expect("JSON");
        assert_eq!(
            (told["packs"].as_array().map(Vec::len), &told["total"]),
            (Some(11), &json!(61))
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pack_is_asked_for_waited_for_and_fetched() {
    let house = played();
    let kalapas = Visitor::sign_in(&house, "kalapas").await;
    let id = "0199dddd-0000-7000-8000-000000000001";
    let order = json!({"id": id, "from": "2025-11-01", "to": "2025-12-31"});
    for (name, status) in [("kasir", 403), ("kasubsi", 403), ("kanwil", 403)] {
        let visitor = Visitor::sign_in(&house, name).await;
        let answer = visitor.post_json("/api/v1/audit-packs", &order).await;
        assert_eq!(answer.status.as_u16(), status, "{name}: {}", answer.body);
    }
    let backwards = json!({"id": id, "from": "2025-12-31", "to": "2025-11-01"});
    let no = kalapas.post_json("/api/v1/audit-packs", &backwards).await;
    assert!(no.body.contains("audit.ends_before_start"), "{}", no.body);
    let form = format!("id={id}&from=2025-11-01&to=2025-12-31");
    let asked = kalapas.post("/audit/baru", &form).await;
    let page = format!("/audit/{id}");
    assert_eq!(asked.location.as_deref(), Some(page.as_str()), "{}", asked.body);
    let again = kalapas.post_json("/api/v1/audit-packs", &order).await;
    assert!(again.body.contains("\"already\":true"), "{}", again.body);
    let other = json!({"id": id.replace("01", "02"), "from": "2025-11-01", "to": "2025-11-30"});
    let busy = kalapas.post_json("/api/v1/audit-packs", &other).await;
    assert!(busy.body.contains("audit.one_at_a_time"), "{}", busy.body);
    let waiting = kalapas.get(&page).await.body;
    assert!(waiting.contains("<progress") && waiting.contains("Muat ulang"), "{waiting}");
    let early = kalapas.get(&format!("{page}/paket.zip")).await;
    assert_eq!(early.status, StatusCode::CONFLICT);

    let work = maker(&house);
    let worked = tokio::task::spawn_blocking(move || audit::work_once(&work)).await;
    assert!(worked.expect("a thread").expect("made"));
    let shown = kalapas.get(&page).await.body;
    assert!(shown.contains("Unduh paket") && !shown.contains("<progress"), "{shown}");
    let fetched = kalapas.get(&format!("{page}/paket.zip")).await;
    assert_eq!(fetched.content_type, "application/zip");
    let all = unpacked(&fetched.bytes);
    assert!(all.contains_key("manifest.json") && all.contains_key("temuan.pdf"));
    let told = kalapas.get(&format!("/api/v1/audit-packs/{id}")).await;
    let told: Value = serde_json::from_str(&told.body).expect("JSON");
    assert_eq!((&told["percent"], &told["pack"]["state"]), (&json!(100), &json!("ready")));
    let digest = <sha2::Sha256 as sha2::Digest>::digest(&fetched.bytes);
    let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(told["pack"]["sha256"], json!(digest));
    let hendri = Visitor::sign_in(&house, "hendri").await;
    assert_eq!(hendri.get(&format!("{page}/paket.zip")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(Visitor::stranger(&house).get(&page).await.status, StatusCode::SEE_OTHER);
}
