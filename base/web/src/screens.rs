//! A room's pages, as a table. Each row ties an address to plain functions; signing in, parsing,
//! transactions, refusals and redirects are the same for all and live here.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Request, State},
    http::StatusCode,
    response::Response,
    routing::{MethodRouter, get, post},
};
use db::{Read, Result};
use kernel::{Context, Refusal, RefusalKind};
use serde::de::DeserializeOwned;
use ui::Typed;

use crate::{
    Act, ActWith, Ask, FileOut, Go, MakeSheet, Prepare, Site, View, answer, away, body,
    deed::{Deed, Door, perform},
    form::{self, Field},
    guard,
    page::status_of,
    sheets,
};

/// A page's row in the list of routes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route {
    pub method: &'static str,
    pub path: &'static str,
    /// Whether it needs no sign-in.
    pub public: bool,
    /// The media types of a file that programs may fetch here, too.
    pub gives: &'static [&'static str],
}

/// What people attach: a scan or a photo.
const ATTACHED: &[&str] = &["application/pdf", "image/jpeg", "image/png"];

/// What follows a form's own address where it is only looked at, see [`Screens::look`].
pub const LOOK: &str = "/lihat";

pub struct Screens {
    /// Who comes in where a row does not say it.
    door: Door,
    pub(crate) router: Router<Site>,
    pub(crate) routes: Vec<Route>,
    pub(crate) touch: Option<crate::Touch>,
}

impl Default for Screens {
    fn default() -> Self {
        Self::of(Door::SignedIn)
    }
}

impl Screens {
    pub fn new() -> Self {
        Self::default()
    }

    /// Pages and forms of what nobody does but by his own session: no program's token.
    pub fn in_person() -> Self {
        Self::of(Door::InPerson)
    }

    fn of(door: Door) -> Self {
        Self { door, router: Router::new(), routes: Vec::new(), touch: None }
    }

    /// A page for those who have signed in.
    pub fn page(self, path: &'static str, view: View) -> Self {
        let door = self.door;
        self.show(path, view, door)
    }

    /// A page for anyone, which may depend on who is there. Not kept.
    pub fn open_page(self, path: &'static str, view: View) -> Self {
        self.show(path, view, Door::Anyone)
    }

    /// A page of a list or a statement with its spreadsheets beside it: `…/unduh.xlsx` and
    /// `…/unduh.csv`, to which the page's last line leads, narrowed as the page is.
    pub fn list(self, path: &'static str, view: View, make: MakeSheet) -> Self {
        let handler = move |State(site): State<Site>, ask: Ask| {
            let mut asked = ask.opened();
            asked.sheet_beside = true;
            show(site, asked, view, Door::SignedIn)
        };
        self.route("GET", path, false, get(handler)).sheet(path, make)
    }

    fn show(self, path: &'static str, view: View, door: Door) -> Self {
        let handler =
            move |State(site): State<Site>, ask: Ask| show(site, ask.opened(), view, door);
        self.route("GET", path, door == Door::Anyone, get(handler))
    }

    /// A form on a page of its own: GET shows it, POST acts. A refusal shows it again with what
    /// was typed; done leads on.
    pub fn form<In, Out, R>(
        self,
        path: &'static str,
        view: View,
        act: Act<In, Out>,
        done: fn(&Out) -> R,
    ) -> Self
    where
        In: DeserializeOwned + Send + Sync + 'static,
        Out: Send + 'static,
        R: Into<Go> + 'static,
    {
        self.page(path, view).post(path, view, act, done)
    }

    /// A form that stands on another page: only the POST. `view` shows that page again when the
    /// form is refused; the path's parts have the same names as the page's.
    pub fn post<In, Out, R>(
        self,
        path: &'static str,
        view: View,
        act: Act<In, Out>,
        done: fn(&Out) -> R,
    ) -> Self
    where
        In: DeserializeOwned + Send + Sync + 'static,
        Out: Send + 'static,
        R: Into<Go> + 'static,
    {
        let door = self.door;
        self.submit(path, door, view, Deed::<In, (), Out>::Plain(act), done)
    }

