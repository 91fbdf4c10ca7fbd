//! Pure: when something happened at a device whose clock may be wrong.

use kernel::Time;

/// Microseconds in a millisecond.
const MILLI: i64 = 1_000;

/// How far clocks are apart that were compared over a network, in seconds.
const APART: i64 = 5;

/// When it happened: the device's time and how far it was off, but never ahead of now.
pub fn happened(made_at: Time, offset_ms: i64, now: Time) -> Time {
    told(made_at, offset_ms).map_or(now, |at| at.min(now))
}

/// Whether the device told a time that is not yet: [`happened`] then knows no more than that it
/// was before now.
pub fn is_ahead(made_at: Time, offset_ms: i64, now: Time) -> bool {
    told(made_at, offset_ms).is_none_or(|at| at > now.plus_seconds(APART))
}

fn told(made_at: Time, offset_ms: i64) -> Option<Time> {
    Time::from_micros(offset_ms.saturating_mul(MILLI).saturating_add(made_at.micros()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(seconds: i64) -> Time {
        Time::from_micros(seconds * 1_000_000).expect("a time")
    }

    #[test]
    fn a_clock_that_is_a_year_behind_is_put_right() {
        let year = 31_536_000;
        assert_eq!(happened(at(1_000), year * 1_000, at(year + 2_000)), at(year + 1_000));
    }

    #[test]
    fn nothing_happened_tomorrow() {
        assert_eq!(happened(at(9_000), 0, at(5_000)), at(5_000));
        assert_eq!(happened(at(9_000), i64::MAX, at(5_000)), at(5_000));
        assert!(is_ahead(at(9_000), 0, at(5_000)) && is_ahead(at(9_000), i64::MAX, at(5_000)));
        assert!(!is_ahead(at(5_003), 0, at(5_000)) && !is_ahead(at(4_000), 0, at(5_000)));
    }

    proptest! {
        #[test]
        fn it_is_never_ahead_of_now(
            made in any::<i32>(), offset in any::<i64>(), now in 0..i32::MAX,
        ) {
            let now = at(i64::from(now));
            prop_assert!(happened(at(i64::from(made)), offset, now) <= now);
        }
    }
}
