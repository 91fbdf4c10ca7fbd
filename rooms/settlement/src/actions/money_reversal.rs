use db::{Error, Lock, Result, Tx};
use journal::Once;
use kernel::{
    AgreementId, Capability, ConsignorId, Context, Day, ExpenseId, Id, Note, Rupiah, ShopId,
};
use ledger::{Account, Entry, Kind, Move};
use serde_json::json;
use web::Recorded;

use crate::{
    access,
    inputs::{
        ConfirmMoneyReversal, MoneyReversalKind, RejectMoneyReversal, ReverseCredit,
        ReverseExpense, ReverseRemittance,
    },
    kinds::Decision,
    refusal::No,
    store_credit, store_money, store_money_reversal,
    types::MoneyReversal,
};

/// Asks that a confirmed remittance be taken back: it never came, or not so much, or for another
/// agreement. Nothing moves before another agrees. Money that was shared may be taken back too: what
/// was shared stays, and the shop owes what is missing.
///
/// # Errors
/// Refuses what nobody confirmed, and what is asked about or was taken back.
pub fn reverse_remittance(
    tx: &mut Tx,
    ctx: &Context,
    input: &ReverseRemittance,
) -> Result<Recorded> {
    let paid = access::remittance(tx, ctx, input.remittance)?;
    asks(ctx, paid.consignor_id)?;
    tx.lock(Lock::Agreement(paid.agreement_id))?;
    let once = journal::once(tx, "settlement.reverse_remittance", input.id, input)?;
    let Once::First(seen) = once else { return Ok(Recorded::again(paid.id)) };
    confirmed(paid.state)?;
    let parties = (paid.consignor_id, paid.shop_id, paid.agreement_id);
    let one = asked(ctx, (input.id, &input.reason), parties, paid.amount);
    let one = MoneyReversal { remittance_id: Some(paid.id), ..one };
    ask(tx, ctx, "settlement.reverse_remittance", &one, seen)?;
    Ok(Recorded::new(paid.id))
}

/// Asks that a confirmed expense be taken back. A statement that has it stays as it is: once
/// another agrees it comes back in the first open period.
///
/// # Errors
/// Refuses what nobody confirmed, and what is asked about or was taken back.
pub fn reverse_expense(tx: &mut Tx, ctx: &Context, input: &ReverseExpense) -> Result<Recorded> {
    let spent = access::expense(tx, ctx, input.expense)?;
    asks(ctx, spent.consignor_id)?;
    let once = journal::once(tx, "settlement.reverse_expense", input.id, input)?;
    let Once::First(seen) = once else { return Ok(Recorded::again(spent.id)) };
    confirmed(spent.state)?;
    let parties = (spent.consignor_id, spent.shop_id, spent.agreement_id);
    let one = asked(ctx, (input.id, &input.reason), parties, spent.amount);
    let one = MoneyReversal { expense_id: Some(spent.id), ..one };
    ask(tx, ctx, "settlement.reverse_expense", &one, seen)?;
    Ok(Recorded::new(spent.id))
}

/// The same of what was given back to a shop: it never went out, or not so much. Once another
/// agrees the shop has it to get again.
///
/// # Errors
/// Refuses what the shop did not confirm, and what is asked about or was taken back.
pub fn reverse_credit(tx: &mut Tx, ctx: &Context, input: &ReverseCredit) -> Result<Recorded> {
    let given = access::credit_refund(tx, ctx, input.credit_refund)?;
    asks(ctx, given.consignor_id)?;
    tx.lock(Lock::Agreement(given.agreement_id))?;
    let once = journal::once(tx, "settlement.reverse_credit", input.id, input)?;
    let Once::First(seen) = once else { return Ok(Recorded::again(given.id)) };
    confirmed(given.state)?;
    let parties = (given.consignor_id, given.shop_id, given.agreement_id);
    let one = asked(ctx, (input.id, &input.reason), parties, given.amount);
    let one = MoneyReversal { credit_refund_id: Some(given.id), ..one };
    ask(tx, ctx, "settlement.reverse_credit", &one, seen)?;
    Ok(Recorded::new(given.id))
}

/// What somebody asks for, before it says of what.
fn asked(
    ctx: &Context,
    (id, reason): (Id<MoneyReversalKind>, &Note),
    (consignor_id, shop_id, agreement_id): (ConsignorId, ShopId, AgreementId),
    amount: Rupiah,
) -> MoneyReversal {
    MoneyReversal {
        id,
        consignor_id,
        agreement_id,
        shop_id,
        remittance_id: None,
        expense_id: None,
        credit_refund_id: None,
        amount,
        booked_on: None,
        reason: reason.to_string(),
        state: Decision::Reported,
        created_by: ctx.actor.user,
        decided_by: None,
        decided_note: None,
    }
}

fn ask(
    tx: &mut Tx,
    ctx: &Context,
    kind: &'static str,
    one: &MoneyReversal,
    seen: journal::Digest,
) -> Result<()> {
    store_money_reversal::insert(tx, ctx, one)?;
    record(tx, ctx, kind, one, seen)
}

