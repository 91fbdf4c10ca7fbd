//! A file of many rows comes in; how long others wait for their own writes meanwhile, in the same
//! process: while it is looked at, and while it is taken in.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use db::{Db, Read, Tx, sql};
use hilir::system;
use intake::{Kind, Lot, Taken};
use kernel::Context;
use sheet::{Found, Row, Table};

use crate::{Outcome, figures::judge, world::World};

/// What others may wait for a window of the look.
const LOOK_WAIT: Duration = Duration::from_millis(500);
/// How often somebody beside it writes.
const PAUSE: Duration = Duration::from_millis(5);

pub fn run(url: &str, world: &World, rows: u64) -> Outcome<bool> {
    let db = Db::open(url)?;
    let context = world.officer(&system::ids(), system::clock().now());
    let (own, table) = (context.clone(), table(rows));
    let lot = db.read_now(move |read: &mut Read| Lot::of(read, &own, Kind::Products, &table))?;
    let lot = Arc::new(lot);
    let (looked, took, waited) =
        beside(&db, || intake::look_through(&db, &context, &lot, &mut |_| Ok(true)))?;
    told("looked at", &looked, took, &waited);
    let longest = waited.iter().max().copied().unwrap_or_default();
    let what = format!("nobody waited longer for the look than {} ms", LOOK_WAIT.as_millis());
    let held = judge(&what, longest < LOOK_WAIT);
    let (taken, took, waited) = beside(&db, || take(&db, &context, &lot))?;
    told("taken in", &taken, took, &waited);
    let whole = judge("all rows are new, none is refused", taken.fresh as u64 == rows);
    let (again, took, waited) = beside(&db, || take(&db, &context, &lot))?;
    told("taken in again", &again, took, &waited);
    Ok(judge("the same rows again add nothing", again.fresh == 0) && held && whole)
}

fn table(rows: u64) -> Table {
    let cell = |text: String| Found::Text(text);
    let row = |n: u64| Row {
        number: n as usize + 2,
        cells: vec![
            cell(format!("TUNGGU-{n:06}")),
            cell(format!("Barang ukur {n}")),
            cell("buah".to_owned()),
            Found::Number(1_000 + n as i64),
        ],
    };
    let head = ["Kode", "Nama", "Satuan", "Harga"].map(str::to_owned).to_vec();
    Table { name: String::new(), head, rows: (0..rows).map(row).collect() }
}

fn take(db: &Db, context: &Context, lot: &Arc<Lot>) -> db::Result<Taken> {
    let (context, lot) = (context.clone(), Arc::clone(lot));
    db.write_now(move |tx: &mut Tx| intake::bring(tx, &context, &lot, &|_| {}))
}

/// Does the work, and writes something small again and again until it is done; what came of the
/// work, how long it took, and how long each of the others' writes did.
fn beside<T: Send>(
    db: &Db,
    work: impl FnOnce() -> db::Result<T> + Send,
) -> Outcome<(T, Duration, Vec<Duration>)> {
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        let (began, over) = (Instant::now(), &over);
        let at_work = scope.spawn(move || {
            let done = work();
            over.store(true, Ordering::SeqCst);
            (done, began.elapsed())
        });
        let mut waited = Vec::new();
        while !over.load(Ordering::SeqCst) {
            let asked = Instant::now();
            let write = sql!("UPDATE people_user SET lang = $1 WHERE sign_in_name = 'kasubsi'");
            let lang = if waited.len() % 2 == 0 { "id" } else { "en" };
            db.write_now(move |tx: &mut Tx| tx.run(write, &[&lang]))?;
            waited.push(asked.elapsed());
            thread::sleep(PAUSE);
        }
        let (done, took) = at_work.join().map_err(|_| "the work broke off")?;
        Ok((done?, took, waited))
    })
}

fn told(what: &str, taken: &Taken, took: Duration, waited: &[Duration]) {
    let mut sorted = waited.to_vec();
    sorted.sort();
    let at = |share: usize| {
        let place = (sorted.len() * share / 100).min(sorted.len().saturating_sub(1));
        sorted.get(place).copied().unwrap_or_default().as_millis()
    };
    println!(
        "  {} rows {what}: {} ms; {} writes of others beside it waited {} / {} / {} ms (middle, 99 of 100, longest)",
        taken.rows,
        took.as_millis(),
        sorted.len(),
        at(50),
        at(99),
        at(100)
    );
}
