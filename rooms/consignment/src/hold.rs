//! Pieces set aside on a shelf. They stay where they are, and nothing is posted: a hold only says
//! that they are promised until a moment, after which it does not count.

use std::collections::BTreeMap;

use db::{Lock, Read, Result, Tx};
use kernel::{Context, OrderId, ProductId, Quantity, ShopId, Time};

use crate::{refusal::No, shelf, store_hold};

/// Pieces of each product that are set aside at a shop now; a product without any is left out.
pub fn held(read: &mut Read, shop: ShopId, now: Time) -> Result<BTreeMap<ProductId, i64>> {
    store_hold::held(read, shop, now)
}

/// Every hold that counts now: of what, how many pieces, until when; the first to end first.
pub fn holds(read: &mut Read, shop: ShopId, now: Time) -> Result<Vec<(ProductId, Quantity, Time)>> {
    store_hold::holds(read, shop, now)
}

/// Pieces of each product that stand on a shop's shelf and are promised to nobody. What must come
/// back is promised to nobody either; what was sold of it beyond the books still counts.
pub fn free(read: &mut Read, shop: ShopId, now: Time) -> Result<BTreeMap<ProductId, i64>> {
    let held = held(read, shop, now)?;
    let recalled = production::recalled(read)?;
    let mut free: BTreeMap<ProductId, i64> = BTreeMap::new();
    for row in shelf::shelf(read, shop)? {
        let offered = row.quantity < 0 || !recalled.contains(&row.batch_id);
        *free.entry(row.product_id).or_default() += if offered { row.quantity } else { 0 };
    }
    for (product, pieces) in &mut free {
        *pieces = (*pieces - held.get(product).copied().unwrap_or(0)).max(0);
    }
    Ok(free)
}

/// Sets pieces aside until a moment, instead of what the holder had before. The shelf is locked,
/// so the last piece is promised to one.
///
/// # Errors
/// Refuses more than is there and promised to nobody else.
pub fn hold(
    tx: &mut Tx,
    ctx: &Context,
    shop: ShopId,
    holder: OrderId,
    (lines, ends_at): (&[(ProductId, Quantity)], Time),
) -> Result<()> {
    tx.lock(Lock::Shelf(shop))?;
    release(tx, holder)?;
    // Those that have ended count no more; here they are taken away, so that few are looked at.
    store_hold::delete_ended(tx, shop, ctx.now)?;
    let mut free = free(tx, shop, ctx.now)?;
    for (at, (product, quantity)) in lines.iter().enumerate() {
        let left = free.entry(*product).or_default();
        if quantity.0 > *left {
            return Err(No::NotFree.with("left", *left).at(format!("lines[{at}].quantity")).into());
        }
        *left -= quantity.0;
        store_hold::insert(tx, shop, holder, (*product, *quantity), ends_at)?;
    }
    Ok(())
}

/// Gives back what was set aside, if anything was.
pub fn release(tx: &mut Tx, holder: OrderId) -> Result<()> {
    store_hold::delete(tx, holder)
}
