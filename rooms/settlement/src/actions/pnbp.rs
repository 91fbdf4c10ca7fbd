use db::{Lock, Result, Tx};
use journal::Once;
use kernel::{BillingId, Capability, ConsignorId, Context, Day, Rupiah};
use ledger::{Account, Entry, Kind, Move};
use serde_json::json;
use web::Recorded;

use crate::{
    access, evidence,
    inputs::{ConfirmDeposit, IssueBilling, RecordDeposit, SetTarget},
    kinds::BillingState,
    pnbp::{self, Standing},
    refusal::No,
    store::Scope,
    store_pnbp, store_reversal, store_rule,
    types::{Billing, Distribution},
};

/// Records a billing that the treasury issued for the state's part of some distributions. One
/// that ran out unpaid lets go of what it covered first.
pub fn issue_billing(tx: &mut Tx, ctx: &Context, input: &IssueBilling) -> Result<Recorded> {
    ctx.actor.require(Capability::Deposit)?;
    let once = journal::once(tx, "settlement.issue_billing", input.id, input)?;
    let Once::First(seen) = once else { return Ok(Recorded::again(input.id)) };
    let covered = covered(tx, ctx, input)?;
    let consignor = covered.first().map(|one| one.consignor_id).ok_or(No::BillingEmpty)?;
    tx.lock(Lock::Consignor(consignor))?;
    store_pnbp::expire(tx, consignor, ctx.today())?;
    let billing = billing_of(tx, ctx, input, consignor, &covered)?;
    store_pnbp::insert_billing(tx, ctx, &billing)?;
    for one in &covered {
        store_pnbp::insert_due(tx, billing.id, one.id, one.state_revenue)?;
    }
    record(tx, ctx, "settlement.issue_billing", (&billing, billing.id), seen)?;
    Ok(Recorded::new(input.id))
}

/// The distributions that a billing covers, all of one unit and each with something due.
fn covered(tx: &mut Tx, ctx: &Context, input: &IssueBilling) -> Result<Vec<Distribution>> {
    let mut ids = input.distributions.clone();
    ids.sort_unstable();
    ids.dedup();
    let mut all: Vec<Distribution> = Vec::with_capacity(ids.len());
    for id in ids {
        let one = access::distribution(tx, ctx, id)?;
        let other = all.first().is_some_and(|first| first.consignor_id != one.consignor_id);
        if one.state_revenue.0 <= 0 || other {
            return Err(No::NothingDue.at("distributions").with("number", &one.number).into());
        }
        all.push(one);
    }
    if all.is_empty() { Err(No::BillingEmpty.at("distributions").into()) } else { Ok(all) }
}

fn billing_of(
    tx: &mut Tx,
    ctx: &Context,
    input: &IssueBilling,
    consignor_id: ConsignorId,
    covered: &[Distribution],
) -> Result<Billing> {
    if !pnbp::is_billing_code(input.code.as_str()) {
        return Err(No::BillingCode.at("code").into());
    }
    access::past(ctx, input.issued_on, "issued_on")?;
    let expires_on =
        input.expires_on.unwrap_or_else(|| input.issued_on.plus_days(pnbp::BILLING_DAYS));
    // One that was paid in time may be typed in late: it has run out, and its payment counts.
    if expires_on < input.issued_on || input.issued_on.days_until(expires_on) > 60 {
        return Err(No::BillingDays.at("expires_on").into());
    }
    Ok(Billing {
        id: input.id,
        consignor_id,
        code: input.code.to_string(),
        amount: covered.iter().map(|one| one.state_revenue).sum::<Rupiah>(),
        issued_on: input.issued_on,
        expires_on,
        account_code: store_rule::setting(tx, consignor_id)?.account_code,
        state: BillingState::Issued,
        paid_on: None,
        ntb: None,
        ntpn: None,
        file_id: None,
        created_by: ctx.actor.user,
        recorded_by: None,
        confirmed_by: None,
        deposit_id: None,
    })
}

/// Records that a billing was paid, with the treasury's number. A payment on a day after the
/// billing ran out cannot be: the treasury takes none.
pub fn record_deposit(tx: &mut Tx, ctx: &Context, input: &RecordDeposit) -> Result<Recorded> {
    ctx.actor.require(Capability::Deposit)?;
    let billing = access::billing(tx, ctx, input.billing)?;
    tx.lock(Lock::Consignor(billing.consignor_id))?;
    let once = journal::once(tx, "settlement.record_deposit", input.id, input)?;
    let Once::First(seen) = once else { return Ok(Recorded::again(billing.id)) };
    payable(ctx, &billing, input.paid_on)?;
    let ntb = input.ntb.as_ref().map(|ntb| ntb.as_str());
    if ntb.is_some_and(|ntb| !pnbp::is_ntb(ntb)) {
        return Err(No::Ntb.at("ntb").into());
    }
    let ntpn = input.ntpn.as_str().to_uppercase();
    if !pnbp::is_ntpn(&ntpn) {
        return Err(No::Ntpn.at("ntpn").into());
    }
    let scope = Scope { consignor: Some(billing.consignor_id), shop: None };
    let file = evidence::keep(tx, ctx, input.scan.as_ref(), scope, "scan")?;
    let deposit =
        store_pnbp::Deposit { id: input.id, paid_on: input.paid_on, ntb, ntpn: &ntpn, file };
    store_pnbp::record_deposit(tx, ctx, billing.id, &deposit)?;
    record(tx, ctx, "settlement.record_deposit", (&billing, input.id.cast()), seen)?;
    Ok(Recorded::new(billing.id))
}

