//! Whose asks and requests somebody sees, and for which shop he may speak.

use kernel::{Capability, ConsignorId, Context, Reach, Refusal, ShopId};

use crate::{refusal::No, step};

/// Whose records are seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Unit(ConsignorId),
    Shop(ShopId),
    All,
}

impl Scope {
    /// Refuses (404) who sees no single record: a regional office, a visitor.
    pub fn of(ctx: &Context) -> Result<Self, Refusal> {
        match ctx.actor.reach {
            Reach::Consignor(own) => Ok(Self::Unit(own)),
            Reach::Shop(own) => Ok(Self::Shop(own)),
            Reach::All => Ok(Self::All),
            Reach::Kanwil(_) | Reach::Nobody => Err(No::Unknown.into()),
        }
    }

    pub const fn unit(self) -> Option<ConsignorId> {
        match self {
            Self::Unit(own) => Some(own),
            Self::Shop(_) | Self::All => None,
        }
    }

    pub const fn shop(self) -> Option<ShopId> {
        match self {
            Self::Shop(own) => Some(own),
            Self::Unit(_) | Self::All => None,
        }
    }
}

/// The shop that speaks: his own, or the one that a unit's officer names.
pub fn shop_of(ctx: &Context, named: Option<ShopId>) -> Result<ShopId, Refusal> {
    if !ctx.actor.may(Capability::RecordGoods) {
        ctx.actor.require(Capability::Sell)?;
    }
    match (ctx.actor.shop(), named) {
        (Some(own), None) => Ok(own),
        (Some(own), Some(named)) if own == named => Ok(own),
        (Some(_), Some(_)) => Err(No::Unknown.into()),
        (None, Some(named)) => Ok(named),
        (None, None) => Err(No::ShopMissing.at("shop")),
    }
}

/// The day of asking: today where none is named.
pub fn day_of(ctx: &Context, named: Option<kernel::Day>) -> Result<kernel::Day, Refusal> {
    let day = named.unwrap_or_else(|| ctx.today());
    step::check_day(day, ctx.today())?;
    Ok(day)
}
