//! The phone's till as files of the program: its shell, its modules, its words, its worker.
//!
//! The files are written by hand in `assets/till` and served without their comments. The worker is told the
//! release (a hash of all of them) and what to keep, so a phone that has one release has it whole.

use std::sync::OnceLock;

use axum::body::Bytes;
use kernel::Lang;
use maud::{DOCTYPE, html};
use web::Asset;
use words::Speak;

use crate::{
    embedded::{self, STYLES, TILL},
    lean,
};

/// Where the till stands, and the reach of its worker.
pub const HOME: &str = "/kasir";
const WORKER: &str = "sw.js";
const STYLE: &str = "till.css";
/// What the style is made of, behind the house's tokens.
const LOOK: [&str; 4] = ["till.css", "views.css", "paper.css", "desk.css"];

/// Everything that a phone needs to open the till with no network.
pub fn files() -> &'static [Asset] {
    static FILES: OnceLock<Vec<Asset>> = OnceLock::new();
    FILES.get_or_init(make)
}

fn make() -> Vec<Asset> {
    let mut files = vec![asset(HOME.to_owned(), "text/html; charset=utf-8", shell())];
    for lang in [Lang::Id, Lang::En] {
        let path = format!("{HOME}/kata/{}.json", lang.tag());
        files.push(asset(path, "application/json", spoken(lang)));
    }
    files.push(asset(format!("{HOME}/{STYLE}"), "text/css; charset=utf-8", style()));
    for (name, bytes) in TILL.iter().filter(|(name, _)| *name != WORKER) {
        let Some(mime) = mime_of(name) else { continue };
        let bytes = if name.ends_with(".js") { lean::js(bytes) } else { bytes.to_vec() };
        files.push(asset(format!("{HOME}/{name}"), mime, bytes));
    }
    files.extend(worker(&files));
    files
}

fn asset(path: String, mime: &'static str, bytes: Vec<u8>) -> Asset {
    Asset { path, mime, bytes: Bytes::from(bytes), forever: false, scope: None }
}

fn mime_of(name: &str) -> Option<&'static str> {
    Some(match name.rsplit('.').next()? {
        "js" => "text/javascript; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        _ => return None,
    })
}

/// The house's tokens, so that the till has its colours, and then its own: one file is smaller than
/// its parts.
fn style() -> Vec<u8> {
    let tokens = STYLES.iter().find(|(name, _)| *name == "tokens.css").map_or("", |(_, t)| *t);
    let own = |wanted| TILL.iter().find(|(name, _)| *name == wanted).map_or(&[][..], |(_, t)| *t);
    let parts = LOOK.into_iter().map(own);
    lean::css(&[tokens.as_bytes()].into_iter().chain(parts).collect::<Vec<_>>().join(&b'\n'))
}

/// The till's words without their first part, as one flat object.
fn spoken(lang: Lang) -> Vec<u8> {
    let keys = words::keys(lang).into_iter();
    let own = keys.filter_map(|key| Some((key.strip_prefix("kasir.")?, lang.t(key))));
    let all: serde_json::Map<_, _> = own.map(|(key, text)| (key.to_owned(), text.into())).collect();
    serde_json::Value::Object(all).to_string().into_bytes()
}

/// One page for everybody and every language, with no data in it: the modules fill it.
fn shell() -> Vec<u8> {
    let lang = Lang::Id;
    let page = html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover";
                meta name="theme-color" content="#14595f";
                title { (lang.t("kasir.title")) }
                link rel="manifest" href={ (HOME) "/manifest.webmanifest" };
                link rel="icon" type="image/svg+xml" href={ (HOME) "/mark.svg" };
                link rel="apple-touch-icon" href={ (HOME) "/icon-192.png" };
                link rel="stylesheet" href={ (HOME) "/" (STYLE) };
                script type="module" src={ (HOME) "/till.js" } {}
            }
            body {
                div id="till" {}
                noscript {
                    p { (lang.t("kasir.noscript")) }
                    p { a href="/penjualan/baru" { (lang.t("kasir.noscript_link")) } }
                }
            }
        }
    };
    page.into_string().into_bytes()
}

/// The worker with the release and the list of what to keep in front.
fn worker(files: &[Asset]) -> Option<Asset> {
    let (_, own) = TILL.iter().find(|(name, _)| *name == WORKER)?;
    let release = embedded::hash(files.iter().map(|file| &file.bytes[..]));
    // A phone speaks one language, and keeps another when somebody chooses it.
    let spare = format!("{HOME}/kata/{}.json", Lang::En.tag());
    let paths = files.iter().map(|file| file.path.as_str()).filter(|path| *path != spare);
    let paths: Vec<&str> = paths.collect();
    let head = format!(
        "const VERSION = {};\nconst FILES = {};\n",
        serde_json::json!(release),
        serde_json::json!(paths)
    );
    let bytes = [head.into_bytes(), lean::js(own)].concat();
    let mut worker = asset(format!("{HOME}/{WORKER}"), "text/javascript; charset=utf-8", bytes);
    worker.scope = Some(HOME);
    Some(worker)
}
