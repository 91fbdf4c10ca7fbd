//! The shop's phone against the real server: installed, cut off, started again, and brought back.

use std::{
    collections::BTreeMap,
    net::{SocketAddr, TcpListener},
    path::Path,
    time::Duration,
};

use axum::http::{Request, header};
use db::{Read, Row, sql};
use fantoccini::{Locator, elements::Element};
use hilir::{demo, house::Address};
use kernel::{Clock, Ids, Zone};
use serde_json::{Value, json};
use testkit::{Browser, PHONE};
use tokio::runtime::Runtime;

use crate::house::{House, Visitor, play, shared};

/// Everything that a phone loads at its first start, compressed: 60 kB.
const BYTES_MAX: usize = 60_000;

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_loads_little() {
    let stranger = Visitor::stranger(shared());
    let worker = stranger.get("/kasir/sw.js").await.body;
    let files = worker.lines().find_map(|line| line.strip_prefix("const FILES = "));
    let files = files.and_then(|list| list.strip_suffix(';')).expect("a list of files");
    let mut files: Vec<String> = serde_json::from_str(files).expect("JSON");
    assert!(files.len() > 20, "{files:?}");
    files.push("/kasir/sw.js".into());
    let mut all = BTreeMap::new();
    for path in files {
        let asked = Request::get(&path).header(header::ACCEPT_ENCODING, "gzip, deflate, br, zstd");
        let answer = stranger.ask(asked, "").await;
        assert!(answer.status.is_success(), "{path}: {}", answer.status);
        all.insert(path, answer.bytes.len());
    }
    let sum: usize = all.values().sum();
    assert!(sum < BYTES_MAX, "{sum} bytes: {all:#?}");
}

/// The house at an address of its own; stopped, the address is dead.
struct Server {
    runtime: Option<Runtime>,
    at: SocketAddr,
}

impl Server {
    fn start(house: &House, at: SocketAddr) -> Self {
        let listener = TcpListener::bind(at).expect("the address is free");
        listener.set_nonblocking(true).expect("a socket");
        let at = listener.local_addr().expect("an address");
        let address =
            Address { public_url: format!("http://{at}"), zone: Zone::Wib, trust_proxy: false };
        // A server that starts again makes other ids than before.
        let ids = Ids::seeded(u64::from(at.port()) << 32 | receipts(house).len() as u64);
        let clock = Clock::from_fn(demo::ends_at);
        let router = hilir::house::router(house.db.clone(), clock, ids, address);
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let runtime = Runtime::new().expect("a runtime");
        runtime.spawn(async move {
            let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
            axum::serve(listener, service).await
        });
        Self { runtime: Some(runtime), at }
    }

    /// With every connection that is open.
    fn stop(mut self) -> SocketAddr {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
        self.at
    }
}

/// The phone, with what a clerk does on it.
struct Phone(Browser);

impl Phone {
    async fn open(profile: &Path) -> Option<Self> {
        let browser = testkit::browser_at(profile).await?;
        browser.set_size(PHONE).await;
        Some(Self(browser))
    }

    async fn see(&self, css: &str) -> Element {
        let wait = self.0.wait().at_most(Duration::from_secs(15));
        match wait.for_element(Locator::Css(css)).await {
            Ok(element) => element,
            Err(error) => {
                let text = self.run("return document.body.innerText").await;
                panic!("{css} does not come: {error}; the page says: {text}")
            }
        }
    }

