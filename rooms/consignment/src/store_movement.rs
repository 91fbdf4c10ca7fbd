//! Movements and differences: all SQL of `consignment_movement…`, `…discrepancy`, `…proposal`.

use std::collections::BTreeMap;

use agreements::Side;
use db::{Param, Read, Result, Row, Tx, sql};
use kernel::{
    BatchId, ConsignorId, Context, Day, DiscrepancyId, MovementId, ProductId, Quantity, ShopId,
};

use crate::{
    inputs::{ProposalId, ProposeResolution},
    kinds::{MovementState, Party},
    photo::Picture,
    store_delivery::Behind,
    types::{Discrepancy, Movement, MovementLine, Proposal},
};

/// The columns of a [`Movement`], in the order of [`movement`].
macro_rules! movement_columns {
    () => {
        "id, consignor_id, shop_id, agreement_id, kind, to_shop_id, to_agreement_id, happened_on, \
         reason, photo IS NOT NULL, state, proposed_side, borne_by, booked_on, decided_by, \
         decided_note, created_by, created_at "
    };
}

fn movement(row: &Row<'_>) -> Result<Movement> {
    Ok(Movement {
        id: row.get(0)?,
        consignor_id: row.get(1)?,
        shop_id: row.get(2)?,
        agreement_id: row.get(3)?,
        kind: row.get(4)?,
        to_shop_id: row.get(5)?,
        to_agreement_id: row.get(6)?,
        happened_on: row.get(7)?,
        reason: row.get(8)?,
        has_photo: row.get(9)?,
        state: row.get(10)?,
        proposed_side: row.get(11)?,
        borne_by: row.get(12)?,
        booked_on: row.get(13)?,
        decided_by: row.get(14)?,
        decided_note: row.get(15)?,
        created_by: row.get(16)?,
        created_at: row.get(17)?,
    })
}

pub fn find_movement(read: &mut Read, id: MovementId) -> Result<Option<Movement>> {
    let sql =
        sql!(concat!("SELECT ", movement_columns!(), "FROM consignment_movement WHERE id = $1"));
    read.first(sql, &[&id], movement)
}

/// Whose movements or differences, and how the list is narrowed.
pub struct SideFilter<'a> {
    pub consignor: Option<ConsignorId>,
    pub shop: Option<ShopId>,
    pub kind: Option<&'a str>,
    pub state: Option<&'a str>,
    pub behind: Behind,
    pub limit: i64,
    pub offset: i64,
}

impl SideFilter<'_> {
    /// What narrows, in the order of the parameters of both lists.
    fn narrow(&self) -> [&dyn Param; 8] {
        let Behind { agreement, product, from, to } = &self.behind;
        let Self { consignor, shop, kind, state, .. } = self;
        [consignor, shop, kind, state, agreement, product, from, to]
    }
}

macro_rules! movement_filter {
    () => {
        "FROM consignment_movement WHERE (CAST($1 AS uuid) IS NULL OR consignor_id = $1) \
         AND (CAST($2 AS uuid) IS NULL OR shop_id = $2) \
         AND (CAST($3 AS text) IS NULL OR kind = $3) \
         AND (CAST($4 AS text) IS NULL OR state = $4) \
         AND (CAST($5 AS uuid) IS NULL OR agreement_id = $5 OR to_agreement_id = $5 \
              OR EXISTS (SELECT 1 FROM consignment_move v \
              WHERE v.document_id = consignment_movement.id AND v.agreement_id = $5)) \
         AND (CAST($6 AS uuid) IS NULL OR EXISTS (SELECT 1 FROM consignment_movement_line l \
              WHERE l.movement_id = consignment_movement.id AND l.product_id = $6)) \
         AND (CAST($7 AS date) IS NULL OR booked_on >= $7) \
         AND (CAST($8 AS date) IS NULL OR booked_on <= $8) "
    };
}

pub fn list_movements(read: &mut Read, ask: &SideFilter<'_>) -> Result<(Vec<Movement>, i64)> {
    let sql = sql!(concat!(
        "SELECT ",
        movement_columns!(),
        movement_filter!(),
        "ORDER BY happened_on DESC, id DESC LIMIT $9 OFFSET $10"
    ));
    let narrow = ask.narrow();
    let mut params = narrow.to_vec();
    params.extend([&ask.limit as &dyn Param, &ask.offset]);
    let rows = read.all(sql, &params, movement)?;
    let sql = sql!(concat!("SELECT CAST(COUNT(*) AS bigint) ", movement_filter!()));
    let total = read.one(sql, &narrow, |row| row.get(0))?;
    Ok((rows, total))
}

