//! Pure: what a shelf had at the moment of which a count speaks.

use std::{cmp::Ordering, collections::BTreeMap};

use consignment::{OnShelf, Picked, pick};
use kernel::{BatchId, Day, ProductId, Quantity, Time, Zone};

use crate::refusal::No;

/// When something happened: its day, and the hour where that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    pub day: Day,
    pub at: Option<Time>,
}

impl Moment {
    /// The hour of another day than its own says nothing: it is when it was typed in.
    pub fn of(at: Time, day: Day, zone: Zone) -> Self {
        Self { day, at: (at.day(zone) == day).then_some(at) }
    }
    /// Everything of that day lies before it.
    pub const fn end_of(day: Day) -> Self {
        Self { day, at: None }
    }
}

/// How something lies to the moment of a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lies {
    Before,
    After,
    /// On its day, at an hour that nobody noted.
    Unsure,
}

/// How `other` lies to a count of `counted`; a count without an hour is of the end of its day.
pub fn lies(other: Moment, counted: Moment) -> Lies {
    match (other.day.cmp(&counted.day), counted.at, other.at) {
        (Ordering::Less, _, _) | (Ordering::Equal, None, _) => Lies::Before,
        (Ordering::Greater, _, _) => Lies::After,
        (Ordering::Equal, Some(counted), Some(other)) if other > counted => Lies::After,
        (Ordering::Equal, Some(_), Some(_)) => Lies::Before,
        (Ordering::Equal, Some(_), None) => Lies::Unsure,
    }
}

/// Something that changed a shelf on the day of a count or since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passed {
    pub product: ProductId,
    /// None where nothing changed, and somebody only looked.
    pub batch: Option<BatchId>,
    /// Signed as the shelf sees it.
    pub quantity: i64,
    pub when: Moment,
    /// It says what was there: another count, or a difference that was settled.
    pub counts: bool,
}

/// What changed of a product, batch by batch, after the moment of a count.
pub fn after(
    passed: &[Passed],
    product: ProductId,
    counted: Moment,
) -> Result<BTreeMap<BatchId, i64>, No> {
    let mut since = BTreeMap::new();
    for one in passed.iter().filter(|one| one.product == product) {
        // Another count without an hour is of the end of its day, this one is within it.
        let ended = one.counts && counted.at.is_some() && one.when == Moment::end_of(counted.day);
        match lies(one.when, counted) {
            _ if ended => return Err(No::CountBeforeLast),
            Lies::Before => {}
            Lies::After if one.counts => return Err(No::CountBeforeLast),
            Lies::After => {
                if let Some(batch) = one.batch {
                    *since.entry(batch).or_default() += one.quantity;
                }
            }
            Lies::Unsure => return Err(No::CountUnsure),
        }
    }
    Ok(since)
}

/// Pieces of a product, batch by batch, that had left by then as one side says and the other has
/// not confirmed; no more than the books have.
pub fn leaving(
    proposed: &[Passed],
    now: &[OnShelf],
    product: ProductId,
    counted: Moment,
) -> BTreeMap<BatchId, i64> {
    let mut gone = BTreeMap::new();
    let before = |one: &&Passed| one.product == product && lies(one.when, counted) != Lies::After;
    for one in proposed.iter().filter(before) {
        if let Some(batch) = one.batch {
            *gone.entry(batch).or_default() -= one.quantity;
        }
    }
    let there = |batch| now.iter().find(|row| row.batch == batch).map_or(0, |row| row.quantity);
    gone.retain(|batch, pieces| {
        *pieces = there(*batch).min(*pieces);
        *pieces > 0
    });
    gone
}

/// Pieces by the books at that moment.
pub fn expected(now: &[OnShelf], since: &BTreeMap<BatchId, i64>) -> i64 {
    now.iter().map(|row| row.quantity).sum::<i64>() - since.values().sum::<i64>()
}

