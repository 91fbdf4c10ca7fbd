//! All SQL of prospects.

use db::{Error, Param, Read, Result, Row, Tx, sql};
use kernel::{AgreementId, ConsignorId, Context, Day, Id, ShopId, Time};

use crate::{
    inputs::{ListProspects, MakeOffer, OfferId, ProspectActId, ProspectId, Who},
    kinds::{Deed, Stage},
    refusal::No,
    types::{Act, AtStage, Offer, Offered, Prospect},
};

/// Rows of one page.
pub const PER_PAGE: i64 = 50;
/// Offers and acts of one prospect that are listed.
const LISTED_MAX: i64 = 200;

macro_rules! columns {
    () => {
        "SELECT id, consignor_id, name, owner_name, address, city, whatsapp, notes, stage, \
         next_step, next_on, shop_id, agreement_id, erased_at FROM network_prospect "
    };
}

fn prospect(row: &Row<'_>) -> Result<Prospect> {
    Ok(Prospect {
        id: row.get(0)?,
        consignor_id: row.get(1)?,
        name: row.get(2)?,
        owner_name: row.get(3)?,
        address: row.get(4)?,
        city: row.get(5)?,
        whatsapp: row.get(6)?,
        notes: row.get(7)?,
        stage: row.get(8)?,
        next_step: row.get(9)?,
        next_on: row.get(10)?,
        shop_id: row.get(11)?,
        agreement_id: row.get(12)?,
        erased_at: row.get(13)?,
    })
}

/// A prospect that is his to see; else 404.
pub fn load(read: &mut Read, ctx: &Context, id: ProspectId) -> Result<Prospect> {
    let found = read.first(sql!(concat!(columns!(), "WHERE id = $1")), &[&id], prospect)?;
    let own = found.filter(|one| ctx.actor.sees_consignor(one.consignor_id));
    own.ok_or_else(|| No::Unknown.into())
}

pub fn insert(
    tx: &mut Tx,
    ctx: &Context,
    id: ProspectId,
    consignor: ConsignorId,
    who: &Who<'_>,
    whatsapp: Option<&str>,
) -> Result<()> {
    let statement = sql!(
        "INSERT INTO network_prospect (id, consignor_id, name, owner_name, address, city, whatsapp,
            notes, stage, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'prospect', $9, $10)"
    );
    let params: &[&dyn Param] = &[
        &id,
        &consignor,
        who.name,
        who.owner_name,
        who.address,
        who.city,
        &whatsapp,
        &who.notes,
        &ctx.actor.user,
        &ctx.now,
    ];
    match tx.run(statement, params) {
        // The same is being recorded by another connection this moment: looked at again from the
        // start, it is known.
        Err(Error::Constraint(name)) if name == "network_prospect_pkey" => Err(Error::Conflict),
        done => done.map(drop),
    }
}

pub fn update(tx: &mut Tx, id: ProspectId, who: &Who<'_>, whatsapp: Option<&str>) -> Result<()> {
    let statement = sql!(
        "UPDATE network_prospect SET name = $2, owner_name = $3, address = $4, city = $5,
            whatsapp = $6, notes = $7
         WHERE id = $1"
    );
    let params: &[&dyn Param] =
        &[&id, who.name, who.owner_name, who.address, who.city, &whatsapp, &who.notes];
    tx.run(statement, params).map(drop)
}

/// Where a prospect comes to stand.
pub fn set_stage(tx: &mut Tx, before: &Prospect, stage: Stage) -> Result<()> {
    let statement = sql!("UPDATE network_prospect SET stage = $3 WHERE id = $1 AND stage = $2");
    let done = tx.run(statement, &[&before.id, &before.stage, &stage])?;
    if done == 1 { Ok(()) } else { Err(Error::Conflict) }
}

pub fn set_next(
    tx: &mut Tx,
    id: ProspectId,
    step: Option<&kernel::Line>,
    on: Option<kernel::Day>,
) -> Result<()> {
    let statement = sql!("UPDATE network_prospect SET next_step = $2, next_on = $3 WHERE id = $1");
    tx.run(statement, &[&id, &step, &on]).map(drop)
}

pub fn set_shop(tx: &mut Tx, id: ProspectId, shop: ShopId, agreement: AgreementId) -> Result<()> {
    let statement =
        sql!("UPDATE network_prospect SET shop_id = $2, agreement_id = $3 WHERE id = $1");
    tx.run(statement, &[&id, &shop, &agreement]).map(drop)
}

