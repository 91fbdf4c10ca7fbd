//! Pure: texts for programs: maps of pages, feeds, sheets.

use kernel::Day;

pub const XML: &str = "application/xml; charset=utf-8";
pub const CSV: &str = "text/csv; charset=utf-8";

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const MAP: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// A line of a sheet: name and value of each column, in their order.
pub type Row = Vec<(&'static str, String)>;

/// What XML 1.0 can hold, with what it knows escaped.
fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            c => out.push(c),
        }
    }
    out
}

/// The addresses of pages (sitemaps.org), with the day of the last change where it is known.
pub fn map(pages: impl Iterator<Item = (String, Option<Day>)>) -> String {
    let each = pages.map(|(address, changed)| {
        let changed = changed.map(|day| format!("<lastmod>{day}</lastmod>")).unwrap_or_default();
        format!("<url><loc>{}</loc>{changed}</url>\n", xml(&address))
    });
    format!("{HEAD}<urlset xmlns=\"{MAP}\">\n{}</urlset>\n", each.collect::<String>())
}

/// The addresses of such maps.
pub fn map_of_maps(addresses: impl Iterator<Item = String>) -> String {
    let each = addresses.map(|one| format!("<sitemap><loc>{}</loc></sitemap>\n", xml(&one)));
    format!("{HEAD}<sitemapindex xmlns=\"{MAP}\">\n{}</sitemapindex>\n", each.collect::<String>())
}

/// RSS 2.0 with the names that market places read (g:), and where the next part of it is.
pub fn market((title, lead): (&str, &str), url: &str, next: Option<&str>, rows: &[Row]) -> String {
    let next = next.map(|href| {
        let atom = "xmlns:atom=\"http://www.w3.org/2005/Atom\"";
        format!("<atom:link {atom} rel=\"next\" href=\"{}\"/>\n", xml(href))
    });
    let item = |row: &Row| {
        let said = row.iter().filter(|(_, value)| !value.is_empty());
        let fields = said.map(|(name, value)| format!("<g:{name}>{}</g:{name}>\n", xml(value)));
        format!("<item>\n{}</item>\n", fields.collect::<String>())
    };
    let items: String = rows.iter().map(item).collect();
    format!(
        "{HEAD}<rss version=\"2.0\" xmlns:g=\"http://base.google.com/ns/1.0\">\n<channel>\n\
         <title>{}</title>\n<link>{}</link>\n<description>{}</description>\n{}{items}</channel>\n\
         </rss>\n",
        xml(title),
        xml(url),
        xml(lead),
        next.unwrap_or_default(),
    )
}

/// A sheet with a head, for people's programs too: a value that a spreadsheet would take for a
/// formula begins with an apostrophe. The mark in front says that it is UTF-8.
pub fn csv(rows: &[Row]) -> String {
    let mut text = "\u{FEFF}".to_owned();
    if let Some(first) = rows.first() {
        let head: Vec<String> = first.iter().map(|(name, _)| cell(name)).collect();
        text += &format!("{}\r\n", head.join(","));
    }
    for row in rows {
        let cells: Vec<String> = row.iter().map(|(_, value)| cell(value)).collect();
        text += &format!("{}\r\n", cells.join(","));
    }
    text
}

fn cell(value: &str) -> String {
    let formula = value.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let value = if formula { format!("'{value}") } else { value.to_owned() };
    if value.contains([',', '"', '\n', '\r', ';']) {
        return format!("\"{}\"", value.replace('"', "\"\""));
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_sheet_holds_no_formula() {
        let rows = vec![vec![("a", "=1+1".to_owned()), ("b", "x,\"y\"".to_owned())]];
        assert_eq!(csv(&rows), "\u{FEFF}a,b\r\n'=1+1,\"x,\"\"y\"\"\"\r\n");
        assert_eq!(csv(&[]), "\u{FEFF}");
    }

    #[test]
    fn what_people_typed_is_no_tag() {
        let rows = vec![vec![("title", "</g:title><evil> & \u{7}".to_owned())]];
        let text = market(("a<b", ""), "https://hilir.example", Some("https://a/2?b&c"), &rows);
        assert!(text.contains("rel=\"next\" href=\"https://a/2?b&amp;c\"/>"), "{text}");
        assert!(!market(("a", ""), "", None, &rows).contains("atom"));
        assert!(text.contains("<title>a&lt;b</title>"));
        assert!(text.contains("<g:title>&lt;/g:title&gt;&lt;evil&gt; &amp; </g:title>"), "{text}");
        let day = Day::new(2026, 1, 5);
        let map = map([("https://a/?x=1&y=2".to_owned(), day)].into_iter());
        assert!(map.contains("x=1&amp;y=2</loc><lastmod>2026-01-05</lastmod></url>"), "{map}");
    }

    proptest! {
        #[test]
        fn any_text_stays_in_its_cell(value in "\\PC{0,40}") {
            let rows = vec![vec![("a", value.clone()), ("b", "z".to_owned())]];
            let text = csv(&rows);
            let outside = text.matches('"').count();
            prop_assert_eq!(outside % 2, 0);
            prop_assert!(text.ends_with(",z\r\n"));
        }
    }
}
