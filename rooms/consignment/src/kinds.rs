//! The words that this room stores and sends by name.

db::text_enum! {
    /// Where a surat jalan stands.
    pub enum DeliveryState {
        /// On the way: the shop has not confirmed yet.
        Sent = "sent",
        Received = "received",
        /// Taken back by its sender before the shop confirmed.
        Recalled = "recalled",
    }
}

db::text_enum! {
    /// What takes goods off a shelf without a sale, or takes that back.
    pub enum MovementKind {
        /// Back to the workshop.
        Return = "return",
        Damage = "damage",
        Loss = "loss",
        /// To another shop of the same unit.
        Transfer = "transfer",
        /// Written off as lost, and found: back on the shelf.
        FoundOnShelf = "found_on_shelf",
        /// The same, found in the unit: in the workshop.
        FoundAtUnit = "found_at_unit",
        /// Broken pieces at the shop go to the unit, where they may be mended.
        BrokenBack = "broken_back",
        /// Broken pieces were destroyed at the shop.
        Destroyed = "destroyed",
        /// Written off as broken, and not broken: back on the shelf.
        NotBroken = "not_broken",
    }
}

impl MovementKind {
    /// The write-off that it takes back, with what the shop was charged for it.
    pub const fn takes_back(self) -> Option<ShelfChange> {
        match self {
            Self::FoundOnShelf | Self::FoundAtUnit => Some(ShelfChange::Lost),
            Self::NotBroken => Some(ShelfChange::Damaged),
            _ => None,
        }
    }
    /// Whether pieces leave that are off the shelf already, because they are broken.
    pub const fn is_of_broken(self) -> bool {
        matches!(self, Self::BrokenBack | Self::Destroyed)
    }
}

db::text_enum! {
    /// Where a movement stands between the two sides.
    pub enum MovementState {
        Proposed = "proposed",
        Confirmed = "confirmed",
        /// The other side said no.
        Declined = "declined",
        /// The one who proposed it took it back.
        Withdrawn = "withdrawn",
    }
}

db::text_enum! {
    /// Which document showed a difference.
    pub enum Origin {
        Receipt = "receipt",
        Count = "count",
    }
}

db::text_enum! {
    /// Fewer than the books say, or more.
    pub enum Direction {
        Missing = "missing",
        Found = "found",
    }
}

db::text_enum! {
    /// What both sides say became of the pieces of a difference.
    pub enum Resolution {
        /// They never left: they are still where they were sent from.
        FoundAtOrigin = "found_at_origin",
        /// They came after all, and are on the shelf.
        Arrived = "arrived",
        /// Nobody finds them: written off, borne by the one side or the other.
        Lost = "lost",
        /// The count was wrong, or the forgotten sale or refund is now recorded: the books stand
        /// as they were before the count.
        TakenBack = "taken_back",
    }
}

db::text_enum! {
    /// Who has a word on a difference.
    pub enum Party {
        Consignor = "consignor",
        /// At which the pieces are missing, or were found.
        Shop = "shop",
        /// The shop that sent them, in a transfer.
        Sender = "sender",
    }
}

db::text_enum! {
    /// Whether anything of a difference is still to be settled.
    pub enum DifferenceState {
        Open = "open",
        Settled = "settled",
    }
}

db::text_enum! {
    /// Where a proposal to settle a difference stands.
    pub enum ProposalState {
        Proposed = "proposed",
        Confirmed = "confirmed",
        /// A later proposal stands in its place.
        Replaced = "replaced",
    }
}

db::text_enum! {
    /// What the changes of a shelf are called on a statement.
    pub enum ShelfChange {
        Received = "received",
        Returned = "returned",
        Damaged = "damaged",
        Lost = "lost",
        TransferredIn = "transferred_in",
        TransferredOut = "transferred_out",
        /// Missing or found at a count.
        Discrepancy = "discrepancy",
    }
}
