//! The JSON door.

use db::{Read, Result};
use kernel::Context;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::Api;

use crate::{
    caption::{Caption, captions},
    kit::{self, OneKit, Pair},
};

pub fn api() -> Api {
    Api::new("promotion")
        .get("/promotion", list, "List what shops sell, for which there is a kit")
        .get("/promotion/{product}/{shop}", texts, "Texts ready to be sent round")
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
struct Nothing {}

/// What there is a kit for.
#[derive(Debug, Clone, Serialize, JsonSchema)]
struct Kits {
    items: Vec<Pair>,
}

fn list(read: &mut Read, ctx: &Context, _: &Nothing) -> Result<Kits> {
    Ok(Kits { items: kit::pairs(read, ctx)? })
}

/// The texts; addresses in them are paths of this house.
#[derive(Debug, Clone, Serialize, JsonSchema)]
struct Texts {
    captions: Vec<Caption>,
}

fn texts(read: &mut Read, ctx: &Context, asked: &OneKit) -> Result<Texts> {
    let kit = kit::show(read, ctx, asked)?;
    Ok(Texts { captions: captions(&kit.offered(ctx, "")) })
}
