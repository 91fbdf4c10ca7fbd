//! What a buyer's order has set aside, as the till of the shop knows it.

use serde_json::{Value, json};

use crate::{
    house::{House, Visitor, played},
    till::{Phone, STORE, Server, alone, arrived, each_once},
};

/// A stranger orders pieces of a product, and the shop sets them aside.
async fn set_aside(house: &House, product: &str, pieces: i64) {
    let id = "0199cccc-0000-7000-8000-000000000001";
    let order = json!({"id": id, "shop": house.cast.acun,
        "lines": [{"product": product, "quantity": pieces}]});
    let placed = Visitor::stranger(house).post_json("/api/v1/orders", &order).await;
    assert!(placed.status.is_success(), "{}", placed.body);
    let clerk = Visitor::sign_in(house, "kasir").await;
    let hold = json!({"id": "0199cccc-0000-7000-8000-000000000002"});
    let held = clerk.post_json(&format!("/api/v1/orders/{id}/hold"), &hold).await;
    assert!(held.status.is_success(), "{}", held.body);
}

/// A good of which there is more than one: what it is, and how many are left.
async fn plenty(phone: &Phone) -> (String, i64) {
    let script = format!(
        "{STORE} const [{{ snapshot }}] = await every('snapshots');
         const good = snapshot.goods.find(({{ shelf }}) => shelf > 1);
         return [good.product, good.shelf]"
    );
    serde_json::from_value(phone.wait_for(&script).await).expect("a good")
}

async fn no_barrier(phone: &Phone, what: &str) {
    for scheme in ["light", "dark"] {
        phone.0.set_scheme(scheme).await;
        let found = phone.0.axe().await;
        assert!(found.is_empty(), "{what} ({scheme}): {found:?}");
        assert!(!phone.0.overflows().await, "{what} is wider than a phone");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_set_aside_is_said_and_asked_about_before_it_is_sold() {
    let _alone = alone().await;
    let house = played();
    let server = Server::open(&house.db);
    let base = server.base();
    let Some(phone) = Phone::installed(&base, "kasir", "HP uji").await else { return };
    let (product, shelf) = plenty(&phone).await;
    let tile = format!(".tile[data-product='{product}']");
    let add = format!("{tile} .tile-add");
    set_aside(&house, &product, shelf - 1).await;
    phone.0.refresh().await.expect("the till");
    let aside = format!("{} set aside", shelf - 1);
    phone.reads(&aside).await;
    let left = phone.text_of(&format!("{tile} .tile-left")).await;
    assert!(left.starts_with(&format!("{shelf} left")), "{left}");
    no_barrier(&phone, "a tile with pieces set aside").await;

    // Without a network it is known too: the free piece goes, the next is asked about.
    let at = server.stop();
    phone.tap(&add).await;
    phone.see(".take").await;
    phone.tap(&add).await;
    phone.reads("Set aside for another buyer").await;
    no_barrier(&phone, "the question").await;
    phone.tap_words("Do not sell").await;
    phone.until("!document.querySelector('dialog')").await;
    assert_eq!(phone.baskets().await, [format!("{product} × 1")]);

    // Under "take money" as well; and a till refuses nobody.
    phone.tap(".take").await;
    phone.tap(".pay-lines .stepper button:nth-child(3)").await;
    phone.tap_words("Sell all the same").await;
    phone.until("document.querySelector('.pay-lines output').innerText === '2'").await;
    phone.tap(".exact").await;
    let mut shown = vec![phone.receipt().await];
    let server = Server::start(&house.db, at);
    phone.0.refresh().await.expect("the till");
    arrived(&house.db, &shown).await;
    phone.all_sent().await;

    // When its time has passed, nobody is asked, whether the house was met since or not.
    let ended = format!(
        "{STORE}
        const changed = store.transaction('snapshots', 'readwrite');
        const snapshots = changed.objectStore('snapshots');
        const [kept] = await on(snapshots.getAll());
        for (const good of kept.snapshot.goods) {{
            for (const one of good.held) one.until = kept.snapshot.made_at;
        }}
        snapshots.put(kept);
        await new Promise((done) => {{ changed.oncomplete = done; }});
        return true"
    );
    let at = server.stop();
    assert_eq!(phone.wait_for(&ended).await, Value::Bool(true));
    phone.view("jual").await;
    phone.0.refresh().await.expect("the till");
    phone.see(".tile").await;
    phone.until(&format!("!document.body.innerText.includes({aside:?})")).await;
    phone.tap(&add).await;
    phone.tap(".take").await;
    phone.tap(".exact").await;
    shown.push(phone.receipt().await);
    let server = Server::start(&house.db, at);
    phone.0.refresh().await.expect("the till");
    arrived(&house.db, &shown).await;
    each_once(&house.db, &shown);
    phone.0.close().await;
    server.stop();
}
