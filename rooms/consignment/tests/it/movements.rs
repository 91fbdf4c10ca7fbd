//! Goods leave a shelf without a sale, when both sides say so.

use kernel::{BatchId, DeliveryId, MovementId, Period};
use ledger::Kind;
use serde_json::{Value, json};
use testkit::{LAPAS, OTHER_SHOP, SHOP, World, clerk, officer, story};

use crate::world::{Trade, act, fresh, money, pieces, proven, received, sold, trade};

fn proposed(
    world: &World,
    trade: &Trade,
    kind: &str,
    (batch, pieces): (BatchId, i64),
    more: Value,
) -> Result<MovementId, String> {
    let id: MovementId = fresh(world);
    let mut input = json!({
        "id": id, "agreement": trade.agreements[0], "kind": kind, "happened_on": world.today(),
        "reason": "contoh", "lines": [{ "batch": batch, "quantity": pieces }],
    });
    for (name, value) in more.as_object().into_iter().flatten() {
        input[name] = value.clone();
    }
    act(world, &clerk(SHOP), consignment::propose_movement, input).map(|_| id)
}

fn confirmed(world: &World, id: MovementId) -> Result<web::Recorded, String> {
    act(world, &officer(LAPAS), consignment::confirm_movement, json!({ "movement": id }))
}

#[test]
fn returns_damage_and_losses_go_where_the_agreement_says() {
    story(|world| {
        let trade = trade(world);
        let batch = trade.made(world, 10);
        trade.stocked(world, batch, 10);
        let more = json!({});
        let back = proposed(world, &trade, "return", (batch, 3), more.clone()).unwrap();
        let broken = proposed(world, &trade, "damage", (batch, 1), more.clone()).unwrap();
        let lost = proposed(world, &trade, "loss", (batch, 2), more).unwrap();
        assert_eq!(pieces(world, Kind::Shelf, batch, Some(SHOP)), 10, "nothing moved yet");
        let own = json!({ "movement": back });
        let own = act(world, &clerk(SHOP), consignment::confirm_movement, own);
        assert_eq!(own.unwrap_err(), "consignment.other_side_confirms");
        for id in [back, broken, lost] {
            confirmed(world, id).unwrap();
        }
        assert!(confirmed(world, back).unwrap().already);
        let at = |kind, shop| pieces(world, kind, batch, shop);
        assert_eq!((at(Kind::Workshop, None), at(Kind::Shelf, Some(SHOP))), (3, 4));
        assert_eq!((at(Kind::Damaged, Some(SHOP)), at(Kind::Lost, Some(SHOP))), (1, 2));
        // Damage is the Lapas's by the sample's terms, loss the shop's.
        assert_eq!(money(world, Kind::Due, SHOP), 48_000);
        assert_eq!(money(world, Kind::ShopLoss, SHOP), -48_000);

        sold(world, SHOP, batch, 1);
        let (agreement, month) = (trade.agreements[0], Period::month_of(world.today()));
        let look = move |read: &mut db::Read| consignment::stock_moves(read, agreement, month);
        let [row] = &world.read(look).unwrap()[..] else { panic!("one product") };
        assert_eq!((row.received, row.returned, row.damaged, row.lost), (10, 3, 1, 2));
        assert_eq!((row.opening, row.closing), (0, 3), "one was sold");
        let later = Period { from: month.to.plus_days(1), to: month.to.plus_days(30) };
        let look = move |read: &mut db::Read| consignment::stock_moves(read, agreement, later);
        let [row] = &world.read(look).unwrap()[..] else { panic!("one product") };
        assert_eq!((row.opening, row.received, row.closing), (3, 0, 3));
        proven(world);
    });
}

