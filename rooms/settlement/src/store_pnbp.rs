//! The state's part: dues, billings, targets.

use db::{Param, Read, RefuseOn, Result, Row, Tx, sql};
use kernel::{BillingId, ConsignorId, Context, Day, DistributionId, FileId, Id, Period, Rupiah};

use crate::{
    inputs::{DepositKind, TargetKind},
    kinds::BillingState,
    refusal::No,
    store::only_one,
    types::{Billing, StateDue},
};

macro_rules! billing_rows {
    () => {
        "SELECT id, consignor_id, code, amount_rupiah, issued_on, expires_on, account_code, state,
                paid_on, ntb, ntpn, file_id, created_by, recorded_by, confirmed_by,
                deposit_id
         FROM settlement_billing "
    };
}

fn billing_of(row: &Row<'_>) -> Result<Billing> {
    Ok(Billing {
        id: row.get(0)?,
        consignor_id: row.get(1)?,
        code: row.get(2)?,
        amount: row.get(3)?,
        issued_on: row.get(4)?,
        expires_on: row.get(5)?,
        account_code: row.get(6)?,
        state: row.get(7)?,
        paid_on: row.get(8)?,
        ntb: row.get(9)?,
        ntpn: row.get(10)?,
        file_id: row.get(11)?,
        created_by: row.get(12)?,
        recorded_by: row.get(13)?,
        confirmed_by: row.get(14)?,
        deposit_id: row.get(15)?,
    })
}

pub fn find_billing(read: &mut Read, id: BillingId) -> Result<Option<Billing>> {
    read.first(sql!(concat!(billing_rows!(), "WHERE id = $1")), &[&id], billing_of)
}

/// Which billings a list shows.
#[derive(Debug, Clone)]
pub struct BillingFilter {
    pub consignor: Option<ConsignorId>,
    /// `issued` means: and not run out by `today`; `expired`: run out, noted or not.
    pub state: Option<BillingState>,
    pub today: Day,
    /// `%code%` or `%ntpn%` in small letters.
    pub like: Option<String>,
    pub limit: i64,
    pub offset: i64,
}

macro_rules! billing_page {
    () => {
        "WHERE (CAST($1 AS uuid) IS NULL OR consignor_id = $1)
           AND (CAST($2 AS text) IS NULL OR $2 =
                CASE WHEN state = 'issued' AND expires_on < $3 THEN 'expired' ELSE state END)
           AND (CAST($4 AS text) IS NULL OR code LIKE $4 ESCAPE '!'
                OR LOWER(COALESCE(ntpn, '')) LIKE $4 ESCAPE '!')"
    };
}

pub fn list_billings(read: &mut Read, ask: &BillingFilter) -> Result<(Vec<Billing>, i64)> {
    let page = sql!(concat!(
        billing_rows!(),
        billing_page!(),
        " ORDER BY issued_on DESC, id DESC LIMIT $5 OFFSET $6"
    ));
    let count =
        sql!(concat!("SELECT CAST(COUNT(*) AS bigint) FROM settlement_billing ", billing_page!()));
    let some: [&dyn Param; 4] = [&ask.consignor, &ask.state, &ask.today, &ask.like];
    let total = read.one(count, &some, |row| row.get(0))?;
    let mut all: Vec<&dyn Param> = some.to_vec();
    all.extend([&ask.limit as &dyn Param, &ask.offset]);
    Ok((read.all(page, &all, billing_of)?, total))
}

pub fn insert_billing(tx: &mut Tx, ctx: &Context, one: &Billing) -> Result<()> {
    let statement = sql!(
        "INSERT INTO settlement_billing (id, consignor_id, code, amount_rupiah, issued_on,
           expires_on, account_code, state, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    );
    let params: &[&dyn Param] = &[
        &one.id,
        &one.consignor_id,
        &one.code,
        &one.amount,
        &one.issued_on,
        &one.expires_on,
        &one.account_code,
        &one.state,
        &one.created_by,
        &ctx.now,
    ];
    tx.run(statement, params)
        .refuse_on("settlement_billing_code", No::BillingCodeTaken.at("code"))?;
    Ok(())
}

pub fn insert_due(
    tx: &mut Tx,
    billing: BillingId,
    distribution: DistributionId,
    amount: Rupiah,
) -> Result<()> {
    let statement = sql!(
        "INSERT INTO settlement_billing_due (billing_id, distribution_id, amount_rupiah, live)
         VALUES ($1, $2, $3, true)"
    );
    tx.run(statement, &[&billing, &distribution, &amount])
        .refuse_on("settlement_billing_due_live", No::DueBilled)?;
    Ok(())
}

