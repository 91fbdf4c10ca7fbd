//! Just enough of SQL to see which tables a statement names and what it does to them.

use std::collections::BTreeSet;

/// What a statement does to a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Deed {
    Reads,
    Inserts,
    Updates,
    Deletes,
}

#[derive(Debug, PartialEq, Eq, Clone)]
enum Piece {
    /// A name or keyword, in lower case.
    Name(String),
    Mark(char),
}

fn pieces(sql: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut chars = sql.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\'' {
            // A text value; two quotes in a row come out as two values, which is the same to us.
            chars.by_ref().find(|c| *c == '\'');
            pieces.push(Piece::Mark('\''));
        } else if c == '-' && chars.peek() == Some(&'-') {
            chars.by_ref().find(|c| *c == '\n');
        } else if c.is_alphanumeric() || c == '_' || c == '$' {
            let mut name = c.to_lowercase().to_string();
            while let Some(c) = chars.next_if(|c| c.is_alphanumeric() || *c == '_') {
                name.extend(c.to_lowercase());
            }
            pieces.push(Piece::Name(name));
        } else if !c.is_whitespace() && c != '"' {
            pieces.push(Piece::Mark(c));
        }
    }
    pieces
}

fn name(pieces: &[Piece], at: usize) -> Option<&str> {
    if let Piece::Name(name) = pieces.get(at)? { Some(name) } else { None }
}

fn is_mark(pieces: &[Piece], at: usize, mark: char) -> bool {
    pieces.get(at) == Some(&Piece::Mark(mark))
}

/// Skips a bracketed group that opens at `at`; `at` itself when none does.
fn after_group(pieces: &[Piece], at: usize) -> usize {
    let mut depth = 0_usize;
    for place in at..pieces.len() {
        if is_mark(pieces, place, '(') {
            depth += 1;
        } else if is_mark(pieces, place, ')') {
            depth = depth.saturating_sub(1);
        }
        if depth == 0 {
            return if place == at { at } else { place + 1 };
        }
    }
    pieces.len()
}

/// Names that the statement itself makes with `WITH name [(columns)] AS [NOT MATERIALIZED] (`.
fn own_names(pieces: &[Piece]) -> BTreeSet<String> {
    let mut own = BTreeSet::new();
    if !pieces.contains(&Piece::Name("with".into())) {
        return own;
    }
    for at in 1..pieces.len() {
        let starts = is_mark(pieces, at - 1, ',')
            || matches!(name(pieces, at - 1), Some("with" | "recursive"));
        let Some(candidate) = name(pieces, at).filter(|_| starts) else { continue };
        let mut next = after_group(pieces, at + 1);
        if name(pieces, next) != Some("as") {
            continue;
        }
        next += 1;
        while matches!(name(pieces, next), Some("not" | "materialized")) {
            next += 1;
        }
        if is_mark(pieces, next, '(') {
            own.insert(candidate.to_owned());
        }
    }
    own
}

/// The tables that a statement names, and what it does to each.
pub fn tables(sql: &str) -> BTreeSet<(String, Deed)> {
    let pieces = pieces(sql);
    let own = own_names(&pieces);
    let mut found = BTreeSet::new();
    for at in 0..pieces.len() {
        let before = at.checked_sub(1).and_then(|at| name(&pieces, at));
        let deed = match (name(&pieces, at), before) {
            (Some("from"), Some("delete")) => Deed::Deletes,
            // `IS DISTINCT FROM` compares.
            (Some("from"), before) if before != Some("distinct") => Deed::Reads,
            (Some("join"), _) => Deed::Reads,
            (Some("into"), _) => Deed::Inserts,
            // `FOR UPDATE` locks, `DO UPDATE` belongs to the insert.
            (Some("update"), before) if !matches!(before, Some("for" | "do" | "key")) => {
                Deed::Updates
            }
            _ => continue,
        };
        list(&pieces, at + 1, deed, &mut |table| {
            if !own.contains(table) {
                found.insert((table.to_owned(), deed));
            }
        });
    }
    found
}

