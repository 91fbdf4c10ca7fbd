//! Payouts of premi that were taken back.

use db::{Param, Read, RefuseOn, Result, Row, Tx, sql};
use kernel::{ConsignorId, Context, Id, PayoutId};

use crate::{
    inputs::{PayoutReversalKind, ReversePayout},
    kinds::Decision,
    refusal::No,
    store::only_one,
    types::PayoutReversal,
};

macro_rules! rows {
    () => {
        "SELECT id, consignor_id, payout_id, reason, state, created_by, decided_by, decided_note
         FROM settlement_payout_reversal "
    };
}

fn reversal_of(row: &Row<'_>) -> Result<PayoutReversal> {
    Ok(PayoutReversal {
        id: row.get(0)?,
        consignor_id: row.get(1)?,
        payout_id: row.get(2)?,
        reason: row.get(3)?,
        state: row.get(4)?,
        created_by: row.get(5)?,
        decided_by: row.get(6)?,
        decided_note: row.get(7)?,
    })
}

pub fn find(read: &mut Read, id: Id<PayoutReversalKind>) -> Result<Option<PayoutReversal>> {
    read.first(sql!(concat!(rows!(), "WHERE id = $1")), &[&id], reversal_of)
}

/// Of one payout, the first thing first.
pub fn of_payout(read: &mut Read, id: PayoutId) -> Result<Vec<PayoutReversal>> {
    let statement = sql!(concat!(rows!(), "WHERE payout_id = $1 ORDER BY created_at, id"));
    read.all(statement, &[&id], reversal_of)
}

pub fn insert(
    tx: &mut Tx,
    ctx: &Context,
    consignor: ConsignorId,
    input: &ReversePayout,
) -> Result<()> {
    let statement = sql!(
        "INSERT INTO settlement_payout_reversal (id, consignor_id, payout_id, reason, state,
           created_by, created_at)
         VALUES ($1, $2, $3, $4, 'reported', $5, $6)"
    );
    let reason = input.reason.as_str();
    let params: &[&dyn Param] =
        &[&input.id, &consignor, &input.payout, &reason, &ctx.actor.user, &ctx.now];
    tx.run(statement, params)
        .refuse_on("settlement_payout_reversal_one", No::PayoutReversalOpen)
        .map(drop)
}

pub fn decide(
    tx: &mut Tx,
    ctx: &Context,
    id: Id<PayoutReversalKind>,
    state: Decision,
    note: Option<&str>,
) -> Result<()> {
    let statement = sql!(
        "UPDATE settlement_payout_reversal SET state = $2, decided_by = $3, decided_at = $4,
           decided_note = $5
         WHERE id = $1 AND state = 'reported'"
    );
    only_one(tx.run(statement, &[&id, &state, &ctx.actor.user, &ctx.now, &note])?)
}
