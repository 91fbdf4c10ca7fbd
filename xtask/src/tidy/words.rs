//! Every word in both languages, and every key that the code asks for.

use std::collections::{BTreeMap, BTreeSet};

use super::{Finding, House, Rust};
use crate::source::{File, Kind, macro_calls};

pub const LANGUAGES: [&str; 2] = ["id", "en"];
/// Methods of `words::Speak` that take a key first.
const ASKS: [&str; 3] = ["t", "fill", "count"];

/// key → (file, text); forms of a plural (`.one`, `.other`) are gathered under their key.
#[derive(Default)]
struct Book {
    forms: BTreeMap<String, (String, String)>,
    keys: BTreeMap<String, (String, BTreeSet<String>)>,
}

pub fn check(house: &House) -> Vec<Finding> {
    let mut findings = Vec::new();
    let books = LANGUAGES.map(|language| book(house, language, &mut findings));
    if books.iter().all(|book| book.keys.is_empty()) {
        return findings;
    }
    both_say_the_same(&books, &mut findings);
    for rust in &house.rust {
        asked(rust, &books[0], &mut findings);
        refused(rust, &books[0], &mut findings);
    }
    findings
}

/// The texts of a language whose keys are wanted, in small letters.
pub fn texts(house: &House, language: &str, wanted: fn(&str) -> bool) -> BTreeSet<String> {
    let book = book(house, language, &mut Vec::new());
    let wanted = book.forms.into_iter().filter(|(key, _)| wanted(key));
    wanted.map(|(_, (_, text))| text.trim().to_lowercase()).collect()
}

fn book(house: &House, language: &str, findings: &mut Vec<Finding>) -> Book {
    let mut book = Book::default();
    let folder = format!("words/{language}/");
    for file in
        house.files.iter().filter(|f| f.path.starts_with(&folder) && f.has_extension("toml"))
    {
        let stem = file.path[folder.len()..].trim_end_matches(".toml");
        match file.text.parse::<toml::Table>() {
            Ok(table) => gather(file, stem, &toml::Value::Table(table), &mut book, findings),
            Err(e) => findings.push(Finding::new(&file.path, 1, format!("is not TOML: {e}"))),
        }
    }
    book
}

fn gather(
    file: &File,
    key: &str,
    value: &toml::Value,
    book: &mut Book,
    findings: &mut Vec<Finding>,
) {
    match value {
        toml::Value::Table(table) => {
            for (name, value) in table {
                gather(file, &format!("{key}.{name}"), value, book, findings);
            }
        }
        toml::Value::String(text) if !text.trim().is_empty() => {
            let plain = key.strip_suffix(".one").or_else(|| key.strip_suffix(".other"));
            let plain = plain.unwrap_or(key).to_owned();
            let entry =
                book.keys.entry(plain).or_insert_with(|| (file.path.clone(), BTreeSet::new()));
            entry.1.extend(places(text));
            book.forms.insert(key.to_owned(), (file.path.clone(), text.clone()));
        }
        _ => findings.push(Finding::new(&file.path, 1, format!("`{key}` is empty or no text"))),
    }
}

/// The `{names}` in a text.
fn places(text: &str) -> BTreeSet<String> {
    let after = text.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
    let is_name =
        |name: &&str| !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    after.map(|(name, _)| name).filter(is_name).map(str::to_owned).collect()
}

fn both_say_the_same(books: &[Book; 2], findings: &mut Vec<Finding>) {
    for (own, other, language) in [(&books[0], &books[1], "en"), (&books[1], &books[0], "id")] {
        for (key, (path, names)) in &own.keys {
            let Some((_, others)) = other.keys.get(key) else {
                let says = format!("`{key}` is missing in words/{language}");
                findings.push(Finding::new(path, 1, says));
                continue;
            };
            for name in names.difference(others).filter(|name| *name != "n") {
                let says = format!("`{key}` fills {{{name}}} here and not in words/{language}");
                findings.push(Finding::new(path, 1, says));
            }
        }
    }
}

