//! Batches, their makers and costs: all SQL of the `production_batch…` and cost tables.

use std::collections::BTreeMap;

use db::{Param, Read, RefuseOn, Result, Row, Tx, sql};
use kernel::{BatchId, ConsignorId, Context, Day, MakerId, ProductId, Quantity, Rupiah};

use crate::{
    code,
    inputs::{CostLineId, FinishBatch, OpenBatch},
    makers::Weight,
    refusal::No,
    types::{Batch, CostEntry},
};

/// The columns of a [`Batch`], in the order of [`batch`].
macro_rules! batch_columns {
    () => {
        "id, consignor_id, product_id, code, basis, started_on, reserved, cost_rupiah, \
         costs_fixed_on, finished_on, COALESCE(accepted, 0), COALESCE(rejected, 0), \
         unit_cost_rupiah, grade, check_note, checked_by, note, created_by, makers_version, \
         no_cost_reason, check_id, makers_fixed_on, given_up_on, given_up_reason "
    };
}

fn batch(row: &Row<'_>) -> Result<Batch> {
    Ok(Batch {
        id: row.get(0)?,
        consignor_id: row.get(1)?,
        product_id: row.get(2)?,
        code: row.get(3)?,
        basis: row.get(4)?,
        started_on: row.get(5)?,
        reserved: row.get(6)?,
        cost: row.get(7)?,
        costs_fixed_on: row.get(8)?,
        finished_on: row.get(9)?,
        accepted: row.get(10)?,
        rejected: row.get(11)?,
        unit_cost: row.get(12)?,
        grade: row.get(13)?,
        check_note: row.get(14)?,
        checked_by: row.get(15)?,
        note: row.get(16)?,
        created_by: row.get(17)?,
        makers_version: row.get(18)?,
        no_cost_reason: row.get(19)?,
        check_id: row.get(20)?,
        makers_fixed_on: row.get(21)?,
        given_up_on: row.get(22)?,
        given_up_reason: row.get(23)?,
    })
}

pub fn find_batch(read: &mut Read, id: BatchId) -> Result<Option<Batch>> {
    let sql = sql!(concat!("SELECT ", batch_columns!(), "FROM production_batch WHERE id = $1"));
    read.first(sql, &[&id], batch)
}

pub fn batches_of(read: &mut Read, ids: &[BatchId]) -> Result<BTreeMap<BatchId, Batch>> {
    let sql = sql!(concat!(
        "SELECT ",
        batch_columns!(),
        "FROM production_batch
         WHERE id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
    ));
    let mut found = BTreeMap::new();
    read.each_of(sql, &[], ids, |row| {
        let batch = batch(row)?;
        found.insert(batch.id, batch);
        Ok(())
    })?;
    Ok(found)
}

pub fn find_batch_by_code(
    read: &mut Read,
    consignor: ConsignorId,
    code: &str,
) -> Result<Option<Batch>> {
    let sql = sql!(concat!(
        "SELECT ",
        batch_columns!(),
        "FROM production_batch WHERE consignor_id = $1 AND code = $2"
    ));
    read.first(sql, &[&consignor, &code], batch)
}

/// The codes that begin so, for the next free number.
pub fn codes_like(read: &mut Read, consignor: ConsignorId, prefix: &str) -> Result<Vec<String>> {
    let sql = sql!(
        "SELECT code FROM production_batch WHERE consignor_id = $1 AND code LIKE $2 ESCAPE '!'"
    );
    read.all(sql, &[&consignor, &code::pattern(prefix)], |row| row.get(0))
}

/// What a list of batches is narrowed to.
pub struct BatchFilter<'a> {
    pub consignor: Option<ConsignorId>,
    /// `%word%`, in small letters.
    pub like: Option<String>,
    pub product: Option<ProductId>,
    /// `open`, `finished`, `spoiled`: with a proposal that waits, or `given_up`. Those given up are
    /// in no other list.
    pub state: Option<&'a str>,
    pub limit: i64,
    pub offset: i64,
}

macro_rules! batch_filter {
    () => {
        "FROM production_batch WHERE (CAST($1 AS uuid) IS NULL OR consignor_id = $1) \
         AND (CAST($2 AS text) IS NULL OR LOWER(code) LIKE $2 ESCAPE '!') \
         AND (CAST($3 AS uuid) IS NULL OR product_id = $3) \
         AND (given_up_on IS NOT NULL) = (COALESCE(CAST($4 AS text), '') = 'given_up') \
         AND CASE COALESCE($4, '') WHEN 'open' THEN finished_on IS NULL \
              WHEN 'finished' THEN finished_on IS NOT NULL \
              WHEN 'spoiled' THEN EXISTS (SELECT 1 FROM production_write_off w \
               WHERE w.batch_id = production_batch.id AND w.state = 'proposed') \
               OR EXISTS (SELECT 1 FROM production_correction c \
               WHERE c.batch_id = production_batch.id AND c.state = 'proposed') \
              ELSE TRUE END "
    };
}

