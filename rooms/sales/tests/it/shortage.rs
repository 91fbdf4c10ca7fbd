//! What ran out, seen by the unit, the shop and nobody else.

use kernel::Context;
use sales::{Missed, Shortage};
use serde_json::json;
use testkit::{LAPAS, OTHER_LAPAS, OTHER_SHOP, SHOP, World};

use crate::market::{act, open, sale};

fn seen(world: &World, who: &Context) -> Vec<Shortage> {
    let who = who.clone();
    world.read(move |read| sales::shortages(read, &who)).expect("a list")
}

#[test]
fn a_shelf_that_ran_out_says_what_it_missed() {
    testkit::story(|world: &mut World| {
        let market = open(world);
        let clerk = |world: &World| world.context(&testkit::clerk(SHOP));
        // Fifteen traps: one and a half a day for ten days; then eight days of nothing.
        for day in 0..10 {
            let pieces = 1 + day % 2;
            let (_, input) = sale(world, json!([{"product": market.trap, "quantity": pieces}]));
            act(world, &clerk(world), sales::sell, input).expect("sold");
            world.advance_days(1);
        }
        world.advance_days(7);
        let found = seen(world, &clerk(world));
        assert_eq!(found.len(), 1, "the nests were there all the time: {found:?}");
        assert_eq!(found[0].product_id, market.trap);
        assert_eq!(found[0].left, 0);
        assert_eq!(found[0].missed.days, 8);
        assert!(matches!(found[0].missed, Missed { pieces: Some(11..=13), .. }), "{found:?}");
        assert_eq!(seen(world, &world.context(&testkit::officer(LAPAS))).len(), 1);
        for stranger in [testkit::clerk(OTHER_SHOP), testkit::officer(OTHER_LAPAS)] {
            assert!(seen(world, &world.context(&stranger)).is_empty());
        }
        format!("{:?}", found[0].missed)
    });
}
