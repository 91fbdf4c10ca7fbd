//! SQL of makers. Names are touched here and nowhere else.

use std::collections::BTreeMap;

use db::{Param, Read, RefuseOn, Result, Row, Tx, sql};
use kernel::{ConsignorId, Context, Day, EntryId, MakerId, Time, UserId};
use schemars::JsonSchema;
use serde::Serialize;

use crate::No;

/// A maker as everybody sees him: by code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Maker {
    pub id: MakerId,
    pub consignor_id: ConsignorId,
    pub code: String,
    /// The same person at the unit he came from.
    pub moved_from: Option<MakerId>,
    /// When he went to another unit.
    pub moved_on: Option<Day>,
    pub released_on: Option<Day>,
    /// Neither moved nor released.
    pub active: bool,
    /// Whether a name is recorded (and not erased).
    pub has_identity: bool,
}

/// A name, for the one who asked and was logged. No `Debug`: names stay out of logs.
#[derive(Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Identity {
    pub name: String,
    pub registration_number: Option<String>,
}

db::text_enum! {
    /// What somebody did with a name.
    pub enum Touched {
        Read = "read",
        /// It is gone for ever.
        Erased = "erased",
    }
}

/// A line of the log of readings.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Reading {
    pub maker_id: MakerId,
    pub code: String,
    pub kind: Touched,
    pub reader: String,
    /// What the name was read for, or why it was erased.
    pub purpose: String,
    pub at: Time,
}

macro_rules! maker_columns {
    () => {
        "m.id, m.consignor_id, m.code, m.moved_from, m.moved_on, m.released_on, \
         CASE WHEN i.maker_id IS NULL THEN 0 ELSE 1 END"
    };
}
macro_rules! maker_tables {
    () => {
        "people_maker m LEFT JOIN people_maker_identity i ON i.maker_id = m.id"
    };
}

impl Maker {
    /// Whether he was still of the unit on a day: who left on it had worked on it.
    pub fn was_there_on(&self, day: Day) -> bool {
        [self.moved_on, self.released_on].into_iter().flatten().all(|left| left >= day)
    }
}

fn maker(row: &Row<'_>) -> Result<Maker> {
    let (moved_on, released_on): (Option<Day>, Option<Day>) = (row.get(4)?, row.get(5)?);
    Ok(Maker {
        id: row.get(0)?,
        consignor_id: row.get(1)?,
        code: row.get(2)?,
        moved_from: row.get(3)?,
        moved_on,
        released_on,
        active: moved_on.is_none() && released_on.is_none(),
        has_identity: row.int(6)? == 1,
    })
}

pub fn find_maker(read: &mut Read, id: MakerId) -> Result<Option<Maker>> {
    let found =
        sql!(concat!("SELECT ", maker_columns!(), " FROM ", maker_tables!(), " WHERE m.id = $1"));
    read.first(found, &[&id], maker)
}

pub fn makers_of(read: &mut Read, ids: &[MakerId]) -> Result<BTreeMap<MakerId, Maker>> {
    let found = sql!(concat!(
        "SELECT ",
        maker_columns!(),
        " FROM ",
        maker_tables!(),
        " WHERE m.id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
    ));
    let mut all = BTreeMap::new();
    read.each_of(found, &[], ids, |row| {
        let maker = maker(row)?;
        all.insert(maker.id, maker);
        Ok(())
    })?;
    Ok(all)
}

pub fn find_successor(read: &mut Read, id: MakerId) -> Result<Option<Maker>> {
    let found = sql!(concat!(
        "SELECT ",
        maker_columns!(),
        " FROM ",
        maker_tables!(),
        " WHERE m.moved_from = $1"
    ));
    read.first(found, &[&id], maker)
}

/// What a list of makers is narrowed to.
#[derive(Debug, Default)]
pub struct MakerFilter {
    pub consignor: Option<ConsignorId>,
    /// `%word%` of the code, escaped with `!`.
    pub like: Option<String>,
    pub active: Option<bool>,
    /// Only those who had not left before this day.
    pub there_on: Option<Day>,
    pub limit: i64,
    pub offset: i64,
}

