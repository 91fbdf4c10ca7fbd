#![doc = include_str!("../README.md")]

mod turn;

use std::{collections::HashMap, fmt};

use kernel::Lang;
use paper::Paper;
use serde_json::{Map, Value, json};
use typst::{
    Library, LibraryExt, World,
    diag::{FileError, FileResult, SourceDiagnostic},
    foundations::{Bytes, Datetime, Duration, Smart},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};
use typst_render::RenderOptions;
use words::Speak;

use crate::turn::Turns;

/// What a template finds its data under.
const DATA: &str = "paper.json";
/// The code that leads to the check page.
const CODE: &str = "code.svg";
const LOGO: &str = "logo.png";
const NO_SHAPE: char = '□';
/// A place without width where a line may end.
const MAY_BREAK: char = '\u{200B}';
/// How many papers the engine remembers its work for.
const REMEMBERED: usize = 4;
/// In bytes: what the engine remembers of a longer paper takes hundreds of megabytes, and helps none.
const LONG: usize = 512 << 10;

/// A template that does not do what it should; for those who write templates.
#[derive(Debug)]
pub struct Broken(String);

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl std::error::Error for Broken {}

/// The engine with its fonts and the templates.
pub struct Press {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    templates: HashMap<FileId, Source>,
    /// One at a time: what the engine takes of the machine is bounded.
    turns: Turns,
}

/// One paper on its way, as the engine sees it.
struct Desk<'a> {
    press: &'a Press,
    main: FileId,
    files: HashMap<FileId, Bytes>,
}

impl Press {
    /// From `(file name, text)` of each template.
    pub fn new(templates: &[(&str, &str)]) -> Self {
        let fonts: Vec<Font> = typst_assets::fonts()
            .flat_map(|data| Font::iter(Bytes::new(data)))
            .filter(|font| font.info().family.starts_with("Libertinus"))
            .collect();
        let sources = templates.iter().filter_map(|(name, text)| {
            let id = file_id(name)?;
            Some((id, Source::new(id, (*text).to_owned())))
        });
        Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            templates: sources.collect(),
            turns: Turns::default(),
        }
    }

    /// The paper as PDF/A-2b. `check` is the address of its check page.
    ///
    /// # Errors
    /// When the template is missing or wrong; never by what people typed.
    pub fn print(&self, paper: &Paper, check: &str) -> Result<Vec<u8>, Broken> {
        let desk = self.desk(paper, check)?;
        let _turn = self.turns.paper();
        let printed = desk.print(paper);
        let long = printed.as_ref().is_ok_and(|pdf| pdf.len() > LONG);
        typst::comemo::evict(if long { 0 } else { REMEMBERED });
        printed
    }

    /// The first page as PNG, a dot to each point of its template.
    ///
    /// # Errors
    /// When the template is missing or wrong; never by what people typed.
    pub fn paint(&self, paper: &Paper) -> Result<Vec<u8>, Broken> {
        let desk = self.desk(paper, "")?;
        let _turn = self.turns.picture();
        let painted = desk.paint();
        typst::comemo::evict(REMEMBERED);
        painted
    }

    fn desk(&self, paper: &Paper, check: &str) -> Result<Desk<'_>, Broken> {
        let missing = || Broken(format!("papers/{}.typ is missing", paper.template));
        let main = file_id(&format!("{}.typ", paper.template)).ok_or_else(missing)?;
        let mut files = HashMap::new();
        let data = self.drawable(data(paper, check)).to_string().into_bytes();
        files.extend(file_id(DATA).map(|id| (id, Bytes::new(data))));
        files.extend(file_id(CODE).map(|id| (id, Bytes::new(code(check).into_bytes()))));
        let logo = paper.head.logo.as_ref();
        files.extend(logo.and_then(|logo| Some((file_id(LOGO)?, Bytes::new(logo.clone())))));
        files.extend(paper.codes.iter().filter_map(|(name, text)| {
            Some((file_id(&format!("{name}.svg"))?, Bytes::new(code(text).into_bytes())))
        }));
        files.extend(
            paper
                .pictures
                .iter()
                .filter_map(|(name, bytes)| Some((file_id(name)?, Bytes::new(bytes.clone())))),
        );
        Ok(Desk { press: self, main, files })
    }

    /// Signs that no font of ours can draw become a mark that something stood there: a paper for
    /// the archive (PDF/A) must not hold a sign without a shape. So do those that turn a text round
    /// or hide a part of it. The digest is of what was typed.
    fn drawable(&self, value: Value) -> Value {
        let drawn = |sign: char| {
            let known = |font: &Font| font.info().coverage.contains(sign.into());
            let seen = !kernel::is_hidden(sign) && self.fonts.first().is_some_and(known);
            if sign == '\n' || seen { sign } else { NO_SHAPE }
        };
        match value {
            Value::String(text) => breakable(&text.chars().map(drawn).collect::<String>()).into(),
            Value::Array(all) => all.into_iter().map(|one| self.drawable(one)).collect(),
            Value::Object(all) => {
                all.into_iter().map(|(name, one)| (name, self.drawable(one))).collect()
            }
            other => other,
        }
    }
}

