//! SQL of users.

use std::collections::BTreeMap;

use db::{Param, Read, RefuseOn, Result, Row, Tx, sql};
use kernel::{Actor, Capabilities, ConsignorId, Context, Lang, Reach, ShopId, Time, UserId, Zone};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{No, inputs::UserDetails, password::Hashed, reach::ReachKind};

/// Somebody who signs in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct User {
    pub id: UserId,
    pub sign_in_name: String,
    pub name: String,
    /// As it stands on the papers.
    pub job_title: String,
    /// NIP.
    pub employee_number: Option<String>,
    /// Names of the capabilities.
    #[serde(serialize_with = "capability_names")]
    #[schemars(with = "Vec<String>")]
    pub capabilities: Capabilities,
    pub reach: ReachKind,
    pub consignor_id: Option<ConsignorId>,
    pub shop_id: Option<ShopId>,
    pub kanwil: Option<String>,
    #[schemars(with = "Option<String>")]
    pub lang: Option<Lang>,
    pub active: bool,
    /// Whether he ever chose a password.
    pub has_password: bool,
    /// Whether he signs in with an authenticator's code, too.
    pub has_totp: bool,
    /// The unit's, the shop's or the regional office's name.
    pub place: Option<String>,
}

fn capability_names<S: serde::Serializer>(set: &Capabilities, to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(set.iter().map(kernel::Capability::name))
}

impl User {
    /// Whose records he sees.
    pub fn reach(&self) -> Reach {
        reach_from(self.reach, self.consignor_id, self.shop_id, self.kanwil.clone())
    }

    /// The user as one who acts.
    pub fn actor(&self) -> Actor {
        Actor {
            user: self.id,
            name: self.name.clone(),
            reach: self.reach(),
            capabilities: self.capabilities,
        }
    }
}

/// The table's CHECKs promise that the one thing is there; without it the person sees nothing.
fn reach_from(
    kind: ReachKind,
    consignor: Option<ConsignorId>,
    shop: Option<ShopId>,
    kanwil: Option<String>,
) -> Reach {
    let reach = match kind {
        ReachKind::Consignor => consignor.map(Reach::Consignor),
        ReachKind::Shop => shop.map(Reach::Shop),
        ReachKind::Kanwil => kanwil.map(Reach::Kanwil),
        ReachKind::All => Some(Reach::All),
    };
    reach.unwrap_or(Reach::Nobody)
}

macro_rules! user_columns {
    () => {
        "u.id, u.sign_in_name, u.name, u.job_title, u.employee_number, u.capabilities, u.reach, \
         u.consignor_id, u.shop_id, u.kanwil, u.lang, u.active, \
         CASE WHEN u.password_hash IS NULL THEN 0 ELSE 1 END, \
         CASE WHEN u.totp_since IS NULL THEN 0 ELSE 1 END, COALESCE(c.name, s.name, u.kanwil)"
    };
}
macro_rules! user_tables {
    () => {
        "people_user u LEFT JOIN people_consignor c ON c.id = u.consignor_id \
         LEFT JOIN people_shop s ON s.id = u.shop_id"
    };
}

fn user(row: &Row<'_>) -> Result<User> {
    Ok(User {
        id: row.get(0)?,
        sign_in_name: row.get(1)?,
        name: row.get(2)?,
        job_title: row.get(3)?,
        employee_number: row.get(4)?,
        capabilities: row.get(5)?,
        reach: row.get(6)?,
        consignor_id: row.get(7)?,
        shop_id: row.get(8)?,
        kanwil: row.get(9)?,
        lang: row.get(10)?,
        active: row.get(11)?,
        has_password: row.int(12)? == 1,
        has_totp: row.int(13)? == 1,
        place: row.get(14)?,
    })
}

pub fn find_user(read: &mut Read, id: UserId) -> Result<Option<User>> {
    let found =
        sql!(concat!("SELECT ", user_columns!(), " FROM ", user_tables!(), " WHERE u.id = $1"));
    read.first(found, &[&id], user)
}

pub fn find_user_by_name(read: &mut Read, sign_in_name: &str) -> Result<Option<User>> {
    let found = sql!(concat!(
        "SELECT ",
        user_columns!(),
        " FROM ",
        user_tables!(),
        " WHERE u.sign_in_name = $1"
    ));
    read.first(found, &[&sign_in_name], user)
}

/// What a list of users is narrowed to.
#[derive(Debug, Default)]
pub struct UserFilter {
    /// `%word%`, escaped with `!`.
    pub like: Option<String>,
    pub consignor: Option<ConsignorId>,
    pub shop: Option<ShopId>,
    pub active: Option<bool>,
    pub reach: Option<ReachKind>,
    pub limit: i64,
    pub offset: i64,
}

