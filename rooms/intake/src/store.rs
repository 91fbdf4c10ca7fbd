//! All SQL of this room.

use db::{Error, Read, Result, Row, Tx, sql};
use kernel::{Context, Lang, Time, UserId};
use serde::{Deserialize, Serialize};
use sheet::Table;

use crate::{
    inputs::{Kind, UploadId},
    stage::Stage,
    types::{Bad, Preview, Taken},
    work::Job,
};

/// A worker that was not heard of for so long has stopped.
pub const STALE_SECONDS: i64 = 300;
/// How often a file is begun before it counts as failed.
const ATTEMPTS_MAX: i64 = 3;
/// So much of a file's rows is read to show the first of them.
const BEGINNING_BYTES: i64 = 65_536;

macro_rules! columns {
    () => {
        "SELECT id, kind, row_count, fresh, again, refused, examples, bad, expires_at, taken_at, \
         stage, done, unsure FROM intake_upload "
    };
}

fn preview(row: &Row<'_>) -> Result<Preview> {
    let bad: serde_json::Value = row.get(7)?;
    let unsure: Option<serde_json::Value> = row.get(12)?;
    let unsure = unsure.map(serde_json::from_value).transpose().map_err(Error::fault)?;
    Ok(Preview {
        id: row.get(0)?,
        kind: row.get(1)?,
        rows: row.get(2)?,
        fresh: row.get(3)?,
        again: row.get(4)?,
        refused: row.get(5)?,
        examples: row.get(6)?,
        bad: serde_json::from_value::<Vec<Bad>>(bad).map_err(Error::fault)?,
        expires_at: row.get(8)?,
        taken_at: row.get(9)?,
        stage: row.get(10)?,
        done: row.get(11)?,
        unsure: unsure.unwrap_or_default(),
    })
}

/// What its sender left, whatever became of it; another's is as unknown as none.
pub fn find(read: &mut Read, user: UserId, id: UploadId) -> Result<Option<Preview>> {
    let found = sql!(concat!(columns!(), "WHERE id = $1 AND user_id = $2"));
    read.first(found, &[&id, &user], preview)
}

/// The digest of what has this id, whoever sent it.
pub fn digest(read: &mut Read, id: UploadId) -> Result<Option<Vec<u8>>> {
    read.first(sql!("SELECT digest FROM intake_upload WHERE id = $1"), &[&id], |row| row.get(0))
}

/// What somebody sent lately, the latest first.
pub fn latest(read: &mut Read, user: UserId) -> Result<Vec<Preview>> {
    let found =
        sql!(concat!(columns!(), "WHERE user_id = $1 ORDER BY created_at DESC, id LIMIT 20"));
    read.all(found, &[&user], preview)
}

/// What stands before the rows.
#[derive(Serialize, Deserialize)]
struct Top {
    name: String,
    head: Vec<String>,
}

/// A table as it is kept: its top, then a row a line, so that the first can be read alone.
pub fn written(table: &Table) -> Result<Vec<u8>> {
    let top = Top { name: table.name.clone(), head: table.head.clone() };
    let mut text = serde_json::to_vec(&top).map_err(Error::fault)?;
    for row in &table.rows {
        text.push(b'\n');
        serde_json::to_writer(&mut text, row).map_err(Error::fault)?;
    }
    text.push(b'\n');
    Ok(text)
}

/// The rows of which all is there; what follows the last end of a line was cut off.
fn table_of(text: &[u8]) -> Result<Option<Table>> {
    let mut lines =
        text.split_inclusive(|byte| *byte == b'\n').filter(|line| line.ends_with(b"\n"));
    let Some(top) = lines.next() else { return Ok(None) };
    let Top { name, head } = serde_json::from_slice(top).map_err(Error::fault)?;
    let rows = lines.map(serde_json::from_slice).collect::<Result<_, _>>().map_err(Error::fault)?;
    Ok(Some(Table { name, head, rows }))
}

/// The rows that wait; nothing once they were taken in, given up or forgotten.
pub fn content(read: &mut Read, id: UploadId) -> Result<Option<Table>> {
    let found = sql!("SELECT content FROM intake_upload WHERE id = $1 AND content IS NOT NULL");
    let bytes = read.first(found, &[&id], |row| row.get::<Vec<u8>>(0))?;
    bytes.map_or(Ok(None), |bytes| table_of(&bytes))
}

