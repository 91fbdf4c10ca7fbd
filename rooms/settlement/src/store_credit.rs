//! What shops have to get back, and what they got.

use db::{Param, Read, Result, Row, Tx, sql};
use kernel::{Context, Id};

use crate::{
    inputs::CreditRefundKind,
    kinds::Decision,
    store::{Scope, only_one},
    store_money::{MoneyFilter, filter_params},
    types_credit::{CreditRefund, ShopCredit},
};

/// The agreements under which a shop has something to get back.
pub fn credits(read: &mut Read, scope: Scope) -> Result<Vec<ShopCredit>> {
    let statement = sql!(
        "SELECT agreement_id, consignor_id, shop_id, CAST(SUM(credit) AS bigint),
                CAST(SUM(waiting) AS bigint)
         FROM (
           SELECT agreement_id, consignor_id, shop_id, -due_rupiah AS credit,
                  CAST(0 AS bigint) AS waiting
           FROM settlement_statement WHERE state = 'approved'
           UNION ALL
           SELECT agreement_id, consignor_id, shop_id, amount_rupiah, CAST(0 AS bigint)
           FROM settlement_remittance WHERE state = 'confirmed' AND taken_back_on IS NULL
           UNION ALL
           SELECT agreement_id, consignor_id, shop_id, -amount_rupiah,
                  CASE WHEN state = 'reported' THEN amount_rupiah ELSE 0 END
           FROM settlement_credit_refund WHERE state <> 'rejected' AND taken_back_on IS NULL
         ) AS lines
         WHERE (CAST($1 AS uuid) IS NULL OR consignor_id = $1)
           AND (CAST($2 AS uuid) IS NULL OR shop_id = $2)
         GROUP BY agreement_id, consignor_id, shop_id
         HAVING SUM(credit) > 0 ORDER BY SUM(credit) DESC, agreement_id"
    );
    read.all(statement, &[&scope.consignor, &scope.shop], |row| {
        Ok(ShopCredit {
            agreement_id: row.get(0)?,
            consignor_id: row.get(1)?,
            shop_id: row.get(2)?,
            amount: row.get(3)?,
            waiting: row.get(4)?,
        })
    })
}

macro_rules! rows {
    () => {
        "SELECT id, consignor_id, agreement_id, shop_id, amount_rupiah, paid_on, method, reference,
                note, file_id, state, created_by, decided_by, decided_on, decided_note,
                (SELECT v.state FROM settlement_money_reversal v
                 WHERE v.credit_refund_id = settlement_credit_refund.id AND v.state <> 'rejected'),
                taken_back_on
         FROM settlement_credit_refund "
    };
}

fn refund_of(row: &Row<'_>) -> Result<CreditRefund> {
    Ok(CreditRefund {
        id: row.get(0)?,
        consignor_id: row.get(1)?,
        agreement_id: row.get(2)?,
        shop_id: row.get(3)?,
        amount: row.get(4)?,
        paid_on: row.get(5)?,
        method: row.get(6)?,
        reference: row.get(7)?,
        note: row.get(8)?,
        file_id: row.get(9)?,
        state: row.get(10)?,
        created_by: row.get(11)?,
        decided_by: row.get(12)?,
        decided_on: row.get(13)?,
        decided_note: row.get(14)?,
        taken_back: row.get(15)?,
        taken_back_on: row.get(16)?,
    })
}

pub fn find(read: &mut Read, id: Id<CreditRefundKind>) -> Result<Option<CreditRefund>> {
    read.first(sql!(concat!(rows!(), "WHERE id = $1")), &[&id], refund_of)
}

macro_rules! page {
    () => {
        "WHERE (CAST($1 AS uuid) IS NULL OR consignor_id = $1)
           AND (CAST($2 AS uuid) IS NULL OR shop_id = $2)
           AND (CAST($3 AS uuid) IS NULL OR agreement_id = $3)
           AND (CAST($4 AS text) IS NULL OR state = $4
                OR ($4 = 'reported' AND EXISTS (SELECT 1 FROM settlement_money_reversal v
                    WHERE v.credit_refund_id = settlement_credit_refund.id
                      AND v.state = 'reported')))
           AND (CAST($5 AS text) IS NULL OR LOWER(COALESCE(reference, '')) LIKE $5 ESCAPE '!'
                OR LOWER(COALESCE(note, '')) LIKE $5 ESCAPE '!')"
    };
}

/// One page, the newest first, and how many there are; `reported` means also: asked to be taken
/// back.
pub fn list(read: &mut Read, ask: &MoneyFilter) -> Result<(Vec<CreditRefund>, i64)> {
    let one = sql!(concat!(rows!(), page!(), " ORDER BY paid_on DESC, id DESC LIMIT $6 OFFSET $7"));
    let count =
        sql!(concat!("SELECT CAST(COUNT(*) AS bigint) FROM settlement_credit_refund ", page!()));
    let some = filter_params(ask);
    let total = read.one(count, &some, |row| row.get(0))?;
    let mut all: Vec<&dyn Param> = some.to_vec();
    all.extend([&ask.limit as &dyn Param, &ask.offset]);
    Ok((read.all(one, &all, refund_of)?, total))
}

pub fn insert(tx: &mut Tx, ctx: &Context, one: &CreditRefund) -> Result<()> {
    let statement = sql!(
        "INSERT INTO settlement_credit_refund (id, consignor_id, agreement_id, shop_id,
           amount_rupiah, paid_on, method, reference, note, file_id, state, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
    );
    let params: &[&dyn Param] = &[
        &one.id,
        &one.consignor_id,
        &one.agreement_id,
        &one.shop_id,
        &one.amount,
        &one.paid_on,
        &one.method,
        &one.reference,
        &one.note,
        &one.file_id,
        &one.state,
        &one.created_by,
        &ctx.now,
    ];
    tx.run(statement, params).map(drop)
}

pub fn decide(
    tx: &mut Tx,
    ctx: &Context,
    id: Id<CreditRefundKind>,
    state: Decision,
    note: Option<&str>,
) -> Result<()> {
    let statement = sql!(
        "UPDATE settlement_credit_refund SET state = $2, decided_by = $3, decided_at = $4,
           decided_on = $5, decided_note = $6
         WHERE id = $1 AND state = 'reported'"
    );
    let params: &[&dyn Param] = &[&id, &state, &ctx.actor.user, &ctx.now, &ctx.today(), &note];
    only_one(tx.run(statement, params)?)
}

/// It was never given, so it is the shop's again.
pub fn take_back(tx: &mut Tx, ctx: &Context, id: Id<CreditRefundKind>) -> Result<()> {
    let statement = sql!(
        "UPDATE settlement_credit_refund SET taken_back_on = $2
         WHERE id = $1 AND state = 'confirmed' AND taken_back_on IS NULL"
    );
    only_one(tx.run(statement, &[&id, &ctx.today()])?)
}
