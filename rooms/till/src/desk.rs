//! What the desk does for a phone that is lost or broken: it decides on what was refused.

use std::collections::BTreeSet;

use db::{Lock, Read, Result, Tx};
use journal::{Line, Once};
use kernel::{Capability, Context, ShopId};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;

use crate::{
    inputs::{GiveUp, MaybeShop, OneAct},
    kinds::ActState,
    refusal::No,
    store_refused,
    types::Refused,
};

/// That an act was given up, and whose it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Decided {
    pub act: kernel::ActId,
    pub shop: ShopId,
    pub already: bool,
}

/// Gives up a refused act for its shop, once. Its phone hears of it when it comes back.
///
/// # Errors
/// Refuses what was done or given up before, and other shops' acts (404).
pub fn give_up(tx: &mut Tx, ctx: &Context, input: &GiveUp) -> Result<Decided> {
    let refused = load(tx, ctx, &OneAct { act: input.act })?;
    may_decide(ctx)?;
    let shop = refused.shop;
    tx.lock(Lock::Shelf(shop))?;
    let Once::First(digest) = journal::once(tx, "till.give_up", input.id, input)? else {
        return Ok(Decided { act: input.act, shop, already: true });
    };
    match load(tx, ctx, &OneAct { act: input.act })?.state {
        ActState::Refused => {}
        ActState::Withdrawn => return Err(No::AlreadyGivenUp.into()),
        ActState::Done => return Err(No::NothingToWithdraw.into()),
    }
    let said = (input.reason.as_str(), Some(ctx.actor.user));
    store_refused::withdraw(tx, shop, input.act, said)?;
    let line = Line::new(ctx, "till.give_up", input.id).at(shop).digest(digest);
    journal::write(tx, ctx, line.body(json!({ "act": input.act, "reason": input.reason })))?;
    Ok(Decided { act: input.act, shop, already: false })
}

/// The shop's own people, and the unit whose goods it sells.
pub fn may_decide(ctx: &Context) -> Result<(), kernel::Refusal> {
    match ctx.actor.shop() {
        Some(_) => ctx.actor.require(Capability::Sell),
        None => ctx.actor.require(Capability::RecordGoods),
    }
}

/// An act that was refused once, of a shop that he may see.
///
/// # Errors
/// Refuses others' (404).
pub fn load(read: &mut Read, ctx: &Context, asked: &OneAct) -> Result<Refused> {
    let found = store_refused::find(read, asked.act)?.ok_or(No::Unknown)?;
    own_or_partner(read, ctx, found.shop)?;
    Ok(found)
}

/// What waits for a decision at a shop.
///
/// # Errors
/// Refuses a shop that is not his or no partner (404), and none where he is of no shop.
pub fn refused(read: &mut Read, ctx: &Context, asked: &MaybeShop) -> Result<Vec<Refused>> {
    let shop = asked.shop.or(ctx.actor.shop()).ok_or(No::NotAShop)?;
    own_or_partner(read, ctx, shop)?;
    store_refused::waiting(read, shop)
}

fn own_or_partner(read: &mut Read, ctx: &Context, shop: ShopId) -> Result<()> {
    let fits = match ctx.actor.shop() {
        Some(own) => own == shop,
        None => partners(read, ctx)?.contains(&shop),
    };
    if fits { Ok(()) } else { Err(No::Unknown.into()) }
}

/// The shops that a unit's people have an agreement with.
pub fn partners(read: &mut Read, ctx: &Context) -> Result<BTreeSet<ShopId>> {
    let Some(asked) = agreements::Listed::by(&ctx.actor, ctx.today()) else {
        return Ok(BTreeSet::new());
    };
    let (all, _) = agreements::list_agreements(read, &asked)?;
    Ok(all.iter().map(|one| one.shop_id).collect())
}
