//! The words and numbers that every room shares: no I/O, no async, no clock of its own.
//!
//! * [`Rupiah`], [`Quantity`], [`Share`]: integers with units; there is no float in the house.
//! * [`Id`]: client-made UUIDv7, one type for each kind of thing.
//! * [`Day`], [`Time`], [`Zone`]: business days and instants; [`Clock`] and [`Ids`] are injected.
//! * [`Line`], [`Note`], [`Price`], [`Count`]: input that was parsed once and is right for ever.
//! * [`Actor`], [`Capability`], [`Reach`]: who acts, what he may do, whose records he sees.
//! * [`in_words`]: sums in words (*terbilang*), as papers ask.
//! * [`Refusal`]: how the house says no; everything else is a fault.

mod actor;
mod address;
mod clock;
mod context;
mod id;
mod input;
mod lang;
mod money;
mod refusal;
mod split;
mod terbilang;

pub use actor::{Actor, Capabilities, Capability, Reach};
pub use address::percent_encoded;
pub use clock::{Clock, Day, Ids, Period, Time, Zone};
pub use context::Context;
pub use id::*;
pub use input::{Count, Line, Note, Passage, Price, input_code, is_hidden};
pub use lang::Lang;
pub use money::{Quantity, Rupiah, Share, group_thousands};
pub use refusal::{Refusal, RefusalKind};
pub use split::{apportion, portion};
pub use terbilang::{day_in_words, in_words, number_in_words};

/// The largest quantity or price that anybody may enter: 10^12.
pub const INPUT_MAX: i64 = 1_000_000_000_000;