pub fn list_batches(read: &mut Read, ask: &BatchFilter<'_>) -> Result<(Vec<Batch>, i64)> {
    let sql = sql!(concat!(
        "SELECT ",
        batch_columns!(),
        batch_filter!(),
        "ORDER BY started_on DESC, id DESC LIMIT $5 OFFSET $6"
    ));
    let BatchFilter { consignor, like, product, state, limit, offset } = ask;
    let rows = read.all(sql, &[consignor, like, product, state, limit, offset], batch)?;
    let sql = sql!(concat!("SELECT CAST(COUNT(*) AS bigint) ", batch_filter!()));
    let total = read.one(sql, &[consignor, like, product, state], |row| row.get(0))?;
    Ok((rows, total))
}

/// Finished batches of a unit that no job waits for, oldest first: what may go to a shop.
pub fn free_batches(read: &mut Read, consignor: ConsignorId) -> Result<Vec<Batch>> {
    let sql = sql!(concat!(
        "SELECT ",
        batch_columns!(),
        "FROM production_batch WHERE consignor_id = $1 AND finished_on IS NOT NULL \
         AND reserved = FALSE ORDER BY finished_on, code"
    ));
    read.all(sql, &[&consignor], batch)
}

pub fn insert_batch(
    tx: &mut Tx,
    ctx: &Context,
    consignor: ConsignorId,
    input: &OpenBatch,
    code: &str,
) -> Result<()> {
    let sql = sql!(
        "INSERT INTO production_batch (id, consignor_id, product_id, code, basis, makers_version, \
         started_on, reserved, cost_rupiah, note, created_by, created_at) \
         VALUES ($1, $2, $3, $4, $5, 1, $6, $7, 0, $8, $9, $10)"
    );
    let reserved = input.job.is_some();
    let (by, now) = (ctx.actor.user, ctx.now);
    tx.run(
        sql,
        &[
            &input.id,
            &consignor,
            &input.product,
            &code,
            &input.basis,
            &input.started_on,
            &reserved,
            &input.note,
            &by,
            &now,
        ],
    )
    .refuse_on(
        "production_batch_consignor_id_code_key",
        No::CodeTaken.with("code", code).at("code"),
    )
    .map(drop)
}

pub fn insert_makers(
    tx: &mut Tx,
    ctx: &Context,
    batch: BatchId,
    version: i64,
    weights: &[Weight],
) -> Result<()> {
    let sql = sql!(
        "INSERT INTO production_batch_maker (batch_id, version, maker_id, line_no, weight, \
         created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)"
    );
    for (at, Weight { maker, weight }) in weights.iter().enumerate() {
        let line = at as i64;
        let (by, now) = (&ctx.actor.user, &ctx.now);
        tx.run(sql, &[&batch, &version, maker, &line, weight, by, now])?;
    }
    Ok(())
}

pub fn set_makers_version(
    tx: &mut Tx,
    batch: BatchId,
    basis: crate::kinds::Basis,
    version: i64,
) -> Result<()> {
    let sql = sql!("UPDATE production_batch SET basis = $2, makers_version = $3 WHERE id = $1");
    tx.run(sql, &[&batch, &basis, &version]).map(drop)
}

/// The next free version of a batch's makers; one that was proposed is taken too.
pub fn next_makers_version(read: &mut Read, batch: BatchId) -> Result<i64> {
    let sql = sql!(
        "SELECT COALESCE(MAX(version), 0) + 1 FROM production_batch_maker WHERE batch_id = $1"
    );
    read.one(sql, &[&batch], |row| row.get(0))
}

pub fn weights_of_version(read: &mut Read, batch: BatchId, version: i64) -> Result<Vec<Weight>> {
    let sql = sql!(
        "SELECT maker_id, weight FROM production_batch_maker \
         WHERE batch_id = $1 AND version = $2 ORDER BY line_no"
    );
    read.all(sql, &[&batch, &version], |row| Ok(Weight { maker: row.get(0)?, weight: row.get(1)? }))
}

