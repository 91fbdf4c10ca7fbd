//! SQL of what was refused, and of what was given up of it.

use db::{Read, Result, Row, Tx, sql};
use kernel::{ActId, ShopId, UserId};

use crate::types::Refused;

macro_rules! columns {
    () => {
        "SELECT a.id, a.shop_id, d.code, a.seq, a.kind, a.state, a.happened_at, a.detail, a.body, \
         a.reason, a.given_up_by FROM till_act a JOIN till_device d ON d.id = a.device_id "
    };
}

fn refused_of(row: &Row<'_>) -> Result<Refused> {
    Ok(Refused {
        act: row.get(0)?,
        shop: row.get(1)?,
        device: row.get(2)?,
        seq: row.get(3)?,
        kind: row.get(4)?,
        state: row.get(5)?,
        happened_at: row.get(6)?,
        detail: row.get::<Option<String>>(7)?.unwrap_or_default(),
        body: row.get::<Option<serde_json::Value>>(8)?.unwrap_or_default(),
        reason: row.get(9)?,
        given_up_by: row.get(10)?,
    })
}

/// An act that was refused, whatever became of it since.
pub fn find(read: &mut Read, act: ActId) -> Result<Option<Refused>> {
    read.first(sql!(concat!(columns!(), "WHERE a.id = $1")), &[&act], refused_of)
}

/// What waits for the shop's decision, the oldest first.
pub fn waiting(read: &mut Read, shop: ShopId) -> Result<Vec<Refused>> {
    let statement = sql!(concat!(
        columns!(),
        "WHERE a.shop_id = $1 AND a.state = 'refused' ORDER BY a.received_at, a.seq LIMIT 500"
    ));
    read.all(statement, &[&shop], refused_of)
}

/// What was given up, on a phone or at the desk, the latest first; more than a page shows, since
/// not all of it is everybody's to see.
pub fn given_up(read: &mut Read, shop: ShopId) -> Result<Vec<Refused>> {
    let statement = sql!(concat!(
        columns!(),
        "WHERE a.shop_id = $1 AND a.state = 'withdrawn'
         ORDER BY a.received_at DESC, a.seq DESC LIMIT 500"
    ));
    read.all(statement, &[&shop], refused_of)
}

/// Gives up a refused act of the shop, where it is one; `by` is who did it at the desk.
pub fn withdraw(
    tx: &mut Tx,
    shop: ShopId,
    act: ActId,
    (reason, by): (&str, Option<UserId>),
) -> Result<()> {
    let statement = sql!(
        "UPDATE till_act SET state = 'withdrawn', code = NULL, reason = $3, given_up_by = $4
         WHERE id = $1 AND shop_id = $2 AND state = 'refused'"
    );
    tx.run(statement, &[&act, &shop, &reason, &by]).map(drop)
}