    /// The page of a form again with what is typed in it, however long that is; writes nothing and
    /// refuses nothing. A button of the form sends it to its own address with [`LOOK`] behind it.
    pub fn look(self, path: &'static str, view: View) -> Self {
        let handler = move |State(site): State<Site>, ask: Ask, request: Request| async move {
            look_at(site, ask, request, view).await
        };
        // A table of routes is made once and lives as long as the program.
        let path: &'static str = Box::leak(format!("{path}{LOOK}").into_boxed_str());
        self.route("POST", path, false, post(handler))
    }

    /// Like [`Screens::form`], with slow work before the transaction.
    pub fn form_prepared<In, P, Out, R>(
        self,
        path: &'static str,
        view: View,
        prepare: Prepare<In, P>,
        act: ActWith<In, P, Out>,
        done: fn(&Out) -> R,
    ) -> Self
    where
        In: DeserializeOwned + Send + Sync + 'static,
        P: Send + Sync + 'static,
        Out: Send + 'static,
        R: Into<Go> + 'static,
    {
        self.page(path, view).post_prepared(path, view, prepare, act, done)
    }

    /// Like [`Screens::post`], with slow work before the transaction.
    pub fn post_prepared<In, P, Out, R>(
        self,
        path: &'static str,
        view: View,
        prepare: Prepare<In, P>,
        act: ActWith<In, P, Out>,
        done: fn(&Out) -> R,
    ) -> Self
    where
        In: DeserializeOwned + Send + Sync + 'static,
        P: Send + Sync + 'static,
        Out: Send + 'static,
        R: Into<Go> + 'static,
    {
        let door = self.door;
        self.submit(path, door, view, Deed::Prepared(prepare, act), done)
    }

    /// A form for those who have not signed in (signing in itself, an invitation), with slow work
    /// before the transaction.
    pub fn open_form_prepared<In, P, Out, R>(
        self,
        path: &'static str,
        view: View,
        prepare: Prepare<In, P>,
        act: ActWith<In, P, Out>,
        done: fn(&Out) -> R,
    ) -> Self
    where
        In: DeserializeOwned + Send + Sync + 'static,
        P: Send + Sync + 'static,
        Out: Send + 'static,
        R: Into<Go> + 'static,
    {
        let shown = self.open_page(path, view);
        shown.submit(path, Door::Anyone, view, Deed::Prepared(prepare, act), done)
    }

    fn submit<In, P, Out, R>(
        self,
        path: &'static str,
        door: Door,
        view: View,
        deed: Deed<In, P, Out>,
        done: fn(&Out) -> R,
    ) -> Self
    where
        In: DeserializeOwned + Send + Sync + 'static,
        P: Send + Sync + 'static,
        Out: Send + 'static,
        R: Into<Go> + 'static,
    {
        let handler = move |State(site): State<Site>, ask: Ask, request: Request| async move {
            match submitted(&site, &ask, door, request, deed).await {
                Ok(out) => answer::see_other(&site, done(&out).into()),
                Err((typed, error)) => show_again(site, ask, typed, error, view, door).await,
            }
        };
        self.route("POST", path, door == Door::Anyone, post(handler))
    }

    /// A file for those who have signed in.
    pub fn file(
        self,
        path: &'static str,
        find: fn(&mut Read, &Context, &Ask) -> Result<FileOut>,
    ) -> Self {
        self.send(path, Door::SignedIn, find)
    }

    /// A file for anyone, such as a product's photo.
    pub fn open_file(
        self,
        path: &'static str,
        find: fn(&mut Read, &Context, &Ask) -> Result<FileOut>,
    ) -> Self {
        self.send(path, Door::Anyone, find)
    }

