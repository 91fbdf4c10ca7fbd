//! One reaction a browser, changeable, and nothing kept of who it was.

use axum::{Router, http::header::COOKIE};
use kernel::StoryId;
use testkit::{World, story};
use teststand::{Answer, look, look_with, send_with, serve};

use crate::world::{open, publish, read, write};

/// Presses a button under a story, as a browser with this cookie.
pub fn react(router: &Router, story: StoryId, cookie: &str, form: &str) -> Answer {
    let address = format!("/kabar/{story}/reaksi");
    send_with(router, "", &address, form, &[(COOKIE, cookie)])
}

fn counts(world: &World, id: StoryId) -> String {
    let told = read(world, id).expect("read").reactions;
    assert_eq!(told.len(), 7);
    let some = told.iter().filter(|one| one.readers > 0);
    some.map(|one| format!("{}={} ", one.kind, one.readers)).collect()
}

#[test]
fn a_browser_counts_once_and_may_change() {
    story(|world: &mut World| {
        open(world);
        let (id, other) = (write(world, "Satu"), write(world, "Dua"));
        publish(world, id);
        publish(world, other);
        let site = serve(world, stories::screens(), stories::api());
        let first = react(&site, id, "", "kind=love");
        assert_eq!((first.status, first.location.clone()), (303, format!("/kabar/{id}/reaksi")));
        let cookie = first.cookie("hilir_pembaca");
        assert_eq!(cookie.len(), "hilir_pembaca=".len() + 64);
        let again = react(&site, id, &cookie, "kind=love");
        assert_eq!(again.cookie("hilir_pembaca"), "", "known again");
        assert_eq!(counts(world, id), "love=1 ");
        react(&site, id, &cookie, "kind=sad");
        react(&site, id, "", "kind=like");
        react(&site, other, &cookie, "kind=wow");
        assert_eq!(
            (counts(world, id).as_str(), counts(world, other).as_str()),
            ("like=1 sad=1 ", "wow=1 ")
        );
        let own = look_with(&site, "", &format!("/kabar/{id}/reaksi"), &[(COOKIE, &cookie)]);
        assert!(own.text.contains("Reaksi Anda tercatat: Sedih"), "{}", own.text);
        assert_eq!(own.text.matches("aria-pressed=\"true\"").count(), 1);
        let stranger = look(&site, "", &format!("/kabar/{id}/reaksi"));
        assert!(stranger.text.contains("Belum ada reaksi dari peramban ini"));
        assert!(!stranger.text.contains("aria-pressed=\"true\""));
        react(&site, id, &cookie, "");
        assert_eq!(counts(world, id), "like=1 ");
        // Reading sets nothing.
        let read = look(&site, "", &format!("/kabar/satu-{id}"));
        assert!(!read.headers.contains_key("set-cookie") && read.text.contains("Suka"));
    });
}

#[test]
fn rows_of_one_browser_are_strangers_to_each_other() {
    story(|world: &mut World| {
        open(world);
        let (id, other) = (write(world, "Satu"), write(world, "Dua"));
        publish(world, id);
        publish(world, other);
        let site = serve(world, stories::screens(), stories::api());
        let cookie = react(&site, id, "", "kind=love").cookie("hilir_pembaca");
        react(&site, other, &cookie, "kind=love");
        let statement = db::sql!("SELECT reader_hash FROM stories_reaction");
        let hashes: Vec<Vec<u8>> =
            world.read(move |read| read.all(statement, &[], |row| row.get(0))).expect("two hashes");
        assert_eq!(hashes.len(), 2);
        assert_ne!(hashes[0], hashes[1]);
        let secret = cookie.trim_start_matches("hilir_pembaca=");
        let plain = people::secret::hash_of(secret).to_vec();
        assert!(!hashes.contains(&plain), "the cookie's own hash is kept nowhere");
    });
}

#[test]
fn only_what_is_published_is_reacted_to_and_a_flood_stops() {
    let world = World::quick();
    open(&world);
    let (draft, id) = (write(&world, "Konsep"), write(&world, "Satu"));
    publish(&world, id);
    let site = serve(&world, stories::screens(), stories::api());
    assert_eq!(react(&site, draft, "", "kind=love").status, 404);
    assert_eq!(react(&site, id, "", "kind=evil").status, 422);
    assert_eq!(react(&site, id, "", "kind=love&reader=short").status, 422);
    let flood: Vec<u16> = (0..70).map(|_| react(&site, id, "", "kind=angry").status).collect();
    assert!(flood.contains(&429), "{flood:?}");
    assert!(flood.iter().filter(|status| **status == 303).count() <= 60, "{flood:?}");
    assert_eq!(flood.last(), Some(&429));
}