/// What a billing covers.
pub fn covered(read: &mut Read, id: BillingId) -> Result<Vec<DistributionId>> {
    let statement = sql!(
        "SELECT distribution_id FROM settlement_billing_due WHERE billing_id = $1
         ORDER BY distribution_id"
    );
    read.all(statement, &[&id], |row| row.get(0))
}

/// Notes that billings ran out: what they covered is due again. The billings that did.
pub fn expire(tx: &mut Tx, consignor: ConsignorId, today: Day) -> Result<Vec<BillingId>> {
    let expired = sql!(
        "UPDATE settlement_billing SET state = 'expired'
         WHERE consignor_id = $1 AND state = 'issued' AND expires_on < $2 RETURNING id"
    );
    let release = sql!("UPDATE settlement_billing_due SET live = false WHERE billing_id = $1");
    let ids: Vec<BillingId> = tx.all(expired, &[&consignor, &today], |row| row.get(0))?;
    for id in &ids {
        tx.run(release, &[id])?;
    }
    Ok(ids)
}

/// How a billing was paid.
pub struct Deposit<'a> {
    pub id: Id<DepositKind>,
    pub paid_on: Day,
    pub ntb: Option<&'a str>,
    pub ntpn: &'a str,
    pub file: Option<FileId>,
}

pub fn record_deposit(
    tx: &mut Tx,
    ctx: &Context,
    id: BillingId,
    deposit: &Deposit<'_>,
) -> Result<()> {
    let statement = sql!(
        "UPDATE settlement_billing SET state = 'recorded', paid_on = $2, ntb = $3, ntpn = $4,
           file_id = $5, recorded_by = $6, recorded_at = $7, deposit_id = $8
         WHERE id = $1 AND state IN ('issued', 'expired')"
    );
    // What it covered is its own again, where it was let go and nobody else covers it.
    let revive = sql!("UPDATE settlement_billing_due SET live = true WHERE billing_id = $1");
    tx.run(revive, &[&id]).refuse_on("settlement_billing_due_live", No::DueBilled)?;
    let params: &[&dyn Param] = &[
        &id,
        &deposit.paid_on,
        &deposit.ntb,
        &deposit.ntpn,
        &deposit.file,
        &ctx.actor.user,
        &ctx.now,
        &deposit.id,
    ];
    let done = tx.run(statement, params);
    only_one(done.refuse_on("settlement_billing_ntpn", No::NtpnTaken.at("ntpn"))?)
}

pub fn confirm_deposit(tx: &mut Tx, ctx: &Context, id: BillingId) -> Result<()> {
    let statement = sql!(
        "UPDATE settlement_billing SET state = 'paid', confirmed_by = $2, confirmed_at = $3
         WHERE id = $1 AND state = 'recorded'"
    );
    only_one(tx.run(statement, &[&id, &ctx.actor.user, &ctx.now])?)
}

/// Which dues are told.
#[derive(Debug, Clone)]
pub struct DueFilter {
    pub consignor: Option<ConsignorId>,
    /// `open`: unpaid; `unbilled`: unpaid and without a live billing.
    pub state: Option<&'static str>,
    pub today: Day,
    /// `%number%` in small letters.
    pub like: Option<String>,
    pub limit: i64,
    pub offset: i64,
}

impl DueFilter {
    /// All of a unit, or those of a state: a sum that stops in the middle would be no sum.
    pub const fn all(consignor: ConsignorId, state: Option<&'static str>, today: Day) -> Self {
        Self { consignor: Some(consignor), state, today, like: None, limit: i64::MAX, offset: 0 }
    }
}

macro_rules! due_rows {
    () => {
        "FROM settlement_distribution d
         LEFT JOIN settlement_statement s ON s.id = d.statement_id
         LEFT JOIN settlement_billing_due x ON x.distribution_id = d.id AND x.live
         LEFT JOIN settlement_billing b ON b.id = x.billing_id
           AND (b.state IN ('recorded', 'paid') OR (b.state = 'issued' AND b.expires_on >= $2))
         WHERE (CAST($1 AS uuid) IS NULL OR d.consignor_id = $1) AND d.state_revenue_rupiah > 0
           AND (CAST($3 AS text) IS NULL OR b.id IS NULL
                OR ($3 = 'open' AND b.state <> 'paid'))
           AND (CAST($4 AS text) IS NULL OR LOWER(d.number) LIKE $4 ESCAPE '!') "
    };
}

