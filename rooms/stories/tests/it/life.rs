//! Draft, approval, publication, correction, withdrawal.

use kernel::{Actor, StoryId};
use serde_json::json;
use testkit::{
    LAPAS, OTHER_LAPAS, OTHER_SHOP, SHOP, World, actor, clerk, head, officer, overseer, story,
};

use crate::world::{act, fresh, no, open, publish, read, step, text, whole, write};

#[test]
fn a_story_is_read_when_another_approved_it() {
    story(|world: &mut World| {
        open(world);
        let (kasubsi, kalapas) = (officer(LAPAS), head(LAPAS));
        let id = write(world, "Karya Warga Binaan");
        assert_eq!(read(world, id).map(drop), Err("stories.unknown".into()));
        let early = step(world, &kasubsi, stories::publish, id, json!({}));
        let own = step(world, &kasubsi, stories::approve, id, json!({"revision": 1}));
        let mut edited = text("Karya Warga Binaan Tembus Pasar");
        edited["revision"] = json!(1);
        step(world, &kasubsi, stories::edit, id, edited.clone()).expect("edited");
        let again = step(world, &kasubsi, stories::edit, id, edited);
        let stale = step(world, &kalapas, stories::approve, id, json!({"revision": 1}));
        step(world, &kalapas, stories::approve, id, json!({"revision": 2})).expect("approved");
        let mut late = text("Berubah sesudah disetujui");
        late["revision"] = json!(2);
        step(world, &kasubsi, stories::edit, id, late).expect("edited");
        let unapproved = step(world, &kasubsi, stories::publish, id, json!({}));
        publish(world, id);
        let told = read(world, id).expect("published");
        let days = (told.published_on.to_string(), told.happened_on.map(|day| day.to_string()));
        assert_eq!(days, ("2025-11-03".to_owned(), Some("2025-11-01".to_owned())));
        assert_eq!(told.html, "<p>Kabar <strong>contoh</strong>.</p><p>Paragraf kedua.</p>");
        assert_eq!(told.slug, "berubah-sesudah-disetujui");
        let acts: Vec<_> = whole(world, id).acts.iter().map(|act| act.deed.to_string()).collect();
        let refused: Vec<String> =
            [early, own, again, stale, unapproved].map(|done| done.expect_err("refused")).into();
        assert_eq!(
            refused,
            [
                "stories.state",
                "kernel.not_allowed",
                "stories.changed",
                "stories.changed",
                "stories.state"
            ]
        );
        format!("{acts:?} {}", told.lead)
    });
}

#[test]
fn who_had_a_hand_in_it_does_not_approve() {
    story(|world: &mut World| {
        open(world);
        let both = actor(
            "Petugas",
            kernel::Reach::Consignor(LAPAS),
            &[kernel::Capability::RecordGoods, kernel::Capability::Approve],
        );
        let id = write(world, "Satu");
        let mut edited = text("Dua");
        edited["revision"] = json!(1);
        step(world, &both, stories::edit, id, edited).expect("edited");
        let own = step(world, &both, stories::approve, id, json!({"revision": 2}));
        assert_eq!(own, Err("stories.writer_approves".into()));
        let mut third = text("Tiga");
        third["revision"] = json!(2);
        step(world, &officer(LAPAS), stories::edit, id, third).expect("edited");
        let before = step(world, &both, stories::approve, id, json!({"revision": 3}));
        assert_eq!(before, Err("stories.writer_approves".into()), "an earlier hand counts");
        publish(world, id);
        let note = json!({"correction": "Tanggal keliru"});
        step(world, &officer(LAPAS), stories::correct, id, note).expect("begun");
        step(world, &both, stories::approve, id, json!({"revision": 1})).expect("not his version");
    });
}

#[test]
fn a_correction_is_a_new_version_with_its_note() {
    story(|world: &mut World| {
        open(world);
        let kasubsi = officer(LAPAS);
        let id = write(world, "Tembus Pasar");
        publish(world, id);
        world.advance_days(2);
        let note = json!({"correction": "PKS ditandatangani 3 November, bukan 1 November"});
        step(world, &kasubsi, stories::correct, id, note.clone()).expect("begun");
        let twice = step(world, &kasubsi, stories::correct, id, note.clone());
        let mut right = text("Tembus Pasar");
        right["revision"] = json!(1);
        right["happened_on"] = json!("2025-11-03");
        step(world, &kasubsi, stories::edit, id, right).expect("edited");
        let before = read(world, id).expect("still the first").happened_on;
        assert_eq!(before.map(|day| day.to_string()).as_deref(), Some("2025-11-01"));
        let revision = whole(world, id).last.revision;
        step(world, &head(LAPAS), stories::approve, id, json!({"revision": revision})).expect("ok");
        let backdated = json!({"published_on": "2025-11-02"});
        let backdated = step(world, &kasubsi, stories::publish, id, backdated);
        let ahead = json!({"published_on": "2025-11-06"});
        let ahead = step(world, &kasubsi, stories::publish, id, ahead);
        step(world, &kasubsi, stories::publish, id, json!({})).expect("published");
        let told = read(world, id).expect("the second");
        assert_eq!(told.published_on.to_string(), "2025-11-03", "its place in the list stays");
        assert_eq!(told.changed_on().to_string(), "2025-11-05");
        assert_eq!(told.corrections.len(), 1);
        // Given up: the public reads on, and the next one starts from what it reads.
        step(world, &kasubsi, stories::correct, id, note).expect("begun");
        step(world, &kasubsi, stories::drop_correction, id, json!({})).expect("given up");
        let none = step(world, &kasubsi, stories::drop_correction, id, json!({}));
        assert_eq!(read(world, id).expect("read").corrections.len(), 1);
        let refused = [twice, backdated, ahead, none].map(|done| done.expect_err("refused"));
        assert_eq!(
            refused,
            [
                "stories.state",
                "stories.published_before at published_on",
                "stories.published_ahead at published_on",
                "stories.state"
            ]
        );
    });
}