/// A payment within the billing's days. That it ran out since, and was noted as run out, does
/// not undo a payment the treasury took in time.
fn payable(ctx: &Context, billing: &Billing, paid_on: Day) -> Result<()> {
    let state = match billing.state {
        BillingState::Expired => BillingState::Issued,
        state => state,
    };
    match pnbp::standing(state, billing.expires_on, paid_on) {
        Standing::Open(_) => {}
        Standing::Expired => return Err(No::BillingExpired.into()),
        Standing::Waiting | Standing::Paid => return Err(No::AlreadyDecided.into()),
    }
    access::past(ctx, paid_on, "paid_on")?;
    match paid_on < billing.issued_on {
        true => Err(No::PaidOutside.at("paid_on").into()),
        false => Ok(()),
    }
}

/// Another than the one who recorded it has compared it with the treasury's receipt.
pub fn confirm_deposit(tx: &mut Tx, ctx: &Context, input: &ConfirmDeposit) -> Result<Recorded> {
    access::settle(ctx)?;
    let billing = access::billing(tx, ctx, input.billing)?;
    tx.lock(Lock::Consignor(billing.consignor_id))?;
    let attempt = store_reversal::attempt(tx, billing.id)?;
    let once = journal::once(tx, "settlement.confirm_deposit", attempt, input)?;
    let Once::First(seen) = once else { return Ok(Recorded::again(billing.id)) };
    let (BillingState::Recorded, Some(recorder)) = (billing.state, billing.recorded_by) else {
        return Err(No::AlreadyDecided.into());
    };
    if input.deposit.is_some() && input.deposit != billing.deposit_id {
        return Err(No::AlreadyDecided.into());
    }
    ctx.actor.require_other_than(recorder)?;
    store_pnbp::confirm_deposit(tx, ctx, billing.id)?;
    let account = |kind| Account::money(kind, billing.consignor_id);
    let (from, to) = (account(Kind::StateRevenueDue), account(Kind::StateRevenuePaid));
    let moves = vec![Move::new(from, to, billing.amount.0)];
    ledger::post(tx, Entry { id: attempt.cast(), day: ctx.today(), moves })?;
    record(tx, ctx, "settlement.confirm_deposit", (&billing, attempt), seen)?;
    Ok(Recorded::new(billing.id))
}

fn record(
    tx: &mut Tx,
    ctx: &Context,
    kind: &'static str,
    (billing, attempt): (&Billing, BillingId),
    seen: journal::Digest,
) -> Result<()> {
    let line = journal::Line::new(ctx, kind, attempt)
        .of(billing.consignor_id)
        .digest(seen)
        .body(json!({ "code": billing.code, "amount": billing.amount }));
    journal::write(tx, ctx, line)
}

/// Sets what the unit is expected to deposit in a month or a year; the number before stays.
pub fn set_target(tx: &mut Tx, ctx: &Context, input: &SetTarget) -> Result<Recorded> {
    access::settle(ctx)?;
    let consignor = access::consignor(ctx, input.consignor)?;
    let once = journal::once(tx, "settlement.set_target", input.id, input)?;
    let Once::First(seen) = once else { return Ok(Recorded::again(input.id)) };
    let (year, month) = (input.year.0, input.month.get().0);
    if !(1990..2200).contains(&year) {
        return Err(No::TargetYear.at("year").into());
    }
    if month > 12 {
        return Err(No::TargetMonth.at("month").into());
    }
    let target = store_pnbp::NewTarget {
        id: input.id,
        consignor,
        year,
        month,
        amount: input.amount,
        basis: input.basis.as_ref().map(|basis| basis.as_str()),
    };
    store_pnbp::insert_target(tx, ctx, &target)?;
    let body = json!({ "year": year, "month": month, "amount": input.amount });
    let line = journal::Line::new(ctx, "settlement.set_target", input.id);
    journal::write(tx, ctx, line.of(consignor).digest(seen).body(body))?;
    Ok(Recorded::new(input.id))
}
