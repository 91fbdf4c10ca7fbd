//! All SQL of what is set aside.

use std::collections::BTreeMap;

use db::{Read, Result, Tx, sql};
use kernel::{OrderId, ProductId, Quantity, ShopId, Time};

pub fn held(read: &mut Read, shop: ShopId, now: Time) -> Result<BTreeMap<ProductId, i64>> {
    let statement = sql!(
        "SELECT product_id, CAST(SUM(quantity) AS bigint) FROM consignment_hold
         WHERE shop_id = $1 AND ends_at > $2 GROUP BY product_id"
    );
    let rows = read.all(statement, &[&shop, &now], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.into_iter().collect())
}

pub fn holds(read: &mut Read, shop: ShopId, now: Time) -> Result<Vec<(ProductId, Quantity, Time)>> {
    let statement = sql!(
        "SELECT product_id, quantity, ends_at FROM consignment_hold
         WHERE shop_id = $1 AND ends_at > $2 ORDER BY ends_at, holder_id"
    );
    read.all(statement, &[&shop, &now], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

pub fn insert(
    tx: &mut Tx,
    shop: ShopId,
    holder: OrderId,
    (product, quantity): (ProductId, Quantity),
    ends_at: Time,
) -> Result<()> {
    let statement = sql!(
        "INSERT INTO consignment_hold (holder_id, product_id, shop_id, quantity, ends_at)
         VALUES ($1, $2, $3, $4, $5)"
    );
    tx.run(statement, &[&holder, &product, &shop, &quantity, &ends_at]).map(drop)
}

pub fn delete(tx: &mut Tx, holder: OrderId) -> Result<()> {
    tx.run(sql!("DELETE FROM consignment_hold WHERE holder_id = $1"), &[&holder]).map(drop)
}

pub fn delete_ended(tx: &mut Tx, shop: ShopId, now: Time) -> Result<()> {
    let statement = sql!("DELETE FROM consignment_hold WHERE shop_id = $1 AND ends_at <= $2");
    tx.run(statement, &[&shop, &now]).map(drop)
}
