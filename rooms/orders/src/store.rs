//! All SQL of orders.

use std::collections::BTreeMap;

use db::{Error, Param, Read, Result, Row, Tx, sql};
use kernel::{Context, Day, EntryId, OrderId, Quantity, Reach, SaleId, ShopId, Time};

use crate::{
    inputs::{ListOrders, Place},
    kinds::OrderState,
    refusal::No,
    step,
    types::{Order, OrderLine, Settings},
};

/// Rows of one page.
pub const PER_PAGE: i64 = 50;

/// Whether it was new: an order with this id is left as it is.
pub fn insert_order(
    tx: &mut Tx,
    ctx: &Context,
    place: &Place,
    (code, campaign): (&str, Option<&str>),
) -> Result<bool> {
    let statement = sql!(
        "INSERT INTO orders_order (id, shop_id, code, placed_at, placed_on, state, campaign)
         VALUES ($1, $2, $3, $4, $5, 'open', $6) ON CONFLICT (id) DO NOTHING"
    );
    let params: &[&dyn Param] = &[&place.id, &place.shop, &code, &ctx.now, &ctx.today(), &campaign];
    match tx.run(statement, params) {
        // Chance made a code that stands: run again, it makes another.
        Err(Error::Constraint(name)) if name == "orders_order_code_key" => Err(Error::Conflict),
        Err(Error::Constraint(name)) if name == "foreign_key" => Err(No::Unknown.into()),
        done => Ok(done? == 1),
    }
}

pub fn insert_lines(tx: &mut Tx, order: OrderId, lines: &[OrderLine]) -> Result<()> {
    let statement = sql!(
        "INSERT INTO orders_line (order_id, position, product_id, quantity, unit_price)
         VALUES ($1, $2, $3, $4, $5)"
    );
    for (position, line) in (1_i64..).zip(lines) {
        let OrderLine { product_id, quantity, unit_price } = line;
        tx.run(statement, &[&order, &position, product_id, quantity, unit_price])?;
    }
    Ok(())
}

/// Orders of a shop that nobody answered, placed after a moment.
pub fn count_open(read: &mut Read, shop: ShopId, since: Time) -> Result<i64> {
    let statement = sql!(
        "SELECT CAST(COUNT(*) AS bigint) FROM orders_order
         WHERE shop_id = $1 AND state = 'open' AND placed_at > $2"
    );
    read.one(statement, &[&shop, &since], |row| row.get(0))
}

macro_rules! columns {
    () => {
        "SELECT id, shop_id, code, placed_at, placed_on, state, hold_step, held_until, sale_id, \
         reason, ended_on, campaign FROM orders_order "
    };
}

fn order_of(row: &Row<'_>) -> Result<Order> {
    let stored: OrderState = row.get(5)?;
    Ok(Order {
        id: row.get(0)?,
        shop_id: row.get(1)?,
        code: row.get(2)?,
        placed_at: row.get(3)?,
        placed_on: row.get(4)?,
        state: stored,
        stored,
        hold_step: row.get(6)?,
        held_until: row.get(7)?,
        sale_id: row.get(8)?,
        reason: row.get(9)?,
        ended_on: row.get(10)?,
        campaign: row.get(11)?,
    })
}

pub fn find(read: &mut Read, id: OrderId) -> Result<Option<Order>> {
    read.first(sql!(concat!(columns!(), "WHERE id = $1")), &[&id], order_of)
}

pub fn find_by_code(read: &mut Read, code: &str) -> Result<Option<Order>> {
    read.first(sql!(concat!(columns!(), "WHERE code = $1")), &[&code], order_of)
}

/// An order that is his to see, as it stands now; else 404. It is between the buyer and the shop.
pub fn load(read: &mut Read, ctx: &Context, id: OrderId) -> Result<Order> {
    let found = find(read, id)?;
    let own = found.filter(|order| match &ctx.actor.reach {
        Reach::Shop(own) => *own == order.shop_id,
        Reach::All => true,
        Reach::Consignor(_) | Reach::Kanwil(_) | Reach::Nobody => false,
    });
    Ok(own.ok_or(No::Unknown)?.seen_at(ctx.now))
}

/// Orders of a shop that nobody answered, placed after a moment and up to another.
pub fn open_between(read: &mut Read, shop: ShopId, after: Time, until: Time) -> Result<Vec<Order>> {
    let statement = sql!(concat!(
        columns!(),
        "WHERE shop_id = $1 AND state = 'open' AND placed_at > $2 AND placed_at <= $3 \
         ORDER BY placed_at, id"
    ));
    read.all(statement, &[&shop, &after, &until], order_of)
}

pub fn lines_of(read: &mut Read, order: OrderId) -> Result<Vec<OrderLine>> {
    let statement = sql!(
        "SELECT product_id, quantity, unit_price FROM orders_line
         WHERE order_id = $1 ORDER BY position"
    );
    read.all(statement, &[&order], |row| {
        Ok(OrderLine { product_id: row.get(0)?, quantity: row.get(1)?, unit_price: row.get(2)? })
    })
}

/// Orders whose lines one statement asks for.
const TOGETHER: usize = 24;

