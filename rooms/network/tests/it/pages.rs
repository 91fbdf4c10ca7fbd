//! The screens, as a browser sees them.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, header},
};
use db::Read;
use kernel::{Actor, AgreementId, Time, UserId, Zone};
use maud::{Markup, html};
use network::{OfferId, ProspectId};
use testkit::{LAPAS, OTHER_LAPAS, World, head, officer};
use tower::ServiceExt;
use web::{Ask, Credentials, Page, SignedIn, Site, Visit, Wiring};

use crate::world::{fresh, open};

fn people_here() -> [(&'static str, Actor); 3] {
    [("kasubsi", officer(LAPAS)), ("kalapas", head(LAPAS)), ("tetangga", officer(OTHER_LAPAS))]
}

fn who_is(_: &mut Read, credentials: &Credentials, _: Time) -> db::Result<Option<SignedIn>> {
    let Credentials::Token(hash) = credentials else { return Ok(None) };
    let known = |token: &str| people::secret::hash_of(token) == *hash;
    let found = people_here().into_iter().find(|(token, _)| known(token));
    Ok(found.map(|(_, actor)| SignedIn {
        actor,
        lang: None,
        zone: Zone::Wib,
        job_title: String::new(),
        place: String::new(),
    }))
}

fn shell(_: &mut Read, _: &Visit, _: &Ask, page: Page) -> db::Result<Markup> {
    Ok(html! { title { (page.title) } (page.main) })
}

fn serve(world: &World) -> Router {
    let wiring = Wiring {
        press: web::without_press,
        sheets: web::without_sheets(),
        who_is,
        shell,
        secure: false,
        trust_proxy: false,
        public_url: "http://hilir.example".to_owned(),
        zone: Zone::Wib,
    };
    let site = Site::new(world.db.clone(), world.clock(), world.ids.clone(), wiring);
    web::router(site, network::screens(), network::api(), Vec::new())
}

struct Answer {
    status: u16,
    location: String,
    once: String,
    text: String,
}

fn ask(
    router: &Router,
    who: &str,
    method: &str,
    address: &str,
    cookie: &str,
    form: &str,
) -> Answer {
    let request = Request::builder()
        .method(method)
        .uri(address)
        .header(header::AUTHORIZATION, format!("Bearer {who}"))
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(form.to_owned()))
        .expect("a request");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let response = router.clone().oneshot(request).await.expect("an answer");
        let status = response.status().as_u16();
        let text = |value: &axum::http::HeaderValue| value.to_str().unwrap_or_default().to_owned();
        let headers = response.headers().clone();
        let location = headers.get(header::LOCATION).map(text).unwrap_or_default();
        let mut cookies = headers.get_all(header::SET_COOKIE).iter().map(text);
        let once = cookies.rfind(|line| line.starts_with("hilir_sekali="));
        let once = once.and_then(|line| line.split(';').next().map(str::to_owned));
        let bytes = to_bytes(response.into_body(), usize::MAX).await.expect("a body");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status, location, once: once.unwrap_or_default(), text }
    })
}

fn seen(site: &Router, who: &str, address: &str) -> String {
    let answer = ask(site, who, "GET", address, "", "");
    assert_eq!(answer.status, 200, "{who} {address}: {}", answer.text);
    for room in ["network.", "common."] {
        assert!(!answer.text.contains(room), "a key in {address}: {}", answer.text);
    }
    answer.text
}

#[test]
fn a_shop_is_added_in_minutes() {
    let world = World::quick();
    let market = open(&world);
    let site = serve(&world);
    assert!(seen(&site, "kasubsi", "/calon").contains("Belum ada calon mitra"));
    seen(&site, "kasubsi", "/calon/baru");
    let id: ProspectId = fresh(&world);
    let send = |path: &str, form: &str| ask(&site, "kasubsi", "POST", path, "", form);
    let who = "owner_name=Ani&address=Jalan+1&city=Sungailiat&name=Kios+%3Cb%3E+Ani";
    let wrong = send("/calon/baru", &format!("id={id}&whatsapp=12&{who}"));
    assert!(wrong.status == 422 && wrong.text.contains("f-whatsapp-error"), "{}", wrong.text);
    let done = send("/calon/baru", &format!("id={id}&{who}"));
    assert_eq!((done.status, done.location), (303, format!("/calon/{id}")));
    let page = seen(&site, "kasubsi", &format!("/calon/{id}"));
    assert!(page.contains("Kios &lt;b&gt; Ani") && !page.contains("/jadikan\""), "{page}");
    seen(&site, "kasubsi", &format!("/calon/{id}/tawarkan"));
    let offer: OfferId = fresh(&world);
    let form = format!(
        "id={offer}&percent=20&valid_until=2025-11-30&lines[0][product]={}&lines[0][price]=\
         &lines[0][quantity]=12&lines[1][product]=",
        market.trap
    );
    assert_eq!(send(&format!("/calon/{id}/tawarkan"), &form).status, 303);
    let page = seen(&site, "kasubsi", &format!("/calon/{id}"));
    for part in ["PN-2511-01", "Rp6.000", "Rp24.000", "/jadikan\"", "penawaran.pdf", "/surat/kirim"]
    {
        assert!(page.contains(part), "{part} in {page}");
    }
    let heads = seen(&site, "kalapas", &format!("/calon/{id}"));
    assert!(!heads.contains("<form"), "the head only looks: {heads}");
    let agreement: AgreementId = fresh(&world);
    let done = send(&format!("/calon/{id}/jadikan"), &format!("id={agreement}&term=trial"));
    assert_eq!((done.status, done.location), (303, format!("/pks/{agreement}")));
    let form = seen(&site, "kasubsi", &format!("/calon/{id}/undang"));
    assert!(form.contains("kios.b.ani"), "{form}");
    let owner: UserId = fresh(&world);
    let done = send(&format!("/calon/{id}/undang"), &format!("id={owner}&sign_in_name=kios.ani"));
    assert_eq!((done.status, done.location.clone()), (303, format!("/calon/{id}/undang")));
    let code = ask(&site, "kasubsi", "GET", &done.location, &done.once, "");
    assert!(code.text.contains("<svg class=\"qr\""), "{}", code.text);
    assert!(code.text.contains("http://hilir.example/undangan?kunci="), "{}", code.text);
    let later = seen(&site, "kasubsi", &done.location);
    assert!(!later.contains("kunci="), "shown once: {later}");
    assert!(seen(&site, "kasubsi", "/calon?stage=trial&q=ANI").contains("Percobaan"));
    let theirs = ask(&site, "tetangga", "GET", &format!("/calon/{id}"), "", "");
    assert_eq!(theirs.status, 404);
}
