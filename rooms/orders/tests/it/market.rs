//! A stall with five traps, and its orders.

use kernel::{Actor, OrderId, ProductId};
use serde_json::{Value, json};
use testkit::{SHOP, World, clerk};

pub use testmarket::{fresh, no_in_full as no, stall::Market, tells, tried_in_full as act};

pub fn open(world: &World) -> Market {
    testmarket::stall::open(world, 5)
}

/// A buyer's order at the first shop.
pub fn place(world: &World, lines: &[(ProductId, i64)]) -> Result<(OrderId, String), String> {
    let id: OrderId = fresh(world);
    let lines: Vec<Value> = lines
        .iter()
        .map(|(product, quantity)| json!({"product": product, "quantity": quantity}))
        .collect();
    let input = json!({ "id": id, "shop": SHOP, "lines": lines });
    act(world, &Actor::nobody(), orders::place, input).map(|placed| (placed.id, placed.code))
}

pub fn hold(world: &World, order: OrderId) -> Result<(), String> {
    let input = json!({ "id": fresh::<kernel::EntryKind>(world), "order": order });
    act(world, &clerk(SHOP), orders::hold, input).map(drop)
}
