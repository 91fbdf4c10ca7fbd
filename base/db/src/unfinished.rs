//! The mark on a database that a copy is being filled into. As long as it stands, half of the
//! data may be missing, and nobody serves, proves or saves it: see [`Db::pending`].

use crate::{Db, Error, Read, Result, Tx, schema::tables, sql_pair};

/// What there is to do about it, for the operator.
const ANEW: &str = "a restore or move into this database was cut off, and some of it is missing: \
    give the same command again, which begins anew";

/// Whether a copy into this database was begun and not finished. Blocks; changes nothing.
pub fn is_unfinished(db: &Db) -> Result<bool> {
    db.read_now(stands)
}

pub(crate) fn stands(read: &mut Read) -> Result<bool> {
    let sql = sql_pair!(
        sqlite: "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'db_unfinished'",
        postgres: "SELECT CAST(1 AS bigint) WHERE to_regclass('db_unfinished') IS NOT NULL",
    );
    Ok(read.first(sql, &[], |row| row.int(0))?.is_some())
}

pub(crate) fn refuse(read: &mut Read) -> Result<()> {
    if stands(read)? { Err(Error::fault(ANEW)) } else { Ok(()) }
}

pub(crate) fn mark(db: &Db) -> Result<()> {
    db.write_now(|tx: &mut Tx| tx.script("CREATE TABLE db_unfinished (copy bigint)"))
}

pub(crate) fn unmark(db: &Db) -> Result<()> {
    db.write_now(|tx: &mut Tx| tx.script("DROP TABLE db_unfinished"))
}

/// Empties a PostgreSQL database that a copy was cut off in, for the next. Blocks.
///
/// # Errors
/// A fault on a database without the mark, and on SQLite, whose file is thrown away instead.
pub fn clear_unfinished(db: &Db) -> Result<()> {
    if db.is_sqlite() || !is_unfinished(db)? {
        return Err(Error::fault("only an unfinished database of a server is emptied"));
    }
    let names = tables(db)?.into_iter().map(|table| format!("\"{}\"", table.name));
    let names = names.collect::<Vec<_>>().join(", ");
    let empty =
        if names.is_empty() { names } else { format!("TRUNCATE {names} RESTART IDENTITY;") };
    db.write_now(move |tx: &mut Tx| tx.script(&format!("{empty} DROP TABLE db_unfinished")))
}