/// The state's part of each distribution, the newest first, with its live billing: one that is
/// paid, recorded, or issued and not run out. And how many there are.
pub fn dues(read: &mut Read, ask: &DueFilter) -> Result<(Vec<StateDue>, i64)> {
    let page = sql!(concat!(
        "SELECT d.id, d.statement_id, d.number, d.state_revenue_rupiah, d.shared_on, b.id, b.code,
                CASE WHEN b.state = 'paid' THEN b.paid_on ELSE NULL END,
                COALESCE(s.from_day, d.to_day), d.to_day ",
        due_rows!(),
        "ORDER BY d.shared_on DESC, d.id DESC LIMIT $5 OFFSET $6"
    ));
    let count = sql!(concat!("SELECT CAST(COUNT(*) AS bigint) ", due_rows!()));
    let some: [&dyn Param; 4] = [&ask.consignor, &ask.today, &ask.state, &ask.like];
    let total = read.one(count, &some, |row| row.get(0))?;
    let mut all: Vec<&dyn Param> = some.to_vec();
    all.extend([&ask.limit as &dyn Param, &ask.offset]);
    let rows = read.all(page, &all, |row| {
        Ok(StateDue {
            distribution_id: row.get(0)?,
            statement_id: row.get(1)?,
            number: row.get(2)?,
            amount: row.get(3)?,
            due_on: row.get(4)?,
            billing_id: row.get(5)?,
            billing_code: row.get(6)?,
            paid_on: row.get(7)?,
            covers: Period { from: row.get(8)?, to: row.get(9)? },
        })
    })?;
    Ok((rows, total))
}

/// What was deposited in a period, by the day it was paid.
pub fn deposited(read: &mut Read, consignor: ConsignorId, period: Period) -> Result<Rupiah> {
    let statement = sql!(
        "SELECT CAST(COALESCE(SUM(amount_rupiah), 0) AS bigint) FROM settlement_billing
         WHERE consignor_id = $1 AND state = 'paid' AND paid_on >= $2 AND paid_on <= $3"
    );
    read.one(statement, &[&consignor, &period.from, &period.to], |row| row.get(0))
}

/// The state's part of what was shared in a period.
pub fn arisen(read: &mut Read, consignor: ConsignorId, period: Period) -> Result<Rupiah> {
    let statement = sql!(
        "SELECT CAST(COALESCE(SUM(state_revenue_rupiah), 0) AS bigint) FROM settlement_distribution
         WHERE consignor_id = $1 AND state_revenue_rupiah > 0 AND shared_on >= $2
           AND shared_on <= $3"
    );
    read.one(statement, &[&consignor, &period.from, &period.to], |row| row.get(0))
}

/// The billings that were paid in a period, in the order of their days.
pub fn paid_in(read: &mut Read, consignor: ConsignorId, period: Period) -> Result<Vec<Billing>> {
    let statement = sql!(concat!(
        billing_rows!(),
        "WHERE consignor_id = $1 AND state = 'paid' AND paid_on >= $2 AND paid_on <= $3
         ORDER BY paid_on, code"
    ));
    read.all(statement, &[&consignor, &period.from, &period.to], billing_of)
}

/// The newest target of each month of a year, month 0 for the year itself.
/// An amount, and what it goes by.
type Target = (Rupiah, Option<String>);

/// The targets by their month, the last set of a month last.
pub fn targets(read: &mut Read, consignor: ConsignorId, year: i64) -> Result<Vec<(i64, Target)>> {
    let statement = sql!(
        "SELECT month, amount_rupiah, basis FROM settlement_target
         WHERE consignor_id = $1 AND year = $2 ORDER BY created_at"
    );
    let target = |row: &Row<'_>| Ok((row.get(0)?, (row.get(1)?, row.get(2)?)));
    read.all(statement, &[&consignor, &year], target)
}

/// A target as it is set.
pub struct NewTarget<'a> {
    pub id: Id<TargetKind>,
    pub consignor: ConsignorId,
    pub year: i64,
    pub month: i64,
    pub amount: Rupiah,
    pub basis: Option<&'a str>,
}

pub fn insert_target(tx: &mut Tx, ctx: &Context, one: &NewTarget<'_>) -> Result<()> {
    let statement = sql!(
        "INSERT INTO settlement_target (id, consignor_id, year, month, amount_rupiah, basis,
           created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    );
    let params: &[&dyn Param] = &[
        &one.id,
        &one.consignor,
        &one.year,
        &one.month,
        &one.amount,
        &one.basis,
        &ctx.actor.user,
        &ctx.now,
    ];
    tx.run(statement, params).map(drop)
}
