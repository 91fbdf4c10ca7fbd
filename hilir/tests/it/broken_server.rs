//! PostgreSQL falls over in the middle of the trade and comes back: nobody starts Hilir again.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use axum::http::StatusCode;
use db::{Db, Read, Row, sql};
use serde_json::{Value, json};

use crate::house::{House, Visitor, play};

/// How many sell at once.
const CLERKS: u32 = 6;

fn id(n: u32) -> String {
    format!("0199ffff-0000-7000-8000-{n:012}")
}

fn sale(house: &House, n: u32) -> Value {
    let lines = json!([{"product": house.cast.trap, "quantity": 1}]);
    json!({"id": id(n), "payment": "cash", "really_there": true, "lines": lines})
}

/// What a clerk heard.
#[derive(Default)]
struct Heard {
    sold: Vec<u32>,
    away: Vec<u32>,
    other: Vec<String>,
}

/// Sells until the last number is taken.
async fn sell(house: &House, clerk: &Visitor, next: &AtomicU32, last: &AtomicU32) -> Heard {
    let mut heard = Heard::default();
    loop {
        let n = next.fetch_add(1, Ordering::SeqCst);
        if n >= last.load(Ordering::SeqCst) {
            return heard;
        }
        let answer = clerk.post_json("/api/v1/sales", &sale(house, n)).await;
        match answer.status {
            StatusCode::OK => heard.sold.push(n),
            StatusCode::SERVICE_UNAVAILABLE => {
                let no: Value = serde_json::from_str(&answer.body).expect("JSON");
                assert_eq!(no["code"], "web.unavailable", "{no}");
                let told = no["detail"].as_str().unwrap_or_default();
                assert!(told.contains("Coba lagi") && !told.contains("postgres"), "{told}");
                heard.away.push(n);
                tokio::time::sleep(Duration::from_millis(40)).await;
            }
            status => heard.other.push(format!("{status}: {}", answer.body)),
        }
    }
}

/// Sale → how often it stands in the books.
fn booked(db: &Db) -> BTreeMap<String, i64> {
    let rows = db.read_now(|read: &mut Read| {
        let counted = sql!(
            "SELECT s.id, CAST(COUNT(l.product_id) AS bigint) FROM sales_sale s
             JOIN sales_line l ON l.sale_id = s.id GROUP BY s.id"
        );
        let id = |row: &Row<'_>| Ok((row.get::<kernel::Id<()>>(0)?.to_string(), row.int(1)?));
        read.all(counted, &[], id)
    });
    rows.expect("sales").into_iter().collect()
}

