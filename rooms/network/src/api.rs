//! The JSON door: the same actions as the pages.

use db::{Read, Result};
use kernel::{ConsignorId, Context, Reach};
use web::Api;

use crate::{
    actions, convert,
    inputs::{ListProspects, OneProspect},
    pages,
    refusal::No,
    store,
    types::{Funnel, Whole},
};

pub fn api() -> Api {
    Api::new("network")
        .get("/prospects", list, "List a unit's prospects, and how many stand at each stage")
        .sheet("/prospects/sheet", pages::sheet, "The same as a spreadsheet")
        .post("/prospects", actions::add, "Note a shop that may become a partner")
        .get("/prospects/{prospect}", show, "Show a prospect, its offers and what was done")
        .post("/prospects/{prospect}/edit", actions::edit, "Say anew who it is")
        .post("/prospects/{prospect}/plan", actions::plan, "Say what is next, and by when")
        .post("/prospects/{prospect}/offers", actions::offer, "Offer goods and the shop's part")
        .post(
            "/prospects/{prospect}/convert",
            convert::convert,
            "Make the shop, or take the one it is, and draft its agreement by the latest offer",
        )
        .post("/prospects/{prospect}/invite", convert::invite, "Make the owner's one-time link")
        .post("/prospects/{prospect}/decline", actions::decline, "Note that nothing comes of it")
        .post("/prospects/{prospect}/reopen", actions::reopen, "Try again")
        .post(
            "/prospects/{prospect}/erase",
            actions::erase,
            "Erase what is kept of the owner of a shop that declined",
        )
}

/// Whose prospects: a unit's own, or all for the administrator.
pub(crate) fn unit_of(ctx: &Context) -> Result<Option<ConsignorId>> {
    match &ctx.actor.reach {
        Reach::All => Ok(None),
        Reach::Consignor(own) => Ok(Some(*own)),
        Reach::Shop(_) | Reach::Kanwil(_) | Reach::Nobody => Err(No::Unknown.into()),
    }
}

/// The funnel of the actor's unit.
pub fn list(read: &mut Read, ctx: &Context, asked: &ListProspects) -> Result<Funnel> {
    let unit = unit_of(ctx)?;
    let stages = store::stages(read, unit)?;
    let (items, total) = store::list(read, unit, asked, ctx.today())?;
    Ok(Funnel { stages, items, total, page: asked.page.map_or(1, |page| page.0) })
}

/// A prospect of the actor's unit; another's is as unknown as none (404).
pub fn show(read: &mut Read, ctx: &Context, asked: &OneProspect) -> Result<Whole> {
    let prospect = store::load(read, ctx, asked.prospect)?;
    let offers = store::offers(read, prospect.id)?;
    let acts = store::acts(read, prospect.id)?;
    let alike = convert::alike(read, ctx, &prospect)?;
    let begins = convert::begins(read, ctx, &prospect)?;
    Ok(Whole { prospect, offers, acts, alike, begins })
}
