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
        let yes = json!({ "discrepancy": difference.id, "proposal": proposal });
        act(world, &officer(LAPAS), consignment::confirm_resolution, yes).unwrap();
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
