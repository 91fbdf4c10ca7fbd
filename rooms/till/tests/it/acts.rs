//! What happened at a phone counts once, as it happened.

use agreements::Side;
use kernel::{BatchId, Day};
use serde_json::json;
use testkit::{SHOP, World, story};
use till::{Fresh, Hello, Known, Snapshot};

use crate::market::{Market, act, books, heard, id_of, open, open_where, phone, send};

fn hello(world: &World, market: &Market) -> Vec<(i64, i64)> {
    let clerk = world.context(&testkit::clerk(SHOP));
    let asked = Hello { device: Some(market.phone.id) };
    world.read(move |read| till::hello(read, &clerk, &asked)).expect("a greeting").have
}

fn snapshot(world: &World) -> Snapshot {
    let clerk = world.context(&testkit::clerk(SHOP));
    let look = move |read: &mut db::Read| till::snapshot(read, &clerk, &Default::default());
    world.read(look).expect("a snapshot")
}

#[test]
fn what_is_sent_twice_counts_once() {
    story(|world| {
        let mut market = open(world);
        let sale = market.phone.sell(world, market.trap, 2);
        assert_eq!(heard(&send(world, &sale).expect("told")), "done");
        assert_eq!(heard(&send(world, &sale).expect("told")), "again");
        let mut other = sale.clone();
        other["body"]["lines"][0]["quantity"] = json!(3);
        assert_eq!(crate::market::refused(send(world, &other)), "till.id_reused at id");
        assert_eq!(books(world), "shelf 8, sold 2, damaged 0, due 48000");
        books(world)
    });
}

#[test]
fn order_does_not_matter_and_holes_are_seen() {
    story(|world| {
        let mut market = open(world);
        let all: Vec<_> = (0..4).map(|_| market.phone.sell(world, market.trap, 1)).collect();
        for at in [3, 0] {
            send(world, &all[at]).expect("told");
        }
        assert_eq!(hello(world, &market), [(1, 1), (4, 4)]);
        for sale in &all {
            send(world, sale).expect("told");
        }
        assert_eq!(hello(world, &market), [(1, 4)]);
        assert_eq!(books(world), "shelf 6, sold 4, damaged 0, due 96000");
        books(world)
    });
}

#[test]
fn two_phones_that_sell_more_than_there_is_are_both_believed() {
    story(|world| {
        let mut market = open(world);
        let mut second = phone(world);
        let one = market.phone.sell(world, market.trap, 7);
        let two = second.sell(world, market.trap, 6);
        assert_eq!(heard(&send(world, &one).expect("told")), "done");
        assert_eq!(heard(&send(world, &two).expect("told")), "done");
        assert_eq!(books(world), "shelf -3, sold 13, damaged 0, due 312000");
        books(world)
    });
}

#[test]
fn the_price_of_the_day_that_the_phone_knew_travels_with_the_sale() {
    story(|world| {
        let mut market = open(world);
        let before = world.today();
        let officer = world.context(&testkit::officer(testkit::LAPAS));
        world.advance_days(1);
        let price = json!({"id": world.ids.uuid(world.now()), "product": market.trap,
            "price": 35_000, "valid_from": world.today()});
        act(world, &officer, catalogue::set_price, price).expect("a new price");
        let mut old = market.phone.sell(world, market.trap, 1);
        old["body"]["priced_on"] = json!(before);
        assert_eq!(heard(&send(world, &old).expect("told")), "done");
        // The phone heard its prices this morning, before the new one was written.
        let morning = market.phone.sell(world, market.trap, 1);
        assert_eq!(heard(&send(world, &morning).expect("told")), "done");
        world.advance_days(1);
        let wrong = market.phone.sell(world, market.trap, 1);
        assert_eq!(heard(&send(world, &wrong).expect("told")), "refused sales.price_fixed");
        books(world)
    });
}

#[test]
fn a_clock_that_is_wrong_is_put_right() {
    story(|world| {
        let mut market = open(world);
        let mut sale = market.phone.sell(world, market.trap, 1);
        let year_ms = 365 * 86_400_000_i64;
        sale["made_at"] = json!(world.now().plus_seconds(-year_ms / 1_000));
        sale["offset_ms"] = json!(year_ms);
        sale["body"]["priced_on"] = json!(world.today());
        assert_eq!(heard(&send(world, &sale).expect("told")), "done");
        let mut ahead = market.phone.sell(world, market.trap, 1);
        ahead["made_at"] = json!(world.now().plus_seconds(90 * 86_400));
        assert_eq!(heard(&send(world, &ahead).expect("told")), "done");
        let clerk = world.context(&testkit::clerk(SHOP));
        let days: Vec<Day> = [&sale, &ahead]
            .map(|sent| {
                let (clerk, id) = (clerk.clone(), id_of(sent));
                let look = move |read: &mut db::Read| sales::load_receipt(read, &clerk, id);
                world.read(look).expect("a sale").business_day
            })
            .to_vec();
        assert_eq!(days, [world.today(), world.today()]);
        days.into_iter().map(|day| day.to_string()).collect::<Vec<_>>().join(", ")
    });
}

