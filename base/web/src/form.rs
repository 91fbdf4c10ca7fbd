//! Forms are JSON in disguise: one input type serves the page and the API.
//!
//! `lines[0][quantity]=3` becomes `{"lines": [{"quantity": "3"}]}`. A blank field counts as not
//! sent. A line whose fields are all blank is left out, and the lines after it move up, in the
//! JSON and in what the page shows again, so that a refusal's path (`lines[1].quantity`) names
//! the same line in both. A key that ends in `!` (`lines[0][batch!]`) was filled by the page, not
//! by the person: it does not make a line count as filled.

use std::collections::{BTreeMap, BTreeSet};

use base64::{Engine, prelude::BASE64_STANDARD};
use kernel::{Line, Refusal, RefusalKind, input_code};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};
use serde_json::{Map, Value};

/// A file somebody sent: in JSON `{"name": "…", "content": "<base64>"}`, in a form a file field.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Upload {
    pub name: Line,
    #[serde(serialize_with = "to_base64", deserialize_with = "from_base64")]
    #[schemars(with = "String", extend("contentEncoding" = "base64"))]
    pub content: Vec<u8>,
}

fn to_base64<S: Serializer>(content: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&BASE64_STANDARD.encode(content))
}
fn from_base64<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    let text = String::deserialize(deserializer)?;
    BASE64_STANDARD.decode(text).map_err(|_| serde::de::Error::custom("not base64"))
}

/// A box that was ticked: `true`, or the `on` of a form.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct Tick(pub bool);

impl<'de> Deserialize<'de> for Tick {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Form {
            Bool(bool),
            Text(String),
        }
        Ok(Self(match Form::deserialize(deserializer)? {
            Form::Bool(ticked) => ticked,
            Form::Text(text) => match text.as_str() {
                "on" | "true" | "1" => true,
                "off" | "false" | "0" | "" => false,
                // A "yes" that counted as no would be obeyed and wrong.
                _ => return Err(serde::de::Error::custom("neither yes nor no")),
            },
        }))
    }
}

/// One field as it came.
#[derive(Debug, Clone)]
pub(crate) enum Field {
    Text(String),
    File(Upload),
}

/// `lines[0][quantity]` → `["lines", "0", "quantity"]`.
fn path_of(key: &str) -> Vec<&str> {
    key.split('[').map(|part| part.trim_end_matches(']')).collect()
}

/// Leaves out the blank lines and numbers the rest from nought again.
pub(crate) fn compact(fields: Vec<(String, Field)>) -> Vec<(String, Field)> {
    let mut filled: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (key, field) in &fields {
        let blank = match field {
            Field::Text(text) => text.trim().is_empty(),
            Field::File(upload) => upload.content.is_empty(),
        };
        if let (Some((list, at)), false) = (line_of(key), blank || key.contains("!]")) {
            filled.entry(list.to_owned()).or_default().insert(at);
        }
    }
    let renumber = |(key, field): (String, Field)| {
        let Some((list, at)) = line_of(&key) else { return Some((key, field)) };
        let place = filled.get(list)?.iter().position(|filled| *filled == at)?;
        let rest = &key[list.len() + format!("[{at}]").len()..];
        Some((format!("{list}[{place}]{rest}"), field))
    };
    fields.into_iter().filter_map(renumber).collect()
}

/// The list and the line that a key belongs to: `lines[3][note]` → (`lines`, 3).
fn line_of(key: &str) -> Option<(&str, usize)> {
    let (list, rest) = key.split_once('[')?;
    let (at, rest) = rest.split_once(']')?;
    if rest.is_empty() {
        return None;
    }
    at.parse().ok().map(|at| (list, at))
}

/// The JSON object that the fields stand for.
pub(crate) fn to_json(fields: &[(String, Field)]) -> Value {
    let mut root = Map::new();
    for (key, field) in fields {
        let value = match field {
            Field::Text(text) if text.trim().is_empty() => continue,
            Field::Text(text) => Value::String(text.clone()),
            Field::File(upload) if upload.content.is_empty() => continue,
            Field::File(upload) => serde_json::to_value(upload).unwrap_or(Value::Null),
        };
        put(&mut root, &path_of(&key.replace('!', "")), value);
    }
    // The input itself is never a list, whatever its fields are called.
    Value::Object(root.into_iter().map(|(key, value)| (key, listed(value))).collect())
}

fn put(object: &mut Map<String, Value>, path: &[&str], value: Value) {
    let Some((first, rest)) = path.split_first() else { return };
    let name = if first.is_empty() { object.len().to_string() } else { (*first).to_owned() };
    if rest.is_empty() {
        object.insert(name, value);
        return;
    }
    let inner = object.entry(name).or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(inner) = inner {
        put(inner, rest, value);
    }
}

