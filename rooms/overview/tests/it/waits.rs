//! What waits on a day, and for whom: at the menu and on the list that its number leads to.

use kernel::{Actor, StoryId};
use serde_json::json;
use testkit::{LAPAS, World, story};
use testmarket::two_units;

use crate::market::{
    act, approved, distribute, fresh, head, open, refund, remit, sell, shopkeeper, template,
    treasurer,
};

/// The numbers at the menu's places of stories and prospects.
fn badges(world: &World, who: &Actor) -> [Option<i64>; 2] {
    let context = world.context(who);
    let waiting = world.read(move |read| overview::waiting(read, &context)).expect("counts");
    ["/redaksi", "/calon"].map(|place| waiting.badge(who, place))
}

/// How many lines the lists have that the numbers lead to.
fn lists(world: &World, who: &Actor) -> [i64; 2] {
    let context = world.context(who);
    let drafts = serde_json::from_value(json!({"text": "draft"})).expect("a question");
    let due = serde_json::from_value(json!({"due": 1})).expect("a question");
    let totals = world.read(move |read| {
        let stories = stories::list(read, &context, &drafts)?.total;
        Ok([stories, network::list(read, &context, &due)?.total])
    });
    totals.expect("lists")
}

#[test]
fn a_draft_waits_for_another_than_its_writer() {
    story(|world: &mut World| {
        two_units(world);
        let (kasubsi, kalapas) = (testkit::officer(LAPAS), testkit::head(LAPAS));
        let id: StoryId = fresh(world);
        let text = json!({
            "id": id, "title": "Tembus pasar", "place": "Pangkalpinang", "initials": "IR",
            "body": "Kabar.", "contributor": "Lapas Contoh",
        });
        act(world, &kasubsi, stories::write, text).expect("a draft");
        assert_eq!((badges(world, &kalapas)[0], badges(world, &kasubsi)[0]), (Some(1), None));
        assert_eq!(lists(world, &kalapas)[0], 1);
        // Whoever had a hand in it waits for another himself.
        let edited = json!({
            "id": fresh::<()>(world), "story": id, "revision": 1, "title": "Tembus pasar lokal",
            "place": "Pangkalpinang", "initials": "IR", "body": "Kabar.",
            "contributor": "Lapas Contoh",
        });
        let writes = [kernel::Capability::RecordGoods, kernel::Capability::Approve];
        let both = Actor { capabilities: kernel::Capabilities::of(&writes), ..kalapas };
        act(world, &both, stories::edit, edited).expect("edited");
        assert_eq!(badges(world, &both)[0], None);
        let other = Actor { user: fresh(world), ..both.clone() };
        assert_eq!(badges(world, &other)[0], Some(1));
        let approve = json!({"id": fresh::<()>(world), "story": id, "revision": 2});
        act(world, &other, stories::approve, approve).expect("approved");
        assert_eq!((badges(world, &other)[0], lists(world, &other)[0]), (None, 0));
    });
}

#[test]
fn a_prospects_step_waits_from_its_day_on() {
    story(|world: &mut World| {
        two_units(world);
        let kasubsi = testkit::officer(LAPAS);
        let prospect: network::ProspectId = fresh(world);
        let add = json!({
            "id": prospect, "name": "Kios Bu Ani", "owner_name": "Ani", "address": "Jalan 9",
            "city": "Sungailiat",
        });
        act(world, &kasubsi, network::add, add).expect("a prospect");
        let plan = json!({
            "id": fresh::<()>(world), "prospect": prospect, "next_step": "Datangi lagi",
            "next_on": world.today().plus_days(7),
        });
        act(world, &kasubsi, network::plan, plan).expect("planned");
        let now = |world: &World| (badges(world, &kasubsi)[1], lists(world, &kasubsi)[1]);
        world.advance_days(6);
        assert_eq!(now(world), (None, 0));
        world.advance_days(1);
        assert_eq!(now(world), (Some(1), 1), "on its day");
        world.advance_days(1);
        assert_eq!(now(world), (Some(1), 1), "and after it");
        assert_eq!(badges(world, &testkit::head(LAPAS))[1], None, "the officer's work");
        let decline = json!({
            "id": fresh::<()>(world), "prospect": prospect, "reason": "Tidak berminat",
        });
        act(world, &kasubsi, network::decline, decline).expect("declined");
        assert_eq!(now(world), (None, 0));
    });
}

/// Money on its way to a shop pays for nothing here, as on the statement's own page.
#[test]
fn a_statement_waits_to_be_shared_once_it_is_paid_beside_what_was_given_back() {
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
        let given = fresh::<settlement::inputs::CreditRefundKind>(world);
        let give = json!({
            "id": given, "agreement": market.agreement, "amount": 24_000,
            "paid_on": world.today(), "method": "cash",
        });
        act(world, &treasurer(), settlement::refund_credit, give).expect("given back");
        sell(world, &market, 3);
        world.set_day("2026-02-02");
        approved(world, &market, "2026-01-31");
        let waits = |world: &World, who: &Actor, place: &str| {
            let context = world.context(who);
            let waiting = world.read(move |read| overview::waiting(read, &context));
            waiting.expect("counts").badge(who, place)
        };
        remit(world, &market, 48_000);
        assert_eq!(waits(world, &treasurer(), "/pembagian"), None, "24.000 are open");
        remit(world, &market, 24_000);
        assert_eq!(waits(world, &treasurer(), "/pembagian"), Some(1));
        // What the shop confirmed and the unit asks to take back waits for a colleague.
        let yes = json!({"credit_refund": given});
        act(world, &shopkeeper(), settlement::confirm_credit, yes).expect("it came");
        let reversal = fresh::<settlement::inputs::MoneyReversalKind>(world);
        let back = json!({"id": reversal, "credit_refund": given, "reason": "salah toko"});
        act(world, &treasurer(), settlement::reverse_credit, back).expect("asked");
        assert_eq!(waits(world, &head(), "/setoran"), Some(1));
        assert_eq!(waits(world, &treasurer(), "/setoran"), None);
    });
}

#[test]
fn money_that_is_asked_back_does_not_wait_to_be_shared() {
    story(|world: &mut World| {
        let market = open(world);
        template(world);
        sell(world, &market, 12);
        world.set_day("2025-12-01");
        approved(world, &market, "2025-11-30");
        let paid = remit(world, &market, 288_000);
        let to_share = |world: &World| {
            let context = world.context(&head());
            world.read(move |read| overview::waiting(read, &context)).expect("counts").to_share
        };
        assert_eq!(to_share(world), 1);
        let id = fresh::<settlement::inputs::MoneyReversalKind>(world);
        let asked = json!({"id": id, "remittance": paid, "reason": "dua kali"});
        act(world, &treasurer(), settlement::reverse_remittance, asked).expect("asked");
        assert_eq!(to_share(world), 0, "it cannot be shared before that is decided");
        let stands = json!({"money_reversal": id, "reason": "uangnya ada"});
        act(world, &head(), settlement::reject_money_reversal, stands).expect("it stands");
        assert_eq!(to_share(world), 1);
    });
}
