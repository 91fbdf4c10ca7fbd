//! How often one address may do what strangers may do.
//!
//! Kept in this process's memory and forgotten with its window: who reads, reacts or asks without
//! an account is written down nowhere.

use std::{
    collections::HashMap,
    fmt::Display,
    hash::{BuildHasher, RandomState},
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

use kernel::{Refusal, RefusalKind, Time};

use crate::Desk;

/// Addresses that are remembered at once; more than that at a time is a flood from everywhere, in
/// which the older half of the windows is given up.
const SEEN_MAX: usize = 20_000;
const MINUTE_MICROS: i64 = 60_000_000;

struct Window {
    since: Time,
    minutes: i64,
    times: u32,
}

type Seen = HashMap<(&'static str, String), Window>;

#[derive(Default)]
pub(crate) struct Throttle(Mutex<Seen>, RandomState);

impl Throttle {
    /// Counts one more; false when that is too many for a window of so many minutes.
    pub(crate) fn count(
        &self,
        what: &'static str,
        whose: String,
        most: u32,
        minutes: i64,
        now: Time,
    ) -> bool {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Each by its own length: an hour's call must not forget what is counted for a day.
        let over = |window: &Window| {
            let passed = now.micros() - window.since.micros();
            passed >= window.minutes * MINUTE_MICROS || now < window.since
        };
        if seen.len() >= SEEN_MAX {
            seen.retain(|_, window| !over(window));
        }
        if seen.len() >= SEEN_MAX {
            forget_older_half(&mut seen);
        }
        let window = seen.entry((what, whose)).or_insert(Window { since: now, minutes, times: 0 });
        if over(window) {
            *window = Window { since: now, minutes, times: 0 };
        }
        window.times = window.times.saturating_add(1);
        window.times <= most
    }

    /// Whoever it is, as this process alone knows him: what is counted for long holds no address.
    fn masked(&self, whose: &str) -> String {
        format!("{:016x}", self.1.hash_one(whose))
    }
}

fn forget_older_half(seen: &mut Seen) {
    let mut since: Vec<Time> = seen.values().map(|window| window.since).collect();
    let mut half = since.len() / 2;
    let middle = *since.select_nth_unstable(half).1;
    seen.retain(|_, window| {
        let goes = half > 0 && window.since <= middle;
        half -= usize::from(goes);
        !goes
    });
}

impl Desk<'_> {
    /// Refuses (429 `web.too_many`) when the visitor's address did this more than `most` times
    /// within so many minutes.
    pub fn limit(&self, what: &'static str, most: u32, minutes: i64) -> Result<(), Refusal> {
        let whose = self.ask.address.map_or_else(|| "-".to_owned(), neighbourhood);
        if self.throttle.count(what, whose, most, minutes, self.context.now) {
            return Ok(());
        }
        Err(Refusal::new("web.too_many", RefusalKind::TooMany).with("minutes", minutes))
    }

    /// Whether the visitor's address did this to one shop, unit or the like no more than `most`
    /// times within so many minutes. The room says no in its own words.
    pub fn may_still(&self, what: &'static str, to: &dyn Display, most: u32, minutes: i64) -> bool {
        let whose = self.ask.address.map_or_else(|| "-".to_owned(), neighbourhood);
        let whose = self.throttle.masked(&format!("{whose} {to}"));
        self.throttle.count(what, whose, most, minutes, self.context.now)
    }
}

/// The address that attempts are counted by. Whoever has one address of IPv6 has 2^64: they count
/// as one, and an IPv4 address counts as itself however it is written.
pub fn neighbourhood(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(own) => own.to_string(),
        IpAddr::V6(own) => {
            let [a, b, c, d, ..] = own.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Time {
        Time::from_micros(seconds * 1_000_000).expect("a time")
    }

    #[test]
    fn a_flood_from_one_address_stops_and_nobody_elses() {
        let throttle = Throttle::default();
        let by = |who: &str, seconds| throttle.count("react", who.to_owned(), 3, 10, at(seconds));
        let flood: Vec<bool> = (0..5).map(|n| by("192.0.2.1", n)).collect();
        assert_eq!(flood, [true, true, true, false, false]);
        assert!(by("192.0.2.2", 5), "another address");
        assert!(throttle.count("order", "192.0.2.1".into(), 3, 10, at(5)), "another thing");
        assert!(!by("192.0.2.1", 599) && by("192.0.2.1", 600), "a new window");
    }

    #[test]
    fn a_short_window_forgets_no_long_one() {
        let throttle = Throttle::default();
        let day = |at_second| throttle.count("order", "a".to_owned(), 1, 1_440, at(at_second));
        assert!(day(0));
        for n in 0..SEEN_MAX - 1 {
            throttle.count("react", n.to_string(), 1, 10, at(0));
        }
        throttle.count("react", "one more".to_owned(), 1, 10, at(600));
        assert!(!day(601), "the short ones were over and went; this one was not");
    }

    #[test]
    fn what_is_counted_for_long_holds_no_address() {
        let (one, other) = (Throttle::default(), Throttle::default());
        let masked = one.masked("192.0.2.7 a shop");
        assert!(masked == one.masked("192.0.2.7 a shop") && !masked.contains("192"));
        assert_ne!(masked, one.masked("192.0.2.7 another"));
        assert_ne!(masked, other.masked("192.0.2.7 a shop"), "no other process knows it");
    }

    #[test]
    fn what_is_remembered_is_bound() {
        let throttle = Throttle::default();
        for n in 0..3 * SEEN_MAX {
            throttle.count("react", n.to_string(), 1, 10, at(0));
            assert!(throttle.0.lock().expect("the windows").len() <= SEEN_MAX);
        }
    }

    /// Whoever did too much a moment ago is not let off by a flood from everywhere else.
    #[test]
    fn a_flood_from_everywhere_gives_up_the_oldest() {
        let throttle = Throttle::default();
        let by = |who: &str, seconds| throttle.count("react", who.to_owned(), 1, 600, at(seconds));
        for n in 0..SEEN_MAX - 1 {
            by(&n.to_string(), i64::try_from(n).expect("seconds"));
        }
        let now = i64::try_from(SEEN_MAX).expect("seconds");
        assert!(by("late", now) && by("one more", now), "the map was full between");
        assert!(!by("late", now), "still too much");
        assert!(!by(&(SEEN_MAX - 2).to_string(), now) && by("0", now), "the oldest was given up");
    }

    #[test]
    fn a_neighbourhood_of_addresses_counts_as_one() {
        let of = |text: &str| neighbourhood(text.parse().expect("an address"));
        assert_eq!(of("192.0.2.7"), "192.0.2.7");
        assert_eq!(of("::ffff:192.0.2.7"), "192.0.2.7");
        assert_eq!(of("2001:db8:1:2::3"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::3"), of("2001:db8:1:3::3"));
    }
}
