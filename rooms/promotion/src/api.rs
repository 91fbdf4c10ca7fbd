//! The JSON door.

use db::{Read, Result};
use kernel::Context;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Api, Listing};

use crate::{
    actions,
    caption::{Caption, captions},
    funnel::CampaignLine,
    inputs::{ListCampaigns, ListLines},
    kit::{self, OneKit, Pair},
    labels::{
        Compared, Labels, ListLabels, compared, labels_of, load_labels, record_labels,
        take_labels_back,
    },
    pages::sheets,
    see,
    types::{Campaign, CampaignShown},
};

/// Campaigns of one answer.
const PER_PAGE: i64 = 50;

pub fn api() -> Api {
    Api::new("promotion")
        .get("/promotion", list, "List what shops sell, for which there is a kit")
        .get("/promotion/campaigns", campaigns, "List campaigns, the latest first")
        .sheet("/promotion/campaigns/sheet", sheets::campaigns, "The same as a spreadsheet")
        .post("/promotion/campaigns", actions::start_campaign, "Start a campaign with its links")
        .get(
            "/promotion/campaigns/{campaign}",
            see::see_campaign,
            "What a campaign brought, by link",
        )
        .get("/promotion/campaigns/{campaign}/lines", lines, "The lines behind its numbers")
        .post(
            "/promotion/campaigns/{campaign}/change",
            actions::change_campaign,
            "Change a campaign's words or its last day",
        )
        .post(
            "/promotion/campaigns/{campaign}/channels",
            actions::add_channel,
            "Add a link to a campaign",
        )
        .post("/promotion/campaigns/{campaign}/end", actions::end_campaign, "End a campaign")
        .open_get("/promotion/links/{code}", shown, "What stands behind a campaign's link")
        .get("/promotion/labels", labels, "List whose labels say what, the latest first")
        .sheet("/promotion/labels/sheet", sheets::labels, "The same as a spreadsheet")
        .post(
            "/promotion/labels",
            record_labels,
            "Record the wording of a batch's labels at a shop",
        )
        .get("/promotion/labels/compared", compare, "How the wordings sell, with intervals")
        .get("/promotion/labels/{labels}", load_labels, "Show labels")
        .post("/promotion/labels/{labels}/take-back", take_labels_back, "Take back wrong labels")
        .get("/promotion/{product}/{shop}", texts, "Texts ready to be sent round")
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
struct Nothing {}

/// What there is a kit for.
#[derive(Debug, Clone, Serialize, JsonSchema)]
struct Kits {
    items: Vec<Pair>,
}

fn list(read: &mut Read, ctx: &Context, _: &Nothing) -> Result<Kits> {
    Ok(Kits { items: kit::pairs(read, ctx)? })
}

fn campaigns(read: &mut Read, ctx: &Context, asked: &ListCampaigns) -> Result<Listing<Campaign>> {
    let like = asked.q.as_deref().map(web::like);
    let all = see::list_campaigns(read, ctx, like.as_deref())?;
    let (total, page) = (all.len() as i64, asked.page.map_or(1, |page| page.0.max(1)));
    let skip = usize::try_from((page - 1).saturating_mul(PER_PAGE)).unwrap_or(usize::MAX);
    let items = all.into_iter().skip(skip).take(PER_PAGE as usize).collect();
    Ok(Listing { items, total, page })
}

/// The lines, the latest first.
#[derive(Debug, Clone, Serialize, JsonSchema)]
struct Lines {
    items: Vec<CampaignLine>,
}

fn lines(read: &mut Read, ctx: &Context, asked: &ListLines) -> Result<Lines> {
    Ok(Lines { items: see::campaign_lines(read, ctx, asked)? })
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
struct OneLink {
    code: String,
}

fn shown(read: &mut Read, ctx: &Context, asked: &OneLink) -> Result<CampaignShown> {
    let (_, campaign) = see::behind(read, &asked.code)?;
    Ok(campaign.shown(ctx.today()))
}

/// The texts; addresses in them are paths of this house.
#[derive(Debug, Clone, Serialize, JsonSchema)]
struct Texts {
    captions: Vec<Caption>,
}

fn texts(read: &mut Read, ctx: &Context, asked: &OneKit) -> Result<Texts> {
    let kit = kit::show(read, ctx, asked)?;
    Ok(Texts { captions: captions(&kit.offered(ctx, "")) })
}

fn labels(read: &mut Read, ctx: &Context, asked: &ListLabels) -> Result<Listing<Labels>> {
    let (items, total) = labels_of(read, ctx, asked)?;
    Ok(Listing { items, total, page: asked.page.map_or(1, |page| page.0) })
}

/// Products whose labels were recorded, each with its wordings beside each other.
#[derive(Debug, Clone, Serialize, JsonSchema)]
struct Comparison {
    items: Vec<Compared>,
}

fn compare(read: &mut Read, ctx: &Context, _: &Nothing) -> Result<Comparison> {
    Ok(Comparison { items: compared(read, ctx)? })
}
