//! The figures: the same as the books', and summing to their source at every step.

use kernel::{Actor, Rupiah, ShopId};
use overview::{Asked, GoodsRiver, MoneyRiver, Overview, UnitTotals};
use serde_json::json;
use testkit::{LAPAS, OTHER_LAPAS, OTHER_SHOP, SHOP, World, story};

use crate::market::{
    Market, act, approved, close, distribute, fresh, head, officer, open, refund, remit, sell,
    shopkeeper, template, treasurer,
};

fn look(world: &World, who: &Actor, asked: serde_json::Value) -> Overview {
    let asked: Asked = serde_json::from_value(asked).expect("a question");
    let who = world.context(who);
    world.read(move |read| overview::overview(read, &who, &asked)).expect("an overview")
}

fn november(world: &World) -> overview::Head {
    look(world, &head(), json!({"month": "2025-11"})).head.expect("the head's part")
}

fn flows(river: &MoneyRiver) -> [i64; 8] {
    let all = [
        river.shop_part,
        river.working_capital,
        river.premi,
        river.support_fund,
        river.state_revenue,
        river.not_shared,
        river.not_remitted,
        river.in_crossing_statements,
    ];
    let sum: kernel::Rupiah = all.into_iter().sum();
    assert_eq!(sum + river.expenses + river.other, river.source, "the branches sum to the source");
    all.map(|amount| amount.0)
}

fn places(river: &GoodsRiver) -> String {
    let sum = river.rejected
        + river.workshop
        + river.transit
        + river.shelf
        + river.sold
        + river.damaged
        + river.destroyed
        + river.lost
        + river.discrepancy;
    assert_eq!(sum, river.made, "every piece is in one place");
    format!("{} {} {} {}", river.workshop, river.transit, river.shelf, river.sold)
}

#[test]
fn a_months_rupiah_are_followed_to_everybody() {
    story(|world: &mut World| {
        let market = open(world);
        template(world);
        sell(world, &market, 12);
        let sold = november(world);
        assert_eq!(flows(&sold.money), [72_000, 0, 0, 0, 0, 0, 288_000, 0]);
        assert_eq!((places(&sold.goods).as_str(), sold.goods.sent()), ("10 0 18 12", 30));
        assert_eq!((sold.shops, sold.products, sold.makers_at_work), (1, 1, 3));
        world.set_day("2025-12-01");
        let statement = close(world, &market, "2025-11-30");
        assert_eq!(november(world).waiting.statements, 1);
        let closed = november(world);
        assert_eq!(closed.months.last().map(|m| m.gross.0), Some(360_000), "from the statement");
        act(world, &head(), settlement::approve_statement, json!({"statement": statement}))
            .expect("approved");
        remit(world, &market, 100_000);
        assert_eq!(flows(&november(world).money), [72_000, 0, 0, 0, 0, 100_000, 188_000, 0]);
        remit(world, &market, 188_000);
        distribute(world, statement);
        let shared = november(world);
        let told = flows(&shared.money);
        assert_eq!(told, [72_000, 108_000, 90_000, 63_000, 27_000, 0, 0, 0]);
        assert_eq!(
            (shared.premi.0, shared.state_revenue.due),
            (0, Some(kernel::Rupiah(27_000))),
            "credited later"
        );
        let december = look(world, &head(), json!({}));
        assert_eq!(
            december.last_month_with_sales.map(|m| m.to_string()).as_deref(),
            Some("2025-11")
        );
        let december = december.head.expect("the head's part");
        assert_eq!(december.premi.0, 90_000);
        assert_eq!(december.money_month.to_string(), "2025-11", "the last month with a sale");
        assert_eq!(flows(&december.money), told);
        format!("{told:?}")
    });
}

