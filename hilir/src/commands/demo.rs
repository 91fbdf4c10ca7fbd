//! `hilir demo`.

use std::{fs, io::Write as _, process::ExitCode};

use super::serve::{self, Port};
use crate::{
    Failure,
    cli::DemoArgs,
    demo,
    house::{self, Address},
    settings::Settings,
    system,
};

pub fn run(mut settings: Settings, args: &DemoArgs) -> Result<ExitCode, Failure> {
    if !settings.data_named {
        settings.data = "data-demo".into();
    }
    let settings = settings.listening(&args.listen);
    let port = if args.once { None } else { Some(Port::take(&settings)?) };
    let url = fresh(&settings)?;
    let db = super::open_and_migrate(&url)?;
    let bar = super::bar(9, "Memainkan cerita");
    let (_, figures) = demo::play(&db, &mut |done, all| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    })?;
    bar.finish_and_clear();
    if args.json {
        let text = serde_json::to_string_pretty(&figures);
        say!("{}", text.map_err(|error| Failure::new(error.to_string()))?);
    } else {
        figures.print();
    }
    if !figures.wrong.is_empty() {
        return Ok(ExitCode::from(2));
    }
    let Some(port) = port else { return Ok(ExitCode::SUCCESS) };
    let address = Address {
        public_url: settings.public_url(),
        zone: settings.zone,
        trust_proxy: settings.trust_proxy,
    };
    let clock = demo::clock(&system::clock());
    let router = house::router(db.clone(), clock.clone(), system::ids(), address);
    serve::begin_beside(&db, &clock, &settings);
    port.serve(db, router, &settings, clock, |at| match args.json {
        // Whoever reads figures reads nothing else there.
        true => drop(writeln!(std::io::stderr(), "{at}")),
        false => say!("{at}"),
    })
}

/// An empty place for the demo: its own folder is cleared of an earlier demo; a database that
/// somebody named must be empty already.
fn fresh(settings: &Settings) -> Result<String, Failure> {
    let url = settings.database_url()?;
    if settings.database.is_some() {
        return match super::filled(&url)? {
            None => Ok(url),
            Some(table) => Err(Failure::new(format!(
                "The database {} has data in it already (in {table}).",
                super::shown(&url)
            ))
            .hint(
                "The demo overwrites nothing of yours: leave --database, HILIR_DATABASE and \
                 `database` in the settings file away, or name an empty one with --database.",
            )),
        };
    }
    let marker = settings.data.join("contoh.txt");
    let known = fs::exists(&marker).unwrap_or(false);
    if fs::exists(&url).unwrap_or(false) && !known {
        return Err(Failure::new(format!("{url} is a database that no demo made."))
            .hint("The demo overwrites nothing of yours: name an empty folder with --data."));
    }
    for ending in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(format!("{url}{ending}"));
    }
    fs::write(&marker, "Folder ini berisi data contoh; `hilir demo` menimpanya.\n").map_err(
        |error| Failure::new(format!("{} cannot be written: {error}.", marker.display())),
    )?;
    Ok(url)
}