/// The makers of a page and the number of all. Names are not searched.
pub fn makers(read: &mut Read, filter: &MakerFilter) -> Result<(Vec<Maker>, i64)> {
    let found = sql!(concat!(
        "SELECT ",
        maker_columns!(),
        ", CAST(COUNT(*) OVER () AS bigint) FROM ",
        maker_tables!(),
        " WHERE (CAST($1 AS uuid) IS NULL OR m.consignor_id = $1) \
            AND (CAST($2 AS text) IS NULL OR LOWER(m.code) LIKE $2 ESCAPE '!') \
            AND (CAST($3 AS boolean) IS NULL \
                 OR (m.moved_on IS NULL AND m.released_on IS NULL) = $3) \
            AND (CAST($4 AS date) IS NULL OR ((m.moved_on IS NULL OR m.moved_on >= $4) \
                 AND (m.released_on IS NULL OR m.released_on >= $4))) \
          ORDER BY m.code, m.id LIMIT $5 OFFSET $6"
    ));
    let MakerFilter { consignor, like, active, there_on, limit, offset } = filter;
    let params: [&dyn Param; 6] = [consignor, &like.as_deref(), active, there_on, limit, offset];
    let mut total = 0;
    let rows = read.all(found, &params, |row| {
        total = row.get(7)?;
        maker(row)
    })?;
    Ok((rows, total))
}

pub fn maker_codes(read: &mut Read, ids: &[MakerId]) -> Result<BTreeMap<MakerId, String>> {
    let coded = sql!(
        "SELECT id, code FROM people_maker
         WHERE id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
    );
    let mut codes = BTreeMap::new();
    read.each_of(coded, &[], ids, |row| {
        codes.insert(row.get(0)?, row.get(1)?);
        Ok(())
    })?;
    Ok(codes)
}

/// The unit's makers with these codes, here or gone; unknown codes are left out.
pub fn makers_by_code(
    read: &mut Read,
    consignor: ConsignorId,
    codes: &[String],
) -> Result<BTreeMap<String, MakerId>> {
    let coded = sql!(
        "SELECT code, id FROM people_maker WHERE consignor_id = $1
         AND code IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)"
    );
    let mut found = BTreeMap::new();
    read.each_of(coded, &[&consignor], codes, |row| {
        found.insert(row.get(0)?, row.get(1)?);
        Ok(())
    })?;
    Ok(found)
}

/// How many makers a unit ever had: the next code is made from it.
pub fn count_makers(read: &mut Read, consignor: ConsignorId) -> Result<i64> {
    let count = sql!("SELECT CAST(COUNT(*) AS bigint) FROM people_maker WHERE consignor_id = $1");
    read.one(count, &[&consignor], |row| row.get(0))
}

pub fn has_code(read: &mut Read, consignor: ConsignorId, code: &str) -> Result<bool> {
    let found = sql!("SELECT id FROM people_maker WHERE consignor_id = $1 AND code = $2");
    Ok(read.first(found, &[&consignor, &code], |row| row.uuid(0))?.is_some())
}

/// A fresh maker to write.
pub struct NewMaker<'a> {
    pub id: MakerId,
    pub consignor: ConsignorId,
    pub code: &'a str,
    pub moved_from: Option<MakerId>,
}

pub fn insert_maker(tx: &mut Tx, ctx: &Context, one: &NewMaker<'_>) -> Result<()> {
    let insert = sql!(
        "INSERT INTO people_maker (consignor_id, id, code, moved_from, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)"
    );
    let params: [&dyn Param; 6] =
        [&one.consignor, &one.id, &one.code, &one.moved_from, &ctx.actor.user, &ctx.now];
    tx.run(insert, &params)
        .refuse_on("people_maker_consignor_id_code_key", No::MakerCodeTaken.at("code"))
        .map(drop)
}

pub fn set_moved(tx: &mut Tx, id: MakerId, on: Day) -> Result<()> {
    tx.run(sql!("UPDATE people_maker SET moved_on = $2 WHERE id = $1"), &[&id, &on]).map(drop)
}

pub fn set_released(tx: &mut Tx, id: MakerId, on: Day, note: Option<&str>) -> Result<()> {
    let set = sql!("UPDATE people_maker SET released_on = $2, release_note = $3 WHERE id = $1");
    tx.run(set, &[&id, &on, &note]).map(drop)
}

/// What was written beside a release.
pub fn release_note(read: &mut Read, id: MakerId) -> Result<Option<String>> {
    read.one(sql!("SELECT release_note FROM people_maker WHERE id = $1"), &[&id], |row| row.get(0))
}

pub fn put_identity(
    tx: &mut Tx,
    ctx: &Context,
    maker: MakerId,
    name: &str,
    registration_number: Option<&str>,
) -> Result<()> {
    let put = sql!(
        "INSERT INTO people_maker_identity (maker_id, name, registration_number, recorded_by,
             recorded_at)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (maker_id) DO UPDATE SET name = excluded.name,
             registration_number = excluded.registration_number,
             recorded_by = excluded.recorded_by, recorded_at = excluded.recorded_at"
    );
    let user = ctx.actor.user;
    tx.run(put, &[&maker, &name, &registration_number, &user, &ctx.now]).map(drop)
}