#[test]
fn a_movement_says_no_where_it_must() {
    story(|world| {
        let trade = trade(world);
        let batch = trade.made(world, 4);
        trade.stocked(world, batch, 4);
        let no =
            |kind: &str, line, more: Value| proposed(world, &trade, kind, line, more).unwrap_err();
        let none = json!({});
        assert_eq!(no("return", (batch, 5), none.clone()), "consignment.not_enough_on_shelf");
        let unknown = (fresh(world), 1);
        assert_eq!(no("return", unknown, none.clone()), "consignment.batch_unknown");
        assert_eq!(no("transfer", (batch, 1), none.clone()), "consignment.to_shop_missing");
        let to_own = json!({ "to_agreement": trade.agreements[0] });
        assert_eq!(no("transfer", (batch, 1), to_own), "consignment.same_shop");
        let to = json!({ "to_agreement": trade.agreements[1] });
        assert_eq!(no("damage", (batch, 1), to), "consignment.to_shop_not_needed");
        let tomorrow = json!({ "happened_on": world.today().plus_days(1) });
        assert_eq!(no("loss", (batch, 1), tomorrow), "consignment.day_after_today");

        let id = proposed(world, &trade, "loss", (batch, 1), none.clone()).unwrap();
        let other = json!({ "movement": id, "reason": "bukan" });
        let stranger = act(world, &clerk(OTHER_SHOP), consignment::drop_movement, other.clone());
        assert_eq!(stranger.unwrap_err(), "consignment.unknown");
        act(world, &officer(LAPAS), consignment::drop_movement, other).unwrap();
        assert_eq!(confirmed(world, id).unwrap_err(), "consignment.not_proposed");

        // What was there when it was proposed may be gone when it is confirmed.
        let id = proposed(world, &trade, "return", (batch, 4), none).unwrap();
        sold(world, SHOP, batch, 1);
        assert_eq!(confirmed(world, id).unwrap_err(), "consignment.not_enough_on_shelf");
        proven(world);
    });
}

#[test]
fn a_transfer_is_received_by_the_other_shop() {
    story(|world| {
        let trade = trade(world);
        let batch = trade.made(world, 8);
        trade.stocked(world, batch, 8);
        let to = json!({ "to_agreement": trade.agreements[1] });
        let id = proposed(world, &trade, "transfer", (batch, 5), to).unwrap();
        confirmed(world, id).unwrap();
        assert_eq!(pieces(world, Kind::Transit, batch, Some(OTHER_SHOP)), 5);
        let delivery: DeliveryId = id.cast();
        received(world, OTHER_SHOP, delivery, batch, 4).unwrap();
        let at = |kind, shop| pieces(world, kind, batch, Some(shop));
        assert_eq!((at(Kind::Shelf, SHOP), at(Kind::Shelf, OTHER_SHOP)), (3, 4));
        proven(world);

        // The missing one never left the first shop.
        let open = |read: &mut db::Read| consignment::open_discrepancies(read, Some(LAPAS), None);
        let [difference] = &world.read(open).unwrap()[..] else { panic!("one difference") };
        let proposal: consignment::ProposalId = fresh(world);
        let found = json!({
            "id": proposal, "discrepancy": difference.id, "resolution": "found_at_origin",
            "quantity": 1, "note": "masih di toko satu",
        });
        act(world, &clerk(OTHER_SHOP), consignment::propose_resolution, found).unwrap();
        // The first shop's books are closed through today, the other's are not.
        let (agreement, today) = (trade.agreements[0], world.today());
        let close = move |tx: &mut db::Tx| consignment::close_books(tx, agreement, LAPAS, today);
        world.write(close).unwrap();
        // It would stand on the first shop's shelf: the other two alone put nothing there.
        let yes = json!({ "discrepancy": difference.id, "proposal": proposal });
        let agree = |actor| act(world, &actor, consignment::confirm_resolution, yes.clone());
        for actor in [officer(LAPAS), clerk(OTHER_SHOP)] {
            assert_eq!(agree(actor).unwrap_err(), "consignment.sender_confirms");
        }
        assert_eq!((at(Kind::Shelf, SHOP), at(Kind::Discrepancy, OTHER_SHOP)), (3, 1));
        agree(clerk(SHOP)).unwrap();
        assert_eq!((at(Kind::Shelf, SHOP), at(Kind::Shelf, OTHER_SHOP)), (4, 4));
        let closed = Period { from: today, to: today };
        let look = move |read: &mut db::Read| consignment::stock_moves(read, agreement, closed);
        assert_eq!(world.read(look).unwrap()[0].closing, 3, "a closed day stays as it was");
        let (month, [from, to]) = (Period::month_of(world.today()), trade.agreements);
        let look = move |read: &mut db::Read| {
            let from = consignment::stock_moves(read, from, month)?;
            Ok((from, consignment::stock_moves(read, to, month)?))
        };
        let (from, to) = world.read(look).unwrap();
        assert_eq!((from[0].received, from[0].transferred_out, from[0].closing), (8, 4, 4));
        assert_eq!((to[0].transferred_in, to[0].closing), (4, 4));
        proven(world);
    });
}