/// Another than the one who asked for it agrees: the money is owed again, by the shop or to it, or
/// the expense is not deducted any more.
///
/// # Errors
/// Refuses the one who asked, and what was decided before.
pub fn confirm_money_reversal(
    tx: &mut Tx,
    ctx: &Context,
    input: &ConfirmMoneyReversal,
) -> Result<Recorded> {
    let one = deciding(tx, ctx, input.money_reversal)?;
    tx.lock(Lock::Agreement(one.agreement_id))?;
    let once = journal::once(tx, "settlement.confirm_money_reversal", one.id, input)?;
    let Once::First(seen) = once else { return Ok(again(&one)) };
    undecided(ctx, &one)?;
    let (day, (from, to)) = taken(tx, ctx, &one)?;
    store_money_reversal::decide(tx, ctx, one.id, Some(day), None)?;
    let account =
        |kind| Account::money(kind, one.consignor_id).shop(one.shop_id).agreement(one.agreement_id);
    let moves = vec![Move::new(account(from), account(to), one.amount.0)];
    ledger::post(tx, Entry { id: one.id.cast(), day, moves })?;
    record(tx, ctx, "settlement.confirm_money_reversal", &one, seen)?;
    Ok(Recorded { already: false, ..again(&one) })
}

/// It stands as it was confirmed.
///
/// # Errors
/// Refuses the one who asked, and what was decided before.
pub fn reject_money_reversal(
    tx: &mut Tx,
    ctx: &Context,
    input: &RejectMoneyReversal,
) -> Result<Recorded> {
    let one = deciding(tx, ctx, input.money_reversal)?;
    let once = journal::once(tx, "settlement.reject_money_reversal", one.id, input)?;
    let Once::First(seen) = once else { return Ok(again(&one)) };
    undecided(ctx, &one)?;
    store_money_reversal::decide(tx, ctx, one.id, None, Some(input.reason.as_str()))?;
    record(tx, ctx, "settlement.reject_money_reversal", &one, seen)?;
    Ok(Recorded { already: false, ..again(&one) })
}

/// Whoever records or settles at the unit may say that something is wrong.
fn asks(ctx: &Context, consignor: ConsignorId) -> Result<()> {
    access::units(ctx, consignor)?;
    match access::settle(ctx) {
        Ok(()) => Ok(()),
        Err(_) => Ok(ctx.actor.require(Capability::RecordGoods)?),
    }
}

fn confirmed(state: Decision) -> Result<()> {
    match state {
        Decision::Confirmed => Ok(()),
        Decision::Reported | Decision::Rejected => Err(No::MoneyNotConfirmed.into()),
    }
}

/// Money is decided by those who settle, an expense by those who approve.
fn deciding(tx: &mut Tx, ctx: &Context, id: Id<MoneyReversalKind>) -> Result<MoneyReversal> {
    let one = access::money_reversal(tx, ctx, id)?;
    access::units(ctx, one.consignor_id)?;
    match one.expense_id {
        Some(_) => ctx.actor.require(Capability::Approve)?,
        None => access::settle(ctx)?,
    }
    Ok(one)
}

fn undecided(ctx: &Context, one: &MoneyReversal) -> Result<()> {
    ctx.actor.require_other_than(one.created_by)?;
    Ok(one.state.open()?)
}

/// What answers for it: the remittance, the expense, or the refund.
fn again(one: &MoneyReversal) -> Recorded {
    match (one.remittance_id, one.expense_id, one.credit_refund_id) {
        (Some(id), ..) => Recorded::again(id),
        (None, Some(id), _) => Recorded::again(id),
        (None, None, Some(id)) => Recorded::again(id),
        (None, None, None) => Recorded::again(one.id),
    }
}

/// Marks what is taken back; the day of the books, and from which account to which the money goes.
fn taken(tx: &mut Tx, ctx: &Context, one: &MoneyReversal) -> Result<(Day, (Kind, Kind))> {
    match (one.remittance_id, one.expense_id, one.credit_refund_id) {
        (Some(id), ..) => {
            store_money::take_remittance_back(tx, id, ctx.today())?;
            Ok((ctx.today(), (Kind::Cash, Kind::Due)))
        }
        (None, Some(id), _) => Ok((open_day(tx, ctx, id)?, (Kind::Expense, Kind::Due))),
        (None, None, Some(id)) => {
            store_credit::take_back(tx, ctx, id)?;
            Ok((ctx.today(), (Kind::Due, Kind::Cash)))
        }
        (None, None, None) => Err(Error::fault(format!("{} takes nothing back", one.id))),
    }
}

/// Its own day; or the first open one, where a statement has it.
fn open_day(tx: &mut Tx, ctx: &Context, id: ExpenseId) -> Result<Day> {
    let spent = access::expense(tx, ctx, id)?;
    let open = super::expense::first_open_day(tx, spent.agreement_id)?;
    Ok(spent.booked_on.unwrap_or(spent.spent_on).max(open))
}

fn record(
    tx: &mut Tx,
    ctx: &Context,
    kind: &'static str,
    one: &MoneyReversal,
    seen: journal::Digest,
) -> Result<()> {
    let body = json!({
        "remittance": one.remittance_id, "expense": one.expense_id,
        "credit_refund": one.credit_refund_id, "amount": one.amount,
    });
    let line = journal::Line::new(ctx, kind, one.id).of(one.consignor_id).at(one.shop_id);
    journal::write(tx, ctx, line.digest(seen).body(body))
}
