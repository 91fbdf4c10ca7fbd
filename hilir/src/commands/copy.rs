//! `backup`, `restore`, `migrate`, `move`: the data as a whole.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use db::Db;
use sha2::{Digest as _, Sha256};

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

/// The file has its name once all has arrived in it.
fn into_file(db: &Db, file: &Path) -> Result<(), Failure> {
    db::whole_file(file, |part| copy(db, &super::open_and_migrate(&part.display().to_string())?))
}

pub fn restore(settings: &Settings, file: &Path) -> Result<ExitCode, Failure> {
    if !file.is_file() {
        return Err(Failure::new(format!("There is no backup at {}.", file.display()))
            .hint("Check the path: `hilir restore FILE`."));
    }
    let target = settings.database_url()?;
    refuse_filled(
        &target,
        "To look at the backup: `hilir restore FILE --data NEW_FOLDER`, then \
         `hilir serve --data NEW_FOLDER`.\n\
         To put it in the place of what is there: stop Hilir, move hilir.db, hilir.db-wal and \
         hilir.db-shm out of the data folder and keep them (on PostgreSQL: make a new, empty \
         database and name it with --database), then restore again.",
    )?;
    // The backup itself is never written to: an older one is copied and migrated as it arrives.
    let stand = Stand::of(file, &target)?;
    let from = super::open_and_migrate(&stand.file().display().to_string()).map_err(|error| {
        Failure::new(format!("{} cannot be read as a backup.\n{error}", file.display()))
            .hint("Name a file that `hilir backup` wrote, whole.")
    })?;
    fill(&from, &target)?;
    say!("Restored. Run `hilir verify`, then `hilir serve`.");
    Ok(ExitCode::SUCCESS)
}

/// Asked before anything is written or migrated: what is there stays as it is.
fn refuse_filled(target: &str, hint: &'static str) -> Result<(), Failure> {
    let Some(table) = super::filled(target)? else { return Ok(()) };
    Err(Failure::new(format!(
        "The database {} has data in it already (in {table}), and only an empty one is filled. \
         Nothing was changed.",
        super::shown(target)
    ))
    .hint(hint))
}

/// Fills an empty database, so that nobody ever takes half of it for the whole: a file gets its
/// name at the end, a server's database carries a mark until then. What an earlier try left that
/// was cut off makes room.
fn fill(from: &Db, target: &str) -> Result<(), Failure> {
    if let Some(file) = super::file_of(target) {
        clear_empty(file)?;
        return into_file(from, file);
    }
    let to = Db::open(target)?;
    if db::is_unfinished(&to)? {
        db::clear_unfinished(&to)?;
    }
    drop(to);
    copy(from, &super::open_and_migrate(target)?)
}

/// Takes a database without rows away, unless somebody works in it.
fn clear_empty(file: &Path) -> Result<(), Failure> {
    let (log, there) = (with_ending(file, "-wal"), file.exists());
    // Whoever closes a database last takes its log away; one that stayed would be read as the new
    // database's own.
    if log.exists() {
        let (what, hint) = match there {
            true => ("Another program has its database open", "Stop Hilir"),
            false => ("Its database is gone", "Move it to where its database is"),
        };
        let log = log.display();
        return Err(Failure::new(format!("{what}: {log} is there. Nothing was changed."))
            .hint(format!("{hint}, then give the same command again.")));
    }
    if !there {
        return Ok(());
    }
    fs::remove_file(file).map_err(|error| {
        Failure::new(format!("The empty {} cannot be taken away: {error}.", file.display()))
    })
}

/// An empty house would be made beside the half one, and nobody would know why.
pub fn refuse_half(url: &str) -> Result<(), Failure> {
    let Some(part) = super::missing_file(url).map(|file| with_ending(file, ".part")) else {
        return Ok(());
    };
    if !part.exists() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "A restore or move was cut off: {} holds some of the data, and there is no database yet.",
        part.display()
    ))
    .hint("Give the same command again, which begins anew; or delete that file to begin empty."))
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name: OsString = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// A copy of the backup in a folder of its own that is gone whatever happens, as it holds all that
/// the backup holds; what a try left behind that was killed is gone with the next.
struct Stand(PathBuf);

impl Stand {
    /// Where there must be room for the data anyway: beside the file that is filled; for a server,
    /// where the system keeps what is thrown away. The backup itself may lie on a medium that
    /// cannot be written to.
    fn of(file: &Path, target: &str) -> Result<Self, Failure> {
        let stand = Self(match super::file_of(target) {
            Some(target) => with_ending(target, ".restoring"),
            None => {
                let digest = Sha256::digest(target.as_bytes());
                let name: String =
                    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
                std::env::temp_dir().join(format!("hilir-restoring-{name}"))
            }
        });
        stand.fill(file).map_err(|error| {
            let (from, to) = (file.display(), stand.0.display());
            Failure::new(format!("{from} cannot be copied into {to}: {error}.")).hint(
                "A restore needs room there for the backup besides the data, and the right to \
                 read the one and to write in the other. For a server it is the system's \
                 temporary folder: choose another with TMPDIR.",
            )
        })?;
        Ok(stand)
    }

    fn file(&self) -> PathBuf {
        self.0.join("backup.db")
    }

    /// Readable by its owner alone, whatever the medium of the backup says of its rights.
    fn fill(&self, file: &Path) -> std::io::Result<()> {
        let mut from = fs::File::open(file)?;
        self.clear();
        let mut folder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
        folder.create(&self.0)?;
        std::io::copy(&mut from, &mut fs::File::create_new(self.file())?).map(drop)
    }

    fn clear(&self) {
        // Most often there is none; one that cannot be taken away shows when it is made.
        drop(fs::remove_dir_all(&self.0));
    }
}

impl Drop for Stand {
    fn drop(&mut self) {
        self.clear();
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
    refuse_half(&place)?;
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

/// Between the settings' database and another, or between two others.
pub fn carry(
    settings: &Settings,
    from: Option<String>,
    to: Option<String>,
) -> Result<ExitCode, Failure> {
    let own = settings.database_place();
    let (from, to) = (from.unwrap_or_else(|| own.clone()), to.unwrap_or(own));
    if from == to {
        return Err(Failure::new(
            "From where to where? Both ends are the database of the settings.",
        )
        .hint("Name the other one: `hilir move --from FILE_OR_URL` or `--to FILE_OR_URL`."));
    }
    let from = super::open(&from)?;
    refuse_filled(&to, "Make a new, empty database and name it with --to.")?;
    fill(&from, &to)?;
    let place = super::shown(&to);
    say!("Everything is in {place}. Run `hilir verify --database …` on it, then serve from there.");
    Ok(ExitCode::SUCCESS)
}

fn copy(from: &Db, to: &Db) -> Result<(), Failure> {
    let bar = super::bar(0, "rows, written and read again");
    let report = db::copy_all(from, to, |progress| {
        bar.set_length(progress.all);
        bar.set_position(progress.done);
    })?;
    bar.finish_and_clear();
    let rows: u64 = report.tables.iter().map(|table| table.rows).sum();
    say!("{rows} rows of {} tables, counts and digests equal.", report.tables.len());
    Ok(())
}
