//! The JSON door. The file itself is at `href`, for whoever carries a token too.

use db::{Read, Result};
use kernel::{Context, Reach};
use schemars::JsonSchema;
use serde::Serialize;
use web::Api;

use crate::{
    actions::{may, order},
    inputs::OnePack,
    pack::{Pack, PackState},
    pages::seen,
    store,
};

pub fn api() -> Api {
    Api::new("audit")
        .get("/audit-packs", list, "List the packs of your unit, newest first")
        .post("/audit-packs", order, "Ask for the pack of a period")
        .get("/audit-packs/{pack}", show, "How far a pack is, and where its file is")
}

/// A pack and how far it is.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PackOut {
    /// 0 to 100.
    pub percent: i64,
    /// The address of the file, once it is ready.
    pub href: Option<String>,
    pub pack: Pack,
}

fn out(pack: Pack) -> PackOut {
    let ready = pack.state == PackState::Ready;
    let href = ready.then(|| format!("/audit/{}/paket.zip", pack.id));
    PackOut { percent: pack.percent(), href, pack }
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct PacksOut {
    pub packs: Vec<PackOut>,
}

fn list(read: &mut Read, ctx: &Context, _: &people::Nothing) -> Result<PacksOut> {
    may(&ctx.actor)?;
    let packs = match ctx.actor.reach {
        Reach::Consignor(own) => store::list(read, Some(own))?,
        Reach::All => store::list(read, None)?,
        Reach::Shop(_) | Reach::Kanwil(_) | Reach::Nobody => Vec::new(),
    };
    Ok(PacksOut { packs: packs.into_iter().map(out).collect() })
}

fn show(read: &mut Read, ctx: &Context, asked: &OnePack) -> Result<PackOut> {
    seen(read, ctx, asked.pack).map(out)
}
