db::refusals! { "ledger";
    /// This document has posted already.
    AlreadyPosted = "already_posted", Conflict;
    /// An amount is beyond what the ledger holds.
    AmountOutOfRange = "amount_out_of_range", Invalid;
}
