//! SQL of the agreement itself: the row, its list, signatures and scans.

use db::{Read, RefuseOn, Result, Row, Tx, sql};
use kernel::{AgreementId, Context, Day, FileId, Id, TermsId, Time, UserId};

use crate::{
    Agreement, Scan, Signature, Terms,
    inputs::{Attach, DeedKind, Draft, End, Sign},
    kinds::Side,
    list::Listed,
    refusal::No,
};

macro_rules! columns {
    ($rest:literal) => {
        concat!(
            "SELECT id, consignor_id, shop_id, state, revision, title, place, consignor_name, \
             shop_name, consignor_number, shop_number, signed_on, effective_from, published_on, \
             ends_on, notes, enforced_by, ended_on, end_reason, created_by",
            $rest
        )
    };
}

fn agreement(row: &Row<'_>) -> Result<Agreement> {
    Ok(Agreement {
        id: row.get(0)?,
        consignor_id: row.get(1)?,
        shop_id: row.get(2)?,
        state: row.get(3)?,
        revision: row.get(4)?,
        title: row.get(5)?,
        place: row.get(6)?,
        consignor_name: row.get(7)?,
        shop_name: row.get(8)?,
        consignor_number: row.get(9)?,
        shop_number: row.get(10)?,
        signed_on: row.get(11)?,
        effective_from: row.get(12)?,
        published_on: row.get(13)?,
        ends_on: row.get(14)?,
        notes: row.get(15)?,
        enforced_by: row.get(16)?,
        ended_on: row.get(17)?,
        end_reason: row.get(18)?,
        created_by: row.get(19)?,
    })
}

pub fn find(read: &mut Read, id: AgreementId) -> Result<Option<Agreement>> {
    let sql = sql!(columns!(" FROM agreements_agreement WHERE id = $1"));
    read.first(sql, &[&id], agreement)
}

/// A page of the list, and how many there are in all.
pub fn list(read: &mut Read, asked: &Listed) -> Result<(Vec<Agreement>, i64)> {
    let sql = sql!(columns!(
        ", CAST(COUNT(*) OVER () AS bigint) FROM agreements_agreement
         WHERE (CAST($1 AS uuid) IS NULL OR consignor_id = $1)
           AND (CAST($2 AS uuid) IS NULL OR shop_id = $2)
           AND (CAST($3 AS text) IS NULL OR LOWER(title) LIKE $3 ESCAPE '!'
                OR LOWER(shop_name) LIKE $3 ESCAPE '!' OR LOWER(consignor_name) LIKE $3 ESCAPE '!'
                OR LOWER(consignor_number) LIKE $3 ESCAPE '!'
                OR LOWER(shop_number) LIKE $3 ESCAPE '!')
           AND (CAST($4 AS text) IS NULL OR $4 = CASE
                WHEN state = 'draft' THEN 'draft'
                WHEN state = 'ended' AND enforced_by IS NULL THEN 'withdrawn'
                WHEN state = 'ended' AND ended_on < $5 THEN 'ended'
                WHEN state = 'in_force' AND ends_on < $5 THEN 'expired'
                WHEN effective_from > $5 THEN 'upcoming'
                WHEN COALESCE(ended_on, ends_on) <= $6 THEN 'expiring'
                ELSE 'in_force' END)
         ORDER BY effective_from DESC, id DESC LIMIT $7 OFFSET $8"
    ));
    let mut total = 0;
    let params: [&dyn db::Param; 8] = [
        &asked.consignor,
        &asked.shop,
        &asked.like,
        &asked.standing,
        &asked.today,
        &asked.warned_until(),
        &asked.limit,
        &asked.offset,
    ];
    let rows = read.all(sql, &params, |row| {
        total = row.get(20)?;
        agreement(row)
    })?;
    Ok((rows, total))
}

pub fn insert(tx: &mut Tx, ctx: &Context, input: &Draft, names: &(String, String)) -> Result<()> {
    let sql = sql!(
        "INSERT INTO agreements_agreement (id, consignor_id, shop_id, state, revision, title, place,
            consignor_name, shop_name, consignor_number, shop_number, signed_on, effective_from,
            published_on, ends_on, notes, created_by, created_at)
         VALUES ($1, $2, $3, 'draft', 1, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
    );
    let params: [&dyn db::Param; 16] = [
        &input.id,
        &input.consignor,
        &input.shop,
        &input.title,
        &input.place,
        &names.0,
        &names.1,
        &input.consignor_number,
        &input.shop_number,
        &input.signed_on,
        &input.effective_from,
        &input.published_on,
        &input.ends_on,
        &input.notes,
        &ctx.actor.user,
        &ctx.now,
    ];
    numbered(tx.run(sql, &params)).map(drop)
}