/// The users of a page and the number of all.
pub fn users(read: &mut Read, filter: &UserFilter) -> Result<(Vec<User>, i64)> {
    let found = sql!(concat!(
        "SELECT ",
        user_columns!(),
        ", CAST(COUNT(*) OVER () AS bigint) FROM ",
        user_tables!(),
        " WHERE (CAST($1 AS uuid) IS NULL OR u.consignor_id = $1) \
            AND (CAST($2 AS uuid) IS NULL OR u.shop_id = $2) \
            AND (CAST($3 AS boolean) IS NULL OR u.active = $3) \
            AND (CAST($4 AS text) IS NULL OR u.reach = $4) \
            AND (CAST($5 AS text) IS NULL OR LOWER(u.name) LIKE $5 ESCAPE '!' \
                 OR u.sign_in_name LIKE $5 ESCAPE '!' OR LOWER(u.job_title) LIKE $5 ESCAPE '!') \
          ORDER BY u.name, u.id LIMIT $6 OFFSET $7"
    ));
    let params: [&dyn Param; 7] = [
        &filter.consignor,
        &filter.shop,
        &filter.active,
        &filter.reach,
        &filter.like.as_deref(),
        &filter.limit,
        &filter.offset,
    ];
    let mut total = 0;
    let rows = read.all(found, &params, |row| {
        total = row.get(15)?;
        user(row)
    })?;
    Ok((rows, total))
}

pub fn user_names(read: &mut Read, ids: &[UserId]) -> Result<BTreeMap<UserId, String>> {
    let named = sql!(
        "SELECT id, name FROM people_user
         WHERE id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
    );
    let mut names = BTreeMap::new();
    read.each_of(named, &[], ids, |row| {
        names.insert(row.get(0)?, row.get(1)?);
        Ok(())
    })?;
    Ok(names)
}

/// Whether nobody was registered yet: a fresh installation.
pub fn is_fresh(read: &mut Read) -> Result<bool> {
    let any = read.first(sql!("SELECT id FROM people_user LIMIT 1"), &[], |row| row.uuid(0))?;
    Ok(any.is_none())
}

/// What was typed, after its rules were kept.
pub struct UserChecked<'a> {
    pub details: &'a UserDetails,
    pub sign_in_name: String,
    pub reach: &'a Reach,
    pub capabilities: Capabilities,
}

impl UserChecked<'_> {
    fn parts(&self) -> (Option<ReachKind>, Option<ConsignorId>, Option<ShopId>, Option<&str>) {
        let (mut consignor, mut shop, mut kanwil) = (None, None, None);
        match self.reach {
            Reach::Consignor(id) => consignor = Some(*id),
            Reach::Shop(id) => shop = Some(*id),
            Reach::Kanwil(name) => kanwil = Some(name.as_str()),
            Reach::All | Reach::Nobody => {}
        }
        (ReachKind::of(self.reach), consignor, shop, kanwil)
    }
}

pub fn insert_user(tx: &mut Tx, ctx: &Context, id: UserId, one: &UserChecked<'_>) -> Result<()> {
    let insert = sql!(
        "INSERT INTO people_user (id, sign_in_name, name, job_title, employee_number, capabilities,
             reach, consignor_id, shop_id, kanwil, lang, active, totp_step, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, TRUE, 0, $12, $13)"
    );
    let (kind, consignor, shop, kanwil) = one.parts();
    tx.run(
        insert,
        &[
            &id,
            &one.sign_in_name,
            &one.details.name,
            &one.details.job_title,
            &one.details.employee_number,
            &one.capabilities,
            &kind,
            &consignor,
            &shop,
            &kanwil,
            &one.details.lang,
            &ctx.actor.user,
            &ctx.now,
        ],
    )
    .refuse_on("people_user_sign_in_name_key", No::SignInNameTaken.at("sign_in_name"))
    .map(drop)
}

pub fn update_user(tx: &mut Tx, id: UserId, one: &UserChecked<'_>) -> Result<()> {
    let update = sql!(
        "UPDATE people_user SET sign_in_name = $2, name = $3, job_title = $4, employee_number = $5,
             capabilities = $6, reach = $7, consignor_id = $8, shop_id = $9, kanwil = $10, lang = $11
         WHERE id = $1"
    );
    let (kind, consignor, shop, kanwil) = one.parts();
    tx.run(
        update,
        &[
            &id,
            &one.sign_in_name,
            &one.details.name,
            &one.details.job_title,
            &one.details.employee_number,
            &one.capabilities,
            &kind,
            &consignor,
            &shop,
            &kanwil,
            &one.details.lang,
        ],
    )
    .refuse_on("people_user_sign_in_name_key", No::SignInNameTaken.at("sign_in_name"))
    .map(drop)
}

pub fn set_active(tx: &mut Tx, id: UserId, active: bool) -> Result<()> {
    let update = sql!("UPDATE people_user SET active = $2 WHERE id = $1");
    tx.run(update, &[&id, &active]).map(drop)
}

pub fn set_lang(tx: &mut Tx, id: UserId, lang: Lang) -> Result<()> {
    tx.run(sql!("UPDATE people_user SET lang = $2 WHERE id = $1"), &[&id, &lang]).map(drop)
}

