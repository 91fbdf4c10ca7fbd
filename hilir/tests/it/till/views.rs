//! No barrier on the views through which money goes, nor on those that are seldom seen.

use testkit::PHONE;

use crate::{
    house::played,
    till::{Phone, Server, alone, shop_day::spoil},
};

async fn look(phone: &Phone, what: &str, wrong: &mut Vec<String>) {
    for scheme in ["light", "dark"] {
        phone.0.set_scheme(scheme).await;
        let found = phone.0.axe().await;
        wrong.extend(found.into_iter().map(|one| format!("{what} ({scheme}): {one}")));
        if phone.0.overflows().await {
            wrong.push(format!("{what} is wider than {PHONE} px"));
        }
    }
}

/// Taking money in each way; then the receipt, and what comes back of it.
async fn money(phone: &Phone, wrong: &mut Vec<String>) {
    phone.tap(".tiles li:nth-child(1) .tile-add").await;
    look(phone, "a basket", wrong).await;
    phone.tap(".take").await;
    for way in ["cash", "qris", "transfer"] {
        phone.tap(&format!(".ways [data-value={way}]")).await;
        look(phone, way, wrong).await;
    }
    phone.tap(".ways [data-value=cash]").await;
    phone.tap(".sums .sum").await;
    phone.receipt().await;
    look(phone, "the receipt", wrong).await;
    phone.tap_words("Cancel or return").await;
    phone.see("form.refund").await;
    phone.tap("form.refund [data-value=other]").await;
    look(phone, "the return", wrong).await;
    phone.run("location.hash = '#/nota/none'").await;
    phone.see("main.view-nota a[href='/penjualan']").await;
    look(phone, "a receipt of another phone", wrong).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_views_of_money_have_no_barrier() {
    let _alone = alone().await;
    let house = played();
    let server = Server::open(&house.db);
    let base = server.base();
    let Some(phone) = Phone::open(&testkit::profile()).await else { return };
    let mut wrong = Vec::new();
    // The first start: nobody is signed in, and then the phone has no name.
    phone.go_to(&format!("{base}/kasir")).await;
    phone.see(".start a.button").await;
    phone.until("!document.querySelector('.notice')").await; // no session has ended
    look(&phone, "signed out", &mut wrong).await;
    phone.sign_in(&base, "kasir").await;
    phone.go_to(&format!("{base}/kasir")).await;
    phone.see("#device-name").await;
    look(&phone, "the name of the phone", &mut wrong).await;
    phone.enrol(&base, "HP uji").await;
    phone.all_ready().await;
    server.stop();

    money(&phone, &mut wrong).await;
    let refused =
        "one.state = 'refused'; one.detail = 'The house says no.'; one.field = 'lines[0]'";
    spoil(&phone, 1, refused).await;
    phone.view("antrean").await;
    phone.see(".row.refused .reason b").await;
    look(&phone, "the queue", &mut wrong).await;
    phone.tap(".row.refused .actions button.quiet").await;
    phone.see("dialog input").await;
    look(&phone, "giving up", &mut wrong).await;
    phone.tap_words("Cancel").await;
    phone.view("tutup").await;
    phone.type_into("form.drawer .field:nth-of-type(2) input", "1.000").await;
    phone.see(".verdict").await;
    look(&phone, "the drawer", &mut wrong).await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    phone.0.close().await;
}
