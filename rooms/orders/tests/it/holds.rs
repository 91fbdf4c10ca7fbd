//! What is set aside: not offered, asked for at the desk, never refused to a till, ended by time.

use kernel::{Day, SaleId};
use serde_json::{Value, json};
use testkit::{LAPAS, SHOP, World, clerk, head, officer, story};
use testmarket::{made, shelve};

use crate::market::{Market, act, fresh, hold, open, place, tells};

fn available(world: &World, market: &Market) -> i64 {
    let ctx = world.context(&kernel::Actor::nobody());
    let asked = orders::OneCounter { shop: SHOP, product: Some(market.nest), page: None };
    let counter = world.read(move |read| orders::counter(read, &ctx, &asked));
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
            &["sales.held_pieces at lines[0].quantity left=0 product=Glodok"],
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
            .write(move |tx| {
                sales::sell_at_till(
                    tx,
                    &ctx,
                    &input,
                    sales::AtTill { priced_on: day, hour_known: true },
                )
            })
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

/// Whether the shop window says that the nest is there: by the batches, and by the whole shelf.
fn in_window(world: &World, market: &Market) -> (bool, bool) {
    let product = market.nest;
    let found = world.read(move |read| {
        let stand = db::sql!(
            "SELECT CAST(COUNT(*) AS bigint) FROM storefront_stand
             WHERE shop_id = $1 AND product_id = $2"
        );
        let shelf = db::sql!(
            "SELECT CAST(COUNT(*) AS bigint) FROM storefront_shelf
             WHERE shop_id = $1 AND product_id = $2"
        );
        let stand: i64 = read.one(stand, &[&SHOP, &product], |row| row.get(0))?;
        let shelf: i64 = read.one(shelf, &[&SHOP, &product], |row| row.get(0))?;
        Ok((stand > 0, shelf > 0))
    });
    found.expect("views")
}

#[test]
fn a_batch_that_must_come_back_is_offered_to_nobody() {
    story(|world: &mut World| {
        let market = open(world);
        let (before, _) = place(world, &[(market.nest, 1)]).expect("an order");
        let notice: kernel::NoticeId = fresh(world);
        let draft = json!({
            "id": notice, "batch": market.nests, "reason": "Kawatnya tajam",
            "advice": "Jangan dipakai.",
        });
        act(world, &officer(LAPAS), production::draft_notice, draft).expect("drafted");
        assert_eq!((available(world, &market), in_window(world, &market)), (1, (true, true)));
        let approve = json!({ "notice": notice });
        act(world, &head(LAPAS), production::approve_notice, approve).expect("approved");
        assert_eq!((available(world, &market), in_window(world, &market)), (0, (false, false)));
        tells(
            &[
                place(world, &[(market.nest, 1)]).expect_err("not offered"),
                hold(world, before).expect_err("not set aside"),
            ]
            .join("\n"),
            &[
                "orders.not_available at lines[0].quantity left=0",
                "consignment.not_free at lines[0].quantity left=0",
            ],
        );
        let site = teststand::serve(world, orders::screens(), orders::api());
        let page = teststand::look(&site, "toko", &format!("/pesanan-wa/{before}")).text;
        assert!(page.contains("Kawatnya tajam") && page.contains(&notice.to_string()), "{page}");
        // Another batch of the same thing is offered, and only it.
        let good = made(world, LAPAS, (market.nest, 2), market.maker, &json!({}));
        shelve(world, LAPAS, market.agreement, &[(good, 2)]);
        assert_eq!((available(world, &market), in_window(world, &market)), (2, (true, true)));
        let (both, _) = place(world, &[(market.nest, 2)]).expect("an order");
        hold(world, both).expect("set aside");
        assert!(!shown_here(world, &market), "what may be handed out is promised");
        let lift = json!({ "notice": notice, "reason": "Sudah diperbaiki" });
        act(world, &head(LAPAS), production::lift_notice, lift).expect("over");
        assert_eq!((available(world, &market), shown_here(world, &market)), (1, true));
    });
}
