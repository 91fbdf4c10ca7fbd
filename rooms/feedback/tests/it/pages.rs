//! What a buyer fills in, and what the unit and the shop see of it.

use testkit::{OTHER_SHOP, SHOP, World, story};
use teststand::{look, send, serve};

use crate::market::{fresh, open, sell};

#[test]
fn from_the_receipt_to_the_answer() {
    story(|world: &mut World| {
        let market = open(world);
        let receipt = sell(world, &[(market.trap, 1)]);
        let site = serve(world, feedback::screens(), feedback::api());
        assert_eq!(look(&site, "nobody", "/ulasan").status, 200);
        let typed = format!(
            "shop={SHOP}&day={}&number=A-0042&code={}",
            world.today(),
            sales::receipt_code(receipt)
        );
        let found = send(&site, "nobody", "/ulasan", &typed);
        let page = format!("/ulasan/{receipt}");
        assert_eq!((found.status, found.location.as_str()), (303, page.as_str()));
        let wrong = send(&site, "nobody", "/ulasan", &typed.replace("A-0042", "A-0041"));
        assert_eq!(wrong.status, 404);
        assert!(wrong.text.contains("value=\"A-0041\""), "what was typed stays");
        let line = format!("sale={receipt}&position=1");
        let rated = send(
            &site,
            "nobody",
            &format!("{page}/nilai"),
            &format!("{line}&rating=2&words=Kurang+rapi"),
        );
        assert_eq!(rated.status, 303, "{}", rated.text);
        let id = fresh::<kernel::ComplaintKind>(world);
        let wrong = format!("id={id}&{line}&words=Pernya+lepas");
        assert_eq!(send(&site, "nobody", &format!("{page}/keluhan"), &wrong).status, 303);
        let shown = look(&site, "nobody", &page);
        assert!(shown.text.contains("Kurang rapi") && shown.text.contains("Pernya lepas"));
        assert!(!shown.text.contains("WB-001") && !shown.text.contains("Lapas Contoh"));
        let list = look(&site, "kalapas", "/ulasan-pembeli");
        assert!(list.text.contains("Kurang rapi") && list.text.contains("putuskan"));
        assert!(!look(&site, "toko", "/ulasan-pembeli").text.contains("putuskan"));
        assert!(look(&site, "toko", "/keluhan").text.contains("Pernya lepas"));
        assert!(!look(&site, "toko lain", "/keluhan").text.contains("Pernya lepas"));
        let answer = format!("/keluhan/{id}/jawab");
        assert_eq!(send(&site, "toko", &answer, "answer=Kami+ganti").status, 303);
        assert!(look(&site, "nobody", &page).text.contains("Kami ganti"));
        assert_eq!(look(&site, "toko lain", &format!("/keluhan/{id}")).status, 404);
        for forged in [OTHER_SHOP.to_string(), "x".into(), "%00".into(), "1".repeat(36)] {
            assert_eq!(look(&site, "nobody", &format!("/ulasan/{forged}")).status, 404);
        }
    });
}

#[test]
fn receipts_are_not_guessed_by_the_thousand() {
    story(|world: &mut World| {
        let market = open(world);
        sell(world, &[(market.trap, 1)]);
        let site = serve(world, feedback::screens(), feedback::api());
        let typed = format!("shop={SHOP}&day={}&number=A-0042&code=0000-0000", world.today());
        let tries: Vec<u16> =
            (0..25).map(|_| send(&site, "nobody", "/ulasan", &typed).status).collect();
        assert_eq!(tries.iter().filter(|status| **status == 404).count(), 20);
        assert_eq!(tries.iter().filter(|status| **status == 429).count(), 5);
    });
}

#[test]
fn a_recall_is_read_where_it_matters() {
    story(|world: &mut World| {
        let market = open(world);
        let site = serve(world, feedback::screens(), feedback::api());
        let receipt = sell(world, &[(market.trap, 1)]);
        let held = || look(&site, "nobody", &format!("/ulasan/{receipt}")).text;
        let id = fresh::<kernel::NoticeKind>(world);
        let form = look(&site, "kasubsi", "/tarik-barang/baru");
        assert!(form.text.contains(&market.batch.to_string()), "{}", form.text);
        let draft = format!("id={id}&batch={}&reason=Pernya+lepas&advice=Tukar", market.batch);
        let drafted = send(&site, "kasubsi", "/tarik-barang/baru", &draft);
        let page = format!("/tarik-barang/{id}");
        assert_eq!((drafted.status, drafted.location.as_str()), (303, page.as_str()));
        assert_eq!(look(&site, "toko", &page).status, 404, "a draft is the unit's own");
        assert!(!look(&site, "nobody", "/penarikan").text.contains("Pernya lepas"));
        assert!(!held().contains("Pernya lepas"));
        assert_eq!(send(&site, "kalapas", &format!("{page}/setujui"), "").status, 303);
        assert!(look(&site, "nobody", "/penarikan").text.contains("Pernya lepas"));
        let told = held();
        let notice = "PT-2511-01) ditarik: Pernya lepas. Tukar";
        assert!(told.contains(notice), "who bought one reads it: {told}");
        assert!(told.contains("noindex"), "and nobody else finds it");
        let at_shop = look(&site, "toko", &page);
        assert!(at_shop.text.contains("Turunkan 7"), "{}", at_shop.text);
        assert!(!look(&site, "toko lain", &page).text.contains("/kembalikan"));
        assert_eq!(look(&site, "tetangga", &page).status, 404);
        let id = fresh::<kernel::MovementKind>(world);
        let back = send(&site, "toko", &format!("{page}/kembalikan"), &format!("id={id}"));
        assert_eq!(back.location, format!("/gerak/{id}"), "{}", back.text);
    });
}
