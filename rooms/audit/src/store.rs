//! SQL of the orders and of the finished files' parts.

use db::{Read, Result, Row, Tx, sql};
use kernel::{AuditPackId, ConsignorId, Context, Day, Lang, Period, Time};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    pack::{ATTEMPTS_MAX, KEPT_DAYS, Pack, PackState, STALE_SECONDS},
    refusal::No,
    report::Report,
};

macro_rules! columns {
    ($rest:literal) => {
        concat!(
            "SELECT id, consignor_id, from_day, to_day, lang, state, done, total, attempts, files, \
             failed_checks, size_bytes, parts, sha256, created_by, created_at, finished_at \
             FROM audit_pack ",
            $rest
        )
    };
}

fn pack(row: &Row<'_>) -> Result<Pack> {
    let hex = |bytes: Vec<u8>| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    Ok(Pack {
        id: row.get(0)?,
        consignor_id: row.get(1)?,
        period: Period { from: row.get(2)?, to: row.get(3)? },
        lang: Lang::from_tag(&row.get::<String>(4)?).unwrap_or_default(),
        state: row.get(5)?,
        done: row.get(6)?,
        total: row.get(7)?,
        attempts: row.get(8)?,
        files: row.get(9)?,
        failed_checks: row.get(10)?,
        size_bytes: row.get(11)?,
        parts: row.get(12)?,
        sha256: row.get::<Option<Vec<u8>>>(13)?.map(hex),
        created_by: row.get(14)?,
        created_at: row.get(15)?,
        finished_at: row.get(16)?,
    })
}

pub fn find(read: &mut Read, id: AuditPackId) -> Result<Option<Pack>> {
    read.first(sql!(columns!("WHERE id = $1")), &[&id], pack)
}

/// A page of them and the number of all, the newest first; of one unit, or of all.
pub fn list(
    read: &mut Read,
    of: Option<ConsignorId>,
    (limit, offset): (i64, i64),
) -> Result<(Vec<Pack>, i64)> {
    let sql = sql!(columns!(
        "WHERE (CAST($1 AS uuid) IS NULL OR consignor_id = $1)
         ORDER BY created_at DESC, id DESC LIMIT $2 OFFSET $3"
    ));
    let all = sql!(
        "SELECT CAST(COUNT(*) AS bigint) FROM audit_pack
         WHERE (CAST($1 AS uuid) IS NULL OR consignor_id = $1)"
    );
    let total = read.one(all, &[&of], |row| row.get(0))?;
    Ok((read.all(sql, &[&of, &limit, &offset], pack)?, total))
}

/// Whether one is being made for the unit.
pub fn is_busy(read: &mut Read, of: ConsignorId) -> Result<bool> {
    let sql = sql!(
        "SELECT 1 FROM audit_pack WHERE consignor_id = $1 AND state IN ('waiting', 'running')
         LIMIT 1"
    );
    Ok(read.first(sql, &[&of], |row| row.get::<i64>(0))?.is_some())
}

pub fn insert(
    tx: &mut Tx,
    ctx: &Context,
    id: AuditPackId,
    (of, period): (ConsignorId, Period),
) -> Result<()> {
    let sql = sql!(
        "INSERT INTO audit_pack (id, consignor_id, from_day, to_day, lang, state, done, total,
            attempts, files, failed_checks, size_bytes, parts, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, 'waiting', 0, 0, 0, 0, 0, 0, 0, $6, $7)"
    );
    let lang = ctx.lang.tag();
    let params: [&dyn db::Param; 7] =
        [&id, &of, &period.from, &period.to, &lang, &ctx.actor.user, &ctx.now];
    tx.run(sql, &params).map(drop)
}

/// Whether any order waits, or was left by its worker. Asked often: taking one is a commit, after
/// which the public pages are made anew.
pub fn waits(read: &mut Read, now: Time) -> Result<bool> {
    let stale = now.plus_seconds(-STALE_SECONDS);
    let sql = sql!(
        "SELECT 1 FROM audit_pack WHERE state = 'waiting' OR (state = 'running' AND beat_at < $1)
         LIMIT 1"
    );
    Ok(read.first(sql, &[&stale], |row| row.get::<i64>(0))?.is_some())
}

