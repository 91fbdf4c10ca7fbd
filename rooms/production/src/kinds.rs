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
        /// What was written off as damaged is fit again.
        Mended = "mended",
        /// What was written off as lost is there again.
        Found = "found",
    }
}

impl Spoiled {
    /// What the pieces are, or had been: of what kind the row is.
    pub const fn of(self) -> Self {
        match self {
            Self::Damaged | Self::Mended => Self::Damaged,
            Self::Lost | Self::Found => Self::Lost,
        }
    }
    /// Whether they come back to the workshop.
    pub const fn back(self) -> bool {
        matches!(self, Self::Mended | Self::Found)
    }
    /// By what a row says.
    pub const fn from_row(of: Self, back: bool) -> Self {
        match (of, back) {
            (Self::Lost | Self::Found, true) => Self::Found,
            (Self::Lost | Self::Found, false) => Self::Lost,
            (_, true) => Self::Mended,
            (_, false) => Self::Damaged,
        }
    }
}

db::text_enum! {
    /// Where a write-off or a correction stands: one proposes, another decides.
    pub enum Proposal {
        Proposed = "proposed",
        /// The pieces have left the workshop, or what was wrong is put right.
        Approved = "approved",
        Declined = "declined",
    }
}

db::text_enum! {
    /// What was wrong with a batch.
    pub enum Corrected {
        /// What the check had said.
        Check = "check",
        /// Who made it, or by what weight.
        Makers = "makers",
    }
}

db::text_enum! {
    /// How well somebody learnt.
    pub enum TrainingResult {
        VeryGood = "very_good",
        Good = "good",
        Fair = "fair",
    }
}

db::text_enum! {
    /// Where the notice that a batch must come back stands.
    pub enum NoticeState {
        Draft = "draft",
        /// In force: every shop and the public read it.
        Approved = "approved",
        /// The draft came to nothing.
        Dropped = "dropped",
        /// It is over.
        Lifted = "lifted",
    }
}
