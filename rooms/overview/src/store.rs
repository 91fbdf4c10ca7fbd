//! Money by month, and where it went.

use std::collections::BTreeMap;

use db::{Param, Read, Result, Sql, sql};
use kernel::{ConsignorId, Day, Period, Rupiah, ShopId, StatementId};

use crate::{
    month::Month,
    types::{Fund, MonthMoney, OpenBilling, ReportedRemittance, StateDue, StateRevenue},
};

/// Whose records: a unit's, or a shop's with all units.
#[derive(Debug, Clone, Copy, Default)]
pub struct Scope {
    pub consignor: Option<ConsignorId>,
    pub shop: Option<ShopId>,
}

impl Scope {
    pub fn unit(consignor: ConsignorId) -> Self {
        Self { consignor: Some(consignor), shop: None }
    }
    pub fn shop(shop: ShopId) -> Self {
        Self { consignor: None, shop: Some(shop) }
    }
}

/// Gross and the shop's part by month, of statements: those within a month as they stand, those
/// over the end of a month by the sums of their days.
const OF_STATEMENTS: Sql = sql!(
    "WITH nota AS (
       SELECT s.agreement_id, s.from_day, s.to_day, s.gross_rupiah, s.shop_rupiah,
              SUBSTR(CAST(s.from_day AS text), 1, 7) = SUBSTR(CAST(s.to_day AS text), 1, 7) AS whole
       FROM agreements_agreement a JOIN settlement_statement s ON s.agreement_id = a.id
       WHERE (CAST($1 AS uuid) IS NULL OR a.consignor_id = $1)
         AND (CAST($2 AS uuid) IS NULL OR a.shop_id = $2)
         AND s.state <> 'rejected' AND s.to_day >= $3 AND s.from_day <= $4
     )
     SELECT month, CAST(SUM(gross) AS bigint), CAST(SUM(part) AS bigint),
            CAST(SUM(crossing) AS bigint)
     FROM (
       SELECT SUBSTR(CAST(to_day AS text), 1, 7) AS month, gross_rupiah AS gross,
              shop_rupiah AS part, 0 AS crossing
       FROM nota WHERE whole
       UNION ALL
       SELECT SUBSTR(CAST(d.booked_day AS text), 1, 7), (d.sold - d.refunded) * d.unit_price,
              d.sold_part - d.refunded_part,
              (d.sold - d.refunded) * d.unit_price - d.sold_part + d.refunded_part
       FROM nota JOIN sales_day d ON d.agreement_id = nota.agreement_id
         AND d.booked_day BETWEEN nota.from_day AND nota.to_day
       WHERE NOT whole
     ) AS lines
     GROUP BY month"
);

/// Gross and the shop's part of one month, of the days that no statement covers.
const OF_OPEN_DAYS: Sql = sql!(
    "WITH own AS (
       SELECT a.id, COALESCE((SELECT MAX(s.to_day) FROM settlement_statement s
                WHERE s.agreement_id = a.id AND s.state <> 'rejected' AND s.to_day >= $3), $3) AS through
       FROM agreements_agreement a
       WHERE (CAST($1 AS uuid) IS NULL OR a.consignor_id = $1)
         AND (CAST($2 AS uuid) IS NULL OR a.shop_id = $2)
     )
     SELECT CAST(COALESCE(SUM((d.sold - d.refunded) * d.unit_price), 0) AS bigint),
            CAST(COALESCE(SUM(d.sold_part - d.refunded_part), 0) AS bigint)
     FROM own JOIN sales_day d ON d.agreement_id = own.id
       AND d.booked_day > own.through AND d.booked_day <= $4"
);

