//! How this room says no.

use kernel::Refusal;

use crate::step::{DAYS_BACK_MAX, WrongDay};

db::refusals! { "demand";
    /// No such request, or another shop's or unit's.
    Unknown = "unknown", NotFound;
    /// Which shop it was must be said by those who are not of one shop.
    ShopMissing = "shop_missing", Invalid;
    /// Neither a product nor words.
    NothingAsked = "nothing_asked", Invalid;
    /// No agreement between the product's unit and this shop.
    NotConsigned = "not_consigned", Conflict;
    /// Only an agreement of before, or of later, covers the product.
    AgreementOver = "agreement_over", Conflict;
    DayAfterToday = "day_after_today", Invalid;
    DayTooLongAgo = "day_too_long_ago", Invalid;
    /// It was answered, declined or taken back before.
    RequestState = "request_state", Conflict;
    /// No surat jalan of this unit to this shop.
    DeliveryUnknown = "delivery_unknown", Invalid;
    /// A surat jalan stands for pieces that are sent, not promised.
    DeliveryIsSent = "delivery_is_sent", Invalid;
}

impl From<WrongDay> for Refusal {
    fn from(why: WrongDay) -> Self {
        match why {
            WrongDay::Ahead => No::DayAfterToday.at("asked_on"),
            WrongDay::TooLongAgo => No::DayTooLongAgo.at("asked_on").with("days", DAYS_BACK_MAX),
        }
    }
}
