use kernel::{ConsignorId, Day};
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

/// A unit's month.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct AskReport {
    pub consignor: ConsignorId,
    /// `2025-11`.
    pub month: Month,
}

/// A unit's period, both days in it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct AskPress {
    pub consignor: ConsignorId,
    pub first: Day,
    pub last: Day,
}
