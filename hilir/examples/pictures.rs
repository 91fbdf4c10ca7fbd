//! Takes the pictures of README and docs from the demo, in the real browser:
//!
//!     cargo run --release --example pictures -- docs/pictures
//!
//! The demo's clock and ids are always the same, so a picture changes only when the look does.
#![expect(
    clippy::expect_used,
    reason = "a command for developers stops where its ground is missing"
)]

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use fantoccini::Locator;
use hilir::{
    demo,
    house::{self, Address},
};
use kernel::{Clock, Ids, Zone};
use serde_json::json;
use testkit::{Browser, DESK, PHONE};
use tokio::net::TcpListener;

/// A page to be seen: who looks, at what, how wide, how lit.
struct Shot {
    file: &'static str,
    who: Option<&'static str>,
    page: &'static str,
    /// The link of that page that is followed, as CSS; none where it is empty.
    follow: &'static str,
    /// The part of the page that is shown; the window where it is empty.
    part: &'static str,
    width: u32,
    height: u32,
    scheme: &'static str,
}

const PLAIN: Shot = Shot {
    file: "",
    who: None,
    page: "",
    follow: "",
    part: "",
    width: DESK,
    height: 900,
    scheme: "light",
};

const SHOTS: [Shot; 6] = [
    Shot {
        file: "beranda",
        who: Some("kalapas"),
        page: "/beranda?bulan=2025-11",
        height: 900,
        ..PLAIN
    },
    Shot {
        file: "nota",
        who: Some("kalapas"),
        page: "/nota?q=2025",
        follow: "main tbody tr:last-child a[href^='/nota/']:not([href*='berjalan'])",
        part: "figure.river",
        height: 1_200,
        ..PLAIN
    },
    Shot {
        file: "pks",
        who: Some("kalapas"),
        page: "/pks?q=Acun",
        follow: "main tbody a[href^='/pks/']",
        part: "figure.river",
        height: 1_200,
        ..PLAIN
    },
    Shot {
        file: "kasir",
        who: Some("kasir"),
        page: "/penjualan/baru",
        width: PHONE,
        height: 780,
        ..PLAIN
    },
    Shot {
        file: "kasir-hp",
        who: Some("kasir"),
        page: "/kasir",
        width: PHONE,
        height: 640,
        ..PLAIN
    },
    Shot { file: "etalase", page: "/etalase", width: PHONE, height: 780, scheme: "dark", ..PLAIN },
];

#[tokio::main]
async fn main() {
    hilir::embedded::install_words();
    let folder = PathBuf::from(env::args().nth(1).unwrap_or_else(|| "docs/pictures".into()));
    fs::create_dir_all(&folder).expect("a folder for the pictures");
    let base = serve().await;
    let browser = testkit::browser().await.expect("chromium and chromedriver");
    in_indonesian(&browser).await;
    let mut signed_in = None;
    for shot in &SHOTS {
        if shot.who.is_some() && shot.who != signed_in {
            sign_in(&browser, &base, shot.who.unwrap_or_default()).await;
            signed_in = shot.who;
        } else if shot.who.is_none() {
            browser.delete_all_cookies().await.expect("no cookies");
            signed_in = None;
        }
        take(&browser, &base, shot, &folder).await;
    }
    browser.close().await;
}

/// The demo, played into a file that ends with this process, on a free port.
async fn serve() -> String {
    let db = testkit::sqlite();
    let (db, _) = tokio::task::spawn_blocking(move || {
        demo::play(&db, &mut |_, _| {}).map(|played| (db, played)).expect("the demo plays")
    })
    .await
    .expect("the demo ends");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    let address = Address { public_url: base.clone(), zone: Zone::Wib, trust_proxy: false };
    let router = house::router(db, Clock::from_fn(demo::ends_at), Ids::seeded(7), address);
    tokio::spawn(async move { axum::serve(listener, router).await });
    base
}

async fn sign_in(browser: &Browser, base: &str, name: &str) {
    browser.delete_all_cookies().await.expect("no cookies");
    browser.goto(&format!("{base}/masuk")).await.expect("the sign-in page");
    let form = browser.form(Locator::Css("main form")).await.expect("a form");
    form.set_by_name("name", name).await.expect("a name");
    form.set_by_name("password", demo::PASSWORD).await.expect("a password");
    form.submit().await.expect("signed in");
    browser.wait().for_element(Locator::Css("nav")).await.expect("the house");
}

async fn take(browser: &Browser, base: &str, shot: &Shot, folder: &Path) {
    size(browser, shot).await;
    browser.set_scheme(shot.scheme).await;
    browser.goto(&format!("{base}{}", shot.page)).await.expect("a page");
    if !shot.follow.is_empty() {
        let link = browser.find(Locator::Css(shot.follow)).await.expect("a link to follow");
        let href = link.attr("href").await.expect("a link").unwrap_or_default();
        browser.goto(&format!("{base}{href}")).await.expect("its page");
    }
    if shot.page == "/kasir" {
        begin_till(browser).await;
    }
    let picture = match shot.part {
        "" => browser.screenshot().await,
        part => {
            let margin = "document.querySelector(arguments[0]).style.padding = '1.5rem'";
            browser.execute(margin, vec![part.into()]).await.expect("a page");
            browser.find(Locator::Css(part)).await.expect("the part").screenshot().await
        }
    };
    let file = folder.join(format!("{}.png", shot.file));
    fs::write(&file, picture.expect("a picture")).expect("a file");
    let bytes = fs::metadata(&file).expect("the picture").len();
    println!("{} ({} kB)", file.display(), bytes / 1_000);
}

/// A named phone with two things in its basket. That its clock is not the demo's is no news.
async fn begin_till(browser: &Browser) {
    let indonesian = "localStorage.setItem('kasir.lang', 'id')";
    browser.execute(indonesian, Vec::new()).await.expect("a page");
    browser.refresh().await.expect("the till in Indonesian");
    let see = |css: &'static str| browser.wait().for_element(Locator::Css(css));
    see("#device-name").await.expect("a new phone").send_keys("HP depan").await.expect("typed");
    see("button.primary").await.expect("a button").click().await.expect("named");
    for good in [".tiles li:nth-child(1) .tile-add", ".tiles li:nth-child(2) .tile-add"] {
        see(good).await.expect("goods").click().await.expect("in the basket");
    }
    let quiet = "document.querySelectorAll('.notices .notice').forEach(one => one.remove())";
    browser.execute(quiet, Vec::new()).await.expect("a page");
    tokio::time::sleep(std::time::Duration::from_millis(600)).await;
}

async fn size(browser: &Browser, shot: &Shot) {
    browser.set_size(shot.width).await;
    let metrics = json!({
        "width": shot.width, "height": shot.height,
        // A desk is shown smaller in a document: no need for its every pixel.
        "deviceScaleFactor": if shot.width == PHONE { 1.0 } else { 0.75 },
        "mobile": shot.width == PHONE,
    });
    browser.cdp("Emulation.setDeviceMetricsOverride", metrics).await;
}

/// Indonesian first, whatever this machine's browser would ask for.
async fn in_indonesian(browser: &Browser) {
    let headers = json!({ "headers": { "Accept-Language": "id" } });
    browser.cdp("Network.enable", json!({})).await;
    browser.cdp("Network.setExtraHTTPHeaders", headers).await;
}