#[test]
fn a_jobs_rupiah_are_in_the_river_before_and_after_they_are_shared() {
    story(|world: &mut World| {
        let market = open(world);
        template(world);
        let job = crate::market::job(world, &market, 400_000);
        let paid = november(world);
        assert_eq!((paid.money.source.0, paid.money.jobs.0), (400_000, 400_000));
        assert_eq!(flows(&paid.money), [0, 0, 0, 0, 0, 400_000, 0, 0]);
        let id: kernel::DistributionId = crate::market::fresh(world);
        act(world, &treasurer(), settlement::distribute_job, json!({"id": id, "job": job}))
            .expect("shared");
        let shared = november(world);
        // Forty pieces at HPP 9.000: 40.000 profit.
        assert_eq!(flows(&shared.money), [0, 360_000, 20_000, 14_000, 6_000, 0, 0, 0]);
        assert_eq!(
            (shared.premi.0, shared.state_revenue.due),
            (20_000, Some(kernel::Rupiah(6_000)))
        );
        format!("{:?}", flows(&shared.money))
    });
}

#[test]
fn a_statement_over_the_months_end_is_a_branch_of_its_own() {
    story(|world: &mut World| {
        let market = open(world);
        let sale = sell(world, &market, 10);
        world.set_day("2025-12-02");
        sell(world, &market, 5);
        refund(world, sale, 1);
        let before: Vec<i64> = gross(world);
        world.set_day("2025-12-11");
        approved(world, &market, "2025-12-10");
        assert_eq!(gross(world), before, "closing changes no figure");
        assert_eq!(before[10..], [300_000, 120_000]);
        assert_eq!(flows(&november(world).money), [60_000, 0, 0, 0, 0, 0, 0, 240_000]);
        format!("{before:?}")
    });
}

fn gross(world: &World) -> Vec<i64> {
    let head = look(world, &head(), json!({"month": "2025-12"})).head.expect("the head's part");
    let units = look(world, &testkit::overseer("Kanwil Contoh"), json!({"month": "2025-12"}));
    let unit = units.kanwil.expect("the totals").remove(0);
    assert_eq!(head.months.last().map(|month| month.gross), Some(unit.gross), "as the unit's own");
    assert_eq!(unit.shops, head.shops);
    head.months.iter().map(|month| month.gross.0).collect()
}

#[test]
fn an_empty_shelf_is_filled_from_the_workshop() {
    story(|world: &mut World| {
        let market = open(world);
        world.set_day("2025-11-10");
        sell(world, &market, 28);
        let low = look(world, &officer(), json!({})).officer.expect("the officer's part");
        let told: Vec<_> = low
            .refills
            .iter()
            .map(|one| [one.left, one.days_left, one.wanted, one.in_workshop, one.to_send])
            .collect();
        assert_eq!(told, [[2, 2, 26, 10, 10]]);
        assert_eq!(low.refills[0].agreement_id, Some(market.agreement));
        assert!(low.closable.is_empty());
        world.set_day("2026-01-10");
        let later = look(world, &officer(), json!({})).officer.expect("the officer's part");
        assert!(later.refills.is_empty(), "nothing was sold in the last four weeks");
        let open: Vec<String> =
            later.closable.iter().map(|one| format!("{}-{}", one.from, one.to)).collect();
        let slow = look(world, &head(), json!({})).head.expect("the head's part").slow;
        assert_eq!(slow.iter().map(|one| (one.left, one.days)).collect::<Vec<_>>(), [(2, 61)]);
        format!("{told:?} {open:?}")
    });
}

