use db::{Lock, Result, Tx};
use journal::Once;
use kernel::{Context, Id};
use ledger::{Account, Entry, Kind, Move};
use serde_json::json;
use web::Recorded;

use crate::{
    access,
    inputs::{ConfirmReversal, RejectReversal, ReversalKind, ReverseDeposit},
    kinds::{BillingState, Decision},
    refusal::No,
    store_reversal,
    types::DepositReversal,
};

/// Takes back a payment of a billing that was recorded wrongly. One that nobody has confirmed is
/// in no book and goes at once; a confirmed one when another agrees.
pub fn reverse_deposit(tx: &mut Tx, ctx: &Context, input: &ReverseDeposit) -> Result<Recorded> {
    access::settle(ctx)?;
    let billing = access::billing(tx, ctx, input.billing)?;
    tx.lock(Lock::Consignor(billing.consignor_id))?;
    let once = journal::once(tx, "settlement.reverse_deposit", input.id, input)?;
    let Once::First(seen) = once else { return Ok(Recorded::again(input.id)) };
    let state = match billing.state {
        BillingState::Recorded => Decision::Confirmed,
        BillingState::Paid => Decision::Reported,
        BillingState::Issued | BillingState::Expired => return Err(No::NotDeposited.into()),
    };
    store_reversal::insert(tx, ctx, input, state, ctx.fresh_id())?;
    if state == Decision::Confirmed {
        store_reversal::reopen(tx, billing.id)?;
    }
    let reversal = load(tx, ctx, input.id)?;
    record(tx, ctx, "settlement.reverse_deposit", &reversal, seen)?;
    Ok(Recorded::new(input.id))
}

/// Another than the one who asked for it agrees: the books carry the amount back to what is due,
/// and the billing is unpaid again.
pub fn confirm_reversal(tx: &mut Tx, ctx: &Context, input: &ConfirmReversal) -> Result<Recorded> {
    access::settle(ctx)?;
    let reversal = load(tx, ctx, input.reversal)?;
    tx.lock(Lock::Consignor(reversal.consignor_id))?;
    let once = journal::once(tx, "settlement.confirm_reversal", reversal.id, input)?;
    let Once::First(seen) = once else { return Ok(Recorded::again(reversal.id)) };
    ctx.actor.require_other_than(reversal.created_by)?;
    reversal.state.open()?;
    store_reversal::decide(tx, ctx, reversal.id, Decision::Confirmed, None)?;
    store_reversal::reopen(tx, reversal.billing_id)?;
    let account = |kind| Account::money(kind, reversal.consignor_id);
    let (from, to) = (account(Kind::StateRevenuePaid), account(Kind::StateRevenueDue));
    let moves = vec![Move::new(from, to, reversal.amount.0)];
    ledger::post(tx, Entry { id: reversal.id.cast(), day: ctx.today(), moves })?;
    record(tx, ctx, "settlement.confirm_reversal", &reversal, seen)?;
    Ok(Recorded::new(reversal.id))
}

/// The payment stands.
pub fn reject_reversal(tx: &mut Tx, ctx: &Context, input: &RejectReversal) -> Result<Recorded> {
    access::settle(ctx)?;
    let reversal = load(tx, ctx, input.reversal)?;
    let once = journal::once(tx, "settlement.reject_reversal", reversal.id, input)?;
    let Once::First(seen) = once else { return Ok(Recorded::again(reversal.id)) };
    ctx.actor.require_other_than(reversal.created_by)?;
    reversal.state.open()?;
    let reason = Some(input.reason.as_str());
    store_reversal::decide(tx, ctx, reversal.id, Decision::Rejected, reason)?;
    record(tx, ctx, "settlement.reject_reversal", &reversal, seen)?;
    Ok(Recorded::new(reversal.id))
}

fn load(tx: &mut Tx, ctx: &Context, id: Id<ReversalKind>) -> Result<DepositReversal> {
    access::reversal(tx, ctx, id)
}

fn record(
    tx: &mut Tx,
    ctx: &Context,
    kind: &'static str,
    of: &DepositReversal,
    seen: journal::Digest,
) -> Result<()> {
    let body = json!({
        "billing": of.billing_id, "code": of.code, "amount": of.amount, "ntpn": of.ntpn,
        "paid_on": of.paid_on, "reason": of.reason,
    });
    let line = journal::Line::new(ctx, kind, of.id);
    journal::write(tx, ctx, line.of(of.consignor_id).digest(seen).body(body))
}
