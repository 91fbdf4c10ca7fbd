//! Whose table it is: a room's SQL names its own tables, and what is written once stays.

use super::{Finding, House, Rust, sql_text};
use crate::source::{Token, macro_bodies, macro_calls};
use sql_text::Deed;

/// Statements that truly differ between the two databases.
const PAIRS_MAX: usize = 12;
/// How a migration says that what happened, happened: a correction is a new row.
const FOREVER: &str = " BEFORE UPDATE OR DELETE ON ";

pub fn check(house: &House) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut pairs = 0;
    let forever = forever(house);
    for rust in house.rust.iter().filter(|rust| !rust.file.path.starts_with("xtask/")) {
        for call in macro_calls(&rust.tokens, "sql") {
            statement(rust, (call, Text::Shared), &forever, &mut findings);
        }
        // Parts of statements stand in macros of their own.
        for body in macro_bodies(&rust.tokens).into_iter().filter(|_| rust.file.room().is_some()) {
            statement(rust, (body, Text::Part), &forever, &mut findings);
        }
        for call in macro_calls(&rust.tokens, "sql_pair") {
            if call.first().is_some_and(|token| token.in_test) || rust.file.path.starts_with(WAIST)
            {
                continue;
            }
            statement(rust, (call, Text::Pair), &forever, &mut findings);
            pairs += 1;
            if pairs > PAIRS_MAX {
                let says = format!(
                    "pair {pairs} of at most {PAIRS_MAX}: find a text that both databases read"
                );
                let line = call.first().map_or(1, |token| token.line);
                findings.push(Finding::new(&rust.file.path, line, says));
            }
        }
    }
    findings
}

/// The waist defines the macros, and tests them on tables of its own.
const WAIST: &str = "base/db/";

/// What a text is to the two databases.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Text {
    Shared,
    Pair,
    /// Something that a macro says: SQL where it has its words, else a comment or whatever.
    Part,
}

const WORDS: [&str; 5] = ["FROM ", "JOIN ", "INTO ", "UPDATE ", "SELECT "];

fn forever<'f>(house: &House<'f>) -> Vec<&'f str> {
    let migrations = house.files.iter().filter(|file| file.path.starts_with("migrations/"));
    let named = migrations.flat_map(|file| file.text.lines()).filter_map(|l| l.split_once(FOREVER));
    named.map(|(_, table)| table.trim()).collect()
}

fn statement(
    rust: &Rust,
    (call, kind): (&[Token], Text),
    forever: &[&str],
    findings: &mut Vec<Finding>,
) {
    let file = rust.file;
    if file.path.starts_with(WAIST) {
        return;
    }
    for token in call {
        let Some(sql) = token.text() else { continue };
        if kind == Text::Part && !WORDS.iter().any(|word| sql.contains(word)) {
            continue;
        }
        let mut name = |says: String| findings.push(Finding::new(&file.path, token.line, says));
        if let Some(says) = sql_text::banned(sql).filter(|_| kind != Text::Pair) {
            name(format!("{says} (the SQL is shared by SQLite and PostgreSQL)"));
        }
        // A test may look into a neighbour's table, to see what its deed did there.
        if token.in_test {
            continue;
        }
        for (table, deed) in sql_text::tables(sql) {
            if forever.contains(&table.as_str()) && deed >= Deed::Updates {
                name(format!("`{table}` is append-only: correct with a reversing row"));
            }
            if let Some(says) = ownership(&file.path, file.room(), &table, deed) {
                name(says);
            }
        }
    }
}

/// Why this statement may not touch the table; `None` when it may.
fn ownership(path: &str, room: Option<&str>, table: &str, deed: Deed) -> Option<String> {
    let base = path.strip_prefix("base/").and_then(|rest| rest.split('/').next());
    let owner = room.or(base)?;
    if table.strip_prefix(owner).is_some_and(|rest| rest.starts_with('_')) {
        return None;
    }
    if owner == "overview" {
        return (deed > Deed::Reads)
            .then(|| format!("overview writes `{table}`: it may read any table and write none"));
    }
    Some(format!("`{table}` is not `{owner}`'s: call the door of the room that owns it"))
}

#[cfg(test)]
mod tests {
    use crate::tidy::said;

    fn check(path: &str, sql: &str) -> Vec<String> {
        said(super::check, &[(path, &format!("fn a() {{ sql!(\"{sql}\") }}"))])
    }

    #[test]
    fn a_table_belongs_to_its_room() {
        let store = "rooms/sales/src/store.rs";
        assert!(check(store, "SELECT a FROM sales_sale").is_empty());
        assert!(check(store, "SELECT a FROM ledger_balance")[0].contains("not `sales`'s"));
        assert_eq!(check(store, "SELECT a FROM sales_sale JOIN people_shop ON true").len(), 1);
        assert_eq!(check("base/journal/src/lib.rs", "INSERT INTO job_x (a) VALUES (1)").len(), 1);
        assert_eq!(check("rooms/storefront/src/store.rs", "SELECT a FROM people_maker").len(), 1);
        assert!(check("rooms/sales/tests/it/a.rs", "SELECT a FROM ledger_balance").is_empty());
    }

    #[test]
    fn what_a_macro_adds_is_read_too() {
        let macro_of = |sql: &str| format!("macro_rules! rows {{ () => {{ \"{sql}\" }}; }}");
        let check = |sql: &str| said(super::check, &[("rooms/sales/src/store.rs", &macro_of(sql))]);
        assert!(check(" FROM sales_sale AS s JOIN sales_line ON true").is_empty());
        assert!(check("Pictures from elsewhere are not shown.").is_empty());
        assert!(
            check(" FROM sales_sale AS s JOIN people_shop AS p ON true")[0]
                .contains("not `sales`'s")
        );
    }

    #[test]
    fn overview_reads_everything_and_writes_nothing() {
        let store = "rooms/overview/src/store.rs";
        assert!(check(store, "SELECT a FROM sales_sale").is_empty());
        assert!(check(store, "UPDATE sales_sale SET a = 1")[0].contains("write none"));
    }

    #[test]
    fn what_is_written_once_stays() {
        let rule = "CREATE TRIGGER x BEFORE UPDATE OR DELETE ON ledger_posting\n FOR EACH ROW";
        let check = |sql: &str| {
            let text = format!("fn a() {{ sql!(\"{sql}\") }}");
            let files = [("rooms/ledger/src/store.rs", &*text), ("migrations/0001_a.sql", rule)];
            said(super::check, &files)
        };
        assert!(check("UPDATE ledger_posting SET amount = 1")[0].contains("append-only"));
        assert!(check("DELETE FROM ledger_posting WHERE a = 1")[0].contains("append-only"));
        assert!(check("INSERT INTO ledger_posting (a) VALUES (1)").is_empty());
        assert!(check("UPDATE ledger_account SET balance = 1").is_empty());
    }

    #[test]
    fn the_shared_dialect_is_held() {
        assert!(check("rooms/sales/src/store.rs", "SELECT now()")[0].contains("ctx.now"));
    }

    #[test]
    fn pairs_have_a_budget() {
        let pairs = |n: usize| {
            let body = "sql_pair!(\"SELECT 1\", \"SELECT 2\");".repeat(n);
            said(super::check, &[("rooms/sales/src/store.rs", &format!("fn a() {{ {body} }}"))])
        };
        assert!(pairs(12).is_empty());
        assert_eq!(pairs(13).len(), 1);
    }
}
