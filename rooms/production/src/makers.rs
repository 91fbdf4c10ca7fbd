//! Pure: who made a batch, and by what measure the makers share what it earns.

use std::collections::BTreeSet;

use kernel::{MakerId, Quantity};

use crate::kinds::Basis;

/// One maker's weight in a batch: pieces, hours, or 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weight {
    pub maker: MakerId,
    pub weight: i64,
}

/// Why a list of makers does not stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unweighable {
    NoMakers,
    /// The line (from 0) that names a maker a second time.
    Twice(usize),
    /// The line (from 0) that lacks its pieces or hours.
    NoWeight(usize),
    /// More pieces are claimed than were checked.
    TooManyUnits {
        claimed: Quantity,
        checked: Quantity,
    },
}

/// The weights that the lines `(maker, pieces or hours)` give. Equal shares need no number.
///
/// # Errors
/// No makers at all, one named twice, or a number missing where the measure needs it.
pub fn weigh(by: Basis, lines: &[(MakerId, Option<Quantity>)]) -> Result<Vec<Weight>, Unweighable> {
    if lines.is_empty() {
        return Err(Unweighable::NoMakers);
    }
    let mut seen = BTreeSet::new();
    let weight = |(at, (maker, number)): (usize, &(MakerId, Option<Quantity>))| {
        if !seen.insert(*maker) {
            return Err(Unweighable::Twice(at));
        }
        let weight = match (by, number) {
            (Basis::Equal, _) => 1,
            (_, Some(number)) if number.0 > 0 => number.0,
            _ => return Err(Unweighable::NoWeight(at)),
        };
        Ok(Weight { maker: *maker, weight })
    };
    lines.iter().enumerate().map(weight).collect()
}

/// Pieces claimed by the makers cannot be more than the check has seen.
///
/// # Errors
/// [`Unweighable::TooManyUnits`].
pub fn within_checked(by: Basis, weights: &[Weight], checked: Quantity) -> Result<(), Unweighable> {
    let claimed = Quantity(weights.iter().map(|one| one.weight).sum());
    if by == Basis::Units && claimed > checked {
        return Err(Unweighable::TooManyUnits { claimed, checked });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{Ids, Time};

    fn makers() -> [MakerId; 2] {
        let (ids, now) = (Ids::seeded(1), Time::from_micros(0).expect("a time"));
        [ids.fresh(now), ids.fresh(now)]
    }

    #[test]
    fn equal_shares_need_no_numbers() {
        let [a, b] = makers();
        let weights = weigh(Basis::Equal, &[(a, None), (b, Some(Quantity(7)))]);
        let weights = weights.expect("two makers");
        assert_eq!(weights.iter().map(|w| w.weight).collect::<Vec<_>>(), [1, 1]);
    }

    #[test]
    fn a_list_that_cannot_be_weighed_is_refused() {
        let [a, b] = makers();
        assert_eq!(weigh(Basis::Equal, &[]), Err(Unweighable::NoMakers));
        assert_eq!(weigh(Basis::Equal, &[(a, None), (a, None)]), Err(Unweighable::Twice(1)));
        let lines = [(a, Some(Quantity(3))), (b, None)];
        assert_eq!(weigh(Basis::Hours, &lines), Err(Unweighable::NoWeight(1)));
    }

    #[test]
    fn makers_cannot_claim_more_pieces_than_were_checked() {
        let [a, b] = makers();
        let lines = [(a, Some(Quantity(6))), (b, Some(Quantity(7)))];
        let weights = weigh(Basis::Units, &lines).expect("weights");
        let refused = within_checked(Basis::Units, &weights, Quantity(12));
        assert!(matches!(refused, Err(Unweighable::TooManyUnits { .. })));
        assert!(within_checked(Basis::Units, &weights, Quantity(13)).is_ok());
        assert!(within_checked(Basis::Hours, &weights, Quantity(1)).is_ok());
    }
}
