//! How often one address may look for receipts and speak, before any transaction.

use db::{Result, Tx};
use kernel::Context;
use web::Desk;

use crate::{
    actions,
    inputs::{Complain, FindReceipt, Rate},
    types::Found,
};

/// Tries of one address in a quarter of an hour: a code of 32 bits is not guessed at that pace.
const TRIES: u32 = 20;
const MINUTES: i64 = 15;

pub fn find(desk: &Desk<'_>, _: &FindReceipt) -> Result<()> {
    Ok(desk.limit("feedback.find", TRIES, MINUTES)?)
}

pub fn found(tx: &mut Tx, ctx: &Context, input: &FindReceipt, (): &()) -> Result<Found> {
    actions::find(tx, ctx, input)
}

pub fn rate(desk: &Desk<'_>, _: &Rate) -> Result<()> {
    Ok(desk.limit("feedback.rate", TRIES, MINUTES)?)
}

pub fn rated(tx: &mut Tx, ctx: &Context, input: &Rate, (): &()) -> Result<Found> {
    actions::rate(tx, ctx, input)
}

pub fn complain(desk: &Desk<'_>, _: &Complain) -> Result<()> {
    Ok(desk.limit("feedback.complain", TRIES, MINUTES)?)
}

pub fn complained(tx: &mut Tx, ctx: &Context, input: &Complain, (): &()) -> Result<Found> {
    actions::complain(tx, ctx, input)
}
