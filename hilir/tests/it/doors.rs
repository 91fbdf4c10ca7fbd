//! The API: described whole, refusing plainly, counting once.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};

use crate::{
    house::{Visitor, played, shared},
    shape::resolved,
    strangers::{filled, first_ids},
};

#[tokio::test(flavor = "multi_thread")]
async fn the_description_names_every_endpoint() {
    let stranger = Visitor::stranger(shared());
    let answer = stranger.get("/api/v1/openapi.json").await;
    let described: Value = serde_json::from_str(&answer.body).expect("JSON");
    assert_eq!(described["openapi"], "3.1.0");
    for endpoint in hilir::house::api().endpoints() {
        let operation = &described["paths"][endpoint.path][endpoint.method];
        assert!(operation["responses"]["200"].is_object(), "{} {}", endpoint.method, endpoint.path);
    }
    for (path, all) in described["paths"].as_object().expect("paths") {
        let body = &all["post"]["requestBody"];
        let (_, taken) = body["content"].as_object().into_iter().flatten().next().unzip();
        let asked = taken.map_or(&Value::Null, |taken| resolved(&described, &taken["schema"]));
        for name in path.split(['{', '}']).skip(1).step_by(2) {
            assert!(asked["properties"][name].is_null(), "{path} asks for {name} twice");
        }
        let needs = asked["required"].as_array().is_some_and(|all| !all.is_empty());
        let bare = body["required"] == json!(false);
        assert!(!(needs && bare), "{path} needs fields and no body");
    }
    let approve = &described["paths"]["/statements/{statement}/approve"]["post"];
    assert_eq!(approve["requestBody"]["required"], json!(false), "an empty body is taken");
    assert_eq!(resolved(&described, &approve["parameters"][0]["schema"])["format"], "uuid");
    let lines = &described["paths"]["/till/acts"]["post"]["responses"]["200"]["content"];
    let line = &lines["application/x-ndjson"]["schema"]["anyOf"][1]["allOf"];
    assert_eq!(line[0]["properties"]["line"]["type"], "integer");
    let not_done = resolved(&described, &line[1]);
    assert!(not_done["properties"]["detail"].is_object(), "what a line that was not done says");
    let text = described.to_string();
    let refs = text.split("\"$ref\":\"#/components/schemas/").skip(1);
    for name in refs.filter_map(|rest| rest.split('"').next()) {
        assert!(described["components"]["schemas"][name].is_object(), "{name} is not described");
    }
}

/// Where a program learns the id that a path wants, when what has it is called otherwise.
const TOLD_BY: [(&str, &str); 1] = [("story_photo", "photo")];
/// A kind is a word; an upload has the id that its sender made; `/till/refused` tells an `act`.
const OWN: [&str; 3] = ["kind", "upload", "act"];

/// Whether a schema, or one that it refers to, is of a document with this name and has its id.
fn tells(all: &Value, schema: &Value, name: &str, seen: &mut BTreeSet<String>) -> bool {
    match schema {
        Value::Object(parts) => parts.iter().any(|(key, part)| match (key.as_str(), part) {
            ("$ref", Value::String(at)) => {
                let called = at.rsplit('/').next().unwrap_or_default().to_owned();
                let plain = called.to_lowercase().replace('_', "");
                let own = &all["components"]["schemas"][called.as_str()];
                let whole = own["properties"]["id"].is_object() && plain.contains(name);
                whole || (seen.insert(called) && tells(all, own, name, seen))
            }
            ("properties", Value::Object(fields)) => {
                let id = |field: &String| field.replace('_', "") == format!("{name}id");
                fields.keys().any(id) || tells(all, part, name, seen)
            }
            _ => tells(all, part, name, seen),
        }),
        Value::Array(parts) => parts.iter().any(|part| tells(all, part, name, seen)),
        _ => false,
    }
}

