//! What waits on a day, and for whom: at the menu and on the list that its number leads to.

use kernel::{Actor, StoryId};
use serde_json::json;
use testkit::{LAPAS, World, story};
use testmarket::{act, fresh, two_units};

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
