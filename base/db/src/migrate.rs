//! Forward-only migrations, written once in PostgreSQL's words.
//!
//! `NNNN_name.sql` is for both databases; where they truly differ there are two files,
//! `NNNN_name.sqlite.sql` and `NNNN_name.postgres.sql`. Each runs in one transaction, in order,
//! and its text is remembered by a checksum: a migration that was applied is never changed.

use std::{collections::BTreeMap, fmt::Write, path::Path};

use sha2::{Digest, Sha256};

use crate::{Db, Error, Lock, Result, Sql, Tx, sql, translate::to_sqlite, unfinished};

/// One step of the schema, for both databases.
#[derive(Debug, Clone)]
pub struct Migration {
    /// Counts from 1 without gaps.
    pub number: i64,
    /// `0003_sales`.
    pub name: String,
    sqlite: String,
    postgres: String,
    checksum: String,
}

/// Orders and translates the texts of migration files, given by file name.
pub fn migrations_from(files: &[(&str, &str)]) -> Result<Vec<Migration>> {
    let mut steps: BTreeMap<&str, Texts<'_>> = BTreeMap::new();
    for (file, text) in files {
        let stem = file.strip_suffix(".sql").ok_or_else(|| wrong(file, "is no .sql file"))?;
        let (stem, dialect) = stem.split_once('.').map_or((stem, ""), |(s, dialect)| (s, dialect));
        let texts = steps.entry(stem).or_default();
        match dialect {
            "" => texts.both = Some(text),
            "sqlite" => texts.sqlite = Some(text),
            "postgres" => texts.postgres = Some(text),
            other => return Err(wrong(file, &format!("is for {other}, which is no database"))),
        }
    }
    let mut migrations = Vec::new();
    for (wanted, (name, texts)) in (1..).zip(steps) {
        migrations.push(texts.migration(wanted, name)?);
    }
    Ok(migrations)
}

/// The migrations in a directory: for tests. The program carries its own.
pub fn migrations_in(directory: &Path) -> Result<Vec<Migration>> {
    let fail = |e: std::io::Error| wrong(&directory.display().to_string(), &e.to_string());
    let mut files = Vec::new();
    for entry in std::fs::read_dir(directory).map_err(fail)? {
        let path = entry.map_err(fail)?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        if name.ends_with(".sql") {
            files.push((name, std::fs::read_to_string(&path).map_err(fail)?));
        }
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
    migrations_from(&files)
}

#[derive(Default)]
struct Texts<'t> {
    both: Option<&'t str>,
    sqlite: Option<&'t str>,
    postgres: Option<&'t str>,
}

