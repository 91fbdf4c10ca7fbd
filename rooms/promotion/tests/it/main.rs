//! Kits through the room's door, on every database that is found.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod campaigns;
mod labels;
#[path = "../../../orders/tests/it/market.rs"]
mod market;
mod visits;

use agreements::{SampleLine, ShopPart};
use db::{Result, Tx};
use kernel::{Actor, Context, Id, ProductId, Rupiah, Share, ShopId};
use promotion::OneKit;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use testkit::{
    LAPAS, OTHER_LAPAS, OTHER_SHOP, SHOP, World, administrator, clerk, head, officer, overseer,
    story,
};

fn act<In: DeserializeOwned + Send + 'static, Out: Send + 'static>(
    world: &World,
    actor: &Actor,
    act: fn(&mut Tx, &Context, &In) -> Result<Out>,
    input: Value,
) {
    let input: In = serde_json::from_value(input).expect("an input");
    let ctx = world.context(actor);
    world.write(move |tx| act(tx, &ctx, &input)).expect("done");
}

/// A trap at Rp30.000 in the catalogue; the first shop sells it at Rp32.000, the second not.
fn open(world: &World) -> ProductId {
    let admin = administrator();
    for (id, code) in [(LAPAS, "000001"), (OTHER_LAPAS, "000002")] {
        let unit = json!({ "id": id, "name": "Lapas Contoh", "kanwil": "Kanwil Contoh",
            "satker_code": code, "address": "Jalan 1", "city": "Pangkalpinang" });
        act(world, &admin, people::create_consignor, unit);
    }
    for id in [SHOP, OTHER_SHOP] {
        let shop = json!({ "id": id, "name": "Toko Contoh", "owner_name": "Contoh",
            "address": "Jalan 2", "city": "Pangkalpinang" });
        act(world, &admin, people::create_shop, shop);
    }
    let trap: ProductId = Id::new(world.ids.uuid(world.now()));
    let input = json!({ "id": trap, "code": "PT", "name": "Perangkap", "unit": "buah",
        "price": 30_000 });
    act(world, &officer(LAPAS), catalogue::create_product, input);
    let (recorder, signer) = (world.context(&officer(LAPAS)), world.context(&head(LAPAS)));
    let day = world.today();
    let work = move |tx: &mut Tx| {
        let annex = [SampleLine::new(trap, Rupiah(32_000))];
        let part = ShopPart::PercentOfGross(Share(2_000));
        let draft = agreements::draft_of(&recorder, (LAPAS, SHOP), day, part, &annex);
        agreements::put_in_force(tx, &recorder, &signer, &draft)
    };
    world.write(work).expect("an agreement");
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
