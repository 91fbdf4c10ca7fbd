//! The real browser, headless, driven over WebDriver.

use std::{
    fmt, fs, net::TcpStream, ops::Deref, path::Path, sync::OnceLock, thread, time::Duration,
};

use fantoccini::{
    Client, ClientBuilder,
    error::CmdError,
    wd::{Capabilities, WebDriverCompatibleCommand},
};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use crate::guardian;

/// The widths at which every page must stand: a cheap phone, and the desk.
pub const PHONE: u32 = 360;
pub const DESK: u32 = 1440;

const HOW: &str = "apt-get install chromium chromium-driver";
const HOW_AXE: &str = "npm install --prefix target/axe axe-core, or set HILIR_AXE=…/axe.min.js";
/// Without a network of its own, without a sandbox (root has none), without first-run pages.
const FLAGS: [&str; 11] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    // A page that may use the camera sees a test picture.
    "--use-fake-device-for-media-stream",
];

/// `$1` port, `$2` folder. Chromium leaves its driver's process group but not the session, so at
/// the end whatever belongs to this session, and nothing else, is killed.
const SCRIPT: &str = r#"
export TMPDIR="$2" HOME="$2"
chromedriver --port="$1" >"$2/log" 2>&1 &
driver=$!
wait_for_the_end
kill $driver
session=$(cut -d' ' -f6 /proc/$$/stat)
for stat in /proc/[0-9]*/stat; do
  read -r line <"$stat" || continue
  set -- ${line##*) }
  process=${line%% *}
  [ "$4" = "$session" ] && [ "$process" != $$ ] && kill -KILL "$process"
done
"#;

/// A browser window with an empty profile. Close it with [`Browser::close`]; whatever is left over
/// ends with the test process.
pub struct Browser {
    client: Client,
}

impl Deref for Browser {
    type Target = Client;
    fn deref(&self) -> &Client {
        &self.client
    }
}

/// A barrier that axe-core found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// axe's name of the rule: `color-contrast`.
    pub rule: String,
    /// `minor` to `critical`.
    pub impact: String,
    pub help: String,
    /// CSS selectors of the elements.
    pub targets: Vec<String>,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}): {}", self.rule, self.impact, self.help)?;
        self.targets.iter().try_for_each(|target| write!(f, "\n    {target}"))
    }
}

/// A new browser window; `None`, and a note, where there is no Chromium or no driver.
pub async fn browser() -> Option<Browser> {
    browser_at(&guardian::folder("profile")).await
}

/// A place for a profile that outlives its browser: close the browser before the next one opens.
pub fn profile() -> std::path::PathBuf {
    guardian::folder("profile")
}

/// A browser that knows what an earlier one with this profile kept.
pub async fn browser_at(profile: &Path) -> Option<Browser> {
    let driver = driver()?;
    let mut flags = FLAGS.map(str::to_owned).to_vec();
    flags.push(format!("--user-data-dir={}", profile.display()));
    let mut capabilities = Capabilities::new();
    capabilities.insert("goog:chromeOptions".into(), json!({ "args": flags }));
    // The longest page takes the checker a while where the machine has other work.
    capabilities.insert("timeouts".into(), json!({ "script": 120_000 }));
    let mut builder = ClientBuilder::new(HttpConnector::new());
    builder.capabilities(capabilities);
    let client = builder.connect(driver).await.expect("Chromium starts");
    let browser = Browser { client };
    browser.set_size(DESK).await;
    Some(browser)
}

/// The URL of this process's chromedriver.
fn driver() -> Option<&'static str> {
    static DRIVER: OnceLock<Option<String>> = OnceLock::new();
    let driver = DRIVER.get_or_init(|| {
        let found = |program: &str| Path::new("/usr/bin").join(program).exists();
        if !found("chromium") || !found("chromedriver") {
            return None;
        }
        let port = guardian::free_port().to_string();
        let folder = guardian::folder("chromedriver");
        guardian::start(SCRIPT, &[&port, guardian::text(&folder)], None);
        let address = format!("127.0.0.1:{port}");
        let answers = (0..600).any(|_| {
            thread::sleep(Duration::from_millis(25));
            TcpStream::connect(&address).is_ok()
        });
        assert!(answers, "chromedriver does not answer on {address}");
        Some(format!("http://127.0.0.1:{port}"))
    });
    if driver.is_none() {
        crate::skip("the browser", HOW);
    }
    driver.as_deref()
}

