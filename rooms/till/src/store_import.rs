//! SQL of the queues that came as files.

use db::{Error, Read, Result, Row, Tx, sql};
use kernel::{Context, ImportId, Time, UserId};

use crate::{import::Imported, inputs::Import, refusal::No};

/// A file that somebody brought, for the desk.
pub struct Brought {
    pub name: String,
    pub at: Time,
    pub became: Imported,
}

fn brought(row: &Row<'_>) -> Result<Brought> {
    let unread = serde_json::from_value(row.get(6)?).map_err(Error::fault)?;
    let (id, done, again, refused) = (row.get(0)?, row.get(3)?, row.get(4)?, row.get(5)?);
    let became = Imported { id: Some(id), done, again, refused, unread };
    Ok(Brought { name: row.get(1)?, at: row.get(2)?, became })
}

pub fn insert(tx: &mut Tx, ctx: &Context, input: &Import, became: &Imported) -> Result<()> {
    let statement = sql!(
        "INSERT INTO till_import (id, name, done, again, refused, unread, imported_by, imported_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    );
    let unread = serde_json::to_value(&became.unread).map_err(Error::fault)?;
    let Imported { done, again, refused, .. } = became;
    let (name, by) = (&input.file.name, &ctx.actor.user);
    let params: [&dyn db::Param; 8] =
        [&input.id, name, done, again, refused, &unread, by, &ctx.now];
    tx.run(statement, &params).map(drop)
}

/// One's own import; another's is nobody's (404).
pub fn load(read: &mut Read, by: UserId, id: ImportId) -> Result<Brought> {
    let statement = sql!(
        "SELECT id, name, imported_at, done, again, refused, unread FROM till_import
         WHERE id = $1 AND imported_by = $2"
    );
    read.first(statement, &[&id, &by], brought)?.ok_or_else(|| No::ImportUnknown.into())
}

/// What one brought lately, the latest first.
pub fn latest(read: &mut Read, by: UserId) -> Result<Vec<Brought>> {
    let statement = sql!(
        "SELECT id, name, imported_at, done, again, refused, unread FROM till_import
         WHERE imported_by = $1 ORDER BY imported_at DESC, id DESC LIMIT 10"
    );
    read.all(statement, &[&by], brought)
}