/// One value a month, in the order of `months`.
pub fn by_month(read: &mut Read, scope: Scope, months: &[Month]) -> Result<Vec<MonthMoney>> {
    let (Some(first), Some(last)) = (months.first(), months.last()) else { return Ok(Vec::new()) };
    let mut found: BTreeMap<String, [Rupiah; 3]> = BTreeMap::new();
    let within: [&dyn Param; 4] = [&scope.consignor, &scope.shop, &first.first(), &last.last()];
    read.each(OF_STATEMENTS, &within, |row| {
        found.insert(row.get(0)?, [row.get(1)?, row.get(2)?, row.get(3)?]);
        Ok(())
    })?;
    let mut all = Vec::with_capacity(months.len());
    for month in months {
        let [gross, shop_part, crossing] =
            found.get(&month.to_string()).copied().unwrap_or_default();
        let before = month.first().plus_days(-1);
        let open: [&dyn Param; 4] = [&scope.consignor, &scope.shop, &before, &month.last()];
        let (more, more_part): (Rupiah, Rupiah) =
            read.one(OF_OPEN_DAYS, &open, |row| Ok((row.get(0)?, row.get(1)?)))?;
        all.push(MonthMoney {
            month: *month,
            gross: gross + more,
            shop_part: shop_part + more_part,
            crossing,
        });
    }
    Ok(all)
}

/// The last day under which a sale is booked.
pub fn last_sale_day(read: &mut Read, scope: Scope) -> Result<Option<Day>> {
    let statement = sql!(
        "SELECT MAX(last) FROM (
           SELECT (SELECT l.booked_day FROM sales_line l WHERE l.agreement_id = a.id
                   ORDER BY l.booked_day DESC LIMIT 1) AS last
           FROM agreements_agreement a
           WHERE (CAST($1 AS uuid) IS NULL OR a.consignor_id = $1)
             AND (CAST($2 AS uuid) IS NULL OR a.shop_id = $2)
         ) AS days"
    );
    read.one(statement, &[&scope.consignor, &scope.shop], |row| row.get(0))
}

/// Pieces sold in a month less those taken back.
pub fn pieces_sold(read: &mut Read, shop: ShopId, month: Month) -> Result<i64> {
    let statement = sql!(
        "SELECT CAST(COALESCE(SUM(sold - refunded), 0) AS bigint) FROM sales_day
         WHERE shop_id = $1 AND booked_day BETWEEN $2 AND $3"
    );
    read.one(statement, &[&shop, &month.first(), &month.last()], |row| row.get(0))
}

/// Expenses and the shops' losses of the statements that lie within a month.
pub fn statement_extras(
    read: &mut Read,
    consignor: ConsignorId,
    month: Month,
) -> Result<(Rupiah, Rupiah)> {
    let statement = sql!(
        "SELECT CAST(COALESCE(SUM(expense_rupiah), 0) AS bigint),
                CAST(COALESCE(SUM(loss_rupiah), 0) AS bigint)
         FROM settlement_statement
         WHERE consignor_id = $1 AND to_day BETWEEN $2 AND $3 AND from_day >= $2
           AND state <> 'rejected'"
    );
    let params: [&dyn Param; 3] = [&consignor, &month.first(), &month.last()];
    read.one(statement, &params, |row| Ok((row.get(0)?, row.get(1)?)))
}

/// What was shared of the statements that lie within a month, and of the jobs handed over in it,
/// by kind of recipient.
pub fn shared_by_kind(
    read: &mut Read,
    consignor: ConsignorId,
    month: Month,
) -> Result<BTreeMap<String, Rupiah>> {
    let statement = sql!(
        "SELECT p.kind, CAST(SUM(p.amount_rupiah) AS bigint)
         FROM settlement_distribution d
           JOIN settlement_distribution_part p ON p.distribution_id = d.id
           LEFT JOIN settlement_statement s ON s.id = d.statement_id
         WHERE d.consignor_id = $1 AND d.to_day BETWEEN $2 AND $3
           AND (d.job_id IS NOT NULL OR s.from_day >= $2)
         GROUP BY p.kind"
    );
    let params: [&dyn Param; 3] = [&consignor, &month.first(), &month.last()];
    let rows = read.all(statement, &params, |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.into_iter().collect())
}

