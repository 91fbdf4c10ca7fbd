//! SQL of sessions, tokens, one-time links and attempts.

use db::{Read, Result, Row, Tx, sql};
use kernel::{Capabilities, Context, Id, SessionId, Time, TokenId, UserId};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{secret::SecretHash, store_user::signed_in};

/// A session lives so long at most, in seconds: 30 days.
pub const SESSION_SECONDS: i64 = 30 * 86_400;
/// And so long without being used: 7 days.
pub const SESSION_IDLE_SECONDS: i64 = 7 * 86_400;
/// Between the password and the authenticator's code.
const CODE_SECONDS: i64 = 600;
/// A link lives so long: 7 days.
pub const LINK_SECONDS: i64 = 7 * 86_400;

macro_rules! signed_in_columns {
    () => {
        "u.id, u.name, u.reach, u.consignor_id, u.shop_id, u.kanwil, u.capabilities, u.lang, \
         u.job_title, COALESCE(c.zone, s.zone), COALESCE(c.name, s.name, u.kanwil)"
    };
}
macro_rules! user_with_place {
    () => {
        " JOIN people_user u ON u.id = a.user_id \
         LEFT JOIN people_consignor c ON c.id = u.consignor_id \
         LEFT JOIN people_shop s ON s.id = u.shop_id "
    };
}

pub(crate) use {signed_in_columns, user_with_place};

pub fn who_has_session(
    read: &mut Read,
    hash: &SecretHash,
    now: Time,
) -> Result<Option<web::SignedIn>> {
    let found = sql!(concat!(
        "SELECT ",
        signed_in_columns!(),
        " FROM people_session a",
        user_with_place!(),
        "WHERE a.secret_hash = $1 AND a.ended_at IS NULL AND NOT a.awaits_code AND u.active \
           AND a.created_at > $2 AND a.seen_at > $3"
    ));
    let (since, seen) =
        (now.plus_seconds(-SESSION_SECONDS), now.plus_seconds(-SESSION_IDLE_SECONDS));
    read.first(found, &[&hash.as_slice(), &since, &seen], signed_in)
}

pub fn who_has_token(
    read: &mut Read,
    hash: &SecretHash,
    now: Time,
) -> Result<Option<web::SignedIn>> {
    let found = sql!(concat!(
        "SELECT ",
        signed_in_columns!(),
        ", a.capabilities FROM people_token a",
        user_with_place!(),
        "WHERE a.secret_hash = $1 AND a.revoked_at IS NULL AND a.expires_at > $2 AND u.active"
    ));
    read.first(found, &[&hash.as_slice(), &now], |row| {
        let mut person = signed_in(row)?;
        let scope: Capabilities = row.get(11)?;
        person.actor.capabilities = person.actor.capabilities.within(scope);
        Ok(person)
    })
}

/// A session, as its owner sees it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Session {
    pub id: SessionId,
    pub address: Option<String>,
    pub created_at: Time,
    pub seen_at: Time,
    /// Whether it is the one that asks.
    #[serde(skip)]
    pub is_this: bool,
}

/// A fresh session to write.
pub struct NewSession<'a> {
    pub user: UserId,
    pub hash: &'a SecretHash,
    pub awaits_code: bool,
    pub address: Option<String>,
}

pub fn insert_session(tx: &mut Tx, ctx: &Context, one: &NewSession<'_>) -> Result<()> {
    let insert = sql!(
        "INSERT INTO people_session (id, user_id, secret_hash, awaits_code, address, created_at,
             seen_at)
         VALUES ($1, $2, $3, $4, $5, $6, $6)"
    );
    let id: SessionId = ctx.fresh_id();
    let hash = one.hash.as_slice();
    tx.run(insert, &[&id, &one.user, &hash, &one.awaits_code, &one.address, &ctx.now]).map(drop)
}

