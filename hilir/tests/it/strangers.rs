//! Another unit's and another shop's people, with every right at their own place: to them the
//! demo's records are not there. Routes and endpoints come from the program's own tables, so a
//! new door is tried without being named here; a new kind of id must be named in [`KINDS`].

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use db::{Read, Sql};
use hilir::{demo, house};
use kernel::{Id, UserId};
use serde_json::{Value, json};

use crate::{
    facts::Facts,
    house::{Answer, House, Visitor, played},
    shape::{described, fitting_with},
};

const UNKNOWN: &str = "0199ffff-0000-7000-8000-00000000dead";

/// Where the ids of a path's or an input's name stand.
const KINDS: [(&str, &str); 60] = [
    ("act", "till_act"),
    ("import", "till_import"),
    ("upload", "intake_upload"),
    ("agreement", "agreements_agreement"),
    ("batch", "production_batch"),
    ("billing", "settlement_billing"),
    ("consignor", "people_consignor"),
    ("count", "consignment_count"),
    ("delivery", "consignment_delivery"),
    ("discrepancy", "consignment_discrepancy"),
    ("request", "demand_request"),
    ("order", "orders_order"),
    ("lead", "orders_lead"),
    ("receipt", "sales_sale"),
    ("review", "feedback_review"),
    ("complaint", "feedback_complaint"),
    ("notice", "production_notice"),
    ("distribution", "settlement_distribution"),
    ("distributions", "settlement_distribution"),
    ("expense", "settlement_expense"),
    ("file", "settlement_file"),
    ("job", "production_job"),
    ("line", "consignment_delivery_line"),
    ("link", "people_paper_link"),
    ("maker", "people_maker"),
    ("movement", "consignment_movement"),
    ("payout", "settlement_payout"),
    ("photo", "catalogue_photo"),
    ("product", "catalogue_product"),
    ("proposal", "consignment_proposal"),
    ("remittance", "settlement_remittance"),
    ("reversal", "settlement_deposit_reversal"),
    ("rule", "settlement_rule"),
    ("sale", "sales_sale"),
    ("scan", "agreements_scan"),
    ("session", "people_session"),
    ("shop", "people_shop"),
    ("statement", "settlement_statement"),
    ("template", "agreements_template"),
    ("pack", "audit_pack"),
    ("to", "people_consignor"),
    ("to_agreement", "agreements_agreement"),
    ("token", "people_token"),
    ("training", "production_training"),
    ("transfer", "settlement_premi_transfer"),
    ("user", "people_user"),
    ("write_off", "production_write_off"),
    ("correction", "production_correction"),
    ("payout_reversal", "settlement_payout_reversal"),
    ("credit_refund", "settlement_credit_refund"),
    ("money_reversal", "settlement_money_reversal"),
    ("release_reversal", "people_release_reversal"),
    ("product_id", "catalogue_product"),
    ("batch_id", "production_batch"),
    ("story", "stories_story"),
    ("story_photo", "stories_photo"),
    ("prospect", "network_prospect"),
    ("campaign", "promotion_campaign"),
    ("labels", "promotion_label"),
    ("offer", "network_offer"),
];

