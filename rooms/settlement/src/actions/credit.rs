//! What the unit gives back to a shop whose statements came out below zero.

use db::{Lock, Result, Tx};
use journal::Once;
use kernel::{Capability, Context, Id};
use ledger::{Account, Entry, Kind, Move};
use serde_json::json;
use web::Recorded;

use crate::{
    access, evidence,
    inputs::{ConfirmCredit, CreditRefundKind, RefundCredit, RejectCredit, WithdrawCredit},
    kinds::Decision,
    refusal::No,
    store::Scope,
    store_credit, store_money,
    types_credit::CreditRefund,
};

/// Records that the unit gave the shop its credit back, or a part of it: never more.
///
/// # Errors
/// Refuses all but the unit's treasurer, and more than the shop has to get.
pub fn refund_credit(tx: &mut Tx, ctx: &Context, input: &RefundCredit) -> Result<Recorded> {
    ctx.actor.require(Capability::Deposit)?;
    let agreement = access::agreement(tx, ctx, input.agreement)?;
    access::units(ctx, agreement.consignor_id)?;
    tx.lock(Lock::Agreement(agreement.id))?;
    let once = journal::once(tx, "settlement.refund_credit", input.id, input)?;
    let Once::First(seen) = once else { return Ok(Recorded::again(input.id)) };
    access::past(ctx, input.paid_on, "paid_on")?;
    let one = CreditRefund {
        id: input.id,
        consignor_id: agreement.consignor_id,
        agreement_id: agreement.id,
        shop_id: agreement.shop_id,
        amount: input.amount.get(),
        paid_on: input.paid_on,
        method: input.method,
        reference: input.reference.as_ref().map(ToString::to_string),
        note: input.note.as_ref().map(ToString::to_string),
        file_id: None,
        state: Decision::Reported,
        created_by: ctx.actor.user,
        decided_by: None,
        decided_on: None,
        decided_note: None,
        taken_back: None,
        taken_back_on: None,
    };
    at_most(tx, &one)?;
    let scope = Scope { consignor: Some(one.consignor_id), shop: Some(one.shop_id) };
    let file_id = evidence::keep(tx, ctx, input.evidence.as_ref(), scope, "evidence")?;
    let one = CreditRefund { file_id, ..one };
    store_credit::insert(tx, ctx, &one)?;
    record(tx, ctx, "settlement.refund_credit", &one, seen)?;
    Ok(Recorded::new(one.id))
}

/// The shop has the money: the unit owes it no more. The money is out since it was recorded, so
/// what was approved meanwhile cannot make it untrue.
///
/// # Errors
/// Refuses all but the shop, and what was decided before.
pub fn confirm_credit(tx: &mut Tx, ctx: &Context, input: &ConfirmCredit) -> Result<Recorded> {
    let one = shops(tx, ctx, input.credit_refund)?;
    tx.lock(Lock::Agreement(one.agreement_id))?;
    let once = journal::once(tx, "settlement.confirm_credit", one.id, input)?;
    let Once::First(seen) = once else { return Ok(Recorded::again(one.id)) };
    one.state.open()?;
    store_credit::decide(tx, ctx, one.id, Decision::Confirmed, None)?;
    let account =
        |kind| Account::money(kind, one.consignor_id).shop(one.shop_id).agreement(one.agreement_id);
    let moves = vec![Move::new(account(Kind::Cash), account(Kind::Due), one.amount.0)];
    ledger::post(tx, Entry { id: one.id.cast(), day: ctx.today(), moves })?;
    record(tx, ctx, "settlement.confirm_credit", &one, seen)?;
    Ok(Recorded::new(one.id))
}

/// The shop has not got it, or not so much.
///
/// # Errors
/// Refuses all but the shop, and what was decided before.
pub fn reject_credit(tx: &mut Tx, ctx: &Context, input: &RejectCredit) -> Result<Recorded> {
    let one = shops(tx, ctx, input.credit_refund)?;
    let once = journal::once(tx, "settlement.reject_credit", one.id, input)?;
    let Once::First(seen) = once else { return Ok(Recorded::again(one.id)) };
    one.state.open()?;
    store_credit::decide(tx, ctx, one.id, Decision::Rejected, Some(input.reason.as_str()))?;
    record(tx, ctx, "settlement.reject_credit", &one, seen)?;
    Ok(Recorded::new(one.id))
}

/// The unit recorded it wrongly and says so, whoever recorded it: the shop may no longer sign in.
///
/// # Errors
/// Refuses the shop, and what was decided before.
pub fn withdraw_credit(tx: &mut Tx, ctx: &Context, input: &WithdrawCredit) -> Result<Recorded> {
    let one = access::credit_refund(tx, ctx, input.credit_refund)?;
    access::units(ctx, one.consignor_id)?;
    access::settle(ctx)?;
    tx.lock(Lock::Agreement(one.agreement_id))?;
    let once = journal::once(tx, "settlement.withdraw_credit", one.id, input)?;
    let Once::First(seen) = once else { return Ok(Recorded::again(one.id)) };
    one.state.open()?;
    store_credit::decide(tx, ctx, one.id, Decision::Rejected, Some(input.reason.as_str()))?;
    record(tx, ctx, "settlement.withdraw_credit", &one, seen)?;
    Ok(Recorded::new(one.id))
}

fn at_most(tx: &mut Tx, one: &CreditRefund) -> Result<()> {
    let (due, paid, _) = store_money::owed(tx, one.agreement_id)?;
    let credit = paid - due;
    if credit.0 <= 0 {
        return Err(No::NoCredit.into());
    }
    if one.amount > credit {
        return Err(No::MoreThanCredit.at("amount").with("credit", credit).into());
    }
    Ok(())
}

/// Of the shop that gets the money: nobody else knows whether it came.
fn shops(tx: &mut Tx, ctx: &Context, id: Id<CreditRefundKind>) -> Result<CreditRefund> {
    let one = access::credit_refund(tx, ctx, id)?;
    if ctx.actor.shop() != Some(one.shop_id) {
        return Err(No::OnlyTheShop.into());
    }
    ctx.actor.require(Capability::Sell)?;
    Ok(one)
}

fn record(
    tx: &mut Tx,
    ctx: &Context,
    kind: &'static str,
    one: &CreditRefund,
    seen: journal::Digest,
) -> Result<()> {
    let line = journal::Line::new(ctx, kind, one.id)
        .of(one.consignor_id)
        .at(one.shop_id)
        .digest(seen)
        .body(json!({ "amount": one.amount, "paid_on": one.paid_on }));
    journal::write(tx, ctx, line)
}
