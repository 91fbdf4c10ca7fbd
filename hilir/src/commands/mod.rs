//! One file a command.

mod audit;
mod copy;
mod demo;
mod import;
mod serve;
mod simulate;
mod user;
mod verify;

use std::{path::Path, process::ExitCode};

use clap::CommandFactory;
use db::Db;
use tracing_subscriber::EnvFilter;

use crate::{
    Failure,
    cli::{Cli, Command},
    embedded,
};

pub fn run(cli: Cli) -> Result<ExitCode, Failure> {
    let settings = cli.common.settings()?;
    // The demo speaks for itself; its log is for what goes wrong.
    let quiet = matches!(cli.command, Command::Demo(_)) && cli.common.log.is_none();
    log_to_stderr(if quiet { "warn" } else { &settings.log })?;
    match cli.command {
        Command::Demo(args) => demo::run(settings, &args),
        Command::Serve(args) => serve::run(&settings.listening(&args.listen)),
        Command::Verify => verify::run(&settings),
        Command::Audit(args) => audit::run(&settings, args),
        Command::Backup { file } => copy::backup(&settings, &file),
        Command::Restore { file } => copy::restore(&settings, &file),
        Command::Migrate { dry_run } => copy::migrate(&settings, dry_run),
        Command::Move { from, to } => copy::carry(&settings, from, to),
        Command::Simulate(args) => simulate::run(&args),
        Command::Import(args) => import::run(&settings, &args),
        Command::User(command) => user::run(&settings, command),
        Command::Token(command) => user::token(&settings, command),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "hilir", &mut script);
            say!("{}", String::from_utf8_lossy(&script).trim_end());
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// People read lines, collectors read JSON: a terminal decides.
fn log_to_stderr(level: &str) -> Result<(), Failure> {
    use std::io::IsTerminal;
    let filter = log_filter(level)?;
    // A line that nobody can be told (`2>&1 | head`) is no reason to stop the work.
    let log = tracing_subscriber::fmt().log_internal_errors(false);
    let log = log.with_env_filter(filter).with_writer(std::io::stderr);
    if std::io::stderr().is_terminal() {
        log.init()
    } else {
        log.json().init()
    }
    Ok(())
}

const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];

/// A level, or levels by part of the program: `info,db=debug`. A filter would take any other word
/// as the name of a part, and log nothing else.
fn log_filter(text: &str) -> Result<EnvFilter, Failure> {
    let is_part = |name: &str| {
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_:".contains(c))
    };
    let is_known = |word: &str| match word.split_once('=') {
        Some((part, level)) => is_part(part) && LEVELS.contains(&level),
        None => LEVELS.contains(&word),
    };
    let filter = text.split(',').all(is_known).then(|| EnvFilter::try_new(text).ok()).flatten();
    filter.ok_or_else(|| {
        Failure::new(format!("There is no log level \"{text}\".")).hint(format!(
            "Use one of {}; for a part of the program besides: info,db=debug. It comes from --log, \
             else from HILIR_LOG, else from `log` in the settings file.",
            LEVELS.join(", ")
        ))
    })
}

/// The file of an embedded database; none for a server's.
fn file_of(url: &str) -> Option<&Path> {
    let server = url.starts_with("postgres://") || url.starts_with("postgresql://");
    (!server).then(|| Path::new(url.strip_prefix("sqlite:").unwrap_or(url)))
}

/// [`file_of`], where it is not there yet: opening it would make it.
fn missing_file(url: &str) -> Option<&Path> {
    file_of(url).filter(|file| !file.is_file())
}

/// A table that has rows already. Makes nothing, migrates nothing; what a copy that was cut off
/// left on a server does not count.
fn filled(url: &str) -> Result<Option<String>, Failure> {
    if missing_file(url).is_some() {
        return Ok(None);
    }
    let db = Db::open(url)?;
    let thrown_away = !db.is_sqlite() && db::is_unfinished(&db)?;
    Ok(if thrown_away { None } else { db::first_filled(&db)? })
}

/// Opens a database that is in this program's form; says what to do when it is not.
fn open(url: &str) -> Result<Db, Failure> {
    copy::refuse_half(url)?;
    if let Some(file) = missing_file(url) {
        return Err(Failure::new(format!("There is no database at {}.", file.display()))
            .hint("Check --data or --database; `hilir serve` makes a new one."));
    }
    let db = Db::open(url)?;
    let pending = db.pending(&embedded::migrations()?)?;
    if pending.is_empty() {
        return Ok(db);
    }
    Err(Failure::new(format!("The database {} is not in this program's form yet.", shown(url)))
        .hint("Make a backup, then run `hilir migrate`."))
}

/// A database's address as it may be read over a shoulder or in a log: without its password.
fn shown(url: &str) -> String {
    let hidden = |url: &str| {
        let (scheme, rest) = url.split_once("://")?;
        let (who, at) = rest.rsplit_once('@')?;
        let (user, _) = who.split_once(':')?;
        Some(format!("{scheme}://{user}:…@{at}"))
    };
    hidden(url).unwrap_or_else(|| url.to_owned())
}

/// Opens a database and brings it to this program's form.
fn open_and_migrate(url: &str) -> Result<Db, Failure> {
    copy::refuse_half(url)?;
    let db = Db::open(url)?;
    db.migrate(&embedded::migrations()?)?;
    Ok(db)
}

/// A bar for work of a known length; nothing where nobody looks.
fn bar(length: u64, what: &'static str) -> indicatif::ProgressBar {
    let bar = indicatif::ProgressBar::new(length);
    let template = "{msg} {wide_bar} {human_pos}/{human_len} {eta}";
    if let Ok(style) = indicatif::ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.with_message(what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_levels_are_levels() {
        for known in ["info", "off", "trace", "info,db=debug", "tower_http::trace=warn,error"] {
            assert!(log_filter(known).is_ok(), "{known}");
        }
        for unknown in ["", "blah", "INFO ", "info,", "info,blah", "db=blah", "=info", "a b=info"] {
            assert!(log_filter(unknown).is_err(), "{unknown}");
        }
    }

    #[test]
    fn a_databases_password_is_not_shown() {
        assert_eq!(shown("postgres://hilir:a@b:c@db/hilir"), "postgres://hilir:…@db/hilir");
        assert_eq!(shown("postgres://hilir@db/hilir"), "postgres://hilir@db/hilir");
        assert_eq!(shown("data/hilir.db"), "data/hilir.db");
    }
}
