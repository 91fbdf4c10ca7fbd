#![doc = include_str!("../README.md")]

mod actions;
mod actions_lead;
mod api;
mod brought;
mod code;
mod counter;
mod inputs;
mod inputs_lead;
mod kinds;
mod message;
mod pace;
mod pages;
mod refusal;
mod step;
mod store;
mod store_lead;
mod types;
mod types_lead;

use db::{Read, Result};
use kernel::Context;

pub use actions::{change_settings, collect, hold, lapse, lapse_open, load_whole, place};
pub use actions_lead::{ask_lead, decline_lead, erase_lead, quote_lead};
pub use api::{api, load_lead};
pub use brought::{Brought, Carried, brought};
pub use code::{make as make_code, read as read_code, readable as readable_code};
pub use counter::{counter, slip};
pub use inputs::{
    ChangeSettings, Collect, CollectLine, Hold, Lapse, LapseOpen, ListOrders, MaybeShop, OneCode,
    OneCounter, OneOrder, Place, PlaceLine,
};
pub use inputs_lead::{AskLead, DeclineLead, EraseLead, ListLeads, OneLead, QuoteLead};
pub use kinds::{LeadState, OrderState};
pub use pages::screens;
pub use refusal::No;
pub use store_lead::forget_due;
pub use types::{
    Collected, Counter, Good, Order, OrderLine, Placed, Settings, Slip, SlipLine, WholeOrder,
};
pub use types_lead::{Lead, LeadAsked, LeadBuyer, LeadQuoted, WholeLead};

/// One page of the orders that he may see, the latest first.
pub fn list(read: &mut Read, ctx: &Context, asked: &ListOrders) -> Result<Vec<Order>> {
    store::list(read, ctx, asked).map(|(orders, _)| orders)
}

/// An order that was placed before this moment, and that nobody answered, has lapsed.
pub fn opened_since(now: kernel::Time) -> kernel::Time {
    step::after(now, -step::OPEN_HOURS)
}
