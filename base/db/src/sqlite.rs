//! SQLite: one writer thread whose closures share a commit, and readers beside it.

use std::{
    path::Path,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use rusqlite::{
    Connection, ErrorCode, OpenFlags, Statement,
    backup::{Backup, StepResult},
    config::DbConfig,
    ffi,
};

use crate::{
    Counters, Error, Result, Row, Sql,
    job::{Job, Jobs},
    row::Inner,
    tx::{At, Read, Tx},
    value::{Value, wrong_count},
};

/// How many closures share one commit at most, and for how long they may be collected.
const SHARE_MAX: usize = 256;
const SHARE_TIME: Duration = Duration::from_millis(20);

pub(crate) fn connect(path: &Path, write: bool) -> Result<Connection> {
    let flags = if write {
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE
    } else {
        OpenFlags::SQLITE_OPEN_READ_ONLY
    };
    if write {
        only_ours(path);
    }
    let open = || -> rusqlite::Result<Connection> {
        let connection =
            Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        connection.busy_timeout(Duration::from_secs(10))?;
        // Nothing is laid into temporary files. Who writes runs each closure in a savepoint, which
        // keeps the old pages of all that it changes: a file costs more than the sale itself. Who
        // looks sorts in memory, some hundred bytes a row: names of people in prison belong into
        // no other folder, and a hardened service may have none that it can write to.
        connection.execute_batch(
            "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;",
        )?;
        if write {
            connection.execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA journal_size_limit = 67108864;",
            )?;
        }
        // A statement is planned once, not again for every value that is bound to it: planning
        // costs more than most statements do.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        connection.set_prepared_statement_cache_capacity(512);
        Ok(connection)
    };
    open().map_err(|e| Error::Unavailable(format!("cannot open {}: {e}", path.display())))
}

/// A new file is readable by its owner alone: it holds the names of people in prison. SQLite gives
/// the log beside it the same rights.
fn only_ours(path: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        let mut file = std::fs::OpenOptions::new();
        // What goes wrong here goes wrong again, with a better text, when SQLite opens it.
        drop(file.write(true).create_new(true).mode(0o600).open(path));
    }
}

pub(crate) fn start_writer(
    connection: Connection,
    jobs: Arc<Jobs<Tx>>,
    counters: Arc<Counters>,
) -> std::io::Result<thread::JoinHandle<()>> {
    let mut tx = Tx::new(At::Sqlite(connection));
    let work = move || {
        while let Some(first) = jobs.wait() {
            write_together(&mut tx, first, &jobs, &counters);
        }
    };
    thread::Builder::new().name("db-write".to_owned()).spawn(work)
}

pub(crate) fn start_reader(
    connection: Connection,
    jobs: Arc<Jobs<Read>>,
) -> std::io::Result<thread::JoinHandle<()>> {
    let mut read = Read::new(At::Sqlite(connection));
    let work = move || {
        while let Some(job) = jobs.wait() {
            look(&mut read, job);
        }
    };
    thread::Builder::new().name("db-read".to_owned()).spawn(work)
}

/// Takes the closures that wait, runs each in its own savepoint, commits once, answers all.
fn write_together(tx: &mut Tx, first: Box<dyn Job<Tx>>, jobs: &Jobs<Tx>, counters: &Counters) {
    if let Err(error) = plain(tx, "BEGIN IMMEDIATE") {
        return first.answer(Some(error));
    }
    let began = Instant::now();
    let mut done: Vec<(Box<dyn Job<Tx>>, Option<Error>)> = Vec::new();
    let mut next = Some(first);
    let mut lost = None;
    while let Some(mut job) = next.take() {
        let ran = write_one(tx, &mut *job);
        done.push((job, ran.instead));
        lost = ran.lost;
        if lost.is_none() && done.len() < SHARE_MAX && began.elapsed() < SHARE_TIME {
            next = jobs.take();
        }
    }
    let committed = match lost {
        Some(error) => Err(error),
        None => plain(tx, "COMMIT"),
    };
    if committed.is_err() {
        // It fails when SQLite has rolled back by itself; either way nothing is left open.
        let _ = plain(tx, "ROLLBACK");
    }
    let unseen = done.iter().all(|(job, _)| job.is_unseen());
    counters.answered(done.len() as u64, true, unseen);
    for (job, instead) in done {
        match &committed {
            Ok(()) => job.answer(instead),
            Err(error) => job.answer(Some(error.again())),
        }
    }
}

struct Ran {
    /// The answer, where it is not what the closure returned.
    instead: Option<Error>,
    /// The whole transaction is gone, with what others did in it.
    lost: Option<Error>,
}

