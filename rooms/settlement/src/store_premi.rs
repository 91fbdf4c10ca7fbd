//! What makers have, and what was paid to them.

use db::{Param, Read, Result, Row, Tx, sql};
use kernel::{ConsignorId, Context, DistributionId, MakerId, PayoutId, Rupiah};

use crate::{
    kinds::Decision,
    store::only_one,
    types::{Payout, PremiAccount, PremiCredit, SlipLine},
};

/// The accounts of a unit's makers that ever got premi, or of one of them. Codes and days are
/// filled in by who knows them.
pub fn accounts(
    read: &mut Read,
    consignor: ConsignorId,
    maker: Option<MakerId>,
) -> Result<Vec<PremiAccount>> {
    let statement = sql!(
        "WITH moved AS (
           SELECT maker_id, saved_rupiah AS saved, usable_rupiah AS usable,
                  saved_rupiah + usable_rupiah AS credited, 0 AS arrived, 0 AS sent, 0 AS waiting,
                  0 AS paid
           FROM settlement_premi_credit
           WHERE consignor_id = $1 AND (CAST($2 AS uuid) IS NULL OR maker_id = $2)
           UNION ALL
           SELECT maker_id,
                  CASE WHEN state = 'confirmed' AND part = 'saved' THEN -amount_rupiah ELSE 0 END,
                  CASE WHEN state = 'confirmed' AND part = 'usable' THEN -amount_rupiah ELSE 0 END,
                  0, 0, 0, CASE WHEN state = 'reported' THEN amount_rupiah ELSE 0 END,
                  CASE WHEN state = 'confirmed' THEN amount_rupiah ELSE 0 END
           FROM settlement_payout
           WHERE consignor_id = $1 AND (CAST($2 AS uuid) IS NULL OR maker_id = $2)
             AND state <> 'rejected'
           UNION ALL
           SELECT p.maker_id,
                  CASE WHEN p.part = 'saved' THEN p.amount_rupiah ELSE 0 END,
                  CASE WHEN p.part = 'usable' THEN p.amount_rupiah ELSE 0 END,
                  0, 0, 0, 0, -p.amount_rupiah
           FROM settlement_payout_reversal r JOIN settlement_payout p ON p.id = r.payout_id
           WHERE p.consignor_id = $1 AND (CAST($2 AS uuid) IS NULL OR p.maker_id = $2)
             AND r.state = 'confirmed'
           UNION ALL
           SELECT maker_id, -saved_rupiah, -usable_rupiah, 0, 0, saved_rupiah + usable_rupiah, 0, 0
           FROM settlement_premi_transfer
           WHERE consignor_id = $1 AND (CAST($2 AS uuid) IS NULL OR maker_id = $2)
             AND state <> 'rejected'
           UNION ALL
           SELECT to_maker_id, saved_rupiah, usable_rupiah, 0, saved_rupiah + usable_rupiah, 0, 0, 0
           FROM settlement_premi_transfer
           WHERE to_consignor_id = $1 AND (CAST($2 AS uuid) IS NULL OR to_maker_id = $2)
             AND state = 'confirmed')
         SELECT maker_id, CAST(SUM(credited) AS bigint), CAST(SUM(saved) AS bigint),
                CAST(SUM(usable) AS bigint), CAST(SUM(waiting) AS bigint),
                CAST(SUM(paid) AS bigint), CAST(SUM(arrived) AS bigint), CAST(SUM(sent) AS bigint)
         FROM moved GROUP BY maker_id ORDER BY maker_id"
    );
    read.all(statement, &[&consignor, &maker], |row| {
        Ok(PremiAccount {
            credited: row.get(1)?,
            saved: row.get(2)?,
            usable: row.get(3)?,
            waiting: row.get(4)?,
            paid: row.get(5)?,
            arrived: row.get(6)?,
            sent: row.get(7)?,
            ..PremiAccount::empty(row.get(0)?)
        })
    })
}

/// All that a maker got, the newest first.
pub fn credits_of(
    read: &mut Read,
    consignor: ConsignorId,
    maker: MakerId,
) -> Result<Vec<PremiCredit>> {
    let statement = sql!(
        "SELECT c.distribution_id, c.maker_id, c.credited_on, c.saved_rupiah, c.usable_rupiah,
                d.number
         FROM settlement_premi_credit c
         JOIN settlement_distribution d ON d.id = c.distribution_id
         WHERE c.consignor_id = $1 AND c.maker_id = $2
         ORDER BY c.credited_on DESC, c.distribution_id DESC"
    );
    read.all(statement, &[&consignor, &maker], credit_of)
}

/// What every maker got of a distribution.
pub fn credits_in(read: &mut Read, id: DistributionId) -> Result<Vec<PremiCredit>> {
    let statement = sql!(
        "SELECT c.distribution_id, c.maker_id, c.credited_on, c.saved_rupiah, c.usable_rupiah,
                d.number
         FROM settlement_premi_credit c
         JOIN settlement_distribution d ON d.id = c.distribution_id
         WHERE c.distribution_id = $1 ORDER BY c.maker_id"
    );
    read.all(statement, &[&id], credit_of)
}

fn credit_of(row: &Row<'_>) -> Result<PremiCredit> {
    Ok(PremiCredit {
        distribution_id: row.get(0)?,
        maker_id: row.get(1)?,
        credited_on: row.get(2)?,
        saved: row.get(3)?,
        usable: row.get(4)?,
        number: row.get(5)?,
    })
}

