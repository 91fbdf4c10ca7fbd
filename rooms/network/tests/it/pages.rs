//! The screens, as a browser sees them.

use axum::{Router, http::header::COOKIE};
use kernel::{AgreementId, UserId};
use network::{OfferId, ProspectId};
use serde_json::json;
use testkit::{SHOP, World};
use teststand::{look, look_with, serve};

use crate::world::{add, fresh, offer, open};

fn seen(site: &Router, who: &str, address: &str) -> String {
    let answer = look(site, who, address);
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
    let site = serve(&world, network::screens(), network::api());
    assert!(seen(&site, "kasubsi", "/calon").contains("Belum ada calon mitra"));
    seen(&site, "kasubsi", "/calon/baru");
    let id: ProspectId = fresh(&world);
    let send = |path: &str, form: &str| teststand::send(&site, "kasubsi", path, form);
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
    let once = done.cookie("hilir_sekali");
    let code = look_with(&site, "kasubsi", &done.location, &[(COOKIE, &once)]);
    assert!(code.text.contains("<svg class=\"qr\""), "{}", code.text);
    assert!(code.text.contains("http://hilir.example/undangan?kunci="), "{}", code.text);
    let later = seen(&site, "kasubsi", &done.location);
    assert!(!later.contains("kunci="), "shown once: {later}");
    assert!(seen(&site, "kasubsi", "/calon?stage=trial&q=ANI").contains("Percobaan"));
    let theirs = look(&site, "tetangga", &format!("/calon/{id}"));
    assert_eq!(theirs.status, 404);
}

#[test]
fn a_shop_that_is_there_is_offered_first_and_who_declined_is_erased() {
    let world = World::quick();
    let market = open(&world);
    testmarket::shop(&world, SHOP, "Toko <b>Lama", &json!({"whatsapp": "081234567890"}));
    let site = serve(&world, network::screens(), network::api());
    let send = |path: &str, form: &str| teststand::send(&site, "kasubsi", path, form);
    let id = add(&world);
    offer(&world, &market, id).expect("an offer");
    let here = format!("/calon/{id}");
    let page = seen(&site, "kasubsi", &here);
    for part in ["Toko &lt;b&gt;Lama", "Nomor WhatsApp-nya sama", "name=\"new_shop\""] {
        assert!(page.contains(part), "{part} in {page}");
    }
    let agreement: AgreementId = fresh(&world);
    let no = send(&format!("{here}/jadikan"), &format!("id={agreement}&term=trial"));
    assert!(no.status == 409 && no.text.contains("mungkin Toko &lt;b&gt;Lama"), "{}", no.text);
    let form = format!("id={agreement}&term=trial&shop={SHOP}");
    let done = send(&format!("{here}/jadikan"), &form);
    assert_eq!((done.status, done.location), (303, format!("/pks/{agreement}")));
    let page = seen(&site, "kasubsi", &here);
    assert!(page.contains(&format!("/toko/{SHOP}")) && !page.contains("/undang\""), "{page}");
    let act = |path: &str, more: &str| {
        let form = format!("id={}{more}", fresh::<()>(&world));
        assert_eq!(send(&format!("{here}/{path}"), &form).status, 303, "{path}");
    };
    act("tolak", "&reason=Tempat+penuh");
    assert!(seen(&site, "kasubsi", &here).contains("183 hari sesudah tidak jadi"));
    act("hapus-data", "");
    let page = seen(&site, "kasubsi", &here);
    assert!(page.contains("Data pemilik dihapus") && !page.contains("<form"), "{page}");
    assert!(!page.contains("Ani Contoh") && !page.contains("Tempat penuh"), "{page}");
}
