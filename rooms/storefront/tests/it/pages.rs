//! The public pages, as a browser sees them.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, header},
};
use db::Read;
use kernel::{Lang, Time, Zone};
use maud::{Markup, html};
use testkit::World;
use tower::ServiceExt;
use web::{Ask, Credentials, Page, SignedIn, Site, Visit, Wiring};

use crate::window::{TABLE, TRAP, furnished};

fn nobody(_: &mut Read, _: &Credentials, _: Time) -> db::Result<Option<SignedIn>> {
    Ok(None)
}

fn shell(_: &mut Read, visit: &Visit, _: &Ask, page: Page) -> db::Result<Markup> {
    assert!(page.public && visit.signed_in.is_none());
    Ok(html! { html lang=(visit.context.lang.tag()) { title { (page.title) } (page.main) } })
}

pub fn open(world: &World) -> Router {
    let wiring = Wiring {
        press: web::without_press,
        sheets: web::without_sheets(),
        who_is: nobody,
        shell,
        secure: false,
        trust_proxy: false,
        public_url: "http://hilir.example".to_owned(),
        zone: Zone::Wib,
    };
    let site = Site::new(world.db.clone(), world.clock(), world.ids.clone(), wiring);
    web::router(site, storefront::screens(), storefront::api(), Vec::new())
}

/// The status, the ETag and the text.
pub fn look(
    router: &Router,
    address: &str,
    lang: Lang,
    known: Option<&str>,
) -> (u16, String, String) {
    let mut request = Request::builder().uri(address).header(header::ACCEPT_LANGUAGE, lang.tag());
    if let Some(known) = known {
        request = request.header(header::IF_NONE_MATCH, known);
    }
    let request = request.body(Body::empty()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let response = router.clone().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let etag = response.headers().get(header::ETAG).map(|tag| tag.to_str().unwrap().to_owned());
        let bytes = to_bytes(response.into_body(), 1 << 24).await.unwrap();
        (status, etag.unwrap_or_default(), String::from_utf8_lossy(&bytes).into_owned())
    })
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
    for part in ["Karya Bangka, karya Warga Binaan", "Ada", "Habis", "Rp35.000", "wa.me/62812"] {
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
