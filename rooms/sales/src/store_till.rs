//! What tills ask about sales.

use std::collections::BTreeMap;

use db::{Read, Result, sql};
use kernel::{Day, ProductId, Quantity, ShopId};

pub(crate) fn sold_since(
    read: &mut Read,
    shop: ShopId,
    from: Day,
) -> Result<BTreeMap<ProductId, Quantity>> {
    let statement = sql!(
        "SELECT l.product_id, CAST(SUM(l.quantity) AS bigint)
         FROM sales_sale s JOIN sales_line l ON l.sale_id = s.id
         WHERE s.shop_id = $1 AND s.business_day >= $2
         GROUP BY l.product_id"
    );
    let rows = read.all(statement, &[&shop, &from], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.into_iter().collect())
}
