//! How many come by an address that somebody hung up or sent round, and nothing of who they are.
//!
//! Visits are counted in this process's memory and written together, so that a crowd costs one
//! small write every two seconds. No public page shows them, so none is made anew for them. A
//! program that stops at once loses those two seconds, no more.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use axum::http::{HeaderMap, Method};
use db::{Result, Tx};
use kernel::Day;

use crate::{Ask, Site, neighbourhood};

/// Keeps what was counted where no public page shows it; it must bear to be called for a thing
/// that is gone.
pub type KeepVisits = fn(&mut Tx, &[Visits]) -> Result<()>;

/// How often somebody came by an address on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visits {
    /// The part of the address that names it.
    pub of: String,
    pub day: Day,
    pub times: i64,
}

/// From one address to one thing in so many minutes; what is more is a flood or a program. Many
/// phones share the address of their network.
const WHAT: &str = "web.visit";
const MOST: u32 = 20;
const MINUTES: i64 = 10;
const PAUSE: Duration = Duration::from_secs(2);

#[derive(Default)]
pub(crate) struct Tally(Mutex<BTreeMap<(String, Day), i64>>);

impl Tally {
    /// Counts; whether nobody is on the way to keep it yet.
    fn add(&self, of: &str, day: Day, times: i64) -> bool {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let first = all.is_empty();
        let sum = all.entry((of.to_owned(), day)).or_default();
        *sum = sum.saturating_add(times);
        first
    }
    fn take(&self) -> Vec<Visits> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let all = std::mem::take(&mut *all);
        all.into_iter().map(|((of, day), times)| Visits { of, day, times }).collect()
    }
}

/// Whether a browser brings a person to this page. A program that only looks (the preview of a
/// link), one that says what it is, and a browser that fetches beforehand are nobody. Browsers say
/// it to addresses behind TLS and to this machine only (Fetch Metadata Request Headers, W3C).
pub(crate) fn is_person(method: &Method, headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let ahead = ["sec-purpose", "purpose", "x-purpose"]
        .iter()
        .any(|name| text(name).is_some_and(|said| said.contains("prefetch") || said == "preview"));
    let agent = text("user-agent").unwrap_or_default().to_ascii_lowercase();
    let program = ["bot", "spider", "crawl", "preview", "lighthouse", "whatsapp/"]
        .iter()
        .any(|word| agent.contains(word));
    let comes = text("sec-fetch-mode") == Some("navigate")
        && text("sec-fetch-dest").is_none_or(|place| place == "document");
    method == Method::GET && comes && !ahead && !program
}

/// Counts a visit to what a part of the path names, unless its address was here too often.
pub(crate) fn note(site: &Site, ask: &Ask, of: &str, keep: KeepVisits) {
    let whose = ask.address.map_or_else(|| "-".to_owned(), neighbourhood);
    let now = site.now();
    if !site.0.visitors.count(WHAT, format!("{of} {whose}"), MOST, MINUTES, now) {
        return;
    }
    if site.0.visits.add(of, now.day(site.0.wiring.zone), 1) {
        let site = site.clone();
        tokio::spawn(keep_soon(site.clone(), keep));
    }
}

/// What cannot be written stays counted, and is tried again.
async fn keep_soon(site: Site, keep: KeepVisits) {
    loop {
        tokio::time::sleep(PAUSE).await;
        let counted = site.0.visits.take();
        let kept = counted.clone();
        let Err(error) = site.db().write_unseen(move |tx: &mut Tx| keep(tx, &kept)).await else {
            return;
        };
        tracing::warn!(%error, "visits were not kept; again soon");
        for one in counted {
            site.0.visits.add(&one.of, one.day, one.times);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERSON: [(&str, &str); 2] =
        [("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")];

    fn person(method: &Method, more: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in more {
            headers.append(*name, value.parse().expect("a value"));
        }
        is_person(method, &headers)
    }

    #[test]
    fn only_a_person_in_a_browser_counts() {
        let with = |more: (&'static str, &'static str)| {
            person(&Method::GET, &[&PERSON[..], &[more]].concat())
        };
        assert!(with(("user-agent", "Mozilla/5.0 (Linux; Android 14) Chrome/126 Mobile")));
        assert!(!person(&Method::GET, &[]), "the preview of a link");
        assert!(!person(&Method::HEAD, &PERSON), "who only asks whether it is there");
        assert!(!person(&Method::GET, &[("sec-fetch-mode", "cors")]));
        assert!(!person(&Method::GET, &[PERSON[0], ("sec-fetch-dest", "iframe")]));
        assert!(!with(("sec-purpose", "prefetch;prerender")));
        assert!(!with(("x-purpose", "preview")));
        for program in ["Googlebot/2.1", "WhatsApp/2.23.20.0", "Chrome-Lighthouse"] {
            assert!(!with(("user-agent", program)), "{program}");
        }
    }

    #[test]
    fn what_was_counted_is_taken_once() {
        let tally = Tally::default();
        let day = |n: u32| Day::new(2026, 1, n).expect("a day");
        assert!(tally.add("A", day(1), 1), "the first calls for somebody");
        assert!(!tally.add("A", day(1), 1) && !tally.add("B", day(2), 1));
        let of = |of: &str, n, times| Visits { of: of.to_owned(), day: day(n), times };
        assert_eq!(tally.take(), [of("A", 1, 2), of("B", 2, 1)]);
        assert_eq!(tally.take(), []);
        assert!(tally.add("A", day(1), 1));
    }
}
