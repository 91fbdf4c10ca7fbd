//! Every word that a person reads, in Indonesian and in English.
//!
//! The words live in `words/id/*.toml` and `words/en/*.toml`. A key is the file's stem and the
//! path inside the file: `[list] title = "…"` in `id/sales.toml` is `sales.list.title`.
//! They are read at run time, so that a changed sentence rebuilds one crate and not the house.
//!
//! ```
//! use kernel::Lang;
//! use words::Speak;
//! words::install_for_tests();
//! assert_eq!(Lang::Id.t("common.save"), "Simpan");
//! assert_eq!(Lang::En.fill("common.page_of", &[("page", &2), ("pages", &7)]), "Page 2 of 7");
//! assert_eq!(Lang::En.count("common.results", 1), "1 result");
//! ```

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fmt, fs,
    path::Path,
    sync::{Mutex, OnceLock, PoisonError},
};

use kernel::{Capability, Lang, Refusal, group_thousands};

/// Words of one language by key. Texts live as long as the program, hence `&'static`.
type Dictionary = HashMap<&'static str, &'static str>;

static BOOKS: OnceLock<[Dictionary; 2]> = OnceLock::new();

/// A words file that cannot be read; the text names the file and says what is wrong.
#[derive(Debug)]
pub struct Unreadable(String);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl std::error::Error for Unreadable {}

/// Installs the words for the life of the program from `(language tag, file stem, TOML text)`.
/// A second call changes nothing.
///
/// # Errors
/// When a text is not TOML, holds anything but tables and texts, or the language is unknown.
pub fn install(files: &[(&str, &str, &str)]) -> Result<(), Unreadable> {
    if BOOKS.get().is_none() {
        let books = read(files)?;
        BOOKS.get_or_init(|| books.map(forever));
    }
    Ok(())
}

/// Installs the words from a folder that holds `id/*.toml` and `en/*.toml`.
///
/// # Errors
/// As [`install`], and when the folder cannot be read.
pub fn install_from(dir: &Path) -> Result<(), Unreadable> {
    if BOOKS.get().is_some() {
        return Ok(());
    }
    let mut files = Vec::new();
    for lang in Lang::ALL {
        let folder = dir.join(lang.tag());
        let fault = |e| Unreadable(format!("{}: {e}", folder.display()));
        for entry in fs::read_dir(&folder).map_err(fault)? {
            let path = entry.map_err(fault)?.path();
            if path.extension().is_some_and(|extension| extension == "toml") {
                let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                files.push((lang.tag(), stem, fs::read_to_string(&path).map_err(fault)?));
            }
        }
    }
    let files: Vec<_> = files.iter().map(|(l, s, t)| (*l, s.as_str(), t.as_str())).collect();
    install(&files)
}

/// Installs this repository's own words, for a test or an example.
///
/// # Panics
/// When a words file is broken: the test should say so.
#[expect(clippy::expect_used, reason = "a test without words would test the wrong thing")]
pub fn install_for_tests() {
    install_from(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("readable words");
}

/// All keys of a language, sorted: for the test that both languages say the same things.
pub fn keys(lang: Lang) -> Vec<&'static str> {
    let mut keys: Vec<_> = book(lang).map(|b| b.keys().copied().collect()).unwrap_or_default();
    keys.sort_unstable();
    keys
}

/// Looking up and filling the words of a language.
pub trait Speak: Copy {
    /// The words under `key`. English falls back to Indonesian; a missing key is its own answer,
    /// so that it is seen on the screen and by the tests.
    fn t(self, key: &str) -> &'static str;

    /// Whether this language (not its fallback) has the key.
    fn has(self, key: &str) -> bool;

    /// The words under `key` with each `{name}` replaced by its value.
    fn fill(self, key: &str, params: &[(&str, &dyn fmt::Display)]) -> String;