fn asked(rust: &Rust, book: &Book, findings: &mut Vec<Finding>) {
    for w in rust.tokens.windows(4).filter(|w| !w[0].in_test) {
        let call = w[0].is_mark('.') && w[2].kind == Kind::Open('(');
        let Some(method) = w[1].word().filter(|word| call && ASKS.contains(word)) else { continue };
        let Some(key) = w[3].text() else { continue };
        let known = if method == "count" {
            book.keys.contains_key(key)
        } else {
            book.forms.contains_key(key)
        };
        if !known {
            let says = format!("`{key}` is in no words file: add it to words/id and words/en");
            findings.push(Finding::new(&rust.file.path, w[3].line, says));
        }
    }
}

/// `refusals!{ "room"; Name = "code", Kind; … }` and `Refusal::new("room.code", …)`.
fn refused(rust: &Rust, book: &Book, findings: &mut Vec<Finding>) {
    let mut sentence = |code: &str, line: usize| {
        let (room, name) = code.split_once('.').unwrap_or(("kernel", code));
        let key = format!("{room}.refusal.{name}");
        if !book.forms.contains_key(&key) {
            let says = format!(
                "the refusal `{code}` has no sentence: add `{key}` to words/id and words/en, saying what to do next"
            );
            findings.push(Finding::new(&rust.file.path, line, says));
        }
    };
    for call in macro_calls(&rust.tokens, "refusals") {
        let mut room = None;
        for (at, token) in call.iter().enumerate().filter(|(_, token)| !token.in_test) {
            // A doc comment is a text too.
            let Some(text) = token.text().filter(|_| !is_doc(call, at)) else { continue };
            match room {
                None => room = Some(text),
                Some(room) => sentence(&format!("{room}.{text}"), token.line),
            }
        }
    }
    for w in rust.tokens.windows(6).filter(|w| !w[0].in_test) {
        let new = w[0].is_word("Refusal") && w[3].is_word("new") && w[4].kind == Kind::Open('(');
        if let Some(code) = w[5].text().filter(|_| new) {
            sentence(code, w[5].line);
        }
    }
}

fn is_doc(tokens: &[crate::source::Token], at: usize) -> bool {
    at >= 2 && tokens[at - 1].is_mark('=') && tokens[at - 2].is_word("doc")
}

#[cfg(test)]
mod tests {
    use crate::tidy::said;

    const ID: &str = "words/id/sales.toml";
    const EN: &str = "words/en/sales.toml";

    fn books(id: &str, en: &str) -> Vec<String> {
        said(super::check, &[(ID, id), (EN, en)])
    }

    #[test]
    fn both_languages_have_the_same_keys() {
        assert!(books("[list]\ntitle = \"Laku\"", "list.title = \"Sales\"").is_empty());
        assert!(books("a = \"A\"\nb = \"B\"", "a = \"A\"")[0].contains("`sales.b` is missing"));
        assert!(books("a = \"\"", "a = \"A\"")[0].contains("empty"));
        assert!(
            books("lines = \"{n} baris\"", "lines.one = \"1 line\"\nlines.other = \"{n} lines\"")
                .is_empty()
        );
    }

    #[test]
    fn both_languages_fill_the_same_places() {
        assert!(books("a = \"{shop} dan {day}\"", "a = \"{day}: {shop}\"").is_empty());
        assert!(books("a = \"{shop}\"", "a = \"{name}\"").len() == 2);
    }

    #[test]
    fn asked_words_are_there() {
        let code = |body: &str| {
            let text = format!("fn a() {{ {body} }}");
            let words =
                "title = \"Laku\"\nlines.other = \"{n} baris\"\n[refusal]\nclosed = \"Tutup\"";
            said(super::check, &[(ID, words), (EN, words), ("rooms/sales/src/pages.rs", &text)])
        };
        assert!(
            code("lang.t(\"sales.title\"); lang.count(\"sales.lines\", 3); iter.count();")
                .is_empty()
        );
        assert_eq!(code("lang.t(\"sales.titel\")").len(), 1);
        assert_eq!(code("lang.fill(\"sales.no\", &[])").len(), 1);
        assert!(
            code("refusals! { \"sales\"; /// doc\n Closed = \"closed\", Conflict; }").is_empty()
        );
        assert_eq!(code("refusals! { \"sales\"; Open = \"open\", Conflict; }").len(), 1);
        assert_eq!(code("Refusal::new(\"sales.gone\", Kind::Invalid)").len(), 1);
    }
}