pub fn maker_weights(read: &mut Read, batch: BatchId) -> Result<Vec<(MakerId, i64)>> {
    let sql = sql!(
        "SELECT m.maker_id, m.weight FROM production_batch_maker m \
         JOIN production_batch b ON b.id = m.batch_id AND b.makers_version = m.version \
         WHERE m.batch_id = $1 ORDER BY m.line_no"
    );
    read.all(sql, &[&batch], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub struct NewCost<'a> {
    pub id: CostLineId,
    pub what: &'a str,
    pub amount: Rupiah,
    pub reverses: Option<CostLineId>,
    pub reason: Option<&'a str>,
}

pub fn insert_cost(tx: &mut Tx, ctx: &Context, batch: &Batch, cost: &NewCost<'_>) -> Result<()> {
    let sql = sql!(
        "INSERT INTO production_cost_line (id, consignor_id, batch_id, what, amount_rupiah, \
         reverses, reason, created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    );
    let NewCost { id, what, amount, reverses, reason } = cost;
    let (by, now) = (&ctx.actor.user, &ctx.now);
    tx.run(sql, &[id, &batch.consignor_id, &batch.id, what, amount, reverses, reason, by, now])
        .refuse_on("production_cost_line_reverses_key", No::AlreadyReversed)
        .map(drop)
}

/// Sets the batch's total cost and the cost of a piece, which follow from its lines.
/// A cost that is on record takes back the word that nothing was paid.
pub fn set_cost(tx: &mut Tx, batch: BatchId, total: Rupiah, unit: Option<Rupiah>) -> Result<()> {
    let sql = sql!(
        "UPDATE production_batch SET cost_rupiah = $2, unit_cost_rupiah = $3, \
         no_cost_reason = NULL WHERE id = $1"
    );
    tx.run(sql, &[&batch, &total, &unit]).map(drop)
}

/// Nothing was paid for the batch, and a piece of it costs `unit`: nothing, once there are pieces.
pub fn set_no_cost(tx: &mut Tx, batch: BatchId, why: &str, unit: Option<Rupiah>) -> Result<()> {
    let sql = sql!(
        "UPDATE production_batch SET no_cost_reason = $2, unit_cost_rupiah = $3 \
         WHERE id = $1 AND cost_rupiah = 0"
    );
    tx.run(sql, &[&batch, &why, &unit]).map(drop)
}

pub fn list_costs(read: &mut Read, batch: BatchId) -> Result<Vec<CostEntry>> {
    let sql = sql!(
        "SELECT l.id, l.what, l.amount_rupiah, l.reverses, \
         EXISTS (SELECT 1 FROM production_cost_line r WHERE r.reverses = l.id), l.reason \
         FROM production_cost_line l WHERE l.batch_id = $1 ORDER BY l.created_at, l.id"
    );
    read.all(sql, &[&batch], |row| {
        Ok(CostEntry {
            id: row.get(0)?,
            what: row.get(1)?,
            amount: row.get(2)?,
            reverses: row.get(3)?,
            reversed: row.get(4)?,
            reason: row.get(5)?,
        })
    })
}

pub fn finish_batch(
    tx: &mut Tx,
    ctx: &Context,
    input: &FinishBatch,
    unit: Option<Rupiah>,
) -> Result<()> {
    let sql = sql!(
        "UPDATE production_batch SET finished_on = $2, accepted = $3, rejected = $4, grade = $5, \
         check_note = $6, checked_by = $7, checked_at = $8, unit_cost_rupiah = $9, check_id = $10 \
         WHERE id = $1"
    );
    let FinishBatch { id, batch, finished_on, accepted, rejected, grade, note, .. } = input;
    let (by, now) = (&ctx.actor.user, &ctx.now);
    let params: [&dyn Param; 10] =
        [batch, finished_on, accepted, rejected, grade, note, by, now, &unit, id];
    tx.run(sql, &params).map(drop)
}

/// The check was taken back: the batch is as before it.
pub fn open_again(tx: &mut Tx, batch: BatchId) -> Result<()> {
    let sql = sql!(
        "UPDATE production_batch SET finished_on = NULL, accepted = NULL, rejected = NULL, \
         grade = NULL, check_note = NULL, checked_by = NULL, checked_at = NULL, \
         unit_cost_rupiah = NULL, check_id = NULL WHERE id = $1"
    );
    tx.run(sql, &[&batch]).map(drop)
}

/// The batch was opened by mistake.
pub fn give_up(tx: &mut Tx, ctx: &Context, batch: BatchId, reason: &str) -> Result<()> {
    let sql = sql!(
        "UPDATE production_batch SET given_up_on = $2, given_up_by = $3, given_up_reason = $4, \
         reserved = FALSE WHERE id = $1"
    );
    tx.run(sql, &[&batch, &ctx.today(), &ctx.actor.user, &reason]).map(drop)
}

pub fn set_reserved(tx: &mut Tx, batch: BatchId, reserved: bool) -> Result<()> {
    let sql = sql!("UPDATE production_batch SET reserved = $2 WHERE id = $1");
    tx.run(sql, &[&batch, &reserved]).map(drop)
}

pub fn fix_makers(tx: &mut Tx, batch: BatchId, day: Day) -> Result<()> {
    let sql = sql!(
        "UPDATE production_batch SET makers_fixed_on = $2 \
         WHERE id = $1 AND makers_fixed_on IS NULL"
    );
    tx.run(sql, &[&batch, &day]).map(drop)
}

pub fn fix_costs(tx: &mut Tx, batch: BatchId, day: Day) -> Result<()> {
    let sql = sql!(
        "UPDATE production_batch SET costs_fixed_on = $2 \
         WHERE id = $1 AND costs_fixed_on IS NULL"
    );
    tx.run(sql, &[&batch, &day]).map(drop)
}

/// Pieces made, by product, in batches finished between two days.
pub fn made_by_product(
    read: &mut Read,
    consignor: ConsignorId,
    period: kernel::Period,
) -> Result<Vec<(ProductId, Quantity, Quantity)>> {
    let sql = sql!(
        "SELECT product_id, CAST(SUM(accepted) AS bigint), CAST(SUM(rejected) AS bigint) \
         FROM production_batch WHERE consignor_id = $1 AND finished_on >= $2 AND finished_on <= $3 \
         GROUP BY product_id ORDER BY product_id"
    );
    read.all(sql, &[&consignor, &period.from, &period.to], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })
}
