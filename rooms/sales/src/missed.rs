//! What was not sold because nothing was left: days without stock, and the pieces that buyers
//! would have taken at the rate at which they bought while there was stock.
//!
//! A lower bound of demand from censored sales, by the plainest of the textbook rules (Silver, Pyke
//! and Thomas, *Inventory and Production Management in Supply Chains*, on lost sales): the rate of
//! the days with stock holds on the days without. It is an estimate, and is never posted.

use std::collections::BTreeMap;

use kernel::Day;
use schemars::JsonSchema;
use serde::Serialize;

/// A rate of fewer days is not believed.
const DAYS_MIN: i64 = 7;

/// What is known between two looks at a shelf: a day where each sale is recorded, the days from
/// one count to the next where only what is left is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    pub days: i64,
    /// Pieces at its beginning, and those that came.
    pub offered: i64,
    pub sold: i64,
}

/// What a shelf missed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Missed {
    /// Days on which, as far as is known, nothing was left.
    pub days: i64,
    /// Pieces that would have sold on them; `None` where too few days had stock to know a rate.
    pub pieces: Option<i64>,
}

/// Sums up stretches of one product at one shop.
pub fn missed(stretches: &[Stretch]) -> Missed {
    let stocked = || stretches.iter().filter(|one| one.offered > one.sold);
    let (sold, days) = stocked().fold((0, 0), |(s, d), one| (s + one.sold.max(0), d + one.days));
    let known = days >= DAYS_MIN && sold > 0;
    // Pieces times `days`, so that nothing is rounded before the end.
    let (mut out, mut scaled) = (0, 0);
    for one in stretches.iter().filter(|one| one.offered <= one.sold) {
        let wanted = one.days * sold;
        let had = one.sold.max(0) * days;
        if one.offered <= 0 {
            out += one.days;
            scaled += wanted;
        } else if known && wanted > had {
            // It ran out on the day on which the rate had taken all, or the day after.
            out += (wanted - had) / sold;
            scaled += wanted - had;
        }
    }
    Missed { days: out, pieces: known.then(|| scaled / days) }
}

/// The stretches of a product from `first` through `last`, walked back from what is there now.
/// `came` is what reached the shelf less what left it otherwise than by a sale, `sold` is net of
/// what came back, `gaps` are the days from one count to the next. It begins with the first day
/// that had a piece.
pub fn stretches(
    (first, last): (Day, Day),
    now: i64,
    (came, sold): (&BTreeMap<Day, i64>, &BTreeMap<Day, i64>),
    gaps: &[(Day, Day)],
) -> Vec<Stretch> {
    let on = |all: &BTreeMap<Day, i64>, day: Day| all.get(&day).copied().unwrap_or(0);
    let (mut left, mut day, mut days) = (now, last, Vec::new());
    while day >= first {
        let (came, sold) = (on(came, day), on(sold, day));
        let opening = left + sold - came;
        days.push((day, opening, came, sold));
        (left, day) = (opening, day.plus_days(-1));
    }
    days.reverse();
    let begun = days.iter().position(|(_, opening, came, _)| *opening > 0 || *came > 0);
    let mut all: Vec<Stretch> = Vec::new();
    let mut until = None;
    for (day, opening, came, sold) in days.into_iter().skip(begun.unwrap_or(usize::MAX)) {
        match all.last_mut().filter(|_| until.is_some_and(|until| day <= until)) {
            Some(open) => {
                open.days += 1;
                open.offered += came;
                open.sold += sold;
            }
            None => {
                until = gaps.iter().find(|(from, to)| *from <= day && day <= *to).map(|gap| gap.1);
                all.push(Stretch { days: 1, offered: opening + came, sold });
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(n: i64) -> Day {
        Day::new(2026, 1, 1).expect("a day").plus_days(n)
    }

    #[test]
    fn the_rate_of_the_days_with_stock_holds_on_the_others() {
        // Two a day for ten days, then five days of nothing.
        let mut all = vec![Stretch { days: 10, offered: 30, sold: 20 }];
        all.push(Stretch { days: 5, offered: 10, sold: 10 });
        all.push(Stretch { days: 5, offered: 0, sold: 0 });
        assert_eq!(missed(&all), Missed { days: 5, pieces: Some(10) });
        // A count finds the shelf empty after ten days, of which six pieces account for three.
        let counted = [all[0], Stretch { days: 10, offered: 6, sold: 6 }];
        assert_eq!(missed(&counted), Missed { days: 7, pieces: Some(14) });
    }

    #[test]
    fn too_few_days_know_no_rate() {
        let all =
            [Stretch { days: 3, offered: 9, sold: 6 }, Stretch { days: 4, offered: 0, sold: 0 }];
        assert_eq!(missed(&all), Missed { days: 4, pieces: None });
    }

    #[test]
    fn a_shelf_is_walked_back_and_a_count_is_one_look() {
        let came = BTreeMap::from([(day(2), 5)]);
        let sold = BTreeMap::from([(day(3), 1), (day(6), 4)]);
        let all = stretches((day(0), day(8)), 0, (&came, &sold), &[(day(4), day(6))]);
        assert_eq!(all[0], Stretch { days: 1, offered: 5, sold: 0 }, "it begins with the goods");
        assert_eq!(all[2], Stretch { days: 3, offered: 4, sold: 4 }, "the count's days are one");
        assert_eq!(all[3..], [Stretch { days: 1, offered: 0, sold: 0 }; 2]);
    }

    fn stretch() -> impl Strategy<Value = Stretch> {
        (1..40_i64, 0..60_i64, 0..60_i64).prop_map(|(days, offered, sold)| Stretch {
            days,
            offered,
            sold: sold.min(offered),
        })
    }

    proptest! {
        #[test]
        fn nothing_is_missed_while_something_is_left(
            all in prop::collection::vec(stretch(), 0..12),
        ) {
            let stocked: Vec<_> = all.into_iter().filter(|one| one.offered > one.sold).collect();
            let found = missed(&stocked);
            prop_assert_eq!(found.days, 0);
            prop_assert!(found.pieces.is_none_or(|pieces| pieces == 0));
        }

        #[test]
        fn a_longer_gap_misses_no_less(
            all in prop::collection::vec(stretch(), 1..12),
            more in 1..30_i64,
        ) {
            let found = missed(&all);
            let days: i64 = all.iter().map(|one| one.days).sum();
            prop_assert!((0..=days).contains(&found.days));
            prop_assert!(found.pieces.is_none_or(|pieces| pieces >= 0));
            let mut longer = all;
            longer.push(Stretch { days: more, offered: 0, sold: 0 });
            let later = missed(&longer);
            prop_assert_eq!(later.days, found.days + more);
            prop_assert!(later.pieces >= found.pieces);
        }
    }
}
