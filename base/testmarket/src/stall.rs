//! A small stall: one unit, two shops, traps and a nest on the shelf of the first.

use kernel::{AgreementId, BatchId, MakerId, ProductId};
use serde_json::json;
use testkit::{LAPAS, OTHER_SHOP, SHOP, World};

use crate::{agree, made, maker, product, shelve, shop, unit};

/// What the stories speak of.
#[derive(Debug, Clone, Copy)]
pub struct Market {
    pub trap: ProductId,
    pub nest: ProductId,
    /// Of the traps.
    pub batch: BatchId,
    /// Of the nest.
    pub nests: BatchId,
    pub maker: MakerId,
    /// With the first shop.
    pub agreement: AgreementId,
}

/// The first shop has so many traps at Rp30.000 and one nest at Rp45.000; the second has nothing.
pub fn open(world: &World, traps: i64) -> Market {
    unit(world, LAPAS, "Lapas Contoh", &json!({"brand": "Karya Contoh"}));
    shop(world, SHOP, "Toko Contoh", &json!({"whatsapp": "081234567890"}));
    shop(world, OTHER_SHOP, "Toko Lain", &json!({}));
    let trap = product(world, LAPAS, ("PT", "Perangkap Tikus"), &json!({"price": 30_000}));
    let nest = product(world, LAPAS, ("GL", "Glodok"), &json!({"price": 45_000}));
    let agreement = agree(world, LAPAS, SHOP, &[(trap, 30_000), (nest, 30_000)]);
    agree(world, LAPAS, OTHER_SHOP, &[(trap, 30_000)]);
    let maker = maker(world, LAPAS, "WB-001");
    let batch = made(world, LAPAS, (trap, traps), maker, &json!({}));
    let nests = made(world, LAPAS, (nest, 1), maker, &json!({}));
    shelve(world, LAPAS, agreement, &[(batch, traps), (nests, 1)]);
    Market { trap, nest, batch, nests, maker, agreement }
}
