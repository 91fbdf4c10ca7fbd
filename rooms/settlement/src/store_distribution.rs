//! Distributions.

use db::{Param, Read, RefuseOn, Result, Row, Tx, sql};
use kernel::{
    AgreementId, ConsignorId, Context, Day, DistributionId, JobId, Period, Rupiah, StatementId,
};

use crate::{
    premi::Credit,
    refusal::No,
    store::{Scope, Within, hex},
    types::{Distribution, DistributionBatch, DistributionPart, PremiCredit},
};

macro_rules! distribution_rows {
    () => {
        "SELECT d.id, d.consignor_id, d.statement_id, d.agreement_id, d.shop_id, d.rule_id,
                d.shared_on, d.base_rupiah, d.cost_rupiah, d.due_rupiah, d.premi_rupiah,
                d.state_revenue_rupiah, d.usable_share, d.estimated, d.digest, d.created_by,
                d.number, d.to_day, d.job_id
         FROM settlement_distribution d "
    };
}

macro_rules! distribution_page {
    () => {
        "WHERE (CAST($1 AS uuid) IS NULL OR d.consignor_id = $1)
           AND (CAST($2 AS uuid) IS NULL OR d.agreement_id = $2)
           AND (CAST($3 AS uuid) IS NULL OR d.rule_id = $3)
           AND (CAST($4 AS text) IS NULL OR LOWER(d.number) LIKE $4 ESCAPE '!')
           AND (CAST($5 AS date) IS NULL OR COALESCE((SELECT s.from_day FROM settlement_statement s
                WHERE s.id = d.statement_id), d.to_day) >= $5)
           AND (CAST($6 AS date) IS NULL OR d.to_day <= $6)
           AND (CAST($7 AS date) IS NULL OR d.shared_on >= $7)
           AND (CAST($8 AS date) IS NULL OR d.shared_on <= $8) "
    };
}

fn distribution_of(row: &Row<'_>) -> Result<Distribution> {
    Ok(Distribution {
        id: row.get(0)?,
        consignor_id: row.get(1)?,
        statement_id: row.get(2)?,
        agreement_id: row.get(3)?,
        shop_id: row.get(4)?,
        rule_id: row.get(5)?,
        shared_on: row.get(6)?,
        base: row.get(7)?,
        cost: row.get(8)?,
        due: row.get(9)?,
        premi: row.get(10)?,
        state_revenue: row.get(11)?,
        usable_share: row.get(12)?,
        estimated: row.get(13)?,
        digest: hex(row.bytes(14)?),
        created_by: row.get(15)?,
        number: row.get(16)?,
        to: row.get(17)?,
        job_id: row.get(18)?,
    })
}

pub fn find_distribution(read: &mut Read, id: DistributionId) -> Result<Option<Distribution>> {
    let statement = sql!(concat!(distribution_rows!(), "WHERE d.id = $1"));
    read.first(statement, &[&id], distribution_of)
}

/// The distribution that shared what a job brought in.
pub fn of_job(read: &mut Read, job: JobId) -> Result<Option<DistributionId>> {
    let statement = sql!("SELECT id FROM settlement_distribution WHERE job_id = $1");
    read.first(statement, &[&job], |row| row.get(0))
}

/// Which distributions a list shows.
#[derive(Debug, Clone, Default)]
pub struct DistributionFilter {
    pub scope: Scope,
    pub agreement: Option<AgreementId>,
    pub rule: Option<kernel::RuleId>,
    /// Of statements whose whole period lies within, and of jobs handed over in it.
    pub within: Within,
    /// Shared within.
    pub shared: Within,
    /// `%number%` of the statement, in small letters.
    pub like: Option<String>,
    pub limit: i64,
    pub offset: i64,
}