    /// The words for `n` things, `{n}` filled with its digits: `key.one` or `key.other`;
    /// Indonesian, which has no plural, may have plain `key`.
    fn count(self, key: &str, n: i64) -> String;

    /// The sentence of a refusal: code `settlement.period_closed` → key
    /// `settlement.refusal.period_closed`, filled with the refusal's params.
    fn refusal(self, refusal: &Refusal) -> String;

    /// What the capability is called on the screen.
    fn capability(self, capability: Capability) -> &'static str;
}

impl Speak for Lang {
    fn t(self, key: &str) -> &'static str {
        let own = book(self).and_then(|b| b.get(key));
        own.or_else(|| book(Self::Id)?.get(key)).copied().unwrap_or_else(|| missing(key))
    }

    fn has(self, key: &str) -> bool {
        book(self).is_some_and(|b| b.contains_key(key))
    }

    fn fill(self, key: &str, params: &[(&str, &dyn fmt::Display)]) -> String {
        fill(self.t(key), |name| {
            params.iter().find(|(own, _)| *own == name).map(|(_, value)| value.to_string())
        })
    }

    fn count(self, key: &str, n: i64) -> String {
        let form = if self == Self::En && n == 1 { ".one" } else { ".other" };
        let exact = format!("{key}{form}");
        let other = format!("{key}.other");
        let known = [exact.as_str(), other.as_str(), key].into_iter().find(|k| self.has(k));
        self.fill(known.unwrap_or(key), &[("n", &group_thousands(n))])
    }

    fn refusal(self, refusal: &Refusal) -> String {
        let (room, name) = refusal.code.split_once('.').unwrap_or(("kernel", refusal.code));
        fill(self.t(&format!("{room}.refusal.{name}")), |name| {
            let (_, value) = refusal.params.iter().find(|(own, _)| *own == name)?;
            let capability = (name == "capability").then(|| Capability::from_name(value)).flatten();
            Some(capability.map_or_else(|| value.clone(), |c| self.capability(c).to_owned()))
        })
    }

    fn capability(self, capability: Capability) -> &'static str {
        self.t(&format!("kernel.capability.{}", capability.name()))
    }
}

fn book(lang: Lang) -> Option<&'static Dictionary> {
    BOOKS.get().map(|books| &books[lang as usize])
}

/// Replaces each `{name}` that `value` knows; what it does not know stays visible. Where a word goes
/// by a number, both its forms stand there: `{there} {there?piece:pieces}`.
fn fill(template: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut text = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        match after.split_once('}').and_then(|(name, tail)| Some((said(name, &value)?, tail))) {
            Some((value, tail)) => {
                text.push_str(&value);
                rest = tail;
            }
            None => {
                text.push('{');
                rest = after;
            }
        }
    }
    text + rest
}

fn said(place: &str, value: &impl Fn(&str) -> Option<String>) -> Option<String> {
    let Some((name, forms)) = place.split_once('?') else { return value(place) };
    let (one, other) = forms.split_once(':')?;
    Some(if value(name)? == "1" { one } else { other }.to_owned())
}

/// Keys come from the source, never from a request, so the kept ones are few.
fn missing(key: &str) -> &'static str {
    static KEPT: Mutex<Option<HashSet<&'static str>>> = Mutex::new(None);
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    let kept = kept.get_or_insert_default();
    if let Some(known) = kept.get(key) {
        return known;
    }
    let leaked: &'static str = Box::leak(key.into());
    kept.insert(leaked);
    leaked
}

fn forever(book: BTreeMap<String, String>) -> Dictionary {
    let leak = |text: String| -> &'static str { Box::leak(text.into_boxed_str()) };
    book.into_iter().map(|(key, text)| (leak(key), leak(text))).collect()
}

