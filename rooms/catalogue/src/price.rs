//! Pure: which price holds on a day, and which may be set.

use kernel::{Day, Rupiah};

use crate::refusal::No;

/// A price farther ahead than this is a slip of the pen.
const AHEAD_MONTHS: u32 = 36;

/// One line of a product's prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dated {
    /// Counts the lines of a product from 1.
    pub seq: i64,
    pub valid_from: Day,
    pub price: Rupiah,
}

/// The price of a day: of the lines that hold by then, the one with the latest day, and of two
/// with the same day the later line.
pub fn price_on(lines: &[Dated], day: Day) -> Option<Rupiah> {
    let held = lines.iter().filter(|line| line.valid_from <= day);
    held.max_by_key(|line| (line.valid_from, line.seq)).map(|line| line.price)
}

/// Whether the price was the day's when only the first `known` lines were written, or later: what
/// a seller was told who asked then.
pub fn was_told(lines: &[Dated], known: usize, day: Day, price: Rupiah) -> bool {
    let asked = known.min(lines.len())..=lines.len();
    asked.into_iter().any(|written| price_on(&lines[..written], day) == Some(price))
}

/// A price that somebody wants to set.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    pub valid_from: Day,
    pub price: Rupiah,
    pub reason: Option<&'a str>,
}

/// Where the new line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    pub seq: i64,
    /// The line of the same day that it corrects.
    pub corrects: Option<i64>,
}

/// Places a new price after the others, or says no. A reason is asked for what somebody will ask
/// about later: less than the floor, another price for the same day, a day gone by.
///
/// # Errors
/// `TooFar`; and, without a reason, `BelowFloor`, `SameDay`, `Backdated`.
pub fn place(
    lines: &[Dated],
    floor: Option<Rupiah>,
    today: Day,
    wanted: Wanted<'_>,
) -> Result<Placed, kernel::Refusal> {
    if wanted.valid_from > today.plus_months(AHEAD_MONTHS) {
        return Err(No::TooFar.at("valid_from"));
    }
    let same_day = lines.iter().filter(|line| line.valid_from == wanted.valid_from);
    let corrects = same_day.map(|line| line.seq).max();
    if wanted.reason.is_none() {
        if let Some(floor) = floor.filter(|floor| wanted.price < *floor) {
            return Err(No::BelowFloor.at("reason").with("floor", floor));
        }
        if corrects.is_some() {
            return Err(No::SameDay.at("reason"));
        }
        if wanted.valid_from < today && !lines.is_empty() {
            return Err(No::Backdated.at("reason"));
        }
    }
    let last = lines.iter().map(|line| line.seq).max().unwrap_or(0);
    Ok(Placed { seq: last + 1, corrects })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(n: i64) -> Day {
        Day::new(2025, 11, 3).map(|day| day.plus_days(n)).expect("a day")
    }
    fn line(seq: i64, from: i64, price: i64) -> Dated {
        Dated { seq, valid_from: day(from), price: Rupiah(price) }
    }
    fn wanted(from: i64, price: i64) -> Wanted<'static> {
        Wanted { valid_from: day(from), price: Rupiah(price), reason: None }
    }

    #[test]
    fn the_latest_day_that_has_come_holds() {
        let lines =
            [line(1, 0, 30_000), line(2, 10, 35_000), line(3, 10, 33_000), line(4, 5, 31_000)];
        for (at, price) in [
            (-1, None),
            (0, Some(30_000)),
            (5, Some(31_000)),
            (9, Some(31_000)),
            (10, Some(33_000)),
        ] {
            assert_eq!(price_on(&lines, day(at)), price.map(Rupiah), "day {at}");
        }
    }

    #[test]
    fn what_was_told_once_is_remembered_and_what_came_before_is_not() {
        let lines = [line(1, 0, 30_000), line(2, 10, 35_000), line(3, 10, 33_000)];
        let told = |known, price| was_told(&lines, known, day(10), Rupiah(price));
        assert_eq!([30_000, 35_000, 33_000].map(|price| told(1, price)), [true, true, true]);
        assert_eq!([30_000, 35_000, 33_000].map(|price| told(2, price)), [false, true, true]);
        assert_eq!([30_000, 35_000, 33_000].map(|price| told(9, price)), [false, false, true]);
        assert!(!was_told(&lines, 1, day(9), Rupiah(35_000)), "not yet");
    }

    #[test]
    fn what_will_be_asked_about_needs_a_reason() {
        let lines = [line(1, 0, 30_000)];
        let no = |wanted| place(&lines, Some(Rupiah(25_000)), day(3), wanted).map_err(|no| no.code);
        assert_eq!(no(wanted(3, 24_999)), Err("catalogue.below_floor"));
        assert_eq!(no(wanted(0, 31_000)), Err("catalogue.same_day"));
        assert_eq!(no(wanted(2, 31_000)), Err("catalogue.backdated"));
        assert_eq!(no(wanted(2_000, 31_000)), Err("catalogue.too_far"));
        assert_eq!(no(wanted(3, 25_000)), Ok(Placed { seq: 2, corrects: None }));
        let because = Wanted { reason: Some("salah ketik"), ..wanted(0, 20_000) };
        assert_eq!(no(because), Ok(Placed { seq: 2, corrects: Some(1) }));
        let first = place(&[], None, day(3), wanted(-30, 30_000));
        assert_eq!(first, Ok(Placed { seq: 1, corrects: None }));
    }

    proptest! {
        #[test]
        fn a_price_that_was_placed_holds_from_its_day(
            days in prop::collection::vec((-20_i64..20, 1_i64..1_000), 0..12),
            from in -20_i64..20,
        ) {
            let mut lines = Vec::new();
            for (at, price) in days {
                let wanted = Wanted { reason: Some("x"), ..wanted(at, price) };
                let placed = place(&lines, None, day(0), wanted);
                let placed = placed.map_err(|no| TestCaseError::fail(no.to_string()))?;
                lines.push(line(placed.seq, at, price));
            }
            let before = price_on(&lines, day(from - 1));
            let seven = Wanted { reason: Some("x"), ..wanted(from, 7) };
            let placed = place(&lines, None, day(0), seven);
            let placed = placed.map_err(|no| TestCaseError::fail(no.to_string()))?;
            lines.push(line(placed.seq, from, 7));
            prop_assert_eq!(price_on(&lines, day(from)), Some(Rupiah(7)));
            prop_assert_eq!(price_on(&lines, day(from - 1)), before);
        }
    }
}