/// The half-open session that waits for a code.
pub fn find_waiting(
    read: &mut Read,
    hash: &SecretHash,
    now: Time,
) -> Result<Option<(SessionId, UserId)>> {
    let found = sql!(
        "SELECT id, user_id FROM people_session
         WHERE secret_hash = $1 AND awaits_code AND ended_at IS NULL AND created_at > $2"
    );
    let since = now.plus_seconds(-CODE_SECONDS);
    read.first(found, &[&hash.as_slice(), &since], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Opens the half-open session under a fresh secret: who knew the old one knows nothing.
pub fn open_session(tx: &mut Tx, id: SessionId, hash: &SecretHash, now: Time) -> Result<()> {
    let update = sql!(
        "UPDATE people_session SET awaits_code = FALSE, secret_hash = $2, seen_at = $3
         WHERE id = $1 AND ended_at IS NULL"
    );
    tx.run(update, &[&id, &hash.as_slice(), &now]).map(drop)
}

/// Notes that the session is in use, at most once an hour.
pub fn touch_session(tx: &mut Tx, hash: &SecretHash, now: Time) -> Result<()> {
    let update = sql!(
        "UPDATE people_session SET seen_at = $2
         WHERE secret_hash = $1 AND ended_at IS NULL AND seen_at < $3"
    );
    tx.run(update, &[&hash.as_slice(), &now, &now.plus_seconds(-3_600)]).map(drop)
}

/// The open sessions of a user, the last used first; at most 100.
pub fn sessions(
    read: &mut Read,
    user: UserId,
    this: Option<&SecretHash>,
    now: Time,
) -> Result<Vec<Session>> {
    let found = sql!(
        "SELECT id, address, created_at, seen_at, secret_hash FROM people_session
         WHERE user_id = $1 AND ended_at IS NULL AND NOT awaits_code AND created_at > $2
           AND seen_at > $3
         ORDER BY seen_at DESC, id LIMIT 100"
    );
    let (since, seen) =
        (now.plus_seconds(-SESSION_SECONDS), now.plus_seconds(-SESSION_IDLE_SECONDS));
    read.all(found, &[&user, &since, &seen], |row| {
        let hash = row.bytes(4)?;
        Ok(Session {
            id: row.get(0)?,
            address: row.get(1)?,
            created_at: row.get(2)?,
            seen_at: row.get(3)?,
            is_this: this.is_some_and(|this| this.as_slice() == hash),
        })
    })
}

/// Ends one of the user's sessions; false when it is not his or has ended.
pub fn end_session(tx: &mut Tx, id: SessionId, user: UserId, now: Time) -> Result<bool> {
    let update = sql!(
        "UPDATE people_session SET ended_at = $3
         WHERE id = $1 AND user_id = $2 AND ended_at IS NULL"
    );
    Ok(tx.run(update, &[&id, &user, &now])? == 1)
}

pub fn end_session_by_hash(tx: &mut Tx, hash: &SecretHash, now: Time) -> Result<()> {
    let update =
        sql!("UPDATE people_session SET ended_at = $2 WHERE secret_hash = $1 AND ended_at IS NULL");
    tx.run(update, &[&hash.as_slice(), &now]).map(drop)
}

/// Ends all of a user's sessions but the one that he sits at.
pub fn end_other_sessions(
    tx: &mut Tx,
    user: UserId,
    this: Option<&SecretHash>,
    now: Time,
) -> Result<()> {
    let update = sql!(
        "UPDATE people_session SET ended_at = $3
         WHERE user_id = $1 AND ended_at IS NULL
           AND (CAST($2 AS bytea) IS NULL OR secret_hash <> $2)"
    );
    tx.run(update, &[&user, &this.map(SecretHash::as_slice), &now]).map(drop)
}

/// A bearer token, without its secret.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Token {
    pub id: TokenId,
    pub name: String,
    #[serde(serialize_with = "names")]
    #[schemars(with = "Vec<String>")]
    pub capabilities: Capabilities,
    pub created_at: Time,
    pub expires_at: Time,
    pub revoked_at: Option<Time>,
}

fn names<S: serde::Serializer>(set: &Capabilities, to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(set.iter().map(kernel::Capability::name))
}

/// A fresh token to write.
pub struct NewToken<'a> {
    pub id: TokenId,
    pub user: UserId,
    pub name: &'a str,
    pub hash: &'a SecretHash,
    pub capabilities: Capabilities,
    pub expires_at: Time,
}

pub fn insert_token(tx: &mut Tx, one: &NewToken<'_>, now: Time) -> Result<()> {
    let insert = sql!(
        "INSERT INTO people_token (id, user_id, name, secret_hash, capabilities, created_at,
             expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)"
    );
    let hash = one.hash.as_slice();
    tx.run(
        insert,
        &[&one.id, &one.user, &one.name, &hash, &one.capabilities, &now, &one.expires_at],
    )
    .map(drop)
}

/// A user's tokens, the newest first; at most 200.
pub fn tokens(read: &mut Read, user: UserId) -> Result<Vec<Token>> {
    let found = sql!(
        "SELECT id, name, capabilities, created_at, expires_at, revoked_at FROM people_token
         WHERE user_id = $1 ORDER BY created_at DESC, id LIMIT 200"
    );
    read.all(found, &[&user], |row: &Row<'_>| {
        Ok(Token {
            id: row.get(0)?,
            name: row.get(1)?,
            capabilities: row.get(2)?,
            created_at: row.get(3)?,
            expires_at: row.get(4)?,
            revoked_at: row.get(5)?,
        })
    })
}

