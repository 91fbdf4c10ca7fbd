//! What a shop paid or spent, confirmed wrongly, is taken back: one asks, another agrees.

use kernel::{ExpenseId, RemittanceId, Rupiah, StatementId};
use serde_json::{Value, json};
use settlement::{Statement, inputs::MoneyReversalKind};
use testkit::{OTHER_LAPAS, World, story};

use crate::market::{
    Market, act, approved, books, distribute, fresh, head, officer, open, refused, remit, sell,
    shopkeeper, template, treasurer,
};

fn statement(world: &World, id: StatementId) -> Statement {
    let who = world.context(&officer());
    let whole = world.read(move |read| settlement::whole_statement(read, &who, id));
    whole.expect("a statement").statement
}

fn asked(world: &World, what: &str, id: impl serde::Serialize) -> Value {
    let mut input =
        json!({"id": fresh::<MoneyReversalKind>(world), "reason": "dua kali dilaporkan"});
    input[what] = json!(id);
    input
}

fn agree(world: &World, who: &kernel::Actor, asked: &Value) -> db::Result<()> {
    let input = json!({"money_reversal": asked["id"]});
    act(world, who, settlement::confirm_money_reversal, input).map(drop)
}

#[test]
fn a_remittance_taken_back_is_owed_again() {
    story(|world: &mut World| {
        let market = open(world);
        template(world);
        sell(world, &market, 12);
        world.set_day("2025-12-01");
        let nota = approved(world, &market, "2025-11-30");
        remit(world, &market, 100_000);
        let wrong = remit(world, &market, 188_000);
        let ask = |who: &kernel::Actor, input: &Value| {
            act(world, who, settlement::reverse_remittance, input.clone())
        };
        let input = asked(world, "remittance", wrong);
        assert_eq!(refused(ask(&shopkeeper(), &input)), "settlement.not_the_units");
        assert_eq!(refused(ask(&testkit::treasurer(OTHER_LAPAS), &input)), "settlement.unknown");
        ask(&treasurer(), &input).expect("asked");
        assert!(ask(&treasurer(), &input).expect("the same again").already);
        let twice = asked(world, "remittance", wrong);
        assert_eq!(refused(ask(&head(), &twice)), "settlement.money_reversal_open");
        assert!(statement(world, nota).remitted(), "nothing moves before another agrees");
        assert_eq!(refused(agree(world, &treasurer(), &input)), "kernel.recorder_approves");
        assert_eq!(refused(agree(world, &shopkeeper(), &input)), "settlement.not_the_units");
        agree(world, &head(), &input).expect("taken back");
        assert_eq!(statement(world, nota).open, Rupiah(188_000));
        let told = books(world);
        assert!(told.contains("due 188000") && told.contains("cash 100000"), "{told}");
        assert_eq!(refused(ask(&head(), &twice)), "settlement.money_reversal_open");
        remit(world, &market, 188_000);
        distribute(world, nota);
        format!("{told} {}", books(world))
    });
}

#[test]
fn money_that_is_asked_back_is_not_shared_before_that_is_decided() {
    story(|world: &mut World| {
        let market = open(world);
        template(world);
        sell(world, &market, 12);
        world.set_day("2025-12-01");
        let nota = approved(world, &market, "2025-11-30");
        let paid = remit(world, &market, 288_000);
        let input = asked(world, "remittance", paid);
        act(world, &treasurer(), settlement::reverse_remittance, input.clone()).expect("asked");
        let share = json!({"id": fresh::<kernel::DistributionId>(world), "statement": nota});
        let no = act(world, &treasurer(), settlement::distribute, share);
        assert_eq!(refused(no), "settlement.reversal_waits");
        let site = teststand::serve(world, settlement::screens(), settlement::api());
        let page = teststand::look(&site, "bendahara", &format!("/pembagian/baru/{nota}")).text;
        assert!(page.contains("Rp288.000") && page.contains("diminta dibatalkan"), "{page}");
        let stands = json!({"money_reversal": input["id"], "reason": "uangnya ada"});
        act(world, &head(), settlement::reject_money_reversal, stands).expect("it stands");
        assert_eq!(refused(agree(world, &head(), &input)), "settlement.already_decided");
        distribute(world, nota);
        books(world)
    });
}

