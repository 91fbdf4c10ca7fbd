//! Goods leave the workshop, and the shop says what arrived.

use kernel::{BatchId, DeliveryId, DiscrepancyId};
use ledger::Kind;
use serde_json::{Value, json};
use testkit::{LAPAS, OTHER_LAPAS, OTHER_SHOP, SHOP, World, clerk, officer, shopkeeper, story};

use crate::world::{act, fresh, money, pieces, proven, received, trade};

/// The differences of a delivery, as its page shows them.
fn differences(world: &World) -> Vec<DiscrepancyId> {
    let look = |read: &mut db::Read| consignment::open_discrepancies(read, Some(LAPAS), None);
    world.read(look).unwrap().into_iter().map(|one| one.id).collect()
}

#[test]
fn what_does_not_arrive_is_settled_by_both() {
    story(|world| {
        let trade = trade(world);
        let batch = trade.made(world, 24);
        let delivery = trade.sent(world, batch, 12);
        assert_eq!(pieces(world, Kind::Transit, batch, Some(SHOP)), 12);
        received(world, SHOP, delivery, batch, 10).unwrap();
        assert_eq!(pieces(world, Kind::Shelf, batch, Some(SHOP)), 10);
        assert_eq!(pieces(world, Kind::Discrepancy, batch, Some(SHOP)), 2);
        let [difference] = differences(world)[..] else { panic!("one difference") };

        // One piece never left, the other is lost and the shop bears it.
        let propose = |actor: &kernel::Actor, input: Value| {
            let id: consignment::ProposalId = fresh(world);
            let mut input = input;
            input["id"] = json!(id);
            input["discrepancy"] = json!(difference);
            input["note"] = json!("dicari bersama");
            act(world, actor, consignment::propose_resolution, input).map(|_| id)
        };
        let confirm = |actor: &kernel::Actor, id| {
            let input = json!({ "discrepancy": difference, "proposal": id });
            act(world, actor, consignment::confirm_resolution, input)
        };
        let (kasubsi, toko) = (officer(LAPAS), shopkeeper(SHOP));
        let found = json!({ "resolution": "found_at_origin", "quantity": 1 });
        let first = propose(&kasubsi, found).unwrap();
        assert_eq!(confirm(&kasubsi, first).unwrap_err(), "consignment.other_side_confirms");
        confirm(&toko, first).unwrap();
        assert!(confirm(&toko, first).unwrap().already);
        assert_eq!(pieces(world, Kind::Workshop, batch, None), 13);

        let no = |input| propose(&toko, input).unwrap_err();
        let many = json!({ "resolution": "arrived", "quantity": 2 });
        assert_eq!(no(many), "consignment.more_than_open");
        let unfit = json!({ "resolution": "taken_back", "quantity": 1 });
        assert_eq!(no(unfit), "consignment.resolution_unfit");
        let lost = json!({ "resolution": "lost", "quantity": 1 });
        assert_eq!(no(lost), "consignment.bearer_missing");
        let replaced = json!({ "resolution": "arrived", "quantity": 1 });
        let replaced = propose(&toko, replaced).unwrap();
        let lost = json!({ "resolution": "lost", "quantity": 1, "borne_by": "shop" });
        let second = propose(&kasubsi, lost).unwrap();
        assert_eq!(confirm(&kasubsi, replaced).unwrap_err(), "consignment.not_proposed");
        confirm(&toko, second).unwrap();
        assert_eq!(money(world, Kind::Due, SHOP), 24_000, "30.000 less the shop's 20%");
        assert!(differences(world).is_empty());
        proven(world);

        let (agreement, month) = (trade.agreements[0], kernel::Period::month_of(world.today()));
        let look = move |read: &mut db::Read| {
            let charged = consignment::shop_borne_losses(read, agreement, month)?;
            Ok((consignment::stock_moves(read, agreement, month)?, charged))
        };
        let (stock, charged) = world.read(look).unwrap();
        assert_eq!((charged.len(), charged[0].charge.0, charged[0].quantity.0), (1, 24_000, 1));
        assert_eq!((stock[0].opening, stock[0].received, stock[0].closing), (0, 10, 10));
        format!("{stock:?}")
    });
}

