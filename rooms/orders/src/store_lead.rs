//! All SQL of things to be made.

use db::{Error, Param, Read, Result, Row, Tx, sql};
use kernel::{ConsignorId, Context, Day, JobId, LeadId, Reach};

use crate::{
    inputs_lead::{AskLead, ListLeads},
    refusal::No,
    types_lead::{Lead, LeadBuyer},
};

/// Rows of one page.
pub const PER_PAGE: i64 = 50;

/// Whether it was new: a lead with this id is left as it is.
pub fn insert(tx: &mut Tx, ctx: &Context, ask: &AskLead) -> Result<bool> {
    let statement = sql!(
        "INSERT INTO orders_lead (id, consignor_id, product_id, what, measures, quantity,
             wanted_on, asked_at, asked_on, state)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'new') ON CONFLICT (id) DO NOTHING"
    );
    let params: [&dyn Param; 9] = [
        &ask.id,
        &ask.consignor,
        &ask.product,
        &ask.what,
        &ask.measures,
        &ask.quantity,
        &ask.wanted_on,
        &ctx.now,
        &ctx.today(),
    ];
    Ok(tx.run(statement, &params)? == 1)
}

pub fn insert_buyer(
    tx: &mut Tx,
    ctx: &Context,
    ask: &AskLead,
    (number, until): (&str, Day),
) -> Result<()> {
    let statement = sql!(
        "INSERT INTO orders_lead_buyer (lead_id, name, whatsapp, consented_at, erase_on)
         VALUES ($1, $2, $3, $4, $5)"
    );
    tx.run(statement, &[&ask.id, &ask.name, &number, &ctx.now, &until]).map(drop)
}

/// Writes what was corrected of a lead that nobody has answered, and of who asks.
pub fn correct(tx: &mut Tx, ctx: &Context, ask: &AskLead, number: &str) -> Result<()> {
    let lead =
        sql!("UPDATE orders_lead SET what = $2, measures = $3 WHERE id = $1 AND state = 'new'");
    once(tx.run(lead, &[&ask.id, &ask.what, &ask.measures])?)?;
    let buyer = sql!(
        "UPDATE orders_lead_buyer SET name = $2, whatsapp = $3, consented_at = $4
         WHERE lead_id = $1"
    );
    once(tx.run(buyer, &[&ask.id, &ask.name, &number, &ctx.now])?)
}

/// New leads of a unit since a day.
pub fn count_new(read: &mut Read, unit: ConsignorId, since: Day) -> Result<i64> {
    let statement = sql!(
        "SELECT CAST(COUNT(*) AS bigint) FROM orders_lead
         WHERE consignor_id = $1 AND state = 'new' AND asked_on >= $2"
    );
    read.one(statement, &[&unit, &since], |row| row.get(0))
}

/// Who asks; nothing from the day on which it is to be erased, erased or not.
pub fn buyer(read: &mut Read, lead: LeadId, today: Day) -> Result<Option<LeadBuyer>> {
    let statement = sql!(
        "SELECT name, whatsapp, erase_on FROM orders_lead_buyer
         WHERE lead_id = $1 AND erase_on > $2"
    );
    read.first(statement, &[&lead, &today], |row| {
        Ok(LeadBuyer { name: row.get(0)?, whatsapp: row.get(1)?, erase_on: row.get(2)? })
    })
}

pub fn erase_buyer(tx: &mut Tx, lead: LeadId) -> Result<()> {
    tx.run(sql!("DELETE FROM orders_lead_buyer WHERE lead_id = $1"), &[&lead]).map(drop)
}

/// Erases everybody whose time has come, and says how many.
pub fn forget_due(tx: &mut Tx, today: Day) -> Result<u64> {
    tx.run(sql!("DELETE FROM orders_lead_buyer WHERE erase_on <= $1"), &[&today])
}

/// Shortens the time for which a buyer is known.
pub fn keep_buyer_until(tx: &mut Tx, lead: LeadId, day: Day) -> Result<()> {
    let statement =
        sql!("UPDATE orders_lead_buyer SET erase_on = $2 WHERE lead_id = $1 AND erase_on > $2");
    tx.run(statement, &[&lead, &day]).map(drop)
}