/// Doors that show another's record, and why.
const SHOWN: [(&str, &str); 43] = [
    ("/impor/{slug}", TEMPLATES),
    ("/impor/{slug}/unduh.xlsx", TEMPLATES),
    ("/impor/{slug}/unduh.csv", TEMPLATES),
    ("/imports/{kind}", TEMPLATES),
    ("/imports/{kind}/template", TEMPLATES),
    ("/etalase/{thing}", "the shop window is the public's"),
    ("/storefront/products/{product}", "the shop window is the public's"),
    ("/storefront/units/{unit}", "the shop window is the public's"),
    ("/mitra/{place}", "the shop window is the public's"),
    ("/bengkel/{workshop}", "the shop window is the public's"),
    ("/b/{code}", "a label is read by whoever holds the thing"),
    ("/k/{code}", "a campaign is for the public"),
    ("/k/{code}/kartu.png", "a campaign is for the public"),
    ("/promotion/links/{code}", "a campaign is for the public"),
    ("/kartu/{card}", "a link preview is the public's"),
    ("/sitemap/{part}", "the map of pages is the public's"),
    ("/umpan/produk/{part}", "a part of a feed of what is offered"),
    ("/umpan/e-katalog/{part}", "a part of a feed of what is offered"),
    ("/umpan/e-katalog/lembar/{part}", "a part of a feed of what is offered"),
    ("/foto/{photo}", "a product's photo is the public's"),
    ("/foto/{photo}/kecil", "a product's photo is the public's"),
    ("/kabar/{story}", STORIES),
    ("/kabar/{story}/reaksi", STORIES),
    ("/foto-kabar/{story_photo}", STORIES),
    ("/foto-kabar/{story_photo}/kecil", STORIES),
    ("/storefront/stories/{story}", STORIES),
    ("/storefront/stories/{story}/reaction", STORIES),
    ("/toko/{shop}", SHOPS),
    ("/toko/{shop}/ubah", SHOPS),
    ("/shops/{shop}", SHOPS),
    ("/shops/{shop}/qris", SHOPS),
    ("/produk/{product}/qr", "a code that says the public address of the product"),
    ("/pesan/{shop}", ORDERS),
    ("/pesan/lihat/{code}", ORDERS),
    ("/orders/shops/{shop}", ORDERS),
    ("/orders/codes/{code}", ORDERS),
    ("/pesan-khusus/{consignor}", ORDERS),
    ("/pesan-khusus/{consignor}/terkirim", ORDERS),
    ("/ulasan/{receipt}", RECEIPTS),
    ("/ulasan/{receipt}/nilai", RECEIPTS),
    ("/ulasan/{receipt}/keluhan", RECEIPTS),
    ("/feedback/receipts/{receipt}", RECEIPTS),
    ("/labels", "a label is read by whoever holds the thing"),
];

/// What files may hold is the same for everybody, and holds nothing.
const TEMPLATES: &str = "an empty template is nobody's";

/// A unit looks for a shop to make an agreement with, and the shop window shows it to anybody.
const SHOPS: &str = "shops are known to all who work here; their books are not";

/// What is published; what is not is tried in the room's own tests.
const STORIES: &str = "a published story and its photos are the public's";
/// What a buyer needs to order: open to anybody.
const ORDERS: &str = "orders are the public's to send";

/// The link of a receipt is the buyer's key; it shows what he bought and nothing of the books.
const RECEIPTS: &str = "whoever has a receipt's link holds the receipt";

/// Words that only the demo's own records hold.
const THEIRS: [&str; 10] = [
    "Perangkap tikus",
    "Glodok lovebird",
    "WB-00",
    "W7.PAS",
    "SJ-25",
    "PT-25",
    "Sugeng Indrawan",
    "TRF-CONTOH",
    "NOTA/XI",
    "Nama Contoh",
];

pub type Ids = BTreeMap<&'static str, String>;

pub fn first_ids(house: &House) -> Ids {
    let mut ids = Ids::new();
    for (name, table) in KINDS {
        let text: &'static str = format!("SELECT id FROM {table} ORDER BY id LIMIT 1").leak();
        let sql = Sql { text, lite: text, at: "test" };
        let found = house
            .db
            .read_now(move |read: &mut Read| read.first(sql, &[], |row| row.get::<Id<()>>(0)));
        // Some kinds the demo has none of: an id of nothing is as good.
        let id = found.ok().flatten().map_or_else(|| UNKNOWN.to_owned(), |id| id.to_string());
        ids.insert(name, id);
    }
    ids
}

