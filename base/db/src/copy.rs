//! Carrying all data from one database to another, and proving that it arrived.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread,
};

use kernel::{Day, Time};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::{
    Db, Error, Param, Read, Result, Row, Sql, Tx, Value,
    migrate::hex,
    schema::{Kind, Table, merged, tables},
    sql, unfinished,
};

/// A batch is written when it holds so many rows or bytes.
const ROWS_MAX: usize = 500;
const BYTES_MAX: usize = 4_000_000;

/// How far [`copy_all`] is.
#[derive(Debug, Clone)]
pub struct Progress {
    pub table: String,
    /// Rows of this table that were written so far, or read again.
    pub rows: u64,
    /// Rows that are done, of how many: each is written once and read again once.
    pub done: u64,
    pub all: u64,
}

/// What was carried over, the same on both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub tables: Vec<TableReport>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableReport {
    pub table: String,
    pub rows: u64,
    /// Of all rows in any order: the sum of each row's SHA-256, in hex.
    pub digest: String,
}

/// Copies every table from one picture of `from` into `to`, which is migrated to the same step
/// and empty; then reads all of `to` again and compares. Blocks. Memory is bounded by a batch.
/// Until all has arrived `to` carries a mark, and is of no use to anybody ([`Db::pending`]).
///
/// # Errors
/// A fault that says what to do when the two don't fit, or when a table arrived differently.
pub fn copy_all(from: &Db, to: &Db, mut progress: impl FnMut(&Progress)) -> Result<Report> {
    if migrations(from)? != migrations(to)? {
        return Err(Error::fault("bring both databases to the same step first: hilir migrate"));
    }
    let plan: Arc<[Table]> = merged(from, to)?.into();
    refuse_rows(to, &plan)?;
    unfinished::mark(to)?;
    let (target, tables) = (to.clone(), Arc::clone(&plan));
    let begun = AtomicBool::new(false);
    let sent = watched(from, &mut progress, move |read, tell| {
        if begun.swap(true, Ordering::SeqCst) {
            return Err(Error::Unavailable("the source was lost while copying".to_owned()));
        }
        send(read, &target, &tables, tell)
    })?;
    counters(from, to, &plan)?;
    let total = sent.iter().map(|table| table.rows).sum();
    let arrived = watched(to, &mut progress, move |read, tell| {
        let mut steps = Steps { tell, done: total, all: total * 2 };
        plan.iter().map(|table| digest(read, table, &mut steps)).collect()
    })?;
    let report = compare(sent, arrived)?;
    unfinished::unmark(to)?;
    Ok(report)
}

/// Looks at one picture while `progress` hears how far that is.
fn watched<T: Send + 'static>(
    db: &Db,
    progress: &mut dyn FnMut(&Progress),
    look: impl Fn(&mut Read, &mpsc::Sender<Progress>) -> Result<T> + Send + 'static,
) -> Result<T> {
    let (tell, told) = mpsc::channel();
    thread::scope(|scope| {
        let looking = scope.spawn(move || db.read_now(move |read| look(read, &tell)));
        told.iter().for_each(|step| progress(&step));
        looking.join().unwrap_or_else(|_| Err(Error::fault("the copying thread panicked")))
    })
}

/// Tells how far a pass over all tables is.
struct Steps<'t> {
    tell: &'t mpsc::Sender<Progress>,
    /// Rows of the tables before this one.
    done: u64,
    all: u64,
}

impl Steps<'_> {
    fn say(&self, table: &Table, rows: u64) {
        let (table, done) = (table.name.clone(), self.done + rows);
        // Nobody listens any more only when the copy is given up.
        let _ = self.tell.send(Progress { table, rows, done, all: self.all });
    }
}

fn migrations(db: &Db) -> Result<Vec<(i64, String)>> {
    let sql = sql!("SELECT number, checksum FROM db_migration ORDER BY number");
    db.read_now(move |read| read.all(sql, &[], |row| Ok((row.get(0)?, row.get(1)?))))
}

fn refuse_rows(to: &Db, plan: &Arc<[Table]>) -> Result<()> {
    match filled(to, Arc::clone(plan))? {
        Some(name) => Err(Error::fault(format!(
            "the target has rows in {name} already: give it an empty, migrated database"
        ))),
        None => Ok(()),
    }
}

/// A table of the database that has rows, if any has: what [`copy_all`] would not fill.
/// Blocks. Changes nothing, so it may be asked before the database is migrated.
pub fn first_filled(db: &Db) -> Result<Option<String>> {
    filled(db, tables(db)?.into())
}

fn filled(db: &Db, tables: Arc<[Table]>) -> Result<Option<String>> {
    db.read_now(move |read| {
        for table in &*tables {
            let text = format!("SELECT CAST(1 AS bigint) FROM \"{}\" LIMIT 1", table.name);
            if read.first(Sql::made(text, "copy: empty"), &[], |row| row.int(0))?.is_some() {
                return Ok(Some(table.name.clone()));
            }
        }
        Ok(None)
    })
}

