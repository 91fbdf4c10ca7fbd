//! Deliveries and receipts: all SQL of the `consignment_delivery…` and `…receipt…` tables.

use db::{Param, Read, RefuseOn, Result, Row, Tx, sql};
use kernel::{
    AgreementId, BatchId, ConsignorId, Context, Day, DeliveryId, MovementId, ProductId, Quantity,
    ReceiptId, ShopId,
};

use crate::{
    inputs::{RecallDelivery, RecallId},
    kinds::DeliveryState,
    photo::Picture,
    refusal::No,
    types::{Delivery, DeliveryLine, Recall, Receipt},
};

/// The columns of a [`Delivery`], in the order of [`delivery`].
macro_rules! delivery_columns {
    () => {
        "id, consignor_id, shop_id, agreement_id, number, sent_on, exception_reason, carried_by, \
         note, from_shop_id, movement_id, state, created_by "
    };
}

fn delivery(row: &Row<'_>) -> Result<Delivery> {
    Ok(Delivery {
        id: row.get(0)?,
        consignor_id: row.get(1)?,
        shop_id: row.get(2)?,
        agreement_id: row.get(3)?,
        number: row.get(4)?,
        sent_on: row.get(5)?,
        exception_reason: row.get(6)?,
        carried_by: row.get(7)?,
        note: row.get(8)?,
        from_shop_id: row.get(9)?,
        movement_id: row.get(10)?,
        state: row.get(11)?,
        created_by: row.get(12)?,
    })
}

pub fn find_delivery(read: &mut Read, id: DeliveryId) -> Result<Option<Delivery>> {
    let sql =
        sql!(concat!("SELECT ", delivery_columns!(), "FROM consignment_delivery WHERE id = $1"));
    read.first(sql, &[&id], delivery)
}

/// The delivery that a confirmed transfer made.
pub fn find_delivery_of(read: &mut Read, movement: MovementId) -> Result<Option<Delivery>> {
    let sql = sql!(concat!(
        "SELECT ",
        delivery_columns!(),
        "FROM consignment_delivery WHERE movement_id = $1"
    ));
    read.first(sql, &[&movement], delivery)
}

/// What a figure of a statement is made of: only that which moved so, by booked day.
#[derive(Debug, Clone, Copy, Default)]
pub struct Behind {
    pub agreement: Option<AgreementId>,
    pub product: Option<ProductId>,
    pub from: Option<Day>,
    pub to: Option<Day>,
}

/// Whose deliveries, and how the list is narrowed.
pub struct DeliveryFilter<'a> {
    pub consignor: Option<ConsignorId>,
    pub shop: Option<ShopId>,
    pub like: Option<String>,
    pub state: Option<&'a str>,
    pub behind: Behind,
    pub limit: i64,
    pub offset: i64,
}

macro_rules! delivery_filter {
    () => {
        "FROM consignment_delivery WHERE (CAST($1 AS uuid) IS NULL OR consignor_id = $1) \
         AND (CAST($2 AS uuid) IS NULL OR shop_id = $2) \
         AND (CAST($3 AS text) IS NULL OR LOWER(number) LIKE $3 ESCAPE '!') \
         AND (CAST($4 AS text) IS NULL OR state = $4) \
         AND (CAST($5 AS uuid) IS NULL OR agreement_id = $5 OR EXISTS (SELECT 1 \
              FROM consignment_receipt r JOIN consignment_move v ON v.document_id = r.id \
              WHERE r.delivery_id = consignment_delivery.id AND v.agreement_id = $5)) \
         AND (CAST($6 AS uuid) IS NULL OR EXISTS (SELECT 1 FROM consignment_delivery_line l \
              WHERE l.delivery_id = consignment_delivery.id AND l.product_id = $6)) \
         AND ((CAST($7 AS date) IS NULL AND CAST($8 AS date) IS NULL) \
              OR EXISTS (SELECT 1 FROM consignment_receipt r \
              WHERE r.delivery_id = consignment_delivery.id \
                AND (CAST($7 AS date) IS NULL OR r.booked_on >= $7) \
                AND (CAST($8 AS date) IS NULL OR r.booked_on <= $8))) "
    };
}

