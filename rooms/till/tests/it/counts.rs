//! A count is of its own moment, whenever it is told.

use kernel::{BatchId, Day, ReceiptId};
use serde_json::{Value, json};
use testkit::{LAPAS, SHOP, World, story};
use testmarket::shelve;

use crate::market::{Market, Phone, act, books, heard, made_by, open, open_where, phone, send};

fn done(world: &World, sent: &Value) {
    assert_eq!(heard(&send(world, sent).expect("told")), "done", "{sent}");
}

#[test]
fn what_comes_after_an_offline_count_was_not_there() {
    story(|world| {
        let mut market = open(world);
        let batch = made_by(world, market.trap, 'B', 10);
        let count = market.phone.count(world, market.trap, (5, 0));
        world.advance_seconds(3_600);
        shelve(world, LAPAS, market.agreement, &[(batch, 10)]);
        let sale = market.phone.sell(world, market.trap, 1);
        done(world, &sale);
        // The newest batch was not there to be sold, the older one is gone but for what is left.
        done(world, &count);
        assert_eq!(books(world), "shelf 14, sold 6, damaged 0, due 144000");
        books(world)
    });
}

/// Two sold, five counted, six delivered, one sold: told in every order in which it can be.
#[test]
fn in_whichever_order_it_is_told_the_same_is_sold() {
    story(|world| {
        let mut market = open(world);
        let mut second = phone(world);
        let batch = made_by(world, market.trap, 'B', 100);
        let plans: [(&[usize], &[usize]); 12] = [
            (&[], &[0, 1, 2]),
            (&[], &[0, 2, 1]),
            (&[], &[1, 0, 2]),
            (&[], &[1, 2, 0]),
            (&[], &[2, 0, 1]),
            (&[], &[2, 1, 0]),
            (&[0], &[1, 2]),
            (&[0], &[2, 1]),
            (&[1], &[0, 2]),
            (&[1], &[2, 0]),
            (&[0, 1], &[2]),
            (&[1, 0], &[2]),
        ];
        let mut sold = 0;
        for (early, late) in plans {
            world.advance_days(1);
            round(world, (&mut market, &mut second), batch, (early, late));
            sold += 6;
            let due = sold * 24_000;
            let wanted = format!("shelf 10, sold {sold}, damaged 0, due {due}");
            assert_eq!(books(world), wanted, "{early:?} then {late:?}");
        }
        books(world)
    });
}

fn round(
    world: &mut World,
    (market, second): (&mut Market, &mut Phone),
    batch: BatchId,
    (early, late): (&[usize], &[usize]),
) {
    let mut told = vec![second.sell(world, market.trap, 2)];
    world.advance_seconds(600);
    told.push(market.phone.count(world, market.trap, (5, 0)));
    world.advance_seconds(600);
    for one in early {
        done(world, &told[*one]);
    }
    shelve(world, LAPAS, market.agreement, &[(batch, 6)]);
    world.advance_seconds(600);
    told.push(second.sell(world, market.trap, 1));
    world.advance_seconds(600);
    for one in late {
        done(world, &told[*one]);
    }
}