/// What buyers paid for jobs that were handed over in a month, and how much of it nobody has
/// shared.
pub fn jobs_paid(
    read: &mut Read,
    consignor: ConsignorId,
    month: Month,
) -> Result<(Rupiah, Rupiah)> {
    let statement = sql!(
        "SELECT CAST(COALESCE(SUM(price_rupiah), 0) AS bigint),
                CAST(COALESCE(SUM(price_rupiah) FILTER (WHERE shared_on IS NULL), 0) AS bigint)
         FROM production_job
         WHERE consignor_id = $1 AND state = 'handed_over' AND handed_over_on BETWEEN $2 AND $3"
    );
    let params: [&dyn Param; 3] = [&consignor, &month.first(), &month.last()];
    read.one(statement, &params, |row| Ok((row.get(0)?, row.get(1)?)))
}

/// An approved statement whose money is still on its way, with what of it is open after all that
/// was paid, the oldest first.
#[derive(Debug, Clone)]
pub struct Approved {
    pub id: StatementId,
    pub number: String,
    pub shop: String,
    pub from: Day,
    pub to: Day,
    pub due_on: Day,
    pub due: Rupiah,
    pub shared: bool,
    pub open: Rupiah,
}

impl Approved {
    /// What the shop has paid of it.
    pub fn settled(&self) -> Rupiah {
        self.due.max(Rupiah::ZERO) - self.open
    }
}

/// Approved statements that are not shared or not paid, agreement by agreement, the oldest first.
/// As `settlement::ageing` lays what was paid on them: credits first, then the oldest due.
pub fn on_their_way(read: &mut Read, scope: Scope) -> Result<Vec<Approved>> {
    let statement = sql!(
        "WITH paid AS (
           SELECT agreement_id, SUM(amount) AS amount FROM (
             SELECT agreement_id, consignor_id, shop_id, amount_rupiah AS amount
             FROM settlement_remittance WHERE state = 'confirmed' AND taken_back_on IS NULL
             UNION ALL
             SELECT agreement_id, consignor_id, shop_id, -amount_rupiah
             FROM settlement_credit_refund WHERE state <> 'rejected' AND taken_back_on IS NULL
           ) AS money
           WHERE (CAST($1 AS uuid) IS NULL OR consignor_id = $1)
             AND (CAST($2 AS uuid) IS NULL OR shop_id = $2)
           GROUP BY agreement_id
         ), nota AS (
           SELECT s.id, s.agreement_id, s.number, s.shop_id, s.from_day, s.to_day, s.due_on,
                  s.due_rupiah,
                  EXISTS (SELECT 1 FROM settlement_distribution d WHERE d.statement_id = s.id) AS shared,
                  SUM(CASE WHEN s.due_rupiah > 0 THEN s.due_rupiah ELSE 0 END)
                    OVER (PARTITION BY s.agreement_id ORDER BY s.from_day) AS through,
                  SUM(CASE WHEN s.due_rupiah < 0 THEN s.due_rupiah ELSE 0 END)
                    OVER (PARTITION BY s.agreement_id) AS credit
           FROM settlement_statement s
           WHERE s.state = 'approved'
             AND (CAST($1 AS uuid) IS NULL OR s.consignor_id = $1)
             AND (CAST($2 AS uuid) IS NULL OR s.shop_id = $2)
         )
         SELECT id, number, shop, from_day, to_day, due_on, due_rupiah, shared, beyond FROM (
           SELECT n.id, n.agreement_id, n.number, p.name AS shop, n.from_day, n.to_day, n.due_on,
                  n.due_rupiah, n.shared,
                  CAST(n.through + n.credit - COALESCE(m.amount, 0) AS bigint) AS beyond
           FROM nota n JOIN people_shop p ON p.id = n.shop_id
             LEFT JOIN paid m ON m.agreement_id = n.agreement_id
         ) AS laid
         WHERE NOT shared OR (due_rupiah > 0 AND beyond > 0)
         ORDER BY agreement_id, from_day"
    );
    read.all(statement, &[&scope.consignor, &scope.shop], |row| {
        let (due, beyond): (Rupiah, Rupiah) = (row.get(6)?, row.get(8)?);
        Ok(Approved {
            id: row.get(0)?,
            number: row.get(1)?,
            shop: row.get(2)?,
            from: row.get(3)?,
            to: row.get(4)?,
            due_on: row.get(5)?,
            due,
            shared: row.get(7)?,
            open: beyond.clamp(Rupiah::ZERO, due.max(Rupiah::ZERO)),
        })
    })
}