/// Takes a token back; false when it is not the user's.
pub fn revoke_token(tx: &mut Tx, id: TokenId, user: UserId, now: Time) -> Result<bool> {
    let update = sql!(
        "UPDATE people_token SET revoked_at = COALESCE(revoked_at, $3)
         WHERE id = $1 AND user_id = $2"
    );
    Ok(tx.run(update, &[&id, &user, &now])? == 1)
}

db::text_enum! {
    /// What a one-time link is for.
    pub enum LinkKind {
        /// The first administrator of a fresh installation.
        First = "first",
        Invitation = "invitation",
        /// A new password.
        Reset = "reset",
    }
}

/// A one-time link that is still good.
#[derive(Debug, Clone)]
pub struct Link {
    pub id: Id<Link>,
    pub kind: LinkKind,
    pub user: Option<UserId>,
}

pub fn insert_link(
    tx: &mut Tx,
    ctx: &Context,
    kind: LinkKind,
    user: Option<UserId>,
    hash: &SecretHash,
) -> Result<()> {
    let insert = sql!(
        "INSERT INTO people_link (id, kind, user_id, secret_hash, created_by, created_at,
             expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)"
    );
    let id: Id<Link> = ctx.fresh_id();
    let ends = ctx.now.plus_seconds(LINK_SECONDS);
    tx.run(insert, &[&id, &kind, &user, &hash.as_slice(), &ctx.actor.user, &ctx.now, &ends])
        .map(drop)
}

pub fn find_link(read: &mut Read, hash: &SecretHash, now: Time) -> Result<Option<Link>> {
    let found = sql!(
        "SELECT id, kind, user_id FROM people_link
         WHERE secret_hash = $1 AND used_at IS NULL AND expires_at > $2"
    );
    read.first(found, &[&hash.as_slice(), &now], |row| {
        Ok(Link { id: row.get(0)?, kind: row.get(1)?, user: row.get(2)? })
    })
}

/// Takes a link; false when another was faster.
pub fn use_link(tx: &mut Tx, id: Id<Link>, now: Time) -> Result<bool> {
    let update = sql!("UPDATE people_link SET used_at = $2 WHERE id = $1 AND used_at IS NULL");
    Ok(tx.run(update, &[&id, &now])? == 1)
}

/// Older links of the same user (or the first administrator's) are spent when a new one is made.
pub fn spend_links(tx: &mut Tx, user: Option<UserId>, now: Time) -> Result<()> {
    let update = sql!(
        "UPDATE people_link SET used_at = $2
         WHERE used_at IS NULL AND (user_id = $1 OR (CAST($1 AS uuid) IS NULL AND user_id IS NULL))"
    );
    tx.run(update, &[&user, &now]).map(drop)
}

/// Attempts since a moment.
#[derive(Debug, Clone, Copy)]
pub struct Attempts {
    /// Of this name from this address.
    pub own: i64,
    /// From this address, whatever the name.
    pub address: i64,
    /// Of this name, from wherever.
    pub name: i64,
}

pub fn count_attempts(
    read: &mut Read,
    name: &SecretHash,
    address: &str,
    since: Time,
) -> Result<Attempts> {
    let count = sql!(
        "SELECT CAST(COUNT(*) FILTER (WHERE name_hash = $1 AND address = $2) AS bigint),
             CAST(COUNT(*) FILTER (WHERE address = $2) AS bigint),
             CAST(COUNT(*) FILTER (WHERE name_hash = $1) AS bigint)
         FROM people_attempt WHERE (address = $2 OR name_hash = $1) AND at > $3"
    );
    read.one(count, &[&name.as_slice(), &address, &since], |row| {
        Ok(Attempts { own: row.get(0)?, address: row.get(1)?, name: row.get(2)? })
    })
}

pub fn insert_attempt(tx: &mut Tx, ctx: &Context, name: &SecretHash, address: &str) -> Result<()> {
    let insert =
        sql!("INSERT INTO people_attempt (id, name_hash, address, at) VALUES ($1, $2, $3, $4)");
    let id: Id<()> = ctx.fresh_id();
    tx.run(insert, &[&id, &name.as_slice(), &address, &ctx.now])?;
    forget_old_attempts(tx, ctx.now).map(drop)
}

/// Forgets wrong sign-ins, and the addresses that they came from: a day later nobody asks for them.
pub fn forget_old_attempts(tx: &mut Tx, now: Time) -> Result<u64> {
    let old = now.plus_seconds(-86_400);
    tx.run(sql!("DELETE FROM people_attempt WHERE at < $1"), &[&old])
}

pub fn forget_attempts(tx: &mut Tx, name: &SecretHash, address: &str) -> Result<()> {
    let delete = sql!("DELETE FROM people_attempt WHERE name_hash = $1 AND address = $2");
    tx.run(delete, &[&name.as_slice(), &address]).map(drop)
}
