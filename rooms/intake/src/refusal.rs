//! How this room says no.

db::refusals! { "intake";
    Unknown = "unknown", NotFound;
    /// Only a unit's own people have its goods and makers to tell of.
    NotAUnit = "not_a_unit", Forbidden;
    /// The file itself.
    Empty = "empty", Invalid;
    Pdf = "pdf", Invalid;
    OldExcel = "old_excel", Invalid;
    NotASheet = "not_a_sheet", Invalid;
    Encoding = "encoding", Invalid;
    Bomb = "bomb", TooLarge;
    Merged = "merged", Invalid;
    TooManyRows = "too_many_rows", TooLarge;
    TooManyColumns = "too_many_columns", TooLarge;
    OpenQuote = "open_quote", Invalid;
    /// Its head.
    ColumnMissing = "column_missing", Invalid;
    ColumnTwice = "column_twice", Invalid;
    ColumnUnknown = "column_unknown", Invalid;
    NoRows = "no_rows", Invalid;
    /// A row.
    Formula = "formula", Invalid;
    Broken = "broken", Invalid;
    Fraction = "fraction", Invalid;
    BeyondHead = "beyond_head", Invalid;
    DayAmbiguous = "day_ambiguous", Invalid;
    DayImpossible = "day_impossible", Invalid;
    NotYesOrNo = "not_yes_or_no", Invalid;
    PaymentUnknown = "payment_unknown", Invalid;
    PaymentDiffers = "payment_differs", Invalid;
    ShopUnknown = "shop_unknown", Invalid;
    ShopOfTwo = "shop_of_two", Invalid;
    ProductUnknown = "product_unknown", Invalid;
    ProductOfTwo = "product_of_two", Invalid;
    MakerUnknown = "maker_unknown", Invalid;
    BatchUnknown = "batch_unknown", Invalid;
    BatchNotOurs = "batch_not_ours", Invalid;
    NotOpened = "not_opened", Invalid;
    RowTwice = "row_twice", Invalid;
    /// The same thing was told before, and otherwise.
    ToldBefore = "told_before", Conflict;
    /// More than the books have on the shelf, and no word that it was there.
    BeyondShelf = "beyond_shelf", Conflict;
    /// The shop recorded that receipt's number on that day already.
    NumberTaken = "number_taken", Conflict;
    /// A count across a change of price: only the page asks what was sold before it.
    PriceChanged = "price_changed", Conflict;
    /// The whole: rows of it are wrong.
    RowsRefused = "rows_refused", Conflict;
    /// It was given up, taken in or forgotten meanwhile.
    Gone = "gone", NotFound;
    /// Its rows are still being looked at.
    StillLooking = "still_looking", Conflict;
    /// The yes was said; it is too late to give it up.
    BeingTaken = "being_taken", Conflict;
    /// Never told: the rehearsal is over and is undone.
    Rehearsed = "rehearsed", Conflict;
}
