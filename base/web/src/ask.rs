//! What a visitor asks: the address, the words in it, who he says he is.

use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
};

use axum::{
    extract::{ConnectInfo, FromRequestParts, RawPathParams},
    http::{HeaderMap, Uri, header, request::Parts},
};
use kernel::{Id, Lang, Refusal, RefusalKind};
use sha2::{Digest, Sha256};
use ui::{BrowseView, FormState, Typed};

use crate::{Site, back};

/// The name of the session's cookie.
pub const SESSION_COOKIE: &str = "hilir_session";
/// The name of the cookie by which a reader's browser is known again where he left a choice of his
/// own. It is set when he does, and never by looking.
pub const READER_COOKIE: &str = "hilir_pembaca";
const LANG_COOKIE: &str = "bahasa";
const THEME_COOKIE: &str = "tema";
/// The longest value of a public list's query.
const QUERY_LETTERS: usize = 100;
pub(crate) const FLASH_COOKIE: &str = "hilir_kabar";
pub(crate) const ONCE_COOKIE: &str = "hilir_sekali";

/// How a visitor says who he is. Only the SHA-256 of the secret goes further than this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Credentials {
    Session([u8; 32]),
    Token([u8; 32]),
    /// The key in a link to one paper; see [`paper_link_hash`].
    PaperLink([u8; 32]),
}

/// What a link to a paper is known by: of its path and its secret together, so that a link opens
/// its own paper and no other.
pub fn paper_link_hash(path: &str, secret: &str) -> [u8; 32] {
    Sha256::digest(format!("{path}\n{secret}").as_bytes()).into()
}

/// Everything about a request that a page may know.
#[derive(Debug, Clone)]
pub struct Ask {
    /// The path as it was asked: `/toko/…`.
    pub path: String,
    /// The query as it was sent, without the question mark.
    pub query_text: String,
    params: Vec<(String, String)>,
    query: Vec<(String, String)>,
    pub credentials: Option<Credentials>,
    /// The SHA-256 of the reader's own secret, where his browser has one.
    pub reader: Option<[u8; 32]>,
    /// What the visitor chose, else what his browser prefers, else Indonesian.
    pub lang: Lang,
    /// Whether the visitor chose the language himself.
    pub lang_chosen: bool,
    /// `light`, `dark`, or nothing: as the device has it.
    pub theme: Option<&'static str>,
    /// The address that the request came from, where it is known.
    pub address: Option<IpAddr>,
    /// The address that people type, for links that they send; known where a page is shown.
    pub public_url: String,
    /// The word key of a message that the last page left.
    pub flash: Option<String>,
    /// A secret that the last form made, to be shown on this page and never again.
    pub once: Option<String>,
    pub(crate) typed: Typed,
    pub(crate) refusal: Option<Refusal>,
    /// Where not a page of a list is wanted but a window: how many, after how many.
    window: Option<(i64, i64)>,
    /// The page of this house that the browser came from, with its query.
    pub(crate) came_from: Option<String>,
    /// Whether the page stands beside a spreadsheet of the same.
    pub(crate) sheet_beside: bool,
}

impl Ask {
    pub(crate) fn new(uri: &Uri, headers: &HeaderMap, params: Vec<(String, String)>) -> Self {
        let query_text = uri.query().unwrap_or_default().to_owned();
        let query = form_urlencoded::parse(query_text.as_bytes());
        let query = query.map(|(key, value)| (key.into_owned(), shown(&value))).collect();
        let params = params.into_iter().map(|(key, value)| (key, shown(&value))).collect();
        let chosen = cookie(headers, LANG_COOKIE).and_then(Lang::from_tag);
        Self {
            path: uri.path().to_owned(),
            query,
            params,
            credentials: credentials(headers),
            reader: cookie(headers, READER_COOKIE).map(|own| Sha256::digest(own.as_bytes()).into()),
            lang: chosen.unwrap_or_else(|| preferred(headers)),
            lang_chosen: chosen.is_some(),
            theme: match cookie(headers, THEME_COOKIE) {
                Some("light") => Some("light"),
                Some("dark") => Some("dark"),
                _ => None,
            },
            address: None,
            public_url: String::new(),
            flash: cookie(headers, FLASH_COOKIE).map(str::to_owned),
            once: cookie(headers, ONCE_COOKIE).map(str::to_owned),
            typed: Typed::default(),
            refusal: None,
            window: None,
            came_from: back::came_from(headers),
            sheet_beside: false,
            query_text,
        }
    }

    /// What the program asks itself, as for a paper that it puts into a bundle: an address with the
    /// parts that its route names, and nobody who asks.
    pub fn of_parts(path: &str, parts: &[(&str, String)], lang: Lang) -> Self {
        let own = parts.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        let mut ask = Self::new(&Uri::default(), &HeaderMap::new(), own);
        ask.path = path.to_owned();
        ask.lang = lang;
        ask
    }

    /// The id in the path, by the name that the route gives it. One that is not an id is one
    /// that nothing has: 404.
    pub fn id<K>(&self, name: &str) -> Result<Id<K>, Refusal> {
        let text = self.param(name).unwrap_or_default();
        text.parse().map_err(|_| Refusal::new("web.not_found", RefusalKind::NotFound))
    }

