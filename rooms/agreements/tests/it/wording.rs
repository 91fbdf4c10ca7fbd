//! Clauses are the parties' own words; the terms are not in them.

use agreements::{
    Wording,
    inputs::{Amend, Enforce, KeepTemplate, RetireTemplate, Reword, Sign},
};
use kernel::AgreementId;
use serde_json::{Value, json};
use testkit::{LAPAS, OTHER_LAPAS, World, head, officer, story};
use teststand::{Answer, look, send};

use crate::world::{Goods, act, enforce, input, settle, signature, sold, trap_draft};

fn serve(world: &World) -> axum::Router {
    teststand::serve(world, agreements::screens(), agreements::api())
}

fn fresh(world: &World) -> kernel::Id<()> {
    world.context(&officer(LAPAS)).fresh_id()
}

fn parsed(answer: &Answer) -> Value {
    assert_eq!(answer.status, 200, "{}", answer.text);
    serde_json::from_str(&answer.text).unwrap()
}

/// A version as its paper says it.
pub fn paper(world: &World, of: AgreementId, version: i64) -> Value {
    let address = format!("/api/v1/agreements/{of}/paper?version={version}");
    parsed(&look(&serve(world), "kasubsi", &address))
}

/// The clauses of a version, with something changed.
fn reword(
    world: &World,
    of: AgreementId,
    version: i64,
    change: impl FnOnce(&mut Value),
) -> Result<(), String> {
    let mut all = paper(world, of, version)["wording"].clone();
    change(&mut all);
    all["id"] = json!(fresh(world));
    all["agreement"] = json!(of);
    act(world, &officer(LAPAS), agreements::reword, &input::<Reword>(all)).map(drop)
}

fn drafted(world: &World, goods: Goods) -> AgreementId {
    let draft = trap_draft(world, goods);
    act(world, &officer(LAPAS), agreements::draft, &draft).unwrap();
    draft.id
}

/// An addendum that changes no term unless `more` does.
fn amend(world: &World, goods: Goods, of: AgreementId, more: &Value) -> Result<(), String> {
    let mut all = json!({
        "id": fresh(world), "agreement": of, "number": "ADD/1", "reason": "disepakati",
        "valid_from": "2026-01-15", "ends_on": "2026-11-02",
        "part": {"kind": "percent_of_gross", "percent": 20}, "price_set_by": "consignor",
        "cycle": "monthly", "payment_days": 7, "damage_borne_by": "consignor",
        "loss_borne_by": "shop", "return_days": 7, "notice_days": 14,
        "annex": [{"product": goods.trap, "price": 30_000}],
    });
    all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    act(world, &officer(LAPAS), agreements::amend, &input::<Amend>(all)).map(drop)
}

fn put_in_force(world: &World, of: AgreementId) -> Result<(), String> {
    for side in ["consignor", "shop"] {
        let signed = signature(world, of, side, "2026-01-01");
        act(world, &officer(LAPAS), agreements::sign, &signed).unwrap();
    }
    let id = world.context(&head(LAPAS)).fresh_id::<()>();
    let enforce: Enforce = input(json!({"id": id, "agreement": of, "no_scan_reason": "arsip"}));
    act(world, &head(LAPAS), agreements::enforce, &enforce).map(drop)
}

#[test]
fn what_a_clause_says_changes_nothing_that_is_executed() {
    story(|world| {
        let goods = settle(world);
        let id = drafted(world, goods);
        let boast = "Toko menerima 90% dan Lapas 10%. {bagian_toko}. {penentu_harga} {shop}: \
            {hari_pemberitahuan}.";
        world.set_day("2026-01-01");
        reword(world, id, 1, |all| all["clauses"][4]["text"] = json!(boast)).unwrap();
        put_in_force(world, id).unwrap();
        assert_eq!(sold(world, goods.trap, "2026-01-20", 1), Some((6_000, 24_000, true)));
        let said = paper(world, id, 1);
        let price = said["paper"]["articles"][4]["paragraphs"][0].as_str().unwrap();
        assert!(price.starts_with("Toko menerima 90% dan Lapas 10%. Toko menerima 20%"), "{price}");
        assert!(price.ends_with("Toko Contoh: 14 (empat belas) hari."), "{price}");
    });
}

