//! Corrections of batches: all SQL of `production_correction`.

use db::{Param, Read, RefuseOn, Result, Row, Tx, sql};
use kernel::{BatchId, Context};

use crate::{
    inputs::CorrectionId,
    kinds::{Corrected, Proposal},
    refusal::No,
    types::{Batch, Correction},
};

macro_rules! rows {
    () => {
        "SELECT id, consignor_id, batch_id, kind, finished_on, accepted, rejected, check_id, \
         checked_by, makers_version, reason, state, created_by, decided_by, decided_note \
         FROM production_correction "
    };
}

fn correction(row: &Row<'_>) -> Result<Correction> {
    Ok(Correction {
        id: row.get(0)?,
        consignor_id: row.get(1)?,
        batch_id: row.get(2)?,
        kind: row.get(3)?,
        finished_on: row.get(4)?,
        accepted: row.get(5)?,
        rejected: row.get(6)?,
        check_id: row.get(7)?,
        checked_by: row.get(8)?,
        makers_version: row.get(9)?,
        reason: row.get(10)?,
        state: row.get(11)?,
        created_by: row.get(12)?,
        decided_by: row.get(13)?,
        decided_note: row.get(14)?,
    })
}

pub fn find(read: &mut Read, id: CorrectionId) -> Result<Option<Correction>> {
    read.first(sql!(concat!(rows!(), "WHERE id = $1")), &[&id], correction)
}

/// Of one batch, the first thing first.
pub fn of_batch(read: &mut Read, batch: BatchId) -> Result<Vec<Correction>> {
    let sql = sql!(concat!(rows!(), "WHERE batch_id = $1 ORDER BY created_at, id"));
    read.all(sql, &[&batch], correction)
}

pub struct NewCorrection<'a> {
    pub id: CorrectionId,
    pub kind: Corrected,
    pub makers_version: Option<i64>,
    pub reason: &'a str,
}

/// Keeps what the check had said, or which makers are proposed, and why.
pub fn insert(tx: &mut Tx, ctx: &Context, batch: &Batch, new: &NewCorrection<'_>) -> Result<()> {
    let sql = sql!(
        "INSERT INTO production_correction (id, consignor_id, batch_id, kind, finished_on, \
         accepted, rejected, check_id, checked_by, makers_version, reason, state, created_by, \
         created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'proposed', $12, $13)"
    );
    let NewCorrection { id, kind, makers_version, reason } = new;
    let check = *kind == Corrected::Check;
    let finished_on = batch.finished_on.filter(|_| check);
    let (accepted, rejected) =
        (check.then_some(batch.accepted.0), check.then_some(batch.rejected.0));
    let (check_id, checked_by) =
        (batch.check_id.filter(|_| check), batch.checked_by.filter(|_| check));
    let params: [&dyn Param; 13] = [
        id,
        &batch.consignor_id,
        &batch.id,
        kind,
        &finished_on,
        &accepted,
        &rejected,
        &check_id,
        &checked_by,
        makers_version,
        reason,
        &ctx.actor.user,
        &ctx.now,
    ];
    let no = No::CorrectionOpen.with("code", &batch.code);
    tx.run(sql, &params).refuse_on("production_correction_open", no).map(drop)
}

pub fn decide(
    tx: &mut Tx,
    ctx: &Context,
    id: CorrectionId,
    state: Proposal,
    note: Option<&str>,
) -> Result<()> {
    let sql = sql!(
        "UPDATE production_correction SET state = $2, decided_by = $3, decided_at = $4, \
         decided_note = $5 WHERE id = $1 AND state = 'proposed'"
    );
    tx.run(sql, &[&id, &state, &ctx.actor.user, &ctx.now, &note]).map(drop)
}
