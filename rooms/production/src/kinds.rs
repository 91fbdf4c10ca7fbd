//! The words that this room stores and sends by name.

db::text_enum! {
    /// How the makers of a batch are weighed against each other.
    pub enum Basis {
        /// By the pieces each made.
        Units = "units",
        /// By the hours each worked.
        Hours = "hours",
        /// All alike.
        Equal = "equal",
    }
}

db::text_enum! {
    /// What the quality check says of the accepted pieces.
    pub enum Grade {
        A = "a",
        B = "b",
        C = "c",
    }
}

db::text_enum! {
    /// Where a job made to order stands.
    pub enum JobState {
        Quoted = "quoted",
        /// The buyer agreed; his deposit, if any, is here.
        Accepted = "accepted",
        InWork = "in_work",
        /// Its batch passed the check.
        Done = "done",
        HandedOver = "handed_over",
        Cancelled = "cancelled",
    }
}

db::text_enum! {
    /// What became of pieces in the workshop.
    pub enum Spoiled {
        Damaged = "damaged",
        Lost = "lost",
    }
}

db::text_enum! {
    /// Where a write-off stands.
    pub enum WriteOffState {
        Proposed = "proposed",
        /// The pieces have left the workshop.
        Approved = "approved",
        Declined = "declined",
    }
}
