//! SQL of links to papers.

use db::{Param, Read, Result, Row, Tx, sql};
use kernel::{
    Actor, Capabilities, Capability, ConsignorId, PaperLinkId, Reach, ShopId, Time, UserId,
};
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
    /// Who gave it.
    pub giver: String,
}

/// A fresh link to write.
pub struct NewPaperLink<'a> {
    pub id: PaperLinkId,
    pub user: UserId,
    pub path: &'a str,
    pub title: &'a str,
    pub recipient: &'a str,
    pub hash: &'a SecretHash,
    /// At most these, whatever the giver may later.
    pub capabilities: Capabilities,
    pub expires_at: Time,
}

/// Who gave the link, as long as it is good and he may still sign in.
pub fn who_gave(read: &mut Read, hash: &SecretHash, now: Time) -> Result<Option<web::SignedIn>> {
    let found = sql!(concat!(
        "SELECT ",
        signed_in_columns!(),
        ", a.capabilities FROM people_paper_link a",
        user_with_place!(),
        "WHERE a.secret_hash = $1 AND a.revoked_at IS NULL AND a.expires_at > $2 AND u.active"
    ));
    read.first(found, &[&hash.as_slice(), &now], |row| {
        let mut person = signed_in(row)?;
        if let Some(scope) = row.get::<Option<Capabilities>>(11)? {
            person.actor.capabilities = person.actor.capabilities.within(scope);
        }
        Ok(person)
    })
}

pub fn insert_link(tx: &mut Tx, one: &NewPaperLink<'_>, now: Time) -> Result<()> {
    let insert = sql!(
        "INSERT INTO people_paper_link (id, user_id, path, title, recipient, secret_hash,
             created_at, expires_at, capabilities)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    );
    let hash = one.hash.as_slice();
    let params: [&dyn Param; 9] = [
        &one.id,
        &one.user,
        &one.path,
        &one.title,
        &one.recipient,
        &hash,
        &now,
        &one.expires_at,
        &one.capabilities,
    ];
    tx.run(insert, &params).map(drop)
}

/// Whose links: one's own, and those of the people whom one keeps.
#[derive(Debug, Clone, Copy)]
pub struct Whose {
    user: UserId,
    all: bool,
    consignor: Option<ConsignorId>,
    shop: Option<ShopId>,
}

impl Whose {
    pub fn of(actor: &Actor) -> Self {
        let keeps = actor.may(Capability::Administer);
        Self {
            user: actor.user,
            all: keeps && actor.reach == Reach::All,
            consignor: match actor.reach {
                Reach::Consignor(own) if keeps => Some(own),
                _ => None,
            },
            shop: match actor.reach {
                Reach::Shop(own) if keeps => Some(own),
                _ => None,
            },
        }
    }

    /// Whether there are others' among them.
    pub const fn keeps(&self) -> bool {
        self.all || self.consignor.is_some() || self.shop.is_some()
    }
}

/// A page of links and the number of all: those that still open something first, then the newest.
pub fn links(
    read: &mut Read,
    whose: Whose,
    now: Time,
    (limit, offset): (i64, i64),
) -> Result<(Vec<PaperLink>, i64)> {
    let found = sql!(
        "SELECT a.id, a.path, a.title, a.recipient, a.created_at, a.expires_at, a.revoked_at,
                u.name, CAST(COUNT(*) OVER () AS bigint)
         FROM people_paper_link a JOIN people_user u ON u.id = a.user_id
         WHERE a.user_id = $1 OR CAST($2 AS boolean) OR u.consignor_id = $3 OR u.shop_id = $4
         ORDER BY CASE WHEN a.revoked_at IS NULL AND a.expires_at > $5 THEN 0 ELSE 1 END,
                  a.created_at DESC, a.id LIMIT $6 OFFSET $7"
    );
    let Whose { user, all, consignor, shop } = whose;
    let mut total = 0;
    let params: [&dyn Param; 7] = [&user, &all, &consignor, &shop, &now, &limit, &offset];
    let rows = read.all(found, &params, |row: &Row<'_>| {
        total = row.get(8)?;
        Ok(PaperLink {
            id: row.get(0)?,
            path: row.get(1)?,
            title: row.get(2)?,
            recipient: row.get(3)?,
            created_at: row.get(4)?,
            expires_at: row.get(5)?,
            revoked_at: row.get(6)?,
            giver: row.get(7)?,
        })
    })?;
    Ok((rows, total))
}

/// Takes a link back; false when it is none of theirs.
pub fn revoke_link(tx: &mut Tx, id: PaperLinkId, whose: Whose, now: Time) -> Result<bool> {
    let update = sql!(
        "UPDATE people_paper_link SET revoked_at = COALESCE(revoked_at, $6)
         WHERE id = $5 AND (user_id = $1 OR CAST($2 AS boolean)
             OR user_id IN (SELECT u.id FROM people_user u
                            WHERE u.consignor_id = $3 OR u.shop_id = $4))"
    );
    let Whose { user, all, consignor, shop } = whose;
    let params: [&dyn Param; 6] = [&user, &all, &consignor, &shop, &id, &now];
    Ok(tx.run(update, &params)? == 1)
}
