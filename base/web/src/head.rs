//! The head of a public page: what search engines and link previews read.

use maud::{Markup, PreEscaped, html};
use serde_json::Value;

use crate::{Ask, Page};

/// What stands in the head of a public page besides its title and its description. Addresses
/// are paths of this house; the head makes them whole.
#[derive(Debug, Clone, Default)]
pub struct Head {
    /// The one address under which this page should be known.
    pub canonical: Option<String>,
    /// Not for search engines: one of endless combinations, or of no worth by itself.
    pub unlisted: bool,
    /// Of Open Graph: `product`, `article`; `website` where nothing is said.
    pub kind: Option<&'static str>,
    pub picture: Option<Picture>,
    /// Structured data (schema.org).
    pub data: Vec<Value>,
    pub feeds: Vec<Feed>,
}

/// The picture of a link preview.
#[derive(Debug, Clone)]
pub struct Picture {
    pub path: String,
    pub alt: String,
    pub width: i64,
    pub height: i64,
}

/// The same as a feed: `application/rss+xml` and the like.
#[derive(Debug, Clone)]
pub struct Feed {
    pub path: String,
    pub mime: &'static str,
    pub title: String,
}

/// The tags of a public page's head.
pub fn head(ask: &Ask, page: &Page) -> Markup {
    let (head, url) = (&page.meta, &ask.public_url);
    let canonical = head.canonical.as_ref().map(|path| format!("{url}{path}"));
    let description = page.description.as_deref();
    html! {
        @if head.unlisted { meta name="robots" content="noindex, follow"; }
        @if let Some(canonical) = &canonical { link rel="canonical" href=(canonical); }
        @for feed in &head.feeds {
            link rel="alternate" type=(feed.mime) title=(feed.title) href={ (url) (feed.path) };
        }
        @if let Some(canonical) = &canonical {
            meta property="og:type" content=(head.kind.unwrap_or("website"));
            meta property="og:site_name" content="Hilir";
            meta property="og:title" content=(page.title);
            meta property="og:url" content=(canonical);
            meta property="og:locale" content=(locale(ask.lang));
            @if let Some(description) = description {
                meta property="og:description" content=(description);
            }
            @if let Some(picture) = &head.picture { (pictured(url, picture)) }
        }
        @for data in &head.data {
            script type="application/ld+json" { (PreEscaped(within_script(data))) }
        }
        (page.head)
    }
}

fn locale(lang: kernel::Lang) -> &'static str {
    match lang {
        kernel::Lang::Id => "id_ID",
        kernel::Lang::En => "en_GB",
    }
}

fn pictured(url: &str, picture: &Picture) -> Markup {
    html! {
        meta property="og:image" content={ (url) (picture.path) };
        meta property="og:image:width" content=(picture.width);
        meta property="og:image:height" content=(picture.height);
        meta property="og:image:alt" content=(picture.alt);
        meta name="twitter:card" content="summary_large_image";
    }
}

/// JSON that ends no script and begins no comment, whatever people typed. The browser runs no
/// data block, so the policy of contents has nothing to allow.
fn within_script(data: &Value) -> String {
    let escaped = |c: char| match c {
        '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => format!("\\u{:04x}", u32::from(c)),
        other => other.to_string(),
    };
    data.to_string().chars().map(escaped).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderMap;
    use serde_json::json;

    fn drawn(title: &str, head: Head) -> String {
        let mut ask = Ask::new(&"/x?y=1".parse().expect("an address"), &HeaderMap::new(), vec![]);
        ask.public_url = "https://hilir.example".to_owned();
        let page = Page::public(title, html! {}).describe("\"a\"").with(head);
        super::head(&ask, &page).into_string()
    }

    #[test]
    fn no_text_ends_the_script() {
        let evil = "</script><script>alert(7)</script><!-- & \u{2028}";
        let text = drawn("x", Head { data: vec![json!({ "name": evil })], ..Head::default() });
        assert_eq!(text.matches("</script").count(), 1, "{text}");
        let inside = text.split("ld+json\">").nth(1).expect("data");
        let inside = inside.split("</script").next().expect("data");
        let back: Value = serde_json::from_str(inside).expect("JSON");
        assert_eq!(back["name"], evil, "read as it was written");
    }

    #[test]
    fn a_preview_knows_the_whole_address() {
        let picture = Picture {
            path: "/kartu/a.png".to_owned(),
            alt: "<a>".to_owned(),
            width: 1200,
            height: 630,
        };
        let canonical = Some("/etalase/a".to_owned());
        let text = drawn("A & B", Head { canonical, picture: Some(picture), ..Head::default() });
        for part in [
            "rel=\"canonical\" href=\"https://hilir.example/etalase/a\"",
            "og:image\" content=\"https://hilir.example/kartu/a.png\"",
            "og:title\" content=\"A &amp; B\"",
            "og:image:alt\" content=\"&lt;a&gt;\"",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert!(!drawn("A", Head::default()).contains("og:"), "no address, no preview");
        assert!(drawn("A", Head { unlisted: true, ..Head::default() }).contains("noindex"));
    }
}
