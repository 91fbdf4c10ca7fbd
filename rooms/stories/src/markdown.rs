//! Pure: a writer's Markdown as HTML that can do nothing. Every tag is one of ours; his own, and
//! pictures from elsewhere, come out as the words that they are.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag};

/// Tags within tags; deeper ones leave their words only.
const DEPTH_MAX: usize = 8;

/// The body of a story.
pub fn html(text: &str) -> String {
    let mut page = Page::default();
    for event in Parser::new_ext(text, Options::empty()) {
        page.add(event);
    }
    page.out
}

/// The body with the place and date line before its first words and the author's initials after
/// its last.
pub fn framed(html: &str, dateline: &str, initials: Option<&str>) -> String {
    let line = format!("<span class=\"dateline\">{}</span> — ", escaped(dateline));
    let begun = match html.strip_prefix("<p>") {
        Some(rest) => format!("<p>{line}{rest}"),
        None => format!("<p>{line}</p>{html}"),
    };
    let Some(initials) = initials else { return begun };
    let initials = format!("({})", escaped(initials));
    match begun.strip_suffix("</p>") {
        Some(rest) => format!("{rest} {initials}</p>"),
        None => format!("{begun}<p>{initials}</p>"),
    }
}

/// The words alone, in one line.
pub fn plain(text: &str) -> String {
    let mut words = String::new();
    for event in Parser::new_ext(text, Options::empty()) {
        match event {
            Event::Text(text) | Event::Code(text) => words.push_str(&text),
            Event::End(_) | Event::SoftBreak | Event::HardBreak => words.push(' '),
            _ => {}
        }
    }
    words.retain(is_writable);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a page and a feed can hold. `&#8;` in a text becomes a sign that no XML may have, and one
/// story of it would make the whole feed unreadable; signs that turn the writing round are no
/// writer's either.
fn is_writable(c: char) -> bool {
    matches!(c, '\n' | '\t') || !(kernel::is_hidden(c) || matches!(c, '\u{FFFE}' | '\u{FFFF}'))
}

/// The beginning of the words, cut between two of them.
pub fn lead(text: &str, letters: usize) -> String {
    let words = plain(text);
    if words.chars().count() <= letters {
        return words;
    }
    let cut: String = words.chars().take(letters).collect();
    let whole = cut.rfind(' ').map_or(cut.as_str(), |at| &cut[..at]);
    format!("{}…", whole.trim_end_matches([',', '.', ';', ':', '—', '-', ' ']))
}

/// Where a link leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// A path of this site.
    Own,
    /// Another site, which learns nothing of the reader and is not vouched for.
    Away,
}

/// What a link may be: `http`, `https`, or a path of this site.
pub fn link(to: &str) -> Option<Link> {
    if to.is_empty() || to.chars().any(|c| c == '\\' || c.is_whitespace() || kernel::is_hidden(c)) {
        return None;
    }
    if to.starts_with('/') {
        return (!to.starts_with("//")).then_some(Link::Own);
    }
    let (scheme, rest) = to.split_once("://")?;
    let known = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
    (known && rest.starts_with(|c: char| c.is_alphanumeric())).then_some(Link::Away)
}

/// Text for between tags and within quoted attributes.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if is_writable(c) => out.push(c),
            _ => {}
        }
    }
    out
}

#[derive(Default)]
struct Page {
    out: String,
    /// What closes each open tag; nothing for one that was left out.
    open: Vec<&'static str>,
    deep: usize,
}

impl Page {
    fn add(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(_) => self.end(),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                self.out.push_str(&escaped(&text));
            }
            Event::Code(text) => {
                self.out.push_str("<code>");
                self.out.push_str(&escaped(&text));
                self.out.push_str("</code>");
            }
            Event::SoftBreak => self.out.push('\n'),
            Event::HardBreak => self.out.push_str("<br>"),
            Event::Rule => self.out.push_str("<hr>"),
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                self.out.push_str(&escaped(&text));
            }
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        let (begin, end) = if self.deep < DEPTH_MAX { ours(tag) } else { (" ".into(), "") };
        self.out.push_str(&begin);
        self.open.push(end);
        self.deep += usize::from(!end.is_empty());
    }

    fn end(&mut self) {
        let end = self.open.pop().unwrap_or_default();
        self.out.push_str(end);
        self.deep -= usize::from(!end.is_empty());
    }
}

