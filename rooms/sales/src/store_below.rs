//! Prices below the lowest: all SQL of `sales_below`.

use db::{Param, Read, Result, Row, Tx, sql};
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

macro_rules! lines {
    ($rest:literal) => {
        concat!(
            "SELECT b.sale_id, b.position, s.business_day, s.shop_id, s.source, l.product_id, \
             l.quantity, l.unit_price, b.lowest, l.shop_part, b.reason \
             FROM sales_below b \
             JOIN sales_line l ON l.sale_id = b.sale_id AND l.position = b.position \
             JOIN sales_sale s ON s.id = b.sale_id ",
            $rest
        )
    };
}

/// A page of the lines below the lowest of a unit or a shop, the latest first, and how many there
/// are.
pub(crate) fn list(
    read: &mut Read,
    (consignor, shop): (Option<ConsignorId>, Option<ShopId>),
    (limit, offset): (i64, i64),
) -> Result<(Vec<Below>, i64)> {
    let page = sql!(lines!(
        "WHERE (CAST($1 AS uuid) IS NULL OR s.consignor_id = $1)
             AND (CAST($2 AS uuid) IS NULL OR s.shop_id = $2)
         ORDER BY s.business_day DESC, b.sale_id DESC, b.position LIMIT $3 OFFSET $4"
    ));
    let all = sql!(
        "SELECT CAST(COUNT(*) AS bigint) FROM sales_below b JOIN sales_sale s ON s.id = b.sale_id
         WHERE (CAST($1 AS uuid) IS NULL OR s.consignor_id = $1)
             AND (CAST($2 AS uuid) IS NULL OR s.shop_id = $2)"
    );
    let total = read.one(all, &[&consignor, &shop], |row| row.get(0))?;
    Ok((read.all(page, &[&consignor, &shop, &limit, &offset], line)?, total))
}

/// Those of one sale, in its order.
pub(crate) fn of_sale(read: &mut Read, sale: SaleId) -> Result<Vec<Below>> {
    read.all(sql!(lines!("WHERE b.sale_id = $1 ORDER BY b.position")), &[&sale], line)
}

fn line(row: &Row<'_>) -> Result<Below> {
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
}