/// Premi credited in a period, and to how many people.
pub fn premi_of(read: &mut Read, consignor: ConsignorId, period: Period) -> Result<(Rupiah, i64)> {
    let statement = sql!(
        "SELECT CAST(COALESCE(SUM(c.saved_rupiah + c.usable_rupiah), 0) AS bigint),
                CAST(COUNT(DISTINCT c.maker_id) AS bigint)
         FROM settlement_distribution d
           JOIN settlement_premi_credit c ON c.distribution_id = d.id
         WHERE d.consignor_id = $1 AND d.shared_on BETWEEN $2 AND $3"
    );
    let params: [&dyn Param; 3] = [&consignor, &period.from, &period.to];
    read.one(statement, &params, |row| Ok((row.get(0)?, row.get(1)?)))
}

/// The state's part against its targets.
pub fn state_revenue(
    read: &mut Read,
    consignor: ConsignorId,
    month: Month,
) -> Result<StateRevenue> {
    let statement = sql!(
        "SELECT CAST(COALESCE(SUM(amount_rupiah) FILTER (WHERE paid_on >= $2), 0) AS bigint),
                CAST(COALESCE(SUM(amount_rupiah), 0) AS bigint),
                (SELECT t.amount_rupiah FROM settlement_target t
                 WHERE t.consignor_id = $1 AND t.year = $5 AND t.month = $6
                 ORDER BY t.created_at DESC LIMIT 1),
                (SELECT t.amount_rupiah FROM settlement_target t
                 WHERE t.consignor_id = $1 AND t.year = $5 AND t.month = 0
                 ORDER BY t.created_at DESC LIMIT 1),
                CAST(COALESCE((SELECT SUM(l.balance) FROM ledger_account l
                  WHERE l.consignor_id = $1 AND l.kind = 'state_revenue_due'), 0) AS bigint)
         FROM settlement_billing
         WHERE consignor_id = $1 AND state = 'paid' AND paid_on BETWEEN $4 AND $3"
    );
    let (first, last) = (month.first(), month.last());
    let new_year = Day::new(first.year(), 1, 1).unwrap_or(first);
    let (year, number) = (i64::from(first.year()), i64::from(first.month()));
    read.one(statement, &[&consignor, &first, &last, &new_year, &year, &number], |row| {
        Ok(StateRevenue {
            paid_month: row.get(0)?,
            paid_year: row.get(1)?,
            target_month: row.get(2)?,
            target_year: row.get(3)?,
            due: Some(row.get(4)?),
        })
    })
}

/// Days after which an unpaid state's part is late; 7 where the unit set nothing.
pub fn deposit_days(read: &mut Read, consignor: ConsignorId) -> Result<i64> {
    let statement = sql!(
        "SELECT deposit_days FROM settlement_setting WHERE consignor_id = $1
         ORDER BY created_at DESC LIMIT 1"
    );
    Ok(read.first(statement, &[&consignor], |row| row.get(0))?.unwrap_or(7))
}

/// So many of a list stand on the page; the rest behind a link.
pub const LISTED: i64 = 50;

