//! The JSON door: the same actions as the pages.

use db::{Read, Result};
use kernel::Context;
use web::{Api, Listing};

use crate::{
    actions::sell,
    actions_count::sell_by_count,
    actions_refund::refund,
    inputs::{ListBelow, ListSales, OneSale},
    load_receipt, load_whole,
    pages::{self, below_sheet, sheet, shortage_sheet},
    shortage::{Shortage, shortages},
    store_list,
    types::{Below, Receipt, Sale, WholeSale},
};

pub fn api() -> Api {
    Api::new("sales")
        .get("/sales", list, "List sales, newest first; the total is counted up to 10,000")
        .sheet("/sales/sheet", sheet, "The lines of the sales as a spreadsheet")
        .post("/sales", sell, "Record a sale: one for each unit on the receipt")
        .post("/sales/by-count", sell_by_count, "Record what a count shows to be sold")
        .get(
            "/sales/shortages",
            missing,
            "What ran out at the shops, and what that cost: an estimate",
        )
        .sheet("/sales/shortages/sheet", shortage_sheet, "The same as a spreadsheet")
        .get("/sales/below", below, "What was sold below the lowest price, and why")
        .sheet("/sales/below/sheet", below_sheet, "The same as a spreadsheet")
        .get("/sales/{sale}/receipt", receipt, "The whole receipt that a sale stands on")
        .get("/sales/{sale}", show, "Show a sale with its lines and refunds")
        .post("/sales/{sale}/refunds", refund, "Take pieces back from a buyer")
}

fn list(read: &mut Read, ctx: &Context, asked: &ListSales) -> Result<Listing<Sale>> {
    let (items, total) = store_list::list(read, ctx, asked)?;
    Ok(Listing { items, total, page: asked.page.map_or(1, |page| page.0) })
}

fn missing(read: &mut Read, ctx: &Context, _: &people::Nothing) -> Result<Vec<Shortage>> {
    shortages(read, ctx)
}

fn below(read: &mut Read, ctx: &Context, asked: &ListBelow) -> Result<Listing<Below>> {
    let page = asked.page.map_or(1, |page| page.0.max(1));
    let per_page = store_list::PER_PAGE;
    let window = (per_page, (page - 1).saturating_mul(per_page));
    let (items, total) = pages::below(read, ctx, window)?;
    Ok(Listing { items, total, page })
}

fn show(read: &mut Read, ctx: &Context, asked: &OneSale) -> Result<WholeSale> {
    load_whole(read, ctx, asked.sale)
}

fn receipt(read: &mut Read, ctx: &Context, asked: &OneSale) -> Result<Receipt> {
    load_receipt(read, ctx, asked.sale)
}