/// A unit and a shop of their own, and three people there with every right, and one of another
/// regional office.
async fn strangers(house: &House) -> Vec<(&'static str, Visitor)> {
    let admin = Visitor::sign_in(house, "pengelola").await;
    let id = |n: u8| format!("0199bbbb-0000-7000-8000-0000000000{n:02}");
    let send = async |path: &str, input: Value| {
        let done = admin.post_json(path, &input).await;
        assert!(done.status.is_success(), "{path}: {}", done.body);
    };
    let unit = json!({"id": id(1), "name": "Lapas Seberang", "kanwil": "Kanwil Seberang",
        "satker_code": "999999", "address": "Jalan Seberang 1", "city": "Seberang"});
    send("/api/v1/consignors", unit).await;
    let shop = json!({"id": id(2), "name": "Toko Seberang", "owner_name": "Seberang",
        "address": "Jalan Seberang 2", "city": "Seberang"});
    send("/api/v1/shops", shop).await;
    let mut all = serde_json::Map::new();
    for one in kernel::Capability::ALL {
        all.insert(one.name().to_owned(), json!(true));
    }
    let oversee = json!({"oversee": true});
    let people = [
        ("lapas.seberang", json!({"reach": "consignor", "consignor": id(1), "capabilities": all})),
        ("toko.seberang", json!({"reach": "shop", "shop": id(2), "capabilities": all})),
        (
            "kanwil.seberang",
            json!({"reach": "kanwil", "kanwil": "Kanwil Seberang", "capabilities": oversee}),
        ),
    ];
    let hashed =
        people::hash_password(demo::PASSWORD, "x", &kernel::Ids::seeded(3)).expect("a hash");
    let mut visitors = Vec::new();
    for (n, (name, mut input)) in (3..).zip(people) {
        input["id"] = json!(id(n));
        input["sign_in_name"] = json!(name);
        input["name"] = json!("Orang Seberang");
        input["job_title"] = json!("Petugas");
        send("/api/v1/users", input).await;
        let (user, hashed) = (id(n).parse::<UserId>().expect("an id"), hashed.clone());
        house.db.write_now(move |tx| people::set_password(tx, user, &hashed)).expect("a password");
        visitors.push((name, Visitor::sign_in(house, name).await));
    }
    visitors
}

/// The pattern with ids; `None` where no id stands in it.
pub fn filled(pattern: &str, ids: &Ids, wrong: &mut Vec<String>) -> Option<String> {
    if !pattern.contains('{') {
        return None;
    }
    let mut parts = Vec::new();
    for part in pattern.split('/') {
        match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            // An addendum's place among its agreement's versions.
            Some("version") => parts.push("2".to_owned()),
            // What a file holds.
            Some("slug") => parts.push("produk".to_owned()),
            Some("kind") => parts.push("products".to_owned()),
            // A report's month, a press sheet's days.
            Some("month") => parts.push("2025-11".to_owned()),
            Some("first" | "last") => parts.push("2025-11-30".to_owned()),
            Some(name) => match ids.get(name) {
                Some(id) => parts.push(id.clone()),
                None => {
                    wrong.push(format!("what is {name} in {pattern}? Name it in KINDS"));
                    return None;
                }
            },
            None => parts.push(part.to_owned()),
        }
    }
    Some(parts.join("/"))
}

fn shown(pattern: &str) -> bool {
    SHOWN.iter().any(|(path, _)| *path == pattern)
}

/// An answer without the id that was asked for.
fn bare(answer: &Answer, ids: &Ids) -> (StatusCode, String) {
    // Forms carry fresh ids besides.
    let body = answer.body.as_str();
    let ours = ids.values().fold(body.to_owned(), |body, id| body.replace(id.as_str(), UNKNOWN));
    let parts = ours.split("name=\"id\" value=\"").map(|part| part.split_once('"'));
    let rest = parts.map(|cut| cut.map_or("", |(_, rest)| rest));
    (answer.status, if ours.contains("name=\"id\"") { rest.collect() } else { ours })
}

