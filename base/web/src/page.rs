use kernel::Refusal;
use maud::Markup;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a room returns for a screen; the program puts the shell around it.
#[derive(Debug, Clone)]
pub struct Page {
    pub title: String,
    pub main: Markup,
    /// Public pages wear the shop-window's shell.
    pub public: bool,
    /// One sentence for search engines and link previews; public pages only.
    pub description: Option<String>,
    /// What else a public page says in its head: link previews, feeds, structured data.
    pub head: Markup,
    /// What search engines and link previews read of it.
    pub meta: crate::Head,
    /// The address under which it stands now; a public page only, and then nothing else is shown.
    pub moved: Option<String>,
}

impl Page {
    pub fn new(title: impl Into<String>, main: Markup) -> Self {
        Self {
            title: title.into(),
            main,
            public: false,
            description: None,
            head: Markup::default(),
            meta: crate::Head::default(),
            moved: None,
        }
    }
    pub fn public(title: impl Into<String>, main: Markup) -> Self {
        Self { public: true, ..Self::new(title, main) }
    }
    pub fn head(mut self, head: Markup) -> Self {
        self.head = head;
        self
    }
    pub fn describe(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }
    /// What search engines and link previews read of a public page.
    pub fn with(mut self, meta: crate::Head) -> Self {
        self.meta = meta;
        self
    }
    /// A public page that stands at another path of this house for good.
    pub fn moved(to: impl Into<String>) -> Self {
        Self { moved: Some(to.into()), ..Self::public("", Markup::default()) }
    }
}

/// A file to send: a photo, a scan.
#[derive(Debug, Clone)]
pub struct FileOut {
    pub mime: &'static str,
    pub bytes: Vec<u8>,
    /// Its content can never change under this address.
    pub immutable: bool,
    /// Saved under this name rather than shown.
    pub download: Option<String>,
}

/// Where a form leads when it is done.
#[derive(Debug, Clone)]
pub struct Go {
    pub(crate) to: String,
    pub(crate) cookies: Vec<(&'static str, String, i64)>,
}

impl Go {
    pub fn to(address: impl Into<String>) -> Self {
        Self { to: address.into(), cookies: Vec::new() }
    }
    /// Leaves a message, by its word key, on the next page.
    pub fn flash(self, key: &'static str) -> Self {
        self.cookie(crate::ask::FLASH_COOKIE, key, 60)
    }
    /// Gives the next page a secret to show this once (a link, a token): never in an address,
    /// and taken from the browser with the page that shows it. Letters, digits, `-_.` and spaces.
    pub fn once(self, secret: impl Into<String>) -> Self {
        self.cookie(crate::ask::ONCE_COOKIE, secret, 60)
    }
    /// Sets a cookie for so many seconds; zero takes it away.
    pub fn cookie(mut self, name: &'static str, value: impl Into<String>, seconds: i64) -> Self {
        self.cookies.push((name, value.into(), seconds));
        self
    }
}
impl From<String> for Go {
    fn from(address: String) -> Self {
        Self::to(address)
    }
}
impl From<&str> for Go {
    fn from(address: &str) -> Self {
        Self::to(address)
    }
}

/// The answer of an action that records something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Recorded {
    pub id: Uuid,
    /// True when the same was already recorded before: it counted once.
    #[serde(default)]
    pub already: bool,
}

impl Recorded {
    pub fn new<K>(id: kernel::Id<K>) -> Self {
        Self { id: id.uuid(), already: false }
    }
    pub fn again<K>(id: kernel::Id<K>) -> Self {
        Self { id: id.uuid(), already: true }
    }
}

/// One page of a list in the API.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Listing<T> {
    pub items: Vec<T>,
    /// All that the search and the filters leave.
    pub total: i64,
    /// From 1.
    pub page: i64,
}

/// A refusal's number on HTTP.
pub(crate) fn status_of(refusal: &Refusal) -> axum::http::StatusCode {
    use axum::http::StatusCode as S;
    use kernel::RefusalKind as K;
    match refusal.kind {
        _ if refusal.code == "web.method" => S::METHOD_NOT_ALLOWED,
        _ if refusal.code == "web.too_slow" => S::REQUEST_TIMEOUT,
        _ if refusal.code == "web.fault" => S::INTERNAL_SERVER_ERROR,
        _ if refusal.code == "web.unavailable" => S::SERVICE_UNAVAILABLE,
        K::Invalid => S::UNPROCESSABLE_ENTITY,
        K::Conflict => S::CONFLICT,
        K::NotFound => S::NOT_FOUND,
        K::Forbidden => S::FORBIDDEN,
        K::SignedOut => S::UNAUTHORIZED,
        K::TooMany => S::TOO_MANY_REQUESTS,
        K::TooLarge => S::PAYLOAD_TOO_LARGE,
    }
}
