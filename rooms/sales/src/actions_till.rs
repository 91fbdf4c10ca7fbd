//! What a till tells, perhaps long after: it happened, so the house believes it.

use std::collections::BTreeMap;

use db::{Read, Result, Tx};
use kernel::{Context, Day, Line, ProductId, Quantity, RefundId, SaleId, ShopId, Time};
use serde::Serialize;
use web::Tick;

use crate::{
    actions::{How, sell_as},
    actions_count::{AtTill as Counted, sell_counted},
    actions_refund::{Told, refund_at},
    inputs::{Refund, RefundLine, Sell, SellByCount},
    kinds::Source,
    receipt,
    refusal::No,
    store_day,
    types::{Sale, Sold},
};

/// What a till knows of a sale beyond what was sold.
#[derive(Debug, Clone, Copy)]
pub struct AtTill {
    /// The day whose prices and terms it had: these are frozen into the sale, whatever was agreed
    /// since.
    pub priced_on: Day,
    /// Whether its clock could say the hour.
    pub hour_known: bool,
}

/// Records a sale that a till made.
///
/// # Errors
/// As [`crate::sell`], but that the shelf may go below zero where the input says so.
pub fn sell_at_till(tx: &mut Tx, ctx: &Context, input: &Sell, till: AtTill) -> Result<Sold> {
    let AtTill { priced_on, hour_known } = till;
    let how = How { source: Source::Till, priced_on: Some(priced_on), hour_known };
    sell_as(tx, ctx, input, &how)
}

/// Pieces that a buyer brought back to a till, which knows products and not batches.
#[derive(Debug, Clone, Serialize)]
pub struct RefundPieces {
    pub id: RefundId,
    /// The receipt, by the id of the act that made it.
    pub receipt: SaleId,
    pub pieces: Vec<(ProductId, Quantity)>,
    pub reason: Line,
    pub resellable: Tick,
    pub business_day: Day,
    pub at: Time,
    /// Why it is taken back after the return window.
    pub exception: Option<Line>,
}

/// Takes the pieces back from the receipt's lines in their order, as a refund for each sale that
/// stands on it.
///
/// # Errors
/// Refuses an unknown receipt, more of a product than was sold on it and not yet brought back, and
/// a day after the return window without an exception. A day before the sale is the sale's.
pub fn refund_pieces(tx: &mut Tx, ctx: &Context, input: &RefundPieces) -> Result<()> {
    let receipt = receipt::load_receipt(tx, ctx, input.receipt)?;
    let mut wanted: BTreeMap<ProductId, Quantity> = BTreeMap::new();
    for (product, quantity) in &input.pieces {
        *wanted.entry(*product).or_default() += *quantity;
    }
    let mut refunds = Vec::new();
    for whole in &receipt.sales {
        let mut lines = Vec::new();
        for line in &whole.lines {
            let Some(left) = wanted.get_mut(&line.product_id) else { continue };
            let taken = (*left).min(line.quantity - line.refunded);
            if taken > Quantity(0) {
                *left -= taken;
                lines.push(RefundLine { position: Quantity(line.position), quantity: taken });
            }
        }
        if !lines.is_empty() {
            refunds.push((&whole.sale, lines));
        }
    }
    if let Some(at) = input.pieces.iter().position(|(product, _)| wanted[product] > Quantity(0)) {
        return Err(No::MoreThanSold.at(format!("lines[{at}].quantity")).with("left", 0).into());
    }
    for (at, (sale, lines)) in refunds.into_iter().enumerate() {
        let id = if at == 0 { input.id } else { journal::derived_id(input.id, sale.id.uuid()) };
        // Nothing comes back before it was sold: the clock was set in between.
        let told = Told { at: Some(input.at.max(sale.sold_at)), replaced_by: None };
        refund_at(tx, ctx, &one_refund(input, id, sale, lines), told)?;
    }
    Ok(())
}

fn one_refund(input: &RefundPieces, id: RefundId, sale: &Sale, lines: Vec<RefundLine>) -> Refund {
    Refund {
        id,
        sale: sale.id,
        lines,
        reason: input.reason.clone(),
        resellable: input.resellable,
        business_day: Some(input.business_day.max(sale.business_day)),
        exception: input.exception.clone(),
    }
}

/// [`crate::sell_by_count`] of what a till counted at an hour, perhaps long ago. `broken` says line
/// by line how many of what is left are broken and not yet off the books.
///
/// # Errors
/// As [`crate::sell_by_count`].
pub fn count_at_till(
    tx: &mut Tx,
    ctx: &Context,
    input: &SellByCount,
    (at, broken): (Time, &[Quantity]),
) -> Result<()> {
    sell_counted(tx, ctx, input, &Counted { at: Some(at), broken }).map(drop)
}

/// Pieces of each product that a shop sold on the days since `from`, less those brought back.
pub fn sold_since(
    read: &mut Read,
    shop: ShopId,
    from: Day,
) -> Result<BTreeMap<ProductId, Quantity>> {
    store_day::sold_since(read, shop, from)
}
