//! The screens and the JSON door, as a browser and a program see them.

use kernel::ProductId;
use serde_json::{Value, json};
use testkit::{LAPAS, SHOP, World, officer};
use teststand::{look, send, serve};

use crate::world::{Goods, act, enforce, input, settle, trap_draft};

/// A draft as a browser sends it: spare rows blank, boxes unticked.
fn typed(goods: Goods, price: &str) -> String {
    [
        ("id", "01900000-0000-7000-8000-00000000a001".to_owned()),
        ("consignor", LAPAS.to_string()),
        ("shop", SHOP.to_string()),
        ("title", "Titip jual <contoh>".to_owned()),
        ("place", "Pangkalpinang".to_owned()),
        ("consignor_number", "W7.PAS/1".to_owned()),
        ("shop_number", String::new()),
        ("effective_from", "2025-11-03".to_owned()),
        ("ends_on", "2026-11-02".to_owned()),
        ("part[kind]", "percent_of_gross".to_owned()),
        ("part[percent]", "20".to_owned()),
        ("part[rupiah]", String::new()),
        ("price_set_by", "consignor".to_owned()),
        ("cycle", "monthly".to_owned()),
        ("payment_days", "7".to_owned()),
        ("damage_borne_by", "consignor".to_owned()),
        ("loss_borne_by", "shop".to_owned()),
        ("return_days", "7".to_owned()),
        ("notice_days", "14".to_owned()),
        ("deductibles[0][kind!]", "transport".to_owned()),
        ("deductibles[0][limit]", String::new()),
        ("deductibles[2][kind!]", "promotion".to_owned()),
        ("deductibles[2][allowed]", "on".to_owned()),
        ("deductibles[2][limit]", "50.000".to_owned()),
        ("annex[0][product]", String::new()),
        ("annex[1][product]", goods.trap.to_string()),
        ("annex[1][price]", price.to_owned()),
        ("annex[1][part][kind]", String::new()),
    ]
    .map(|(name, value)| ui::query("", &[(name, &value)]).trim_start_matches('?').to_owned())
    .into_iter()
    .filter(|pair| !pair.is_empty())
    .collect::<Vec<_>>()
    .join("&")
}

fn has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
}

#[test]
fn both_sides_rupiah_are_shown_before_anything_is_saved() {
    let world = World::quick();
    let goods = settle(&world);
    let site = serve(&world, agreements::screens(), agreements::api());
    let empty = look(&site, "kasubsi", "/pks/baru");
    assert_eq!(empty.status, 200);
    has(&empty.text, &["Hitung dulu", "formmethod=\"get\"", "Perangkap tikus"]);
    assert!(!empty.text.contains("Simpan rancangan"), "first reckon, then save");
    let address = format!("/pks/baru?{}&hitung=1", typed(goods, "30.000"));
    let shown = look(&site, "kasubsi", &address);
    has(
        &shown.text,
        &[
            "Toko menerima 20% dari harga jual = Rp6.000; Lapas menerima Rp24.000",
            "Simpan rancangan",
            "value=\"30.000\"",
            "Titip jual &lt;contoh&gt;",
            "river-table",
        ],
    );
    let list = look(&site, "kasubsi", "/pks");
    has(&list.text, &["Belum ada PKS"]);
}

#[test]
fn variants_are_told_apart_where_terms_are_agreed_and_scans_by_their_paper() {
    let world = World::quick();
    let goods = settle(&world);
    let large: ProductId = world.context(&officer(LAPAS)).fresh_id();
    let variant = input(json!({
        "id": large, "product": goods.trap, "variant": "besar", "code": "PT-02",
    }));
    act(&world, &officer(LAPAS), catalogue::create_variant, &variant).unwrap();
    let mut draft = trap_draft(&world, goods);
    draft.annex.push(draft.annex[0].clone());
    draft.annex[1].product = large;
    act(&world, &officer(LAPAS), agreements::draft, &draft).unwrap();
    let site = serve(&world, agreements::screens(), agreements::api());
    let form = look(&site, "kasubsi", "/pks/baru").text;
    has(&form, &["PT-02 · Perangkap tikus (besar)"]);
    let before = look(&site, "kalapas", &format!("/pks/{}/berlakukan", draft.id)).text;
    has(&before, &["Perangkap tikus (besar)"]);
    let paper = |id| look(&site, "kasubsi", &format!("/pks/{id}/pindaian")).text;
    assert!(!paper(draft.id).contains("name=\"version\""), "there is but one paper");
    let id = enforce(&world, &trap_draft(&world, goods)).unwrap();
    let amend = input(json!({
        "id": world.context(&officer(LAPAS)).fresh_id::<()>(), "agreement": id,
        "number": "ADD/1", "reason": "bahan naik", "valid_from": "2026-01-15",
        "ends_on": "2026-11-02", "part": {"kind": "percent_of_gross", "percent": 20},
        "price_set_by": "consignor", "cycle": "monthly", "payment_days": 7,
        "damage_borne_by": "consignor", "loss_borne_by": "shop", "return_days": 7,
        "notice_days": 14, "annex": [{"product": goods.trap, "price": 35_000}],
    }));
    act(&world, &officer(LAPAS), agreements::amend, &amend).unwrap();
    has(&paper(id), &["name=\"version\"", "Addendum ADD/1"]);
}

