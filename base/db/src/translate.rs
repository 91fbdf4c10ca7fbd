//! PostgreSQL's words of a migration in SQLite's, by a dictionary of a few words.
//!
//! It knows CREATE TABLE and ALTER TABLE … ADD COLUMN; other statements pass as they are, but for
//! types in casts. What SQLite cannot do the same way is refused with what to write instead.

/// The eight types of the house.
const TYPES: [(&str, &str); 8] = [
    ("bigint", "INTEGER"),
    ("text", "TEXT"),
    ("boolean", "INTEGER"),
    ("uuid", "BLOB"),
    ("timestamptz", "INTEGER"),
    ("date", "TEXT"),
    ("bytea", "BLOB"),
    ("jsonb", "TEXT"),
];

/// A piece of the text: a word, a symbol of one character, or what is left alone (space,
/// comments, quoted text).
#[derive(Debug, Clone, PartialEq)]
enum Piece {
    Word(String),
    Symbol(char),
    Other(String),
}

impl Piece {
    fn is(&self, word: &str) -> bool {
        matches!(self, Self::Word(own) if own.eq_ignore_ascii_case(word))
    }
    fn push_to(&self, text: &mut String) {
        match self {
            Self::Word(own) | Self::Other(own) => text.push_str(own),
            Self::Symbol(own) => text.push(*own),
        }
    }
}

/// The migration as SQLite reads it.
pub(crate) fn to_sqlite(text: &str) -> Result<String, String> {
    let pieces = pieces(text);
    let mut out = String::with_capacity(text.len() + 64);
    for statement in pieces.split_inclusive(|piece| *piece == Piece::Symbol(';')) {
        for piece in self::statement(statement.to_vec())? {
            piece.push_to(&mut out);
        }
    }
    Ok(out)
}

fn statement(mut pieces: Vec<Piece>) -> Result<Vec<Piece>, String> {
    cast_types(&mut pieces);
    let words: Vec<String> = pieces
        .iter()
        .filter_map(|piece| match piece {
            Piece::Word(word) => Some(word.to_lowercase()),
            _ => None,
        })
        .take(4)
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["create", "table", ..] => table(pieces),
        ["alter", "table", table, "add"] => add_column(pieces, table),
        ["comment", "on", ..] => Ok(Vec::new()),
        ["create", what @ ("function" | "trigger" | "extension" | "type" | "sequence"), ..]
        | [what @ "do", ..] => Err(format!(
            "{what}: write two files instead, NNNN_name.sqlite.sql and NNNN_name.postgres.sql"
        )),
        _ => Ok(pieces),
    }
}

/// `CAST(x AS uuid)` anywhere.
fn cast_types(pieces: &mut [Piece]) {
    for at in 2..pieces.len().saturating_sub(1) {
        let cast = pieces[at - 2].is("as") && pieces[at + 1] == Piece::Symbol(')');
        if let (true, Some(lite)) = (cast, lite_type(&pieces[at])) {
            pieces[at] = Piece::Word(lite.to_owned());
        }
    }
}

fn lite_type(piece: &Piece) -> Option<&'static str> {
    TYPES.iter().find(|(name, _)| piece.is(name)).map(|(_, lite)| *lite)
}

fn table(pieces: Vec<Piece>) -> Result<Vec<Piece>, String> {
    let open = pieces.iter().position(|piece| *piece == Piece::Symbol('('));
    let close = pieces.iter().rposition(|piece| *piece == Piece::Symbol(')'));
    let (Some(open), Some(close)) = (open, close) else {
        return Err("CREATE TABLE without ( … )".to_owned());
    };
    let name = word_before(&pieces[..open]).ok_or("CREATE TABLE without a name")?;
    let mut items = split_items(&pieces[open + 1..close]);
    let columns: Vec<String> = items
        .iter()
        .filter(|item| !is_constraint(item))
        .filter_map(|item| first_word(item))
        .collect();
    let mut checks = Vec::new();
    let mut out = pieces[..=open].to_vec();
    for (at, item) in items.iter_mut().enumerate() {
        if at > 0 {
            out.push(Piece::Symbol(','));
        }
        if !is_constraint(item) {
            column(item)?;
        }
        refuse_what_differs(item)?;
        name_checks(item, &name, &columns, &mut checks);
        out.append(item);
    }
    out.extend([Piece::Symbol(')'), Piece::Word(" STRICT".to_owned())]);
    out.extend_from_slice(&pieces[close + 1..]);
    Ok(out)
}

