//! What somebody typed into a form, as it was typed.

use std::collections::{BTreeMap, BTreeSet};

/// The flat names of a form's fields (`price`, `lines[0][quantity]`) and their texts as typed, so
/// that a refused form comes back as it was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    values: BTreeMap<String, String>,
    files: BTreeSet<String>,
}

impl Typed {
    /// The last of two pairs with the same name counts: a hidden `off` before a checkbox works.
    pub fn from_pairs<N: Into<String>, V: Into<String>>(
        pairs: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        let values = pairs.into_iter().map(|(n, v)| (n.into(), v.into())).collect();
        Self { values, files: BTreeSet::new() }
    }

    /// The names of the fields that carried a file; the files themselves are not kept.
    pub fn with_files(mut self, names: impl IntoIterator<Item = String>) -> Self {
        self.files.extend(names);
        self
    }

    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(String::as_str)
    }

    /// Whether this field carried a file.
    pub fn has_file(&self, name: &str) -> bool {
        self.files.contains(name)
    }

    /// `None` when the field was not sent; an empty field is `Some("")`.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// What was typed, else `default`.
    pub fn or<'a>(&'a self, name: &str, default: &'a str) -> &'a str {
        self.get(name).unwrap_or(default)
    }

    /// Sets a value, as when a page is opened with something chosen already.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.values.insert(name.into(), value.into());
    }

    /// Whether nothing was sent yet: a form that is opened for the first time.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The number of rows up to the last in which something was typed: `lines[4][note]` → 5.
    pub fn rows(&self, list: &str) -> usize {
        let filled = self.values.iter().filter(|(_, value)| !value.trim().is_empty());
        let names = filled.map(|(name, _)| name).chain(&self.files);
        names.filter_map(|name| Some(index_of(name, list)? + 1)).max().unwrap_or(0)
    }

    /// The row of `list` whose `field` the page itself filled with `value`. Blank rows are left out
    /// of what comes back, so a page finds its row by what it is about, not by its place; a row
    /// that did not come back gets a number (`at` from the last) that no other has.
    pub fn row_of(&self, list: &str, field: &str, value: &str, at: usize) -> usize {
        let rows = self.rows(list);
        let came = |n: &usize| self.get(&format!("{list}[{n}][{field}]")) == Some(value);
        (0..rows).find(came).unwrap_or(rows + at)
    }

    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.values.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// More rows than this are not a form that a person typed.
const ROWS_MAX: usize = 500;

fn index_of(name: &str, list: &str) -> Option<usize> {
    let (digits, _) = name.strip_prefix(list)?.strip_prefix('[')?.split_once(']')?;
    digits.parse().ok().filter(|index| *index < ROWS_MAX)
}

/// The form name of a refusal's field: `lines[2].quantity` → `lines[2][quantity]`.
pub(crate) fn form_name(path: &str) -> String {
    let mut parts = path.split('.');
    let head = parts.next().unwrap_or_default().to_owned();
    parts.fold(head, |name, part| match part.split_once('[') {
        Some((word, rest)) => format!("{name}[{word}][{rest}"),
        None => format!("{name}[{part}]"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_kept() {
        let typed = Typed::from_pairs([("price", "30.000"), ("a", "off"), ("a", "on")]);
        assert_eq!(typed.get("price"), Some("30.000"));
        assert_eq!(typed.get("a"), Some("on"));
        assert_eq!(typed.or("note", "kosong"), "kosong");
        assert!(Typed::default().is_empty() && !typed.is_empty());
    }

    #[test]
    fn rows_reach_to_the_last_one_filled() {
        let typed = Typed::from_pairs([
            ("lines[0][quantity]", "2"),
            ("lines[3][note]", "x"),
            ("lines[7][note]", " "),
            ("lines[900][note]", "x"),
            ("linesman[9]", "x"),
        ]);
        assert_eq!(typed.rows("lines"), 4);
        assert_eq!(typed.rows("makers"), 0);
    }

    #[test]
    fn a_refusals_path_is_a_form_name() {
        for (path, name) in [
            ("price", "price"),
            ("lines[2].quantity", "lines[2][quantity]"),
            ("terms.shop.share", "terms[shop][share]"),
            ("batch.makers[1].hours", "batch[makers][1][hours]"),
        ] {
            assert_eq!(form_name(path), name);
        }
    }
}