pub fn insert_movement(
    tx: &mut Tx,
    ctx: &Context,
    one: &Movement,
    photo: Option<&Picture>,
) -> Result<()> {
    let sql = sql!(
        "INSERT INTO consignment_movement (id, consignor_id, shop_id, agreement_id, kind, \
         to_shop_id, to_agreement_id, happened_on, reason, photo, photo_mime, state, \
         proposed_side, created_by, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
    );
    let (bytes, mime) = (photo.map(|one| &one.0), photo.map(|_| Picture::MIME));
    tx.run(
        sql,
        &[
            &one.id,
            &one.consignor_id,
            &one.shop_id,
            &one.agreement_id,
            &one.kind,
            &one.to_shop_id,
            &one.to_agreement_id,
            &one.happened_on,
            &one.reason,
            &bytes,
            &mime,
            &one.state,
            &one.proposed_side,
            &one.created_by,
            &ctx.now,
        ],
    )
    .map(drop)
}

pub fn insert_movement_line(
    tx: &mut Tx,
    id: MovementId,
    line_no: i64,
    line: &MovementLine,
) -> Result<()> {
    let sql = sql!(
        "INSERT INTO consignment_movement_line (movement_id, line_no, product_id, batch_id, \
         quantity) VALUES ($1, $2, $3, $4, $5)"
    );
    let MovementLine { product_id, batch_id, quantity } = line;
    tx.run(sql, &[&id, &line_no, product_id, batch_id, quantity]).map(drop)
}

pub fn list_movement_lines(read: &mut Read, id: MovementId) -> Result<Vec<MovementLine>> {
    let sql = sql!(
        "SELECT product_id, batch_id, quantity FROM consignment_movement_line \
         WHERE movement_id = $1 ORDER BY line_no"
    );
    read.all(sql, &[&id], |row| {
        Ok(MovementLine { product_id: row.get(0)?, batch_id: row.get(1)?, quantity: row.get(2)? })
    })
}

pub fn find_movement_photo(read: &mut Read, id: MovementId) -> Result<Option<Vec<u8>>> {
    let sql = sql!("SELECT photo FROM consignment_movement WHERE id = $1");
    Ok(read.first(sql, &[&id], |row| row.get::<Option<Vec<u8>>>(0))?.flatten())
}

/// How a movement was decided.
pub struct Decision<'a> {
    pub state: MovementState,
    pub borne_by: Option<Side>,
    pub booked_on: Option<Day>,
    pub note: Option<&'a str>,
}

pub fn decide_movement(
    tx: &mut Tx,
    ctx: &Context,
    id: MovementId,
    decision: &Decision<'_>,
) -> Result<()> {
    let sql = sql!(
        "UPDATE consignment_movement SET state = $2, borne_by = $3, booked_on = $4, \
         decided_note = $5, decided_by = $6, decided_at = $7 WHERE id = $1"
    );
    let Decision { state, borne_by, booked_on, note } = decision;
    tx.run(sql, &[&id, state, borne_by, booked_on, note, &ctx.actor.user, &ctx.now]).map(drop)
}

/// The columns of a [`Discrepancy`], in the order of [`discrepancy`].
macro_rules! discrepancy_columns {
    () => {
        "id, consignor_id, shop_id, agreement_id, product_id, batch_id, origin, direction, \
         delivery_id, from_shop_id, quantity, open_quantity, booked_on, note, created_by, \
         document_id "
    };
}

fn discrepancy(row: &Row<'_>) -> Result<Discrepancy> {
    Ok(Discrepancy {
        id: row.get(0)?,
        consignor_id: row.get(1)?,
        shop_id: row.get(2)?,
        agreement_id: row.get(3)?,
        product_id: row.get(4)?,
        batch_id: row.get(5)?,
        origin: row.get(6)?,
        direction: row.get(7)?,
        delivery_id: row.get(8)?,
        from_shop_id: row.get(9)?,
        quantity: row.get(10)?,
        open_quantity: row.get(11)?,
        booked_on: row.get(12)?,
        note: row.get(13)?,
        created_by: row.get(14)?,
        document: row.get(15)?,
    })
}

pub fn find_discrepancy(read: &mut Read, id: DiscrepancyId) -> Result<Option<Discrepancy>> {
    let sql = sql!(concat!(
        "SELECT ",
        discrepancy_columns!(),
        "FROM consignment_discrepancy WHERE id = $1"
    ));
    read.first(sql, &[&id], discrepancy)
}