/// Objects whose keys are all numbers are lists.
fn listed(value: Value) -> Value {
    let Value::Object(object) = value else { return value };
    let numbers: Option<Vec<usize>> = object.keys().map(|key| key.parse().ok()).collect();
    let entries = object.into_iter().map(|(key, value)| (key, listed(value)));
    match numbers {
        Some(numbers) if !numbers.is_empty() => {
            let mut lines: Vec<(usize, Value)> =
                numbers.into_iter().zip(entries.map(|(_, value)| value)).collect();
            lines.sort_by_key(|(at, _)| *at);
            Value::Array(lines.into_iter().map(|(_, value)| value).collect())
        }
        _ => Value::Object(entries.collect()),
    }
}

/// Parses an input from a JSON value; a wrong field is a refusal that names it.
pub(crate) fn parse_value<In: DeserializeOwned>(value: Value) -> Result<In, Refusal> {
    serde_path_to_error::deserialize(value)
        .map_err(|error| refusal_of(&error.path().to_string(), &error.inner().to_string()))
}

/// Parses an input from a request's body.
pub(crate) fn parse_slice<In: DeserializeOwned>(body: &[u8]) -> Result<In, Refusal> {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let input = serde_path_to_error::deserialize(&mut deserializer)
        .map_err(|error| refusal_of(&error.path().to_string(), &error.inner().to_string()))?;
    deserializer.end().map_err(|error| refusal_of(".", &error.to_string()))?;
    Ok(input)
}

fn refusal_of(path: &str, error: &str) -> Refusal {
    let path = if path == "." { "" } else { path };
    let invalid = |code| Refusal::new(code, RefusalKind::Invalid);
    if let Some(code) = input_code(error) {
        return invalid(code).at(path);
    }
    if let Some(name) = error.strip_prefix("missing field `").and_then(|e| e.split('`').next()) {
        let dot = if path.is_empty() { "" } else { "." };
        return invalid("web.required").at(format!("{path}{dot}{name}"));
    }
    if error.starts_with("unknown variant") {
        return invalid("web.choice").at(path);
    }
    if error.starts_with("invalid type") || error.starts_with("invalid value") {
        return invalid("web.kind").at(path);
    }
    // The parser's own words are a programmer's, in English; the place is for everybody.
    let place = error.rsplit_once(" at line ").map_or("-", |(_, place)| place);
    invalid("web.malformed").at(path).with("place", place.replace(" column ", ":"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Quantity;

    fn fields(pairs: &[(&str, &str)]) -> Vec<(String, Field)> {
        pairs.iter().map(|(k, v)| ((*k).to_owned(), Field::Text((*v).to_owned()))).collect()
    }

    #[test]
    fn a_form_is_json_in_disguise() {
        let form = fields(&[
            ("name", "Perangkap tikus"),
            ("note", " "),
            ("lines[0][batch!]", "a"),
            ("lines[0][quantity]", ""),
            ("lines[2][batch!]", "c"),
            ("lines[2][quantity]", "3"),
            ("roles[]", "sell"),
            ("roles[]", "sign"),
            ("at[place]", "rak"),
        ]);
        let json = to_json(&compact(form));
        let expected = serde_json::json!({
            "name": "Perangkap tikus",
            "lines": [{"batch": "c", "quantity": "3"}],
            "roles": ["sell", "sign"],
            "at": {"place": "rak"},
        });
        assert_eq!(json, expected);
    }

    #[test]
    fn a_form_of_numbers_is_still_an_object() {
        let json = to_json(&fields(&[("0", "a"), ("1", "b")]));
        assert_eq!(json, serde_json::json!({"0": "a", "1": "b"}));
    }

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only parsed")]
    struct Input {
        lines: Vec<InputLine>,
    }
    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only parsed")]
    struct InputLine {
        quantity: Quantity,
    }

    #[test]
    fn a_wrong_field_is_named() {
        let refused = |json: &str| parse_slice::<Input>(json.as_bytes()).expect_err("refused");
        let no = refused(r#"{"lines":[{"quantity":1},{"quantity":0}]}"#);
        assert_eq!((no.code, no.field.as_deref()), ("kernel.quantity", Some("lines[1].quantity")));
        let no = refused(r#"{"lines":[{}]}"#);
        assert_eq!((no.code, no.field.as_deref()), ("web.required", Some("lines[0].quantity")));
        assert_eq!(refused("{").code, "web.malformed");
        assert_eq!(refused(r#"{"lines":7}"#).code, "web.kind");
        assert!(refused("{\"lines\":[").params.iter().all(|(_, text)| !text.contains("EOF")));
        assert_eq!(refused(r#"{"lines":[]} x"#).code, "web.malformed");
        let value = serde_json::json!({"lines": [{"quantity": "1.5"}]});
        assert_eq!(parse_value::<Input>(value).expect_err("refused").code, "kernel.quantity");
    }
}
