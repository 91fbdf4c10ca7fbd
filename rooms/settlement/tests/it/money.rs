//! Statements, expenses and remittances.

use kernel::{ExpenseId, RemittanceId, Rupiah};
use serde_json::json;
use testkit::{LAPAS, World, story};

use crate::market::{
    Market, act, approved, books, close, fresh, head, officer, open, refused, remit, sell,
    shopkeeper, treasurer,
};

fn report(world: &World, market: &Market, amount: i64) -> (RemittanceId, db::Result<()>) {
    let id: RemittanceId = fresh(world);
    let input = json!({
        "id": id, "agreement": market.agreement, "amount": amount, "paid_on": world.today(),
        "method": "transfer",
    });
    let done = act(world, &shopkeeper(), settlement::report_remittance, input);
    (id, done.map(drop))
}

#[test]
fn a_statement_is_paid_in_parts_and_never_too_much() {
    story(|world: &mut World| {
        let market = open(world);
        sell(world, &market, 12);
        assert_eq!(refused(report(world, &market, 1).1), "settlement.nothing_owed");
        world.set_day("2025-12-01");
        let statement = approved(world, &market, "2025-11-30");
        remit(world, &market, 100_000);
        let no = refused(report(world, &market, 188_001).1);
        assert_eq!(no, "settlement.more_than_owed at amount");
        let (first, done) = report(world, &market, 188_000);
        done.expect("reported");
        assert_eq!(refused(report(world, &market, 1).1), "settlement.nothing_owed");
        let confirm = json!({"remittance": first});
        let both = testkit::actor(
            "Pemilik toko",
            kernel::Reach::Consignor(LAPAS),
            &[kernel::Capability::Deposit],
        );
        let no = refused(act(world, &both, settlement::confirm_remittance, confirm.clone()));
        assert_eq!(no, "kernel.recorder_approves");
        let no = refused(act(world, &officer(), settlement::confirm_remittance, confirm.clone()));
        assert_eq!(no, "kernel.not_allowed");
        act(world, &treasurer(), settlement::confirm_remittance, confirm).expect("confirmed");
        let who = world.context(&officer());
        let whole = world.read(move |read| settlement::whole_statement(read, &who, statement));
        let one = whole.expect("a statement").statement;
        assert!(one.remitted() && one.open == Rupiah::ZERO);
        books(world)
    });
}

#[test]
fn what_paid_a_period_belongs_to_it_whenever_it_came() {
    story(|world: &mut World| {
        let market = open(world);
        sell(world, &market, 12);
        world.set_day("2025-12-01");
        let statement = approved(world, &market, "2025-11-30");
        remit(world, &market, 100_000);
        world.set_day("2026-01-10");
        remit(world, &market, 188_000);
        let of = |world: &World, from: &str, to: &str| {
            let period = kernel::Period {
                from: from.parse().expect("a day"),
                to: to.parse().expect("a day"),
            };
            let found = world.read(move |read| settlement::dossier(read, LAPAS, period));
            found.expect("a dossier")
        };
        let november = of(world, "2025-11-01", "2025-11-30");
        assert_eq!(november.statements, [statement]);
        assert_eq!(november.remittances.len(), 2, "{november:?}");
        assert_eq!(november.settled_by[&statement], november.remittances);
        // Of a period without a statement: what was paid in it.
        let december = of(world, "2025-12-01", "2025-12-31");
        assert_eq!(december.remittances, november.remittances[..1]);
        assert!(december.statements.is_empty() && december.settled_by.is_empty());
        books(world)
    });
}

#[test]
fn what_is_owed_grows_old() {
    story(|world: &mut World| {
        let market = open(world);
        sell(world, &market, 10);
        world.set_day("2025-12-01");
        approved(world, &market, "2025-11-30");
        sell(world, &market, 5);
        world.set_day("2026-01-02");
        approved(world, &market, "2025-12-31");
        remit(world, &market, 40_000);
        world.set_day("2026-02-20");
        let who = world.context(&shopkeeper());
        let lines = world.read(move |read| settlement::owed_by_age(read, &who)).expect("lines");
        let line = lines.first().expect("a line");
        // November: 240.000 less 40.000, due on 7 December; December: 120.000, due on 7 January.
        assert_eq!(line.days_61_90, Rupiah(200_000));
        assert_eq!(line.days_31_60, Rupiah(120_000));
        assert_eq!(line.total, Rupiah(320_000));
    });
}

