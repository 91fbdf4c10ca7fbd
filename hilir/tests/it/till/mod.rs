//! The shop's phone against the real server: installed, cut off, started again, and brought back.

mod camera;
mod changed;
mod clock;
mod counted;
mod decided;
mod full;
mod held;
mod leaving;
mod line;
mod lost;
mod modules;
mod offline;
mod paper;
mod printers;
mod qr_reader;
mod qris;
mod release;
mod restored;
mod scanner;
mod shift;
mod shop_day;
mod size;
mod tabs;
mod two_phones;
mod two_shops;
mod views;
mod wire;

use std::{
    collections::BTreeMap,
    net::{SocketAddr, TcpListener},
    path::Path,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use axum::Router;
use db::{Db, Read, Row, sql};
use fantoccini::{Locator, elements::Element};
use hilir::{demo, house::Address};
use kernel::{Clock, Ids, Zone};
use serde_json::{Value, json};
use testkit::{Browser, PHONE};
use tokio::{
    runtime::Runtime,
    sync::{Mutex, MutexGuard},
};

/// How long a story waits for what must come: a busy machine is slow, and slow is not broken.
const PATIENCE: Duration = Duration::from_secs(60);
/// The same, where something is looked at again after each pause.
const TRIES: usize = 1_200;
const PAUSE: Duration = Duration::from_millis(50);

/// One phone's story at a time: several browsers at once starve each other on a small machine, and
/// then what is slow looks like what is broken.
async fn alone() -> MutexGuard<'static, ()> {
    static ONE: Mutex<()> = Mutex::const_new(());
    ONE.lock().await
}

/// The house at an address of its own; stopped, the address is dead.
struct Server {
    runtime: Option<Runtime>,
    at: SocketAddr,
}

impl Server {
    fn start(db: &Db, at: SocketAddr) -> Self {
        Self::start_as(db, at, |router| router)
    }

    /// At a free port.
    fn open(db: &Db) -> Self {
        Self::start(db, "127.0.0.1:0".parse().expect("an address"))
    }

    /// With something of the test's own before it.
    fn start_as(db: &Db, at: SocketAddr, wrap: impl FnOnce(Router) -> Router) -> Self {
        let listener = bind(at);
        listener.set_nonblocking(true).expect("a socket");
        let at = listener.local_addr().expect("an address");
        let address =
            Address { public_url: format!("http://{at}"), zone: Zone::Wib, trust_proxy: false };
        // A server that starts again makes other ids than before.
        static STARTED: AtomicU64 = AtomicU64::new(4_711);
        let ids = Ids::seeded(STARTED.fetch_add(1, Ordering::SeqCst));
        let clock = Clock::from_fn(demo::ends_at);
        let router = wrap(hilir::house::router(db.clone(), clock, ids, address));
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let runtime = Runtime::new().expect("a runtime");
        runtime.spawn(async move {
            let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
            axum::serve(listener, service).await
        });
        Self { runtime: Some(runtime), at }
    }

    fn base(&self) -> String {
        format!("http://{}", self.at)
    }

    /// With every connection that is open.
    fn stop(mut self) -> SocketAddr {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
        self.at
    }
}

/// A server that was just stopped may hold its address for a moment yet.
fn bind(at: SocketAddr) -> TcpListener {
    for _ in 0..TRIES {
        match TcpListener::bind(at) {
            Ok(listener) => return listener,
            Err(_) => std::thread::sleep(PAUSE),
        }
    }
    panic!("{at} does not get free");
}

/// The phone, with what a clerk does on it.
struct Phone(Browser);

impl Phone {
    async fn open(profile: &Path) -> Option<Self> {
        let browser = testkit::browser_at(profile).await?;
        browser.set_size(PHONE).await;
        Some(Self(browser))
    }

    /// A new phone, signed in and given a name; nothing where there is no browser.
    async fn installed(base: &str, who: &str, name: &str) -> Option<Self> {
        let phone = Self::open(&testkit::profile()).await?;
        phone.sign_in(base, who).await;
        phone.enrol(base, name).await;
        Some(phone)
    }

    /// The first start: a name, the goods, the worker with the whole shell.
    async fn enrol(&self, base: &str, name: &str) {
        self.go_to(&format!("{base}/kasir")).await;
        self.type_into("#device-name", name).await;
        self.tap("button.primary").await;
        self.see(".tile").await;
        self.until("navigator.serviceWorker?.controller").await;
    }

    async fn go_to(&self, address: &str) {
        self.0.goto(address).await.expect("a page");
    }

    async fn see(&self, css: &str) -> Element {
        let wait = self.0.wait().at_most(PATIENCE);
        match wait.for_element(Locator::Css(css)).await {
            Ok(element) => element,
            Err(error) => {
                let text = self.run("return document.body.innerText").await;
                panic!("{css} does not come: {error}; the page says: {text}")
            }
        }
    }

