//! What auditors find again and again: each finding fails by an act, and by leaving one undone; of
//! all days, and of the period whose pack holds the document.

use kernel::{Day, DistributionId, JobId, Period, Rupiah};
use serde_json::json;
use settlement::{Check, Finding};
use testkit::{LAPAS, World, story};

use crate::market::{
    Market, act, approved, books, close, distribute, fresh, head, officer, open, remit, rule_input,
    sell, treasurer,
};

const NOVEMBER: (&str, &str) = ("2025-11-01", "2025-11-30");
const DECEMBER: (&str, &str) = ("2025-12-01", "2025-12-31");
const OCTOBER: (&str, &str) = ("2025-10-01", "2025-10-31");

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn check(world: &World, finding: Finding, period: Option<(&str, &str)>) -> Check {
    let period = period.map(|(from, to)| Period { from: day(from), to: day(to) });
    let who = world.context(&treasurer());
    let all = world.read(move |read| settlement::checks_of(read, &who, LAPAS, period));
    all.expect("checks").into_iter().find(|one| one.finding == finding).expect("the finding")
}

/// Fails of all days and of these periods, with one line of this amount; passes of October, before
/// anything was.
fn fails(world: &World, finding: Finding, periods: &[(&str, &str)], amount: i64) {
    let asked = std::iter::once(None).chain(periods.iter().copied().map(Some));
    for period in asked {
        let found = check(world, finding, period);
        assert_eq!(found.lines.len(), 1, "{finding} {period:?} {found:?}");
        assert_eq!(found.lines[0].amount, Rupiah(amount), "{finding} {period:?}");
        assert!(!found.passed);
    }
    assert!(check(world, finding, Some(OCTOBER)).passed, "{finding}");
}

fn passes(world: &World, finding: Finding) {
    for period in [None, Some(NOVEMBER), Some(DECEMBER)] {
        assert!(check(world, finding, period).passed, "{finding} {period:?}");
    }
}

/// A rule with a decree, so that only what a test leaves undone fails.
fn decreed(world: &World) {
    let recipients = json!([
        {"kind": "premi", "share": "50"},
        {"kind": "support_fund", "share": "30"},
        {"kind": "state_revenue", "share": "20"},
    ]);
    let id = fresh(world);
    let mut input = rule_input(id, "profit", recipients);
    input["decree_number"] = json!("W7.PAS.1-12/2025");
    act(world, &officer(), settlement::draft_rule, input).expect("a draft");
    act(world, &head(), settlement::approve_rule, json!({"rule": id})).expect("a rule");
}

/// Twelve traps of November, approved and paid on 5 December.
fn paid(world: &mut World) -> (Market, kernel::StatementId) {
    let market = open(world);
    decreed(world);
    sell(world, &market, 12);
    world.set_day("2025-12-05");
    let statement = approved(world, &market, "2025-11-30");
    remit(world, &market, 288_000);
    (market, statement)
}

#[test]
fn sales_that_nobody_closes_are_not_collected() {
    story(|world: &mut World| {
        let market = open(world);
        sell(world, &market, 12);
        // Seven days after the month they would be due; nobody is late before.
        world.set_day("2025-12-07");
        passes(world, Finding::NotCollected);
        world.set_day("2025-12-08");
        fails(world, Finding::NotCollected, &[NOVEMBER, DECEMBER], 288_000);
        // Closed and not approved beyond its day: still nothing that the shop owes.
        let statement = close(world, &market, "2025-11-30");
        passes(world, Finding::NotCollected);
        world.set_day("2025-12-20");
        fails(world, Finding::NotCollected, &[NOVEMBER], 288_000);
        let input = json!({"statement": statement});
        act(world, &head(), settlement::approve_statement, input).expect("approved");
        fails(world, Finding::NotCollected, &[NOVEMBER], 288_000);
        remit(world, &market, 288_000);
        passes(world, Finding::NotCollected);
        books(world)
    });
}

