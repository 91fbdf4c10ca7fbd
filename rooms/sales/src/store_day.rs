//! The sums of a day, kept beside the lines: what statements and pages about months read.

use std::collections::BTreeMap;

use db::{Param, Read, Result, Sql, sql};
use kernel::{AgreementId, BatchId, Day, Period, ProductId, Quantity, Rupiah, ShopId};

use crate::types::PeriodLine;

/// Adds to a day's sums; sent together with the line that is added.
pub(crate) const ADD: Sql = sql!(
    "INSERT INTO sales_day (agreement_id, booked_day, batch_id, unit_price, shop_id, product_id,
         sold, sold_part, refunded, refunded_part)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (agreement_id, booked_day, batch_id, unit_price) DO UPDATE
     SET sold = sales_day.sold + excluded.sold,
         sold_part = sales_day.sold_part + excluded.sold_part,
         refunded = sales_day.refunded + excluded.refunded,
         refunded_part = sales_day.refunded_part + excluded.refunded_part"
);

/// What a line adds to its day.
pub(crate) struct Added {
    pub agreement: AgreementId,
    pub day: Day,
    pub batch: BatchId,
    pub unit_price: Rupiah,
    pub shop: ShopId,
    pub product: ProductId,
    pub sold: (Quantity, Rupiah),
    pub refunded: (Quantity, Rupiah),
}

impl Added {
    pub fn params(&self) -> [&dyn Param; 10] {
        [
            &self.agreement,
            &self.day,
            &self.batch,
            &self.unit_price,
            &self.shop,
            &self.product,
            &self.sold.0,
            &self.sold.1,
            &self.refunded.0,
            &self.refunded.1,
        ]
    }
}

/// Pieces of each product that stayed sold at a shop since a day, by the day they are booked under.
pub(crate) fn sold_since(
    read: &mut Read,
    shop: ShopId,
    from: Day,
) -> Result<BTreeMap<ProductId, Quantity>> {
    let statement = sql!(
        "SELECT product_id, CAST(SUM(sold - refunded) AS bigint) FROM sales_day
         WHERE shop_id = $1 AND booked_day >= $2
         GROUP BY product_id"
    );
    let rows = read.all(statement, &[&shop, &from], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.into_iter().collect())
}

