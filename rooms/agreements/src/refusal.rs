//! The ways in which this room says no.

db::refusals! { "agreements";
    /// No such agreement, or another's.
    Unknown = "unknown", NotFound;
    /// A shop looks; the Lapas records and signs.
    ConsignorOnly = "consignor_only", Forbidden;
    EndsBeforeStart = "ends_before_start", Invalid;
    /// More than a year of days where days are counted.
    TooManyDays = "too_many_days", Invalid;
    TooManyLines = "too_many_lines", Invalid;
    NotTheirProduct = "not_their_product", Invalid;
    ProductTwice = "product_twice", Invalid;
    ExpenseTwice = "expense_twice", Invalid;
    BelowFloor = "below_floor", Invalid;
    /// Percent where rupiah belong, or neither, or both.
    PartValue = "part_value", Invalid;
    PartAbovePrice = "part_above_price", Invalid;
    ConsignedAbovePrice = "consigned_above_price", Invalid;
    NumberTaken = "number_taken", Conflict;
    AddendumNumberTaken = "addendum_number_taken", Conflict;
    /// An addendum's number is written when it is drafted.
    NumberOfAddendum = "number_of_addendum", Invalid;
    NotDraft = "not_draft", Conflict;
    VersionUnknown = "version_unknown", NotFound;
    /// No addendum is drafted.
    NoAddendum = "no_addendum", Conflict;
    /// The draft was changed after it was looked at.
    ChangedSince = "changed_since", Conflict;
    NumberMissing = "number_missing", Conflict;
    SignatureMissing = "signature_missing", Conflict;
    ScanMissing = "scan_missing", Conflict;
    AnnexMissing = "annex_missing", Conflict;
    SignedInFuture = "signed_in_future", Invalid;
    ScanTooLarge = "scan_too_large", TooLarge;
    ScanType = "scan_type", Invalid;
    /// It breaks off in the middle.
    ScanBroken = "scan_broken", Invalid;
    ScanTwice = "scan_twice", Conflict;
    /// Another agreement of the same two covers the product on some of the days.
    Overlap = "overlap", Conflict;
    NotInForce = "not_in_force", Conflict;
    NothingChanges = "nothing_changes", Invalid;
    NoticeTooShort = "notice_too_short", Invalid;
    StartNotAfterLast = "start_not_after_last", Invalid;
    StartAfterEnd = "start_after_end", Invalid;
    StartBeforeSigning = "start_before_signing", Invalid;
    /// Before the signature, or still to come.
    PublishedOutside = "published_outside", Invalid;
    EndOutside = "end_outside", Invalid;
    /// A field of a clause that there is not.
    SlotUnknown = "slot_unknown", Invalid;
    SlotBrace = "slot_brace", Invalid;
    /// A clause that does not say what the engine executes.
    SlotMissing = "slot_missing", Invalid;
    ArticleMissing = "article_missing", Invalid;
    ArticleTwice = "article_twice", Invalid;
    TooManyClauses = "too_many_clauses", Invalid;
    /// Its clauses are as one side signed them.
    SignedAlready = "signed_already", Conflict;
    /// No such template, or another unit's.
    TemplateUnknown = "template_unknown", NotFound;
    TemplateRetired = "template_retired", Conflict;
}
