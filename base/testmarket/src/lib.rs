#![doc = include_str!("../README.md")]
#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot act stops")]

mod act;
mod goods;
pub mod month;
pub mod stall;

pub use act::{Who, act, fresh, no, no_in_full, refused, tells, tried, tried_in_full};
pub use goods::{
    agree, made, maker, product, receive, send, shelve, shop, two_shops, two_units, unit,
};
