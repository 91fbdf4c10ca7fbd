//! Whatever is sent: a sentence and a stable code come back, and nothing is half written.

use axum::http::{Method, Request, StatusCode, header};
use db::Sql;
use hilir::house::{api, screens};
use serde_json::{Value, json};

use crate::{
    facts::{Facts, plain_no as checked, written},
    house::{Answer, Visitor, played, shared},
};

const UNKNOWN: &str = "0199ffff-0000-7000-8000-00000000dead";
const FRESH: &str = "0199ffff-0000-7000-8000-00000000beef";

/// What an API's no must be; gives its code.
fn plain_no(answer: &Answer, at: &str) -> String {
    match checked(answer) {
        Ok(no) => no.code,
        Err(why) => panic!("{at}: {why}"),
    }
}

/// What is taken line by line is answered so: a no for each line.
fn nothing_done(answer: &Answer, body: &str) {
    let lines: Vec<Value> = answer
        .body
        .lines()
        .map(|line| serde_json::from_str(line).expect("each line is JSON"))
        .collect();
    assert_eq!(lines.len(), body.lines().count(), "{body:.20}");
    for line in lines {
        assert!(matches!(line["state"].as_str(), Some("unread" | "refused")), "{line}");
        assert!(line["code"].as_str().is_some_and(|code| code.contains('.')), "{line}");
    }
}

