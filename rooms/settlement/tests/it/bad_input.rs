//! What is refused, and that nothing of it is written.

use kernel::{RuleId, StatementId};
use serde_json::json;
use testkit::{OTHER_LAPAS, OTHER_SHOP, World, story};

use crate::market::{
    act, approved, books, close, fresh, head, officer, open, refused, rule_input, sell, template,
};

#[test]
fn closing_is_refused_early_twice_and_by_others() {
    story(|world: &mut World| {
        let market = open(world);
        sell(world, &market, 3);
        let input = |to: &str| {
            let id: StatementId = fresh(world);
            json!({"id": id, "agreement": market.agreement, "to": to})
        };
        let close_as = |who: &kernel::Actor, to: &str| {
            refused(act(world, who, settlement::close_statement, input(to)))
        };
        assert_eq!(close_as(&officer(), "2025-11-30"), "settlement.period_not_ended at to");
        assert_eq!(close_as(&head(), "2025-11-30"), "kernel.not_allowed");
        let other = testkit::officer(OTHER_LAPAS);
        assert_eq!(close_as(&other, "2025-11-02"), "settlement.unknown");
        assert_eq!(close_as(&officer(), "2025-11-01"), "settlement.period_before_start at to");
        books(world)
    });
}

#[test]
fn a_closed_statement_stays_closed() {
    story(|world: &mut World| {
        let market = open(world);
        sell(world, &market, 3);
        world.set_day("2025-12-01");
        let id: StatementId = fresh(world);
        let input = json!({
            "id": id, "agreement": market.agreement, "to": "2025-11-30", "number": "N-1",
        });
        let close_with =
            |input: serde_json::Value| act(world, &officer(), settlement::close_statement, input);
        assert!(!close_with(input.clone()).expect("closed").already);
        assert!(close_with(input.clone()).expect("closed").already, "the same again counts once");
        let mut other = input.clone();
        other["number"] = json!("N-2");
        assert_eq!(refused(close_with(other)), "journal.id_reused");
        let mut twice = input;
        twice["id"] = json!(fresh::<kernel::StatementKind>(world));
        assert_eq!(refused(close_with(twice)), "settlement.period_before_start at to");
        world.set_day("2026-01-02");
        sell(world, &market, 1);
        world.set_day("2026-01-03");
        let same_number = json!({
            "id": fresh::<kernel::StatementKind>(world), "agreement": market.agreement,
            "to": "2026-01-02", "number": "N-1",
        });
        let done = act(world, &officer(), settlement::close_statement, same_number);
        assert_eq!(refused(done), "settlement.number_taken at number");
    });
}

#[test]
fn a_statement_is_anothers_to_approve_and_may_go_back() {
    story(|world: &mut World| {
        let market = open(world);
        sell(world, &market, 3);
        world.set_day("2025-12-01");
        let id = close(world, &market, "2025-11-30");
        let approve = json!({"statement": id});
        let stranger = testkit::shopkeeper(OTHER_SHOP);
        let no = act(world, &stranger, settlement::approve_statement, approve.clone());
        assert_eq!(refused(no), "settlement.unknown");
        let may = [kernel::Capability::RecordGoods, kernel::Capability::Approve];
        let both = testkit::actor("Kasubsi", kernel::Reach::Consignor(testkit::LAPAS), &may);
        let no = act(world, &both, settlement::approve_statement, approve);
        assert_eq!(refused(no), "kernel.recorder_approves");
        let back = json!({"statement": id, "reason": "retur belum masuk"});
        act(world, &head(), settlement::reject_statement, back).expect("sent back");
        world.set_day("2025-12-08");
        let again = approved(world, &market, "2025-12-07");
        let who = world.context(&officer());
        let whole = world.read(move |read| settlement::whole_statement(read, &who, again));
        let one = whole.expect("a statement").statement;
        assert_eq!(one.from.to_string(), "2025-11-03");
        assert_eq!(one.due, kernel::Rupiah(72_000));
        one.number
    });
}

#[test]
fn rules_are_whole_dated_and_approved_by_another() {
    story(|world: &mut World| {
        open(world);
        let draft = |recipients: serde_json::Value| {
            let id: RuleId = fresh(world);
            let done = act(
                world,
                &officer(),
                settlement::draft_rule,
                rule_input(id, "profit", recipients),
            );
            done.map(|_| id)
        };
        let not_whole =
            json!([{"kind": "premi", "share": 50}, {"kind": "support_fund", "share": 49}]);
        assert_eq!(refused(draft(not_whole)), "settlement.rule_not_whole at recipients");
        let twice = json!([{"kind": "premi", "share": 50}, {"kind": "premi", "share": 50}]);
        assert_eq!(refused(draft(twice)), "settlement.rule_twice at recipients[1].kind");
        let unnamed = json!([{"kind": "premi", "share": 50}, {"kind": "other", "share": 50}]);
        assert_eq!(refused(draft(unnamed)), "settlement.rule_unnamed at recipients[1].name");
        let whole = json!([{"kind": "premi", "share": 50}, {"kind": "support_fund", "share": 50}]);
        let id = draft(whole.clone()).expect("a draft");
        let may = [kernel::Capability::Approve];
        let both = testkit::actor("Kasubsi", kernel::Reach::Consignor(testkit::LAPAS), &may);
        let no = act(world, &both, settlement::approve_rule, json!({"rule": id}));
        assert_eq!(refused(no), "kernel.recorder_approves");
        let second = draft(whole.clone()).expect("a second version");
        act(world, &head(), settlement::approve_rule, json!({"rule": id})).expect("in force");
        // Of two drafts for a day the first that is approved stands; then the day is taken.
        let no = act(world, &head(), settlement::approve_rule, json!({"rule": second}));
        assert_eq!(refused(no), "settlement.rule_day_taken at valid_from");
        assert_eq!(refused(draft(whole.clone())), "settlement.rule_day_taken at valid_from");
        let later: RuleId = fresh(world);
        let mut next = rule_input(later, "profit", whole);
        next["valid_from"] = json!("2025-11-02");
        act(world, &officer(), settlement::draft_rule, next).expect("the day after is free");
        act(world, &head(), settlement::approve_rule, json!({"rule": later})).expect("in force");
        let on = |day: &str| {
            let day: kernel::Day = day.parse().expect("a day");
            let asked = move |read: &mut db::Read| settlement::rule_of(read, testkit::LAPAS, day);
            world.read(asked).expect("a rule").map(|rule| rule.id)
        };
        let days = ["2025-10-31", "2025-11-01", "2025-11-02", "2026-01-01"];
        assert_eq!(days.map(on), [None, Some(id), Some(later), Some(later)]);
        let _ = template;
    });
}
