//! Remittances and expenses of shops that were taken back.

use db::{Param, Read, RefuseOn, Result, Row, Tx, sql};
use kernel::{Context, Day, ExpenseId, Id, RemittanceId};

use crate::{
    inputs::MoneyReversalKind, kinds::Decision, refusal::No, store::only_one, types::MoneyReversal,
};

macro_rules! rows {
    () => {
        "SELECT id, consignor_id, agreement_id, shop_id, remittance_id, expense_id, amount_rupiah,
                booked_on, reason, state, created_by, decided_by, decided_note
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
        amount: row.get(6)?,
        booked_on: row.get(7)?,
        reason: row.get(8)?,
        state: row.get(9)?,
        created_by: row.get(10)?,
        decided_by: row.get(11)?,
        decided_note: row.get(12)?,
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

pub fn insert(tx: &mut Tx, ctx: &Context, one: &MoneyReversal) -> Result<()> {
    let statement = sql!(
        "INSERT INTO settlement_money_reversal (id, consignor_id, agreement_id, shop_id,
           remittance_id, expense_id, amount_rupiah, reason, state, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
    );
    let params: &[&dyn Param] = &[
        &one.id,
        &one.consignor_id,
        &one.agreement_id,
        &one.shop_id,
        &one.remittance_id,
        &one.expense_id,
        &one.amount,
        &one.reason,
        &one.state,
        &one.created_by,
        &ctx.now,
    ];
    tx.run(statement, params)
        .refuse_on("settlement_money_reversal_remittance", No::MoneyReversalOpen)
        .refuse_on("settlement_money_reversal_expense", No::MoneyReversalOpen)
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
