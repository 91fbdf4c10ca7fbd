//! Selling by count: what is not there any more was sold.

use std::collections::{BTreeMap, BTreeSet};

use agreements::Side;
use consignment::Picked;
use db::{Lock, Result, Tx};
use journal::{Digest, Line, Once};
use kernel::{ConsignorId, Context, Day, ProductId, Quantity, Refusal, ShopId, Time};
use serde_json::json;

use crate::{
    actions::{NewSale, check_day, check_lines, shop_of},
    as_of::{self, Moment, Passed},
    cut::{Cut, cut},
    inputs::{CountLine, SellByCount},
    kinds::Source,
    naming,
    prices::price_of,
    receipt::{self, Part, Parts, record_parts},
    refusal::No,
    spans::{self, Gaps, Span},
    store_count,
    terms::{check_begun, terms_of},
    types::Sold,
};

/// Records as one sale a unit what a count shows to be gone, at the agreed prices or the shop's own
/// where it sets them, dated on the day of the count and known to lie between the last count and
/// it. What reached and left the shelf after that day is left out of the reckoning, and so is what
/// one side says has left it otherwise. A count at which nothing is gone is kept as one.
///
/// # Errors
/// Refuses a count above what the shelf had (what came too much is a discrepancy of a delivery
/// or a count), a product twice, and a count before the last one of the same goods.
pub fn sell_by_count(tx: &mut Tx, ctx: &Context, input: &SellByCount) -> Result<Sold> {
    sell_counted(tx, ctx, input, &AtTill::default())
}

/// What a till tells of a count beyond what is left.
#[derive(Clone, Copy, Default)]
pub(crate) struct AtTill<'a> {
    /// The hour, perhaps long ago.
    pub at: Option<Time>,
    /// Of what is left, line by line, what is broken: it is known to be there.
    pub broken: &'a [Quantity],
}

/// The same, of a count that a till may have told.
pub(crate) fn sell_counted(
    tx: &mut Tx,
    ctx: &Context,
    input: &SellByCount,
    till: &AtTill<'_>,
) -> Result<Sold> {
    let shop = shop_of(ctx, input.shop)?;
    tx.lock(Lock::Shelf(shop))?;
    let Once::First(digest) = journal::once(tx, "sales.count", input.id, input)? else {
        return receipt::again(tx, ctx, input.id);
    };
    check_day(ctx, input.counted_on, "counted_on")?;
    let counted = match till.at {
        Some(at) => Moment::of(at, input.counted_on, ctx.zone),
        None => Moment::end_of(input.counted_on),
    };
    let around = around(tx, ctx, (shop, counted), (input, till.at.is_none()))?;
    let parts = gone(tx, ctx, &around, (input, till.broken))?;
    let sold_at = counted.at.unwrap_or(ctx.now);
    store_count::keep(tx, ctx, (shop, sold_at), input)?;
    if parts.is_empty() {
        return nothing_gone(tx, ctx, shop, (input, digest));
    }
    let sale = NewSale {
        id: input.id,
        shop,
        receipt_number: None,
        sold_at,
        day: input.counted_on,
        payment: input.payment,
        source: Source::Count,
        // Each unit's part says it.
        counted_from: None,
        note: input.note.as_ref().map(|note| note.as_str()),
        below_reason: None,
    };
    let sold = record_parts(tx, ctx, &sale, &parts, digest)?;
    sold.ok_or_else(|| journal::No::IdReused.into())
}

/// The shelf was looked at all the same: what is told later of the days before knows less.
fn nothing_gone(
    tx: &mut Tx,
    ctx: &Context,
    shop: ShopId,
    (input, digest): (&SellByCount, Digest),
) -> Result<Sold> {
    let line = Line::new(ctx, "sales.count", input.id).at(shop).on(input.counted_on);
    let body = json!({ "gross": 0, "lines": 0, "counted": input.lines.len() });
    journal::write(tx, ctx, line.digest(digest).body(body))?;
    Ok(Sold::nothing(input.id))
}

/// A count, and what is known of its shelf beside the books of now.
struct Around {
    shop: ShopId,
    counted: Moment,
    /// What changed the shelf on that day and since.
    passed: Vec<Passed>,
    /// What one side says has left it and the other has not confirmed.
    leaving: Vec<Passed>,
    gaps: Gaps,
    /// Whether the one who counted can be asked. What a till tells has been told.
    asked: bool,
}

fn around(
    tx: &mut Tx,
    ctx: &Context,
    (shop, counted): (ShopId, Moment),
    (input, asked): (&SellByCount, bool),
) -> Result<Around> {
    // Today everything that is known has happened.
    let passed = match counted == Moment::end_of(ctx.today()) {
        true => Vec::new(),
        false => store_count::passed_since(tx, ctx.zone, shop, counted.day)?,
    };
    let leaving = store_count::leaving(tx, ctx.zone, shop, counted.day)?;
    let products: Vec<ProductId> = input.lines.iter().map(|line| line.product).collect();
    let gaps = Gaps::load(tx, shop, &products, counted.day)?;
    Ok(Around { shop, counted, passed, leaving, gaps, asked })
}

