//! How this room says no.

db::refusals! { "sales";
    /// No such sale, or another shop's or unit's.
    Unknown = "unknown", NotFound;
    NoLines = "no_lines", Invalid;
    TooManyLines = "too_many_lines", Invalid;
    /// Which shop sold it must be said by those who are not of one shop.
    ShopMissing = "shop_missing", Invalid;
    /// No agreement between a unit and this shop covers the product.
    NotConsigned = "not_consigned", Conflict;
    /// Before the first day of the first agreement that has it.
    BeforeAgreement = "before_agreement", Conflict;
    /// The unit sets the price, and this is another.
    PriceFixed = "price_fixed", Conflict;
    /// Nobody has set a price.
    PriceMissing = "price_missing", Invalid;
    /// Below the unit's floor, or below what the shop owes for a piece: why?
    BelowLowest = "below_lowest", Conflict;
    /// The shop recorded that receipt number on that day already: is it another sale?
    NumberTaken = "number_taken", Conflict;
    AmountTooLarge = "amount_too_large", Invalid;
    /// The shop never had this product, or not this batch of it.
    NeverDelivered = "never_delivered", Conflict;
    /// More than stands on the shelf by the books: is it really there?
    BeyondShelf = "beyond_shelf", Conflict;
    /// A piece of a batch that must come back: sell it all the same?
    Recalled = "recalled", Conflict;
    /// Pieces that are set aside for another buyer: sell them all the same?
    HeldPieces = "held_pieces", Conflict;
    DayAfterToday = "day_after_today", Invalid;
    DayTooLongAgo = "day_too_long_ago", Invalid;
    /// The refund names a line that the sale does not have.
    LineUnknown = "line_unknown", Invalid;
    LineTwice = "line_twice", Invalid;
    MoreThanSold = "more_than_sold", Conflict;
    RefundBeforeSale = "refund_before_sale", Invalid;
    WindowOver = "window_over", Conflict;
    ProductTwice = "product_twice", Invalid;
    /// More is left than was there.
    CountAboveShelf = "count_above_shelf", Conflict;
    CountBeforeLast = "count_before_last", Conflict;
    /// More is left than was there, and a delivery of it that was sent before is not confirmed.
    CountBeforeReceipt = "count_before_receipt", Conflict;
    /// The price or the shop's part changed since the last count: how many were sold before?
    PriceChanged = "price_changed", Conflict;
    /// More is said to be sold before the change than is gone.
    EarlierAboveGone = "earlier_above_gone", Invalid;
    /// A day of which no other price or part is known than that of the count.
    NothingChangedSince = "nothing_changed_since", Invalid;
    /// What came or went on the day of the count, at an hour that nobody noted.
    CountUnsure = "count_unsure", Conflict;
}