#[test]
fn a_clause_that_hides_a_term_is_refused_and_a_signed_paper_stays() {
    story(|world| {
        let goods = settle(world);
        let id = drafted(world, goods);
        let no = |field: &str, text: &str| {
            reword(world, id, 1, |all| all["clauses"][4][field] = json!(text)).unwrap_err()
        };
        assert_eq!(no("text", "{bagian_toko}"), "agreements.slot_missing clauses[4].text");
        assert_eq!(no("text", "{pasal_33}"), "agreements.slot_unknown clauses[4].text");
        assert_eq!(no("text", "{{bagian_toko}}"), "agreements.slot_brace clauses[4].text");
        let gone = reword(world, id, 1, |all| {
            all["clauses"].as_array_mut().unwrap().remove(9);
        });
        assert_eq!(gone, Err("agreements.article_missing clauses".into()));
        assert_eq!(paper(world, id, 1)["wording"], json!(shipped(world)), "nothing half-written");

        let own = |all: &mut Value| {
            all["basis"] = json!("Kesepakatan para pihak");
            all["clauses"].as_array_mut().unwrap().push(json!({
                "title": "Mutu", "text": "Barang diperiksa di {tempat}.", "place": 5,
            }));
        };
        reword(world, id, 1, own).unwrap();
        let said = paper(world, id, 1);
        assert_eq!(said["paper"]["basis"], json!(["Kesepakatan para pihak"]));
        assert_eq!(said["paper"]["articles"][5]["title"], "Mutu");
        let text = &said["paper"]["articles"][5]["paragraphs"][0];
        assert_eq!(*text, "Barang diperiksa di Pangkalpinang.");
        let signed = signature(world, id, "shop", "2025-11-03");
        act(world, &officer(LAPAS), agreements::sign, &signed).unwrap();
        let late = reword(world, id, 1, |all| all["basis"] = json!("lain"));
        assert_eq!(late, Err("agreements.signed_already".into()));
        assert_eq!(paper(world, id, 1), said);
    });
}

fn shipped(world: &World) -> Wording {
    let answer = look(&serve(world), "kasubsi", "/api/v1/agreement-templates/shipped");
    serde_json::from_value(parsed(&answer)["wording"].clone()).unwrap()
}

#[test]
fn an_addendum_may_change_clauses_alone_and_marks_them() {
    story(|world| {
        let goods = settle(world);
        let id = enforce(world, &trap_draft(world, goods)).unwrap();
        world.set_day("2026-01-01");
        let nothing = amend(world, goods, id, &json!({}));
        assert_eq!(nothing, Err("agreements.nothing_changes".into()));
        amend(world, goods, id, &json!({"clauses_follow": true})).unwrap();
        let before = paper(world, id, 1);
        reword(world, id, 2, |all| {
            let text =
                all["clauses"][3]["text"].as_str().unwrap().replace("jam kerja", "hari Senin");
            all["clauses"][3]["text"] = json!(text);
        })
        .unwrap();
        let changed = paper(world, id, 2)["changed"].clone();
        assert_eq!(changed.as_array().map(Vec::len), Some(1));
        assert_eq!(changed[0]["number"], 4);
        let runs = changed[0]["paragraphs"][2].as_array().unwrap().clone();
        let of = |mark: &str| {
            let of = runs.iter().filter(|run| run["mark"] == mark);
            of.map(|run| run["text"].as_str().unwrap()).collect::<String>()
        };
        assert_eq!((of("struck"), of("added")), ("jam kerja.".into(), "hari Senin.".into()));
        put_in_force(world, id).unwrap();
        assert_eq!(paper(world, id, 1), before, "the first paper never changes");
        assert_eq!(sold(world, goods.trap, "2026-01-20", 1), Some((6_000, 24_000, true)));
    });
}

