use db::{Lock, Result, Tx};
use journal::Once;
use kernel::{Capability, Context, Id};
use ledger::{Account, Entry, Kind, Move};
use serde_json::json;
use web::Recorded;

use crate::{
    access,
    inputs::{ConfirmPayoutReversal, PayoutReversalKind, RejectPayoutReversal, ReversePayout},
    kinds::{Decision, PremiPart},
    refusal::No,
    store_payout_reversal as store,
    types::{Payout, PayoutReversal},
};

/// Asks that a confirmed payout be taken back: it was another maker's, another half or another
/// amount. Nothing moves before another agrees.
///
/// # Errors
/// Refuses a payout that nobody confirmed, and one that is asked about already or was taken back.
pub fn reverse_payout(tx: &mut Tx, ctx: &Context, input: &ReversePayout) -> Result<Recorded> {
    ctx.actor.require(Capability::Deposit)?;
    let payout = access::payout(tx, ctx, input.payout)?;
    let once = journal::once(tx, "settlement.reverse_payout", input.id, input)?;
    let Once::First(seen) = once else { return Ok(Recorded::again(payout.id)) };
    if payout.state != Decision::Confirmed {
        return Err(No::NotPaidOut.into());
    }
    store::insert(tx, ctx, payout.consignor_id, input)?;
    record(tx, ctx, "settlement.reverse_payout", (input.id, &payout), seen)?;
    Ok(Recorded::new(payout.id))
}

/// Another than the one who asked for it agrees: the amount stands in the maker's account again.
///
/// # Errors
/// Refuses the one who asked, and what was decided before.
pub fn confirm_payout_reversal(
    tx: &mut Tx,
    ctx: &Context,
    input: &ConfirmPayoutReversal,
) -> Result<Recorded> {
    let (one, payout) = deciding(tx, ctx, input.payout_reversal)?;
    tx.lock(Lock::Consignor(one.consignor_id))?;
    let once = journal::once(tx, "settlement.confirm_payout_reversal", one.id, input)?;
    let Once::First(seen) = once else { return Ok(Recorded::again(payout.id)) };
    undecided(ctx, &one)?;
    store::decide(tx, ctx, one.id, Decision::Confirmed, None)?;
    let account = |kind| Account::money(kind, payout.consignor_id).maker(payout.maker_id);
    let to = match payout.part {
        PremiPart::Saved => Kind::PremiSaved,
        PremiPart::Usable => Kind::PremiUsable,
    };
    let moves = vec![Move::new(account(Kind::PremiPaid), account(to), payout.amount.0)];
    ledger::post(tx, Entry { id: one.id.cast(), day: ctx.today(), moves })?;
    record(tx, ctx, "settlement.confirm_payout_reversal", (one.id, &payout), seen)?;
    Ok(Recorded::new(payout.id))
}

/// The payout stands.
///
/// # Errors
/// Refuses the one who asked, and what was decided before.
pub fn reject_payout_reversal(
    tx: &mut Tx,
    ctx: &Context,
    input: &RejectPayoutReversal,
) -> Result<Recorded> {
    let (one, payout) = deciding(tx, ctx, input.payout_reversal)?;
    let once = journal::once(tx, "settlement.reject_payout_reversal", one.id, input)?;
    let Once::First(seen) = once else { return Ok(Recorded::again(payout.id)) };
    undecided(ctx, &one)?;
    store::decide(tx, ctx, one.id, Decision::Rejected, Some(input.reason.as_str()))?;
    record(tx, ctx, "settlement.reject_payout_reversal", (one.id, &payout), seen)?;
    Ok(Recorded::new(payout.id))
}

fn deciding(
    tx: &mut Tx,
    ctx: &Context,
    id: Id<PayoutReversalKind>,
) -> Result<(PayoutReversal, Payout)> {
    access::settle(ctx)?;
    let one = access::payout_reversal(tx, ctx, id)?;
    let payout = access::payout(tx, ctx, one.payout_id)?;
    Ok((one, payout))
}

fn undecided(ctx: &Context, one: &PayoutReversal) -> Result<()> {
    ctx.actor.require_other_than(one.created_by)?;
    Ok(one.state.open()?)
}

fn record(
    tx: &mut Tx,
    ctx: &Context,
    kind: &'static str,
    (id, payout): (Id<PayoutReversalKind>, &Payout),
    seen: journal::Digest,
) -> Result<()> {
    let body = json!({
        "payout": payout.id, "maker": payout.maker_id, "part": payout.part,
        "amount": payout.amount,
    });
    let line = journal::Line::new(ctx, kind, id);
    journal::write(tx, ctx, line.of(payout.consignor_id).digest(seen).body(body))
}
