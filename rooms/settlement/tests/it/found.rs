//! Lost pieces that were found again: the shop gets back what it was charged.

use kernel::{CountId, DiscrepancyId, MovementId, Rupiah};
use serde_json::json;
use testkit::{SHOP, World, story};

use crate::market::{
    Market, act, approved, books, distribute, fresh, officer, open, remit, sell, shopkeeper,
    template,
};

/// The shop says so, the unit agrees.
fn moved(world: &World, market: &Market, kind: &str) -> MovementId {
    let id: MovementId = fresh(world);
    let input = json!({
        "id": id, "agreement": market.agreement, "kind": kind, "happened_on": world.today(),
        "reason": "contoh", "lines": [{"batch": market.batch, "quantity": 1}],
    });
    act(world, &shopkeeper(), consignment::propose_movement, input).expect("proposed");
    let yes = json!({"movement": id});
    act(world, &officer(), consignment::confirm_movement, yes).expect("confirmed");
    id
}

/// A count finds one missing, and both sides say that the shop lost it.
fn counted_lost(world: &World, market: &Market, left: i64) -> DiscrepancyId {
    let count = json!({
        "id": fresh::<CountId>(world), "agreement": market.agreement, "counted_on": world.today(),
        "lines": [{"product": market.trap, "counted": left}],
    });
    act(world, &shopkeeper(), consignment::count, count).expect("counted");
    let open = |read: &mut db::Read| consignment::open_discrepancies(read, None, Some(SHOP));
    let one = world.read(open).expect("differences").remove(0);
    let id = fresh::<consignment::ProposalId>(world);
    let lost = json!({
        "id": id, "discrepancy": one.id, "resolution": "lost", "quantity": one.open_quantity,
        "borne_by": "shop", "note": "dicari, tidak ada",
    });
    act(world, &officer(), consignment::propose_resolution, lost).expect("proposed");
    let yes = json!({"discrepancy": one.id, "proposal": id});
    act(world, &shopkeeper(), consignment::confirm_resolution, yes).expect("settled");
    one.id
}

#[test]
fn a_new_loss_is_not_set_off_against_what_was_found() {
    story(|world: &mut World| {
        let market = open(world);
        template(world);
        moved(world, &market, "loss");
        moved(world, &market, "loss");
        world.set_day("2025-12-01");
        let first = approved(world, &market, "2025-11-30");
        remit(world, &market, 48_000);
        distribute(world, first);
        let moves = ["loss", "found_on_shelf", "found_on_shelf"];
        let moves = moves.map(|kind| moved(world, &market, kind));
        let settled = counted_lost(world, &market, 28);
        world.set_day("2026-01-02");
        let second = approved(world, &market, "2025-12-31");
        let shared = distribute(world, second);
        let who = world.context(&officer());
        let whole = world.read(move |read| settlement::whole_distribution(read, &who, shared));
        let one = whole.expect("a distribution").distribution;
        // Two were lost and paid for in December: a profit of 30.000, half of it for the makers.
        // What was found had been paid for in November, and is not theirs to give back.
        assert_eq!((one.due, one.premi), (Rupiah::ZERO, Rupiah(15_000)));
        let site = teststand::serve(world, settlement::screens(), settlement::api());
        let page = teststand::look(&site, "pemilik", &format!("/nota/{second}")).text;
        for id in moves {
            assert!(page.contains(&format!("href=\"/gerak/{id}\"")), "{id} in {page}");
        }
        for part in [&format!("href=\"/selisih/{settled}\""), "id=\"rugi\"", "Ditemukan lagi"] {
            assert!(page.contains(part), "{part} in {page}");
        }
        let running = format!("/nota/berjalan/{}", market.agreement);
        moved(world, &market, "loss");
        let running = teststand::look(&site, "pemilik", &running).text;
        assert!(running.contains("href=\"/gerak/"), "{running}");
        books(world)
    });
}

#[test]
fn what_was_charged_is_taken_back_in_the_next_statement() {
    story(|world: &mut World| {
        let market = open(world);
        template(world);
        sell(world, &market, 12);
        moved(world, &market, "loss");
        world.set_day("2025-12-01");
        let first = approved(world, &market, "2025-11-30");
        remit(world, &market, 312_000);
        distribute(world, first);
        world.set_day("2025-12-05");
        moved(world, &market, "found_on_shelf");
        sell(world, &market, 5);
        world.set_day("2026-01-02");
        let second = approved(world, &market, "2025-12-31");
        let who = world.context(&officer());
        let whole = world.read(move |read| settlement::whole_statement(read, &who, second));
        let whole = whole.expect("a statement");
        let one = &whole.statement;
        assert_eq!(
            (one.gross, one.losses, one.due),
            (Rupiah(150_000), Rupiah(-24_000), Rupiah(96_000))
        );
        let line = whole.products.first().expect("a product");
        assert_eq!((line.opening, line.lost, line.sold, line.closing), (17, -1, 5, 13));
        remit(world, &market, 96_000);
        distribute(world, second);
        let told = books(world);
        // The five of December earn 37.500 premi: their makers do not pay for what was found.
        for part in ["support_fund 81750", "state_revenue_due 38250", "working_capital 153000"] {
            assert!(told.contains(part), "{part} in {told}");
        }
        assert!(!told.contains("shop_loss"), "nothing is lost any more: {told}");
        told
    });
}

#[test]
fn a_month_with_nothing_but_what_was_found_is_carried_on() {
    story(|world: &mut World| {
        let market = open(world);
        template(world);
        sell(world, &market, 2);
        moved(world, &market, "loss");
        world.set_day("2025-12-01");
        let first = approved(world, &market, "2025-11-30");
        remit(world, &market, 72_000);
        distribute(world, first);
        moved(world, &market, "found_at_unit");
        world.set_day("2026-01-02");
        let second = approved(world, &market, "2025-12-31");
        distribute(world, second);
        sell(world, &market, 3);
        world.set_day("2026-02-02");
        let third = approved(world, &market, "2026-01-31");
        let who = world.context(&officer());
        let whole = world.read(move |read| settlement::whole_statement(read, &who, third));
        assert_eq!(whole.expect("a statement").statement.open, Rupiah(48_000));
        remit(world, &market, 48_000);
        distribute(world, third);
        books(world)
    });
}
