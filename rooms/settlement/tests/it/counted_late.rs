//! A sale that is told after the period is shared in which a count had sold its pieces already.

use kernel::{BatchId, SaleId};
use serde_json::{Value, json};
use testkit::{World, story};

use crate::market::{
    Market, act, approved, batch, books, distribute, fresh, open, remit, sell, send, shopkeeper,
    template,
};

/// November: a count finds three of thirty to be gone; it is shared.
fn november(world: &mut World) -> Market {
    let market = open(world);
    template(world);
    world.set_day("2025-11-30");
    let id: SaleId = fresh(world);
    let count = json!({"id": id, "counted_on": "2025-11-30", "payment": "cash",
        "lines": [{"product": market.trap, "left": 27}]});
    act(world, &shopkeeper(), sales::sell_by_count, count).expect("counted");
    world.set_day("2025-12-01");
    let first = approved(world, &market, "2025-11-30");
    remit(world, &market, 72_000);
    distribute(world, first);
    market
}

fn late(world: &World, market: &Market, label: Option<BatchId>) {
    let id: SaleId = fresh(world);
    let line: Value = json!({"product": market.trap, "quantity": 3, "batch": label});
    let sale = json!({"id": id, "payment": "cash", "business_day": "2025-11-30", "lines": [line]});
    act(world, &shopkeeper(), sales::sell, sale).expect("sold");
}

fn december(world: &mut World, market: &Market) -> String {
    sell(world, market, 5);
    world.set_day("2026-01-02");
    let second = approved(world, market, "2025-12-31");
    remit(world, market, 120_000);
    distribute(world, second);
    books(world)
}

#[test]
fn the_makers_of_its_pieces_are_paid_once_and_no_fund_pays_for_it() {
    story(|world: &mut World| {
        let market = november(world);
        world.set_day("2025-12-05");
        late(world, &market, None);
        let all = december(world, &market);
        // Of eight pieces at a profit of Rp15.000 each, by the rule and by nothing else.
        for part in ["premi_saved 45003", "premi_usable 14997", "support_fund 42000"] {
            assert!(all.contains(part), "{part} in {all}");
        }
        all
    });
}

#[test]
fn where_other_pieces_were_sold_their_makers_are_paid_and_the_fund_bears_the_counts() {
    story(|world: &mut World| {
        let market = november(world);
        let other = batch(world, market.trap, &market.makers, true);
        send(world, market.agreement, other, 10);
        world.set_day("2025-12-05");
        late(world, &market, Some(other));
        let all = december(world, &market);
        for part in ["premi_saved 61876", "premi_usable 20624", "support_fund 19500"] {
            assert!(all.contains(part), "{part} in {all}");
        }
        all
    });
}