#[test]
fn taking_back_needs_one_and_bringing_back_two() {
    story(|world: &mut World| {
        open(world);
        let (kasubsi, kalapas) = (officer(LAPAS), head(LAPAS));
        let id = write(world, "Tembus Pasar");
        publish(world, id);
        let reason = json!({"reason": "Salah orang"});
        step(world, &kasubsi, stories::withdraw, id, reason.clone()).expect("taken back");
        assert_eq!(read(world, id).map(drop), Err("stories.withdrawn".into()));
        let twice = step(world, &kalapas, stories::withdraw, id, reason.clone());
        assert_eq!(twice, Err("stories.state".into()));
        let note = json!({"correction": "Nama dihapus"});
        step(world, &kasubsi, stories::correct, id, note).expect("begun");
        let alone = step(world, &kasubsi, stories::publish, id, json!({}));
        assert_eq!(alone, Err("stories.state".into()));
        publish(world, id);
        assert_eq!(read(world, id).map(|told| told.corrections.len()), Ok(1));
        // A draft that is given up was never there.
        let draft = write(world, "Tidak jadi");
        step(world, &kalapas, stories::withdraw, draft, reason).expect("given up");
        assert_eq!(read(world, draft).map(drop), Err("stories.unknown".into()));
    });
}

#[test]
fn the_same_sent_twice_counts_once() {
    story(|world: &mut World| {
        open(world);
        let (id, kasubsi) = (fresh::<kernel::StoryKind>(world), officer(LAPAS));
        let mut input = text("Satu");
        input["id"] = json!(id);
        for _ in 0..2 {
            act(world, &kasubsi, stories::write, input.clone()).expect("written");
        }
        assert_eq!(whole(world, id).acts.len(), 1);
        input["title"] = json!("Lain");
        let other = act(world, &kasubsi, stories::write, input).map(drop);
        assert_eq!(other, Err("journal.id_reused".into()));
        let approve = json!({"id": fresh::<()>(world), "story": id, "revision": 1});
        for _ in 0..2 {
            act(world, &head(LAPAS), stories::approve, approve.clone()).expect("approved");
        }
        assert_eq!(whole(world, id).acts.len(), 2);
    });
}

#[test]
fn what_a_story_leads_to_is_checked() {
    story(|world: &mut World| {
        let market = open(world);
        let attempt = |name: &str, value: serde_json::Value| {
            let mut input = text("Satu");
            input["id"] = json!(fresh::<()>(world));
            input[name] = value;
            act(world, &officer(LAPAS), stories::write, input).map(|done| done.story)
        };
        let shop = |id: kernel::ShopId| json!({"shop": id});
        let many = json!(vec![shop(SHOP); 7]);
        let refused = [
            attempt("products", json!([{"product": market.trap}, {"product": market.nest}])),
            attempt("shops", json!([shop(fresh(world))])),
            attempt("shops", many),
            attempt("consignor", json!(OTHER_LAPAS)),
            attempt("body", json!("x".repeat(20_001))),
            attempt("title", json!(" ")),
        ]
        .map(|done| done.expect_err("refused"));
        assert_eq!(
            refused,
            [
                "stories.product_unknown at products[1].product",
                "stories.shop_unknown at shops[0].shop",
                "stories.related_too_many at shops",
                "stories.unknown",
                "kernel.passage",
                "kernel.line"
            ]
        );
        let twice = json!([shop(SHOP), shop(OTHER_SHOP), shop(SHOP)]);
        let id = attempt("shops", twice).expect("a choice of two");
        assert_eq!(whole(world, id).last.shops, [SHOP, OTHER_SHOP]);
    });
}

#[test]
fn anothers_story_is_not_there() {
    story(|world: &mut World| {
        open(world);
        let id = write(world, "Satu");
        let looks = |actor: &Actor, id: StoryId| {
            let ctx = world.context(actor);
            let asked = stories::OneStory { story: id };
            world.read(move |read| stories::show(read, &ctx, &asked)).map(drop).map_err(no)
        };
        for stranger in [officer(OTHER_LAPAS), clerk(SHOP), overseer("Kanwil Contoh")] {
            assert_eq!(looks(&stranger, id), Err("stories.unknown".into()));
        }
        let theirs = officer(OTHER_LAPAS);
        let reason = json!({"reason": "x"});
        let done = step(world, &theirs, stories::withdraw, id, reason);
        assert_eq!(done, Err("stories.unknown".into()));
        let done = step(world, &clerk(SHOP), stories::publish, id, json!({}));
        assert_eq!(done, Err("kernel.not_allowed".into()));
        assert_eq!(looks(&head(LAPAS), id), Ok(()));
    });
}
