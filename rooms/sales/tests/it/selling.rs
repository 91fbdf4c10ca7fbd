//! Selling, bringing back, counting.

use kernel::Period;
use serde_json::json;
use testkit::{SHOP, World, story};

use crate::market::{act, books, books_of, neighbour_where, open, refused, sale};

#[test]
fn a_sale_moves_goods_and_money_once() {
    story(|world: &mut World| {
        let market = open(world);
        let clerk = world.context(&testkit::clerk(SHOP));
        let lines = json!([
            {"product": market.trap, "quantity": 12},
            {"product": market.nest, "quantity": 1},
        ]);
        let (id, input) = sale(world, lines);
        let first = act(world, &clerk, sales::sell, input.clone()).expect("sold");
        let again = act(world, &clerk, sales::sell, input.clone()).expect("the same again");
        assert_eq!((first.already, again.already), (false, true));
        let mut other = input;
        other["payment"] = json!("qris");
        assert_eq!(refused(act(world, &clerk, sales::sell, other)), "journal.id_reused");
        let whole = {
            let clerk = clerk.clone();
            world.read(move |read| sales::load_whole(read, &clerk, id)).expect("the sale")
        };
        // Ten of the older batch first, then two of the newer; the shop's part exact over both.
        let cut: Vec<_> =
            whole.lines.iter().map(|l| (l.batch_id, l.quantity.0, l.shop_part.0)).collect();
        assert_eq!(
            cut,
            [
                (market.old_traps, 10, 60_000),
                (market.new_traps, 2, 12_000),
                (market.nests, 1, 7_000),
            ]
        );
        books(world)
    });
}

#[test]
fn before_the_agreement_the_desk_says_no_and_a_till_is_booked_on_its_first_day() {
    story(|world: &mut World| {
        let market = open(world);
        let clerk = world.context(&testkit::clerk(SHOP));
        let (id, mut input) = sale(world, json!([{"product": market.trap, "quantity": 1}]));
        input["business_day"] = json!("2025-11-02");
        let no = act(world, &clerk, sales::sell, input.clone()).expect_err("refused").to_string();
        assert!(no.contains("sales.before_agreement at lines[0].product"), "{no}");
        assert!(no.contains("first=3 Nov"), "{no}");
        let count: kernel::SaleId = world.ids.fresh(world.now());
        let count = json!({"id": count, "counted_on": "2025-11-02", "payment": "cash",
            "lines": [{"product": market.trap, "left": 1}]});
        let no = refused(act(world, &clerk, sales::sell_by_count, count));
        assert_eq!(no, "sales.before_agreement at lines[0].product");
        // A phone's clock may be wrong; no statement ever looks at days before the agreement.
        input["business_day"] = json!("2025-06-01");
        let till: sales::Sell = serde_json::from_value(input).expect("a sale");
        let how = sales::AtTill { priced_on: till.business_day.expect("a day"), hour_known: true };
        let seller = clerk.clone();
        world.write(move |tx| sales::sell_at_till(tx, &seller, &till, how)).expect("sold");
        let whole = world.read(move |read| sales::load_whole(read, &clerk, id)).expect("the sale");
        assert_eq!(whole.sale.business_day.to_string(), "2025-06-01");
        assert!(whole.lines[0].booked_day.to_string().as_str() >= "2025-11-03");
        books(world)
    });
}

#[test]
fn a_label_names_the_batch() {
    story(|world: &mut World| {
        let market = open(world);
        let clerk = world.context(&testkit::clerk(SHOP));
        let lines = json!([{"product": market.trap, "quantity": 1, "batch": market.new_traps}]);
        let (id, input) = sale(world, lines);
        act(world, &clerk, sales::sell, input).expect("sold");
        let whole = world.read(move |read| sales::load_whole(read, &clerk, id)).expect("the sale");
        assert_eq!(whole.lines[0].batch_id, market.new_traps);
        books(world)
    });
}

#[test]
fn beyond_the_shelf_asks_first_and_then_shows() {
    story(|world: &mut World| {
        let market = open(world);
        let clerk = world.context(&testkit::clerk(SHOP));
        let (_, mut input) = sale(world, json!([{"product": market.trap, "quantity": 16}]));
        let no = refused(act(world, &clerk, sales::sell, input.clone()));
        assert_eq!(no, "sales.beyond_shelf at lines[0].quantity");
        input["really_there"] = json!(true);
        act(world, &clerk, sales::sell, input).expect("it happened");
        books(world)
    });
}

#[test]
fn refunds_give_back_exactly_and_not_twice() {
    story(|world: &mut World| {
        let market = open(world);
        let clerk = world.context(&testkit::clerk(SHOP));
        let (id, input) = sale(world, json!([{"product": market.trap, "quantity": 3}]));
        act(world, &clerk, sales::sell, input).expect("sold");
        let back = |n: i64, resellable: bool| {
            let refund: kernel::RefundId = world.ids.fresh(world.now());
            json!({"id": refund, "sale": id, "reason": "rusak", "resellable": resellable,
                "lines": [{"position": 1, "quantity": n}]})
        };
        act(world, &clerk, sales::refund, back(1, true)).expect("one back");
        let no = refused(act(world, &clerk, sales::refund, back(3, true)));
        assert_eq!(no, "sales.more_than_sold at lines[0].quantity");
        act(world, &clerk, sales::refund, back(2, false)).expect("the others back");
        books(world)
    });
}

