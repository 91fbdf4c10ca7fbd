//! What pages and the API see of a campaign.

use kernel::{ConsignorId, Day, ProductId, ShopId};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{funnel::Steps, inputs::CampaignId};

/// A campaign of a unit or of a shop.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Campaign {
    pub id: CampaignId,
    pub consignor_id: Option<ConsignorId>,
    pub shop_id: Option<ShopId>,
    pub name: String,
    pub words: Option<String>,
    pub from: Day,
    pub until: Option<Day>,
    pub ended_on: Option<Day>,
    pub goods: Vec<ProductId>,
    pub channels: Vec<Channel>,
}

/// Where a campaign stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Runs {
    NotYet,
    Now,
    Over,
}

impl Campaign {
    /// The last day on which it counts; none while nobody said one.
    pub fn last_day(&self) -> Option<Day> {
        match (self.until, self.ended_on) {
            (Some(until), Some(ended)) => Some(until.min(ended)),
            (until, ended) => until.or(ended),
        }
    }
    pub fn runs(&self, day: Day) -> Runs {
        match self.last_day() {
            Some(last) if last < day => Runs::Over,
            _ if day < self.from => Runs::NotYet,
            _ => Runs::Now,
        }
    }
}

/// A link of a campaign: `/k/{code}`.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Channel {
    pub name: String,
    pub code: String,
}

/// A link with its numbers.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ChannelSeen {
    pub name: String,
    pub code: String,
    pub steps: Steps,
}

/// How many came on a day, by all links.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Visited {
    pub code: String,
    pub day: Day,
    pub visits: i64,
}

/// A campaign with what came of it, as far as the reader may see that.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CampaignSeen {
    pub campaign: Campaign,
    pub channels: Vec<ChannelSeen>,
    pub all: Steps,
    /// The latest day first.
    pub visits: Vec<Visited>,
}

/// What a stranger sees behind a link.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CampaignShown {
    pub name: String,
    pub words: Option<String>,
    pub from: Day,
    pub until: Option<Day>,
    /// Whether it runs today.
    pub running: bool,
    pub goods: Vec<ProductId>,
}