pub fn list_distributions(
    read: &mut Read,
    ask: &DistributionFilter,
) -> Result<(Vec<Distribution>, i64)> {
    let page = sql!(concat!(
        distribution_rows!(),
        distribution_page!(),
        "ORDER BY d.shared_on DESC, d.id DESC LIMIT $9 OFFSET $10"
    ));
    let count = sql!(concat!(
        "SELECT CAST(COUNT(*) AS bigint) FROM settlement_distribution d ",
        distribution_page!()
    ));
    let some: [&dyn Param; 8] = [
        &ask.scope.consignor,
        &ask.agreement,
        &ask.rule,
        &ask.like,
        &ask.within.from,
        &ask.within.to,
        &ask.shared.from,
        &ask.shared.to,
    ];
    let total = read.one(count, &some, |row| row.get(0))?;
    let mut all: Vec<&dyn Param> = some.to_vec();
    all.extend([&ask.limit as &dyn Param, &ask.offset]);
    Ok((read.all(page, &all, distribution_of)?, total))
}

/// What was shared by a rule without a decree of the unit's own; of a period (shared in it, or of a
/// statement with a day in it), or of all days.
pub fn without_basis(
    read: &mut Read,
    consignor: ConsignorId,
    period: Option<Period>,
) -> Result<Vec<(DistributionId, String, Rupiah)>> {
    let statement = sql!(
        "SELECT d.id, d.number, d.due_rupiah FROM settlement_distribution d
         JOIN settlement_rule r ON r.id = d.rule_id
         LEFT JOIN settlement_statement s ON s.id = d.statement_id
         WHERE d.consignor_id = $1 AND (r.decree_number IS NULL OR r.template)
           AND (CAST($2 AS date) IS NULL OR d.shared_on BETWEEN $2 AND $3
                OR (COALESCE(s.from_day, d.to_day) <= $3 AND d.to_day >= $2))
         ORDER BY d.shared_on DESC, d.id DESC"
    );
    let (from, to) = (period.map(|p| p.from), period.map(|p| p.to));
    read.all(statement, &[&consignor, &from, &to], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })
}

/// The latest day by whose rule something was shared, where it is `from` or later: a rule may not
/// reach back over it.
pub fn shared_since(read: &mut Read, consignor: ConsignorId, from: Day) -> Result<Option<Day>> {
    let statement = sql!(
        "SELECT to_day FROM settlement_distribution
         WHERE consignor_id = $1 AND to_day >= $2 ORDER BY to_day DESC LIMIT 1"
    );
    read.first(statement, &[&consignor, &from], |row| row.get(0))
}

pub fn insert_distribution(
    tx: &mut Tx,
    ctx: &Context,
    one: &Distribution,
    digest: &[u8],
) -> Result<()> {
    let statement = sql!(
        "INSERT INTO settlement_distribution (id, consignor_id, statement_id, agreement_id,
           shop_id, rule_id, shared_on, base_rupiah, cost_rupiah, due_rupiah, premi_rupiah,
           state_revenue_rupiah, usable_share, estimated, digest, created_by, created_at, job_id,
           number, to_day)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
           $19, $20)"
    );
    let params: &[&dyn Param] = &[
        &one.id,
        &one.consignor_id,
        &one.statement_id,
        &one.agreement_id,
        &one.shop_id,
        &one.rule_id,
        &one.shared_on,
        &one.base,
        &one.cost,
        &one.due,
        &one.premi,
        &one.state_revenue,
        &one.usable_share,
        &one.estimated,
        &digest,
        &one.created_by,
        &ctx.now,
        &one.job_id,
        &one.number,
        &one.to,
    ];
    tx.run(statement, params)
        .refuse_on("settlement_distribution_statement_id_key", No::AlreadyShared)
        .map(drop)
}

pub fn insert_part(
    tx: &mut Tx,
    id: DistributionId,
    place: i64,
    part: &DistributionPart,
) -> Result<()> {
    let statement = sql!(
        "INSERT INTO settlement_distribution_part (distribution_id, place, kind, name, share, why,
           amount_rupiah)
         VALUES ($1, $2, $3, $4, $5, $6, $7)"
    );
    let params: &[&dyn Param] =
        &[&id, &place, &part.kind, &part.name, &part.share, &part.why, &part.amount];
    tx.run(statement, params).map(drop)
}