fn send(
    read: &mut Read,
    to: &Db,
    plan: &[Table],
    tell: &mpsc::Sender<Progress>,
) -> Result<Vec<TableReport>> {
    let mut steps = Steps { tell, done: 0, all: count(read, plan)? * 2 };
    let mut reports = Vec::with_capacity(plan.len());
    for table in plan {
        let (insert, mut sum) = (table.insert(), Sum::default());
        let mut batch = Batch::default();
        read.each(table.select(), &[], |row| {
            let cells = cells(row, table)?;
            sum.add(&cells);
            batch.add(cells);
            if batch.is_full() {
                batch.write(to, insert)?;
                steps.say(table, sum.rows);
            }
            Ok(())
        })?;
        batch.write(to, insert)?;
        steps.say(table, sum.rows);
        steps.done += sum.rows;
        reports.push(sum.report(table));
    }
    Ok(reports)
}

/// All rows of all tables.
fn count(read: &mut Read, plan: &[Table]) -> Result<u64> {
    plan.iter().try_fold(0, |sum, table| {
        let text = format!("SELECT CAST(COUNT(*) AS bigint) FROM \"{}\"", table.name);
        let rows = read.one(Sql::made(text, "copy: count"), &[], |row| row.int(0))?;
        Ok(sum + rows.unsigned_abs())
    })
}

#[derive(Default)]
struct Batch {
    rows: Vec<Vec<Cell>>,
    bytes: usize,
}

impl Batch {
    fn add(&mut self, row: Vec<Cell>) {
        self.bytes += row.iter().map(Cell::size).sum::<usize>();
        self.rows.push(row);
    }
    fn is_full(&self) -> bool {
        self.rows.len() >= ROWS_MAX || self.bytes >= BYTES_MAX
    }
    fn write(&mut self, to: &Db, insert: Sql) -> Result<()> {
        let rows = std::mem::take(self).rows;
        if rows.is_empty() {
            return Ok(());
        }
        to.write_now(move |tx: &mut Tx| {
            let params: Vec<Vec<&dyn Param>> = rows
                .iter()
                .map(|row| row.iter().map(|cell| cell as &dyn Param).collect())
                .collect();
            let batch: Vec<(Sql, &[&dyn Param])> =
                params.iter().map(|params| (insert, params.as_slice())).collect();
            tx.run_many(&batch)
        })
    }
}

/// A value on its way from one database to the other.
enum Cell {
    Null,
    Int(i64),
    Text(String),
    Bool(bool),
    Id(Uuid),
    Time(Time),
    Day(Day),
    Bytes(Vec<u8>),
    Json(serde_json::Value),
}

impl Param for Cell {
    fn value(&self) -> Value<'_> {
        match self {
            Self::Null => Value::Null,
            Self::Int(n) => Value::Int(*n),
            Self::Text(text) => Value::Text(text),
            Self::Bool(b) => Value::Bool(*b),
            Self::Id(id) => Value::Id(*id),
            Self::Time(time) => Value::Time(*time),
            Self::Day(day) => Value::Day(*day),
            Self::Bytes(bytes) => Value::Bytes(bytes),
            Self::Json(json) => Value::Json(json),
        }
    }
}

impl Cell {
    fn size(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Bytes(bytes) => bytes.len(),
            Self::Json(_) => 1_000,
            _ => 16,
        }
    }

    /// A letter for the type, the length, and the value: no two rows read the same.
    fn write(&self, hash: &mut Sha256) {
        let (letter, bytes) = match self {
            Self::Null => ('0', Vec::new()),
            Self::Int(n) => ('i', n.to_string().into_bytes()),
            Self::Text(text) => ('t', text.clone().into_bytes()),
            Self::Bool(b) => ('b', b.to_string().into_bytes()),
            Self::Id(id) => ('u', id.to_string().into_bytes()),
            Self::Time(time) => ('z', time.to_string().into_bytes()),
            Self::Day(day) => ('d', day.to_string().into_bytes()),
            Self::Bytes(bytes) => ('x', bytes.clone()),
            Self::Json(json) => ('j', sorted(json).to_string().into_bytes()),
        };
        hash.update(format!("{letter}{}:", bytes.len()));
        hash.update(bytes);
    }
}

/// Keys in order, as jsonb does not keep the order in which they were written.
fn sorted(json: &serde_json::Value) -> serde_json::Value {
    match json {
        serde_json::Value::Object(map) => {
            let mut entries: Vec<_> =
                map.iter().map(|(key, one)| (key.clone(), sorted(one))).collect();
            entries.sort_by(|a, b| a.0.cmp(&b.0));
            entries.into_iter().collect()
        }
        serde_json::Value::Array(all) => all.iter().map(sorted).collect(),
        other => other.clone(),
    }
}

