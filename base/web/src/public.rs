//! Pages, files and pictures of the shop-window: the same for everyone in a language and a theme,
//! made once between two commits, with a tag and compressed copies.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use db::{Read, Result};
use kernel::{Context, Lang};
use paper::Paper;

use crate::{
    Ask, FileOut, MakePaper, Screens, Site, View, answer,
    cache::{Kept, Key},
    deed::Door,
    sheets::{self, MakeSheet},
    small::is_among,
    visits::{self, KeepVisits},
};

/// Finds a file that anyone may have.
pub type FindFile = fn(&mut Read, &Context, &Ask) -> Result<FileOut>;

/// Makes the picture that stands in for any other, from words alone.
pub type StandIn = fn(&Context) -> Paper;

/// What a page in a language and a theme depends on.
const VARY: &str = "cookie, accept-language, accept-encoding";
/// A file has one form in every language and theme.
const VARY_FILE: &str = "accept-encoding";
const HTML: &str = "text/html; charset=utf-8";

impl Screens {
    /// A page of the shop-window: the same for everyone in a language and a theme, made once
    /// between two commits. It depends on these names of the query and on no other: whatever else
    /// somebody writes there is neither seen nor kept.
    pub fn public_list(
        self,
        path: &'static str,
        names: &'static [&'static str],
        view: View,
    ) -> Self {
        let handler = move |State(site): State<Site>, ask: Ask, request: Request| async move {
            let ask = known_only(&site, ask, names);
            show(site, ask, request.headers(), view).await
        };
        self.route("GET", path, true, get(handler))
    }

    /// A public page whose visits are counted by the part of its path that is called `of`: how
    /// many people a browser brought on a day, and nothing of who they are.
    pub fn counted_page(
        self,
        path: &'static str,
        of: &'static str,
        view: View,
        keep: KeepVisits,
    ) -> Self {
        let handler = move |State(site): State<Site>, ask: Ask, request: Request| async move {
            let ask = known_only(&site, ask, &[]);
            let seen = ask.clone();
            let came = visits::is_person(request.method(), request.headers());
            let response = show(site.clone(), ask, request.headers(), view).await;
            let shown = [StatusCode::OK, StatusCode::NOT_MODIFIED].contains(&response.status());
            if let (true, Some(name)) = (came && shown, seen.param(of)) {
                visits::note(&site, &seen, name, keep);
            }
            response
        };
        self.route("GET", path, true, get(handler))
    }

    /// A file made of records that anyone may have (a sitemap, a feed): like a public page, but
    /// in no language and without a query.
    pub fn public_file(self, path: &'static str, find: FindFile) -> Self {
        let handler = move |State(site): State<Site>, ask: Ask, request: Request| async move {
            let ask = of_no_language(known_only(&site, ask, &[]));
            send(site, ask, request.headers(), find).await
        };
        self.route("FILE", path, true, get(handler))
    }

    /// A short workbook (.xlsx) that anyone may have; like [`Screens::public_file`].
    pub fn public_sheet(self, path: &'static str, make: MakeSheet) -> Self {
        let handler = move |State(site): State<Site>, ask: Ask, request: Request| async move {
            let ask = of_no_language(known_only(&site, ask, &[]));
            let desk = site.0.wiring.sheets;
            let find = move |read: &mut Read, ctx: &Context, ask: &Ask| {
                let bytes = sheets::whole(read, ctx, ask, (desk, make))?;
                let mime = sheet::Format::Xlsx.mime();
                Ok(FileOut { mime, bytes, immutable: false, download: None })
            };
            send(site, ask, request.headers(), find).await
        };
        self.route("FILE", path, true, get(handler))
    }

    /// A picture that the press makes (a card for link previews): made once of the same figures,
    /// and few at a time; whoever asks while many wait gets the one that stands in for all.
    pub fn public_picture(self, path: &'static str, make: MakePaper, stand_in: StandIn) -> Self {
        let handler = move |State(site): State<Site>, ask: Ask, request: Request| async move {
            let ask = of_no_language(known_only(&site, ask, &[]));
            picture(site, ask, request.headers(), (make, stand_in)).await
        };
        self.route("FILE", path, true, get(handler))
    }
}

/// What of a request a public page may depend on: what is kept for all knows nobody's session,
/// message or choice.
fn known_only(site: &Site, ask: Ask, names: &[&str]) -> Ask {
    let mut ask = ask.narrowed(names);
    ask.public_url = site.public_url().to_owned();
    (ask.credentials, ask.reader, ask.flash, ask.once) = (None, None, None, None);
    ask
}

/// What is not read by people has one form.
fn of_no_language(mut ask: Ask) -> Ask {
    ask.lang = Lang::Id;
    ask.theme = None;
    ask
}

fn key_of(ask: &Ask) -> Key {
    let query = &ask.query_text;
    let mark = if query.is_empty() { "" } else { "?" };
    Key { address: format!("{}{mark}{query}", ask.path), lang: ask.lang, theme: ask.theme }
}

/// A page as it was made, or where it stands now.
enum Made {
    Page(String),
    Moved(String),
}