/// The differences that one receipt or count showed.
pub fn discrepancies_of(read: &mut Read, document: uuid::Uuid) -> Result<Vec<Discrepancy>> {
    let sql = sql!(concat!(
        "SELECT ",
        discrepancy_columns!(),
        "FROM consignment_discrepancy WHERE document_id = $1 ORDER BY id"
    ));
    read.all(sql, &[&document], discrepancy)
}

macro_rules! discrepancy_filter {
    () => {
        "FROM consignment_discrepancy WHERE (CAST($1 AS uuid) IS NULL OR consignor_id = $1) \
         AND (CAST($2 AS uuid) IS NULL OR shop_id = $2 OR from_shop_id = $2) \
         AND (CAST($3 AS text) IS NULL OR origin = $3) \
         AND (CAST($4 AS text) IS NULL OR ($4 = 'open') = (open_quantity > 0)) \
         AND (CAST($5 AS uuid) IS NULL OR agreement_id = $5 OR EXISTS (SELECT 1 \
              FROM consignment_proposal p JOIN consignment_move v ON v.document_id = p.id \
              WHERE p.discrepancy_id = consignment_discrepancy.id AND v.agreement_id = $5)) \
         AND (CAST($6 AS uuid) IS NULL OR product_id = $6) \
         AND ((CAST($7 AS date) IS NULL AND CAST($8 AS date) IS NULL) \
              OR ((CAST($7 AS date) IS NULL OR booked_on >= $7) \
                AND (CAST($8 AS date) IS NULL OR booked_on <= $8)) \
              OR EXISTS (SELECT 1 FROM consignment_proposal p \
              WHERE p.discrepancy_id = consignment_discrepancy.id \
                AND (CAST($7 AS date) IS NULL OR p.booked_on >= $7) \
                AND (CAST($8 AS date) IS NULL OR p.booked_on <= $8))) "
    };
}

pub fn list_discrepancies(
    read: &mut Read,
    ask: &SideFilter<'_>,
) -> Result<(Vec<Discrepancy>, i64)> {
    let sql = sql!(concat!(
        "SELECT ",
        discrepancy_columns!(),
        discrepancy_filter!(),
        "ORDER BY booked_on DESC, id DESC LIMIT $9 OFFSET $10"
    ));
    let narrow = ask.narrow();
    let mut params = narrow.to_vec();
    params.extend([&ask.limit as &dyn Param, &ask.offset]);
    let rows = read.all(sql, &params, discrepancy)?;
    let sql = sql!(concat!("SELECT CAST(COUNT(*) AS bigint) ", discrepancy_filter!()));
    let total = read.one(sql, &narrow, |row| row.get(0))?;
    Ok((rows, total))
}

pub fn insert_discrepancy(tx: &mut Tx, ctx: &Context, one: &Discrepancy) -> Result<()> {
    let sql = sql!(
        "INSERT INTO consignment_discrepancy (id, consignor_id, shop_id, agreement_id, \
         product_id, batch_id, origin, direction, document_id, delivery_id, from_shop_id, \
         quantity, open_quantity, booked_on, note, created_by, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)"
    );
    tx.run(
        sql,
        &[
            &one.id,
            &one.consignor_id,
            &one.shop_id,
            &one.agreement_id,
            &one.product_id,
            &one.batch_id,
            &one.origin,
            &one.direction,
            &one.document,
            &one.delivery_id,
            &one.from_shop_id,
            &one.quantity,
            &one.open_quantity,
            &one.booked_on,
            &one.note,
            &one.created_by,
            &ctx.now,
        ],
    )
    .map(drop)
}

pub fn set_open(tx: &mut Tx, id: DiscrepancyId, open: Quantity) -> Result<()> {
    let sql = sql!("UPDATE consignment_discrepancy SET open_quantity = $2 WHERE id = $1");
    tx.run(sql, &[&id, &open]).map(drop)
}

pub fn list_proposals(read: &mut Read, id: DiscrepancyId) -> Result<Vec<Proposal>> {
    let sql = sql!(
        "SELECT id, side, resolution, quantity, borne_by, note, state, booked_on, created_by \
         FROM consignment_proposal WHERE discrepancy_id = $1 ORDER BY created_at, id"
    );
    read.all(sql, &[&id], |row| {
        Ok(Proposal {
            id: row.get(0)?,
            side: row.get(1)?,
            resolution: row.get(2)?,
            quantity: row.get(3)?,
            borne_by: row.get(4)?,
            note: row.get(5)?,
            state: row.get(6)?,
            booked_on: row.get(7)?,
            created_by: row.get(8)?,
        })
    })
}

