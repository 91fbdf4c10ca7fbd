//! From the clerk's tap to the sale on the phone: in headless Chromium slowed down four times, as
//! a cheap phone is slow.

use std::path::Path;

use fantoccini::Locator;
use hilir::{
    demo,
    house::{self, Address},
};
use kernel::{Clock, Ids, Zone};
use serde_json::json;
use testkit::{Browser, PHONE};
use tokio::{net::TcpListener, runtime::Runtime};

use crate::{Outcome, figures::judge, machine};

const SLOWDOWN: u32 = 4;
/// Of the slowest tap in a hundred, in microseconds.
const P99_MAX: u64 = 50_000;

/// Sells one piece and gives the microseconds from the last tap until the phone's own store had
/// committed the sale, as the till itself notes it.
const SELL: &str = "
const done = arguments[0];
const see = (css) => new Promise((found) => {
  const look = () => { const one = document.querySelector(css); if (one) found(one); return one; };
  if (look()) return;
  const watch = new MutationObserver(() => { if (look()) watch.disconnect(); });
  watch.observe(document.body, { childList: true, subtree: true });
});
(async () => {
  location.hash = '#/jual';
  (await see('.view-jual .tile-add')).click();
  (await see('.view-jual .take')).click();
  const last = await see('.view-bayar .exact');
  // A thumb needs that long to the next button.
  await new Promise((next) => setTimeout(next, 300));
  performance.clearMeasures('tap-to-kept');
  last.click();
  await see('.view-nota .nota .paper');
  done(Math.round(performance.getEntriesByName('tap-to-kept')[0].duration * 1000));
})();
";

pub fn run(_: &Path, sales: usize) -> Outcome<bool> {
    println!(
        "from tap to stored, {sales} sales at {SLOWDOWN}× CPU slowdown; {}",
        machine::describe()
    );
    let runtime = Runtime::new()?;
    hilir::embedded::install_words();
    let db = testkit::sqlite();
    demo::play(&db, &mut |_, _| {})?;
    let mut taps = runtime.block_on(measure(db, sales))?;
    taps.sort_unstable();
    let at = |hundredth: usize| taps[(taps.len() * hundredth / 100).min(taps.len() - 1)];
    let show = |micros: u64| format!("{}.{} ms", micros / 1_000, micros % 1_000 / 100);
    println!("  median {}, p99 {}, most {}", show(at(50)), show(at(99)), show(at(100)));
    let what = format!("p99 {} (under {})", show(at(99)), show(P99_MAX));
    Ok(judge(&what, at(99) < P99_MAX))
}

async fn measure(db: db::Db, sales: usize) -> Outcome<Vec<u64>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let base = format!("http://{}", listener.local_addr()?);
    let address = Address { public_url: base.clone(), zone: Zone::Wib, trust_proxy: false };
    let router = house::router(db, Clock::from_fn(demo::ends_at), Ids::seeded(7), address);
    tokio::spawn(async move { axum::serve(listener, router).await });
    let browser = testkit::browser().await.ok_or("Chromium and chromedriver are needed")?;
    let taps = till(&browser, &base, sales).await;
    browser.close().await;
    taps
}

async fn till(browser: &Browser, base: &str, sales: usize) -> Outcome<Vec<u64>> {
    browser.set_size(PHONE).await;
    browser.goto(&format!("{base}/masuk")).await?;
    let form = browser.form(Locator::Css("main form")).await?;
    form.set_by_name("name", "kasir").await?;
    form.set_by_name("password", demo::PASSWORD).await?;
    form.submit().await?;
    browser.wait().for_element(Locator::Css("nav")).await?;
    browser.goto(&format!("{base}/kasir")).await?;
    let see = |css: &'static str| browser.wait().for_element(Locator::Css(css));
    see("#device-name").await?.send_keys("Ukur").await?;
    see("button.primary").await?.click().await?;
    see(".tile").await?;
    browser.cdp("Emulation.setCPUThrottlingRate", json!({ "rate": SLOWDOWN })).await;
    let mut taps = Vec::with_capacity(sales);
    for n in 0..sales + 5 {
        let micros = browser.execute_async(SELL, Vec::new()).await?;
        // The first few warm up the browser's own caches.
        if n >= 5 {
            taps.push(micros.as_u64().ok_or("no time")?);
        }
    }
    Ok(taps)
}
