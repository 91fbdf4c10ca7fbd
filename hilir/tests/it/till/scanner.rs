//! A scanner on a cable or by radio: it types, faster than any thumb, and ends with Enter.

use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value, json};

use crate::{
    house::played,
    till::{Phone, Server, alone, arrived, each_once},
};

/// Milliseconds between two letters of a scanner, and of a quick typist.
const SCANNER: u64 = 12;
const TYPIST: u64 = 110;

/// Types text and Enter into whatever has the focus. The moments of the letters are told to the
/// browser, so that a busy machine makes no slow typist of a scanner.
async fn types(phone: &Phone, text: &str, gap: u64) {
    static LAST: AtomicU64 = AtomicU64::new(0);
    let now = phone.run("return Date.now()").await.as_u64().expect("a time");
    let mut at = now.max(LAST.load(Ordering::SeqCst) + 1_000);
    let send = async |kind: &str, key: &str, text: Option<&str>, at: u64| {
        let seconds = format!("{}.{:03}", at / 1_000, at % 1_000);
        let seconds: Value = serde_json::from_str(&seconds).expect("a number");
        let mut event = json!({"type": kind, "key": key, "timestamp": seconds});
        if key == "Enter" {
            event["windowsVirtualKeyCode"] = json!(13);
            event["code"] = json!("Enter");
        }
        if let Some(text) = text {
            event["text"] = json!(text);
        }
        phone.0.cdp("Input.dispatchKeyEvent", event).await;
    };
    for letter in text.chars() {
        let letter = letter.to_string();
        send("keyDown", &letter, Some(&letter), at).await;
        send("keyUp", &letter, None, at + gap / 2).await;
        at += gap;
    }
    send("keyDown", "Enter", Some("\r"), at).await;
    send("keyUp", "Enter", None, at + gap / 2).await;
    LAST.store(at + gap, Ordering::SeqCst);
}

async fn nothing_has_the_focus(phone: &Phone) {
    phone.run("document.activeElement.blur()").await;
}

/// Until the open baskets hold just this.
async fn holds(phone: &Phone, wanted: &[String]) {
    for _ in 0..crate::till::TRIES {
        if phone.baskets().await == wanted {
            return;
        }
        tokio::time::sleep(crate::till::PAUSE).await;
    }
    assert_eq!(phone.baskets().await, wanted);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scanner_that_types_sells_wherever_the_clerk_stands() {
    let _alone = alone().await;
    let house = played();
    let server = Server::open(&house.db);
    let Some(phone) = Phone::installed(&server.base(), "kasir", "HP uji").await else { return };
    let (label, product) = phone.label().await;
    let one = |n: u32| vec![format!("{product} × {n} of a batch")];

    // With nothing in focus; what it reads may be the label's address.
    nothing_has_the_focus(&phone).await;
    types(&phone, &label, SCANNER).await;
    holds(&phone, &one(1)).await;
    types(&phone, &format!("https://contoh.example/b/{label}"), SCANNER).await;
    holds(&phone, &one(2)).await;

    // With the search field in focus: once, and the field is empty again.
    phone.run("document.querySelector('#find').focus()").await;
    types(&phone, &label, SCANNER).await;
    holds(&phone, &one(3)).await;
    assert_eq!(phone.run("return document.querySelector('#find').value").await, "");

    // With a button in focus, which the Enter does not press.
    phone.run("document.querySelector('.pay-bar .hold').focus()").await;
    types(&phone, &label, SCANNER).await;
    holds(&phone, &one(4)).await;

    // A code of nothing here is said, and nothing is sold.
    nothing_has_the_focus(&phone).await;
    types(&phone, "8991234567890", SCANNER).await;
    phone.reads("8991234567890 is not in the list").await;
    assert_eq!(phone.baskets().await, one(4));

    // While the money is taken: one piece more, and the Enter keeps no sale.
    phone.tap(".take").await;
    phone.see(".exact").await;
    phone.run("document.querySelector('.exact').focus()").await;
    types(&phone, &label, SCANNER).await;
    holds(&phone, &one(5)).await;
    phone.see("main.view-bayar .exact").await;
    assert!(phone.kept().await.is_empty());
    // And while a sum is being typed, which stays what it was.
    phone.type_into(".cash .number", "999000").await;
    types(&phone, &label, SCANNER).await;
    holds(&phone, &one(6)).await;
    // Nor is a code of nothing here a sum, of which the buyer would get the change.
    phone.run("document.querySelector('.cash .number').focus()").await;
    types(&phone, "89912345", SCANNER).await;
    phone.reads("89912345 is not in the list").await;
    assert!(phone.kept().await.is_empty());

    // The next buyer's piece, over the receipt of the last.
    phone.tap(".exact").await;
    let mut shown = vec![phone.receipt().await];
    nothing_has_the_focus(&phone).await;
    types(&phone, &label, SCANNER).await;
    phone.see("main.view-jual .take").await;
    holds(&phone, &one(1)).await;
    phone.tap(".take").await;
    phone.tap(".exact").await;
    shown.push(phone.receipt().await);
    arrived(&house.db, &shown).await;
    each_once(&house.db, &shown);
    phone.0.close().await;
    server.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_who_types_is_no_scanner() {
    let _alone = alone().await;
    let house = played();
    let server = Server::open(&house.db);
    let Some(phone) = Phone::installed(&server.base(), "kasir", "HP uji").await else { return };
    let (label, _) = phone.label().await;

    // Slow letters with nothing in focus are nobody's.
    nothing_has_the_focus(&phone).await;
    types(&phone, &label, TYPIST).await;
    // A field of another view keeps what is typed into it, however fast.
    phone.view("tutup").await;
    let field = "document.querySelector('form.drawer textarea')";
    phone.run(&format!("{field}.focus()")).await;
    types(&phone, &label, SCANNER).await;
    phone.until(&format!("{field}.value.trim() === {label:?}")).await;
    // Where nothing is sold, a scanner presses nothing and is told where to go.
    phone.view("lainnya").await;
    phone.run("document.querySelector('.more a').focus()").await;
    types(&phone, &label, SCANNER).await;
    phone.reads("Nothing is sold here").await;
    phone.see("main.view-lainnya").await;
    phone.view("jual").await;
    phone.until("!document.querySelector('.take')").await;
    assert_eq!(phone.baskets().await, Vec::<String>::new());
    phone.0.close().await;
    server.stop();
}