#[test]
fn the_shop_that_sent_a_transfer_speaks_for_its_own_shelf_only() {
    story(|world| {
        let trade = trade(world);
        let batch = trade.made(world, 8);
        trade.stocked(world, batch, 8);
        let to = json!({ "to_agreement": trade.agreements[1] });
        let id = proposed(world, &trade, "transfer", (batch, 5), to).unwrap();
        confirmed(world, id).unwrap();
        received(world, OTHER_SHOP, id.cast(), batch, 3).unwrap();
        let waits = |shop| world.read(move |read| consignment::waiting(read, None, Some(shop)));
        assert_eq!(waits(SHOP).unwrap().discrepancies, 1, "it sees what it has a word on");
        let open = |read: &mut db::Read| consignment::open_discrepancies(read, None, Some(SHOP));
        let one = world.read(open).unwrap().remove(0);
        let say = |actor, resolution: &str, more: Value| {
            let proposal: consignment::ProposalId = fresh(world);
            let mut input = json!({ "id": proposal, "discrepancy": one.id, "note": "contoh",
                "resolution": resolution, "quantity": 1 });
            for (name, value) in more.as_object().into_iter().flatten() {
                input[name] = value.clone();
            }
            let said = act(world, &actor, consignment::propose_resolution, input);
            said.map(|_| json!({ "discrepancy": one.id, "proposal": proposal }))
        };
        let agree = |actor, yes: &Value| {
            act(world, &actor, consignment::confirm_resolution, yes.clone()).map(|_| ())
        };
        let no = say(clerk(SHOP), "arrived", json!({})).unwrap_err();
        assert_eq!(no, "consignment.not_your_side");
        let lost = json!({ "borne_by": "shop" });
        let said = say(officer(LAPAS), "lost", lost).unwrap();
        assert_eq!(agree(clerk(SHOP), &said).unwrap_err(), "consignment.not_your_side");
        agree(clerk(OTHER_SHOP), &said).unwrap();
        // What it proposes itself, somebody else agrees to.
        let said = say(clerk(SHOP), "found_at_origin", json!({})).unwrap();
        assert_eq!(agree(clerk(SHOP), &said).unwrap_err(), "consignment.other_side_confirms");
        agree(officer(LAPAS), &said).unwrap();
        let at = |shop| pieces(world, Kind::Shelf, batch, Some(shop));
        assert_eq!((at(SHOP), at(OTHER_SHOP)), (4, 3));
        assert_eq!(waits(SHOP).unwrap().discrepancies, 0);
        proven(world);
    });
}

#[test]
fn a_transfer_to_a_shop_whose_agreement_has_ended_is_not_confirmed() {
    story(|world| {
        let trade = trade(world);
        let batch = trade.made(world, 8);
        trade.stocked(world, batch, 8);
        let to = json!({ "to_agreement": trade.agreements[1] });
        let id = proposed(world, &trade, "transfer", (batch, 5), to).unwrap();
        trade.ended(world, trade.agreements[1]);
        world.advance_days(1);
        assert_eq!(confirmed(world, id).unwrap_err(), "consignment.goal_ended");
        assert_eq!(pieces(world, Kind::Shelf, batch, Some(SHOP)), 8);
        let no = json!({ "movement": id, "reason": "PKS tujuan sudah berakhir" });
        act(world, &officer(LAPAS), consignment::drop_movement, no).unwrap();
        // Another unit's agreement is as unknown as none.
        for to in [trade.neighbours(world), fresh(world)] {
            let to = json!({ "to_agreement": to });
            let no = proposed(world, &trade, "transfer", (batch, 1), to).unwrap_err();
            assert_eq!(no, "consignment.unknown");
        }
        proven(world);
    });
}

