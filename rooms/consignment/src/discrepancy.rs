//! Pure: how a difference may be settled, and what that does to the goods.

use kernel::{BatchId, Quantity, ShopId};

use crate::{
    goods::{GoodsMove, Place},
    kinds::{Resolution, ShelfChange},
};

/// Where a difference came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    /// Fewer arrived at the shop than were sent from the workshop or, in a transfer, from a shop.
    NotArrived { from_shop: Option<ShopId> },
    /// A count found fewer than the books say.
    Missing,
    /// A count found more than the books say.
    Found,
}

impl Difference {
    /// The ways in which this difference can be settled.
    pub const fn settlings(self) -> &'static [Resolution] {
        match self {
            Self::NotArrived { .. } => {
                &[Resolution::FoundAtOrigin, Resolution::Arrived, Resolution::Lost]
            }
            Self::Missing => &[Resolution::TakenBack, Resolution::Lost],
            Self::Found => &[Resolution::TakenBack],
        }
    }

    /// The goods' move when `settling` is agreed; `None` where it does not fit the difference.
    pub fn moves(
        self,
        settling: Resolution,
        batch: BatchId,
        shop: ShopId,
        quantity: Quantity,
    ) -> Option<GoodsMove> {
        if !self.settlings().contains(&settling) {
            return None;
        }
        let (from, to) = match (self, settling) {
            (Self::Found, _) => (Place::Shelf(shop), Place::Discrepancy(shop)),
            (Self::NotArrived { from_shop }, Resolution::FoundAtOrigin) => {
                (Place::Discrepancy(shop), from_shop.map_or(Place::Workshop, Place::Shelf))
            }
            (_, Resolution::Lost) => (Place::Discrepancy(shop), Place::Lost(shop)),
            _ => (Place::Discrepancy(shop), Place::Shelf(shop)),
        };
        Some(GoodsMove { batch, from, to, quantity })
    }

    /// How the shop's own statement sees it: the changes of its shelf, signed. A loss that was
    /// missing at a count leaves the column of differences and enters that of losses.
    pub fn shelf_changes(self, settling: Resolution, quantity: i64) -> Vec<(ShelfChange, i64)> {
        match (self, settling) {
            (Self::NotArrived { from_shop: None }, Resolution::Arrived) => {
                vec![(ShelfChange::Received, quantity)]
            }
            (Self::NotArrived { from_shop: Some(_) }, Resolution::Arrived) => {
                vec![(ShelfChange::TransferredIn, quantity)]
            }
            (Self::NotArrived { .. }, _) => Vec::new(),
            (Self::Missing, Resolution::Lost) => {
                vec![(ShelfChange::Discrepancy, quantity), (ShelfChange::Lost, -quantity)]
            }
            (Self::Missing, _) => vec![(ShelfChange::Discrepancy, quantity)],
            (Self::Found, _) => vec![(ShelfChange::Discrepancy, -quantity)],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{Ids, Time};

    const ALL: [Resolution; 4] =
        [Resolution::FoundAtOrigin, Resolution::Arrived, Resolution::Lost, Resolution::TakenBack];

    fn differences(other: ShopId) -> [Difference; 4] {
        [
            Difference::NotArrived { from_shop: None },
            Difference::NotArrived { from_shop: Some(other) },
            Difference::Missing,
            Difference::Found,
        ]
    }

    #[test]
    fn a_settling_that_does_not_fit_moves_nothing() {
        let (ids, now) = (Ids::seeded(1), Time::from_micros(0).expect("a time"));
        let (batch, shop, other) = (ids.fresh(now), ids.fresh(now), ids.fresh(now));
        for difference in differences(other) {
            for settling in ALL {
                let fits = difference.settlings().contains(&settling);
                let moves = difference.moves(settling, batch, shop, Quantity(1));
                assert_eq!(moves.is_some(), fits, "{difference:?} {settling:?}");
            }
        }
    }

    #[test]
    fn what_the_statement_says_is_what_the_shelf_does() {
        let (ids, now) = (Ids::seeded(1), Time::from_micros(0).expect("a time"));
        let (batch, shop, other) = (ids.fresh(now), ids.fresh(now), ids.fresh(now));
        for difference in differences(other) {
            for settling in difference.settlings() {
                let leg = difference.moves(*settling, batch, shop, Quantity(3)).expect("it fits");
                let shelf = Place::Shelf(shop);
                let moved =
                    if leg.to == shelf { 3 } else { 0 } - if leg.from == shelf { 3 } else { 0 };
                let changes = difference.shelf_changes(*settling, 3);
                let said: i64 = changes.iter().map(|(_, quantity)| quantity).sum();
                assert_eq!(said, moved, "{difference:?} {settling:?}");
            }
        }
    }
}
