//! What a piece costs at a shop, and on which days that may have changed.

use std::collections::{BTreeMap, BTreeSet};

use db::{Read, Result};
use kernel::{AgreementId, Day, ProductId, Rupiah, ShopId};

use crate::{SellingTerms, load_agreement, store_selling, terms_on, versions};

/// The annex's price, else the catalogue's of the day.
pub fn price_at(
    read: &mut Read,
    product: ProductId,
    terms: &SellingTerms,
    day: Day,
) -> Result<Option<Rupiah>> {
    match terms.price {
        Some(price) => Ok(Some(price)),
        None => catalogue::price_on(read, product, day),
    }
}

/// The terms of goods that were sent under an agreement outside its annex (a delivery with a reason):
/// its own part, and the catalogue's price.
///
/// # Errors
/// Refuses an unknown agreement.
pub fn terms_outside_annex(
    read: &mut Read,
    id: AgreementId,
    product: ProductId,
    day: Day,
) -> Result<SellingTerms> {
    let (agreement, terms) = (load_agreement(read, id)?, terms_on(read, id, day)?);
    Ok(SellingTerms {
        consignor_id: agreement.consignor_id,
        agreement_id: id,
        terms_id: terms.id,
        part: terms.part_for(product),
        price: terms.annex.get(&product).and_then(|item| item.price),
        price_set_by: terms.price_set_by,
        from_day: terms.valid_from,
        in_force: agreement.in_force_on(day),
    })
}

/// The days after `from` and up to `to` on which other terms or another price began at a shop, of
/// each of these products of which any did, in no order; what began may be the same as before.
pub fn turns(
    read: &mut Read,
    shop: ShopId,
    products: &[ProductId],
    (from, to): (Day, Day),
) -> Result<BTreeMap<ProductId, Vec<Day>>> {
    let mut days = catalogue::price_days(read, products, (from, to))?;
    let asked: BTreeSet<&ProductId> = products.iter().collect();
    for (product, day) in store_selling::begun(read, shop, (from, to))? {
        if asked.contains(&product) {
            days.entry(product).or_default().push(day);
        }
    }
    Ok(days)
}

/// [`turns`] of an agreement's own terms, for goods outside its annex.
pub fn turns_of(read: &mut Read, id: AgreementId, (from, to): (Day, Day)) -> Result<Vec<Day>> {
    let all = versions(read, id)?.into_iter().map(|one| one.valid_from);
    Ok(all.filter(|day| *day > from && *day <= to).collect())
}