#[test]
fn money_that_nobody_shares_may_be_used_directly() {
    story(|world: &mut World| {
        let (_, statement) = paid(world);
        world.set_day("2025-12-12");
        passes(world, Finding::UsedDirectly);
        world.set_day("2025-12-13");
        fails(world, Finding::UsedDirectly, &[NOVEMBER], 288_000);
        distribute(world, statement);
        passes(world, Finding::UsedDirectly);
        books(world)
    });
}

#[test]
fn a_paid_job_that_nobody_shares_may_be_used_directly() {
    story(|world: &mut World| {
        let market = open(world);
        decreed(world);
        let job: JobId = fresh(world);
        let today = world.today();
        let quote = json!({
            "id": job, "product": market.trap, "what": "Sepuluh", "quantity": 10,
            "price": 400_000, "quoted_on": today, "due_on": today, "buyer_name": "Pembeli Contoh",
        });
        act(world, &officer(), production::quote_job, quote).expect("a quote");
        let accept =
            json!({"id": fresh::<()>(world), "job": job, "accepted_on": today, "deposit": 0});
        act(world, &officer(), production::accept_job, accept).expect("accepted");
        let batch: kernel::BatchId = fresh(world);
        let opened = json!({
            "id": batch, "product": market.trap, "started_on": today, "basis": "equal",
            "makers": [{"maker": market.makers[0]}],
            "costs": [{"what": "Bahan", "amount": 90_000}], "job": job,
        });
        act(world, &officer(), production::open_batch, opened).expect("a batch");
        let done = json!({"batch": batch, "finished_on": today, "accepted": 10, "rejected": 0});
        act(world, &head(), production::finish_batch, done).expect("checked");
        let over = json!({"id": fresh::<()>(world), "job": job, "handed_over_on": today});
        act(world, &officer(), production::hand_over_job, over).expect("handed over");
        passes(world, Finding::UsedDirectly);
        world.set_day("2025-11-20");
        fails(world, Finding::UsedDirectly, &[NOVEMBER], 400_000);
        assert!(check(world, Finding::UsedDirectly, Some(DECEMBER)).passed);
        let share = json!({"id": fresh::<DistributionId>(world), "job": job});
        act(world, &treasurer(), settlement::distribute_job, share).expect("shared");
        passes(world, Finding::UsedDirectly);
        books(world)
    });
}

/// What a pack holds, its checks judge: November's distribution was shared on 11 December.
#[test]
fn a_due_is_judged_in_the_period_of_its_statement_and_of_its_sharing() {
    story(|world: &mut World| {
        let (_, statement) = paid(world);
        world.set_day("2025-12-11");
        let shared = distribute(world, statement);
        passes(world, Finding::NotDeposited);
        world.set_day("2026-12-11");
        fails(world, Finding::NotDeposited, &[NOVEMBER, DECEMBER], 36_000);
        // Billed, and waiting beyond the limit.
        let billing: kernel::BillingId = fresh(world);
        let input = json!({
            "id": billing, "code": "820261211000001", "issued_on": world.today(),
            "distributions": [shared],
        });
        act(world, &treasurer(), settlement::issue_billing, input).expect("a billing");
        passes(world, Finding::NotDeposited);
        fails(world, Finding::Late, &[NOVEMBER, DECEMBER], 36_000);
        passes(world, Finding::NoLegalBasis);
        books(world)
    });
}

#[test]
fn a_rule_without_a_decree_is_no_basis_in_either_period() {
    story(|world: &mut World| {
        let market = open(world);
        crate::market::template(world);
        sell(world, &market, 12);
        world.set_day("2025-12-11");
        let statement = approved(world, &market, "2025-11-30");
        remit(world, &market, 288_000);
        distribute(world, statement);
        fails(world, Finding::NoLegalBasis, &[NOVEMBER, DECEMBER], 288_000);
        books(world)
    });
}

