//! What stands on a shelf, and what happened to it within a period.

use std::collections::{BTreeMap, BTreeSet};

use agreements::Agreement;
use db::{Read, Result};
use kernel::{AgreementId, BatchId, ConsignorId, Day, Period, ProductId, Quantity, ShopId, Zone};
use ledger::{Account, Filter, Kind};

use crate::{
    fifo::{OnShelf, Picked, pick},
    goods::Tally,
    postings::shelf_balances,
    refusal::No,
    store_movement,
    store_shelf::{self, PaidBefore},
    types::{BorneLoss, Passed, ShelfRow, StockRow},
};

/// What a shop's shelf has of a product, batch by batch, in the order of selling. Also batches of
/// which none is left, so that what is sold beyond the books has a batch to stand under; empty
/// where the product never came to the shop. The way of every sale: one indexed statement here,
/// and of the ledger only the accounts of these batches.
pub fn on_shelf(read: &mut Read, shop: ShopId, product: ProductId) -> Result<Vec<OnShelf>> {
    let rows = store_shelf::batches_of_product(read, shop, product)?;
    let account =
        |row: &ShelfRow| Account::goods(Kind::Shelf, row.consignor_id, row.batch_id, Some(shop));
    let accounts: Vec<Account> = rows.iter().map(account).collect();
    let balances = ledger::balances(read, &accounts)?;
    Ok(rows.iter().zip(balances).map(|(row, quantity)| of_row(row, quantity)).collect())
}

const fn of_row(row: &ShelfRow, quantity: i64) -> OnShelf {
    OnShelf {
        batch: row.batch_id,
        quantity,
        last_received_on: row.last_received_on,
        accountable: row.accountable,
    }
}

/// Which batches `wanted` pieces are taken of: first finished, first out; what is beyond the shelf
/// goes to the batch that came last.
///
/// # Errors
/// Refuses a product that never came to the shop.
pub fn pick_for(
    read: &mut Read,
    shop: ShopId,
    product: ProductId,
    wanted: Quantity,
) -> Result<Vec<Picked>> {
    let picked = pick(&on_shelf(read, shop, product)?, wanted);
    if picked.is_empty() { Err(No::NotOnShelf.into()) } else { Ok(picked) }
}

/// Every batch that stands on a shop's shelf; below zero where more was sold than the books had.
pub fn shelf(read: &mut Read, shop: ShopId) -> Result<Vec<ShelfRow>> {
    goods_at(read, shop).map(standing)
}

/// Every batch that a shop ever had, with what stands there of it; of some nothing.
pub fn goods_at(read: &mut Read, shop: ShopId) -> Result<Vec<ShelfRow>> {
    let rows = store_shelf::batches_of(read, Some(shop), None)?;
    with_quantities(read, rows, Filter { shop: Some(shop), ..Filter::default() })
}

/// The agreement under which a product last came to a shop; none where it never did.
pub fn came_under(
    read: &mut Read,
    shop: ShopId,
    product: ProductId,
) -> Result<Option<AgreementId>> {
    let rows = store_shelf::batches_of_product(read, shop, product)?;
    let last = rows.into_iter().max_by_key(|row| row.last_received_on);
    Ok(last.map(|row| row.agreement_id))
}

/// Every batch on every shelf that the unit has goods on.
pub fn shelves_of(read: &mut Read, consignor: ConsignorId) -> Result<Vec<ShelfRow>> {
    let rows = store_shelf::batches_of(read, None, Some(consignor))?;
    with_quantities(read, rows, Filter::of(consignor)).map(standing)
}

/// Every batch on every shelf.
pub fn all_shelves(read: &mut Read) -> Result<Vec<ShelfRow>> {
    let rows = store_shelf::batches_of(read, None, None)?;
    with_quantities(read, rows, Filter::default()).map(standing)
}

/// What is there, of what ever was.
fn standing(mut rows: Vec<ShelfRow>) -> Vec<ShelfRow> {
    rows.retain(|row| row.quantity != 0);
    rows
}

/// With what the ledger says of them, in one statement.
fn with_quantities(
    read: &mut Read,
    mut rows: Vec<ShelfRow>,
    filter: Filter,
) -> Result<Vec<ShelfRow>> {
    let mut known: BTreeMap<(ShopId, BatchId), i64> = BTreeMap::new();
    for row in ledger::goods_by_batch(read, Kind::Shelf, filter)? {
        known.extend(row.shop.map(|shop| ((shop, row.batch), row.quantity)));
    }
    for row in &mut rows {
        row.quantity = known.get(&(row.shop_id, row.batch_id)).copied().unwrap_or(0);
    }
    Ok(rows)
}

/// What reached and left the shelf of an agreement since a day otherwise than by sales, product by
/// product and booked day by booked day; below zero where more left than came.
pub fn shelf_changes(
    read: &mut Read,
    agreement: AgreementId,
    from: Day,
) -> Result<Vec<(ProductId, Day, i64)>> {
    store_shelf::changes_by_day(read, agreement, from)
}

