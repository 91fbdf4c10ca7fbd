//! All SQL of labels.

use db::{Error, Param, Read, RefuseOn, Result, Row, Tx, sql};
use kernel::{BatchId, ConsignorId, Context, Day, Id, ProductId, Quantity};

use super::{
    inputs::{LabelsId, ListLabels, RecordLabels, TakeLabelsBack},
    types::Labels,
};
use crate::refusal::No;

/// Rows of one page.
pub const PER_PAGE: i64 = 50;

macro_rules! columns {
    () => {
        "SELECT id, consignor_id, batch_id, product_id, shop_id, variant, pieces, labelled_on, \
         taken_back_on, taken_back_reason FROM promotion_label "
    };
}

fn labels(row: &Row<'_>) -> Result<Labels> {
    Ok(Labels {
        id: row.get(0)?,
        consignor_id: row.get(1)?,
        batch_id: row.get(2)?,
        product_id: row.get(3)?,
        shop_id: row.get(4)?,
        variant: row.get(5)?,
        pieces: row.get(6)?,
        labelled_on: row.get(7)?,
        taken_back_on: row.get(8)?,
        taken_back_reason: row.get(9)?,
    })
}

pub fn find(read: &mut Read, id: LabelsId) -> Result<Option<Labels>> {
    read.first(sql!(concat!(columns!(), "WHERE id = $1")), &[&id], labels)
}

/// One page, the latest first, and how many there are.
pub fn list(
    read: &mut Read,
    unit: Option<ConsignorId>,
    asked: &ListLabels,
) -> Result<(Vec<Labels>, i64)> {
    let own: Option<Id<()>> = unit.map(Id::cast);
    let total = sql!(
        "SELECT CAST(COUNT(*) AS bigint) FROM promotion_label
         WHERE (CAST($1 AS uuid) IS NULL OR consignor_id = $1)
           AND (CAST($2 AS text) IS NULL OR variant = $2)"
    );
    let total = read.one(total, &[&own, &asked.variant], |row| row.get(0))?;
    let page = sql!(concat!(
        columns!(),
        "WHERE (CAST($1 AS uuid) IS NULL OR consignor_id = $1) \
           AND (CAST($2 AS text) IS NULL OR variant = $2) \
         ORDER BY labelled_on DESC, id DESC LIMIT $3 OFFSET $4"
    ));
    let offset = (asked.page.map_or(1, |page| page.0).max(1) - 1) * PER_PAGE;
    let rows = read.all(page, &[&own, &asked.variant, &PER_PAGE, &offset], labels)?;
    Ok((rows, total))
}

/// All that counts and was labelled since a day, of a unit or of everybody.
pub fn counting(read: &mut Read, unit: Option<ConsignorId>, from: Day) -> Result<Vec<Labels>> {
    let own: Option<Id<()>> = unit.map(Id::cast);
    let statement = sql!(concat!(
        columns!(),
        "WHERE (CAST($1 AS uuid) IS NULL OR consignor_id = $1) AND labelled_on >= $2 \
           AND taken_back_on IS NULL \
         ORDER BY product_id, variant, shop_id, id"
    ));
    read.all(statement, &[&own, &from], labels)
}

/// Pieces of a batch that have labels already.
pub fn labelled(read: &mut Read, batch: BatchId) -> Result<Quantity> {
    let statement = sql!(
        "SELECT CAST(COALESCE(SUM(pieces), 0) AS bigint) FROM promotion_label
         WHERE batch_id = $1 AND taken_back_on IS NULL"
    );
    read.one(statement, &[&batch], |row| row.get(0))
}

pub fn insert(
    tx: &mut Tx,
    ctx: &Context,
    input: &RecordLabels,
    (unit, product): (ConsignorId, ProductId),
) -> Result<()> {
    let statement = sql!(
        "INSERT INTO promotion_label (id, consignor_id, batch_id, product_id, shop_id, variant,
            pieces, labelled_on, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    );
    let params: &[&dyn Param] = &[
        &input.id,
        &unit,
        &input.batch,
        &product,
        &input.shop,
        &input.variant,
        &input.pieces,
        &ctx.today(),
        &ctx.actor.user,
        &ctx.now,
    ];
    match tx.run(statement, params) {
        // The same is being recorded by another connection this moment: looked at again from the
        // start, it is known.
        Err(Error::Constraint(name)) if name == "promotion_label_pkey" => Err(Error::Conflict),
        done => done.refuse_on("promotion_label_once", No::LabelledAlready.at("shop")).map(drop),
    }
}

pub fn take_back(tx: &mut Tx, ctx: &Context, input: &TakeLabelsBack) -> Result<()> {
    let statement =
        sql!("UPDATE promotion_label SET taken_back_on = $2, taken_back_reason = $3 WHERE id = $1");
    tx.run(statement, &[&input.labels, &ctx.today(), &input.reason]).map(drop)
}
