//! A label before the camera, where the browser reads codes; and where the camera is not allowed.

use serde_json::json;

use crate::{
    house::played,
    till::{Phone, Server, alone, arrived, each_once},
};

/// A reader of codes as phones' browsers have one: it sees what the test holds before the camera.
/// The stream of the (fake) camera is remembered, to see that it is let go.
const READER: &str = "
    window.BarcodeDetector = class {
        static async getSupportedFormats() { return ['qr_code', 'ean_13', 'itf']; }
        constructor({ formats }) { window.formats = formats; }
        async detect(video) {
            window.looked = (window.looked ?? 0) + 1;
            const there = video.videoWidth > 0 && video.readyState >= 2 && window.held;
            return there ? [{ rawValue: window.held, format: 'qr_code' }] : [];
        }
    };
    const { mediaDevices } = navigator, own = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = async (wanted) => {
        window.wanted = wanted;
        window.stream = await own(wanted);
        return window.stream;
    };
";

async fn camera(phone: &Phone, base: &str, setting: &str) {
    let params = json!({"permission": {"name": "camera"}, "setting": setting, "origin": base});
    phone.0.cdp("Browser.setPermission", params).await;
}

/// Opens the camera's sheet.
async fn open(phone: &Phone) {
    phone.run("window.held = null; window.looked = 0;").await;
    phone.tap(".finder button[type=button]").await;
    phone.reads("Point the camera at the code").await;
}

/// The sheet is gone, and the camera's light is out.
async fn let_go(phone: &Phone) {
    phone.until("!document.querySelector('dialog')").await;
    phone
        .until("window.stream?.getTracks().every(({ readyState }) => readyState === 'ended')")
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_label_before_the_camera_is_in_the_basket() {
    let _alone = alone().await;
    let Some(phone) = Phone::open(&testkit::profile()).await else { return };
    let house = played();
    let server = Server::open(&house.db);
    let base = server.base();
    camera(&phone, &base, "granted").await;
    phone.before_pages(READER).await;
    phone.sign_in(&base, "kasir").await;
    phone.enrol(&base, "HP uji").await;
    let (label, product) = phone.label().await;

    // It looks until it sees one.
    open(&phone).await;
    phone.until("window.looked > 2").await;
    assert_eq!(phone.run("return window.formats").await, json!(["qr_code", "ean_13"]));
    assert_eq!(phone.run("return window.wanted.video.facingMode").await, "environment");
    phone.run(&format!("window.held = {label:?}")).await;
    phone.reads("is in the basket").await;
    let_go(&phone).await;
    let batch = [format!("{product} × 1 of a batch")];
    assert_eq!(phone.baskets().await, batch);

    // A code of something else is said; and who closes the sheet has scanned nothing.
    open(&phone).await;
    phone.run("window.held = 'https://contoh.example/b/BUKAN-1'").await;
    phone.reads("is not in the list of goods").await;
    let_go(&phone).await;
    open(&phone).await;
    phone.until("window.looked > 1").await;
    phone.tap("dialog button").await;
    let_go(&phone).await;
    assert_eq!(phone.baskets().await, batch);
    phone.tap(".take").await;
    phone.tap(".exact").await;
    let shown = [phone.receipt().await];
    arrived(&house.db, &shown).await;
    each_once(&house.db, &shown);
    phone.0.close().await;
    server.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_allows_no_camera_types_the_code() {
    let _alone = alone().await;
    let Some(phone) = Phone::open(&testkit::profile()).await else { return };
    let house = played();
    let server = Server::open(&house.db);
    let base = server.base();
    camera(&phone, &base, "denied").await;
    phone.sign_in(&base, "kasir").await;
    phone.enrol(&base, "HP uji").await;
    // A browser that reads no codes does not offer it.
    assert_eq!(phone.run("return 'BarcodeDetector' in window").await, false);
    let offered = "return document.querySelectorAll('.finder button').length";
    assert_eq!(phone.run(offered).await, 1, "only the one beside the field");

    phone.before_pages(READER).await;
    phone.0.refresh().await.expect("the till");
    phone.see(".tile").await;
    phone.tap(".finder button[type=button]").await;
    phone.reads("The camera cannot be used. Allow it for this page, or type the code.").await;
    phone.tap("dialog button").await;
    phone.until("!document.querySelector('dialog')").await;
    let (label, product) = phone.label().await;
    phone.type_into("#find", &format!("{}\n", label.to_lowercase())).await;
    phone.see(".take").await;
    assert_eq!(phone.baskets().await, [format!("{product} × 1 of a batch")]);
    phone.0.close().await;
    server.stop();
}
