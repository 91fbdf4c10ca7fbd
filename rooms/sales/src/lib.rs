#![doc = include_str!("../README.md")]

mod actions;
mod actions_count;
mod actions_late;
mod actions_refund;
mod actions_till;
mod api;
mod as_of;
mod bought;
mod cut;
mod inputs;
mod kinds;
mod missed;
mod naming;
mod pages;
mod prices;
mod receipt;
mod refusal;
mod shortage;
mod spans;
mod store;
mod store_below;
mod store_count;
mod store_day;
mod store_list;
mod store_receipt;
mod taken;
mod terms;
mod types;

use db::{Read, Result};
use kernel::{Context, SaleId};

pub use actions::sell;
pub use actions_count::sell_by_count;
pub use actions_refund::refund;
pub use actions_till::{
    AtTill, RefundPieces, count_at_till, refund_pieces, sell_at_till, sold_since,
};
pub use api::api;
pub use bought::{Bought, BoughtLine, bought, find_receipt, receipt_code};
pub use inputs::{
    CountLine, ListSales, OneSale, Refund, RefundLine, Sell, SellByCount, SellLine, SoldEarlier,
};
pub use kinds::{Payment, Source};
pub use missed::Missed;
pub use pages::screens;
pub use receipt::load_receipt;
pub use refusal::No;
pub use shortage::{Shortage, shortages};
pub use spans::{Earlier, earlier};
pub use store::{close_books, closed_through, last_price, reopen_books};
pub use store_count::last_count;
pub use store_day::{first_booked, period_lines, verify};
pub use taken::{SoldOn, Taken, sold_by_day, taken};
pub use terms::{all_selling_terms, selling_terms};
pub use types::{
    Below, PeriodLine, Receipt, RefundSeen, Sale, SaleLine, Sold, SoldPart, WholeSale,
};

/// A sale with its lines and refunds; another's is as unknown as none (404).
pub fn load_whole(read: &mut Read, ctx: &Context, id: SaleId) -> Result<WholeSale> {
    let sale = store::load_sale(read, ctx, id)?;
    let lines = store::lines_of(read, id)?;
    let refunds = store::refunds_of(read, id)?;
    let below = store_below::of_sale(read, id)?;
    Ok(WholeSale { sale, lines, refunds, below })
}

/// One page of the sales that he may see, newest first.
pub fn list(read: &mut Read, ctx: &Context, asked: &ListSales) -> Result<Vec<Sale>> {
    store_list::list(read, ctx, asked).map(|(sales, _)| sales)
}
