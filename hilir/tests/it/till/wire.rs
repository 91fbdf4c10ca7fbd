//! One request of a hundred thousand lines, good and bad mixed: each answered by itself.

use axum::http::StatusCode;
use db::{Read, Row, sql};
use serde_json::{Value, json};

use crate::{
    house::{House, Visitor, played},
    till::each_once,
};

const LINES: usize = 100_000;
/// Every so many lines the pattern begins again.
const ROUND: usize = 1_000;
const DEVICE: &str = "0199aaaa-0000-7000-8000-000000000001";

fn act(house: &House, n: usize) -> Value {
    json!({
        "id": format!("0199bbbb-0000-7000-8000-{n:012}"), "device": DEVICE, "seq": n + 1,
        "shop": house.cast.acun, "made_at": "2025-12-30T03:00:00Z", "kind": "sell",
        "body": {
            "receipt": receipt(n), "payment": "cash", "priced_on": "2025-12-30",
            "lines": [{"product": house.cast.trap, "quantity": 1, "price": price(house)}],
        },
    })
}

fn receipt(n: usize) -> String {
    format!("A-{n:06}")
}

/// What the shop's agreement says a trap costs today.
fn price(house: &House) -> i64 {
    let (shop, product) = (house.cast.acun, house.cast.trap);
    let found = house.db.read_now(move |read: &mut Read| {
        let row = sql!(
            "SELECT price_rupiah FROM agreements_selling
             WHERE shop_id = $1 AND product_id = $2 AND from_day <= '2025-12-30'
             ORDER BY from_day DESC LIMIT 1"
        );
        read.first(row, &[&shop, &product], |row: &Row| row.int(0))
    });
    found.expect("a price").expect("an agreement")
}

/// What a line says, and how it is answered.
fn line(house: &House, n: usize) -> (String, &'static str) {
    let mut act = act(house, n);
    match n % ROUND {
        0 => return (act.to_string(), "done"),
        // The line before, sent once more.
        1 => return (self::act(house, n - 1).to_string(), "again"),
        2 => act["shop"] = json!(house.cast.kicau),
        3 => act["body"]["lines"][0]["price"] = json!(-30_000),
        4 => act["made_at"] = json!("2015-11-04T03:00:00Z"),
        5 => act["device"] = json!("0199aaaa-0000-7000-8000-00000000dead"),
        6 => act["body"]["lines"][0]["quantity"] = json!("banyak"),
        // JSON that breaks off, is no act, or is no JSON.
        7 => return (act.to_string()[..120].to_owned(), "unread"),
        8 => return ("[1, 2".into(), "unread"),
        9 => return ("{\"id\": \"x\"}".into(), "unread"),
        _ => return ("}{".into(), "unread"),
    }
    (act.to_string(), "refused")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_thousand_lines_are_each_answered() {
    let house = played();
    let clerk = Visitor::sign_in(&house, "kasir").await;
    let enrol = json!({"id": DEVICE, "name": "HP uji"});
    let answer = clerk.post_json("/api/v1/till/devices", &enrol).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let lines: Vec<(String, &str)> = (0..LINES).map(|n| line(&house, n)).collect();
    let body = lines.iter().fold(String::new(), |body, (line, _)| body + line + "\n");
    for round in 0..2 {
        let answer = clerk.post_text("/api/v1/till/acts", &body).await;
        assert_eq!(answer.status, StatusCode::OK);
        let told: Vec<Value> =
            answer.body.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        assert_eq!(told.len(), LINES, "no line without an answer");
        for (n, (told, (line, wanted))) in told.iter().zip(&lines).enumerate() {
            assert_eq!(told["line"], n + 1);
            let wanted = if round == 1 && *wanted == "done" { "again" } else { wanted };
            assert_eq!(told["state"], wanted, "line {}: {line}: {told}", n + 1);
            if wanted == "refused" || wanted == "unread" {
                let code = told["code"].as_str().unwrap_or_default();
                let detail = told["detail"].as_str().unwrap_or_default();
                assert!(code.contains('.') && detail.len() > 10, "line {}: {told}", n + 1);
            }
        }
    }
    let sold: Vec<String> = (0..LINES).step_by(ROUND).map(receipt).collect();
    each_once(&house.db, &sold);
}