pub fn parts(read: &mut Read, id: DistributionId) -> Result<Vec<DistributionPart>> {
    let statement = sql!(
        "SELECT kind, name, share, why, amount_rupiah FROM settlement_distribution_part
         WHERE distribution_id = $1 ORDER BY place"
    );
    read.all(statement, &[&id], |row| {
        Ok(DistributionPart {
            kind: row.get(0)?,
            name: row.get(1)?,
            share: row.get(2)?,
            why: row.get(3)?,
            amount: row.get(4)?,
        })
    })
}

pub fn insert_batch(tx: &mut Tx, id: DistributionId, one: &DistributionBatch) -> Result<()> {
    let statement = sql!(
        "INSERT INTO settlement_distribution_batch (distribution_id, batch_id, product_id, sold,
           late, lost, gross_rupiah, shop_rupiah, unit_cost_rupiah, estimated, brought_rupiah,
           premi_rupiah)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
    );
    let params: &[&dyn Param] = &[
        &id,
        &one.batch_id,
        &one.product_id,
        &one.sold,
        &one.late,
        &one.lost,
        &one.gross,
        &one.shop_part,
        &one.unit_cost,
        &one.estimated,
        &one.brought,
        &one.premi,
    ];
    tx.run(statement, params).map(drop)
}

pub fn batches(read: &mut Read, id: DistributionId) -> Result<Vec<DistributionBatch>> {
    let statement = sql!(
        "SELECT batch_id, product_id, sold, late, lost, gross_rupiah, shop_rupiah,
                unit_cost_rupiah, estimated, brought_rupiah, premi_rupiah
         FROM settlement_distribution_batch WHERE distribution_id = $1 ORDER BY batch_id"
    );
    read.all(statement, &[&id], |row| {
        Ok(DistributionBatch {
            batch_id: row.get(0)?,
            product_id: row.get(1)?,
            sold: row.get(2)?,
            late: row.get(3)?,
            lost: row.get(4)?,
            gross: row.get(5)?,
            shop_part: row.get(6)?,
            unit_cost: row.get(7)?,
            estimated: row.get(8)?,
            brought: row.get(9)?,
            premi: row.get(10)?,
        })
    })
}

pub fn insert_premi(tx: &mut Tx, id: DistributionId, one: &Credit, weight: i64) -> Result<()> {
    let statement = sql!(
        "INSERT INTO settlement_premi (distribution_id, batch_id, maker_id, weight, amount_rupiah)
         VALUES ($1, $2, $3, $4, $5)"
    );
    tx.run(statement, &[&id, &one.batch, &one.maker, &weight, &one.amount]).map(drop)
}

pub fn insert_credit(tx: &mut Tx, consignor: ConsignorId, one: &PremiCredit) -> Result<()> {
    let statement = sql!(
        "INSERT INTO settlement_premi_credit (distribution_id, maker_id, consignor_id, credited_on,
           saved_rupiah, usable_rupiah)
         VALUES ($1, $2, $3, $4, $5, $6)"
    );
    let params: &[&dyn Param] = &[
        &one.distribution_id,
        &one.maker_id,
        &consignor,
        &one.credited_on,
        &one.saved,
        &one.usable,
    ];
    tx.run(statement, params).map(drop)
}

/// Whether an earlier statement of the agreement waits to be shared.
pub fn earlier_unshared(
    read: &mut Read,
    agreement: AgreementId,
    from: Day,
) -> Result<Option<(StatementId, String)>> {
    let statement = sql!(
        "SELECT s.id, s.number FROM settlement_statement s
         WHERE s.agreement_id = $1 AND s.state <> 'rejected' AND s.from_day < $2
           AND NOT EXISTS (SELECT 1 FROM settlement_distribution d WHERE d.statement_id = s.id)
         ORDER BY s.from_day LIMIT 1"
    );
    read.first(statement, &[&agreement, &from], |row| Ok((row.get(0)?, row.get(1)?)))
}
