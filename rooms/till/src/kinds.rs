//! The words that this room stores and sends by name.

db::text_enum! {
    /// What became of an act.
    pub enum ActState {
        Done = "done",
        /// The house said no; the shop decides what to do.
        Refused = "refused",
        /// The shop gave it up.
        Withdrawn = "withdrawn",
    }
}

db::text_enum! {
    /// What a device hears of an act.
    pub enum Answer {
        /// On disk for good.
        Done = "done",
        /// It was there already, and counts once.
        Again = "again",
        /// Not done: it goes to the tray, with the reason.
        Refused = "refused",
    }
}
