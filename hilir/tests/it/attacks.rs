//! Text that would be a template, a field, a direction or a page of its own, sent through the real
//! doors: an agreement's paper says it as it was typed, and its terms stay what the form says.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::house::{House, Visitor, played};

const TYPST: &str = "#panic() #read(\"/etc/passwd\") $x^2$ *a* _b_ <c> @d ] ) } \\ ` ``` // /* */";
/// What has no brace may stand in a clause too.
const PLAIN: [&str; 4] = [
    "#import \"@preview/x:1.0.0\": * ] ) \\ \" ' $ @ <label>",
    "= Judul - satu + dua #let p = none",
    "\\u{202e} %s ${x} <script>alert(1)</script>",
    "PanjangSekaliTanpaSpasiPanjangSekaliTanpaSpasiPanjangSekaliTanpaSpasiPanjangSekaliTanpaSpasi",
];

fn id(n: u32) -> String {
    format!("0199cccc-0000-7000-8000-0000{n:08}")
}

async fn send(who: &Visitor, path: &str, input: &Value) -> Value {
    let answer = who.post_json(&format!("/api/v1{path}"), input).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
    serde_json::from_str(&answer.body).expect("JSON")
}

/// A draft whose every free text is `text`.
fn draft(house: &House, n: u32, text: &str) -> Value {
    json!({
        "id": id(n), "consignor": house.cast.lapas, "shop": house.cast.kicau, "title": text,
        "place": text, "consignor_number": format!("{n}{text}"), "notes": text,
        "effective_from": "2027-02-01", "ends_on": "2028-01-31",
        "part": {"kind": "percent_of_gross", "percent": 20}, "price_set_by": "consignor",
        "cycle": "monthly", "payment_days": 7, "damage_borne_by": "consignor",
        "loss_borne_by": "shop", "return_days": 7, "notice_days": 14,
        "annex": [{"product": house.cast.trap, "price": 30_000}],
    })
}

async fn printed(who: &Visitor, path: &str) -> Option<String> {
    let answer = who.get(path).await;
    assert_eq!(answer.content_type, "application/pdf", "{path}: {}", answer.body);
    crate::papers::text_of(&answer.bytes)
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{200B}').collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_is_never_a_template() {
    let house = played();
    let kasubsi = Visitor::sign_in(&house, "kasubsi").await;
    let texts = PLAIN.iter().filter(|text| !text.contains("${"));
    for (n, text) in (1..).zip(texts.chain([&TYPST])) {
        send(&kasubsi, "/agreements", &draft(&house, n, text)).await;
        let paper = kasubsi.get(&format!("/api/v1/agreements/{}/paper", id(n))).await;
        let paper: Value = serde_json::from_str(&paper.body).expect("JSON");
        let mut wording = paper["wording"].clone();
        let braces = text.contains(['{', '}']);
        wording["id"] = json!(id(100 + n));
        wording["witnesses"] = json!(text);
        if !braces {
            wording["basis"] = json!(text);
            wording["considerations"] = json!(text);
            wording["clauses"][0]["text"] = json!(text);
        }
        wording["clauses"][0]["title"] = json!(text);
        let path = format!("/agreements/{}/clauses", id(n));
        send(&kasubsi, &path, &wording).await;
        let Some(seen) = printed(&kasubsi, &format!("/pks/{}/pks.pdf", id(n))).await else {
            return;
        };
        let times = plain(&seen).matches(&plain(text)).count();
        let wanted = if braces { 4 } else { 7 };
        assert!(times >= wanted, "{times} times in\n{seen}");
        assert!(seen.contains("Toko menerima 20% dari harga jual"), "{seen}");
        let page = kasubsi.get(&format!("/pks/{}/naskah", id(n))).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.body.contains("<script>alert") && !page.body.contains("<label>"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clause_with_what_is_no_field_is_refused_whole() {
    let house = played();
    let kasubsi = Visitor::sign_in(&house, "kasubsi").await;
    send(&kasubsi, "/agreements", &draft(&house, 1, "contoh")).await;
    let path = format!("/api/v1/agreements/{}/paper", id(1));
    let before = kasubsi.get(&path).await.body;
    let wording = serde_json::from_str::<Value>(&before).expect("JSON")["wording"].clone();
    for (n, (text, code)) in (1..).zip([
        (TYPST, "agreements.slot_brace"),
        (PLAIN[2], "agreements.slot_unknown"),
        ("{paper.number} {mark}", "agreements.slot_unknown"),
        ("satu\u{202e}dua", "kernel.control_character"),
        ("satu\u{0}dua", "kernel.control_character"),
    ]) {
        let mut input = wording.clone();
        input["id"] = json!(id(n));
        input["clauses"][0]["text"] = json!(text);
        let answer =
            kasubsi.post_json(&format!("/api/v1/agreements/{}/clauses", id(1)), &input).await;
        assert!(answer.status.is_client_error(), "{text}: {}", answer.body);
        let no: Value = serde_json::from_str(&answer.body).expect("JSON");
        assert_eq!(no["code"], code, "{text}: {no}");
        assert_eq!(no["field"], "clauses[0].text", "{no}");
        assert!(no["detail"].as_str().is_some_and(|detail| detail.len() > 20), "{no}");
    }
    assert_eq!(kasubsi.get(&path).await.body, before, "nothing half-written");
}