fn add_column(pieces: Vec<Piece>, table: &str) -> Result<Vec<Piece>, String> {
    let start = pieces.iter().position(|piece| piece.is("add")).map_or(0, |at| at + 1);
    let start = start + pieces[start..].iter().position(|p| p.is("column")).map_or(0, |at| at + 1);
    let mut item = pieces[start..].to_vec();
    column(&mut item)?;
    refuse_what_differs(&item)?;
    let columns: Vec<String> = first_word(&item).into_iter().collect();
    name_checks(&mut item, table, &columns, &mut Vec::new());
    Ok(pieces[..start].iter().cloned().chain(item).collect())
}

/// The type of a column, and the identity that counts up.
fn column(item: &mut Vec<Piece>) -> Result<(), String> {
    let words: Vec<usize> = word_places(item);
    let (name, kind) = match words.as_slice() {
        [name, kind, ..] => (*name, *kind),
        _ => return Err("a column without a type".to_owned()),
    };
    let Some(lite) = lite_type(&item[kind]) else {
        return Err(format!(
            "{:?} {:?}: the types are bigint, text, boolean, uuid, timestamptz, date, bytea, jsonb",
            item[name], item[kind]
        ));
    };
    item[kind] = Piece::Word(lite.to_owned());
    let identity = item.iter().position(|piece| piece.is("identity"));
    let generated = item.iter().position(|piece| piece.is("generated"));
    if let (Some(from), Some(to)) = (generated, identity) {
        item.drain(from..=to);
        let key =
            item.iter().position(|piece| piece.is("key")).ok_or("IDENTITY without PRIMARY KEY")?;
        item.insert(key + 1, Piece::Word(" AUTOINCREMENT".to_owned()));
    }
    Ok(())
}

fn refuse_what_differs(item: &[Piece]) -> Result<(), String> {
    let words: Vec<&Piece> = item.iter().filter(|piece| matches!(piece, Piece::Word(_))).collect();
    if words.iter().any(|word| word.is("deferrable")) {
        return Err("DEFERRABLE: one writer's late failure would fail everybody's commit".into());
    }
    for three in words.windows(3) {
        if three[0].is("constraint") && (three[2].is("unique") || three[2].is("primary")) {
            return Err("SQLite forgets the name of a UNIQUE constraint: leave the name out, or \
                        write CREATE UNIQUE INDEX name"
                .to_owned());
        }
    }
    Ok(())
}

/// Gives a nameless CHECK the name that PostgreSQL gives it, so that both tell the same.
fn name_checks(item: &mut Vec<Piece>, table: &str, columns: &[String], names: &mut Vec<String>) {
    let mut at = 0;
    while at < item.len() {
        if item[at].is("check") && !is_named(&item[..at]) {
            let name = check_name(&item[at..], table, columns, names);
            item.insert(at, Piece::Other(format!("CONSTRAINT {name} ")));
            names.push(name);
            at += 1;
        }
        at += 1;
    }
}

fn is_named(before: &[Piece]) -> bool {
    let words = word_places(before);
    words.len() >= 2 && before[words[words.len() - 2]].is("constraint")
}

fn check_name(check: &[Piece], table: &str, columns: &[String], names: &[String]) -> String {
    let mut used: Vec<&String> = Vec::new();
    let mut depth = 0;
    for piece in check {
        match piece {
            Piece::Symbol('(') => depth += 1,
            Piece::Symbol(')') if depth == 1 => break,
            Piece::Symbol(')') => depth -= 1,
            Piece::Word(word) => used.extend(columns.iter().filter(|own| *own == word)),
            _ => {}
        }
    }
    used.dedup();
    let base = match used.as_slice() {
        [one, rest @ ..] if rest.iter().all(|other| other == one) => format!("{table}_{one}_check"),
        _ => format!("{table}_check"),
    };
    let mut name = base.clone();
    let mut count = 0;
    while names.contains(&name) {
        count += 1;
        name = format!("{base}{count}");
    }
    name
}

fn is_constraint(item: &[Piece]) -> bool {
    let kinds = ["constraint", "primary", "unique", "check", "foreign"];
    first_word(item).is_none_or(|word| kinds.contains(&word.to_lowercase().as_str()))
}

fn first_word(item: &[Piece]) -> Option<String> {
    item.iter().find_map(|piece| match piece {
        Piece::Word(word) => Some(word.clone()),
        _ => None,
    })
}

fn word_before(pieces: &[Piece]) -> Option<String> {
    first_word(&pieces.iter().rev().cloned().collect::<Vec<_>>())
}

