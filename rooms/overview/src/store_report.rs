//! A unit's totals of a period.

use db::{Param, Read, Result, sql};
use kernel::{ConsignorId, Day, Period, Rupiah};

use crate::report::{AgreementTotals, ProductTotals, StateTotals};

/// What was made, sent and sold, product by product; without names.
pub fn products(
    read: &mut Read,
    consignor: ConsignorId,
    period: Period,
) -> Result<Vec<ProductTotals>> {
    let statement = sql!(
        "SELECT product_id, CAST(SUM(made) AS bigint), CAST(SUM(rejected) AS bigint),
                CAST(SUM(sent) AS bigint), CAST(SUM(sold) AS bigint), CAST(SUM(gross) AS bigint)
         FROM (
           SELECT product_id, accepted AS made, rejected, 0 AS sent, 0 AS sold, 0 AS gross
           FROM production_batch
           WHERE consignor_id = $1 AND finished_on BETWEEN $2 AND $3
           UNION ALL
           SELECT l.product_id, 0, 0, l.sent, 0, 0
           FROM consignment_delivery d JOIN consignment_delivery_line l ON l.delivery_id = d.id
           WHERE d.consignor_id = $1 AND d.sent_on BETWEEN $2 AND $3
             AND d.from_shop_id IS NULL AND d.state <> 'recalled'
           UNION ALL
           SELECT d.product_id, 0, 0, 0, d.sold - d.refunded, (d.sold - d.refunded) * d.unit_price
           FROM agreements_agreement a JOIN sales_day d ON d.agreement_id = a.id
           WHERE a.consignor_id = $1 AND d.booked_day BETWEEN $2 AND $3
         ) AS moved
         GROUP BY product_id"
    );
    let params: [&dyn Param; 3] = [&consignor, &period.from, &period.to];
    read.all(statement, &params, |row| {
        Ok(ProductTotals {
            product_id: row.get(0)?,
            product: String::new(),
            unit: String::new(),
            made: row.get(1)?,
            rejected: row.get(2)?,
            sent: row.get(3)?,
            sold: row.get(4)?,
            gross: row.get(5)?,
        })
    })
}

/// Confirmed money of the shops, by the day it was paid.
pub fn remitted(read: &mut Read, consignor: ConsignorId, period: Period) -> Result<Rupiah> {
    let statement = sql!(
        "SELECT CAST(COALESCE(SUM(amount_rupiah), 0) AS bigint) FROM settlement_remittance
         WHERE consignor_id = $1 AND state = 'confirmed' AND taken_back_on IS NULL
           AND paid_on BETWEEN $2 AND $3"
    );
    read.one(statement, &[&consignor, &period.from, &period.to], |row| row.get(0))
}

/// What became due to the state, what it got, and what was open at the end.
pub fn state(read: &mut Read, consignor: ConsignorId, period: Period) -> Result<StateTotals> {
    let statement = sql!(
        "SELECT
           CAST(COALESCE((SELECT SUM(state_revenue_rupiah) FROM settlement_distribution
             WHERE consignor_id = $1 AND shared_on BETWEEN $2 AND $3), 0) AS bigint),
           CAST(COALESCE((SELECT SUM(amount_rupiah) FROM settlement_billing
             WHERE consignor_id = $1 AND state = 'paid' AND paid_on BETWEEN $2 AND $3), 0)
             AS bigint),
           CAST(COALESCE((SELECT SUM(state_revenue_rupiah) FROM settlement_distribution
             WHERE consignor_id = $1 AND shared_on <= $3), 0)
             - COALESCE((SELECT SUM(amount_rupiah) FROM settlement_billing
             WHERE consignor_id = $1 AND state = 'paid' AND paid_on <= $3), 0) AS bigint)"
    );
    read.one(statement, &[&consignor, &period.from, &period.to], |row| {
        let (due, open) = (Some(row.get(0)?), Some(row.get(2)?));
        Ok(StateTotals { due, paid: row.get(1)?, open })
    })
}

/// Agreements that were signed and put in force, as they stood at the period's end.
pub fn agreements(
    read: &mut Read,
    consignor: ConsignorId,
    period: Period,
) -> Result<AgreementTotals> {
    let statement = sql!(
        "SELECT CAST(COUNT(*) FILTER (WHERE effective_from <= $3 AND last_day > $3) AS bigint),
                CAST(COUNT(DISTINCT CASE WHEN effective_from <= $3 AND last_day > $3
                  THEN shop_id END) AS bigint),
                CAST(COUNT(*) FILTER (WHERE effective_from BETWEEN $2 AND $3) AS bigint),
                CAST(COUNT(*) FILTER (WHERE last_day BETWEEN $2 AND $3) AS bigint)
         FROM (
           SELECT shop_id, effective_from, COALESCE(ended_on, ends_on) AS last_day
           FROM agreements_agreement WHERE consignor_id = $1 AND enforced_by IS NOT NULL
         ) AS own"
    );
    read.one(statement, &[&consignor, &period.from, &period.to], |row| {
        Ok(AgreementTotals {
            in_force: row.get(0)?,
            shops: row.get(1)?,
            begun: row.get(2)?,
            ended: row.get(3)?,
        })
    })
}

/// The first day of which a unit has anything to tell.
pub fn first_day(read: &mut Read, consignor: ConsignorId) -> Result<Option<Day>> {
    let statement = sql!(
        "SELECT MIN(first) FROM (
           SELECT MIN(started_on) AS first FROM production_batch WHERE consignor_id = $1
           UNION ALL
           SELECT MIN(effective_from) FROM agreements_agreement
           WHERE consignor_id = $1 AND enforced_by IS NOT NULL
         ) AS known"
    );
    read.one(statement, &[&consignor], |row| row.get(0))
}

/// Shops at which something was sold.
pub fn shops_that_sold(read: &mut Read, consignor: ConsignorId, period: Period) -> Result<i64> {
    let statement = sql!(
        "SELECT CAST(COUNT(DISTINCT d.shop_id) AS bigint)
         FROM agreements_agreement a JOIN sales_day d ON d.agreement_id = a.id
         WHERE a.consignor_id = $1 AND d.booked_day BETWEEN $2 AND $3 AND d.sold > d.refunded"
    );
    read.one(statement, &[&consignor, &period.from, &period.to], |row| row.get(0))
}
