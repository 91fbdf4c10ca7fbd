//! PNBP and premi after the sharing.

use kernel::{BillingId, DistributionId, PayoutId, Rupiah};
use serde_json::{Value, json};
use settlement::{
    Finding,
    inputs::{DepositKind, PayoutReversalKind},
};
use testkit::{LAPAS, World, story};

use crate::market::{
    Market, act, approved, books, distribute, fresh, head, officer, open, refused, remit,
    rule_input, sell, template, treasurer,
};

fn shared(world: &mut World) -> (Market, DistributionId) {
    let market = open(world);
    template(world);
    sell(world, &market, 12);
    world.set_day("2025-12-01");
    let statement = approved(world, &market, "2025-11-30");
    remit(world, &market, 288_000);
    (market, distribute(world, statement))
}

fn billing(world: &World, code: &str, of: DistributionId) -> (BillingId, Value) {
    let id: BillingId = fresh(world);
    let input = json!({"id": id, "code": code, "issued_on": world.today(), "distributions": [of]});
    (id, input)
}

fn failing(world: &World) -> Vec<Finding> {
    let who = world.context(&treasurer());
    let all = world.read(move |read| settlement::checks(read, &who, LAPAS)).expect("checks");
    all.into_iter().filter(|check| !check.passed).map(|check| check.finding).collect()
}

#[test]
fn an_expired_billing_reopens_what_it_covered() {
    story(|world: &mut World| {
        let (_, distribution) = shared(world);
        // The template has no decree of the unit's own.
        assert_eq!(failing(world), [Finding::NoLegalBasis]);
        let issue =
            |input: Value| act(world, &treasurer(), settlement::issue_billing, input).map(drop);
        let (_, wrong) = billing(world, "12345", distribution);
        assert_eq!(refused(issue(wrong)), "settlement.billing_code at code");
        let (first, input) = billing(world, "820251201000001", distribution);
        issue(input).expect("a billing");
        let (_, second) = billing(world, "820251201000002", distribution);
        assert_eq!(refused(issue(second)), "settlement.due_billed");
        world.set_day("2025-12-09");
        let deposit = json!({
            "id": fresh::<DepositKind>(world),
            "billing": first, "paid_on": "2025-12-09", "ntpn": "0A1B2C3D4E5F6G7H",
        });
        let no = act(world, &treasurer(), settlement::record_deposit, deposit);
        assert_eq!(refused(no), "settlement.billing_expired");
        assert_eq!(failing(world), [Finding::NotDeposited, Finding::NoLegalBasis]);
        let (second, input) = billing(world, "820251201000002", distribution);
        act(world, &treasurer(), settlement::issue_billing, input).expect("a second billing");
        let deposit = json!({
            "id": fresh::<DepositKind>(world),
            "billing": second, "paid_on": "2025-12-09", "ntb": "000012345678",
            "ntpn": "0a1b2c3d4e5f6g7h",
        });
        act(world, &treasurer(), settlement::record_deposit, deposit).expect("recorded");
        let confirm = json!({"billing": second});
        let no = act(world, &treasurer(), settlement::confirm_deposit, confirm.clone());
        assert_eq!(refused(no), "kernel.recorder_approves");
        act(world, &head(), settlement::confirm_deposit, confirm).expect("confirmed");
        let target = json!({
            "id": fresh::<settlement::inputs::TargetKind>(world), "year": 2025, "month": 12,
            "amount": 50_000,
        });
        act(world, &head(), settlement::set_target, target).expect("a target");
        let lines = world.read(|read| settlement::targets(read, LAPAS, 2025)).expect("targets");
        assert_eq!(lines[0].realised, Rupiah(27_000));
        assert_eq!((lines[12].target, lines[12].realised), (Some(Rupiah(50_000)), Rupiah(27_000)));
        // It was paid a day beyond the unit's seven.
        assert_eq!(failing(world), [Finding::Late, Finding::NoLegalBasis]);
        books(world)
    });
}