/// A later proposal stands in the place of those before it.
pub fn replace_proposals(tx: &mut Tx, id: DiscrepancyId) -> Result<()> {
    let sql = sql!(
        "UPDATE consignment_proposal SET state = 'replaced' \
         WHERE discrepancy_id = $1 AND state = 'proposed'"
    );
    tx.run(sql, &[&id]).map(drop)
}

pub fn insert_proposal(
    tx: &mut Tx,
    ctx: &Context,
    consignor: ConsignorId,
    side: Party,
    input: &ProposeResolution,
) -> Result<()> {
    let sql = sql!(
        "INSERT INTO consignment_proposal (id, consignor_id, discrepancy_id, side, resolution, \
         quantity, borne_by, note, state, created_by, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'proposed', $9, $10)"
    );
    let ProposeResolution { id, discrepancy, resolution, quantity, borne_by, note } = input;
    let (by, now) = (&ctx.actor.user, &ctx.now);
    tx.run(
        sql,
        &[id, &consignor, discrepancy, &side, resolution, quantity, borne_by, note, by, now],
    )
    .map(drop)
}

pub fn confirm_proposal(tx: &mut Tx, ctx: &Context, id: ProposalId, booked_on: Day) -> Result<()> {
    let sql = sql!(
        "UPDATE consignment_proposal SET state = 'confirmed', booked_on = $2, decided_by = $3, \
         decided_at = $4 WHERE id = $1"
    );
    tx.run(sql, &[&id, &booked_on, &ctx.actor.user, &ctx.now]).map(drop)
}

/// Pieces of a batch that counts at a shop left open, signed: missing less found.
/// Pieces that did not arrive stand beside it.
pub fn open_by_batch(read: &mut Read, shop: ShopId) -> Result<Vec<(BatchId, i64, i64)>> {
    let sql = sql!(
        "SELECT batch_id, \
         CAST(COALESCE(SUM(CASE WHEN origin = 'receipt' THEN 0 WHEN direction = 'missing' \
           THEN open_quantity ELSE -open_quantity END), 0) AS bigint), \
         CAST(COALESCE(SUM(CASE WHEN origin = 'receipt' THEN open_quantity ELSE 0 END), 0) \
           AS bigint) \
         FROM consignment_discrepancy WHERE shop_id = $1 AND open_quantity > 0 GROUP BY batch_id"
    );
    read.all(sql, &[&shop], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

/// Broken pieces of a product at a shop that were proposed and wait for the other side.
pub fn proposed_damage(read: &mut Read, shop: ShopId, product: ProductId) -> Result<Quantity> {
    let sql = sql!(
        "SELECT CAST(COALESCE(SUM(l.quantity), 0) AS bigint)
         FROM consignment_movement m JOIN consignment_movement_line l ON l.movement_id = m.id
         WHERE m.shop_id = $1 AND l.product_id = $2 AND m.kind = 'damage' AND m.state = 'proposed'"
    );
    read.one(sql, &[&shop, &product], |row| row.get(0))
}

/// Broken pieces of each product at a shop that left, or turned out to be whole, by the books and not
/// yet on the day; less those of which one side says that they had left on it.
pub fn cleared_away(read: &mut Read, shop: ShopId, day: Day) -> Result<BTreeMap<ProductId, i64>> {
    let sql = sql!(
        "SELECT l.product_id, CAST(SUM(CASE WHEN m.state = 'confirmed' THEN l.quantity \
           ELSE -l.quantity END) AS bigint) \
         FROM consignment_movement m JOIN consignment_movement_line l ON l.movement_id = m.id \
         WHERE m.shop_id = $1 AND m.kind IN ('broken_back', 'destroyed', 'not_broken') \
         AND (m.state = 'confirmed' AND m.happened_on > $2 \
           OR m.state = 'proposed' AND m.happened_on <= $2 AND m.kind <> 'not_broken') \
         GROUP BY l.product_id"
    );
    let rows = read.all(sql, &[&shop, &day], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.into_iter().collect())
}

/// Broken pieces of each batch that have left a shop.
pub fn cleared_by_batch(read: &mut Read, shop: ShopId) -> Result<BTreeMap<BatchId, i64>> {
    let sql = sql!(
        "SELECT l.batch_id, CAST(SUM(l.quantity) AS bigint) \
         FROM consignment_movement m JOIN consignment_movement_line l ON l.movement_id = m.id \
         WHERE m.shop_id = $1 AND m.kind IN ('broken_back', 'destroyed') \
         AND m.state = 'confirmed' GROUP BY l.batch_id"
    );
    let rows = read.all(sql, &[&shop], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.into_iter().collect())
}