fn read(files: &[(&str, &str, &str)]) -> Result<[BTreeMap<String, String>; 2], Unreadable> {
    let mut books = [BTreeMap::new(), BTreeMap::new()];
    for (tag, stem, text) in files {
        let fault = |what: String| Unreadable(format!("words/{tag}/{stem}.toml: {what}"));
        let lang = Lang::from_tag(tag).ok_or_else(|| fault("no such language".to_owned()))?;
        let table: toml::Table = text.parse().map_err(|e| fault(format!("{e}")))?;
        gather(&mut books[lang as usize], stem, &table).map_err(fault)?;
    }
    Ok(books)
}

fn gather(
    book: &mut BTreeMap<String, String>,
    path: &str,
    table: &toml::Table,
) -> Result<(), String> {
    for (name, value) in table {
        let key = format!("{path}.{name}");
        match value {
            toml::Value::String(text) => {
                book.insert(key, text.clone());
            }
            toml::Value::Table(inner) => gather(book, &key, inner)?,
            _ => return Err(format!("{key} is neither a text nor a table")),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::RefusalKind;

    #[test]
    fn both_languages_say_the_same_things() {
        install_for_tests();
        let stems = |lang| -> Vec<String> {
            let plural =
                |k: &str| k.strip_suffix(".one").or(k.strip_suffix(".other")).map(str::to_owned);
            let mut all: Vec<_> =
                keys(lang).into_iter().map(|k| plural(k).unwrap_or_else(|| k.to_owned())).collect();
            all.dedup();
            all
        };
        assert_eq!(stems(Lang::Id), stems(Lang::En));
    }

    #[test]
    fn places_of_both_languages_agree() {
        install_for_tests();
        let places = |text: &str| -> Vec<String> {
            let parts =
                text.split('{').skip(1).filter_map(|p| Some(p.split_once('}')?.0.to_owned()));
            // The forms of a word are each language's own.
            let mut all: Vec<_> = parts.filter(|place| !place.contains('?')).collect();
            all.sort();
            all
        };
        for key in keys(Lang::Id).into_iter().filter(|key| Lang::En.has(key)) {
            assert_eq!(places(Lang::Id.t(key)), places(Lang::En.t(key)), "{key}");
        }
    }

    #[test]
    fn filling_replaces_what_it_knows_and_never_fills_a_value() {
        let value = |name: &str| (name == "a").then(|| "{b}".to_owned());
        assert_eq!(fill("{a} {b} { c", value), "{b} {b} { c");
    }

    #[test]
    fn a_word_goes_by_its_number() {
        let said = |n: &str| {
            fill("{n} {n?piece:pieces}, {m?x:y}", |name| (name == "n").then(|| n.to_owned()))
        };
        assert_eq!(said("1"), "1 piece, {m?x:y}");
        assert_eq!(said("11"), "11 pieces, {m?x:y}");
        assert_eq!(said("0"), "0 pieces, {m?x:y}");
    }

    #[test]
    fn a_missing_key_is_its_own_answer() {
        assert_eq!(Lang::Id.t("nowhere.at.all"), "nowhere.at.all");
    }

    #[test]
    fn a_refusal_is_a_sentence_with_the_capability_in_words() {
        install_for_tests();
        let refusal = Refusal::new("kernel.not_allowed", RefusalKind::Forbidden)
            .with("capability", "record_goods");
        assert!(Lang::Id.refusal(&refusal).contains(Lang::Id.capability(Capability::RecordGoods)));
    }

    #[test]
    fn a_broken_file_is_named() {
        let error = read(&[("id", "sales", "a = [1]")]).err().map(|e| e.to_string());
        assert_eq!(
            error.as_deref(),
            Some("words/id/sales.toml: sales.a is neither a text nor a table")
        );
    }

    #[test]
    fn counts_follow_each_language() {
        install_for_tests();
        assert_eq!(Lang::En.count("common.results", 1), "1 result");
        assert_eq!(Lang::En.count("common.results", 1_200), "1.200 results");
        assert_eq!(Lang::Id.count("common.results", 1), "1 hasil");
    }
}
