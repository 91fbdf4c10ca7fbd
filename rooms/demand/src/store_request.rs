//! All SQL of requests.

use agreements::SellingTerms;
use db::{Error, Param, Read, Result, Row, Tx, sql};
use kernel::{Context, Day, DeliveryId, RequestId, ShopId};

use crate::{
    inputs::{ListRequests, Request},
    kinds::RequestState,
    refusal::No,
    scope::Scope,
    types::RequestSeen,
};

/// Rows of one page.
pub const PER_PAGE: i64 = 50;

macro_rules! columns {
    () => {
        "SELECT id, consignor_id, shop_id, agreement_id, product_id, quantity, note, asked_on, \
         state, answer_note, delivery_id, answered_on, recorded_by FROM demand_request "
    };
}

fn request_of(row: &Row<'_>) -> Result<RequestSeen> {
    Ok(RequestSeen {
        id: row.get(0)?,
        consignor_id: row.get(1)?,
        shop_id: row.get(2)?,
        agreement_id: row.get(3)?,
        product_id: row.get(4)?,
        quantity: row.get(5)?,
        note: row.get(6)?,
        asked_on: row.get(7)?,
        state: row.get(8)?,
        answer_note: row.get(9)?,
        delivery_id: row.get(10)?,
        answered_on: row.get(11)?,
        recorded_by: row.get(12)?,
    })
}

/// A request that is his to see; else 404.
pub fn load(read: &mut Read, ctx: &Context, id: RequestId) -> Result<RequestSeen> {
    let found = read.first(sql!(concat!(columns!(), "WHERE id = $1")), &[&id], request_of)?;
    let own = found.filter(|one| ctx.actor.sees_between(one.consignor_id, one.shop_id));
    own.ok_or_else(|| No::Unknown.into())
}

/// What a new request knows beside its input.
pub struct New<'a> {
    pub shop: ShopId,
    pub terms: &'a SellingTerms,
    pub day: Day,
    pub heard: String,
}

pub fn insert(tx: &mut Tx, ctx: &Context, input: &Request, new: &New<'_>) -> Result<()> {
    let statement = sql!(
        "INSERT INTO demand_request (id, consignor_id, shop_id, agreement_id, product_id, heard,
             quantity, note, asked_on, state, recorded_by, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open', $10, $11)"
    );
    let params: &[&dyn Param] = &[
        &input.id,
        &new.terms.consignor_id,
        &new.shop,
        &new.terms.agreement_id,
        &input.product,
        &new.heard,
        &input.quantity,
        &input.note,
        &new.day,
        &ctx.actor.user,
        &ctx.now,
    ];
    match tx.run(statement, params) {
        // The same is being recorded by another connection this moment: looked at again from the
        // start, it is known.
        Err(Error::Constraint(name)) if name == "demand_request_pkey" => Err(Error::Conflict),
        done => done.map(drop),
    }
}

/// Where a request comes to stand, and what was said.
pub struct Answered<'a> {
    pub state: RequestState,
    pub note: Option<&'a str>,
    pub delivery: Option<DeliveryId>,
    pub day: Day,
}

/// Writes the step, unless somebody else took one in between.
pub fn answer(tx: &mut Tx, before: &RequestSeen, after: &Answered<'_>) -> Result<()> {
    let statement = sql!(
        "UPDATE demand_request SET state = $3, answer_note = $4, delivery_id = $5, answered_on = $6
         WHERE id = $1 AND state = $2"
    );
    let Answered { state, note, delivery, day } = after;
    let done = tx.run(statement, &[&before.id, &before.state, state, note, delivery, day])?;
    if done == 1 { Ok(()) } else { Err(Error::Conflict) }
}

macro_rules! narrowed {
    () => {
        "WHERE (CAST($1 AS uuid) IS NULL OR consignor_id = $1) \
         AND (CAST($2 AS uuid) IS NULL OR shop_id = $2) \
         AND (CAST($3 AS text) IS NULL OR heard LIKE $3 ESCAPE '!') \
         AND (CAST($4 AS uuid) IS NULL OR product_id = $4) \
         AND (CAST($5 AS text) IS NULL OR state = $5) "
    };
}

/// One page of the requests that are his to see, the latest first, and how many there are.
pub fn list(
    read: &mut Read,
    ctx: &Context,
    asked: &ListRequests,
) -> Result<(Vec<RequestSeen>, i64)> {
    let page = asked.page.map_or(1, |page| page.0).max(1);
    window(read, ctx, asked, (PER_PAGE, (page - 1) * PER_PAGE))
}

/// So many of them after so many.
pub fn window(
    read: &mut Read,
    ctx: &Context,
    asked: &ListRequests,
    (limit, offset): (i64, i64),
) -> Result<(Vec<RequestSeen>, i64)> {
    let scope = Scope::of(ctx)?;
    let (unit, shop) = (scope.unit(), scope.shop().or(asked.shop));
    let like = asked.q.as_deref().map(web::like);
    let filter: [&dyn Param; 5] = [&unit, &shop, &like, &asked.product, &asked.state];
    let total = sql!(concat!("SELECT CAST(COUNT(*) AS bigint) FROM demand_request ", narrowed!()));
    let total = read.one(total, &filter, |row| row.get(0))?;
    let page = sql!(concat!(
        columns!(),
        narrowed!(),
        "ORDER BY asked_on DESC, id DESC LIMIT $6 OFFSET $7"
    ));
    let mut params = filter.to_vec();
    params.extend([&limit as &dyn Param, &offset]);
    Ok((read.all(page, &params, request_of)?, total))
}

/// What a unit or a shop still waits for, the oldest first.
pub fn waiting(read: &mut Read, ctx: &Context, limit: i64) -> Result<Vec<RequestSeen>> {
    let scope = Scope::of(ctx)?;
    let (unit, shop) = (scope.unit(), scope.shop());
    let statement = sql!(concat!(
        columns!(),
        "WHERE (CAST($1 AS uuid) IS NULL OR consignor_id = $1) \
         AND (CAST($2 AS uuid) IS NULL OR shop_id = $2) AND state IN ('open', 'promised') \
         ORDER BY state, asked_on, id LIMIT $3"
    ));
    read.all(statement, &[&unit, &shop, &limit], request_of)
}