#[test]
fn a_refused_form_keeps_what_was_typed_and_a_good_one_leads_on() {
    let world = World::quick();
    let goods = settle(&world);
    let site = serve(&world, agreements::screens(), agreements::api());
    let refused = send(&site, "kasubsi", "/pks/baru", &typed(goods, "20.000"));
    assert_eq!(refused.status, 422);
    has(
        &refused.text,
        &[
            "Harga ini di bawah harga dasar Rp25.000",
            "value=\"20.000\"",
            "id=\"f-annex-0-price-error\"",
            "value=\"W7.PAS/1\"",
            // The limit stands beside its own expense again.
            "name=\"deductibles[2][limit]\" type=\"text\" inputmode=\"numeric\" value=\"50.000\"",
        ],
    );
    let saved = send(&site, "kasubsi", "/pks/baru", &typed(goods, "30.000"));
    assert_eq!((saved.status, &saved.location[..5]), (303, "/pks/"));
    let page = look(&site, "kasubsi", &saved.location);
    has(
        &page.text,
        &[
            "Titip jual &lt;contoh&gt;",
            "nomor pihak Toko",
            "tanda tangan pihak Lapas",
            "Promosi, sampai Rp50.000 tiap nota",
            "Rp24.000",
            "Rancangan dibuat",
        ],
    );
    for form in ["ubah", "tanda-tangan", "pindaian", "akhiri"] {
        let form = look(&site, "kasubsi", &format!("{}/{form}", saved.location));
        assert_eq!(form.status, 200, "{}", form.text);
    }
    let enforce = look(&site, "kalapas", &format!("{}/berlakukan", saved.location));
    has(&enforce.text, &["masih kurang", "Rp6.000", "name=\"revision\""]);
    let looked = look(&site, "pemilik", &saved.location);
    assert_eq!(looked.status, 200);
    assert!(!looked.text.contains("/tanda-tangan"), "the shop only looks");
    assert_eq!(look(&site, "pemilik lain", &saved.location).status, 404);
    assert_eq!(look(&site, "pemilik", &format!("{}/ubah", saved.location)).status, 403);
}

#[test]
fn an_agreement_in_force_shows_its_addendum_and_its_list_is_searched() {
    let world = World::quick();
    let goods = settle(&world);
    let id = enforce(&world, &trap_draft(&world, goods)).unwrap();
    let site = serve(&world, agreements::screens(), agreements::api());
    let form = look(&site, "kasubsi", &format!("/pks/{id}/addendum"));
    has(&form.text, &["value=\"2025-11-17\"", "value=\"30.000\"", "name=\"valid_from\""]);
    for form in ["umumkan", "pindaian"] {
        assert_eq!(look(&site, "kasubsi", &format!("/pks/{id}/{form}")).status, 200);
    }
    assert_eq!(look(&site, "kalapas", &format!("/pks/{id}/akhiri")).status, 200);
    has(&look(&site, "pemilik", "/pks?q=hulu&state=in_force").text, &["Lapas Contoh Hulu"]);
    let none = look(&site, "pemilik", "/pks?q=50%25");
    has(&none.text, &["Tidak ada yang cocok"]);
    assert!(!look(&site, "pemilik lain", "/pks").text.contains("Lapas Contoh"));
    has(&look(&site, "pengelola", "/pks/baru").text, &["Lapas Contoh Hilir"]);
}

