//! A count that is typed in later speaks of the end of its day.

use kernel::{BatchId, Day, SaleId};
use serde_json::{Value, json};
use testkit::{LAPAS, SHOP, World, story};
use testmarket::shelve;

use crate::market::{Market, act, books, neighbour, open, refused, sale};

fn count(world: &World, market: &Market, day: Day, left: i64) -> (SaleId, Value) {
    let id: SaleId = world.ids.fresh(world.now());
    let lines = json!([{"product": market.trap, "left": left}]);
    (id, json!({"id": id, "counted_on": day, "payment": "cash", "lines": lines}))
}

fn pieces(world: &World, id: SaleId) -> i64 {
    let owner = world.context(&testkit::shopkeeper(SHOP));
    let whole = world.read(move |read| sales::load_whole(read, &owner, id)).expect("the sale");
    whole.lines.iter().map(|line| (line.quantity - line.refunded).0).sum()
}

#[test]
fn a_paper_count_knows_nothing_of_the_days_after_it() {
    story(|world: &mut World| {
        let market = open(world);
        let owner = testkit::shopkeeper(SHOP);
        let day = world.today();
        world.advance_days(1);
        shelve(world, LAPAS, market.agreement, &[(market.old_traps, 5)]);
        let (_, two) = sale(world, json!([{"product": market.trap, "quantity": 2}]));
        act(world, &owner, sales::sell, two).expect("sold");
        // Fifteen stood there that evening, and eighteen do now.
        let (_, above) = count(world, &market, day, 16);
        let no = refused(act(world, &owner, sales::sell_by_count, above));
        assert_eq!(no, "sales.count_above_shelf at lines[0].left");
        let (id, input) = count(world, &market, day, 12);
        act(world, &owner, sales::sell_by_count, input).expect("counted");
        assert_eq!(pieces(world, id), 3);
        books(world)
    });
}

#[test]
fn a_sale_that_a_count_has_sold_already_is_not_sold_twice() {
    story(|world: &mut World| {
        let market = open(world);
        let owner = testkit::shopkeeper(SHOP);
        let day = world.today();
        world.advance_days(1);
        let (id, input) = count(world, &market, world.today(), 12);
        act(world, &owner, sales::sell_by_count, input).expect("counted");
        assert_eq!(pieces(world, id), 3);
        let lines = json!([{"product": market.nest, "quantity": 1},
            {"product": market.trap, "quantity": 2}]);
        let (_, mut late) = sale(world, lines);
        late["business_day"] = json!(day);
        act(world, &owner, sales::sell, late.clone()).expect("sold");
        assert!(act(world, &owner, sales::sell, late).expect("the same again").already);
        assert_eq!(pieces(world, id), 1);
        books(world)
    });
}

#[test]
fn what_was_counted_since_is_not_counted_again() {
    story(|world: &mut World| {
        let market = open(world);
        let owner = testkit::shopkeeper(SHOP);
        let day = world.today();
        world.advance_days(1);
        let stock = json!({"id": world.ids.uuid(world.now()), "agreement": market.agreement,
            "counted_on": world.today(), "lines": [{"product": market.trap, "counted": 13}]});
        let clerk = testkit::clerk(SHOP);
        act(world, &clerk, consignment::count, stock).expect("counted");
        // Two are missing by then: were they sold the day before? Nobody can say.
        let (_, input) = count(world, &market, day, 12);
        let no = refused(act(world, &owner, sales::sell_by_count, input));
        assert_eq!(no, "sales.count_before_last at lines[0].left");
        books(world)
    });
}

/// Traps leave by a movement that waits for the unit.
fn said_to_leave(
    world: &World,
    market: &Market,
    (kind, batch, quantity): (&str, BatchId, i64),
) -> kernel::MovementId {
    let id: kernel::MovementId = world.ids.fresh(world.now());
    let input = json!({"id": id, "agreement": market.agreement, "kind": kind,
        "happened_on": world.today(), "reason": "Contoh",
        "lines": [{"batch": batch, "quantity": quantity}]});
    act(world, &testkit::clerk(SHOP), consignment::propose_movement, input).expect("proposed");
    id
}

