//! Files of many rows, done beside the requests: looked at window by window, so that everybody
//! writes in between, and taken in at once.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicUsize, Ordering},
};

use db::{Db, Read, Result, Tx};
use kernel::{Context, Lang, Time, UserId};

use crate::{
    actions::note,
    inputs::{Kind, UploadId},
    lot::Lot,
    refusal::No,
    stage::Stage,
    store,
    types::Taken,
};

/// A file that somebody works on.
#[derive(Debug, Clone)]
pub struct Job {
    pub id: UploadId,
    pub user: UserId,
    pub kind: Kind,
    /// The language in which refused rows are told.
    pub lang: Lang,
    /// Whether its sender has said yes.
    pub takes: bool,
}

/// Whether there is anything to do: work, or a file to forget.
///
/// # Errors
/// Only where the database fails.
pub fn waits(read: &mut Read, now: Time) -> Result<bool> {
    store::waits(read, now)
}

/// Takes the oldest file that waits for work, or whose worker was not heard of for long.
///
/// # Errors
/// Only where the database fails.
pub fn claim(tx: &mut Tx, now: Time) -> Result<Option<Job>> {
    store::forget(tx, now)?;
    store::claim(tx, now)
}

/// The rows of a file that is worked on; none where its sender gave it up meanwhile.
///
/// # Errors
/// Where he may no longer bring it.
pub fn lot(read: &mut Read, ctx: &Context, job: &Job) -> Result<Option<Lot>> {
    job.kind.require(&ctx.actor)?;
    let Some(table) = store::content(read, job.id)? else { return Ok(None) };
    Lot::of(read, ctx, job.kind, &table).map(Some)
}

/// Looks at all windows, each in a transaction of its own that is undone: whoever writes meanwhile
/// waits for one of them at most. `told` hears after each how many rows are done, and says whether
/// to go on.
///
/// # Errors
/// Where the database fails, and where it is not to go on.
pub fn look_through(
    db: &Db,
    ctx: &Context,
    lot: &Arc<Lot>,
    told: &mut dyn FnMut(usize) -> Result<bool>,
) -> Result<Taken> {
    let (mut all, mut at, mut rows) = (lot.counted(), 0, 0);
    loop {
        let window = lot.window(at);
        if window.is_empty() {
            return Ok(all);
        }
        let (own, context, of) = (Arc::clone(lot), ctx.clone(), window.clone());
        all.add(db.write_now(move |tx: &mut Tx| own.look(tx, &context, of.clone()))?);
        rows += lot.rows_of(window.clone());
        at = window.end;
        if !told(rows)? {
            return Err(No::Gone.into());
        }
    }
}

/// How far the worker is. False where the file is no longer his.
///
/// # Errors
/// Only where the database fails.
pub fn beat(tx: &mut Tx, id: UploadId, done: usize, now: Time) -> Result<bool> {
    store::beat(tx, id, done as i64, now)
}

/// All windows were looked at.
///
/// # Errors
/// Only where the database fails.
pub fn looked(tx: &mut Tx, id: UploadId, taken: &Taken) -> Result<()> {
    store::looked(tx, id, taken)
}

/// The work could not be done.
///
/// # Errors
/// Only where the database fails.
pub fn fail(tx: &mut Tx, id: UploadId) -> Result<()> {
    store::fail(tx, id)
}

/// Takes a file in that its sender said yes to: all of it, or its refused rows are told and
/// nothing of it stays.
///
/// # Errors
/// Only where the database fails.
pub fn take(tx: &mut Tx, ctx: &Context, job: &Job, lot: &Lot, watch: &dyn Fn(usize)) -> Result<()> {
    if !store::is_at(tx, job.id, Stage::Taking)? {
        return Ok(());
    }
    let taken = lot.take_or_tell(tx, ctx, watch)?;
    if taken.refused > 0 {
        return store::looked(tx, job.id, &taken);
    }
    store::taken(tx, job.id, &taken, ctx.now)?;
    note(tx, ctx, job.id, lot, &taken)
}

/// Takes rows in that no page waits for: all of them, or what is refused is told and nothing of
/// them stays.
///
/// # Errors
/// Only where the database fails.
pub fn bring(tx: &mut Tx, ctx: &Context, lot: &Lot, watch: &dyn Fn(usize)) -> Result<Taken> {
    let taken = lot.take_or_tell(tx, ctx, watch)?;
    if taken.refused == 0 {
        note(tx, ctx, ctx.fresh_id(), lot, &taken)?;
    }
    Ok(taken)
}

/// The file that this process is taking in, and its rows so far: within one transaction nobody can
/// read from the database how far it is.
static TAKING: Mutex<Option<(UploadId, Arc<AtomicUsize>)>> = Mutex::new(None);

/// Notes which file is being taken in; what is returned counts its rows.
pub fn begin_taking(id: UploadId) -> Arc<AtomicUsize> {
    let rows = Arc::new(AtomicUsize::new(0));
    *TAKING.lock().unwrap_or_else(PoisonError::into_inner) = Some((id, Arc::clone(&rows)));
    rows
}

/// Rows of a file that are taken in by now, as far as this process knows.
pub(crate) fn taken_so_far(id: UploadId) -> i64 {
    let taking = TAKING.lock().unwrap_or_else(PoisonError::into_inner);
    let own = taking.as_ref().filter(|(own, _)| *own == id);
    own.map_or(0, |(_, rows)| rows.load(Ordering::Relaxed) as i64)
}
