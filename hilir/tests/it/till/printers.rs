//! The receipt on a printer of the phone's own, by cable and by radio.

use serde_json::{Value, json};

use crate::{
    house::played,
    till::{Phone, Server, alone},
};

/// A printer at each plug, as the browser shows them: it writes down what it hears, takes one
/// thing at a time, and can be unplugged (`gone`) or not be chosen (`cancels`).
const PRINTERS: &str = "
    Object.assign(window, { heard: [], pieces: [], cancels: false, gone: false, log: [] });
    const chosen = (one) => async (wanted) => {
        window.wanted = wanted;
        if (window.cancels) throw new DOMException('nothing was chosen', 'NotFoundError');
        return one;
    };
    const away = () => {
        if (window.gone) throw new DOMException('it was unplugged', 'NetworkError');
    };
    let busy = false;
    const hear = async (bytes) => {
        if (busy) throw new DOMException('an operation is in progress', 'NetworkError');
        busy = true;
        await new Promise((go) => setTimeout(go, 5));
        busy = false;
        away();
        window.heard.push(...bytes);
        window.pieces.push(bytes.length);
    };
    const ends = (direction, type, endpointNumber) => ({ direction, type, endpointNumber });
    const usb = {
        productName: 'RPP02', configuration: null,
        open: async () => { away(); window.log.push('open'); },
        selectConfiguration: async (n) => {
            window.log.push(`configuration ${n}`);
            usb.configuration = { interfaces: [
                { interfaceNumber: 0, alternate: { endpoints: [ends('in', 'interrupt', 1)] } },
                { interfaceNumber: 1, alternate: { endpoints: [ends('in', 'bulk', 2), ends('out', 'bulk', 3)] } },
            ] };
        },
        claimInterface: async (n) => { window.log.push(`interface ${n}`); },
        transferOut: async (n, bytes) => {
            window.log.push(`out ${n}`);
            if (window.stalls) return { status: 'stall', bytesWritten: 0 };
            await hear(bytes);
            return { status: 'ok', bytesWritten: bytes.length };
        },
    };
    const deaf = { properties: { notify: true } };
    const hears = { properties: { writeWithoutResponse: true }, writeValue: hear };
    const radio = {
        name: 'MTP-II', addEventListener: (what, tell) => { radio[what] = tell; },
        gatt: { connect: async () => {
            away();
            return { getPrimaryServices: async () => [{ getCharacteristics: async () => [deaf, hears] }] };
        } },
    };
    window.radio = radio;
    Object.defineProperty(navigator, 'usb', { value: { requestDevice: chosen(usb) } });
    Object.defineProperty(navigator, 'bluetooth', { value: { requestDevice: chosen(radio) } });
";

/// What the printer heard, once it is whole; then it is forgotten.
async fn heard(phone: &Phone) -> Vec<u8> {
    phone.until("window.heard.slice(-4).join() === '29,86,66,0'").await;
    let bytes = phone.run("return window.heard.splice(0)").await;
    serde_json::from_value(bytes).expect("bytes")
}

/// The lines on the paper, and the bold ones of them, of what a printer of 32 letters hears.
fn on_paper(bytes: &[u8]) -> (Vec<String>, Vec<String>) {
    let rest = bytes.strip_prefix(b"\x1b@").expect("it is reset first");
    let rest = rest.strip_suffix(b"\x1bd\x04\x1dVB\x00").expect("it is fed, and cut");
    let text = std::str::from_utf8(rest).expect("letters of any code page");
    let bold = |line: &&str| line.starts_with("\x1bE\x01");
    let plain = |line: &str| line.replace("\x1bE\x01", "").replace("\x1bE\x00", "");
    let lines: Vec<String> = text.lines().map(plain).collect();
    for line in &lines {
        assert!(line.len() <= 32, "longer than the paper: {line:?}");
        assert!(line.bytes().all(|one| (0x20..0x7f).contains(&one)), "no code page: {line:?}");
    }
    (lines, text.lines().filter(bold).map(plain).collect())
}

/// The receipt that is shown stands on the paper.
async fn is_on_paper(phone: &Phone, bytes: &[u8], receipt: &str) {
    let (lines, bold) = on_paper(bytes);
    let shop = phone.text_of(".paper-shop b").await;
    assert_eq!(lines[0].trim(), shop);
    assert!(lines.iter().any(|line| line.starts_with(receipt)), "{receipt}: {lines:?}");
    let total = phone.text_of(".paper-total dd").await;
    assert_eq!(bold.len(), 1, "{bold:?}");
    assert!(bold[0].starts_with("Total") && bold[0].ends_with(&total), "{bold:?}");
    assert_eq!(bold[0].len(), 32);
}

