//! A clock that is set while there is no network: by hand, or by an empty battery.

use serde_json::json;

use crate::{
    house::played,
    till::{
        Phone, STORE, Server, alone, arrived, each_once,
        shift::{amount, cash},
    },
};

/// The page's clock, which the test may set.
const SETTABLE: &str = "
    const Real = Date, shift = () => Number(globalThis.localStorage?.getItem('shift') ?? 0);
    globalThis.Date = class extends Real {
        constructor(...all) { if (all.length) super(...all); else super(Real.now() + shift()); }
        static now() { return Real.now() + shift(); }
    };
";
const DAY: i64 = 86_400_000;

async fn set_clock(phone: &Phone, days: i64) {
    phone.run(&format!("localStorage.setItem('shift', {})", days * DAY)).await;
}

async fn phone_with_a_clock(base: &str) -> Option<Phone> {
    let phone = Phone::open(&testkit::profile()).await?;
    phone.before_pages(SETTABLE).await;
    phone.sign_in(base, "kasir").await;
    phone.enrol(base, "HP uji").await;
    phone.all_ready().await;
    Some(phone)
}

async fn close_day(phone: &Phone) {
    phone.view("lainnya").await;
    phone.view("tutup").await;
    phone.type_into("form.drawer .field:nth-of-type(2) input", "50.000").await;
    phone.tap("form.drawer > button[type=submit]").await;
    phone.see("main.view-hari").await;
}

/// How far the newest act lies ahead of the newest time that the house told, in minutes.
async fn ahead(phone: &Phone) -> i64 {
    let script = format!(
        "{STORE} const [{{ snapshot }}] = await every('snapshots');
         const newest = Math.max(...(await every('acts')).map(({{ true_at }}) => true_at));
         return Math.floor((newest - Date.parse(snapshot.made_at)) / 60_000)"
    );
    phone.wait_for(&script).await.as_i64().expect("minutes")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_is_closed_when_the_clock_ran_ahead_and_was_put_right() {
    let _alone = alone().await;
    let house = played();
    let server = Server::open(&house.db);
    let Some(phone) = phone_with_a_clock(&server.base()).await else { return };
    let price = amount(&phone, ".tiles li:nth-child(1) .tile-foot b").await;
    let at = server.stop();

    // A day ahead, closed twice.
    set_clock(&phone, 1).await;
    let mut shown = vec![phone.sell(1).await];
    close_day(&phone).await;
    shown.push(phone.sell(1).await);
    close_day(&phone).await;
    // Put right: what is sold now is of the new day, whatever the clock said before.
    set_clock(&phone, 0).await;
    shown.push(phone.sell(1).await);
    assert_eq!(cash(&phone).await, (price, 0));
    close_day(&phone).await;

    let server = Server::start(&house.db, at);
    phone.0.refresh().await.expect("the till");
    arrived(&house.db, &shown).await;
    phone.keeps(|kept| kept.len() == 6 && kept.iter().all(|act| act.ends_with(": done"))).await;
    assert!(ahead(&phone).await <= 1, "nothing lies ahead of now");
    shown.push(phone.sell(1).await);
    assert_eq!(cash(&phone).await, (price, 0));
    close_day(&phone).await;
    arrived(&house.db, &shown).await;
    phone.keeps(|kept| kept.len() == 8 && kept.iter().all(|act| act.ends_with(": done"))).await;
    each_once(&house.db, &shown);
    phone.0.close().await;
    server.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_fell_back_is_believed_again_once_it_is_right() {
    let _alone = alone().await;
    let house = played();
    let server = Server::open(&house.db);
    let Some(phone) = phone_with_a_clock(&server.base()).await else { return };
    let at = server.stop();
    // The battery was empty: at least as late as the newest goods.
    set_clock(&phone, -700).await;
    phone.0.refresh().await.expect("the till");
    let mut shown = vec![phone.sell(1).await];
    assert!((0..=5).contains(&ahead(&phone).await), "{}", phone.act(1).await);
    phone.reads("days slow").await;
    // Put right by hand: not two years ahead.
    set_clock(&phone, 0).await;
    shown.push(phone.sell(1).await);
    assert!((0..=5).contains(&ahead(&phone).await), "{}", phone.act(2).await);
    let sold = phone.act(2).await;
    assert!(sold["act"]["offset_ms"].is_i64(), "{sold}");
    // A receipt says of which year it is.
    let year = phone
        .wait_for(
            "return new Intl.DateTimeFormat('en', {year: 'numeric'})
        .format((await import('/kasir/acts.js')).trueNow())",
        )
        .await;
    let head = phone.text_of(".nota .paper-head").await;
    assert!(head.contains(year.as_str().expect("a year")), "{head}");

    let server = Server::start(&house.db, at);
    phone.0.refresh().await.expect("the till");
    arrived(&house.db, &shown).await;
    phone.all_sent().await;
    each_once(&house.db, &shown);
    assert_eq!(json!(phone.kept().await.len()), json!(2));
    phone.0.close().await;
    server.stop();
}
