//! What is set aside: not offered, asked for at the desk, never refused to a till, ended by time.

use kernel::{Day, SaleId};
use serde_json::{Value, json};
use testkit::{SHOP, World, clerk, story};

use crate::market::{Market, act, fresh, hold, open, place, tells};

fn available(world: &World, market: &Market) -> i64 {
    let ctx = world.context(&kernel::Actor::nobody());
    let counter =
        world.read(move |read| orders::counter(read, &ctx, &orders::OneShop { shop: SHOP }));
    let counter = counter.expect("a counter");
    counter.goods.iter().find(|good| good.product == market.nest).expect("a nest").available
}

fn shown_here(world: &World, market: &Market) -> bool {
    let (shop, product, now) = (SHOP, market.nest, world.now());
    let reserved = world.read(move |read| {
        let statement = db::sql!(
            "SELECT until FROM storefront_reserved WHERE shop_id = $1 AND product_id = $2"
        );
        read.first(statement, &[&shop, &product], |row| row.get::<kernel::Time>(0))
    });
    reserved.expect("a view").is_none_or(|until| until <= now)
}

fn sell(world: &World, market: &Market, more: Value) -> Result<(), String> {
    let mut input = json!({
        "id": fresh::<kernel::SaleKind>(world), "payment": "cash",
        "lines": [{"product": market.nest, "quantity": 1}],
    });
    for (key, value) in more.as_object().cloned().unwrap_or_default() {
        input[key] = value;
    }
    act(world, &clerk(SHOP), sales::sell, input).map(drop)
}

#[test]
fn a_promised_piece_is_not_offered_and_time_frees_it() {
    story(|world: &mut World| {
        let market = open(world);
        let (order, _) = place(world, &[(market.nest, 1)]).expect("an order");
        assert_eq!((available(world, &market), shown_here(world, &market)), (1, true));
        let (late, _) = place(world, &[(market.nest, 1)]).expect("only the shop sets aside");
        hold(world, order).expect("set aside");
        assert_eq!((available(world, &market), shown_here(world, &market)), (0, false));
        tells(
            &[
                place(world, &[(market.nest, 1)]).expect_err("not offered"),
                hold(world, late).expect_err("promised to another"),
            ]
            .join("\n"),
            &[
                "orders.not_available at lines[0].quantity left=0",
                "consignment.not_free at lines[0].quantity left=0",
            ],
        );
        world.advance_seconds(24 * 3_600);
        assert_eq!((available(world, &market), shown_here(world, &market)), (1, true));
        hold(world, late).expect("free again, and nothing had to run for it");
    });
}

#[test]
fn the_desk_is_asked_and_the_till_is_not() {
    story(|world: &mut World| {
        let market = open(world);
        let (order, _) = place(world, &[(market.nest, 1)]).expect("an order");
        hold(world, order).expect("set aside");
        tells(
            &sell(world, &market, json!({})).expect_err("asked"),
            &["sales.held_pieces at lines[0].quantity left=0"],
        );
        sell(world, &market, json!({"take_held": true})).expect("sold all the same");
        let ctx = world.context(&clerk(SHOP));
        let id: SaleId = fresh(world);
        let input = json!({
            "id": id, "payment": "cash", "really_there": true,
            "lines": [{"product": market.nest, "quantity": 1, "price": 30_000}],
        });
        let input: sales::Sell = serde_json::from_value(input).expect("an input");
        let day: Day = world.today();
        world
            .write(move |tx| sales::sell_at_till(tx, &ctx, &input, day))
            .expect("what happened at a till is never refused");
    });
}

#[test]
fn setting_aside_again_makes_it_longer() {
    story(|world: &mut World| {
        let market = open(world);
        let (order, _) = place(world, &[(market.nest, 1)]).expect("an order");
        let step = fresh::<kernel::EntryKind>(world);
        let input = json!({ "id": step, "order": order, "hours": 2 });
        let first = act(world, &clerk(SHOP), orders::hold, input.clone()).expect("two hours");
        let again = act(world, &clerk(SHOP), orders::hold, input).expect("the same step");
        assert_eq!((first.already, again.already), (false, true));
        world.advance_seconds(3_600);
        hold(world, order).expect("a day from now");
        world.advance_seconds(20 * 3_600);
        assert_eq!(available(world, &market), 0);
        let long = json!({
            "id": fresh::<kernel::EntryKind>(world), "order": order, "hours": 169,
        });
        tells(
            &act(world, &clerk(SHOP), orders::hold, long).expect_err("longer than a week"),
            &["orders.hold_too_long at hours max=168"],
        );
    });
}