macro_rules! columns {
    () => {
        "SELECT id, consignor_id, product_id, what, measures, quantity, wanted_on, asked_on, \
         state, job_id, reason, ended_on FROM orders_lead "
    };
}

fn lead_of(row: &Row<'_>) -> Result<Lead> {
    Ok(Lead {
        id: row.get(0)?,
        consignor_id: row.get(1)?,
        product_id: row.get(2)?,
        what: row.get(3)?,
        measures: row.get(4)?,
        quantity: row.get(5)?,
        wanted_on: row.get(6)?,
        asked_on: row.get(7)?,
        state: row.get(8)?,
        job_id: row.get(9)?,
        reason: row.get(10)?,
        ended_on: row.get(11)?,
    })
}

pub fn find(read: &mut Read, id: LeadId) -> Result<Option<Lead>> {
    read.first(sql!(concat!(columns!(), "WHERE id = $1")), &[&id], lead_of)
}

/// A lead that is his to see; else 404.
pub fn load(read: &mut Read, ctx: &Context, id: LeadId) -> Result<Lead> {
    let own = find(read, id)?.filter(|lead| ctx.actor.sees_consignor(lead.consignor_id));
    own.ok_or_else(|| No::LeadUnknown.into())
}

pub fn set_quoted(tx: &mut Tx, lead: &Lead, job: JobId, day: Day) -> Result<()> {
    let statement = sql!(
        "UPDATE orders_lead SET state = 'quoted', job_id = $2, ended_on = $3
         WHERE id = $1 AND state = 'new'"
    );
    once(tx.run(statement, &[&lead.id, &job, &day])?)
}

pub fn set_declined(tx: &mut Tx, lead: &Lead, reason: &str, day: Day) -> Result<()> {
    let statement = sql!(
        "UPDATE orders_lead SET state = 'declined', reason = $2, ended_on = $3
         WHERE id = $1 AND state = 'new'"
    );
    once(tx.run(statement, &[&lead.id, &reason, &day])?)
}

const fn once(rows: u64) -> Result<()> {
    if rows == 1 { Ok(()) } else { Err(Error::Conflict) }
}

macro_rules! narrowed {
    () => {
        "WHERE (CAST($1 AS uuid) IS NULL OR consignor_id = $1) \
         AND (CAST($2 AS text) IS NULL OR LOWER(what) LIKE $2 ESCAPE '!') \
         AND (CAST($3 AS text) IS NULL OR state = $3) "
    };
}

/// One page of the leads that are his to see, the latest first, and how many there are.
pub fn list(read: &mut Read, ctx: &Context, asked: &ListLeads) -> Result<(Vec<Lead>, i64)> {
    window(read, ctx, asked, crate::store::page(asked.page))
}

/// As many of them as are asked for, from a place on.
pub fn window(
    read: &mut Read,
    ctx: &Context,
    asked: &ListLeads,
    (limit, offset): (i64, i64),
) -> Result<(Vec<Lead>, i64)> {
    let unit = match &ctx.actor.reach {
        Reach::Consignor(own) => Some(*own),
        Reach::All => None,
        Reach::Shop(_) | Reach::Kanwil(_) | Reach::Nobody => return Err(No::LeadUnknown.into()),
    };
    let like = asked.q.as_deref().map(web::like);
    let filter: [&dyn Param; 3] = [&unit, &like, &asked.state];
    let total = sql!(concat!("SELECT CAST(COUNT(*) AS bigint) FROM orders_lead ", narrowed!()));
    let total = read.one(total, &filter, |row| row.get(0))?;
    let page = sql!(concat!(
        columns!(),
        narrowed!(),
        "ORDER BY asked_on DESC, id DESC LIMIT $4 OFFSET $5"
    ));
    let mut params = filter.to_vec();
    params.extend([&limit as &dyn Param, &offset]);
    Ok((read.all(page, &params, lead_of)?, total))
}