/// November is not closed yet when December's expenses come: each has its own limit.
#[test]
fn the_limit_of_a_statement_is_of_its_own_period() {
    story(|world: &mut World| {
        let market = open(world);
        sell(world, &market, 12);
        let expense = |world: &World, spent_on: &str, amount: i64| {
            let id: ExpenseId = fresh(world);
            let input = json!({
                "id": id, "agreement": market.agreement, "kind": "transport", "amount": amount,
                "spent_on": spent_on, "note": "ongkos becak",
            });
            act(world, &shopkeeper(), settlement::record_expense, input)?;
            act(world, &head(), settlement::confirm_expense, json!({"expense": id})).map(drop)
        };
        expense(world, "2025-11-03", 40_000).expect("November's");
        world.set_day("2025-12-05");
        let no = expense(world, "2025-11-20", 10_001);
        assert_eq!(refused(no), "settlement.expense_over_limit at amount");
        expense(world, "2025-12-02", 50_000).expect("December's own");
        match expense(world, "2025-12-05", 1) {
            Err(db::Error::Refused(no)) => {
                let words = no.params.iter().map(|(name, value)| format!("{name} {value}"));
                let said: Vec<String> = words.collect();
                assert!(said.contains(&"from 2025-12-01".to_owned()), "{said:?}");
            }
            other => panic!("{other:?}"),
        }
        approved(world, &market, "2025-11-30");
        // What is of November and comes after its close stands in December's statement.
        let no = expense(world, "2025-11-29", 1);
        assert_eq!(refused(no), "settlement.expense_over_limit at amount");
        books(world)
    });
}

#[test]
fn an_expense_is_allowed_limited_and_confirmed_by_another() {
    story(|world: &mut World| {
        let market = open(world);
        sell(world, &market, 12);
        let expense = |kind: &str, amount: i64| {
            let id: ExpenseId = fresh(world);
            let input = json!({
                "id": id, "agreement": market.agreement, "kind": kind, "amount": amount,
                "spent_on": "2025-11-03", "note": "ongkos becak",
            });
            let done = act(world, &shopkeeper(), settlement::record_expense, input);
            (id, done.map(drop))
        };
        let no = refused(expense("packaging", 5_000).1);
        assert_eq!(no, "settlement.expense_not_allowed at kind");
        let no = refused(expense("transport", 50_001).1);
        assert_eq!(no, "settlement.expense_over_limit at amount");
        for (content, no) in [("JVBERi0=", "file_broken"), ("PGh0bWw+", "file_kind")] {
            let input = json!({
                "id": fresh::<kernel::EntryKind>(world), "agreement": market.agreement,
                "kind": "transport", "amount": 1, "spent_on": "2025-11-03", "note": "becak",
                "evidence": {"name": "nota.pdf", "content": content},
            });
            let told = refused(act(world, &shopkeeper(), settlement::record_expense, input));
            assert_eq!(told, format!("settlement.{no} at evidence"));
        }
        let (first, done) = expense("transport", 30_000);
        done.expect("recorded");
        let (second, done) = expense("transport", 30_000);
        done.expect("each within the limit");
        let confirm = |id: ExpenseId| json!({"expense": id});
        let no = act(world, &shopkeeper(), settlement::confirm_expense, confirm(first));
        assert_eq!(refused(no), "settlement.not_the_units");
        act(world, &head(), settlement::confirm_expense, confirm(first)).expect("confirmed");
        let no = act(world, &head(), settlement::confirm_expense, confirm(second));
        assert_eq!(refused(no), "settlement.expense_over_limit at amount");
        world.set_day("2025-12-01");
        let statement = close(world, &market, "2025-11-30");
        // Confirmed after closing: it stands in the next statement.
        act(world, &head(), settlement::confirm_expense, confirm(second)).expect("a new period");
        let who = world.context(&officer());
        let whole = world.read(move |read| settlement::whole_statement(read, &who, statement));
        let one = whole.expect("a statement").statement;
        assert_eq!((one.expenses, one.due), (Rupiah(30_000), Rupiah(258_000)));
        let (who, agreement) = (world.context(&officer()), market.agreement);
        let next = world.read(move |read| settlement::running(read, &who, agreement, None));
        assert_eq!(next.expect("running").figures.expenses, Rupiah(30_000));
        books(world)
    });
}

#[test]
fn a_statement_shows_the_shelf_and_late_facts_go_to_the_next() {
    story(|world: &mut World| {
        let market = open(world);
        sell(world, &market, 12);
        world.set_day("2025-12-01");
        let statement = close(world, &market, "2025-11-30");
        // A sale of November that becomes known now.
        let id: kernel::SaleId = fresh(world);
        act(
            world,
            &shopkeeper(),
            sales::sell,
            json!({
                "id": id, "payment": "cash", "business_day": "2025-11-29",
                "lines": [{"product": market.trap, "quantity": 1}],
            }),
        )
        .expect("a late sale");
        let who = world.context(&officer());
        let whole = world.read(move |read| settlement::whole_statement(read, &who, statement));
        let whole = whole.expect("a statement");
        let line = whole.products.first().expect("a product");
        assert_eq!((line.opening, line.received, line.sold, line.closing), (0, 30, 12, 18));
        assert_eq!(line.difference, 0);
        let (who, agreement) = (world.context(&officer()), market.agreement);
        let next = world.read(move |read| settlement::running(read, &who, agreement, None));
        let next = next.expect("running");
        assert_eq!(next.period.from.to_string(), "2025-12-01");
        let line = next.products.first().expect("a product");
        assert_eq!((line.opening, line.sold, line.closing), (18, 1, 17));
        format!("{} {}", whole.statement.number, whole.statement.digest)
    });
}
