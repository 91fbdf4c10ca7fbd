//! Notices: all SQL of `production_notice`.

use db::{Param, Read, Result, Row, Tx, sql};
use kernel::{BatchId, ConsignorId, Context, NoticeId};

use crate::{inputs::DraftNotice, kinds::NoticeState, types::Notice};

macro_rules! rows {
    () => {
        "SELECT id, consignor_id, batch_id, reason, advice, state, drafted_by, drafted_on, \
         approved_by, approved_on, ended_on, end_reason FROM production_notice "
    };
}

fn notice(row: &Row<'_>) -> Result<Notice> {
    Ok(Notice {
        id: row.get(0)?,
        consignor_id: row.get(1)?,
        batch_id: row.get(2)?,
        reason: row.get(3)?,
        advice: row.get(4)?,
        state: row.get(5)?,
        drafted_by: row.get(6)?,
        drafted_on: row.get(7)?,
        approved_by: row.get(8)?,
        approved_on: row.get(9)?,
        ended_on: row.get(10)?,
        end_reason: row.get(11)?,
    })
}

pub fn find(read: &mut Read, id: NoticeId) -> Result<Option<Notice>> {
    read.first(sql!(concat!(rows!(), "WHERE id = $1")), &[&id], notice)
}

/// The draft or the notice in force of a batch.
pub fn open_of(read: &mut Read, batch: BatchId) -> Result<Option<Notice>> {
    let sql = sql!(concat!(rows!(), "WHERE batch_id = $1 AND state IN ('draft', 'approved')"));
    read.first(sql, &[&batch], notice)
}

pub fn list(read: &mut Read, consignor: Option<ConsignorId>) -> Result<Vec<Notice>> {
    let sql = sql!(concat!(
        rows!(),
        "WHERE (CAST($1 AS uuid) IS NULL OR consignor_id = $1) \
         ORDER BY drafted_on DESC, id DESC LIMIT 200"
    ));
    read.all(sql, &[&consignor], notice)
}

pub fn in_force(read: &mut Read) -> Result<Vec<Notice>> {
    let sql =
        sql!(concat!(rows!(), "WHERE state = 'approved' ORDER BY approved_on DESC, id LIMIT 200"));
    read.all(sql, &[], notice)
}

/// All batches that must come back, however many.
pub fn recalled(read: &mut Read) -> Result<Vec<BatchId>> {
    let sql = sql!("SELECT batch_id FROM production_notice WHERE state = 'approved'");
    read.all(sql, &[], |row| row.get(0))
}

pub fn insert(
    tx: &mut Tx,
    ctx: &Context,
    consignor: ConsignorId,
    input: &DraftNotice,
) -> Result<()> {
    let sql = sql!(
        "INSERT INTO production_notice (id, consignor_id, batch_id, reason, advice, state, \
         drafted_by, drafted_on) VALUES ($1, $2, $3, $4, $5, 'draft', $6, $7)"
    );
    let DraftNotice { id, batch, reason, advice } = input;
    let (by, today) = (&ctx.actor.user, ctx.today());
    let params: [&dyn Param; 7] = [id, &consignor, batch, reason, advice, by, &today];
    tx.run(sql, &params).map(drop)
}

pub fn approve(tx: &mut Tx, ctx: &Context, id: NoticeId) -> Result<()> {
    let sql = sql!(
        "UPDATE production_notice SET state = 'approved', approved_by = $2, approved_on = $3 \
         WHERE id = $1"
    );
    tx.run(sql, &[&id, &ctx.actor.user, &ctx.today()]).map(drop)
}

pub fn end(
    tx: &mut Tx,
    ctx: &Context,
    id: NoticeId,
    state: NoticeState,
    reason: &str,
) -> Result<()> {
    let sql = sql!(
        "UPDATE production_notice SET state = $2, end_reason = $3, ended_on = $4 WHERE id = $1"
    );
    tx.run(sql, &[&id, &state, &reason, &ctx.today()]).map(drop)
}