#[test]
fn what_is_owed_ages_until_it_is_paid() {
    story(|world: &mut World| {
        let market = open(world);
        sell(world, &market, 10);
        world.set_day("2025-12-01");
        approved(world, &market, "2025-11-30");
        let shop = look(world, &shopkeeper(), json!({})).shop.expect("the shop's part");
        assert_eq!((shop.dues.total.0, shop.dues.by_age[0].0), (240_000, 240_000));
        assert_eq!(shop.shelf.iter().map(|line| line.left).collect::<Vec<_>>(), [20]);
        let part = shop.shelf[0].shop_part.map(|part| part.0);
        assert_eq!((shop.shelf[0].price.map(|price| price.0), part), (Some(30_000), Some(6_000)));
        world.set_day("2026-02-20");
        let late = look(world, &treasurer(), json!({})).treasurer.expect("the treasurer's part");
        assert_eq!(late.dues.by_age[0].0, 0);
        assert_eq!(late.dues.total.0, 240_000);
        remit(world, &market, 240_000);
        let paid = look(world, &treasurer(), json!({})).treasurer.expect("the treasurer's part");
        assert!(paid.dues.open.is_empty());
        let cash = paid.funds.iter().find(|fund| fund.kind == "cash");
        assert_eq!(cash.map(|fund| fund.balance.0), Some(240_000));
        format!("{:?}", late.dues.by_age)
    });
}

#[test]
fn what_is_owed_is_what_settlement_says() {
    story(|world: &mut World| {
        let market = open(world);
        template(world);
        let sale = sell(world, &market, 2);
        let (mut told, mut days) =
            (Vec::new(), ["2025-12-01", "2026-01-02", "2026-02-02"].into_iter());
        let mut check = |world: &World| {
            let who = world.context(&treasurer());
            let lines = world.read(move |read| settlement::owed_by_age(read, &who));
            let owed: i64 = lines.expect("lines").iter().map(|line| line.total.0).sum();
            let part = look(world, &treasurer(), json!({})).treasurer.expect("his part");
            let open: i64 = part.dues.open.iter().map(|one| one.open.0).sum();
            assert_eq!((part.dues.total.0, open), (owed, owed));
            told.push(owed);
        };
        world.set_day(days.next().expect("a day"));
        let first = approved(world, &market, "2025-11-30");
        check(world);
        remit(world, &market, 20_000);
        check(world);
        remit(world, &market, 28_000);
        distribute(world, first);
        refund(world, sale, 1);
        world.set_day(days.next().expect("a day"));
        let second = approved(world, &market, "2025-12-31");
        distribute(world, second);
        check(world);
        sell(world, &market, 3);
        world.set_day(days.next().expect("a day"));
        approved(world, &market, "2026-01-31");
        check(world);
        assert_eq!(told, [48_000, 28_000, 0, 48_000], "the credit is laid on the last");
        format!("{told:?}")
    });
}

#[test]
fn everybody_sees_his_own_and_nothing_else() {
    story(|world: &mut World| {
        let market = open(world);
        template(world);
        sell(world, &market, 12);
        world.set_day("2025-12-01");
        let statement = approved(world, &market, "2025-11-30");
        remit(world, &market, 288_000);
        distribute(world, statement);
        let december = json!({"consignor": OTHER_LAPAS});
        let own = look(world, &officer(), december);
        assert_eq!(own.officer.map(|part| part.consignor_id), Some(LAPAS));
        assert!(own.head.is_none() && own.treasurer.is_none() && own.house.is_none());
        let other = look(world, &testkit::shopkeeper(OTHER_SHOP), json!({}));
        let other = other.shop.expect("the other shop's part");
        assert!(other.shelf.is_empty() && other.dues.open.is_empty() && other.agreements == 0);
        assert_ne!(other.shop_id, SHOP as ShopId);
        let admin = look(world, &testkit::administrator(), json!({"consignor": LAPAS}));
        assert!(admin.head.is_some() && admin.house.is_some_and(|house| house.units.len() == 1));
        assert!(look(world, &testkit::administrator(), json!({})).head.is_none());
        let keeper = [kernel::Capability::Administer];
        let keeper = testkit::actor("Pengelola sistem", kernel::Reach::All, &keeper);
        let whole = look(world, &keeper, json!({"consignor": LAPAS}));
        assert!(whole.head.is_some() && whole.officer.is_some() && whole.treasurer.is_some());
        kanwil(world, &market)
    });
}

