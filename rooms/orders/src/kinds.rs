//! The words that this room stores and sends by name.

db::text_enum! {
    /// Where an order stands.
    pub enum OrderState {
        /// The buyer asked; nothing is set aside.
        Open = "open",
        /// The shop set the pieces aside.
        Held = "held",
        /// The buyer has them: a sale.
        Collected = "collected",
        /// Nobody came, or nobody answered, or the shop said no.
        Lapsed = "lapsed",
    }
}

db::text_enum! {
    /// Where a wish for something to be made stands.
    pub enum LeadState {
        New = "new",
        /// A job's quote was made of it.
        Quoted = "quoted",
        Declined = "declined",
    }
}