fn unknown(ids: &Ids) -> Ids {
    ids.keys().map(|name| (*name, UNKNOWN.to_owned())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_strangers_page_of_ours_is_not_there() {
    let house = played();
    let (ids, visitors) = (first_ids(&house), strangers(&house).await);
    let none = unknown(&ids);
    let (before, mut wrong) = (Facts::of(&house.db), Vec::new());
    let (officer, mut there) = (Visitor::sign_in(&house, "kalapas").await, 0);
    for route in house::screens().routes() {
        // What a stranger learns of a paper that he holds is told in `papers.rs`.
        if shown(route.path) || route.method == "CHECK" {
            continue;
        }
        let Some(ours) = filled(route.path, &ids, &mut wrong) else { continue };
        let Some(nothing) = filled(route.path, &none, &mut wrong) else { continue };
        if route.method == "GET" && officer.get(&ours).await.status == StatusCode::OK {
            there += 1;
        }
        for (name, visitor) in &visitors {
            let (told, other) = if route.method == "POST" {
                (visitor.post(&ours, "").await, visitor.post(&nothing, "").await)
            } else {
                (visitor.get(&ours).await, visitor.get(&nothing).await)
            };
            let fine = match route.method {
                "POST" => told.status.is_client_error(),
                // An overseer may do none of it, whosever it is.
                _ => {
                    let no = told.status == StatusCode::FORBIDDEN && name.starts_with("kanwil");
                    no || told.status == StatusCode::NOT_FOUND
                }
            };
            if !fine || bare(&told, &ids) != bare(&other, &ids) {
                let at = format!("{name} {} {}", route.method, route.path);
                wrong.push(format!("{at}: {} against {}", told.status, other.status));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(there > 20, "our own officer sees only {there} of these pages");
    Facts::of(&house.db).same_but(&before, &["people_session"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_strangers_program_finds_nothing_of_ours() {
    let house = played();
    let root = described(&house).await;
    let (ids, visitors) = (first_ids(&house), strangers(&house).await);
    let none = unknown(&ids);
    let (before, mut wrong) = (Facts::of(&house.db), Vec::new());
    for endpoint in house::api().endpoints().iter().filter(|one| !shown(one.path)) {
        let taken = &root["paths"][endpoint.path][endpoint.method]["requestBody"];
        let schema = &taken["content"]["application/json"]["schema"];
        let input = |ids: &Ids| {
            let id = |name: &str| ids.get(name).cloned().unwrap_or_else(|| UNKNOWN.to_owned());
            fitting_with(&root, schema, "", &id)
        };
        let (ours, nothing) = if endpoint.path.contains('{') {
            let all = [&ids, &none].map(|ids| filled(endpoint.path, ids, &mut wrong));
            let [Some(ours), Some(nothing)] = all else { continue };
            (ours, nothing)
        } else if endpoint.method == "post" && input(&ids) != input(&none) {
            (endpoint.path.to_owned(), endpoint.path.to_owned())
        } else {
            continue;
        };
        let at = |path: &str| format!("{}{path}", web::API_ROOT);
        for (name, visitor) in &visitors {
            let (told, other) = match endpoint.method {
                "get" => (visitor.get(&at(&ours)).await, visitor.get(&at(&nothing)).await),
                _ => (
                    visitor.post_json(&at(&ours), &input(&ids)).await,
                    visitor.post_json(&at(&nothing), &input(&none)).await,
                ),
            };
            let fine = told.status.is_client_error();
            if !fine || bare(&told, &ids) != bare(&other, &ids) {
                let at = format!("{name} {} {}", endpoint.method, endpoint.path);
                wrong.push(format!(
                    "{at}: {} {:.150} against {} {:.150}",
                    told.status, told.body, other.status, other.body
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Facts::of(&house.db).same_as(&before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_strangers_lists_hold_nothing_of_ours() {
    let house = played();
    let (ids, visitors) = (first_ids(&house), strangers(&house).await);
    let mut queries = vec![String::new(), "?q=a".into(), "?state=".into(), "?page=2".into()];
    for name in ["shop", "consignor", "agreement", "maker", "product", "batch"] {
        queries.push(format!("?{name}={}", ids[name]));
    }
    let screens = house::screens();
    let pages = screens.routes().iter().filter(|route| route.method != "POST" && !route.public);
    let pages = pages.map(|route| route.path.to_owned());
    let api = house::api();
    let asked = api.endpoints().iter().filter(|one| one.method == "get" && !one.public);
    let asked = asked.map(|one| format!("{}{}", web::API_ROOT, one.path));
    let doors: BTreeSet<String> = pages.chain(asked).filter(|path| !path.contains('{')).collect();
    let mut wrong = Vec::new();
    for (name, visitor) in &visitors {
        for door in &doors {
            for query in &queries {
                let told = visitor.get(&format!("{door}{query}")).await;
                // An empty form shows examples of what to type.
                let form = door.ends_with("/baru");
                for theirs in
                    THEIRS.iter().filter(|_| !form).filter(|theirs| told.body.contains(**theirs))
                {
                    wrong.push(format!("{name} {door}{query} shows {theirs}"));
                }
                let asked = query.split_once('=').map_or("", |(_, id)| id);
                for (kind, id) in ids.iter().filter(|(_, id)| *id != UNKNOWN && *id != asked) {
                    // The shop window tells everybody which units and shops there are.
                    if !matches!(*kind, "shop" | "to" | "consignor")
                        && told.body.contains(id.as_str())
                    {
                        wrong.push(format!("{name} {door}{query} shows the id of a {kind}"));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}
