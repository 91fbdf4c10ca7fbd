//! A batch that must come back from buyers and shops: one drafts the notice, another approves it.

use std::collections::BTreeSet;

use db::{Lock, Read, Result, Tx};
use journal::{Line, Once};
use kernel::{BatchId, Capability, ConsignorId, Context, NoticeId};
use serde_json::json;
use web::Recorded;

use crate::{
    actions::{load_own, own},
    inputs::{ApproveNotice, DraftNotice, DropNotice, LiftNotice},
    kinds::NoticeState,
    refusal::No,
    store_notice as store,
    types::Notice,
};

/// Somebody says why a batch should come back and what to do with a piece of it. Nobody else
/// hears of it yet.
///
/// # Errors
/// Refuses a batch that is not checked, and one that has a notice already.
pub fn draft_notice(tx: &mut Tx, ctx: &Context, input: &DraftNotice) -> Result<Recorded> {
    ctx.actor.require(Capability::RecordGoods)?;
    let batch = load_own(tx, ctx, input.batch)?;
    tx.lock(Lock::Batch(batch.id))?;
    let Once::First(digest) = journal::once(tx, "production.notice", input.id, input)? else {
        return Ok(Recorded::again(input.id));
    };
    if batch.finished_on.is_none() {
        return Err(No::NotFinished.with("code", &batch.code).into());
    }
    if store::open_of(tx, batch.id)?.is_some() {
        return Err(No::NoticeTwice.with("code", &batch.code).into());
    }
    store::insert(tx, ctx, batch.consignor_id, input)?;
    let line = Line::new(ctx, "production.notice", input.id).of(batch.consignor_id);
    let body = json!({ "batch": batch.code, "reason": input.reason });
    journal::write(tx, ctx, line.digest(digest).body(body))?;
    Ok(Recorded::new(input.id))
}

/// Another than who drafted it agrees: from now on every shop and the public read it.
///
/// # Errors
/// Refuses who drafted it, and one that was decided before.
pub fn approve_notice(tx: &mut Tx, ctx: &Context, input: &ApproveNotice) -> Result<Recorded> {
    ctx.actor.require(Capability::Approve)?;
    let notice = load_notice(tx, ctx, input.notice)?;
    let once = journal::once(tx, "production.approve_notice", notice.id, input)?;
    let Once::First(digest) = once else { return Ok(Recorded::again(notice.id)) };
    ctx.actor.require_other_than(notice.drafted_by)?;
    stands(&notice, NoticeState::Draft)?;
    store::approve(tx, ctx, notice.id)?;
    let line = Line::new(ctx, "production.approve_notice", notice.id).of(notice.consignor_id);
    journal::write(tx, ctx, line.digest(digest))?;
    Ok(Recorded::new(notice.id))
}

/// The draft comes to nothing; who drafted it may drop it himself.
///
/// # Errors
/// Refuses one that was decided before.
pub fn drop_notice(tx: &mut Tx, ctx: &Context, input: &DropNotice) -> Result<Recorded> {
    let may = ctx.actor.may(Capability::Approve);
    if !may {
        ctx.actor.require(Capability::RecordGoods)?;
    }
    let notice = load_notice(tx, ctx, input.notice)?;
    let once = journal::once(tx, "production.drop_notice", notice.id, input)?;
    let Once::First(digest) = once else { return Ok(Recorded::again(notice.id)) };
    stands(&notice, NoticeState::Draft)?;
    end(tx, ctx, &notice, NoticeState::Dropped, input.reason.as_str())?;
    let line = Line::new(ctx, "production.drop_notice", notice.id).of(notice.consignor_id);
    journal::write(tx, ctx, line.digest(digest).body(json!({ "reason": input.reason })))?;
    Ok(Recorded::new(notice.id))
}

/// The notice is over: everything came back, or it was a mistake.
///
/// # Errors
/// Refuses one that nobody approved, and one that was lifted.
pub fn lift_notice(tx: &mut Tx, ctx: &Context, input: &LiftNotice) -> Result<Recorded> {
    ctx.actor.require(Capability::Approve)?;
    let notice = load_notice(tx, ctx, input.notice)?;
    let once = journal::once(tx, "production.lift_notice", notice.id, input)?;
    let Once::First(digest) = once else { return Ok(Recorded::again(notice.id)) };
    stands(&notice, NoticeState::Approved)?;
    end(tx, ctx, &notice, NoticeState::Lifted, input.reason.as_str())?;
    let line = Line::new(ctx, "production.lift_notice", notice.id).of(notice.consignor_id);
    journal::write(tx, ctx, line.digest(digest).body(json!({ "reason": input.reason })))?;
    Ok(Recorded::new(notice.id))
}

fn end(
    tx: &mut Tx,
    ctx: &Context,
    notice: &Notice,
    state: NoticeState,
    reason: &str,
) -> Result<()> {
    store::end(tx, ctx, notice.id, state, reason)
}

fn stands(notice: &Notice, state: NoticeState) -> Result<()> {
    if notice.state == state { Ok(()) } else { Err(No::NoticeDecided.into()) }
}

/// The notice, or 404 where it is another unit's.
fn load_notice(read: &mut Read, ctx: &Context, id: NoticeId) -> Result<Notice> {
    let notice = store::find(read, id)?.ok_or(No::Unknown)?;
    own(ctx, notice.consignor_id)?;
    Ok(notice)
}

/// The notice by its id; asks nothing about who may see it.
///
/// # Errors
/// Refuses an unknown one.
pub fn find_notice(read: &mut Read, id: NoticeId) -> Result<Notice> {
    store::find(read, id)?.ok_or_else(|| No::Unknown.into())
}

/// A unit's notices, or all of them; the latest first, at most 200.
pub fn notices(read: &mut Read, consignor: Option<ConsignorId>) -> Result<Vec<Notice>> {
    store::list(read, consignor)
}

/// The notices that hold now: what every shop and the public may read. At most 200.
pub fn notices_in_force(read: &mut Read) -> Result<Vec<Notice>> {
    store::in_force(read)
}

/// The batches that are to come back.
pub fn recalled(read: &mut Read) -> Result<BTreeSet<BatchId>> {
    Ok(store::recalled(read)?.into_iter().collect())
}
