#![doc = include_str!("../README.md")]

mod actions;
mod api;
mod caption;
mod card;
mod funnel;
mod inputs;
mod kinds;
mod kit;
mod labels;
mod pages;
mod papers;
mod refusal;
mod see;
mod store;
mod types;

pub use actions::{add_channel, change_campaign, end_campaign, keep_visits, start_campaign};
pub use api::api;
pub use caption::{Caption, Offered, captions};
pub use funnel::{CampaignLine, Steps};
pub use inputs::{
    AddChannel, CampaignGood, CampaignId, ChangeCampaign, EndCampaign, ListCampaigns, ListLines,
    NewChannel, OneCampaign, StartCampaign,
};
pub use kinds::Step;
pub use kit::{Kit, OneKit, Pair, pairs, show};
pub use labels::{
    Compared, Interval, LabelKind, Labels, LabelsId, ListLabels, OfVariant, OneLabels,
    RecordLabels, Said, TakeLabelsBack, Variant, compared, labels_of, load_labels, record_labels,
    take_labels_back,
};
pub use pages::screens;
pub use refusal::No;
pub use see::{campaign_lines, list_campaigns, load_campaign, see_campaign};
pub use types::{Campaign, CampaignSeen, CampaignShown, Channel, ChannelSeen, Runs, Visited};
