//! The desk, as a browser sees it.

use axum::Router;
use kernel::StoryId;
use testkit::World;
use teststand::{look, send, serve};

use crate::world::{add_photo, fresh, open, publish};

/// A page that stands, has a heading and says nothing in keys.
fn seen(site: &Router, who: &str, address: &str) -> String {
    let answer = look(site, who, address);
    assert_eq!(answer.status, 200, "{who} {address}: {}", answer.text);
    for room in ["stories.", "common."] {
        assert!(!answer.text.contains(room), "a key in {address}: {}", answer.text);
    }
    assert!(answer.text.contains("<h1>"), "{address}");
    answer.text
}

#[test]
fn a_story_goes_its_way_through_the_browser() {
    let world = World::quick();
    let market = open(&world);
    let site = serve(&world, stories::screens(), stories::api());
    assert!(seen(&site, "kasubsi", "/redaksi").contains("Belum ada kabar"));
    let form = seen(&site, "kasubsi", "/redaksi/baru");
    assert!(form.contains("Perangkap Tikus") && !form.contains("Glodok"), "its own: {form}");
    let id: StoryId = fresh(&world);
    let write = |title: &str| {
        let body = format!(
            "id={id}&title={title}&place=Pangkalpinang&body=Isi+%3Cscript%3E+kabar\
             &products[0][product]={}&products[1][product]=&shops[0][shop]=",
            market.trap
        );
        send(&site, "kasubsi", "/redaksi/baru", &body)
    };
    let refused = write("");
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("f-title-error") && refused.text.contains("kabar"));
    let done = write("Tembus+Pasar");
    assert_eq!((done.status, done.location.clone()), (303, format!("/redaksi/{id}")));
    add_photo(&world, id, true).expect("a photo");
    let own = seen(&site, "kasubsi", &done.location);
    assert!(own.contains("Menunggu disetujui") && !own.contains("/setujui\""), "{own}");
    assert!(own.contains("&lt;script&gt;") && !own.contains("<script>"), "{own}");
    let heads = seen(&site, "kalapas", &done.location);
    assert!(heads.contains("/setujui\"") && !heads.contains("/ubah\""), "{heads}");
    let act: kernel::Id<()> = fresh(&world);
    let approve = format!("id={act}&revision=2");
    let approved = send(&site, "kalapas", &format!("/redaksi/{id}/setujui"), &approve);
    assert_eq!(approved.status, 303, "{}", approved.text);
    assert!(seen(&site, "kasubsi", &done.location).contains("/terbit\""));
    let act: kernel::Id<()> = fresh(&world);
    let ahead = format!("id={act}&published_on=2026-01-01");
    let refused = send(&site, "kasubsi", &format!("/redaksi/{id}/terbit"), &ahead);
    assert!(refused.status == 422 && refused.text.contains("f-published_on-error"));
    let today = format!("id={act}&published_on=2025-11-03");
    assert_eq!(send(&site, "kasubsi", &format!("/redaksi/{id}/terbit"), &today).status, 303);
    let page = seen(&site, "kasubsi", &done.location);
    for part in ["/ralat\"", "/tarik\"", &format!("/kabar/tembus-pasar-{id}"), "Diterbitkan"] {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert!(seen(&site, "kasubsi", "/redaksi?state=published&q=PASAR").contains("Tembus Pasar"));
    assert!(seen(&site, "kasubsi", "/redaksi?state=draft").contains("Tidak ada yang cocok"));
}

#[test]
fn anothers_desk_is_not_there() {
    let world = World::quick();
    open(&world);
    let site = serve(&world, stories::screens(), stories::api());
    let id = crate::world::write(&world, "Satu");
    let photo = add_photo(&world, id, false).expect("a photo");
    for address in [
        format!("/redaksi/{id}"),
        format!("/redaksi/{id}/ubah"),
        format!("/redaksi/{id}/foto"),
        format!("/redaksi/{id}/foto/{photo}"),
    ] {
        assert_eq!(look(&site, "tetangga", &address).status, 404, "{address}");
        seen(&site, "kasubsi", &address);
    }
    assert_eq!(look(&site, "toko", "/redaksi").status, 404);
    assert_eq!(look(&site, "toko", "/redaksi/baru").status, 403);
    publish_after_clearing(&world, &site, id, photo);
    assert_eq!(look(&site, "kasubsi", &format!("/redaksi/{id}/ubah")).status, 409);
}

fn publish_after_clearing(world: &World, site: &Router, id: StoryId, photo: kernel::PhotoId) {
    let act: kernel::Id<()> = fresh(world);
    let form = format!("id={act}&alt=a&caption=b&faces_cleared=on&place=1");
    let done = send(site, "kasubsi", &format!("/redaksi/{id}/foto/{photo}"), &form);
    assert_eq!(done.status, 303, "{}", done.text);
    publish(world, id);
}
