//! Spreadsheets of lists and statements: filled window by window in one consistent picture of the
//! database into a file without a name, and sent from there. Memory does not grow with the rows,
//! and a slow reader holds no reader of the database.

use std::{
    fs::File,
    io::{self, Read as _},
    pin::Pin,
    sync::Arc,
    task::{Context as Poller, Poll},
};

use axum::{
    body::{Body, Bytes},
    extract::State,
    http::{HeaderValue, header},
    response::Response,
    routing::get,
};
use db::{Error, Read, Result};
use futures_core::Stream;
use kernel::{Context, Lang, Refusal, RefusalKind};
use maud::{Markup, html};
use schemars::JsonSchema;
use serde::Deserialize;
use sheet::{Desk, Format, Sheet};
use words::Speak;

use crate::{Api, Ask, Screens, Site, answer, deed::Door};

/// Makes a sheet, or the window of it that `ask.browse()` names; only looks.
pub type MakeSheet = fn(&mut Read, &Context, &Ask) -> Result<Sheet>;

/// What follows a list's address: `/penjualan/unduh.xlsx`.
const BESIDE: &str = "/unduh.";
/// Which of the two kinds of file it is, the query says.
const SHEETS: [&str; 2] = [Format::Xlsx.mime(), "text/csv"];
/// Rows of one window.
const WINDOW: i64 = 10_000;
/// What is read from the file at a time.
const CHUNK: usize = 64 << 10;
/// So many at a time, so that readers of pages always find the database free.
pub(crate) const AT_WORK: usize = 2;

/// For a house that writes no files, such as a room's own test.
pub const fn without_sheets() -> Desk {
    Desk {
        read: |_, _| Err(sheet::Unread::NotASheet),
        begin: |_, _| Err(io::Error::other("there is no scribe in this house")),
    }
}

