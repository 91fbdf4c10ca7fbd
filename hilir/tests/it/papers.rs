//! The demo's papers, word for word, and what a stranger who holds one can check.
//!
//! `HILIR_GOLDEN=1 cargo test -p hilir --test it papers` writes the texts anew; look at the pages
//! before you commit them.

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::PathBuf,
    process::{Command, Stdio},
};

use agreements::inputs::Draft;
use axum::http::StatusCode;
use db::{Read, Row, Tx, sql};
use kernel::{BatchId, Context, Ids, Lang, ShopId, Zone};

use crate::{
    crawl::walk,
    house::{House, Visitor, shared},
};

/// The text of a PDF as a reader's eye has it; nothing where the tool is missing.
pub fn text_of(pdf: &[u8]) -> Option<String> {
    told_by("pdftotext", &["-layout", "-", "-"], pdf)
}

/// What a PDF says of itself: title, author, pages.
fn info_of(pdf: &[u8]) -> Option<String> {
    told_by("pdfinfo", &["-"], pdf)
}

fn told_by(tool: &str, args: &[&str], pdf: &[u8]) -> Option<String> {
    let mut tool = Command::new(tool);
    tool.args(args).stdin(Stdio::piped()).stdout(Stdio::piped());
    let Ok(mut running) = tool.spawn() else {
        testkit::skip("the text of papers", "apt-get install poppler-utils");
        return None;
    };
    let mut into = running.stdin.take().expect("a pipe");
    into.write_all(pdf).expect("it reads");
    drop(into);
    let out = running.wait_with_output().expect("it ends");
    assert!(out.status.success(), "not a PDF");
    Some(String::from_utf8(out.stdout).expect("UTF-8"))
}

/// The first paper of each kind that the unit's people reach, by the kind.
pub async fn papers(visitor: &Visitor) -> BTreeMap<String, String> {
    let walked = walk(visitor, &["/beranda"]).await;
    let papers = walked.seen.values().filter_map(|all| all.first());
    let papers = papers.filter(|path| path.ends_with(".pdf"));
    let kind = |path: &String| path.rsplit('/').next().map(|name| name.replace(".pdf", ""));
    papers.filter_map(|path| Some((kind(path)?, path.clone()))).collect()
}

fn golden(kind: &str, tag: &str) -> PathBuf {
    testkit::repository().join(format!("hilir/tests/golden/{kind}.{tag}.txt"))
}

/// The text of a paper, where it is not what it was.
pub fn differs(kind: &str, tag: &str, pdf: &[u8]) -> Option<String> {
    let text = text_of(pdf)?;
    let text: Vec<_> = text.lines().map(str::trim_end).collect();
    let text = text.join("\n").replace('\u{c}', "──\n");
    let file = golden(kind, tag);
    if testkit::setting("HILIR_GOLDEN").is_some() {
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(&file, &text).expect("written");
    }
    let same = fs::read_to_string(&file).unwrap_or_default() == text;
    (!same).then(|| format!("{}:\n{text}", file.display()))
}

#[tokio::test(flavor = "multi_thread")]
async fn every_paper_says_what_it_said() {
    let visitor = Visitor::sign_in(shared(), "kasubsi").await;
    let papers = papers(&visitor).await;
    assert!(papers.len() >= 9, "{papers:?}");
    let mut changed = Vec::new();
    for (kind, path) in &papers {
        for tag in ["id", "en"] {
            let answer = visitor.speaking(tag).get(path).await;
            assert_eq!(answer.content_type, "application/pdf", "{path}: {}", answer.body);
            changed.extend(differs(kind, tag, &answer.bytes));
        }
    }
    assert!(changed.is_empty(), "{}", changed.join("\n"));
}

