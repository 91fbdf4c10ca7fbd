//! Totals of a regional office's units: each figure of all of them in one statement.

use std::collections::BTreeMap;

use db::{Read, Result, sql};
use kernel::{ConsignorId, Day, Rupiah};

use crate::{month::Month, types::StateRevenue};

/// A figure of each unit that has one.
pub type Of<T> = BTreeMap<ConsignorId, T>;

/// Shops with an agreement in force.
pub fn shops(read: &mut Read, kanwil: &str, today: Day) -> Result<Of<i64>> {
    let statement = sql!(
        "SELECT a.consignor_id, CAST(COUNT(DISTINCT a.shop_id) AS bigint)
         FROM people_consignor u JOIN agreements_agreement a ON a.consignor_id = u.id
         WHERE u.kanwil = $1 AND a.state = 'in_force'
           AND a.effective_from <= $2 AND a.ends_on >= $2
         GROUP BY a.consignor_id"
    );
    let all = read.all(statement, &[&kanwil, &today], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(all.into_iter().collect())
}

/// What buyers paid in a month less what they took back, as `store::by_month` has it: of statements
/// within the month as they stand, of all other days by the days.
pub fn gross(read: &mut Read, kanwil: &str, month: Month) -> Result<Of<Rupiah>> {
    let statement = sql!(
        "WITH own AS (
           SELECT a.id, a.consignor_id
           FROM people_consignor u JOIN agreements_agreement a ON a.consignor_id = u.id
           WHERE u.kanwil = $1
         ), nota AS (
           SELECT own.id, own.consignor_id, s.from_day, s.to_day, s.gross_rupiah
           FROM own JOIN settlement_statement s ON s.agreement_id = own.id
           WHERE s.state <> 'rejected' AND s.from_day >= $2 AND s.to_day <= $3
         )
         SELECT consignor_id, CAST(SUM(gross) AS bigint) FROM (
           SELECT consignor_id, gross_rupiah AS gross FROM nota
           UNION ALL
           SELECT own.consignor_id, (d.sold - d.refunded) * d.unit_price
           FROM own JOIN sales_day d ON d.agreement_id = own.id AND d.booked_day BETWEEN $2 AND $3
           WHERE NOT EXISTS (SELECT 1 FROM nota
             WHERE nota.id = own.id AND d.booked_day BETWEEN nota.from_day AND nota.to_day)
         ) AS lines
         GROUP BY consignor_id"
    );
    let days: [&dyn db::Param; 3] = [&kanwil, &month.first(), &month.last()];
    let all = read.all(statement, &days, |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(all.into_iter().collect())
}

/// Premi credited in a month, and to how many people.
pub fn premi(read: &mut Read, kanwil: &str, month: Month) -> Result<Of<(Rupiah, i64)>> {
    let statement = sql!(
        "SELECT d.consignor_id, CAST(SUM(c.saved_rupiah + c.usable_rupiah) AS bigint),
                CAST(COUNT(DISTINCT c.maker_id) AS bigint)
         FROM people_consignor u
           JOIN settlement_distribution d ON d.consignor_id = u.id
           JOIN settlement_premi_credit c ON c.distribution_id = d.id
         WHERE u.kanwil = $1 AND d.shared_on BETWEEN $2 AND $3
         GROUP BY d.consignor_id"
    );
    let days: [&dyn db::Param; 3] = [&kanwil, &month.first(), &month.last()];
    let row = |row: &db::Row<'_>| Ok((row.get(0)?, (row.get(1)?, row.get(2)?)));
    Ok(read.all(statement, &days, row)?.into_iter().collect())
}

/// What was deposited for the state, and the targets; not what is due, which stays in the unit.
pub fn state_revenue(read: &mut Read, kanwil: &str, month: Month) -> Result<Of<StateRevenue>> {
    let (first, last) = (month.first(), month.last());
    let new_year = Day::new(first.year(), 1, 1).unwrap_or(first);
    let paid = sql!(
        "SELECT b.consignor_id,
                CAST(COALESCE(SUM(b.amount_rupiah) FILTER (WHERE b.paid_on >= $2), 0) AS bigint),
                CAST(SUM(b.amount_rupiah) AS bigint)
         FROM people_consignor u JOIN settlement_billing b ON b.consignor_id = u.id
         WHERE u.kanwil = $1 AND b.state = 'paid' AND b.paid_on BETWEEN $3 AND $4
         GROUP BY b.consignor_id"
    );
    let mut all: Of<StateRevenue> = Of::new();
    read.each(paid, &[&kanwil, &first, &new_year, &last], |row| {
        let one = all.entry(row.get(0)?).or_default();
        (one.paid_month, one.paid_year) = (row.get(1)?, row.get(2)?);
        Ok(())
    })?;
    // Of several for the same time the last that was set counts.
    let targets = sql!(
        "SELECT t.consignor_id, t.month, t.amount_rupiah
         FROM people_consignor u JOIN settlement_target t ON t.consignor_id = u.id
         WHERE u.kanwil = $1 AND t.year = $2 AND t.month IN (0, $3)
         ORDER BY t.created_at"
    );
    let (year, number) = (i64::from(first.year()), i64::from(first.month()));
    read.each(targets, &[&kanwil, &year, &number], |row| {
        let (unit, of): (ConsignorId, i64) = (row.get(0)?, row.get(1)?);
        let one = all.entry(unit).or_default();
        let target = if of == 0 { &mut one.target_year } else { &mut one.target_month };
        *target = Some(row.get(2)?);
        Ok(())
    })?;
    Ok(all)
}

/// The last day under which a sale of any unit is booked.
pub fn last_sale_day(read: &mut Read, kanwil: &str) -> Result<Option<Day>> {
    let statement = sql!(
        "SELECT MAX(last) FROM (
           SELECT (SELECT l.booked_day FROM sales_line l WHERE l.agreement_id = a.id
                   ORDER BY l.booked_day DESC LIMIT 1) AS last
           FROM people_consignor u JOIN agreements_agreement a ON a.consignor_id = u.id
           WHERE u.kanwil = $1
         ) AS days"
    );
    read.one(statement, &[&kanwil], |row| row.get(0))
}