/// Who decides something by the API must be able to ask which it is: for each id in the path of a
/// deed there is something to read that tells it.
#[tokio::test(flavor = "multi_thread")]
async fn every_id_that_a_deed_wants_is_told_somewhere() {
    let stranger = Visitor::stranger(shared());
    let answer = stranger.get("/api/v1/openapi.json").await;
    let all: Value = serde_json::from_str(&answer.body).expect("JSON");
    let mut unknown = BTreeSet::new();
    for deed in hilir::house::api().endpoints().iter().filter(|one| one.method != "get") {
        for name in deed.path.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
            let called = TOLD_BY.iter().find(|(wanted, _)| *wanted == name);
            let called = called.map_or(name, |(_, by)| by).replace('_', "");
            let told = hilir::house::api().endpoints().iter().any(|one| {
                let read = &all["paths"][one.path]["get"]["responses"]["200"];
                one.method == "get" && tells(&all, read, &called, &mut BTreeSet::new())
            });
            if !told && !OWN.contains(&name) {
                unknown.insert(format!("{name} of {}", deed.path));
            }
        }
    }
    assert!(unknown.is_empty(), "nobody tells {unknown:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_are_asked_who_they_are() {
    let stranger = Visitor::stranger(shared());
    for endpoint in hilir::house::api().endpoints().iter().filter(|endpoint| !endpoint.public) {
        let path = format!("{}{}", web::API_ROOT, endpoint.path.replace(['{', '}'], ""));
        let answer = match endpoint.method {
            "get" => stranger.get(&path).await,
            _ => stranger.post_json(&path, &json!({})).await,
        };
        let refused = [StatusCode::UNAUTHORIZED, StatusCode::UNPROCESSABLE_ENTITY];
        assert!(refused.contains(&answer.status), "{path}: {} {}", answer.status, answer.body);
        assert_eq!(answer.content_type, "application/problem+json", "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sale_counts_once_and_says_no_plainly() {
    let house = played();
    let clerk = Visitor::sign_in(&house, "kasir").await;
    let id = "0199aaaa-0000-7000-8000-000000000001";
    let sale = |quantity: i64| {
        let lines = json!([{"product": house.cast.trap, "quantity": quantity}]);
        json!({"id": id, "payment": "cash", "lines": lines})
    };
    let first = clerk.post_json("/api/v1/sales", &sale(1)).await;
    assert_eq!(first.status, StatusCode::OK, "{}", first.body);
    assert!(first.body.contains("\"already\":false"), "{}", first.body);
    let again = clerk.post_json("/api/v1/sales", &sale(1)).await;
    assert!(again.body.contains("\"already\":true"), "{}", again.body);
    let other = clerk.post_json("/api/v1/sales", &sale(2)).await;
    assert_eq!(other.status, StatusCode::CONFLICT);
    let no: Value = serde_json::from_str(&other.body).expect("JSON");
    assert_eq!(no["code"], "journal.id_reused");
    assert_eq!(no["status"], 409);
    let zero = clerk.post_json("/api/v1/sales", &sale(0)).await;
    let no: Value = serde_json::from_str(&zero.body).expect("JSON");
    assert_eq!(no["code"], "kernel.quantity");
    assert_eq!(no["field"], "lines[0].quantity");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_is_what_it_says_and_tells_nobody_whence() {
    let house = shared();
    let clerk = Visitor::sign_in(house, "kasir").await;
    let asset = clerk.get("/etalase").await.body;
    let asset = asset.split("stylesheet\" href=\"").nth(1).and_then(|rest| rest.split('"').next());
    let paths = [
        asset.expect("a style"),
        "/",
        "/beranda",
        "/sehat",
        "/kasir",
        "/kartu/etalase.png",
        "/umpan/produk.csv",
        "/penjualan/unduh.csv",
        "/api/v1/sales",
        "/api/v1/openapi.json",
        "/nothing-here",
        "/masuk/nothing",
    ];
    for method in ["GET", "DELETE"] {
        for path in paths {
            let answer = clerk.ask(Request::builder().method(method).uri(path), "").await;
            let told = [header::X_CONTENT_TYPE_OPTIONS, header::REFERRER_POLICY]
                .map(|name| answer.headers.get(name).and_then(|value| value.to_str().ok()));
            let status = answer.status;
            assert_eq!(told, [Some("nosniff"), Some("same-origin")], "{method} {path}: {status}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_over_the_limit_are_refused() {
    let clerk = Visitor::sign_in(shared(), "kasir").await;
    let huge = json!({"id": "x", "note": "a".repeat(2 << 20)});
    let answer = clerk.post_json("/api/v1/sales", &huge).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.body.contains("web.too_large"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_refused_keeps_what_was_typed() {
    let house = shared();
    let clerk = Visitor::sign_in(house, "kasir").await;
    let form = format!(
        "id=0199aaaa-0000-7000-8000-000000000009&payment=cash&note=catatan+saya\
         &lines%5B0%5D%5Bproduct%21%5D={}&lines%5B0%5D%5Bquantity%5D=9999",
        house.cast.trap
    );
    let answer = clerk.post("/penjualan/baru", &form).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.body.contains("catatan saya") && answer.body.contains("9999"));
    assert!(answer.body.contains("really_there"), "it asks whether the pieces are there");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_the_api_leads_to_every_shape_and_every_code() {
    let page = Visitor::stranger(shared()).get("/api").await.body;
    assert!(!page.contains(">null"), "an answer that nobody described");
    let ids: BTreeSet<&str> =
        page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let mut leads = 0;
    for name in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(ids.contains(name), "#{name} is not on the page");
        leads += 1;
    }
    let refs = page.matches("#/components/schemas/").count();
    assert!(leads > refs && refs > 500, "{refs} shapes are named, {leads} lead somewhere");
    let codes: BTreeSet<&str> = db::every_refusal().map(|(code, _)| code).collect();
    for code in &codes {
        assert!(ids.contains(code), "a problem leads to #{code}, which is not there");
    }
    // Whatever a refusal can say stands in `words`, and nothing else does.
    for lang in kernel::Lang::ALL {
        let said = words::keys(lang).into_iter().filter_map(|key| {
            let (room, name) = key.split_once(".refusal.")?;
            (!name.contains('.')).then(|| format!("{room}.{name}"))
        });
        let said: BTreeSet<String> = said.collect();
        assert_eq!(said, codes.iter().map(|code| (*code).to_owned()).collect(), "{lang:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_fetches_files_with_its_token() {
    let house = played();
    let officer = Visitor::sign_in(&house, "kasubsi").await;
    let token = json!({"id": "0199aaaa-0000-7000-8000-000000000080", "name": "arsip",
        "capabilities": {"record_goods": true}, "days": 7});
    let made = officer.post_json("/api/v1/tokens", &token).await;
    let made: Value = serde_json::from_str(&made.body).expect("JSON");
    let bearer = format!("Bearer {}", made["secret"].as_str().expect("a secret"));
    let stranger = Visitor::stranger(&house);
    let fetch = async |path: &str| {
        let asked = Request::get(path).header(header::AUTHORIZATION, &bearer);
        stranger.ask(asked, "").await
    };
    let ids = first_ids(&house);
    let described: Value =
        serde_json::from_str(&stranger.get("/api/v1/openapi.json").await.body).expect("JSON");
    let (mut wrong, mut kinds) = (Vec::new(), BTreeSet::new());
    let screens = hilir::house::screens();
    for route in screens.routes().iter().filter(|route| !route.gives.is_empty()) {
        let told = &described["paths"][route.path]["get"]["responses"]["200"]["content"];
        for address in [&ids, &BTreeMap::new()] {
            let mut names = Vec::new();
            let address = filled(route.path, address, &mut names);
            // Of no id at all: what is not there is refused as a program reads it.
            let address = address.unwrap_or_else(|| route.path.replace(['{', '}'], ""));
            let answer = fetch(&address).await;
            if answer.status == StatusCode::OK {
                if told[&answer.content_type].is_null() {
                    wrong.push(format!("{} gives {}", route.path, answer.content_type));
                }
                kinds.insert(answer.content_type);
            } else if answer.content_type != "application/problem+json" {
                wrong.push(format!("{address}: {} as {}", answer.status, answer.content_type));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(kinds.contains("application/pdf") && kinds.contains("image/jpeg"), "{kinds:?}");
}
