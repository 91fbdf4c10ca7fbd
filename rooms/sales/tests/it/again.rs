//! The same sale sent twice, though it is asked last whether it is known.

use serde_json::json;
use testkit::{SHOP, World, story};

use crate::market::{act, books, open, refused, sale};

#[test]
fn sent_again_it_is_known_even_when_it_could_not_be_sold_any_more() {
    story(|world: &mut World| {
        let market = open(world);
        let clerk = world.context(&testkit::clerk(SHOP));
        let all = json!([{"product": market.nest, "quantity": 4}]);
        let (_, input) = sale(world, all);
        act(world, &clerk, sales::sell, input.clone()).expect("sold");
        // The shelf is empty now: a new sale is refused, the same one is the same one.
        let again = act(world, &clerk, sales::sell, input.clone()).expect("the same again");
        assert!(again.already);
        let mut more = input;
        more["lines"][0]["quantity"] = json!(5);
        assert_eq!(refused(act(world, &clerk, sales::sell, more)), "journal.id_reused");
        books(world)
    });
}

#[test]
fn the_id_of_a_count_is_no_id_for_a_sale() {
    story(|world: &mut World| {
        let market = open(world);
        let owner = world.context(&testkit::shopkeeper(SHOP));
        let (id, sold) = sale(world, json!([{"product": market.trap, "quantity": 1}]));
        let count = json!({"id": id, "counted_on": world.today(), "payment": "cash",
            "lines": [{"product": market.trap, "left": 9}]});
        act(world, &owner, sales::sell_by_count, count.clone()).expect("counted");
        assert_eq!(refused(act(world, &owner, sales::sell, sold.clone())), "journal.id_reused");
        let (other, sold) = sale(world, json!([{"product": market.trap, "quantity": 1}]));
        act(world, &owner, sales::sell, sold).expect("sold");
        let mut late = count;
        late["id"] = json!(other);
        late["lines"][0]["left"] = json!(1);
        assert_eq!(refused(act(world, &owner, sales::sell_by_count, late)), "journal.id_reused");
        books(world)
    });
}