/// Three people got the premi: the regional office sees the unit's totals without it.
fn kanwil(world: &World, market: &Market) -> String {
    let seen = |name: &str| {
        let asked = look(world, &testkit::overseer(name), json!({"month": "2025-12"}));
        assert!(asked.head.is_none() && asked.shop.is_none());
        asked.kanwil.expect("the totals")
    };
    let totals: Vec<UnitTotals> = seen("Kanwil Contoh");
    assert_eq!(totals.len(), 1);
    assert_eq!((totals[0].gross.0, totals[0].premi), (0, None));
    let target = |month: i64, amount: i64| {
        let id = fresh::<settlement::inputs::TargetKind>(world);
        let input = json!({"id": id, "year": 2025, "month": month, "amount": amount});
        act(world, &head(), settlement::set_target, input).expect("a target");
    };
    for (month, amount) in [(0, 1), (0, 700_000), (12, 60_000), (11, 9)] {
        target(month, amount);
    }
    let of = &seen("Kanwil Contoh")[0].state_revenue;
    let own = look(world, &head(), json!({"month": "2025-12"})).head.expect("the head's part");
    assert_eq!((of.target_year, of.target_month), (Some(Rupiah(700_000)), Some(Rupiah(60_000))));
    assert_eq!(of.target_year, own.state_revenue.target_year);
    assert_eq!((of.paid_year, of.due), (own.state_revenue.paid_year, None));
    assert!(seen("Kanwil Lain").is_empty());
    let said = serde_json::to_string(&totals).expect("json");
    assert!(!said.contains("Toko Contoh") && !said.contains("WB-00"), "{said}");
    assert!(!said.contains(&market.agreement.to_string()));
    said
}

#[test]
fn the_menus_numbers_are_those_of_the_page() {
    story(|world: &mut World| {
        let market = open(world);
        let id: kernel::RemittanceId = fresh(world);
        sell(world, &market, 1);
        world.set_day("2025-12-01");
        approved(world, &market, "2025-11-30");
        let report = json!({
            "id": id, "agreement": market.agreement, "amount": 24_000, "paid_on": world.today(),
            "method": "cash",
        });
        act(world, &shopkeeper(), settlement::report_remittance, report).expect("a report");
        let who = world.context(&treasurer());
        let menu = world.read(move |read| overview::waiting(read, &who)).expect("counts");
        let page = look(world, &treasurer(), json!({})).treasurer.expect("the treasurer's part");
        assert_eq!(menu, page.waiting);
        assert_eq!(menu.badge(&treasurer(), "/setoran"), Some(1));
        assert_eq!(menu.badge(&head(), "/setoran"), None);
        assert_eq!(page.remittances.len(), 1);
    });
}

#[test]
fn what_can_be_shared_waits_until_it_is() {
    story(|world: &mut World| {
        let market = open(world);
        template(world);
        sell(world, &market, 12);
        world.set_day("2025-12-01");
        let statement = approved(world, &market, "2025-11-30");
        let mut told = Vec::new();
        let mut wait = |world: &World| {
            let waiting = look(world, &head(), json!({})).head.expect("the head's part").waiting;
            told.push(waiting.to_share);
        };
        wait(world);
        remit(world, &market, 100_000);
        wait(world);
        remit(world, &market, 188_000);
        wait(world);
        distribute(world, statement);
        wait(world);
        assert_eq!(told, [0, 0, 1, 0], "not before the last rupiah, not after it was shared");
        format!("{told:?}")
    });
}

