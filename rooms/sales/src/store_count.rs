//! What happened around a count: what changed the shelf since, and which count sold a product.

use std::collections::BTreeMap;

use db::{Read, Result, Row, Tx, sql};
use kernel::{Context, Day, ProductId, SaleId, ShopId, Time, Zone};

use crate::{
    as_of::{Lies, Moment, Passed, lies},
    inputs::SellByCount,
};

/// What reached and left a shop's shelf on a day and since, in the ways of every room.
pub(crate) fn passed_since(
    read: &mut Read,
    zone: Zone,
    shop: ShopId,
    from: Day,
) -> Result<Vec<Passed>> {
    let mut all = sold_since(read, zone, shop, from)?;
    all.extend(counted_since(read, zone, shop, from)?);
    all.extend(brought_back_since(read, zone, shop, from)?);
    let moved = consignment::passed_since(read, zone, shop, from)?;
    all.extend(moved.into_iter().map(Passed::from));
    Ok(all)
}

/// What one side says has left a shop's shelf up to a day, while the other has not confirmed it.
pub(crate) fn leaving(
    read: &mut Read,
    zone: Zone,
    shop: ShopId,
    through: Day,
) -> Result<Vec<Passed>> {
    let said = consignment::leaving(read, zone, shop, through)?;
    Ok(said.into_iter().map(Passed::from).collect())
}

impl From<consignment::Passed> for Passed {
    fn from(one: consignment::Passed) -> Self {
        Self {
            product: one.product_id,
            batch: Some(one.batch_id),
            quantity: one.quantity,
            when: Moment { day: one.day, at: one.at },
            counts: one.counts,
        }
    }
}

fn sold_since(read: &mut Read, zone: Zone, shop: ShopId, from: Day) -> Result<Vec<Passed>> {
    let statement = sql!(
        "SELECT l.product_id, l.batch_id, l.quantity, s.sold_at, s.business_day
         FROM sales_sale s JOIN sales_line l ON l.sale_id = s.id
         WHERE s.shop_id = $1 AND s.business_day >= $2"
    );
    read.all(statement, &[&shop, &from], |row| {
        let when = Moment::of(row.get(3)?, row.get(4)?, zone);
        Ok(Passed { quantity: -row.get::<i64>(2)?, ..passed(row, when)? })
    })
}

/// What was counted, whether anything was gone or not.
fn counted_since(read: &mut Read, zone: Zone, shop: ShopId, from: Day) -> Result<Vec<Passed>> {
    let statement = sql!(
        "SELECT l.product_id, c.counted_at, c.counted_on
         FROM sales_count c JOIN sales_count_line l ON l.count_id = c.id
         WHERE c.shop_id = $1 AND c.counted_on >= $2"
    );
    read.all(statement, &[&shop, &from], |row| {
        let when = Moment::of(row.get(1)?, row.get(2)?, zone);
        Ok(Passed { product: row.get(0)?, batch: None, quantity: 0, when, counts: true })
    })
}

/// A till tells the hour; what was typed in on its own day was typed in as it happened.
fn brought_back_since(read: &mut Read, zone: Zone, shop: ShopId, from: Day) -> Result<Vec<Passed>> {
    let statement = sql!(
        "SELECT l.product_id, l.batch_id, l.quantity, r.brought_at, r.recorded_at, r.business_day
         FROM sales_refund r JOIN sales_refund_line l ON l.refund_id = r.id
         WHERE r.shop_id = $1 AND r.business_day >= $2 AND r.resellable"
    );
    read.all(statement, &[&shop, &from], |row| {
        let brought: Option<Time> = row.get(3)?;
        let at = brought.map_or_else(|| row.get(4), Ok)?;
        passed(row, Moment::of(at, row.get(5)?, zone))
    })
}

fn passed(row: &Row<'_>, when: Moment) -> Result<Passed> {
    let (product, batch, quantity) = (row.get(0)?, Some(row.get(1)?), row.get(2)?);
    Ok(Passed { product, batch, quantity, when, counts: false })
}

/// The counts that may have sold a product at a shop which was sold at a moment: the first one
/// after it, and those of its own day where its hour is unknown. Such a one may have been sold
/// after the count as well: then a piece too many stands in the books and the next count sells
/// it, while pieces that are sold twice stay sold twice.
pub(crate) fn counts_after(
    read: &mut Read,
    zone: Zone,
    shop: ShopId,
    (product, when): (ProductId, Moment),
) -> Result<Vec<(SaleId, Moment)>> {
    let statement = sql!(
        "SELECT s.id, s.sold_at, s.business_day FROM sales_sale s
         WHERE s.shop_id = $1 AND s.source = 'count' AND s.business_day >= $2
             AND EXISTS (SELECT 1 FROM sales_line l WHERE l.sale_id = s.id AND l.product_id = $3)
         ORDER BY s.business_day, s.sold_at"
    );
    let mut all = read.all(statement, &[&shop, &when.day, &product], |row| {
        Ok((row.get::<SaleId>(0)?, Moment::of(row.get(1)?, row.get(2)?, zone)))
    })?;
    all.retain(|(_, counted)| lies(when, *counted) != Lies::After);
    let unsure = all.iter().take_while(|(_, counted)| lies(when, *counted) == Lies::Unsure);
    let first = unsure.count() + 1;
    all.truncate(first);
    Ok(all)
}

/// Keeps a count as it was told.
pub(crate) fn keep(
    tx: &mut Tx,
    ctx: &Context,
    (shop, at): (ShopId, Time),
    input: &SellByCount,
) -> Result<()> {
    let count = sql!(
        "INSERT INTO sales_count (id, shop_id, counted_on, counted_at, recorded_by, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6)"
    );
    let line = sql!(
        "INSERT INTO sales_count_line (count_id, product_id, pieces_left) VALUES ($1, $2, $3)"
    );
    let by = &ctx.actor.user;
    tx.run(count, &[&input.id, &shop, &input.counted_on, &at, by, &ctx.now])?;
    for one in &input.lines {
        tx.run(line, &[&input.id, &one.product, &one.left.get()])?;
    }
    Ok(())
}

/// Whether this is the id of a count.
pub(crate) fn is_kept(read: &mut Read, id: SaleId) -> Result<bool> {
    let statement = sql!("SELECT EXISTS (SELECT 1 FROM sales_count WHERE id = $1)");
    read.one(statement, &[&id], |row| row.get(0))
}

/// The day of the last count at a shop.
pub fn last_count(read: &mut Read, shop: ShopId) -> Result<Option<Day>> {
    let statement = sql!(
        "SELECT counted_on FROM sales_count WHERE shop_id = $1 ORDER BY counted_on DESC LIMIT 1"
    );
    read.first(statement, &[&shop], |row| row.get(0))
}

/// How long ago a count may lie that says since when something was sold, in days.
pub(crate) const LOOK_BACK: i64 = 366;

/// The day of the last count of each product at a shop, up to a day.
pub(crate) fn last_counts(
    read: &mut Read,
    shop: ShopId,
    through: Day,
) -> Result<BTreeMap<ProductId, Day>> {
    let statement = sql!(
        "SELECT l.product_id, MAX(c.counted_on)
         FROM sales_count c JOIN sales_count_line l ON l.count_id = c.id
         WHERE c.shop_id = $1 AND c.counted_on >= $2 AND c.counted_on <= $3
         GROUP BY l.product_id"
    );
    let from = through.plus_days(-LOOK_BACK);
    let rows = read
        .all(statement, &[&shop, &from, &through], |row| Ok((row.get(0)?, row.get::<Day>(1)?)))?;
    Ok(rows.into_iter().collect())
}
