//! The real browser looks at every page: no accessibility violation, nothing wider than a phone.

use std::collections::BTreeMap;

use fantoccini::Locator;
use hilir::demo;
use testkit::{Browser, DESK, PHONE};
use tokio::net::TcpListener;

use crate::{
    crawl::walk,
    house::{House, Visitor, shared},
};

/// Serves the house on a free port and says where.
async fn serve(house: &House) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let router = house.router.clone();
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

/// Page → (player, address).
type Pages = BTreeMap<String, (&'static str, String)>;

/// One address of each page that these players can reach: page → (player, address).
async fn pages(house: &House, players: &[&'static str]) -> Pages {
    let mut pages = BTreeMap::new();
    for player in players {
        let visitor = Visitor::sign_in(house, player).await;
        let seen = walk(&visitor, &["/beranda", "/etalase", "/api"]).await.seen;
        for (pattern, addresses) in seen {
            let first = addresses.into_iter().next().unwrap_or_default();
            pages.entry(format!("{player} {pattern}")).or_insert((*player, first));
        }
    }
    pages
}

async fn sign_in(browser: &Browser, base: &str, name: &str) {
    browser.goto(&format!("{base}/keluar")).await.expect("a page");
    browser.delete_all_cookies().await.expect("no cookies");
    browser.goto(&format!("{base}/masuk")).await.expect("the sign-in page");
    let form = browser.form(Locator::Css("main form")).await.expect("a form");
    form.set_by_name("name", name).await.expect("a name");
    form.set_by_name("password", demo::PASSWORD).await.expect("a password");
    form.submit().await.expect("signed in");
    browser.wait().for_element(Locator::Css("nav")).await.expect("the house");
}

/// What is wrong with the page that stands in the browser.
async fn look(browser: &Browser, address: &str, wrong: &mut Vec<String>) {
    for (width, scheme) in [(PHONE, "light"), (DESK, "dark")] {
        browser.set_size(width).await;
        browser.set_scheme(scheme).await;
        if browser.overflows().await {
            wrong.push(format!("{address} is wider than {width} px"));
        }
        for one in browser.axe().await {
            let at = one.targets.first().cloned().unwrap_or_default();
            wrong.push(format!("{address} ({width} {scheme}): {} {} at {at}", one.rule, one.help));
        }
    }
}

/// What the public head's door says, and where it leads.
async fn door(browser: &Browser, base: &str) -> (String, String) {
    browser.goto(&format!("{base}/etalase")).await.expect("a page");
    let door = browser.find(Locator::Css(".public-head .account a")).await.expect("a door");
    let href = door.attr("href").await.expect("looked").unwrap_or_default();
    (door.text().await.expect("a text"), href)
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_signed_in_is_led_home_by_a_page_for_everyone() {
    let Some(browser) = testkit::browser().await else { return };
    let base = serve(shared()).await;
    let outside = ("Sign in".to_owned(), "/masuk".to_owned());
    assert_eq!(door(&browser, &base).await, outside);
    sign_in(&browser, &base, "kasubsi").await;
    browser.wait().for_element(Locator::Css("body.app")).await.expect("the house");
    assert_eq!(door(&browser, &base).await, ("Home".to_owned(), "/beranda".to_owned()));
    browser.goto(&format!("{base}/keluar")).await.expect("a page");
    let out = browser.find(Locator::Css("main button")).await.expect("a button");
    out.click().await.expect("signed out");
    browser.wait().for_element(Locator::Css("form[action='/masuk']")).await.expect("outside");
    assert_eq!(door(&browser, &base).await, outside);
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_open_to_everybody() {
    let Some(browser) = testkit::browser().await else { return };
    let house = shared();
    let base = serve(house).await;
    let players = ["kasubsi", "kalapas", "bendahara", "hendri", "pengelola", "kanwil"];
    let mut wrong = Vec::new();
    let (mut signed_in, mut done) = ("", BTreeMap::new());
    for (page, (player, address)) in pages(house, &players).await {
        // A page that another player's round has shown already looks the same.
        let pattern = page.split(' ').nth(1).unwrap_or_default().to_owned();
        // A paper, a sheet, a feed or a picture is no page: the browser has its own view of it.
        let last = address.split('?').next().and_then(|path| path.rsplit('/').next());
        let file = address.starts_with("/foto/") || last.is_some_and(|name| name.contains('.'));
        if file || (pattern != "/beranda" && done.contains_key(&pattern)) {
            continue;
        }
        done.insert(pattern, ());
        if signed_in != player {
            sign_in(&browser, &base, player).await;
            signed_in = player;
        }
        browser.goto(&format!("{base}{address}")).await.expect("a page");
        look(&browser, &format!("{player} {address}"), &mut wrong).await;
    }
    browser.close().await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