/// She paid in time and types it in a month later.
#[test]
fn a_billing_that_was_paid_in_time_is_recorded_late() {
    story(|world: &mut World| {
        let (_, distribution) = shared(world);
        let typed = |world: &World, code: &str, expires_on: &str| {
            let id: BillingId = fresh(world);
            let input = json!({
                "id": id, "code": code, "issued_on": "2025-12-02", "expires_on": expires_on,
                "distributions": [distribution],
            });
            (id, act(world, &treasurer(), settlement::issue_billing, input).map(drop))
        };
        world.set_day("2026-01-09");
        let (_, no) = typed(world, "820251202000001", "2025-12-01");
        assert_eq!(refused(no), "settlement.billing_days at expires_on");
        let (_, no) = typed(world, "820251202000001", "2026-02-15");
        assert_eq!(refused(no), "settlement.billing_days at expires_on");
        // Nothing holds what one covers that ran out and was never paid.
        let (unpaid, done) = typed(world, "820251202000001", "2025-12-09");
        done.expect("a billing that ran out");
        let unbilled = |world: &World| {
            let site = teststand::serve(world, settlement::screens(), settlement::api());
            let page = "/api/v1/state-revenue/dues?state=unbilled";
            teststand::look(&site, "bendahara", page).text
        };
        assert!(unbilled(world).contains(&distribution.to_string()), "{}", unbilled(world));
        let (paid, done) = typed(world, "820251202000002", "2025-12-09");
        done.expect("another");
        let deposit = |billing: BillingId, paid_on: &str| {
            let input = json!({
                "id": fresh::<DepositKind>(world), "billing": billing, "paid_on": paid_on,
                "ntpn": "0A1B2C3D4E5F6G7H",
            });
            act(world, &treasurer(), settlement::record_deposit, input).map(drop)
        };
        assert_eq!(refused(deposit(paid, "2025-12-10")), "settlement.billing_expired");
        deposit(paid, "2025-12-05").expect("recorded");
        assert_eq!(refused(deposit(unpaid, "2025-12-05")), "settlement.due_billed");
        act(world, &head(), settlement::confirm_deposit, json!({"billing": paid})).expect("paid");
        let site = teststand::serve(world, settlement::screens(), settlement::api());
        let page = teststand::look(&site, "bendahara", "/pnbp").text;
        assert!(page.contains("5 Des 2025"), "{page}");
        assert_eq!(failing(world), [Finding::NoLegalBasis]);
        books(world)
    });
}

/// Fifty, thirty-five and fifteen by the unit's own decree are not the template any more.
#[test]
fn the_templates_shares_by_a_decree_of_the_units_own_are_a_basis() {
    story(|world: &mut World| {
        let market = open(world);
        let id: kernel::RuleId = fresh(world);
        let whole = json!([
            {"kind": "premi", "share": 50}, {"kind": "support_fund", "share": 35},
            {"kind": "state_revenue", "share": 15},
        ]);
        let mut own = rule_input(id, "profit", whole);
        own["decree_number"] = json!("W.12-PAS-001");
        act(world, &officer(), settlement::draft_rule, own).expect("a draft");
        act(world, &head(), settlement::approve_rule, json!({"rule": id})).expect("in force");
        let site = teststand::serve(world, settlement::screens(), settlement::api());
        let page = teststand::look(&site, "kalapas", &format!("/aturan/{id}")).text;
        assert!(page.contains("W.12-PAS-001") && !page.contains(">templat<"), "{page}");
        sell(world, &market, 12);
        world.set_day("2025-12-01");
        let statement = approved(world, &market, "2025-11-30");
        remit(world, &market, 288_000);
        distribute(world, statement);
        assert_eq!(failing(world), []);
        books(world)
    });
}

