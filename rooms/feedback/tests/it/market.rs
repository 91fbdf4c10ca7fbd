//! One unit and two shops; the first has eight traps and one nest on its shelf, the second nothing.

use kernel::{BatchId, ProductId, SaleId};
use serde_json::{Value, json};
use testkit::{LAPAS, OTHER_SHOP, SHOP, World, clerk};
use testmarket::{agree, made, maker, product, shelve, shop, unit};

pub use testmarket::{fresh, tells, tried_in_full as act};

/// What the stories speak of.
#[derive(Debug, Clone, Copy)]
pub struct Market {
    pub trap: ProductId,
    pub nest: ProductId,
    /// Of the traps.
    pub batch: BatchId,
}

pub fn open(world: &World) -> Market {
    unit(world, LAPAS, "Lapas Contoh", &json!({"brand": "Karya Contoh"}));
    shop(world, SHOP, "Toko Contoh", &json!({"whatsapp": "081234567890"}));
    shop(world, OTHER_SHOP, "Toko Lain", &json!({}));
    let trap = product(world, LAPAS, ("PT", "Perangkap Tikus"), &json!({"price": 30_000}));
    let nest = product(world, LAPAS, ("GL", "Glodok"), &json!({"price": 45_000}));
    let agreement = agree(world, LAPAS, SHOP, &[(trap, 30_000), (nest, 30_000)]);
    agree(world, LAPAS, OTHER_SHOP, &[(trap, 30_000)]);
    let maker = maker(world, LAPAS, "WB-001");
    let batch = made(world, LAPAS, (trap, 8), maker, &json!({}));
    let nests = made(world, LAPAS, (nest, 1), maker, &json!({}));
    shelve(world, LAPAS, agreement, &[(batch, 8), (nests, 1)]);
    Market { trap, nest, batch }
}

/// A sale at the first shop: its receipt.
pub fn sell(world: &World, lines: &[(ProductId, i64)]) -> SaleId {
    let id: SaleId = fresh(world);
    let lines: Vec<Value> = lines
        .iter()
        .map(|(product, quantity)| json!({"product": product, "quantity": quantity}))
        .collect();
    let input = json!({ "id": id, "payment": "cash", "lines": lines, "receipt_number": "A-0042" });
    act(world, &clerk(SHOP), sales::sell, input).expect("a sale");
    id
}
