//! How this room says no.

db::refusals! { "orders";
    /// No such order, or another shop's.
    Unknown = "unknown", NotFound;
    /// Not a code of ours: a letter is wrong.
    CodeUnknown = "code_unknown", NotFound;
    /// Which shop it was must be said by those who are not of one shop.
    ShopMissing = "shop_missing", Invalid;
    /// The field that people do not see was filled in.
    Trap = "trap", Invalid;
    /// Not a campaign's code: a letter is wrong.
    CampaignCode = "campaign_code", Invalid;
    /// The shop takes no orders, or has no WhatsApp.
    NotTaken = "not_taken", Conflict;
    NothingOrdered = "nothing_ordered", Invalid;
    TooManyLines = "too_many_lines", Invalid;
    ProductTwice = "product_twice", Invalid;
    TooManyPieces = "too_many_pieces", Invalid;
    /// Not on this shop's shelf, or promised to others.
    NotAvailable = "not_available", Conflict;
    /// The shop has more unanswered orders than it can read.
    ShopFull = "shop_full", TooMany;
    /// One address has sent this shop enough for a day.
    ManyFromHere = "many_from_here", TooMany;
    HoldTooLong = "hold_too_long", Invalid;
    /// It was collected or has ended.
    OrderState = "order_state", Conflict;
    /// Nothing of what was ordered is taken.
    NothingTaken = "nothing_taken", Invalid;
    MoreThanOrdered = "more_than_ordered", Invalid;
    /// The line is not of this order.
    LineUnknown = "line_unknown", Invalid;
    /// No such lead, or another unit's.
    LeadUnknown = "lead_unknown", NotFound;
    WhatTooLong = "what_too_long", Invalid;
    WantedBefore = "wanted_before", Invalid;
    /// Nobody's number is kept without his yes.
    ConsentMissing = "consent_missing", Invalid;
    NumberWrong = "number_wrong", Invalid;
    /// Not a product of this unit.
    ProductUnknown = "product_unknown", Invalid;
    /// The unit has more unanswered leads than it can read.
    UnitFull = "unit_full", TooMany;
    /// One address has asked this unit enough for a day.
    ManyWishesFromHere = "many_wishes_from_here", TooMany;
    /// It was quoted or declined.
    LeadState = "lead_state", Conflict;
}
