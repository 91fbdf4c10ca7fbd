//! Every field of every door, filled with what may never be taken: the doors and their fields
//! come from the program's own description, so that a new one is tried without being named here.

use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use crate::{
    facts::{Facts, plain_no},
    house::{Visitor, played},
    shape::{described, fitting, is, places, put, resolved},
};

const ANY_ID: &str = "0199ffff-0000-7000-8000-00000000dead";

/// Fields that take any text or are secrets of their own, each with its reason.
const OPEN: [(&str, &str); 3] = [
    ("old", "a password may hold any character; it is compared, never kept"),
    ("password", "a password may hold any character; it is hashed, never shown"),
    ("again", "a password may hold any character; it is compared, never kept"),
];

/// What may never be taken where this kind of value stands.
fn unfit(schema: &Value) -> Vec<Value> {
    if schema["enum"].is_array() {
        return vec![json!("tidak-ada"), json!(7), json!({}), json!("' OR 1=1")];
    }
    let texts = ["a\u{0}b", "a\u{202E}b", "a\u{1b}[31mb", "a\u{7f}b"].map(Value::from);
    if schema["contentEncoding"] == "base64" {
        return vec![json!("%%%"), json!("a\u{0}b"), json!(5), json!([]), json!({})];
    }
    match (schema["format"].as_str(), is(schema, "string"), is(schema, "integer")) {
        (Some("uuid"), ..) => vec![json!("1"), json!("x'; DROP TABLE"), json!(5), json!({})],
        (Some("date"), ..) => {
            let days = ["2025-02-30", "kemarin", "2025-13-01", "0000-00-00", "+99999-01-01"];
            days.map(Value::from).into_iter().chain([json!(20250101), json!([])]).collect()
        }
        (Some("date-time"), ..) => vec![json!("kemarin"), json!("2025-02-30T00:00:00Z"), json!(5)],
        (_, true, true) => ["-1", "101", "100,001", "1/0", "abc", "1e2", "NaN"]
            .map(Value::from)
            .into_iter()
            .chain([json!(-1), json!(101), json!(1.5), json!({})])
            .collect(),
        (_, true, false) => {
            let long = schema["maxLength"].as_u64().map(|most| "x".repeat(most as usize + 1));
            let long = long.into_iter().map(Value::from);
            texts.into_iter().chain(long).chain([json!(5), json!([]), json!({})]).collect()
        }
        (_, false, true) => {
            let least = schema["minimum"].as_i64().unwrap_or(0);
            vec![
                json!(least - 1),
                json!(-1),
                json!(1_000_000_000_001_i64),
                json!(i64::MAX),
                json!(u64::MAX),
                json!(1e30),
                json!(1.5),
                json!("1,5"),
                json!("dua"),
                json!("-1"),
                json!("1000000000001"),
                json!(true),
                json!([1]),
                json!({}),
            ]
        }
        _ if is(schema, "boolean") => vec![json!("mungkin"), json!(7), json!({}), json!([])],
        _ => vec![json!("x"), json!(5), json!(true)],
    }
}

/// The pattern with ids in it.
fn filled(pattern: &str) -> String {
    let part = |part: &'static str| part;
    let parts = pattern.split('/').map(|one| if one.starts_with('{') { part(ANY_ID) } else { one });
    parts.collect::<Vec<_>>().join("/")
}

fn open(path: &str) -> bool {
    let name = path.rsplit(['.', ']']).next().unwrap_or_default();
    OPEN.iter().any(|(open, _)| *open == name)
}