/// What a statement's columns come to, beside its closing figure.
fn reckoned(world: &World, agreement: kernel::AgreementId, period: Period) -> (i64, i64) {
    let look = move |read: &mut db::Read| consignment::stock_moves(read, agreement, period);
    let rows = world.read(look).unwrap();
    let sum = |row: &consignment::StockRow| {
        row.opening + row.received + row.transferred_in + row.discrepancy
            - row.transferred_out
            - row.returned
            - row.damaged
            - row.lost
    };
    (rows.iter().map(sum).sum(), rows.iter().map(|row| row.closing).sum())
}

#[test]
fn after_a_renewal_what_moves_is_in_the_new_agreements_books() {
    story(|world| {
        let trade = trade(world);
        let batch = trade.made(world, 20);
        trade.stocked(world, batch, 10);
        let (old, last) = (trade.agreements[0], world.today());
        let on_its_way = trade.sent(world, batch, 6);
        let broken = proposed(world, &trade, "damage", (batch, 1), json!({})).unwrap();
        let new = trade.renewed(world);
        received(world, SHOP, on_its_way, batch, 4).unwrap();
        // It broke under the old terms, by which the unit bears it.
        confirmed(world, broken).unwrap();
        assert_eq!(money(world, Kind::Due, SHOP), 0);

        let today = json!({});
        let no = proposed(world, &trade, "return", (batch, 4), today).unwrap_err();
        assert_eq!(no, "consignment.agreement_replaced");
        let under = json!({ "agreement": new });
        let back = proposed(world, &trade, "return", (batch, 4), under).unwrap();
        confirmed(world, back).unwrap();
        // Who counts a shelf need not know under which of them the goods lie there.
        let count = json!({ "id": fresh::<()>(world), "agreement": old, "note": "contoh",
            "counted_on": world.today(), "lines": [{ "product": trade.trap, "counted": 8 }] });
        act(world, &clerk(SHOP), consignment::count, count).unwrap();
        let open = |read: &mut db::Read| consignment::open_discrepancies(read, None, Some(SHOP));
        let open = world.read(open).unwrap();
        assert!(open.iter().all(|one| one.agreement_id == new), "{open:?}");

        let first = Period { from: last, to: last };
        let rest = Period { from: last.plus_days(1), to: last.plus_days(30) };
        assert_eq!(reckoned(world, old, first), (10, 10));
        assert_eq!(reckoned(world, new, rest), (8, 8));
        assert_eq!(reckoned(world, old, rest), (0, 0), "no phantom on the old one");
        proven(world);
    });
}

#[test]
fn pieces_that_are_not_broken_stand_on_the_shelf_again_and_cost_nothing() {
    story(|world| {
        let mut trade = trade(world);
        trade.agreements[0] = trade.renewed(world);
        let batch = trade.made(world, 12);
        trade.stocked(world, batch, 12);
        let no = proposed(world, &trade, "not_broken", (batch, 1), json!({})).unwrap_err();
        assert_eq!(no, "consignment.not_enough_broken");
        // Ten instead of one; the new agreement has the shop bear it.
        let damage = proposed(world, &trade, "damage", (batch, 10), json!({})).unwrap();
        confirmed(world, damage).unwrap();
        assert_eq!(money(world, Kind::Due, SHOP), 240_000);
        world.advance_days(1);
        let whole = proposed(world, &trade, "not_broken", (batch, 9), json!({})).unwrap();
        let own =
            act(world, &clerk(SHOP), consignment::confirm_movement, json!({"movement": whole}));
        assert_eq!(own.unwrap_err(), "consignment.other_side_confirms");
        confirmed(world, whole).unwrap();
        let at = |kind| pieces(world, kind, batch, Some(SHOP));
        assert_eq!((at(Kind::Damaged), at(Kind::Shelf)), (1, 11));
        assert_eq!(
            (money(world, Kind::Due, SHOP), money(world, Kind::ShopLoss, SHOP)),
            (24_000, -24_000)
        );
        let (agreement, to) = (trade.agreements[0], world.today());
        let day = Period { from: to, to };
        let look = move |read: &mut db::Read| {
            let borne = consignment::shop_borne_losses(read, agreement, day)?;
            Ok((borne, consignment::stock_moves(read, agreement, day)?))
        };
        let (borne, rows) = world.read(look).unwrap();
        assert_eq!((borne[0].quantity.0, borne[0].charge.0), (-9, -216_000));
        assert_eq!((rows[0].opening, rows[0].damaged, rows[0].closing), (2, -9, 11));
        let product = trade.trap;
        let broken =
            |day| world.read(move |read| consignment::broken(read, SHOP, product, day)).unwrap().0;
        assert_eq!((broken(to), broken(to.plus_days(-1))), (1, 10));
        proven(world);
        let no = proposed(world, &trade, "not_broken", (batch, 2), json!({})).unwrap_err();
        assert_eq!(no, "consignment.not_enough_broken");
    });
}

