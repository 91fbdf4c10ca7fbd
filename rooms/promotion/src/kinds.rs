//! The words that this room sends by name.

db::text_enum! {
    /// How far an order came; each step holds those that went further.
    pub enum Step {
        Ordered = "ordered",
        /// The shop set the pieces aside, or handed them over.
        SetAside = "set_aside",
        /// The buyer has them: a sale.
        Sold = "sold",
    }
}
