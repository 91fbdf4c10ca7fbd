//! A statement that the shop disputes is sent back, put right and closed again.

use kernel::{ExpenseId, Rupiah, SaleId, StatementId};
use serde_json::json;
use settlement::Statement;
use testkit::{World, story};

use crate::market::{
    Market, act, approved, books, close, distribute, fresh, head, open, remit, sell, shopkeeper,
    template,
};

fn of(world: &World, id: StatementId) -> Statement {
    let who = world.context(&head());
    let whole = world.read(move |read| settlement::whole_statement(read, &who, id));
    whole.expect("a statement").statement
}

fn send_back(world: &World, id: StatementId) {
    let dispute: kernel::Id<()> = fresh(world);
    let input = json!({"id": dispute, "statement": id, "reason": "kurang dua dan ongkos"});
    act(world, &shopkeeper(), settlement::dispute_statement, input).expect("a dispute");
    let input = json!({"statement": id, "reason": "toko benar"});
    act(world, &head(), settlement::reject_statement, input).expect("sent back");
}

/// What the shop had forgotten: two traps on a day, and a fare.
fn forgotten(world: &World, market: &Market, day: &str) {
    let id: SaleId = fresh(world);
    let lines = json!([{"product": market.trap, "quantity": 2}]);
    let input = json!({"id": id, "payment": "cash", "business_day": day, "lines": lines});
    act(world, &shopkeeper(), sales::sell, input).expect("a sale of that day");
    let id: ExpenseId = fresh(world);
    let input = json!({
        "id": id, "agreement": market.agreement, "kind": "transport", "amount": 20_000,
        "spent_on": day, "note": "becak",
    });
    act(world, &shopkeeper(), settlement::record_expense, input).expect("recorded");
    act(world, &head(), settlement::confirm_expense, json!({"expense": id})).expect("confirmed");
}

#[test]
fn what_was_missing_is_booked_in_the_period_that_was_sent_back() {
    story(|world: &mut World| {
        let market = open(world);
        template(world);
        sell(world, &market, 12);
        world.set_day("2025-12-01");
        let wrong = close(world, &market, "2025-11-30");
        assert_eq!(of(world, wrong).due, Rupiah(288_000));
        send_back(world, wrong);
        forgotten(world, &market, "2025-11-20");
        let right = close(world, &market, "2025-11-30");
        let one = of(world, right);
        assert_eq!((one.gross, one.expenses), (Rupiah(420_000), Rupiah(20_000)));
        assert_eq!(one.due, Rupiah(14 * 24_000 - 20_000));
        let input = json!({"statement": right});
        act(world, &head(), settlement::approve_statement, input).expect("approved");
        remit(world, &market, one.due.0);
        distribute(world, right);
        books(world)
    });
}

#[test]
fn the_books_open_again_only_to_the_last_statement_that_stands() {
    story(|world: &mut World| {
        let market = open(world);
        sell(world, &market, 3);
        world.set_day("2025-12-01");
        let november = approved(world, &market, "2025-11-30");
        sell(world, &market, 4);
        world.set_day("2026-01-02");
        let wrong = close(world, &market, "2025-12-31");
        send_back(world, wrong);
        forgotten(world, &market, "2025-12-20");
        // November stands: what is said of it by now counts in December.
        let id: SaleId = fresh(world);
        let lines = json!([{"product": market.trap, "quantity": 1}]);
        let input =
            json!({"id": id, "payment": "cash", "business_day": "2025-11-29", "lines": lines});
        act(world, &shopkeeper(), sales::sell, input).expect("a late sale");
        let right = close(world, &market, "2025-12-31");
        assert_eq!(of(world, right).gross, Rupiah((4 + 2 + 1) * 30_000));
        assert_eq!(of(world, november).gross, Rupiah(90_000));
        books(world)
    });
}
