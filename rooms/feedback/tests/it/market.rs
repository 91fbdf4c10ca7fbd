//! A stall with eight traps, and its sales.

use kernel::{ProductId, SaleId};
use serde_json::{Value, json};
use testkit::{SHOP, World, clerk};

pub use testmarket::{fresh, stall::Market, tells, tried_in_full as act};

pub fn open(world: &World) -> Market {
    testmarket::stall::open(world, 8)
}

/// A sale at the first shop: its receipt.
pub fn sell(world: &World, lines: &[(ProductId, i64)]) -> SaleId {
    let id: SaleId = fresh(world);
    let lines: Vec<Value> = lines
        .iter()
        .map(|(product, quantity)| json!({"product": product, "quantity": quantity}))
        .collect();
    let input = json!({ "id": id, "payment": "cash", "lines": lines,
        "receipt_number": "A-0042", "same_number": true });
    act(world, &clerk(SHOP), sales::sell, input).expect("a sale");
    id
}
