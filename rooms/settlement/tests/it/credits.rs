//! A shop that brought back more than it sold gets its money back.

use kernel::Rupiah;
use serde_json::{Value, json};
use settlement::inputs::CreditRefundKind;
use testkit::{OTHER_LAPAS, World, story};

use crate::market::{
    Market, act, approved, books, distribute, fresh, head, officer, open, refund, refused, remit,
    sell, shopkeeper, template, treasurer,
};

/// November is paid and shared; in December one of its two traps came back: Rp24.000 are the shop's.
fn owed_to_the_shop(world: &mut World) -> Market {
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
    market
}

fn given(world: &World, market: &Market, amount: i64) -> Value {
    json!({
        "id": fresh::<CreditRefundKind>(world), "agreement": market.agreement, "amount": amount,
        "paid_on": world.today(), "method": "transfer", "reference": "TRF-9",
    })
}

#[test]
fn what_a_shop_has_to_get_is_given_back_once() {
    story(|world: &mut World| {
        let market = owed_to_the_shop(world);
        let give = |world: &World, who: &kernel::Actor, input: &Value| {
            act(world, who, settlement::refund_credit, input.clone())
        };
        let much = given(world, &market, 24_001);
        let no = refused(give(world, &treasurer(), &much));
        assert_eq!(no, "settlement.more_than_credit at amount");
        let input = given(world, &market, 24_000);
        assert_eq!(refused(give(world, &officer(), &input)), "kernel.not_allowed");
        let other = testkit::treasurer(OTHER_LAPAS);
        assert_eq!(refused(give(world, &other, &input)), "settlement.unknown");
        give(world, &treasurer(), &input).expect("recorded");
        assert!(give(world, &treasurer(), &input).expect("the same again").already);
        let twice = given(world, &market, 1);
        assert_eq!(refused(give(world, &treasurer(), &twice)), "settlement.no_credit");
        let confirm = |world: &World, who: &kernel::Actor| {
            let yes = json!({"credit_refund": input["id"]});
            act(world, who, settlement::confirm_credit, yes)
        };
        assert_eq!(refused(confirm(world, &head())), "settlement.only_the_shop");
        let before = books(world);
        assert!(before.contains("due -24000") && before.contains("cash 24000"), "{before}");
        confirm(world, &shopkeeper()).expect("the shop has it");
        let after = books(world);
        let owes = after.split(", ").any(|one| one.starts_with("due ") || one.starts_with("cash "));
        assert!(!owes, "{after}");
        // Nothing is left to lay on what comes later.
        sell(world, &market, 3);
        world.set_day("2026-02-02");
        let third = approved(world, &market, "2026-01-31");
        let who = world.context(&officer());
        let whole = world.read(move |read| settlement::whole_statement(read, &who, third));
        assert_eq!(whole.expect("a statement").statement.open, Rupiah(72_000));
        remit(world, &market, 72_000);
        distribute(world, third);
        format!("{after} {}", books(world))
    });
}

#[test]
fn money_that_did_not_come_is_still_owed() {
    story(|world: &mut World| {
        let market = owed_to_the_shop(world);
        let input = given(world, &market, 10_000);
        act(world, &treasurer(), settlement::refund_credit, input.clone()).expect("recorded");
        let no = json!({"credit_refund": input["id"], "reason": "belum masuk"});
        act(world, &shopkeeper(), settlement::reject_credit, no).expect("not come");
        let all = given(world, &market, 24_000);
        act(world, &treasurer(), settlement::refund_credit, all).expect("all of it is still owed");
        books(world)
    });
}

fn open_of(world: &World, id: kernel::StatementId) -> Rupiah {
    let who = world.context(&officer());
    let whole = world.read(move |read| settlement::whole_statement(read, &who, id));
    whole.expect("a statement").statement.open
}