/// What the API is asked beside the words that narrow the page of the same list.
#[derive(Debug, Deserialize, JsonSchema)]
#[expect(dead_code, reason = "it describes; the query is read as the page's is")]
pub(crate) struct SheetIn {
    /// `xlsx` or `csv`.
    format: FormatIn,
    /// Searched words, and every other word that the address of the page takes.
    #[serde(default)]
    q: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum FormatIn {
    Xlsx,
    Csv,
}

impl Screens {
    /// Only the files beside an address, for a page that leads to them in its own words; see
    /// [`Screens::list`].
    pub fn sheet(self, path: &'static str, make: MakeSheet) -> Self {
        let one = |screens: Self, format: Format| {
            let handler =
                move |State(site): State<Site>, ask: Ask| send(site, ask, (make, format), false);
            // A table of routes is made once and lives as long as the program.
            let beside = format!("{path}{BESIDE}{}", format.ending());
            screens.route("FILE", Box::leak(beside.into_boxed_str()), false, get(handler))
        };
        one(one(self, Format::Xlsx), Format::Csv)
    }
}

impl Api {
    /// The same files for programs: `?format=xlsx` or `csv`, narrowed as the page is.
    pub fn sheet(self, path: &'static str, make: MakeSheet, summary: &'static str) -> Self {
        let handler = move |State(site): State<Site>, ask: Ask| async move {
            let format = match ask.query("format") {
                Some("xlsx") => Format::Xlsx,
                Some("csv") => Format::Csv,
                Some(_) => return answer::problem(&ask, invalid("web.choice")),
                None => return answer::problem(&ask, invalid("web.required")),
            };
            send(site, ask, (make, format), true).await
        };
        self.file::<SheetIn>(path, summary, &SHEETS, get(handler))
    }
}

fn invalid(code: &'static str) -> Error {
    Refusal::new(code, RefusalKind::Invalid).at("format").into()
}

/// What a page shows, and beneath it "Download: Excel · CSV", keeping what narrows the list.
pub(crate) fn under(lang: Lang, ask: &Ask, main: &Markup) -> Markup {
    let pairs = narrowed(ask);
    let href =
        |format: Format| ui::query(&format!("{}{BESIDE}{}", ask.path, format.ending()), &pairs);
    html! {
        (main)
        p.downloads {
            (lang.t("web.sheet.download")) " "
            a href=(href(Format::Xlsx)) download { "Excel" }
            " · "
            a href=(href(Format::Csv)) download { "CSV" }
        }
    }
}

fn narrowed(ask: &Ask) -> Vec<(&str, &str)> {
    let pairs = ask.query_pairs().iter().map(|(key, value)| (key.as_str(), value.as_str()));
    pairs.filter(|(key, _)| *key != "page").collect()
}

struct Made {
    name: String,
    file: File,
}

async fn send(site: Site, ask: Ask, (make, format): (MakeSheet, Format), api: bool) -> Response {
    let ask = Arc::new(ask);
    let (desk, asked) = (site.clone(), ask.clone());
    let _one_of_few = site.0.sheets_at_work.acquire().await;
    let look = move |read: &mut Read| {
        let visit = Door::SignedIn.open(&desk, read, &asked)?;
        // People open the file in the Excel of their language; programs read RFC 4180.
        let semicolons = !api && visit.context.lang == Lang::Id;
        fill(read, &visit.context, &asked, (desk.0.wiring.sheets, make, format), semicolons)
    };
    let sent = match site.db().read(look).await {
        Ok(made) => response(made, format).map_err(Error::fault),
        Err(error) => Err(error),
    };
    match sent {
        Ok(response) => response,
        Err(error) if api => answer::problem(&ask, error),
        Err(error) => answer::error_page(&site, &ask, error).await,
    }
}

/// The whole workbook in memory, for a sheet that is kept: it must be short.
pub(crate) fn whole(
    read: &mut Read,
    ctx: &Context,
    ask: &Ask,
    (desk, make): (Desk, MakeSheet),
) -> Result<Vec<u8>> {
    let mut made = fill(read, ctx, ask, (desk, make, Format::Xlsx), false)?;
    let mut bytes = Vec::new();
    made.file.read_to_end(&mut bytes).map_err(Error::fault)?;
    Ok(bytes)
}

/// Window after window, until one is empty.
fn fill(
    read: &mut Read,
    ctx: &Context,
    ask: &Ask,
    (desk, make, format): (Desk, MakeSheet, Format),
    semicolons: bool,
) -> Result<Made> {
    let first = said_about(ctx, ask, make(read, ctx, &ask.window(WINDOW, 0))?);
    let first = first.total(ctx.lang.t("common.total"));
    let first = if semicolons { first.semicolons() } else { first };
    let mut writer = (desk.begin)(format, &first).map_err(Error::fault)?;
    let name = format!("{}-{}", first.file_name(), ctx.today());
    let (mut sheet, mut offset, mut rows) = (first, 0, 0);
    loop {
        rows += sheet.rows.len();
        if rows > format.rows_max() {
            let no = Refusal::new("web.sheet_too_long", RefusalKind::TooLarge);
            return Err(no.with("rows", format.rows_max()).into());
        }
        writer.rows(&sheet.rows).map_err(Error::fault)?;
        match sheet.fetched {
            None | Some(0) => break,
            Some(fetched) => offset += fetched as i64,
        }
        sheet = make(read, ctx, &ask.window(WINDOW, offset))?;
    }
    Ok(Made { name, file: writer.finish().map_err(Error::fault)? })
}

/// What the second sheet tells of the first: the room's own words, when, narrowed by what.
fn said_about(ctx: &Context, ask: &Ask, mut sheet: Sheet) -> Sheet {
    let (lang, zone) = (ctx.lang, ctx.zone);
    let made = format!("{}, {} {}", ctx.today().long(lang), ctx.now.clock_face(zone), zone.name());
    let narrow: Vec<_> = narrowed(ask)
        .into_iter()
        .filter(|(key, value)| *key != "format" && !value.is_empty())
        .map(|(key, value)| format!("{key}={value}"))
        .collect();
    let (title, own) = (sheet.title.clone(), std::mem::take(&mut sheet.about));
    sheet = sheet.about(lang.t("web.sheet.title"), title).about(lang.t("web.sheet.made"), made);
    if !narrow.is_empty() {
        sheet = sheet.about(lang.t("web.sheet.narrowed"), narrow.join(", "));
    }
    sheet = sheet.about(lang.t("web.sheet.totals"), lang.t("web.sheet.totals_text"));
    sheet.about.extend(own);
    sheet
}

fn response(made: Made, format: Format) -> io::Result<Response> {
    let length = made.file.metadata()?.len();
    let mut response = Response::new(Body::from_stream(Chunks(made.file)));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.mime()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::CONTENT_LENGTH, length.into());
    let name = format!("attachment; filename=\"{}.{}\"", made.name, format.ending());
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

/// A file that was just written, piece by piece: it is in the system's memory, so reading it
/// makes nobody wait.
struct Chunks(File);

impl Stream for Chunks {
    type Item = io::Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Poller<'_>) -> Poll<Option<Self::Item>> {
        let mut piece = vec![0; CHUNK];
        Poll::Ready(match self.get_mut().0.read(&mut piece) {
            Ok(0) => None,
            Ok(read) => {
                piece.truncate(read);
                Some(Ok(piece.into()))
            }
            Err(error) => Some(Err(error)),
        })
    }
}
