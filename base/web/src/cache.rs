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

use crate::small::{Effort, Small};

const KEPT_MICROS: i64 = 2_000_000;
/// Of one generation, and there are two.
const PAGES_MAX: usize = 1_000;
/// Of pages and the addresses they are kept under; a long query makes an entry as dear as a page.
const BYTES_MAX: usize = 16 << 20;

#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub address: String,
    pub lang: Lang,
    pub theme: Option<&'static str>,
}

#[derive(Clone)]
pub(crate) struct Kept {
    pub body: Arc<Small>,
    pub mime: &'static str,
    pub etag: Arc<str>,
    version: u64,
    made_at: Time,
}

impl Kept {
    pub fn new(mime: &'static str, bytes: Vec<u8>, version: u64, made_at: Time) -> Self {
        let etag = etag_of(&bytes).into();
        let body = Arc::new(Small::new(Bytes::from(bytes), Effort::Quick));
        Self { body, mime, etag, version, made_at }
    }
}

/// What the bytes are known by.
pub(crate) fn etag_of(bytes: &[u8]) -> String {
    let hash = Sha256::digest(bytes);
    let hex: String = hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{hex}\"")
}

/// Two generations: when the young one is full it becomes the old one, and what is asked for
/// again comes back. So a flood of addresses that nobody asks twice drives out only itself.
#[derive(Default)]
struct Pages {
    young: HashMap<Key, Kept>,
    old: HashMap<Key, Kept>,
    bytes: usize,
}

#[derive(Default)]
pub(crate) struct PageCache(RwLock<Pages>);

impl PageCache {
    pub fn find(&self, key: &Key, version: u64, now: Time) -> Option<Kept> {
        let (kept, aged) = {
            let pages = self.0.read().ok()?;
            match pages.young.get(key) {
                Some(kept) => (kept.clone(), false),
                None => (pages.old.get(key)?.clone(), true),
            }
        };
        let fresh = kept.version == version && now.micros() - kept.made_at.micros() < KEPT_MICROS;
        if fresh && aged {
            self.keep(key.clone(), kept.clone());
        }
        fresh.then_some(kept)
    }

    pub fn keep(&self, key: Key, kept: Kept) {
        let Ok(mut pages) = self.0.write() else { return };
        let bytes = key.address.len() + kept.body.plain.len();
        if bytes > BYTES_MAX {
            return;
        }
        if pages.young.len() >= PAGES_MAX || pages.bytes + bytes > BYTES_MAX {
            pages.old = std::mem::take(&mut pages.young);
            pages.bytes = 0;
        }
        pages.bytes += bytes;
        if let Some(old) = pages.young.insert(key.clone(), kept) {
            pages.bytes -= key.address.len() + old.body.plain.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(n: usize) -> Key {
        Key { address: format!("/{n}"), lang: Lang::Id, theme: None }
    }

    fn page(bytes: usize, now: Time) -> Kept {
        Kept::new("text/html", vec![b'x'; bytes], 1, now)
    }

    #[test]
    fn pages_are_bound_in_number_and_in_bytes() {
        let (cache, now) = (PageCache::default(), Time::from_micros(0).expect("a time"));
        let held = || {
            let pages = cache.0.read().expect("the pages");
            let of = |all: &HashMap<Key, Kept>| -> usize {
                all.values().map(|kept| kept.body.plain.len()).sum()
            };
            assert!(pages.bytes >= of(&pages.young) && pages.bytes <= BYTES_MAX);
            (pages.young.len() + pages.old.len(), of(&pages.young) + of(&pages.old))
        };
        for n in 0..100 {
            cache.keep(key(n), page(1 << 20, now));
            assert!(held().1 <= 2 * BYTES_MAX);
        }
        assert!(cache.find(&key(99), 1, now).is_some());
        for _ in 0..100 {
            cache.keep(key(99), page(1 << 20, now));
        }
        assert!(cache.find(&key(98), 1, now).is_some(), "the same again costs nothing");
        for n in 0..3 * PAGES_MAX {
            cache.keep(key(n), page(0, now));
            assert!(held().0 <= 2 * PAGES_MAX);
        }
    }

    #[test]
    fn a_flood_does_not_drive_out_what_is_asked_for() {
        let (cache, now) = (PageCache::default(), Time::from_micros(0).expect("a time"));
        cache.keep(key(0), page(10, now));
        for n in 1..10 * PAGES_MAX {
            cache.keep(key(n), page(10, now));
            if n % 100 == 0 {
                assert!(cache.find(&key(0), 1, now).is_some(), "after {n}");
            }
        }
        assert!(cache.find(&key(1), 1, now).is_none(), "nobody asked for it again");
    }
}