fn word_places(pieces: &[Piece]) -> Vec<usize> {
    let is_word = |(at, piece): (usize, &Piece)| matches!(piece, Piece::Word(_)).then_some(at);
    pieces.iter().enumerate().filter_map(is_word).collect()
}

/// Splits at the commas that stand in no parentheses.
fn split_items(pieces: &[Piece]) -> Vec<Vec<Piece>> {
    let mut items = vec![Vec::new()];
    let mut depth = 0;
    for piece in pieces {
        match piece {
            Piece::Symbol('(') => depth += 1,
            Piece::Symbol(')') => depth -= 1,
            Piece::Symbol(',') if depth == 0 => {
                items.push(Vec::new());
                continue;
            }
            _ => {}
        }
        if let Some(item) = items.last_mut() {
            item.push(piece.clone());
        }
    }
    items
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '\'' | '"' => quoted(rest, first),
            '-' if rest.starts_with("--") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |at| at + 2),
            c if c.is_whitespace() => run(rest, char::is_whitespace),
            c if is_word_part(c) => run(rest, is_word_part),
            c => c.len_utf8(),
        };
        let (piece, after) = rest.split_at(length);
        pieces.push(match first {
            c if is_word_part(c) => Piece::Word(piece.to_owned()),
            c if length == c.len_utf8() && !c.is_whitespace() => Piece::Symbol(c),
            _ => Piece::Other(piece.to_owned()),
        });
        rest = after;
    }
    pieces
}

/// The length of a quoted text; a doubled quote inside simply starts the next one.
fn quoted(text: &str, quote: char) -> usize {
    text[1..].find(quote).map_or(text.len(), |at| at + 2)
}

fn run(text: &str, of: impl Fn(char) -> bool) -> usize {
    text.find(|c| !of(c)).unwrap_or(text.len())
}

fn is_word_part(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_becomes_strict() {
        let lite = to_sqlite(
            "-- date and uuid stay; in a comment\n\
             CREATE TABLE entry (\n  id uuid NOT NULL PRIMARY KEY,\n  date date NOT NULL,\n  \
             kind text NOT NULL CHECK (kind IN ('date', 'it''s; bigint')),\n  \
             amount bigint NOT NULL CONSTRAINT not_zero CHECK (amount <> 0),\n  \
             CHECK (amount > 0 OR kind = 'date'),\n  UNIQUE (kind, amount)\n);\n\
             COMMENT ON TABLE entry IS 'x';\n\
             CREATE VIEW v AS SELECT CAST(id AS uuid), kind AS date FROM entry;\n",
        );
        assert_eq!(
            lite.as_deref(),
            Ok("-- date and uuid stay; in a comment\n\
             CREATE TABLE entry (\n  id BLOB NOT NULL PRIMARY KEY,\n  date TEXT NOT NULL,\n  \
             kind TEXT NOT NULL CONSTRAINT entry_kind_check CHECK (kind IN ('date', 'it''s; \
             bigint')),\n  \
             amount INTEGER NOT NULL CONSTRAINT not_zero CHECK (amount <> 0),\n  \
             CONSTRAINT entry_check CHECK (amount > 0 OR kind = 'date'),\n  UNIQUE (kind, amount)\n\
             ) STRICT;\n\
             CREATE VIEW v AS SELECT CAST(id AS BLOB), kind AS date FROM entry;\n")
        );
    }

    #[test]
    fn an_identity_counts_up() {
        let text = "CREATE TABLE t (n bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY);";
        let lite = to_sqlite(text);
        let wanted = "CREATE TABLE t (n INTEGER  PRIMARY KEY AUTOINCREMENT) STRICT;";
        assert_eq!(lite.as_deref(), Ok(wanted));
        let lite = to_sqlite("ALTER TABLE t ADD COLUMN b boolean CHECK (b);");
        let wanted = "ALTER TABLE t ADD COLUMN b INTEGER CONSTRAINT t_b_check CHECK (b);";
        assert_eq!(lite.as_deref(), Ok(wanted));
    }

    #[test]
    fn what_differs_is_refused() {
        for text in [
            "CREATE TABLE t (n real);",
            "CREATE TABLE t (n bigint, CONSTRAINT x UNIQUE (n));",
            "CREATE TABLE t (n bigint REFERENCES u DEFERRABLE);",
            "CREATE TRIGGER x BEFORE UPDATE ON t;",
        ] {
            assert!(to_sqlite(text).is_err(), "{text}");
        }
    }
}
