//! What waits for whom, and what the house holds: counts.

use std::collections::BTreeMap;

use db::{Error, Param, Read, Result, Row, Sql, sql};
use kernel::{AgreementId, ConsignorId, Day, Period, Rupiah, ShopId, Time, UserId};

use crate::{
    types::{Expiring, HouseCounts, LatestStatement, UnitChoice},
    waiting::Waiting,
};

/// What another of the unit has to decide: nobody decides what he recorded himself. $3 is today.
/// Several rows of one name are one pile.
const OF_UNIT: Sql = sql!(
    "SELECT 'deliveries', CAST(COUNT(*) AS bigint) FROM consignment_delivery
     WHERE consignor_id = $1 AND state = 'sent'
     UNION ALL
     SELECT 'discrepancies', CAST(COUNT(*) AS bigint) FROM consignment_discrepancy
     WHERE consignor_id = $1 AND open_quantity > 0
     UNION ALL
     SELECT 'movements', CAST(COUNT(*) AS bigint) FROM consignment_movement
     WHERE consignor_id = $1 AND state = 'proposed' AND proposed_side = 'shop'
     UNION ALL
     SELECT 'statements', CAST(COUNT(*) AS bigint) FROM settlement_statement
     WHERE consignor_id = $1 AND state = 'closed' AND created_by <> $2
     UNION ALL
     SELECT 'expenses', CAST(COUNT(*) AS bigint) FROM settlement_expense
     WHERE consignor_id = $1 AND state = 'reported' AND created_by <> $2
     UNION ALL
     SELECT 'expenses', CAST(COUNT(*) AS bigint) FROM settlement_money_reversal
     WHERE consignor_id = $1 AND state = 'reported' AND created_by <> $2
       AND expense_id IS NOT NULL
     UNION ALL
     SELECT 'rules', CAST(COUNT(*) AS bigint) FROM settlement_rule
     WHERE consignor_id = $1 AND state = 'draft' AND created_by <> $2
     UNION ALL
     SELECT 'agreements', CAST(COUNT(*) AS bigint) FROM agreements_terms t
     JOIN agreements_agreement a ON a.id = t.agreement_id
     WHERE t.consignor_id = $1 AND t.state = 'draft' AND a.state <> 'ended'
       AND NOT EXISTS (SELECT 1 FROM agreements_hand h
         WHERE h.terms_id = t.id AND h.user_id = $2)
     UNION ALL
     SELECT 'remittances', CAST(COUNT(*) AS bigint) FROM settlement_remittance
     WHERE consignor_id = $1 AND state = 'reported' AND created_by <> $2
     UNION ALL
     SELECT 'payouts', CAST(COUNT(*) AS bigint) FROM settlement_payout
     WHERE consignor_id = $1 AND state = 'reported' AND created_by <> $2
     UNION ALL
     SELECT 'payouts', CAST(COUNT(*) AS bigint) FROM settlement_payout_reversal
     WHERE consignor_id = $1 AND state = 'reported' AND created_by <> $2
     UNION ALL
     SELECT 'billings', CAST(COUNT(*) AS bigint) FROM settlement_billing
     WHERE consignor_id = $1 AND state = 'recorded' AND recorded_by <> $2
     UNION ALL
     SELECT 'requests', CAST(COUNT(*) AS bigint) FROM demand_request
     WHERE consignor_id = $1 AND state = 'open'
     UNION ALL
     SELECT 'write_offs', CAST(COUNT(*) AS bigint) FROM production_write_off
     WHERE consignor_id = $1 AND state = 'proposed' AND created_by <> $2
     UNION ALL
     SELECT 'write_offs', CAST(COUNT(*) AS bigint) FROM production_correction
     WHERE consignor_id = $1 AND state = 'proposed' AND created_by <> $2
     UNION ALL
     SELECT 'releases', CAST(COUNT(*) AS bigint) FROM people_release_reversal
     WHERE consignor_id = $1 AND state = 'reported' AND created_by <> $2
     UNION ALL
     SELECT 'transfers', CAST(COUNT(*) AS bigint) FROM settlement_premi_transfer
     WHERE to_consignor_id = $1 AND state = 'reported' AND created_by <> $2
     UNION ALL
     SELECT 'reversals', CAST(COUNT(*) AS bigint) FROM settlement_deposit_reversal
     WHERE consignor_id = $1 AND state = 'reported' AND created_by <> $2
     UNION ALL
     SELECT 'to_share', CAST(COUNT(*) AS bigint) FROM production_job
     WHERE consignor_id = $1 AND state = 'handed_over' AND shared_on IS NULL
       AND (handed_over_by IS NULL OR handed_over_by <> $2)
     UNION ALL
     SELECT 'to_share', CAST(COUNT(*) AS bigint) FROM settlement_statement s
     WHERE s.consignor_id = $1 AND s.state = 'approved'
       AND NOT EXISTS (SELECT 1 FROM settlement_distribution d WHERE d.statement_id = s.id)
       AND (s.due_rupiah <= 0 OR
         (SELECT CAST(COALESCE(SUM(b.due_rupiah), 0) AS bigint) FROM settlement_statement b
          WHERE b.agreement_id = s.agreement_id AND b.state = 'approved'
            AND (b.due_rupiah < 0 OR b.to_day <= s.to_day))
         <= (SELECT CAST(COALESCE(SUM(r.amount_rupiah), 0) AS bigint)
             FROM settlement_remittance r
             WHERE r.agreement_id = s.agreement_id AND r.state = 'confirmed'
               AND r.taken_back_on IS NULL)
           - (SELECT CAST(COALESCE(SUM(c.amount_rupiah), 0) AS bigint)
              FROM settlement_credit_refund c
              WHERE c.agreement_id = s.agreement_id AND c.state <> 'rejected'
                AND c.taken_back_on IS NULL))
       AND NOT EXISTS (SELECT 1 FROM settlement_money_reversal v
         WHERE v.agreement_id = s.agreement_id AND v.remittance_id IS NOT NULL
           AND v.state = 'reported')
     UNION ALL
     SELECT 'leads', CAST(COUNT(*) AS bigint) FROM orders_lead
     WHERE consignor_id = $1 AND state = 'new'
     UNION ALL
     SELECT 'reviews', CAST(COUNT(*) AS bigint) FROM feedback_review
     WHERE consignor_id = $1 AND state = 'waiting'
     UNION ALL
     SELECT 'complaints', CAST(COUNT(*) AS bigint) FROM feedback_complaint
     WHERE consignor_id = $1 AND state = 'open'
     UNION ALL
     SELECT 'recalls', CAST(COUNT(*) AS bigint) FROM production_notice
     WHERE consignor_id = $1 AND state = 'draft' AND drafted_by <> $2
     UNION ALL
     SELECT 'stories', CAST(COUNT(*) AS bigint) FROM stories_story s
     JOIN stories_version v ON v.story_id = s.id AND v.version = s.version
     WHERE s.consignor_id = $1 AND v.state = 'draft'
       AND (s.state <> 'withdrawn' OR s.version > 1)
       AND NOT EXISTS (SELECT 1 FROM stories_act a
         WHERE a.story_id = s.id AND a.version = s.version AND a.done_by = $2
           AND a.deed IN ('write', 'edit', 'photo', 'correct'))
     UNION ALL
     SELECT 'prospects', CAST(COUNT(*) AS bigint) FROM network_prospect
     WHERE consignor_id = $1 AND stage <> 'declined' AND next_on <= $3
     UNION ALL
     SELECT 'money_reversals', CAST(COUNT(*) AS bigint) FROM settlement_money_reversal
     WHERE consignor_id = $1 AND state = 'reported' AND created_by <> $2
       AND remittance_id IS NOT NULL
     UNION ALL
     SELECT 'credit_refunds', CAST(COUNT(*) AS bigint) FROM settlement_money_reversal
     WHERE consignor_id = $1 AND state = 'reported' AND created_by <> $2
       AND credit_refund_id IS NOT NULL"
);