/// Nothing of its owner is kept from now on, nor what was noted.
pub fn erase(tx: &mut Tx, id: ProspectId, now: Time) -> Result<()> {
    let acts = sql!("UPDATE network_act SET note = NULL WHERE prospect_id = $1");
    tx.run(acts, &[&id])?;
    let statement = sql!(
        "UPDATE network_prospect SET owner_name = '', address = '', whatsapp = NULL, notes = NULL,
            next_step = NULL, next_on = NULL, erased_at = $2
         WHERE id = $1"
    );
    tx.run(statement, &[&id, &now]).map(drop)
}

/// Prospects that declined before a time, and whose data are still there.
pub fn declined_before(read: &mut Read, time: Time) -> Result<Vec<ProspectId>> {
    let statement = sql!(
        "SELECT p.id FROM network_prospect p
         WHERE p.stage = 'declined' AND p.erased_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM network_act a
                WHERE a.prospect_id = p.id AND a.deed = 'decline' AND a.done_at > $1)
         ORDER BY p.id LIMIT $2"
    );
    read.all(statement, &[&time, &LISTED_MAX], |row| row.get(0))
}

/// One thing that is done with a prospect.
pub struct NewAct<'a> {
    pub id: ProspectActId,
    pub prospect: ProspectId,
    pub deed: Deed,
    pub note: Option<&'a str>,
}

pub fn insert_act(tx: &mut Tx, ctx: &Context, act: &NewAct<'_>) -> Result<()> {
    let statement = sql!(
        "INSERT INTO network_act (id, prospect_id, deed, note, done_by, done_at)
         VALUES ($1, $2, $3, $4, $5, $6)"
    );
    let params: &[&dyn Param] =
        &[&act.id, &act.prospect, &act.deed, &act.note, &ctx.actor.user, &ctx.now];
    tx.run(statement, params).map(drop)
}

/// What was done, the first thing first.
pub fn acts(read: &mut Read, id: ProspectId) -> Result<Vec<Act>> {
    let statement = sql!(
        "SELECT deed, note, done_by, done_at FROM network_act WHERE prospect_id = $1
         ORDER BY done_at, id LIMIT $2"
    );
    read.all(statement, &[&id, &LISTED_MAX], |row| {
        Ok(Act { deed: row.get(0)?, note: row.get(1)?, done_by: row.get(2)?, done_at: row.get(3)? })
    })
}

/// How many offers the unit made in a year and month, for the next number.
pub fn offers_of_month(read: &mut Read, unit: ConsignorId, like: &str) -> Result<i64> {
    let statement = sql!(
        "SELECT CAST(COUNT(*) AS bigint) FROM network_offer
         WHERE consignor_id = $1 AND number LIKE $2"
    );
    read.one(statement, &[&unit, &like], |row| row.get(0))
}

pub fn insert_offer(
    tx: &mut Tx,
    ctx: &Context,
    input: &MakeOffer,
    prospect: &Prospect,
    number: &str,
    lines: &[Offered],
) -> Result<()> {
    let statement = sql!(
        "INSERT INTO network_offer (id, prospect_id, consignor_id, number, offered_on, valid_until,
            percent_bp, note, offered_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    );
    let params: &[&dyn Param] = &[
        &input.id,
        &prospect.id,
        &prospect.consignor_id,
        &number,
        &ctx.today(),
        &input.valid_until,
        &input.percent.0,
        &input.note,
        &ctx.actor.user,
    ];
    match tx.run(statement, params) {
        // Another offer of this unit took the number this moment.
        Err(Error::Constraint(_)) => return Err(Error::Conflict),
        done => done?,
    };
    let line = sql!(
        "INSERT INTO network_offer_line (offer_id, position, product_id, price_rupiah, quantity)
         VALUES ($1, $2, $3, $4, $5)"
    );
    for (at, one) in (1_i64..).zip(lines) {
        tx.run(line, &[&input.id, &at, &one.product_id, &one.price, &one.quantity])?;
    }
    Ok(())
}

/// The offers to a prospect, the latest first.
pub fn offers(read: &mut Read, id: ProspectId) -> Result<Vec<Offer>> {
    let statement = sql!(
        "SELECT id, prospect_id, number, offered_on, valid_until, percent_bp, note
         FROM network_offer WHERE prospect_id = $1 ORDER BY offered_on DESC, id DESC LIMIT $2"
    );
    let mut offers = read.all(statement, &[&id, &LISTED_MAX], offer)?;
    for one in &mut offers {
        one.lines = lines(read, one.id)?;
    }
    Ok(offers)
}

