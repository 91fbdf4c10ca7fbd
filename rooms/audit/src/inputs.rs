//! What people send: the same types for the form and the API.

use kernel::{AuditPackId, ConsignorId, Day};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Asks for the pack of a period.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Order {
    pub id: AuditPackId,
    /// One's own unit where it is left out.
    #[serde(default)]
    pub consignor: Option<ConsignorId>,
    pub from: Day,
    pub to: Day,
}

/// One pack, by its id.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct OnePack {
    pub pack: AuditPackId,
}
