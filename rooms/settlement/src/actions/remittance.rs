use db::{Lock, Result, Tx};
use journal::Once;
use kernel::{Capability, Context, Rupiah};
use ledger::{Account, Entry, Kind, Move};
use serde_json::json;
use web::Recorded;

use crate::{
    access, evidence,
    inputs::{ConfirmRemittance, RejectRemittance, ReportRemittance},
    kinds::Decision,
    refusal::No,
    store::Scope,
    store_money,
    types::Remittance,
};

/// Reports what the shop paid. It may be a part of what is owed, never more.
pub fn report_remittance(tx: &mut Tx, ctx: &Context, input: &ReportRemittance) -> Result<Recorded> {
    access::record(ctx)?;
    tx.lock(Lock::Agreement(input.agreement))?;
    let agreement = access::agreement(tx, ctx, input.agreement)?;
    let once = journal::once(tx, "settlement.report_remittance", input.id, input)?;
    let Once::First(seen) = once else { return Ok(Recorded::again(input.id)) };
    access::past(ctx, input.paid_on, "paid_on")?;
    if input.paid_on < agreement.effective_from {
        return Err(No::DayBeforeAgreement.at("paid_on").into());
    }
    let (due, confirmed, reported) = store_money::owed(tx, agreement.id)?;
    at_most(input.amount.get(), due - confirmed - reported)?;
    let scope = Scope { consignor: Some(agreement.consignor_id), shop: Some(agreement.shop_id) };
    let file_id = evidence::keep(tx, ctx, input.evidence.as_ref(), scope, "evidence")?;
    let remittance = Remittance {
        id: input.id,
        consignor_id: agreement.consignor_id,
        agreement_id: agreement.id,
        shop_id: agreement.shop_id,
        amount: input.amount.get(),
        paid_on: input.paid_on,
        method: input.method,
        reference: input.reference.as_ref().map(ToString::to_string),
        note: input.note.as_ref().map(ToString::to_string),
        file_id,
        state: Decision::Reported,
        created_by: ctx.actor.user,
        decided_by: None,
        decided_on: None,
        decided_note: None,
        taken_back: None,
        taken_back_on: None,
    };
    store_money::insert_remittance(tx, ctx, &remittance)?;
    record(tx, ctx, "settlement.report_remittance", &remittance, seen)?;
    Ok(Recorded::new(input.id))
}

fn at_most(amount: Rupiah, owed: Rupiah) -> Result<()> {
    if owed.0 <= 0 {
        return Err(No::NothingOwed.into());
    }
    if amount > owed {
        return Err(No::MoreThanOwed.at("amount").with("owed", owed).into());
    }
    Ok(())
}

/// The treasurer, who is another than the one who reported it, has the money. All that came is
/// confirmed: where less is owed by now than when it was reported, the rest is the shop's credit.
pub fn confirm_remittance(
    tx: &mut Tx,
    ctx: &Context,
    input: &ConfirmRemittance,
) -> Result<Recorded> {
    ctx.actor.require(Capability::Deposit)?;
    let remittance = access::remittance(tx, ctx, input.remittance)?;
    tx.lock(Lock::Agreement(remittance.agreement_id))?;
    access::units(ctx, remittance.consignor_id)?;
    let once = journal::once(tx, "settlement.confirm_remittance", remittance.id, input)?;
    let Once::First(seen) = once else { return Ok(Recorded::again(remittance.id)) };
    ctx.actor.require_other_than(remittance.created_by)?;
    remittance.state.open()?;
    store_money::decide_remittance(tx, ctx, remittance.id, Decision::Confirmed, None)?;
    ledger::post(tx, entry(ctx, &remittance))?;
    record(tx, ctx, "settlement.confirm_remittance", &remittance, seen)?;
    Ok(Recorded::new(remittance.id))
}

fn entry(ctx: &Context, remittance: &Remittance) -> Entry {
    let (shop, agreement) = (remittance.shop_id, remittance.agreement_id);
    let account =
        |kind| Account::money(kind, remittance.consignor_id).shop(shop).agreement(agreement);
    let moved = Move::new(account(Kind::Due), account(Kind::Cash), remittance.amount.0);
    Entry { id: remittance.id.cast(), day: ctx.today(), moves: vec![moved] }
}

/// The money did not come, or it is not this much.
pub fn reject_remittance(tx: &mut Tx, ctx: &Context, input: &RejectRemittance) -> Result<Recorded> {
    ctx.actor.require(Capability::Deposit)?;
    let remittance = access::remittance(tx, ctx, input.remittance)?;
    access::units(ctx, remittance.consignor_id)?;
    let once = journal::once(tx, "settlement.reject_remittance", remittance.id, input)?;
    let Once::First(seen) = once else { return Ok(Recorded::again(remittance.id)) };
    ctx.actor.require_other_than(remittance.created_by)?;
    remittance.state.open()?;
    let reason = Some(input.reason.as_str());
    store_money::decide_remittance(tx, ctx, remittance.id, Decision::Rejected, reason)?;
    record(tx, ctx, "settlement.reject_remittance", &remittance, seen)?;
    Ok(Recorded::new(remittance.id))
}

fn record(
    tx: &mut Tx,
    ctx: &Context,
    kind: &'static str,
    remittance: &Remittance,
    seen: journal::Digest,
) -> Result<()> {
    let line = journal::Line::new(ctx, kind, remittance.id)
        .of(remittance.consignor_id)
        .at(remittance.shop_id)
        .digest(seen)
        .body(json!({ "amount": remittance.amount, "paid_on": remittance.paid_on }));
    journal::write(tx, ctx, line)
}