    fn send(
        self,
        path: &'static str,
        door: Door,
        find: fn(&mut Read, &Context, &Ask) -> Result<FileOut>,
    ) -> Self {
        let handler =
            move |State(site): State<Site>, ask: Ask| send_file(site, Arc::new(ask), door, find);
        self.route("FILE", path, door == Door::Anyone, get(handler)).giving(ATTACHED)
    }

    pub(crate) fn route(
        mut self,
        method: &'static str,
        path: &'static str,
        public: bool,
        handler: MethodRouter<Site>,
    ) -> Self {
        self.routes.push(Route { method, path, public, gives: &[] });
        self.router = self.router.route(path, handler);
        self
    }

    /// Names what the last row gives to programs, too.
    pub(crate) fn giving(mut self, types: &'static [&'static str]) -> Self {
        if let Some(last) = self.routes.last_mut() {
            last.gives = types;
        }
        self
    }

    /// The pages of another room beside these.
    pub fn and(mut self, other: Self) -> Self {
        self.routes.extend(other.routes);
        self.router = self.router.merge(other.router);
        self.touch = self.touch.or(other.touch);
        self
    }

    /// What notes that a session is in use, at most once an hour.
    pub const fn noting(mut self, touch: crate::Touch) -> Self {
        self.touch = Some(touch);
        self
    }

    pub fn routes(&self) -> &[Route] {
        &self.routes
    }
}

/// Makes the page and its shell in one consistent picture of the database.
async fn page_html(site: &Site, ask: &Arc<Ask>, view: View, door: Door) -> Result<String> {
    let (desk, asked) = (site.clone(), ask.clone());
    let look = move |read: &mut Read| {
        let visit = door.open(&desk, read, &asked)?;
        let mut page = view(read, &visit.context, &asked)?;
        page.main = answer::with_refusal(&asked, visit.context.lang, page.main);
        if asked.sheet_beside {
            page.main = sheets::under(visit.context.lang, &asked, &page.main);
        }
        Ok((desk.0.wiring.shell)(read, &visit, &asked, page)?.into_string())
    };
    site.db().read(look).await
}

async fn show(site: Site, mut ask: Ask, view: View, door: Door) -> Response {
    ask.public_url = site.public_url().to_owned();
    let ask = Arc::new(ask);
    match page_html(&site, &ask, view, door).await {
        Ok(page) => {
            let mut response = answer::html(StatusCode::OK, page);
            if ask.flash.is_some() {
                answer::add_cookie(&site, &mut response, crate::ask::FLASH_COOKIE, "", 0);
            }
            if ask.once.is_some() {
                answer::add_cookie(&site, &mut response, crate::ask::ONCE_COOKIE, "", 0);
            }
            response
        }
        Err(error) => answer::error_page(&site, &ask, error).await,
    }
}

/// Shows a form's page with what is typed.
async fn look_at(site: Site, mut ask: Ask, request: Request, view: View) -> Response {
    let (parts, body) = request.into_parts();
    let sent = match guard::same_origin(&parts.headers) {
        Ok(()) => body::read_form(&parts.headers, body).await.map_err(|cut| cut.no),
        Err(no) => Err(no),
    };
    let fields = match sent {
        Ok(fields) => form::compact(fields),
        Err(no) => return answer::error_page(&site, &Arc::new(ask), no.into()).await,
    };
    ask.path.truncate(ask.path.strip_suffix(LOOK).map_or(ask.path.len(), str::len));
    show_typed(site, ask.looked_at(typed_of(&fields)), view).await
}

async fn show_typed(site: Site, ask: Ask, view: View) -> Response {
    let ask = Arc::new(ask);
    match page_html(&site, &ask, view, Door::SignedIn).await {
        Ok(page) => answer::html(StatusCode::OK, page),
        Err(db::Error::Refused(no)) if no.kind == RefusalKind::SignedOut => {
            // What was only looked at is looked at again, and not done.
            let mut again = (*ask).clone();
            again.path.push_str(LOOK);
            answer::sign_in_first(&site, &again, &no)
        }
        Err(error) => answer::error_page(&site, &ask, error).await,
    }
}

