//! The words that this room stores and sends by name.

db::text_enum! {
    /// How near a prospect has come.
    pub enum Stage {
        /// Found; nothing was offered yet.
        Prospect = "prospect",
        /// Has an offer sheet.
        Offered = "offered",
        /// Tries it under a short agreement.
        Trial = "trial",
        /// A partner for a year.
        Agreed = "agreed",
        Declined = "declined",
    }
}

db::text_enum! {
    /// How long the agreement is that a prospect begins with.
    pub enum Term {
        /// Thirty days.
        Trial = "trial",
        /// A year.
        Year = "year",
    }
}

db::text_enum! {
    /// What was done with a prospect.
    pub enum Deed {
        Add = "add",
        Edit = "edit",
        Plan = "plan",
        Offer = "offer",
        Trial = "trial",
        Agree = "agree",
        Invite = "invite",
        Decline = "decline",
        Reopen = "reopen",
    }
}
