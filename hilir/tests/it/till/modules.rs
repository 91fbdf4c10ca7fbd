//! The till's pure modules in the real browser: the QRIS code, its picture, the receipt's bytes.

use fast_qr::{ECL, Mask, Mode, QRBuilder};
use serde_json::{Value, json};

use crate::{
    house::shared,
    till::{Phone, Server, alone},
};

/// No real merchant's: the form of the specification (see the demo's shop).
const STATIC: &str = "00020101021126680016ID.CO.CONTOH.WWW011893600000000000000002150000000000000010303UMI51440014ID.CO.QRIS.WWW0215ID00000000000000303UMI5204599553033605802ID5911TOKO CONTOH6013PANGKALPINANG61053311162070703A0163042443";
const DYNAMIC: &str = "00020101021226680016ID.CO.CONTOH.WWW011893600000000000000002150000000000000010303UMI51440014ID.CO.QRIS.WWW0215ID00000000000000303UMI5204599553033605405250005802ID5911TOKO CONTOH6013PANGKALPINANG61053311162070703A01630492C5";

async fn asked(phone: &Phone, module: &str, script: &str) -> Value {
    phone.wait_for(&format!("const it = await import('/kasir/{module}.js'); {script}")).await
}

/// What the till says of a code: its merchant, or why it is wrong.
async fn said_of(phone: &Phone, code: &str) -> String {
    let script = format!(
        "try {{ const code = it.parse({}); return `${{code.merchant}} ${{code.nmid}}`; }}
         catch (no) {{ return no.why ?? String(no); }}",
        json!(code)
    );
    asked(phone, "qris", &script).await.as_str().expect("a text").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tills_modules_do_what_the_papers_say() {
    let _alone = alone().await;
    let server = Server::open(&shared().db);
    let Some(phone) = Phone::open(&testkit::profile()).await else { return };
    phone.go_to(&format!("{}/kasir", server.base())).await;

    // An amount in the shop's static code gives the dynamic one, to the letter.
    let filled = format!("return it.withAmount(it.parse({}), 25000)", json!(STATIC));
    assert_eq!(asked(&phone, "qris", &filled).await, json!(DYNAMIC));
    assert_eq!(said_of(&phone, STATIC).await, "TOKO CONTOH ID0000000000000");
    for (what, code, why) in [
        ("one letter stuck over", STATIC.replace("TOKO", "TOKE"), "crc"),
        ("cut off", STATIC[..STATIC.len() - 9].to_owned(), "broken"),
        ("no code at all", "https://contoh.example".to_owned(), "broken"),
    ] {
        assert_eq!(said_of(&phone, &code).await, why, "{what}");
        assert!(people::qris::Qris::parse(&code).is_err(), "{what}: the house refuses it too");
    }
    picture(&phone).await;
    printed(&phone).await;
    phone.0.close().await;
    server.stop();
}

/// Its picture is module for module what another encoder draws, with one of the eight masks.
async fn picture(phone: &Phone) {
    let script =
        format!("return it.encode({}).rows.map((row) => Array.from(row, Number))", json!(DYNAMIC));
    let drawn = asked(phone, "qr", &script).await;
    let masks = [
        Mask::Checkerboard,
        Mask::HorizontalLines,
        Mask::VerticalLines,
        Mask::DiagonalLines,
        Mask::LargeCheckerboard,
        Mask::Fields,
        Mask::Diamonds,
        Mask::Meadow,
    ];
    let same = masks.into_iter().any(|mask| {
        let mut builder = QRBuilder::new(DYNAMIC);
        let code = builder.ecl(ECL::M).mode(Mode::Byte).mask(mask).build().expect("a code");
        let row = |y: usize| (0..code.size).map(|x| u8::from(code[y][x].value())).collect();
        let rows: Vec<Vec<u8>> = (0..code.size).map(row).collect();
        json!(rows) == drawn
    });
    assert!(same, "the picture says something else: {drawn}");
}

/// A receipt for a printer of 32 letters, and the bytes that it hears.
async fn printed(phone: &Phone) {
    let script = "
        const paper = {
            shop: 'Toko Contoh', address: '', numbers: 'A-0001', when: '5 Jan 10.32',
            lines: [{name: 'Sarang burung lovebird kayu mahoni besar', quantity: 2,
                price: 'Rp45.000', sum: 'Rp90.000'}],
            rows: [['Jumlah', 'Rp90.000'], ['Kembali', 'Rp10.000']], foot: ['Terima kasih'],
        };
        const lines = it.textOf(paper);
        return { lines, bytes: [...it.escpos(lines, (line) => line.startsWith('Jumlah'))] }";
    let said = asked(phone, "receipt", script).await;
    let lines: Vec<String> = serde_json::from_value(said["lines"].clone()).expect("lines");
    assert!(lines.iter().all(|line| line.chars().count() <= 32), "{lines:#?}");
    assert_eq!(
        lines,
        [
            "          Toko Contoh",
            "--------------------------------",
            "A-0001               5 Jan 10.32",
            "--------------------------------",
            "Sarang burung lovebird kayu",
            "mahoni besar",
            "  2 x Rp45.000          Rp90.000",
            "--------------------------------",
            "Jumlah                  Rp90.000",
            "Kembali                 Rp10.000",
            "--------------------------------",
            "          Terima kasih",
        ]
    );
    let bytes: Vec<u8> = serde_json::from_value(said["bytes"].clone()).expect("bytes");
    let mut wanted = b"\x1b@".to_vec();
    for line in &lines {
        let total = line.starts_with("Jumlah");
        let parts: [&[u8]; 3] = match total {
            true => [b"\x1bE\x01", line.as_bytes(), b"\x1bE\x00"],
            false => [b"", line.as_bytes(), b""],
        };
        wanted.extend(parts.concat());
        wanted.push(b'\n');
    }
    wanted.extend(b"\x1bd\x04\x1dVB\x00");
    assert_eq!(bytes, wanted);
    let link =
        asked(phone, "receipt", "return it.waLink('0812-3456 789', 'Jumlah Rp90.000 & baru')");
    assert_eq!(link.await, json!("https://wa.me/628123456789?text=Jumlah%20Rp90.000%20%26%20baru"));
    let said =
        "return ['812-345', '+62 812345', '0062812345', '62812345', '(021) 345', '+81 345', '']
        .map(it.waNumber)";
    let numbers = ["62812345", "62812345", "62812345", "62812345", "6221345", "81345", ""];
    assert_eq!(asked(phone, "receipt", said).await, json!(numbers));
}
