#![doc = include_str!("../README.md")]

mod actions;
mod api;
pub mod inputs;
mod kinds;
mod pack;
mod pages;
mod refusal;
mod report;
mod store;

pub use actions::{may_order, order};
pub use api::api;
pub use pack::{KEPT_DAYS, PART_BYTES, Pack, PackState, STALE_SECONDS};
pub use pages::screens;
pub use refusal::No;
pub use report::{Report, report_path};
pub use store::{Made, beat, claim, fail, finish, let_go, put, waits};
