#![doc = include_str!("../README.md")]

mod api;
mod chain;
mod inputs;
mod load;
pub mod month;
pub mod pace;
mod pages;
mod papers;
mod press;
mod refusal;
mod report;
mod store;
mod store_goods;
mod store_kanwil;
mod store_report;
mod store_waiting;
mod types;
mod waiting;

use db::{Read, Result};
use kernel::{Context, Reach};

pub use api::api;
pub use chain::{After, Link, chain, jobs, taken_back};
pub use inputs::{AskPress, AskReport, Asked};
pub use load::overview;
pub use pages::screens;
pub use refusal::No;
pub use report::{
    AgreementTotals, PressFigures, ProductTotals, Report, StateTotals, press, report,
};
pub use types::*;
pub use waiting::{Pile, Waiting};

/// What waits at the unit or shop of the one who asks, in one statement: for the menu's numbers
/// (see [`Waiting::badge`]). Nothing for those who are of no unit and no shop.
pub fn waiting(read: &mut Read, ctx: &Context) -> Result<Waiting> {
    match ctx.actor.reach {
        Reach::Consignor(unit) => store_waiting::of_unit(read, unit, ctx.actor.user, ctx.today()),
        Reach::Shop(shop) => store_waiting::of_shop(read, shop, orders::opened_since(ctx.now)),
        Reach::Kanwil(_) | Reach::All | Reach::Nobody => Ok(Waiting::default()),
    }
}
