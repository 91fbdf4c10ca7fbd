//! The desk's pages of campaigns and labels, as a browser without JavaScript sends them.

use kernel::{Actor, ProductId};
use serde_json::{Value, json};
use testkit::{LAPAS, SHOP, World, clerk, officer};
use teststand::{Answer, look, send, serve};

use crate::{
    campaigns::{seen, start},
    market::{Market, fresh, open},
};

/// Pairs as a form sends them.
fn form(pairs: &[(&str, &str)]) -> String {
    let encoded = |text: &str| text.replace(' ', "+").replace('[', "%5B").replace(']', "%5D");
    let pairs = pairs.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
    pairs.collect::<Vec<_>>().join("&")
}

#[test]
fn a_campaign_is_made_by_a_form_and_each_number_leads_to_its_lines() {
    let world = World::quick();
    let Market { trap, .. } = open(&world);
    let site = serve(&world, promotion::screens(), promotion::api());
    let id = fresh::<()>(&world).to_string();
    let (day, good) = (world.today().to_string(), trap.to_string());
    let mut pairs = vec![
        ("id", id.as_str()),
        ("name", "Bazar Januari"),
        ("words", "Datang ke toko"),
        ("from", day.as_str()),
        ("goods[1][product]", good.as_str()),
    ];
    // Without a channel it is refused, and what was typed still stands there.
    let no = send(&site, "kasubsi", "/promosi/kampanye/baru", &form(&pairs));
    assert_eq!(no.status, 422, "{}", no.text);
    assert!(no.text.contains("value=\"Bazar Januari\"") && no.text.contains("Datang ke toko"));
    pairs.extend([("channels[0][name]", "WhatsApp"), ("channels[1][name]", "")]);
    let done = send(&site, "kasubsi", "/promosi/kampanye/baru", &form(&pairs));
    assert_eq!((done.status, done.location.as_str()), (303, &*format!("/promosi/kampanye/{id}")));
    let here = done.location;
    let page = look(&site, "kasubsi", &here);
    for part in ["Bazar Januari", "WhatsApp", "/pesanan?step=sold", "http://hilir.example/k/"] {
        assert!(page.text.contains(part), "{part}: {}", page.text);
    }
    assert!(look(&site, "kasubsi", "/promosi/kampanye?q=bazar").text.contains(&here));
    assert!(!look(&site, "kasubsi", "/promosi/kampanye?q=lain").text.contains(&here));
    for path in ["", "/ubah", "/pesanan?step=sold"] {
        let as_one = |who: &str| -> Answer { look(&site, who, &format!("{here}{path}")) };
        assert_eq!(as_one("kasubsi").status, 200, "{path}");
        assert_eq!(as_one("tetangga").status, 404, "{path}");
        let shop = if path == "/ubah" { 404 } else { 200 };
        assert_eq!(as_one("toko").status, shop, "{path} is the unit's to change, not the shop's");
    }
    assert!(!look(&site, "toko", &here).text.contains("/akhiri"), "a shop ends no unit's campaign");
}

#[test]
fn a_kit_offers_the_links_of_what_is_not_over() {
    let mut world = World::quick();
    let Market { trap, nest, .. } = open(&world);
    let (kasubsi, toko) = (officer(LAPAS), clerk(SHOP));
    let begin = |actor: &Actor, more: Value| {
        let id = start(&world, actor, more).expect("a campaign");
        seen(&world, actor, id).expect("a campaign").channels.remove(0).code
    };
    let about = |product| json!([{ "product": product }]);
    let ours = begin(&kasubsi, json!({ "goods": about(trap) }));
    let theirs = begin(&toko, json!({ "goods": about(trap) }));
    let other = begin(&kasubsi, json!({ "goods": about(nest) }));
    let over = begin(&kasubsi, json!({ "goods": about(trap), "until": world.today() }));
    world.advance_days(1);
    let site = serve(&world, promotion::screens(), promotion::api());
    for (who, expected) in [("kasubsi", [true, false]), ("toko", [true, true])] {
        let page = look(&site, who, &format!("/promosi/{trap}/{SHOP}")).text;
        let offered = |code: &String| page.contains(code);
        assert_eq!([&ours, &theirs].map(offered), expected, "{who}: {page}");
        assert!(!offered(&other) && !offered(&over), "{who}: {page}");
    }
}

