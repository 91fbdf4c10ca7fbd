//! Reading the names for the office's copy of slips.

use db::{Result, Tx};
use kernel::{Context, DistributionId, EntryId, MakerId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    No, access, actions,
    inputs::{OpenSlip, OpenSlips},
    store_premi,
};

/// Names are open for a copy: where it is printed.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Opened {
    /// Of the reading; it opens the copy for five minutes to the one who read.
    pub id: EntryId,
    pub distribution: DistributionId,
    pub maker: Option<MakerId>,
}

/// Reads the names of all who got something of a distribution.
pub fn open_slips(tx: &mut Tx, ctx: &Context, input: &OpenSlips) -> Result<Opened> {
    let one = access::distribution(tx, ctx, input.distribution)?;
    let credits = store_premi::credits_in(tx, one.id)?;
    let makers = credits.iter().map(|credit| credit.maker_id).collect();
    let wish = people::OpenNames { id: input.id, makers, purpose: input.purpose.clone() };
    people::open_names(tx, ctx, &wish)?;
    Ok(Opened { id: input.id, distribution: one.id, maker: None })
}

/// Reads the name of one of them.
pub fn open_slip(tx: &mut Tx, ctx: &Context, input: &OpenSlip) -> Result<Opened> {
    let maker = actions::own_maker(tx, ctx, input.maker)?.id;
    let one = access::distribution(tx, ctx, input.distribution)?;
    let credits = store_premi::credits_in(tx, one.id)?;
    if !credits.iter().any(|credit| credit.maker_id == maker) {
        return Err(No::Unknown.into());
    }
    let makers = vec![maker];
    let wish = people::OpenNames { id: input.id, makers, purpose: input.purpose.clone() };
    people::open_names(tx, ctx, &wish)?;
    Ok(Opened { id: input.id, distribution: one.id, maker: Some(maker) })
}
