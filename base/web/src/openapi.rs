//! The description of the API, made from its rows (OpenAPI 3.1), and the page that people read.

use kernel::Lang;
use maud::{Markup, html};
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};
use words::Speak;

use crate::{API_ROOT, Endpoint};

/// The whole description as JSON.
pub fn describe(endpoints: &[Endpoint], public_url: &str) -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
    });
    let mut generator = settings.into_generator();
    let mut paths: Map<String, Value> = Map::new();
    for endpoint in endpoints {
        let input = (endpoint.input)(&mut generator).to_value();
        let output = (endpoint.output)(&mut generator).to_value();
        let whole = resolved(&input, generator.definitions());
        let operation = operation(endpoint, &input, &whole, &output);
        let path = paths.entry(endpoint.path.to_owned()).or_insert_with(|| json!({}));
        path[endpoint.method] = operation;
    }
    let mut schemas = generator.take_definitions(true);
    schemas.insert("Problem".to_owned(), problem_schema());
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Hilir",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Goods down to the market; money, demand and trust back up. Ids are made by the client (UUIDv7): the same request sent twice counts once.",
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
    })
}

fn resolved<'a>(schema: &'a Value, definitions: &'a Map<String, Value>) -> Value {
    let name = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next());
    name.and_then(|name| definitions.get(name)).unwrap_or(schema).clone()
}

fn operation(endpoint: &Endpoint, input: &Value, whole: &Value, output: &Value) -> Value {
    let in_path = path_names(endpoint.path);
    let mut parameters: Vec<Value> = in_path
        .iter()
        .map(|name| {
            let text = json!({"type": "string"});
            json!({"name": name, "in": "path", "required": true, "schema": text})
        })
        .collect();
    let kind = if endpoint.lines { "application/x-ndjson" } else { "application/json" };
    let given = if endpoint.sheet { sheet_given() } else { json!({kind: {"schema": output}}) };
    let mut operation = json!({
        "operationId": operation_id(endpoint),
        "tags": [endpoint.room],
        "summary": endpoint.summary,
        "responses": {
            "200": {"description": "done", "content": given},
            "default": {"description": "refused", "content": {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}},
        },
    });
    if endpoint.method == "get" {
        parameters.extend(query_parameters(whole, &in_path));
    } else {
        let body = json!({"required": true, "content": {kind: {"schema": input}}});
        operation["requestBody"] = body;
    }
    if endpoint.public {
        operation["security"] = json!([]);
    } else if endpoint.in_person {
        operation["security"] = json!([{"session": []}]);
    }
    operation["parameters"] = Value::Array(parameters);
    operation
}

/// Which of the two kinds of file it is, the query says.
fn sheet_given() -> Value {
    let file = json!({"schema": {"type": "string", "format": "binary"}});
    json!({sheet::Format::Xlsx.mime(): file, "text/csv": file})
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

fn operation_id(endpoint: &Endpoint) -> String {
    let path = endpoint.path.replace(['{', '}'], "");
    format!("{}{}", endpoint.method, path.replace(['/', '-'], "_"))
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

/// The page that people read, room by room.
pub(crate) fn readable(lang: Lang, description: &Value, endpoints: &[Endpoint]) -> Markup {
    let mut rooms: Vec<&str> = Vec::new();
    for endpoint in endpoints {
        if !rooms.contains(&endpoint.room) {
            rooms.push(endpoint.room);
        }
    }
    html! {
        (ui::header(lang.t("web.api.title"), lang.t("web.api.lead"), html! {
            a href="/api/v1/openapi.json" { "openapi.json" }
        }))
        nav.tabs aria-label=(lang.t("web.api.rooms")) {
            ul { @for room in &rooms { li { a href={"#" (room)} { (room) } } } }
        }
        @for room in &rooms {
            section id=(room) {
                h2 { (room) }
                @for endpoint in endpoints.iter().filter(|endpoint| endpoint.room == *room) {
                    (readable_endpoint(lang, description, endpoint))
                }
            }
        }
    }
}

fn readable_endpoint(lang: Lang, description: &Value, endpoint: &Endpoint) -> Markup {
    let operation = &description["paths"][endpoint.path][endpoint.method];
    let input = &operation["requestBody"]["content"]["application/json"]["schema"];
    let output = &operation["responses"]["200"]["content"]["application/json"]["schema"];
    let schemas = description["components"]["schemas"].as_object();
    let pretty = |schema: &Value| {
        let whole = schemas.map_or_else(|| schema.clone(), |schemas| resolved(schema, schemas));
        serde_json::to_string_pretty(&whole).unwrap_or_default()
    };
    html! {
        details id=(operation_id(endpoint)) {
            summary {
                code { (endpoint.method.to_uppercase()) " " (API_ROOT) (endpoint.path) }
                " " (endpoint.summary)
            }
            @let parameters = operation["parameters"].as_array();
            @if let Some(parameters) = parameters.filter(|all| !all.is_empty()) {
                p { (lang.t("web.api.parameters")) }
                (ui::prose(html! { ul { @for parameter in parameters {
                    li { code { (parameter["name"].as_str().unwrap_or_default()) }
                        @if parameter["required"] == true { " *" } }
                } } }))
            }
            @if endpoint.method != "get" {
                p { (lang.t("web.api.takes")) }
                pre tabindex="0" { (pretty(input)) }
            }
            p { (lang.t("web.api.gives")) }
            pre tabindex="0" { (pretty(output)) }
        }
    }
}