/// Parses and acts; on a no, gives back what was typed.
async fn submitted<In, P, Out>(
    site: &Site,
    ask: &Ask,
    door: Door,
    request: Request,
    deed: Deed<In, P, Out>,
) -> Result<Out, (Typed, db::Error)>
where
    In: DeserializeOwned + Send + Sync + 'static,
    P: Send + Sync + 'static,
    Out: Send + 'static,
{
    let refused = |typed: &Typed, no: Refusal| (typed.clone(), no.into());
    let (parts, body) = request.into_parts();
    let empty = Typed::default();
    guard::same_origin(&parts.headers).map_err(|no| refused(&empty, no))?;
    let (fields, cut) = match body::read_form(&parts.headers, body).await {
        Ok(fields) => (fields, None),
        Err(cut) => (cut.fields, Some(cut.no)),
    };
    let fields = form::compact(fields);
    let typed = typed_of(&fields);
    if let Some(no) = cut {
        return Err(refused(&typed, no));
    }
    let mut json = form::to_json(&fields);
    for (name, value) in ask.params() {
        json[name] = serde_json::Value::String(value.clone());
    }
    let input: In = form::parse_value(json).map_err(|no| refused(&typed, no))?;
    let asked = Arc::new(ask.clone());
    perform(site, door, &asked, input, deed).await.map_err(|error| (typed, error))
}

/// A browser sends every file field, also those where nothing was chosen: they carried no file.
fn typed_of(fields: &[(String, Field)]) -> Typed {
    let texts = fields.iter().filter_map(|(key, field)| match field {
        Field::Text(text) => Some((key.clone(), text.clone())),
        Field::File(_) => None,
    });
    let chosen = |field: &Field| matches!(field, Field::File(one) if !one.content.is_empty());
    let files = fields.iter().filter(|(_, field)| chosen(field));
    Typed::from_pairs(texts.collect::<Vec<_>>()).with_files(files.map(|(key, _)| key.clone()))
}

/// The page again, with what was typed and why it was refused.
async fn show_again(
    site: Site,
    ask: Ask,
    typed: Typed,
    error: db::Error,
    view: View,
    door: Door,
) -> Response {
    let refusal = match error {
        db::Error::Refused(refusal) if refusal.kind != RefusalKind::SignedOut => refusal,
        db::Error::Refused(no) if door != Door::Anyone => {
            return answer::sign_in_first(&site, &ask.returned(typed, no.clone()), &no);
        }
        // A full disk can still be read: the form comes back as it was sent.
        db::Error::Unavailable(reason) => away::refusal(&reason),
        other => return answer::error_page(&site, &Arc::new(ask), other).await,
    };
    let status = status_of(&refusal);
    let again = Arc::new(ask.returned(typed, refusal.clone()));
    match page_html(&site, &again, view, door).await {
        Ok(page) => answer::html(status, page),
        // Who has not signed in is asked to, and hears nothing about his form.
        Err(db::Error::Refused(no)) if no.kind == RefusalKind::SignedOut => {
            answer::sign_in_first(&site, &again, &no)
        }
        // The page itself is not his to see: the first no is the answer.
        Err(db::Error::Refused(_)) => answer::error_page(&site, &again, refusal.into()).await,
        Err(error) => answer::error_page(&site, &again, error).await,
    }
}

async fn send_file(
    site: Site,
    ask: Arc<Ask>,
    door: Door,
    find: fn(&mut Read, &Context, &Ask) -> Result<FileOut>,
) -> Response {
    let (desk, asked) = (site.clone(), ask.clone());
    let look = move |read: &mut Read| {
        let visit = door.open(&desk, read, &asked)?;
        find(read, &visit.context, &asked)
    };
    match site.db().read(look).await {
        Ok(found) => answer::file(found),
        Err(error) => answer::no_file(&site, &ask, error).await,
    }
}
