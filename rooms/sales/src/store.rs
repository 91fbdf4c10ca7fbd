//! All SQL of the room.

use db::{Param, Read, Result, Row, Tx, sql};
use kernel::{
    AgreementId, ConsignorId, Context, Day, ProductId, Quantity, RefundId, Rupiah, SaleId, ShopId,
};

use crate::{
    actions::NewSale,
    actions_refund::{Back, Told},
    cut::Cut,
    inputs::Refund,
    refusal::No,
    store_day::{self, Added},
    types::{RefundSeen, Sale, SaleLine},
};

/// Whether it was new: a sale with this id is left as it is.
pub(crate) fn insert_sale(
    tx: &mut Tx,
    ctx: &Context,
    sale: &NewSale<'_>,
    consignor: ConsignorId,
    gross: Rupiah,
) -> Result<bool> {
    let statement = sql!(
        "INSERT INTO sales_sale (id, consignor_id, shop_id, receipt_number, sold_at, business_day,
             payment, source, counted_from, gross, note, recorded_by, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         ON CONFLICT (id) DO NOTHING"
    );
    let own_number = sale.receipt_number.map_or_else(|| sale.id.short(), str::to_owned);
    let params: &[&dyn Param] = &[
        &sale.id,
        &consignor,
        &sale.shop,
        &own_number,
        &sale.sold_at,
        &sale.day,
        &sale.payment,
        &sale.source,
        &sale.counted_from,
        &gross,
        &sale.note,
        &ctx.actor.user,
        &ctx.now,
    ];
    Ok(tx.run(statement, params)? == 1)
}

/// Writes a line and adds it to its day.
pub(crate) fn insert_line(
    tx: &mut Tx,
    sale: &NewSale<'_>,
    position: i64,
    cut: &Cut,
    booked_day: Day,
) -> Result<()> {
    let line = sql!(
        "INSERT INTO sales_line (sale_id, position, product_id, batch_id, agreement_id, terms_id,
             quantity, unit_price, shop_part, booked_day)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    );
    let params: [&dyn Param; 10] = [
        &sale.id,
        &position,
        &cut.product,
        &cut.batch,
        &cut.agreement,
        &cut.terms,
        &cut.quantity,
        &cut.unit_price,
        &cut.shop_part,
        &booked_day,
    ];
    let added = Added {
        agreement: cut.agreement,
        day: booked_day,
        batch: cut.batch,
        unit_price: cut.unit_price,
        shop: sale.shop,
        product: cut.product,
        sold: (cut.quantity, cut.shop_part),
        refunded: (Quantity(0), Rupiah::ZERO),
    };
    tx.later(&[(line, &params), (store_day::ADD, &added.params())])
}

/// The day itself, or the first day after the books that are closed already.
pub(crate) fn first_open_day(read: &mut Read, agreement: AgreementId, day: Day) -> Result<Day> {
    let closed = closed_through(read, agreement)?;
    Ok(closed.map_or(day, |through| day.max(through.plus_days(1))))
}

/// Through which day the books of an agreement are closed.
pub fn closed_through(read: &mut Read, agreement: AgreementId) -> Result<Option<Day>> {
    let statement = sql!("SELECT through FROM sales_closed WHERE agreement_id = $1");
    read.first(statement, &[&agreement], |row| row.get(0))
}

/// Closes the books of an agreement through a day: what is learnt later stands under later days.
/// Settlement calls it when it closes a statement.
pub fn close_books(tx: &mut Tx, agreement: AgreementId, through: Day) -> Result<()> {
    let statement = sql!(
        "INSERT INTO sales_closed (agreement_id, through) VALUES ($1, $2)
         ON CONFLICT (agreement_id) DO UPDATE SET through = excluded.through"
    );
    tx.run(statement, &[&agreement, &through]).map(drop)
}