    /// A view that comes anew between the look and the first letter is looked at again.
    async fn type_into(&self, css: &str, text: &str) {
        let mut why = String::new();
        for _ in 0..TRIES {
            match self.see(css).await.send_keys(text).await {
                Ok(()) => return,
                Err(error) => why = error.to_string(),
            }
            tokio::time::sleep(PAUSE).await;
        }
        panic!("{css} cannot be typed into: {why}");
    }

    /// Types over what stands in a field.
    async fn type_over(&self, css: &str, text: &str) {
        self.see(css).await;
        self.run(&format!("document.querySelector({css:?}).value = ''")).await;
        self.type_into(css, text).await;
    }

    /// Clicks as soon as it can be clicked: what slides in covers things for a moment.
    async fn tap(&self, css: &str) {
        let mut why = String::new();
        for _ in 0..TRIES {
            let element = self.see(css).await;
            // A thumb scrolls it from under the bar; the driver thinks it is in sight there.
            self.run(&format!(
                "document.querySelector({css:?})?.scrollIntoView({{block: 'center'}})"
            ))
            .await;
            match element.click().await {
                Ok(()) => return,
                Err(error) => why = error.to_string(),
            }
            tokio::time::sleep(PAUSE).await;
        }
        panic!("{css} cannot be tapped: {why}");
    }

    /// Taps the button or link that says these words, in the same moment in which it is there.
    async fn tap_words(&self, words: &str) {
        self.until(&format!(
            "(() => {{
                const found = [...document.querySelectorAll('a, button')].find(one =>
                    one.checkVisibility() && one.textContent.includes({words:?}));
                found?.click();
                return found;
            }})()"
        ))
        .await;
    }

    async fn run(&self, script: &str) -> Value {
        self.0.execute(script, Vec::new()).await.expect("a script")
    }

    /// What a script gives that has to wait for something.
    async fn wait_for(&self, script: &str) -> Value {
        let whole = format!(
            "const done = arguments[0];
             (async () => {{ {script} }})().then(done, no => done(`failed: ${{no}}`))"
        );
        let said = self.0.execute_async(&whole, Vec::new()).await;
        said.unwrap_or_else(|left| Value::String(format!("failed: {left}")))
    }

    /// Until a script gives true. A page that leaves while it is asked is asked again.
    async fn until(&self, script: &str) {
        let script = format!("return Boolean({script})");
        for _ in 0..TRIES {
            if self.0.execute(&script, Vec::new()).await.is_ok_and(|said| said == true) {
                return;
            }
            tokio::time::sleep(PAUSE).await;
        }
        let text = self.run("return document.body.innerText").await;
        panic!("never: {script}; the page says: {text}");
    }

    /// Until the page says it.
    async fn reads(&self, words: &str) {
        self.until(&format!("document.body.innerText.includes({words:?})")).await;
    }

    async fn sign_in(&self, base: &str, name: &str) {
        self.go_to(&format!("{base}/masuk")).await;
        let fields = "const form = document.querySelector('main form');
            form.elements.name.value = arguments[0];
            form.elements.password.value = arguments[1];
            form.requestSubmit();";
        let filled = vec![name.into(), demo::PASSWORD.into()];
        self.0.execute(fields, filled).await.expect("a form");
        // Wherever he lands, the form is gone.
        self.until(
            "document.readyState === 'complete' && !document.querySelector('input[type=password]')",
        )
        .await;
        let at = self.0.current_url().await.expect("an address");
        assert!(!at.path().starts_with("/masuk"), "{name} is in: {at}");
    }

    /// Goes to a view of the till.
    async fn view(&self, name: &str) {
        self.run(&format!("location.hash = '#/{name}'")).await;
        self.see(&format!("main.view-{name}")).await;
    }

    /// What an element says once it is there.
    async fn text_of(&self, css: &str) -> String {
        self.until(&format!("document.querySelector({css:?})?.innerText.trim()")).await;
        let text = self.run(&format!("return document.querySelector({css:?})?.innerText")).await;
        text.as_str().unwrap_or_default().trim().to_owned()
    }

    /// What stands on the receipt that is shown.
    async fn receipt(&self) -> String {
        self.text_of(".nota .paper-head span").await
    }

    /// Three taps: the goods, take money, the exact sum.
    async fn sell(&self, good: usize) -> String {
        self.view("jual").await;
        self.tap(&format!(".tiles li:nth-child({good}) .tile-add")).await;
        self.tap(".take").await;
        self.tap(".exact").await;
        self.receipt().await
    }

    async fn all_sent(&self) {
        self.until("/All sent|to be looked at/.test(document.querySelector('.line-words')?.textContent ?? '')")
            .await;
    }

    /// Until the line stands still with nothing to send.
    async fn all_ready(&self) {
        self.until("document.querySelector('.state-line')?.classList.contains('good')").await;
    }

    async fn waits(&self) {
        self.until("/waiting/.test(document.querySelector('.line-words')?.textContent ?? '')")
            .await;
    }

    /// What the phone keeps of its acts: `receipt or kind: state`, in the order of their numbers.
    async fn kept(&self) -> Vec<String> {
        let script = format!(
            "{STORE} const all = await every('acts');
            return all.sort((a, b) => a.seq - b.seq)
                .map(one => `${{one.act.body.receipt ?? one.kind}}: ${{one.state}}`)"
        );
        for _ in 0..TRIES {
            // A page that leaves while it is asked is asked again.
            if let Ok(kept) = serde_json::from_value(self.wait_for(&script).await) {
                return kept;
            }
            tokio::time::sleep(PAUSE).await;
        }
        panic!("the phone does not say what it keeps");
    }

    /// Until what the phone keeps is so.
    async fn keeps(&self, so: impl Fn(&[String]) -> bool) {
        let mut kept = Vec::new();
        for _ in 0..TRIES {
            kept = self.kept().await;
            if so(&kept) {
                return;
            }
            tokio::time::sleep(PAUSE).await;
        }
        panic!("the phone keeps {kept:?}");
    }

    /// Runs in each page that is opened from now on, before the page's own.
    async fn before_pages(&self, script: &str) {
        let source = json!({ "source": script });
        self.0.cdp("Page.addScriptToEvaluateOnNewDocument", source).await;
    }

    /// A label on this shelf that knows its batch, and the product that it is on.
    async fn label(&self) -> (String, String) {
        let script = format!(
            "{STORE} const [{{ snapshot }}] = await every('snapshots');
            const known = snapshot.labels.find(({{ batch, product }}) => batch && snapshot.goods
                .find(good => good.product === product && good.shelf > 1));
            return [known.label, known.product]"
        );
        serde_json::from_value(self.wait_for(&script).await).expect("a label")
    }

    /// An act with all that the phone keeps of it.
    async fn act(&self, seq: u32) -> Value {
        let script =
            format!("{STORE} return (await every('acts')).find(one => one.seq === {seq}) ?? null");
        self.wait_for(&script).await
    }

    /// The open baskets as `product × pieces`, with the batch where it is known.
    async fn baskets(&self) -> Vec<String> {
        let script = format!(
            "{STORE} return (await every('carts')).flatMap(cart => cart.lines
                .map(line => `${{line.product}} × ${{line.quantity}}${{line.batch ? ' of a batch' : ''}}`))"
        );
        serde_json::from_value(self.wait_for(&script).await).expect("baskets")
    }
}