/// Pieces of each product that stayed sold under an agreement since a day, day by day.
pub(crate) fn by_day(
    read: &mut Read,
    agreement: AgreementId,
    from: Day,
) -> Result<Vec<(ProductId, Day, i64)>> {
    let statement = sql!(
        "SELECT product_id, booked_day, CAST(SUM(sold - refunded) AS bigint) FROM sales_day
         WHERE agreement_id = $1 AND booked_day >= $2 GROUP BY product_id, booked_day"
    );
    read.all(statement, &[&agreement, &from], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

/// The first day from `from` on under which something is booked of an agreement.
pub fn first_booked(read: &mut Read, agreement: AgreementId, from: Day) -> Result<Option<Day>> {
    let statement = sql!(
        "SELECT booked_day FROM sales_day WHERE agreement_id = $1 AND booked_day >= $2
         ORDER BY booked_day LIMIT 1"
    );
    read.first(statement, &[&agreement, &from], |row| row.get(0))
}

/// The shop at which something was sold under an agreement.
pub(crate) fn shop_of(read: &mut Read, agreement: AgreementId) -> Result<Option<ShopId>> {
    let statement = sql!("SELECT shop_id FROM sales_day WHERE agreement_id = $1 LIMIT 1");
    read.first(statement, &[&agreement], |row| row.get(0))
}

/// Whether anything was ever sold of this, at this shop, under this agreement; as far as named.
pub(crate) fn was_sold(
    read: &mut Read,
    shop: Option<ShopId>,
    agreement: Option<AgreementId>,
    (product, batch): (Option<ProductId>, Option<BatchId>),
) -> Result<bool> {
    let statement = sql!(
        "SELECT EXISTS (SELECT 1 FROM sales_day
           WHERE (CAST($1 AS uuid) IS NULL OR shop_id = $1)
             AND (CAST($2 AS uuid) IS NULL OR agreement_id = $2)
             AND (CAST($3 AS uuid) IS NULL OR product_id = $3)
             AND (CAST($4 AS uuid) IS NULL OR batch_id = $4))"
    );
    read.one(statement, &[&shop, &agreement, &product, &batch], |row| row.get(0))
}

/// What was sold and brought back under an agreement in a period, by the day under which it is
/// booked: one row for each product, batch and price. Costs by the period's days and refunds.
/// What is taken back because a sale of the same pieces stands in its place is not late: the two
/// belong together, and only what they differ in is earned.
pub fn period_lines(
    read: &mut Read,
    agreement: AgreementId,
    period: Period,
) -> Result<Vec<PeriodLine>> {
    let statement = sql!(
        "WITH moved AS (
             SELECT product_id, batch_id, unit_price, sold, sold_part, refunded, refunded_part,
                    0 AS late, 0 AS late_part, 0 AS set_apart
             FROM sales_day
             WHERE agreement_id = $1 AND booked_day >= $2 AND booked_day <= $3
             UNION ALL
             SELECT b.product_id, b.batch_id, b.unit_price, 0, 0, 0, 0,
                    CASE WHEN l.booked_day < $2 AND r.replaced_by IS NULL
                         THEN b.quantity ELSE 0 END,
                    CASE WHEN l.booked_day < $2 AND r.replaced_by IS NULL
                         THEN b.shop_part ELSE 0 END,
                    CASE WHEN r.resellable THEN 0 ELSE b.quantity END
             FROM sales_refund_line b
             JOIN sales_line l ON l.sale_id = b.sale_id AND l.position = b.position
             JOIN sales_refund r ON r.id = b.refund_id
             WHERE b.agreement_id = $1 AND b.booked_day >= $2 AND b.booked_day <= $3
         )
         SELECT product_id, batch_id, unit_price, CAST(SUM(sold) AS bigint),
                CAST(SUM(sold_part) AS bigint), CAST(SUM(refunded) AS bigint),
                CAST(SUM(refunded_part) AS bigint), CAST(SUM(late) AS bigint),
                CAST(SUM(late_part) AS bigint), CAST(SUM(set_apart) AS bigint)
         FROM moved GROUP BY product_id, batch_id, unit_price
         ORDER BY product_id, batch_id, unit_price"
    );
    read.all(statement, &[&agreement, &period.from, &period.to], |row| {
        Ok(PeriodLine {
            product_id: row.get(0)?,
            batch_id: row.get(1)?,
            unit_price: row.get(2)?,
            sold: row.get::<Quantity>(3)?,
            sold_part: row.get(4)?,
            refunded: row.get(5)?,
            refunded_part: row.get(6)?,
            late: row.get(7)?,
            late_part: row.get(8)?,
            set_apart: row.get(9)?,
        })
    })
}

/// Rebuilds the sums of every day from the lines; a sentence for each that is another.
pub fn verify(read: &mut Read) -> Result<Vec<String>> {
    let statement = sql!(
        "SELECT agreement_id, booked_day, batch_id, unit_price, CAST(SUM(sold) AS bigint),
             CAST(SUM(sold_part) AS bigint), CAST(SUM(refunded) AS bigint),
             CAST(SUM(refunded_part) AS bigint)
         FROM (
           SELECT agreement_id, booked_day, batch_id, unit_price, quantity AS sold,
                  shop_part AS sold_part, 0 AS refunded, 0 AS refunded_part
           FROM sales_line
           UNION ALL
           SELECT agreement_id, booked_day, batch_id, unit_price, 0, 0, quantity, shop_part
           FROM sales_refund_line
           UNION ALL
           SELECT agreement_id, booked_day, batch_id, unit_price, -sold, -sold_part, -refunded,
                  -refunded_part
           FROM sales_day
         ) AS both_ways
         GROUP BY agreement_id, booked_day, batch_id, unit_price
         HAVING SUM(sold) <> 0 OR SUM(sold_part) <> 0 OR SUM(refunded) <> 0
           OR SUM(refunded_part) <> 0
         ORDER BY booked_day, agreement_id, batch_id LIMIT 100"
    );
    read.all(statement, &[], |row| {
        let (agreement, day): (AgreementId, Day) = (row.get(0)?, row.get(1)?);
        let (batch, price): (BatchId, Rupiah) = (row.get(2)?, row.get(3)?);
        let missing: [i64; 4] = [row.get(4)?, row.get(5)?, row.get(6)?, row.get(7)?];
        Ok(format!(
            "the sums of {day}, agreement {agreement}, batch {batch}, at {price}: the lines say \
             {missing:?} more (sold, its shop part, brought back, its shop part)"
        ))
    })
}
