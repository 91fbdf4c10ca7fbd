//! The books are held against the shelf.

use kernel::CountId;
use ledger::Kind;
use serde_json::{Value, json};
use testkit::{LAPAS, OTHER_SHOP, SHOP, World, clerk, officer, story};

use crate::world::{Trade, act, fresh, pieces, proven, sold, trade};

fn counted(world: &World, trade: &Trade, left: i64) -> Result<web::Recorded, String> {
    let input = json!({
        "id": fresh::<()>(world), "agreement": trade.agreements[0], "counted_on": world.today(),
        "lines": [{ "product": trade.trap, "counted": left }],
    });
    act(world, &clerk(SHOP), consignment::count, input)
}

fn settle(world: &World, resolution: &str, borne_by: Value) {
    let open = |read: &mut db::Read| consignment::open_discrepancies(read, None, Some(SHOP));
    for one in world.read(open).unwrap() {
        let id: consignment::ProposalId = fresh(world);
        let mut input = json!({
            "id": id, "discrepancy": one.id, "resolution": resolution,
            "quantity": one.open_quantity, "note": "dicek",
        });
        if !borne_by.is_null() {
            input["borne_by"] = borne_by.clone();
        }
        act(world, &officer(LAPAS), consignment::propose_resolution, input).unwrap();
        let yes = json!({ "discrepancy": one.id, "proposal": id });
        act(world, &clerk(SHOP), consignment::confirm_resolution, yes).unwrap();
    }
}

#[test]
fn what_is_missing_is_of_the_oldest_batch_until_it_is_settled() {
    story(|world| {
        let trade = trade(world);
        let old = trade.made(world, 5);
        trade.stocked(world, old, 5);
        world.advance_days(1);
        let new = trade.made(world, 5);
        trade.stocked(world, new, 5);
        sold(world, SHOP, old, 3);
        counted(world, &trade, 4).unwrap();
        let at = |kind, batch| pieces(world, kind, batch, Some(SHOP));
        assert_eq!((at(Kind::Shelf, old), at(Kind::Shelf, new)), (0, 4));
        assert_eq!((at(Kind::Discrepancy, old), at(Kind::Discrepancy, new)), (2, 1));
        proven(world);
        settle(world, "lost", json!("consignor"));
        assert_eq!((at(Kind::Lost, old), at(Kind::Lost, new)), (2, 1));
        proven(world);
        counted(world, &trade, 4).unwrap();
        let open = |read: &mut db::Read| consignment::open_discrepancies(read, None, Some(SHOP));
        assert!(world.read(open).unwrap().is_empty(), "now the books agree");
    });
}

#[test]
fn more_than_the_books_have_is_a_difference_and_more_than_came_is_refused() {
    story(|world| {
        let trade = trade(world);
        let batch = trade.made(world, 6);
        trade.stocked(world, batch, 6);
        sold(world, SHOP, batch, 2);
        assert_eq!(counted(world, &trade, 7).unwrap_err(), "consignment.counted_beyond");
        counted(world, &trade, 5).unwrap();
        let at = |kind| pieces(world, kind, batch, Some(SHOP));
        assert_eq!((at(Kind::Shelf), at(Kind::Discrepancy)), (5, -1));
        proven(world);
        settle(world, "taken_back", Value::Null);
        assert_eq!((at(Kind::Shelf), at(Kind::Discrepancy)), (4, 0));
        proven(world);
    });
}

#[test]
fn a_shelf_below_zero_is_made_whole_by_a_count() {
    story(|world| {
        let trade = trade(world);
        let batch = trade.made(world, 2);
        trade.stocked(world, batch, 2);
        sold(world, SHOP, batch, 3);
        let shelf = world.read(|read| consignment::shelf(read, SHOP)).unwrap();
        assert_eq!(shelf[0].quantity, -1, "shown, not hidden");
        counted(world, &trade, 0).unwrap();
        assert_eq!(pieces(world, Kind::Shelf, batch, Some(SHOP)), 0);
        proven(world);
    });
}

#[test]
fn a_count_says_no_where_it_must() {
    story(|world| {
        let trade = trade(world);
        let batch = trade.made(world, 2);
        assert_eq!(counted(world, &trade, 0).unwrap_err(), "consignment.not_on_shelf");
        trade.stocked(world, batch, 2);
        let id: CountId = fresh(world);
        let sheet = |day: &str, lines: Value| {
            let agreement = trade.agreements[0];
            json!({ "id": id, "agreement": agreement, "counted_on": day, "lines": lines })
        };
        let line = json!({ "product": trade.trap, "counted": 2 });
        let count = |actor: &kernel::Actor, input: Value| {
            act(world, actor, consignment::count, input).map(drop)
        };
        let toko = clerk(SHOP);
        let yesterday = sheet("2025-11-02", json!([line]));
        assert_eq!(count(&toko, yesterday), Err("consignment.count_is_today".into()));
        let twice = sheet("2025-11-03", json!([line, line]));
        assert_eq!(count(&toko, twice), Err("consignment.product_twice".into()));
        let right = sheet("2025-11-03", json!([line]));
        assert_eq!(count(&clerk(OTHER_SHOP), right.clone()), Err("agreements.unknown".into()));
        assert_eq!(count(&toko, right.clone()), Ok(()));
        assert_eq!(count(&toko, right), Ok(()), "sent twice, counted once");
        proven(world);
    });
}