/// The phone's store, for a script that looks into it or spoils it.
const STORE: &str = "
    const store = await new Promise((done, fail) => {
        const asked = indexedDB.open('hilir-kasir');
        asked.onsuccess = () => done(asked.result);
        asked.onerror = () => fail(asked.error);
    });
    const on = (request) => new Promise((done, fail) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => fail(request.error);
    });
    const every = (name) => on(store.transaction(name).objectStore(name).getAll());
";

/// Receipt → how often it stands in the books.
fn receipts(db: &Db) -> BTreeMap<String, i64> {
    let rows = db.read_now(|read: &mut Read| {
        let counted = sql!(
            "SELECT receipt_number, CAST(COUNT(*) AS bigint) FROM sales_sale
             WHERE source = 'till' GROUP BY receipt_number"
        );
        read.all(counted, &[], |row: &Row| Ok((row.text(0)?.to_owned(), row.int(1)?)))
    });
    rows.expect("sales").into_iter().collect()
}

/// Until so many receipts are in the books, or it takes too long.
async fn arrived(db: &Db, shown: &[String]) {
    for _ in 0..TRIES {
        if receipts(db).len() >= shown.len() {
            return;
        }
        tokio::time::sleep(PAUSE).await;
    }
    panic!("not all of {shown:?} came: {:?}", receipts(db));
}

/// What was shown is in the books, each once, and nothing else; and the books are whole.
fn each_once(db: &Db, shown: &[String]) {
    let known = receipts(db);
    for receipt in shown {
        assert_eq!(known.get(receipt), Some(&1), "{receipt} once: {known:?}");
    }
    assert_eq!(known.len(), shown.len(), "and nothing else: {known:?} of {shown:?}");
    let proof = db.read_now(|read: &mut Read| ledger::verify(read, &mut |_| {}));
    assert!(proof.expect("a proof").wrong.is_empty());
}