#[test]
fn premi_is_paid_up_to_the_balance_and_savings_at_release() {
    story(|world: &mut World| {
        let (market, _) = shared(world);
        let maker = market.makers[0];
        let payout = |part: &str, amount: i64| {
            let id: PayoutId = fresh(world);
            let input = json!({
                "id": id, "maker": maker, "part": part, "amount": amount, "method": "bank_book",
                "paid_on": world.today(),
            });
            let done = act(world, &treasurer(), settlement::record_payout, input);
            (id, done.map(drop))
        };
        // 45.000: a quarter usable.
        assert_eq!(refused(payout("usable", 11_251).1), "settlement.above_balance at amount");
        let (id, done) = payout("usable", 11_250);
        done.expect("recorded");
        assert_eq!(refused(payout("usable", 1).1), "settlement.above_balance at amount");
        assert_eq!(refused(payout("saved", 1).1), "settlement.not_released at part");
        let confirm = json!({"payout": id});
        let no = act(world, &treasurer(), settlement::confirm_payout, confirm.clone());
        assert_eq!(refused(no), "kernel.recorder_approves");
        act(world, &head(), settlement::confirm_payout, confirm).expect("confirmed");
        let release = json!({
            "id": fresh::<kernel::EntryKind>(world), "maker": maker, "released_on": world.today(),
        });
        act(world, &officer(), people::release_maker, release).expect("released");
        let list = |world: &World| {
            world.read(move |read| settlement::release_checklist(read, LAPAS, maker)).expect("list")
        };
        assert!(!list(world).clear && list(world).saved == Rupiah(33_750));
        let (id, done) = payout("saved", 33_750);
        done.expect("recorded");
        assert!(!list(world).clear);
        act(world, &head(), settlement::confirm_payout, json!({"payout": id})).expect("confirmed");
        assert!(list(world).clear);
        books(world)
    });
}

#[test]
fn a_wrong_payout_is_taken_back_by_anothers_word() {
    story(|world: &mut World| {
        let (market, _) = shared(world);
        let maker = market.makers[0];
        let id: PayoutId = fresh(world);
        let pay = json!({
            "id": id, "maker": maker, "part": "usable", "amount": 10_000, "method": "bank_book",
            "paid_on": world.today(),
        });
        act(world, &treasurer(), settlement::record_payout, pay).expect("recorded");
        let asked = |world: &World| {
            let reversal = fresh::<PayoutReversalKind>(world);
            json!({"id": reversal, "payout": id, "reason": "untuk WB-002"})
        };
        let send = |world: &World, input: Value| {
            act(world, &treasurer(), settlement::reverse_payout, input)
        };
        assert_eq!(refused(send(world, asked(world))), "settlement.not_paid_out");
        let before = books(world);
        act(world, &head(), settlement::confirm_payout, json!({"payout": id})).expect("confirmed");
        let told = |who: &str, more: &str| {
            let site = teststand::serve(world, settlement::screens(), settlement::api());
            teststand::look(&site, who, &format!("/api/v1/payouts/{id}{more}"))
        };
        assert!(told("kalapas", "").text.contains("10000"), "{}", told("kalapas", "").text);
        assert_eq!((told("tetangga", "").status, told("pemilik", "").status), (404, 404));
        let usable = |world: &World| {
            let all = world.read(|read| settlement::accounts(read, LAPAS)).expect("accounts");
            let own = all.into_iter().find(|one| one.maker_id == maker).expect("an account");
            (own.usable.0, own.paid.0)
        };
        assert_eq!(usable(world), (1_250, 10_000));
        let paid = books(world);
        let wrong = asked(world);
        assert!(!send(world, wrong.clone()).expect("asked for").already);
        assert!(send(world, wrong.clone()).expect("the same again").already);
        // Another learns by the API which it is and why.
        let reversals = told("kalapas", "/reversals").text;
        let id = wrong["id"].as_str().expect("an id");
        assert!(reversals.contains(id) && reversals.contains("untuk WB-002"), "{reversals}");
        assert_eq!(told("tetangga", "/reversals").status, 404);
        assert_eq!(refused(send(world, asked(world))), "settlement.payout_reversal_open");
        assert_eq!(books(world), paid, "nothing moves before another agrees");

        let agree = json!({"payout_reversal": wrong["id"]});
        let confirm = |who: &kernel::Actor, input: &Value| {
            act(world, who, settlement::confirm_payout_reversal, input.clone())
        };
        assert_eq!(refused(confirm(&treasurer(), &agree)), "kernel.recorder_approves");
        let stranger = testkit::head(testkit::OTHER_LAPAS);
        assert_eq!(refused(confirm(&stranger, &agree)), "settlement.unknown");
        let no = json!({"payout_reversal": wrong["id"], "reason": "sudah benar"});
        act(world, &head(), settlement::reject_payout_reversal, no).expect("it stands");
        assert_eq!(refused(confirm(&head(), &agree)), "settlement.already_decided");
        assert_eq!((books(world), usable(world)), (paid, (1_250, 10_000)));

        let wrong = asked(world);
        send(world, wrong.clone()).expect("asked for again");
        let agree = json!({"payout_reversal": wrong["id"]});
        assert!(!confirm(&head(), &agree).expect("taken back").already);
        assert!(confirm(&head(), &agree).expect("again").already);
        assert_eq!((books(world), usable(world)), (before, (11_250, 0)));
        assert_eq!(refused(send(world, asked(world))), "settlement.payout_reversal_open");
        // The whole half may be paid again.
        let anew: PayoutId = fresh(world);
        let pay = json!({
            "id": anew, "maker": maker, "part": "usable", "amount": 11_250, "method": "transfer",
            "paid_on": world.today(),
        });
        act(world, &treasurer(), settlement::record_payout, pay).expect("recorded anew");
        books(world)
    });
}

