//! All SQL of this room.

use db::{Read, Result, Row, Tx, sql};
use kernel::{Context, Time, UserId};
use sheet::Table;

use crate::{
    inputs::{Kind, UploadId},
    types::{Bad, Preview, Taken},
};

macro_rules! columns {
    () => {
        "SELECT id, kind, row_count, fresh, again, refused, examples, bad, expires_at, taken_at \
         FROM intake_upload "
    };
}

fn preview(row: &Row<'_>) -> Result<Preview> {
    let bad: serde_json::Value = row.get(7)?;
    Ok(Preview {
        id: row.get(0)?,
        kind: row.get(1)?,
        rows: row.get(2)?,
        fresh: row.get(3)?,
        again: row.get(4)?,
        refused: row.get(5)?,
        examples: row.get(6)?,
        bad: serde_json::from_value::<Vec<Bad>>(bad).map_err(db::Error::fault)?,
        expires_at: row.get(8)?,
        taken_at: row.get(9)?,
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

/// The rows that wait; nothing once they were taken in or forgotten.
pub fn content(read: &mut Read, user: UserId, id: UploadId, now: Time) -> Result<Option<Table>> {
    let found = sql!(
        "SELECT content FROM intake_upload
         WHERE id = $1 AND user_id = $2 AND content IS NOT NULL AND expires_at > $3"
    );
    let bytes = read.first(found, &[&id, &user, &now], |row| row.get::<Vec<u8>>(0))?;
    bytes.map(|bytes| serde_json::from_slice(&bytes).map_err(db::Error::fault)).transpose()
}

/// A file that was looked at.
pub struct New<'a> {
    pub id: UploadId,
    pub kind: Kind,
    pub digest: &'a [u8],
    pub content: &'a [u8],
    pub taken: &'a Taken,
    pub expires_at: Time,
}

pub fn insert(tx: &mut Tx, ctx: &Context, new: &New<'_>) -> Result<()> {
    let insert = sql!(
        "INSERT INTO intake_upload (id, user_id, kind, digest, content, row_count, fresh, again,
             refused, examples, bad, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
    );
    let New { id, kind, digest, content, taken, expires_at } = new;
    let counts = [taken.rows, taken.fresh, taken.again, taken.refused, taken.examples];
    let [rows, fresh, again, refused, examples] = counts.map(|count| count as i64);
    let bad = serde_json::to_value(&taken.bad).map_err(db::Error::fault)?;
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
        ],
    )
    .map(drop)
}

/// It is in the books now; its rows are needed no longer.
pub fn taken(tx: &mut Tx, id: UploadId, taken: &Taken, now: Time) -> Result<()> {
    let update = sql!(
        "UPDATE intake_upload SET content = NULL, fresh = $2, again = $3, taken_at = $4
         WHERE id = $1"
    );
    let (fresh, again) = (taken.fresh as i64, taken.again as i64);
    tx.run(update, &[&id, &fresh, &again, &now]).map(drop)
}

/// Gives up what waits; false where it is not his or was taken in.
pub fn discard(tx: &mut Tx, user: UserId, id: UploadId) -> Result<bool> {
    let delete =
        sql!("DELETE FROM intake_upload WHERE id = $1 AND user_id = $2 AND taken_at IS NULL");
    Ok(tx.run(delete, &[&id, &user])? == 1)
}

/// Forgets what nobody said yes to in time.
pub fn forget(tx: &mut Tx, now: Time) -> Result<()> {
    let delete = sql!("DELETE FROM intake_upload WHERE expires_at <= $1 AND taken_at IS NULL");
    tx.run(delete, &[&now]).map(drop)
}
