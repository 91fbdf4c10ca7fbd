//! Selling and taking back: load, decide, write, record.

use db::{Error, Lock, Read, Result, Tx};
use journal::{Digest, Line};
use kernel::{
    AgreementId, BatchId, Capability, ConsignorId, Context, Day, ProductId, Refusal, Rupiah,
    SaleId, ShopId, Time,
};
use ledger::{Account, Entry, Kind, Move};
use serde_json::json;

use crate::{
    actions_late::{self, Freed},
    cut::{Cut, Shelves, cut},
    inputs::{Sell, SellLine},
    kinds::{Payment, Source},
    naming,
    prices::price_of,
    receipt::{self, Part, Parts, record_parts},
    refusal::No,
    store, store_below,
    terms::{check_begun, terms_of},
    types::Sold,
};

/// Lines in one sale.
pub(crate) const LINES_MAX: usize = 200;
/// How long ago a sale may lie that is only told now, in days.
const DAYS_BACK_MAX: i64 = 366;

/// Records a sale at the desk: priced by the agreement, taken from the shelf. Goods of several
/// units are a sale each, on one receipt.
///
/// # Errors
/// Refuses goods that no agreement covers, another price than the agreed one where the unit sets
/// it, days ahead or long gone, and pieces beyond the shelf unless they are really there.
pub fn sell(tx: &mut Tx, ctx: &Context, input: &Sell) -> Result<Sold> {
    sell_as(tx, ctx, input, &How { source: Source::Desk, priced_on: None, hour_known: true })
}

/// How a sale came to us.
pub(crate) struct How {
    pub source: Source,
    /// The day whose prices and terms the seller had; the day of the sale where he had ours.
    pub priced_on: Option<Day>,
    /// Whether the hour that is told is the true one, as far as one is told.
    pub hour_known: bool,
}

pub(crate) fn sell_as(tx: &mut Tx, ctx: &Context, input: &Sell, how: &How) -> Result<Sold> {
    let shop = shop_of(ctx, input.shop)?;
    tx.lock(Lock::Shelf(shop))?;
    let digest = journal::digest(input)?;
    let freed = actions_late::uncount(tx, ctx, (shop, how), input)?;
    // Whether it is known is asked last, and only where something speaks for it. On PostgreSQL a
    // look for an id that is not there collides with all who write an id beside it, and the ids
    // of sales, made of the time, stand side by side: it made every two shops collide.
    let refused = match decide(tx, ctx, (shop, how), input, freed) {
        // What is refused from here on has written something: an error takes it back.
        Ok((sale, parts)) => match record_parts(tx, ctx, &sale, &parts, digest)? {
            Some(sold) => return Ok(sold),
            None => journal::No::IdReused.into(),
        },
        Err(Error::Refused(no)) => no,
        Err(error) => return Err(error),
    };
    if journal::is_known(tx, "sales.sell", input.id, &digest)? {
        return receipt::again(tx, ctx, input.id);
    }
    Err(refused.into())
}

/// What a sale will be; only looks, but that a till's shelf may hear of what is on its way.
fn decide<'a>(
    tx: &mut Tx,
    ctx: &Context,
    (shop, how): (ShopId, &How),
    input: &'a Sell,
    freed: Freed,
) -> Result<(NewSale<'a>, Vec<Part>)> {
    let (sold_at, day) = when(ctx, input.sold_at, input.business_day)?;
    let priced_on = how.priced_on.unwrap_or(day);
    let mut shelves = Shelves::default();
    shelves.prefer(freed);
    let parts = cut_lines(tx, ctx, (shop, how.source, priced_on), input, shelves)?;
    // A till counts its receipts itself, and what it tells has happened.
    if how.source == Source::Desk && !input.same_number.0 {
        check_number(tx, ctx, (shop, day), input)?;
    }
    let sale = NewSale {
        id: input.id,
        shop,
        receipt_number: input.receipt_number.as_ref().map(|number| number.as_str()),
        sold_at,
        day,
        payment: input.payment,
        source: how.source,
        counted_from: None,
        note: input.note.as_ref().map(|note| note.as_str()),
        below_reason: input.below_reason.as_ref().map(|reason| reason.as_str()),
    };
    Ok((sale, parts))
}

/// A sale that was decided, on its way into the books.
#[derive(Clone, Copy)]
pub(crate) struct NewSale<'a> {
    pub id: SaleId,
    pub shop: ShopId,
    pub receipt_number: Option<&'a str>,
    pub sold_at: Time,
    pub day: Day,
    pub payment: Payment,
    pub source: Source,
    pub counted_from: Option<Day>,
    pub note: Option<&'a str>,
    /// Why a price lies below the lowest.
    pub below_reason: Option<&'a str>,
}