pub fn list_deliveries(read: &mut Read, ask: &DeliveryFilter<'_>) -> Result<(Vec<Delivery>, i64)> {
    let sql = sql!(concat!(
        "SELECT ",
        delivery_columns!(),
        delivery_filter!(),
        "ORDER BY sent_on DESC, id DESC LIMIT $9 OFFSET $10"
    ));
    let DeliveryFilter { consignor, shop, like, state, behind, limit, offset } = ask;
    let Behind { agreement, product, from, to } = behind;
    let narrow: [&dyn Param; 8] = [consignor, shop, like, state, agreement, product, from, to];
    let mut params = narrow.to_vec();
    params.extend([limit as &dyn Param, offset]);
    let rows = read.all(sql, &params, delivery)?;
    let sql = sql!(concat!("SELECT CAST(COUNT(*) AS bigint) ", delivery_filter!()));
    let total = read.one(sql, &narrow, |row| row.get(0))?;
    Ok((rows, total))
}

/// The numbers that begin so, for the next free one. `pattern` is for LIKE.
pub fn numbers_like(read: &mut Read, consignor: ConsignorId, pattern: &str) -> Result<Vec<String>> {
    let sql = sql!(
        "SELECT number FROM consignment_delivery \
         WHERE consignor_id = $1 AND number LIKE $2 ESCAPE '!'"
    );
    read.all(sql, &[&consignor, &pattern], |row| row.get(0))
}

/// A surat jalan as it is written; its lines follow.
pub fn insert_delivery(tx: &mut Tx, ctx: &Context, delivery: &Delivery) -> Result<()> {
    let sql = sql!(
        "INSERT INTO consignment_delivery (id, consignor_id, shop_id, agreement_id, number, \
         sent_on, exception_reason, carried_by, note, from_shop_id, movement_id, state, \
         created_by, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
    );
    let d = delivery;
    tx.run(
        sql,
        &[
            &d.id,
            &d.consignor_id,
            &d.shop_id,
            &d.agreement_id,
            &d.number,
            &d.sent_on,
            &d.exception_reason,
            &d.carried_by,
            &d.note,
            &d.from_shop_id,
            &d.movement_id,
            &d.state,
            &d.created_by,
            &ctx.now,
        ],
    )
    .refuse_on(
        "consignment_delivery_consignor_id_number_key",
        No::NumberTaken.with("number", &d.number).at("number"),
    )
    .map(drop)
}

pub fn insert_delivery_line(tx: &mut Tx, id: DeliveryId, line: &DeliveryLine) -> Result<()> {
    let sql = sql!(
        "INSERT INTO consignment_delivery_line (delivery_id, line_no, product_id, batch_id, sent) \
         VALUES ($1, $2, $3, $4, $5)"
    );
    let DeliveryLine { line_no, product_id, batch_id, sent, .. } = line;
    tx.run(sql, &[&id, line_no, product_id, batch_id, sent]).map(drop)
}

pub fn list_lines(read: &mut Read, id: DeliveryId) -> Result<Vec<DeliveryLine>> {
    let sql = sql!(
        "SELECT l.line_no, l.product_id, l.batch_id, l.sent, r.received, r.note, \
         r.photo IS NOT NULL \
         FROM consignment_delivery_line l \
         LEFT JOIN consignment_receipt t ON t.delivery_id = l.delivery_id \
         LEFT JOIN consignment_receipt_line r ON r.receipt_id = t.id AND r.line_no = l.line_no \
         WHERE l.delivery_id = $1 ORDER BY l.line_no"
    );
    read.all(sql, &[&id], |row| {
        Ok(DeliveryLine {
            line_no: row.get(0)?,
            product_id: row.get(1)?,
            batch_id: row.get(2)?,
            sent: row.get(3)?,
            received: row.get(4)?,
            note: row.get(5)?,
            has_photo: row.get(6)?,
        })
    })
}

