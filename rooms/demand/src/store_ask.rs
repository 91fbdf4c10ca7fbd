//! All SQL of what buyers asked for.

use db::{Error, Param, Read, Result, Row, Sql, Tx, sql};
use kernel::{AskId, ConsignorId, Context, Day, Id, ShopId};

use crate::{
    inputs::{Ask, ListAsks},
    scope::Scope,
    step,
    types::{AskSeen, Wish},
};

/// Rows of one page.
pub const PER_PAGE: i64 = 50;
/// A hundred years: all there is, where no first day is asked for.
const DAYS_LISTED: i64 = 36_525;
/// Wishes in one sum: the most asked for.
const WISHES_MAX: i64 = 100;

pub fn insert(
    tx: &mut Tx,
    ctx: &Context,
    ask: &Ask,
    shop: ShopId,
    day: Day,
    heard: &str,
) -> Result<()> {
    let statement = sql!(
        "INSERT INTO demand_ask (id, shop_id, product_id, words, heard, quantity, price, asked_on,
             recorded_by, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    );
    let price = ask.price.map(|price| price.get());
    let params: &[&dyn Param] = &[
        &ask.id,
        &shop,
        &ask.product,
        &ask.words,
        &heard,
        &ask.quantity,
        &price,
        &day,
        &ctx.actor.user,
        &ctx.now,
    ];
    match tx.run(statement, params) {
        // The same is being recorded by another connection this moment: looked at again from the
        // start, it is known.
        Err(Error::Constraint(name)) if name == "demand_ask_pkey" => Err(Error::Conflict),
        done => done.map(drop),
    }
}

pub fn insert_unit(tx: &mut Tx, unit: ConsignorId, ask: AskId, day: Day) -> Result<()> {
    let statement =
        sql!("INSERT INTO demand_ask_unit (consignor_id, ask_id, asked_on) VALUES ($1, $2, $3)");
    tx.run(statement, &[&unit, &ask, &day]).map(drop)
}

/// Each scope has its own first step, so that each is one stretch of an index: a unit's by what
/// it heard, a shop's by what it said.
macro_rules! of_scope {
    ($what:expr, $rest:expr) => {
        [
            sql!(concat!(
                $what,
                " FROM demand_ask_unit u JOIN demand_ask a ON a.id = u.ask_id \
                  WHERE u.consignor_id = $1 AND u.asked_on >= $2 ",
                $rest
            )),
            sql!(concat!(
                $what,
                " FROM demand_ask a WHERE a.shop_id = $1 AND a.asked_on >= $2 ",
                $rest
            )),
            sql!(concat!(
                $what,
                " FROM demand_ask a WHERE CAST($1 AS uuid) IS NULL AND a.asked_on >= $2 ",
                $rest
            )),
        ]
    };
}

/// The statement of a scope and its first parameter.
fn of(scope: Scope, [unit, shop, all]: [Sql; 3]) -> (Sql, Option<Id<()>>) {
    match scope {
        Scope::Unit(own) => (unit, Some(own.cast())),
        Scope::Shop(own) => (shop, Some(own.cast())),
        Scope::All => (all, None),
    }
}

fn ask_of(row: &Row<'_>) -> Result<AskSeen> {
    Ok(AskSeen {
        id: row.get(0)?,
        shop_id: row.get(1)?,
        product_id: row.get(2)?,
        words: row.get(3)?,
        quantity: row.get(4)?,
        price: row.get(5)?,
        asked_on: row.get(6)?,
        recorded_by: row.get(7)?,
    })
}

macro_rules! narrowed {
    () => {
        "AND (CAST($3 AS date) IS NULL OR a.asked_on <= $3) \
         AND (CAST($4 AS text) IS NULL OR a.heard LIKE $4 ESCAPE '!') \
         AND (CAST($5 AS uuid) IS NULL OR a.shop_id = $5) \
         AND (CAST($6 AS uuid) IS NULL OR a.product_id = $6) \
         AND (CAST($7 AS text) IS NULL OR (a.product_id IS NULL AND a.heard = $7)) "
    };
}

/// One page of the asks that are his to see, the latest first, and how many there are in all.
pub fn list(read: &mut Read, ctx: &Context, asked: &ListAsks) -> Result<(Vec<AskSeen>, i64)> {
    let page = asked.page.map_or(1, |page| page.0).max(1);
    window(read, ctx, asked, (PER_PAGE, (page - 1) * PER_PAGE))
}

/// So many of them after so many.
pub fn window(
    read: &mut Read,
    ctx: &Context,
    asked: &ListAsks,
    (limit, offset): (i64, i64),
) -> Result<(Vec<AskSeen>, i64)> {
    let scope = Scope::of(ctx)?;
    let from = asked.from.unwrap_or_else(|| ctx.today().plus_days(-DAYS_LISTED));
    let like = asked.q.as_deref().map(web::like);
    let words = asked.words.as_deref().map(|words| step::heard(&[words]));
    let (total, own) = of(scope, of_scope!("SELECT CAST(COUNT(*) AS bigint)", narrowed!()));
    let filter: [&dyn Param; 7] =
        [&own, &from, &asked.to, &like, &asked.shop, &asked.product, &words];
    let total = read.one(total, &filter, |row| row.get(0))?;
    let (page, _) = of(
        scope,
        of_scope!(
            "SELECT a.id, a.shop_id, a.product_id, a.words, a.quantity, a.price, a.asked_on, \
             a.recorded_by",
            concat!(narrowed!(), "ORDER BY a.asked_on DESC, a.id DESC LIMIT $8 OFFSET $9")
        ),
    );
    let mut params = filter.to_vec();
    params.extend([&limit as &dyn Param, &offset]);
    Ok((read.all(page, &params, ask_of)?, total))
}

/// What was asked for since a day, the most often asked first.
pub fn wishes(read: &mut Read, ctx: &Context, from: Day) -> Result<Vec<Wish>> {
    let (statement, own) = of(
        Scope::of(ctx)?,
        of_scope!(
            "SELECT a.product_id, CASE WHEN a.product_id IS NULL THEN MIN(a.words) END, \
             CAST(COUNT(*) AS bigint) AS times, CAST(SUM(a.quantity) AS bigint), MIN(a.price), \
             MAX(a.price), MAX(a.asked_on) AS latest",
            "GROUP BY a.product_id, CASE WHEN a.product_id IS NULL THEN a.heard END \
             ORDER BY times DESC, latest DESC, MIN(a.heard) LIMIT $3"
        ),
    );
    read.all(statement, &[&own, &from, &WISHES_MAX], |row| {
        Ok(Wish {
            product_id: row.get(0)?,
            words: row.get(1)?,
            times: row.get(2)?,
            pieces: row.get(3)?,
            lowest_price: row.get(4)?,
            highest_price: row.get(5)?,
            last_asked_on: row.get(6)?,
        })
    })
}
