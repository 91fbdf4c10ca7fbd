//! The JSON door. The file itself is at `href`, for whoever carries a token too.

use db::{Read, Result};
use kernel::{Context, Quantity, Reach};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Api, Browse};

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
    /// On all pages.
    pub total: i64,
}

/// The query of the list.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub struct ListPacks {
    /// From 1; 50 packs a page.
    #[serde(default)]
    pub page: Option<Quantity>,
}

fn list(read: &mut Read, ctx: &Context, asked: &ListPacks) -> Result<PacksOut> {
    may(&ctx.actor)?;
    let of = match ctx.actor.reach {
        Reach::Consignor(own) => Some(own),
        Reach::All => None,
        Reach::Shop(_) | Reach::Kanwil(_) | Reach::Nobody => {
            return Ok(PacksOut { packs: Vec::new(), total: 0 });
        }
    };
    let page = asked.page.map_or(1, |page| page.0);
    let window = (Browse::LIMIT, (page - 1).saturating_mul(Browse::LIMIT));
    let (packs, total) = store::list(read, of, window)?;
    Ok(PacksOut { packs: packs.into_iter().map(out).collect(), total })
}

fn show(read: &mut Read, ctx: &Context, asked: &OnePack) -> Result<PackOut> {
    seen(read, ctx, asked.pack).map(out)
}