#[test]
fn money_on_its_way_to_the_shop_is_out_though_more_is_sold_meanwhile() {
    story(|world: &mut World| {
        let market = owed_to_the_shop(world);
        let input = given(world, &market, 24_000);
        act(world, &treasurer(), settlement::refund_credit, input.clone()).expect("recorded");
        sell(world, &market, 3);
        world.set_day("2026-02-02");
        let third = approved(world, &market, "2026-01-31");
        // The shop has its 24.000, so it owes all of January.
        assert_eq!(open_of(world, third), Rupiah(72_000));
        let yes = json!({"credit_refund": input["id"]});
        act(world, &shopkeeper(), settlement::confirm_credit, yes).expect("it came");
        assert_eq!(open_of(world, third), Rupiah(72_000));
        remit(world, &market, 72_000);
        distribute(world, third);
        let due = books(world).split(", ").any(|one| one.starts_with("due "));
        assert!(!due, "{}", books(world));
        // Each remittance lies on what it paid, though a credit stands between.
        let (from, to) =
            ("2026-01-01".parse().expect("a day"), "2026-01-31".parse().expect("a day"));
        let january = kernel::Period { from, to };
        let pack = world.read(move |read| settlement::dossier(read, testkit::LAPAS, january));
        assert_eq!(pack.expect("a pack").settled_by[&third].len(), 1);
        books(world)
    });
}

#[test]
fn money_that_never_came_is_the_shops_again_and_what_it_paid_is_not_lost() {
    story(|world: &mut World| {
        let market = owed_to_the_shop(world);
        let input = given(world, &market, 24_000);
        act(world, &treasurer(), settlement::refund_credit, input.clone()).expect("recorded");
        sell(world, &market, 3);
        world.set_day("2026-02-02");
        let third = approved(world, &market, "2026-01-31");
        let paid: kernel::RemittanceId = fresh(world);
        let report = json!({
            "id": paid, "agreement": market.agreement, "amount": 72_000,
            "paid_on": world.today(), "method": "transfer",
        });
        act(world, &shopkeeper(), settlement::report_remittance, report).expect("all of it");
        let no = json!({"credit_refund": input["id"], "reason": "belum masuk"});
        act(world, &shopkeeper(), settlement::reject_credit, no).expect("not come");
        assert_eq!(open_of(world, third), Rupiah(48_000));
        // The money lies in the till, though less is owed by now.
        let yes = json!({"remittance": paid});
        act(world, &treasurer(), settlement::confirm_remittance, yes).expect("confirmed");
        assert_eq!(open_of(world, third), Rupiah(0));
        distribute(world, third);
        let again = given(world, &market, 24_000);
        act(world, &treasurer(), settlement::refund_credit, again.clone()).expect("the credit");
        let yes = json!({"credit_refund": again["id"]});
        act(world, &shopkeeper(), settlement::confirm_credit, yes).expect("the shop has it");
        books(world)
    });
}

#[test]
fn the_unit_withdraws_what_it_recorded_wrongly_and_two_take_a_confirmed_one_back() {
    story(|world: &mut World| {
        let market = owed_to_the_shop(world);
        let give = |world: &World| {
            let input = given(world, &market, 24_000);
            act(world, &treasurer(), settlement::refund_credit, input.clone()).expect("recorded");
            input["id"].clone()
        };
        let wrong = give(world);
        let withdraw = |world: &World, who: &kernel::Actor, id: &Value| {
            let input = json!({"credit_refund": id, "reason": "salah rekening"});
            act(world, who, settlement::withdraw_credit, input)
        };
        assert_eq!(refused(withdraw(world, &shopkeeper(), &wrong)), "settlement.not_the_units");
        assert_eq!(refused(withdraw(world, &officer(), &wrong)), "kernel.not_allowed");
        withdraw(world, &treasurer(), &wrong).expect("by the one who recorded it");
        let late = json!({"credit_refund": wrong, "reason": "terlambat"});
        let no = act(world, &shopkeeper(), settlement::reject_credit, late);
        assert_eq!(refused(no), "settlement.already_decided");
        let right = give(world);
        let yes = json!({"credit_refund": right});
        act(world, &shopkeeper(), settlement::confirm_credit, yes).expect("it came");
        assert_eq!(refused(withdraw(world, &treasurer(), &right)), "settlement.already_decided");
        let done = books(world);
        let reversal = fresh::<settlement::inputs::MoneyReversalKind>(world);
        let ask = |id: &Value| json!({"id": id, "credit_refund": right, "reason": "dana lain"});
        let ask = |world: &World, who: &kernel::Actor, id: Value| {
            act(world, who, settlement::reverse_credit, ask(&id))
        };
        assert_eq!(refused(ask(world, &shopkeeper(), json!(reversal))), "settlement.not_the_units");
        ask(world, &treasurer(), json!(reversal)).expect("asked");
        let twice = json!(fresh::<settlement::inputs::MoneyReversalKind>(world));
        assert_eq!(refused(ask(world, &head(), twice)), "settlement.money_reversal_open");
        let site = teststand::serve(world, settlement::screens(), settlement::api());
        let id = right.as_str().expect("an id");
        let asked = format!("/api/v1/credit-refunds/{id}/reversals");
        let asked = teststand::look(&site, "kalapas", &asked).text;
        assert!(asked.contains(&reversal.to_string()) && asked.contains("dana lain"), "{asked}");
        let agree = json!({"money_reversal": reversal});
        let no = act(world, &treasurer(), settlement::confirm_money_reversal, agree.clone());
        assert_eq!(refused(no), "kernel.recorder_approves");
        act(world, &head(), settlement::confirm_money_reversal, agree).expect("taken back");
        let told = books(world);
        assert!(told.contains("due -24000") && told.contains("cash 24000"), "{told}");
        // It is the shop's to get again.
        let last = give(world);
        let yes = json!({"credit_refund": last});
        act(world, &shopkeeper(), settlement::confirm_credit, yes).expect("it came");
        assert_eq!(books(world), done);
        told
    });
}