    /// Clicks as soon as it can be clicked: what slides in covers things for a moment.
    async fn tap(&self, css: &str) {
        let mut why = String::new();
        for _ in 0..60 {
            let element = self.see(css).await;
            // A thumb scrolls it from under the bar; the driver thinks it is in sight there.
            self.run(&format!(
                "document.querySelector({css:?}).scrollIntoView({{block: 'center'}})"
            ))
            .await;
            match element.click().await {
                Ok(()) => return,
                Err(error) => why = error.to_string(),
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{css} cannot be tapped: {why}");
    }

    async fn run(&self, script: &str) -> Value {
        self.0.execute(script, Vec::new()).await.expect("a script")
    }

    /// Until a script gives true.
    async fn until(&self, script: &str) {
        for _ in 0..300 {
            if self.run(&format!("return Boolean({script})")).await == Value::Bool(true) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let text = self.run("return document.body.innerText").await;
        panic!("never: {script}; the page says: {text}");
    }

    async fn sign_in(&self, base: &str, name: &str) {
        self.0.goto(&format!("{base}/masuk")).await.expect("a page");
        let form = self.0.form(Locator::Css("main form")).await.expect("a form");
        form.set_by_name("name", name).await.expect("a name");
        form.set_by_name("password", demo::PASSWORD).await.expect("a password");
        form.submit().await.expect("signed in");
        // Wherever he lands, the form is gone.
        self.until("!document.querySelector('input[type=password]')").await;
    }

    /// What stands on the receipt that is shown.
    async fn receipt(&self) -> String {
        let head = self.see(".nota .paper-head span").await;
        head.text().await.expect("a number").trim().to_owned()
    }

    /// Three taps: the goods, take money, the exact sum.
    async fn sell(&self, good: usize) -> String {
        self.run("location.hash = '#/jual'").await;
        self.tap(&format!(".tiles li:nth-child({good}) .tile-add")).await;
        self.tap(".take").await;
        self.tap(".exact").await;
        self.receipt().await
    }

    async fn all_sent(&self) {
        self.until("/All sent/.test(document.querySelector('.line-words')?.textContent ?? '')")
            .await;
    }
}

/// Receipt → how often it stands in the books.
fn receipts(house: &House) -> BTreeMap<String, i64> {
    let rows = house.db.read_now(|read: &mut Read| {
        let counted = sql!(
            "SELECT receipt_number, CAST(COUNT(*) AS bigint) FROM sales_sale
             WHERE source = 'till' GROUP BY receipt_number"
        );
        read.all(counted, &[], |row: &Row| Ok((row.text(0)?.to_owned(), row.int(1)?)))
    });
    rows.expect("sales").into_iter().collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_sells_without_a_server_and_loses_nothing() {
    let profile = testkit::profile();
    let Some(phone) = Phone::open(&profile).await else { return };
    let house = play(testkit::sqlite());
    let server = Server::start(&house, "127.0.0.1:0".parse().expect("an address"));
    let base = format!("http://{}", server.at);

    // Installed: a name, the goods, the worker with the whole shell.
    phone.sign_in(&base, "kasir").await;
    phone.0.goto(&format!("{base}/kasir")).await.expect("the till");
    phone.see("#device-name").await.send_keys("HP uji").await.expect("a name");
    phone.tap("button.primary").await;
    phone.see(".tile").await;
    phone.until("navigator.serviceWorker?.controller").await;
    let errors = phone.0.cdp("Page.getInstallabilityErrors", json!({})).await;
    let errors = errors["installabilityErrors"].as_array().cloned().unwrap_or_default();
    assert!(errors.is_empty(), "it can be installed: {errors:?}");
    let mut shown = vec![phone.sell(1).await];
    phone.all_sent().await;

    // The server is gone, and the phone starts from nothing but itself.
    let at = server.stop();
    phone.0.close().await;
    let phone = Phone::open(&profile).await.expect("the same browser");
    phone.0.goto(&format!("{base}/kasir")).await.expect("the till, from the phone");
    shown.push(phone.sell(1).await);
    shown.push(phone.sell(2).await);
    // A buyer brings the last one back.
    phone
        .until(
            "[...document.querySelectorAll('a, button')].some(a => /Cancel or return/.test(a.textContent))",
        )
        .await;
    phone
        .run("[...document.querySelectorAll('a, button')].find(a => /Cancel or return/.test(a.textContent)).click()")
        .await;
    phone.tap("form.refund button[type=submit]").await;
    phone.see(".nota").await;
    // A label's code, typed.
    let code = house.db.read_now(|read: &mut Read| {
        let newest = sql!(
            "SELECT b.code FROM production_batch b JOIN sales_line l ON l.batch_id = b.id
             ORDER BY b.code LIMIT 1"
        );
        read.all(newest, &[], |row: &Row| Ok(row.text(0)?.to_owned()))
    });
    let code = code.expect("a batch").pop().expect("one was sold");
    phone.run("location.hash = '#/jual'").await;
    phone.see("#find").await.send_keys(&format!("{code}\n")).await.expect("typed");
    phone.tap(".take").await;
    phone.tap(".exact").await;
    shown.push(phone.receipt().await);
    phone
        .until("/waiting for the network/.test(document.querySelector('.line-words').textContent)")
        .await;
    assert_eq!(receipts(&house).len(), 1, "nothing has reached the house");

    // It is back; all that was shown is there, once.
    let server = Server::start(&house, at);
    phone.0.refresh().await.expect("the till");
    phone.all_sent().await;
    let known = receipts(&house);
    for receipt in &shown {
        assert_eq!(known.get(receipt), Some(&1), "{receipt} once: {known:?}");
    }
    assert_eq!(known.len(), shown.len(), "and nothing else: {known:?}");

    // The session ends: the till sells on, and the queue waits for the clerk.
    phone.0.delete_all_cookies().await.expect("no session");
    shown.push(phone.sell(1).await);
    phone.until("/Sign in again/.test(document.querySelector('.line-words').textContent)").await;
    assert_eq!(receipts(&house).len(), shown.len() - 1);
    phone.sign_in(&base, "kasir").await;
    phone.0.goto(&format!("{base}/kasir")).await.expect("the till");
    phone.all_sent().await;
    assert_eq!(receipts(&house).len(), shown.len());

    let proof = house.db.read_now(|read: &mut Read| ledger::verify(read, &mut |_| {}));
    assert!(proof.expect("a proof").wrong.is_empty());
    barriers(&phone).await;
    phone.0.close().await;
    server.stop();
}

/// No barrier on any view, in the light and in the dark.
async fn barriers(phone: &Phone) {
    let mut wrong = Vec::new();
    for view in ["jual", "hari", "tanya", "antrean", "lainnya", "minta", "hitung", "tutup", "atur"]
    {
        phone.run(&format!("location.hash = '#/{view}'")).await;
        phone.until(&format!("document.querySelector('main.view-{view}')")).await;
        for scheme in ["light", "dark"] {
            phone.0.set_scheme(scheme).await;
            let found = phone.0.axe().await;
            wrong.extend(found.into_iter().map(|one| format!("{view} ({scheme}): {one}")));
            if phone.0.overflows().await {
                wrong.push(format!("{view} is wider than {PHONE} px"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
