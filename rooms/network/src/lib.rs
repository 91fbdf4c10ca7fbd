#![doc = include_str!("../README.md")]

mod actions;
mod api;
mod convert;
mod inputs;
mod kinds;
mod pages;
mod papers;
mod refusal;
mod stage;
mod store;
mod types;

pub use actions::{
    DECLINED_KEPT_DAYS, add, decline, edit, erase, forget_declined, offer, plan, reopen,
};
pub use api::{api, list, show};
pub use convert::{convert, invite};
pub use inputs::*;
pub use kinds::{Deed, Stage, Term};
pub use pages::screens;
pub use papers::offer_sheet;
pub use refusal::No;
pub use types::*;
