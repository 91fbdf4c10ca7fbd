//! How this room says no.

use kernel::Refusal;

use crate::pack::WrongPeriod;

db::refusals! { "audit";
    /// No such pack, or another unit's.
    Unknown = "unknown", NotFound;
    /// Packs are for those who answer for the unit.
    NotForYou = "not_for_you", Forbidden;
    /// Whose pack it is must be said by those who are not of one unit.
    UnitMissing = "unit_missing", Invalid;
    EndsBeforeStart = "ends_before_start", Invalid;
    NotBegun = "not_begun", Invalid;
    TooLong = "too_long", Invalid;
    /// Another is being made for this unit.
    OneAtATime = "one_at_a_time", Conflict;
    NotReady = "not_ready", Conflict;
    Gone = "gone", NotFound;
}

/// The sentence for a period that has no pack.
pub fn wrong_period(wrong: WrongPeriod) -> Refusal {
    match wrong {
        WrongPeriod::EndsBeforeStart => No::EndsBeforeStart.at("to"),
        WrongPeriod::NotBegun => No::NotBegun.at("from"),
        WrongPeriod::TooLong => No::TooLong.at("to"),
    }
}