const OF_SHOP: Sql = sql!(
    "SELECT 'deliveries', CAST(COUNT(*) AS bigint) FROM consignment_delivery
     WHERE shop_id = $1 AND state = 'sent'
     UNION ALL
     SELECT 'discrepancies', CAST(COUNT(*) AS bigint) FROM consignment_discrepancy
     WHERE (shop_id = $1 OR from_shop_id = $1) AND open_quantity > 0
     UNION ALL
     SELECT 'movements', CAST(COUNT(*) AS bigint) FROM consignment_movement
     WHERE shop_id = $1 AND state = 'proposed' AND proposed_side = 'consignor'
     UNION ALL
     SELECT 'agreements', CAST(COUNT(*) AS bigint) FROM agreements_agreement
     WHERE shop_id = $1 AND state = 'draft'
     UNION ALL
     SELECT 'agreements', CAST(COUNT(*) AS bigint) FROM agreements_agreement a
     JOIN agreements_terms t ON t.agreement_id = a.id
     WHERE a.shop_id = $1 AND a.state = 'in_force' AND t.state = 'draft'
     UNION ALL
     SELECT 'orders', CAST(COUNT(*) AS bigint) FROM orders_order
     WHERE shop_id = $1 AND state = 'open' AND placed_at > $2
     UNION ALL
     SELECT 'complaints', CAST(COUNT(*) AS bigint) FROM feedback_complaint
     WHERE shop_id = $1 AND state = 'open'
     UNION ALL
     SELECT 'recalls', CAST(COUNT(*) AS bigint) FROM production_notice n
     WHERE n.state = 'approved' AND EXISTS (SELECT 1 FROM ledger_account a
         WHERE a.kind = 'shelf' AND a.shop_id = $1 AND a.batch_id = n.batch_id
           AND a.balance > 0)
     UNION ALL
     SELECT 'credit_refunds', CAST(COUNT(*) AS bigint) FROM settlement_credit_refund
     WHERE shop_id = $1 AND state = 'reported'"
);

