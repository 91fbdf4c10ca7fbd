//! Whose table it is: a room's SQL names its own tables, and what is written once stays.

use super::{Finding, House, Rust, sql_text};
use crate::source::{Token, macro_calls};
use sql_text::Deed;

/// Statements that truly differ between the two databases.
const PAIRS_MAX: usize = 12;
/// What happened, happened: a correction is a new row.
const APPEND_ONLY: [&str; 5] =
    ["ledger_entry", "ledger_posting", "journal_entry", "journal_line", "journal_event"];

pub fn check(house: &House) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut pairs = 0;
    for rust in house.rust.iter().filter(|rust| !rust.file.path.starts_with("xtask/")) {
        for call in macro_calls(&rust.tokens, "sql") {
            statement(rust, call, false, &mut findings);
        }
        for call in macro_calls(&rust.tokens, "sql_pair") {
            if call.first().is_some_and(|token| token.in_test) || rust.file.path.starts_with(WAIST)
            {
                continue;
            }
            statement(rust, call, true, &mut findings);
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

fn statement(rust: &Rust, call: &[Token], pair: bool, findings: &mut Vec<Finding>) {
    let file = rust.file;
    if file.path.starts_with(WAIST) {
        return;
    }
    for token in call {
        let Some(sql) = token.text() else { continue };
        let mut name = |says: String| findings.push(Finding::new(&file.path, token.line, says));
        if let Some(says) = sql_text::banned(sql).filter(|_| !pair) {
            name(format!("{says} (the SQL is shared by SQLite and PostgreSQL)"));
        }
        // A test may look into a neighbour's table, to see what its deed did there.
        if token.in_test {
            continue;
        }
        for (table, deed) in sql_text::tables(sql) {
            if APPEND_ONLY.contains(&table.as_str()) && deed >= Deed::Updates {
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
    fn overview_reads_everything_and_writes_nothing() {
        let store = "rooms/overview/src/store.rs";
        assert!(check(store, "SELECT a FROM sales_sale").is_empty());
        assert!(check(store, "UPDATE sales_sale SET a = 1")[0].contains("write none"));
    }

    #[test]
    fn what_is_written_once_stays() {
        let sql = "UPDATE ledger_posting SET amount = 1";
        assert!(check("rooms/ledger/src/store.rs", sql)[0].contains("append-only"));
        let sql = "DELETE FROM journal_line WHERE a = 1";
        assert!(check("base/journal/src/store.rs", sql)[0].contains("append-only"));
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
