//! Remittances and expenses of shops, and refunds to them, that were taken back.

use db::{Param, Read, RefuseOn, Result, Row, Tx, sql};
use kernel::{AgreementId, Context, Day, ExpenseId, Id, RemittanceId, Rupiah};

use crate::{
    inputs::{CreditRefundKind, MoneyReversalKind},
    kinds::Decision,
    refusal::No,
    store::only_one,
    types::MoneyReversal,
};

macro_rules! rows {
    () => {
        "SELECT id, consignor_id, agreement_id, shop_id, remittance_id, expense_id,
                credit_refund_id, amount_rupiah, booked_on, reason, state, created_by, decided_by,
                decided_note
         FROM settlement_money_reversal "
    };
}

fn reversal_of(row: &Row<'_>) -> Result<MoneyReversal> {
    Ok(MoneyReversal {
        id: row.get(0)?,
        consignor_id: row.get(1)?,
        agreement_id: row.get(2)?,
        shop_id: row.get(3)?,
        remittance_id: row.get(4)?,
        expense_id: row.get(5)?,
        credit_refund_id: row.get(6)?,
        amount: row.get(7)?,
        booked_on: row.get(8)?,
        reason: row.get(9)?,
        state: row.get(10)?,
        created_by: row.get(11)?,
        decided_by: row.get(12)?,
        decided_note: row.get(13)?,
    })
}

pub fn find(read: &mut Read, id: Id<MoneyReversalKind>) -> Result<Option<MoneyReversal>> {
    read.first(sql!(concat!(rows!(), "WHERE id = $1")), &[&id], reversal_of)
}

/// Of one remittance, the first thing first.
pub fn of_remittance(read: &mut Read, id: RemittanceId) -> Result<Vec<MoneyReversal>> {
    let statement = sql!(concat!(rows!(), "WHERE remittance_id = $1 ORDER BY created_at, id"));
    read.all(statement, &[&id], reversal_of)
}

/// Of one expense, the first thing first.
pub fn of_expense(read: &mut Read, id: ExpenseId) -> Result<Vec<MoneyReversal>> {
    let statement = sql!(concat!(rows!(), "WHERE expense_id = $1 ORDER BY created_at, id"));
    read.all(statement, &[&id], reversal_of)
}

/// Of one refund to a shop, the first thing first.
pub fn of_credit(read: &mut Read, id: Id<CreditRefundKind>) -> Result<Vec<MoneyReversal>> {
    let statement = sql!(concat!(rows!(), "WHERE credit_refund_id = $1 ORDER BY created_at, id"));
    read.all(statement, &[&id], reversal_of)
}

/// What is asked to be taken back of an agreement's remittances and waits for another's word.
pub fn remittance_waits(read: &mut Read, agreement: AgreementId) -> Result<Option<Rupiah>> {
    let statement = sql!(
        "SELECT amount_rupiah FROM settlement_money_reversal
         WHERE agreement_id = $1 AND remittance_id IS NOT NULL AND state = 'reported'
         ORDER BY created_at, id LIMIT 1"
    );
    read.first(statement, &[&agreement], |row| row.get(0))
}

pub fn insert(tx: &mut Tx, ctx: &Context, one: &MoneyReversal) -> Result<()> {
    let statement = sql!(
        "INSERT INTO settlement_money_reversal (id, consignor_id, agreement_id, shop_id,
           remittance_id, expense_id, credit_refund_id, amount_rupiah, reason, state, created_by,
           created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
    );
    let params: &[&dyn Param] = &[
        &one.id,
        &one.consignor_id,
        &one.agreement_id,
        &one.shop_id,
        &one.remittance_id,
        &one.expense_id,
        &one.credit_refund_id,
        &one.amount,
        &one.reason,
        &one.state,
        &one.created_by,
        &ctx.now,
    ];
    tx.run(statement, params)
        .refuse_on("settlement_money_reversal_remittance", No::MoneyReversalOpen)
        .refuse_on("settlement_money_reversal_expense", No::MoneyReversalOpen)
        .refuse_on("settlement_money_reversal_credit_refund", No::MoneyReversalOpen)
        .map(drop)
}

/// Confirms it on a day of the books; without one, rejects it.
pub fn decide(
    tx: &mut Tx,
    ctx: &Context,
    id: Id<MoneyReversalKind>,
    booked_on: Option<Day>,
    note: Option<&str>,
) -> Result<()> {
    let statement = sql!(
        "UPDATE settlement_money_reversal SET state = $2, booked_on = $3, decided_by = $4,
           decided_at = $5, decided_note = $6
         WHERE id = $1 AND state = 'reported'"
    );
    let state = if booked_on.is_some() { Decision::Confirmed } else { Decision::Rejected };
    let params: &[&dyn Param] = &[&id, &state, &booked_on, &ctx.actor.user, &ctx.now, &note];
    only_one(tx.run(statement, params)?)
}
