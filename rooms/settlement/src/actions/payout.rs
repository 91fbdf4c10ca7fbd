use db::{Lock, Result, Tx};
use journal::Once;
use kernel::{Capability, ConsignorId, Context, MakerId, Rupiah};
use ledger::{Account, Entry, Kind, Move};
use people::Maker;
use serde_json::json;
use web::Recorded;

use crate::{
    access,
    inputs::{ConfirmPayout, RecordPayout, RejectPayout},
    kinds::{Decision, PremiPart},
    refusal::No,
    store_premi,
    types::{Payout, PremiAccount},
};

/// A maker of the actor's unit.
pub(crate) fn own_maker(read: &mut db::Read, ctx: &Context, id: MakerId) -> Result<Maker> {
    let maker = people::makers_by_id(read, &[id])?.remove(&id);
    let seen = maker.filter(|maker| ctx.actor.sees_consignor(maker.consignor_id));
    seen.ok_or_else(|| No::Unknown.into())
}

/// The maker's account; one of zeros where he never got anything.
pub(crate) fn account(
    read: &mut db::Read,
    consignor: ConsignorId,
    maker: MakerId,
) -> Result<PremiAccount> {
    let found = store_premi::accounts(read, consignor, Some(maker))?.pop();
    let mut account = found.unwrap_or_else(|| PremiAccount::empty(maker));
    if let Some(maker) = people::makers_by_id(read, &[maker])?.remove(&maker) {
        account.of(maker);
    }
    Ok(account)
}

/// Records that premi was paid to a maker's book, card or account. Never more than he has; what
/// is saved only at his release.
pub fn record_payout(tx: &mut Tx, ctx: &Context, input: &RecordPayout) -> Result<Recorded> {
    ctx.actor.require(Capability::Deposit)?;
    let maker = own_maker(tx, ctx, input.maker)?;
    tx.lock(Lock::Consignor(maker.consignor_id))?;
    let once = journal::once(tx, "settlement.record_payout", input.id, input)?;
    let Once::First(seen) = once else { return Ok(Recorded::again(input.id)) };
    access::past(ctx, input.paid_on, "paid_on")?;
    let payout = Payout {
        id: input.id,
        consignor_id: maker.consignor_id,
        maker_id: maker.id,
        part: input.part,
        amount: input.amount.get(),
        method: input.method,
        reference: input.reference.as_ref().map(ToString::to_string),
        paid_on: input.paid_on,
        note: input.note.as_ref().map(ToString::to_string),
        state: Decision::Reported,
        created_by: ctx.actor.user,
        decided_by: None,
        decided_note: None,
        taken_back: None,
    };
    let waiting = store_premi::waiting(tx, maker.id, payout.part)?;
    payable(tx, &payout, waiting)?;
    store_premi::insert_payout(tx, ctx, &payout)?;
    record(tx, ctx, "settlement.record_payout", &payout, seen)?;
    Ok(Recorded::new(input.id))
}

fn payable(tx: &mut Tx, payout: &Payout, waiting: Rupiah) -> Result<()> {
    let account = account(tx, payout.consignor_id, payout.maker_id)?;
    let has = match payout.part {
        PremiPart::Saved => account.saved,
        PremiPart::Usable => account.usable,
    };
    if payout.part == PremiPart::Saved && account.released_on.is_none_or(|on| payout.paid_on < on) {
        return Err(No::NotReleased.at("part").into());
    }
    if payout.amount > has - waiting {
        let left = Rupiah((has - waiting).0.max(0));
        return Err(No::AboveBalance.at("amount").with("balance", left).into());
    }
    Ok(())
}

/// Another than the one who recorded it has seen the proof.
pub fn confirm_payout(tx: &mut Tx, ctx: &Context, input: &ConfirmPayout) -> Result<Recorded> {
    access::settle(ctx)?;
    let payout = access::payout(tx, ctx, input.payout)?;
    tx.lock(Lock::Consignor(payout.consignor_id))?;
    let once = journal::once(tx, "settlement.confirm_payout", payout.id, input)?;
    let Once::First(seen) = once else { return Ok(Recorded::again(payout.id)) };
    ctx.actor.require_other_than(payout.created_by)?;
    payout.state.open()?;
    payable(tx, &payout, Rupiah::ZERO)?;
    store_premi::decide_payout(tx, ctx, payout.id, Decision::Confirmed, None)?;
    let account = |kind| Account::money(kind, payout.consignor_id).maker(payout.maker_id);
    let from = match payout.part {
        PremiPart::Saved => Kind::PremiSaved,
        PremiPart::Usable => Kind::PremiUsable,
    };
    let moved = Move::new(account(from), account(Kind::PremiPaid), payout.amount.0);
    ledger::post(tx, Entry { id: payout.id.cast(), day: ctx.today(), moves: vec![moved] })?;
    record(tx, ctx, "settlement.confirm_payout", &payout, seen)?;
    Ok(Recorded::new(payout.id))
}

/// It was not paid, or not so.
pub fn reject_payout(tx: &mut Tx, ctx: &Context, input: &RejectPayout) -> Result<Recorded> {
    access::settle(ctx)?;
    let payout = access::payout(tx, ctx, input.payout)?;
    let once = journal::once(tx, "settlement.reject_payout", payout.id, input)?;
    let Once::First(seen) = once else { return Ok(Recorded::again(payout.id)) };
    ctx.actor.require_other_than(payout.created_by)?;
    payout.state.open()?;
    let reason = Some(input.reason.as_str());
    store_premi::decide_payout(tx, ctx, payout.id, Decision::Rejected, reason)?;
    record(tx, ctx, "settlement.reject_payout", &payout, seen)?;
    Ok(Recorded::new(payout.id))
}

fn record(
    tx: &mut Tx,
    ctx: &Context,
    kind: &'static str,
    payout: &Payout,
    seen: journal::Digest,
) -> Result<()> {
    let body = json!({ "maker": payout.maker_id, "part": payout.part, "amount": payout.amount });
    let line = journal::Line::new(ctx, kind, payout.id);
    journal::write(tx, ctx, line.of(payout.consignor_id).digest(seen).body(body))
}
