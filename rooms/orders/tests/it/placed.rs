//! From what a buyer sends to what he collects.

use kernel::{Actor, OrderId, ProductId};
use serde_json::{Value, json};
use testkit::{LAPAS, OTHER_SHOP, SHOP, World, clerk, officer, story};

use crate::market::{act, fresh, hold, open, place, tells};

fn state(world: &World, order: OrderId) -> String {
    let ctx = world.context(&clerk(SHOP));
    let whole = world.read(move |read| orders::load_whole(read, &ctx, order)).expect("an order");
    whole.order.state.name().to_owned()
}

fn collect(world: &World, order: OrderId, more: Value) -> Result<bool, String> {
    let mut input = json!({ "order": order, "payment": "cash" });
    for (key, value) in more.as_object().cloned().unwrap_or_default() {
        input[key] = value;
    }
    act(world, &clerk(SHOP), orders::collect, input).map(|done| done.already)
}

fn sold(world: &World) -> String {
    let ctx = world.context(&clerk(SHOP));
    let sales = world.read(move |read| sales::list(read, &ctx, &sales::ListSales::default()));
    let sales = sales.expect("sales");
    sales.iter().map(|sale| sale.gross.to_string()).collect::<Vec<_>>().join(", ")
}

#[test]
fn an_order_becomes_one_sale() {
    story(|world: &mut World| {
        let market = open(world);
        let (order, code) = place(world, &[(market.trap, 2), (market.nest, 1)]).expect("an order");
        assert_eq!(orders::read_code(&code).as_deref(), Some(code.as_str()));
        assert_eq!(state(world, order), "open");
        hold(world, order).expect("set aside");
        assert_eq!(state(world, order), "held");
        assert_eq!(collect(world, order, json!({})), Ok(false));
        assert_eq!(collect(world, order, json!({})), Ok(true), "sent again");
        assert_eq!((state(world, order).as_str(), sold(world).as_str()), ("collected", "Rp90.000"));
        tells(
            &[
                collect(world, order, json!({"payment": "qris"})).expect_err("another"),
                hold(world, order).expect_err("over"),
            ]
            .join("\n"),
            &["journal.id_reused", "orders.order_state state=Sudah diambil"],
        );
        let now = world.now();
        let held = world.read(move |read| consignment::held(read, SHOP, now)).expect("held");
        assert!(held.is_empty(), "{held:?}");
    });
}

#[test]
fn a_buyer_may_take_fewer_and_come_late() {
    story(|world: &mut World| {
        let market = open(world);
        let (order, _) = place(world, &[(market.trap, 3), (market.nest, 1)]).expect("an order");
        hold(world, order).expect("set aside");
        world.advance_days(2);
        assert_eq!(state(world, order), "lapsed", "by the clock alone");
        let lines = |quantity: i64| {
            json!({"lines": [
                {"product": market.trap, "quantity": quantity},
                {"product": market.nest, "quantity": 0},
            ]})
        };
        tells(
            &[
                collect(world, order, lines(4)).expect_err("more than ordered"),
                collect(world, order, lines(0)).expect_err("nothing"),
                collect(
                    world,
                    order,
                    json!({"lines": [{"product": fresh::<kernel::ProductKind>(world)}]}),
                )
                .expect_err("not of this order"),
            ]
            .join("\n"),
            &[
                "orders.more_than_ordered at lines[0].quantity ordered=3",
                "orders.nothing_taken at lines",
                "orders.line_unknown at lines[0].product",
            ],
        );
        collect(world, order, lines(2)).expect("he came all the same");
        assert_eq!(sold(world), "Rp60.000");
    });
}

#[test]
fn an_order_that_nobody_answers_lapses() {
    story(|world: &mut World| {
        let market = open(world);
        let (order, code) = place(world, &[(market.trap, 1)]).expect("an order");
        world.advance_seconds(72 * 3_600);
        let ctx = world.context(&Actor::nobody());
        let asked = orders::OneCode { code: orders::readable_code(&code).to_lowercase() };
        let slip = world.read(move |read| orders::slip(read, &ctx, &asked)).expect("a slip");
        assert_eq!(slip.state.name(), "lapsed");
        let input = json!({ "order": order, "reason": "Tidak datang" });
        act(world, &clerk(SHOP), orders::lapse, input.clone()).expect("ended");
        assert!(act(world, &clerk(SHOP), orders::lapse, input).expect("again").already);
        tells(&hold(world, order).expect_err("ended"), &["orders.order_state state=Lewat"]);
    });
}

