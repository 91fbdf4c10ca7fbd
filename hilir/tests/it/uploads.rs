//! Files that are not what they say, sent as photos over HTTP.

use std::io::Cursor;

use axum::http::StatusCode;
use image::{DynamicImage, GrayImage, ImageFormat, Luma, Rgb, RgbImage};
use serde_json::{Value, json};

use crate::{
    facts::{Facts, plain_no},
    house::{House, Visitor, played},
};

const SCRIPT: &[u8] = b"<script>alert(7)</script>";
const PDF: &[u8] = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).expect("a picture");
    bytes.into_inner()
}

fn small() -> DynamicImage {
    DynamicImage::ImageRgb8(RgbImage::from_pixel(60, 40, Rgb([200, 90, 40])))
}

/// A PNG that says it is 60,000 by 60,000: its head is right to the checksum.
fn lie() -> Vec<u8> {
    let mut png = file(&small(), ImageFormat::Png);
    png[16..24].copy_from_slice(&[0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60]);
    let crc = png[12..29].iter().fold(u32::MAX, |mut crc, byte| {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg());
        }
        crc
    });
    png[29..33].copy_from_slice(&(!crc).to_be_bytes());
    png
}

/// What is sent, and the code of the no.
fn bad_files() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let bomb = file(
        &DynamicImage::ImageLuma8(GrayImage::from_pixel(8_000, 8_000, Luma([255]))),
        ImageFormat::Png,
    );
    assert!(bomb.len() < 1 << 20, "a small file: {}", bomb.len());
    let jpeg = file(&small(), ImageFormat::Jpeg);
    let magic_and_page = [&jpeg[..20], b"<html>".as_slice(), SCRIPT].concat();
    let gif_and_script = [b"GIF89a/*".as_slice(), b"*/=1;alert(7)//"].concat();
    let cut = [&file(&small(), ImageFormat::Png)[..40], SCRIPT].concat();
    vec![
        ("64 million pixels in a small file", bomb, "catalogue.photo_too_many_pixels"),
        ("3.6 thousand million pixels by its head", lie(), "catalogue.photo_too_many_pixels"),
        ("a PDF with another name", PDF.to_vec(), "catalogue.photo_kind"),
        ("a page", SCRIPT.to_vec(), "catalogue.photo_kind"),
        ("a drawing with a script", b"<svg onload='alert(7)'/>".to_vec(), "catalogue.photo_kind"),
        ("a picture that is a script too", gif_and_script, "catalogue.photo_kind"),
        ("a JPEG's first bytes before a page", magic_and_page, "catalogue.photo_broken"),
        ("a PNG's first bytes before a page", cut, "catalogue.photo_broken"),
    ]
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let word = three.iter().fold(0, |word, byte| word << 8 | u32::from(*byte));
        let word = word << (8 * (3 - three.len()));
        for place in 0..=three.len() {
            text.push(char::from(DIGITS[(word >> (18 - 6 * place)) as usize & 63]));
        }
        text.push_str(&"=="[..3 - three.len()]);
    }
    text
}

fn input(id: u8, content: &[u8]) -> Value {
    let id = format!("0199eeee-0000-7000-8000-0000000000{id:02}");
    json!({"id": id, "alt": "Uji", "photo": {"name": "foto.jpg", "content": base64(content)}})
}

async fn sent(house: &House, who: &Visitor, at: u8, content: &[u8]) -> crate::house::Answer {
    let path = format!("/api/v1/products/{}/photos", house.cast.trap);
    who.post_json(&path, &input(at, content)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_photo_is_refused_and_leaves_nothing() {
    let house = played();
    let officer = Visitor::sign_in(&house, "kasubsi").await;
    let before = Facts::of(&house.db);
    let page = format!("/produk/{}/foto", house.cast.trap);
    let mut wrong = Vec::new();
    for (at, (what, content, code)) in (1..).zip(bad_files()) {
        let answer = sent(&house, &officer, at, &content).await;
        match plain_no(&answer) {
            Ok(no) if no.code == code && answer.status == StatusCode::UNPROCESSABLE_ENTITY => {
                let field = no.field;
                assert!(field.starts_with("photo"), "{what} blames {field}");
            }
            Ok(no) => wrong.push(format!("{what}: {} {}", answer.status, no.code)),
            Err(why) => wrong.push(format!("{what}: {why}")),
        }
        let id = format!("0199eeee-0000-7000-8000-0000000001{at:02}");
        let form = officer.post_file(&page, &[("id", &id), ("alt", "Uji")], &content).await;
        if form.status != StatusCode::UNPROCESSABLE_ENTITY || !form.body.contains("Uji") {
            wrong.push(format!("{what}, by the form: {}", form.status));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Facts::of(&house.db).same_as(&before);
    // Who may add no photo makes the house decode nothing: he hears that first.
    let clerk = Visitor::sign_in(&house, "kasir").await;
    let no = plain_no(&sent(&house, &clerk, 90, &lie()).await).expect("a no");
    assert!(!no.code.starts_with("catalogue.photo"), "{}", no.code);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_hides_behind_a_photo_does_not_come_out_again() {
    let house = played();
    let officer = Visitor::sign_in(&house, "kasubsi").await;
    let stranger = Visitor::stranger(&house);
    for (at, format) in (1..).zip([ImageFormat::Jpeg, ImageFormat::Png]) {
        // A whole picture, and after it a PDF and a page: a reader of either finds its own.
        let both = [&file(&small(), format), PDF, SCRIPT].concat();
        let answer = sent(&house, &officer, at, &both).await;
        assert!(answer.status.is_success(), "{}", answer.body);
        let made: Value = serde_json::from_str(&answer.body).expect("JSON");
        let id = made["id"].as_str().expect("an id");
        for path in [format!("/foto/{id}"), format!("/foto/{id}/kecil")] {
            let shown = stranger.get(&path).await;
            assert_eq!(shown.content_type, "image/jpeg", "{path}");
            assert!(shown.bytes.starts_with(&[0xFF, 0xD8]), "{path}");
            for hidden in [PDF, SCRIPT] {
                let found = shown.bytes.windows(hidden.len()).any(|part| part == hidden);
                assert!(!found, "{path} still holds {}", String::from_utf8_lossy(hidden));
            }
        }
    }
}