#[test]
fn what_is_said_to_have_left_is_not_sold_by_a_count_as_well() {
    story(|world: &mut World| {
        let market = open(world);
        let owner = testkit::shopkeeper(SHOP);
        let movement = said_to_leave(world, &market, ("return", market.old_traps, 5));
        world.advance_days(1);
        // Fifteen by the books; five are on their way back, two were sold.
        let (first, input) = count(world, &market, world.today(), 8);
        act(world, &owner, sales::sell_by_count, input).expect("counted");
        assert_eq!(pieces(world, first), 2);
        let officer = testkit::officer(LAPAS);
        let yes = json!({"movement": movement});
        act(world, &officer, consignment::confirm_movement, yes).expect("confirmed");
        // Broken ones that lie there still: nobody can tell whether three of them were sold.
        let movement = said_to_leave(world, &market, ("damage", market.new_traps, 3));
        world.advance_days(1);
        let none = count(world, &market, world.today(), 6).1;
        let none = act(world, &owner, sales::sell_by_count, none).expect("counted");
        assert_eq!(none.sales, []);
        act(world, &officer, consignment::confirm_movement, json!({"movement": movement}))
            .expect("confirmed");
        world.advance_days(1);
        let (last, input) = count(world, &market, world.today(), 3);
        act(world, &owner, sales::sell_by_count, input).expect("counted");
        assert_eq!(pieces(world, last), 2);
        books(world)
    });
}

#[test]
fn a_count_that_does_not_fit_asks_for_the_delivery_that_nobody_confirmed() {
    story(|world: &mut World| {
        let market = open(world);
        let owner = testkit::shopkeeper(SHOP);
        let delivery = testmarket::send(world, LAPAS, market.agreement, &[(market.old_traps, 5)]);
        world.advance_days(1);
        let (_, above) = count(world, &market, world.today(), 18);
        let told = act(world, &owner, sales::sell_by_count, above.clone()).map(drop);
        let told = told.expect_err("refused").to_string();
        assert!(told.contains("sales.count_before_receipt at lines[0].left"), "{told}");
        assert!(told.contains("number=SJ-") && told.contains("product="), "{told}");
        let id: kernel::ReceiptId = world.ids.fresh(world.now());
        let input = json!({"id": id, "delivery": delivery, "received_on": world.today(),
            "lines": [{"batch": market.old_traps, "received": 5}]});
        act(world, &testkit::clerk(SHOP), consignment::receive, input).expect("received");
        act(world, &owner, sales::sell_by_count, above).expect("counted");
        books(world)
    });
}

#[test]
fn pieces_that_were_seen_on_the_shelf_are_not_sold_by_an_older_count() {
    story(|world: &mut World| {
        let market = open(world);
        let owner = testkit::shopkeeper(SHOP);
        let day = world.today();
        world.advance_days(1);
        let (_, seen) = count(world, &market, world.today(), 15);
        let none = act(world, &owner, sales::sell_by_count, seen).expect("counted");
        assert_eq!(none.sales, []);
        let last = world.read(|read| sales::last_count(read, SHOP)).expect("a day");
        assert_eq!(last, Some(world.today()));
        world.advance_days(1);
        // The paper of the day before says twelve: it is wrong, or three came back unsaid.
        let (_, paper) = count(world, &market, day, 12);
        let no = refused(act(world, &owner, sales::sell_by_count, paper));
        assert_eq!(no, "sales.count_before_last at lines[0].left");
        books(world)
    });
}

#[test]
fn a_count_of_other_goods_says_nothing_of_these() {
    story(|world: &mut World| {
        let market = open(world);
        let mat = neighbour(world);
        let owner = testkit::shopkeeper(SHOP);
        let day = world.today();
        world.advance_days(2);
        let (first, input) = count(world, &market, world.today(), 12);
        act(world, &owner, sales::sell_by_count, input).expect("counted");
        // The other unit's sheet is of the day before.
        let id: SaleId = world.ids.fresh(world.now());
        let lines = json!([{"product": mat, "left": 4}]);
        let paper = json!({"id": id, "counted_on": day.plus_days(1), "payment": "cash",
            "lines": lines});
        act(world, &owner, sales::sell_by_count, paper).expect("counted");
        world.advance_days(3);
        let again: SaleId = world.ids.fresh(world.now());
        let lines = json!([{"product": market.trap, "left": 11}, {"product": mat, "left": 3}]);
        let both = json!({"id": again, "counted_on": world.today(), "payment": "cash",
            "lines": lines});
        let both = act(world, &owner, sales::sell_by_count, both).expect("counted");
        let from = |id: SaleId| {
            let owner = world.context(&owner);
            let whole = world.read(move |read| sales::load_whole(read, &owner, id));
            whole.expect("the sale").sale.counted_from
        };
        let days = [first, id, both.sales[0].id, both.sales[1].id].map(from);
        assert_eq!(days, [None, None, Some(day.plus_days(3)), Some(day.plus_days(2))]);
        books(world)
    });
}