/// Until the house answers again, at most a minute.
async fn until_well(visitor: &Visitor) {
    for _ in 0..600 {
        if visitor.get("/sehat").await.status == StatusCode::OK {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the house does not recover");
}

/// The page has the look, both languages, and what was sent, to be sent again.
async fn looks_like_the_house(clerk: &Visitor, page: &str) {
    let sheet = page.split("rel=\"stylesheet\" href=\"").nth(1).and_then(|at| at.split('"').next());
    assert_eq!(clerk.get(sheet.expect("a stylesheet")).await.status, StatusCode::OK);
    let english = clerk.speaking("en").get("/rak?q=a%26b").await.body;
    assert!(english.contains("Hilir cannot save just now"), "{english}");
    assert!(english.contains("href=\"/rak?q=a%26b\""), "{english}");
    let asked = "id=0199ffff-0000-7000-8000-000000000001&words=kandang+%22besar%22";
    let kept = clerk.post("/permintaan/tanya", asked).await;
    assert_eq!(kept.status, StatusCode::SERVICE_UNAVAILABLE, "{}", kept.body);
    assert!(kept.body.contains("action=\"/permintaan/tanya\""), "{}", kept.body);
    assert!(
        kept.body.contains("name=\"words\" value=\"kandang &quot;besar&quot;\""),
        "{}",
        kept.body
    );
    let two = "distributions%5B0%5D=a&distributions%5B2%5D=c";
    let both = clerk.post("/pnbp/billing/baru", two).await.body;
    for held in ["name=\"distributions[0]\" value=\"a\"", "name=\"distributions[2]\" value=\"c\""] {
        assert!(both.contains(held), "{held} is not in {both}");
    }
    let photo = clerk.post_file("/permintaan/tanya", &[("words", "x")], b"abc").await.body;
    assert!(photo.contains("type=\"file\" name=\"photo\""), "{photo}");
    let secret = "name=kasir&password=rahasia-sekali";
    let secret = Visitor::post(clerk, "/masuk", secret).await.body;
    assert!(!secret.contains("rahasia-sekali") && secret.contains("href=\"/masuk\""), "{secret}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_falls_over_loses_no_sale_that_was_said() {
    let Some(cluster) = testkit::Cluster::durable() else { return };
    let cluster = Arc::new(cluster);
    let db = Db::open(&cluster.empty()).expect("PostgreSQL");
    db.migrate(&hilir::embedded::migrations().expect("migrations")).expect("migrated");
    let house = tokio::task::spawn_blocking(move || play(db)).await.expect("the demo");
    let house = Arc::new(house);
    let clerk = Visitor::sign_in(&house, "kasir").await;
    let (next, last) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(u32::MAX)));
    let mut clerks = Vec::new();
    for _ in 0..CLERKS {
        let (house, clerk) = (Arc::clone(&house), clerk.clone());
        let (next, last) = (Arc::clone(&next), Arc::clone(&last));
        clerks.push(tokio::spawn(async move { sell(&house, &clerk, &next, &last).await }));
    }
    let turn = |run: fn(&testkit::Cluster)| {
        let cluster = Arc::clone(&cluster);
        async move { tokio::task::spawn_blocking(move || run(&cluster)).await.expect("turned") }
    };
    for _ in 0..2 {
        tokio::time::sleep(Duration::from_millis(700)).await;
        turn(testkit::Cluster::crash).await;
        // Whoever looks meanwhile is told, by pages too, and the health says it.
        let page = clerk.get("/beranda").await;
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE, "{}", page.body);
        assert!(page.body.contains("Hilir sedang tidak bisa menyimpan"), "{}", page.body);
        looks_like_the_house(&clerk, &page.body).await;
        assert_eq!(clerk.get("/sehat").await.status, StatusCode::SERVICE_UNAVAILABLE);
        tokio::time::sleep(Duration::from_millis(300)).await;
        turn(testkit::Cluster::rise).await;
        until_well(&clerk).await;
    }
    tokio::time::sleep(Duration::from_millis(700)).await;
    last.store(0, Ordering::SeqCst);
    let mut all = Heard::default();
    for clerk in clerks {
        let heard = clerk.await.expect("a clerk");
        all.sold.extend(heard.sold);
        all.away.extend(heard.away);
        all.other.extend(heard.other);
    }
    assert!(all.other.is_empty(), "{}", all.other.join("\n"));
    assert!(all.sold.len() > 20 && all.away.len() > 3, "{} {}", all.sold.len(), all.away.len());

    // What was said to be sold is there; what was not said is or is not, and can be sent again.
    let before = booked(&house.db);
    for n in &all.sold {
        assert_eq!(before.get(&id(*n)), Some(&1), "sale {n} was acknowledged");
        let again = clerk.post_json("/api/v1/sales", &sale(&house, *n)).await;
        assert!(again.body.contains("\"already\":true"), "{}", again.body);
    }
    for n in &all.away {
        let anew = clerk.post_json("/api/v1/sales", &sale(&house, *n)).await;
        assert_eq!(anew.status, StatusCode::OK, "{}", anew.body);
        let known = before.contains_key(&id(*n));
        assert!(anew.body.contains(&format!("\"already\":{known}")), "{known}: {}", anew.body);
    }
    let after = booked(&house.db);
    for n in all.sold.iter().chain(&all.away) {
        assert_eq!(after.get(&id(*n)), Some(&1), "sale {n} counts once");
    }
    let proof = house.db.read_now(|read: &mut Read| ledger::verify(read, &mut |_| {}));
    assert!(proof.expect("a proof").wrong.is_empty());
}
