//! A count that is interrupted, and one of which the house refuses one good.

use serde_json::json;

use crate::{
    house::played,
    till::{Phone, STORE, Server, alone, shop_day::spoil},
};

const LEFT: &str = ".count-row:nth-child(1) input:nth-of-type(1)";

async fn typed(phone: &Phone) -> String {
    phone.see(LEFT).await;
    let value = phone.run(&format!("return document.querySelector({LEFT:?}).value")).await;
    value.as_str().expect("a text").to_owned()
}

/// Until so many lines are kept as they are typed, paid in this way, or none.
async fn scratch(phone: &Phone, kept: Option<(usize, &str)>) {
    let script = format!(
        "{STORE} const meta = store.transaction('meta').objectStore('meta');
         const keys = (await on(meta.getAllKeys())).filter((key) => key.startsWith('count:'));
         const all = await on(store.transaction('meta').objectStore('meta').get(keys[0] ?? ''));
         return all ? [all.lines.length, all.payment] : null"
    );
    for _ in 0..crate::till::TRIES {
        if phone.wait_for(&script).await == json!(kept) {
            return;
        }
        tokio::time::sleep(crate::till::PAUSE).await;
    }
    panic!("not {kept:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_count_that_is_interrupted_goes_on() {
    let _alone = alone().await;
    let house = played();
    let server = Server::open(&house.db);
    let Some(phone) = Phone::installed(&server.base(), "kasir", "HP uji").await else { return };
    server.stop();
    phone.view("hitung").await;
    phone.type_into(LEFT, "1").await;
    phone.type_into(".count-row:nth-child(2) input:nth-of-type(1)", "0").await;
    phone.tap("form.count [data-value=transfer]").await;
    scratch(&phone, Some((2, "transfer"))).await;

    // The phone rang and the page was thrown out; then the clerk sold something in between.
    phone.0.refresh().await.expect("the till");
    phone.see("main.view-hitung").await;
    assert_eq!(typed(&phone).await, "1");
    phone.reads("is not kept yet").await;
    phone.view("jual").await;
    phone.view("hitung").await;
    assert_eq!(typed(&phone).await, "1");
    phone.see("form.count [data-value=transfer][aria-pressed=true]").await;
    phone.tap_words("Begin anew").await;
    phone.until(&format!("document.querySelector({LEFT:?}).value === ''")).await;
    scratch(&phone, None).await;
    assert_eq!(phone.kept().await, Vec::<String>::new());

    // Kept, it is no draft any more.
    phone.type_into(LEFT, "0").await;
    scratch(&phone, Some((1, "cash"))).await;
    phone.tap("form.count > button[type=submit]").await;
    phone.reads("The count is kept").await;
    scratch(&phone, None).await;
    phone.view("hitung").await;
    assert_eq!(typed(&phone).await, "");

    // The house refuses it for one good, and the phone says for which; the others are kept.
    let refused = "one.state = 'refused'; one.field = 'lines[0].left';
        one.code = 'sales.count_above_shelf'; one.detail = 'More than the shelf had.'";
    spoil(&phone, 1, refused).await;
    let name = format!(
        "{STORE} const [one] = await every('acts');
        return Object.values(one.local.names)[0].name"
    );
    let name = phone.wait_for(&name).await;
    phone.view("antrean").await;
    let said = phone.text_of(".row.refused .reason").await;
    let name = name.as_str().expect("a name");
    assert!(said.starts_with(&format!("{name}: More than")), "{said}");
    phone.reads("empty that good, keep it").await;
    // Where the sentence names it, it is said once.
    spoil(&phone, 1, &format!("one.detail = {:?}", format!("More of {name} than there was.")))
        .await;
    phone.view("hari").await;
    phone.view("antrean").await;
    let said = phone.text_of(".row.refused .reason").await;
    assert!(said.starts_with("More of"), "{said}");
    phone.0.close().await;
}