fn cells(row: &Row<'_>, table: &Table) -> Result<Vec<Cell>> {
    let cell = |(at, kind): (usize, Kind)| {
        if row.is_null(at)? {
            return Ok(Cell::Null);
        }
        Ok(match kind {
            Kind::Int => Cell::Int(row.int(at)?),
            Kind::Text => Cell::Text(row.get(at)?),
            Kind::Bool => Cell::Bool(row.bool(at)?),
            Kind::Id => Cell::Id(row.uuid(at)?),
            Kind::Time => Cell::Time(row.time(at)?),
            Kind::Day => Cell::Day(row.day(at)?),
            Kind::Bytes => Cell::Bytes(row.get(at)?),
            Kind::Json => Cell::Json(row.json(at)?),
        })
    };
    table.columns.iter().map(|column| column.kind).enumerate().map(cell).collect()
}

/// The sum of rows: it does not depend on their order, so neither collations nor plans matter.
#[derive(Default)]
struct Sum {
    rows: u64,
    lanes: [u64; 4],
}

impl Sum {
    fn add(&mut self, row: &[Cell]) {
        let mut hash = Sha256::new();
        row.iter().for_each(|cell| cell.write(&mut hash));
        for (lane, bytes) in self.lanes.iter_mut().zip(hash.finalize().chunks_exact(8)) {
            let mut word = [0; 8];
            word.copy_from_slice(bytes);
            *lane = lane.wrapping_add(u64::from_be_bytes(word));
        }
        self.rows += 1;
    }

    fn report(&self, table: &Table) -> TableReport {
        let bytes: Vec<u8> = self.lanes.iter().flat_map(|lane| lane.to_be_bytes()).collect();
        TableReport { table: table.name.clone(), rows: self.rows, digest: hex(&bytes) }
    }
}

fn digest(read: &mut Read, table: &Table, steps: &mut Steps<'_>) -> Result<TableReport> {
    let mut sum = Sum::default();
    let text = format!("SELECT {} FROM \"{}\"", table.column_list(""), table.name);
    read.each(Sql::made(text, "copy: compare"), &[], |row| {
        sum.add(&cells(row, table)?);
        if sum.rows.is_multiple_of(ROWS_MAX as u64) {
            steps.say(table, sum.rows);
        }
        Ok(())
    })?;
    steps.say(table, sum.rows);
    steps.done += sum.rows;
    Ok(sum.report(table))
}

fn compare(sent: Vec<TableReport>, arrived: Vec<TableReport>) -> Result<Report> {
    for (sent, arrived) in sent.iter().zip(&arrived) {
        if sent != arrived {
            return Err(Error::fault(format!(
                "{} arrived differently: {} rows, digest {} became {} rows, digest {}; give the \
                 same command again, which begins anew",
                sent.table, sent.rows, sent.digest, arrived.rows, arrived.digest
            )));
        }
    }
    Ok(Report { tables: sent })
}

/// The next number of a table that counts is never one that was given before.
fn counters(from: &Db, to: &Db, plan: &[Table]) -> Result<()> {
    for table in plan {
        for column in table.columns.iter().filter(|column| column.counts) {
            let names = (table.name.clone(), column.name.clone());
            let last = if from.is_sqlite() { LITE_LAST } else { LAST };
            let asked = names.clone();
            let last: Option<i64> = from.read_now(move |read| {
                let params: [&dyn Param; 2] = [&asked.0, &asked.1];
                Ok(read.first(last, &params, |row| row.get::<Option<i64>>(0))?.flatten())
            })?;
            let (Some(last), sqlite) = (last, to.is_sqlite()) else { continue };
            to.write_now(move |tx| set_counter(tx, sqlite, &names, last))?;
        }
    }
    Ok(())
}

fn set_counter(tx: &mut Tx, sqlite: bool, names: &(String, String), last: i64) -> Result<()> {
    if !sqlite {
        return tx.one(SET, &[&names.0, &names.1, &last], |row| row.int(0)).map(drop);
    }
    tx.run(LITE_FORGET, &[&names.0])?;
    tx.run(LITE_SET, &[&names.0, &last]).map(drop)
}

const LAST: Sql = Sql::only(
    "SELECT pg_sequence_last_value(CAST(pg_get_serial_sequence(quote_ident($1), $2) AS regclass))",
);
const SET: Sql =
    Sql::only("SELECT setval(CAST(pg_get_serial_sequence(quote_ident($1), $2) AS regclass), $3)");
const LITE_LAST: Sql = Sql::only("SELECT seq FROM sqlite_sequence WHERE name = ?1 AND ?2 <> ''");
const LITE_FORGET: Sql = Sql::only("DELETE FROM sqlite_sequence WHERE name = ?1");
const LITE_SET: Sql = Sql::only("INSERT INTO sqlite_sequence (name, seq) VALUES (?1, ?2)");
