//! The shelf and its changes: all SQL of `consignment_shelf_batch`, `…move`, `…book`, `…count…`.

use std::collections::BTreeMap;

use db::{Read, Result, Row, Tx, sql};
use kernel::{
    AgreementId, BatchId, ConsignorId, Context, CountId, Day, Period, ProductId, Quantity, Rupiah,
    ShopId, Time, Zone,
};

use crate::{
    goods::Charged,
    kinds::{MovementKind, ShelfChange},
    types::{BorneLoss, CountEntry, CountSheet, Passed, ShelfRow},
};

/// The columns of a [`ShelfRow`] without its quantity, in the order of [`shelf_row`].
macro_rules! shelf_columns {
    () => {
        "consignor_id, shop_id, agreement_id, product_id, batch_id, finished_on, \
         first_received_on, last_received_on, accountable "
    };
}

fn shelf_row(row: &Row<'_>) -> Result<ShelfRow> {
    Ok(ShelfRow {
        consignor_id: row.get(0)?,
        shop_id: row.get(1)?,
        agreement_id: row.get(2)?,
        product_id: row.get(3)?,
        batch_id: row.get(4)?,
        finished_on: row.get(5)?,
        first_received_on: row.get(6)?,
        last_received_on: row.get(7)?,
        accountable: row.get(8)?,
        quantity: 0,
    })
}

/// Every batch that the shop ever had of a product, the oldest first: the way of every sale.
pub fn batches_of_product(
    read: &mut Read,
    shop: ShopId,
    product: ProductId,
) -> Result<Vec<ShelfRow>> {
    let sql = sql!(concat!(
        "SELECT ",
        shelf_columns!(),
        "FROM consignment_shelf_batch WHERE shop_id = $1 AND product_id = $2 \
         ORDER BY finished_on, first_received_on, batch_id"
    ));
    read.all(sql, &[&shop, &product], shelf_row)
}

/// Every batch that a shop, or the shops of a unit, ever had.
pub fn batches_of(
    read: &mut Read,
    shop: Option<ShopId>,
    consignor: Option<ConsignorId>,
) -> Result<Vec<ShelfRow>> {
    let sql = sql!(concat!(
        "SELECT ",
        shelf_columns!(),
        "FROM consignment_shelf_batch \
         WHERE (CAST($1 AS uuid) IS NULL OR shop_id = $1) \
           AND (CAST($2 AS uuid) IS NULL OR consignor_id = $2) \
         ORDER BY shop_id, product_id, finished_on, batch_id"
    ));
    read.all(sql, &[&shop, &consignor], shelf_row)
}

/// A change of a shelf.
#[derive(Debug, Clone, Copy)]
pub struct Change {
    pub consignor: ConsignorId,
    pub agreement: AgreementId,
    pub shop: ShopId,
    pub product: ProductId,
    pub batch: BatchId,
    pub kind: ShelfChange,
    /// Signed as the shelf sees it.
    pub quantity: i64,
    pub charged: Quantity,
    pub charge: Rupiah,
    pub booked_on: Day,
    pub document: uuid::Uuid,
}

pub fn insert_change(tx: &mut Tx, ctx: &Context, change: &Change) -> Result<()> {
    let sql = sql!(
        "INSERT INTO consignment_move (id, consignor_id, agreement_id, shop_id, product_id, \
         batch_id, kind, quantity, charged_quantity, charge_rupiah, booked_on, document_id, \
         created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
    );
    let c = change;
    let id = ctx.ids.uuid(ctx.now);
    tx.run(
        sql,
        &[
            &id,
            &c.consignor,
            &c.agreement,
            &c.shop,
            &c.product,
            &c.batch,
            &c.kind,
            &c.quantity,
            &c.charged,
            &c.charge,
            &c.booked_on,
            &c.document,
            &ctx.now,
        ],
    )?;
    match c.kind {
        ShelfChange::Discrepancy => Ok(()),
        _ => add_accountable(tx, c),
    }
}

fn add_accountable(tx: &mut Tx, change: &Change) -> Result<()> {
    let sql = sql!(
        "UPDATE consignment_shelf_batch SET accountable = accountable + $4 \
         WHERE shop_id = $1 AND product_id = $2 AND batch_id = $3"
    );
    let Change { shop, product, batch, quantity, .. } = change;
    tx.run(sql, &[shop, product, batch, quantity]).map(drop)
}