pub fn set_password_hash(tx: &mut Tx, id: UserId, hashed: &Hashed) -> Result<()> {
    let update = sql!("UPDATE people_user SET password_hash = $2 WHERE id = $1");
    tx.run(update, &[&id, &hashed.as_str()]).map(drop)
}

/// What signing in compares with. `Debug` is left out: it holds secrets.
pub struct Key {
    pub user: UserId,
    pub sign_in_name: String,
    pub password_hash: Option<String>,
    pub totp_secret: Option<Vec<u8>>,
    /// Since when the authenticator is asked for; none while it is being set up.
    pub totp_since: Option<Time>,
    /// The last step whose code was used.
    pub totp_step: i64,
}

fn key(row: &Row<'_>) -> Result<Key> {
    Ok(Key {
        user: row.get(0)?,
        sign_in_name: row.get(1)?,
        password_hash: row.get(2)?,
        totp_secret: row.get(3)?,
        totp_since: row.get(4)?,
        totp_step: row.get(5)?,
    })
}

/// Of an active user.
pub fn find_key(read: &mut Read, sign_in_name: &str) -> Result<Option<Key>> {
    let found = sql!(
        "SELECT id, sign_in_name, password_hash, totp_secret, totp_since, totp_step
         FROM people_user WHERE sign_in_name = $1 AND active"
    );
    read.first(found, &[&sign_in_name], key)
}

pub fn find_key_of(read: &mut Read, user: UserId) -> Result<Option<Key>> {
    let found = sql!(
        "SELECT id, sign_in_name, password_hash, totp_secret, totp_since, totp_step
         FROM people_user WHERE id = $1 AND active"
    );
    read.first(found, &[&user], key)
}

pub fn begin_totp(tx: &mut Tx, user: UserId, secret: &[u8]) -> Result<()> {
    let update = sql!(
        "UPDATE people_user SET totp_secret = $2, totp_step = 0
         WHERE id = $1 AND totp_since IS NULL"
    );
    tx.run(update, &[&user, &secret]).map(drop)
}

pub fn confirm_totp(tx: &mut Tx, user: UserId, now: Time, step: i64) -> Result<()> {
    let update = sql!("UPDATE people_user SET totp_since = $2, totp_step = $3 WHERE id = $1");
    tx.run(update, &[&user, &now, &step]).map(drop)
}

/// Takes a step; false when it, or a later one, was used meanwhile.
pub fn use_totp_step(tx: &mut Tx, user: UserId, step: i64) -> Result<bool> {
    let update = sql!("UPDATE people_user SET totp_step = $2 WHERE id = $1 AND totp_step < $2");
    Ok(tx.run(update, &[&user, &step])? == 1)
}

pub fn remove_totp(tx: &mut Tx, user: UserId) -> Result<()> {
    let update = sql!(
        "UPDATE people_user SET totp_secret = NULL, totp_since = NULL, totp_step = 0 WHERE id = $1"
    );
    tx.run(update, &[&user])?;
    tx.run(sql!("DELETE FROM people_recovery_code WHERE user_id = $1"), &[&user]).map(drop)
}

pub fn insert_recovery_code(tx: &mut Tx, user: UserId, hash: &[u8]) -> Result<()> {
    let insert = sql!("INSERT INTO people_recovery_code (user_id, code_hash) VALUES ($1, $2)");
    tx.run(insert, &[&user, &hash]).map(drop)
}

/// Takes a recovery code; false when there is no such one or it was used.
pub fn use_recovery_code(tx: &mut Tx, user: UserId, hash: &[u8], now: Time) -> Result<bool> {
    let update = sql!(
        "UPDATE people_recovery_code SET used_at = $3
         WHERE user_id = $1 AND code_hash = $2 AND used_at IS NULL"
    );
    Ok(tx.run(update, &[&user, &hash, &now])? == 1)
}

/// Whether the recovery code is there and unused.
pub fn has_recovery_code(read: &mut Read, user: UserId, hash: &[u8]) -> Result<bool> {
    let found = sql!(
        "SELECT user_id FROM people_recovery_code
         WHERE user_id = $1 AND code_hash = $2 AND used_at IS NULL"
    );
    Ok(read.first(found, &[&user, &hash], |row| row.uuid(0))?.is_some())
}

pub fn recovery_codes_left(read: &mut Read, user: UserId) -> Result<i64> {
    let count = sql!(
        "SELECT CAST(COUNT(*) AS bigint) FROM people_recovery_code
         WHERE user_id = $1 AND used_at IS NULL"
    );
    read.one(count, &[&user], |row| row.get(0))
}

/// Who acts, as `who_is` and the links build it.
pub fn signed_in(row: &Row<'_>) -> Result<web::SignedIn> {
    let reach = reach_from(row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?);
    let actor = Actor { user: row.get(0)?, name: row.get(1)?, reach, capabilities: row.get(6)? };
    Ok(web::SignedIn {
        actor,
        lang: row.get(7)?,
        zone: row.get::<Option<Zone>>(9)?.unwrap_or_default(),
        job_title: row.get(8)?,
        place: row.get::<Option<String>>(10)?.unwrap_or_default(),
    })
}
