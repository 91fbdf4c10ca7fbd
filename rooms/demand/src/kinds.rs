//! The words that this room stores and sends by name.

db::text_enum! {
    /// Where a request stands.
    pub enum RequestState {
        Open = "open",
        /// The unit says that it will send.
        Promised = "promised",
        /// The pieces are on their way.
        Sent = "sent",
        Declined = "declined",
        /// Taken back by the shop.
        Withdrawn = "withdrawn",
    }
}

db::text_enum! {
    /// What a unit answers when it does not decline.
    pub enum AnswerKind {
        Promised = "promised",
        Sent = "sent",
    }
}
