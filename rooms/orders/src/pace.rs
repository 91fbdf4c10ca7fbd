//! How often one address may send what anybody may send, before any transaction.

use db::{Result, Tx};
use kernel::Context;
use web::Desk;

use crate::{
    actions, actions_lead, inputs::Place, inputs_lead::AskLead, types::Placed,
    types_lead::LeadAsked,
};

/// Orders of one address in a quarter of an hour: many buyers share that of one mobile network.
const ORDERS: u32 = 30;
const ORDERS_MINUTES: i64 = 15;
/// Wishes of one address in half an hour.
const WISHES: u32 = 10;
const WISHES_MINUTES: i64 = 30;

pub fn place(desk: &Desk<'_>, _: &Place) -> Result<()> {
    Ok(desk.limit("orders.place", ORDERS, ORDERS_MINUTES)?)
}

pub fn placed(tx: &mut Tx, ctx: &Context, input: &Place, (): &()) -> Result<Placed> {
    actions::place(tx, ctx, input)
}

pub fn ask(desk: &Desk<'_>, _: &AskLead) -> Result<()> {
    Ok(desk.limit("orders.lead", WISHES, WISHES_MINUTES)?)
}

pub fn asked(tx: &mut Tx, ctx: &Context, input: &AskLead, (): &()) -> Result<LeadAsked> {
    actions_lead::ask_lead(tx, ctx, input)
}