/// A statement that runs over the edge of a month is in both packs, and so is its billing.
#[test]
fn a_billing_is_in_the_pack_of_its_statement() {
    story(|world: &mut World| {
        let market = open(world);
        decreed(world);
        sell(world, &market, 12);
        world.set_day("2025-12-16");
        let statement = approved(world, &market, "2025-12-15");
        remit(world, &market, 288_000);
        let shared = distribute(world, statement);
        world.set_day("2026-01-05");
        let billing: kernel::BillingId = fresh(world);
        let input = json!({
            "id": billing, "code": "820260105000001", "issued_on": world.today(),
            "distributions": [shared],
        });
        act(world, &treasurer(), settlement::issue_billing, input).expect("a billing");
        for (from, to) in [NOVEMBER, DECEMBER] {
            let period = Period { from: day(from), to: day(to) };
            let pack = world.read(move |read| settlement::dossier(read, LAPAS, period));
            let pack = pack.expect("a pack");
            assert_eq!(pack.distributions, [shared]);
            assert_eq!(pack.billings, [billing], "{from}");
        }
    });
}

#[test]
fn the_newest_dues_come_first_and_all_of_them_count() {
    let mut world = World::quick();
    let (market, first) = paid(&mut world);
    distribute(&world, first);
    sell(&world, &market, 2);
    world.set_day("2026-01-02");
    let second = approved(&world, &market, "2025-12-31");
    remit(&world, &market, 48_000);
    let newest = distribute(&world, second);
    let site = teststand::serve(&world, settlement::screens(), settlement::api());
    let look = |address: &str| teststand::look(&site, "bendahara", address).text;
    let all: serde_json::Value =
        serde_json::from_str(&look("/api/v1/state-revenue/dues")).expect("JSON");
    assert_eq!((&all["total"], &all["items"][0]["distribution_id"]), (&json!(2), &json!(newest)));
    let second = look("/api/v1/state-revenue/dues?page=2");
    assert!(second.contains("\"items\":[]") && second.contains("\"total\":2"), "{second}");
    let billing: kernel::BillingId = fresh(&world);
    let input = json!({
        "id": billing, "code": "820260105000001", "issued_on": world.today(),
        "distributions": [newest],
    });
    act(&world, &treasurer(), settlement::issue_billing, input).expect("a billing");
    let newest = newest.to_string();
    assert!(look("/api/v1/state-revenue/dues?state=open").contains(&newest));
    assert!(!look("/api/v1/state-revenue/dues?state=unbilled").contains(&newest));
    assert!(look("/pnbp?state=open").contains(&newest));
    assert!(!look("/pnbp?state=unbilled").contains(&newest));
    assert!(!look("/pnbp/billing/baru").contains(&newest));
    // The figure is of all that is unpaid, whatever the list shows.
    assert!(look("/pnbp?state=unbilled").contains("Rp42.000"), "{}", look("/pnbp"));
}

/// Three dues of Rp36.000, Rp6.000 and Rp6.000.
fn three_dues(world: &mut World) -> [kernel::DistributionId; 3] {
    let (market, first) = paid(world);
    let first = distribute(world, first);
    let mut month = |day: &str, to: &str| {
        sell(world, &market, 2);
        world.set_day(day);
        let statement = approved(world, &market, to);
        remit(world, &market, 48_000);
        distribute(world, statement)
    };
    [first, month("2026-01-02", "2025-12-31"), month("2026-02-02", "2026-01-31")]
}