/// An offer, whosever it is.
pub fn find_offer(read: &mut Read, id: OfferId) -> Result<Option<Offer>> {
    let statement = sql!(
        "SELECT id, prospect_id, number, offered_on, valid_until, percent_bp, note
         FROM network_offer WHERE id = $1"
    );
    let Some(mut found) = read.first(statement, &[&id], offer)? else { return Ok(None) };
    found.lines = lines(read, id)?;
    Ok(Some(found))
}

fn offer(row: &Row<'_>) -> Result<Offer> {
    Ok(Offer {
        id: row.get(0)?,
        prospect_id: row.get(1)?,
        number: row.get(2)?,
        offered_on: row.get(3)?,
        valid_until: row.get(4)?,
        percent: row.get(5)?,
        note: row.get(6)?,
        lines: Vec::new(),
    })
}

fn lines(read: &mut Read, id: OfferId) -> Result<Vec<Offered>> {
    let statement = sql!(
        "SELECT product_id, price_rupiah, quantity FROM network_offer_line WHERE offer_id = $1
         ORDER BY position"
    );
    read.all(statement, &[&id], |row| {
        Ok(Offered { product_id: row.get(0)?, price: row.get(1)?, quantity: row.get(2)? })
    })
}

/// How many stand at each stage.
pub fn stages(read: &mut Read, unit: Option<ConsignorId>) -> Result<Vec<AtStage>> {
    let own: Option<Id<()>> = unit.map(Id::cast);
    let statement = sql!(
        "SELECT stage, CAST(COUNT(*) AS bigint) FROM network_prospect
         WHERE (CAST($1 AS uuid) IS NULL OR consignor_id = $1) GROUP BY stage"
    );
    let found: Vec<(Stage, i64)> =
        read.all(statement, &[&own], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let count = |stage: Stage| found.iter().find(|(own, _)| *own == stage).map_or(0, |(_, n)| *n);
    Ok(Stage::ALL.iter().map(|one| AtStage { stage: *one, prospects: count(*one) }).collect())
}

/// One page of prospects: the day of the next step first, those without one last.
pub fn list(
    read: &mut Read,
    unit: Option<ConsignorId>,
    asked: &ListProspects,
    today: Day,
) -> Result<(Vec<Prospect>, i64)> {
    let before = asked.page.map_or(1, |page| page.0).clamp(1, 1_000_000) - 1;
    window(read, unit, (asked, today), (PER_PAGE, before * PER_PAGE))
}

/// As many of them as are asked for, from a place on.
pub fn window(
    read: &mut Read,
    unit: Option<ConsignorId>,
    (asked, today): (&ListProspects, Day),
    (limit, offset): (i64, i64),
) -> Result<(Vec<Prospect>, i64)> {
    macro_rules! narrowed {
        () => {
            "WHERE (CAST($1 AS uuid) IS NULL OR consignor_id = $1) \
             AND (CAST($2 AS text) IS NULL OR LOWER(name) LIKE $2 ESCAPE '!' \
                  OR LOWER(owner_name) LIKE $2 ESCAPE '!' OR LOWER(city) LIKE $2 ESCAPE '!') \
             AND (CAST($3 AS text) IS NULL OR stage = $3) \
             AND (CAST($4 AS date) IS NULL OR (stage <> 'declined' AND next_on <= $4)) "
        };
    }
    let own: Option<Id<()>> = unit.map(Id::cast);
    let like = asked.q.as_deref().map(web::like);
    let due = asked.due.is_some_and(|due| due.0 > 0).then_some(today);
    let filter: [&dyn Param; 4] = [&own, &like, &asked.stage, &due];
    let total =
        sql!(concat!("SELECT CAST(COUNT(*) AS bigint) FROM network_prospect ", narrowed!()));
    let total = read.one(total, &filter, |row| row.get(0))?;
    let page = sql!(concat!(
        columns!(),
        narrowed!(),
        "ORDER BY CASE WHEN next_on IS NULL THEN 1 ELSE 0 END, next_on, created_at DESC, id \
         LIMIT $5 OFFSET $6"
    ));
    let mut params = filter.to_vec();
    params.extend([&limit as &dyn Param, &offset]);
    Ok((read.all(page, &params, prospect)?, total))
}
