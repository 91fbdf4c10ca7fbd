//! A release that was recorded wrongly: one says so, another agrees.

use db::{Result, Tx};
use kernel::Context;
use serde_json::json;
use web::Recorded;

use super::maker::{load_visible, require_release};
use crate::{
    No,
    inputs::{ConfirmReleaseReversal, RejectReleaseReversal, ReleaseReversalId, ReverseRelease},
    record,
    store_release::{self as store, Asked, ReleaseReversal},
};

/// Asks that a release be taken back. Nothing changes before another agrees.
///
/// # Errors
/// Refuses a maker who was not released, and one about whom it is asked already.
pub fn reverse_release(tx: &mut Tx, ctx: &Context, input: &ReverseRelease) -> Result<Recorded> {
    require_release(ctx)?;
    let maker = load_visible(tx, ctx, input.maker)?;
    let kind = "people.release_reversal_asked";
    let Some(digest) = record::fresh(tx, kind, input.id, input)? else {
        return Ok(Recorded::again(maker.id));
    };
    if maker.released_on.is_none() {
        return Err(No::NotReleased.into());
    }
    store::insert(tx, ctx, (input.id, maker.id), input.reason.as_str())?;
    let body = json!({"maker": maker.id, "released_on": maker.released_on});
    record::write(tx, ctx, kind, input.id, |line| {
        line.of(maker.consignor_id).digest(digest).body(body)
    })?;
    Ok(Recorded::new(maker.id))
}

/// Another than the one who asked agrees: he is here again, and his saved premi is kept again.
///
/// # Errors
/// Refuses the one who asked, and what was decided before.
pub fn confirm_release_reversal(
    tx: &mut Tx,
    ctx: &Context,
    input: &ConfirmReleaseReversal,
) -> Result<Recorded> {
    let one = deciding(tx, ctx, input.release_reversal)?;
    let kind = "people.release_taken_back";
    let Some(digest) = record::fresh(tx, kind, one.id, input)? else {
        return Ok(Recorded::again(one.maker_id));
    };
    undecided(ctx, &one)?;
    store::decide(tx, ctx, one.id, Asked::Confirmed, None)?;
    store::unrelease(tx, one.maker_id)?;
    let body = json!({"maker": one.maker_id, "released_on": one.released_on});
    record::write(tx, ctx, kind, one.id, |line| {
        line.of(one.consignor_id).digest(digest).body(body)
    })?;
    Ok(Recorded::new(one.maker_id))
}

/// The release stands.
///
/// # Errors
/// Refuses the one who asked, and what was decided before.
pub fn reject_release_reversal(
    tx: &mut Tx,
    ctx: &Context,
    input: &RejectReleaseReversal,
) -> Result<Recorded> {
    let one = deciding(tx, ctx, input.release_reversal)?;
    let (kind, taken) = ("people.release_stands", No::ReleaseReversalDecided);
    let Some(digest) = record::fresh_step(tx, kind, one.id, input, taken)? else {
        return Ok(Recorded::again(one.maker_id));
    };
    undecided(ctx, &one)?;
    store::decide(tx, ctx, one.id, Asked::Rejected, Some(input.reason.as_str()))?;
    let body = json!({"maker": one.maker_id});
    record::write(tx, ctx, kind, one.id, |line| {
        line.of(one.consignor_id).digest(digest).body(body)
    })?;
    Ok(Recorded::new(one.maker_id))
}

fn deciding(tx: &mut Tx, ctx: &Context, id: ReleaseReversalId) -> Result<ReleaseReversal> {
    require_release(ctx)?;
    let one = store::find(tx, id)?.ok_or(No::Unknown)?;
    load_visible(tx, ctx, one.maker_id)?;
    Ok(one)
}

fn undecided(ctx: &Context, one: &ReleaseReversal) -> Result<()> {
    ctx.actor.require_other_than(one.created_by)?;
    match one.state {
        Asked::Reported => Ok(()),
        Asked::Confirmed | Asked::Rejected => Err(No::ReleaseReversalDecided.into()),
    }
}
