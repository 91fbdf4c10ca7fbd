//! What people type of campaigns: one type serves a form and the API.

use kernel::{Day, Id, Line, Note, ProductId, Quantity};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub enum CampaignKind {}
pub type CampaignId = Id<CampaignKind>;
/// A change to a campaign: its id makes it count once.
pub enum CampaignChangeKind {}
pub type CampaignChangeId = Id<CampaignChangeKind>;

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct StartCampaign {
    pub id: CampaignId,
    pub name: Line,
    /// What the public reads above the goods.
    #[serde(default)]
    pub words: Option<Note>,
    pub from: Day,
    /// The last day; until it is ended, when left out.
    #[serde(default)]
    pub until: Option<Day>,
    /// At most twelve.
    #[serde(default)]
    pub goods: Vec<CampaignGood>,
    /// At most ten; each has a link of its own.
    #[serde(default)]
    pub channels: Vec<NewChannel>,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct CampaignGood {
    pub product: ProductId,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct NewChannel {
    /// "WhatsApp", "Poster di pasar".
    pub name: Line,
}

/// Other words or another last day; the goods and the links stay.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ChangeCampaign {
    pub id: CampaignChangeId,
    pub campaign: CampaignId,
    pub name: Line,
    #[serde(default)]
    pub words: Option<Note>,
    #[serde(default)]
    pub until: Option<Day>,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct AddChannel {
    pub id: CampaignChangeId,
    pub campaign: CampaignId,
    pub name: Line,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct EndCampaign {
    pub id: CampaignChangeId,
    pub campaign: CampaignId,
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct OneCampaign {
    pub campaign: CampaignId,
}

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub struct ListCampaigns {
    /// A part of a name, or a link's code.
    #[serde(default)]
    pub q: Option<String>,
    #[serde(default)]
    pub page: Option<Quantity>,
}

/// Which lines of a campaign's orders.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct ListLines {
    pub campaign: CampaignId,
    /// The code of one of its links.
    #[serde(default)]
    pub channel: Option<String>,
    #[serde(default)]
    pub step: Option<crate::kinds::Step>,
}
