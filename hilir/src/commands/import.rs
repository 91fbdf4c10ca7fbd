//! `hilir import`: a spreadsheet from the command line, as one of those who may bring it.

use std::{
    path::Path,
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use db::{Db, Tx};
use intake::{Kind, Taken};
use kernel::Context;
use sheet::Table;
use words::Speak;

use crate::{Failure, cli::ImportArgs, settings::Settings, system};

/// How often the bar moves.
const LOOK: Duration = Duration::from_millis(100);
/// Refused rows that are printed.
const SHOWN_MAX: usize = 50;

pub fn run(settings: &Settings, args: &ImportArgs) -> Result<ExitCode, Failure> {
    let db = super::open(&settings.database_url()?)?;
    let user = super::user::find(&db, &args.by)?;
    if !user.active {
        return Err(Failure::new(format!("{} can no longer sign in.", args.by)));
    }
    let house = people::house(&system::ids(), system::clock().now());
    let lang = user.lang.unwrap_or(house.lang);
    let context = Context { actor: user.actor(), zone: settings.zone, lang, ..house };
    let table = read(&context, args.kind, &args.file)?;
    let taken = bring(&db, &context, (args.kind, args.dry_run), table)?;
    Ok(say_what_came(&context, args, &taken))
}

fn read(context: &Context, kind: Kind, file: &Path) -> Result<Table, Failure> {
    let refused = |no: &kernel::Refusal| Failure::new(context.lang.refusal(no));
    kind.require(&context.actor).map_err(|no| refused(&no))?;
    let bytes = std::fs::read(file)
        .map_err(|error| Failure::new(format!("{} cannot be read: {error}.", file.display())))?;
    let read = scribe::desk().read;
    intake::read_file(read, kind, context.lang, &bytes).map_err(|no| refused(&no))
}

/// One transaction, with a bar while it lasts.
fn bring(
    db: &Db,
    context: &Context,
    (kind, only_look): (Kind, bool),
    table: Table,
) -> Result<Taken, Failure> {
    let done = Arc::new(AtomicUsize::new(0));
    let passes = if only_look { 1 } else { 2 };
    let bar = super::bar(table.rows.len() as u64 * passes, "rows");
    let (db, context, counter) = (db.clone(), context.clone(), done.clone());
    let work = thread::spawn(move || {
        db.write_now(move |tx: &mut Tx| {
            counter.store(0, Ordering::Relaxed);
            let watch = |rows: usize| counter.store(rows, Ordering::Relaxed);
            match only_look {
                true => intake::rehearse_watched(tx, &context, kind, &table, &watch),
                false => intake::bring(tx, &context, kind, &table, &watch),
            }
        })
    });
    while !work.is_finished() {
        bar.set_position(done.load(Ordering::Relaxed) as u64);
        thread::sleep(LOOK);
    }
    bar.finish_and_clear();
    let done = work.join().map_err(|_| Failure::new("The import broke off."))?;
    Ok(done?)
}

fn say_what_came(context: &Context, args: &ImportArgs, taken: &Taken) -> ExitCode {
    let lang = context.lang;
    for bad in taken.bad.iter().take(SHOWN_MAX) {
        let column = bad.column.as_deref().map(|key| lang.t(&format!("intake.column.{key}")));
        say!("{} {} · {}: {}", lang.t("intake.row"), bad.row, column.unwrap_or("–"), bad.reason);
    }
    let Taken { rows, fresh, again, refused, .. } = taken;
    say!("{rows} rows: {fresh} new, {again} there already, {refused} refused.");
    match (refused, args.dry_run) {
        (1.., _) => {
            say!("Nothing was recorded.");
            ExitCode::from(2)
        }
        (0, true) => {
            say!("Nothing was recorded: this only looked.");
            ExitCode::SUCCESS
        }
        (0, false) => ExitCode::SUCCESS,
    }
}