#[test]
fn a_shop_gives_an_addendum_a_number_of_its_own() {
    story(|world| {
        let goods = settle(world);
        let id = enforce(world, &trap_draft(world, goods)).unwrap();
        world.set_day("2026-01-01");
        amend(world, goods, id, &json!({"notice_days": 21})).unwrap();
        let sign = |side: &str, number: Option<&str>| {
            let number = number.map(|number| kernel::Line::parse(number).unwrap());
            let signed = Sign { number, ..signature(world, id, side, "2026-01-01") };
            act(world, &officer(LAPAS), agreements::sign, &signed).map(drop)
        };
        // The unit's stands in the draft.
        let no = sign("consignor", Some("ADD/2")).unwrap_err();
        assert_eq!(no, "agreements.number_of_addendum number");
        sign("shop", Some("T/ADD/7")).unwrap();
        // A name that is put right later keeps the number.
        sign("shop", None).unwrap();
        sign("consignor", None).unwrap();
        let address = format!("/api/v1/agreements/{id}");
        let shown = parsed(&look(&serve(world), "kasubsi", &address));
        let numbers = shown["signatures"].as_array().unwrap().iter().map(|one| &one["number"]);
        let given: Vec<_> = numbers.filter(|number| !number.is_null()).collect();
        assert_eq!(given, [&json!("T/ADD/7")], "{shown}");
    });
}

#[test]
fn a_translation_of_another_text_goes_with_it() {
    story(|world| {
        let goods = settle(world);
        let id = drafted(world, goods);
        let text = |field: &str| paper(world, id, 1)["wording"]["clauses"][0][field].clone();
        assert!(text("text_en").is_string());
        reword(world, id, 1, |all| all["clauses"][0]["text"] = json!("Kebalikannya.")).unwrap();
        assert_eq!((text("text"), text("text_en")), (json!("Kebalikannya."), Value::Null));
        let both = |all: &mut Value| {
            all["clauses"][0]["text"] = json!("Lain lagi.");
            all["clauses"][0]["text_en"] = json!("Another.");
        };
        reword(world, id, 1, both).unwrap();
        assert_eq!(text("text_en"), json!("Another."));
    });
}

#[test]
fn an_addendum_that_changed_nothing_after_all_is_not_put_in_force() {
    let mut world = World::quick();
    let goods = settle(&world);
    let id = enforce(&world, &trap_draft(&world, goods)).unwrap();
    world.set_day("2026-01-01");
    amend(&world, goods, id, &json!({"clauses_follow": true})).unwrap();
    assert_eq!(put_in_force(&world, id), Err("agreements.nothing_changes".into()));
}

#[test]
fn a_changed_term_is_marked_in_the_article_that_says_it() {
    let mut world = World::quick();
    let goods = settle(&world);
    let id = enforce(&world, &trap_draft(&world, goods)).unwrap();
    world.set_day("2026-01-01");
    amend(&world, goods, id, &json!({"payment_days": 10})).unwrap();
    let changed = paper(&world, id, 2)["changed"].clone();
    let numbers: Vec<_> = changed.as_array().unwrap().iter().map(|one| &one["number"]).collect();
    assert_eq!(numbers, [7]);
    let page = look(&serve(&world), "kasubsi", &format!("/pks/{id}")).text;
    for part in ["<del>", "<ins>", "dihapus: ", "ditambahkan: ", "1 pasal berubah bunyinya"] {
        assert!(page.contains(part), "{part}");
    }
}

