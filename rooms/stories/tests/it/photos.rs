//! Photos: nobody is seen who has not agreed.

use serde_json::json;
use testkit::{LAPAS, World, head, officer, story};
use teststand::{look, serve};

use crate::world::{add_photo, open, publish, read, step, whole, write};

#[test]
fn a_face_that_nobody_cleared_keeps_the_story_back() {
    story(|world: &mut World| {
        open(world);
        let (kasubsi, kalapas) = (officer(LAPAS), head(LAPAS));
        let id = write(world, "Tembus Pasar");
        let photo = add_photo(world, id, false).expect("a photo");
        let revision = whole(world, id).last.revision;
        assert_eq!(revision, 2, "a photo is a change");
        let uncleared = step(world, &kalapas, stories::approve, id, json!({"revision": 2}));
        assert_eq!(uncleared, Err("stories.faces_uncleared".into()));
        let said = json!({"story_photo": photo, "alt": "Rak", "caption": "Rak toko",
            "faces_cleared": "on", "place": 1});
        step(world, &kasubsi, stories::edit_photo, id, said).expect("cleared");
        publish(world, id);
        let told = read(world, id).expect("published");
        assert_eq!(
            told.photos.iter().map(|one| one.caption.as_str()).collect::<Vec<_>>(),
            ["Rak toko"]
        );
        assert_eq!(add_photo(world, id, true), Err("stories.state".into()), "not to what is read");
    });
}

#[test]
fn photos_stand_in_order_and_versions_keep_theirs() {
    story(|world: &mut World| {
        open(world);
        let kasubsi = officer(LAPAS);
        let id = write(world, "Tembus Pasar");
        let photos: Vec<_> = (0..3).map(|_| add_photo(world, id, true).expect("a photo")).collect();
        let to_front = json!({"story_photo": photos[2], "alt": "c", "caption": "c",
            "faces_cleared": true, "place": 1});
        step(world, &kasubsi, stories::edit_photo, id, to_front).expect("moved");
        let order = |photos: &[stories::Picture]| -> Vec<_> {
            photos.iter().map(|photo| photo.id).collect()
        };
        assert_eq!(order(&whole(world, id).last.photos), [photos[2], photos[0], photos[1]]);
        publish(world, id);
        let note = json!({"correction": "Satu foto keliru"});
        step(world, &kasubsi, stories::correct, id, note).expect("begun");
        let out = json!({"story_photo": photos[0]});
        step(world, &kasubsi, stories::remove_photo, id, out.clone()).expect("taken out");
        let twice = step(world, &kasubsi, stories::remove_photo, id, out);
        assert_eq!(twice, Err("stories.photo_unknown".into()));
        assert_eq!(read(world, id).expect("read").photos.len(), 3, "until it is published");
        publish(world, id);
        assert_eq!(read(world, id).expect("read").photos.len(), 2);
    });
}

#[test]
fn an_erased_photo_is_gone_at_once() {
    let world = World::quick();
    open(&world);
    let id = write(&world, "Tembus Pasar");
    let (seen, gone) =
        (add_photo(&world, id, true).expect("a"), add_photo(&world, id, true).expect("b"));
    let site = serve(&world, stories::screens(), stories::api());
    let status = |who: &str, photo: kernel::PhotoId| {
        let large = look(&site, who, &format!("/foto-kabar/{photo}")).status;
        let small = look(&site, who, &format!("/foto-kabar/{photo}/kecil")).status;
        assert_eq!(large, small);
        large
    };
    assert_eq!(status("", seen), 404, "a draft's photo is nobody else's");
    assert_eq!((status("kasubsi", seen), status("tetangga", seen)), (200, 404));
    publish(&world, id);
    assert_eq!((status("", seen), status("", gone)), (200, 200));
    let erase = json!({"story_photo": gone, "reason": "Wajah terlihat"});
    step(&world, &officer(LAPAS), stories::erase_photo, id, erase).expect("erased");
    assert_eq!((status("", seen), status("", gone), status("kasubsi", gone)), (200, 404, 404));
    let told = read(&world, id).expect("read");
    assert_eq!(told.photos.iter().map(|photo| photo.id).collect::<Vec<_>>(), [seen]);
    let reason = json!({"reason": "x"});
    step(&world, &officer(LAPAS), stories::withdraw, id, reason).expect("withdrawn");
    assert_eq!(status("", seen), 404, "a withdrawn story shows no photo");
}
