//! What is written, and what a plain no is.

use std::hash::{DefaultHasher, Hash, Hasher};

use db::{Db, Read, Result as DbResult, Sql, sql};
use serde_json::Value;

use crate::house::Answer;

/// What every table says: how many rows it has, and a hash of all that stands in them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts(Vec<(String, i64, u64)>);

impl Facts {
    /// Of a database on SQLite.
    pub fn of(db: &Db) -> Self {
        Self(db.read_now(Self::read).expect("the tables"))
    }

    fn read(read: &mut Read) -> DbResult<Vec<(String, i64, u64)>> {
        let named = sql_of("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");
        let names = read.all(named, &[], |row| row.get::<String>(0))?;
        let mut tables = Vec::with_capacity(names.len());
        for name in names {
            let columns = sql_of(&format!("SELECT name FROM pragma_table_info('{name}')"));
            let columns = read.all(columns, &[], |row| row.get::<String>(0))?;
            let quoted: Vec<_> = columns.iter().map(|one| format!("quote(\"{one}\")")).collect();
            let told = format!(
                "SELECT COUNT(*), COALESCE(group_concat(line, char(10)), '') FROM \
                 (SELECT {} AS line FROM \"{name}\" ORDER BY 1)",
                quoted.join(" || ',' || ")
            );
            let mut hash = DefaultHasher::new();
            let rows = read.one(sql_of(&told), &[], |row| {
                row.get::<String>(1)?.hash(&mut hash);
                row.get(0)
            })?;
            tables.push((name, rows, hash.finish()));
        }
        Ok(tables)
    }

    /// Nothing was written in between: no row more, fewer or other.
    pub fn same_as(&self, before: &Self) {
        self.same_but(before, &[]);
    }

    /// Only these tables were written to.
    pub fn same_but(&self, before: &Self, tables: &[&str]) {
        for (now, then) in self.0.iter().zip(&before.0) {
            assert!(now == then || tables.contains(&now.0.as_str()), "{then:?} became {now:?}");
        }
    }
}

/// A statement of a test; never freed.
fn sql_of(text: &str) -> Sql {
    let text: &'static str = text.to_owned().leak();
    Sql { text, lite: text, at: "test" }
}

/// Lines of the journal and postings: what any document leaves.
pub fn written(db: &Db) -> (i64, i64) {
    db.read_now(|read| {
        let lines = sql!("SELECT CAST(COUNT(*) AS bigint) FROM journal_line");
        let postings = sql!("SELECT CAST(COUNT(*) AS bigint) FROM ledger_posting");
        Ok((read.one(lines, &[], |row| row.get(0))?, read.one(postings, &[], |row| row.get(0))?))
    })
    .expect("counts")
}

/// A refusal of the API, as a program reads it.
#[derive(Debug)]
pub struct No {
    pub code: String,
    pub field: String,
    pub detail: String,
}

/// Checks that the answer is a no that people and programs understand.
pub fn plain_no(answer: &Answer) -> Result<No, String> {
    let fail = |why: &str| Err(format!("{why}: {} {}", answer.status, answer.body));
    if !answer.status.is_client_error() {
        return fail("not refused");
    }
    if answer.content_type != "application/problem+json" {
        return fail("no problem details");
    }
    let Ok(no) = serde_json::from_str::<Value>(&answer.body) else { return fail("no JSON") };
    let text = |name: &str| no[name].as_str().unwrap_or_default();
    let (code, detail) = (text("code"), text("detail"));
    if !code.contains('.') || no["status"] != answer.status.as_u16() {
        return fail("no code or status");
    }
    if !detail.ends_with(['.', '?', '!']) || detail.contains('{') || detail.contains(code) {
        return fail("no sentence");
    }
    let leaks = ["SELECT ", "INSERT ", "expected ", "struct ", "panicked", "serde", "Nama Contoh"];
    if leaks.iter().any(|leak| answer.body.contains(leak)) {
        return fail("says too much");
    }
    Ok(No { code: code.to_owned(), field: text("field").to_owned(), detail: detail.to_owned() })
}