/// Five of ten are gone by a count of the evening; the day's sales are typed in from the book on
/// the next day, without an hour, or come from a phone whose clock is ahead.
#[test]
fn what_was_sold_on_the_day_of_a_count_and_is_told_later_is_not_sold_twice() {
    story(|world| {
        let mut market = open(world);
        let owner = |world: &World| world.context(&testkit::shopkeeper(SHOP));
        let typed = |world: &World, market: &Market, quantity: i64, day: Day| {
            let id: kernel::SaleId = world.ids.fresh(world.now());
            let sale = json!({"id": id, "payment": "cash", "business_day": day,
                "lines": [{"product": market.trap, "quantity": quantity}]});
            act(world, &owner(world), sales::sell, sale).expect("sold");
        };
        // A phone's count, which has an hour; two of them, of which each sold a part.
        let day = world.today();
        for left in [8, 5] {
            world.advance_seconds(600);
            let count = market.phone.count(world, market.trap, (left, 0));
            done(world, &count);
        }
        world.advance_days(1);
        typed(world, &market, 4, day);
        assert_eq!(books(world), "shelf 5, sold 5, damaged 0, due 120000");
        // The desk's count, which has none.
        let id: kernel::SaleId = world.ids.fresh(world.now());
        let count = json!({"id": id, "counted_on": world.today(), "payment": "cash",
            "lines": [{"product": market.trap, "left": 3}]});
        act(world, &owner(world), sales::sell_by_count, count).expect("counted");
        let day = world.today();
        world.advance_days(1);
        typed(world, &market, 2, day);
        assert_eq!(books(world), "shelf 3, sold 7, damaged 0, due 168000");
        // A clock that is ahead says no hour.
        let mut late = market.phone.sell(world, market.trap, 1);
        late["made_at"] = json!(world.now().plus_seconds(7_200));
        world.advance_seconds(600);
        let count = market.phone.count(world, market.trap, (2, 0));
        done(world, &count);
        done(world, &late);
        assert_eq!(books(world), "shelf 2, sold 8, damaged 0, due 192000");
        books(world)
    });
}

#[test]
fn a_sale_that_is_told_twice_is_taken_from_a_count_once() {
    story(|world| {
        let mut market = open(world);
        let mut second = phone(world);
        let early = second.sell(world, market.trap, 2);
        world.advance_seconds(600);
        let count = market.phone.count(world, market.trap, (6, 0));
        done(world, &count);
        done(world, &early);
        assert_eq!(heard(&send(world, &early).expect("told")), "again");
        // A piece more than the count had found to be gone was there to be sold.
        assert_eq!(books(world), "shelf 6, sold 4, damaged 0, due 96000");
        books(world)
    });
}

#[test]
fn broken_pieces_are_asked_about_once_also_when_the_unit_has_confirmed_them() {
    story(|world| {
        let mut market = open(world);
        let trap = market.trap;
        let first = market.phone.count(world, trap, (8, 2));
        done(world, &first);
        let proposed = |world: &World| {
            world.read(move |read| consignment::proposed_damage(read, SHOP, trap)).expect("told").0
        };
        assert_eq!(proposed(world), 2);
        let movement: kernel::MovementId =
            journal::derived_id(crate::market::id_of(&first), "damage 0");
        let yes = json!({"movement": movement});
        let officer = testkit::officer(LAPAS);
        act(world, &officer, consignment::confirm_movement, yes).expect("confirmed");
        // They lie there all the same: two of the good ones were sold, nothing new is broken.
        world.advance_days(7);
        let second = market.phone.count(world, trap, (6, 2));
        done(world, &second);
        assert_eq!((proposed(world), books(world).as_str()), (0, AFTER_TWO));
        // A third one is broken, and none was sold; nor is any when they are left out.
        world.advance_days(7);
        for counted in [(5, 3), (6, 0)] {
            let third = market.phone.count(world, trap, counted);
            done(world, &third);
            assert_eq!((proposed(world), books(world).as_str()), (1, AFTER_TWO));
        }
        books(world)
    });
}

/// Two broken pieces are proposed and thrown away at once: nobody counts them any more.
#[test]
fn broken_pieces_that_wait_for_the_unit_are_not_sold_when_they_are_gone() {
    story(|world| {
        let mut market = open(world);
        let first = market.phone.count(world, market.trap, (8, 2));
        done(world, &first);
        world.advance_days(7);
        let second = market.phone.count(world, market.trap, (7, 0));
        done(world, &second);
        assert_eq!(books(world), "shelf 9, sold 1, damaged 0, due 24000");
        let movement: kernel::MovementId =
            journal::derived_id(crate::market::id_of(&first), "damage 0");
        let yes = json!({"movement": movement});
        act(world, &testkit::officer(LAPAS), consignment::confirm_movement, yes)
            .expect("confirmed");
        // What the second count could not tell apart is sold by the third.
        let third = market.phone.count(world, market.trap, (7, 0));
        done(world, &third);
        assert_eq!(books(world), "shelf 7, sold 1, damaged 2, due 24000");
        books(world)
    });
}

