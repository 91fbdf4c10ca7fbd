//! How this room says no.

db::refusals! { "network";
    /// No such prospect, or another unit's.
    Unknown = "unknown", NotFound;
    ConsignorNeeded = "consignor_needed", Invalid;
    /// The prospect stands elsewhere than this step begins at.
    Stage = "stage", Conflict;
    /// Nothing was offered: an agreement would have no goods and no shop's part.
    NoOffer = "no_offer", Conflict;
    /// An offer without goods.
    NothingOffered = "nothing_offered", Invalid;
    ProductUnknown = "product_unknown", Invalid;
    ProductTwice = "product_twice", Invalid;
    /// Neither the offer nor the catalogue knows a price.
    PriceMissing = "price_missing", Invalid;
    /// An offer that ended before it was made, or lives too long.
    ValidUntil = "valid_until", Invalid;
    /// A next step and its day belong together.
    StepAndDay = "step_and_day", Invalid;
    Whatsapp = "whatsapp", Invalid;
    /// The house knows a shop that the prospect may be, and nobody said whether it is.
    ShopAlike = "shop_alike", Conflict;
    /// It has a shop already, and not that one.
    OtherShop = "other_shop", Conflict;
    /// Its data are erased; it is over.
    Erased = "erased", Conflict;
    /// There is no shop yet whose owner could be invited.
    NoShop = "no_shop", Conflict;
}
