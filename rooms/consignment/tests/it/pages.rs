//! The screens and the JSON door of both rooms of goods, as a browser and a program see them.

use std::io::Cursor;

use axum::Router;
use image::{DynamicImage, ImageFormat, RgbImage};
use ledger::Kind;
use serde_json::{Value, json};
use testkit::{LAPAS, SHOP, World};
use teststand::{look, send, upload};

use crate::world::{Trade, fresh, pieces, proven, sold, trade};

/// Both rooms of goods.
pub fn serve(world: &World) -> Router {
    let screens = production::screens().and(consignment::screens());
    teststand::serve(world, screens, production::api().and(consignment::api()))
}

/// A page that stands, says nothing in keys, and is well-formed enough to have a heading.
pub fn seen(site: &Router, who: &str, address: &str) -> String {
    let answer = look(site, who, address);
    let text = answer.text;
    assert_eq!(answer.status, 200, "{who} {address}: {text}");
    for room in ["consignment.", "production.", "common."] {
        assert!(!text.contains(room), "a key in {address}: {text}");
    }
    assert!(text.contains("<h1>"), "{address}");
    text
}

fn ask(site: &Router, who: &str, address: &str) -> Value {
    let answer = look(site, who, &format!("/api/v1{address}"));
    assert_eq!(answer.status, 200, "{address}: {}", answer.text);
    serde_json::from_slice(&answer.bytes).unwrap()
}

fn picture() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = DynamicImage::ImageRgb8(RgbImage::from_pixel(40, 30, image::Rgb([9, 120, 90])));
    picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

pub fn id(world: &World) -> String {
    fresh::<()>(world).to_string()
}

#[test]
fn goods_go_their_way_through_the_browser() {
    let mut world = World::quick();
    let trade = trade(&world);
    let batch = trade.made(&world, 12);
    let site = serve(&world);
    let agreement = trade.agreements[0];
    let form = seen(&site, "kasubsi", &format!("/kirim/baru?agreement={agreement}"));
    assert!(form.contains("PT-2511-01 · Perangkap tikus · 12 buah"), "{form}");
    assert!(seen(&site, "kasubsi", "/kirim/baru").contains("Toko dua"), "asks which agreement");

    let delivery = id(&world);
    let sent = |quantity: i64| {
        let body = format!(
            "id={delivery}&agreement={agreement}&sent_on={}&lines[0][batch]={batch}\
             &lines[0][quantity]={quantity}&carried_by=Sopir&note=",
            world.today()
        );
        send(&site, "kasubsi", "/kirim/baru", &body)
    };
    let refused = sent(13);
    assert_eq!(refused.status, 409, "{}", refused.text);
    let text = refused.text;
    for part in
        ["value=\"13\"", "value=\"Sopir\"", "id=\"f-lines-0-quantity-error\"", "hanya ada 12"]
    {
        assert!(text.contains(part), "{part} in {text}");
    }
    let done = sent(12);
    assert_eq!((done.status, done.location), (303, format!("/kirim/{delivery}")));
    let paper = seen(&site, "kasubsi", &format!("/kirim/{delivery}"));
    assert!(paper.contains("SJ-2511-01") && paper.contains("class=\"signatures\""), "{paper}");
    assert!(!paper.contains("/terima\""), "the sender does not confirm: {paper}");

    let receive = format!("/kirim/{delivery}/terima");
    assert!(seen(&site, "toko", &format!("/kirim/{delivery}")).contains(&receive));
    seen(&site, "toko", &receive);
    assert_eq!(look(&site, "kasubsi", &receive).status, 403);
    let today = world.today().to_string();
    let receipt = id(&world);
    let fields = |received: &'static str| {
        [
            ("id", receipt.clone()),
            ("received_on", today.clone()),
            ("lines[0][batch]", batch.to_string()),
            ("lines[0][received]", received.to_owned()),
            ("lines[0][note]", "kardus sobek".to_owned()),
        ]
    };
    let with = |received: &'static str, photo: &[u8]| {
        let fields = fields(received);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        upload(&site, "toko", &receive, &fields, ("lines[0][photo]", photo))
    };
    let refused = with("13", &picture());
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("kardus sobek"), "{}", refused.text);
    let broken = with("11", b"bukan foto");
    assert!(broken.text.contains("f-lines-0-photo-error"), "{}", broken.text);
    let done = with("11", &picture());
    assert_eq!((done.status, done.location), (303, format!("/kirim/{delivery}")));
    let photo = look(&site, "kasubsi", &format!("/kirim/{delivery}/foto/1"));
    assert_eq!((photo.status, &photo.bytes[..2]), (200, &[0xFF, 0xD8][..]));
    assert_eq!(look(&site, "toko lain", &format!("/kirim/{delivery}/foto/1")).status, 404);
    let paper = seen(&site, "toko", &format!("/kirim/{delivery}"));
    assert!(paper.contains("kardus sobek") && paper.contains("1 belum selesai"), "{paper}");

    settled_in_the_browser(&world, &site);
    sold(&world, SHOP, batch, 2);
    world.advance_days(70);
    let shelf = seen(&site, "toko", "/rak");
    assert!(shelf.contains("Lambat laku") && shelf.contains("70 hari"), "{shelf}");
    let slow = seen(&site, "kasubsi", "/rak?state=slow&q=tikus");
    assert!(slow.contains("PT-2511-01") && slow.contains("river"), "{slow}");
    assert!(seen(&site, "kasubsi", "/rak?q=tidak-ada").contains("Tidak ada yang cocok"));
    assert!(seen(&site, "kalapas", &format!("/produksi/{batch}")).contains("Di rak toko"));
    for list in ["/kirim?q=sj-2511&state=received", "/selisih?state=settled&origin=receipt"] {
        assert!(seen(&site, "kasubsi", list).contains("1 hasil"), "{list}");
    }
    proven(&world);
}