#[test]
fn pieces_come_back_by_product_from_whichever_batches_they_were() {
    story(|world| {
        let mut market = open(world);
        let sale = market.phone.sell(world, market.trap, 5);
        send(world, &sale).expect("told");
        let back = |pieces: i64, ok: bool| {
            json!({
                "sale": sale["id"], "lines": [{"product": market.trap, "quantity": pieces}],
                "reason": "Tidak jadi", "resellable": ok,
            })
        };
        let (good, broken, more) = (back(2, true), back(1, false), back(3, true));
        let mut phone = market.phone;
        for (body, wanted) in
            [(good, "done"), (broken, "done"), (more, "refused sales.more_than_sold")]
        {
            let refund = phone.make(world, "refund", body);
            assert_eq!(heard(&send(world, &refund).expect("told")), wanted);
        }
        assert_eq!(books(world), "shelf 7, sold 2, damaged 1, due 48000");
        books(world)
    });
}

#[test]
fn after_the_return_time_it_is_taken_back_with_a_word_of_why() {
    story(|world| {
        let mut market = open(world);
        let sale = market.phone.sell(world, market.trap, 2);
        send(world, &sale).expect("told");
        world.advance_days(8);
        let mut body = json!({
            "sale": sale["id"], "lines": [{"product": market.trap, "quantity": 1}],
            "reason": "Barang rusak", "resellable": false,
        });
        let late = market.phone.make(world, "refund", body.clone());
        let told = send(world, &late).expect("told");
        assert_eq!(heard(&told), "refused sales.window_over");
        body["exception"] = json!("Lapas setuju lewat telepon");
        let told = send(world, &market.phone.make(world, "refund", body)).expect("told");
        assert_eq!(heard(&told), "done");
        assert_eq!(books(world), "shelf 8, sold 1, damaged 1, due 24000");
        books(world)
    });
}

#[test]
fn a_count_sells_what_is_gone_and_asks_about_what_is_broken_once() {
    story(|world| {
        let market = open(world);
        let counted = |world: &World, left: i64, damaged: i64| {
            json!({
                "counted_on": world.today(), "payment": "cash",
                "lines": [{"product": market.trap, "left": left, "damaged": damaged}],
            })
        };
        let mut phone = market.phone;
        for (left, damaged) in [(6, 1), (6, 1), (3, 1)] {
            world.advance_days(7);
            let body = counted(world, left, damaged);
            let count = phone.make(world, "count", body);
            assert_eq!(heard(&send(world, &count).expect("told")), "done");
        }
        let (shop, product) = (SHOP, market.trap);
        let proposed = world
            .read(move |read| consignment::proposed_damage(read, shop, product))
            .expect("a number");
        assert_eq!(
            (proposed.0, books(world).as_str()),
            (1, "shelf 4, sold 6, damaged 0, due 144000")
        );
        books(world)
    });
}

#[test]
fn what_is_refused_is_kept_until_it_goes_through_or_is_given_up() {
    story(|world| {
        let mut market = open(world);
        let unknown: BatchId = world.ids.fresh(world.now());
        let ask = json!({"product": unknown, "quantity": 1});
        let refused = market.phone.make(world, "request", ask);
        assert!(heard(&send(world, &refused).expect("told")).starts_with("refused "));
        // It counts as held: the phone need not send it again by itself.
        assert_eq!(hello(world, &market), [(1, 1)]);
        let give_up = json!({"act": refused["id"], "reason": "Salah ketik"});
        let give_up = market.phone.make(world, "withdraw", give_up);
        assert_eq!(heard(&send(world, &give_up).expect("told")), "done");
        assert_eq!(heard(&send(world, &refused).expect("told")), "again");
        // Given up before, or in a form that the house never read: it is given up.
        let nobodys = json!(world.ids.uuid(world.now()));
        for gone in [&refused["id"], &nobodys] {
            let body = json!({"act": gone, "reason": "Lagi"});
            let again = market.phone.make(world, "withdraw", body);
            assert_eq!(heard(&send(world, &again).expect("told")), "done");
        }
        // What was done is no longer the phone's to give up.
        let sale = market.phone.sell(world, market.trap, 1);
        send(world, &sale).expect("told");
        let late = json!({"act": sale["id"], "reason": "Salah"});
        let late = market.phone.make(world, "withdraw", late);
        let told = heard(&send(world, &late).expect("told"));
        assert_eq!(told, "refused till.nothing_to_withdraw");
        told
    });
}

#[test]
fn the_till_knows_what_it_may_sell_and_for_how_much() {
    story(|world| {
        let market = open(world);
        let seen = snapshot(world);
        let trap = &seen.goods[0];
        assert_eq!((seen.goods.len(), trap.product, trap.shelf.0), (1, market.trap, 10));
        assert_eq!(
            (trap.price, trap.shop_part),
            (Some(kernel::Rupiah(30_000)), Some(kernel::Rupiah(6_000)))
        );
        let labels: Vec<_> = seen.labels.iter().map(|label| label.label.clone()).collect();
        assert!(labels.contains(&"PT".to_owned()) && labels.len() == 2, "{labels:?}");
        labels.join(", ")
    });
}

