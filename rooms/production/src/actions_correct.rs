//! What was wrong with a batch: one says why, another agrees. A check is taken back while no piece
//! has left the workshop; makers are named anew until what the batch earned was shared; a batch
//! that was opened by mistake is given up.

use db::{Lock, Read, Result, Tx};
use journal::{Line, Once};
use kernel::{Capability, Context, Period, Quantity, Refusal};
use ledger::{Entry, Filter, Kind, Move};
use serde_json::json;
use web::Recorded;

use crate::{
    actions::{load_batch, load_own, may_check, own, place, weighed},
    actions_job,
    inputs::{
        ApproveCorrection, CorrectMakers, CorrectionId, DeclineCorrection, GiveUpBatch,
        ReverseCheck,
    },
    kinds::{Corrected, Proposal},
    makers::{Weight, within_checked},
    refusal::No,
    store,
    store_correct::{self, NewCorrection},
    store_notice, store_write_off,
    types::{Batch, Correction},
};

/// Somebody says that a check was wrong. Nothing changes before another agrees.
///
/// # Errors
/// Refuses a batch that is not checked, one of which a piece has left the workshop or whose cost
/// was used, one with another proposal that waits, and one about which it is asked already.
pub fn reverse_check(tx: &mut Tx, ctx: &Context, input: &ReverseCheck) -> Result<Recorded> {
    may_check(ctx)?;
    let batch = load_own(tx, ctx, input.batch)?;
    let once = journal::once(tx, "production.reverse_check", input.id, input)?;
    let Once::First(digest) = once else { return Ok(Recorded::again(batch.id)) };
    reversible(tx, ctx, &batch)?;
    let (kind, reason) = (Corrected::Check, input.reason.as_str());
    let new = NewCorrection { id: input.id, kind, makers_version: None, reason };
    store_correct::insert(tx, ctx, &batch, &new)?;
    let body = json!({ "batch": batch.code, "accepted": batch.accepted,
        "rejected": batch.rejected, "reason": reason });
    let line = Line::new(ctx, "production.reverse_check", input.id).of(batch.consignor_id);
    journal::write(tx, ctx, line.digest(digest).body(body))?;
    Ok(Recorded::new(batch.id))
}

/// Somebody names the makers of a checked batch anew. Those of before count until another agrees.
///
/// # Errors
/// Refuses what a check would refuse, and a batch whose premi was shared.
pub fn correct_makers(tx: &mut Tx, ctx: &Context, input: &CorrectMakers) -> Result<Recorded> {
    may_check(ctx)?;
    let batch = load_own(tx, ctx, input.batch)?;
    let once = journal::once(tx, "production.correct_makers", input.id, input)?;
    let Once::First(digest) = once else { return Ok(Recorded::again(batch.id)) };
    makers_open(&batch)?;
    let weights = weighed(tx, &batch, &input.makers)?;
    fits(&batch, &weights)?;
    let version = store::next_makers_version(tx, batch.id)?;
    store::insert_makers(tx, ctx, batch.id, version, &weights)?;
    let (kind, reason) = (Corrected::Makers, input.reason.as_str());
    let new = NewCorrection { id: input.id, kind, makers_version: Some(version), reason };
    store_correct::insert(tx, ctx, &batch, &new)?;
    let body = json!({ "batch": batch.code, "version": version, "reason": reason });
    let line = Line::new(ctx, "production.correct_makers", input.id).of(batch.consignor_id);
    journal::write(tx, ctx, line.digest(digest).body(body))?;
    Ok(Recorded::new(batch.id))
}

