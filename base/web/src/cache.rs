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
/// Of pages and the addresses they are kept under; a long query makes an entry as dear as a page.
const BYTES_MAX: usize = 32 << 20;

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
struct Pages {
    kept: HashMap<Key, Kept>,
    bytes: usize,
}

#[derive(Default)]
pub(crate) struct PageCache(RwLock<Pages>);

impl PageCache {
    pub fn find(&self, key: &Key, version: u64, now: Time) -> Option<Kept> {
        let pages = self.0.read().ok()?;
        let kept = pages.kept.get(key)?;
        let fresh = kept.version == version && now.micros() - kept.made_at.micros() < KEPT_MICROS;
        fresh.then(|| kept.clone())
    }

    pub fn keep(&self, key: Key, kept: Kept) {
        let Ok(mut pages) = self.0.write() else { return };
        let bytes = key.address.len() + kept.body.len();
        if bytes > BYTES_MAX {
            return;
        }
        if pages.kept.len() >= PAGES_MAX || pages.bytes + bytes > BYTES_MAX {
            *pages = Pages::default();
        }
        pages.bytes += bytes;
        if let Some(old) = pages.kept.insert(key.clone(), kept) {
            pages.bytes -= key.address.len() + old.body.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_bound_in_number_and_in_bytes() {
        let (cache, now) = (PageCache::default(), Time::from_micros(0).expect("a time"));
        let key = |n: usize| Key { address: format!("/{n}"), lang: Lang::Id, theme: None };
        let page = "x".repeat(1 << 20);
        let held = || {
            let pages = cache.0.read().expect("the pages");
            let sum: usize = pages.kept.values().map(|kept| kept.body.len()).sum();
            assert!(pages.bytes >= sum && pages.bytes <= BYTES_MAX);
            (pages.kept.len(), sum)
        };
        for n in 0..100 {
            cache.keep(key(n), Kept::new(page.clone(), 1, now));
            assert!(held().1 <= BYTES_MAX);
        }
        assert!(cache.find(&key(99), 1, now).is_some());
        for _ in 0..100 {
            cache.keep(key(99), Kept::new(page.clone(), 1, now));
        }
        assert!(cache.find(&key(98), 1, now).is_some(), "the same again costs nothing");
        for n in 0..3 * PAGES_MAX {
            cache.keep(key(n), Kept::new(String::new(), 1, now));
            assert!(held().0 <= PAGES_MAX);
        }
    }
}