/// Writes a draft anew.
pub fn rewrite(tx: &mut Tx, id: AgreementId, input: &Draft, shop_name: &str) -> Result<()> {
    let sql = sql!(
        "UPDATE agreements_agreement SET revision = revision + 1, shop_id = $2, title = $3,
            place = $4, shop_name = $5, consignor_number = $6,
            shop_number = $7, signed_on = $8, effective_from = $9,
            published_on = $10, ends_on = $11, notes = $12
         WHERE id = $1 AND state = 'draft'"
    );
    let params: [&dyn db::Param; 12] = [
        &id,
        &input.shop,
        &input.title,
        &input.place,
        &shop_name,
        &input.consignor_number,
        &input.shop_number,
        &input.signed_on,
        &input.effective_from,
        &input.published_on,
        &input.ends_on,
        &input.notes,
    ];
    changed(numbered(tx.run(sql, &params))?)
}

pub fn set_number(tx: &mut Tx, input: &Sign) -> Result<()> {
    let sql = match input.side {
        Side::Consignor => sql!(
            "UPDATE agreements_agreement SET consignor_number = $2 WHERE id = $1 AND state = 'draft'"
        ),
        Side::Shop => sql!(
            "UPDATE agreements_agreement SET shop_number = $2 WHERE id = $1 AND state = 'draft'"
        ),
    };
    let taken = || No::NumberTaken.at("number");
    let done = tx
        .run(sql, &[&input.agreement, &input.number])
        .refuse_on("agreements_agreement_consignor_number", taken())
        .refuse_on("agreements_agreement_shop_number", taken());
    changed(done?)
}

fn numbered(done: Result<u64>) -> Result<u64> {
    done.refuse_on("agreements_agreement_consignor_number", No::NumberTaken.at("consignor_number"))
        .refuse_on("agreements_agreement_shop_number", No::NumberTaken.at("shop_number"))
}

/// The draft that was meant is no draft any more.
fn changed(rows: u64) -> Result<()> {
    if rows == 1 { Ok(()) } else { Err(No::NotDraft.into()) }
}

pub fn touch(tx: &mut Tx, id: AgreementId) -> Result<()> {
    let sql = sql!("UPDATE agreements_agreement SET revision = revision + 1 WHERE id = $1");
    tx.run(sql, &[&id]).map(drop)
}

pub fn enforce(tx: &mut Tx, ctx: &Context, id: AgreementId, signed_on: Day) -> Result<()> {
    let sql = sql!(
        "UPDATE agreements_agreement SET state = 'in_force', enforced_by = $2, enforced_at = $3,
            signed_on = COALESCE(signed_on, $4)
         WHERE id = $1 AND state = 'draft'"
    );
    changed(tx.run(sql, &[&id, &ctx.actor.user, &ctx.now, &signed_on])?)
}

/// The last day by the addendum that came in force.
pub fn set_term(tx: &mut Tx, id: AgreementId, ends_on: Day) -> Result<()> {
    let sql = sql!("UPDATE agreements_agreement SET ends_on = $2 WHERE id = $1");
    tx.run(sql, &[&id, &ends_on]).map(drop)
}

pub fn publish(tx: &mut Tx, id: AgreementId, day: Day) -> Result<()> {
    let sql = sql!("UPDATE agreements_agreement SET published_on = $2 WHERE id = $1");
    tx.run(sql, &[&id, &day]).map(drop)
}

pub fn end(tx: &mut Tx, ctx: &Context, input: &End, on: Day) -> Result<()> {
    let sql = sql!(
        "UPDATE agreements_agreement SET state = 'ended', ended_on = $2, end_reason = $3,
            ended_by = $4, ended_at = $5
         WHERE id = $1 AND state <> 'ended'"
    );
    let params: [&dyn db::Param; 5] =
        [&input.agreement, &on, &input.reason, &ctx.actor.user, &ctx.now];
    changed(tx.run(sql, &params)?)
}

/// Records who signed. The number of an addendum is kept with its signature; recorded again without
/// one, it keeps the one that it has.
pub fn sign(tx: &mut Tx, ctx: &Context, terms: &Terms, input: &Sign) -> Result<()> {
    let sql = sql!(
        "INSERT INTO agreements_signature
            (terms_id, side, name, office, acting_for, signed_on, created_by, created_at, number)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (terms_id, side) DO UPDATE SET name = excluded.name, office = excluded.office,
            acting_for = excluded.acting_for, signed_on = excluded.signed_on,
            created_by = excluded.created_by, created_at = excluded.created_at,
            number = COALESCE(excluded.number, agreements_signature.number)"
    );
    let number = input.number.as_ref().filter(|_| terms.version > 1);
    let params: [&dyn db::Param; 9] = [
        &terms.id,
        &input.side,
        &input.name,
        &input.office,
        &input.acting_for,
        &input.signed_on,
        &ctx.actor.user,
        &ctx.now,
        &number,
    ];
    tx.run(sql, &params)?;
    note_hand(tx, ctx, terms.id)
}