fn settled_in_the_browser(world: &World, site: &Router) {
    let open = ask(site, "toko", "/discrepancies?state=open");
    let difference = open["items"][0]["id"].as_str().unwrap().to_owned();
    let here = format!("/selisih/{difference}");
    assert!(seen(site, "toko", "/selisih").contains(&here));
    let page = seen(site, "toko", &here);
    assert!(page.contains("Ternyata sampai") && !page.contains("Hitungan dibatalkan"), "{page}");
    let proposal = id(world);
    let lost = format!("id={proposal}&resolution=lost&quantity=1&note=tidak+ketemu");
    let refused = send(site, "toko", &format!("{here}/usul"), &lost);
    assert!(refused.status == 422 && refused.text.contains("siapa yang menanggung"));
    let done = send(site, "toko", &format!("{here}/usul"), &format!("{lost}&borne_by=consignor"));
    assert_eq!((done.status, done.location), (303, here.clone()));
    assert!(!seen(site, "toko", &here).contains("/setuju"), "not his own");
    assert!(seen(site, "kasubsi", &here).contains("/setuju"));
    let yes = send(site, "kasubsi", &format!("{here}/setuju"), &format!("proposal={proposal}"));
    assert_eq!(yes.status, 303, "{}", yes.text);
    assert!(seen(site, "kasubsi", &here).contains("Penyelesaian disetujui"));
}

pub fn stocked(world: &World) -> (Trade, kernel::BatchId) {
    let trade = trade(world);
    let batch = trade.made(world, 8);
    trade.stocked(world, batch, 8);
    (trade, batch)
}

#[test]
fn a_movement_and_a_count_go_through_the_browser() {
    let world = World::quick();
    let (trade, batch) = stocked(&world);
    let site = serve(&world);
    let agreement = trade.agreements[0];
    let form = seen(&site, "toko", "/gerak/baru");
    assert!(form.contains("8 buah") && !form.contains("Pindah toko"), "{form}");
    assert!(
        seen(&site, "kasubsi", &format!("/gerak/baru?agreement={agreement}"))
            .contains("Pindah toko")
    );
    let movement = id(&world);
    let (batch_text, today, agreement_text) =
        (batch.to_string(), world.today().to_string(), agreement.to_string());
    let fields = [
        ("id", movement.as_str()),
        ("agreement", agreement_text.as_str()),
        ("kind", "loss"),
        ("happened_on", today.as_str()),
        ("reason", "dicuri"),
        ("lines[0][batch]", batch_text.as_str()),
        ("lines[0][quantity]", "2"),
    ];
    let done = upload(&site, "toko", "/gerak/baru", &fields, ("photo", &picture()));
    let here = format!("/gerak/{movement}");
    assert_eq!((done.status, done.location.as_str()), (303, here.as_str()), "{}", done.text);
    assert_eq!(look(&site, "kasubsi", &format!("{here}/foto")).status, 200);
    assert!(seen(&site, "toko", &here).contains("Menunggu konfirmasi pihak lain"));
    let page = seen(&site, "kasubsi", &here);
    assert!(
        page.contains("/setuju") && page.contains("Rp48.000"),
        "the sum before the yes: {page}"
    );
    assert_eq!(send(&site, "kasubsi", &format!("{here}/setuju"), "").status, 303);
    let page = seen(&site, "toko", &here);
    assert!(page.contains("Rp48.000") && page.contains("Disetujui"), "{page}");
    assert!(seen(&site, "kasubsi", "/gerak?kind=loss&state=confirmed").contains("dicuri"));

    seen(&site, "toko", "/hitung/baru");
    let count = id(&world);
    let sheet = |left: &str| {
        format!(
            "id={count}&agreement={agreement}&counted_on={today}\
             &lines[0][product!]={}&lines[0][counted]=&lines[1][product!]={}\
             &lines[1][counted]={left}",
            trade.glodok, trade.trap
        )
    };
    let blank = send(&site, "toko", "/hitung/baru", &sheet(""));
    assert!(blank.status == 422 && blank.text.contains("Isi paling sedikit satu baris"));
    let refused = send(&site, "toko", "/hitung/baru", &sheet("9"));
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("f-lines-0-counted-error"), "{}", refused.text);
    let done = send(&site, "toko", "/hitung/baru", &sheet("5"));
    assert_eq!((done.status, done.location), (303, format!("/hitung/{count}")));
    assert!(seen(&site, "kasubsi", &format!("/hitung/{count}")).contains("1 belum selesai"));
    // What was left blank was not counted, and the lists say only what the reader cannot know.
    let sheet = ask(&site, "toko", &format!("/counts/{count}"));
    assert_eq!(sheet["lines"].as_array().map(Vec::len), Some(1), "{sheet}");
    for list in ["/hitung", "/kirim", "/rak"] {
        assert!(!seen(&site, "toko", list).contains("Toko satu"), "{list}: a shop knows its name");
        assert!(seen(&site, "kasubsi", list).contains("Toko satu"), "{list}");
    }
    assert_eq!(pieces(&world, Kind::Shelf, batch, Some(SHOP)), 5);
    proven(&world);
}