#[test]
fn a_drafted_addendum_is_discarded_on_its_page_and_stays_in_the_history() {
    let world = World::quick();
    let goods = settle(&world);
    let id = enforce(&world, &trap_draft(&world, goods)).unwrap();
    let site = serve(&world, agreements::screens(), agreements::api());
    let address = format!("/pks/{id}/buang-addendum");
    assert_eq!(look(&site, "kasubsi", &address).status, 409, "none is drafted");
    let fresh = || world.context(&testkit::officer(LAPAS)).fresh_id::<()>();
    let amend = json!({
        "id": fresh(), "number": "ADD/7", "reason": "bahan naik", "valid_from": "2026-01-15",
        "ends_on": "2026-11-02", "part": {"kind": "percent_of_gross", "percent": 20},
        "price_set_by": "consignor", "cycle": "monthly", "payment_days": 7,
        "damage_borne_by": "consignor", "loss_borne_by": "shop", "return_days": 7,
        "notice_days": 14, "annex": [{"product": goods.trap, "price": 35_000}],
    });
    let sent = format!("/api/v1/agreements/{id}/amend");
    let drafted = send(&site, "kasubsi", &sent, &amend.to_string());
    assert_eq!(drafted.status, 200, "{}", drafted.text);
    has(&look(&site, "kasubsi", &format!("/pks/{id}")).text, &[&address, "ADD/7"]);
    has(&look(&site, "kasubsi", &address).text, &["ADD/7", "name=\"reason\""]);
    assert_eq!(look(&site, "pemilik", &address).status, 403);
    let form = format!("id={}&reason=turun+lagi", fresh());
    let done = send(&site, "kasubsi", &address, &form);
    assert_eq!((done.status, done.location), (303, format!("/pks/{id}")));
    let shown = look(&site, "kasubsi", &format!("/pks/{id}")).text;
    has(&shown, &["Addendum yang dibuang", "ADD/7", "turun lagi"]);
    assert!(!shown.contains(&address), "nothing is left to discard");
    let one = look(&site, "pemilik", &format!("/api/v1/agreements/{id}")).text;
    let one: Value = serde_json::from_str(&one).unwrap();
    assert_eq!(one["discarded"][0]["addendum_number"], json!("ADD/7"));
    assert_eq!(one["versions"].as_array().map(Vec::len), Some(1));
}

#[test]
fn the_api_says_the_same() {
    let world = World::quick();
    let goods = settle(&world);
    let site = serve(&world, agreements::screens(), agreements::api());
    let parsed = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let preview = json!({
        "consignor": LAPAS, "part": {"kind": "percent_of_gross", "percent": "20"},
        "annex": [{"product": goods.trap, "price": 30_000}],
    });
    let shown = send(&site, "kasubsi", "/api/v1/agreements/preview", &preview.to_string());
    let unit = &parsed(&shown.text)["units"][0]["unit"];
    assert_eq!(*unit, json!({"gross": 30_000, "part": 6_000, "due": 24_000}));

    let id = enforce(&world, &trap_draft(&world, goods)).unwrap();
    let list = parsed(&look(&site, "pemilik", "/api/v1/agreements?state=in_force").text);
    assert_eq!((&list["total"], &list["items"][0]["days_left"]), (&json!(1), &json!(364)));
    let one = parsed(&look(&site, "pemilik", &format!("/api/v1/agreements/{id}")).text);
    assert_eq!(one["versions"][0]["part"], json!({"kind": "percent_of_gross", "value": 2_000}));
    assert_eq!(one["versions"][0]["annex"][0]["unit"]["due"], json!(24_000));
    let address = format!("/api/v1/agreements/selling-terms?shop={SHOP}&product={}", goods.trap);
    let selling = parsed(&look(&site, "pemilik", &address).text);
    assert_eq!(selling["unit"]["unit"]["part"], json!(6_000));
    let other = look(&site, "pemilik lain", &format!("/api/v1/agreements/{id}"));
    assert_eq!((other.status, &parsed(&other.text)["code"]), (404, &json!("agreements.unknown")));
    let scan = json!({"id": id, "scan": {"name": "a.pdf", "content": "PGh0bWw+"}});
    let scans = format!("/api/v1/agreements/{id}/scans");
    let refused = send(&site, "kasubsi", &scans, &scan.to_string());
    assert_eq!(parsed(&refused.text)["code"], json!("agreements.scan_type"));
}