fn a_batch_of_nests(house: &House) -> BatchId {
    let nest = house.cast.nest;
    let batch = house.db.read_now(move |read: &mut Read| {
        let one = sql!(
            "SELECT id FROM production_batch WHERE product_id = $1 AND accepted > 0
             ORDER BY code LIMIT 1"
        );
        read.first(one, &[&nest], |row: &Row| row.get::<BatchId>(0))
    });
    batch.expect("a look").expect("a batch")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_label_for_a_shop_has_the_price_of_its_agreement() {
    let house = shared();
    let visitor = Visitor::sign_in(house, "kasubsi").await;
    let batch = a_batch_of_nests(house);
    let page = visitor.get(&format!("/produksi/{batch}/label")).await;
    let asked = |shop: ShopId| format!("/produksi/{batch}/label.pdf?toko={shop}");
    let at_kicau = asked(house.cast.kicau);
    assert!(page.body.contains(&at_kicau), "{}", page.body);
    let Some(text) = text_of(&visitor.get(&at_kicau).await.bytes) else { return };
    assert!(text.contains("Rp48.000") && !text.contains("Rp45.000"), "{text}");
    let plain = visitor.get(&format!("/produksi/{batch}/label-58.pdf")).await;
    let text = text_of(&plain.bytes).expect("a text");
    assert!(text.contains("Rp45.000"), "the catalogue's: {text}");
    let nobodys = visitor.get(&asked(house.cast.lapas.cast())).await;
    assert_eq!(nobodys.status, StatusCode::NOT_FOUND);
}

/// A new shop, what is to be agreed with it about nests, and who records and signs it; in a house
/// of its own. The shop is to set its prices itself.
fn to_be_agreed(house: &House) -> (Draft, [Context; 2]) {
    use agreements::{SampleLine, ShopPart, Side, draft_of};
    let (lapas, nest) = (house.cast.lapas, house.cast.nest);
    let ids = Ids::seeded(23);
    let now = hilir::demo::ends_at();
    let context = |actor| Context { actor, now, zone: Zone::Wib, lang: Lang::Id, ids: ids.clone() };
    let house_itself = context(testkit::administrator());
    let (officer, head) = (context(testkit::officer(lapas)), context(testkit::head(lapas)));
    let shop: ShopId = officer.fresh_id();
    let input = serde_json::json!({"id": shop, "name": "Toko Sendiri (contoh)",
        "owner_name": "Contoh", "address": "Jalan Contoh 9", "city": "Pangkalpinang"});
    let input = serde_json::from_value(input).expect("a shop");
    let made = house.db.write_now(move |tx| people::create_shop(tx, &house_itself, &input));
    made.expect("a shop");
    let part = ShopPart::PercentOfGross(kernel::Share(2_000));
    let annex = [SampleLine { price: None, ..SampleLine::new(nest, kernel::Rupiah(1)) }];
    let draft = draft_of(&officer, (lapas, shop), officer.today(), part, &annex);
    (Draft { price_set_by: Side::Shop, ..draft }, [officer, head])
}

fn shop_of_own_prices(house: &House) -> ShopId {
    let (draft, [officer, head]) = to_be_agreed(house);
    let shop = draft.shop;
    let written =
        house.db.write_now(move |tx| agreements::put_in_force(tx, &officer, &head, &draft));
    written.expect("an agreement");
    shop
}

#[tokio::test(flavor = "multi_thread")]
async fn a_label_for_a_shop_of_its_own_prices_has_what_was_typed() {
    let house = crate::house::played();
    let shop = shop_of_own_prices(&house);
    let visitor = Visitor::sign_in(&house, "kasubsi").await;
    let batch = a_batch_of_nests(&house);
    let page = visitor.get(&format!("/produksi/{batch}/label")).await.body;
    assert!(page.contains("Toko Sendiri") && page.contains("name=\"harga\""), "{page}");
    let asked =
        |file: &str, typed: &str| format!("/produksi/{batch}/{file}.pdf?toko={shop}&harga={typed}");
    let mut pages = Vec::new();
    for file in ["label", "label-58"] {
        for typed in ["52.500", "Rp%2061.000", ""] {
            let answer = visitor.get(&asked(file, typed)).await;
            assert_eq!(answer.status, StatusCode::OK, "{file} {typed}: {}", answer.body);
            let Some(text) = text_of(&answer.bytes) else { return };
            pages.push((typed, text));
        }
    }
    for (typed, text) in pages {
        let has = |price: &str| text.contains(price);
        match typed {
            "52.500" => assert!(has("Rp52.500"), "{text}"),
            "" => assert!(!has("Rp"), "room for the shop's pen: {text}"),
            _ => assert!(has("Rp61.000"), "{text}"),
        }
        assert!(!has("Rp45.000"), "not the catalogue's: {text}");
    }
    for wrong in ["0", "-5", "banyak", "1,5"] {
        let answer = visitor.get(&asked("label", wrong)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    // Where the agreement says the price, nobody types another.
    let agreed = format!("/produksi/{batch}/label.pdf?toko={}&harga=1.000", house.cast.kicau);
    let text = text_of(&visitor.get(&agreed).await.bytes).expect("a text");
    assert!(text.contains("Rp48.000") && !text.contains("Rp1.000"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn as_many_labels_are_printed_as_were_asked_for() {
    let house = shared();
    let visitor = Visitor::sign_in(house, "kasubsi").await;
    let batch = a_batch_of_nests(house);
    let page = visitor.get(&format!("/produksi/{batch}/label")).await.body;
    assert!(page.contains("name=\"jumlah\"") && page.contains("name=\"mulai\""), "{page}");
    for (asked, labels, pages) in [
        ("label.pdf?jumlah=5", 5, 1),
        // Five from the last free sticker on are one, and four on the next sheet.
        ("label.pdf?jumlah=5&mulai=24", 5, 2),
        ("label-58.pdf?jumlah=3", 3, 3),
        ("label.pdf?jumlah=480", 480, 20),
    ] {
        let answer = visitor.get(&format!("/produksi/{batch}/{asked}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{asked}: {}", answer.body);
        let Some(text) = text_of(&answer.bytes) else { return };
        assert_eq!(text.matches("GL-").count(), labels, "{asked}: {text}");
        assert_eq!(text.matches('\u{c}').count(), pages, "{asked}");
    }
    for wrong in ["jumlah=0", "jumlah=481", "jumlah=banyak", "mulai=0", "mulai=25"] {
        let answer = visitor.get(&format!("/produksi/{batch}/label.pdf?{wrong}")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_branded_units_public_papers_name_its_brand_alone() {
    let house = crate::house::played();
    let (lapas, nest, acun) = (house.cast.lapas, house.cast.nest, house.cast.acun);
    let branded = sql!("UPDATE people_consignor SET brand = 'Karya Contoh' WHERE id = $1");
    // What the unit itself writes of its goods is its own.
    let plain = sql!("UPDATE catalogue_product SET description = NULL");
    let renamed = house.db.write_now(move |tx: &mut Tx| {
        tx.run(branded, &[&lapas])?;
        tx.run(plain, &[])
    });
    renamed.expect("a brand");
    let visitor = Visitor::sign_in(&house, "kasubsi").await;
    let batch = a_batch_of_nests(&house);
    let kit = format!("/promosi/{nest}/{acun}");
    for path in [
        format!("/produksi/{batch}/label.pdf"),
        format!("/produksi/{batch}/label-58.pdf"),
        format!("{kit}/poster-a4.pdf"),
        format!("{kit}/poster-a5.pdf"),
        format!("{kit}/kartu-rak.pdf"),
    ] {
        let answer = visitor.get(&path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        let Some(text) = text_of(&answer.bytes) else { return };
        let info = info_of(&answer.bytes).expect("the tool is there");
        let author = info.lines().find_map(|line| line.strip_prefix("Author:"));
        assert_eq!(author.map(str::trim), Some("Karya Contoh"), "{path}: {info}");
        assert!(text.contains("Karya Contoh"), "{path}: {text}");
        for told in [&text, &info] {
            assert!(!told.contains("Lapas") && !told.contains("Lembaga"), "{path}: {told}");
        }
    }
}

/// The mark that stands at the foot of a paper.
pub fn mark_of(text: &str) -> String {
    let mark = text.split("Sidik angka ").nth(1).and_then(|rest| rest.lines().next());
    let mark: String = mark.expect("a mark").split_whitespace().take(4).collect();
    assert_eq!(mark.len(), 20, "{text}");
    mark
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rejected_nota_says_so_and_so_does_its_check_page() {
    let house = crate::house::played();
    let (kasubsi, stranger) =
        (Visitor::sign_in(&house, "kasubsi").await, Visitor::stranger(&house));
    let nota = papers(&kasubsi).await["nota"].clone();
    let page = nota.replace("/nota.pdf", "");
    let Some(text) = text_of(&kasubsi.get(&nota).await.bytes) else { return };
    let check = format!("{nota}/cek/{}", mark_of(&text));
    assert!(!text.contains("DITOLAK"), "{text}");
    assert!(kasubsi.get(&page).await.body.contains("/surat/kirim"));
    let rejected = sql!("UPDATE settlement_statement SET state = 'rejected'");
    house.db.write_now(move |tx: &mut Tx| tx.run(rejected, &[])).expect("rejected");
    let text = text_of(&kasubsi.get(&nota).await.bytes).expect("the tool is there");
    assert!(text.contains("DITOLAK pada"), "{text}");
    let told = stranger.get(&check).await.body;
    assert!(told.contains("jangan menyetor menurut nota ini"), "{told}");
    assert!(told.contains("Angka pada surat ini sama") && !told.contains("notice good"), "{told}");
    assert!(!kasubsi.get(&page).await.body.contains("/surat/kirim"), "it is sent to nobody");
    let waits = sql!(
        "UPDATE settlement_statement SET state = 'closed', decided_by = NULL, decided_on = NULL"
    );
    house.db.write_now(move |tx: &mut Tx| tx.run(waits, &[])).expect("closed");
    let text = text_of(&kasubsi.get(&nota).await.bytes).expect("the tool is there");
    assert!(text.contains("BELUM DISETUJUI"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_of_an_agreement_is_none_before_it_is_signed() {
    let house = crate::house::played();
    let (draft, [officer, _]) = to_be_agreed(&house);
    // A number may hold what stands between the two.
    let draft = Draft { consignor_number: kernel::Line::parse("W7.A / HM / 12").ok(), ..draft };
    let id = draft.id;
    let own = officer.clone();
    house.db.write_now(move |tx| agreements::draft(tx, &own, &draft)).expect("a draft");
    let visitor = Visitor::sign_in(&house, "kasubsi").await;
    let pks = format!("/pks/{id}/pks.pdf");
    let Some(text) = text_of(&visitor.get(&pks).await.bytes) else { return };
    assert!(text.contains("DRAF:"), "{text}");
    let to_sign = format!("{pks}?untuk=tanda-tangan");
    let page = visitor.get(&format!("/pks/{id}")).await.body;
    assert!(page.contains(&to_sign) && page.contains("/surat/kirim"), "{page}");
    let signed = text_of(&visitor.get(&to_sign).await.bytes).expect("the tool is there");
    assert!(!signed.contains("DRAF"), "what is signed is no draft: {signed}");
    assert!(signed.contains("Nomor: W7.A / HM / 12\n"), "one number on one line: {signed}");
    let check = format!("{pks}/cek/{}", mark_of(&signed));
    let told = Visitor::stranger(&house).get(&check).await.body;
    assert!(told.contains("DRAF:") && !told.contains("notice good"), "not in force yet: {told}");
    let end = serde_json::json!({"id": officer.fresh_id::<kernel::EntryKind>(), "agreement": id,
        "reason": "Toko tidak jadi"});
    let end = serde_json::from_value(end).expect("an end");
    house.db.write_now(move |tx| agreements::end(tx, &officer, &end)).expect("withdrawn");
    let text = text_of(&visitor.get(&to_sign).await.bytes).expect("the tool is there");
    assert!(text.contains("DIBATALKAN:"), "{text}");
    let page = visitor.get(&format!("/pks/{id}")).await.body;
    assert!(!page.contains("/surat/kirim"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_holds_a_paper_can_check_it() {
    let stranger = Visitor::stranger(shared());
    let visitor = Visitor::sign_in(shared(), "kasubsi").await;
    let papers = papers(&visitor).await;
    let nota = &papers["nota"];
    let printed = visitor.get(nota).await;
    let Some(text) = text_of(&printed.bytes) else { return };
    let mark = mark_of(&text);
    let good = stranger.get(&format!("{nota}/cek/{mark}")).await;
    assert!(good.body.contains("Angka pada surat ini sama dengan catatan"), "{}", good.body);
    let bad = stranger.get(&format!("{nota}/cek/{}", mark.replace(['0', '1', '2'], "f"))).await;
    assert!(bad.body.contains("Surat ini tidak sama dengan catatan"), "{}", bad.body);
    assert!(!bad.body.contains("NOTA/"), "it tells nothing of the paper: {}", bad.body);
    // The paper itself is for those who have signed in, and whose it is.
    assert_eq!(stranger.get(nota).await.status, StatusCode::SEE_OTHER);
    let mut shops = Vec::new();
    for shop in ["hendri", "kicau"] {
        let of_shop = Visitor::sign_in(shared(), shop).await;
        shops.push(of_shop.get(&papers["surat-jalan"]).await.status);
    }
    shops.sort_unstable();
    assert_eq!(shops, [StatusCode::OK, StatusCode::NOT_FOUND], "one shop's, not the other's");
    // That a maker has a slip is nobody else's to know.
    let slip = stranger.get(&format!("{}/cek/{mark}", papers["slip"])).await;
    let nothing = nota.replace(|c: char| c.is_ascii_digit(), "0");
    let nothing = stranger.get(&format!("{nothing}/cek/{mark}")).await;
    for answer in [slip, nothing] {
        assert!(answer.body.contains("Surat ini tidak sama dengan catatan"), "{}", answer.body);
    }
}

/// What a form's answer leads to, as text; `None` where the tool is missing.
async fn opened(visitor: &Visitor, path: &str, fields: &str) -> Option<String> {
    let answer = visitor.post(path, fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}: {}", answer.body);
    let to = answer.location.expect("a paper");
    let printed = visitor.get(&to).await;
    assert_eq!(printed.content_type, "application/pdf", "{to}: {}", printed.body);
    text_of(&printed.bytes)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_stands_on_the_offices_copy_alone_and_its_reading_is_logged() {
    let kasubsi = Visitor::sign_in(shared(), "kasubsi").await;
    let papers = papers(&kasubsi).await;
    let slips = papers["slip-semua"].replace("slip-semua.pdf", "");
    let slip = papers["slip"].replace("slip.pdf", "");
    let fresh = |n: u8| format!("id=0199ffff-0000-7000-8000-0000000071{n:02}&purpose=Uji+salinan");
    let closed = kasubsi.get(&format!("{slips}slip-kantor.pdf")).await;
    assert_eq!(closed.status, StatusCode::CONFLICT, "{}", closed.body);
    for (n, path, file) in [(1, &slips, "slip-kantor.pdf"), (2, &slip, "slip-kantor.pdf")] {
        let Some(text) = opened(&kasubsi, &format!("{path}salinan-kantor"), &fresh(n)).await else {
            return;
        };
        assert!(text.contains("SALINAN KANTOR") && text.contains("Nama Contoh "), "{text}");
        // The copy is its reader's: another who may read names has not read these.
        let id = format!("0199ffff-0000-7000-8000-0000000071{n:02}");
        let other = Visitor::sign_in(shared(), "bendahara").await;
        let taken = other.get(&format!("{path}{file}?bacaan={id}")).await;
        assert_eq!(taken.status, StatusCode::CONFLICT);
    }
    for one in ["slip", "slip-semua", "daftar-premi", "pembagian"] {
        let printed = kasubsi.get(&papers[one]).await;
        let text = text_of(&printed.bytes).expect("the tool is there");
        assert!(!text.contains("Nama Contoh"), "{one}: {text}");
    }
    let kalapas = Visitor::sign_in(shared(), "kalapas").await;
    let log = kalapas.get("/pembuat/catatan").await;
    assert!(log.body.contains("Uji salinan"), "{}", log.body);
    let shop = Visitor::sign_in(shared(), "hendri").await;
    let refused = shop.post(&format!("{slips}salinan-kantor"), &fresh(3)).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_names_who_learnt_and_can_hide_where() {
    let kasubsi = Visitor::sign_in(shared(), "kasubsi").await;
    let papers = papers(&kasubsi).await;
    let blank = &papers["sertifikat"];
    let parts: Vec<&str> = blank.split('/').collect();
    let (training, maker) = (parts[2], parts[3]);
    let form = |n: u8, more: &str| {
        format!("id=0199ffff-0000-7000-8000-0000000072{n:02}&maker={maker}&purpose=Ijazah{more}")
    };
    let path = format!("/pelatihan/{training}/sertifikat");
    let Some(text) = opened(&kasubsi, &path, &form(1, "")).await else { return };
    assert!(text.contains("Nama Contoh") && text.contains("LEMBAGA PEMASYARAKATAN"), "{text}");
    let text = opened(&kasubsi, &path, &form(2, "&neutral=on")).await.expect("the tool is there");
    let mark = mark_of(&text);
    assert!(text.contains("Nama Contoh"), "{text}");
    for hidden in ["LAPAS", "LEMBAGA", "PEMASYARAKATAN", "WB-0", "WARGA BINAAN", "KEPALA"] {
        assert!(!text.to_uppercase().contains(hidden), "{hidden} in {text}");
    }
    // An employer who scans it learns that it holds, and neither where nor whom.
    let stranger = Visitor::stranger(shared());
    let neutral = blank.replace("sertifikat.pdf", "sertifikat-netral.pdf");
    let good = stranger.get(&format!("{neutral}/cek/{mark}")).await;
    assert!(good.body.contains("Angka pada surat ini sama dengan catatan"), "{}", good.body);
    assert!(!good.body.contains("Nama Contoh") && !good.body.contains("Lapas"), "{}", good.body);
}