/// The slips of a distribution, or one maker's.
pub fn slip(read: &mut Read, id: DistributionId, maker: Option<MakerId>) -> Result<Vec<SlipLine>> {
    let statement = sql!(
        "SELECT p.maker_id, p.batch_id, b.product_id, b.sold + b.lost, p.weight, p.amount_rupiah
         FROM settlement_premi p
         JOIN settlement_distribution_batch b
           ON b.distribution_id = p.distribution_id AND b.batch_id = p.batch_id
         WHERE p.distribution_id = $1 AND (CAST($2 AS uuid) IS NULL OR p.maker_id = $2)
         ORDER BY p.maker_id, p.batch_id"
    );
    read.all(statement, &[&id, &maker], |row| {
        Ok(SlipLine {
            maker_id: row.get(0)?,
            batch_id: row.get(1)?,
            product_id: row.get(2)?,
            sold: row.get(3)?,
            weight: row.get(4)?,
            amount: row.get(5)?,
        })
    })
}

macro_rules! payout_rows {
    () => {
        "SELECT id, consignor_id, maker_id, part, amount_rupiah, method, reference, paid_on, note,
                state, created_by, decided_by, decided_note,
                (SELECT r.state FROM settlement_payout_reversal r
                 WHERE r.payout_id = settlement_payout.id AND r.state <> 'rejected')
         FROM settlement_payout "
    };
}

fn payout_of(row: &Row<'_>) -> Result<Payout> {
    Ok(Payout {
        id: row.get(0)?,
        consignor_id: row.get(1)?,
        maker_id: row.get(2)?,
        part: row.get(3)?,
        amount: row.get(4)?,
        method: row.get(5)?,
        reference: row.get(6)?,
        paid_on: row.get(7)?,
        note: row.get(8)?,
        state: row.get(9)?,
        created_by: row.get(10)?,
        decided_by: row.get(11)?,
        decided_note: row.get(12)?,
        taken_back: row.get(13)?,
    })
}

pub fn find_payout(read: &mut Read, id: PayoutId) -> Result<Option<Payout>> {
    read.first(sql!(concat!(payout_rows!(), "WHERE id = $1")), &[&id], payout_of)
}

/// Which payouts a list shows.
#[derive(Debug, Clone)]
pub struct PayoutFilter {
    pub consignor: Option<ConsignorId>,
    pub maker: Option<MakerId>,
    /// `reported` means also: asked to be taken back.
    pub state: Option<Decision>,
    /// `%reference%` in small letters.
    pub like: Option<String>,
    pub limit: i64,
    pub offset: i64,
}

pub fn list_payouts(read: &mut Read, ask: &PayoutFilter) -> Result<(Vec<Payout>, i64)> {
    let page = sql!(concat!(
        payout_rows!(),
        "WHERE (CAST($1 AS uuid) IS NULL OR consignor_id = $1)
           AND (CAST($2 AS uuid) IS NULL OR maker_id = $2)
           AND (CAST($3 AS text) IS NULL OR state = $3 OR EXISTS (
                SELECT 1 FROM settlement_payout_reversal r
                WHERE r.payout_id = settlement_payout.id AND r.state = 'reported'
                  AND r.state = $3))
           AND (CAST($4 AS text) IS NULL OR LOWER(COALESCE(reference, '')) LIKE $4 ESCAPE '!')
         ORDER BY paid_on DESC, id DESC LIMIT $5 OFFSET $6"
    ));
    let count = sql!(
        "SELECT CAST(COUNT(*) AS bigint) FROM settlement_payout
         WHERE (CAST($1 AS uuid) IS NULL OR consignor_id = $1)
           AND (CAST($2 AS uuid) IS NULL OR maker_id = $2)
           AND (CAST($3 AS text) IS NULL OR state = $3 OR EXISTS (
                SELECT 1 FROM settlement_payout_reversal r
                WHERE r.payout_id = settlement_payout.id AND r.state = 'reported'
                  AND r.state = $3))
           AND (CAST($4 AS text) IS NULL OR LOWER(COALESCE(reference, '')) LIKE $4 ESCAPE '!')"
    );
    let some: [&dyn Param; 4] = [&ask.consignor, &ask.maker, &ask.state, &ask.like];
    let total = read.one(count, &some, |row| row.get(0))?;
    let mut all: Vec<&dyn Param> = some.to_vec();
    all.extend([&ask.limit as &dyn Param, &ask.offset]);
    Ok((read.all(page, &all, payout_of)?, total))
}

pub fn insert_payout(tx: &mut Tx, ctx: &Context, one: &Payout) -> Result<()> {
    let statement = sql!(
        "INSERT INTO settlement_payout (id, consignor_id, maker_id, part, amount_rupiah, method,
           reference, paid_on, note, state, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
    );
    let params: &[&dyn Param] = &[
        &one.id,
        &one.consignor_id,
        &one.maker_id,
        &one.part,
        &one.amount,
        &one.method,
        &one.reference,
        &one.paid_on,
        &one.note,
        &one.state,
        &one.created_by,
        &ctx.now,
    ];
    tx.run(statement, params).map(drop)
}

pub fn decide_payout(
    tx: &mut Tx,
    ctx: &Context,
    id: PayoutId,
    state: Decision,
    note: Option<&str>,
) -> Result<()> {
    let statement = sql!(
        "UPDATE settlement_payout SET state = $2, decided_by = $3, decided_at = $4,
           decided_note = $5
         WHERE id = $1 AND state = 'reported'"
    );
    only_one(tx.run(statement, &[&id, &state, &ctx.actor.user, &ctx.now, &note])?)
}

/// What is reported of a maker's half and not decided.
pub fn waiting(read: &mut Read, maker: MakerId, part: crate::kinds::PremiPart) -> Result<Rupiah> {
    let statement = sql!(
        "SELECT CAST(COALESCE(SUM(amount_rupiah), 0) AS bigint) FROM settlement_payout
         WHERE maker_id = $1 AND part = $2 AND state = 'reported'"
    );
    read.one(statement, &[&maker, &part], |row| row.get(0))
}
