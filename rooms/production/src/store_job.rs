//! Jobs made to order and their buyers: all SQL of the `production_job…` tables.

use db::{Read, RefuseOn, Result, Row, Tx, sql};
use kernel::{BatchId, ConsignorId, Context, Day, JobId, Quantity, Rupiah};

use crate::{
    code,
    inputs::QuoteJob,
    kinds::JobState,
    refusal::No,
    types::{Buyer, Job, JobBatch},
};

/// The columns of a [`Job`], in the order of [`job`].
macro_rules! job_columns {
    () => {
        "id, consignor_id, product_id, code, what, quantity, price_rupiah, deposit_rupiah, \
         quoted_on, due_on, state, accepted_on, batch_id, handed_over_on, cancelled_on, \
         cancel_reason, created_by, handed_over_by, shared_on "
    };
}

fn job(row: &Row<'_>) -> Result<Job> {
    Ok(Job {
        id: row.get(0)?,
        consignor_id: row.get(1)?,
        product_id: row.get(2)?,
        code: row.get(3)?,
        what: row.get(4)?,
        quantity: row.get(5)?,
        price: row.get(6)?,
        deposit: row.get(7)?,
        quoted_on: row.get(8)?,
        due_on: row.get(9)?,
        state: row.get(10)?,
        accepted_on: row.get(11)?,
        batch_id: row.get(12)?,
        handed_over_on: row.get(13)?,
        cancelled_on: row.get(14)?,
        cancel_reason: row.get(15)?,
        created_by: row.get(16)?,
        handed_over_by: row.get(17)?,
        shared_on: row.get(18)?,
    })
}

pub fn find_job(read: &mut Read, id: JobId) -> Result<Option<Job>> {
    let sql = sql!(concat!("SELECT ", job_columns!(), "FROM production_job WHERE id = $1"));
    read.first(sql, &[&id], job)
}

pub fn find_job_of_batch(read: &mut Read, batch: BatchId) -> Result<Option<Job>> {
    let sql = sql!(concat!(
        "SELECT ",
        job_columns!(),
        "FROM production_job \
         WHERE id = (SELECT b.job_id FROM production_job_batch b WHERE b.batch_id = $1)"
    ));
    read.first(sql, &[&batch], job)
}

/// The batches that are or were made for a job, the first opened first; without those given up.
pub fn batches_of(read: &mut Read, job: JobId) -> Result<Vec<JobBatch>> {
    let sql = sql!(
        "SELECT b.id, b.code, b.finished_on, COALESCE(b.accepted, 0), j.taken \
         FROM production_job_batch j JOIN production_batch b ON b.id = j.batch_id \
         WHERE j.job_id = $1 AND b.given_up_on IS NULL ORDER BY j.line_no"
    );
    read.all(sql, &[&job], |row| {
        Ok(JobBatch {
            batch_id: row.get(0)?,
            code: row.get(1)?,
            finished_on: row.get(2)?,
            accepted: row.get(3)?,
            taken: row.get(4)?,
        })
    })
}

pub fn insert_job_batch(tx: &mut Tx, job: JobId, batch: BatchId) -> Result<()> {
    let sql = sql!(
        "INSERT INTO production_job_batch (batch_id, job_id, line_no, taken) \
         SELECT $1, $2, COALESCE(MAX(line_no), 0) + 1, 0 FROM production_job_batch \
         WHERE job_id = $2"
    );
    tx.run(sql, &[&batch, &job]).map(drop)
}

/// Which of a job's batches is the first that counts; without one it waits as it did when the buyer
/// agreed.
pub fn set_first_batch(tx: &mut Tx, job: JobId, first: Option<BatchId>) -> Result<()> {
    let sql = sql!(
        "UPDATE production_job SET batch_id = CAST($2 AS uuid), \
         state = CASE WHEN CAST($2 AS uuid) IS NULL THEN 'accepted' ELSE state END WHERE id = $1"
    );
    tx.run(sql, &[&job, &first]).map(drop)
}

pub fn set_taken(tx: &mut Tx, batch: BatchId, pieces: Quantity) -> Result<()> {
    let sql = sql!("UPDATE production_job_batch SET taken = $2 WHERE batch_id = $1");
    tx.run(sql, &[&batch, &pieces]).map(drop)
}

pub fn job_codes_like(
    read: &mut Read,
    consignor: ConsignorId,
    prefix: &str,
) -> Result<Vec<String>> {
    let sql =
        sql!("SELECT code FROM production_job WHERE consignor_id = $1 AND code LIKE $2 ESCAPE '!'");
    read.all(sql, &[&consignor, &code::pattern(prefix)], |row| row.get(0))
}

/// What a list of jobs is narrowed to.
pub struct JobFilter<'a> {
    pub consignor: Option<ConsignorId>,
    pub like: Option<String>,
    pub state: Option<&'a str>,
    /// Open jobs due before this day.
    pub late_on: Option<Day>,
    pub limit: i64,
    pub offset: i64,
}

macro_rules! job_filter {
    () => {
        "FROM production_job WHERE (CAST($1 AS uuid) IS NULL OR consignor_id = $1) \
         AND (CAST($2 AS text) IS NULL OR LOWER(code) LIKE $2 ESCAPE '!' \
              OR LOWER(what) LIKE $2 ESCAPE '!') \
         AND (CAST($3 AS text) IS NULL OR state = $3) \
         AND (CAST($4 AS date) IS NULL \
              OR (due_on < $4 AND state IN ('accepted', 'in_work', 'done'))) "
    };
}