fn filled(path: &str) -> String {
    let parts = path.split('/').map(|part| if part.starts_with('{') { UNKNOWN } else { part });
    parts.collect::<Vec<_>>().join("/")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_endpoint_says_no_plainly() {
    let house = played();
    let visitors = ["pengelola", "kasir", "kanwil"];
    let mut signed_in = Vec::new();
    for name in visitors {
        signed_in.push((name, Visitor::sign_in(&house, name).await));
    }
    let before = Facts::of(&house.db);
    let bodies = ["", "{", "[]", "7", "null", "\"x\"", r#"{"id":5}"#, &"[".repeat(5_000)];
    for (name, visitor) in signed_in {
        for endpoint in api().endpoints().iter().filter(|endpoint| endpoint.method == "post") {
            let path = format!("{}{}", web::API_ROOT, filled(endpoint.path));
            for body in bodies {
                // It takes nothing: any object will do.
                if endpoint.path == "/account/totp/begin" && body.starts_with("{\"") {
                    continue;
                }
                let answer = visitor.post_text(&path, body).await;
                if endpoint.lines && answer.status.is_success() {
                    nothing_done(&answer, body);
                    continue;
                }
                plain_no(&answer, &format!("{name} {path} {body:.20}"));
            }
        }
        for endpoint in api().endpoints().iter().filter(|endpoint| endpoint.method == "get") {
            let path = format!("{}{}", web::API_ROOT, filled(endpoint.path));
            for query in
                ["", "?page=-1", "?page=1000000000001", "?shop=x&agreement=%00&product='--"]
            {
                let answer = visitor.get(&format!("{path}{query}")).await;
                if !answer.status.is_success() {
                    plain_no(&answer, &format!("{name} {path}{query}"));
                }
            }
            if endpoint.path.contains('{') {
                let answer = visitor.get(&path).await;
                assert!(answer.status.is_client_error(), "{name} {path}: {}", answer.status);
            }
        }
    }
    Facts::of(&house.db).same_as(&before);
    let proved = house.db.read_now(|read| ledger::verify(read, &mut |_| {})).expect("a report");
    assert!(proved.wrong.is_empty(), "{:?}", proved.wrong);
}

/// Forms that need no field: whatever is sent, they do the one thing they do.
const TAKES_NOTHING: [&str; 1] = ["/akun/kode/mulai"];

#[tokio::test(flavor = "multi_thread")]
async fn every_form_bears_anything() {
    let house = played();
    let before = Facts::of(&house.db);
    let deep = format!("lines{}=1", "[a]".repeat(100_000));
    let mut wrong = Vec::new();
    let forms = ["", "0=a&1=b", "lines=1&lines[0]=2&lines[0][x]=3", "%ff=%fe&id=%00", &deep];
    for name in ["pengelola", "kasir"] {
        let visitor = Visitor::sign_in(&house, name).await;
        // Going out would end the visit.
        let posts = |route: &&web::Route| route.method == "POST" && !route.path.contains("keluar");
        for route in screens().routes().iter().filter(posts) {
            for form in forms {
                let path = filled(route.path);
                let answer = visitor.post(&path, form).await;
                let mut fine = answer.status.is_client_error();
                fine |= answer.status.is_redirection() && TAKES_NOTHING.contains(&route.path);
                // What is only looked at is shown, whatever is typed.
                fine |= answer.status.is_success() && route.path.ends_with(web::LOOK);
                if !fine {
                    wrong.push(format!("{name} {path} {form:.30}: {}", answer.status));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // A fresh secret for an authenticator may have been begun; signing in left sessions.
    let own = ["people_session", "people_attempt", "people_user"];
    Facts::of(&house.db).same_but(&before, &own);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sale_has_edges() {
    let house = played();
    let clerk = Visitor::sign_in(&house, "kasir").await;
    let (before, trap) = (written(&house.db), house.cast.trap);
    let line = |quantity: Value| json!([{"product": trap, "quantity": quantity}]);
    let priced = |price: Value| json!([{"product": trap, "quantity": 1, "price": price}]);
    let no_product = json!([{"product": UNKNOWN, "quantity": 1}]);
    let many: Vec<Value> = vec![json!({"product": trap, "quantity": 1}); 5_000];
    let lists = [
        line(json!(0)),
        line(json!(-1)),
        line(json!(1_000_000_000_001_i64)),
        line(json!(1.5)),
        line(json!("dua")),
        line(Value::Null),
        line(json!([1])),
        priced(json!(0)),
        priced(json!(-5)),
        priced(json!(1_000_000_000_001_i64)),
        priced(json!("1,5")),
        json!([{"product": trap}]),
        json!([]),
        json!({}),
        json!("x"),
        no_product,
        json!(many),
        line(json!(9_999)),
    ];
    for lines in lists {
        let sale = json!({"id": FRESH, "payment": "cash", "lines": lines});
        let answer = clerk.post_json("/api/v1/sales", &sale).await;
        plain_no(&answer, &sale.to_string().chars().take(120).collect::<String>());
    }
    let fields = [
        ("payment", json!("gold")),
        ("note", json!("a\u{0}b")),
        ("note", json!("abc\u{202E}fdp")),
        ("business_day", json!("2025-02-30")),
        ("business_day", json!("9999-12-31")),
        ("sold_at", json!("yesterday")),
        ("id", json!("1")),
        ("shop", json!(house.cast.kicau)),
        ("shop", json!(UNKNOWN)),
        ("note", json!("x".repeat(5_000))),
    ];
    for (name, value) in fields {
        let mut sale = json!({"id": FRESH, "payment": "cash", "lines": line(json!(1))});
        sale[name] = value;
        let answer = clerk.post_json("/api/v1/sales", &sale).await;
        let code = plain_no(&answer, &sale.to_string());
        assert!(name != "shop" || answer.status == StatusCode::NOT_FOUND, "{code} {sale}");
    }
    let twice = format!(r#"{{"id":"{FRESH}","id":"{FRESH}","payment":"cash","lines":[]}}"#);
    plain_no(&clerk.post_text("/api/v1/sales", &twice).await, "an id twice");
    assert_eq!(written(&house.db), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn other_ways_in_are_closed() {
    let clerk = Visitor::sign_in(shared(), "kasir").await;
    for method in [Method::PUT, Method::DELETE, Method::PATCH, Method::OPTIONS] {
        let answer = clerk.ask(Request::builder().method(&method).uri("/api/v1/sales"), "").await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(plain_no(&answer, method.as_str()), "web.method");
    }
    for path in ["/api/v1/sales/%ff", "/api/v1/..%2f..%2fetc", "/api/v1//sales", "/api/v1/SALES"] {
        plain_no(&clerk.get(path).await, path);
    }
    for path in ["/toko/%ff", "/assets/..%2f..%2fCargo.toml", "/produk/%00", "/toko/'or'1"] {
        assert_eq!(clerk.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let long = format!("/penjualan?q={}", "a".repeat(30_000));
    assert!(!clerk.get(&long).await.status.is_server_error());
    let elsewhere = Request::post("/api/v1/sales").header("sec-fetch-site", "cross-site");
    assert_eq!(plain_no(&clerk.ask(elsewhere, "{}").await, "another site"), "web.other_site");
    let elsewhere = Request::post("/pilihan").header(header::ORIGIN, "https://evil.example");
    assert_eq!(clerk.ask(elsewhere, "lang=en").await.status, StatusCode::FORBIDDEN);
    for back in ["//evil.example", "https://evil.example", "/%09/evil.example", "/%5Cevil.example"]
    {
        let answer = clerk.post("/pilihan", &format!("lang=en&back={back}")).await;
        assert_eq!(answer.location.as_deref(), Some("/"), "{back}");
    }
    let script = clerk.get("/penjualan?q=%3Cscript%3Ealert(1)%3C/script%3E%22%3E").await;
    assert!(!script.body.contains("<script>alert"));
    let told = clerk.with_cookie("hilir_kabar=<b>no.such.key").get("/penjualan").await;
    assert!(!told.body.contains("no.such.key"), "a message that we never left");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_said_and_heals() {
    let house = played();
    let clerk = Visitor::sign_in(&house, "kasir").await;
    let limit = |text: &'static str| {
        let sql = Sql { text, lite: text, at: "" };
        house.db.write_now(move |tx| tx.first(sql, &[], |row| row.get::<i64>(0))).expect("a limit");
    };
    assert_eq!(clerk.get("/sehat").await.status, StatusCode::OK);
    limit("PRAGMA max_page_count = 1");
    let sale = |n: u32| {
        let id = format!("0199ffff-0000-7000-8000-{n:012}");
        let note = "x".repeat(3_900);
        let lines = json!([{"product": house.cast.trap, "quantity": 1}]);
        json!({"id": id, "payment": "cash", "note": note, "really_there": true, "lines": lines})
    };
    let (mut done, mut full) = (0, None);
    for n in 0..400 {
        let answer = clerk.post_json("/api/v1/sales", &sale(n)).await;
        match answer.status {
            StatusCode::OK => done += 1,
            _ => {
                full = Some(answer);
                break;
            }
        }
    }
    let full = full.expect("the disk is full in the end");
    assert_eq!(full.status, StatusCode::SERVICE_UNAVAILABLE, "{}", full.body);
    // A page can still be read: the form comes back as it was sent.
    let sold = format!(
        "id={}&payment=cash&really_there=on&lines[0][product]={}&lines[0][quantity]=1&note=kandang+{}",
        "0199ffff-0000-7000-8000-999999999999",
        house.cast.trap,
        "x".repeat(3_900)
    );
    let form = clerk.post("/penjualan/baru", &sold).await;
    assert_eq!(form.status, StatusCode::SERVICE_UNAVAILABLE, "{}", form.body);
    assert!(form.body.contains("kandang xxx") && form.body.contains("disk penuh"), "{}", form.body);
    assert!(full.body.contains("web.unavailable") && !full.body.contains("SQL"), "{}", full.body);
    assert_eq!(clerk.get("/sehat").await.status, StatusCode::SERVICE_UNAVAILABLE);
    limit("PRAGMA max_page_count = 1000000");
    assert_eq!(clerk.get("/sehat").await.status, StatusCode::OK);
    for n in 0..done {
        let again = clerk.post_json("/api/v1/sales", &sale(n)).await;
        assert!(again.body.contains("\"already\":true"), "{}", again.body);
    }
    let anew = clerk.post_json("/api/v1/sales", &sale(done)).await;
    assert!(anew.body.contains("\"already\":false"), "{}", anew.body);
}
