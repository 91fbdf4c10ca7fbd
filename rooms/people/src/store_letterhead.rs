//! SQL of letterheads and of who signs.

use db::{Read, Result, Tx, sql};
use kernel::{ConsignorId, Context, Day, EntryId, ShopId};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{duty::Duty, signatory::Signatory};

/// Whose papers they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writer {
    Unit(ConsignorId),
    Shop(ShopId),
}

impl Writer {
    pub const fn unit(self) -> Option<ConsignorId> {
        match self {
            Self::Unit(id) => Some(id),
            Self::Shop(_) => None,
        }
    }
    pub const fn shop(self) -> Option<ShopId> {
        match self {
            Self::Shop(id) => Some(id),
            Self::Unit(_) => None,
        }
    }
}

/// What stands above the papers of a unit or a shop from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Head {
    pub id: EntryId,
    pub valid_from: Day,
    /// From the highest office down to the one that writes.
    pub lines: Vec<String>,
    pub foot: String,
    pub has_logo: bool,
}

/// The heads of a writer, the latest first; of two with the same day the later written.
pub fn heads(read: &mut Read, writer: Writer) -> Result<Vec<Head>> {
    let found = sql!(
        "SELECT id, valid_from, lines, foot, logo IS NOT NULL FROM people_letterhead
         WHERE (consignor_id = $1 OR shop_id = $2)
         ORDER BY valid_from DESC, created_at DESC, id DESC LIMIT 100"
    );
    read.all(found, &[&writer.unit(), &writer.shop()], |row| {
        let lines: String = row.get(2)?;
        Ok(Head {
            id: row.get(0)?,
            valid_from: row.get(1)?,
            lines: lines.lines().map(str::to_owned).collect(),
            foot: row.get(3)?,
            has_logo: row.get(4)?,
        })
    })
}

pub fn logo(read: &mut Read, head: EntryId) -> Result<Option<Vec<u8>>> {
    let found = sql!("SELECT logo FROM people_letterhead WHERE id = $1 AND logo IS NOT NULL");
    read.first(found, &[&head], |row| row.get(0))
}

/// A head to write.
pub struct NewHead<'a> {
    pub id: EntryId,
    pub writer: Writer,
    pub valid_from: Day,
    pub lines: &'a str,
    pub foot: &'a str,
    pub logo: Option<Vec<u8>>,
}

pub fn insert_head(tx: &mut Tx, ctx: &Context, one: &NewHead<'_>) -> Result<()> {
    let insert = sql!(
        "INSERT INTO people_letterhead (id, consignor_id, shop_id, valid_from, lines, foot, logo,
             created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    );
    let (unit, shop) = (one.writer.unit(), one.writer.shop());
    tx.run(
        insert,
        &[
            &one.id,
            &unit,
            &shop,
            &one.valid_from,
            &one.lines,
            &one.foot,
            &one.logo,
            &ctx.actor.user,
            &ctx.now,
        ],
    )
    .map(drop)
}

/// All that was ever said of who signs for a unit, the latest word first.
pub fn signatories(read: &mut Read, unit: ConsignorId) -> Result<Vec<Signatory>> {
    let found = sql!(
        "SELECT id, duty, valid_from, recorded_on, job_title, name, employee_number, acting_for,
             created_at
         FROM people_signatory WHERE consignor_id = $1
         ORDER BY valid_from DESC, created_at DESC, id DESC, duty LIMIT 1000"
    );
    read.all(found, &[&unit], |row| {
        Ok(Signatory {
            id: row.get(0)?,
            duty: row.get(1)?,
            valid_from: row.get(2)?,
            recorded_on: row.get(3)?,
            job_title: row.get(4)?,
            name: row.get(5)?,
            employee_number: row.get(6)?,
            acting_for: row.get(7)?,
            created_at: row.get(8)?,
        })
    })
}

/// Who signs from a day on, for one of his duties.
pub fn insert_signatory(
    tx: &mut Tx,
    ctx: &Context,
    unit: ConsignorId,
    one: &crate::inputs::SetSignatory,
    duty: Duty,
) -> Result<()> {
    let insert = sql!(
        "INSERT INTO people_signatory (id, duty, consignor_id, valid_from, recorded_on, job_title,
             name, employee_number, acting_for, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
    );
    tx.run(
        insert,
        &[
            &one.id,
            &duty,
            &unit,
            &one.valid_from,
            &ctx.today(),
            &one.job_title,
            &one.name,
            &one.employee_number,
            &one.acting_for,
            &ctx.actor.user,
            &ctx.now,
        ],
    )
    .map(drop)
}