/// Another than who said so agrees: the batch is open again, or its makers are the new ones.
///
/// # Errors
/// Refuses who proposed it, one decided before, and what cannot be any more.
pub fn approve_correction(
    tx: &mut Tx,
    ctx: &Context,
    input: &ApproveCorrection,
) -> Result<Recorded> {
    ctx.actor.require(Capability::Approve)?;
    let one = load_correction(tx, ctx, input.correction)?;
    // As a delivery does: both take from the workshop.
    tx.lock(Lock::Consignor(one.consignor_id))?;
    tx.lock(Lock::Batch(one.batch_id))?;
    let once = journal::once(tx, "production.approve_correction", one.id, input)?;
    let Once::First(digest) = once else { return Ok(Recorded::again(one.batch_id)) };
    undecided(ctx, &one)?;
    let batch = load_batch(tx, one.batch_id)?;
    match (one.kind, one.makers_version) {
        (Corrected::Makers, Some(version)) => name_anew(tx, &batch, version)?,
        _ => open_again(tx, ctx, &batch, &one)?,
    }
    store_correct::decide(tx, ctx, one.id, Proposal::Approved, None)?;
    let line = Line::new(ctx, "production.approve_correction", one.id).of(one.consignor_id);
    let body = json!({ "batch": batch.code, "kind": one.kind });
    journal::write(tx, ctx, line.digest(digest).body(body))?;
    Ok(Recorded::new(one.batch_id))
}

/// The batch stays as it is.
///
/// # Errors
/// Refuses who proposed it, and one decided before.
pub fn decline_correction(
    tx: &mut Tx,
    ctx: &Context,
    input: &DeclineCorrection,
) -> Result<Recorded> {
    ctx.actor.require(Capability::Approve)?;
    let one = load_correction(tx, ctx, input.correction)?;
    let (kind, taken) = ("production.decline_correction", No::CorrectionDecided);
    let once = journal::once_of(tx, kind, one.id, input, taken)?;
    let Once::First(digest) = once else { return Ok(Recorded::again(one.batch_id)) };
    undecided(ctx, &one)?;
    let reason = input.reason.as_str();
    store_correct::decide(tx, ctx, one.id, Proposal::Declined, Some(reason))?;
    let line = Line::new(ctx, kind, one.id).of(one.consignor_id);
    journal::write(tx, ctx, line.digest(digest).body(json!({ "reason": reason })))?;
    Ok(Recorded::new(one.batch_id))
}

/// A batch that was opened by mistake comes to nothing. Nothing was posted yet; its code and its
/// costs stay on record, and a job that it was for is free for another.
///
/// # Errors
/// Refuses a checked batch, one with a proposal that waits, and one given up before.
pub fn give_up_batch(tx: &mut Tx, ctx: &Context, input: &GiveUpBatch) -> Result<Recorded> {
    ctx.actor.require(Capability::RecordGoods)?;
    tx.lock(Lock::Batch(input.batch))?;
    let batch = load_own(tx, ctx, input.batch)?;
    let (kind, taken) = ("production.give_up", No::GivenUp.with("code", &batch.code));
    let once = journal::once_of(tx, kind, batch.id, input, taken)?;
    let Once::First(digest) = once else { return Ok(Recorded::again(batch.id)) };
    if batch.finished_on.is_some() {
        return Err(No::AlreadyFinished.with("code", &batch.code).into());
    }
    none_waits(tx, &batch)?;
    let reason = input.reason.as_str();
    store::give_up(tx, ctx, batch.id, reason)?;
    actions_job::given_up(tx, batch.id)?;
    let line = Line::new(ctx, kind, batch.id).of(batch.consignor_id);
    let body = json!({ "code": batch.code, "reason": reason });
    journal::write(tx, ctx, line.digest(digest).body(body))?;
    Ok(Recorded::new(batch.id))
}

/// The check's postings are reversed, and the batch waits for another check.
fn open_again(tx: &mut Tx, ctx: &Context, batch: &Batch, one: &Correction) -> Result<()> {
    reversible(tx, ctx, batch)?;
    let made = || place(batch, Kind::Made);
    let moves = vec![
        Move::new(place(batch, Kind::Workshop), made(), batch.accepted.0),
        Move::new(place(batch, Kind::Rejected), made(), batch.rejected.0),
    ];
    ledger::post(tx, Entry { id: one.id.cast(), day: ctx.today(), moves })?;
    store::open_again(tx, batch.id)?;
    actions_job::opened_again(tx, batch.id)
}

