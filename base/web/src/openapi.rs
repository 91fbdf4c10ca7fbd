//! The description of the API, made from its rows (OpenAPI 3.1).

use kernel::Lang;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};
use words::Speak;

use crate::{API_ROOT, Endpoint, Route, codes::every_code, lines::NotDone};

/// All that programs may knock at.
pub(crate) struct Doors {
    pub endpoints: Vec<Endpoint>,
    pub routes: Vec<Route>,
}

/// Where the description keeps its shapes.
pub(crate) const SCHEMAS: &str = "#/components/schemas/";
/// What the addresses of files are called together.
pub(crate) const FILES: &str = "files";
const ABOUT: &str = "Goods down to the market; money, demand and trust back up. Ids are made by \
    the client (UUIDv7): the same request sent twice counts once. Files (papers as PDF, scans, \
    photos, the auditors' pack) are at the addresses at which people find them, which take the \
    same token.";

/// The whole description as JSON.
pub(crate) fn describe(doors: &Doors, public_url: &str) -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
    });
    let mut generator = settings.into_generator();
    let not_done = generator.subschema_for::<NotDone>().to_value();
    let mut paths: Map<String, Value> = Map::new();
    for endpoint in &doors.endpoints {
        let input = (endpoint.input)(&mut generator).to_value();
        let output = (endpoint.output)(&mut generator).to_value();
        let output = if endpoint.lines { a_line(&output, &not_done) } else { output };
        let whole = resolved(&input, generator.definitions());
        let operation = operation(endpoint, &input, &whole, &output);
        let path = paths.entry(endpoint.path.to_owned()).or_insert_with(|| json!({}));
        path[endpoint.method] = operation;
    }
    for route in doors.routes.iter().filter(|route| !route.gives.is_empty()) {
        let path = paths.entry(route.path.to_owned()).or_insert_with(|| json!({}));
        path["servers"] = json!([{"url": public_url}]);
        path["get"] = file_operation(route);
    }
    let mut schemas = generator.take_definitions(true);
    schemas.insert("Problem".to_owned(), problem_schema());
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Hilir",
            "version": env!("CARGO_PKG_VERSION"),
            "description": ABOUT,
            "license": {"name": "MIT OR Apache-2.0"},
        },
        "servers": [{"url": format!("{public_url}{API_ROOT}")}],
        "security": [{"bearer": []}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": crate::SESSION_COOKIE},
            },
        },
        "x-codes": codes(),
    })
}

/// Every code of a problem, so that a program need not wait for one to know it.
fn codes() -> Vec<Value> {
    let told = |(refusal, status): (kernel::Refusal, u16)| {
        let detail = Lang::En.refusal(&refusal);
        json!({"code": refusal.code, "status": status, "detail": detail})
    };
    every_code().into_iter().map(told).collect()
}

/// What comes back for one line of a request of many: what was done, or why not.
fn a_line(done: &Value, not_done: &Value) -> Value {
    let number = json!({"type": "object", "required": ["line"], "properties": {"line":
        {"type": "integer", "minimum": 1, "description": "the line's number in what was sent"}}});
    let with_number = |said: &Value| json!({"allOf": [number, said]});
    json!({"anyOf": [with_number(done), with_number(not_done)]})
}

fn resolved<'a>(schema: &'a Value, definitions: &'a Map<String, Value>) -> Value {
    let name = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next());
    name.and_then(|name| definitions.get(name)).unwrap_or(schema).clone()
}