impl Texts<'_> {
    fn migration(&self, wanted: i64, name: &str) -> Result<Migration> {
        let number = name.split('_').next().and_then(|digits| digits.parse().ok());
        if number != Some(wanted) || name.find('_') != Some(4) {
            let gap = format!("should be number {wanted:04}: they count from 0001 without gaps");
            return Err(wrong(name, &gap));
        }
        let (sqlite, postgres) = match (self.both, self.sqlite, self.postgres) {
            (Some(both), None, None) => {
                (to_sqlite(both).map_err(|why| wrong(name, &why))?, both.to_owned())
            }
            (None, Some(sqlite), Some(postgres)) => (sqlite.to_owned(), postgres.to_owned()),
            _ => return Err(wrong(name, "needs one .sql, or .sqlite.sql with .postgres.sql")),
        };
        let mut hash = Sha256::new();
        for text in [self.both, self.sqlite, self.postgres] {
            hash.update(text.unwrap_or_default());
            hash.update([0]);
        }
        Ok(Migration {
            number: wanted,
            name: name.to_owned(),
            sqlite,
            postgres,
            checksum: hex(&hash.finalize()),
        })
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing into a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn wrong(file: &str, why: &str) -> Error {
    Error::fault(format!("migration {file}: {why}"))
}

struct Applied {
    number: i64,
    name: String,
    checksum: String,
}

impl Db {
    /// Brings the schema up to the last of `migrations`; the names of those it applied.
    /// Blocks. Several processes may do it at once: each migration is applied by one of them.
    pub fn migrate(&self, migrations: &[Migration]) -> Result<Vec<String>> {
        self.write_now(|tx| {
            unfinished::refuse(tx)?;
            tx.lock(Lock::Named("migrate"))?;
            tx.script(
                "CREATE TABLE IF NOT EXISTS db_migration (number bigint NOT NULL PRIMARY KEY, \
                 name text NOT NULL, checksum text NOT NULL)",
            )
        })?;
        let mut applied = Vec::new();
        for migration in self.pending(migrations)? {
            let (name, sqlite) = (migration.name.clone(), self.is_sqlite());
            let step = move |tx: &mut Tx| apply(tx, &migration, sqlite);
            if self.write_now(step).map_err(|e| failed(&name, e))? {
                tracing::debug!(migration = name, "applied");
                applied.push(name);
            }
        }
        if let Some(last) = applied.last() {
            let count = applied.len();
            tracing::info!(count, last, "the database has this program's form");
            if self.is_sqlite() {
                // The pages of tables that were made anew are not asked for again.
                self.write_now(|tx| tx.script("PRAGMA shrink_memory"))?;
            }
        }
        Ok(applied)
    }

    /// The migrations that this database lacks. An error when the two don't fit together, or when
    /// it is not whole yet ([`crate::is_unfinished`]). Writes nothing: whoever names a wrong
    /// database only looked at it.
    pub fn pending(&self, migrations: &[Migration]) -> Result<Vec<Migration>> {
        let known = if self.is_sqlite() { LITE_KNOWN } else { KNOWN };
        let applied = self.read_now(move |read| {
            unfinished::refuse(read)?;
            if read.first(known, &[], |row| row.int(0))?.is_none() {
                return Ok(Vec::new());
            }
            let sql = sql!("SELECT number, name, checksum FROM db_migration ORDER BY number");
            read.all(sql, &[], |row| {
                Ok(Applied { number: row.get(0)?, name: row.get(1)?, checksum: row.get(2)? })
            })
        })?;
        for (wanted, done) in (1..).zip(&applied) {
            check(migrations, wanted, done)?;
        }
        Ok(migrations[applied.len()..].to_vec())
    }
}

/// Whether any migration was ever applied here.
const KNOWN: Sql =
    Sql::only("SELECT CAST(1 AS bigint) WHERE to_regclass('db_migration') IS NOT NULL");
const LITE_KNOWN: Sql =
    Sql::only("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'db_migration'");

fn check(migrations: &[Migration], wanted: i64, done: &Applied) -> Result<()> {
    if done.number != wanted {
        return Err(wrong(
            &format!("{wanted:04}"),
            "is missing in the database, though a later one is there: restore a backup",
        ));
    }
    let Some(migration) = migrations.get(wanted as usize - 1) else {
        return Err(wrong(
            &done.name,
            "is in the database, but this program does not know it: start the newer program",
        ));
    };
    if migration.checksum != done.checksum || migration.name != done.name {
        return Err(wrong(
            &migration.name,
            &format!(
                "differs from {} that the database has applied: put the old text back and write \
                 the change as a new migration",
                done.name
            ),
        ));
    }
    Ok(())
}

/// False when another process was faster.
fn apply(tx: &mut Tx, migration: &Migration, sqlite: bool) -> Result<bool> {
    tx.lock(Lock::Named("migrate"))?;
    let done = sql!("SELECT number FROM db_migration WHERE number = $1");
    if tx.first(done, &[&migration.number], |row| row.get::<i64>(0))?.is_some() {
        return Ok(false);
    }
    tx.script(if sqlite { &migration.sqlite } else { &migration.postgres })?;
    let note = sql!("INSERT INTO db_migration (number, name, checksum) VALUES ($1, $2, $3)");
    tx.run(note, &[&migration.number, &migration.name, &migration.checksum])?;
    Ok(true)
}

fn failed(name: &str, error: Error) -> Error {
    match error {
        Error::Fault(cause) => wrong(name, &cause.to_string()),
        Error::Constraint(constraint) => wrong(name, &format!("breaks {constraint}")),
        other => other,
    }
}
