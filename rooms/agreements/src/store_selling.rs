//! By which terms goods sell, on a day and at a shop: for one, for many, for all.

use std::collections::BTreeMap;

use db::{Read, Result, Row, sql};
use kernel::{ConsignorId, Day, ProductId, Rupiah, ShopId};

use crate::{SellingTerms, ShopPart, kinds::Side};

/// What [`selling_row`] reads, of a day in this place.
macro_rules! columns {
    ($day:literal) => {
        concat!(
            "SELECT consignor_id, agreement_id, terms_id, part_kind, part_value, price_rupiah,
                price_set_by, from_day <= ",
            $day,
            " AND until_day >= ",
            $day,
            ", from_day"
        )
    };
}

/// Those in force on the day; else the last ones before it; else the first ones after it (a phone's
/// clock may be wrong).
macro_rules! nearest_first {
    ($day:literal) => {
        concat!(
            " CASE WHEN from_day > ",
            $day,
            " THEN 2 WHEN until_day < ",
            $day,
            " THEN 1 ELSE 0 END, CASE WHEN from_day <= ",
            $day,
            " THEN until_day END DESC, from_day, terms_id"
        )
    };
}

fn selling_row(row: &Row<'_>) -> Result<SellingTerms> {
    Ok(SellingTerms {
        consignor_id: row.get(0)?,
        agreement_id: row.get(1)?,
        terms_id: row.get(2)?,
        part: ShopPart::from_stored(row.get(3)?, row.get(4)?),
        price: row.get::<Option<Rupiah>>(5)?,
        price_set_by: row.get::<Side>(6)?,
        in_force: row.get(7)?,
        from_day: row.get(8)?,
    })
}

pub fn of_one(
    read: &mut Read,
    shop: ShopId,
    product: ProductId,
    day: Day,
) -> Result<Option<SellingTerms>> {
    let sql = sql!(concat!(
        columns!("$3"),
        " FROM agreements_selling WHERE shop_id = $1 AND product_id = $2 ORDER BY",
        nearest_first!("$3"),
        " LIMIT 1"
    ));
    read.first(sql, &[&shop, &product, &day], selling_row)
}

/// In few statements; one that no agreement ever had is left out.
pub fn of_many(
    read: &mut Read,
    shop: ShopId,
    products: &[ProductId],
    day: Day,
) -> Result<BTreeMap<ProductId, SellingTerms>> {
    let sql = sql!(concat!(
        columns!("$2"),
        ", product_id FROM agreements_selling WHERE shop_id = $1 AND product_id IN ($3, $4, $5, $6,
            $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
         ORDER BY",
        nearest_first!("$2")
    ));
    let mut found = BTreeMap::new();
    read.each_of(sql, &[&shop, &day], products, |row| {
        let terms = selling_row(row)?;
        found.entry(row.get(9)?).or_insert(terms);
        Ok(())
    })?;
    Ok(found)
}

/// Of every product that a shop may ever have sold, in one statement.
pub fn of_shop(
    read: &mut Read,
    shop: ShopId,
    day: Day,
) -> Result<BTreeMap<ProductId, SellingTerms>> {
    let sql = sql!(concat!(
        columns!("$2"),
        ", product_id FROM agreements_selling WHERE shop_id = $1 ORDER BY",
        nearest_first!("$2")
    ));
    let mut all = BTreeMap::new();
    read.each(sql, &[&shop, &day], |row| {
        let terms = selling_row(row)?;
        all.entry(row.get(9)?).or_insert(terms);
        Ok(())
    })?;
    Ok(all)
}

/// Of everything that a unit ever had sold, at every shop, in one statement.
pub fn of_unit(
    read: &mut Read,
    consignor: ConsignorId,
    day: Day,
) -> Result<BTreeMap<(ShopId, ProductId), SellingTerms>> {
    let sql = sql!(concat!(
        columns!("$2"),
        ", shop_id, product_id FROM agreements_selling WHERE consignor_id = $1 ORDER BY",
        nearest_first!("$2")
    ));
    let mut all = BTreeMap::new();
    read.each(sql, &[&consignor, &day], |row| {
        let terms = selling_row(row)?;
        all.entry((row.get(9)?, row.get(10)?)).or_insert(terms);
        Ok(())
    })?;
    Ok(all)
}

/// The days after `from` and up to `to` on which terms began, of everything that a shop sells.
pub fn begun(
    read: &mut Read,
    shop: ShopId,
    (from, to): (Day, Day),
) -> Result<Vec<(ProductId, Day)>> {
    let sql = sql!(
        "SELECT product_id, from_day FROM agreements_selling
         WHERE shop_id = $1 AND from_day > $2 AND from_day <= $3"
    );
    read.all(sql, &[&shop, &from, &to], |row| Ok((row.get(0)?, row.get(1)?)))
}
