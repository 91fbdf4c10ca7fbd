//! Payments of billings that were taken back.

use db::{Param, Read, RefuseOn, Result, Row, Tx, sql};
use kernel::{BillingId, ConsignorId, Context, Id};

use crate::{
    inputs::{ReversalKind, ReverseDeposit},
    kinds::Decision,
    refusal::No,
    store::only_one,
    types::DepositReversal,
};

macro_rules! reversal_rows {
    () => {
        "SELECT r.id, r.consignor_id, r.billing_id, b.code, b.amount_rupiah, r.posted, r.paid_on,
                r.ntb, r.ntpn, r.file_id, r.recorded_by, r.confirmed_by, r.reason, r.state,
                r.created_by, r.decided_by, r.decided_note, r.next_id, r.deposit_id
         FROM settlement_deposit_reversal r
         JOIN settlement_billing b ON b.id = r.billing_id "
    };
}

fn reversal_of(row: &Row<'_>) -> Result<DepositReversal> {
    Ok(DepositReversal {
        id: row.get(0)?,
        consignor_id: row.get(1)?,
        billing_id: row.get(2)?,
        code: row.get(3)?,
        amount: row.get(4)?,
        posted: row.get(5)?,
        paid_on: row.get(6)?,
        ntb: row.get(7)?,
        ntpn: row.get(8)?,
        file_id: row.get(9)?,
        recorded_by: row.get(10)?,
        confirmed_by: row.get(11)?,
        reason: row.get(12)?,
        state: row.get(13)?,
        created_by: row.get(14)?,
        decided_by: row.get(15)?,
        decided_note: row.get(16)?,
        next_id: row.get(17)?,
        deposit_id: row.get(18)?,
    })
}

pub fn find(read: &mut Read, id: Id<ReversalKind>) -> Result<Option<DepositReversal>> {
    read.first(sql!(concat!(reversal_rows!(), "WHERE r.id = $1")), &[&id], reversal_of)
}

/// Every reversal of a billing's payments, the oldest first.
pub fn of_billing(read: &mut Read, id: BillingId) -> Result<Vec<DepositReversal>> {
    let statement =
        sql!(concat!(reversal_rows!(), "WHERE r.billing_id = $1 ORDER BY r.created_at, r.id"));
    read.all(statement, &[&id], reversal_of)
}

/// The reversals of a unit that wait for another's word.
pub fn waiting(read: &mut Read, consignor: ConsignorId) -> Result<Vec<DepositReversal>> {
    let statement = sql!(concat!(
        reversal_rows!(),
        "WHERE r.consignor_id = $1 AND r.state = 'reported' ORDER BY r.created_at, r.id"
    ));
    read.all(statement, &[&consignor], reversal_of)
}

/// Under which id a payment of the billing is confirmed and posted: its own, or after a reversal
/// the one that the reversal made.
pub fn attempt(read: &mut Read, id: BillingId) -> Result<BillingId> {
    let statement = sql!(
        "SELECT next_id FROM settlement_deposit_reversal
         WHERE billing_id = $1 AND state = 'confirmed' ORDER BY decided_at DESC, id DESC LIMIT 1"
    );
    Ok(read.first(statement, &[&id], |row| row.get(0))?.unwrap_or(id))
}

/// Keeps what was recorded of the billing's payment, and why it was wrong.
pub fn insert(
    tx: &mut Tx,
    ctx: &Context,
    input: &ReverseDeposit,
    state: Decision,
    next: BillingId,
) -> Result<()> {
    let statement = sql!(
        "INSERT INTO settlement_deposit_reversal (id, consignor_id, billing_id, posted, paid_on,
           ntb, ntpn, file_id, recorded_by, recorded_at, confirmed_by, confirmed_at, reason, state,
           created_by, created_at, decided_by, decided_at, next_id, deposit_id)
         SELECT $1, consignor_id, id, confirmed_by IS NOT NULL, paid_on, ntb, ntpn, file_id,
           recorded_by, recorded_at, confirmed_by, confirmed_at, $3, $4, $5, $6, $7, $8, $9, deposit_id
         FROM settlement_billing WHERE id = $2 AND state IN ('recorded', 'paid')"
    );
    let decided = state != Decision::Reported;
    let (by, at) = (decided.then_some(ctx.actor.user), decided.then_some(ctx.now));
    let reason = input.reason.as_str();
    let params: &[&dyn Param] =
        &[&input.id, &input.billing, &reason, &state, &ctx.actor.user, &ctx.now, &by, &at, &next];
    let done = tx.run(statement, params);
    only_one(done.refuse_on("settlement_deposit_reversal_open", No::ReversalOpen)?)
}

/// The billing is unpaid again.
pub fn reopen(tx: &mut Tx, id: BillingId) -> Result<()> {
    let statement = sql!(
        "UPDATE settlement_billing SET state = 'issued', paid_on = NULL, ntb = NULL, ntpn = NULL,
           file_id = NULL, recorded_by = NULL, recorded_at = NULL, confirmed_by = NULL,
           confirmed_at = NULL, deposit_id = NULL
         WHERE id = $1 AND state IN ('recorded', 'paid')"
    );
    only_one(tx.run(statement, &[&id])?)
}

pub fn decide(
    tx: &mut Tx,
    ctx: &Context,
    id: Id<ReversalKind>,
    state: Decision,
    note: Option<&str>,
) -> Result<()> {
    let statement = sql!(
        "UPDATE settlement_deposit_reversal SET state = $2, decided_by = $3, decided_at = $4,
           decided_note = $5
         WHERE id = $1 AND state = 'reported'"
    );
    only_one(tx.run(statement, &[&id, &state, &ctx.actor.user, &ctx.now, &note])?)
}
