//! A maker's name, given to the real program over HTTP: where it may not be found afterwards.

use axum::http::StatusCode;
use db::{Db, Read, Sql};
use hilir::{demo, house::Address};
use kernel::{Clock, Ids, Zone};
use serde_json::{Value, json};

use crate::{
    commands::text,
    crawl::walk_looking,
    first_start::{Serving, holds},
    house::{Answer, Visitor},
    wire::{post, status, talk},
};

/// A name that nobody has, and a number.
const NAME: &str = "Wulquadri Xyzumar";
const NUMBER: &str = "QX-8841-ZW";
const MAKER: &str = "0199dddd-0000-7000-8000-000000000001";

/// Sends JSON as somebody who is signed in.
fn send(serving: &Serving, cookie: &str, path: &str, input: &Value) -> String {
    let body = input.to_string();
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-type: application/json\r\n\
         cookie: {cookie}\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    talk(serving.at, head.as_bytes())
}

fn id(n: u8) -> String {
    format!("0199dddd-0000-7000-8000-0000000001{n:02}")
}

/// Registers the name, reads it, and makes every mistake with it that a person may make.
fn handle(serving: &Serving) {
    let form = format!("name=kasubsi&password={}", demo::PASSWORD);
    let inside = talk(serving.at, &post("/masuk", "", &form));
    assert_eq!(status(&inside), "303", "{inside}");
    let cookie = inside.split("set-cookie: ").find(|line| line.starts_with("hilir_session="));
    let cookie = cookie.and_then(|line| line.split(';').next()).expect("a session");
    let named = json!({"name": NAME, "registration_number": NUMBER});
    let with = |more: Value| {
        let mut input = named.clone();
        input.as_object_mut().expect("fields").extend(more.as_object().expect("fields").clone());
        input
    };
    let made = send(serving, cookie, "/api/v1/makers", &with(json!({"id": MAKER})));
    assert_eq!(status(&made), "200", "{made}");
    assert!(!made.contains(NAME), "the answer needs no name: {made}");
    let of = format!("/api/v1/makers/{MAKER}");
    let again = with(json!({"id": id(1), "maker": MAKER}));
    assert_eq!(status(&send(serving, cookie, &format!("{of}/identity"), &again)), "200");
    let asked = json!({"id": id(2), "maker": MAKER, "purpose": "Berita acara"});
    let told = send(serving, cookie, &format!("{of}/read-name"), &asked);
    assert!(told.contains(NAME), "it is read by whoever may: {told}");
    for (path, input, no) in [
        ("/api/v1/makers", with(json!({"id": id(3), "code": "WB-001"})), "409"),
        ("/api/v1/makers", with(json!({"id": id(4), "code": NAME})), "422"),
        ("/api/v1/makers", with(json!({"id": "1"})), "422"),
        (&*format!("/api/v1/makers/{}/identity", id(9)), with(json!({"id": id(5)})), "404"),
        (&*format!("{of}/read-name"), json!({"id": id(6), "purpose": ""}), "422"),
    ] {
        let told = send(serving, cookie, path, &input);
        assert_eq!(status(&told), no, "{path}: {told}");
    }
    // The same by the pages: whatever comes of it, the name goes into no address.
    let own = format!("cookie: {cookie}\r\n");
    let name = NAME.replace(' ', "+");
    for (path, form) in [
        ("/pembuat/baru".to_owned(), format!("id={}&name={name}", id(7))),
        ("/pembuat/baru".to_owned(), format!("id={}&name={name}&code=WB-001", id(8))),
        (
            format!("/pembuat/{MAKER}/ubah"),
            format!("id={}&name={name}&registration_number={NUMBER}", id(10)),
        ),
        (format!("/pembuat/{MAKER}/nama"), format!("id={}&purpose=Slip", id(11))),
    ] {
        let told = talk(serving.at, &post(&path, &own, &form));
        let heads = told.split("\r\n\r\n").next().unwrap_or_default();
        assert!(!heads.contains("Wulquadri"), "{path}: {heads}");
    }
}

