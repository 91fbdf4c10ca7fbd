//! Prices below the lowest: all SQL of `sales_below`.

use db::{Param, Read, Result, Tx, sql};
use kernel::{ConsignorId, SaleId, ShopId};

use crate::{actions::NewSale, cut::Cut, types::Below};

/// Marks a line whose price lies below the lowest; sent together with the line.
pub(crate) fn insert(tx: &mut Tx, sale: &NewSale<'_>, position: i64, cut: &Cut) -> Result<()> {
    let statement =
        sql!("INSERT INTO sales_below (sale_id, position, lowest, reason) VALUES ($1, $2, $3, $4)");
    let Some(lowest) = cut.lowest else { return Ok(()) };
    let params: [&dyn Param; 4] = [&sale.id, &position, &lowest, &sale.below_reason];
    tx.later(&[(statement, &params)])
}

/// The lines below the lowest of a unit or a shop, the latest first; of one sale where it is named.
pub(crate) fn list(
    read: &mut Read,
    (consignor, shop): (Option<ConsignorId>, Option<ShopId>),
    sale: Option<SaleId>,
) -> Result<Vec<Below>> {
    let statement = sql!(
        "SELECT b.sale_id, b.position, s.business_day, s.shop_id, s.source, l.product_id,
             l.quantity, l.unit_price, b.lowest, l.shop_part, b.reason
         FROM sales_below b
         JOIN sales_line l ON l.sale_id = b.sale_id AND l.position = b.position
         JOIN sales_sale s ON s.id = b.sale_id
         WHERE (CAST($1 AS uuid) IS NULL OR s.consignor_id = $1)
             AND (CAST($2 AS uuid) IS NULL OR s.shop_id = $2)
             AND (CAST($3 AS uuid) IS NULL OR b.sale_id = $3)
         ORDER BY s.business_day DESC, b.sale_id DESC, b.position LIMIT 200"
    );
    read.all(statement, &[&consignor, &shop, &sale], |row| {
        Ok(Below {
            sale_id: row.get(0)?,
            position: row.get(1)?,
            business_day: row.get(2)?,
            shop_id: row.get(3)?,
            source: row.get(4)?,
            product_id: row.get(5)?,
            quantity: row.get(6)?,
            unit_price: row.get(7)?,
            lowest: row.get(8)?,
            shop_part: row.get(9)?,
            reason: row.get(10)?,
        })
    })
}
