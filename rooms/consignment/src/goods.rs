//! Pure: where goods are, and the moves between those places that each document makes.

use kernel::{BatchId, Quantity, ShopId};

use crate::kinds::{MovementKind, ShelfChange};

/// A place of the goods ledger that this room moves goods between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Workshop,
    /// On the way to this shop.
    Transit(ShopId),
    Shelf(ShopId),
    Damaged(ShopId),
    /// Broken, and at the unit, where they may be mended: what it has written off stands here too.
    WrittenOff,
    /// Broken, and there no more.
    Destroyed,
    Lost(ShopId),
    Discrepancy(ShopId),
}

/// So many pieces of a batch from one place to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GoodsMove {
    pub batch: BatchId,
    pub from: Place,
    pub to: Place,
    pub quantity: Quantity,
}

/// What goods do at a shop between two days; sales are the sales room's own lines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub received: i64,
    pub returned: i64,
    pub damaged: i64,
    pub lost: i64,
    pub transferred_in: i64,
    pub transferred_out: i64,
    /// Signed as the shelf sees it: missing at a count is negative.
    pub discrepancy: i64,
}

impl Tally {
    /// Adds a change; `quantity` is signed as the shelf sees it, the tally's outgoing columns
    /// are positive as people read them.
    pub const fn add(&mut self, change: ShelfChange, quantity: i64) {
        match change {
            ShelfChange::Received => self.received += quantity,
            ShelfChange::Returned => self.returned -= quantity,
            ShelfChange::Damaged => self.damaged -= quantity,
            ShelfChange::Lost => self.lost -= quantity,
            ShelfChange::TransferredIn => self.transferred_in += quantity,
            ShelfChange::TransferredOut => self.transferred_out -= quantity,
            ShelfChange::Discrepancy => self.discrepancy += quantity,
        }
    }

    /// What the shop has to account for: accepted − returned − written off ± transferred.
    pub const fn accountable(self) -> i64 {
        self.received + self.transferred_in
            - self.transferred_out
            - self.returned
            - self.damaged
            - self.lost
    }

    /// The identity of the shelf: accepted − sold − returned − written off ± transferred
    /// ± what a count said otherwise.
    pub const fn on_shelf(self, opening: i64, sold: i64) -> i64 {
        opening + self.accountable() - sold + self.discrepancy
    }
}

/// What a receipt does with one line: what arrived goes to the shelf, what did not is disputed.
pub fn receipt(batch: BatchId, shop: ShopId, sent: Quantity, received: Quantity) -> Vec<GoodsMove> {
    let leg = |to, quantity| GoodsMove { batch, from: Place::Transit(shop), to, quantity };
    let both = [
        leg(Place::Shelf(shop), received),
        leg(Place::Discrepancy(shop), Quantity(sent.0 - received.0)),
    ];
    both.into_iter().filter(|leg| leg.quantity.0 > 0).collect()
}

/// The kinds of movement that take goods off a shelf without a sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaving {
    Return,
    Damage,
    Loss,
    Transfer(ShopId),
}

impl Leaving {
    /// Where the goods go when both sides have said yes.
    pub const fn place(self, shop: ShopId) -> Place {
        match self {
            Self::Return => Place::Workshop,
            Self::Damage => Place::Damaged(shop),
            Self::Loss => Place::Lost(shop),
            Self::Transfer(to) => Place::Transit(to),
        }
    }
    pub const fn change(self) -> ShelfChange {
        match self {
            Self::Return => ShelfChange::Returned,
            Self::Damage => ShelfChange::Damaged,
            Self::Loss => ShelfChange::Lost,
            Self::Transfer(_) => ShelfChange::TransferredOut,
        }
    }
}

/// What taking a write-off back does to the goods, and to the shelf as a statement shows it. Lost
/// pieces that the unit found went back to it; nothing for a movement that takes none back.
pub fn come_back(kind: MovementKind, shop: ShopId) -> Option<Back> {
    let undone = kind.takes_back()?;
    let at_unit = kind == MovementKind::FoundAtUnit;
    let from = if undone == ShelfChange::Lost { Place::Lost(shop) } else { Place::Damaged(shop) };
    let to = if at_unit { Place::Workshop } else { Place::Shelf(shop) };
    let mut changes = vec![(undone, 1)];
    if at_unit {
        changes.push((ShelfChange::Returned, -1));
    }
    Some(Back { from, to, undone, changes })
}

/// See [`come_back`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Back {
    pub from: Place,
    pub to: Place,
    pub undone: ShelfChange,
    /// Of one piece, signed as the shelf sees it.
    pub changes: Vec<(ShelfChange, i64)>,
}

/// What was charged for pieces of a batch that a shop lost or broke, less what was taken back since.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Charged {
    pub pieces: i64,
    pub rupiah: i64,
}

impl Charged {
    /// What is taken back when `found` pieces turn up, or are whole: those that were charged come first, and
    /// all together give back exactly what was charged.
    pub fn back(self, found: Quantity) -> Self {
        let pieces = found.0.min(self.pieces.max(0));
        if pieces == 0 {
            return Self::default();
        }
        Self { pieces, rupiah: kernel::portion(self.rupiah, pieces, self.pieces) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{Ids, Time};

    #[test]
    fn a_receipt_splits_what_was_sent() {
        let (ids, now) = (Ids::seeded(1), Time::from_micros(0).expect("a time"));
        let (batch, shop) = (ids.fresh(now), ids.fresh(now));
        let split = |sent, received| -> Vec<(Place, i64)> {
            let moves = receipt(batch, shop, Quantity(sent), Quantity(received));
            moves.into_iter().map(|leg| (leg.to, leg.quantity.0)).collect()
        };
        assert_eq!(split(12, 12), [(Place::Shelf(shop), 12)]);
        assert_eq!(split(12, 11), [(Place::Shelf(shop), 11), (Place::Discrepancy(shop), 1)]);
        assert_eq!(split(12, 0), [(Place::Discrepancy(shop), 12)]);
    }

    #[test]
    fn what_is_found_gives_back_what_was_charged_and_no_more() {
        let mut left = Charged { pieces: 3, rupiah: 70_000 };
        let mut back = 0;
        for found in [1, 1, 4] {
            let one = left.back(Quantity(found));
            left = Charged { pieces: left.pieces - one.pieces, rupiah: left.rupiah - one.rupiah };
            back += one.rupiah;
        }
        assert_eq!((back, left), (70_000, Charged::default()));
        assert_eq!(left.back(Quantity(1)), Charged::default());
    }

    #[test]
    fn the_shelf_is_what_came_less_what_went() {
        let mut tally = Tally::default();
        for (change, quantity) in [
            (ShelfChange::Received, 12),
            (ShelfChange::TransferredIn, 4),
            (ShelfChange::Returned, -2),
            (ShelfChange::Damaged, -1),
            (ShelfChange::Lost, -1),
            (ShelfChange::TransferredOut, -3),
            (ShelfChange::Discrepancy, -1),
        ] {
            tally.add(change, quantity);
        }
        assert_eq!(tally.accountable(), 9);
        assert_eq!(tally.on_shelf(5, 6), 7);
    }
}
