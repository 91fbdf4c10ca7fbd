//! What people type: one type serves a form and the API.

use kernel::{ConsignorId, Id, Note};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A change of what a unit sets: the id makes it count once.
pub enum SettingKind {}

/// What a unit says of itself, and which words mean the same in its search.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct SaveSetting {
    pub id: Id<SettingKind>,
    /// Left out by those who belong to a unit.
    #[serde(default)]
    pub consignor: Option<ConsignorId>,
    /// Left out: nothing is said.
    #[serde(default)]
    pub programme: Option<Note>,
    /// A line for each group, with commas: `glodok, sarang burung, nest box`. Left out: the
    /// house's own groups.
    #[serde(default)]
    pub synonyms: Option<Note>,
}

/// Whose setting.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct OneSetting {
    #[serde(default)]
    pub consignor: Option<ConsignorId>,
}
