//! Public pages, made once between two commits.
//!
//! A page is kept with the database's commit counter as it was *before* the page was made, and
//! is served only while the counter still says the same: always true to the last commit of this
//! process. A commit by another process (a command on the same file, another instance on
//! PostgreSQL) is not seen by the counter, so a page is kept for two seconds at most.

use std::{
    collections::HashMap,
    sync::{Arc, RwLock},
};

use axum::body::Bytes;
use kernel::{Lang, Time};
use sha2::{Digest, Sha256};

const KEPT_MICROS: i64 = 2_000_000;
const PAGES_MAX: usize = 2_000;

#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub address: String,
    pub lang: Lang,
    pub theme: Option<&'static str>,
}

#[derive(Clone)]
pub(crate) struct Kept {
    pub body: Bytes,
    pub etag: Arc<str>,
    version: u64,
    made_at: Time,
}

impl Kept {
    pub fn new(html: String, version: u64, made_at: Time) -> Self {
        let hash = Sha256::digest(html.as_bytes());
        let hex: String = hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
        Self { body: Bytes::from(html), etag: format!("\"{hex}\"").into(), version, made_at }
    }
}

#[derive(Default)]
pub(crate) struct PageCache(RwLock<HashMap<Key, Kept>>);

impl PageCache {
    pub fn find(&self, key: &Key, version: u64, now: Time) -> Option<Kept> {
        let pages = self.0.read().ok()?;
        let kept = pages.get(key)?;
        let fresh = kept.version == version && now.micros() - kept.made_at.micros() < KEPT_MICROS;
        fresh.then(|| kept.clone())
    }

    pub fn keep(&self, key: Key, kept: Kept) {
        let Ok(mut pages) = self.0.write() else { return };
        if pages.len() >= PAGES_MAX {
            pages.clear();
        }
        pages.insert(key, kept);
    }
}
