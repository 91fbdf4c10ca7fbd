//! What makers have, and what was paid to them.

use db::{Param, Read, RefuseOn, Result, Row, Tx, sql};
use kernel::{ConsignorId, Context, Day, DistributionId, Id, MakerId, PayoutId, Rupiah};

use crate::{
    inputs::ReleaseKind,
    kinds::Decision,
    refusal::No,
    store::only_one,
    types::{Payout, PremiAccount, PremiCredit, SlipLine},
};

/// The accounts of a unit's makers that ever got premi, or of one of them. Codes are filled in
/// by who knows them.
pub fn accounts(
    read: &mut Read,
    consignor: ConsignorId,
    maker: Option<MakerId>,
) -> Result<Vec<PremiAccount>> {
    let statement = sql!(
        "WITH credit AS (
           SELECT maker_id, CAST(SUM(saved_rupiah) AS bigint) AS saved,
                  CAST(SUM(usable_rupiah) AS bigint) AS usable
           FROM settlement_premi_credit
           WHERE consignor_id = $1 AND (CAST($2 AS uuid) IS NULL OR maker_id = $2)
           GROUP BY maker_id),
         payout AS (
           SELECT maker_id,
             CAST(COALESCE(SUM(amount_rupiah) FILTER (WHERE state = 'confirmed' AND part = 'saved'), 0) AS bigint) AS saved,
             CAST(COALESCE(SUM(amount_rupiah) FILTER (WHERE state = 'confirmed' AND part = 'usable'), 0) AS bigint) AS usable,
             CAST(COALESCE(SUM(amount_rupiah) FILTER (WHERE state = 'reported'), 0) AS bigint) AS waiting
           FROM settlement_payout
           WHERE consignor_id = $1 AND (CAST($2 AS uuid) IS NULL OR maker_id = $2)
           GROUP BY maker_id)
         SELECT c.maker_id, c.saved + c.usable, c.saved - COALESCE(p.saved, 0),
                c.usable - COALESCE(p.usable, 0), COALESCE(p.waiting, 0),
                COALESCE(p.saved, 0) + COALESCE(p.usable, 0), r.released_on
         FROM credit c LEFT JOIN payout p ON p.maker_id = c.maker_id
         LEFT JOIN settlement_release r ON r.maker_id = c.maker_id
         ORDER BY c.maker_id"
    );
    read.all(statement, &[&consignor, &maker], |row| {
        Ok(PremiAccount {
            maker_id: row.get(0)?,
            code: String::new(),
            credited: row.get(1)?,
            saved: row.get(2)?,
            usable: row.get(3)?,
            waiting: row.get(4)?,
            paid: row.get(5)?,
            released_on: row.get(6)?,
        })
    })
}

/// The unit that last credited a maker: for those who see several units.
pub fn unit_of(read: &mut Read, maker: MakerId) -> Result<Option<ConsignorId>> {
    let statement = sql!(
        "SELECT consignor_id FROM settlement_premi_credit WHERE maker_id = $1
         ORDER BY credited_on DESC LIMIT 1"
    );
    read.first(statement, &[&maker], |row| row.get(0))
}

/// What a maker got, the newest first; at most 200.
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
         ORDER BY c.credited_on DESC, c.distribution_id DESC LIMIT 200"
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
                state, created_by, decided_by, decided_note
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
           AND (CAST($3 AS text) IS NULL OR state = $3)
           AND (CAST($4 AS text) IS NULL OR LOWER(COALESCE(reference, '')) LIKE $4 ESCAPE '!')
         ORDER BY paid_on DESC, id DESC LIMIT $5 OFFSET $6"
    ));
    let count = sql!(
        "SELECT CAST(COUNT(*) AS bigint) FROM settlement_payout
         WHERE (CAST($1 AS uuid) IS NULL OR consignor_id = $1)
           AND (CAST($2 AS uuid) IS NULL OR maker_id = $2)
           AND (CAST($3 AS text) IS NULL OR state = $3)
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

pub fn released_on(read: &mut Read, maker: MakerId) -> Result<Option<Day>> {
    let statement = sql!("SELECT released_on FROM settlement_release WHERE maker_id = $1");
    read.first(statement, &[&maker], |row| row.get(0))
}

pub fn insert_release(
    tx: &mut Tx,
    ctx: &Context,
    id: Id<ReleaseKind>,
    of: (ConsignorId, MakerId),
    on: Day,
    note: Option<&str>,
) -> Result<()> {
    let statement = sql!(
        "INSERT INTO settlement_release (maker_id, id, consignor_id, released_on, note, created_by,
           created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)"
    );
    let params: &[&dyn Param] = &[&of.1, &id, &of.0, &on, &note, &ctx.actor.user, &ctx.now];
    tx.run(statement, params).refuse_on("settlement_release_pkey", No::AlreadyReleased)?;
    Ok(())
}