#[tokio::test(flavor = "multi_thread")]
async fn no_field_of_the_api_takes_what_does_not_fit() {
    let house = played();
    let root = described(&house).await;
    let visitor = Visitor::sign_in(&house, "pengelola").await;
    let tongues = [visitor.speaking("id"), visitor.speaking("en")];
    let before = Facts::of(&house.db);
    let (mut wrong, mut tried) = (Vec::new(), 0);
    for (pattern, methods) in root["paths"].as_object().expect("paths") {
        let schema = &methods["post"]["requestBody"]["content"]["application/json"]["schema"];
        if schema.is_null() {
            continue;
        }
        let address = format!("{}{}", web::API_ROOT, filled(pattern));
        let good = fitting(&root, schema);
        let mut fields = Vec::new();
        places(&root, schema, "", &mut fields);
        for (path, kind) in fields {
            for value in unfit(&kind) {
                if open(&path) && value.is_string() {
                    continue;
                }
                let mut body = good.clone();
                put(&mut body, &path, value.clone());
                tried += 1;
                let answer = tongues[tried % 2].post_json(&address, &body).await;
                let at = format!("{pattern} {path} = {value:.60}");
                match plain_no(&answer) {
                    Err(why) => wrong.push(format!("{at}: {why}")),
                    Ok(no) if answer.status != StatusCode::UNPROCESSABLE_ENTITY => {
                        wrong.push(format!("{at}: {} {}", answer.status, no.code));
                    }
                    Ok(no) if !no.field.starts_with(&path) => {
                        wrong.push(format!("{at}: {} blames {}", no.code, no.field));
                    }
                    Ok(_) => {}
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {tried}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(tried > 2_000, "{tried}");
    Facts::of(&house.db).same_as(&before);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_field_of_the_api_may_be_left_out() {
    let house = played();
    let root = described(&house).await;
    let visitor = Visitor::sign_in(&house, "pengelola").await;
    let before = Facts::of(&house.db);
    let mut wrong = Vec::new();
    for (pattern, methods) in root["paths"].as_object().expect("paths") {
        let schema = &methods["post"]["requestBody"]["content"]["application/json"]["schema"];
        let shape = resolved(&root, schema);
        let address = format!("{}{}", web::API_ROOT, filled(pattern));
        for name in shape["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            let mut without = fitting(&root, schema);
            without.as_object_mut().map(|fields: &mut Map<_, _>| fields.remove(name));
            let mut empty = fitting(&root, schema);
            empty[name] = Value::Null;
            for body in [without, empty] {
                let answer = visitor.post_json(&address, &body).await;
                match plain_no(&answer) {
                    Ok(_) if answer.status == StatusCode::UNPROCESSABLE_ENTITY => {}
                    Ok(no) => wrong.push(format!("{pattern} without {name}: {}", no.code)),
                    Err(why) => wrong.push(format!("{pattern} without {name}: {why}")),
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Facts::of(&house.db).same_as(&before);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_question_takes_what_does_not_fit() {
    let house = played();
    let root = described(&house).await;
    let visitor = Visitor::sign_in(&house, "pengelola").await;
    let mut wrong = Vec::new();
    for (pattern, methods) in root["paths"].as_object().expect("paths") {
        let address = format!("{}{}", web::API_ROOT, filled(pattern));
        for asked in methods["get"]["parameters"].as_array().into_iter().flatten() {
            let (name, kind) = (asked["name"].as_str().expect("a name"), &asked["schema"]);
            let kind = resolved(&root, kind);
            if asked["in"] == "path" {
                continue;
            }
            for value in unfit(kind) {
                let Some(text) = value
                    .as_str()
                    .map(str::to_owned)
                    .or_else(|| value.is_number().then(|| value.to_string()))
                else {
                    continue;
                };
                // A filter may be of any length that fits an address; it finds nothing.
                if text.len() > 200 && !is(kind, "integer") {
                    continue;
                }
                // In an address a number is a text, which some texts may be.
                if value.is_number() && is(kind, "string") && kind["format"].is_null() {
                    continue;
                }
                let query: String = form_urlencoded::byte_serialize(text.as_bytes()).collect();
                let answer = visitor.get(&format!("{address}?{name}={query}")).await;
                let at = format!("GET {pattern} {name}={text:.40}");
                match plain_no(&answer) {
                    Err(why) => wrong.push(format!("{at}: {why}")),
                    Ok(no) if answer.status != StatusCode::UNPROCESSABLE_ENTITY => {
                        wrong.push(format!("{at}: {} {}", answer.status, no.code));
                    }
                    Ok(_) => {}
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}