/// Three broke in March and were thrown away; in May two others are broken.
#[test]
fn broken_pieces_that_were_destroyed_hide_none_that_break_later() {
    story(|world| {
        let mut market = open(world);
        let trap = market.trap;
        let first = market.phone.count(world, trap, (7, 3));
        done(world, &first);
        let movement: kernel::MovementId =
            journal::derived_id(crate::market::id_of(&first), "damage 0");
        let officer = testkit::officer(LAPAS);
        let yes = json!({"movement": movement});
        act(world, &officer, consignment::confirm_movement, yes).expect("confirmed");
        world.advance_days(7);
        let batch = world
            .read(move |read| Ok(consignment::shelf(read, SHOP)?[0].batch_id))
            .expect("a batch");
        let id: kernel::MovementId = world.ids.fresh(world.now());
        let gone = json!({"id": id, "agreement": market.agreement, "kind": "destroyed",
            "happened_on": world.today(), "reason": "Dibuang",
            "lines": [{"batch": batch, "quantity": 3}]});
        act(world, &testkit::clerk(SHOP), consignment::propose_movement, gone).expect("proposed");
        world.advance_days(50);
        // Whether the unit has said yes by then or not.
        let second = market.phone.count(world, trap, (6, 1));
        done(world, &second);
        assert_eq!(books(world), "shelf 7, sold 0, damaged 3, due 0");
        act(world, &officer, consignment::confirm_movement, json!({"movement": id}))
            .expect("confirmed");
        world.advance_days(7);
        let third = market.phone.count(world, trap, (5, 2));
        done(world, &third);
        let told =
            world.read(move |read| consignment::proposed_damage(read, SHOP, trap)).expect("told");
        assert_eq!((told.0, books(world).as_str()), (2, "shelf 7, sold 0, damaged 0, due 0"));
        let (wrong, there) = world
            .read(move |read| {
                let today = kernel::Day::new(2026, 1, 30).expect("a day");
                Ok((consignment::verify(read)?, consignment::broken(read, SHOP, trap, today)?))
            })
            .expect("read");
        assert_eq!((wrong, there.0), (Vec::<String>::new(), 0));
        books(world)
    });
}

/// Eight good ones less two that were sold.
const AFTER_TWO: &str = "shelf 6, sold 2, damaged 2, due 48000";

#[test]
fn where_the_shop_sets_the_price_the_count_says_it_or_it_is_the_last() {
    story(|world| {
        let mut market = open_where(world, agreements::Side::Shop);
        // The catalogue says Rp30.000; nothing is gone, so no price is looked for.
        let none = market.phone.count(world, market.trap, (10, 0));
        done(world, &none);
        world.advance_days(1);
        let mut first = market.phone.count(world, market.trap, (8, 0));
        first["body"]["lines"][0]["price"] = json!(40_000);
        done(world, &first);
        assert_eq!(books(world), "shelf 8, sold 2, damaged 0, due 64000");
        world.advance_days(7);
        let second = market.phone.count(world, market.trap, (7, 0));
        done(world, &second);
        assert_eq!(books(world), "shelf 7, sold 3, damaged 0, due 96000");
        books(world)
    });
}

