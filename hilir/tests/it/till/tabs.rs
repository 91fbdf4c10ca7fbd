//! Two windows of one phone that sell at the same time.

use std::collections::BTreeSet;

use crate::{
    house::played,
    till::{Phone, Server, alone, arrived, each_once},
};

/// Sells as fast as the page lets it, and notes each receipt that it was shown. A basket that the
/// other window paid meanwhile is no sale here.
const SELL_ON: &str = "
    window.shown = [];
    window.ended = false;
    const seen = async (css, most = 3_000) => {
        for (let n = 0; n < most; n += 1) {
            const found = document.querySelector(css);
            if (found?.checkVisibility()) return found;
            await new Promise((go) => setTimeout(go, 20));
        }
        return null;
    };
    (async () => {
        for (let n = 0; n < 8; n += 1) {
            location.hash = '#/jual';
            (await seen('main.view-jual .tile-add')).click();
            (await seen('.take', 150))?.click();
            (await seen('main.view-bayar .exact', 150))?.click();
            const head = await seen('main.view-nota .paper-head span, main.view-jual');
            if (head?.matches('span')) window.shown.push(head.textContent.trim());
        }
    })().finally(() => { window.ended = true; });
";

#[tokio::test(flavor = "multi_thread")]
async fn two_windows_of_a_phone_share_its_numbers_and_its_baskets() {
    let _alone = alone().await;
    let house = played();
    let server = Server::open(&house.db);
    let base = server.base();
    let Some(phone) = Phone::installed(&base, "kasir", "HP uji").await else { return };
    let first = phone.0.window().await.expect("a window");
    let second = phone.0.new_window(false).await.expect("another window").handle;
    phone.0.switch_to_window(second.clone()).await.expect("there");
    phone.go_to(&format!("{base}/kasir")).await;
    phone.see(".tile").await;

    // One basket, in both windows; the one pays it, and the other cannot.
    phone.tap(".tiles li:nth-child(2) .tile-add").await;
    phone.tap(".take").await;
    phone.see("main.view-bayar .exact").await;
    phone.0.switch_to_window(first.clone()).await.expect("there");
    phone.tap(".tabs button:nth-child(1)").await;
    phone.tap(".take").await;
    phone.tap(".exact").await;
    let mut shown = vec![phone.receipt().await];
    phone.0.switch_to_window(second.clone()).await.expect("there");
    phone.see("main.view-jual").await;
    phone.until("!document.querySelector('.take')").await;

    // Both at once.
    phone.run(SELL_ON).await;
    phone.0.switch_to_window(first.clone()).await.expect("there");
    phone.run(SELL_ON).await;
    for window in [first, second] {
        phone.0.switch_to_window(window).await.expect("there");
        phone.until("window.ended").await;
        let receipts = phone.run("return window.shown").await;
        let own: BTreeSet<String> = serde_json::from_value(receipts).expect("receipts");
        assert!(!own.is_empty(), "a window sold nothing");
        shown.extend(own);
    }
    assert!(shown.len() > 8, "most of the sixteen went through: {shown:?}");
    assert_eq!(shown.iter().collect::<BTreeSet<_>>().len(), shown.len(), "shown in one window");
    arrived(&house.db, &shown).await;
    phone.all_sent().await;
    each_once(&house.db, &shown);
    phone.0.close().await;
    server.stop();
}
