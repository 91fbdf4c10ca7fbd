//! How this room says no.

db::refusals! { "feedback";
    /// No such rating or complaint, or another's.
    Unknown = "unknown", NotFound;
    /// No receipt with all that was typed; or none with this link.
    ReceiptUnknown = "receipt_unknown", NotFound;
    /// The receipt has no such line, or what was on it came back.
    LineUnknown = "line_unknown", Invalid;
    /// Fewer than one star or more than five.
    Stars = "stars", Invalid;
    WordsTooLong = "words_too_long", Invalid;
    /// The field that people do not see was filled in.
    Trap = "trap", Invalid;
    /// The receipt has said enough.
    TooManyComplaints = "too_many_complaints", Conflict;
    /// The words were changed since they were read, or decided already.
    Changed = "changed", Conflict;
    ReasonMissing = "reason_missing", Invalid;
    /// The recall is over, or nobody approved it.
    NoticeOver = "notice_over", Conflict;
    /// The shop has no piece of the batch.
    NothingThere = "nothing_there", Conflict;
    /// It was answered, or closed, before.
    ComplaintState = "complaint_state", Conflict;
}
