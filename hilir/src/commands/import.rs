//! `hilir import`: a spreadsheet from the command line, as one of those who may bring it.

use std::{
    path::Path,
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use db::{Db, Read, Tx};
use intake::{Kind, Lot, Taken};
use kernel::Context;
use sheet::Table;
use words::Speak;

use crate::{Failure, cli::ImportArgs, settings::Settings, system};

/// How often the bar moves, and the longest rest between two windows.
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

/// Looks at every row, window by window, and takes all in where none is refused; with a bar while
/// it lasts.
fn bring(
    db: &Db,
    context: &Context,
    (kind, only_look): (Kind, bool),
    table: Table,
) -> Result<Taken, Failure> {
    let own = context.clone();
    let lot = db.read_now(move |read: &mut Read| Lot::of(read, &own, kind, &table))?;
    let lot = Arc::new(lot);
    let passes = if only_look { 1 } else { 2 };
    let bar = super::bar(lot.rows() as u64 * passes, "rows");
    let mut began = Instant::now();
    let looked = intake::look_through(db, context, &lot, &mut |rows| {
        bar.set_position(rows as u64);
        // A house that runs beside writes to the same file: it gets as long as the window took.
        thread::sleep(began.elapsed().min(LOOK));
        began = Instant::now();
        Ok(true)
    })?;
    let taken = match only_look || looked.refused > 0 {
        true => looked,
        false => take(db, context, &lot, &bar)?,
    };
    bar.finish_and_clear();
    Ok(taken)
}

fn take(
    db: &Db,
    context: &Context,
    lot: &Arc<Lot>,
    bar: &indicatif::ProgressBar,
) -> Result<Taken, Failure> {
    let done = Arc::new(AtomicUsize::new(0));
    let (db, context, counter, own) = (db.clone(), context.clone(), done.clone(), lot.clone());
    let work = thread::spawn(move || {
        db.write_now(move |tx: &mut Tx| {
            let watch = |rows: usize| counter.store(rows, Ordering::Relaxed);
            watch(0);
            intake::bring(tx, &context, &own, &watch)
        })
    });
    while !work.is_finished() {
        bar.set_position((lot.rows() + done.load(Ordering::Relaxed)) as u64);
        thread::sleep(LOOK);
    }
    Ok(work.join().map_err(|_| Failure::new("The import broke off."))??)
}

fn say_what_came(context: &Context, args: &ImportArgs, taken: &Taken) -> ExitCode {
    let lang = context.lang;
    for bad in taken.bad.iter().take(SHOWN_MAX) {
        let column = bad.column.as_deref().map(|key| lang.t(&format!("intake.column.{key}")));
        say!("{} {} · {}: {}", lang.t("intake.row"), bad.row, column.unwrap_or("–"), bad.reason);
    }
    if !taken.unsure.is_empty() {
        let rows: Vec<_> = taken.unsure.iter().take(SHOWN_MAX).map(ToString::to_string).collect();
        say!("{}", lang.fill("intake.unsure", &[("rows", &rows.join(", "))]));
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
