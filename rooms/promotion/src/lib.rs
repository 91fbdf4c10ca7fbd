#![doc = include_str!("../README.md")]

mod api;
mod caption;
mod kit;
mod pages;
mod papers;
mod refusal;

pub use api::api;
pub use caption::{Caption, Offered, captions};
pub use kit::{Kit, OneKit, Pair, pairs, show};
pub use pages::screens;
pub use refusal::No;