#[test]
fn goods_that_are_the_same_are_not_told_again() {
    story(|world| {
        let mut market = open(world);
        let ask = |world: &World, known: Option<String>| {
            let (clerk, asked) = (world.context(&testkit::clerk(SHOP)), Known { known });
            let look = move |read: &mut db::Read| till::fresh(read, &clerk, &asked);
            world.read(look).expect("goods")
        };
        let Fresh::Changed(first) = ask(world, None) else { panic!("nothing was known") };
        world.advance_seconds(60);
        assert!(matches!(ask(world, Some(first.digest.clone())), Fresh::Same(_)));
        send(world, &market.phone.sell(world, market.trap, 1)).expect("told");
        let Fresh::Changed(then) = ask(world, Some(first.digest.clone())) else {
            panic!("a piece was sold")
        };
        assert_eq!((first.snapshot.goods[0].shelf.0, then.snapshot.goods[0].shelf.0), (10, 9));
        world.advance_days(1);
        assert!(matches!(ask(world, Some(then.digest.clone())), Fresh::Changed(_)), "another day");
        books(world)
    });
}

#[test]
fn a_shop_that_sets_its_price_sells_at_what_it_last_took() {
    story(|world| {
        let mut market = open_where(world, Side::Shop);
        assert_eq!(snapshot(world).goods[0].price, None, "the clerk says the first one");
        for price in [32_000, 35_000] {
            world.advance_days(1);
            let mut sale = market.phone.sell(world, market.trap, 1);
            sale["body"]["lines"][0]["price"] = json!(price);
            assert_eq!(heard(&send(world, &sale).expect("told")), "done");
            assert_eq!(snapshot(world).goods[0].price, Some(kernel::Rupiah(price)));
        }
        books(world)
    });
}

#[test]
fn a_price_below_the_lowest_has_happened_and_is_marked() {
    story(|world| {
        let mut market = open_where(world, Side::Shop);
        assert_eq!(snapshot(world).goods[0].floor_price, Some(kernel::Rupiah(20_000)));
        let mut marked = Vec::new();
        for price in [20_000, 19_999] {
            let mut sale = market.phone.sell(world, market.trap, 1);
            sale["body"]["lines"][0]["price"] = json!(price);
            assert_eq!(heard(&send(world, &sale).expect("told")), "done");
            let (clerk, id) = (world.context(&testkit::clerk(SHOP)), id_of(&sale));
            let whole = world.read(move |read| sales::load_whole(read, &clerk, id)).expect("sold");
            marked.extend(whole.below.iter().map(|one| (one.unit_price.0, one.lowest.0)));
        }
        assert_eq!(marked, [(19_999, 20_000)]);
        books(world)
    });
}

#[test]
fn the_day_is_closed_by_a_clock_that_is_a_year_behind() {
    story(|world| {
        let mut market = open(world);
        let year_ms = 365 * 86_400_000_i64;
        let body = json!({"from": world.now().plus_seconds(-3_600), "opened_with": 0,
            "expected": 0, "counted": 0, "receipts": 0});
        let mut close = market.phone.make(world, "drawer", body);
        close["made_at"] = json!(world.now().plus_seconds(-year_ms / 1_000));
        close["offset_ms"] = json!(year_ms);
        assert_eq!(heard(&send(world, &close).expect("told")), "done");
        let body = json!({"from": world.now().plus_seconds(3_600), "opened_with": 0,
            "expected": 0, "counted": 0, "receipts": 0});
        // When it was closed before, the clock ran ahead; now it is right.
        let ahead = market.phone.make(world, "drawer", body);
        let told = heard(&send(world, &ahead).expect("told"));
        assert_eq!(told, "done");
        told
    });
}

#[test]
fn what_comes_back_by_a_clock_that_was_set_back_came_back() {
    story(|world| {
        let mut market = open(world);
        let sale = market.phone.sell(world, market.trap, 2);
        assert_eq!(heard(&send(world, &sale).expect("told")), "done");
        let back = json!({"sale": sale["id"], "reason": "Tidak jadi", "resellable": true,
            "lines": [{"product": market.trap, "quantity": 1}]});
        let mut back = market.phone.make(world, "refund", back);
        back["made_at"] = json!(world.now().plus_seconds(-2 * 86_400));
        assert_eq!(heard(&send(world, &back).expect("told")), "done");
        books(world)
    });
}

#[test]
fn the_day_is_closed_and_nothing_is_posted() {
    story(|world| {
        let mut market = open(world);
        let sale = market.phone.sell(world, market.trap, 1);
        send(world, &sale).expect("told");
        let before = books(world);
        let body =
            json!({"opened_with": 50_000, "expected": 80_000, "counted": 79_000, "receipts": 1});
        let close = market.phone.make(world, "drawer", body);
        assert_eq!(heard(&send(world, &close).expect("told")), "done");
        assert_eq!(books(world), before);
        before
    });
}