/// A wrong digit in the code changes nothing of what the billing covers.
#[test]
fn a_refused_billing_comes_back_with_the_dues_that_were_chosen() {
    let mut world = World::quick();
    let [first, second, third] = three_dues(&mut world);
    let site = teststand::serve(&world, settlement::screens(), settlement::api());
    let whole = teststand::look(&site, "bendahara", "/pnbp/billing/baru").text;
    assert_eq!(whole.matches(" checked").count(), 3, "{whole}");
    let names: Vec<String> = (0..3).map(|at| format!("name=\"distributions[{at}]\"")).collect();
    assert!(names.iter().all(|name| whole.contains(name)), "each has its own name: {whole}");
    let send = |code: &str, dues: &[(usize, kernel::DistributionId)]| {
        let id: kernel::BillingId = fresh(&world);
        let chosen: String =
            dues.iter().map(|(at, due)| format!("&distributions[{at}]={due}")).collect();
        let form = format!("id={id}&code={code}&issued_on={}{chosen}", world.today());
        teststand::send(&site, "bendahara", "/pnbp/billing/baru", &form)
    };
    let again = send("82026", &[(1, second)]);
    assert_eq!(again.status, 422);
    assert_eq!(again.text.matches(" checked").count(), 1, "{}", again.text);
    assert!(again.text.contains(&format!("value=\"{second}\" checked")), "{}", again.text);
    let none = send("820260202000001", &[]);
    assert_eq!((none.status, none.text.matches(" checked").count()), (422, 0), "{}", none.text);
    // The figures to type are of the same dues, and lead back with them.
    let figures = again.text.split("href=\"").find(|rest| rest.starts_with("/pnbp/billing/angka"));
    let figures = figures.and_then(|rest| rest.split('"').next()).expect("a link");
    let figures = teststand::look(&site, "bendahara", &figures.replace("&amp;", "&")).text;
    assert!(figures.contains("enam ribu rupiah") && !figures.contains("Rp48.000"), "{figures}");
    let back = figures.split("href=\"").find(|rest| rest.starts_with("/pnbp/billing/baru?"));
    let back = back.and_then(|rest| rest.split('"').next()).expect("a link with the choice");
    let back = teststand::look(&site, "bendahara", &back.replace("&amp;", "&")).text;
    assert!(back.contains(&format!("value=\"{second}\" checked")), "{back}");
    assert_eq!(back.matches(" checked").count(), 1, "{back}");
    assert_eq!(send("820260202000001", &[(0, first), (2, third)]).status, 303);
    let left = teststand::look(&site, "bendahara", "/pnbp/billing/baru").text;
    assert!(left.contains(&second.to_string()) && !left.contains(&third.to_string()), "{left}");
}

/// The figures are typed into the treasury's application before there is a code.
#[test]
fn what_to_type_for_a_billing_is_shown_before_it_has_a_code() {
    let mut world = World::quick();
    let (market, first) = paid(&mut world);
    let first = distribute(&world, first);
    sell(&world, &market, 2);
    world.set_day("2026-01-02");
    let second = approved(&world, &market, "2025-12-31");
    remit(&world, &market, 48_000);
    distribute(&world, second);
    let site = teststand::serve(&world, settlement::screens(), settlement::api());
    let look = |who: &str, address: &str| {
        let answer = teststand::look(&site, who, address);
        let bare = answer.text.split('>').find(|text| text.starts_with("settlement."));
        assert_eq!(bare, None, "{address}");
        answer
    };
    let all = look("bendahara", "/pnbp/billing/angka").text;
    assert!(all.contains("Rp42.000") && all.contains("empat puluh dua ribu rupiah"), "{all}");
    let one = look("bendahara", &format!("/pnbp/billing/angka?distributions[0]={first}")).text;
    assert!(one.contains("tiga puluh enam ribu rupiah") && !one.contains("Rp42.000"), "{one}");
    assert!(look("bendahara", "/pnbp/billing/baru").text.contains("/pnbp/billing/angka"));
    assert!([403, 404].contains(&look("pemilik", "/pnbp/billing/angka").status));
    let billing: kernel::BillingId = fresh(&world);
    let input = json!({
        "id": billing, "code": "820260102000001", "issued_on": world.today(),
        "distributions": [first],
    });
    act(&world, &treasurer(), settlement::issue_billing, input).expect("a billing");
    let deposit = json!({
        "id": fresh::<settlement::inputs::DepositKind>(&world), "billing": billing,
        "paid_on": world.today(), "ntpn": "0A1B2C3D4E5F6G7H",
    });
    act(&world, &treasurer(), settlement::record_deposit, deposit).expect("recorded");
    act(&world, &head(), settlement::confirm_deposit, json!({"billing": billing})).expect("paid");
    // December began with nothing and ends with what was shared in it; January paid that.
    let december = look("bendahara", "/pnbp/rekap?year=2025&month=12").text;
    assert!(december.contains("Rp36.000") && !december.contains("0A1B2C3D4E5F6G7H"), "{december}");
    let january = look("bendahara", "/pnbp/rekap?year=2026&month=1").text;
    assert!(january.contains("Rp6.000") && january.contains("0A1B2C3D4E5F6G7H"), "{january}");
    let year = look("bendahara", "/pnbp/rekap?year=2026").text;
    assert!(year.contains("month=1"), "{year}");
}
