//! Premi on its way from one unit to another.

use db::{Param, Read, Result, Row, Tx, sql};
use kernel::{ConsignorId, Context, FileId, Id, MakerId};

use crate::{inputs::TransferKind, kinds::Decision, store::only_one, types::PremiTransfer};

macro_rules! transfer_rows {
    () => {
        "SELECT id, consignor_id, maker_id, to_consignor_id, to_maker_id, saved_rupiah,
                usable_rupiah, sent_on, reference, file_id, note, state, created_by, decided_by,
                decided_on, decided_note
         FROM settlement_premi_transfer "
    };
}

fn transfer_of(row: &Row<'_>) -> Result<PremiTransfer> {
    Ok(PremiTransfer {
        id: row.get(0)?,
        consignor_id: row.get(1)?,
        maker_id: row.get(2)?,
        to_consignor_id: row.get(3)?,
        to_maker_id: row.get(4)?,
        saved: row.get(5)?,
        usable: row.get(6)?,
        sent_on: row.get(7)?,
        reference: row.get(8)?,
        file_id: row.get(9)?,
        note: row.get(10)?,
        state: row.get(11)?,
        created_by: row.get(12)?,
        decided_by: row.get(13)?,
        decided_on: row.get(14)?,
        decided_note: row.get(15)?,
    })
}

pub fn find(read: &mut Read, id: Id<TransferKind>) -> Result<Option<PremiTransfer>> {
    read.first(sql!(concat!(transfer_rows!(), "WHERE id = $1")), &[&id], transfer_of)
}

/// The transfer whose paper a file is.
pub fn of_file(read: &mut Read, file: FileId) -> Result<Option<PremiTransfer>> {
    read.first(sql!(concat!(transfer_rows!(), "WHERE file_id = $1")), &[&file], transfer_of)
}

/// Which transfers a list shows.
#[derive(Debug, Clone)]
pub struct TransferFilter {
    /// The unit that sent it, or to which it goes.
    pub unit: ConsignorId,
    pub maker: Option<MakerId>,
    pub state: Option<Decision>,
    /// `%reference%` in small letters.
    pub like: Option<String>,
    pub limit: i64,
    pub offset: i64,
}

impl TransferFilter {
    pub const fn all(unit: ConsignorId) -> Self {
        Self { unit, maker: None, state: None, like: None, limit: i64::MAX, offset: 0 }
    }
}

macro_rules! transfer_page {
    () => {
        "WHERE ((consignor_id = $1 AND (CAST($2 AS uuid) IS NULL OR maker_id = $2))
             OR (to_consignor_id = $1 AND (CAST($2 AS uuid) IS NULL OR to_maker_id = $2)))
           AND (CAST($3 AS text) IS NULL OR state = $3)
           AND (CAST($4 AS text) IS NULL OR LOWER(reference) LIKE $4 ESCAPE '!')"
    };
}

/// What a unit sent or was sent, the newest first, and how many there are.
pub fn list(read: &mut Read, ask: &TransferFilter) -> Result<(Vec<PremiTransfer>, i64)> {
    let page = sql!(concat!(
        transfer_rows!(),
        transfer_page!(),
        " ORDER BY created_at DESC, id DESC LIMIT $5 OFFSET $6"
    ));
    let count = sql!(concat!(
        "SELECT CAST(COUNT(*) AS bigint) FROM settlement_premi_transfer ",
        transfer_page!()
    ));
    let some: [&dyn Param; 4] = [&ask.unit, &ask.maker, &ask.state, &ask.like];
    let total = read.one(count, &some, |row| row.get(0))?;
    let mut all: Vec<&dyn Param> = some.to_vec();
    all.extend([&ask.limit as &dyn Param, &ask.offset]);
    Ok((read.all(page, &all, transfer_of)?, total))
}

pub fn insert(tx: &mut Tx, ctx: &Context, one: &PremiTransfer) -> Result<()> {
    let statement = sql!(
        "INSERT INTO settlement_premi_transfer (id, consignor_id, maker_id, to_consignor_id,
           to_maker_id, saved_rupiah, usable_rupiah, sent_on, reference, file_id, note, state,
           created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
    );
    let params: &[&dyn Param] = &[
        &one.id,
        &one.consignor_id,
        &one.maker_id,
        &one.to_consignor_id,
        &one.to_maker_id,
        &one.saved,
        &one.usable,
        &one.sent_on,
        &one.reference,
        &one.file_id,
        &one.note,
        &one.state,
        &one.created_by,
        &ctx.now,
    ];
    tx.run(statement, params).map(drop)
}

pub fn decide(
    tx: &mut Tx,
    ctx: &Context,
    id: Id<TransferKind>,
    state: Decision,
    note: Option<&str>,
) -> Result<()> {
    let statement = sql!(
        "UPDATE settlement_premi_transfer SET state = $2, decided_by = $3, decided_at = $4,
           decided_on = $5, decided_note = $6
         WHERE id = $1 AND state = 'reported'"
    );
    let today = ctx.today();
    let params: &[&dyn Param] = &[&id, &state, &ctx.actor.user, &ctx.now, &today, &note];
    only_one(tx.run(statement, params)?)
}
