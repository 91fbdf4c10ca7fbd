//! Write-offs: all SQL of `production_write_off`.

use db::{Param, Read, Result, Row, Tx, sql};
use kernel::{BatchId, ConsignorId, Context};

use crate::{
    inputs::{ProposeWriteOff, WriteOffId},
    kinds::{Proposal, Spoiled},
    types::WriteOff,
};

macro_rules! rows {
    () => {
        "SELECT id, consignor_id, batch_id, kind, quantity, happened_on, reason, state, \
         created_by, decided_by, decided_note, back FROM production_write_off "
    };
}

fn write_off(row: &Row<'_>) -> Result<WriteOff> {
    Ok(WriteOff {
        id: row.get(0)?,
        consignor_id: row.get(1)?,
        batch_id: row.get(2)?,
        kind: Spoiled::from_row(row.get(3)?, row.get(11)?),
        quantity: row.get(4)?,
        happened_on: row.get(5)?,
        reason: row.get(6)?,
        state: row.get(7)?,
        created_by: row.get(8)?,
        decided_by: row.get(9)?,
        decided_note: row.get(10)?,
    })
}

pub fn find(read: &mut Read, id: WriteOffId) -> Result<Option<WriteOff>> {
    read.first(sql!(concat!(rows!(), "WHERE id = $1")), &[&id], write_off)
}

/// Of one batch, the first thing first.
pub fn of_batch(read: &mut Read, batch: BatchId) -> Result<Vec<WriteOff>> {
    let sql = sql!(concat!(rows!(), "WHERE batch_id = $1 ORDER BY created_at, id"));
    read.all(sql, &[&batch], write_off)
}

pub fn insert(
    tx: &mut Tx,
    ctx: &Context,
    consignor: ConsignorId,
    input: &ProposeWriteOff,
) -> Result<()> {
    let sql = sql!(
        "INSERT INTO production_write_off (id, consignor_id, batch_id, kind, quantity, \
         happened_on, reason, state, created_by, created_at, back) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'proposed', $8, $9, $10)"
    );
    let ProposeWriteOff { id, batch, kind, quantity, happened_on, reason } = input;
    let (by, now) = (&ctx.actor.user, &ctx.now);
    let (of, back) = (kind.of(), kind.back());
    let params: [&dyn Param; 10] =
        [id, &consignor, batch, &of, quantity, happened_on, reason, by, now, &back];
    tx.run(sql, &params).map(drop)
}

pub fn decide(
    tx: &mut Tx,
    ctx: &Context,
    id: WriteOffId,
    state: Proposal,
    note: Option<&str>,
) -> Result<()> {
    let sql = sql!(
        "UPDATE production_write_off SET state = $2, decided_by = $3, decided_at = $4, \
         decided_note = $5 WHERE id = $1 AND state = 'proposed'"
    );
    tx.run(sql, &[&id, &state, &ctx.actor.user, &ctx.now, &note]).map(drop)
}
