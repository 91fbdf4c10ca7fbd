//! Somebody at a desk, who reads what stands on the page and presses what it offers: so many
//! times, and no address is known beforehand.

use axum::http::StatusCode;

use crate::house::{Answer, Visitor};

pub struct Desk {
    visitor: Visitor,
    /// The page that lies open.
    pub page: String,
    pub content_type: String,
    /// Links followed and buttons pressed.
    pub clicks: usize,
}

impl Desk {
    /// Sits down at the first page that is shown after signing in.
    pub async fn of(visitor: Visitor) -> Self {
        let mut desk =
            Self { visitor, page: String::new(), content_type: String::new(), clicks: 0 };
        desk.open("/beranda").await;
        desk
    }

    async fn open(&mut self, path: &str) {
        let answer = self.visitor.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        (self.page, self.content_type) = (answer.body, answer.content_type);
    }

    /// Follows the first link that says this.
    pub async fn follow(&mut self, words: &str) {
        let links = elements(&self.page, "a");
        let found = links.iter().find(|(_, inside)| text(inside).starts_with(words));
        let href = found.and_then(|(head, _)| attribute(head, "href"));
        let href = href.unwrap_or_else(|| panic!("no link says {words}:\n{}", text(&self.page)));
        self.clicks += 1;
        self.open(&href).await;
    }

    /// Presses the first button that says this, with what stands in its form.
    pub async fn press(&mut self, words: &str) {
        let forms = elements(&self.page, "form");
        let says = |inside: &str| {
            elements(inside, "button").iter().any(|(_, inside)| text(inside).starts_with(words))
        };
        let found = forms.iter().find(|(_, inside)| says(inside));
        let (head, inside) =
            found.unwrap_or_else(|| panic!("no button says {words}:\n{}", text(&self.page)));
        let action = attribute(head, "action").expect("an action");
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(filled(inside));
        self.clicks += 1;
        let answer: Answer = self.visitor.post(&action, &body.finish()).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{action}: {}", text(&answer.body));
        let to = answer.location.expect("an address");
        self.open(&to).await;
    }

    /// What is to be read on the page.
    pub fn reads(&self) -> String {
        text(self.page.split("<main").nth(1).unwrap_or_default())
    }
}

/// Every element of a name: its head and what is inside.
fn elements<'a>(html: &'a str, name: &str) -> Vec<(&'a str, &'a str)> {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let parts = html.split(open.as_str()).skip(1);
    let parts = parts.filter(|part| part.starts_with([' ', '>']));
    parts.filter_map(|part| part.split(close.as_str()).next()?.split_once('>')).collect()
}

fn attribute(head: &str, name: &str) -> Option<String> {
    let rest = head.split(&format!("{name}=\"")).nth(1)?;
    rest.split('"').next().map(plain)
}

fn plain(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    text.replace("&amp;", "&")
}

/// What a person reads of it, on one line.
fn text(html: &str) -> String {
    let parts = html.split('<').enumerate();
    let shown = parts.filter_map(|(n, part)| match n {
        0 => Some(part),
        _ => part.split_once('>').map(|(_, text)| text),
    });
    let words: Vec<_> = shown.flat_map(str::split_whitespace).collect();
    plain(&words.join(" "))
}

/// The fields of a form as they stand: names and values.
fn filled(form: &str) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for part in form.split("<input ").skip(1) {
        let head = part.split('>').next().unwrap_or_default();
        let kind = attribute(head, "type").unwrap_or_default();
        let off = kind == "file" || (kind == "checkbox" && !head.contains(" checked"));
        if let Some(name) = attribute(head, " name").filter(|_| !off) {
            all.push((name, attribute(head, " value").unwrap_or_default()));
        }
    }
    for (head, inside) in elements(form, "select") {
        let chosen = elements(inside, "option").into_iter();
        let chosen = chosen.filter(|(head, _)| head.contains(" selected"));
        let value = chosen.filter_map(|(head, _)| attribute(head, "value")).next();
        all.extend(attribute(head, " name").zip(value));
    }
    for (head, inside) in elements(form, "textarea") {
        all.extend(attribute(head, " name").map(|name| (name, plain(inside.trim()))));
    }
    all
}