/// Takes the oldest order that waits, or whose worker was not heard of for long. One that was begun
/// too often fails.
pub fn claim(tx: &mut Tx, now: Time) -> Result<Option<Pack>> {
    let stale = now.plus_seconds(-STALE_SECONDS);
    let given_up = sql!(
        "UPDATE audit_pack SET state = 'failed', finished_at = $1
         WHERE state = 'running' AND beat_at < $2 AND attempts >= $3"
    );
    tx.run(given_up, &[&now, &stale, &ATTEMPTS_MAX])?;
    let next = sql!(columns!(
        "WHERE state = 'waiting' OR (state = 'running' AND beat_at < $1)
         ORDER BY created_at, id LIMIT 1"
    ));
    let Some(found) = tx.first(next, &[&stale], pack)? else { return Ok(None) };
    let take = sql!(
        "UPDATE audit_pack SET state = 'running', beat_at = $2, attempts = attempts + 1, done = 0
         WHERE id = $1 AND (state = 'waiting' OR beat_at < $3)"
    );
    let taken = tx.run(take, &[&found.id, &now, &stale])?;
    let clear = sql!("DELETE FROM audit_part WHERE pack_id = $1");
    tx.run(clear, &[&found.id])?;
    Ok((taken == 1).then_some(Pack { state: PackState::Running, ..found }))
}

/// How far the worker is. False when the order is no longer this worker's.
pub fn beat(tx: &mut Tx, id: AuditPackId, (done, total): (i64, i64), now: Time) -> Result<bool> {
    let sql = sql!(
        "UPDATE audit_pack SET done = $2, total = $3, beat_at = $4
         WHERE id = $1 AND state = 'running'"
    );
    Ok(tx.run(sql, &[&id, &done, &total, &now])? == 1)
}

/// One part of the finished file, from 0.
pub fn put(tx: &mut Tx, id: AuditPackId, part: i64, content: &[u8]) -> Result<()> {
    let sql = sql!(
        "INSERT INTO audit_part (pack_id, part, content) VALUES ($1, $2, $3)
         ON CONFLICT (pack_id, part) DO UPDATE SET content = excluded.content"
    );
    let content = content.to_vec();
    tx.run(sql, &[&id, &part, &content]).map(drop)
}

/// A finished file.
#[derive(Debug, Clone, Copy)]
pub struct Made {
    pub files: i64,
    pub failed_checks: i64,
    pub size: i64,
    pub parts: i64,
    pub sha256: [u8; 32],
}

/// The file is whole: it can be fetched, and what its checks found is kept.
pub fn finish(
    tx: &mut Tx,
    id: AuditPackId,
    (made, report): (&Made, &Report),
    now: Time,
) -> Result<()> {
    let sql = sql!(
        "UPDATE audit_pack SET state = 'ready', done = total, files = $2, failed_checks = $3,
            size_bytes = $4, parts = $5, sha256 = $6, finished_at = $7
         WHERE id = $1 AND state = 'running'"
    );
    let params: [&dyn db::Param; 7] =
        [&id, &made.files, &made.failed_checks, &made.size, &made.parts, &made.sha256, &now];
    if tx.run(sql, &params)? == 0 {
        return Ok(());
    }
    let keep = sql!(
        "INSERT INTO audit_report (pack_id, consignor_id, made_on, figures)
         VALUES ($1, $2, $3, $4)"
    );
    let Some(pack) = find(tx, id)? else { return Ok(()) };
    tx.run(keep, &[&id, &pack.consignor_id, &report.made_on, &report.figures]).map(drop)
}

/// What the checks of a pack found, and on which day.
pub fn find_report(read: &mut Read, id: AuditPackId) -> Result<Option<(Day, Value)>> {
    let sql = sql!("SELECT made_on, figures FROM audit_report WHERE pack_id = $1");
    read.first(sql, &[&id], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub fn fail(tx: &mut Tx, id: AuditPackId, now: Time) -> Result<()> {
    let sql = sql!(
        "UPDATE audit_pack SET state = 'failed', finished_at = $2
         WHERE id = $1 AND state = 'running'"
    );
    tx.run(sql, &[&id, &now]).map(drop)
}

/// Lets go of the files that were kept long enough; how many packs that were.
pub fn let_go(tx: &mut Tx, now: Time) -> Result<u64> {
    let before = now.plus_seconds(-KEPT_DAYS * 86_400);
    let parts = sql!(
        "DELETE FROM audit_part WHERE pack_id IN
            (SELECT id FROM audit_pack WHERE state = 'ready' AND finished_at < $1)"
    );
    tx.run(parts, &[&before])?;
    let packs =
        sql!("UPDATE audit_pack SET state = 'gone' WHERE state = 'ready' AND finished_at < $1");
    tx.run(packs, &[&before])
}

/// One part of a pack's file.
pub fn load_part(read: &mut Read, pack: Uuid, part: i64) -> Result<Vec<u8>> {
    let sql = sql!("SELECT content FROM audit_part WHERE pack_id = $1 AND part = $2");
    let id = AuditPackId::new(pack);
    read.first(sql, &[&id, &part], |row| row.get(0))?.ok_or_else(|| No::Gone.into())
}
