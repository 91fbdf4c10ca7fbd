//! What came of the orders that carry a campaign's code. There is nobody in it: who owns the
//! campaign is asked by whoever looks.

use db::{Read, Result, Row, sql};
use kernel::{Day, OrderId, ProductId, Quantity, Rupiah, SaleId, ShopId, Time};

use crate::kinds::OrderState;

/// Which orders: those with a code, that were placed from one day on, and to another if any.
#[derive(Debug, Clone, Copy)]
pub struct Carried<'a> {
    pub campaign: &'a str,
    pub from: Day,
    pub to: Option<Day>,
}

/// One product of one such order.
#[derive(Debug, Clone)]
pub struct Brought {
    pub order_id: OrderId,
    pub shop_id: ShopId,
    pub placed_on: Day,
    /// As of now.
    pub state: OrderState,
    /// Whether the shop ever set the pieces aside.
    pub set_aside: bool,
    pub sale_id: Option<SaleId>,
    pub product_id: ProductId,
    pub quantity: Quantity,
    pub unit_price: Option<Rupiah>,
}

fn line_of(row: &Row<'_>, now: Time) -> Result<Brought> {
    let stored: OrderState = row.get(4)?;
    let placed_at: Time = row.get(3)?;
    Ok(Brought {
        order_id: row.get(0)?,
        shop_id: row.get(1)?,
        placed_on: row.get(2)?,
        state: stored.at(now, placed_at, row.get(6)?),
        set_aside: row.get::<Option<kernel::EntryId>>(5)?.is_some(),
        sale_id: row.get(7)?,
        product_id: row.get(8)?,
        quantity: row.get(9)?,
        unit_price: row.get(10)?,
    })
}

/// The lines of the orders, the latest order first.
pub fn brought(read: &mut Read, now: Time, asked: Carried<'_>) -> Result<Vec<Brought>> {
    let statement = sql!(
        "SELECT o.id, o.shop_id, o.placed_on, o.placed_at, o.state, o.hold_step, o.held_until,
             o.sale_id, l.product_id, l.quantity, l.unit_price
         FROM orders_order o JOIN orders_line l ON l.order_id = o.id
         WHERE o.campaign = $1 AND o.placed_on >= $2
           AND (CAST($3 AS date) IS NULL OR o.placed_on <= $3)
         ORDER BY o.placed_at DESC, o.id, l.position"
    );
    read.all(statement, &[&asked.campaign, &asked.from, &asked.to], |row| line_of(row, now))
}
