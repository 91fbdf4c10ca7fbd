//! By which terms the goods of a shop sell: the annex's, else those of the agreement under which
//! they came with a reason.

use std::collections::BTreeMap;

use agreements::SellingTerms;
use consignment::ShelfRow;
use db::{Read, Result};
use kernel::{Context, Day, ProductId, Refusal, ShopId};

use crate::refusal::No;

/// The terms of a day, or the ones closest to it; `None` where no agreement with the shop ever had
/// the product and none of it ever came there.
pub fn selling_terms(
    read: &mut Read,
    shop: ShopId,
    product: ProductId,
    day: Day,
) -> Result<Option<SellingTerms>> {
    if let Some(terms) = agreements::selling_terms(read, shop, product, day)? {
        return Ok(Some(terms));
    }
    match consignment::came_under(read, shop, product)? {
        Some(id) => agreements::terms_outside_annex(read, id, product, day).map(Some),
        None => Ok(None),
    }
}

/// [`selling_terms`] of all that a shop's agreements have, and of these rows of its shelf.
pub fn all_selling_terms(
    read: &mut Read,
    shop: ShopId,
    rows: &[ShelfRow],
    day: Day,
) -> Result<BTreeMap<ProductId, SellingTerms>> {
    let mut all = agreements::all_selling_terms(read, shop, day)?;
    for row in rows {
        if !all.contains_key(&row.product_id) {
            let found = selling_terms(read, shop, row.product_id, day)?;
            all.extend(found.map(|terms| (row.product_id, terms)));
        }
    }
    Ok(all)
}

/// A clock may be wrong; who types a day in can be asked about it.
pub(crate) fn check_begun(ctx: &Context, terms: &SellingTerms, day: Day) -> Result<(), Refusal> {
    if day < terms.from_day && !terms.in_force {
        return Err(No::BeforeAgreement.with("first", terms.from_day.short(ctx.lang)));
    }
    Ok(())
}

/// Of somebody who sells; another unit's goods are as good as not there.
pub(crate) fn terms_of(
    read: &mut Read,
    ctx: &Context,
    shop: ShopId,
    product: ProductId,
    day: Day,
) -> Result<SellingTerms> {
    let terms = selling_terms(read, shop, product, day)?;
    let own = terms.filter(|terms| ctx.actor.sees_between(terms.consignor_id, shop));
    own.ok_or_else(|| No::NotConsigned.into())
}
