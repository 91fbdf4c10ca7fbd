//! Which shelves ran out, and what they missed: from receipts, sales and counts of eight weeks.

use std::collections::BTreeMap;

use agreements::{Agreement, Listed};
use db::{Read, Result};
use kernel::{AgreementId, Context, Day, ProductId, ShopId};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    missed::{Missed, missed, stretches},
    store, store_day,
};

/// How far back it looks.
pub const DAYS: i64 = 56;

/// Agreements that are looked through.
const AGREEMENTS_MAX: i64 = 500;

/// A product that was missing at a shop.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Shortage {
    pub shop_id: ShopId,
    pub agreement_id: AgreementId,
    pub product_id: ProductId,
    /// By the books now; below zero where more was sold than they had.
    pub left: i64,
    pub missed: Missed,
}

/// The products that were missing at the shops he sees, the greatest loss first.
///
/// # Errors
/// When the database cannot be read.
pub fn shortages(read: &mut Read, ctx: &Context) -> Result<Vec<Shortage>> {
    let Some(asked) = Listed::by(&ctx.actor, ctx.today()) else { return Ok(Vec::new()) };
    let asked = Listed { limit: AGREEMENTS_MAX, ..asked };
    let mut all = Vec::new();
    for standing in ["in_force", "expiring"] {
        let (found, _) =
            agreements::list_agreements(read, &asked.clone().standing(Some(standing)))?;
        for agreement in found {
            of_agreement(read, ctx.today(), &agreement, &mut all)?;
        }
    }
    all.sort_by_key(|one| std::cmp::Reverse((one.missed.pieces, one.missed.days)));
    Ok(all)
}

fn of_agreement(
    read: &mut Read,
    today: Day,
    agreement: &Agreement,
    into: &mut Vec<Shortage>,
) -> Result<()> {
    let from = today.plus_days(-DAYS).max(agreement.effective_from);
    let came = by_product(consignment::shelf_changes(read, agreement.id, from)?);
    let sold = by_product(store_day::by_day(read, agreement.id, from)?);
    let gaps = store::count_gaps(read, (agreement.consignor_id, agreement.shop_id), from)?;
    let mut left: BTreeMap<ProductId, i64> = BTreeMap::new();
    for row in consignment::shelf(read, agreement.shop_id)? {
        if row.agreement_id == agreement.id {
            *left.entry(row.product_id).or_default() += row.quantity;
        }
    }
    let products = came.keys().chain(sold.keys()).chain(left.keys()).copied();
    let none = BTreeMap::new();
    for product in products.collect::<std::collections::BTreeSet<_>>() {
        let days = (came.get(&product).unwrap_or(&none), sold.get(&product).unwrap_or(&none));
        let now = left.get(&product).copied().unwrap_or(0);
        let missed = missed(&stretches((from, today), now, days, &gaps));
        if missed.days > 0 {
            into.push(Shortage {
                shop_id: agreement.shop_id,
                agreement_id: agreement.id,
                product_id: product,
                left: now,
                missed,
            });
        }
    }
    Ok(())
}

fn by_product(rows: Vec<(ProductId, Day, i64)>) -> BTreeMap<ProductId, BTreeMap<Day, i64>> {
    let mut all: BTreeMap<ProductId, BTreeMap<Day, i64>> = BTreeMap::new();
    for (product, day, pieces) in rows {
        *all.entry(product).or_default().entry(day).or_default() += pieces;
    }
    all
}