/// The four things: document, goods postings, money postings, journal line. `shared` is the
/// receipt that it stands on with other units' sales. Nothing, and false, where a sale has this
/// id already.
pub(crate) fn record(
    tx: &mut Tx,
    ctx: &Context,
    sale: &NewSale<'_>,
    consignor: ConsignorId,
    (cuts, shared): (&[Cut], Option<SaleId>),
    digest: Digest,
) -> Result<bool> {
    let gross: Rupiah = cuts.iter().map(Cut::gross).sum();
    if !store::insert_sale(tx, ctx, sale, consignor, gross)? {
        return Ok(false);
    }
    let mut booked: Vec<(AgreementId, Day)> = Vec::with_capacity(1);
    let mut moves = Vec::with_capacity(cuts.len() * 3);
    for (position, cut) in (1..).zip(cuts) {
        let day = match booked.iter().find(|(agreement, _)| *agreement == cut.agreement) {
            Some((_, day)) => *day,
            None => {
                // A phone's clock may be behind: no statement looks at days before the agreement.
                let day = sale.day.max(cut.from_day);
                let day = store::first_open_day(tx, cut.agreement, day)?;
                booked.push((cut.agreement, day));
                day
            }
        };
        store::insert_line(tx, sale, position, cut, day)?;
        store_below::insert(tx, sale, position, cut)?;
        moves.extend(moves_of(consignor, sale.shop, cut).map(|one| one.on(day)));
    }
    ledger::post(tx, Entry { id: sale.id.cast(), day: sale.day, moves })?;
    let kind = if sale.source == Source::Count { "sales.count" } else { "sales.sell" };
    let line = Line::new(ctx, kind, sale.id).of(consignor).at(sale.shop);
    let body = match shared {
        None => json!({ "gross": gross, "lines": cuts.len() }),
        Some(receipt) => json!({ "gross": gross, "lines": cuts.len(), "receipt": receipt }),
    };
    journal::write(tx, ctx, line.on(sale.day).digest(digest).body(body))?;
    Ok(true)
}

/// Goods from the shelf to the buyer; the buyer's money to the shop and to what it owes.
fn moves_of(consignor: ConsignorId, shop: ShopId, cut: &Cut) -> [Move; 3] {
    let goods = |kind| Account::goods(kind, consignor, cut.batch, Some(shop));
    let money = |kind| Account::money(kind, consignor).shop(shop).agreement(cut.agreement);
    [
        Move::new(goods(Kind::Shelf), goods(Kind::Sold), cut.quantity.0),
        Move::new(money(Kind::Buyer), money(Kind::ShopPart), cut.shop_part.0),
        Move::new(money(Kind::Buyer), money(Kind::Due), cut.due().0),
    ]
}

/// The shop that acts: his own, or the one that a unit's officer names.
pub(crate) fn shop_of(ctx: &Context, named: Option<ShopId>) -> Result<ShopId, Refusal> {
    if !ctx.actor.may(Capability::RecordGoods) {
        ctx.actor.require(Capability::Sell)?;
    }
    match (ctx.actor.shop(), named) {
        (Some(own), None) => Ok(own),
        (Some(own), Some(named)) if own == named => Ok(own),
        (Some(_), Some(_)) => Err(No::Unknown.into()),
        (None, Some(named)) => Ok(named),
        (None, None) => Err(No::ShopMissing.at("shop")),
    }
}

/// When it was sold, and the business day that is.
pub(crate) fn when(
    ctx: &Context,
    at: Option<Time>,
    day: Option<Day>,
) -> Result<(Time, Day), Refusal> {
    let day = day.or(at.map(|at| at.day(ctx.zone))).unwrap_or_else(|| ctx.today());
    check_day(ctx, day, "business_day")?;
    Ok((at.unwrap_or(ctx.now), day))
}

pub(crate) fn check_day(ctx: &Context, day: Day, field: &str) -> Result<(), Refusal> {
    if day > ctx.today() {
        return Err(No::DayAfterToday.at(field));
    }
    if day.days_until(ctx.today()) > DAYS_BACK_MAX {
        return Err(No::DayTooLongAgo.at(field).with("days", DAYS_BACK_MAX));
    }
    Ok(())
}

/// What nearly every sale asks, so that on PostgreSQL it is asked in two trips.
fn look(
    read: &mut Read,
    ctx: &Context,
    (shop, source, day): (ShopId, Source, Day),
    input: &Sell,
) -> Result<()> {
    if source == Source::Desk {
        consignment::held(read, shop, ctx.now)?;
    }
    production::recalled(read)?;
    for line in &input.lines {
        consignment::on_shelf(read, shop, line.product)?;
        if let Some(terms) = agreements::selling_terms(read, shop, line.product, day)? {
            store::closed_through(read, terms.agreement_id)?;
        }
    }
    Ok(())
}