/// Sets the books back to the last day that still stands; without one they are open from the
/// beginning. Settlement calls it when it sends a statement back. Who books meanwhile has read the
/// row that is changed here, so on PostgreSQL one of the two is done again.
pub fn reopen_books(tx: &mut Tx, agreement: AgreementId, through: Option<Day>) -> Result<()> {
    let back = sql!("UPDATE sales_closed SET through = $2 WHERE agreement_id = $1");
    let open = sql!("DELETE FROM sales_closed WHERE agreement_id = $1");
    match through {
        Some(day) => tx.run(back, &[&agreement, &day]).map(drop),
        None => tx.run(open, &[&agreement]).map(drop),
    }
}

/// From which day to which one count of a unit's goods looked back to the one before, at a shop
/// since a day.
pub(crate) fn count_gaps(
    read: &mut Read,
    (consignor, shop): (ConsignorId, ShopId),
    from: Day,
) -> Result<Vec<(Day, Day)>> {
    let statement = sql!(
        "SELECT counted_from, business_day FROM sales_sale
         WHERE shop_id = $1 AND source = 'count' AND business_day >= $2 AND counted_from IS NOT NULL
             AND consignor_id = $3
         ORDER BY business_day"
    );
    read.all(statement, &[&shop, &from, &consignor], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// What a shop last took for a piece under an agreement, within the last year.
pub fn last_price(
    read: &mut Read,
    agreement: AgreementId,
    product: ProductId,
    day: Day,
) -> Result<Option<Rupiah>> {
    let statement = sql!(
        "SELECT l.unit_price FROM sales_line l JOIN sales_sale s ON s.id = l.sale_id
         WHERE l.agreement_id = $1 AND l.product_id = $2 AND l.booked_day > $3
         ORDER BY l.booked_day DESC, s.sold_at DESC LIMIT 1"
    );
    read.first(statement, &[&agreement, &product, &day.plus_days(-366)], |row| row.get(0))
}

pub(crate) fn sale_of(row: &Row<'_>) -> Result<Sale> {
    Ok(Sale {
        id: row.get(0)?,
        consignor_id: row.get(1)?,
        shop_id: row.get(2)?,
        receipt_number: row.get(3)?,
        sold_at: row.get(4)?,
        business_day: row.get(5)?,
        payment: row.get(6)?,
        source: row.get(7)?,
        counted_from: row.get(8)?,
        gross: row.get(9)?,
        note: row.get(10)?,
        recorded_by: row.get(11)?,
        recorded_at: row.get(12)?,
    })
}

pub(crate) fn find_sale(read: &mut Read, id: SaleId) -> Result<Option<Sale>> {
    let statement = sql!(
        "SELECT id, consignor_id, shop_id, receipt_number, sold_at, business_day, payment, source,
             counted_from, gross, note, recorded_by, recorded_at
         FROM sales_sale WHERE id = $1"
    );
    read.first(statement, &[&id], sale_of)
}

/// The sales of a shop's day under a number, however its letters are written.
pub(crate) fn sales_numbered(
    read: &mut Read,
    shop: ShopId,
    day: Day,
    number: &str,
) -> Result<Vec<SaleId>> {
    let statement = sql!(
        "SELECT id FROM sales_sale WHERE shop_id = $1 AND business_day = $2
             AND LOWER(receipt_number) = LOWER($3) AND source <> 'count' ORDER BY id LIMIT 20"
    );
    read.all(statement, &[&shop, &day, &number], |row| row.get(0))
}

/// A sale that is his to see; else 404.
pub(crate) fn load_sale(read: &mut Read, ctx: &Context, id: SaleId) -> Result<Sale> {
    let found = find_sale(read, id)?;
    let own = found.filter(|sale| ctx.actor.sees_between(sale.consignor_id, sale.shop_id));
    own.ok_or_else(|| No::Unknown.into())
}

/// The lines of a sale, with what was brought back since.
pub(crate) fn lines_of(read: &mut Read, sale: SaleId) -> Result<Vec<SaleLine>> {
    let statement = sql!(
        "SELECT l.position, l.product_id, l.batch_id, l.agreement_id, l.terms_id, l.quantity,
             l.unit_price, l.shop_part, l.booked_day,
             CAST(COALESCE((SELECT SUM(r.quantity) FROM sales_refund_line r
                WHERE r.sale_id = l.sale_id AND r.position = l.position), 0) AS bigint)
         FROM sales_line l WHERE l.sale_id = $1 ORDER BY l.position"
    );
    read.all(statement, &[&sale], |row| line_of(row, 0))
}

/// A line whose columns begin at a place.
pub(crate) fn line_of(row: &Row<'_>, at: usize) -> Result<SaleLine> {
    Ok(SaleLine {
        position: row.get(at)?,
        product_id: row.get(at + 1)?,
        batch_id: row.get(at + 2)?,
        agreement_id: row.get(at + 3)?,
        terms_id: row.get(at + 4)?,
        quantity: row.get(at + 5)?,
        unit_price: row.get(at + 6)?,
        shop_part: row.get(at + 7)?,
        booked_day: row.get(at + 8)?,
        refunded: row.get(at + 9)?,
    })
}

pub(crate) fn refunds_of(read: &mut Read, sale: SaleId) -> Result<Vec<RefundSeen>> {
    let statement = sql!(
        "SELECT id, business_day, reason, resellable, exception, gross,
             CAST((SELECT SUM(l.quantity) FROM sales_refund_line l
                WHERE l.refund_id = sales_refund.id) AS bigint)
         FROM sales_refund WHERE sale_id = $1 ORDER BY recorded_at, id"
    );
    read.all(statement, &[&sale], |row| {
        Ok(RefundSeen {
            id: row.get(0)?,
            business_day: row.get(1)?,
            reason: row.get(2)?,
            resellable: row.get(3)?,
            exception: row.get(4)?,
            gross: row.get(5)?,
            quantity: row.get(6)?,
        })
    })
}

pub(crate) fn insert_refund(
    tx: &mut Tx,
    ctx: &Context,
    sale: &Sale,
    input: &Refund,
    (day, told): (Day, Told),
    gross: Rupiah,
) -> Result<()> {
    let statement = sql!(
        "INSERT INTO sales_refund (id, sale_id, consignor_id, shop_id, business_day, reason,
             resellable, exception, gross, recorded_by, recorded_at, brought_at, replaced_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
    );
    let params: &[&dyn Param] = &[
        &input.id,
        &sale.id,
        &sale.consignor_id,
        &sale.shop_id,
        &day,
        &input.reason,
        &input.resellable.0,
        &input.exception,
        &gross,
        &ctx.actor.user,
        &ctx.now,
        &told.at,
        &told.replaced_by,
    ];
    tx.run(statement, params).map(drop)
}

/// Writes a line of a refund and adds it to its day.
pub(crate) fn insert_refund_line(
    tx: &mut Tx,
    refund: RefundId,
    sale: &Sale,
    back: &Back<'_>,
) -> Result<()> {
    let statement = sql!(
        "INSERT INTO sales_refund_line (refund_id, sale_id, position, product_id, batch_id,
             agreement_id, quantity, unit_price, shop_part, booked_day)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    );
    let line = back.line;
    let params: [&dyn Param; 10] = [
        &refund,
        &sale.id,
        &line.position,
        &line.product_id,
        &line.batch_id,
        &line.agreement_id,
        &back.quantity,
        &line.unit_price,
        &back.shop_part,
        &back.booked_day,
    ];
    let added = Added {
        agreement: line.agreement_id,
        day: back.booked_day,
        batch: line.batch_id,
        unit_price: line.unit_price,
        shop: sale.shop_id,
        product: line.product_id,
        sold: (Quantity(0), Rupiah::ZERO),
        refunded: (back.quantity, back.shop_part),
    };
    tx.later(&[(statement, &params), (store_day::ADD, &added.params())])
}