#[test]
fn money_that_was_shared_and_never_came_is_owed_again() {
    story(|world: &mut World| {
        let market = open(world);
        template(world);
        sell(world, &market, 12);
        world.set_day("2025-12-01");
        let nota = approved(world, &market, "2025-11-30");
        let paid = remit(world, &market, 288_000);
        let shared = distribute(world, nota);
        sell(world, &market, 2);
        let input = asked(world, "remittance", paid);
        act(world, &treasurer(), settlement::reverse_remittance, input.clone()).expect("asked");
        agree(world, &head(), &input).expect("taken back");
        assert_eq!(statement(world, nota).open, Rupiah(288_000));
        let told = books(world);
        // What was shared stays with those who have it; the till lacks it until the shop pays.
        assert!(told.contains("cash -288000"), "{told}");
        let site = teststand::serve(world, settlement::screens(), settlement::api());
        for page in [format!("/nota/{nota}"), format!("/pembagian/{shared}")] {
            let text = teststand::look(&site, "bendahara", &page).text;
            assert!(text.contains("sebelum uangnya benar-benar masuk"), "{text}");
        }
        let failing = |world: &World| {
            let who = world.context(&treasurer());
            let all = world.read(move |read| settlement::checks(read, &who, testkit::LAPAS));
            let all = all.expect("checks");
            all.iter().filter(|one| !one.passed).map(|one| one.finding).collect::<Vec<_>>()
        };
        let lacks = settlement::Finding::NotCollected;
        assert!(failing(world).contains(&lacks), "{:?}", failing(world));
        // It is shared once, and what is shared next waits for what is missing.
        let again = json!({"id": fresh::<kernel::DistributionId>(world), "statement": nota});
        let no = act(world, &treasurer(), settlement::distribute, again);
        assert_eq!(refused(no), "settlement.already_shared");
        world.set_day("2026-01-02");
        let next = approved(world, &market, "2025-12-31");
        remit(world, &market, 48_000);
        assert_eq!(statement(world, nota).open, Rupiah(240_000));
        let early = json!({"id": fresh::<kernel::DistributionId>(world), "statement": next});
        let no = act(world, &treasurer(), settlement::distribute, early);
        assert_eq!(refused(no), "settlement.not_remitted");
        remit(world, &market, 288_000);
        distribute(world, next);
        assert!(!failing(world).contains(&lacks), "{:?}", failing(world));
        format!("{told} {}", books(world))
    });
}

fn expense(world: &World, market: &Market, amount: i64, confirmed: bool) -> ExpenseId {
    let id: ExpenseId = fresh(world);
    let input = json!({
        "id": id, "agreement": market.agreement, "kind": "transport", "amount": amount,
        "spent_on": world.today(), "note": "becak",
    });
    act(world, &shopkeeper(), settlement::record_expense, input).expect("recorded");
    if confirmed {
        act(world, &head(), settlement::confirm_expense, json!({"expense": id}))
            .expect("confirmed");
    }
    id
}

fn expense_back(world: &World, id: ExpenseId) -> Value {
    let input = asked(world, "expense", id);
    act(world, &officer(), settlement::reverse_expense, input.clone()).expect("asked");
    assert_eq!(refused(agree(world, &treasurer(), &input)), "kernel.not_allowed");
    agree(world, &head(), &input).expect("taken back");
    input
}

#[test]
fn an_expense_of_the_running_period_is_as_if_it_had_not_been() {
    story(|world: &mut World| {
        let market = open(world);
        sell(world, &market, 12);
        let only_reported = expense(world, &market, 1_000, false);
        let input = asked(world, "expense", only_reported);
        let no = refused(act(world, &officer(), settlement::reverse_expense, input));
        assert_eq!(no, "settlement.money_not_confirmed");
        let wrong = expense(world, &market, 40_000, true);
        expense_back(world, wrong);
        // The limit of Rp50.000 is free for the right one.
        expense(world, &market, 45_000, true);
        world.set_day("2025-12-01");
        let nota = statement(world, approved(world, &market, "2025-11-30"));
        assert_eq!((nota.expenses, nota.due), (Rupiah(45_000), Rupiah(243_000)));
        books(world)
    });
}

