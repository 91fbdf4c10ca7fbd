//! The description of the API as a page that people read: door by door, then the shapes, then every
//! code of a no.

use kernel::Lang;
use maud::{Markup, html};
use serde_json::Value;
use words::Speak;

use crate::{
    API_ROOT,
    codes::every_code,
    openapi::{Doors, FILES, SCHEMAS},
};

/// One door: its address, how one knocks, and what its description says.
struct Row<'a> {
    path: &'a str,
    method: &'a str,
    said: &'a Value,
    /// Whether it stands below [`API_ROOT`].
    below: bool,
}

impl Row<'_> {
    fn room(&self) -> &str {
        self.said["tags"][0].as_str().unwrap_or_default()
    }
}

pub(crate) fn readable(lang: Lang, description: &Value, doors: &Doors) -> Markup {
    let rows = rows(description);
    // In the order in which goods and money flow.
    let mut rooms: Vec<&str> = Vec::new();
    for room in doors.endpoints.iter().map(|one| one.room).chain([FILES]) {
        if !rooms.contains(&room) {
            rooms.push(room);
        }
    }
    let parts = [("schemas", "web.api.schemas"), ("codes", "web.api.codes")];
    html! {
        (ui::header(lang.t("web.api.title"), lang.t("web.api.lead"), html! {
            a href="/api/v1/openapi.json" { "openapi.json" }
        }))
        nav.tabs aria-label=(lang.t("web.api.rooms")) {
            ul {
                @for room in &rooms { li { a href={"#" (room)} { (room) } } }
                @for (id, word) in parts { li { a href={"#" (id)} { (lang.t(word)) } } }
            }
        }
        @for room in &rooms {
            section id=(room) {
                h2 { (room) }
                @for row in rows.iter().filter(|row| row.room() == *room) { (door(lang, row)) }
            }
        }
        (shapes(lang, description))
        (codes(lang))
    }
}

fn rows(description: &Value) -> Vec<Row<'_>> {
    let paths = description["paths"].as_object().into_iter().flatten();
    let mut rows = Vec::new();
    for (path, methods) in paths {
        for method in ["get", "post"] {
            if methods[method].is_object() {
                let below = methods["servers"].is_null();
                rows.push(Row { path, method, said: &methods[method], below });
            }
        }
    }
    rows
}

fn door(lang: Lang, row: &Row<'_>) -> Markup {
    let said = row.said;
    let parameters = said["parameters"].as_array().filter(|all| !all.is_empty());
    html! {
        details id=(said["operationId"].as_str().unwrap_or_default()) {
            summary {
                code {
                    (row.method.to_uppercase()) " "
                    @if row.below { (API_ROOT) } (row.path)
                }
                " " (said["summary"].as_str().unwrap_or_default())
            }
            @if let Some(parameters) = parameters {
                p { (lang.t("web.api.parameters")) }
                (ui::prose(html! { ul { @for one in parameters { (parameter(one)) } } }))
            }
            @for (kind, content) in contents(&said["requestBody"]) {
                p { (lang.t("web.api.takes")) " " code { (kind) } }
                (shape(&content["schema"]))
            }
            @for (kind, content) in contents(&said["responses"]["200"]) {
                p { (lang.t("web.api.gives")) " " code { (kind) } }
                @if content["schema"]["format"] != "binary" { (shape(&content["schema"])) }
            }
        }
    }
}

fn contents(of: &Value) -> impl Iterator<Item = (&String, &Value)> {
    of["content"].as_object().into_iter().flatten()
}

fn parameter(one: &Value) -> Markup {
    let schema = &one["schema"];
    html! {
        li {
            code { (one["name"].as_str().unwrap_or_default()) }
            @if one["required"] == true { " *" }
            " " code { (linked(&brief(schema))) }
            @if let Some(told) = schema["description"].as_str() { " " (told) }
        }
    }
}

/// A schema without its description, on one line.
fn brief(schema: &Value) -> String {
    let mut schema = schema.clone();
    if let Some(object) = schema.as_object_mut() {
        object.remove("description");
    }
    schema.to_string()
}

fn shape(schema: &Value) -> Markup {
    let pretty = serde_json::to_string_pretty(schema).unwrap_or_default();
    html! { pre tabindex="0" { (linked(&pretty)) } }
}

/// JSON in which each `$ref` leads to the shape that it names.
fn linked(json: &str) -> Markup {
    let mut parts = json.split(SCHEMAS);
    html! {
        (parts.next().unwrap_or_default())
        @for part in parts {
            @let (name, rest) = part.split_at(part.find('"').unwrap_or(part.len()));
            a href={ "#schema-" (name) } { (SCHEMAS) (name) } (rest)
        }
    }
}

fn shapes(lang: Lang, description: &Value) -> Markup {
    let all = description["components"]["schemas"].as_object().into_iter().flatten();
    html! {
        section #schemas {
            h2 { (lang.t("web.api.schemas")) }
            @for (name, schema) in all {
                h3 id={ "schema-" (name) } { code { (name) } }
                (shape(schema))
            }
        }
    }
}

/// Where a problem's `type` leads.
fn codes(lang: Lang) -> Markup {
    html! {
        section #codes {
            h2 { (lang.t("web.api.codes")) }
            p { (lang.t("web.api.codes_lead")) }
            dl.facts {
                @for (refusal, status) in every_code() {
                    div id=(refusal.code) {
                        dt { code { (refusal.code) } " " (status) }
                        dd { (lang.refusal(&refusal)) }
                    }
                }
            }
        }
    }
}
