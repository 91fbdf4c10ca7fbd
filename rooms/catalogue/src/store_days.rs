//! On which days prices begin: SQL of `catalogue_price`.

use std::collections::BTreeMap;

use db::{Read, Result, sql};
use kernel::{Day, ProductId};

pub fn of_many(
    read: &mut Read,
    products: &[ProductId],
    (from, to): (Day, Day),
) -> Result<BTreeMap<ProductId, Vec<Day>>> {
    let statement = sql!(
        "SELECT DISTINCT product_id, valid_from FROM catalogue_price
         WHERE valid_from > $1 AND valid_from <= $2
           AND product_id IN ($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
             $18)"
    );
    let mut days: BTreeMap<ProductId, Vec<Day>> = BTreeMap::new();
    read.each_of(statement, &[&from, &to], products, |row| {
        days.entry(row.get(0)?).or_default().push(row.get(1)?);
        Ok(())
    })?;
    Ok(days)
}
