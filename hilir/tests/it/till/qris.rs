//! QRIS at the till: the shop's own code with the amount in it, as a buyer's phone reads it; and
//! what the shop may save as its code.

use axum::http::StatusCode;
use db::{Db, Read, Row, sql};
use serde_json::{Value, json};

use crate::{
    house::{House, Visitor, played},
    till::{Phone, Server, alone, arrived, each_once, qr_reader},
};

/// The modules of the drawn code, as a camera would see them: looked at in a picture of the screen.
async fn drawn(phone: &Phone) -> Vec<Vec<bool>> {
    // The pixel in the middle of each module, to the right and down.
    let places = "
        const svg = document.querySelector('.qr-frame svg');
        svg.scrollIntoView({ block: 'center' });
        const box = svg.getBoundingClientRect(), n = svg.viewBox.baseVal.width;
        const middles = (from) => (
            Array.from({ length: n }, (_, at) => Math.floor(from + (at + 0.5) * box.width / n)));
        return [middles(box.x), middles(box.y)]";
    let places: [Vec<u32>; 2] = serde_json::from_value(phone.run(places).await).expect("places");
    let [right, down] = places;
    let picture = phone.0.screenshot().await.expect("a picture");
    let picture = image::load_from_memory(&picture).expect("a PNG").to_luma8();
    let size = right.len();
    let dark = |y: usize, x: usize| picture.get_pixel(right[x], down[y]).0[0] < 128;
    let quiet = |at: usize| at < 4 || at >= size - 4;
    for (y, x) in (0..size).flat_map(|y| (0..size).map(move |x| (y, x))) {
        assert!(!(quiet(y) || quiet(x)) || !dark(y, x), "the quiet zone is quiet: {y} {x}");
    }
    (4..size - 4).map(|y| (4..size - 4).map(|x| dark(y, x)).collect()).collect()
}