#[test]
fn a_delivery_says_no_where_it_must() {
    story(|world| {
        let trade = trade(world);
        let kasubsi = officer(LAPAS);
        let batch = trade.made(world, 5);
        let id: DeliveryId = fresh(world);
        let send = |input: Value| act(world, &kasubsi, consignment::deliver, input);
        let with = |name: &str, value: Value| {
            let mut input = trade.delivery(world, id, batch, 5);
            input[name] = value;
            send(input).unwrap_err()
        };
        let line = |batch: BatchId, n: i64| json!([{ "batch": batch, "quantity": n }]);
        assert_eq!(with("lines", line(batch, 6)), "consignment.not_enough_in_workshop");
        assert_eq!(with("lines", line(batch, 0)), "kernel.quantity");
        assert_eq!(with("lines", json!([])), "consignment.no_lines");
        assert_eq!(with("lines", line(fresh(world), 1)), "consignment.batch_unknown");
        let twice = json!([{ "batch": batch, "quantity": 1 }, { "batch": batch, "quantity": 1 }]);
        assert_eq!(with("lines", twice), "consignment.batch_twice");
        let open = trade.begun(world, trade.trap);
        assert_eq!(with("lines", line(open, 1)), "consignment.batch_not_finished");
        assert_eq!(with("sent_on", json!("2025-11-04")), "consignment.day_after_today");
        assert_eq!(with("sent_on", json!("2025-11-02")), "consignment.day_before_agreement");
        let stranger = officer(OTHER_LAPAS);
        let input = trade.delivery(world, id, batch, 5);
        let no = act(world, &stranger, consignment::deliver, input);
        assert_eq!(no.unwrap_err(), "agreements.unknown");

        let glodok = trade.made_of(world, trade.glodok, 4);
        let mut outside = trade.delivery(world, id, glodok, 4);
        assert_eq!(send(outside.clone()).unwrap_err(), "consignment.not_covered");
        outside["exception_reason"] = json!("pameran kabupaten");
        send(outside.clone()).unwrap();
        assert!(send(outside).unwrap().already);

        let mut same = trade.delivery(world, fresh(world), batch, 1);
        same["number"] = json!("SJ-2511-01");
        assert_eq!(send(same).unwrap_err(), "consignment.number_taken");
        assert_eq!(pieces(world, Kind::Workshop, batch, None), 5, "nothing half-written");
        proven(world);
    });
}

#[test]
fn only_the_shop_confirms_and_only_once() {
    story(|world| {
        let trade = trade(world);
        let batch = trade.made(world, 6);
        let delivery = trade.sent(world, batch, 6);
        let receive = |actor: &kernel::Actor, lines: Value| {
            let input = json!({
                "id": fresh::<()>(world), "delivery": delivery, "received_on": world.today(),
                "lines": lines,
            });
            act(world, actor, consignment::receive, input)
        };
        let line = |n: i64| json!([{ "batch": batch, "received": n }]);
        let no = receive(&officer(LAPAS), line(6)).unwrap_err();
        assert_eq!(no, "kernel.not_allowed");
        assert_eq!(receive(&clerk(OTHER_SHOP), line(6)).unwrap_err(), "consignment.unknown");
        let toko = clerk(SHOP);
        assert_eq!(receive(&toko, line(7)).unwrap_err(), "consignment.more_than_sent");
        assert_eq!(receive(&toko, json!([])).unwrap_err(), "consignment.no_lines");
        let other = json!([{ "batch": fresh::<()>(world), "received": 1 }]);
        assert_eq!(receive(&toko, other).unwrap_err(), "consignment.batch_unknown");
        receive(&toko, line(0)).unwrap();
        assert_eq!(receive(&toko, line(6)).unwrap_err(), "consignment.already_received");
        assert_eq!(pieces(world, Kind::Discrepancy, batch, Some(SHOP)), 6);
        let shelf = world.read(|read| consignment::shelf(read, SHOP)).unwrap();
        assert!(shelf.is_empty());
        proven(world);
    });
}

#[test]
fn a_delivery_is_taken_back_until_the_shop_confirms() {
    story(|world| {
        let trade = trade(world);
        let batch = trade.made(world, 6);
        let wrong = trade.sent(world, batch, 4);
        let recall = |actor: &kernel::Actor, delivery: kernel::DeliveryId| {
            let id = fresh::<()>(world);
            let input = json!({ "id": id, "delivery": delivery, "reason": "salah toko" });
            act(world, actor, consignment::recall_delivery, input.clone())?;
            act(world, actor, consignment::recall_delivery, input)
        };
        assert_eq!(recall(&clerk(SHOP), wrong).unwrap_err(), "kernel.not_allowed");
        assert!(recall(&officer(LAPAS), wrong).unwrap().already, "sent twice, counted once");
        assert_eq!(pieces(world, Kind::Workshop, batch, None), 6);
        assert_eq!(pieces(world, Kind::Transit, batch, Some(SHOP)), 0);
        assert_eq!(recall(&officer(LAPAS), wrong).unwrap_err(), "consignment.recalled");
        let late = received(world, SHOP, wrong, batch, 4).unwrap_err();
        assert_eq!(late, "consignment.recalled");
        let (paper, lines) =
            world.read(move |read| consignment::load_delivery(read, wrong)).unwrap();
        assert_eq!((paper.state.as_str(), lines.len()), ("recalled", 1), "it stays in the list");

        let right = trade.sent(world, batch, 6);
        received(world, SHOP, right, batch, 6).unwrap();
        assert_eq!(recall(&officer(LAPAS), right).unwrap_err(), "consignment.already_received");
        proven(world);
    });
}