/// Of which batches the sold pieces were: of those that stood there then and are still in the
/// books, else of what is in the books now; where it can be, not of those that are said to have
/// left otherwise. `None` where the books have fewer.
pub fn picked(
    now: &[OnShelf],
    (since, leaving): (&BTreeMap<BatchId, i64>, &BTreeMap<BatchId, i64>),
    sold: Quantity,
) -> Option<Vec<Picked>> {
    let of = |all: &BTreeMap<BatchId, i64>, batch| all.get(&batch).copied().unwrap_or(0);
    let rows = |of: &dyn Fn(&OnShelf) -> i64| -> Vec<OnShelf> {
        now.iter().map(|row| OnShelf { quantity: of(row), ..*row }).collect()
    };
    let then = |row: &OnShelf| row.quantity.min(row.quantity - of(since, row.batch));
    let all = [
        rows(&|row| then(row) - of(leaving, row.batch)),
        rows(&|row| row.quantity - of(leaving, row.batch)),
        now.to_vec(),
    ];
    all.into_iter().find_map(|rows| {
        let there: i64 = rows.iter().map(|row| row.quantity.max(0)).sum();
        (there >= sold.0).then(|| pick(&rows, sold))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn day(of: u32) -> Day {
        Day::new(2025, 11, of).expect("a day")
    }
    /// An hour of 3 November, in UTC, which is the same day in Jakarta.
    fn at(hour: i64) -> Time {
        Time::from_micros(1_762_128_000_000_000).expect("a time").plus_seconds(hour * 3_600)
    }
    fn hour(of: i64) -> Moment {
        Moment::of(at(of), day(3), Zone::Wib)
    }
    fn id<K>(n: u128) -> kernel::Id<K> {
        kernel::Id::new(Uuid::from_u128(n))
    }
    fn passed(quantity: i64, when: Moment, counts: bool) -> Passed {
        Passed { product: id(1), batch: Some(id(2)), quantity, when, counts }
    }

    #[test]
    fn an_hour_of_another_day_is_none() {
        assert_eq!(hour(3).at, Some(at(3)));
        assert_eq!(Moment::of(at(3), day(2), Zone::Wib), Moment::end_of(day(2)));
    }

    #[test]
    fn what_came_at_an_unknown_hour_of_a_count_within_the_day_is_not_guessed() {
        let unknown = [passed(10, Moment::end_of(day(3)), false)];
        assert_eq!(after(&unknown, id(1), hour(3)), Err(No::CountUnsure));
        assert_eq!(after(&unknown, id(1), Moment::end_of(day(3))), Ok(BTreeMap::new()));
        assert_eq!(after(&unknown, id(1), Moment::end_of(day(2))), Ok([(id(2), 10)].into()));
        // It is of another product.
        assert_eq!(after(&unknown, id(9), hour(3)), Ok(BTreeMap::new()));
    }

    #[test]
    fn a_count_before_another_count_of_the_same_goods_is_refused() {
        for later in [hour(4), Moment::end_of(day(3)), Moment::end_of(day(4))] {
            let all = [passed(-1, later, true)];
            assert_eq!(after(&all, id(1), hour(3)), Err(No::CountBeforeLast), "{later:?}");
        }
        assert_eq!(after(&[passed(-1, hour(2), true)], id(1), hour(3)), Ok(BTreeMap::new()));
    }

    #[test]
    fn pieces_that_came_later_are_sold_last() {
        let row = |n: u128, quantity| OnShelf {
            batch: id(n),
            quantity,
            last_received_on: day(3),
            accountable: 20,
        };
        let (now, since) = ([row(1, 10), row(2, 5)], BTreeMap::from([(id(1), 10)]));
        let of = |sold| {
            picked(&now, (&since, &BTreeMap::new()), Quantity(sold))
                .map(|all| all.iter().map(|one| (one.batch, one.quantity.0)).collect::<Vec<_>>())
        };
        assert_eq!(expected(&now, &since), 5);
        assert_eq!(of(4), Some(vec![(id(2), 4)]));
        assert_eq!(of(7), Some(vec![(id(1), 7)]));
        assert_eq!(of(16), None);
    }

    #[test]
    fn what_is_said_to_have_left_is_not_sold() {
        let row = |n: u128, quantity| OnShelf {
            batch: id(n),
            quantity,
            last_received_on: day(3),
            accountable: 20,
        };
        let now = [row(2, 6), row(3, 4)];
        // Told twice, it is no more than the books have; what left after the count stood there.
        let said = [passed(-5, hour(2), false), passed(-5, hour(2), false)];
        assert_eq!(leaving(&said, &now, id(1), hour(3)), [(id(2), 6)].into());
        assert_eq!(leaving(&said, &now, id(1), hour(1)), BTreeMap::new());
        assert_eq!(leaving(&said, &now, id(9), hour(3)), BTreeMap::new());
        let gone = leaving(&said[..1], &now, id(1), hour(3));
        let of = |sold| {
            picked(&now, (&BTreeMap::new(), &gone), Quantity(sold))
                .map(|all| all.iter().map(|one| (one.batch, one.quantity.0)).collect::<Vec<_>>())
        };
        assert_eq!(of(5), Some(vec![(id(2), 1), (id(3), 4)]));
        assert_eq!(of(10), Some(vec![(id(2), 6), (id(3), 4)]));
        assert_eq!(of(11), None);
    }

    proptest! {
        /// Whatever happened after the count, and in whichever order it was told, the shelf of
        /// that moment is the same.
        #[test]
        fn what_happens_later_changes_nothing(
            then in 0_i64..50,
            later in prop::collection::vec((-9_i64..20, 1_i64..9), 0..12),
        ) {
            let all: Vec<Passed> =
                later.iter().map(|(quantity, of)| passed(*quantity, hour(3 + of), false)).collect();
            let since = after(&all, id(1), hour(3)).map_err(|_| TestCaseError::fail("refused"))?;
            let moved: i64 = later.iter().map(|(quantity, _)| quantity).sum();
            let now = [OnShelf {
                batch: id(2),
                quantity: then + moved,
                last_received_on: day(3),
                accountable: 99,
            }];
            prop_assert_eq!(expected(&now, &since), then);
        }
    }
}