#[test]
fn both_sides_see_the_credit_and_the_shop_says_when_it_has_it() {
    let mut world = World::quick();
    let market = owed_to_the_shop(&mut world);
    let site = teststand::serve(&world, settlement::screens(), settlement::api());
    let in_words = |answer: teststand::Answer| {
        let bare = answer.text.split('>').find(|text| text.starts_with("settlement."));
        assert_eq!(bare, None, "a key and not its words: {}", answer.text);
        answer
    };
    let look = |who: &str, address: &str| in_words(teststand::look(&site, who, address));
    let send =
        |who: &str, address: &str, body: &str| in_words(teststand::send(&site, who, address, body));
    let form = format!("/setoran/kembali/{}", market.agreement);
    assert!(look("bendahara", "/setoran/umur").text.contains(&form));
    let shops = look("pemilik", "/setoran/umur").text;
    assert!(shops.contains("Rp24.000") && !shops.contains(&form), "{shops}");
    assert!([403, 404].contains(&look("pemilik", &form).status));
    let suggested = look("bendahara", &form).text;
    assert!(suggested.contains("24000") || suggested.contains("24.000"), "{suggested}");
    let id = fresh::<CreditRefundKind>(&world);
    let body = format!("id={id}&amount=24.000&paid_on=2026-01-02&method=cash");
    let page = format!("/setoran/pengembalian/{id}");
    assert_eq!(send("bendahara", &form, &body).location, page);
    let yes = format!("{page}/terima");
    assert!(!look("bendahara", &page).text.contains(&yes));
    assert!(look("bendahara", &page).text.contains(&format!("{page}/tarik")));
    assert_eq!(look("bendahara", &format!("{page}/tarik")).status, 200);
    assert!([403, 404].contains(&look("pemilik", &format!("{page}/tarik")).status));
    let paper = format!("{page}/kwitansi.pdf");
    assert_eq!(look("bendahara", &paper).status, 404);
    assert!(look("pemilik", "/setoran/umur").text.contains(&page));
    assert!(look("pemilik", &page).text.contains(&yes));
    assert_eq!(look("pemilik", &format!("{page}/tolak")).status, 200);
    assert_eq!(send("pemilik", &yes, "").location, page);
    assert_ne!(look("bendahara", &paper).status, 404);
    assert!(look("bendahara", &page).text.contains(&format!("{page}/batal")));
    assert_eq!(look("bendahara", &format!("{page}/batal")).status, 200);
    assert!(!look("bendahara", "/setoran/umur").text.contains(&form));
    let api = look("bendahara", "/api/v1/credits").text;
    assert!(api.contains("\"total\":0"), "{api}");
    assert!(look("bendahara", "/api/v1/credit-refunds").text.contains(&id.to_string()));
}
