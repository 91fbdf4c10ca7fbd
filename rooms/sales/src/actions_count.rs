//! Selling by count: what is not there any more was sold.

use std::collections::BTreeSet;

use db::{Lock, Result, Tx};
use journal::Once;
use kernel::{ConsignorId, Context, Quantity, Refusal, ShopId, Time};

use crate::{
    actions::{NewSale, check_day, check_lines, shop_of, terms_of},
    as_of::{self, Moment, Passed},
    cut::{Cut, cut},
    inputs::{CountLine, SellByCount},
    kinds::Source,
    prices::price_of,
    receipt::{self, Part, Parts, record_parts},
    refusal::No,
    store, store_count,
    types::Sold,
};

/// Records as one sale a unit what a count shows to be gone, at the agreed prices or the shop's own
/// where it sets them, dated on the day of the count and known to lie between the last count and it. What reached and left the shelf after
/// that day is left out of the reckoning.
///
/// # Errors
/// Refuses a count above what the shelf had (what came too much is a discrepancy of a delivery
/// or a count), a product twice, a count before the last one, and one at which nothing is gone.
pub fn sell_by_count(tx: &mut Tx, ctx: &Context, input: &SellByCount) -> Result<Sold> {
    sell_counted(tx, ctx, input, None)
}

/// The same, of a count whose hour may be known: a phone tells it, perhaps long after.
pub(crate) fn sell_counted(
    tx: &mut Tx,
    ctx: &Context,
    input: &SellByCount,
    at: Option<Time>,
) -> Result<Sold> {
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
    let counted = match at {
        Some(at) => Moment::of(at, input.counted_on, ctx.zone),
        None => Moment::end_of(input.counted_on),
    };
    let parts = gone(tx, ctx, (shop, counted), input)?;
    let sale = NewSale {
        id: input.id,
        shop,
        receipt_number: None,
        sold_at: counted.at.unwrap_or(ctx.now),
        day: input.counted_on,
        payment: input.payment,
        source: Source::Count,
        counted_from: last.map(|last| last.plus_days(1).min(input.counted_on)),
        note: input.note.as_ref().map(|note| note.as_str()),
        below_reason: None,
    };
    let sold = record_parts(tx, ctx, &sale, &parts, digest)?;
    sold.ok_or_else(|| journal::No::IdReused.into())
}

fn gone(
    tx: &mut Tx,
    ctx: &Context,
    (shop, counted): (ShopId, Moment),
    input: &SellByCount,
) -> Result<Vec<Part>> {
    check_lines(input.lines.len())?;
    // Today everything that is known has happened.
    let passed = match counted == Moment::end_of(ctx.today()) {
        true => Vec::new(),
        false => store_count::passed_since(tx, ctx.zone, shop, counted.day)?,
    };
    let mut seen = BTreeSet::new();
    let mut parts = Parts::default();
    for (at, line) in input.lines.iter().enumerate() {
        if !seen.insert(line.product) {
            return Err(No::ProductTwice.at(format!("lines[{at}].product")).into());
        }
        let (own, sold) = gone_of(tx, ctx, (shop, counted), line, &passed)?.map_err(|no| {
            let field = no.field.clone().unwrap_or_else(|| "left".to_owned());
            no.at(format!("lines[{at}].{field}"))
        })?;
        parts.add(own, sold);
    }
    let parts = parts.sold();
    if parts.is_empty() { Err(No::NothingSold.into()) } else { Ok(parts) }
}

/// The pieces of one product that are gone, cut into batches.
fn gone_of(
    tx: &mut Tx,
    ctx: &Context,
    (shop, counted): (ShopId, Moment),
    line: &CountLine,
    passed: &[Passed],
) -> Result<Result<(ConsignorId, Vec<Cut>), Refusal>> {
    let terms = terms_of(tx, ctx, shop, line.product, counted.day)?;
    let since = match as_of::after(passed, line.product, counted) {
        Ok(since) => since,
        Err(no) => return Ok(Err(no.into())),
    };
    let shelf = consignment::on_shelf(tx, shop, line.product)?;
    let (expected, left) = (as_of::expected(&shelf, &since).max(0), line.left.get().0);
    if left > expected {
        return Ok(Err(No::CountAboveShelf.with("expected", expected)));
    }
    let sold = Quantity(expected - left);
    if sold.is_zero() {
        return Ok(Ok((terms.consignor_id, Vec::new())));
    }
    let asked = (line.product, line.price.map(|price| price.get()));
    let price = match price_of(tx, ctx, asked, &terms, (shop, Source::Count, counted.day))? {
        Ok(price) => price,
        Err(no) => return Ok(Err(no.at("price"))),
    };
    let cuts = match as_of::picked(&shelf, &since, sold) {
        Some(picked) => cut(line.product, &picked, price, &terms),
        None => Err(No::CountUnsure),
    };
    Ok(cuts.map(|cuts| (terms.consignor_id, cuts)).map_err(Refusal::from))
}
