//! Two units, two shops: the first shop sells for both units, the second for the first only.

use kernel::{AgreementId, ConsignorId, DeliveryId, ProductId, ShopId};
use serde_json::json;
use testkit::{LAPAS, OTHER_LAPAS, OTHER_SHOP, SHOP, World};
use testmarket::{made, maker, send, two_shops, two_units};

pub use testmarket::{fresh, no, tells, tried as act};

/// What the stories speak of.
#[derive(Debug, Clone, Copy)]
pub struct Market {
    /// Of the first unit, in the annexes of both shops.
    pub trap: ProductId,
    /// Of the first unit, in no annex.
    pub chair: ProductId,
    /// Of the second unit, in the first shop's annex.
    pub nest: ProductId,
    /// Between the first unit and the first shop.
    pub agreement: AgreementId,
}

pub fn open(world: &World) -> Market {
    two_units(world);
    two_shops(world);
    let product = |unit, code, name| {
        testmarket::product(world, unit, (code, name), &json!({"price": 30_000}))
    };
    let trap = product(LAPAS, "PT", "Perangkap Tikus");
    let chair = product(LAPAS, "KR", "Kursi Rotan");
    let nest = product(OTHER_LAPAS, "GL", "Glodok");
    let agreement = agree(world, LAPAS, SHOP, trap);
    agree(world, LAPAS, OTHER_SHOP, trap);
    agree(world, OTHER_LAPAS, SHOP, nest);
    Market { trap, chair, nest, agreement }
}

/// A year's agreement from today on.
pub fn agree(world: &World, unit: ConsignorId, shop: ShopId, product: ProductId) -> AgreementId {
    testmarket::agree(world, unit, shop, &[(product, 30_000)])
}

/// A surat jalan of five traps from the first unit to the first shop.
pub fn deliver(world: &World, market: &Market) -> DeliveryId {
    let maker = maker(world, LAPAS, "WB-001");
    let batch = made(world, LAPAS, (market.trap, 5), maker, &json!({}));
    send(world, LAPAS, market.agreement, &[(batch, 5)])
}
