//! The JSON door: the same actions as the pages.

use db::{Read, Result};
use kernel::{Capability, Context};
use web::{Api, Listing};

use crate::{
    actions, actions_lead, counter,
    inputs::{ListOrders, MaybeShop, OneOrder},
    inputs_lead::{ListLeads, OneLead},
    pace,
    pages::sheets,
    store, store_lead,
    types::{Order, Settings, WholeOrder},
    types_lead::{Lead, WholeLead},
};

pub fn api() -> Api {
    Api::new("orders")
        .open_get("/orders/shops/{shop}", counter::counter, "What can be ordered at a shop")
        .open_get("/orders/codes/{code}", counter::slip, "An order, for whoever has its code")
        .open_post_prepared("/orders", pace::place, pace::placed, "Ask a shop to set pieces aside")
        .get("/orders", list, "List the shop's orders, the latest first")
        .sheet("/orders/sheet", sheets::orders, "The lines of the orders as a spreadsheet")
        .get("/orders/settings", settings, "How a shop takes orders")
        .post("/orders/settings", actions::change_settings, "Say how a shop takes orders")
        .post("/orders/lapse-open", actions::lapse_open, "End all orders that nobody answered")
        .get("/orders/{order}", show, "Show an order")
        .post("/orders/{order}/hold", actions::hold, "Set the pieces aside, or for longer")
        .post("/orders/{order}/collect", actions::collect, "The buyer has come: a sale")
        .post("/orders/{order}/lapse", actions::lapse, "End an order that came to nothing")
        .open_post_prepared("/leads", pace::ask, pace::asked, "Ask a unit to make something")
        .get("/leads", leads, "List what people want made, the latest first")
        .sheet("/leads/sheet", sheets::wishes, "The same as a spreadsheet")
        .get("/leads/{lead}", load_lead, "Show a lead, with its person while he is known")
        .post("/leads/{lead}/quote", actions_lead::quote_lead, "Make a job's quote of a lead")
        .post("/leads/{lead}/decline", actions_lead::decline_lead, "Decline a lead")
        .post("/leads/{lead}/erase", actions_lead::erase_lead, "Erase the person of a lead")
}

fn list(read: &mut Read, ctx: &Context, asked: &ListOrders) -> Result<Listing<Order>> {
    let (items, total) = store::list(read, ctx, asked)?;
    Ok(Listing { items, total, page: asked.page.map_or(1, |page| page.0) })
}

fn show(read: &mut Read, ctx: &Context, asked: &OneOrder) -> Result<WholeOrder> {
    actions::load_whole(read, ctx, asked.order)
}

fn settings(read: &mut Read, ctx: &Context, asked: &MaybeShop) -> Result<Settings> {
    ctx.actor.require(Capability::Sell)?;
    let shop = actions::shop_of(ctx, asked.shop)?;
    store::settings(read, shop)
}

fn leads(read: &mut Read, ctx: &Context, asked: &ListLeads) -> Result<Listing<Lead>> {
    let (items, total) = store_lead::list(read, ctx, asked)?;
    Ok(Listing { items, total, page: asked.page.map_or(1, |page| page.0) })
}

/// A lead that is his to see; the person only for those who record goods.
///
/// # Errors
/// Refuses another unit's (404).
pub fn load_lead(read: &mut Read, ctx: &Context, asked: &OneLead) -> Result<WholeLead> {
    let lead = store_lead::load(read, ctx, asked.lead)?;
    let buyer = match ctx.actor.may(Capability::RecordGoods) {
        true => store_lead::buyer(read, lead.id, ctx.today())?,
        false => None,
    };
    Ok(WholeLead { lead, buyer })
}
