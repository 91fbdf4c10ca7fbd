use db::{Lock, Result, Tx};
use journal::Once;
use kernel::{AgreementId, Capability, Context, Day, Rupiah};
use ledger::{Account, Entry, Kind, Move};
use serde_json::json;
use web::Recorded;

use crate::{
    access, books, evidence,
    inputs::{ConfirmExpense, RecordExpense, RejectExpense},
    kinds::Decision,
    refusal::No,
    store::Scope,
    store_money,
    types::Expense,
};

/// Reports what the shop spent and may deduct.
pub fn record_expense(tx: &mut Tx, ctx: &Context, input: &RecordExpense) -> Result<Recorded> {
    access::record(ctx)?;
    let agreement = access::agreement(tx, ctx, input.agreement)?;
    let once = journal::once(tx, "settlement.record_expense", input.id, input)?;
    let Once::First(seen) = once else { return Ok(Recorded::again(input.id)) };
    access::past(ctx, input.spent_on, "spent_on")?;
    if input.spent_on < agreement.effective_from {
        return Err(No::DayBeforeAgreement.at("spent_on").into());
    }
    within_limit(tx, &agreement, input.kind, input.amount.get(), input.spent_on)?;
    let scope = Scope { consignor: Some(agreement.consignor_id), shop: Some(agreement.shop_id) };
    let file_id = evidence::keep(tx, ctx, input.evidence.as_ref(), scope, "evidence")?;
    let expense = Expense {
        id: input.id,
        consignor_id: agreement.consignor_id,
        agreement_id: agreement.id,
        shop_id: agreement.shop_id,
        kind: input.kind,
        amount: input.amount.get(),
        spent_on: input.spent_on,
        booked_on: None,
        note: input.note.to_string(),
        file_id,
        state: Decision::Reported,
        created_by: ctx.actor.user,
        decided_by: None,
        decided_note: None,
        taken_back: None,
    };
    store_money::insert_expense(tx, ctx, &expense)?;
    record(tx, ctx, "settlement.record_expense", &expense, seen)?;
    Ok(Recorded::new(input.id))
}

/// The agreement must allow the kind, and a limit holds for all of it in the period in whose
/// statement it will stand.
fn within_limit(
    tx: &mut Tx,
    agreement: &agreements::Agreement,
    kind: agreements::ExpenseKind,
    amount: Rupiah,
    spent_on: Day,
) -> Result<()> {
    let terms = agreements::terms_on(tx, agreement.id, spent_on)?;
    let allowed = terms.deductible(kind).ok_or_else(|| No::ExpenseNotAllowed.at("kind"))?;
    let Some(limit) = allowed.limit else { return Ok(()) };
    let booked_on = spent_on.max(first_open_day(tx, agreement.id)?);
    let period = books::open_period(tx, agreement, booked_on)?;
    let before = store_money::expensed_in(tx, agreement.id, kind, period)?;
    if before + amount > limit {
        let left = Rupiah((limit - before).0.max(0));
        return Err(No::ExpenseOverLimit
            .at("amount")
            .with("limit", limit)
            .with("left", left)
            .with("from", period.from)
            .with("to", period.to)
            .into());
    }
    Ok(())
}

/// Another than the one who reported it, of the unit, says that it may be deducted. It is booked
/// on its own day, or on the first open day where that day's period is closed.
pub fn confirm_expense(tx: &mut Tx, ctx: &Context, input: &ConfirmExpense) -> Result<Recorded> {
    ctx.actor.require(Capability::Approve)?;
    let expense = access::expense(tx, ctx, input.expense)?;
    tx.lock(Lock::Agreement(expense.agreement_id))?;
    access::units(ctx, expense.consignor_id)?;
    let once = journal::once(tx, "settlement.confirm_expense", expense.id, input)?;
    let Once::First(seen) = once else { return Ok(Recorded::again(expense.id)) };
    ctx.actor.require_other_than(expense.created_by)?;
    expense.state.open()?;
    let agreement = agreements::load_agreement(tx, expense.agreement_id)?;
    within_limit(tx, &agreement, expense.kind, expense.amount, expense.spent_on)?;
    let booked_on = expense.spent_on.max(first_open_day(tx, expense.agreement_id)?);
    store_money::decide_expense(tx, ctx, expense.id, Some(booked_on), None)?;
    ledger::post(tx, entry(&expense, booked_on))?;
    record(tx, ctx, "settlement.confirm_expense", &expense, seen)?;
    Ok(Recorded::new(expense.id))
}

/// The day after all closed books.
pub(super) fn first_open_day(tx: &mut Tx, agreement: AgreementId) -> Result<Day> {
    let through = sales::closed_through(tx, agreement)?;
    let agreement = agreements::load_agreement(tx, agreement)?;
    let from = books::next_from(tx, &agreement)?;
    Ok(through.map_or(from, |day| day.plus_days(1).max(from)))
}

fn entry(expense: &Expense, day: Day) -> Entry {
    let (shop, agreement) = (expense.shop_id, expense.agreement_id);
    let account = |kind| Account::money(kind, expense.consignor_id).shop(shop).agreement(agreement);
    let moved = Move::new(account(Kind::Due), account(Kind::Expense), expense.amount.0);
    Entry { id: expense.id.cast(), day, moves: vec![moved] }
}

/// Says why it may not be deducted.
pub fn reject_expense(tx: &mut Tx, ctx: &Context, input: &RejectExpense) -> Result<Recorded> {
    ctx.actor.require(Capability::Approve)?;
    let expense = access::expense(tx, ctx, input.expense)?;
    access::units(ctx, expense.consignor_id)?;
    let once = journal::once(tx, "settlement.reject_expense", expense.id, input)?;
    let Once::First(seen) = once else { return Ok(Recorded::again(expense.id)) };
    ctx.actor.require_other_than(expense.created_by)?;
    expense.state.open()?;
    store_money::decide_expense(tx, ctx, expense.id, None, Some(input.reason.as_str()))?;
    record(tx, ctx, "settlement.reject_expense", &expense, seen)?;
    Ok(Recorded::new(expense.id))
}

fn record(
    tx: &mut Tx,
    ctx: &Context,
    kind: &'static str,
    expense: &Expense,
    seen: journal::Digest,
) -> Result<()> {
    let line = journal::Line::new(ctx, kind, expense.id)
        .of(expense.consignor_id)
        .at(expense.shop_id)
        .digest(seen)
        .body(json!({ "kind": expense.kind, "amount": expense.amount }));
    journal::write(tx, ctx, line)
}