#[test]
fn what_is_anothers_is_not_there() {
    let world = World::quick();
    let (trade, batch) = stocked(&world);
    let delivery = trade.sent(&world, trade.made(&world, 3), 3);
    let site = serve(&world);
    for who in ["tetangga", "toko lain"] {
        for address in [
            format!("/kirim/{delivery}"),
            format!("/kirim/{delivery}/terima"),
            format!("/produksi/{batch}"),
            format!("/kirim/baru?agreement={}", trade.agreements[0]),
            format!("/api/v1/deliveries/{delivery}"),
            format!("/api/v1/batches/{batch}"),
        ] {
            let answer = look(&site, who, &address);
            // A shop's clerk may not send at all, whosever the agreement is.
            assert!(matches!(answer.status, 403 | 404), "{who} {address} {}", answer.status);
            assert!(!answer.text.contains("PT-2511"), "{who} {address}");
        }
        assert_eq!(ask(&site, who, "/deliveries")["total"], 0);
        assert_eq!(ask(&site, who, "/shelf")["total"], 0);
        for list in ["/kirim", "/rak", "/hitung", "/gerak", "/selisih"] {
            assert!(!seen(&site, who, list).contains("PT-2511"), "{who} {list}");
        }
    }
    assert_eq!(look(&site, "toko", "/produksi").status, 404);
    assert_eq!(look(&site, "toko", "/pesanan").status, 404);
    assert_eq!(look(&site, "kasubsi", "/kirim/bukan-id").status, 404);
}

#[test]
fn the_json_door_does_the_same() {
    let world = World::quick();
    let trade = trade(&world);
    let batch = trade.made(&world, 6);
    let site = serve(&world);
    let post = |who: &str, address: &str, body: Value| -> (u16, Value) {
        let answer = send(&site, who, &format!("/api/v1{address}"), &body.to_string());
        (answer.status, serde_json::from_slice(&answer.bytes).unwrap())
    };
    let delivery = id(&world);
    let send = json!({
        "id": delivery, "agreement": trade.agreements[0], "sent_on": world.today(),
        "lines": [{ "batch": batch, "quantity": 6 }],
    });
    for already in [false, true] {
        let (status, done) = post("kasubsi", "/deliveries", send.clone());
        assert_eq!((status, &done["already"]), (200, &json!(already)), "{done}");
    }
    let mut other = send;
    other["lines"][0]["quantity"] = json!(5);
    let (status, no) = post("kasubsi", "/deliveries", other);
    assert_eq!((status, &no["code"]), (409, &json!("journal.id_reused")));
    let receipt = json!({
        "id": id(&world), "received_on": world.today(),
        "lines": [{ "batch": batch, "received": 7 }],
    });
    let (status, no) = post("toko", &format!("/deliveries/{delivery}/receive"), receipt.clone());
    assert_eq!((status, &no["code"]), (422, &json!("consignment.more_than_sent")));
    assert_eq!(no["field"], "lines[0].received");
    let mut right = receipt;
    right["lines"][0]["received"] = json!(6);
    assert_eq!(post("toko", &format!("/deliveries/{delivery}/receive"), right).0, 200);
    assert_eq!(ask(&site, "toko", "/shelf")["items"][0]["quantity"], 6);
    let whole = ask(&site, "kasubsi", &format!("/deliveries/{delivery}"));
    assert_eq!(whole["lines"][0]["received"], 6);
    let makers = ask(&site, "kasubsi", &format!("/batches/{batch}"));
    assert_eq!(makers["makers"][0]["code"], "WB-001");
    assert_eq!(ask(&site, "kasubsi", "/batches?state=finished&q=pt-")["total"], 1);
    assert_eq!(ask(&site, "kasubsi", "/jobs")["total"], 0);
}