fn operation(endpoint: &Endpoint, input: &Value, whole: &Value, output: &Value) -> Value {
    let in_path = path_names(endpoint.path);
    let mut parameters = path_parameters(&in_path, whole);
    let kind = if endpoint.lines { "application/x-ndjson" } else { "application/json" };
    let given = match endpoint.gives {
        [] => json!({kind: {"schema": output}}),
        types => binary(types),
    };
    let mut operation = json!({
        "operationId": operation_id(endpoint.method, endpoint.path),
        "tags": [endpoint.room],
        "summary": endpoint.summary,
        "responses": responses(given),
    });
    if endpoint.method == "get" {
        parameters.extend(query_parameters(whole, &in_path));
    } else {
        let body = if in_path.is_empty() { input.clone() } else { without(whole, &in_path) };
        // Where the path says all that is needed, nothing need be sent.
        let needed =
            in_path.is_empty() || body["required"].as_array().is_some_and(|all| !all.is_empty());
        operation["requestBody"] = json!({"required": needed, "content": {kind: {"schema": body}}});
    }
    if endpoint.public {
        operation["security"] = json!([]);
    } else if endpoint.in_person {
        operation["security"] = json!([{"session": []}]);
    }
    operation["parameters"] = Value::Array(parameters);
    operation
}

/// A file at the address at which people find it.
fn file_operation(route: &Route) -> Value {
    let in_path = path_names(route.path);
    let mut operation = json!({
        "operationId": operation_id("get", route.path),
        "tags": [FILES],
        "summary": format!("The file {}", route.path),
        "parameters": path_parameters(&in_path, &Value::Null),
        "responses": responses(binary(route.gives)),
    });
    if route.public {
        operation["security"] = json!([]);
    }
    operation
}

fn responses(given: Value) -> Value {
    let problem = json!({"schema": {"$ref": format!("{SCHEMAS}Problem")}});
    json!({
        "200": {"description": "done", "content": given},
        "default": {"description": "refused", "content": {"application/problem+json": problem}},
    })
}

fn binary(types: &[&str]) -> Value {
    let file = json!({"schema": {"type": "string", "format": "binary"}});
    Value::Object(types.iter().map(|kind| ((*kind).to_owned(), file.clone())).collect())
}

/// The parts of the path, each of the kind that the input says.
fn path_parameters(in_path: &[&str], whole: &Value) -> Vec<Value> {
    let of = |name: &&str| {
        let own = &whole["properties"][name];
        let schema = if own.is_null() { json!({"type": "string"}) } else { own.clone() };
        json!({"name": name, "in": "path", "required": true, "schema": schema})
    };
    in_path.iter().map(of).collect()
}

/// The input without what the path says already.
fn without(whole: &Value, in_path: &[&str]) -> Value {
    let mut body = whole.clone();
    if let Some(properties) = body["properties"].as_object_mut() {
        properties.retain(|name, _| !in_path.contains(&name.as_str()));
    }
    if let Some(required) = body["required"].as_array_mut() {
        required.retain(|name| !name.as_str().is_some_and(|name| in_path.contains(&name)));
    }
    body
}

fn query_parameters(whole: &Value, in_path: &[&str]) -> Vec<Value> {
    let required = |name: &str| {
        let all = whole["required"].as_array();
        all.is_some_and(|all| all.iter().any(|one| one == name))
    };
    let properties = whole["properties"].as_object().into_iter().flatten();
    let asked = properties.filter(|(name, _)| !in_path.contains(&name.as_str()));
    asked
        .map(|(name, schema)| {
            json!({"name": name, "in": "query", "required": required(name), "schema": schema})
        })
        .collect()
}

fn path_names(path: &str) -> Vec<&str> {
    let parts = path.split('/');
    parts.filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).collect()
}

fn operation_id(method: &str, path: &str) -> String {
    let path = path.replace(['{', '}'], "");
    format!("{method}{}", path.replace(['/', '-', '.'], "_"))
}

fn problem_schema() -> Value {
    json!({
        "type": "object",
        "description": "RFC 9457 problem details",
        "required": ["type", "title", "status", "code", "detail"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "code": {"type": "string", "description": "stable: programs may rely on it"},
            "detail": {"type": "string", "description": "a sentence for people, saying what to do"},
            "field": {"type": ["string", "null"], "description": "the path of the wrong field"},
            "params": {"type": "object"},
            "instance": {"type": "string"},
        },
    })
}
