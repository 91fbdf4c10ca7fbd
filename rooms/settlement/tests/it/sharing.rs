//! From the statement to everybody's part.

use kernel::{DistributionId, Rupiah};
use serde_json::json;
use testkit::{World, story};

use crate::market::{
    act, approved, batch, books, close, distribute, fresh, head, officer, open, refund, refused,
    remit, rule, rule_input, sell, send, template, treasurer,
};

#[test]
fn the_worked_example_reaches_everybody() {
    story(|world: &mut World| {
        let market = open(world);
        template(world);
        sell(world, &market, 12);
        world.set_day("2025-12-01");
        let statement = approved(world, &market, "2025-11-30");
        remit(world, &market, 288_000);
        let id = distribute(world, statement);
        let told = books(world);
        assert_eq!(
            told,
            "buyer -360000, shop_part 72000, premi_saved 67500, premi_usable 22500, \
             support_fund 63000, state_revenue_due 27000, working_capital 108000"
        );
        let (who, makers) = (world.context(&officer()), market.makers);
        let whole = world.read(move |read| settlement::whole_distribution(read, &who, id));
        let whole = whole.expect("a distribution");
        assert_eq!(whole.distribution.base, Rupiah(180_000));
        let part = |at: usize| {
            let own = whole.credits.iter().find(|one| one.maker_id == makers[at]);
            own.map(|one| (one.saved + one.usable).0)
        };
        assert_eq!([part(0), part(1), part(2)], [Some(45_000), Some(22_500), Some(22_500)]);
        format!("{told} {}", whole.distribution.digest.len())
    });
}

#[test]
fn a_late_return_is_charged_to_the_fund() {
    story(|world: &mut World| {
        let market = open(world);
        template(world);
        let sale = sell(world, &market, 12);
        world.set_day("2025-12-01");
        let first = approved(world, &market, "2025-11-30");
        remit(world, &market, 288_000);
        distribute(world, first);
        world.set_day("2025-12-05");
        refund(world, sale, 1);
        sell(world, &market, 5);
        world.set_day("2026-01-02");
        let second = approved(world, &market, "2025-12-31");
        remit(world, &market, 96_000);
        distribute(world, second);
        let told = books(world);
        // The five of December earn 37.500 premi; the fund pays for the one that came back.
        assert_eq!(
            told,
            "buyer -480000, shop_part 96000, premi_saved 95627, premi_usable 31873, \
             support_fund 76500, state_revenue_due 36000, working_capital 144000"
        );
        told
    });
}

#[test]
fn only_a_return_is_carried_into_the_next_remittance() {
    story(|world: &mut World| {
        let market = open(world);
        template(world);
        let sale = sell(world, &market, 2);
        world.set_day("2025-12-01");
        let first = approved(world, &market, "2025-11-30");
        remit(world, &market, 48_000);
        distribute(world, first);
        refund(world, sale, 1);
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

#[test]
fn a_rule_on_gross_takes_what_the_shop_kept_from_capital() {
    story(|world: &mut World| {
        let market = open(world);
        let recipients = json!([
            {"kind": "premi", "share": "20"},
            {"kind": "working_capital", "share": 70},
            {"kind": "other", "name": "Koperasi", "share": "10"},
        ]);
        rule(world, "gross", recipients);
        sell(world, &market, 10);
        world.set_day("2025-12-01");
        let statement = approved(world, &market, "2025-11-30");
        remit(world, &market, 240_000);
        distribute(world, statement);
        let told = books(world);
        assert_eq!(
            told,
            "buyer -300000, shop_part 60000, premi_saved 45000, premi_usable 15000, \
             working_capital 150000, other_fund 30000"
        );
        told
    });
}

#[test]
fn sharing_waits_for_approval_money_a_rule_and_the_cost() {
    story(|world: &mut World| {
        let market = open(world);
        sell(world, &market, 12);
        world.set_day("2025-12-01");
        let statement = close(world, &market, "2025-11-30");
        let id: DistributionId = fresh(world);
        let input = json!({"id": id, "statement": statement});
        let share = |world: &World| act(world, &treasurer(), settlement::distribute, input.clone());
        assert_eq!(refused(share(world)), "settlement.not_approved");
        act(world, &head(), settlement::approve_statement, json!({"statement": statement}))
            .expect("approved");
        assert_eq!(refused(share(world)), "settlement.not_remitted");
        remit(world, &market, 100_000);
        assert_eq!(refused(share(world)), "settlement.not_remitted");
        remit(world, &market, 188_000);
        assert_eq!(refused(share(world)), "settlement.no_rule");
        template(world);
        assert!(!share(world).expect("shared").already);
        assert!(share(world).expect("shared").already, "the same again counts once");
        let again = json!({"id": fresh::<kernel::DistributionKind>(world), "statement": statement});
        let no = refused(act(world, &treasurer(), settlement::distribute, again));
        assert_eq!(no, "settlement.already_shared");
        books(world)
    });
}

#[test]
fn a_cost_stands_once_a_rule_on_profit_used_it_and_not_before() {
    story(|world: &mut World| {
        let market = open(world);
        let add = |world: &World| {
            let cost = json!({
                "id": fresh::<()>(world), "batch": market.batch, "what": "Cat", "amount": 4_000,
            });
            act(world, &officer(), production::add_cost, cost)
        };
        rule(
            world,
            "proceeds",
            json!([{"kind": "premi", "share": "60"},
            {"kind": "support_fund", "share": "40"}]),
        );
        sell(world, &market, 5);
        world.set_day("2025-12-01");
        let first = approved(world, &market, "2025-11-30");
        remit(world, &market, 120_000);
        distribute(world, first);
        add(world).expect("no statement reckoned with the cost");
        let mut profit = rule_input(
            fresh(world),
            "profit",
            json!([
            {"kind": "premi", "share": "50"}, {"kind": "support_fund", "share": "50"}]),
        );
        profit["valid_from"] = json!("2025-12-01");
        act(world, &officer(), settlement::draft_rule, profit.clone()).expect("a draft");
        act(world, &head(), settlement::approve_rule, json!({"rule": profit["id"]}))
            .expect("a rule");
        sell(world, &market, 5);
        world.set_day("2026-01-02");
        let second = approved(world, &market, "2025-12-31");
        remit(world, &market, 120_000);
        let id = distribute(world, second);
        assert_eq!(refused(add(world)), "production.costs_fixed");
        let who = world.context(&officer());
        let whole = world.read(move |read| settlement::whole_distribution(read, &who, id));
        // 364.000 over forty pieces, five of them sold.
        assert_eq!(whole.expect("a distribution").distribution.cost, Rupiah(45_500));
        books(world)
    });
}

#[test]
fn without_its_cost_a_batch_is_estimated_only_when_asked() {
    story(|world: &mut World| {
        let mut market = open(world);
        template(world);
        sell(world, &market, 30);
        market.batch = batch(world, market.trap, &market.makers, false);
        send(world, market.agreement, market.batch, 5);
        sell(world, &market, 4);
        world.set_day("2025-12-01");
        let statement = approved(world, &market, "2025-11-30");
        remit(world, &market, 34 * 24_000);
        let id: DistributionId = fresh(world);
        let plain = json!({"id": id, "statement": statement});
        let no = act(world, &treasurer(), settlement::distribute, plain.clone());
        assert_eq!(refused(no), "settlement.cost_unknown");
        let mut asked = plain;
        asked["estimated"] = json!(true);
        act(world, &treasurer(), settlement::distribute, asked).expect("estimated");
        books(world)
    });
}
