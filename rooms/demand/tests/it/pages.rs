//! The screens and the JSON door, as a browser and a program see them.

use axum::Router;
use kernel::{AskId, RequestId};
use serde_json::json;
use testkit::{SHOP, World};
use teststand::{look, send, serve};

use crate::market::{deliver, fresh, open};

/// A page that stands, has a heading and says nothing in keys.
fn seen(site: &Router, who: &str, address: &str) -> String {
    let answer = look(site, who, address);
    assert_eq!(answer.status, 200, "{who} {address}: {}", answer.text);
    for room in ["demand.", "production.", "common."] {
        assert!(!answer.text.contains(room), "a key in {address}: {}", answer.text);
    }
    assert!(answer.text.contains("<h1>"), "{address}");
    answer.text
}

#[test]
fn a_request_goes_its_way_through_the_browser() {
    let world = World::quick();
    let market = open(&world);
    let site = serve(&world, demand::screens(), demand::api());
    assert!(seen(&site, "toko", "/permintaan").contains("Tidak ada permintaan yang menunggu"));
    let form = seen(&site, "toko", "/permintaan/minta");
    assert!(form.contains("PT · Perangkap Tikus") && form.contains("GL · Glodok"), "{form}");
    assert!(!form.contains("Kursi"), "in no annex: {form}");

    let id: RequestId = fresh(&world);
    let ask = |quantity: i64| {
        let body = format!("id={id}&product={}&quantity={quantity}&note=Sabtu", market.trap);
        send(&site, "toko", "/permintaan/minta", &body)
    };
    let refused = ask(0);
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("Sabtu") && refused.text.contains("f-quantity-error"));
    let done = ask(12);
    assert_eq!((done.status, done.location), (303, format!("/permintaan/{id}")));

    let board = seen(&site, "kasubsi", "/permintaan");
    let to_send = format!("/kirim/baru?agreement={}", market.agreement);
    for part in [to_send.as_str(), "Perangkap Tikus", "Toko Contoh", "12"] {
        assert!(board.contains(part), "{part} in {board}");
    }
    let shops_page = seen(&site, "toko", &format!("/permintaan/{id}"));
    assert!(shops_page.contains("/tarik\"") && !shops_page.contains("/jawab\""), "{shops_page}");
    let heads_page = seen(&site, "kalapas", &format!("/permintaan/{id}"));
    assert!(!heads_page.contains("<form"), "the head only looks: {heads_page}");

    let delivery = deliver(&world, &market);
    let page = seen(&site, "kasubsi", &format!("/permintaan/{id}"));
    assert!(page.contains("SJ-2511-01") && page.contains("/tolak\""), "{page}");
    let wrong = format!("answer=promised&delivery={delivery}&note=Lusa");
    let refused = send(&site, "kasubsi", &format!("/permintaan/{id}/jawab"), &wrong);
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("Lusa") && refused.text.contains("Surat jalan berarti"));
    let sent = format!("answer=sent&delivery={delivery}");
    let done = send(&site, "kasubsi", &format!("/permintaan/{id}/jawab"), &sent);
    assert_eq!((done.status, done.location), (303, format!("/permintaan/{id}")));
    let page = seen(&site, "toko", &format!("/permintaan/{id}"));
    for part in [&format!("/kirim/{delivery}"), "Dikirim", "Lapas mengirim", "Toko minta kirim"] {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert!(!page.contains("<form"), "it is over: {page}");
    let list = seen(&site, "kasubsi", "/permintaan/diminta?state=sent&q=TIKUS");
    assert!(list.contains(&format!("/permintaan/{id}")), "{list}");
    let list = seen(&site, "kasubsi", "/permintaan/diminta?state=open");
    assert!(!list.contains(&format!("/permintaan/{id}")), "{list}");
    let late = send(&site, "toko", &format!("/permintaan/{id}/tarik"), "reason=");
    assert_eq!(late.status, 409);
    assert!(late.text.contains("Keadaan permintaan: Dikirim"), "{}", late.text);
}