/// Makes the batch known to the shop's shelf, before its first change is written.
pub fn put_on_shelf(
    tx: &mut Tx,
    change: &Change,
    finished_on: Day,
    received_on: Day,
) -> Result<()> {
    let sql = sql!(
        "INSERT INTO consignment_shelf_batch (shop_id, product_id, batch_id, consignor_id, \
         agreement_id, finished_on, first_received_on, last_received_on, accountable) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7, 0) \
         ON CONFLICT (shop_id, product_id, batch_id) DO UPDATE \
         SET agreement_id = excluded.agreement_id, last_received_on = excluded.last_received_on"
    );
    let Change { shop, product, batch, consignor, agreement, .. } = change;
    tx.run(sql, &[shop, product, batch, consignor, agreement, &finished_on, &received_on]).map(drop)
}

/// The sums of an agreement's changes in a period: (product, kind, signed quantity).
pub fn changes_in(
    read: &mut Read,
    agreement: AgreementId,
    period: Period,
) -> Result<Vec<(ProductId, ShelfChange, i64)>> {
    let sql = sql!(
        "SELECT product_id, kind, CAST(SUM(quantity) AS bigint) FROM consignment_move \
         WHERE agreement_id = $1 AND booked_on >= $2 AND booked_on <= $3 \
         GROUP BY product_id, kind ORDER BY product_id, kind"
    );
    read.all(sql, &[&agreement, &period.from, &period.to], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })
}