fn write_one(tx: &mut Tx, job: &mut dyn Job<Tx>) -> Ran {
    tx.start();
    if let Err(error) = plain(tx, "SAVEPOINT work") {
        return Ran { instead: Some(error.again()), lost: Some(error) };
    }
    let failed = job.run(tx).map(Error::again);
    let instead = if failed.is_none() { tx.hidden_failure() } else { None };
    // A full disk makes SQLite roll back everything at once.
    if is_idle(tx) {
        let error = failed.unwrap_or_else(|| Error::fault("the transaction was lost"));
        return Ran { instead: Some(error.again()), lost: Some(error) };
    }
    let end = if failed.is_none() && instead.is_none() {
        plain(tx, "RELEASE work")
    } else {
        plain(tx, "ROLLBACK TO work").and_then(|()| plain(tx, "RELEASE work"))
    };
    Ran { instead, lost: end.err() }
}

/// One consistent picture: a deferred transaction on a connection that cannot write.
fn look(read: &mut Read, mut job: Box<dyn Job<Read>>) {
    read.start();
    if let Err(error) = plain(read, "BEGIN") {
        return job.answer(Some(error));
    }
    let went_well = job.run(read).is_none();
    let instead = if went_well { read.hidden_failure() } else { None };
    // Nothing was written, so there is nothing that an error here could lose.
    let _ = plain(read, "ROLLBACK");
    job.answer(instead);
}

fn plain(read: &mut Read, text: &str) -> Result<()> {
    let At::Sqlite(connection) = read.at() else { return Ok(()) };
    let run = || connection.prepare_cached(text)?.raw_execute();
    run().map(drop).map_err(|e| error(connection, text, e))
}

fn is_idle(read: &mut Read) -> bool {
    matches!(read.at(), At::Sqlite(connection) if connection.is_autocommit())
}