#[test]
fn what_is_confirmed_after_the_books_closed_is_booked_later() {
    story(|world| {
        let trade = trade(world);
        let batch = trade.made(world, 4);
        trade.stocked(world, batch, 4);
        let id = proposed(world, &trade, "loss", (batch, 1), json!({})).unwrap();
        let (agreement, today) = (trade.agreements[0], world.today());
        let close = move |tx: &mut db::Tx| consignment::close_books(tx, agreement, LAPAS, today);
        world.write(close).unwrap();
        confirmed(world, id).unwrap();
        let look = move |read: &mut db::Read| {
            let closed = Period { from: today, to: today };
            let next = Period { from: today.plus_days(1), to: today.plus_days(1) };
            let moves = |read: &mut db::Read, period| {
                let rows = consignment::stock_moves(read, agreement, period)?;
                Ok::<_, db::Error>((rows[0].lost, rows[0].closing))
            };
            Ok((moves(read, closed)?, moves(read, next)?))
        };
        assert_eq!(world.read(look).unwrap(), ((0, 4), (1, 3)));
        proven(world);
    });
}

#[test]
fn lost_pieces_that_are_found_come_back_with_what_was_charged() {
    story(|world| {
        let trade = trade(world);
        let batch = trade.made(world, 10);
        trade.stocked(world, batch, 10);
        let lost = proposed(world, &trade, "loss", (batch, 3), json!({})).unwrap();
        confirmed(world, lost).unwrap();
        assert_eq!(money(world, Kind::Due, SHOP), 72_000);
        let no = proposed(world, &trade, "found_on_shelf", (batch, 4), json!({})).unwrap_err();
        assert_eq!(no, "consignment.not_enough_lost");
        let (agreement, november) = (trade.agreements[0], Period::month_of(world.today()));
        world.write(move |tx| consignment::close_books(tx, agreement, LAPAS, november.to)).unwrap();

        world.advance_days(40);
        let shelf = proposed(world, &trade, "found_on_shelf", (batch, 1), json!({})).unwrap();
        let unit = proposed(world, &trade, "found_at_unit", (batch, 1), json!({})).unwrap();
        assert_eq!(pieces(world, Kind::Lost, batch, Some(SHOP)), 3, "nothing moved yet");
        for id in [shelf, unit] {
            confirmed(world, id).unwrap();
        }
        let at = |kind, shop| pieces(world, kind, batch, shop);
        assert_eq!((at(Kind::Lost, Some(SHOP)), at(Kind::Shelf, Some(SHOP))), (1, 8));
        assert_eq!(at(Kind::Workshop, None), 1);
        assert_eq!(money(world, Kind::Due, SHOP), 24_000);
        assert_eq!(money(world, Kind::ShopLoss, SHOP), -24_000);

        // The month of the loss stands; the month in which they were found takes it back.
        let borne = |period| {
            let look =
                move |read: &mut db::Read| consignment::shop_borne_losses(read, agreement, period);
            let all = world.read(look).unwrap();
            all.iter().map(|one| (one.quantity.0, one.charge.0)).collect::<Vec<_>>()
        };
        let december = Period::month_of(world.today());
        assert_eq!(borne(november), [(3, 72_000)]);
        assert_eq!(borne(december), [(-1, -24_000), (-1, -24_000)]);
        let look = move |read: &mut db::Read| consignment::stock_moves(read, agreement, december);
        let [row] = &world.read(look).unwrap()[..] else { panic!("one product") };
        assert_eq!((row.opening, row.lost, row.returned, row.closing), (7, -2, 1, 8));
        proven(world);
        let no = proposed(world, &trade, "found_on_shelf", (batch, 2), json!({})).unwrap_err();
        assert_eq!(no, "consignment.not_enough_lost");
    });
}

