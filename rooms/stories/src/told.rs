//! Pure: a story as programs read it: feeds and structured data. Whatever a writer typed is data
//! there, and ends no element.

use std::fmt::Write;

use kernel::Day;
use serde_json::{Value, json};

use crate::markdown::escaped;

/// What a feed tells of a story.
pub struct Item {
    /// The whole address.
    pub address: String,
    pub id: String,
    pub title: String,
    pub lead: String,
    /// The body as safe HTML.
    pub html: String,
    pub published_on: Day,
    /// Of its last correction.
    pub changed_on: Day,
    pub contributor: Option<String>,
}

/// What a feed says of itself.
pub struct Feed<'a> {
    pub title: &'a str,
    pub subtitle: &'a str,
    /// The site's address, without a slash at the end.
    pub site: &'a str,
    pub lang: &'a str,
    /// `+07:00`
    pub offset: &'a str,
}

/// Atom (RFC 4287).
pub fn atom(feed: &Feed<'_>, items: &[Item]) -> String {
    let at = |day: Day| format!("{day}T00:00:00{}", feed.offset);
    let site = escaped(feed.site);
    let updated = items.iter().map(|item| item.changed_on).max();
    let updated = updated.map_or_else(|| "1970-01-01T00:00:00Z".to_owned(), at);
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    // Writing into a String cannot fail.
    let _ = write!(
        out,
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n<title>{}</title>\n\
         <subtitle>{}</subtitle>\n<id>{site}/kabar</id>\n<link href=\"{site}/kabar\"/>\n\
         <link rel=\"self\" type=\"application/atom+xml\" href=\"{site}/kabar/atom.xml\"/>\n\
         <updated>{updated}</updated>\n",
        escaped(feed.lang),
        escaped(feed.title),
        escaped(feed.subtitle)
    );
    for item in items {
        let author = item.contributor.as_deref().unwrap_or(feed.title);
        let _ = write!(
            out,
            "<entry>\n<title>{}</title>\n<id>urn:uuid:{}</id>\n<link href=\"{}\"/>\n\
             <published>{}</published>\n<updated>{}</updated>\n<author><name>{}</name></author>\n\
             <summary>{}</summary>\n<content type=\"html\">{}</content>\n</entry>\n",
            escaped(&item.title),
            escaped(&item.id),
            escaped(&item.address),
            at(item.published_on),
            at(item.changed_on),
            escaped(author),
            escaped(&item.lead),
            escaped(&item.html)
        );
    }
    out.push_str("</feed>\n");
    out
}

/// RSS 2.0, for readers that know no Atom.
pub fn rss(feed: &Feed<'_>, items: &[Item]) -> String {
    let site = escaped(feed.site);
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    let _ = write!(
        out,
        "<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\">\n<channel>\n\
         <title>{}</title>\n<link>{site}/kabar</link>\n\
         <atom:link rel=\"self\" type=\"application/rss+xml\" href=\"{site}/kabar/rss.xml\"/>\n\
         <description>{}</description>\n<language>{}</language>\n",
        escaped(feed.title),
        escaped(feed.subtitle),
        escaped(feed.lang)
    );
    for item in items {
        let address = escaped(&item.address);
        let _ = write!(
            out,
            "<item>\n<title>{}</title>\n<link>{address}</link>\n\
             <guid isPermaLink=\"false\">urn:uuid:{}</guid>\n<pubDate>{}</pubDate>\n\
             <description>{}</description>\n</item>\n",
            escaped(&item.title),
            escaped(&item.id),
            rfc_822(item.published_on, feed.offset),
            escaped(&item.html)
        );
    }
    out.push_str("</channel>\n</rss>\n");
    out
}

/// `Mon, 03 Nov 2025 00:00:00 +0700`.
fn rfc_822(day: Day, offset: &str) -> String {
    let weekday = &day.weekday(kernel::Lang::En)[..3];
    let month = day.short(kernel::Lang::En);
    let month = month.split(' ').nth(1).unwrap_or_default().to_owned();
    let zone = offset.replace(':', "");
    format!("{weekday}, {:02} {month} {} 00:00:00 {zone}", day.day_of_month(), day.year())
}

/// schema.org's NewsArticle.
pub fn news_article(item: &Item, picture: &str, place: &str, lang: &str) -> Value {
    let mut told = json!({
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": item.title,
        "description": item.lead,
        "datePublished": item.published_on.to_string(),
        "dateModified": item.changed_on.to_string(),
        "inLanguage": lang,
        "mainEntityOfPage": item.address,
        "image": [picture],
        "contentLocation": {"@type": "Place", "name": place},
        "publisher": {"@type": "Organization", "name": "Hilir"},
    });
    if let Some(contributor) = &item.contributor {
        told["author"] = json!({"@type": "Organization", "name": contributor});
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item() -> Item {
        Item {
            address: "https://hilir.example/kabar/a-1?b&c".into(),
            id: "1".into(),
            title: "</script><script>alert(1)</script> & \"x\"".into(),
            lead: "]]><evil/>".into(),
            html: "<p>Halo &amp; <em>hai</em></p>".into(),
            published_on: Day::new(2025, 11, 3).expect("a day"),
            changed_on: Day::new(2025, 11, 5).expect("a day"),
            contributor: Some("Lapas <Contoh>".into()),
        }
    }
    const FEED: Feed<'_> =
        Feed { title: "Kabar", subtitle: "A & B", site: "https://h", lang: "id", offset: "+07:00" };

    #[test]
    fn a_feed_holds_texts_as_texts() {
        let atom = atom(&FEED, &[item()]);
        assert!(atom.contains("<published>2025-11-03T00:00:00+07:00</published>"), "{atom}");
        assert!(atom.contains("<updated>2025-11-05T00:00:00+07:00</updated>\n<entry>"));
        assert!(atom.contains("&lt;p&gt;Halo &amp;amp; &lt;em&gt;hai"), "HTML as text: {atom}");
        assert!(!atom.contains("<script") && !atom.contains("<evil") && !atom.contains("A & B"));
        let rss = rss(&FEED, &[item()]);
        assert!(rss.contains("<pubDate>Mon, 03 Nov 2025 00:00:00 +0700</pubDate>"), "{rss}");
        assert!(!rss.contains("<script") && !rss.contains("<evil"));
        assert!(super::atom(&FEED, &[]).contains("<updated>1970-01-01T00:00:00Z</updated>"));
    }

    #[test]
    fn structured_data_says_what_the_page_says() {
        let told = news_article(&item(), "https://h/foto", "Pangkalpinang", "id");
        assert_eq!(told["headline"], item().title);
        assert_eq!(told["author"]["name"], "Lapas <Contoh>");
        assert_eq!(told["dateModified"], "2025-11-05");
        assert_eq!(told["image"][0], "https://h/foto");
    }
}
