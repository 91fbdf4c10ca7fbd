//! The one place that asks the machine for the time and for chance.

use std::time::{SystemTime, UNIX_EPOCH};

use kernel::{Clock, Ids, Time};

pub fn clock() -> Clock {
    Clock::from_fn(|| {
        #[expect(clippy::disallowed_methods, reason = "this is the clock")]
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let micros = i64::try_from(since.as_micros()).unwrap_or(i64::MAX);
        #[expect(clippy::expect_used, reason = "a machine's clock is within the years of chrono")]
        Time::from_micros(micros).expect("a time")
    })
}

pub fn ids() -> Ids {
    Ids::from_random(|| {
        let mut bytes = [0; 10];
        #[expect(clippy::expect_used, reason = "without chance no secret can be made: stop")]
        getrandom::fill(&mut bytes).expect("the system's random numbers");
        bytes
    })
}
