#![doc = include_str!("../README.md")]

mod account;
mod entry;
mod refusal;
mod store;
mod verify;

pub use account::{Account, Filter, Kind};
pub use entry::{Entry, Move};
pub use refusal::No;
pub use store::{
    BatchBalance, Posting, Turnover, balance, balances, goods_by_batch, post, postings_of,
    shelf_balances, sum, turnover, turnover_by_batch,
};
pub use verify::{Report, count_postings, verify};
