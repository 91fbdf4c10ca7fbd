//! Facts of the right form that cannot be: a table of what the shops and the unit must not be
//! able to record, each with the door, the one who tries it, and the no that he hears.
//!
//! What a door may take although it looks wrong, and why:
//! * a till's sale on a day before the agreement: a phone's clock may be wrong and nothing queued
//!   is lost; it is booked on the first day that a statement looks at (the desk is refused);
//! * a sale with the id of an agreement: ids are unique among documents of a kind;
//! * a rule for a time before another: it holds for that time only, and another approves it;
//! * the same approval twice: it counts once and says so.

use std::collections::BTreeMap;

use db::{Read, Sql};
use kernel::Id;
use serde_json::{Value, json};

use crate::{
    facts::{Facts, plain_no},
    house::{House, Visitor, played},
};

/// Each name of the table and where its id stands.
const NAMED: [(&str, &str); 23] = [
    ("acun", "agreements_agreement WHERE consignor_number LIKE '%001 %' AND state = 'in_force'"),
    ("kicau", "agreements_agreement WHERE consignor_number LIKE '%002 %' AND state = 'in_force'"),
    ("draft", "agreements_agreement WHERE state = 'draft'"),
    ("traps", "production_batch WHERE code = 'PT-2510-01'"),
    ("more", "production_batch WHERE code LIKE 'PT-2511%'"),
    ("nests", "production_batch WHERE code LIKE 'GL-2510%'"),
    ("making", "production_batch WHERE finished_on IS NULL"),
    ("delivery", "consignment_delivery WHERE state = 'sent'"),
    ("received", "consignment_delivery WHERE state = 'received'"),
    ("sale", "sales_sale WHERE business_day = '2025-11-05'"),
    ("discrepancy", "consignment_discrepancy"),
    ("maker", "people_maker WHERE code = 'WB-001'"),
    ("lapas", "people_consignor"),
    ("toko", "people_shop WHERE name LIKE '%Acun%'"),
    ("rule", "settlement_rule"),
    ("statement", "settlement_statement WHERE number LIKE '001/%'"),
    ("unpaid", "settlement_statement WHERE to_day = '2025-12-31'"),
    ("distribution", "settlement_distribution"),
    ("billing", "settlement_billing"),
    ("self", "people_user WHERE sign_in_name = 'pengelola'"),
    ("job", "production_job WHERE state = 'quoted'"),
    ("remittance", "settlement_remittance WHERE state = 'confirmed'"),
    ("trap", "catalogue_product WHERE code = 'PT'"),
];

fn names(house: &House) -> BTreeMap<String, String> {
    let find = |place: &'static str| {
        let text: &'static str = format!("SELECT id FROM {place} ORDER BY id LIMIT 1").leak();
        let sql = Sql { text, lite: text, at: "test" };
        let id = house
            .db
            .read_now(move |read: &mut Read| read.one(sql, &[], |row| row.get::<Id<()>>(0)));
        id.unwrap_or_else(|error| panic!("{place}: {error}")).to_string()
    };
    let mut names: BTreeMap<_, _> =
        NAMED.iter().map(|(name, place)| ((*name).to_owned(), find(place))).collect();
    let fixed = [
        ("nest", house.cast.nest.to_string()),
        ("unknown", "0199ffff-0000-7000-8000-00000000dead".to_owned()),
        ("fresh", "0199ffff-0000-7000-8000-00000000beef".to_owned()),
        ("other", "0199ffff-0000-7000-8000-00000000cafe".to_owned()),
    ];
    names.extend(fixed.map(|(name, id)| (name.to_owned(), id)));
    names
}

/// `$acun` → its id.
fn filled(text: &str, names: &BTreeMap<String, String>) -> String {
    let mut parts = text.split('$');
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(part.len());
        let (name, rest) = part.split_at(end);
        whole += names.get(name).unwrap_or_else(|| panic!("no {name}"));
        whole += rest;
    }
    whole
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_is_refused_and_leaves_nothing() {
    let house = played();
    let names = names(&house);
    let mut visitors = BTreeMap::new();
    for player in &house.cast.players {
        let visitor = Visitor::sign_in(&house, player.sign_in_name).await;
        visitors.insert(player.sign_in_name, visitor);
    }
    // A product that stands in no annex.
    let other = json!({"id": names["other"], "code": "XX", "name": "Luar lampiran", "unit": "buah",
        "price": 1000, "valid_from": "2026-01-05"});
    let made = visitors["kasubsi"].post_json("/api/v1/products", &other).await;
    assert!(made.status.is_success(), "{}", made.body);
    let before = Facts::of(&house.db);
    let table: Vec<(String, String, String, Value, u16, String)> =
        serde_json::from_str(include_str!("bad_facts.json")).expect("a table");
    let mut wrong = Vec::new();
    for (why, who, path, body, status, code) in &table {
        let address = format!("/api/v1{}", filled(path, &names));
        let body = filled(&body.to_string(), &names);
        let mut told = Vec::new();
        for tag in ["id", "en"] {
            let answer = visitors[who.as_str()].speaking(tag).post_text(&address, &body).await;
            match plain_no(&answer) {
                Ok(no) if no.code == *code && answer.status == *status => told.push(no.detail),
                Ok(no) => wrong.push(format!("{path} {why}: {} {}", answer.status, no.code)),
                Err(no) => wrong.push(format!("{path} {why}: {no}")),
            }
        }
        if told.len() == 2 && told[0] == told[1] {
            wrong.push(format!("{path} {why}: one sentence for both languages: {}", told[0]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Facts::of(&house.db).same_as(&before);
}