fn name_anew(tx: &mut Tx, batch: &Batch, version: i64) -> Result<()> {
    makers_open(batch)?;
    fits(batch, &store::weights_of_version(tx, batch.id, version)?)?;
    store::set_makers_version(tx, batch.id, batch.basis, version)
}

/// Refuses to take a check back once something followed from it.
pub fn reversible(read: &mut Read, ctx: &Context, batch: &Batch) -> Result<()> {
    let code = || ("code", &batch.code);
    let Some(_) = batch.finished_on else {
        return Err(No::NotFinished.with(code().0, code().1).into());
    };
    if batch.costs_fixed_on.is_some() || batch.makers_fixed_on.is_some() {
        return Err(No::CheckUsed.with(code().0, code().1).into());
    }
    if store_notice::open_of(read, batch.id)?.is_some() {
        return Err(No::NoticeTwice.with(code().0, code().1).into());
    }
    if has_left(read, ctx, batch)? {
        return Err(No::PiecesLeft.with(code().0, code().1).into());
    }
    none_waits(read, batch)
}

/// Refuses while a write-off or other makers of the batch wait for a decision: they speak of the
/// check that is there, and would be agreed to after another one. That the check be taken back is
/// asked once at most, which the record itself keeps.
fn none_waits(read: &mut Read, batch: &Batch) -> Result<()> {
    let spoiled = store_write_off::of_batch(read, batch.id)?;
    let makers = store_correct::of_batch(read, batch.id)?;
    let mut makers = makers.iter().filter(|one| one.kind == Corrected::Makers);
    let waits = spoiled.iter().any(|one| one.state == Proposal::Proposed)
        || makers.any(|one| one.state == Proposal::Proposed);
    if waits { Err(No::ProposalWaits.with("code", &batch.code).into()) } else { Ok(()) }
}

/// Whether a piece has ever left the workshop, though it may be back: documents name it. What went
/// out by checks that were taken back does not count.
fn has_left(read: &mut Read, ctx: &Context, batch: &Batch) -> Result<bool> {
    let period = Period { from: batch.started_on, to: ctx.today() };
    let filter = Filter::of(batch.consignor_id).batch(batch.id);
    let out = ledger::turnover(read, Kind::Workshop, filter, period)?.given;
    let all = store_correct::of_batch(read, batch.id)?;
    let back = all.iter().filter(|one| one.kind == Corrected::Check);
    let back = back.filter(|one| one.state == Proposal::Approved).filter_map(|one| one.accepted);
    Ok(out != back.map(|pieces| pieces.0).sum::<i64>())
}

/// Refuses makers' lists for a batch that is not checked, or whose premi was shared.
pub fn makers_open(batch: &Batch) -> Result<()> {
    let no = match (batch.finished_on, batch.makers_fixed_on) {
        (None, _) => No::NotFinished,
        (_, Some(_)) => No::MakersFixed,
        (Some(_), None) => return Ok(()),
    };
    Err(no.with("code", &batch.code).into())
}

fn fits(batch: &Batch, weights: &[Weight]) -> Result<()> {
    let checked = Quantity(batch.accepted.0 + batch.rejected.0);
    Ok(within_checked(batch.basis, weights, checked).map_err(Refusal::from)?)
}

/// The correction, or 404 where it is another's.
fn load_correction(read: &mut Read, ctx: &Context, id: CorrectionId) -> Result<Correction> {
    let one = store_correct::find(read, id)?.ok_or(No::Unknown)?;
    own(ctx, one.consignor_id)?;
    Ok(one)
}

fn undecided(ctx: &Context, one: &Correction) -> Result<()> {
    ctx.actor.require_other_than(one.created_by)?;
    match one.state {
        Proposal::Proposed => Ok(()),
        Proposal::Approved | Proposal::Declined => Err(No::CorrectionDecided.into()),
    }
}