/// Every signature of an agreement and its addenda.
pub fn signatures(read: &mut Read, agreement: AgreementId) -> Result<Vec<Signature>> {
    let sql = sql!(
        "SELECT s.terms_id, s.side, s.name, s.office, s.acting_for, s.signed_on, s.created_by,
                s.number
         FROM agreements_signature s JOIN agreements_terms t ON t.id = s.terms_id
         WHERE t.agreement_id = $1 ORDER BY t.version, s.side"
    );
    read.all(sql, &[&agreement], |row| {
        Ok(Signature {
            terms_id: row.get(0)?,
            side: row.get(1)?,
            name: row.get(2)?,
            office: row.get(3)?,
            acting_for: row.get(4)?,
            signed_on: row.get(5)?,
            created_by: row.get(6)?,
            number: row.get(7)?,
        })
    })
}

/// A scan on its way into the database.
pub struct NewScan<'s> {
    pub mime: &'static str,
    pub sha256: [u8; 32],
    pub terms: TermsId,
    pub input: &'s Attach,
}

pub fn attach(tx: &mut Tx, ctx: &Context, scan: &NewScan<'_>) -> Result<()> {
    let sql = sql!(
        "INSERT INTO agreements_scan (id, agreement_id, terms_id, name, mime, size_bytes, sha256,
            content, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    );
    let file = &scan.input.scan;
    let size = file.content.len() as i64;
    let params: [&dyn db::Param; 10] = [
        &scan.input.id,
        &scan.input.agreement,
        &scan.terms,
        &file.name,
        &scan.mime,
        &size,
        &scan.sha256,
        &file.content,
        &ctx.actor.user,
        &ctx.now,
    ];
    let done = tx.run(sql, &params);
    done.refuse_on("agreements_scan_terms_id_sha256_key", No::ScanTwice.at("scan"))?;
    note_hand(tx, ctx, scan.terms)
}

pub fn scans(read: &mut Read, agreement: AgreementId) -> Result<Vec<Scan>> {
    let sql = sql!(
        "SELECT id, terms_id, name, mime, size_bytes, sha256, created_by, created_at
         FROM agreements_scan WHERE agreement_id = $1 ORDER BY created_at, id"
    );
    read.all(sql, &[&agreement], |row| {
        Ok(Scan {
            id: row.get(0)?,
            terms_id: row.get(1)?,
            name: row.get(2)?,
            mime: row.get(3)?,
            size_bytes: row.get(4)?,
            sha256: hex(&row.get::<Vec<u8>>(5)?),
            created_by: row.get(6)?,
            created_at: row.get::<Time>(7)?,
        })
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Name, media type and bytes of a scan of that agreement.
pub fn scan_content(
    read: &mut Read,
    agreement: AgreementId,
    scan: FileId,
) -> Result<Option<(String, String, Vec<u8>)>> {
    let sql =
        sql!("SELECT name, mime, content FROM agreements_scan WHERE agreement_id = $1 AND id = $2");
    read.first(sql, &[&agreement, &scan], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

/// Remembers that a document belongs to the agreement, for its history.
pub fn note_deed<K>(tx: &mut Tx, ctx: &Context, agreement: AgreementId, id: Id<K>) -> Result<()> {
    let sql = sql!(
        "INSERT INTO agreements_deed (agreement_id, id, created_at) VALUES ($1, $2, $3)
         ON CONFLICT (agreement_id, id) DO NOTHING"
    );
    tx.run(sql, &[&agreement, &id, &ctx.now]).map(drop)
}

pub fn deeds(read: &mut Read, agreement: AgreementId) -> Result<Vec<Id<DeedKind>>> {
    let sql = sql!(
        "SELECT id FROM agreements_deed WHERE agreement_id = $1 ORDER BY created_at, id LIMIT 200"
    );
    read.all(sql, &[&agreement], |row| row.get(0))
}

/// Remembers that somebody had a hand in a version: in its terms, its clauses, its signatures or
/// its scans.
pub fn note_hand(tx: &mut Tx, ctx: &Context, terms: TermsId) -> Result<()> {
    let sql = sql!(
        "INSERT INTO agreements_hand (terms_id, user_id) VALUES ($1, $2)
         ON CONFLICT (terms_id, user_id) DO NOTHING"
    );
    tx.run(sql, &[&terms, &ctx.actor.user]).map(drop)
}

/// Everybody who had a hand in a version: none of them may put it in force.
pub fn hands(read: &mut Read, terms: TermsId) -> Result<Vec<UserId>> {
    let sql = sql!("SELECT user_id FROM agreements_hand WHERE terms_id = $1");
    read.all(sql, &[&terms], |row| row.get(0))
}
