#![doc = include_str!("../README.md")]

mod actions;
mod address;
mod api;
mod card;
mod data;
mod feeds;
mod index;
mod inputs;
mod narrow;
mod pages;
mod place;
mod receipt;
mod refusal;
mod said;
mod search;
mod sheet;
mod store;
mod store_batch;
mod store_index;
mod store_place;
mod store_story;
mod thing;

pub use actions::{SettingSeen, save_setting, setting};
pub use address::{
    batch as address_of_batch, card as card_of, product as address_of, shop as address_of_shop,
    slug, unit as address_of_unit,
};
pub use api::{
    BatchSeen, BatchesIn, ListIn, One, OneUnit, ReceiptAt, Whole, WholeUnit, api, batches, list,
    show, unit,
};
pub use index::{catch_up, is_behind};
pub use inputs::{OneSetting, SaveSetting};
pub use narrow::Sort;
pub use pages::{offers, screens};
pub use place::{Seen, Shop, Totals, Unit};
pub use receipt::{Deposited, Part, Receipt};
pub use refusal::No;
pub use said::Rating;
pub use thing::{Asked, Place, Thing};
