//! Works on the files of many rows that people bring, one at a time, beside the requests.

use std::{
    sync::{Arc, atomic::Ordering},
    thread,
    time::Duration,
};

use db::{Db, Error, Read, Result, Tx};
use intake::{Job, Lot};
use kernel::{Clock, Context, Ids, Zone};

use crate::beside;

/// How long the worker rests when nothing waits.
const REST: Duration = Duration::from_secs(1);
/// The database is told how far a file is at most so often, in microseconds.
const TELL_MICROS: i64 = 700_000;

/// What the worker stands on.
#[derive(Clone)]
pub struct House {
    pub db: Db,
    pub clock: Clock,
    pub ids: Ids,
    pub zone: Zone,
}

/// Works for as long as the program runs.
pub fn spawn(house: House) {
    beside::spawn("imports", REST, move || work_once(&house));
}

/// Works on the next file that waits; false when none does.
///
/// # Errors
/// When it could not be done; the file then says so, unless it is tried again.
pub fn work_once(house: &House) -> Result<bool> {
    let now = house.clock.now();
    if !house.db.read_now(move |read: &mut Read| intake::waits(read, now))? {
        return Ok(false);
    }
    let claimed = house.db.write_now(move |tx: &mut Tx| intake::claim(tx, now))?;
    let Some(job) = claimed else { return Ok(false) };
    let done = work(house, &job);
    match &done {
        // Given up meanwhile by its sender, or tried again later.
        Err(Error::Refused(no)) if no.code == intake::No::Gone.code() => return Ok(true),
        Err(Error::Unavailable(_) | Error::Conflict) | Ok(()) => {}
        Err(_) => house.db.write_now(move |tx: &mut Tx| intake::fail(tx, job.id))?,
    }
    done.map(|()| true)
}

fn work(house: &House, job: &Job) -> Result<()> {
    let context = context(house, job)?;
    let (own, ctx) = (job.clone(), context.clone());
    let lot = house.db.read_now(move |read: &mut Read| intake::lot(read, &ctx, &own))?;
    let lot = Arc::new(lot.ok_or(intake::No::Gone)?);
    if job.takes { take(house, &context, job, &lot) } else { look(house, &context, job, &lot) }
}

/// The sender as he is now, who must still be allowed to.
fn context(house: &House, job: &Job) -> Result<Context> {
    let user = job.user;
    let user = house.db.read_now(move |read: &mut Read| people::load_user(read, user))?;
    if !user.active {
        return Err(intake::No::Unknown.into());
    }
    let base = people::house(&house.ids, house.clock.now());
    Ok(Context { actor: user.actor(), zone: house.zone, lang: job.lang, ..base })
}

fn look(house: &House, ctx: &Context, job: &Job, lot: &Arc<Lot>) -> Result<()> {
    let (id, mut told) = (job.id, house.clock.now().micros());
    let mut beat = |rows: usize| {
        let now = house.clock.now();
        if now.micros().saturating_sub(told) < TELL_MICROS {
            return Ok(true);
        }
        told = now.micros();
        house.db.write_now(move |tx: &mut Tx| intake::beat(tx, id, rows, now))
    };
    let taken = intake::look_through(&house.db, ctx, lot, &mut beat)?;
    house.db.write_now(move |tx: &mut Tx| intake::looked(tx, id, &taken))
}

/// One transaction. Where others can be told meanwhile how far it is, they are.
fn take(house: &House, ctx: &Context, job: &Job, lot: &Arc<Lot>) -> Result<()> {
    let rows = intake::begin_taking(job.id);
    let (db, id, counter) = (house.db.clone(), job.id, Arc::clone(&rows));
    let (ctx, job, lot) = (ctx.clone(), job.clone(), Arc::clone(lot));
    let work = thread::spawn(move || {
        db.write_now(move |tx: &mut Tx| {
            let watch = |done: usize| counter.store(done, Ordering::Relaxed);
            watch(0);
            intake::take(tx, &ctx, &job, &lot, &watch)
        })
    });
    while !work.is_finished() {
        thread::sleep(Duration::from_millis(100));
        // SQLite's one writer is at work; a page of this process sees the counter itself.
        if !house.db.is_sqlite() {
            let (done, now) = (rows.load(Ordering::Relaxed), house.clock.now());
            house.db.write_now(move |tx: &mut Tx| intake::beat(tx, id, done, now))?;
        }
    }
    work.join().map_err(|_| Error::fault("the thread that takes a file in broke off"))?
}