pub(crate) fn visit(
    connection: &Connection,
    sql: Sql,
    values: &[Value<'_>],
    f: &mut dyn FnMut(&Row<'_>) -> bool,
) -> Result<()> {
    let fail = |e| error(connection, sql.at, e);
    let mut statement = connection.prepare_cached(sql.lite).map_err(fail)?;
    if statement.parameter_count() != values.len() {
        return Err(wrong_count(sql.at, statement.parameter_count()));
    }
    bind(&mut statement, values).map_err(fail)?;
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next().map_err(fail)? {
        if !f(&Row { inner: Inner::Sqlite(row), at: sql.at }) {
            break;
        }
    }
    Ok(())
}

pub(crate) fn run(connection: &Connection, sql: Sql, values: &[Value<'_>]) -> Result<u64> {
    visit(connection, sql, values, &mut |_| true)?;
    Ok(connection.changes())
}

pub(crate) fn script(connection: &Connection, text: &str) -> Result<()> {
    connection.execute_batch(text).map_err(|e| error(connection, "script", e))
}

fn bind(statement: &mut Statement<'_>, values: &[Value<'_>]) -> rusqlite::Result<()> {
    for (place, value) in values.iter().enumerate() {
        statement.raw_bind_parameter(place + 1, value)?;
    }
    Ok(())
}

/// What an error of SQLite means to a caller.
fn error(connection: &Connection, at: &str, cause: rusqlite::Error) -> Error {
    let (code, extended) = match &cause {
        rusqlite::Error::SqliteFailure(failure, _) => (failure.code, failure.extended_code),
        _ => return Error::at(at, cause),
    };
    let text = match &cause {
        rusqlite::Error::SqliteFailure(_, Some(text)) => text.as_str(),
        _ => "",
    };
    match code {
        ErrorCode::ConstraintViolation => match constraint(connection, extended, text) {
            Some(name) => Error::Constraint(name),
            None => Error::at(at, cause),
        },
        ErrorCode::DiskFull
        | ErrorCode::SystemIoFailure
        | ErrorCode::ReadOnly
        | ErrorCode::CannotOpen
        | ErrorCode::DatabaseBusy
        | ErrorCode::DatabaseLocked => Error::Unavailable(format!("{at}: {cause}")),
        _ => Error::at(at, cause),
    }
}

/// The name that PostgreSQL would give the constraint; `None` for a trigger's own words.
fn constraint(connection: &Connection, extended: i32, text: &str) -> Option<String> {
    let (_, what) = text.split_once(" constraint failed: ").unwrap_or(("", text));
    match extended {
        ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID => {
            let (table, _) = what.split_once('.')?;
            Some(format!("{table}_pkey"))
        }
        ffi::SQLITE_CONSTRAINT_UNIQUE => {
            if let Some(name) = what.strip_prefix("index '") {
                return Some(name.trim_end_matches('\'').to_owned());
            }
            let (table, _) = what.split_once('.')?;
            let columns = what.replace(&format!("{table}."), "");
            let index = unique_index(connection, table, &columns);
            Some(index.unwrap_or_else(|| format!("{table}_{}_key", columns.replace(", ", "_"))))
        }
        ffi::SQLITE_CONSTRAINT_NOTNULL => {
            let (table, column) = what.split_once('.')?;
            Some(format!("{table}_{column}_not_null"))
        }
        ffi::SQLITE_CONSTRAINT_CHECK => Some(what.to_owned()),
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => Some("foreign_key".to_owned()),
        _ => None,
    }
}

/// The name of the index that somebody made on these columns by CREATE UNIQUE INDEX.
fn unique_index(connection: &Connection, table: &str, columns: &str) -> Option<String> {
    let text = "SELECT list.name FROM pragma_index_list(?1) AS list
        WHERE list.\"unique\" AND list.origin = 'c' AND ?2 = (
            SELECT group_concat(info.name, ', ') FROM pragma_index_info(list.name) AS info)";
    connection.query_row(text, [table, columns], |row| row.get(0)).ok()
}

pub(crate) fn prepare(connection: &Connection, sql: Sql) -> Result<()> {
    connection.prepare(sql.lite).map(drop).map_err(|e| error(connection, sql.at, e))
}

/// How long a copy waits for a file that another program holds.
pub(crate) const BACKUP_WAIT: Duration = Duration::from_secs(10);
/// So many pages are copied between two words about it: 16 MiB.
const BACKUP_PAGES: i32 = 4_096;

/// Copies one picture: in WAL mode the writer goes on meanwhile, unseen. Where another program
/// holds one of the files, nothing was done and it is tried again.
pub(crate) fn backup(
    connection: &Connection,
    path: &Path,
    wait: Duration,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<()> {
    only_ours(path);
    let copied = copy_picture(connection, path, wait, progress);
    // It was only looked at.
    let _ = connection.execute_batch("ROLLBACK");
    match copied.map_err(|e| error(connection, "backup", e))? {
        true => Ok(()),
        false => Err(Error::Unavailable("backup: another program holds the database".to_owned())),
    }
}

/// False when it was held for too long.
fn copy_picture(
    connection: &Connection,
    path: &Path,
    wait: Duration,
    progress: &mut dyn FnMut(u64, u64),
) -> rusqlite::Result<bool> {
    let began = Instant::now();
    let mut to = Connection::open(path)?;
    // Without a look of our own that stays open, each commit between two steps would begin the
    // copy anew.
    connection.execute_batch("BEGIN")?;
    while !is_seen(connection)? {
        if began.elapsed() >= wait {
            return Ok(false);
        }
        thread::sleep(Duration::from_millis(20));
    }
    let backup = Backup::new(connection, &mut to)?;
    loop {
        match backup.step(BACKUP_PAGES)? {
            StepResult::Done => return Ok(true),
            StepResult::More => {
                let pages = backup.progress();
                let (all, left) = (pages.pagecount.unsigned_abs(), pages.remaining.unsigned_abs());
                progress(u64::from(all - left), u64::from(all));
            }
            _ if began.elapsed() >= wait => return Ok(false),
            _ => thread::sleep(Duration::from_millis(20)),
        }
    }
}

/// Takes the picture, unless another program holds the file.
fn is_seen(connection: &Connection) -> rusqlite::Result<bool> {
    let looked = connection.query_row("SELECT COUNT(*) FROM sqlite_schema", [], |_| Ok(()));
    match looked {
        Err(rusqlite::Error::SqliteFailure(failure, _))
            if matches!(failure.code, ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) =>
        {
            Ok(false)
        }
        other => other.map(|()| true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_of_a_held_database_waits_or_fails_but_is_never_half() {
        let folder = std::env::temp_dir().join(format!("hilir-held-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let (file, copy) = (folder.join("a.db"), folder.join("b.db"));
        let holder = Connection::open(&file).expect("opened");
        // Without a log beside it, who writes holds everybody else off.
        holder.execute_batch("CREATE TABLE a (b); INSERT INTO a VALUES (7)").expect("filled");
        let reader = Connection::open(&file).expect("opened");
        reader.busy_timeout(Duration::ZERO).expect("set");

        holder.execute_batch("BEGIN EXCLUSIVE").expect("held");
        let failed = backup(&reader, &copy, Duration::from_millis(50), &mut |_, _| {});
        assert!(matches!(failed, Err(Error::Unavailable(_))), "{failed:?}");
        drop(std::fs::remove_file(&copy));

        let releases = thread::spawn(move || {
            thread::sleep(Duration::from_millis(150));
            holder.execute_batch("COMMIT").expect("released");
        });
        backup(&reader, &copy, Duration::from_secs(30), &mut |_, _| {}).expect("copied");
        releases.join().expect("no panic");
        let copied = Connection::open(&copy).expect("opened");
        let many: i64 = copied.query_row("SELECT b FROM a", [], |row| row.get(0)).expect("a row");
        assert_eq!(many, 7);
        drop((reader, copied));
        std::fs::remove_dir_all(folder).expect("removed");
    }
}
