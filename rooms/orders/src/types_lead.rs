//! What pages and the API see of things to be made.

use kernel::{ConsignorId, Day, JobId, LeadId, ProductId, Quantity};
use schemars::JsonSchema;
use serde::Serialize;

use crate::kinds::LeadState;

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Lead {
    pub id: LeadId,
    pub consignor_id: ConsignorId,
    pub product_id: Option<ProductId>,
    pub what: String,
    pub measures: Option<String>,
    pub quantity: Quantity,
    pub wanted_on: Option<Day>,
    pub asked_on: Day,
    pub state: LeadState,
    pub job_id: Option<JobId>,
    pub reason: Option<String>,
    pub ended_on: Option<Day>,
}

/// Who asks, while it is known.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LeadBuyer {
    pub name: Option<String>,
    /// Digits, `628…`.
    pub whatsapp: String,
    /// From this day on it is erased.
    pub erase_on: Day,
}

impl LeadBuyer {
    /// The number as people read it.
    pub fn readable(&self) -> String {
        people::phone::readable(&self.whatsapp)
    }
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WholeLead {
    pub lead: Lead,
    /// For those who record goods; nothing once it was erased.
    pub buyer: Option<LeadBuyer>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LeadAsked {
    pub id: LeadId,
    /// True when the same was already recorded before: it counted once.
    pub already: bool,
    #[serde(skip)]
    pub unit: ConsignorId,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LeadQuoted {
    pub lead_id: LeadId,
    pub job_id: JobId,
    /// True when the same was already recorded before: it counted once.
    pub already: bool,
}