/// The first rows of what waits, as many as are read at once.
pub fn beginning(read: &mut Read, id: UploadId, now: Time) -> Result<Option<Table>> {
    let found = sql!(
        "SELECT substr(content, 1, CAST($2 AS integer)) FROM intake_upload
         WHERE id = $1 AND content IS NOT NULL AND expires_at > $3"
    );
    let params: [&dyn db::Param; 3] = [&id, &BEGINNING_BYTES, &now];
    let bytes = read.first(found, &params, |row| row.get::<Vec<u8>>(0))?;
    bytes.map_or(Ok(None), |bytes| table_of(&bytes))
}

/// A file that was read.
pub struct New<'a> {
    pub id: UploadId,
    pub kind: Kind,
    pub digest: &'a [u8],
    pub content: &'a [u8],
    pub taken: &'a Taken,
    pub stage: Stage,
    pub expires_at: Time,
}

pub fn insert(tx: &mut Tx, ctx: &Context, new: &New<'_>) -> Result<()> {
    let insert = sql!(
        "INSERT INTO intake_upload (id, user_id, kind, digest, content, row_count, fresh, again,
             refused, examples, bad, created_at, expires_at, stage, lang, unsure)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
    );
    let New { id, kind, digest, content, taken, stage, expires_at } = new;
    let counts = [taken.rows, taken.fresh, taken.again, taken.refused, taken.examples];
    let [rows, fresh, again, refused, examples] = counts.map(|count| count as i64);
    let (bad, lang) = (json_of(&taken.bad)?, ctx.lang.tag());
    tx.run(
        insert,
        &[
            id,
            &ctx.actor.user,
            kind,
            digest,
            content,
            &rows,
            &fresh,
            &again,
            &refused,
            &examples,
            &bad,
            &ctx.now,
            expires_at,
            stage,
            &lang,
            &json_of(&taken.unsure)?,
        ],
    )
    .map(drop)
}

fn json_of<T: Serialize>(rows: &[T]) -> Result<serde_json::Value> {
    serde_json::to_value(rows).map_err(Error::fault)
}

/// Whether a worker has anything to do. Asked every second, so it writes nothing.
pub fn waits(read: &mut Read, now: Time) -> Result<bool> {
    let stale = now.plus_seconds(-STALE_SECONDS);
    let found = sql!(
        "SELECT 1 FROM intake_upload
         WHERE stage IN ('waiting', 'asked')
            OR (stage IN ('looking', 'taking') AND beat_at < $1)
            OR (expires_at <= $2 AND stage IN ('waiting', 'looking', 'looked', 'failed'))
         LIMIT 1"
    );
    Ok(read.first(found, &[&stale, &now], |row| row.get::<i64>(0))?.is_some())
}

/// Takes the oldest file that waits for work, or whose worker was not heard of for long. One that
/// was begun too often fails.
pub fn claim(tx: &mut Tx, now: Time) -> Result<Option<Job>> {
    let stale = now.plus_seconds(-STALE_SECONDS);
    let given_up = sql!(
        "UPDATE intake_upload SET stage = 'failed', content = NULL
         WHERE stage IN ('looking', 'taking') AND beat_at < $1 AND attempts >= $2"
    );
    tx.run(given_up, &[&stale, &ATTEMPTS_MAX])?;
    let next = sql!(
        "SELECT id, user_id, kind, lang, stage FROM intake_upload
         WHERE stage IN ('waiting', 'asked')
            OR (stage IN ('looking', 'taking') AND beat_at < $1)
         ORDER BY created_at, id LIMIT 1"
    );
    let found = tx.first(next, &[&stale], |row| {
        let lang = Lang::from_tag(&row.get::<String>(3)?).unwrap_or_default();
        let takes = matches!(row.get::<Stage>(4)?, Stage::Asked | Stage::Taking);
        Ok(Job { id: row.get(0)?, user: row.get(1)?, kind: row.get(2)?, lang, takes })
    })?;
    let Some(job) = found else { return Ok(None) };
    let stage = if job.takes { Stage::Taking } else { Stage::Looking };
    let take = sql!(
        "UPDATE intake_upload SET stage = $2, beat_at = $3, attempts = attempts + 1, done = 0
         WHERE id = $1"
    );
    tx.run(take, &[&job.id, &stage, &now])?;
    Ok(Some(job))
}