impl Browser {
    /// The page's own width in CSS pixels, also where a window could not be so narrow: [`PHONE`]
    /// (with touch, as a phone's browser) or [`DESK`].
    pub async fn set_size(&self, width: u32) {
        let phone = width < 600;
        let height = if phone { 780 } else { 900 };
        let metrics = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": phone
        });
        self.cdp("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// `light` or `dark`.
    pub async fn set_scheme(&self, scheme: &str) {
        let features = json!([{"name": "prefers-color-scheme", "value": scheme}]);
        self.cdp("Emulation.setEmulatedMedia", json!({ "features": features })).await;
    }

    /// Pages loaded from now on run no script of theirs, or do again.
    pub async fn set_javascript(&self, on: bool) {
        self.cdp("Emulation.setScriptExecutionDisabled", json!({ "value": !on })).await;
    }

    /// A command of the Chrome DevTools Protocol.
    ///
    /// # Panics
    /// When the browser refuses it.
    pub async fn cdp(&self, method: &str, params: Value) -> Value {
        let command = Cdp(json!({ "cmd": method, "params": params }));
        self.client.issue_cmd(command).await.unwrap_or_else(|e| panic!("{method}: {e}"))
    }

    /// A PNG of what the window shows.
    ///
    /// # Errors
    /// When the window is gone.
    pub async fn screenshot_to(&self, file: &Path) -> Result<(), CmdError> {
        let picture = self.client.screenshot().await?;
        fs::write(file, picture).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        Ok(())
    }

    /// Barriers on the page by the rules of WCAG 2.2 A and AA; none, and a note, without axe-core.
    ///
    /// # Panics
    /// When axe-core cannot run in the page.
    pub async fn axe(&self) -> Vec<Violation> {
        let Some(source) = axe_source() else { return Vec::new() };
        self.client.execute(source, Vec::new()).await.expect("axe-core loads");
        let found = self.client.execute_async(RUN_AXE, Vec::new()).await.expect("axe-core runs");
        let found = found.as_array().unwrap_or_else(|| panic!("axe-core failed: {found}"));
        found.iter().map(violation).collect()
    }

    /// Whether the page is wider than its window: the commonest fault on a phone.
    pub async fn overflows(&self) -> bool {
        let script = "return document.documentElement.scrollWidth > window.innerWidth";
        self.client.execute(script, Vec::new()).await.expect("a page") == Value::Bool(true)
    }

    pub async fn close(self) {
        drop(self.client.close().await);
    }
}

const RUN_AXE: &str = "
const done = arguments[0];
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];
axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] })
  .then(result => done(result.violations), error => done(String(error)));
";

fn axe_source() -> Option<&'static str> {
    static SOURCE: OnceLock<Option<String>> = OnceLock::new();
    let source = SOURCE.get_or_init(|| {
        let installed = "target/axe/node_modules/axe-core/axe.min.js";
        let file =
            crate::setting("HILIR_AXE").map_or(crate::repository().join(installed), Into::into);
        fs::read_to_string(file).ok()
    });
    if source.is_none() {
        crate::skip("axe-core (barriers on pages)", HOW_AXE);
    }
    source.as_deref()
}

fn violation(found: &Value) -> Violation {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let nodes = found["nodes"].as_array().map(Vec::as_slice).unwrap_or_default();
    Violation {
        rule: text(&found["id"]),
        impact: text(&found["impact"]),
        help: text(&found["help"]),
        targets: nodes.iter().map(|node| node["target"].to_string()).collect(),
    }
}

/// Chromium's own endpoint beside WebDriver's.
#[derive(Debug)]
struct Cdp(Value);

impl WebDriverCompatibleCommand for Cdp {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.0.to_string()))
    }
}