/// How each sale of the till was paid, and with how much.
fn paid(db: &Db) -> Vec<(String, i64)> {
    let rows = db.read_now(|read: &mut Read| {
        let all = sql!(
            "SELECT s.payment, CAST(SUM(l.quantity * l.unit_price) AS bigint) FROM sales_sale s
             JOIN sales_line l ON l.sale_id = s.id WHERE s.source = 'till'
             GROUP BY s.id, s.payment ORDER BY s.payment"
        );
        read.all(all, &[], |row: &Row| Ok((row.text(0)?.to_owned(), row.int(1)?)))
    });
    rows.expect("sales")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_buyer_pays_by_the_shops_code_with_the_amount_in_it() {
    let _alone = alone().await;
    let house = played();
    let server = Server::open(&house.db);
    let Some(phone) = Phone::installed(&server.base(), "kasir", "HP uji").await else { return };
    phone.tap(".tiles li:nth-child(1) .tile-add").await;
    phone.tap(".take").await;
    let total = phone.text_of(".pay-total").await;
    let amount: i64 = total.replace(['R', 'p', '.'], "").parse().expect("an amount");
    let mut shown = Vec::new();
    for scheme in ["light", "dark"] {
        phone.0.set_scheme(scheme).await;
        phone.tap("[data-value=qris]").await;
        let facts = phone.text_of(".qris .facts").await;
        assert!(facts.contains("TOKO CONTOH"), "{facts}");
        assert!(facts.contains("ID0000000000000"), "{facts}");
        let text = qr_reader::read(&drawn(&phone).await);
        let code = people::qris::Qris::parse(&text).expect("whole, with the right CRC");
        assert_eq!((code.amount, code.is_static), (Some(kernel::Rupiah(amount)), false));
        assert_eq!((&*code.merchant, &*code.nmid), ("TOKO CONTOH", "ID0000000000000"));
        assert!(!phone.0.overflows().await);
        // Nothing is kept before the clerk says that the money is there.
        assert_eq!(phone.kept().await.len(), shown.len());
    }
    // One piece more, another amount in the code.
    phone.tap(".pay-lines .stepper button:nth-child(3)").await;
    phone.until(&format!("document.querySelector('.pay-total').innerText !== {total:?}")).await;
    let text = qr_reader::read(&drawn(&phone).await);
    let code = people::qris::Qris::parse(&text).expect("a code");
    assert_eq!(code.amount, Some(kernel::Rupiah(2 * amount)));
    phone.tap_words("The money has arrived").await;
    shown.push(phone.receipt().await);
    arrived(&house.db, &shown).await;
    each_once(&house.db, &shown);
    assert_eq!(paid(&house.db), [("qris".to_owned(), 2 * amount)]);
    phone.0.close().await;
    server.stop();
}

/// The owner's form, or the API's body, with this code.
async fn with_code(house: &House, owner: &Visitor, code: &str) -> (Vec<(String, String)>, Value) {
    let page = owner.get(&format!("/toko/{}/ubah", house.cast.acun)).await.body;
    let hidden = page.split("name=\"id\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let id = hidden.expect("an id").to_owned();
    let fields = [
        ("id", id.as_str()),
        ("name", "Toko Acun"),
        ("owner_name", "Acun (contoh)"),
        ("address", "Jalan Contoh 2"),
        ("city", "Pangkalpinang"),
        ("whatsapp", "081200000000"),
        ("opening_hours", "Pagi sampai sore"),
        ("zone", "WIB"),
        ("qris", code),
    ];
    let form = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let body: serde_json::Map<_, _> =
        fields.into_iter().map(|(name, value)| (name.to_owned(), json!(value))).collect();
    (form, Value::Object(body))
}

fn encoded(fields: &[(String, String)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

fn saved(house: &House) -> Option<String> {
    let shop = house.cast.acun;
    let one = house.db.read_now(move |read: &mut Read| people::load_shop(read, shop));
    one.expect("a shop").qris
}

/// The code with its right CRC, whatever else is wrong with it.
fn closed(body: &str) -> String {
    let text = format!("{body}6304");
    let mut crc = 0xffff_u16;
    for byte in text.bytes() {
        crc ^= u16::from(byte) << 8;
        for _ in 0..8 {
            crc = if crc & 0x8000 == 0 { crc << 1 } else { (crc << 1) ^ 0x1021 };
        }
    }
    format!("{text}{crc:04X}")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_code_is_refused_when_it_is_saved_and_stays_in_the_form() {
    let house = played();
    let owner = Visitor::sign_in(&house, "hendri").await;
    let good = saved(&house).expect("the shop's code");
    let body = good.strip_suffix(&good[good.len() - 8..]).expect("the CRC is last");
    let national = "51440014ID.CO.QRIS.WWW0215ID00000000000000303UMI";
    let short = "51430014ID.CO.QRIS.WWW0214ID0000000000000303UMI";
    assert!(body.contains(national), "{body}");
    let bad = [
        ("a part is cut off", good[..good.len() - 20].to_owned(), "terpotong"),
        ("a length is wrong", good.replace("5911TOKO", "5912TOKO"), "terpotong"),
        ("a letter is wrong", good.replace("TOKO", "TOKE"), "CRC"),
        ("no NMID", closed(&body.replace(national, "")), "NMID"),
        ("an NMID too short", closed(&body.replace(national, short)), "NMID"),
        ("for one payment", closed(&body.replacen("010211", "010212", 1)), "satu pembayaran"),
        ("no code at all", "https://contoh.example/toko".to_owned(), "terpotong"),
    ];
    for (what, code, why) in bad {
        let (form, json) = with_code(&house, &owner, &code).await;
        let address = format!("/toko/{}/ubah", house.cast.acun);
        let page = owner.post(&address, &encoded(&form)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{what}: {}", page.body);
        let error = page.body.split("id=\"f-qris-error\"").nth(1).unwrap_or_default();
        let error = error.split("</p>").next().unwrap_or_default();
        assert!(error.contains(why), "{what}: {error}");
        let typed = page.body.split("name=\"qris\"").nth(1).unwrap_or_default();
        let typed = typed.split("</textarea>").next().unwrap_or_default();
        assert!(typed.contains(&code), "{what}: what was typed stays: {typed}");
        let api = owner.post_json(&format!("/api/v1/shops/{}", house.cast.acun), &json).await;
        assert_eq!(api.status, StatusCode::UNPROCESSABLE_ENTITY, "{what}: {}", api.body);
        let said: Value = serde_json::from_str(&api.body).expect("JSON");
        assert_eq!(said["field"], "qris", "{what}: {said}");
        assert_eq!(saved(&house).as_ref(), Some(&good), "{what}: nothing changed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_without_a_code_is_not_offered_qris() {
    let _alone = alone().await;
    let house = played();
    let owner = Visitor::sign_in(&house, "hendri").await;
    let (form, _) = with_code(&house, &owner, "").await;
    let done = owner.post(&format!("/toko/{}/ubah", house.cast.acun), &encoded(&form)).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert_eq!(saved(&house), None);
    let server = Server::open(&house.db);
    let Some(phone) = Phone::installed(&server.base(), "kasir", "HP uji").await else { return };
    phone.tap(".tiles li:nth-child(1) .tile-add").await;
    phone.tap(".take").await;
    phone.see(".exact").await;
    let ways =
        "return [...document.querySelectorAll('.ways button')].map(one => one.dataset.value)";
    assert_eq!(phone.run(ways).await, json!(["cash", "transfer"]));
    phone.tap("[data-value=transfer]").await;
    phone.tap_words("The money has arrived").await;
    let shown = [phone.receipt().await];
    arrived(&house.db, &shown).await;
    assert_eq!(paid(&house.db)[0].0, "transfer");
    phone.0.close().await;
    server.stop();
}
