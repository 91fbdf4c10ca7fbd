//! Papers: made in one consistent picture of the database, printed outside of it, and checked by
//! anybody who holds one.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use db::{Error, Read, Result};
use kernel::{Actor, Capabilities, Context, Reach, Refusal, RefusalKind};
use maud::{Markup, html};
use paper::Paper;
use words::Speak;

use crate::{Ask, Credentials, Page, Screens, Site, answer, ask::paper_link_hash, deed::Door};

/// Makes a paper from records; only looks.
pub type MakePaper = fn(&mut Read, &Context, &Ask) -> Result<Paper>;
/// Prints a paper as PDF; the address is that of its check page.
pub type Press = fn(&Paper, &str) -> Result<Vec<u8>>;

/// For a house that prints nothing, such as a room's own test.
///
/// # Errors
/// Always.
pub fn without_press(_: &Paper, _: &str) -> Result<Vec<u8>> {
    Err(Error::fault("there is no press in this house"))
}

/// The name under which a link to a paper carries its secret: `/nota/…/nota.pdf?kunci=…`.
pub const PAPER_KEY: &str = "kunci";
/// What follows a paper's own address on its check page.
const CHECK: &str = "/cek/";

impl Screens {
    /// A paper as PDF for those who have signed in, and beside it the page on which anyone who
    /// holds it compares its figures with the records.
    pub fn paper(self, path: &'static str, make: MakePaper) -> Self {
        let print = move |State(site): State<Site>, ask: Ask| send(site, ask, make);
        let check =
            move |State(site): State<Site>, Path(parts): Path<Vec<(String, String)>>, ask: Ask| {
                let mark = parts.into_iter().next_back().map(|(_, mark)| mark);
                checked(site, ask, make, mark.unwrap_or_default())
            };
        let beside = format!("{path}{CHECK}{{mark}}");
        // A table of routes is made once and lives as long as the program.
        let beside: &'static str = Box::leak(beside.into_boxed_str());
        self.route("FILE", path, false, axum::routing::get(print))
            .giving(&["application/pdf"])
            .route("CHECK", beside, true, axum::routing::get(check))
    }
}

async fn send(site: Site, ask: Ask, make: MakePaper) -> Response {
    let (mut ask, by_link) = keyed(ask);
    ask.public_url = site.public_url().to_owned();
    let ask = Arc::new(ask);
    let (desk, asked) = (site.clone(), ask.clone());
    let look = move |read: &mut Read| match by_link {
        true => by_the_link(&desk, read, &asked, make),
        false => {
            let visit = Door::SignedIn.open(&desk, read, &asked)?;
            make(read, &visit.context, &asked)
        }
    };
    let printed = match site.db().read(look).await {
        Ok(paper) => print(&site, &ask, paper).await,
        Err(error) => Err(error),
    };
    match printed {
        Ok((name, pdf)) => pdf_response(&name, pdf),
        Err(error) => answer::no_file(&site, &ask, error).await,
    }
}

/// Who comes with a key in the address comes by it, whoever else he is.
fn keyed(mut ask: Ask) -> (Ask, bool) {
    let hash = ask.query(PAPER_KEY).map(|secret| paper_link_hash(&ask.path, secret));
    ask.credentials = hash.map(Credentials::PaperLink).or(ask.credentials);
    (ask, hash.is_some())
}

/// The paper as the one sees it who gave the link; only what strangers may check. Whatever is
/// wrong with a link, its holder is told the same: ask for another.
fn by_the_link(site: &Site, read: &mut Read, ask: &Ask, make: MakePaper) -> Result<Paper> {
    let over = || Error::from(Refusal::new("web.paper_link_over", RefusalKind::NotFound));
    let visit = site.visit(read, ask)?;
    if visit.signed_in.is_none() {
        return Err(over());
    }
    match make(read, &visit.context, ask) {
        // Who reads on a phone needs the paper once, not an original for each side.
        Ok(paper) if paper.checked => Ok(Paper { originals: Vec::new(), ..paper }),
        Ok(_) | Err(Error::Refused(_)) => Err(over()),
        Err(fault) => Err(fault),
    }
}

async fn print(site: &Site, ask: &Ask, paper: Paper) -> Result<(String, Vec<u8>)> {
    let press = site.0.wiring.press;
    let address = format!("{}{}{CHECK}{}", site.public_url(), ask.path, paper.mark());
    let work = move || Ok((paper.file_name(), press(&paper, &address)?));
    tokio::task::spawn_blocking(work).await.map_err(Error::fault)?
}

/// Shown by the browser, and saved under a name that tells what it is.
fn pdf_response(name: &str, pdf: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(pdf));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(value) = HeaderValue::from_str(&format!("inline; filename=\"{name}.pdf\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// Makes the paper anew and says whether its figures are those of the one who asks. Who guesses
/// an address learns nothing: what is not there, not his or never checked is just not the same.
async fn checked(site: Site, ask: Ask, make: MakePaper, mark: String) -> Response {
    let ask = Arc::new(ask.opened());
    let (desk, asked) = (site.clone(), ask.clone());
    let look = move |read: &mut Read| {
        let visit = Door::Anyone.open(&desk, read, &asked)?;
        let paper = match make(read, &of_the_house(&visit.context), &asked) {
            Ok(paper) => Some(paper).filter(|paper| paper.checked),
            Err(Error::Refused(_)) => None,
            Err(error) => return Err(error),
        };
        let same = paper.filter(|paper| paper.mark() == mark.to_ascii_lowercase());
        let page = check_page(&visit.context, same.as_ref());
        Ok((desk.0.wiring.shell)(read, &visit, &asked, page)?.into_string())
    };
    match site.db().read(look).await {
        Ok(page) => answer::html(StatusCode::OK, page),
        Err(error) => answer::error_page(&site, &ask, error).await,
    }
}

/// The house itself looks; it may see every record and do nothing.
fn of_the_house(ctx: &Context) -> Context {
    let actor = Actor { reach: Reach::All, capabilities: Capabilities::NONE, ..Actor::nobody() };
    Context { actor, ..ctx.clone() }
}

fn check_page(ctx: &Context, same: Option<&Paper>) -> Page {
    let lang = ctx.lang;
    let title = lang.t("web.check.title");
    let main = html! {
        (ui::header(title, lang.t("web.check.lead"), html! {}))
        @if let Some(paper) = same {
            @if let Some(why) = &paper.standing {
                (ui::notice(lang, ui::Kind::Warning, why))
                p { (lang.t("web.check.same")) }
            } @else { (ui::notice(lang, ui::Kind::Good, lang.t("web.check.same"))) }
            (facts(ctx, paper))
            p { (lang.t("web.check.compare")) }
        } @else {
            (ui::notice(lang, ui::Kind::Warning, lang.t("web.check.other")))
            p { (lang.t("web.check.other_next")) }
        }
    };
    Page::public(title, main)
}

/// What its holder has before him.
fn facts(ctx: &Context, paper: &Paper) -> Markup {
    let lang = ctx.lang;
    let kind = lang.t(&format!("paper.{}.title", paper.template));
    ui::facts([
        (lang.t("web.check.paper"), html! { (kind) }),
        (lang.t("web.check.number"), html! { (paper.number) }),
        (lang.t("web.check.day"), ui::day(paper.day, lang)),
        (lang.t("web.check.from"), html! { (paper.head.lines.last().map_or("", String::as_str)) }),
    ])
}