fn gone(
    tx: &mut Tx,
    ctx: &Context,
    around: &Around,
    (input, broken): (&SellByCount, &[Quantity]),
) -> Result<Vec<Part>> {
    check_lines(input.lines.len())?;
    let mut seen = BTreeSet::new();
    let mut parts = Parts::default();
    for (at, line) in input.lines.iter().enumerate() {
        if !seen.insert(line.product) {
            return Err(No::ProductTwice.at(format!("lines[{at}].product")).into());
        }
        let broken = broken.get(at).copied().unwrap_or_default();
        let (own, sold) = gone_of(tx, ctx, around, (line, broken)).map_err(|error| {
            naming::of_line(tx, ctx, (around.shop, line.product), (at, "left"), error)
        })?;
        parts.add(own, sold);
    }
    let mut parts = parts.sold();
    for part in &mut parts {
        part.counted_from = since(&around.gaps.last, &part.cuts, around.counted.day);
    }
    Ok(parts)
}

/// The day after the last count of the goods; of several, of the one that was counted longest ago.
fn since(last: &BTreeMap<ProductId, Day>, cuts: &[Cut], day: Day) -> Option<Day> {
    let before = cuts.iter().filter_map(|one| last.get(&one.product));
    before.min().map(|last| last.plus_days(1).min(day))
}

/// The pieces of one product that are gone, cut into batches. Those that are said to have left
/// otherwise may be gone or still lie there: what is not certain is sold by the next count.
fn gone_of(
    tx: &mut Tx,
    ctx: &Context,
    around: &Around,
    (line, broken): (&CountLine, Quantity),
) -> Result<(ConsignorId, Vec<Cut>)> {
    let (shop, counted, product) = (around.shop, around.counted, line.product);
    let terms = terms_of(tx, ctx, shop, product, counted.day)?;
    if around.asked {
        check_begun(ctx, &terms, counted.day).map_err(|no| no.at("product"))?;
    }
    let since = as_of::after(&around.passed, product, counted)?;
    let shelf = consignment::on_shelf(tx, shop, product)?;
    let (expected, left) = (as_of::expected(&shelf, &since).max(0), line.left.get().0);
    if left > expected {
        return Err(too_many(tx, around, line, expected)?.into());
    }
    let leaving = as_of::leaving(&around.leaving, &shelf, product, counted);
    let elsewhere = (leaving.values().sum::<i64>() - broken.0).max(0);
    let sold = Quantity((expected - left - elsewhere).max(0));
    let spans = around.gaps.spans(tx, product)?;
    let portions = match around.asked {
        true => {
            spans::portions(&spans, &line.earlier, sold).map_err(|no| said_of(ctx, no, &spans))?
        }
        false => spans::portions_told(&spans, &line.earlier, sold),
    };
    if sold.is_zero() {
        return Ok((terms.consignor_id, Vec::new()));
    }
    let mut picked = as_of::picked(&shelf, (&since, &leaving), sold).ok_or(No::CountUnsure)?;
    let mut cuts = Vec::new();
    for (at, (span, pieces)) in spans.iter().zip(portions).enumerate() {
        let now = at + 1 == spans.len();
        let taken = spans::take(&mut picked, pieces);
        if !taken.is_empty() {
            cuts.extend(cut_span(tx, ctx, (shop, line), (span, now), &taken)?);
        }
    }
    Ok((terms.consignor_id, cuts))
}

/// What was sold in one span, at its price. What is said of the price is said of the last one, but
/// where the shop sets it.
fn cut_span(
    tx: &mut Tx,
    ctx: &Context,
    (shop, line): (ShopId, &CountLine),
    (span, now): (&Span, bool),
    taken: &[Picked],
) -> Result<Vec<Cut>> {
    let told = now || span.terms.price_set_by == Side::Shop;
    let asked = (line.product, line.price.filter(|_| told).map(|price| price.get()));
    let price = price_of(tx, ctx, asked, &span.terms, (shop, Source::Count, span.until))?;
    let price = price.map_err(|no| no.at("price"))?;
    Ok(cut(line.product, taken, price, &span.terms)?)
}

/// Both prices and parts, and the day through which the first ones held.
fn said_of(ctx: &Context, no: Refusal, spans: &[Span]) -> Refusal {
    let (Some(now), true) = (spans.last(), no.code == No::PriceChanged.code()) else { return no };
    let at = no.field.as_deref().and_then(|field| field.split(['[', ']']).nth(1)?.parse().ok());
    let Some(was) = spans.get(at.unwrap_or(0)) else { return no };
    let until = was.until.short(ctx.lang);
    no.with("until", until).with("was", was.said(ctx.lang)).with("now", now.said(ctx.lang))
}

/// More is left than was there: of a delivery that nobody confirmed, or nobody knows of what.
fn too_many(tx: &mut Tx, around: &Around, line: &CountLine, expected: i64) -> Result<Refusal> {
    let day = around.counted.day;
    let sent = consignment::on_the_way(tx, around.shop, line.product, day)?;
    Ok(match sent {
        Some(number) => No::CountBeforeReceipt.with("number", number),
        None => No::CountAboveShelf.with("expected", expected),
    })
}