async fn show(site: Site, ask: Ask, headers: &HeaderMap, view: View) -> Response {
    let key = key_of(&ask);
    // Read before the page is made, so that a commit in between makes the page stale, not wrong.
    let (version, now) = (site.db().version(), site.now());
    if let Some(kept) = site.0.cache.find(&key, version, now) {
        return respond(&kept, headers, VARY);
    }
    let asked = Arc::new(ask.opened());
    match make(&site, &asked, view).await {
        Ok(Made::Moved(to)) => answer::moved(&to),
        Ok(Made::Page(page)) => {
            let kept = Kept::new(HTML, page.into_bytes(), version, now);
            site.0.cache.keep(key, kept.clone());
            respond(&kept, headers, VARY)
        }
        Err(error) => answer::error_page(&site, &asked, error).await,
    }
}

async fn make(site: &Site, ask: &Arc<Ask>, view: View) -> Result<Made> {
    let (desk, asked) = (site.clone(), ask.clone());
    let look = move |read: &mut Read| {
        let visit = Door::Anyone.open(&desk, read, &asked)?;
        let mut page = view(read, &visit.context, &asked)?;
        if let Some(to) = page.moved.take() {
            return Ok(Made::Moved(to));
        }
        page.main = answer::with_refusal(&asked, visit.context.lang, page.main);
        Ok(Made::Page((desk.0.wiring.shell)(read, &visit, &asked, page)?.into_string()))
    };
    site.db().read(look).await
}

async fn send(
    site: Site,
    ask: Ask,
    headers: &HeaderMap,
    find: impl Fn(&mut Read, &Context, &Ask) -> Result<FileOut> + Send + 'static,
) -> Response {
    let key = key_of(&ask);
    let (version, now) = (site.db().version(), site.now());
    if let Some(kept) = site.0.cache.find(&key, version, now) {
        return respond(&kept, headers, VARY_FILE);
    }
    let ask = Arc::new(ask);
    let (desk, asked) = (site.clone(), ask.clone());
    let look = move |read: &mut Read| {
        let visit = Door::Anyone.open(&desk, read, &asked)?;
        find(read, &visit.context, &asked)
    };
    match site.db().read(look).await {
        Ok(found) => {
            let kept = Kept::new(found.mime, found.bytes, version, now);
            site.0.cache.keep(key, kept.clone());
            respond(&kept, headers, VARY_FILE)
        }
        Err(error) => answer::error_page(&site, &ask, error).await,
    }
}

fn respond(kept: &Kept, asked: &HeaderMap, vary: &'static str) -> Response {
    let same = asked.get(header::IF_NONE_MATCH).is_some_and(|known| is_among(known, &kept.etag));
    let small = if same { None } else { kept.body.taken(asked) };
    let body = small.as_ref().map_or(&kept.body.plain, |(_, small)| small).clone();
    let mut response = match same {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false if kept.mime == HTML => answer::html(StatusCode::OK, body),
        false => answer::public_file(kept.mime, body),
    };
    let headers = response.headers_mut();
    if let Some((coding, _)) = small {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static(vary));
    if let Ok(etag) = HeaderValue::from_str(&kept.etag) {
        headers.insert(header::ETAG, etag);
    }
    response
}

async fn picture(
    site: Site,
    ask: Ask,
    headers: &HeaderMap,
    (make, stand_in): (MakePaper, StandIn),
) -> Response {
    let ask = Arc::new(ask);
    let (desk, asked) = (site.clone(), ask.clone());
    let look = move |read: &mut Read| {
        let visit = Door::Anyone.open(&desk, read, &asked)?;
        make(read, &visit.context, &asked)
    };
    let paper = match site.db().read(look).await {
        Ok(paper) => paper,
        Err(error) => return answer::error_page(&site, &ask, error).await,
    };
    let etag = format!("\"{}\"", paper.mark());
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| is_among(known, &etag)) {
        return painted(StatusCode::NOT_MODIFIED, Bytes::new(), &etag);
    }
    let (pictures, press) = (&site.0.pictures, site.0.wiring.press);
    let made = match pictures.of(paper, press).await {
        Ok(Some(png)) => return painted(StatusCode::OK, png, &etag),
        Ok(None) => {
            let paper = stand_in(&site.visit_of(&ask, site.now(), None).context);
            pictures.surely(paper, press).await
        }
        Err(error) => Err(error),
    };
    match made {
        // Nobody keeps it as the one that he asked for.
        Ok(png) => lasting(answer::public_file("image/png", png), "no-store"),
        Err(error) => answer::error_page(&site, &ask, error).await,
    }
}

fn painted(status: StatusCode, png: Bytes, etag: &str) -> Response {
    let mut response = answer::public_file("image/png", png);
    *response.status_mut() = status;
    if let Ok(etag) = HeaderValue::from_str(etag) {
        response.headers_mut().insert(header::ETAG, etag);
    }
    lasting(response, "public, max-age=3600")
}

fn lasting(mut response: Response, how: &'static str) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(how));
    response
}
