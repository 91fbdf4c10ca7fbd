//! Pure: which batches a number of pieces is taken from, when no label says so.

use kernel::{BatchId, Day, Quantity};

/// A batch on a shop's shelf. The order of a list of these is the order of selling: first
/// finished, first out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OnShelf {
    pub batch: BatchId,
    /// May be below zero: an offline till sold what the books did not have.
    pub quantity: i64,
    pub last_received_on: Day,
    /// Pieces the shop has to account for: on the shelf, sold, or missing at a count.
    pub accountable: i64,
}

/// So many pieces of one batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Picked {
    pub batch: BatchId,
    pub quantity: Quantity,
}

/// Takes `wanted` pieces, oldest batch first. What is beyond the shelf was sold all the same, so
/// it goes to the batch that came last and shows there as a shelf below zero.
/// Empty only where `shelf` is: the shop never had the product.
pub fn pick(shelf: &[OnShelf], wanted: Quantity) -> Vec<Picked> {
    let (mut taken, left) = take(shelf.iter().map(|row| (row.batch, row.quantity)), wanted.0);
    let newest = shelf.iter().rev().max_by_key(|row| row.last_received_on);
    if let (true, Some(newest)) = (left > 0, newest) {
        match taken.iter_mut().find(|one| one.batch == newest.batch) {
            Some(one) => one.quantity.0 += left,
            None => taken.push(Picked { batch: newest.batch, quantity: Quantity(left) }),
        }
    }
    taken
}

/// Says of which batches `missing` pieces are missing: the oldest first, as they would have been
/// sold first. `None` when the shelf has fewer.
pub fn missing(shelf: &[OnShelf], missing: Quantity) -> Option<Vec<Picked>> {
    let (taken, left) = take(shelf.iter().map(|row| (row.batch, row.quantity)), missing.0);
    (left == 0).then_some(taken)
}

/// Says of which batches `found` pieces are that the books did not have: first those that the
/// books have below zero, then the newest, each up to what the shop has to account for.
/// `None` when that is more than was ever delivered.
pub fn found(shelf: &[OnShelf], found: Quantity) -> Option<Vec<Picked>> {
    let short = shelf.iter().map(|row| (row.batch, -row.quantity));
    let (mut taken, left) = take(short, found.0);
    let room = |row: &OnShelf| row.accountable - row.quantity.max(0);
    let rest = shelf.iter().rev().map(|row| (row.batch, room(row)));
    let (more, left) = take(rest, left);
    for one in more {
        match taken.iter_mut().find(|own| own.batch == one.batch) {
            Some(own) => own.quantity += one.quantity,
            None => taken.push(one),
        }
    }
    (left == 0).then_some(taken)
}

/// Up to `wanted` pieces, the first row first, and how many are missing.
pub fn take(rows: impl Iterator<Item = (BatchId, i64)>, wanted: i64) -> (Vec<Picked>, i64) {
    let (mut left, mut taken) = (wanted, Vec::new());
    for (batch, there) in rows {
        let part = there.min(left);
        if part > 0 {
            taken.push(Picked { batch, quantity: Quantity(part) });
            left -= part;
        }
    }
    (taken, left)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{Ids, Time};
    use proptest::prelude::*;

    fn shelf(rows: &[(i64, i64, u32)]) -> Vec<OnShelf> {
        let (ids, now) = (Ids::seeded(1), Time::from_micros(0).expect("a time"));
        let day = |d| Day::new(2025, 11, d).expect("a day");
        let row = |(quantity, accountable, d): &(i64, i64, u32)| OnShelf {
            batch: ids.fresh(now),
            quantity: *quantity,
            last_received_on: day(*d),
            accountable: *accountable,
        };
        rows.iter().map(row).collect()
    }
    fn at(shelf: &[OnShelf], picked: &[Picked]) -> Vec<(usize, i64)> {
        let place = |p: &Picked| shelf.iter().position(|row| row.batch == p.batch);
        picked.iter().map(|p| (place(p).expect("of the shelf"), p.quantity.0)).collect()
    }

    #[test]
    fn the_oldest_goes_first_and_the_surplus_to_the_last_delivered() {
        let rows = shelf(&[(3, 9, 9), (4, 9, 5), (0, 9, 7)]);
        assert_eq!(at(&rows, &pick(&rows, Quantity(5))), [(0, 3), (1, 2)]);
        assert_eq!(at(&rows, &pick(&rows, Quantity(9))), [(0, 5), (1, 4)]);
        let empty = shelf(&[(0, 9, 5), (-2, 9, 9)]);
        assert_eq!(at(&empty, &pick(&empty, Quantity(1))), [(1, 1)]);
        assert!(pick(&[], Quantity(1)).is_empty());
    }

    #[test]
    fn found_pieces_fill_what_is_below_zero_first() {
        let rows = shelf(&[(1, 5, 1), (-2, 5, 2), (0, 5, 3)]);
        let taken = found(&rows, Quantity(4)).expect("room for four");
        assert_eq!(at(&rows, &taken), [(1, 2), (2, 2)]);
        assert_eq!(found(&rows, Quantity(17)), None);
    }

    proptest! {
        #[test]
        fn every_piece_is_of_exactly_one_batch(
            rows in prop::collection::vec((-5_i64..20, 20_i64..30, 1_u32..28), 1..6),
            wanted in 1_i64..120,
        ) {
            let rows = shelf(&rows);
            let sum = |picked: &[Picked]| picked.iter().map(|p| p.quantity.0).sum::<i64>();
            let picked = pick(&rows, Quantity(wanted));
            prop_assert_eq!(sum(&picked), wanted);
            let there: i64 = rows.iter().map(|row| row.quantity.max(0)).sum();
            match missing(&rows, Quantity(wanted)) {
                Some(lines) => prop_assert_eq!(sum(&lines), wanted),
                None => prop_assert!(wanted > there),
            }
            let room: i64 = rows.iter().map(|r| r.accountable - r.quantity).sum();
            match found(&rows, Quantity(wanted)) {
                Some(lines) => {
                    prop_assert_eq!(sum(&lines), wanted);
                    for line in &lines {
                        let row = rows.iter().find(|row| row.batch == line.batch);
                        let row = row.ok_or_else(|| TestCaseError::fail("not of the shelf"))?;
                        prop_assert!(row.quantity + line.quantity.0 <= row.accountable);
                    }
                }
                None => prop_assert!(wanted > room),
            }
        }
    }
}
