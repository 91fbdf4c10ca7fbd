//! What pages and programs see of prospects.

use kernel::{
    AgreementId, ConsignorId, Day, ProductId, Quantity, Rupiah, Share, ShopId, Time, UserId,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    inputs::{OfferId, ProspectId},
    kinds::{Deed, Stage},
};

/// A shop that may become a partner, or did.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Prospect {
    pub id: ProspectId,
    pub consignor_id: ConsignorId,
    pub name: String,
    pub owner_name: String,
    pub address: String,
    pub city: String,
    /// Digits, `628…`.
    pub whatsapp: Option<String>,
    pub notes: Option<String>,
    pub stage: Stage,
    pub next_step: Option<String>,
    pub next_on: Option<Day>,
    /// Once it is one.
    pub shop_id: Option<ShopId>,
    /// The last that was drafted for it.
    pub agreement_id: Option<AgreementId>,
    /// Since when nothing is kept of its owner; it is over then.
    pub erased_at: Option<Time>,
}

/// A shop of the house that a prospect may be: it has its number, or its name in its city.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Alike {
    pub shop: ShopId,
    pub name: String,
    pub address: String,
    pub city: String,
    pub same_number: bool,
}

/// What was offered.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Offer {
    pub id: OfferId,
    pub prospect_id: ProspectId,
    pub number: String,
    pub offered_on: Day,
    pub valid_until: Day,
    /// Of what the buyer pays, to the shop; in basis points.
    pub percent: Share,
    pub note: Option<String>,
    pub lines: Vec<Offered>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Offered {
    pub product_id: ProductId,
    pub price: Rupiah,
    pub quantity: Option<Quantity>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Act {
    pub deed: Deed,
    pub note: Option<String>,
    pub done_by: UserId,
    pub done_at: Time,
}

/// A prospect with its offers, the latest first, and what was done.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Whole {
    pub prospect: Prospect,
    pub offers: Vec<Offer>,
    pub acts: Vec<Act>,
    /// Shops that it may be, as long as it can become one and none was made for it.
    pub alike: Vec<Alike>,
    /// The first day of the agreement that it would get now.
    pub begins: Day,
}

/// How many stand at a stage.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct AtStage {
    pub stage: Stage,
    pub prospects: i64,
}

/// A unit's funnel.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Funnel {
    pub stages: Vec<AtStage>,
    pub items: Vec<Prospect>,
    pub total: i64,
    pub page: i64,
}

/// The answer of what is done with a prospect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Done {
    pub id: Uuid,
    pub prospect: ProspectId,
    #[serde(default)]
    pub already: bool,
}

impl Done {
    pub fn new<K>(id: kernel::Id<K>, prospect: ProspectId) -> Self {
        Self { id: id.uuid(), prospect, already: false }
    }
    pub fn again<K>(id: kernel::Id<K>, prospect: ProspectId) -> Self {
        Self { id: id.uuid(), prospect, already: true }
    }
}

/// The owner's link; its secret is shown this once.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
pub struct Invited {
    pub id: Uuid,
    pub prospect: ProspectId,
    /// Kept nowhere. Missing when the same was sent again.
    pub secret: Option<String>,
}
