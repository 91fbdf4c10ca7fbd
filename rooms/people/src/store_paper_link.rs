//! SQL of links to papers.

use db::{Read, Result, Row, Tx, sql};
use kernel::{PaperLinkId, Time, UserId};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    secret::SecretHash,
    store_access::{signed_in_columns, user_with_place},
    store_user::signed_in,
};

/// A link that somebody gave. Its secret is kept nowhere.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PaperLink {
    pub id: PaperLinkId,
    pub path: String,
    pub title: String,
    pub recipient: String,
    pub created_at: Time,
    pub expires_at: Time,
    pub revoked_at: Option<Time>,
}

/// A fresh link to write.
pub struct NewPaperLink<'a> {
    pub id: PaperLinkId,
    pub user: UserId,
    pub path: &'a str,
    pub title: &'a str,
    pub recipient: &'a str,
    pub hash: &'a SecretHash,
    pub expires_at: Time,
}

/// Who gave the link, as long as it is good and he may still sign in.
pub fn who_gave(read: &mut Read, hash: &SecretHash, now: Time) -> Result<Option<web::SignedIn>> {
    let found = sql!(concat!(
        "SELECT ",
        signed_in_columns!(),
        " FROM people_paper_link a",
        user_with_place!(),
        "WHERE a.secret_hash = $1 AND a.revoked_at IS NULL AND a.expires_at > $2 AND u.active"
    ));
    read.first(found, &[&hash.as_slice(), &now], signed_in)
}

pub fn insert_link(tx: &mut Tx, one: &NewPaperLink<'_>, now: Time) -> Result<()> {
    let insert = sql!(
        "INSERT INTO people_paper_link (id, user_id, path, title, recipient, secret_hash,
             created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    );
    let hash = one.hash.as_slice();
    tx.run(
        insert,
        &[&one.id, &one.user, &one.path, &one.title, &one.recipient, &hash, &now, &one.expires_at],
    )
    .map(drop)
}

/// The links that a user gave, the newest first; at most 200.
pub fn links(read: &mut Read, user: UserId) -> Result<Vec<PaperLink>> {
    let found = sql!(
        "SELECT id, path, title, recipient, created_at, expires_at, revoked_at
         FROM people_paper_link
         WHERE user_id = $1 ORDER BY created_at DESC, id LIMIT 200"
    );
    read.all(found, &[&user], |row: &Row<'_>| {
        Ok(PaperLink {
            id: row.get(0)?,
            path: row.get(1)?,
            title: row.get(2)?,
            recipient: row.get(3)?,
            created_at: row.get(4)?,
            expires_at: row.get(5)?,
            revoked_at: row.get(6)?,
        })
    })
}

/// Takes a link back; false when it is not the user's.
pub fn revoke_link(tx: &mut Tx, id: PaperLinkId, user: UserId, now: Time) -> Result<bool> {
    let update = sql!(
        "UPDATE people_paper_link SET revoked_at = COALESCE(revoked_at, $3)
         WHERE id = $1 AND user_id = $2"
    );
    Ok(tx.run(update, &[&id, &user, &now])? == 1)
}
