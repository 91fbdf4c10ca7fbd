//! Goods that were spoiled or lost in the workshop: one says so, another agrees.

use db::{Lock, Read, Result, Tx};
use journal::{Line, Once};
use kernel::{Capability, Context, Day, Refusal};
use ledger::{Entry, Kind, Move};
use serde_json::json;
use web::Recorded;

use crate::{
    actions::{load_batch, load_own, own, place},
    actions_job,
    inputs::{ApproveWriteOff, DeclineWriteOff, ProposeWriteOff, WriteOffId},
    kinds::{JobState, Proposal, Spoiled},
    refusal::No,
    store_job, store_write_off as store,
    types::{Batch, WriteOff},
};

/// Somebody says that pieces of a batch are no longer fit to be sent or no longer there, or that
/// such pieces are fit or there again.
///
/// # Errors
/// Refuses a batch that is not checked, days out of order, more than the workshop has that nobody
/// ordered, and more coming back than was written off.
pub fn propose_write_off(tx: &mut Tx, ctx: &Context, input: &ProposeWriteOff) -> Result<Recorded> {
    ctx.actor.require(Capability::RecordGoods)?;
    let batch = load_own(tx, ctx, input.batch)?;
    let Once::First(digest) = journal::once(tx, "production.write_off", input.id, input)? else {
        return Ok(Recorded::again(batch.id));
    };
    happened(ctx, &batch, input.happened_on)?;
    if let Some(no) = too_many(tx, &batch, input.kind, input.quantity.0)? {
        return Err(no.at("quantity").into());
    }
    store::insert(tx, ctx, batch.consignor_id, input)?;
    let body = json!({ "batch": batch.code, "kind": input.kind, "pieces": input.quantity,
        "reason": input.reason.as_str() });
    let line = Line::new(ctx, "production.write_off", input.id).of(batch.consignor_id);
    journal::write(tx, ctx, line.on(input.happened_on).digest(digest).body(body))?;
    Ok(Recorded::new(batch.id))
}

/// Another than who said so agrees: the pieces leave the workshop, or come back to it. What they
/// cost stays in the batch; nobody earns anything with what is gone.
///
/// # Errors
/// Refuses who proposed it, one decided before, and more than the workshop has now.
pub fn approve_write_off(tx: &mut Tx, ctx: &Context, input: &ApproveWriteOff) -> Result<Recorded> {
    ctx.actor.require(Capability::Approve)?;
    let one = load_write_off(tx, ctx, input.write_off)?;
    // As a delivery does: both take from the workshop.
    tx.lock(Lock::Consignor(one.consignor_id))?;
    let once = journal::once(tx, "production.approve_write_off", one.id, input)?;
    let Once::First(digest) = once else { return Ok(Recorded::again(one.batch_id)) };
    ctx.actor.require_other_than(one.created_by)?;
    undecided(&one)?;
    let batch = load_batch(tx, one.batch_id)?;
    if let Some(no) = too_many(tx, &batch, one.kind, one.quantity.0)? {
        return Err(no.into());
    }
    store::decide(tx, ctx, one.id, Proposal::Approved, None)?;
    let (workshop, apart) = (place(&batch, Kind::Workshop), place(&batch, apart(one.kind)));
    let (from, to) = if one.kind.back() { (apart, workshop) } else { (workshop, apart) };
    let moves = vec![Move::new(from, to, one.quantity.0)];
    ledger::post(tx, Entry { id: one.id.cast(), day: ctx.today(), moves })?;
    if one.kind.back() {
        actions_job::finished(tx, batch.id)?;
    }
    let body = json!({ "batch": batch.code, "kind": one.kind, "pieces": one.quantity });
    let line = Line::new(ctx, "production.approve_write_off", one.id).of(one.consignor_id);
    journal::write(tx, ctx, line.digest(digest).body(body))?;
    Ok(Recorded::new(one.batch_id))
}

/// The pieces stay where they are.
///
/// # Errors
/// Refuses who proposed it, and one decided before.
pub fn decline_write_off(tx: &mut Tx, ctx: &Context, input: &DeclineWriteOff) -> Result<Recorded> {
    ctx.actor.require(Capability::Approve)?;
    let one = load_write_off(tx, ctx, input.write_off)?;
    let (kind, taken) = ("production.decline_write_off", No::WriteOffDecided);
    let once = journal::once_of(tx, kind, one.id, input, taken)?;
    let Once::First(digest) = once else { return Ok(Recorded::again(one.batch_id)) };
    ctx.actor.require_other_than(one.created_by)?;
    undecided(&one)?;
    let reason = input.reason.as_str();
    store::decide(tx, ctx, one.id, Proposal::Declined, Some(reason))?;
    let line = Line::new(ctx, kind, one.id).of(one.consignor_id);
    journal::write(tx, ctx, line.digest(digest).body(json!({ "reason": reason })))?;
    Ok(Recorded::new(one.batch_id))
}

/// The write-off, or 404 where it is another's.
fn load_write_off(read: &mut Read, ctx: &Context, id: WriteOffId) -> Result<WriteOff> {
    let one = store::find(read, id)?.ok_or(No::Unknown)?;
    own(ctx, one.consignor_id)?;
    Ok(one)
}

fn undecided(one: &WriteOff) -> Result<()> {
    match one.state {
        Proposal::Proposed => Ok(()),
        Proposal::Approved | Proposal::Declined => Err(No::WriteOffDecided.into()),
    }
}

fn happened(ctx: &Context, batch: &Batch, day: Day) -> Result<()> {
    let Some(since) = batch.finished_on else {
        return Err(No::NotFinished.with("code", &batch.code).into());
    };
    if since <= day && day <= ctx.today() {
        return Ok(());
    }
    Err(No::DayOutOfOrder.with("since", since.short(ctx.lang)).at("happened_on").into())
}

fn too_many(
    read: &mut Read,
    batch: &Batch,
    kind: Spoiled,
    quantity: i64,
) -> Result<Option<Refusal>> {
    let (there, no) = match kind.back() {
        true => (written_off(read, batch, kind)?, No::NotWrittenOff),
        false => (writable(read, batch)?, No::NotThatMany),
    };
    let no = || no.with("code", &batch.code).with("there", there);
    Ok((quantity > there).then(no))
}

fn apart(kind: Spoiled) -> Kind {
    match kind {
        Spoiled::Damaged | Spoiled::Mended => Kind::Damaged,
        Spoiled::Lost | Spoiled::Found => Kind::Lost,
    }
}

/// What was written off of a batch as such, in the workshop, and has not come back.
pub fn written_off(read: &mut Read, batch: &Batch, kind: Spoiled) -> Result<i64> {
    ledger::balance(read, &place(batch, apart(kind)))
}

/// What the workshop has of a batch, less what a buyer waits for. While his job is in work, more
/// can be made for it.
pub fn writable(read: &mut Read, batch: &Batch) -> Result<i64> {
    let there = ledger::balance(read, &place(batch, Kind::Workshop))?;
    let job = store_job::find_job_of_batch(read, batch.id)?;
    let Some(job) = job.filter(|job| job.state == JobState::Done) else { return Ok(there) };
    let spare = actions_job::there(read, &job)?.0 - job.quantity.0;
    Ok(there.min(spare).max(0))
}
