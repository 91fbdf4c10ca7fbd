//! The words that this room stores and sends by name.

db::text_enum! {
    /// How the buyer paid the shop.
    pub enum Payment {
        Cash = "cash",
        Qris = "qris",
        Transfer = "transfer",
    }
}

db::text_enum! {
    /// How a sale became known.
    pub enum Source {
        /// Typed in while everybody is online.
        Desk = "desk",
        /// Sent by a till, perhaps long after: it happened.
        Till = "till",
        /// Derived from a count of what was left.
        Count = "count",
    }
}