async fn ready() -> Option<(Phone, Server)> {
    let phone = Phone::open(&testkit::profile()).await?;
    let house = played();
    let server = Server::open(&house.db);
    phone.before_pages(PRINTERS).await;
    phone.sign_in(&server.base(), "kasir").await;
    phone.enrol(&server.base(), "HP uji").await;
    Some((phone, server))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_goes_by_cable_and_a_printer_that_is_gone_is_said() {
    let _alone = alone().await;
    let Some((phone, server)) = ready().await else { return };
    let receipt = phone.sell(1).await;

    // Nobody chooses one: said, and nothing is printed.
    phone.run("window.cancels = true").await;
    phone.tap_words("Print").await;
    phone.tap_words("Connect a USB printer").await;
    phone.reads("No printer is connected.").await;
    assert_eq!(phone.run("return window.wanted.filters").await, json!([{"classCode": 7}]));
    phone.run("window.cancels = false").await;
    phone.tap_words("Print").await;
    phone.tap_words("Connect a USB printer").await;
    phone.reads("The receipt went to the printer.").await;
    is_on_paper(&phone, &heard(&phone).await, &receipt).await;
    let log = phone.run("return window.log.splice(0)").await;
    assert_eq!(log, json!(["open", "configuration 1", "interface 1", "out 3"]));

    // It stays connected, for the next receipts too.
    let next = phone.sell(2).await;
    phone.tap_words("Print").await;
    is_on_paper(&phone, &heard(&phone).await, &next).await;
    phone.until("!document.querySelector('dialog')").await;

    // Out of paper, then unplugged: said, and asked anew the next time.
    for (fault, mended) in [
        ("window.stalls = true", "window.stalls = false"),
        ("window.gone = true", "window.gone = false"),
    ] {
        phone.run(fault).await;
        phone.tap_words("Print").await;
        phone.reads("The printer does not answer.").await;
        assert_eq!(phone.run("return window.heard").await, Value::Array(Vec::new()));
        phone.run(mended).await;
        phone.tap_words("Print").await;
        phone.tap_words("Connect a USB printer").await;
        phone.reads("The receipt went to the printer.").await;
        is_on_paper(&phone, &heard(&phone).await, &next).await;
    }
    phone.0.close().await;
    server.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_goes_by_radio_in_pieces_one_after_another() {
    let _alone = alone().await;
    let Some((phone, server)) = ready().await else { return };
    phone.view("atur").await;
    phone.tap_words("Connect a Bluetooth printer").await;
    phone.reads("MTP-II is ready.").await;
    let services = phone.run("return window.wanted.filters.map(one => one.services[0])").await;
    assert_eq!(services.as_array().map(Vec::len), Some(2), "{services}");
    let receipt = phone.sell(1).await;

    // Tapped twice in a hurry: two receipts, one after the other.
    let print = "[...document.querySelectorAll('.nota-actions button')]
        .find(one => one.textContent === 'Print')";
    phone.run(&format!("{print}.click(); {print}.click();")).await;
    phone.until("window.heard.filter((one, at, all) => one === 27 && all[at + 1] === 64).length === 2 &&
        window.heard.slice(-4).join() === '29,86,66,0'").await;
    let bytes = heard(&phone).await;
    let (one, two) = bytes.split_at(bytes.len() / 2);
    assert_eq!(one, two, "the same, twice, and not mixed");
    is_on_paper(&phone, one, &receipt).await;
    let longest = phone.run("return Math.max(...window.pieces)").await;
    assert!(longest.as_u64().is_some_and(|bytes| bytes <= 100), "{longest}");

    // Out of reach: the next print asks how, and the phone's own way is there.
    phone.run("window.radio.gattserverdisconnected()").await;
    phone.tap_words("Print").await;
    phone.reads("Print from the phone (58 mm)").await;
    phone.run("window.gone = true").await;
    phone.tap_words("Connect a Bluetooth printer").await;
    phone.reads("No printer is connected.").await;
    assert_eq!(phone.run("return window.heard").await, Value::Array(Vec::new()));
    phone.0.close().await;
    server.stop();
}
