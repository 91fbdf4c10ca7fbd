//! A statement is a text known when the program is compiled, with the place where it stands.

/// One SQL text for both databases. Made by [`crate::sql!`], or by [`crate::sql_pair!`] where the
/// dialects truly differ.
#[derive(Debug, Clone, Copy)]
pub struct Sql {
    /// PostgreSQL's words, with `$1`.
    pub text: &'static str,
    /// SQLite's: `?1` for `$1`, and its own type words in casts.
    pub lite: &'static str,
    /// `file:line`, for messages.
    pub at: &'static str,
}

inventory::collect!(Sql);

impl Sql {
    /// A statement made while the program runs: only for the tables of `copy_all`, which nobody
    /// knows beforehand. The text is never freed.
    pub(crate) fn made(text: String, at: &'static str) -> Self {
        let text: &'static str = text.leak();
        let lite: &'static str = text.replace('$', "?").leak();
        Self { text, lite, at }
    }

    /// A statement of the waist itself for one of the databases; not registered, because the
    /// other one cannot prepare it.
    pub(crate) const fn only(text: &'static str) -> Self {
        Self { text, lite: text, at: "base/db" }
    }
}

/// Every statement of the program that this binary links, in no particular order.
pub fn every_statement() -> impl Iterator<Item = &'static Sql> {
    inventory::iter::<Sql>.into_iter()
}

/// A statement for both databases, registered for [`every_statement`].
///
/// `$1` placeholders, RETURNING, ON CONFLICT, CTE, windows, FILTER and `->>` are shared.
/// `CAST(… AS uuid)`, date, timestamptz, boolean, bytea and jsonb become SQLite's words.
#[macro_export]
macro_rules! sql {
    ($text:expr) => {
        $crate::sql_pair!(sqlite: $text, postgres: $text)
    };
}

/// Two texts, where one cannot do. `cargo xtask tidy` counts them; there is a budget.
#[macro_export]
macro_rules! sql_pair {
    (sqlite: $lite:expr, postgres: $text:expr $(,)?) => {{
        const TEXT: &str = $text;
        const LITE: &str = $lite;
        const BYTES: [u8; LITE.len()] = $crate::hidden::lite_bytes(LITE);
        const SQL: $crate::Sql = $crate::Sql {
            text: TEXT,
            lite: $crate::hidden::lite_text(&BYTES),
            at: concat!(file!(), ":", line!()),
        };
        $crate::hidden::inventory::submit! { SQL }
        SQL
    }};
}

/// SQLite's word for a type in `CAST(… AS word)`, padded to the same length.
const CASTS: [(&[u8], &[u8]); 6] = [
    (b"uuid", b"blob"),
    (b"date", b"text"),
    (b"bytea", b"blob "),
    (b"jsonb", b"text "),
    (b"boolean", b"integer"),
    (b"timestamptz", b"integer    "),
];

/// `$7` → `?7` and the words of casts. Same length, so that it can be done when compiling.
pub const fn lite_bytes<const N: usize>(text: &str) -> [u8; N] {
    let from = text.as_bytes();
    let mut to = [0; N];
    let mut at = 0;
    while at < N {
        to[at] = from[at];
        if from[at] == b'$' && at + 1 < N && from[at + 1].is_ascii_digit() {
            to[at] = b'?';
        }
        at += 1;
    }
    let mut word = 0;
    while word < CASTS.len() {
        let (name, lite) = CASTS[word];
        let mut at = 4;
        while at + name.len() < N {
            if is_cast(from, at, name) {
                let mut byte = 0;
                while byte < lite.len() {
                    to[at + byte] = lite[byte];
                    byte += 1;
                }
            }
            at += 1;
        }
        word += 1;
    }
    to
}

/// Whether ` AS name)` stands around `at`.
const fn is_cast(text: &[u8], at: usize, name: &[u8]) -> bool {
    let before = text[at - 1] == b' '
        && text[at - 2].eq_ignore_ascii_case(&b's')
        && text[at - 3].eq_ignore_ascii_case(&b'a')
        && text[at - 4].is_ascii_whitespace();
    if !before || text[at + name.len()] != b')' {
        return false;
    }
    let mut byte = 0;
    while byte < name.len() {
        if !text[at + byte].eq_ignore_ascii_case(&name[byte]) {
            return false;
        }
        byte += 1;
    }
    true
}

pub const fn lite_text(bytes: &[u8]) -> &str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => panic!("only ASCII bytes were changed"),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn places_and_casts_become_sqlites() {
        let sql = sql!(
            "SELECT '$.é', CAST($12 AS uuid), cast(a as date), CAST(b AS timestamptz) FROM t \
             WHERE x = $1 AND CAST($2 AS text) IS NULL"
        );
        assert_eq!(
            sql.lite,
            "SELECT '$.é', CAST(?12 AS blob), cast(a as text), CAST(b AS integer    ) FROM t \
             WHERE x = ?1 AND CAST(?2 AS text) IS NULL"
        );
        assert!(super::every_statement().any(|one| one.at == sql.at));
    }
}
