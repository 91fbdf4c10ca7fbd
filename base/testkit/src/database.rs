//! Migrated databases, each test its own.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use db::{Db, Migration, Options};

use crate::{guardian, postgres};

/// A test has one person at a time; many small databases are open at once.
const FEW: Options = Options { readers: 2, workers: 4 };

/// Every database that is found here, fresh and migrated: SQLite always, PostgreSQL where it is.
pub fn databases() -> Vec<(&'static str, Db)> {
    let mut all = vec![("SQLite", sqlite())];
    if let Some(cluster) = postgres() {
        let url = cluster.copy_of("migrated", |url| drop(migrate(url)));
        all.push(("PostgreSQL", Db::open_with(&url, FEW).unwrap()));
    }
    all
}

/// Asserts that every `sql!` of the crates linked into this test can be prepared on each database:
/// one call in each room's tests finds a misspelt column before anybody runs the statement.
pub fn every_statement_prepares() {
    for (name, db) in databases() {
        let wrong = db.prepare_all().unwrap();
        let lines: Vec<String> = wrong.iter().map(|(at, error)| format!("{at}: {error}")).collect();
        assert!(lines.is_empty(), "on {name}:\n{}", lines.join("\n"));
    }
}

/// A fresh, migrated SQLite database in a file that disappears with this process.
pub fn sqlite() -> Db {
    static TEMPLATE: OnceLock<PathBuf> = OnceLock::new();
    let template = TEMPLATE.get_or_init(|| {
        let folder = guardian::folder("template");
        let file = folder.join("migrated.db");
        // A copy is one file without a log beside it.
        migrate(guardian::text(&folder.join("made.db"))).backup_to(&file).unwrap();
        file
    });
    sqlite_copy(template)
}

/// A copy of what [`Db::backup_to`] wrote: what is long in the making is made once, and each test
/// has its own.
pub fn sqlite_copy(template: &Path) -> Db {
    let file = guardian::folder("sqlite").join("hilir.db");
    fs::copy(template, &file).unwrap();
    Db::open_with(guardian::text(&file), FEW).unwrap()
}

fn migrate(url: &str) -> Db {
    let db = Db::open_with(url, FEW).unwrap();
    db.migrate(&migrations()).unwrap();
    db
}

/// The house's migrations. Numbers are closed up, so that a room whose neighbours are still being
/// written can be tested; the program itself refuses a gap.
fn migrations() -> Vec<Migration> {
    let folder = crate::repository().join("migrations");
    let files = fs::read_dir(folder).into_iter().flatten().flatten().map(|file| file.path());
    let mut steps: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for path in files.filter(|path| path.extension().is_some_and(|kind| kind == "sql")) {
        let name = path.file_name().unwrap().to_str().unwrap();
        let (number, rest) = name.split_once('_').expect("a migration is called NNNN_name.sql");
        let text = fs::read_to_string(&path).unwrap();
        steps.entry(number.to_owned()).or_default().push((rest.to_owned(), text));
    }
    let numbered = (1..).zip(steps.into_values()).flat_map(|(number, files)| {
        files.into_iter().map(move |(rest, text)| (format!("{number:04}_{rest}"), text))
    });
    let files: Vec<(String, String)> = numbered.collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
    db::migrations_from(&files).unwrap()
}
