//! The screens and the JSON door, as a browser and a program see them.

use serde_json::{Value, json};
use testkit::{LAPAS, World, officer};
use teststand::{look, send, serve, upload};

use crate::{created, photos::picture};

const NEW: &str = "01900000-0000-7000-8000-00000000c001";
const PHOTO: &str = "01900000-0000-7000-8000-00000000c002";

#[test]
fn a_product_is_made_and_seen_in_the_browser() {
    let world = World::quick();
    let site = serve(&world, catalogue::screens(), catalogue::api());
    let form = |rest: &str| format!("id={NEW}&name=Glodok+lovebird&unit=buah&{rest}");
    let refused = send(&site, "kasubsi", "/produk/baru", &form("code=GL+01&price=45.000"));
    assert_eq!(refused.status, 422);
    let text = refused.text;
    for part in ["value=\"Glodok lovebird\"", "value=\"45.000\"", "id=\"f-code-error\""] {
        assert!(text.contains(part), "{part} in {text}");
    }
    let made = send(&site, "kasubsi", "/produk/baru", &form("code=gl-01&price=45.000"));
    assert_eq!((made.status, made.location), (303, format!("/produk/{NEW}")));
    let shown = look(&site, "kalapas", &format!("/produk/{NEW}")).text;
    assert!(shown.contains("Glodok lovebird") && shown.contains("Rp45.000"), "{shown}");
    // The head of the unit sees, and records nothing.
    assert!(!shown.contains("/ubah"), "{shown}");
    let list = look(&site, "kasubsi", "/produk?q=GLODOK&state=active").text;
    assert!(list.contains("GL-01"), "{list}");
    let nothing = look(&site, "kasubsi", "/produk?q=100%25").text;
    assert!(nothing.contains("Tidak ada produk yang cocok"), "{nothing}");
}

#[test]
fn what_is_anothers_is_not_there() {
    let world = World::quick();
    let trap = created(&world, &officer(LAPAS));
    let site = serve(&world, catalogue::screens(), catalogue::api());
    for who in ["tetangga", "pemilik"] {
        for rest in ["", "/ubah", "/harga", "/foto", "/varian"] {
            let answer = look(&site, who, &format!("/produk/{trap}{rest}"));
            assert_eq!(answer.status, 404, "{who} {rest}");
        }
        let price = json!({"id": NEW, "price": 30_000, "valid_from": "2025-12-01"}).to_string();
        let answer = send(&site, who, &format!("/api/v1/products/{trap}/prices"), &price);
        assert!(matches!(answer.status, 403 | 404), "{who} {}", answer.status);
        assert!(!answer.text.contains("25000"));
    }
    assert_eq!(look(&site, "pemilik", "/produk").status, 404);
    assert_eq!(look(&site, "kasubsi", "/produk/bukan-id").status, 404);
    assert_eq!(look(&site, "", "/produk").status, 303);
}

#[test]
fn a_photo_is_uploaded_shown_and_erased() {
    let world = World::quick();
    let trap = created(&world, &officer(LAPAS));
    let site = serve(&world, catalogue::screens(), catalogue::api());
    let (form, fields) = (format!("/produk/{trap}/foto"), [("id", PHOTO), ("alt", "Dari depan")]);
    let refused = upload(&site, "kasubsi", &form, &fields, ("photo", b"bukan foto"));
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("value=\"Dari depan\""), "{}", refused.text);
    assert_eq!(upload(&site, "tetangga", &form, &fields, ("photo", &picture(9))).status, 404);
    let added = upload(&site, "kasubsi", &form, &fields, ("photo", &picture(9)));
    assert_eq!((added.status, added.location), (303, format!("/produk/{trap}")));
    for size in ["", "/kecil"] {
        let photo = look(&site, "", &format!("/foto/{PHOTO}{size}"));
        assert_eq!((photo.status, &photo.bytes[..2]), (200, &[0xFF, 0xD8][..]));
    }
    let erased = send(&site, "kasubsi", &format!("{form}/{PHOTO}/buang"), &format!("id={NEW}"));
    assert_eq!(erased.status, 303);
    assert_eq!(look(&site, "", &format!("/foto/{PHOTO}")).status, 404);
}

#[test]
fn the_json_door_does_the_same() {
    let world = World::quick();
    let trap = created(&world, &officer(LAPAS));
    let site = serve(&world, catalogue::screens(), catalogue::api());
    let ask = |address: &str| -> Value {
        serde_json::from_slice(&look(&site, "kasubsi", &format!("/api/v1{address}")).bytes).unwrap()
    };
    let prices = format!("/api/v1/products/{trap}/prices");
    let price = json!({"id": NEW, "price": 24_000, "valid_from": "2025-12-01"}).to_string();
    let no: Value = serde_json::from_slice(&send(&site, "kasubsi", &prices, &price).bytes).unwrap();
    assert_eq!(no["code"], "catalogue.below_floor");
    assert_eq!(no["field"], "reason");
    let price = price.replace("24000", "32000");
    for already in [false, true] {
        let done = send(&site, "kasubsi", &prices, &price);
        let done: Value = serde_json::from_slice(&done.bytes).unwrap();
        assert_eq!(done["already"], already, "{done}");
    }
    assert_eq!(ask(&format!("/products/{trap}/price?day=2025-12-01"))["price"], 32_000);
    assert_eq!(ask("/products?q=tikus")["total"], 1);
    assert_eq!(ask("/labels?label=pt-01")["id"], trap.to_string());
    assert_eq!(ask(&format!("/products/{trap}"))["prices"].as_array().unwrap().len(), 2);
}
