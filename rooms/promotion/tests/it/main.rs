//! Kits through the room's door, on every database that is found.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod campaigns;
mod labels;
mod market;
mod pages;
mod visits;

use kernel::{Actor, ProductId, Rupiah, ShopId};
use promotion::OneKit;
use serde_json::json;
use testkit::{
    LAPAS, OTHER_LAPAS, OTHER_SHOP, SHOP, World, administrator, clerk, head, officer, overseer,
    story,
};
use testmarket::{agree, product, two_shops, two_units};

/// A trap at Rp30.000 in the catalogue; the first shop sells it at Rp32.000, the second not.
fn open(world: &World) -> ProductId {
    two_units(world);
    two_shops(world);
    let trap = product(world, LAPAS, ("PT", "Perangkap"), &json!({"price": 30_000}));
    agree(world, LAPAS, SHOP, &[(trap, 32_000)]);
    trap
}

fn price(world: &World, actor: &Actor, product: ProductId, shop: ShopId) -> Option<Rupiah> {
    let ctx = world.context(actor);
    let asked = OneKit { product, shop, k: None };
    let kit = world.read(move |read| match promotion::show(read, &ctx, &asked) {
        Ok(kit) => Ok(Some(kit.price)),
        Err(db::Error::Refused(no)) if no.code == "promotion.unknown" => Ok(None),
        Err(error) => Err(error),
    });
    kit.expect("looked").flatten()
}

#[test]
fn every_statement_prepares() {
    testkit::every_statement_prepares();
}

#[test]
fn a_kit_is_between_a_unit_and_its_shop() {
    story(|world: &mut World| {
        let trap = open(world);
        let own = [officer(LAPAS), head(LAPAS), clerk(SHOP), administrator()];
        for actor in &own {
            assert_eq!(price(world, actor, trap, SHOP), Some(Rupiah(32_000)), "{}", actor.name);
        }
        let strangers =
            [officer(OTHER_LAPAS), clerk(OTHER_SHOP), overseer("Kanwil Contoh"), Actor::nobody()];
        for actor in &strangers {
            assert_eq!(price(world, actor, trap, SHOP), None, "{}", actor.name);
        }
        assert_eq!(price(world, &officer(LAPAS), trap, OTHER_SHOP), None, "not sold there");
        let pairs = |actor: &Actor| {
            let ctx = world.context(actor);
            world.read(move |read| promotion::pairs(read, &ctx)).map(|pairs| pairs.len())
        };
        assert_eq!(pairs(&officer(LAPAS)).expect("pairs"), 1);
        assert_eq!(pairs(&clerk(OTHER_SHOP)).expect("pairs"), 0);
        world.advance_days(400);
        assert_eq!(price(world, &officer(LAPAS), trap, SHOP), None, "the agreement is over");
    });
}
