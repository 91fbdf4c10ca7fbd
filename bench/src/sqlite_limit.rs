//! What SQLite itself can do here: one loop that writes the same rows with the same statements,
//! durably, with as many sales a commit as the server had.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use db::Param;
use rusqlite::Connection;

use crate::{Outcome, cells::Statement, replay::Writes, serve::Counted, store::SaleRows};

pub struct Done {
    pub sales: u64,
    pub took: Duration,
}

/// Writes the sales into a copy of the file that the server began with. `counted` says how many
/// sales shared a commit.
pub fn write(file: &Path, sales: &[SaleRows], counted: Counted) -> Outcome<Done> {
    let writes = Writes::find()?;
    let ready: Vec<Vec<Statement>> = sales.iter().map(|rows| writes.of(rows)).collect();
    let connection = connect(file)?;
    let began = Instant::now();
    let mut open = false;
    for (n, statements) in (0_u64..).zip(&ready) {
        if !open {
            run_plain(&connection, "BEGIN IMMEDIATE")?;
            open = true;
        }
        for statement in statements {
            run(&connection, statement)?;
        }
        if ends_commit(n, counted) {
            run_plain(&connection, "COMMIT")?;
            open = false;
        }
    }
    if open {
        run_plain(&connection, "COMMIT")?;
    }
    Ok(Done { sales: ready.len() as u64, took: began.elapsed() })
}

/// Spreads the commits evenly over the sales.
const fn ends_commit(n: u64, counted: Counted) -> bool {
    let writes = if counted.writes == 0 { 1 } else { counted.writes };
    (n + 1) * counted.commits / writes > n * counted.commits / writes
}

/// As the waist opens its writer.
fn connect(file: &Path) -> Outcome<Connection> {
    let connection = Connection::open(file)?;
    connection.execute_batch(
        "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA journal_mode = WAL;
         PRAGMA journal_size_limit = 67108864;",
    )?;
    connection.set_prepared_statement_cache_capacity(512);
    Ok(connection)
}

fn run_plain(connection: &Connection, text: &str) -> Outcome<()> {
    connection.prepare_cached(text)?.raw_execute()?;
    Ok(())
}

fn run(connection: &Connection, statement: &Statement) -> Outcome<()> {
    let mut prepared = connection.prepare_cached(statement.sql.lite)?;
    for (place, cell) in (1..).zip(&statement.cells) {
        prepared.raw_bind_parameter(place, cell.value())?;
    }
    prepared.raw_execute()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_sales_a_commit() {
        let counted = Counted { commits: 3, writes: 10, retries: 0 };
        let ends: Vec<u64> = (0..10).filter(|n| ends_commit(*n, counted)).collect();
        assert_eq!(ends, [3, 6, 9]);
        let alone = Counted { commits: 5, writes: 5, retries: 0 };
        assert!((0..5).all(|n| ends_commit(n, alone)));
    }
}