/// The tables of one `FROM a, b AS c`, skipping subqueries and functions.
fn list(pieces: &[Piece], from: usize, deed: Deed, take: &mut dyn FnMut(&str)) {
    let mut at = from;
    loop {
        while matches!(name(pieces, at), Some("only" | "lateral")) {
            at += 1;
        }
        let opens = is_mark(pieces, at + 1, '(');
        match name(pieces, at) {
            Some(table) if !opens || deed == Deed::Inserts => take(table),
            _ => {}
        }
        at = after_group(pieces, if opens { at + 1 } else { at });
        // Over the alias to a comma, if the list goes on.
        while name(pieces, at).is_some_and(|word| !ENDS_A_TABLE.contains(&word)) {
            at = after_group(pieces, at + 1);
        }
        if deed != Deed::Reads || !is_mark(pieces, at, ',') {
            return;
        }
        at += 1;
    }
}

const ENDS_A_TABLE: [&str; 20] = [
    "where",
    "join",
    "left",
    "right",
    "full",
    "inner",
    "cross",
    "natural",
    "group",
    "order",
    "having",
    "limit",
    "offset",
    "union",
    "except",
    "intersect",
    "window",
    "returning",
    "set",
    "on",
];

/// A word that the shared dialect does without, and what to write instead.
pub fn banned(sql: &str) -> Option<&'static str> {
    let pieces = pieces(sql);
    (0..pieces.len()).find_map(|at| {
        let before = at.checked_sub(1);
        match name(&pieces, at)? {
            "now" if is_mark(&pieces, at + 1, '(') => Some("`now()`: bind `ctx.now`"),
            "current_date" | "current_timestamp" | "current_time" => {
                Some("the database's clock: bind `ctx.now` or `ctx.today()`")
            }
            "interval" => Some("date arithmetic: compute the day in Rust and bind it"),
            "any" if before.is_some_and(|at| is_mark(&pieces, at, '=')) => {
                Some("`= ANY`: SQLite has none; join, or ask one by one")
            }
            "ilike" => Some("ILIKE: write `LOWER(x) LIKE $1`"),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(sql: &str) -> Vec<String> {
        tables(sql).into_iter().map(|(table, deed)| format!("{deed:?} {table}")).collect()
    }

    #[test]
    fn tables_are_found() {
        for (sql, expected) in [
            (
                "SELECT a FROM sales_sale s, sales_line AS l WHERE 1=1",
                "Reads sales_line, Reads sales_sale",
            ),
            ("SELECT a FROM \"x_y\" LEFT JOIN x_z ON x_z.a = x_y.a", "Reads x_y, Reads x_z"),
            (
                "INSERT INTO x_y(a) SELECT b FROM x_z ON CONFLICT (a) DO UPDATE SET a = 1",
                "Inserts x_y, Reads x_z",
            ),
            ("UPDATE x_y SET a = 1 FROM x_z WHERE b IS DISTINCT FROM c", "Reads x_z, Updates x_y"),
            (
                "DELETE FROM x_y WHERE a IN (SELECT b FROM (SELECT c FROM x_z) AS q)",
                "Reads x_z, Deletes x_y",
            ),
            (
                "WITH RECURSIVE t(n) AS (SELECT 1), u AS NOT MATERIALIZED (SELECT n FROM t) SELECT * FROM u JOIN x_y ON true FOR UPDATE",
                "Reads x_y",
            ),
            ("SELECT value FROM json_each($1) -- FROM nowhere\n WHERE a = 'FROM here'", ""),
        ] {
            let mut found = read(sql);
            found.sort_unstable();
            let mut expected: Vec<_> = expected.split(", ").filter(|e| !e.is_empty()).collect();
            expected.sort_unstable();
            assert_eq!(found, expected, "{sql}");
        }
    }

    #[test]
    fn banned_words_are_found() {
        for sql in [
            "SELECT NOW ()",
            "SELECT current_date",
            "SELECT a + INTERVAL '1 day'",
            "SELECT a WHERE a = ANY($1)",
            "SELECT a WHERE a ILIKE $1",
        ] {
            assert!(banned(sql).is_some(), "{sql}");
        }
        assert_eq!(banned("SELECT now_ms FROM x WHERE a = 'now()' AND any_x = 1"), None);
    }
}
