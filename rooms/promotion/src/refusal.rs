//! How this room says no.

db::refusals! { "promotion";
    /// No such product at this shop under an agreement in force, or another's.
    Unknown = "unknown", NotFound;
}