#[test]
fn pieces_that_came_back_before_the_count_were_counted() {
    story(|world| {
        let mut market = open(world);
        let sale = market.phone.sell(world, market.trap, 4);
        done(world, &sale);
        world.advance_seconds(600);
        let back = json!({"sale": sale["id"], "reason": "Tidak jadi", "resellable": true,
            "lines": [{"product": market.trap, "quantity": 1}]});
        let back = market.phone.make(world, "refund", back);
        world.advance_seconds(600);
        let count = market.phone.count(world, market.trap, (5, 0));
        world.advance_seconds(600);
        done(world, &back);
        done(world, &count);
        assert_eq!(books(world), "shelf 5, sold 5, damaged 0, due 120000");
        books(world)
    });
}

#[test]
fn what_came_that_day_at_an_hour_that_nobody_noted_is_not_guessed() {
    story(|world| {
        let mut market = open(world);
        let batch = made_by(world, market.trap, 'B', 10);
        let delivery = testmarket::send(world, LAPAS, market.agreement, &[(batch, 10)]);
        let (day, count) = (world.today(), market.phone.count(world, market.trap, (5, 0)));
        world.advance_days(1);
        received_on(world, delivery, (batch, day));
        let told = heard(&send(world, &count).expect("told"));
        assert_eq!(told, "refused sales.count_unsure");
        // Counted again today, nothing is unsure.
        let again = market.phone.count(world, market.trap, (15, 0));
        done(world, &again);
        // And of the first count nothing is left to be told.
        let told = heard(&send(world, &count).expect("told"));
        assert_eq!(told, "refused sales.count_before_last");
        assert_eq!(books(world), "shelf 15, sold 5, damaged 0, due 120000");
        books(world)
    });
}

fn received_on(world: &World, delivery: kernel::DeliveryId, (batch, day): (BatchId, Day)) {
    let id: ReceiptId = world.ids.fresh(world.now());
    let input = json!({"id": id, "delivery": delivery, "received_on": day,
        "lines": [{"batch": batch, "received": 10}]});
    act(world, &world.context(&testkit::clerk(SHOP)), consignment::receive, input)
        .expect("a receipt");
}

#[test]
fn a_price_that_changed_since_the_last_count_is_told_to_the_phone_and_said_by_it() {
    story(|world| {
        let mut market = open(world);
        let trap = market.trap;
        let mut counted = |world: &World, left: i64, earlier: Value| {
            let lines = json!([{"product": trap, "left": left, "damaged": 0, "earlier": earlier}]);
            let body = json!({"counted_on": world.today(), "payment": "cash", "lines": lines});
            done(world, &market.phone.make(world, "count", body));
        };
        let told = |world: &World| {
            let clerk = world.context(&testkit::clerk(SHOP));
            let look = move |read: &mut db::Read| till::snapshot(read, &clerk, &Default::default());
            let good = world.read(look).expect("a snapshot").goods.remove(0);
            let said = |one: sales::Earlier| (one.until.to_string(), one.price.map(|of| of.0));
            good.earlier.into_iter().map(said).collect::<Vec<_>>()
        };
        let dearer = json!({"id": world.ids.uuid(world.now()), "product": trap, "price": 35_000,
            "valid_from": "2025-11-15"});
        act(world, &testkit::officer(LAPAS), catalogue::set_price, dearer).expect("a price");
        assert_eq!(told(world), []);
        world.set_day("2025-11-30");
        assert_eq!(told(world), [("2025-11-14".to_owned(), Some(30_000))]);
        counted(world, 5, json!([{"day": "2025-11-14", "quantity": 4}]));
        // Four at Rp30.000 and one at Rp35.000, four fifths of it the unit's.
        assert_eq!(books(world), "shelf 5, sold 5, damaged 0, due 124000");
        assert_eq!(told(world), [], "counted at both prices");
        world.advance_days(1);
        // What an older application does not say stands as of the counted day; nothing is refused.
        counted(world, 4, json!([]));
        counted(world, 3, json!([{"day": "2025-11-14", "quantity": 9}]));
        assert_eq!(books(world), "shelf 3, sold 7, damaged 0, due 180000");
        books(world)
    });
}