/// How far the worker is. False where the file is no longer his.
pub fn beat(tx: &mut Tx, id: UploadId, done: i64, now: Time) -> Result<bool> {
    let update = sql!(
        "UPDATE intake_upload SET done = $2, beat_at = $3
         WHERE id = $1 AND stage IN ('looking', 'taking')"
    );
    Ok(tx.run(update, &[&id, &done, &now])? == 1)
}

pub fn is_at(read: &mut Read, id: UploadId, stage: Stage) -> Result<bool> {
    let found = sql!("SELECT 1 FROM intake_upload WHERE id = $1 AND stage = $2");
    Ok(read.first(found, &[&id, &stage], |row| row.get::<i64>(0))?.is_some())
}

/// Begins another step of its way, with as many attempts as any.
pub fn set_stage(tx: &mut Tx, id: UploadId, stage: Stage) -> Result<()> {
    let update = sql!("UPDATE intake_upload SET stage = $2, done = 0, attempts = 0 WHERE id = $1");
    tx.run(update, &[&id, &stage]).map(drop)
}

/// All its rows were tried: it waits for its sender.
pub fn looked(tx: &mut Tx, id: UploadId, taken: &Taken) -> Result<()> {
    let update = sql!(
        "UPDATE intake_upload SET stage = 'looked', done = row_count, fresh = $2, again = $3,
             refused = $4, bad = $5, unsure = $6
         WHERE id = $1 AND stage IN ('looking', 'taking')"
    );
    let counts = [taken.fresh, taken.again, taken.refused].map(|count| count as i64);
    let (bad, unsure) = (json_of(&taken.bad)?, json_of(&taken.unsure)?);
    let params: [&dyn db::Param; 6] = [&id, &counts[0], &counts[1], &counts[2], &bad, &unsure];
    tx.run(update, &params).map(drop)
}

/// It cannot be done; its rows are needed no longer.
pub fn fail(tx: &mut Tx, id: UploadId) -> Result<()> {
    let update = sql!(
        "UPDATE intake_upload SET stage = 'failed', content = NULL
         WHERE id = $1 AND stage IN ('looking', 'taking')"
    );
    tx.run(update, &[&id]).map(drop)
}

/// It is in the books now; its rows are needed no longer.
pub fn taken(tx: &mut Tx, id: UploadId, taken: &Taken, now: Time) -> Result<()> {
    let update = sql!(
        "UPDATE intake_upload SET content = NULL, fresh = $2, again = $3, taken_at = $4,
             stage = 'taken', done = row_count
         WHERE id = $1"
    );
    let (fresh, again) = (taken.fresh as i64, taken.again as i64);
    tx.run(update, &[&id, &fresh, &again, &now]).map(drop)
}

pub fn discard(tx: &mut Tx, id: UploadId) -> Result<()> {
    tx.run(sql!("DELETE FROM intake_upload WHERE id = $1"), &[&id]).map(drop)
}

/// Forgets what nobody said yes to in time.
pub fn forget(tx: &mut Tx, now: Time) -> Result<u64> {
    let delete = sql!(
        "DELETE FROM intake_upload
         WHERE expires_at <= $1 AND stage NOT IN ('asked', 'taking', 'taken')"
    );
    tx.run(delete, &[&now])
}

#[cfg(test)]
mod tests {
    use sheet::{Found, Row};

    use super::*;

    #[test]
    fn what_is_kept_is_read_whole_or_as_far_as_it_goes() {
        let row = |number| Row { number, cells: vec![Found::Text("a\nb".into()), Found::Empty] };
        let head = vec!["Kode".to_owned(), "Nama".to_owned()];
        let table = Table { name: "Isi".into(), head, rows: (2..50).map(row).collect() };
        let text = written(&table).expect("written");
        assert_eq!(table_of(&text).expect("read"), Some(table.clone()));
        let first = table_of(&text[..text.len() / 2]).expect("read").expect("rows");
        assert!(!first.rows.is_empty() && first.rows.len() < 30, "{}", first.rows.len());
        assert_eq!(first.rows[..], table.rows[..first.rows.len()]);
        assert_eq!(table_of(&text[..10]).expect("read"), None);
    }
}