#[test]
fn what_stands_behind_a_link_is_the_same_for_a_program() {
    let world = World::quick();
    let Market { trap, .. } = open(&world);
    let kasubsi = officer(LAPAS);
    let id = start(&world, &kasubsi, json!({ "goods": [{ "product": trap }] })).expect("one");
    let code = seen(&world, &kasubsi, id).expect("a campaign").channels.remove(0).code;
    let site = serve(&world, promotion::screens(), promotion::api());
    let told = look(&site, "", &format!("/api/v1/promotion/links/{code}"));
    assert_eq!(told.status, 200, "{}", told.text);
    assert!(told.text.contains("\"running\":true") && told.text.contains(&trap.to_string()));
    assert_eq!(look(&site, "", "/api/v1/promotion/links/KXMTRWQ").status, 404);
    assert_eq!(look(&site, "", "/api/v1/promotion/campaigns").status, 401, "whose they are is not");
    let seen = look(&site, "kasubsi", &format!("/api/v1/promotion/campaigns/{id}"));
    assert!(seen.status == 200 && seen.text.contains(&code), "{}", seen.text);
}

#[test]
fn a_wording_is_recorded_by_a_form_and_the_page_says_what_it_cannot() {
    let world = World::quick();
    let Market { trap, .. } = open(&world);
    let found = world.read(move |read| production::free_batches(read, LAPAS)).expect("batches");
    let batch = found.iter().find(|batch| batch.product_id == trap).expect("a batch").id;
    let site = serve(&world, promotion::screens(), promotion::api());
    let id = fresh::<()>(&world).to_string();
    let (batch, shop) = (batch.to_string(), SHOP.to_string());
    let pairs = |variant: &'static str| {
        form(&[
            ("id", &id),
            ("batch", &batch),
            ("shop", &shop),
            ("variant", variant),
            ("pieces", "5"),
        ])
    };
    let no = send(&site, "kasubsi", "/promosi/label/baru", &pairs("made_inside"));
    assert_eq!(no.status, 409, "a brand names no workshop: {}", no.text);
    assert!(!no.text.contains("value=\"made_inside\""), "it is not even offered");
    let done = send(&site, "kasubsi", "/promosi/label/baru", &pairs("shared"));
    assert_eq!(done.location, format!("/promosi/label/{id}"));
    assert_eq!(look(&site, "kasubsi", &done.location).status, 200);
    let page = look(&site, "kalapas", "/promosi/label").text;
    assert!(page.contains("Terlalu sedikit untuk dikatakan"), "{page}");
    for stranger in ["toko", "kanwil"] {
        assert_eq!(look(&site, stranger, "/promosi/label").status, 404, "{stranger}");
    }
    assert_eq!(look(&site, "tetangga", &done.location).status, 404);
}

#[test]
fn a_campaign_shows_what_is_to_be_had_and_its_own_card() {
    let world = World::quick();
    let Market { trap, nest, .. } = open(&world);
    let kasubsi = officer(LAPAS);
    let goods = json!({ "goods": [{ "product": nest }, { "product": trap }] });
    let id = start(&world, &kasubsi, goods).expect("a campaign");
    let code = seen(&world, &kasubsi, id).expect("a campaign").channels.remove(0).code;
    let site = serve(&world, promotion::screens(), promotion::api());
    let page = || look(&site, "nobody", &format!("/k/{code}")).text;
    let links = |text: &str| {
        let of = |name, id| text.contains(&storefront::address_of(name, id));
        (of("Perangkap Tikus", trap), of("Glodok", nest))
    };
    let own = format!("content=\"http://hilir.example/k/{code}/kartu.png\"");
    let text = page();
    assert_eq!(links(&text), (true, true));
    assert!(text.contains(&own), "{text}");
    let desk = look(&site, "kasubsi", &format!("/promosi/kampanye/{id}")).text;
    assert!(desk.contains(&format!("href=\"/k/{code}/kartu.png\" download")), "{desk}");
    // The nest is withdrawn: no card of it, and no link that leads nowhere.
    let gone = |product: ProductId| {
        let over = db::sql!("DELETE FROM agreements_selling WHERE product_id = $1");
        let sold = db::sql!(
            "UPDATE ledger_account SET balance = 0 WHERE kind = 'shelf' AND batch_id IN
               (SELECT id FROM production_batch WHERE product_id = $1)"
        );
        let work = move |tx: &mut db::Tx| tx.run(over, &[&product]).and(tx.run(sold, &[&product]));
        world.write(work).expect("withdrawn");
    };
    gone(nest);
    let text = page();
    assert_eq!(links(&text), (true, false), "{text}");
    assert!(text.contains(&own));
    gone(trap);
    let text = page();
    assert_eq!(links(&text), (false, false), "{text}");
    assert!(text.contains("/kartu/etalase.png") && !text.contains(&own), "{text}");
}
