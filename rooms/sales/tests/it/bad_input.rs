//! What is refused, and leaves nothing behind.

use kernel::{Lang, SaleId};
use serde_json::json;
use testkit::{LAPAS, OTHER_LAPAS, OTHER_SHOP, SHOP, World, story};
use words::Speak;

use crate::market::{act, books, open, refused, sale};

#[test]
fn wrong_sales_leave_nothing() {
    story(|world: &mut World| {
        let market = open(world);
        let before = books(world);
        let clerk = world.context(&testkit::clerk(SHOP));
        let stranger: kernel::ProductId = world.ids.fresh(world.now());
        let line = |product| json!([{"product": product, "quantity": 1}]);
        let mut told = Vec::new();
        let mut tell = |input| told.push(refused(act(world, &clerk, sales::sell, input)));
        tell(sale(world, json!([])).1);
        tell(sale(world, line(stranger)).1);
        tell(sale(world, json!([{"product": market.trap, "quantity": 1, "price": 29_000}])).1);
        let (_, mut ahead) = sale(world, line(market.trap));
        ahead["business_day"] = json!("2025-12-24");
        tell(ahead);
        let (_, mut old) = sale(world, line(market.trap));
        old["business_day"] = json!("2015-11-04");
        tell(old);
        let (_, mut other) = sale(world, line(market.trap));
        other["shop"] = json!(OTHER_SHOP);
        tell(other);
        let huge = json!([{"product": market.trap, "quantity": 1_000_000_000_000_i64}]);
        let (_, mut huge) = sale(world, huge);
        huge["really_there"] = json!(true);
        tell(huge);
        assert_eq!(before, books(world));
        told.join("\n")
    });
}

#[test]
fn what_another_sold_is_unknown() {
    story(|world: &mut World| {
        let market = open(world);
        let clerk = world.context(&testkit::clerk(SHOP));
        let (id, input) = sale(world, json!([{"product": market.trap, "quantity": 1}]));
        act(world, &clerk, sales::sell, input).expect("sold");
        for actor in
            [testkit::clerk(OTHER_SHOP), testkit::officer(OTHER_LAPAS), kernel::Actor::nobody()]
        {
            let other = world.context(&actor);
            let seen = world.read(move |read| sales::load_whole(read, &other, id));
            assert_eq!(refused(seen), "sales.unknown");
        }
        let officer = world.context(&testkit::officer(LAPAS));
        assert!(world.read(move |read| sales::load_whole(read, &officer, id)).is_ok());
        let other = world.context(&testkit::clerk(OTHER_SHOP));
        let seen = world.read(move |read| sales::list(read, &other, &Default::default()));
        assert!(seen.expect("a list").is_empty());
        refused(act(
            world,
            &world.context(&testkit::treasurer(LAPAS)),
            sales::sell,
            sale(world, json!([{"product": market.trap, "quantity": 1}])).1,
        ))
    });
}

#[test]
fn an_id_that_is_none_is_refused_at_the_door() {
    let sent = json!({"id": "not-an-id", "payment": "cash", "lines": []});
    let error = serde_json::from_value::<sales::Sell>(sent).expect_err("refused").to_string();
    assert_eq!(kernel::input_code(&error), Some("kernel.id"));
    assert!("0".parse::<SaleId>().is_err());
}

#[test]
fn every_no_has_a_sentence() {
    words::install_for_tests();
    for code in sales::No::CODES {
        let key = format!("sales.refusal.{}", code.trim_start_matches("sales."));
        assert!(Lang::ALL.iter().all(|lang| lang.has(&key)), "{key}");
    }
}