/// The state's parts that no living billing covers, the oldest first.
pub fn state_dues(
    read: &mut Read,
    consignor: ConsignorId,
    today: Day,
    limit_days: i64,
) -> Result<Vec<StateDue>> {
    let statement = sql!(
        "SELECT d.id, d.number, d.shared_on, d.state_revenue_rupiah
         FROM settlement_distribution d
         WHERE d.consignor_id = $1 AND d.state_revenue_rupiah > 0
           AND NOT EXISTS (SELECT 1 FROM settlement_billing_due b JOIN settlement_billing g ON g.id = b.billing_id
                           WHERE b.distribution_id = d.id AND b.live
                             AND (g.state <> 'issued' OR g.expires_on >= $2))
         ORDER BY d.shared_on, d.number LIMIT $3"
    );
    read.all(statement, &[&consignor, &today, &LISTED], |row| {
        let shared_on: Day = row.get(2)?;
        let days = shared_on.days_until(today).max(0);
        Ok(StateDue {
            distribution_id: row.get(0)?,
            number: row.get(1)?,
            shared_on,
            amount: row.get(3)?,
            days,
            days_late: (days - limit_days).max(0),
        })
    })
}

/// Billings that are issued, or recorded and not confirmed; the first to expire first. What one
/// covers is due `limit_days` after the oldest of it was shared, whatever the billing itself says.
pub fn open_billings(
    read: &mut Read,
    consignor: ConsignorId,
    today: Day,
    limit_days: i64,
) -> Result<Vec<OpenBilling>> {
    let statement = sql!(
        "SELECT g.id, g.code, g.amount_rupiah, g.expires_on, g.state,
             (SELECT MIN(d.shared_on) FROM settlement_billing_due b
              JOIN settlement_distribution d ON d.id = b.distribution_id
              WHERE b.billing_id = g.id)
         FROM settlement_billing g
         WHERE g.consignor_id = $1 AND g.state IN ('issued', 'recorded')
         ORDER BY g.expires_on, g.code LIMIT $2"
    );
    read.all(statement, &[&consignor, &LISTED], |row| {
        let (expires_on, state): (Day, String) = (row.get(3)?, row.get(4)?);
        let limit = row.get::<Option<Day>>(5)?.map(|shared| shared.plus_days(limit_days));
        let expired = state == "issued" && expires_on < today;
        Ok(OpenBilling {
            billing_id: row.get(0)?,
            code: row.get(1)?,
            amount: row.get(2)?,
            expires_on,
            pay_by: limit.map_or(expires_on, |limit| limit.min(expires_on)),
            state: if expired { "expired".to_owned() } else { state },
        })
    })
}

/// Remittances that shops report, the oldest first.
pub fn reported_remittances(
    read: &mut Read,
    consignor: ConsignorId,
) -> Result<Vec<ReportedRemittance>> {
    let statement = sql!(
        "SELECT r.id, p.name, r.amount_rupiah, r.paid_on, r.method
         FROM settlement_remittance r JOIN people_shop p ON p.id = r.shop_id
         WHERE r.consignor_id = $1 AND r.state = 'reported' ORDER BY r.paid_on, r.id LIMIT $2"
    );
    read.all(statement, &[&consignor, &LISTED], |row| {
        Ok(ReportedRemittance {
            remittance_id: row.get(0)?,
            shop: row.get(1)?,
            amount: row.get(2)?,
            paid_on: row.get(3)?,
            method: row.get(4)?,
        })
    })
}

/// What stands on the unit's accounts of money.
pub fn funds(read: &mut Read, consignor: ConsignorId) -> Result<Vec<Fund>> {
    let statement = sql!(
        "SELECT kind, detail, CAST(SUM(balance) AS bigint) FROM ledger_account
         WHERE consignor_id = $1 AND batch_id IS NULL
           AND kind IN ('due', 'cash', 'premi_saved', 'premi_usable', 'premi_moving', 'support_fund',
                        'state_revenue_due', 'working_capital', 'other_fund', 'job_deposit')
         GROUP BY kind, detail HAVING kind <> 'job_deposit' OR SUM(balance) <> 0
         ORDER BY kind, detail"
    );
    read.all(statement, &[&consignor], |row| {
        Ok(Fund { kind: row.get(0)?, detail: row.get(1)?, balance: row.get(2)? })
    })
}