/// Each row adds its count to the pile that it names.
fn piled(read: &mut Read, statement: Sql, params: &[&dyn Param]) -> Result<Waiting> {
    let mut all = Waiting::default();
    read.each(statement, params, |row| {
        let (name, count): (String, i64) = (row.get(0)?, row.get(1)?);
        let pile = all.pile(&name);
        *pile.ok_or_else(|| Error::fault(format!("{name} is no pile")))? += count;
        Ok(())
    })?;
    Ok(all)
}

/// What waits at a unit for one of its people, in one statement.
pub fn of_unit(
    read: &mut Read,
    consignor: ConsignorId,
    who: UserId,
    today: Day,
) -> Result<Waiting> {
    piled(read, OF_UNIT, &[&consignor, &who, &today])
}

/// What waits at a shop, in one statement; orders count that were placed after `opened`.
pub fn of_shop(read: &mut Read, shop: ShopId, opened: Time) -> Result<Waiting> {
    piled(read, OF_SHOP, &[&shop, &opened])
}

/// Shops with an agreement in force, products still made, and agreements of any state.
pub fn unit_counts(read: &mut Read, consignor: ConsignorId, today: Day) -> Result<[i64; 3]> {
    let statement = sql!(
        "SELECT (SELECT CAST(COUNT(DISTINCT shop_id) AS bigint) FROM agreements_agreement
                 WHERE consignor_id = $1 AND state = 'in_force'
                   AND effective_from <= $2 AND ends_on >= $2),
                (SELECT CAST(COUNT(*) AS bigint) FROM catalogue_product
                 WHERE consignor_id = $1 AND active),
                (SELECT CAST(COUNT(*) AS bigint) FROM agreements_agreement
                 WHERE consignor_id = $1)"
    );
    read.one(statement, &[&consignor, &today], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]))
}

/// Agreements of a shop, of any state.
pub fn agreements_of_shop(read: &mut Read, shop: ShopId) -> Result<i64> {
    let statement =
        sql!("SELECT CAST(COUNT(*) AS bigint) FROM agreements_agreement WHERE shop_id = $1");
    read.one(statement, &[&shop], |row| row.get(0))
}

/// Agreements that end by a day, the nearest first.
pub fn expiring(
    read: &mut Read,
    consignor: ConsignorId,
    today: Day,
    until: Day,
) -> Result<Vec<Expiring>> {
    let statement = sql!(
        "SELECT a.id, a.consignor_number, p.name, a.ends_on
         FROM agreements_agreement a JOIN people_shop p ON p.id = a.shop_id
         WHERE a.consignor_id = $1 AND a.state = 'in_force' AND a.ends_on BETWEEN $2 AND $3
         ORDER BY a.ends_on, p.name LIMIT 50"
    );
    read.all(statement, &[&consignor, &today, &until], |row| {
        let ends_on: Day = row.get(3)?;
        let days = today.days_until(ends_on);
        Ok(Expiring {
            agreement_id: row.get(0)?,
            number: row.get::<Option<String>>(1)?.unwrap_or_default(),
            shop: row.get(2)?,
            ends_on,
            days,
            warning: agreements::WARNING_DAYS
                .into_iter()
                .filter(|w| days <= *w)
                .min()
                .unwrap_or(90),
        })
    })
}

/// An agreement with the last day that a statement covers.
#[derive(Debug, Clone)]
pub struct Covered {
    pub id: AgreementId,
    pub number: String,
    pub shop: String,
    pub effective_from: Day,
    pub ends_on: Day,
    pub through: Option<Day>,
}

/// Agreements whose books may still have an open period: in force and not over, or with sales
/// that no statement covers.
pub fn covered(read: &mut Read, consignor: ConsignorId) -> Result<Vec<Covered>> {
    let statement = sql!(
        "SELECT id, number, shop, effective_from, last_day, through FROM (
           SELECT a.id, a.consignor_number AS number, p.name AS shop, a.effective_from,
                  COALESCE(a.ended_on, a.ends_on) AS last_day,
                  (SELECT MAX(s.to_day) FROM settlement_statement s
                   WHERE s.agreement_id = a.id AND s.state <> 'rejected') AS through
           FROM agreements_agreement a JOIN people_shop p ON p.id = a.shop_id
           WHERE a.consignor_id = $1 AND a.enforced_by IS NOT NULL
         ) AS books
         WHERE through IS NULL OR through < last_day
           OR EXISTS (SELECT 1 FROM sales_line l
                      WHERE l.agreement_id = books.id AND l.booked_day > books.through)
         ORDER BY shop, id"
    );
    read.all(statement, &[&consignor], |row| {
        Ok(Covered {
            id: row.get(0)?,
            number: row.get::<Option<String>>(1)?.unwrap_or_default(),
            shop: row.get(2)?,
            effective_from: row.get(3)?,
            ends_on: row.get(4)?,
            through: row.get(5)?,
        })
    })
}