/// A word longer than a line gets places where it may break: it must not leave its column. Quotes,
/// brackets and backslashes end a word, so what is JSON within a text stays JSON.
fn breakable(text: &str) -> String {
    const LONG: usize = 30;
    const STEP: usize = 5;
    let ends = |sign: char| sign.is_whitespace() || "\"\\{}[]:,.…".contains(sign);
    let mut broken = String::with_capacity(text.len());
    for word in text.split_inclusive(ends) {
        let long = word.chars().count() > LONG && !is_id(word.trim_end_matches(ends));
        for (at, sign) in word.chars().enumerate() {
            if long && at > 0 && at % STEP == 0 {
                broken.push(MAY_BREAK);
            }
            broken.push(sign);
        }
    }
    broken
}

/// Ids are looked up and never printed.
fn is_id(word: &str) -> bool {
    let dash = |at: usize| matches!(at, 8 | 13 | 18 | 23);
    let fits =
        |(at, byte): (usize, u8)| if dash(at) { byte == b'-' } else { byte.is_ascii_hexdigit() };
    word.len() == 36 && word.bytes().enumerate().all(fits)
}

fn file_id(name: &str) -> Option<FileId> {
    let path = VirtualPath::new(name).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl Desk<'_> {
    fn composed(&self) -> Result<PagedDocument, Broken> {
        let made = typst::compile::<PagedDocument>(self);
        made.output.map_err(|errors| self.broken(&errors))
    }

    fn paint(&self) -> Result<Vec<u8>, Broken> {
        let document = self.composed()?;
        let page = document.pages().first().ok_or_else(|| Broken("there is no page".to_owned()))?;
        let dots = typst_render::render(page, &RenderOptions::default());
        dots.encode_png().map_err(|error| Broken(error.to_string()))
    }

    fn print(&self, paper: &Paper) -> Result<Vec<u8>, Broken> {
        let document = self.composed()?;
        let standards = PdfStandards::new(&[PdfStandard::A_2b]);
        let options = PdfOptions {
            ident: Smart::Custom(format!("{}/{}", paper.template, paper.subject)),
            creator: Smart::Custom(Some("Hilir".to_owned())),
            standards: standards.map_err(|no| Broken(no.message().to_string()))?,
            ..PdfOptions::default()
        };
        typst_pdf::pdf(&document, &options).map_err(|errors| self.broken(&errors))
    }

    fn broken(&self, errors: &[SourceDiagnostic]) -> Broken {
        let told = errors.iter().map(|error| error.message.to_string());
        let name = self.main.vpath().get_without_slash().to_owned();
        Broken(format!("papers/{name}: {}", told.collect::<Vec<_>>().join("; ")))
    }
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.press.library
    }
    fn book(&self) -> &LazyHash<FontBook> {
        &self.press.book
    }
    fn main(&self) -> FileId {
        self.main
    }
    fn source(&self, id: FileId) -> FileResult<Source> {
        let found = self.press.templates.get(&id).cloned();
        found.ok_or_else(|| FileError::NotFound(id.vpath().get_without_slash().into()))
    }
    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let found = self.files.get(&id).cloned();
        found.ok_or_else(|| FileError::NotFound(id.vpath().get_without_slash().into()))
    }
    fn font(&self, index: usize) -> Option<Font> {
        self.press.fonts.get(index).cloned()
    }
    /// A paper's day is its record's; the engine knows no other.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn data(paper: &Paper, address: &str) -> Value {
    json!({
        "template": paper.template,
        "lang": paper.lang.tag(),
        "number": paper.number,
        "head": paper.head,
        "place": paper.place,
        "day": paper.day,
        "figures": paper.figures,
        "names": paper.names,
        "spoken": paper.spoken,
        "logo": paper.head.logo.is_some(),
        "signers": paper.signers,
        "originals": paper.originals,
        "mark": paper.mark(),
        "standing": paper.standing,
        "check": paper.checked.then_some(address),
        "words": spoken(paper.lang),
    })
}

/// The words of all papers, by their keys without `paper.`.
fn spoken(lang: Lang) -> Map<String, Value> {
    let keys = words::keys(lang).into_iter();
    let own = keys.filter_map(|key| Some((key.strip_prefix("paper.")?.to_owned(), lang.t(key))));
    own.map(|(key, text)| (key, text.into())).collect()
}

fn code(address: &str) -> String {
    use fast_qr::{ECL, QRBuilder, convert::Builder, convert::svg::SvgBuilder};
    let code = QRBuilder::new(address).ecl(ECL::M).build();
    code.map_or_else(|_| String::new(), |code| SvgBuilder::default().margin(0).to_str(&code))
}