#[test]
fn the_page_of_a_payout_takes_it_back() {
    let mut world = World::quick();
    let (market, _) = shared(&mut world);
    let id: PayoutId = fresh(&world);
    let pay = json!({
        "id": id, "maker": market.makers[0], "part": "usable", "amount": 10_000,
        "method": "bank_book", "paid_on": world.today(),
    });
    act(&world, &treasurer(), settlement::record_payout, pay).expect("recorded");
    act(&world, &head(), settlement::confirm_payout, json!({"payout": id})).expect("confirmed");
    let site = teststand::serve(&world, settlement::screens(), settlement::api());
    let page = format!("/premi/bayar/{id}");
    let in_words = |answer: teststand::Answer| {
        let bare = answer.text.split('>').find(|text| text.starts_with("settlement."));
        assert_eq!(bare, None, "a key and not its words: {}", answer.text);
        answer
    };
    let look = |who: &str, address: &str| in_words(teststand::look(&site, who, address));
    let send =
        |who: &str, address: &str, body: &str| in_words(teststand::send(&site, who, address, body));
    assert!(look("bendahara", &page).text.contains(&format!("{page}/batal")));
    assert!(!look("kasubsi", &page).text.contains(&format!("{page}/batal")));
    let empty = send("bendahara", &format!("{page}/batal"), "id=&reason=");
    assert_eq!(empty.status, 422);
    let reversal = fresh::<PayoutReversalKind>(&world);
    let form = format!("id={reversal}&reason=untuk+WB-002");
    assert_eq!(send("bendahara", &format!("{page}/batal"), &form).location, page);
    let agree = format!("{page}/batal/{reversal}/setujui");
    let own = look("bendahara", &page).text;
    assert!(own.contains("untuk WB-002") && !own.contains(&agree));
    let list = look("kalapas", "/premi/bayar?state=reported").text;
    assert!(list.contains(&page) && list.contains("Pembatalan menunggu"), "{list}");
    assert!(look("kalapas", &page).text.contains(&agree));
    assert!([403, 404].contains(&send("pemilik", &agree, "").status));
    assert_eq!(send("kalapas", &agree, "").location, page);
    let after = look("kalapas", &page).text;
    assert!(after.contains("Dibatalkan") && !after.contains(&agree), "{after}");
    assert!(!look("bendahara", &page).text.contains(&format!("{page}/batal\"")));
}

