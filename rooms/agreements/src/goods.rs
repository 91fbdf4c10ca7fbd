//! What the room asks the catalogue: whose a product is, its floor, its price on a day.

use std::collections::BTreeMap;

use db::{Read, Result};
use kernel::{Day, ProductId};

use crate::decide::Goods;

/// The products that there are, of those that were asked for.
pub fn goods_of(
    read: &mut Read,
    asked: &[ProductId],
    day: Day,
) -> Result<BTreeMap<ProductId, Goods>> {
    let mut all = BTreeMap::new();
    for (id, product) in catalogue::products(read, asked)? {
        let price = catalogue::price_on(read, id, day)?;
        let (consignor, floor) = (product.consignor_id, product.floor_price);
        all.insert(id, Goods { consignor, floor, price });
    }
    Ok(all)
}