#[test]
fn a_template_is_a_units_own_and_new_agreements_begin_with_it() {
    story(|world| {
        let goods = settle(world);
        let id = drafted(world, goods);
        reword(world, id, 1, |all| {
            all["clauses"][0]["title"] = json!("Tujuan kami");
            all["witnesses"] = json!("Saksi contoh");
        })
        .unwrap();
        let template = fresh(world);
        let keep = json!({"id": template, "agreement": id, "name": "Naskah kami"});
        let keep: KeepTemplate = input(keep);
        act(world, &officer(LAPAS), agreements::keep_template, &keep).unwrap();
        let mut next = trap_draft(world, goods);
        next.template = Some(template.cast());
        act(world, &officer(LAPAS), agreements::draft, &next).unwrap();
        let wording = paper(world, next.id, 1)["wording"].clone();
        assert_eq!(wording["clauses"][0]["title"], "Tujuan kami");
        assert_eq!(wording["witnesses"], Value::Null, "witnesses are each agreement's own");

        let address = format!("/pks/naskah/{template}");
        let shown = look(&serve(world), "kasubsi", &address);
        assert!(shown.text.contains("Tujuan kami") && shown.text.contains("{bagian_toko}"));
        assert!(look(&serve(world), "kasubsi", "/pks/naskah").text.contains(&address));
        assert_eq!(look(&serve(world), "pemilik", &address).status, 403);
        let retire = json!({"id": fresh(world), "template": template});
        let retire: RetireTemplate = input(retire);
        let others = act(world, &officer(OTHER_LAPAS), agreements::retire_template, &retire);
        assert_eq!(others.map(drop), Err("agreements.template_unknown".into()));
        act(world, &officer(LAPAS), agreements::retire_template, &retire).unwrap();
        let mut late = trap_draft(world, goods);
        late.template = Some(template.cast());
        let no = act(world, &officer(LAPAS), agreements::draft, &late).map(drop);
        assert_eq!(no, Err("agreements.template_retired template".into()));
        assert_eq!(paper(world, next.id, 1)["wording"], wording, "what was made from it stays");
    });
}

#[test]
fn an_agreement_from_before_clauses_could_be_edited_says_what_it_said() {
    story(|world| {
        let goods = settle(world);
        let id = enforce(world, &trap_draft(world, goods)).unwrap();
        let said = paper(world, id, 1);
        let forget = db::sql!("UPDATE agreements_terms SET wording = NULL WHERE agreement_id = $1");
        world.write(move |tx| tx.run(forget, &[&id])).unwrap();
        assert_eq!(paper(world, id, 1), said);
        let page = look(&serve(world), "pemilik", &format!("/pks/{id}/naskah"));
        assert_eq!(page.status, 200);
        assert!(page.text.contains("14 (empat belas) hari"), "{}", page.text);
    });
}

#[test]
fn the_paper_follows_what_is_typed_and_nothing_is_written() {
    let world = World::quick();
    let goods = settle(&world);
    let id = drafted(&world, goods);
    let site = serve(&world);
    let form = look(&site, "kasubsi", &format!("/pks/{id}/pasal"));
    for part in ["data-look=\"", "{bagian_toko}", "Wajib memuat", "data-looked"] {
        assert!(form.text.contains(part), "{part}");
    }
    let evil = "%3Cscript%3Ealert(1)%3C%2Fscript%3E+%23panic()";
    let typed = format!("clauses%5B0%5D%5Btitle%5D=Tujuan&clauses%5B0%5D%5Btext%5D={evil}");
    let looked = send(&site, "kasubsi", &format!("/pks/{id}/pasal/lihat"), &typed);
    assert_eq!(looked.status, 200, "{}", looked.text);
    assert!(looked.text.contains("&lt;script&gt;alert(1)&lt;/script&gt; #panic()"));
    assert!(!looked.text.contains("<script>"));
    assert_eq!(paper(&world, id, 1)["wording"], json!(shipped(&world)));
    let typed = "part%5Bkind%5D=percent_of_gross&part%5Bpercent%5D=35&place=Muntok";
    let looked = send(&site, "kasubsi", "/pks/baru/lihat", typed);
    assert!(looked.text.contains("Toko menerima 35% dari harga jual"), "{}", looked.text);
    assert!(looked.text.contains("bertempat di Muntok"));
    assert_eq!(send(&site, "pemilik lain", &format!("/pks/{id}/pasal/lihat"), "a=b").status, 404);
    assert_eq!(send(&site, "pemilik", &format!("/pks/{id}/pasal/lihat"), "a=b").status, 403);
}
