//! The public pages, as a browser sees them.

use axum::{
    Router,
    http::header::{ACCEPT_LANGUAGE, ETAG, IF_NONE_MATCH},
};
use kernel::Lang;
use testkit::World;
use teststand::look_with;

use crate::window::{TABLE, TRAP, furnished};

pub fn open(world: &World) -> Router {
    teststand::serve(world, storefront::screens(), storefront::api())
}

/// What a stranger's browser gets: the status, the ETag and the text.
pub fn look(
    router: &Router,
    address: &str,
    lang: Lang,
    known: Option<&str>,
) -> (u16, String, String) {
    let mut more = vec![(ACCEPT_LANGUAGE, lang.tag())];
    more.extend(known.map(|known| (IF_NONE_MATCH, known)));
    let answer = look_with(router, "", address, &more);
    let etag = answer.headers.get(ETAG).and_then(|tag| tag.to_str().ok()).unwrap_or_default();
    (answer.status, etag.to_owned(), answer.text)
}

#[test]
fn anyone_sees_what_is_offered_and_nothing_more() {
    let world = World::quick();
    furnished(&world);
    let site = open(&world);
    let product = storefront::address_of("Trap", TRAP);
    let doors = ["/", "/etalase", "/etalase?q=trap&category=Rumah", &product];
    for address in doors.into_iter().chain(["/api/v1/storefront/products"]) {
        let (status, _, text) = look(&site, address, Lang::Id, None);
        assert_eq!(status, 200, "{address}");
        assert!(text.contains("Trap") && text.contains("Toko Acun Akuarium"), "{address}: {text}");
        // The floor, the cost, the unit's own name behind its brand, how many are left.
        for secret in ["25.431", "25431", "9.731", "9731", "Lapas Contoh", "quantity"] {
            assert!(!text.contains(secret), "{secret} at {address}: {text}");
        }
    }
    let (_, _, text) = look(&site, &product, Lang::Id, None);
    for part in ["Produk Karya Bangka", "Ada", "Habis", "Rp35.000", "wa.me/62812"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    for gone in [storefront::address_of("Table", TABLE), "/etalase/apa-saja".to_owned()] {
        assert_eq!(look(&site, &gone, Lang::Id, None).0, 404, "{gone}");
    }
}

#[test]
fn a_page_is_known_by_its_mark_until_something_changes() {
    let world = World::quick();
    furnished(&world);
    let site = open(&world);
    let (_, mark, _) = look(&site, "/etalase", Lang::Id, None);
    assert_eq!(look(&site, "/etalase", Lang::Id, Some(&mark)).0, 304);
    let (status, other, text) = look(&site, "/etalase", Lang::En, Some(&mark));
    assert!(status == 200 && other != mark && text.contains("lang=\"en\""), "{text}");
    let rename = db::sql!("UPDATE people_shop SET name = 'Toko Baru' WHERE name LIKE '%Acun%'");
    world.write(move |tx| tx.run(rename, &[])).unwrap();
    let (status, _, text) = look(&site, "/etalase", Lang::Id, Some(&mark));
    assert!(status == 200 && text.contains("Toko Baru"), "{text}");
}

#[test]
fn english_pages_say_a_piece_in_english() {
    let world = World::quick();
    furnished(&world);
    let typed = db::sql!("UPDATE catalogue_product SET unit = 'kepang' WHERE name = 'Nest'");
    world.write(move |tx| tx.run(typed, &[])).unwrap();
    let site = open(&world);
    let (_, _, text) = look(&site, "/etalase", Lang::En, None);
    assert!(text.contains("per piece") && !text.contains("per buah"), "{text}");
    assert!(text.contains("per kepang"), "what nobody has a word for stays: {text}");
    let (_, _, text) = look(&site, "/etalase", Lang::Id, None);
    assert!(text.contains("per buah"), "{text}");
}
