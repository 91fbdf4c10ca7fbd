//! `backup`, `restore`, `migrate`, `move`: the data as a whole.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use db::Db;

use crate::{Failure, embedded, settings::Settings};

pub fn backup(settings: &Settings, file: &Path) -> Result<ExitCode, Failure> {
    if file.exists() {
        return Err(Failure::new(format!("{} exists already.", file.display()))
            .hint("Name a file that does not exist yet; a backup overwrites nothing."));
    }
    let db = super::open(&settings.database_url()?)?;
    if db.is_sqlite() {
        let bar = super::bar(0, "pages");
        db.backup_watched(file, &mut |done, all| {
            bar.set_length(all);
            bar.set_position(done);
        })?;
        bar.finish_and_clear();
    } else {
        into_file(&db, file)?;
    }
    say!("Backed up to {}. Keep a copy on another machine.", file.display());
    Ok(ExitCode::SUCCESS)
}

/// The file is closed, and so one file, when this ends.
fn into_file(db: &Db, file: &Path) -> Result<(), Failure> {
    copy(db, &super::open_and_migrate(&file.display().to_string())?)
}

pub fn restore(settings: &Settings, file: &Path) -> Result<ExitCode, Failure> {
    if !file.is_file() {
        return Err(Failure::new(format!("There is no backup at {}.", file.display()))
            .hint("Check the path: `hilir restore FILE`."));
    }
    let target = settings.database_url()?;
    refuse_filled(&target)?;
    // The backup itself is never written to: an older one is copied and migrated as it arrives.
    let stand = Stand::of(file, &working_folder(&target))?;
    let from = super::open_and_migrate(&stand.0.display().to_string()).map_err(|error| {
        Failure::new(format!("{} cannot be read as a backup.\n{error}", file.display()))
            .hint("Name a file that `hilir backup` wrote, whole.")
    })?;
    copy(&from, &super::open_and_migrate(&target)?)?;
    say!("Restored. Run `hilir verify`, then `hilir serve`.");
    Ok(ExitCode::SUCCESS)
}

/// Asked before anything is written or migrated: what is there stays as it is.
fn refuse_filled(target: &str) -> Result<(), Failure> {
    let Some(table) = db::first_filled(&Db::open(target)?)? else { return Ok(()) };
    Err(Failure::new(format!(
        "The database has data in it already (in {table}), and a restore fills an empty one only. \
         Nothing was changed."
    ))
    .hint(
        "To look at the backup: `hilir restore FILE --data NEW_FOLDER`, then \
         `hilir serve --data NEW_FOLDER`.\n\
         To put it in the place of what is there: stop Hilir, move hilir.db, hilir.db-wal and \
         hilir.db-shm out of the data folder and keep them (on PostgreSQL: make a new, empty \
         database and name it with --database), then restore again.",
    ))
}

/// Where there must be room for the data anyway: in the folder of the file that is filled; for a
/// server, where the system keeps what is thrown away. The backup itself may lie on a medium that
/// cannot be written to.
fn working_folder(target: &str) -> PathBuf {
    let server = target.starts_with("postgres://") || target.starts_with("postgresql://");
    let file = Path::new(target.strip_prefix("sqlite:").unwrap_or(target));
    match file.parent() {
        _ if server => std::env::temp_dir(),
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// A copy that is gone whatever happens: it holds all that the backup holds.
struct Stand(PathBuf);

impl Stand {
    fn of(file: &Path, folder: &Path) -> Result<Self, Failure> {
        let stand = Self(folder.join(format!("restoring-{}.db", std::process::id())));
        stand.fill(file).map_err(|error| {
            let (from, to) = (file.display(), folder.display());
            Failure::new(format!("{from} cannot be copied into {to}: {error}.")).hint(
                "A restore needs room there for the backup besides the data, and the right to \
                 read the one and to write in the other. For a server it is the system's \
                 temporary folder: choose another with TMPDIR.",
            )
        })?;
        Ok(stand)
    }

    /// Readable by its owner alone, whatever the medium of the backup says of its rights.
    fn fill(&self, file: &Path) -> std::io::Result<()> {
        let mut from = std::fs::File::open(file)?;
        let mut to = std::fs::OpenOptions::new();
        to.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut to, 0o600);
        std::io::copy(&mut from, &mut to.open(&self.0)?).map(drop)
    }
}

impl Drop for Stand {
    fn drop(&mut self) {
        for ending in ["", "-wal", "-shm"] {
            drop(std::fs::remove_file(format!("{}{ending}", self.0.display())));
        }
    }
}

pub fn migrate(settings: &Settings, dry_run: bool) -> Result<ExitCode, Failure> {
    let migrations = embedded::migrations()?;
    let place = settings.database_place();
    if dry_run && super::missing_file(&place).is_some() {
        let (many, place) = (migrations.len(), super::shown(&place));
        say!("There is no database at {place} yet; migrate would make it with {many} migrations.");
        return Ok(ExitCode::SUCCESS);
    }
    let db = Db::open(&settings.database_url()?)?;
    let pending = db.pending(&migrations)?;
    if pending.is_empty() {
        say!("The database is in this program's form. Nothing to do.");
        return Ok(ExitCode::SUCCESS);
    }
    for migration in &pending {
        say!("{} {}", if dry_run { "would run" } else { "run" }, migration.name);
    }
    if !dry_run {
        db.migrate(&migrations)?;
        say!("Done.");
    }
    Ok(ExitCode::SUCCESS)
}

pub fn carry(from: &str, to: &str) -> Result<ExitCode, Failure> {
    copy(&super::open(from)?, &super::open_and_migrate(to)?)?;
    let place = super::shown(to);
    say!("Everything is in {place}. Run `hilir verify --database …` on it, then serve from there.");
    Ok(ExitCode::SUCCESS)
}

fn copy(from: &Db, to: &Db) -> Result<(), Failure> {
    let bar = super::bar(0, "tables");
    let report = db::copy_all(from, to, |progress| {
        bar.set_length(progress.tables as u64);
        bar.set_position(progress.tables_done as u64);
    })?;
    bar.finish_and_clear();
    let rows: u64 = report.tables.iter().map(|table| table.rows).sum();
    say!("{rows} rows of {} tables, counts and digests equal.", report.tables.len());
    Ok(())
}