#[test]
fn after_the_return_window_a_reason_is_needed() {
    story(|world: &mut World| {
        let market = open(world);
        let clerk = world.context(&testkit::clerk(SHOP));
        let (id, input) = sale(world, json!([{"product": market.nest, "quantity": 1}]));
        act(world, &clerk, sales::sell, input).expect("sold");
        world.advance_days(8);
        let clerk = world.context(&testkit::clerk(SHOP));
        let refund: kernel::RefundId = world.ids.fresh(world.now());
        let mut back = json!({"id": refund, "sale": id, "reason": "cacat", "resellable": true,
            "lines": [{"position": 1, "quantity": 1}]});
        let no = refused(act(world, &clerk, sales::refund, back.clone()));
        assert_eq!(no, "sales.window_over at exception");
        back["exception"] = json!("cacat tersembunyi");
        act(world, &clerk, sales::refund, back).expect("taken back");
        books(world)
    });
}

#[test]
fn what_is_gone_was_sold() {
    story(|world: &mut World| {
        let market = open(world);
        let owner = world.context(&testkit::shopkeeper(SHOP));
        let count = |trap: i64, nest: i64| {
            let id: kernel::SaleId = world.ids.fresh(world.now());
            json!({"id": id, "counted_on": world.today(), "payment": "cash", "lines": [
                {"product": market.trap, "left": trap}, {"product": market.nest, "left": nest}]})
        };
        let no = refused(act(world, &owner, sales::sell_by_count, count(16, 4)));
        assert_eq!(no, "sales.count_above_shelf at lines[0].left");
        let none = count(15, 4);
        for already in [false, true] {
            let told = act(world, &owner, sales::sell_by_count, none.clone()).expect("counted");
            assert_eq!((told.already, told.sales.len()), (already, 0));
        }
        act(world, &owner, sales::sell_by_count, count(9, 4)).expect("counted");
        books(world)
    });
}

#[test]
fn late_facts_stand_under_the_first_open_day() {
    story(|world: &mut World| {
        let market = open(world);
        let clerk = world.context(&testkit::clerk(SHOP));
        let sold_on = world.today();
        world.advance_days(30);
        let agreement = market.agreement;
        let month_end = sold_on.month_end();
        world.write(move |tx| sales::close_books(tx, agreement, month_end)).expect("closed");
        let late = world.context(&testkit::clerk(SHOP));
        let (id, mut input) = sale(world, json!([{"product": market.trap, "quantity": 2}]));
        input["business_day"] = json!(sold_on);
        act(world, &late, sales::sell, input).expect("sold");
        let whole = world.read(move |read| sales::load_whole(read, &clerk, id)).expect("the sale");
        assert_eq!(whole.sale.business_day, sold_on);
        assert_eq!(whole.lines[0].booked_day, month_end.plus_days(1));
        let lines = |period| {
            world.read(move |read| sales::period_lines(read, agreement, period)).expect("lines")
        };
        assert_eq!(lines(Period::month_of(sold_on)), []);
        let next = lines(Period::month_of(month_end.plus_days(1)));
        format!("{next:?}")
    });
}

#[test]
fn the_sums_of_a_day_are_those_of_its_lines_and_a_wrong_one_is_found() {
    story(|world: &mut World| {
        let market = open(world);
        let clerk = world.context(&testkit::clerk(SHOP));
        for quantity in [3, 2] {
            let (id, input) = sale(world, json!([{"product": market.trap, "quantity": quantity}]));
            act(world, &clerk, sales::sell, input).expect("sold");
            let refund: kernel::RefundId = world.ids.fresh(world.now());
            let back = json!({"id": refund, "sale": id, "reason": "rusak", "resellable": true,
                "lines": [{"position": 1, "quantity": 1}]});
            act(world, &clerk, sales::refund, back).expect("one back");
        }
        let today = world.today();
        let sold = world.read(move |read| sales::sold_since(read, SHOP, today)).expect("sums");
        assert_eq!(sold.values().map(|pieces| pieces.0).collect::<Vec<_>>(), [3]);
        let tomorrow = today.plus_days(1);
        let none = world.read(move |read| sales::sold_since(read, SHOP, tomorrow)).expect("sums");
        assert!(none.is_empty());
        assert_eq!(world.read(sales::verify).expect("a proof"), Vec::<String>::new());

        let lie = db::sql!("UPDATE sales_day SET sold_part = sold_part + 1");
        world.write(move |tx| tx.run(lie, &[])).expect("written");
        let wrong = world.read(sales::verify).expect("a proof");
        assert!(wrong.len() == 1 && wrong[0].contains("[0, -1, 0, 0]"), "{wrong:?}");
    });
}

#[test]
fn below_the_lowest_price_the_desk_asks_why_and_the_unit_sees_it() {
    story(|world: &mut World| {
        open(world);
        let part = agreements::ShopPart::AboveConsignedPrice(kernel::Rupiah(15_000));
        let mat = neighbour_where(world, agreements::Side::Shop, part);
        let clerk = testkit::clerk(SHOP);
        let at = |price: i64| sale(world, json!([{"product": mat, "quantity": 1, "price": price}]));
        let (_, enough) = at(15_000);
        act(world, &clerk, sales::sell, enough).expect("sold");
        let (id, mut low) = at(14_999);
        let no = refused(act(world, &clerk, sales::sell, low.clone()));
        assert_eq!(no, "sales.below_lowest at lines[0].price");
        low["below_reason"] = json!("Kotaknya penyok");
        act(world, &clerk, sales::sell, low).expect("sold");
        let officer = world.context(&testkit::officer(testkit::OTHER_LAPAS));
        let whole = world.read(move |read| sales::load_whole(read, &officer, id)).expect("seen");
        let seen: Vec<_> =
            whole.below.iter().map(|one| (one.lowest.0, one.reason.as_deref())).collect();
        assert_eq!(seen, [(15_000, Some("Kotaknya penyok"))]);
        books_of(world, testkit::OTHER_LAPAS)
    });
}
