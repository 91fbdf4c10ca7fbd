//! All SQL of the room.

use db::{Read, Result, Row, Tx, sql};
use kernel::{ActId, Context, Day, DeviceId, ShopId, Time};
use serde_json::Value;

use crate::{
    bodies::Drawer,
    inputs::Act,
    kinds::ActState,
    types::{Device, GivenUp, Known, Seen},
};

fn device_of(row: &Row<'_>) -> Result<Device> {
    Ok(Device { id: row.get(0)?, shop_id: row.get(1)?, code: row.get(2)?, name: row.get(3)? })
}

pub fn find_device(read: &mut Read, id: DeviceId) -> Result<Option<Device>> {
    let statement = sql!("SELECT id, shop_id, code, name FROM till_device WHERE id = $1");
    read.first(statement, &[&id], device_of)
}

pub fn codes_of(read: &mut Read, shop: ShopId) -> Result<Vec<String>> {
    read.all(sql!("SELECT code FROM till_device WHERE shop_id = $1"), &[&shop], |row| row.get(0))
}

pub fn insert_device(tx: &mut Tx, ctx: &Context, device: &Device) -> Result<()> {
    let statement = sql!(
        "INSERT INTO till_device (id, shop_id, code, name, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)"
    );
    let Device { id, shop_id, code, name } = device;
    tx.run(statement, &[id, shop_id, code, name, &ctx.actor.user, &ctx.now]).map(drop)
}

pub fn find_act(read: &mut Read, id: ActId) -> Result<Option<Known>> {
    let statement = sql!("SELECT shop_id, state, digest, reason FROM till_act WHERE id = $1");
    read.first(statement, &[&id], |row| {
        let (shop, state, digest) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(Known { shop, state, digest, reason: row.get(3)? })
    })
}

/// What became of an act: the state, and of a refused one the code, the sentence and the body.
pub(crate) struct Outcome<'a> {
    pub state: ActState,
    pub code: Option<&'a str>,
    pub detail: Option<&'a str>,
    pub body: Option<&'a Value>,
}

pub(crate) fn keep_act(
    tx: &mut Tx,
    ctx: &Context,
    act: &Act,
    happened_at: Time,
    digest: &[u8],
    outcome: &Outcome<'_>,
) -> Result<()> {
    let statement = sql!(
        "INSERT INTO till_act (id, device_id, seq, shop_id, kind, made_at, happened_at,
             received_at, sent_by, state, digest, code, detail, body)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
         ON CONFLICT (id) DO UPDATE SET state = excluded.state, code = excluded.code,
             detail = excluded.detail, body = excluded.body, received_at = excluded.received_at,
             sent_by = excluded.sent_by"
    );
    let digest = digest.to_vec();
    let code = outcome.code.map(str::to_owned);
    let detail = outcome.detail.map(str::to_owned);
    let body = outcome.body.cloned();
    tx.run(
        statement,
        &[
            &act.id,
            &act.device,
            &act.seq,
            &act.shop,
            &act.kind,
            &act.made_at,
            &happened_at,
            &ctx.now,
            &ctx.actor.user,
            &outcome.state,
            &digest,
            &code,
            &detail,
            &body,
        ],
    )
    .map(drop)
}

pub(crate) fn insert_drawer(
    tx: &mut Tx,
    ctx: &Context,
    act: &Act,
    drawer: &Drawer,
    (closed_at, day): (Time, Day),
) -> Result<()> {
    let statement = sql!(
        "INSERT INTO till_drawer (id, device_id, shop_id, business_day, opened_at, closed_at,
             opened_with, expected, counted, receipts, note, recorded_by, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
    );
    tx.run(
        statement,
        &[
            &act.id,
            &act.device,
            &act.shop,
            &day,
            &drawer.from,
            &closed_at,
            &drawer.opened_with,
            &drawer.expected,
            &drawer.counted,
            &drawer.receipts,
            &drawer.note,
            &ctx.actor.user,
            &ctx.now,
        ],
    )
    .map(drop)
}

/// Rows of a device's acts that are looked through for holes; what lies before them was
/// acknowledged long ago.
pub(crate) const HOLES_BACK: i64 = 2_000;

/// The numbers that the house holds of a device, as ranges, the lowest first; and how many rows
/// that stands for.
pub fn ranges(read: &mut Read, device: DeviceId) -> Result<Vec<(i64, i64)>> {
    let statement = sql!(
        "WITH newest AS (
             SELECT DISTINCT seq FROM till_act WHERE device_id = $1 ORDER BY seq DESC LIMIT 2000
         ), islands AS (
             SELECT seq, seq - ROW_NUMBER() OVER (ORDER BY seq) AS island FROM newest
         )
         SELECT MIN(seq), MAX(seq), CAST(COUNT(*) AS bigint) FROM islands
         GROUP BY island ORDER BY 1"
    );
    let mut rows = 0;
    let mut ranges = read.all(statement, &[&device], |row| {
        rows += row.get::<i64>(2)?;
        Ok((row.get(0)?, row.get(1)?))
    })?;
    if let (true, Some(first)) = (rows >= HOLES_BACK, ranges.first_mut()) {
        first.0 = 1;
    }
    Ok(ranges)
}

/// Acts that a device hears of when they were given up at the desk.
const GIVEN_UP_MAX: i64 = 500;

/// What was given up at the desk of a device's acts, the latest first.
pub fn given_up_of(read: &mut Read, device: DeviceId) -> Result<Vec<GivenUp>> {
    let statement = sql!(
        "SELECT id, reason FROM till_act WHERE device_id = $1 AND given_up_by IS NOT NULL
         ORDER BY received_at DESC LIMIT $2"
    );
    read.all(statement, &[&device, &GIVEN_UP_MAX], |row| {
        Ok(GivenUp { act: row.get(0)?, reason: row.get::<Option<String>>(1)?.unwrap_or_default() })
    })
}

/// The devices of a shop, with what came of each.
pub fn devices_of(read: &mut Read, shop: ShopId) -> Result<Vec<Seen>> {
    let statement = sql!(
        "SELECT d.id, d.shop_id, d.code, d.name,
             (SELECT CAST(COUNT(*) AS bigint) FROM till_act a WHERE a.device_id = d.id),
             (SELECT MAX(a.seq) FROM till_act a WHERE a.device_id = d.id),
             (SELECT MAX(a.received_at) FROM till_act a WHERE a.device_id = d.id)
         FROM till_device d WHERE d.shop_id = $1 ORDER BY d.code LIMIT 200"
    );
    read.all(statement, &[&shop], |row| {
        Ok(Seen {
            device: device_of(row)?,
            acts: row.get(4)?,
            highest: row.get::<Option<i64>>(5)?.unwrap_or(0),
            last_received_at: row.get(6)?,
        })
    })
}

/// The drawers that were closed, the newest first.
pub fn drawers_of(
    read: &mut Read,
    shop: ShopId,
    most: i64,
) -> Result<Vec<(Day, String, i64, i64)>> {
    let statement = sql!(
        "SELECT w.business_day, d.code, w.expected, w.counted FROM till_drawer w
         JOIN till_device d ON d.id = w.device_id
         WHERE w.shop_id = $1 ORDER BY w.business_day DESC, w.closed_at DESC LIMIT $2"
    );
    read.all(statement, &[&shop, &most], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
    })
}
