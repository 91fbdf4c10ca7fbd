//! A maker's account line by line: everything that moved his balance at a unit.

use db::{Read, Result, sql};
use kernel::{ConsignorId, Context, Day, MakerId, Rupiah, Time};
use schemars::JsonSchema;
use serde::Serialize;

/// One line of an account; the balances are those after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AccountLine {
    pub day: Day,
    /// credit, payout, payout_back, sent or arrived.
    pub what: String,
    /// The number of the distribution, or the reference of the payment.
    pub number: Option<String>,
    pub saved: Rupiah,
    pub usable: Rupiah,
    pub balance_saved: Rupiah,
    pub balance_usable: Rupiah,
}

/// All of it, in the order of the days: what was credited, paid, taken back, sent after him or came
/// with him. As `store_premi::accounts` adds it up.
pub fn lines(
    read: &mut Read,
    ctx: &Context,
    unit: ConsignorId,
    maker: MakerId,
) -> Result<Vec<AccountLine>> {
    let statement = sql!(
        "SELECT day, at, what, number, saved, usable FROM (
           SELECT c.credited_on AS day, CAST(NULL AS timestamptz) AS at, 'credit' AS what,
                  d.number AS number, c.saved_rupiah AS saved, c.usable_rupiah AS usable, d.id AS id
           FROM settlement_premi_credit c
           JOIN settlement_distribution d ON d.id = c.distribution_id
           WHERE c.consignor_id = $1 AND c.maker_id = $2
           UNION ALL
           SELECT paid_on, NULL, 'payout', reference,
                  CASE WHEN part = 'saved' THEN -amount_rupiah ELSE 0 END,
                  CASE WHEN part = 'usable' THEN -amount_rupiah ELSE 0 END, id
           FROM settlement_payout
           WHERE consignor_id = $1 AND maker_id = $2 AND state = 'confirmed'
           UNION ALL
           SELECT p.paid_on, r.decided_at, 'payout_back', p.reference,
                  CASE WHEN p.part = 'saved' THEN p.amount_rupiah ELSE 0 END,
                  CASE WHEN p.part = 'usable' THEN p.amount_rupiah ELSE 0 END, r.id
           FROM settlement_payout_reversal r JOIN settlement_payout p ON p.id = r.payout_id
           WHERE p.consignor_id = $1 AND p.maker_id = $2 AND r.state = 'confirmed'
           UNION ALL
           SELECT sent_on, NULL, 'sent', reference, -saved_rupiah, -usable_rupiah, id
           FROM settlement_premi_transfer
           WHERE consignor_id = $1 AND maker_id = $2 AND state <> 'rejected'
           UNION ALL
           SELECT decided_on, NULL, 'arrived', reference, saved_rupiah, usable_rupiah, id
           FROM settlement_premi_transfer
           WHERE to_consignor_id = $1 AND to_maker_id = $2 AND state = 'confirmed'
         ) AS moved ORDER BY id, what"
    );
    let mut all = read.all(statement, &[&unit, &maker], |row| {
        let (day, at): (Day, Option<Time>) = (row.get(0)?, row.get(1)?);
        Ok(AccountLine {
            day: at.map_or(day, |at| at.day(ctx.zone)),
            what: row.get(2)?,
            number: row.get(3)?,
            saved: row.get(4)?,
            usable: row.get(5)?,
            balance_saved: Rupiah::ZERO,
            balance_usable: Rupiah::ZERO,
        })
    })?;
    // What comes in on a day stands before what goes out.
    all.sort_by_key(|one| (one.day, (one.saved + one.usable).0 < 0));
    let (mut saved, mut usable) = (Rupiah::ZERO, Rupiah::ZERO);
    for one in &mut all {
        saved += one.saved;
        usable += one.usable;
        (one.balance_saved, one.balance_usable) = (saved, usable);
    }
    Ok(all)
}