#[test]
fn a_batch_and_a_job_go_through_the_browser() {
    let world = World::quick();
    let trade = trade(&world);
    let site = serve(&world);
    let today = world.today();
    assert!(seen(&site, "kasubsi", "/produksi").contains("Belum ada kelompok produksi"));
    assert!(seen(&site, "kasubsi", "/pesanan").contains("Belum ada pesanan"));
    let form = seen(&site, "kasubsi", &format!("/produksi/baru?product={}", trade.trap));
    assert!(form.contains("PT-2511-01") && form.contains("WB-001"), "{form}");
    let job = id(&world);
    seen(&site, "kasubsi", "/pesanan/baru");
    let quote = format!(
        "id={job}&product={}&what=Besar&quantity=2&price=500.000&quoted_on={today}&due_on={today}\
         &buyer_name=Pembeli+Contoh",
        trade.trap
    );
    assert_eq!(send(&site, "kasubsi", "/pesanan/baru", &quote).status, 303);
    let here = format!("/pesanan/{job}");
    assert!(seen(&site, "kasubsi", &here).contains("Pembeli Contoh"));
    let agree = |deposit: &str| {
        let body = format!("id={}&accepted_on={today}&deposit={deposit}", id(&world));
        send(&site, "kasubsi", &format!("{here}/terima"), &body)
    };
    let refused = agree("600.000");
    assert!(refused.status == 422 && refused.text.contains("f-deposit-error"));
    assert_eq!(agree("100.000").status, 303);
    let start = format!("/produksi/baru?product={}&job={job}", trade.trap);
    assert!(seen(&site, "kasubsi", &start).contains("PSN-2511-01"));

    let batch = id(&world);
    let maker = trade.maker();
    let opened = format!(
        "id={batch}&product={}&job={job}&started_on={today}&basis=equal&makers[0][maker]={maker}\
         &costs[0][what]=Kayu&costs[0][amount]=100.001",
        trade.trap
    );
    assert_eq!(send(&site, "kasubsi", "/produksi/baru", &opened).status, 303);
    let at = format!("/produksi/{batch}");
    assert!(seen(&site, "kasubsi", &at).contains("Kayu"));
    let cost = format!("id={}&what=Cat&amount=0", id(&world));
    let refused = send(&site, "kasubsi", &format!("{at}/biaya"), &cost);
    assert!(refused.status == 422 && refused.text.contains("f-amount-error"));
    seen(&site, "kalapas", &format!("{at}/periksa"));
    let check = format!("finished_on={today}&accepted=2&rejected=0&grade=a");
    assert_eq!(send(&site, "kalapas", &format!("{at}/periksa"), &check).status, 303);
    let page = seen(&site, "kasubsi", &at);
    for part in ["Rp50.001", "sisa pembulatan −Rp1", "WB-001", "Untuk pesanan"] {
        assert!(page.contains(part), "{part} in {page}");
    }
    let over = format!("id={}&handed_over_on={today}", id(&world));
    assert_eq!(send(&site, "kasubsi", &format!("{here}/serah"), &over).status, 303);
    assert_eq!(send(&site, "kasubsi", &format!("{here}/hapus-pembeli"), "").status, 303);
    let page = seen(&site, "kasubsi", &here);
    assert!(!page.contains("Pembeli Contoh") && page.contains("Data pembeli sudah dihapus"));
    assert_eq!(pieces(&world, Kind::Sold, batch.parse().unwrap(), None), 2);
    assert!(seen(&site, "kasubsi", "/pesanan?state=handed_over").contains("PSN-2511-01"));
    let total = world.read(|read| ledger::sum(read, Kind::Cash, ledger::Filter::of(LAPAS)));
    assert_eq!(total.unwrap(), 500_000);
    proven(&world);
}
