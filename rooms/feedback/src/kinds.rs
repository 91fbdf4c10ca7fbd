//! The words that this room stores and sends by name.

db::text_enum! {
    /// What became of the words of a rating.
    pub enum ReviewState {
        /// A rating alone: nothing to read.
        Wordless = "wordless",
        Waiting = "waiting",
        /// Read by another and public.
        Shown = "shown",
        Hidden = "hidden",
    }
}

db::text_enum! {
    /// Where a complaint stands.
    pub enum ComplaintState {
        Open = "open",
        Answered = "answered",
        Closed = "closed",
    }
}
