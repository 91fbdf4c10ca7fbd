//! What comes out of the printer where the page prints itself.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::json;

use crate::{
    house::played,
    till::{Phone, Server, alone},
};

/// Width and height of each page, in whole points: 72 to an inch, so 58 mm are 164.
fn pages(pdf: &[u8]) -> Vec<(i64, i64)> {
    let text = String::from_utf8_lossy(pdf);
    let boxes = text.split("/MediaBox [").skip(1).filter_map(|rest| rest.split(']').next());
    let sides = boxes.map(|corners| {
        let whole = |n: &str| n.split('.').next().and_then(|n| n.parse().ok()).expect("points");
        let mut side = corners.split_whitespace().skip(2).map(whole);
        (side.next().expect("a width"), side.next().expect("a height"))
    });
    sides.collect()
}

async fn printed(phone: &Phone) -> Vec<u8> {
    let asked = json!({"preferCSSPageSize": true, "printBackground": true});
    let pdf = phone.0.cdp("Page.printToPDF", asked).await;
    STANDARD.decode(pdf["data"].as_str().expect("a PDF")).expect("base64")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_is_a_strip_of_58_mm_as_long_as_it_is() {
    let _alone = alone().await;
    let house = played();
    let server = Server::open(&house.db);
    let Some(phone) = Phone::installed(&server.base(), "kasir", "HP uji").await else { return };
    phone.sell(1).await;
    let one = pages(&printed(&phone).await);
    phone.view("jual").await;
    for good in [1, 2] {
        phone.tap(&format!(".tiles li:nth-child({good}) .tile-add")).await;
    }
    phone.tap(".take").await;
    phone.tap(".exact").await;
    phone.receipt().await;
    let two = pages(&printed(&phone).await);
    for page in [&one, &two] {
        assert_eq!(page.len(), 1, "one strip, not torn: {page:?}");
        assert!((163..=165).contains(&page[0].0), "58 mm wide: {page:?}");
    }
    assert!(two[0].1 > one[0].1 + 14, "longer for more goods: {one:?} {two:?}");
    phone.view("hitung").await;
    phone.run("document.body.classList.add('prints-sheet')").await;
    let sheet = pages(&printed(&phone).await);
    assert!((594..=596).contains(&sheet[0].0), "a count is on A4: {sheet:?}");
    phone.0.close().await;
    server.stop();
}