#[test]
fn what_buyers_asked_for_is_summed_and_leads_to_its_lines() {
    let world = World::quick();
    let market = open(&world);
    let site = serve(&world, demand::screens(), demand::api());
    let tell = |body: &str| {
        let id: AskId = fresh(&world);
        send(&site, "toko", "/permintaan/tanya", &format!("id={id}&{body}"))
    };
    assert!(seen(&site, "toko", "/permintaan/tanya").contains("KR · Kursi Rotan"));
    assert_eq!(tell("quantity=1").status, 422);
    for body in [
        "words=Kandang+ayam&quantity=1&price=90.000",
        "words=kandang++AYAM&quantity=2&price=75.000",
        "words=%3Cscript%3E+%26+rak&quantity=1",
    ] {
        let done = tell(body);
        assert_eq!((done.status, done.location.as_str()), (303, "/permintaan"), "{}", done.text);
    }
    assert_eq!(tell(&format!("product={}&quantity=5", market.trap)).status, 303);

    let board = seen(&site, "kasubsi", "/permintaan");
    for part in ["2 kali", "Rp75.000", "Rp90.000", "Perangkap Tikus", "&lt;script&gt;"] {
        assert!(board.contains(part), "{part} in {board}");
    }
    assert!(!board.contains("<script>"), "{board}");
    let more = format!("/produksi/baru?product={}", market.trap);
    let work = ["/produk/baru?name=Kandang%20ayam", "/pelatihan/baru?title=Kandang%20ayam", &more];
    let shops = seen(&site, "toko", "/permintaan");
    for way in work {
        assert!(board.contains(way) && !shops.contains(way), "{way} in {board}");
    }
    let from = world.today().plus_days(-90);
    let lines = format!("/permintaan/ditanya?words=Kandang%20ayam&amp;from={from}");
    assert!(board.contains(&lines), "{lines} in {board}");
    let page = seen(&site, "kasubsi", &lines.replace("&amp;", "&"));
    assert_eq!(page.matches("<tr").count(), 3, "the head and two lines: {page}");
    assert!(!page.contains(">Perangkap Tikus"), "{page}");
    let found = seen(&site, "kasubsi", "/permintaan/ditanya?q=tikus");
    assert_eq!(found.matches("<tr").count(), 2, "{found}");
    let none = seen(&site, "kasubsi", "/permintaan/ditanya?q=kapal");
    assert!(none.contains("Tidak ada yang cocok"), "{none}");
}

#[test]
fn anothers_pages_are_not_there() {
    let world = World::quick();
    let market = open(&world);
    let site = serve(&world, demand::screens(), demand::api());
    let id: RequestId = fresh(&world);
    let input = json!({"id": id, "product": market.trap, "quantity": 3});
    let done = send(&site, "toko", "/api/v1/demand/requests", &input.to_string());
    assert_eq!(done.status, 200, "{}", done.text);
    for who in ["toko lain", "tetangga", "kanwil"] {
        for address in [format!("/permintaan/{id}"), format!("/api/v1/demand/requests/{id}")] {
            assert_eq!(look(&site, who, &address).status, 404, "{who} {address}");
        }
        let list = look(&site, who, "/api/v1/demand/requests");
        assert!(!list.text.contains(&id.to_string()), "{who}: {}", list.text);
    }
    assert_eq!(look(&site, "kanwil", "/permintaan").status, 404);
    assert_eq!(look(&site, "kalapas", "/permintaan/minta").status, 403);
    let no = send(&site, "tetangga", &format!("/permintaan/{id}/tolak"), "reason=x");
    assert_eq!(no.status, 404, "{}", no.text);
    assert_eq!(look(&site, "toko", "/permintaan/bukan-id").status, 404);
    let board = seen(&site, "toko lain", "/permintaan");
    assert!(!board.contains(&id.to_string()), "{board}");
}

#[test]
fn the_api_does_what_the_pages_do() {
    let world = World::quick();
    let market = open(&world);
    let site = serve(&world, demand::screens(), demand::api());
    let ask: AskId = fresh(&world);
    let input = json!({"id": ask, "shop": SHOP, "words": "Meja", "quantity": 2, "price": 50_000});
    let done = send(&site, "kasubsi", "/api/v1/demand/asks", &input.to_string());
    assert!(done.text.contains("\"already\":false"), "{}", done.text);
    let list = look(&site, "toko", "/api/v1/demand/asks?words=meja").text;
    assert!(list.contains("\"total\":1") && list.contains("\"price\":50000"), "{list}");
    let wishes = look(&site, "toko", "/api/v1/demand/wishes").text;
    assert!(wishes.contains("\"times\":1") && wishes.contains("\"pieces\":2"), "{wishes}");
    for (verb, who, body, state) in [
        ("answer", "kasubsi", json!({"answer": "promised"}), "promised"),
        ("decline", "kasubsi", json!({"reason": "Habis"}), "declined"),
        ("withdraw", "toko", json!({}), "withdrawn"),
    ] {
        let id: RequestId = fresh(&world);
        let input = json!({"id": id, "product": market.trap, "quantity": 3}).to_string();
        assert_eq!(send(&site, "toko", "/api/v1/demand/requests", &input).status, 200);
        let path = format!("/api/v1/demand/requests/{id}");
        let done = send(&site, who, &format!("{path}/{verb}"), &body.to_string());
        assert_eq!(done.status, 200, "{verb}: {}", done.text);
        let seen = look(&site, "toko", &path).text;
        assert!(seen.contains(&format!("\"state\":\"{state}\"")), "{seen}");
    }
    let list = look(&site, "kasubsi", "/api/v1/demand/requests?state=declined").text;
    assert!(list.contains("\"total\":1") && list.contains("Habis"), "{list}");
}