/// Pieces of a product that are known to be broken at a shop on a day: they are off its shelf, and
/// may well still lie there. Those that have left since did then; those that one side says have left
/// do not any more, though the other has not confirmed it.
pub fn broken(read: &mut Read, shop: ShopId, product: ProductId, day: Day) -> Result<Quantity> {
    let rows = store_shelf::batches_of_product(read, shop, product)?;
    let account =
        |row: &ShelfRow| Account::goods(Kind::Damaged, row.consignor_id, row.batch_id, Some(shop));
    let accounts: Vec<Account> = rows.iter().map(account).collect();
    let now: i64 = ledger::balances(read, &accounts)?.into_iter().sum();
    let away = store_movement::cleared_away(read, shop, day)?;
    Ok(Quantity((now + away.get(&product).copied().unwrap_or(0)).max(0)))
}

/// The same of every product at a shop of which some are.
pub fn all_broken(
    read: &mut Read,
    shop: ShopId,
    day: Day,
) -> Result<BTreeMap<ProductId, Quantity>> {
    let rows = store_shelf::batches_of(read, Some(shop), None)?;
    let product_of: BTreeMap<BatchId, ProductId> =
        rows.iter().map(|row| (row.batch_id, row.product_id)).collect();
    let filter = Filter { shop: Some(shop), ..Filter::default() };
    let broken = ledger::goods_by_batch(read, Kind::Damaged, filter)?;
    let mut sums = by_product(&product_of, broken.into_iter().map(|row| (row.batch, row.quantity)));
    for (product, pieces) in store_movement::cleared_away(read, shop, day)? {
        *sums.entry(product).or_default() += pieces;
    }
    sums.retain(|_, pieces| *pieces > 0);
    Ok(sums.into_iter().map(|(product, pieces)| (product, Quantity(pieces))).collect())
}

/// What reached and left a shop's shelf on a day and since, otherwise than by sales.
pub fn passed_since(read: &mut Read, zone: Zone, shop: ShopId, from: Day) -> Result<Vec<Passed>> {
    store_shelf::passed_since(read, zone, shop, from)
}

/// Pieces that somebody says have left a shop's shelf up to a day, by a movement that waits for
/// the other side: they stand on it by the books, and perhaps nowhere else.
pub fn leaving(read: &mut Read, zone: Zone, shop: ShopId, through: Day) -> Result<Vec<Passed>> {
    store_shelf::leaving(read, zone, shop, through)
}

/// What happened to an agreement's goods at its shop in a period, product by product, by booked
/// day. The closing figure is today's balance less what the ledger moved since, so the cost
/// follows the period and what came after it, never the history before.
pub fn stock_moves(
    read: &mut Read,
    agreement: AgreementId,
    period: Period,
) -> Result<Vec<StockRow>> {
    let agreement = agreements::load_agreement(read, agreement)?;
    let mut tallies: BTreeMap<ProductId, Tally> = BTreeMap::new();
    for (product, kind, quantity) in store_shelf::changes_in(read, agreement.id, period)? {
        tallies.entry(product).or_default().add(kind, quantity);
    }
    let closings = closings(read, &agreement, period)?;
    for product in closings.keys() {
        if !tallies.contains_key(product) && is_of(read, &agreement, *product, period.to)? {
            tallies.insert(*product, Tally::default());
        }
    }
    let row = |(product_id, tally): (ProductId, Tally)| {
        let (opening, closing) = closings.get(&product_id).copied().unwrap_or_default();
        StockRow {
            product_id,
            opening,
            received: tally.received,
            returned: tally.returned,
            damaged: tally.damaged,
            lost: tally.lost,
            transferred_in: tally.transferred_in,
            transferred_out: tally.transferred_out,
            discrepancy: tally.discrepancy,
            closing,
        }
    };
    Ok(tallies.into_iter().map(row).collect())
}

/// Whether the product's goods at the shop are this agreement's on the day.
fn is_of(read: &mut Read, agreement: &Agreement, product: ProductId, day: Day) -> Result<bool> {
    let (consignor, shop) = (agreement.consignor_id, agreement.shop_id);
    let found = agreements::covering(read, consignor, shop, product, day)?;
    Ok(found.is_some_and(|(id, _)| id == agreement.id))
}

/// Opening and closing figures of every product that the unit ever had at the shop.
fn closings(
    read: &mut Read,
    agreement: &Agreement,
    period: Period,
) -> Result<BTreeMap<ProductId, (i64, i64)>> {
    let (consignor, shop) = (agreement.consignor_id, agreement.shop_id);
    let rows = store_shelf::batches_of(read, Some(shop), Some(consignor))?;
    let product_of: BTreeMap<BatchId, ProductId> =
        rows.iter().map(|row| (row.batch_id, row.product_id)).collect();
    let net = |read: &mut Read, from: Day, to: Day| -> Result<BTreeMap<ProductId, i64>> {
        let filter = Filter::of(consignor).shop(shop);
        let moved = ledger::turnover_by_batch(read, Kind::Shelf, filter, Period { from, to })?;
        let pairs = moved.into_iter().map(|(batch, turn)| (batch, turn.received - turn.given));
        Ok(by_product(&product_of, pairs))
    };
    let after = net(read, period.to.plus_days(1), end_of_time(period.to))?;
    let within = net(read, period.from, period.to)?;
    let now = by_product(&product_of, shelf_balances(read, shop)?.into_iter());
    let sum =
        |of: &BTreeMap<ProductId, i64>, product: ProductId| of.get(&product).copied().unwrap_or(0);
    let products: BTreeSet<ProductId> = product_of.values().copied().collect();
    let figures = products.into_iter().map(|product| {
        let closing = sum(&now, product) - sum(&after, product);
        (product, (closing - sum(&within, product), closing))
    });
    Ok(figures.collect())
}