/// The tables in which the text stands.
fn tables_with(db: &Db, text: &'static str) -> Vec<String> {
    let of = |text: String| {
        let text: &'static str = text.leak();
        Sql { text, lite: text, at: "test" }
    };
    let found = db.read_now(move |read: &mut Read| {
        let tables = of("SELECT name FROM sqlite_master WHERE type = 'table'".to_owned());
        let mut found = Vec::new();
        for table in read.all(tables, &[], |row| row.get::<String>(0))? {
            let columns = of(format!("SELECT name FROM pragma_table_info('{table}')"));
            for column in read.all(columns, &[], |row| row.get::<String>(0))? {
                let count = format!(
                    "SELECT COUNT(*) FROM \"{table}\" \
                     WHERE instr(CAST(\"{column}\" AS text), '{text}') > 0"
                );
                if read.one(of(count), &[], |row| row.get::<i64>(0))? > 0 {
                    found.push(format!("{table}.{column}"));
                }
            }
        }
        Ok(found)
    });
    found.expect("the tables")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_makers_name_stands_in_one_table_and_nowhere_else() {
    let folder = testkit::guardian::folder("unnamed");
    let (data, logs) = (folder.join("data"), folder.join("logs"));
    std::fs::create_dir_all(&logs).expect("a folder");
    let seen = tokio::task::spawn_blocking({
        let (data, log) = (data.clone(), logs.join("log"));
        move || {
            crate::commands::done(&["demo", "--once", "--data", text(&data)]);
            let serving = Serving::start(&data, &log);
            handle(&serving);
            serving.told.clone()
        }
    });
    assert!(!seen.await.expect("it was served").contains(NAME));
    for secret in [NAME, "Wulquadri", NUMBER] {
        assert!(!holds(&logs, secret), "{secret} stands in the log");
    }

    words::install_for_tests();
    let db = Db::open(text(&data.join("hilir.db"))).expect("a database");
    assert_eq!(tables_with(&db, "Wulquadri"), ["people_maker_identity.name"]);
    assert_eq!(tables_with(&db, NUMBER), ["people_maker_identity.registration_number"]);
    let address =
        Address { public_url: "http://127.0.0.1:8080".into(), zone: Zone::Wib, trust_proxy: false };
    let clock = Clock::from_fn(demo::ends_at);
    let router = hilir::house::router(db.clone(), clock, Ids::seeded(11), address);
    looked_for(router).await;
}

/// Every page and every answer, for everybody: nobody who has not asked for it sees the name.
async fn looked_for(router: axum::Router) {
    let nobody = Visitor::of(router);
    let mut visitors = vec![("nobody", nobody.clone())];
    for name in ["pengelola", "kalapas", "kasubsi", "bendahara", "hendri", "kasir", "kanwil"] {
        visitors.push((name, nobody.signed_in(name).await));
    }
    let mut wrong = Vec::new();
    for (name, visitor) in &visitors {
        let start = ["/beranda", "/etalase", "/pembuat", "/pembuat/catatan"];
        let mut look = |at: &str, _: &str, answer: &Answer| {
            for secret in ["Wulquadri", NUMBER] {
                if answer.body.contains(secret) || at.contains(secret) {
                    wrong.push(format!("{name}: {at} shows {secret}"));
                }
            }
        };
        walk_looking(visitor, &start, &mut look).await;
        let maker = format!("/pembuat/{MAKER}");
        let page = visitor.get(&maker).await;
        let unit = !matches!(*name, "nobody" | "hendri" | "kasir" | "kanwil");
        assert_eq!(page.status == StatusCode::OK, unit, "{name} at {maker}: {}", page.status);
        for endpoint in hilir::house::api().endpoints().iter().filter(|one| one.method == "get") {
            let path = endpoint.path.replace("{maker}", MAKER);
            let answer = visitor.get(&format!("{}{path}", web::API_ROOT)).await;
            if answer.body.contains("Wulquadri") || answer.body.contains(NUMBER) {
                wrong.push(format!("{name}: {} shows the name", endpoint.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
