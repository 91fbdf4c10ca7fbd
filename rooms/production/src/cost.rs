//! Pure: what a piece cost to make (HPP).

use kernel::{Quantity, Rupiah};

/// The cost of one piece, and what rounding left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnitCost {
    pub unit: Rupiah,
    /// `total − unit × pieces`: negative where the unit was rounded up. Never more than half the
    /// number of pieces, and shown beside the unit so that nobody has to look for it.
    pub remainder: Rupiah,
}

/// Total cost over the accepted pieces, rounded half up to a whole rupiah: the rejected ones
/// are paid for by the good ones. `None` when nothing was accepted, so that there is no piece to
/// carry it, and when no cost is on record: then it is not known, which is not nothing, unless
/// somebody said that nothing was paid.
pub const fn unit_cost(total: Rupiah, nothing: bool, accepted: Quantity) -> Option<UnitCost> {
    if accepted.0 <= 0 || total.0 < 0 || (total.0 == 0 && !nothing) {
        return None;
    }
    let twice = total.0 as i128 * 2 + accepted.0 as i128;
    let unit = (twice / (accepted.0 as i128 * 2)) as i64;
    Some(UnitCost { unit: Rupiah(unit), remainder: Rupiah(total.0 - unit * accepted.0) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn half_a_rupiah_goes_up() {
        let unit =
            |total, pieces| unit_cost(Rupiah(total), false, Quantity(pieces)).map(|c| c.unit.0);
        assert_eq!(unit(108_000, 12), Some(9_000));
        assert_eq!(unit(5, 2), Some(3));
        assert_eq!(unit(10, 3), Some(3));
        assert_eq!(unit(0, 3), None);
        assert_eq!(unit(10, 0), None);
        let nothing = |total, pieces| unit_cost(Rupiah(total), true, Quantity(pieces));
        assert_eq!(nothing(0, 3).map(|c| (c.unit.0, c.remainder.0)), Some((0, 0)));
        assert_eq!(nothing(0, 0), None);
    }

    proptest! {
        #[test]
        fn unit_times_pieces_and_remainder_is_the_total(
            total in 1_i64..=1_000_000_000_000,
            pieces in 1_i64..1_000_000,
        ) {
            let cost = unit_cost(Rupiah(total), false, Quantity(pieces));
            let cost = cost.ok_or_else(|| TestCaseError::fail("no cost"))?;
            prop_assert_eq!(cost.unit.0 * pieces + cost.remainder.0, total);
            prop_assert!(cost.remainder.0.abs() * 2 <= pieces);
        }
    }
}
