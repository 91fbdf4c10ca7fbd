//! By which terms many products sell at a shop: the same as `store_terms::selling` of each.

use std::collections::BTreeMap;

use db::{Read, Result, sql};
use kernel::{Day, ProductId, ShopId};

use crate::{SellingTerms, store_terms::selling_row};

/// Products of one statement.
const CHUNK: usize = 16;

/// In few statements; one that no agreement ever had is left out.
pub fn of_many(
    read: &mut Read,
    shop: ShopId,
    products: &[ProductId],
    day: Day,
) -> Result<BTreeMap<ProductId, SellingTerms>> {
    let statement = sql!(
        "SELECT consignor_id, agreement_id, terms_id, part_kind, part_value, price_rupiah,
            price_set_by, from_day <= $2 AND until_day >= $2, from_day, product_id
         FROM agreements_selling WHERE shop_id = $1 AND product_id IN ($3, $4, $5, $6, $7, $8, $9,
            $10, $11, $12, $13, $14, $15, $16, $17, $18)
         ORDER BY CASE WHEN from_day > $2 THEN 2 WHEN until_day < $2 THEN 1 ELSE 0 END,
            CASE WHEN from_day <= $2 THEN until_day END DESC, from_day, terms_id"
    );
    let mut found: BTreeMap<ProductId, SellingTerms> = BTreeMap::new();
    for chunk in products.chunks(CHUNK) {
        // A short chunk asks for its first id again.
        let id = |at: usize| -> &dyn db::Param { chunk.get(at).unwrap_or(&chunk[0]) };
        let mut params: Vec<&dyn db::Param> = vec![&shop, &day];
        params.extend((0..CHUNK).map(id));
        read.each(statement, &params, |row| {
            let terms = selling_row(row)?;
            found.entry(row.get(9)?).or_insert(terms);
            Ok(())
        })?;
    }
    Ok(found)
}
