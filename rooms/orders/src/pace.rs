//! How often one address may send what anybody may send, before any transaction.

use db::{Result, Tx};
use kernel::Context;
use web::Desk;

use crate::{
    actions, actions_lead, inputs::Place, inputs_lead::AskLead, refusal::No, types::Placed,
    types_lead::LeadAsked,
};

/// Orders of one address in a quarter of an hour: many buyers share that of one mobile network.
const ORDERS: u32 = 30;
const ORDERS_MINUTES: i64 = 15;
/// And at one shop in a day: far fewer than a shop reads, so that no address fills one alone.
const ORDERS_AT_ONE: u32 = 15;
/// Wishes of one address in half an hour.
const WISHES: u32 = 10;
const WISHES_MINUTES: i64 = 30;
/// And of one unit in a day.
const WISHES_AT_ONE: u32 = 5;
const DAY_MINUTES: i64 = 1_440;

pub fn place(desk: &Desk<'_>, input: &Place) -> Result<()> {
    desk.limit("orders.place", ORDERS, ORDERS_MINUTES)?;
    match desk.may_still("orders.place_at", &input.shop, ORDERS_AT_ONE, DAY_MINUTES) {
        true => Ok(()),
        false => Err(No::ManyFromHere.into()),
    }
}

pub fn placed(tx: &mut Tx, ctx: &Context, input: &Place, (): &()) -> Result<Placed> {
    actions::place(tx, ctx, input)
}

pub fn ask(desk: &Desk<'_>, input: &AskLead) -> Result<()> {
    desk.limit("orders.lead", WISHES, WISHES_MINUTES)?;
    match desk.may_still("orders.lead_of", &input.consignor, WISHES_AT_ONE, DAY_MINUTES) {
        true => Ok(()),
        false => Err(No::ManyWishesFromHere.into()),
    }
}

pub fn asked(tx: &mut Tx, ctx: &Context, input: &AskLead, (): &()) -> Result<LeadAsked> {
    actions_lead::ask_lead(tx, ctx, input)
}