#[test]
fn what_one_recorded_waits_for_another() {
    story(|world: &mut World| {
        let market = open(world);
        let (id, spent): (kernel::ExpenseId, _) = (fresh(world), world.today());
        let report = json!({
            "id": id, "agreement": market.agreement, "kind": "transport", "amount": 5_000,
            "spent_on": spent, "note": "Ongkos",
        });
        let both = kernel::Capabilities::of(&[
            kernel::Capability::RecordGoods,
            kernel::Capability::Approve,
        ]);
        let who = Actor { capabilities: both, ..officer() };
        act(world, &who, settlement::record_expense, report).expect("an expense");
        let badge = |who: &Actor| {
            let context = world.context(who);
            let menu = world.read(move |read| overview::waiting(read, &context)).expect("counts");
            menu.badge(who, "/biaya")
        };
        assert_eq!((badge(&who), badge(&head())), (None, Some(1)));
    });
}

/// The report says what the pages say: the same sums by other ways.
#[test]
fn a_months_report_equals_the_pages() {
    story(|world: &mut World| {
        let market = open(world);
        template(world);
        sell(world, &market, 12);
        world.set_day("2025-12-01");
        let statement = close(world, &market, "2025-11-30");
        act(world, &head(), settlement::approve_statement, json!({"statement": statement}))
            .expect("approved");
        remit(world, &market, 288_000);
        distribute(world, statement);
        let ask = |world: &World, who: &Actor, month: &str| {
            let asked = json!({"consignor": LAPAS, "month": month});
            let asked: overview::AskReport = serde_json::from_value(asked).expect("a question");
            let who = world.context(who);
            world.read(move |read| overview::report(read, &who, &asked))
        };
        let (november, december) = (
            ask(world, &head(), "2025-11").expect("a report"),
            ask(world, &head(), "2025-12").expect("a report"),
        );
        let page = look(world, &head(), json!({"month": "2025-11"})).head.expect("the head's part");
        let month = page.months.last().expect("a month");
        assert_eq!((november.gross, november.shop_part), (month.gross, month.shop_part));
        let of_products: kernel::Rupiah = november.products.iter().map(|one| one.gross).sum();
        assert_eq!(of_products, november.gross, "product by product");
        let [one] = november.products.as_slice() else { panic!("{:?}", november.products) };
        assert_eq!((one.sold, one.sent), (12, page.goods.sent()));
        assert_eq!(one.made, page.goods.made - page.goods.rejected);
        assert!(!november.provisional && december.provisional);
        let now = look(world, &head(), json!({})).head.expect("the head's part");
        assert_eq!(now.state_revenue.due, Some(kernel::Rupiah(27_000)), "what the ledger says");
        // By the rule the state's part says the premi: where these are not told, it is not either.
        assert_eq!(november.state.due, Some(kernel::Rupiah(0)), "nobody got any");
        assert_eq!((december.state.due, december.state.open), (None, None));
        assert_eq!(december.remitted.0, 288_000);
        assert_eq!(december.agreements.shops, now.shops);
        // Three people made it: neither they nor what they got are told.
        assert_eq!(page.makers_at_work, 3);
        assert_eq!((november.people_at_work, december.premi), (None, None));
        assert_eq!(now.premi.0, 90_000);
        assert!(ask(world, &head(), "2026-02").is_err(), "it has not begun");
        assert!(ask(world, &shopkeeper(), "2025-11").is_err(), "not a shop's");
        world.set_day("2026-01-05");
        let press = |first: &str, last: &str| {
            let asked = json!({"consignor": LAPAS, "first": first, "last": last});
            let asked: overview::AskPress = serde_json::from_value(asked).expect("a question");
            let who = world.context(&head());
            world.read(move |read| overview::press(read, &who, &asked))
        };
        let told = press("2025-11-01", "2025-12-31").expect("a press sheet");
        assert_eq!((told.premi, told.premi_people, told.state_paid), (None, None, None));
        for (first, last) in [("2025-11-01", "2025-12-05"), ("2025-12-01", "2026-01-05")] {
            let no = press(first, last).expect_err("two such sheets tell of one day");
            let db::Error::Refused(no) = no else { panic!("{no}") };
            assert_eq!(no.code, overview::No::WholeMonths.code());
        }
        november.gross.to_string()
    });
}