/// A paper receipt that is typed in twice is one sale. Two units may each record their own part of it.
fn check_number(
    tx: &mut Tx,
    ctx: &Context,
    (shop, day): (ShopId, Day),
    input: &Sell,
) -> Result<()> {
    let Some(number) = &input.receipt_number else { return Ok(()) };
    for known in store::sales_numbered(tx, shop, day, number.as_str())? {
        let seen = store::find_sale(tx, known)?;
        if seen.is_some_and(|sale| ctx.actor.sees_between(sale.consignor_id, shop)) {
            let gross = receipt::load_receipt(tx, ctx, known)?.gross;
            let no = No::NumberTaken.at("receipt_number").with("number", number.as_str());
            return Err(no.with("gross", gross).with("sale", known).into());
        }
    }
    Ok(())
}

/// Prices every line and takes it from the shelf; each unit's goods are a part.
fn cut_lines(
    tx: &mut Tx,
    ctx: &Context,
    (shop, source, day): (ShopId, Source, Day),
    input: &Sell,
    mut shelves: Shelves,
) -> Result<Vec<Part>> {
    check_lines(input.lines.len())?;
    tx.ahead(|read| look(read, ctx, (shop, source, day), input))?;
    // At the desk somebody can be asked. What a till tells has happened.
    if source == Source::Desk && !input.take_held.0 {
        shelves.spare(consignment::held(tx, shop, ctx.now)?);
    }
    shelves.avoid(production::recalled(tx)?);
    let asked = source == Source::Desk && !input.take_recalled.0;
    let mut parts = Parts::default();
    for (at, line) in input.lines.iter().enumerate() {
        let found =
            cut_line(tx, ctx, (shop, source, day), (input, line), &mut shelves).map_err(|error| {
                naming::of_line(tx, ctx, (shop, line.product), (at, "product"), error)
            });
        let (consignor, cuts) = found?;
        if asked && cuts.iter().any(|one| shelves.must_come_back(one.batch)) {
            return Err(No::Recalled.at(format!("lines[{at}].quantity")).into());
        }
        parts.add(consignor, cuts);
    }
    Ok(parts.sold())
}

fn cut_line(
    tx: &mut Tx,
    ctx: &Context,
    (shop, source, day): (ShopId, Source, Day),
    (input, line): (&Sell, &SellLine),
    shelves: &mut Shelves,
) -> Result<(ConsignorId, Vec<Cut>)> {
    load_shelf(tx, shelves, shop, line.product)?;
    let label = match source {
        Source::Till => label_at_till(tx, shelves, shop, line)?,
        Source::Desk | Source::Count => line.batch,
    };
    let terms = terms_of(tx, ctx, shop, line.product, day)?;
    if source == Source::Desk {
        check_begun(ctx, &terms, day)?;
    }
    let asked = (line.product, line.price.map(|price| price.get()));
    let price = price_of(tx, ctx, asked, &terms, (shop, source, day))?;
    let price = price.map_err(|no| no.at("price"))?;
    if let (Source::Desk, Some(lowest), None) = (source, price.lowest, &input.below_reason) {
        return Err(No::BelowLowest.at("price").with("lowest", lowest).into());
    }
    let beyond = input.really_there.0;
    let picked = shelves
        .take(line.product, line.quantity, label, beyond)
        .map_err(|no| no.at("quantity").with("left", shelves.left(line.product, no)))?;
    let cuts = cut(line.product, &picked, price, &terms).map_err(|no| no.at("quantity"))?;
    Ok((terms.consignor_id, cuts))
}

pub(crate) fn check_lines(count: usize) -> Result<(), Refusal> {
    match count {
        0 => Err(No::NoLines.at("lines")),
        1..=LINES_MAX => Ok(()),
        _ => Err(No::TooManyLines.at("lines").with("max", LINES_MAX)),
    }
}

fn load_shelf(tx: &mut Tx, shelves: &mut Shelves, shop: ShopId, product: ProductId) -> Result<()> {
    if !shelves.holds(product) {
        let shelf = consignment::on_shelf(tx, shop, product)?;
        shelves.put(product, shelf);
    }
    Ok(())
}

/// The batch that a till's label names. Its pieces have come, though nobody confirmed the delivery;
/// and a label of a batch that was never sent here says nothing of what was sold.
fn label_at_till(
    tx: &mut Tx,
    shelves: &mut Shelves,
    shop: ShopId,
    line: &SellLine,
) -> Result<Option<BatchId>> {
    let known = |shelves: &Shelves| match line.batch {
        Some(label) => shelves.has(line.product, label),
        None => shelves.has_any(line.product),
    };
    if !known(shelves) {
        shelves.add(line.product, consignment::expect(tx, shop, line.product)?);
    }
    Ok(line.batch.filter(|label| shelves.has(line.product, *label)))
}