/// What a unit sent to a shop on a day with a note, batch by batch, over all such deliveries.
pub fn sent_with_note(
    read: &mut Read,
    (consignor, shop, day): (ConsignorId, ShopId, Day),
    note: &str,
) -> Result<Vec<(BatchId, Quantity)>> {
    let sql = sql!(
        "SELECT l.batch_id, l.sent FROM consignment_delivery d \
         JOIN consignment_delivery_line l ON l.delivery_id = d.id \
         WHERE d.consignor_id = $1 AND d.shop_id = $2 AND d.sent_on = $3 AND d.note = $4"
    );
    read.all(sql, &[&consignor, &shop, &day, &note], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// The number of the first surat jalan with a product that a shop has not confirmed, of those that
/// were sent up to a day.
pub fn on_the_way(
    read: &mut Read,
    shop: ShopId,
    product: ProductId,
    through: Day,
) -> Result<Option<String>> {
    let sql = sql!(
        "SELECT d.number FROM consignment_delivery d \
         WHERE d.shop_id = $1 AND d.state = 'sent' AND d.sent_on <= $3 \
         AND EXISTS (SELECT 1 FROM consignment_delivery_line l \
           WHERE l.delivery_id = d.id AND l.product_id = $2) \
         ORDER BY d.sent_on, d.number LIMIT 1"
    );
    read.first(sql, &[&shop, &product, &through], |row| row.get(0))
}

pub fn set_state(tx: &mut Tx, id: DeliveryId, state: DeliveryState) -> Result<()> {
    let sql = sql!("UPDATE consignment_delivery SET state = $2 WHERE id = $1");
    tx.run(sql, &[&id, &state]).map(drop)
}

pub fn insert_recall(tx: &mut Tx, ctx: &Context, input: &RecallDelivery) -> Result<()> {
    let sql = sql!(
        "INSERT INTO consignment_recall (delivery_id, id, recalled_on, reason, created_by, \
         created_at) VALUES ($1, $2, $3, $4, $5, $6)"
    );
    let RecallDelivery { id, delivery, reason } = input;
    tx.run(sql, &[delivery, id, &ctx.today(), reason, &ctx.actor.user, &ctx.now]).map(drop)
}

pub fn find_recall(read: &mut Read, delivery: DeliveryId) -> Result<Option<(RecallId, Recall)>> {
    let sql = sql!("SELECT id, recalled_on, reason FROM consignment_recall WHERE delivery_id = $1");
    read.first(sql, &[&delivery], |row| {
        Ok((row.get(0)?, Recall { recalled_on: row.get(1)?, reason: row.get(2)? }))
    })
}

pub fn insert_receipt(
    tx: &mut Tx,
    ctx: &Context,
    id: ReceiptId,
    delivery: &Delivery,
    received_on: Day,
    booked_on: Day,
) -> Result<()> {
    let sql = sql!(
        "INSERT INTO consignment_receipt (id, consignor_id, shop_id, delivery_id, received_on, \
         booked_on, created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    );
    let Delivery { id: of, consignor_id, shop_id, .. } = delivery;
    let (by, now) = (&ctx.actor.user, &ctx.now);
    tx.run(sql, &[&id, consignor_id, shop_id, of, &received_on, &booked_on, by, now])
        .refuse_on("consignment_receipt_delivery_id_key", No::AlreadyReceived)
        .map(drop)
}

pub fn insert_receipt_line(
    tx: &mut Tx,
    receipt: ReceiptId,
    line_no: i64,
    received: kernel::Quantity,
    note: Option<&str>,
    photo: Option<&Picture>,
) -> Result<()> {
    let sql = sql!(
        "INSERT INTO consignment_receipt_line (receipt_id, line_no, received, note, photo, \
         photo_mime) VALUES ($1, $2, $3, $4, $5, $6)"
    );
    let (bytes, mime) = (photo.map(|one| &one.0), photo.map(|_| Picture::MIME));
    tx.run(sql, &[&receipt, &line_no, &received, &note, &bytes, &mime]).map(drop)
}

pub fn find_receipt(read: &mut Read, delivery: DeliveryId) -> Result<Option<Receipt>> {
    let sql = sql!(
        "SELECT id, delivery_id, received_on, created_by FROM consignment_receipt \
         WHERE delivery_id = $1"
    );
    read.first(sql, &[&delivery], |row| {
        Ok(Receipt {
            id: row.get(0)?,
            delivery_id: row.get(1)?,
            received_on: row.get(2)?,
            created_by: row.get(3)?,
        })
    })
}

pub fn find_receipt_photo(
    read: &mut Read,
    delivery: DeliveryId,
    line_no: i64,
) -> Result<Option<Vec<u8>>> {
    let sql = sql!(
        "SELECT r.photo FROM consignment_receipt t \
         JOIN consignment_receipt_line r ON r.receipt_id = t.id \
         WHERE t.delivery_id = $1 AND r.line_no = $2"
    );
    let found = read.first(sql, &[&delivery, &line_no], |row| row.get::<Option<Vec<u8>>>(0))?;
    Ok(found.flatten())
}