    /// A part of the path, by the name that the route gives it.
    pub fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn params(&self) -> &[(String, String)] {
        &self.params
    }
    pub(crate) fn query_pairs(&self) -> &[(String, String)] {
        &self.query
    }

    /// A word of the query that is not blank.
    pub fn query(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// The query of a list.
    pub fn browse(&self) -> Browse<'_> {
        Browse { ask: self }
    }

    /// What was typed and why it was refused, for the fields of a form. Before anything is
    /// typed, a field takes what the query says: `/kirim/baru?shop=…` arrives filled in.
    pub fn form(&self, lang: Lang) -> FormState<'_> {
        FormState::new(lang, &self.typed, self.refusal.as_ref()).sent_to(&self.path)
    }

    /// Whether this is a form that came back refused.
    pub const fn refusal(&self) -> Option<&Refusal> {
        self.refusal.as_ref()
    }

    pub const fn typed(&self) -> &Typed {
        &self.typed
    }

    /// The same list, a window instead of a page.
    pub(crate) fn window(&self, limit: i64, offset: i64) -> Self {
        Self { window: Some((limit, offset)), ..self.clone() }
    }

    pub(crate) fn returned(mut self, typed: Typed, refusal: Refusal) -> Self {
        self.typed = typed;
        self.refusal = Some(refusal);
        self
    }

    /// Only these names of the query, each once and no longer than anybody types; what they say
    /// is written one way, so that one page has one address.
    pub(crate) fn narrowed(mut self, names: &[&str]) -> Self {
        let short = |text: &str| text.chars().take(QUERY_LETTERS).collect::<String>();
        let said = |name: &&str| Some(((*name).to_owned(), short(self.query(name)?)));
        let query: Vec<(String, String)> = names.iter().filter_map(said).collect();
        let mut text = form_urlencoded::Serializer::new(String::new());
        text.extend_pairs(&query);
        self.query_text = text.finish();
        self.query = query;
        self
    }

    /// A form that is looked at while it is typed.
    pub(crate) fn looked_at(mut self, typed: Typed) -> Self {
        self.typed = typed;
        self
    }

    /// An `Ask` with the query as what was typed, for the first look at a form.
    pub(crate) fn opened(mut self) -> Self {
        self.typed = Typed::from_pairs(self.query.clone());
        self
    }
}

/// A list's search, filters and page.
#[derive(Debug, Clone, Copy)]
pub struct Browse<'a> {
    ask: &'a Ask,
}

impl<'a> Browse<'a> {
    /// Rows of one page.
    pub const LIMIT: i64 = 50;

    /// What is searched for.
    pub fn q(&self) -> Option<&'a str> {
        self.ask.query("q")
    }
    /// What is searched for, as [`like`] writes it.
    pub fn like(&self) -> Option<String> {
        self.q().map(like)
    }
    /// The page, from 1.
    pub fn page(&self) -> i64 {
        let asked = self.ask.query("page").and_then(|page| page.parse().ok());
        asked.unwrap_or(1).clamp(1, 1_000_000)
    }
    pub fn limit(&self) -> i64 {
        self.ask.window.map_or(Self::LIMIT, |(limit, _)| limit)
    }
    pub fn offset(&self) -> i64 {
        self.ask.window.map_or((self.page() - 1) * Self::LIMIT, |(_, offset)| offset)
    }
    pub fn filter(&self, name: &str) -> Option<&'a str> {
        self.ask.query(name)
    }
    /// The path of the list.
    pub fn path(&self) -> &'a str {
        &self.ask.path
    }
    /// What the list under `path` shows now, with a search above it; of [`Self::limit`] lines.
    pub fn view(&self, path: &'a str, filters: Vec<ui::Filter<'a>>, total: i64) -> BrowseView<'a> {
        let (page, per_page) = (self.page(), self.limit());
        let q = Some(self.q().unwrap_or_default());
        BrowseView { path, q, filters, page, per_page, total }
    }
    /// This list's address with another page.
    pub fn href_of_page(&self, page: i64) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(self.ask.query.iter().filter(|(key, _)| key != "page"));
        query.append_pair("page", &page.to_string());
        format!("{}?{}", self.ask.path, query.finish())
    }
}

/// `%word%` in small letters, for `LOWER(x) LIKE $1 ESCAPE '!'`; the signs that LIKE knows stand
/// escaped.
pub fn like(q: &str) -> String {
    let escape = |c: char| if "%_!".contains(c) { format!("!{c}") } else { c.to_string() };
    format!("%{}%", q.trim().to_lowercase().chars().map(escape).collect::<String>())
}

/// A path whose parts are not text has no parts: nothing has such an id.
impl FromRequestParts<Site> for Ask {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Infallible> {
        let named = RawPathParams::from_request_parts(parts, site).await;
        let own = |(key, value): (&str, &str)| (key.to_owned(), value.to_owned());
        let named = named.map(|named| named.iter().map(own).collect()).unwrap_or_default();
        let mut ask = Self::new(&parts.uri, &parts.headers, named);
        let near = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|from| from.0.ip());
        let told = site.0.wiring.trust_proxy.then(|| forwarded_for(&parts.headers)).flatten();
        ask.address = told.or(near);
        Ok(ask)
    }
}