/// No business day is later than 2199 as input; this is a thousand years on.
fn end_of_time(day: Day) -> Day {
    day.plus_days(36_525 * 10)
}

fn by_product(
    product_of: &BTreeMap<BatchId, ProductId>,
    pairs: impl Iterator<Item = (BatchId, i64)>,
) -> BTreeMap<ProductId, i64> {
    let mut sums = BTreeMap::new();
    for (batch, quantity) in pairs {
        if let Some(product) = product_of.get(&batch) {
            *sums.entry(*product).or_default() += quantity;
        }
    }
    sums
}

/// What the shop owes for goods that it lost or broke in a period, by booked day.
pub fn shop_borne_losses(
    read: &mut Read,
    agreement: AgreementId,
    period: Period,
) -> Result<Vec<BorneLoss>> {
    store_shelf::charges_in(read, agreement, period)
}

/// Pieces of each batch that a shop had paid for as lost, or as broken, and not got back, when a day
/// began.
///
/// # Errors
/// Faults of the database.
pub fn charged_before(read: &mut Read, shop: ShopId, day: Day) -> Result<PaidBefore> {
    store_shelf::charged_before(read, shop, day)
}

/// Holds every shelf against the ledger; each sentence is something that is wrong.
///
/// For every shop and batch: accountable = on shelf + sold + brought back broken + open from
/// counts; and the ledger's differences are the open ones.
pub fn verify(read: &mut Read) -> Result<Vec<String>> {
    let rows = store_shelf::batches_of(read, None, None)?;
    let mut of_shop: BTreeMap<ShopId, BTreeMap<BatchId, i64>> = BTreeMap::new();
    for row in rows {
        of_shop.entry(row.shop_id).or_default().insert(row.batch_id, row.accountable);
    }
    for shop in people::list_shops(read)? {
        of_shop.entry(shop.id).or_default();
    }
    let mut wrong = Vec::new();
    for (shop, accountable) in of_shop {
        verify_shop(read, shop, &accountable, &mut wrong)?;
    }
    Ok(wrong)
}

fn verify_shop(
    read: &mut Read,
    shop: ShopId,
    accountable: &BTreeMap<BatchId, i64>,
    wrong: &mut Vec<String>,
) -> Result<()> {
    let filter = Filter { shop: Some(shop), ..Filter::default() };
    let of = |read: &mut Read, kind| -> Result<BTreeMap<BatchId, i64>> {
        let all = ledger::goods_by_batch(read, kind, filter)?;
        Ok(all.into_iter().map(|row| (row.batch, row.quantity)).collect())
    };
    let (shelf, sold) = (of(read, Kind::Shelf)?, of(read, Kind::Sold)?);
    let (apart, damaged) = (of(read, Kind::Discrepancy)?, of(read, Kind::Damaged)?);
    let moved = store_shelf::damaged_by_batch(read, shop)?;
    let cleared = store_movement::cleared_by_batch(read, shop)?;
    let open: BTreeMap<BatchId, (i64, i64)> = store_movement::open_by_batch(read, shop)?
        .into_iter()
        .map(|(batch, counted, sent)| (batch, (counted, sent)))
        .collect();
    let mut batches: BTreeSet<BatchId> = accountable.keys().copied().collect();
    for known in [&shelf, &sold, &apart, &damaged] {
        batches.extend(known.keys());
    }
    let at = |kind: &BTreeMap<BatchId, i64>, batch| kind.get(batch).copied().unwrap_or(0);
    for batch in &batches {
        let (counted, sent) = open.get(batch).copied().unwrap_or_default();
        // What a buyer brought back broken was sold before it was damaged; of both, what is at the
        // shop no longer was there once.
        let brought_back = at(&damaged, batch) + at(&cleared, batch) - at(&moved, batch);
        let there = at(&shelf, batch) + at(&sold, batch) + brought_back + counted;
        let held = at(accountable, batch);
        if held != there {
            wrong.push(format!("shop {shop}, batch {batch}: {held} to account for, {there} found"));
        }
        if at(&apart, batch) != counted + sent {
            let (apart, open) = (at(&apart, batch), counted + sent);
            wrong.push(format!(
                "shop {shop}, batch {batch}: {apart} in the ledger's differences, {open} open"
            ));
        }
    }
    Ok(())
}
