//! How far a file is on its way in.

db::text_enum! {
    /// Where a file stands.
    pub enum Stage {
        /// It has many rows and waits to be looked at.
        Waiting = "waiting",
        Looking = "looking",
        /// It waits for its sender: for the yes, or for a mended one.
        Looked = "looked",
        /// The yes was said; it waits to be taken in.
        Asked = "asked",
        Taking = "taking",
        Taken = "taken",
        /// The program could not do it, for no fault of the file.
        Failed = "failed",
    }
}

impl Stage {
    /// Whether it goes on by itself.
    pub const fn moves(self) -> bool {
        matches!(self, Self::Waiting | Self::Looking | Self::Asked | Self::Taking)
    }
}
