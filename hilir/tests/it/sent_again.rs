//! A form that was not taken, for whatever reason, loses nothing without a word.

use axum::http::{Request, StatusCode, header};
use kernel::Lang;
use words::Speak;

use crate::{
    house::{Visitor, played, shared},
    strangers::{filled, first_ids},
};

/// Where the way in leads on to, wherever in an answer it is named.
fn leads_on(answer: &crate::house::Answer) -> Option<String> {
    let place = answer.location.clone().unwrap_or_else(|| answer.body.clone());
    let (_, rest) = place.split_once("/masuk?lanjut=")?;
    let end = rest.find(['"', '&']).unwrap_or(rest.len());
    let query = format!("lanjut={}", &rest[..end]);
    form_urlencoded::parse(query.as_bytes()).next().map(|(_, page)| page.into_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signs_in_after_sending_a_form_comes_to_a_page() {
    let house = shared();
    let (stranger, officer) = (Visitor::stranger(house), Visitor::sign_in(house, "kasubsi").await);
    let (ids, mut wrong, mut tried) = (first_ids(house), Vec::new(), 0);
    let screens = hilir::house::screens();
    let posts = screens.routes().iter().filter(|one| one.method == "POST" && !one.public);
    for route in posts.filter(|one| one.path != "/keluar") {
        let path = filled(route.path, &ids, &mut wrong).unwrap_or_else(|| route.path.to_owned());
        // A button that carries nothing, and a form with something in it.
        for form in ["", "id=0199abcd-0000-7000-8000-00000000aaaa&note=catatan+saya"] {
            let asked = stranger.post(&path, form).await;
            let Some(page) = leads_on(&asked) else {
                wrong.push(format!("{} leads nowhere: {}", route.path, asked.status));
                continue;
            };
            let shown = officer.get(&page).await;
            if shown.status == StatusCode::METHOD_NOT_ALLOWED {
                wrong.push(format!("{} leads to {page}, which is no page", route.path));
            }
            if !form.is_empty() && !asked.body.contains("value=\"catatan saya\"") {
                wrong.push(format!("{} forgets what was typed", route.path));
            }
            tried += 1;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(tried > 200, "{tried}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_waits_for_who_signs_in_again_and_a_password_does_not() {
    let house = played();
    let stranger = Visitor::stranger(&house);
    let unit = house.cast.lapas;
    let form = "id=0199aaaa-0000-7000-8000-000000000077&name=Latihan+las&note=a%22b";
    let asked = stranger.post(&format!("/upt/{unit}/ubah"), form).await;
    assert_eq!(asked.status, StatusCode::UNAUTHORIZED);
    assert!(asked.body.contains("value=\"a&quot;b\""), "{}", asked.body);
    assert!(asked.body.contains(&format!("action=\"/upt/{unit}/ubah\"")), "{}", asked.body);
    // The page on which the form stood is where he came from, with its search.
    let kind = "application/x-www-form-urlencoded";
    let from = Request::post("/produk/baru")
        .header(header::CONTENT_TYPE, kind)
        .header(header::REFERER, "http://127.0.0.1:8080/produk?q=tikus");
    let asked = stranger.ask(from, "").await;
    assert_eq!(leads_on(&asked).as_deref(), Some("/produk?q=tikus"));
    let secret = "old=rahasia-lama&password=rahasia-baru&again=rahasia-baru";
    let asked = stranger.post("/akun/sandi", secret).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
    assert!(!asked.body.contains("rahasia"), "{}", asked.body);
    // Another site's form is told nothing and kept nowhere.
    let elsewhere = Request::post("/produk/baru")
        .header(header::CONTENT_TYPE, kind)
        .header("sec-fetch-site", "cross-site");
    let asked = stranger.ask(elsewhere, "name=jebakan").await;
    assert!(!asked.body.contains("jebakan"), "{}", asked.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_is_not_sent_back_what_no_form_holds() {
    let stranger = Visitor::stranger(shared());
    for (bytes, status) in [(9, StatusCode::UNAUTHORIZED), (2 << 20, StatusCode::SEE_OTHER)] {
        let note = "a".repeat(bytes);
        let fields = [("note", note.as_str())];
        let file = ("evidence", "bukti.pdf");
        let asked = stranger.post_named("/setoran/baru", &fields, file, b"%PDF-1.7\n").await;
        assert_eq!((asked.status, asked.body.contains(&note)), (status, bytes == 9));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_a_refused_form_is_asked_for_again() {
    let house = played();
    let clerk = Visitor::sign_in(&house, "kasir").await;
    let again = Lang::Id.t("common.form.file_again");
    let fields = [("id", "0199aaaa-0000-7000-8000-000000000078"), ("note", "bukti terlampir")];
    let sent = async |file: &[u8]| {
        clerk.post_named("/setoran/baru", &fields, ("evidence", "bukti.pdf"), file).await
    };
    let refused = sent(b"%PDF-1.7\n").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("bukti terlampir") && refused.body.contains(again));
    // A browser sends the field also where nothing was chosen.
    let refused = sent(b"").await;
    assert!(refused.body.contains("bukti terlampir") && !refused.body.contains(again));
}

#[tokio::test(flavor = "multi_thread")]
async fn photos_that_are_too_much_together_leave_what_was_typed() {
    let house = played();
    let clerk = Visitor::sign_in(&house, "kasir").await;
    let fields = [("note", "bukti terlampir"), ("reference", "TRF-77")];
    let huge = vec![b'a'; 17 << 20];
    let refused =
        clerk.post_named("/setoran/baru", &fields, ("evidence", "bukti.jpg"), &huge).await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    for kept in ["bukti terlampir", "TRF-77", Lang::Id.t("common.form.file_again")] {
        assert!(refused.body.contains(kept), "{kept} in {}", refused.body);
    }
}

/// Every list of the desk whose first page has rows.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_beyond_the_last_leads_back_to_it() {
    let house = shared();
    let beyond = Lang::Id.t("common.beyond.title");
    let (mut wrong, mut led) = (Vec::new(), 0);
    let screens = hilir::house::screens();
    for name in ["kasubsi", "bendahara", "hendri", "pengelola"] {
        let visitor = Visitor::sign_in(house, name).await;
        let lists = screens.routes().iter().filter(|one| one.method == "GET" && !one.public);
        for list in lists.filter(|one| !one.path.contains('{')) {
            let first = visitor.get(list.path).await;
            let far = visitor.get(&format!("{}?page=99", list.path)).await;
            let rows = |body: &str| body.matches("<tr").count();
            if first.status != StatusCode::OK || rows(&first.body) <= rows(&far.body) {
                continue;
            }
            match far.body.contains(beyond) {
                true => led += 1,
                false => wrong.push(format!("{name}: {} says that there is nothing", list.path)),
            }
        }
    }
    wrong.sort();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(led > 20, "{led}");
}
