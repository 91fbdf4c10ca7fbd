//! Releases that were taken back: all SQL of `people_release_reversal`.

use db::{Param, Read, RefuseOn, Result, Row, Tx, sql};
use kernel::{ConsignorId, Context, Day, MakerId, UserId};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{No, inputs::ReleaseReversalId};

db::text_enum! {
    /// Where the taking back of a release stands.
    pub enum Asked {
        /// It waits for another's word.
        Reported = "reported",
        /// He is here again.
        Confirmed = "confirmed",
        /// The release stands.
        Rejected = "rejected",
    }
}

/// A release that was recorded wrongly, taken back or asked to be.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ReleaseReversal {
    pub id: ReleaseReversalId,
    pub consignor_id: ConsignorId,
    pub maker_id: MakerId,
    /// What was recorded.
    pub released_on: Day,
    pub reason: String,
    pub state: Asked,
    pub created_by: UserId,
    pub decided_by: Option<UserId>,
    pub decided_note: Option<String>,
}

macro_rules! rows {
    () => {
        "SELECT id, consignor_id, maker_id, released_on, reason, state, created_by, decided_by, \
         decided_note FROM people_release_reversal "
    };
}

fn reversal(row: &Row<'_>) -> Result<ReleaseReversal> {
    Ok(ReleaseReversal {
        id: row.get(0)?,
        consignor_id: row.get(1)?,
        maker_id: row.get(2)?,
        released_on: row.get(3)?,
        reason: row.get(4)?,
        state: row.get(5)?,
        created_by: row.get(6)?,
        decided_by: row.get(7)?,
        decided_note: row.get(8)?,
    })
}

pub fn find(read: &mut Read, id: ReleaseReversalId) -> Result<Option<ReleaseReversal>> {
    read.first(sql!(concat!(rows!(), "WHERE id = $1")), &[&id], reversal)
}

/// Of one maker, the first thing first.
pub fn of_maker(read: &mut Read, maker: MakerId) -> Result<Vec<ReleaseReversal>> {
    let sql = sql!(concat!(rows!(), "WHERE maker_id = $1 ORDER BY created_at, id"));
    read.all(sql, &[&maker], reversal)
}

/// Those that wait for another's word, the oldest first; of one unit, or of all.
pub fn waiting(read: &mut Read, consignor: Option<ConsignorId>) -> Result<Vec<ReleaseReversal>> {
    let sql = sql!(concat!(
        rows!(),
        "WHERE (CAST($1 AS uuid) IS NULL OR consignor_id = $1) AND state = 'reported' \
         ORDER BY created_at, id LIMIT 50"
    ));
    read.all(sql, &[&consignor], reversal)
}

/// Keeps what was recorded of the release, and why it was wrong.
pub fn insert(
    tx: &mut Tx,
    ctx: &Context,
    (id, maker): (ReleaseReversalId, MakerId),
    reason: &str,
) -> Result<()> {
    let sql = sql!(
        "INSERT INTO people_release_reversal (id, consignor_id, maker_id, released_on, \
         release_note, reason, state, created_by, created_at) \
         SELECT $1, consignor_id, id, released_on, release_note, $3, 'reported', $4, $5 \
         FROM people_maker WHERE id = $2 AND released_on IS NOT NULL"
    );
    let params: [&dyn Param; 5] = [&id, &maker, &reason, &ctx.actor.user, &ctx.now];
    tx.run(sql, &params)
        .refuse_on("people_release_reversal_open", No::ReleaseReversalOpen)
        .map(drop)
}

pub fn decide(
    tx: &mut Tx,
    ctx: &Context,
    id: ReleaseReversalId,
    state: Asked,
    note: Option<&str>,
) -> Result<()> {
    let sql = sql!(
        "UPDATE people_release_reversal SET state = $2, decided_by = $3, decided_at = $4, \
         decided_note = $5 WHERE id = $1 AND state = 'reported'"
    );
    tx.run(sql, &[&id, &state, &ctx.actor.user, &ctx.now, &note]).map(drop)
}

/// He is here again.
pub fn unrelease(tx: &mut Tx, maker: MakerId) -> Result<()> {
    let sql = sql!("UPDATE people_maker SET released_on = NULL, release_note = NULL WHERE id = $1");
    tx.run(sql, &[&maker]).map(drop)
}