/// What reached and left a shelf since a day otherwise than by sales, signed as the shelf sees it.
pub fn changes_by_day(
    read: &mut Read,
    agreement: AgreementId,
    from: Day,
) -> Result<Vec<(ProductId, Day, i64)>> {
    let sql = sql!(
        "SELECT product_id, booked_on, CAST(SUM(quantity) AS bigint) FROM consignment_move \
         WHERE agreement_id = $1 AND booked_on >= $2 GROUP BY product_id, booked_on"
    );
    read.all(sql, &[&agreement, &from], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

/// Books are kept by booked days, which are never before the day of the paper.
pub fn passed_since(read: &mut Read, zone: Zone, shop: ShopId, from: Day) -> Result<Vec<Passed>> {
    let sql = sql!(
        "SELECT m.product_id, m.batch_id, CAST(SUM(m.quantity) AS bigint), m.created_at, \
         r.received_on, v.happened_on, v.created_at, v.kind \
         FROM consignment_move m \
         LEFT JOIN consignment_receipt r ON r.id = m.document_id \
         LEFT JOIN consignment_movement v ON v.id = m.document_id \
         WHERE m.shop_id = $1 AND m.booked_on >= $2 \
         GROUP BY m.document_id, m.product_id, m.batch_id, m.created_at, r.received_on, \
         v.happened_on, v.created_at, v.kind HAVING SUM(m.quantity) <> 0"
    );
    read.all(sql, &[&shop, &from], |row| {
        let (booked_at, received): (Time, Option<Day>) = (row.get(3)?, row.get(4)?);
        let (happened, proposed): (Option<Day>, Option<Time>) = (row.get(5)?, row.get(6)?);
        let day = received.or(happened);
        let day_of = day.unwrap_or_else(|| booked_at.day(zone));
        Ok(Passed {
            product_id: row.get(0)?,
            batch_id: row.get(1)?,
            quantity: row.get(2)?,
            day: day_of,
            at: hour_of(row.get(7)?, proposed.unwrap_or(booked_at), (day_of, zone)),
            counts: day.is_none(),
        })
    })
}

/// The hour of what was written down at a time. Broken pieces are as broken at every hour of
/// their day, and whole ones as whole: a count names them itself.
fn hour_of(kind: Option<MovementKind>, at: Time, (day, zone): (Day, Zone)) -> Option<Time> {
    match kind {
        Some(MovementKind::Damage | MovementKind::NotBroken) => Time::from_micros(0),
        _ => Some(at).filter(|at| at.day(zone) == day),
    }
}

/// Pieces that have left a shop's shelf up to a day as one side says, while the other has not
/// confirmed it: by the books they stand there.
pub fn leaving(read: &mut Read, zone: Zone, shop: ShopId, through: Day) -> Result<Vec<Passed>> {
    let sql = sql!(
        "SELECT l.product_id, l.batch_id, l.quantity, m.happened_on, m.created_at, m.kind \
         FROM consignment_movement m JOIN consignment_movement_line l ON l.movement_id = m.id \
         WHERE m.shop_id = $1 AND m.state = 'proposed' AND m.happened_on <= $2 \
         AND m.kind IN ('return', 'damage', 'loss', 'transfer')"
    );
    read.all(sql, &[&shop, &through], |row| {
        let (day, at): (Day, Time) = (row.get(3)?, row.get(4)?);
        Ok(Passed {
            product_id: row.get(0)?,
            batch_id: row.get(1)?,
            quantity: -row.get::<i64>(2)?,
            day,
            at: hour_of(row.get(5)?, at, (day, zone)),
            counts: false,
        })
    })
}

pub fn charges_in(
    read: &mut Read,
    agreement: AgreementId,
    period: Period,
) -> Result<Vec<BorneLoss>> {
    let sql = sql!(
        "SELECT product_id, batch_id, kind, charged_quantity, charge_rupiah, booked_on, \
         document_id, (SELECT p.discrepancy_id FROM consignment_proposal p \
           WHERE p.id = consignment_move.document_id) FROM consignment_move \
         WHERE agreement_id = $1 AND booked_on >= $2 AND booked_on <= $3 AND charged_quantity <> 0 \
         ORDER BY booked_on, id"
    );
    read.all(sql, &[&agreement, &period.from, &period.to], |row| {
        Ok(BorneLoss {
            product_id: row.get(0)?,
            batch_id: row.get(1)?,
            kind: row.get(2)?,
            quantity: row.get(3)?,
            charge: row.get(4)?,
            booked_on: row.get(5)?,
            document: row.get(6)?,
            difference: row.get(7)?,
        })
    })
}

/// Pieces of each batch that a shop had paid for as lost, or as broken, and not got back before a
/// day; under whichever agreement.
pub fn charged_before(read: &mut Read, shop: ShopId, day: Day) -> Result<PaidBefore> {
    let sql = sql!(
        "SELECT batch_id, kind, CAST(SUM(charged_quantity) AS bigint) FROM consignment_move \
         WHERE shop_id = $1 AND booked_on < $2 AND kind IN ('lost', 'damaged') \
         GROUP BY batch_id, kind"
    );
    let of = |row: &db::Row<'_>| Ok(((row.get(0)?, row.get(1)?), row.get(2)?));
    Ok(read.all(sql, &[&shop, &day], of)?.into_iter().collect())
}

/// Pieces that a shop paid for, by batch and by what became of them.
pub type PaidBefore = BTreeMap<(BatchId, ShelfChange), Quantity>;

/// Pieces that movements wrote off as damaged at a shop and none took back, by batch.
pub fn damaged_by_batch(read: &mut Read, shop: ShopId) -> Result<BTreeMap<BatchId, i64>> {
    let sql = sql!(
        "SELECT batch_id, CAST(-SUM(quantity) AS bigint) FROM consignment_move \
         WHERE shop_id = $1 AND kind = 'damaged' GROUP BY batch_id"
    );
    let pairs = read.all(sql, &[&shop], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(pairs.into_iter().collect())
}

/// What a shop was charged for pieces of a batch that it lost, or broke, less what was taken back
/// since; under whichever agreement, for that may be older than the one in force.
pub fn charged_for(
    read: &mut Read,
    shop: ShopId,
    batch: BatchId,
    kind: ShelfChange,
) -> Result<Charged> {
    let sql = sql!(
        "SELECT CAST(COALESCE(SUM(charged_quantity), 0) AS bigint), \
         CAST(COALESCE(SUM(charge_rupiah), 0) AS bigint) FROM consignment_move \
         WHERE shop_id = $1 AND batch_id = $2 AND kind = $3"
    );
    read.one(sql, &[&shop, &batch, &kind], |row| {
        Ok(Charged { pieces: row.get(0)?, rupiah: row.get(1)? })
    })
}

/// What the shop was charged for by one document.
pub fn charge_of(read: &mut Read, document: uuid::Uuid) -> Result<Rupiah> {
    let sql = sql!(
        "SELECT CAST(COALESCE(SUM(charge_rupiah), 0) AS bigint) FROM consignment_move \
         WHERE document_id = $1"
    );
    read.one(sql, &[&document], |row| row.get(0))
}

pub fn closed_through(read: &mut Read, agreement: AgreementId) -> Result<Option<Day>> {
    let sql = sql!("SELECT closed_through FROM consignment_book WHERE agreement_id = $1");
    read.first(sql, &[&agreement], |row| row.get(0))
}

pub fn close_books(
    tx: &mut Tx,
    agreement: AgreementId,
    consignor: ConsignorId,
    through: Day,
) -> Result<()> {
    let sql = sql!(
        "INSERT INTO consignment_book (agreement_id, consignor_id, closed_through) \
         VALUES ($1, $2, $3) ON CONFLICT (agreement_id) DO UPDATE \
         SET closed_through = excluded.closed_through \
         WHERE consignment_book.closed_through < excluded.closed_through"
    );
    tx.run(sql, &[&agreement, &consignor, &through]).map(drop)
}

pub fn reopen_books(tx: &mut Tx, agreement: AgreementId, through: Option<Day>) -> Result<()> {
    let back = sql!("UPDATE consignment_book SET closed_through = $2 WHERE agreement_id = $1");
    let open = sql!("DELETE FROM consignment_book WHERE agreement_id = $1");
    match through {
        Some(day) => tx.run(back, &[&agreement, &day]).map(drop),
        None => tx.run(open, &[&agreement]).map(drop),
    }
}

macro_rules! count_columns {
    () => {
        "id, consignor_id, shop_id, agreement_id, counted_on, note, created_by "
    };
}

fn count(row: &Row<'_>) -> Result<CountSheet> {
    Ok(CountSheet {
        id: row.get(0)?,
        consignor_id: row.get(1)?,
        shop_id: row.get(2)?,
        agreement_id: row.get(3)?,
        counted_on: row.get(4)?,
        note: row.get(5)?,
        created_by: row.get(6)?,
    })
}

pub fn find_count(read: &mut Read, id: CountId) -> Result<Option<CountSheet>> {
    let sql = sql!(concat!("SELECT ", count_columns!(), "FROM consignment_count WHERE id = $1"));
    read.first(sql, &[&id], count)
}

/// Whose counts, and which page of them.
pub struct CountFilter {
    pub consignor: Option<ConsignorId>,
    pub shop: Option<ShopId>,
    pub limit: i64,
    pub offset: i64,
}

pub fn list_counts(read: &mut Read, ask: &CountFilter) -> Result<(Vec<CountSheet>, i64)> {
    let sql = sql!(concat!(
        "SELECT ",
        count_columns!(),
        "FROM consignment_count WHERE (CAST($1 AS uuid) IS NULL OR consignor_id = $1) \
         AND (CAST($2 AS uuid) IS NULL OR shop_id = $2) \
         ORDER BY counted_on DESC, id DESC LIMIT $3 OFFSET $4"
    ));
    let CountFilter { consignor, shop, limit, offset } = ask;
    let rows = read.all(sql, &[consignor, shop, limit, offset], count)?;
    let sql = sql!(
        "SELECT CAST(COUNT(*) AS bigint) FROM consignment_count \
         WHERE (CAST($1 AS uuid) IS NULL OR consignor_id = $1) \
         AND (CAST($2 AS uuid) IS NULL OR shop_id = $2)"
    );
    let total = read.one(sql, &[consignor, shop], |row| row.get(0))?;
    Ok((rows, total))
}

pub fn insert_count(tx: &mut Tx, ctx: &Context, sheet: &CountSheet, booked_on: Day) -> Result<()> {
    let sql = sql!(
        "INSERT INTO consignment_count (id, consignor_id, shop_id, agreement_id, counted_on, \
         booked_on, note, created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    );
    let CountSheet { id, consignor_id, shop_id, agreement_id, counted_on, note, created_by } =
        sheet;
    tx.run(
        sql,
        &[
            id,
            consignor_id,
            shop_id,
            agreement_id,
            counted_on,
            &booked_on,
            note,
            created_by,
            &ctx.now,
        ],
    )
    .map(drop)
}

pub fn insert_count_line(
    tx: &mut Tx,
    count: CountId,
    line_no: i64,
    entry: &CountEntry,
) -> Result<()> {
    let sql = sql!(
        "INSERT INTO consignment_count_line (count_id, line_no, product_id, expected, counted, \
         note) VALUES ($1, $2, $3, $4, $5, $6)"
    );
    let CountEntry { product_id, expected, counted, note } = entry;
    tx.run(sql, &[&count, &line_no, product_id, expected, counted, note]).map(drop)
}

pub fn list_count_lines(read: &mut Read, count: CountId) -> Result<Vec<CountEntry>> {
    let sql = sql!(
        "SELECT product_id, expected, counted, note FROM consignment_count_line \
         WHERE count_id = $1 ORDER BY line_no"
    );
    read.all(sql, &[&count], |row| {
        Ok(CountEntry {
            product_id: row.get(0)?,
            expected: row.get(1)?,
            counted: row.get(2)?,
            note: row.get(3)?,
        })
    })
}
