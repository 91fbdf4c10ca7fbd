//! One unit and two shops; the first has five traps and one nest on its shelf, the second nothing.

use kernel::{Actor, AgreementId, BatchId, MakerId, OrderId, ProductId};
use serde_json::{Value, json};
use testkit::{LAPAS, OTHER_SHOP, SHOP, World, clerk};
use testmarket::{agree, made, maker, product, shelve, shop, unit};

pub use testmarket::{fresh, no_in_full as no, tells, tried_in_full as act};

/// What the stories speak of.
#[derive(Debug, Clone, Copy)]
pub struct Market {
    pub trap: ProductId,
    pub nest: ProductId,
    pub nests: BatchId,
    pub maker: MakerId,
    pub agreement: AgreementId,
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
    let traps = made(world, LAPAS, (trap, 5), maker, &json!({}));
    let nests = made(world, LAPAS, (nest, 1), maker, &json!({}));
    shelve(world, LAPAS, agreement, &[(traps, 5), (nests, 1)]);
    Market { trap, nest, nests, maker, agreement }
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