/// From when which cycle holds, version by version.
pub type Cycles = Vec<(Day, agreements::Cycle)>;

/// The cycles of each agreement of a unit.
pub fn cycles(read: &mut Read, consignor: ConsignorId) -> Result<BTreeMap<AgreementId, Cycles>> {
    let statement = sql!(
        "SELECT t.agreement_id, t.valid_from, t.cycle
         FROM agreements_agreement a JOIN agreements_terms t ON t.agreement_id = a.id
         WHERE a.consignor_id = $1 AND (t.state = 'in_force' OR t.version = 1)
         ORDER BY t.agreement_id, t.version"
    );
    let mut all: BTreeMap<AgreementId, Cycles> = BTreeMap::new();
    read.each(statement, &[&consignor], |row| {
        all.entry(row.get(0)?).or_default().push((row.get(1)?, row.get(2)?));
        Ok(())
    })?;
    Ok(all)
}

/// The cycle of a day, as `agreements::terms_on` finds the terms of a day.
pub fn on(cycles: &Cycles, day: Day) -> Option<agreements::Cycle> {
    let begun = cycles.iter().rev().find(|(from, _)| *from <= day);
    begun.or(cycles.first()).map(|(_, cycle)| *cycle)
}

/// Whether anything of an agreement is booked in a period.
pub fn booked(read: &mut Read, agreement: AgreementId, period: Period) -> Result<bool> {
    let statement = sql!(
        "SELECT EXISTS (SELECT 1 FROM sales_day
                 WHERE agreement_id = $1 AND booked_day BETWEEN $2 AND $3)
           OR EXISTS (SELECT 1 FROM consignment_move
                 WHERE agreement_id = $1 AND booked_on BETWEEN $2 AND $3)
           OR EXISTS (SELECT 1 FROM settlement_expense
                 WHERE agreement_id = $1 AND booked_on BETWEEN $2 AND $3)
           OR EXISTS (SELECT 1 FROM settlement_money_reversal
                 WHERE agreement_id = $1 AND expense_id IS NOT NULL
                   AND booked_on BETWEEN $2 AND $3)"
    );
    read.one(statement, &[&agreement, &period.from, &period.to], |row| row.get(0))
}

/// A shop's newest statements, without those that were sent back; `open` is for who knows it.
pub fn latest_statements(read: &mut Read, shop: ShopId) -> Result<Vec<LatestStatement>> {
    let statement = sql!(
        "SELECT id, number, from_day, to_day, due_rupiah, due_on, state FROM settlement_statement
         WHERE shop_id = $1 AND state <> 'rejected' ORDER BY to_day DESC, id DESC LIMIT 5"
    );
    read.all(statement, &[&shop], |row| {
        Ok(LatestStatement {
            statement_id: row.get(0)?,
            number: row.get(1)?,
            from: row.get(2)?,
            to: row.get(3)?,
            due: row.get(4)?,
            due_on: row.get(5)?,
            state: row.get(6)?,
            open: Rupiah::ZERO,
        })
    })
}

/// Users and shops of the house, and its units by name.
pub fn house(read: &mut Read) -> Result<HouseCounts> {
    let counts = sql!(
        "SELECT (SELECT CAST(COUNT(*) AS bigint) FROM people_user WHERE active),
                (SELECT CAST(COUNT(*) AS bigint) FROM people_shop)"
    );
    let (users, shops) = read.one(counts, &[], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let units = sql!("SELECT id, name FROM people_consignor ORDER BY name, id LIMIT 1000");
    let units = read.all(units, &[], unit_of)?;
    Ok(HouseCounts { users, shops, units })
}

/// The units of a regional office.
pub fn units_of_kanwil(read: &mut Read, kanwil: &str) -> Result<Vec<UnitChoice>> {
    let units =
        sql!("SELECT id, name FROM people_consignor WHERE kanwil = $1 ORDER BY name, id LIMIT 200");
    read.all(units, &[&kanwil], unit_of)
}

fn unit_of(row: &Row<'_>) -> Result<UnitChoice> {
    Ok(UnitChoice { consignor_id: row.get(0)?, name: row.get(1)? })
}