#[test]
fn an_expense_of_a_closed_statement_comes_back_in_the_next() {
    story(|world: &mut World| {
        let market = open(world);
        template(world);
        sell(world, &market, 12);
        let wrong = expense(world, &market, 30_000, true);
        world.set_day("2025-12-01");
        let first = approved(world, &market, "2025-11-30");
        remit(world, &market, 258_000);
        distribute(world, first);
        expense_back(world, wrong);
        assert_eq!(statement(world, first).expenses, Rupiah(30_000), "frozen");
        world.set_day("2026-01-02");
        let second = approved(world, &market, "2025-12-31");
        let nota = statement(world, second);
        assert_eq!((nota.expenses, nota.due), (Rupiah(-30_000), Rupiah(30_000)));
        remit(world, &market, 30_000);
        let id = distribute(world, second);
        let who = world.context(&officer());
        let whole = world.read(move |read| settlement::whole_distribution(read, &who, id));
        let one = whole.expect("a distribution").distribution;
        // No maker of December brought it in: the fund that bore it gets it.
        assert_eq!((one.premi, one.state_revenue), (Rupiah::ZERO, Rupiah(4_500)));
        books(world)
    });
}

#[test]
fn an_expense_taken_back_does_not_pay_for_one_of_the_period() {
    story(|world: &mut World| {
        let market = open(world);
        template(world);
        sell(world, &market, 12);
        let wrong = expense(world, &market, 20_000, true);
        world.set_day("2025-12-01");
        let first = approved(world, &market, "2025-11-30");
        remit(world, &market, 268_000);
        distribute(world, first);
        expense_back(world, wrong);
        sell(world, &market, 5);
        expense(world, &market, 20_000, true);
        world.set_day("2026-01-02");
        let second = approved(world, &market, "2025-12-31");
        remit(world, &market, 120_000);
        let id = distribute(world, second);
        let who = world.context(&officer());
        let whole = world.read(move |read| settlement::whole_distribution(read, &who, id));
        let one = whole.expect("a distribution").distribution;
        // Five at a profit of 15.000, less the 20.000 of December: half of 55.000.
        assert_eq!((one.base, one.premi), (Rupiah(75_000), Rupiah(27_500)));
        books(world)
    });
}

#[test]
fn the_pages_take_back_what_was_confirmed() {
    let mut world = World::quick();
    let market = open(&world);
    sell(&world, &market, 12);
    let spent = expense(&world, &market, 10_000, true);
    world.set_day("2025-12-01");
    approved(&world, &market, "2025-11-30");
    let paid: RemittanceId = remit(&world, &market, 278_000);
    let site = teststand::serve(&world, settlement::screens(), settlement::api());
    let in_words = |answer: teststand::Answer| {
        let bare = answer.text.split('>').find(|text| text.starts_with("settlement."));
        assert_eq!(bare, None, "a key and not its words: {}", answer.text);
        answer
    };
    let look = |who: &str, address: &str| in_words(teststand::look(&site, who, address));
    let send =
        |who: &str, address: &str, body: &str| in_words(teststand::send(&site, who, address, body));
    for (page, list) in
        [(format!("/setoran/{paid}"), "/setoran"), (format!("/biaya/{spent}"), "/biaya")]
    {
        let form = format!("{page}/batal");
        assert!(look("kasubsi", &page).text.contains(&form), "{page}");
        assert!(!look("pemilik", &page).text.contains(&form), "{page}");
        assert!([403, 404].contains(&look("pemilik", &form).status));
        assert_eq!(look("kasubsi", &form).status, 200);
        assert_eq!(send("kasubsi", &form, "id=&reason=").status, 422);
        let reversal = fresh::<MoneyReversalKind>(&world);
        let body = format!("id={reversal}&reason=dua+kali");
        assert_eq!(send("kasubsi", &form, &body).location, page);
        let yes = format!("{form}/{reversal}/setujui");
        assert!(!look("kasubsi", &page).text.contains(&yes), "not by who asked");
        let waits = look("kalapas", &format!("{list}?state=reported")).text;
        assert!(waits.contains(&page) && waits.contains("Pembatalan menunggu"), "{waits}");
        assert!(look("kalapas", &page).text.contains(&yes));
        assert!([403, 404].contains(&send("pemilik", &yes, "").status));
        assert_eq!(send("kalapas", &yes, "").location, page);
        let after = look("kalapas", &page).text;
        assert!(after.contains("Dibatalkan") && !after.contains(&yes), "{after}");
        assert!(!look("kasubsi", &page).text.contains(&format!("{form}\"")));
        let api = look(
            "kalapas",
            &format!(
                "/api/v1{}/reversals",
                match list {
                    "/setoran" => format!("/remittances/{paid}"),
                    _ => format!("/expenses/{spent}"),
                }
            ),
        );
        assert!(api.status == 200 && api.text.contains(&reversal.to_string()), "{}", api.text);
    }
    assert!(!look("kalapas", &format!("/setoran/{paid}")).text.contains("kwitansi.pdf"));
}
