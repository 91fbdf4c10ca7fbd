//! Pure: how a difference may be settled, and what that does to the goods.

use kernel::{BatchId, Quantity, ShopId};

use crate::{
    goods::{GoodsMove, Place},
    kinds::{Party, Resolution, ShelfChange},
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

    /// Whether it puts pieces back on the shelf of a shop that sent them, which then has to account
    /// for them: not without its word.
    const fn asks_sender(self, settling: Resolution) -> bool {
        matches!(self, Self::NotArrived { from_shop: Some(_) })
            && matches!(settling, Resolution::FoundAtOrigin)
    }

    /// The ways that `party` may propose: the sender of a transfer speaks for its own shelf only.
    pub fn settlings_of(self, party: Party) -> Vec<Resolution> {
        let his = |way: &Resolution| party != Party::Sender || self.asks_sender(*way);
        self.settlings().iter().copied().filter(his).collect()
    }

    /// Who may agree to what `proposer` proposed: the other side, and for what puts pieces on a
    /// sender's shelf the sender, unless the proposal is its own.
    pub fn confirmers(self, settling: Resolution, proposer: Party) -> &'static [Party] {
        match (self.asks_sender(settling), proposer) {
            (true, Party::Consignor | Party::Shop) => &[Party::Sender],
            (true, Party::Sender) => &[Party::Consignor, Party::Shop],
            (false, Party::Consignor) => &[Party::Shop],
            (false, Party::Shop | Party::Sender) => &[Party::Consignor],
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
    fn nobody_agrees_to_his_own_word_and_no_shelf_gains_without_its_shop() {
        let (ids, now) = (Ids::seeded(1), Time::from_micros(0).expect("a time"));
        let other = ids.fresh(now);
        for difference in differences(other) {
            for settling in difference.settlings() {
                let back = difference == Difference::NotArrived { from_shop: Some(other) }
                    && *settling == Resolution::FoundAtOrigin;
                for proposer in [Party::Consignor, Party::Shop, Party::Sender] {
                    if !difference.settlings_of(proposer).contains(settling) {
                        assert_eq!(proposer, Party::Sender);
                        continue;
                    }
                    let confirmers = difference.confirmers(*settling, proposer);
                    assert!(!confirmers.is_empty() && !confirmers.contains(&proposer));
                    let asked = proposer == Party::Sender || confirmers == [Party::Sender];
                    assert_eq!(asked, back, "{difference:?} {settling:?} {proposer:?}");
                }
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