/// The lines of many orders, for lists.
pub fn lines_of_many(
    read: &mut Read,
    orders: &[Order],
) -> Result<BTreeMap<OrderId, Vec<OrderLine>>> {
    let statement = sql!(
        "SELECT order_id, product_id, quantity, unit_price FROM orders_line
         WHERE order_id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
           $17, $18, $19, $20, $21, $22, $23, $24)
         ORDER BY order_id, position"
    );
    let mut all: BTreeMap<OrderId, Vec<OrderLine>> = BTreeMap::new();
    for chunk in orders.chunks(TOGETHER) {
        // A short chunk asks for its first again.
        let id = |at: usize| -> &dyn Param { &chunk.get(at).unwrap_or(&chunk[0]).id };
        let params: Vec<&dyn Param> = (0..TOGETHER).map(id).collect();
        read.each(statement, &params, |row| {
            let line = OrderLine {
                product_id: row.get(1)?,
                quantity: row.get(2)?,
                unit_price: row.get(3)?,
            };
            all.entry(row.get(0)?).or_default().push(line);
            Ok(())
        })?;
    }
    Ok(all)
}

/// Writes that the pieces are set aside, unless somebody else took a step in between.
pub fn set_held(tx: &mut Tx, order: &Order, step: EntryId, until: Time) -> Result<()> {
    let statement = sql!(
        "UPDATE orders_order SET state = 'held', hold_step = $3, held_until = $4
         WHERE id = $1 AND state = $2"
    );
    once(tx.run(statement, &[&order.id, &order.stored, &step, &until])?)
}

pub fn set_collected(tx: &mut Tx, order: &Order, sale: SaleId, day: Day) -> Result<()> {
    let statement = sql!(
        "UPDATE orders_order SET state = 'collected', sale_id = $3, ended_on = $4
         WHERE id = $1 AND state = $2"
    );
    once(tx.run(statement, &[&order.id, &order.stored, &sale, &day])?)
}

pub fn set_lapsed(tx: &mut Tx, order: &Order, reason: Option<&str>, day: Day) -> Result<()> {
    let statement = sql!(
        "UPDATE orders_order SET state = 'lapsed', reason = $3, ended_on = $4
         WHERE id = $1 AND state = $2"
    );
    once(tx.run(statement, &[&order.id, &order.stored, &reason, &day])?)
}

const fn once(rows: u64) -> Result<()> {
    if rows == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// How a shop takes orders; the usual where it said nothing.
pub fn settings(read: &mut Read, shop: ShopId) -> Result<Settings> {
    let statement = sql!("SELECT accepts, hold_hours FROM orders_setting WHERE shop_id = $1");
    let found = read.first(statement, &[&shop], |row| {
        Ok(Settings { shop_id: shop, accepts: row.get(0)?, hold_hours: row.get(1)? })
    })?;
    let usual = Settings { shop_id: shop, accepts: true, hold_hours: step::HOLD_HOURS };
    Ok(found.unwrap_or(usual))
}

pub fn set_settings(tx: &mut Tx, shop: ShopId, accepts: bool, hold_hours: i64) -> Result<()> {
    let statement = sql!(
        "INSERT INTO orders_setting (shop_id, accepts, hold_hours) VALUES ($1, $2, $3)
         ON CONFLICT (shop_id) DO UPDATE
         SET accepts = excluded.accepts, hold_hours = excluded.hold_hours"
    );
    tx.run(statement, &[&shop, &accepts, &hold_hours]).map(drop)
}

/// What is stored and what the clock says of it, in one: an order that time has ended is lapsed.
macro_rules! narrowed {
    () => {
        "WHERE (CAST($1 AS uuid) IS NULL OR shop_id = $1) \
         AND (CAST($2 AS text) IS NULL OR LOWER(code) LIKE $2 ESCAPE '!') \
         AND (CAST($3 AS text) IS NULL \
              OR $3 = CASE WHEN state = 'open' AND placed_at <= $4 THEN 'lapsed' \
                           WHEN state = 'held' AND held_until <= $5 THEN 'lapsed' \
                           ELSE state END) "
    };
}

/// One page of the orders that are his to see, the latest first, and how many there are.
pub fn list(read: &mut Read, ctx: &Context, asked: &ListOrders) -> Result<(Vec<Order>, i64)> {
    window(read, ctx, asked, page(asked.page))
}

/// The rows of a page that is asked for, and where it begins.
pub fn page(asked: Option<Quantity>) -> (i64, i64) {
    (PER_PAGE, (asked.map_or(1, |page| page.0).clamp(1, 1_000_000) - 1) * PER_PAGE)
}

/// As many of them as are asked for, from a place on.
pub fn window(
    read: &mut Read,
    ctx: &Context,
    asked: &ListOrders,
    (limit, offset): (i64, i64),
) -> Result<(Vec<Order>, i64)> {
    let shop = match &ctx.actor.reach {
        Reach::Shop(own) => Some(*own),
        Reach::All => asked.shop,
        Reach::Consignor(_) | Reach::Kanwil(_) | Reach::Nobody => return Err(No::Unknown.into()),
    };
    let typed = asked.q.as_deref().map(|q| q.replace(['-', ' '], ""));
    let like = typed.as_deref().map(web::like);
    let opened = step::after(ctx.now, -step::OPEN_HOURS);
    let filter: [&dyn Param; 5] = [&shop, &like, &asked.state, &opened, &ctx.now];
    let total = sql!(concat!("SELECT CAST(COUNT(*) AS bigint) FROM orders_order ", narrowed!()));
    let total = read.one(total, &filter, |row| row.get(0))?;
    let page =
        sql!(concat!(columns!(), narrowed!(), "ORDER BY placed_at DESC, id LIMIT $6 OFFSET $7"));
    let mut params = filter.to_vec();
    params.extend([&limit as &dyn Param, &offset]);
    let rows = read.all(page, &params, order_of)?;
    Ok((rows.into_iter().map(|order| order.seen_at(ctx.now)).collect(), total))
}
