//! The words of a pack that are stored, sent and shown by name.

db::text_enum! {
    /// Where an order stands.
    pub enum PackState {
        Waiting = "waiting",
        Running = "running",
        Ready = "ready",
        Failed = "failed",
        /// Made, fetched or not, and let go again.
        Gone = "gone",
    }
}
