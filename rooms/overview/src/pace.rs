//! Pure: how fast a shelf empties, and what to send where.

use kernel::portion;

/// The sale rate is that of the last four weeks.
pub const RATE_DAYS: i64 = 28;
/// A shelf with fewer days of stock than this runs low.
pub const LOW_DAYS: i64 = 14;
/// A suggestion fills the shelf for four weeks.
pub const FILL_DAYS: i64 = 28;
/// Goods that lie so long without a sale are slow.
pub const SLOW_DAYS: i64 = 60;

/// For how many whole days the pieces last at the pace of the last [`RATE_DAYS`]; `None` where
/// nothing was sold in them. A shelf at or below zero lasts no day.
pub fn days_left(left: i64, sold: i64) -> Option<i64> {
    (sold > 0).then(|| portion(left.max(0), RATE_DAYS, sold))
}

/// Whether a shelf runs low: it sells, and not for long any more, goods on the way included.
pub fn runs_low(left: i64, coming: i64, sold: i64) -> bool {
    days_left(left + coming, sold).is_some_and(|days| days < LOW_DAYS)
}

/// Pieces that fill a shelf for [`FILL_DAYS`] at its pace, beyond what lies there and what is on
/// the way; rounded up, never below zero.
pub fn wanted(left: i64, coming: i64, sold: i64) -> i64 {
    let target = portion(sold.max(0), FILL_DAYS, RATE_DAYS);
    (target - left.max(0) - coming.max(0)).max(0)
}

/// Gives out what the workshop has, to the first in the list first: each gets what it wants or
/// what is left. The list comes with the emptiest shelf first.
pub fn give_out(available: i64, wants: &[i64]) -> Vec<i64> {
    let mut rest = available.max(0);
    let give = |want: &i64| {
        let given = rest.min((*want).max(0));
        rest -= given;
        given
    };
    wants.iter().map(give).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_shelf_lasts_as_long_as_its_pace_says() {
        assert_eq!(days_left(28, 28), Some(28));
        assert_eq!(days_left(5, 28), Some(5));
        assert_eq!(days_left(5, 10), Some(14));
        assert_eq!(days_left(0, 10), Some(0));
        assert_eq!(days_left(-2, 10), Some(0));
        assert_eq!(days_left(5, 0), None);
    }

    #[test]
    fn what_does_not_sell_is_not_sent() {
        assert!(!runs_low(0, 0, 0));
        assert_eq!(wanted(0, 0, 0), 0);
    }

    #[test]
    fn goods_on_the_way_count() {
        assert!(runs_low(6, 0, 14));
        assert!(!runs_low(6, 6, 14));
        assert_eq!(wanted(6, 6, 14), 2);
        assert_eq!(wanted(6, 20, 14), 0);
    }

    proptest! {
        #[test]
        fn no_more_is_given_than_there_is_nor_than_is_wanted(
            available in -5_i64..200, wants in prop::collection::vec(-3_i64..60, 0..12),
        ) {
            let given = give_out(available, &wants);
            prop_assert_eq!(given.len(), wants.len());
            prop_assert!(given.iter().sum::<i64>() <= available.max(0));
            for (given, want) in given.iter().zip(&wants) {
                prop_assert!((0..=(*want).max(0)).contains(given));
            }
            let whole: i64 = wants.iter().map(|want| (*want).max(0)).sum();
            prop_assert_eq!(given.iter().sum::<i64>(), whole.min(available.max(0)));
        }
    }
}