/// The last address: the one that the nearest proxy saw. All before it the visitor may have made up.
fn forwarded_for(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?;
    last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
}

/// Text of an address without what nobody typed: no database keeps a NUL, and nothing has such a
/// name.
fn shown(text: &str) -> String {
    let unseen = |c: char| c.is_control() && c != '\n' && c != '\r';
    text.chars().map(|c| if unseen(c) { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

/// The value of a cookie, borrowed from the headers.
pub(crate) fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get_all(header::COOKIE).iter().find_map(|line| {
        line.to_str().ok()?.split(';').find_map(|pair| {
            let (key, value) = pair.trim().split_once('=')?;
            (key == name).then_some(value)
        })
    })
}

fn credentials(headers: &HeaderMap) -> Option<Credentials> {
    let hash = |secret: &str| -> [u8; 32] { Sha256::digest(secret.as_bytes()).into() };
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    if let Some(token) = bearer.and_then(|value| value.strip_prefix("Bearer ")) {
        return Some(Credentials::Token(hash(token.trim())));
    }
    cookie(headers, SESSION_COOKIE).map(|secret| Credentials::Session(hash(secret)))
}

/// English only for a browser that puts it before Indonesian.
fn preferred(headers: &HeaderMap) -> Lang {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let mut tags = accepted.unwrap_or_default().split(',').map(|tag| tag.trim().get(..2));
    tags.find_map(|tag| tag.and_then(Lang::from_tag)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(uri: &str, headers: &[(header::HeaderName, &str)]) -> Ask {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(name.clone(), value.parse().expect("a value"));
        }
        Ask::new(&uri.parse().expect("an address"), &map, Vec::new())
    }

    #[test]
    fn the_first_language_known_is_spoken() {
        let lang = |accepted| ask("/", &[(header::ACCEPT_LANGUAGE, accepted)]).lang;
        assert_eq!(ask("/", &[]).lang, Lang::Id);
        assert_eq!(lang("en-GB,en;q=0.9,id;q=0.8"), Lang::En);
        assert_eq!(lang("id-ID,id;q=0.9,en-US;q=0.8"), Lang::Id);
        assert_eq!(lang("jv,id;q=0.5"), Lang::Id);
        let chosen =
            ask("/", &[(header::ACCEPT_LANGUAGE, "id"), (header::COOKIE, "a=b; bahasa=en")]);
        assert_eq!(chosen.lang, Lang::En);
    }

    #[test]
    fn only_the_last_forwarded_address_counts() {
        let told = |value: &str| {
            let mut map = HeaderMap::new();
            map.append("x-forwarded-for", "192.0.2.9".parse().expect("a value"));
            map.append("x-forwarded-for", value.parse().expect("a value"));
            forwarded_for(&map).map(|address| address.to_string())
        };
        assert_eq!(told("192.0.2.1, 198.51.100.7").as_deref(), Some("198.51.100.7"));
        assert_eq!(told("2001:db8::1").as_deref(), Some("2001:db8::1"));
        assert_eq!(told("192.0.2.1, unknown"), None);
    }

    #[test]
    fn a_list_is_searched_and_paged() {
        let asked = ask("/produk?q=50%25&state=aktif&page=3&shop=", &[]);
        let browse = asked.browse();
        assert_eq!(browse.like().as_deref(), Some("%50!%%"));
        assert_eq!((browse.page(), browse.offset()), (3, 100));
        assert_eq!(browse.filter("shop"), None);
        assert_eq!(browse.href_of_page(4), "/produk?q=50%25&state=aktif&shop=&page=4");
    }

    #[test]
    fn a_public_list_knows_its_own_names_only() {
        let long = "a".repeat(300);
        let asked = ask(&format!("/etalase?utm=1&page=2&q={long}&q=other&page=3"), &[]);
        let asked = asked.narrowed(&["q", "page"]);
        assert_eq!(asked.query_text, format!("q={}&page=2", "a".repeat(QUERY_LETTERS)));
        assert_eq!((asked.query("utm"), asked.query("page")), (None, Some("2")));
        assert_eq!(ask("/?x=1", &[]).narrowed(&[]).query_text, "");
    }

    #[test]
    fn an_address_holds_no_hidden_control() {
        let asked = ask("/produk?q=a%00b%1b&page=2", &[]);
        assert_eq!(asked.query("q"), Some("a\u{FFFD}b\u{FFFD}"));
        let params = vec![("product".to_owned(), "\0".to_owned())];
        let asked = Ask::new(&"/".parse().expect("an address"), &HeaderMap::new(), params);
        assert_eq!(asked.param("product"), Some("\u{FFFD}"));
    }

    #[test]
    fn a_secret_goes_no_further_than_its_hash() {
        let asked = ask("/", &[(header::AUTHORIZATION, "Bearer abc")]);
        assert!(matches!(asked.credentials, Some(Credentials::Token(_))));
        assert!(!format!("{asked:?}").contains("abc"));
    }
}
