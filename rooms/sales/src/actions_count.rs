//! Selling by count: what is not there any more was sold.

use db::{Lock, Result, Tx};
use journal::Once;
use kernel::{ConsignorId, Context, Day, Quantity, Refusal, ShopId};

use crate::{
    actions::{NewSale, agreed_price, check_day, check_lines, load_shelf, shop_of, terms_of},
    cut::{Cut, Shelves, cut},
    inputs::{CountLine, SellByCount},
    kinds::Source,
    receipt::{self, Part, Parts, record_parts},
    refusal::No,
    store,
    types::Sold,
};

/// Records as one sale a unit what a count shows to be gone, at the agreed prices, dated on the day of
/// the count and known to lie between the last count and it.
///
/// # Errors
/// Refuses a count above what the shelf has (what came too much is a discrepancy of a delivery
/// or a count), a product twice, a count before the last one, and one at which nothing is gone.
pub fn sell_by_count(tx: &mut Tx, ctx: &Context, input: &SellByCount) -> Result<Sold> {
    let shop = shop_of(ctx, input.shop)?;
    tx.lock(Lock::Shelf(shop))?;
    let Once::First(digest) = journal::once(tx, "sales.count", input.id, input)? else {
        return receipt::again(tx, ctx, input.id);
    };
    check_day(ctx, input.counted_on, "counted_on")?;
    let last = store::last_count(tx, shop)?;
    if last.is_some_and(|last| input.counted_on < last) {
        return Err(No::CountBeforeLast.at("counted_on").into());
    }
    let parts = gone(tx, ctx, shop, input)?;
    let sale = NewSale {
        id: input.id,
        shop,
        receipt_number: None,
        sold_at: ctx.now,
        day: input.counted_on,
        payment: input.payment,
        source: Source::Count,
        counted_from: last.map(|last| last.plus_days(1).min(input.counted_on)),
        note: input.note.as_ref().map(|note| note.as_str()),
    };
    let sold = record_parts(tx, ctx, &sale, &parts, digest)?;
    sold.ok_or_else(|| journal::No::IdReused.into())
}

fn gone(tx: &mut Tx, ctx: &Context, shop: ShopId, input: &SellByCount) -> Result<Vec<Part>> {
    check_lines(input.lines.len())?;
    let mut shelves = Shelves::default();
    let mut parts = Parts::default();
    for (at, line) in input.lines.iter().enumerate() {
        if shelves.holds(line.product) {
            return Err(No::ProductTwice.at(format!("lines[{at}].product")).into());
        }
        load_shelf(tx, &mut shelves, shop, line.product)?;
        let (own, sold) = gone_of(tx, ctx, shop, input.counted_on, line, &mut shelves)?
            .map_err(|no| no.at(format!("lines[{at}].left")))?;
        parts.add(own, sold);
    }
    let parts = parts.sold();
    if parts.is_empty() { Err(No::NothingSold.into()) } else { Ok(parts) }
}

/// The pieces of one product that are gone, cut into batches.
fn gone_of(
    tx: &mut Tx,
    ctx: &Context,
    shop: ShopId,
    day: Day,
    line: &CountLine,
    shelves: &mut Shelves,
) -> Result<Result<(ConsignorId, Vec<Cut>), Refusal>> {
    let terms = terms_of(tx, ctx, shop, line.product, day)?;
    let (expected, left) = (shelves.count(line.product), line.left.get().0);
    if left > expected.max(0) {
        return Ok(Err(No::CountAboveShelf.with("expected", expected)));
    }
    let Some(price) = agreed_price(tx, line.product, &terms, day)? else {
        return Ok(Err(No::PriceMissing.into()));
    };
    let sold = Quantity(expected.max(0) - left);
    if sold.is_zero() {
        return Ok(Ok((terms.consignor_id, Vec::new())));
    }
    let taken = shelves.take(line.product, sold, None, false);
    let cuts = taken.and_then(|picked| cut(line.product, &picked, price, &terms));
    Ok(cuts.map(|cuts| (terms.consignor_id, cuts)).map_err(Refusal::from))
}