#[test]
fn a_wrong_payment_is_taken_back_and_recorded_anew() {
    story(|world: &mut World| {
        let (_, distribution) = shared(world);
        let (billing, input) = billing(world, "820251201000001", distribution);
        act(world, &treasurer(), settlement::issue_billing, input).expect("a billing");
        let reverse = |world: &World, reason: &str| {
            let id = fresh::<settlement::inputs::ReversalKind>(world);
            let input = json!({"id": id, "billing": billing, "reason": reason});
            (id, act(world, &treasurer(), settlement::reverse_deposit, input).map(drop))
        };
        assert_eq!(refused(reverse(world, "kosong").1), "settlement.not_deposited");
        let paying = |world: &World, ntpn: &str| {
            let id = fresh::<DepositKind>(world);
            json!({"id": id, "billing": billing, "paid_on": "2025-12-02", "ntpn": ntpn})
        };
        let send = |world: &World, input: Value| {
            act(world, &treasurer(), settlement::record_deposit, input)
        };
        let pay = |world: &World, ntpn: &str| send(world, paying(world, ntpn)).map(drop);
        world.set_day("2025-12-02");
        // Mistyped, and seen before anybody confirmed it: it stood in no book.
        let mistyped = paying(world, "0000000000000000");
        assert!(!send(world, mistyped.clone()).expect("recorded").already);
        assert!(send(world, mistyped.clone()).expect("the same again").already);
        let mut other = mistyped.clone();
        other["ntpn"] = json!("3333333333333333");
        assert_eq!(refused(send(world, other)), "journal.id_reused");
        reverse(world, "salah ketik").1.expect("taken back at once");
        // A network that delivers it late records nothing a second time.
        assert!(send(world, mistyped).expect("known").already);
        let right = paying(world, "1111111111111111");
        assert!(!send(world, right.clone()).expect("recorded anew").already);
        // A word about the one that was taken back is none about this one.
        let stale = json!({"billing": billing, "deposit": fresh::<DepositKind>(world)});
        let no = act(world, &head(), settlement::confirm_deposit, stale);
        assert_eq!(refused(no), "settlement.already_decided");
        let confirm = json!({"billing": billing, "deposit": right["id"]});
        act(world, &head(), settlement::confirm_deposit, confirm.clone()).expect("confirmed");
        let paid = books(world);
        assert!(paid.contains("state_revenue_paid 27000"), "{paid}");
        // Confirmed, and wrong all the same: another must agree.
        let (id, done) = reverse(world, "NTPN milik billing lain");
        done.expect("asked for");
        assert_eq!(refused(reverse(world, "lagi").1), "settlement.reversal_open");
        assert_eq!(books(world), paid, "nothing moves before another agrees");
        let agree = json!({"reversal": id});
        let no = act(world, &treasurer(), settlement::confirm_reversal, agree.clone());
        assert_eq!(refused(no), "kernel.recorder_approves");
        let stranger = testkit::head(testkit::OTHER_LAPAS);
        let no = act(world, &stranger, settlement::confirm_reversal, agree.clone());
        assert_eq!(refused(no), "settlement.unknown");
        act(world, &head(), settlement::confirm_reversal, agree.clone()).expect("taken back");
        let again = act(world, &head(), settlement::confirm_reversal, agree);
        assert!(again.expect("again").already);
        assert!(books(world).contains("state_revenue_due 27000"));
        let lines = world.read(|read| settlement::targets(read, LAPAS, 2025)).expect("targets");
        assert_eq!(lines[0].realised, Rupiah::ZERO);
        // The clock counts again, and the billing ran out meanwhile.
        world.set_day("2025-12-20");
        assert_eq!(failing(world), [Finding::NotDeposited, Finding::NoLegalBasis]);
        pay(world, "2222222222222222").expect("paid within its days, recorded late");
        let no = act(world, &head(), settlement::confirm_deposit, confirm);
        assert_eq!(refused(no), "settlement.already_decided");
        act(world, &head(), settlement::confirm_deposit, json!({"billing": billing}))
            .expect("confirmed anew");
        assert_eq!(books(world), paid);
        assert_eq!(failing(world), [Finding::NoLegalBasis]);
        books(world)
    });
}