pub fn list_jobs(read: &mut Read, ask: &JobFilter<'_>) -> Result<(Vec<Job>, i64)> {
    let sql = sql!(concat!(
        "SELECT ",
        job_columns!(),
        job_filter!(),
        "ORDER BY due_on DESC, id DESC LIMIT $5 OFFSET $6"
    ));
    let JobFilter { consignor, like, state, late_on, limit, offset } = ask;
    let rows = read.all(sql, &[consignor, like, state, late_on, limit, offset], job)?;
    let sql = sql!(concat!("SELECT CAST(COUNT(*) AS bigint) ", job_filter!()));
    let total = read.one(sql, &[consignor, like, state, late_on], |row| row.get(0))?;
    Ok((rows, total))
}

pub fn insert_job(
    tx: &mut Tx,
    ctx: &Context,
    consignor: ConsignorId,
    input: &QuoteJob,
    code: &str,
) -> Result<()> {
    let sql = sql!(
        "INSERT INTO production_job (id, consignor_id, product_id, code, what, quantity, \
         price_rupiah, quoted_on, due_on, state, deposit_rupiah, created_by, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'quoted', 0, $10, $11)"
    );
    let QuoteJob { id, product, what, quantity, price, quoted_on, due_on, .. } = input;
    let (by, now) = (&ctx.actor.user, &ctx.now);
    tx.run(
        sql,
        &[id, &consignor, product, &code, what, quantity, price, quoted_on, due_on, by, now],
    )
    .refuse_on("production_job_consignor_id_code_key", No::CodeTaken.with("code", code).at("code"))
    .map(drop)
}

pub fn insert_buyer(tx: &mut Tx, consignor: ConsignorId, input: &QuoteJob) -> Result<()> {
    let sql = sql!(
        "INSERT INTO production_job_buyer (job_id, consignor_id, name, contact) \
         VALUES ($1, $2, $3, $4)"
    );
    tx.run(sql, &[&input.id, &consignor, &input.buyer_name, &input.buyer_contact]).map(drop)
}

pub fn find_buyer(read: &mut Read, job: JobId) -> Result<Option<Buyer>> {
    let sql = sql!(
        "SELECT name, contact, erased_at IS NOT NULL FROM production_job_buyer WHERE job_id = $1"
    );
    read.first(sql, &[&job], |row| {
        Ok(Buyer { name: row.get(0)?, contact: row.get(1)?, erased: row.get(2)? })
    })
}

pub fn erase_buyer(tx: &mut Tx, ctx: &Context, job: JobId) -> Result<()> {
    let sql = sql!(
        "UPDATE production_job_buyer SET name = NULL, contact = NULL, erased_at = $2 \
         WHERE job_id = $1"
    );
    tx.run(sql, &[&job, &ctx.now]).map(drop)
}

pub fn accept_job(tx: &mut Tx, job: JobId, day: Day, deposit: Rupiah) -> Result<()> {
    let sql = sql!(
        "UPDATE production_job SET state = 'accepted', accepted_on = $2, deposit_rupiah = $3 \
         WHERE id = $1"
    );
    tx.run(sql, &[&job, &day, &deposit]).map(drop)
}

pub fn start_job(tx: &mut Tx, job: JobId, batch: BatchId) -> Result<()> {
    let sql = sql!("UPDATE production_job SET state = 'in_work', batch_id = $2 WHERE id = $1");
    tx.run(sql, &[&job, &batch]).map(drop)
}

pub fn set_job_state(tx: &mut Tx, job: JobId, state: JobState) -> Result<()> {
    let sql = sql!("UPDATE production_job SET state = $2 WHERE id = $1");
    tx.run(sql, &[&job, &state]).map(drop)
}

pub fn hand_over_job(tx: &mut Tx, ctx: &Context, job: JobId, day: Day) -> Result<()> {
    let sql = sql!(
        "UPDATE production_job SET state = 'handed_over', handed_over_on = $2, \
           handed_over_by = $3 WHERE id = $1"
    );
    tx.run(sql, &[&job, &day, &ctx.actor.user]).map(drop)
}

/// Notes that what a job brought in was shared. False when it had been.
pub fn share_job(tx: &mut Tx, job: JobId, day: Day) -> Result<bool> {
    let sql = sql!(
        "UPDATE production_job SET shared_on = $2 \
         WHERE id = $1 AND state = 'handed_over' AND shared_on IS NULL"
    );
    Ok(tx.run(sql, &[&job, &day])? == 1)
}

/// Jobs that are paid and handed over, and whose money nobody has shared; the oldest first.
pub fn unshared_jobs(
    read: &mut Read,
    consignor: Option<ConsignorId>,
    limit: i64,
) -> Result<Vec<Job>> {
    let sql = sql!(concat!(
        "SELECT ",
        job_columns!(),
        "FROM production_job WHERE (CAST($1 AS uuid) IS NULL OR consignor_id = $1) \
         AND state = 'handed_over' AND shared_on IS NULL ORDER BY handed_over_on, id LIMIT $2"
    ));
    read.all(sql, &[&consignor, &limit], job)
}

pub fn cancel_job(tx: &mut Tx, job: JobId, day: Day, reason: &str) -> Result<()> {
    let sql = sql!(
        "UPDATE production_job SET state = 'cancelled', cancelled_on = $2, cancel_reason = $3 \
         WHERE id = $1"
    );
    tx.run(sql, &[&job, &day, &reason]).map(drop)
}