pub fn find_identity(read: &mut Read, maker: MakerId) -> Result<Option<Identity>> {
    let found =
        sql!("SELECT name, registration_number FROM people_maker_identity WHERE maker_id = $1");
    read.first(found, &[&maker], |row| {
        Ok(Identity { name: row.get(0)?, registration_number: row.get(1)? })
    })
}

/// Whether there was a name to erase.
pub fn delete_identity(tx: &mut Tx, maker: MakerId) -> Result<bool> {
    Ok(tx.run(sql!("DELETE FROM people_maker_identity WHERE maker_id = $1"), &[&maker])? == 1)
}

/// The name goes with the person: one name, one row.
pub fn move_identity(tx: &mut Tx, from: MakerId, to: MakerId) -> Result<()> {
    let update = sql!("UPDATE people_maker_identity SET maker_id = $2 WHERE maker_id = $1");
    tx.run(update, &[&from, &to]).map(drop)
}

pub fn insert_reading(
    tx: &mut Tx,
    ctx: &Context,
    id: EntryId,
    maker: &Maker,
    (kind, purpose, paper): (Touched, &str, Option<EntryId>),
) -> Result<()> {
    let insert = sql!(
        "INSERT INTO people_identity_reading (id, consignor_id, maker_id, user_id, purpose, at,
             paper_id, kind)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    );
    let (unit, user): (ConsignorId, UserId) = (maker.consignor_id, ctx.actor.user);
    tx.run(insert, &[&id, &unit, &maker.id, &user, &purpose, &ctx.now, &paper, &kind]).map(drop)
}

/// The names that this user read for one paper since a moment; erased ones are not there.
pub fn names_for(
    read: &mut Read,
    paper: EntryId,
    user: UserId,
    since: Time,
) -> Result<Vec<(MakerId, Identity)>> {
    let found = sql!(
        "SELECT r.maker_id, i.name, i.registration_number
         FROM people_identity_reading r JOIN people_maker_identity i ON i.maker_id = r.maker_id
         WHERE r.paper_id = $1 AND r.user_id = $2 AND r.at > $3"
    );
    read.all(found, &[&paper, &user, &since], |row| {
        Ok((row.get(0)?, Identity { name: row.get(1)?, registration_number: row.get(2)? }))
    })
}

/// Whether this user logged this reading of this maker since a moment.
pub fn has_reading(
    read: &mut Read,
    id: EntryId,
    maker: MakerId,
    user: UserId,
    since: Time,
) -> Result<bool> {
    let found = sql!(
        "SELECT id FROM people_identity_reading
         WHERE id = $1 AND maker_id = $2 AND user_id = $3 AND at > $4 AND kind = 'read'"
    );
    Ok(read.first(found, &[&id, &maker, &user, &since], |row| row.uuid(0))?.is_some())
}

/// The log of a page, the latest first, and the number of all.
pub fn readings(
    read: &mut Read,
    consignor: Option<ConsignorId>,
    maker: Option<MakerId>,
    limit: i64,
    offset: i64,
) -> Result<(Vec<Reading>, i64)> {
    let found = sql!(
        "SELECT r.maker_id, m.code, COALESCE(u.name, 'Hilir'), r.purpose, r.at, r.kind,
             CAST(COUNT(*) OVER () AS bigint)
         FROM people_identity_reading r
         JOIN people_maker m ON m.id = r.maker_id
         LEFT JOIN people_user u ON u.id = r.user_id
         WHERE (CAST($1 AS uuid) IS NULL OR r.consignor_id = $1)
           AND (CAST($2 AS uuid) IS NULL OR r.maker_id = $2)
         ORDER BY r.at DESC, r.id DESC LIMIT $3 OFFSET $4"
    );
    let mut total = 0;
    let rows = read.all(found, &[&consignor, &maker, &limit, &offset], |row| {
        total = row.get(6)?;
        Ok(Reading {
            maker_id: row.get(0)?,
            code: row.get(1)?,
            reader: row.get(2)?,
            purpose: row.get(3)?,
            at: row.get(4)?,
            kind: row.get(5)?,
        })
    })?;
    Ok((rows, total))
}

/// All rows of one person, the first unit first: the premi follows him along this line.
pub fn person_line(read: &mut Read, id: MakerId) -> Result<Vec<Maker>> {
    let mut line: Vec<Maker> = find_maker(read, id)?.into_iter().collect();
    while let Some(before) = line.first().and_then(|maker| maker.moved_from) {
        match find_maker(read, before)? {
            Some(maker) => line.insert(0, maker),
            None => break,
        }
    }
    while let Some(last) = line.last().map(|maker| maker.id) {
        match find_successor(read, last)? {
            Some(maker) => line.push(maker),
            None => break,
        }
    }
    Ok(line)
}
