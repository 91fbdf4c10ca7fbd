use kernel::ConsignorId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::month::Month;

/// Which month, and for the administrator which unit.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct Asked {
    /// `2025-11`; this month where nothing is said.
    #[serde(default)]
    pub month: Option<Month>,
    /// For an administrator only: others see their own.
    #[serde(default)]
    pub consignor: Option<ConsignorId>,
}
