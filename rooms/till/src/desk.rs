//! What the desk does for a phone that is lost or broken: it decides on what was refused.

use std::collections::BTreeSet;

use db::{Lock, Read, Result, Tx};
use journal::{Line, Once};
use kernel::{Capability, Context, Reach, ShopId};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;

use crate::{
    inputs::{GiveUp, MaybeShop, OneAct},
    kinds::ActState,
    owners,
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

/// An act that was refused once, of a shop that he may see and of goods that are his.
///
/// # Errors
/// Refuses others' (404).
pub fn load(read: &mut Read, ctx: &Context, asked: &OneAct) -> Result<Refused> {
    let found = store_refused::find(read, asked.act)?.ok_or(No::Unknown)?;
    own_or_partner(read, ctx, found.shop)?;
    owners::seen(read, &ctx.actor, vec![found])?.pop().ok_or_else(|| No::Unknown.into())
}

/// What waits for a decision at a shop, of what is his to see.
///
/// # Errors
/// Refuses a shop that is not his or no partner (404), and none where he is of no shop.
pub fn refused(read: &mut Read, ctx: &Context, asked: &MaybeShop) -> Result<Vec<Refused>> {
    let shop = asked.shop.or(ctx.actor.shop()).ok_or(No::NotAShop)?;
    own_or_partner(read, ctx, shop)?;
    waiting(read, ctx, shop)
}

/// Of a shop that he may see.
pub fn waiting(read: &mut Read, ctx: &Context, shop: ShopId) -> Result<Vec<Refused>> {
    let all = store_refused::waiting(read, shop)?;
    owners::seen(read, &ctx.actor, all)
}

/// Acts that were given up, on the page.
const GIVEN_UP_SHOWN: usize = 50;

/// What was given up of a shop that he may see, the latest first.
pub fn given_up(read: &mut Read, ctx: &Context, shop: ShopId) -> Result<Vec<Refused>> {
    let all = store_refused::given_up(read, shop)?;
    let mut own = owners::seen(read, &ctx.actor, all)?;
    own.truncate(GIVEN_UP_SHOWN);
    Ok(own)
}

/// The drawer holds the money of all whose goods the shop sells: it is the shop's own.
pub fn sees_drawers(ctx: &Context) -> bool {
    matches!(ctx.actor.reach, Reach::Shop(_) | Reach::All)
}

fn own_or_partner(read: &mut Read, ctx: &Context, shop: ShopId) -> Result<()> {
    let fits = match ctx.actor.shop() {
        Some(own) => own == shop,
        None => is_partner(read, ctx, shop)?,
    };
    if fits { Ok(()) } else { Err(No::Unknown.into()) }
}

/// Whether a unit's people have an agreement with the shop.
pub fn is_partner(read: &mut Read, ctx: &Context, shop: ShopId) -> Result<bool> {
    let Some(asked) = agreements::Listed::by(&ctx.actor, ctx.today()) else { return Ok(false) };
    let asked = agreements::Listed { shop: Some(shop), limit: 1, ..asked };
    Ok(!agreements::list_agreements(read, &asked)?.0.is_empty())
}

/// Agreements in which a unit's shops are looked for.
const AGREEMENTS_MAX: i64 = 5_000;

/// The shops that a unit's people have an agreement with.
pub fn partners(read: &mut Read, ctx: &Context) -> Result<BTreeSet<ShopId>> {
    let Some(asked) = agreements::Listed::by(&ctx.actor, ctx.today()) else {
        return Ok(BTreeSet::new());
    };
    let asked = agreements::Listed { limit: AGREEMENTS_MAX, ..asked };
    let (all, _) = agreements::list_agreements(read, &asked)?;
    Ok(all.iter().map(|one| one.shop_id).collect())
}
