//! What the program carries with it: words, migrations, the look.

use axum::body::Bytes;
use sha2::{Digest, Sha256};
use web::Asset;

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// Makes the words known; call it before anything speaks.
pub fn install_words() {
    let of = |tag: &'static str, files: &'static [(&'static str, &'static str)]| {
        files.iter().map(move |(name, text)| (tag, name.trim_end_matches(".toml"), *text))
    };
    let all: Vec<_> = of("id", WORDS_ID).chain(of("en", WORDS_EN)).collect();
    // Installed already by an earlier call, or by a test: the words are the same.
    if let Err(unreadable) = words::install(&all) {
        panic!("the words that this program was built with: {unreadable}");
    }
}

/// The numbered list of migrations.
pub fn migrations() -> db::Result<Vec<db::Migration>> {
    db::migrations_from(MIGRATIONS)
}

/// The look, each file under a name that carries its hash.
pub struct Look {
    pub assets: Vec<Asset>,
    pub css_href: String,
    pub mark_href: String,
    pub script_href: String,
}

pub fn look() -> Look {
    let part = |name: &str| STYLES.iter().find(|(file, _)| *file == name).map_or("", |(_, t)| *t);
    let css: String = ui::STYLES.iter().map(|name| part(name)).collect::<Vec<_>>().join("\n");
    let mut assets = vec![asset("hilir.css", "text/css; charset=utf-8", css.into_bytes())];
    for (name, text) in ASSETS {
        let mime = match name.rsplit('.').next() {
            Some("svg") => "image/svg+xml",
            Some("js") => "text/javascript; charset=utf-8",
            _ => continue,
        };
        assets.push(asset(name, mime, text.as_bytes().to_vec()));
    }
    let href = |ending: &str| {
        let found = assets.iter().find(|asset| asset.path.ends_with(ending));
        found.map_or_else(String::new, |asset| asset.path.clone())
    };
    let (css_href, mark_href, script_href) = (href(".css"), href("hilir.svg"), href("hilir.js"));
    Look { assets, css_href, mark_href, script_href }
}

fn asset(name: &str, mime: &'static str, bytes: Vec<u8>) -> Asset {
    let path = format!("/assets/{}-{name}", hash([bytes.as_slice()]));
    Asset { path, mime, bytes: Bytes::from(bytes), forever: true, scope: None }
}

/// Twelve digits that change when any of the parts does.
pub fn hash<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hash = Sha256::new();
    parts.into_iter().for_each(|part| hash.update(part));
    hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}