#[test]
fn broken_pieces_leave_the_shop_and_no_statement_hears_of_it() {
    story(|world| {
        let trade = trade(world);
        let batch = trade.made(world, 10);
        trade.stocked(world, batch, 10);
        let damage = proposed(world, &trade, "damage", (batch, 3), json!({})).unwrap();
        let no = proposed(world, &trade, "destroyed", (batch, 1), json!({})).unwrap_err();
        assert_eq!(no, "consignment.not_enough_broken");
        confirmed(world, damage).unwrap();
        let due = money(world, Kind::Due, SHOP);
        let product = trade.trap;
        let broken = |world: &World| {
            let today = world.today();
            let look = move |read: &mut db::Read| consignment::broken(read, SHOP, product, today);
            world.read(look).unwrap().0
        };
        assert_eq!(broken(world), 3);
        let back = proposed(world, &trade, "broken_back", (batch, 2), json!({})).unwrap();
        let gone = proposed(world, &trade, "destroyed", (batch, 2), json!({})).unwrap();
        assert_eq!(broken(world), 0, "four are said to have left");
        confirmed(world, back).unwrap();
        assert_eq!(confirmed(world, gone).unwrap_err(), "consignment.not_enough_broken");
        let no = json!({ "movement": gone, "reason": "contoh" });
        act(world, &officer(LAPAS), consignment::drop_movement, no).unwrap();
        assert_eq!(broken(world), 1);
        let at = |kind, shop| pieces(world, kind, batch, shop);
        // Both are broken; at the shop lies one.
        assert_eq!((at(Kind::Damaged, Some(SHOP)), at(Kind::Damaged, None)), (1, 3));
        // What is destroyed is nowhere, so nobody mends it.
        let gone = proposed(world, &trade, "destroyed", (batch, 1), json!({})).unwrap();
        confirmed(world, gone).unwrap();
        assert_eq!((at(Kind::Damaged, Some(SHOP)), at(Kind::Damaged, None)), (0, 2));
        assert_eq!(at(Kind::Destroyed, None), 1);
        assert_eq!((at(Kind::Shelf, Some(SHOP)), money(world, Kind::Due, SHOP)), (7, due));
        let (agreement, month) = (trade.agreements[0], Period::month_of(world.today()));
        let look = move |read: &mut db::Read| consignment::stock_moves(read, agreement, month);
        let [row] = &world.read(look).unwrap()[..] else { panic!("one product") };
        assert_eq!((row.damaged, row.returned, row.closing), (3, 0, 7));
        proven(world);
    });
}

#[test]
fn what_the_unit_bore_comes_back_without_money() {
    story(|world| {
        let trade = trade(world);
        let batch = trade.made(world, 4);
        let delivery = trade.sent(world, batch, 4);
        received(world, SHOP, delivery, batch, 0).unwrap();
        let open = |read: &mut db::Read| consignment::open_discrepancies(read, None, Some(SHOP));
        let one = world.read(open).unwrap().remove(0);
        let id: consignment::ProposalId = fresh(world);
        let lost = json!({ "id": id, "discrepancy": one.id, "resolution": "lost", "quantity": 4,
            "borne_by": "consignor", "note": "jatuh di jalan" });
        act(world, &officer(LAPAS), consignment::propose_resolution, lost).unwrap();
        let yes = json!({ "discrepancy": one.id, "proposal": id });
        act(world, &clerk(SHOP), consignment::confirm_resolution, yes).unwrap();
        // They turn up at the shop, which never had this batch on its shelf.
        let found = proposed(world, &trade, "found_on_shelf", (batch, 4), json!({})).unwrap();
        confirmed(world, found).unwrap();
        assert_eq!(pieces(world, Kind::Shelf, batch, Some(SHOP)), 4);
        assert_eq!(money(world, Kind::Due, SHOP), 0);
        assert_eq!(world.read(|read| consignment::shelf(read, SHOP)).unwrap().len(), 1);
        proven(world);
    });
}