/// How a tag begins and ends here; empty where only its words are kept.
fn ours(tag: &Tag<'_>) -> (String, &'static str) {
    let plain = |begin: &str, end: &'static str| (begin.to_owned(), end);
    match tag {
        // The page's own title is its first heading.
        Tag::Heading { level: HeadingLevel::H1 | HeadingLevel::H2, .. } => plain("<h2>", "</h2>"),
        Tag::Heading { .. } => plain("<h3>", "</h3>"),
        Tag::Paragraph | Tag::HtmlBlock => plain("<p>", "</p>"),
        Tag::BlockQuote(_) => plain("<blockquote>", "</blockquote>"),
        Tag::CodeBlock(CodeBlockKind::Indented | CodeBlockKind::Fenced(_)) => {
            plain("<pre><code>", "</code></pre>")
        }
        Tag::List(None) => plain("<ul>", "</ul>"),
        Tag::List(Some(1)) => plain("<ol>", "</ol>"),
        Tag::List(Some(first)) => (format!("<ol start=\"{first}\">"), "</ol>"),
        Tag::Item => plain("<li>", "</li>"),
        Tag::Emphasis => plain("<em>", "</em>"),
        Tag::Strong => plain("<strong>", "</strong>"),
        Tag::Link { dest_url, .. } => match link(dest_url) {
            Some(Link::Own) => (format!("<a href=\"{}\">", escaped(dest_url)), "</a>"),
            Some(Link::Away) => {
                let to = escaped(dest_url);
                (format!("<a href=\"{to}\" rel=\"nofollow noopener noreferrer\">"), "</a>")
            }
            None => plain("", ""),
        },
        _ => plain("", ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_a_writer_needs_is_there() {
        let text = "# Besar\n\n### Kecil\n\nSatu **tebal** dan *miring*\\\nbaris.\n\n> Kutipan\n\n\
                    - a\n- b\n\n3. tiga\n\n[toko](/toko) [situs](https://contoh.id/a?b=1&c)\n\n---\n";
        let made = html(text);
        for part in [
            "<h2>Besar</h2>",
            "<h3>Kecil</h3>",
            "<strong>tebal</strong> dan <em>miring</em><br>baris.",
            "<blockquote><p>Kutipan</p></blockquote>",
            "<ul><li>a</li><li>b</li></ul>",
            "<ol start=\"3\"><li>tiga</li></ol>",
            "<a href=\"/toko\">toko</a>",
            "<a href=\"https://contoh.id/a?b=1&amp;c\" rel=\"nofollow noopener noreferrer\">situs</a>",
            "<hr>",
        ] {
            assert!(made.contains(part), "{part} in {made}");
        }
    }

    #[test]
    fn hostile_texts_are_words() {
        for text in [
            "<script>alert(1)</script>",
            "a <img src=x onerror=alert(1)> b",
            "<svg onload=alert(1)><a xlink:href=javascript:alert(1)>x</a></svg>",
            "<iframe src=//evil.example></iframe>",
            "<style>*{display:none}</style>",
            "<!-- --><base href=//evil.example>",
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt:alert(1))",
            "[x](java\nscript:alert(1))",
            "[x](&#106;avascript:alert(1))",
            "[x](data:text/html;base64,PHNjcmlwdD4=)",
            "[x](vbscript:x)",
            "[x](//evil.example)",
            "[x](/\\evil.example)",
            "[x](<https://a.example/\" onmouseover=\"alert(1)>)",
            "[x](https:///evil)",
            "![x](https://evil.example/pixel.png)",
            "![x](data:image/svg+xml;base64,PHN2Zz4=)",
            "[x]: javascript:alert(1)\n\n[x]",
            "<javascript:alert(1)>",
            "<a href=\"https://a.example\" style=\"x\">y</a>",
            "```html\n<script>alert(1)</script>\n```",
            "&lt;script&gt;alert(1)&lt;/script&gt;",
            "<![CDATA[<script>alert(1)</script>]]>",
            "<?php echo 1 ?>",
        ] {
            assert_harmless(&html(text));
        }
        assert_eq!(html("![pintu](https://evil.example/p.png)"), "<p>pintu</p>");
        assert_eq!(html("[x](javascript:alert(1))"), "<p>x</p>");
    }

    /// Only our own tags, and of their attributes only a link's.
    fn assert_harmless(made: &str) {
        const OURS: [&str; 16] = [
            "h2",
            "h3",
            "p",
            "blockquote",
            "pre",
            "code",
            "ul",
            "ol",
            "li",
            "em",
            "strong",
            "a",
            "br",
            "hr",
            "ol start",
            "a href",
        ];
        for piece in made.split('<').skip(1) {
            let (tag, _) = piece.split_once('>').unwrap_or_else(|| panic!("an open tag: {made}"));
            let name = tag.trim_start_matches('/');
            let name = name.split('=').next().unwrap_or_default();
            assert!(OURS.contains(&name), "{tag} in {made}");
            if let Some(rest) = tag.strip_prefix("a href=\"") {
                let (to, rest) = rest.split_once('"').unwrap_or_else(|| panic!("{made}"));
                assert!(link(&to.replace("&amp;", "&")).is_some(), "{to} in {made}");
                assert!(rest.is_empty() || rest == " rel=\"nofollow noopener noreferrer\"");
            }
        }
    }

    #[test]
    fn a_dateline_stands_before_and_initials_after() {
        assert_eq!(
            framed("<p>Satu</p><p>Dua</p>", "Kota, <b>", Some("IR")),
            "<p><span class=\"dateline\">Kota, &lt;b&gt;</span> — Satu</p><p>Dua (IR)</p>"
        );
        let list = framed("<ul><li>a</li></ul>", "Kota", Some("I&R"));
        assert!(list.starts_with("<p><span") && list.ends_with("</ul><p>(I&amp;R)</p>"), "{list}");
    }

    #[test]
    fn a_tower_of_quotes_stays_low() {
        let made = html(&format!("{}a", "> ".repeat(9_000)));
        assert_eq!(made.matches("<blockquote>").count(), DEPTH_MAX);
        assert_eq!(made.matches("</blockquote>").count(), DEPTH_MAX);
        assert!(made.contains('a'));
    }

    #[test]
    fn a_lead_ends_between_words() {
        assert_eq!(lead("Satu *dua*\ntiga", 100), "Satu dua tiga");
        assert_eq!(lead("Satu dua, tiga", 11), "Satu dua…");
        assert_eq!(plain("# A\n\nb [c](/d)\n\n<b>e</b>"), "A b c e");
    }

    proptest! {
        #[test]
        fn any_text_is_harmless(text in r#"([<>&"'()\[\]!#*`_:/\\ \nA-z0-9-]|<a |javascript:|\]\(|https://){0,60}"#) {
            let made = html(&text);
            assert_harmless(&made);
            let opened = |tag: &str| made.matches(&format!("<{tag}")).count();
            let closed = |tag: &str| made.matches(&format!("</{tag}>")).count();
            for tag in ["blockquote", "ul", "em", "strong", "h2"] {
                prop_assert_eq!(opened(tag), closed(tag), "{}", tag);
            }
        }
    }
}
