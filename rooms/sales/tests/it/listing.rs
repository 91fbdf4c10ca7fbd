//! The list of sales: everybody's own, newest first, however it is narrowed.

use kernel::{Actor, Day, SaleId};
use sales::ListSales;
use serde_json::{Value, json};
use testkit::{LAPAS, OTHER_LAPAS, OTHER_SHOP, SHOP, World, story};

use crate::market::{act, open, sale};

fn listed(world: &World, actor: &Actor, asked: Value) -> Vec<SaleId> {
    let ctx = world.context(actor);
    let asked: ListSales = serde_json::from_value(asked).expect("an input");
    let sales = world.read(move |read| sales::list(read, &ctx, &asked)).expect("a list");
    sales.iter().map(|sale| sale.id).collect()
}

/// Sells a piece on each of these days, and gives the sales in that order.
fn sell_on(world: &mut World, product: kernel::ProductId, days: &[Day]) -> Vec<SaleId> {
    let clerk = testkit::clerk(SHOP);
    let mut sold = Vec::new();
    for day in days {
        let (id, mut input) = sale(world, json!([{"product": product, "quantity": 1}]));
        input["business_day"] = json!(day);
        act(world, &world.context(&clerk), sales::sell, input).expect("sold");
        sold.push(id);
    }
    sold
}

#[test]
fn everybody_sees_his_own_newest_first() {
    story(|world: &mut World| {
        let market = open(world);
        let first = world.today();
        world.advance_days(3);
        let today = world.today();
        let sold = sell_on(world, market.trap, &[today, first, first.plus_days(1)]);
        let newest_first = vec![sold[0], sold[2], sold[1]];
        for actor in [testkit::clerk(SHOP), testkit::officer(LAPAS), testkit::administrator()] {
            assert_eq!(listed(world, &actor, json!({})), newest_first);
            assert_eq!(listed(world, &actor, json!({"shop": SHOP})), newest_first);
            let early = json!({"from": first, "to": first.plus_days(1)});
            assert_eq!(listed(world, &actor, early), newest_first[1..]);
            let of = |product| json!({"product": product, "payment": "cash", "page": 1});
            assert_eq!(listed(world, &actor, of(market.trap)), newest_first);
            assert_eq!(listed(world, &actor, of(market.nest)), []);
        }
        let others = [
            testkit::clerk(OTHER_SHOP),
            testkit::officer(OTHER_LAPAS),
            testkit::overseer("Bangka Belitung"),
            Actor::nobody(),
        ];
        for actor in others {
            assert_eq!(listed(world, &actor, json!({})), []);
        }
        newest_first.len().to_string()
    });
}

#[test]
fn a_page_is_a_part_of_the_whole() {
    story(|world: &mut World| {
        let market = open(world);
        let today = world.today();
        // A page and a bit: more than stands on the shelf, so it is said to be there.
        let clerk = world.context(&testkit::clerk(SHOP));
        for _ in 0..53 {
            let (_, mut input) = sale(world, json!([{"product": market.trap, "quantity": 1}]));
            input["business_day"] = json!(today);
            input["really_there"] = json!(true);
            act(world, &clerk, sales::sell, input).expect("sold");
        }
        let page = |page: i64| listed(world, &testkit::clerk(SHOP), json!({"page": page}));
        let (first, second) = (page(1), page(2));
        assert_eq!((first.len(), second.len()), (50, 3));
        assert!(first.iter().all(|id| !second.contains(id)));
        assert!(page(3).is_empty() && page(1_000_000_000).is_empty());
        String::new()
    });
}
