//! Inputs made from the program's own description of them.

use serde_json::{Value, json};

use crate::house::{House, Visitor};

const ANY_ID: &str = "0199ffff-0000-7000-8000-00000000dead";

/// The description, as the program tells it to anybody.
pub async fn described(house: &House) -> Value {
    let told = Visitor::stranger(house).get("/api/v1/openapi.json").await;
    serde_json::from_str(&told.body).expect("JSON")
}

/// What a reference stands for; of several kinds the first.
pub fn resolved<'a>(root: &'a Value, schema: &'a Value) -> &'a Value {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.rsplit('/').next().unwrap_or_default();
        return resolved(root, &root["components"]["schemas"][name]);
    }
    for key in ["anyOf", "oneOf"] {
        if let Some(some) = schema[key].as_array().and_then(|all| all.first()) {
            return resolved(root, some);
        }
    }
    schema
}

pub fn is(schema: &Value, kind: &str) -> bool {
    let own = &schema["type"];
    own == kind || own.as_array().is_some_and(|all| all.iter().any(|one| one == kind))
}

/// A value of the right kind.
pub fn fitting(root: &Value, schema: &Value) -> Value {
    fitting_with(root, schema, "", &|_| ANY_ID.to_owned())
}

/// A value of the right kind, with the ids that `id` gives for a field's name.
pub fn fitting_with(
    root: &Value,
    schema: &Value,
    name: &str,
    id: &dyn Fn(&str) -> String,
) -> Value {
    let schema = resolved(root, schema);
    if let Some(one) = schema["enum"].as_array().and_then(|all| all.first()) {
        return one.clone();
    }
    let kinds = (is(schema, "string"), is(schema, "integer"));
    match (schema["format"].as_str(), kinds) {
        (Some("uuid"), _) => json!(id(name)),
        (Some("date"), _) => json!("2026-01-05"),
        (Some("date-time"), _) => json!("2026-01-05T01:00:00Z"),
        (_, (true, true)) => json!("20"),
        _ if schema["contentEncoding"] == "base64" => json!("Y29udG9o"),
        (_, (true, false)) => json!("contoh"),
        (_, (false, true)) => schema["minimum"].as_i64().map_or(json!(1), Value::from),
        _ if is(schema, "boolean") => json!(false),
        _ if is(schema, "array") => json!([fitting_with(root, &schema["items"], name, id)]),
        _ => {
            let own = schema["properties"].as_object();
            let fields = own.into_iter().flatten();
            Value::Object(fields.map(|(k, v)| (k.clone(), fitting_with(root, v, k, id))).collect())
        }
    }
}

/// Every place in a value: its path as a refusal names it, and its kind.
pub fn places(root: &Value, schema: &Value, path: &str, found: &mut Vec<(String, Value)>) {
    let schema = resolved(root, schema);
    if !path.is_empty() {
        found.push((path.to_owned(), schema.clone()));
    }
    if is(schema, "array") {
        places(root, &schema["items"], &format!("{path}[0]"), found);
    }
    for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
        let dot = if path.is_empty() { "" } else { "." };
        places(root, inner, &format!("{path}{dot}{name}"), found);
    }
}

/// Puts a value at such a place.
pub fn put(body: &mut Value, path: &str, value: Value) {
    let pointer = path.replace("[0]", "/0").replace('.', "/");
    *body.pointer_mut(&format!("/{pointer}")).expect("the place is there") = value;
}