#[test]
fn wrong_orders_leave_nothing() {
    story(|world: &mut World| {
        let market = open(world);
        let stranger: ProductId = fresh(world);
        let line =
            |product: ProductId, quantity: i64| json!({"product": product, "quantity": quantity});
        let many: Vec<Value> = (0..31).map(|_| line(market.trap, 1)).collect();
        let wrong = [
            json!({"shop": SHOP, "lines": []}),
            json!({"shop": SHOP, "lines": [line(market.trap, 6)]}),
            json!({"shop": SHOP, "lines": [line(market.trap, 51)]}),
            json!({"shop": SHOP, "lines": [line(market.trap, 1), line(market.trap, 1)]}),
            json!({"shop": SHOP, "lines": [line(stranger, 1)]}),
            json!({"shop": SHOP, "lines": many}),
            json!({"shop": SHOP, "lines": [line(market.trap, 1)], "website": "http://x"}),
            json!({"shop": OTHER_SHOP, "lines": [line(market.trap, 1)]}),
            json!({"shop": stranger, "lines": [line(market.trap, 1)]}),
            json!({"shop": SHOP, "lines": [line(market.trap, 999_999_999_999)]}),
            json!({"shop": SHOP, "lines": [line(market.trap, 0)]}),
        ];
        let said = wrong.map(|mut input| {
            input["id"] = json!(fresh::<kernel::OrderKind>(world));
            act(world, &Actor::nobody(), orders::place, input).expect_err("refused")
        });
        tells(
            &said.join("\n"),
            &[
                "orders.nothing_ordered at lines",
                "orders.not_available at lines[0].quantity left=5",
                "orders.too_many_pieces at lines[0].quantity max=50",
                "orders.product_twice at lines[1].quantity",
                "orders.not_available at lines[0].quantity left=0",
                "orders.too_many_lines at lines max=30",
                "orders.trap at website",
                "orders.not_taken",
                "orders.unknown",
                "orders.too_many_pieces at lines[0].quantity max=50",
                "kernel.quantity",
            ],
        );
        let ctx = world.context(&clerk(SHOP));
        let all = world.read(move |read| orders::list(read, &ctx, &orders::ListOrders::default()));
        assert!(all.expect("a list").is_empty());
    });
}

#[test]
fn the_same_order_counts_once() {
    story(|world: &mut World| {
        let market = open(world);
        let id: OrderId = fresh(world);
        let input = |quantity: i64| {
            let lines = json!([{"product": market.trap, "quantity": quantity}]);
            json!({"id": id, "shop": SHOP, "lines": lines})
        };
        let nobody = Actor::nobody();
        let first = act(world, &nobody, orders::place, input(1)).expect("first");
        let again = act(world, &nobody, orders::place, input(1)).expect("again");
        assert_eq!((first.already, again.already), (false, true));
        assert_eq!(first.code, again.code);
        tells(
            &act(world, &nobody, orders::place, input(2)).expect_err("another under this id"),
            &["journal.id_reused"],
        );
    });
}

#[test]
fn a_shop_reads_no_more_orders_than_it_can() {
    story(|world: &mut World| {
        let market = open(world);
        for _ in 0..200 {
            place(world, &[(market.trap, 1)]).expect("an order");
        }
        tells(
            &place(world, &[(market.trap, 1)]).expect_err("too many wait"),
            &["orders.shop_full"],
        );
        world.advance_days(3);
        place(world, &[(market.trap, 1)]).expect("the old ones wait no more");
    });
}

#[test]
fn an_order_is_between_the_buyer_and_his_shop() {
    story(|world: &mut World| {
        let market = open(world);
        let (order, _) = place(world, &[(market.trap, 1)]).expect("an order");
        let id = fresh::<kernel::EntryKind>(world);
        let said = [clerk(OTHER_SHOP), officer(LAPAS), Actor::nobody()].map(|actor| {
            let input = json!({ "id": id, "order": order });
            act(world, &actor, orders::hold, input).expect_err("not his")
        });
        tells(
            &said.join("\n"),
            &[
                "orders.unknown",
                "kernel.not_allowed capability=sell",
                "kernel.not_allowed capability=sell",
            ],
        );
        let settings = json!({
            "id": fresh::<kernel::EntryKind>(world), "accepts": false, "hold_hours": 5,
        });
        act(world, &clerk(SHOP), orders::change_settings, settings).expect("closed");
        tells(&place(world, &[(market.trap, 1)]).expect_err("closed"), &["orders.not_taken"]);
    });
}