#[test]
fn a_payment_that_stands_is_not_taken_back() {
    story(|world: &mut World| {
        let (_, distribution) = shared(world);
        let (billing, input) = billing(world, "820251201000001", distribution);
        act(world, &treasurer(), settlement::issue_billing, input).expect("a billing");
        let pay = json!({
            "id": fresh::<DepositKind>(world),
            "billing": billing, "paid_on": world.today(), "ntpn": "1111111111111111",
        });
        act(world, &treasurer(), settlement::record_deposit, pay).expect("recorded");
        act(world, &head(), settlement::confirm_deposit, json!({"billing": billing}))
            .expect("confirmed");
        let before = books(world);
        let id = fresh::<settlement::inputs::ReversalKind>(world);
        let input = json!({"id": id, "billing": billing, "reason": "keliru"});
        act(world, &treasurer(), settlement::reverse_deposit, input).expect("asked for");
        let refuse = json!({"reversal": id, "reason": "sudah benar"});
        act(world, &head(), settlement::reject_reversal, refuse).expect("it stands");
        let no = act(world, &head(), settlement::confirm_reversal, json!({"reversal": id}));
        assert_eq!(refused(no), "settlement.already_decided");
        assert_eq!(books(world), before);
        let again = fresh::<settlement::inputs::ReversalKind>(world);
        let input = json!({"id": again, "billing": billing, "reason": "ternyata salah"});
        act(world, &treasurer(), settlement::reverse_deposit, input).expect("asked for again");
        let site = teststand::serve(world, settlement::screens(), settlement::api());
        for address in [
            format!("/pnbp/billing/{billing}"),
            format!("/pnbp/billing/{billing}/batal"),
            format!("/pnbp/pembatalan/{again}"),
            format!("/pnbp/pembatalan/{again}/tolak"),
            "/pnbp".to_owned(),
            format!("/api/v1/billings/{billing}"),
        ] {
            let shown = teststand::look(&site, "kalapas", &address);
            assert_eq!(shown.status, 200, "{address}\n{}", shown.text);
            let bare = shown.text.split('>').find(|text| text.starts_with("settlement."));
            assert_eq!(bare, None, "{address} shows a key and not its words");
            assert!(shown.text.contains("820251201000001"), "{address}\n{}", shown.text);
            let shop = teststand::look(&site, "pemilik", &address);
            assert!([403, 404].contains(&shop.status), "{address}: {}", shop.status);
        }
    });
}

/// Whole, by days, and its last balances are the account's.
#[test]
fn a_makers_account_has_running_balances() {
    let mut world = World::quick();
    let (market, _) = shared(&mut world);
    let maker = market.makers[0];
    let id: PayoutId = fresh(&world);
    let pay = json!({
        "id": id, "maker": maker, "part": "usable", "amount": 10_000, "method": "bank_book",
        "paid_on": world.today(), "reference": "BT-7",
    });
    act(&world, &treasurer(), settlement::record_payout, pay).expect("recorded");
    act(&world, &head(), settlement::confirm_payout, json!({"payout": id})).expect("confirmed");
    let site = teststand::serve(&world, settlement::screens(), settlement::api());
    let look = |who: &str, address: &str| teststand::look(&site, who, address);
    let page = format!("/premi/{maker}");
    assert!(look("bendahara", &page).text.contains(&format!("/premi/bayar/{id}")));
    let lines = format!("/api/v1{page}/lines");
    let told: Value = serde_json::from_str(&look("bendahara", &lines).text).expect("JSON");
    let line = |at: usize| {
        let one = &told[at];
        let sums = ["saved", "usable", "balance_saved", "balance_usable"];
        (one["what"].clone(), sums.map(|sum| one[sum].as_i64().unwrap_or_default()))
    };
    assert_eq!(line(0), (json!("credit"), [33_750, 11_250, 33_750, 11_250]));
    assert_eq!(line(1), (json!("payout"), [0, -10_000, 33_750, 1_250]));
    assert_eq!(told.as_array().map(Vec::len), Some(2));
    assert!([403, 404].contains(&look("pemilik", &lines).status));
    for list in ["/premi/pindahan", "/setoran/pengembalian"] {
        let shown = look("bendahara", list);
        assert_eq!(shown.status, 200, "{list}\n{}", shown.text);
        let bare = shown.text.split('>').find(|text| text.starts_with("settlement."));
        assert_eq!(bare, None, "{list}");
    }
}
