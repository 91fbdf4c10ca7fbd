//! A campaign with what came of it, for whoever may see that: the unit or shop that made it, and a
//! shop at which its goods are sold. Each sees his own part of the orders.

use std::collections::{BTreeMap, BTreeSet};

use db::{Read, Result};
use kernel::{
    ConsignorId, Context, Day, OrderId, ProductId, Quantity, Reach, Rupiah, SaleId, ShopId,
};
use orders::{Brought, Carried};

use crate::{
    funnel::{CampaignLine, steps},
    inputs::{ListLines, OneCampaign},
    refusal::No,
    store::{self, Owner},
    types::{Campaign, CampaignSeen, CampaignShown, ChannelSeen, Runs, Visited},
};

/// A campaign that the actor may see; another is as unknown as none (404).
pub fn load_campaign(read: &mut Read, ctx: &Context, asked: &OneCampaign) -> Result<Campaign> {
    let found = store::find(read, asked.campaign)?.ok_or(No::CampaignUnknown)?;
    if is_seen(read, ctx, &found)? { Ok(found) } else { Err(No::CampaignUnknown.into()) }
}

fn is_seen(read: &mut Read, ctx: &Context, campaign: &Campaign) -> Result<bool> {
    match &ctx.actor.reach {
        Reach::All => Ok(true),
        Reach::Consignor(own) => Ok(campaign.consignor_id == Some(*own)),
        Reach::Shop(own) if campaign.shop_id.is_some() => Ok(campaign.shop_id == Some(*own)),
        Reach::Shop(own) => is_sold_at(read, ctx, campaign, *own),
        Reach::Kanwil(_) | Reach::Nobody => Ok(false),
    }
}

/// Whether a shop sells, or once sold, something that a unit's campaign is about.
fn is_sold_at(read: &mut Read, ctx: &Context, campaign: &Campaign, shop: ShopId) -> Result<bool> {
    for product in &campaign.goods {
        if agreements::selling_terms(read, shop, *product, ctx.today())?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The campaigns that the actor may see, the latest first of each owner.
pub fn list_campaigns(read: &mut Read, ctx: &Context, like: Option<&str>) -> Result<Vec<Campaign>> {
    match &ctx.actor.reach {
        Reach::All => store::list(read, None, like),
        Reach::Consignor(own) => store::list(read, Some(Owner::Unit(*own)), like),
        Reach::Shop(own) => at_shop(read, *own, like),
        Reach::Kanwil(_) | Reach::Nobody => Err(No::CampaignUnknown.into()),
    }
}

/// A shop's own campaigns, and those of units whose goods it sells or once sold.
fn at_shop(read: &mut Read, shop: ShopId, like: Option<&str>) -> Result<Vec<Campaign>> {
    let mut all = store::list(read, Some(Owner::Shop(shop)), like)?;
    let sold = agreements::ever_sold(read, shop)?;
    let units: BTreeSet<ConsignorId> = sold.values().copied().collect();
    for unit in units {
        let mut theirs = store::list(read, Some(Owner::Unit(unit)), like)?;
        theirs.retain(|one| one.goods.iter().any(|product| sold.contains_key(product)));
        all.append(&mut theirs);
    }
    Ok(all)
}

/// A campaign and what came of it, by link.
pub fn see_campaign(read: &mut Read, ctx: &Context, asked: &OneCampaign) -> Result<CampaignSeen> {
    let campaign = load_campaign(read, ctx, asked)?;
    let visits = store::visits(read, campaign.id)?;
    let lines = lines_of(read, ctx, &campaign)?;
    let came = |code: &str| -> i64 {
        visits.iter().filter(|one| one.code == code).map(|one| one.visits).sum()
    };
    let channels = campaign.channels.iter().map(|channel| {
        let own = lines.iter().filter(|line| line.channel == channel.code);
        let steps = steps(came(&channel.code), own);
        ChannelSeen { name: channel.name.clone(), code: channel.code.clone(), steps }
    });
    let channels = channels.collect();
    let all = steps(visits.iter().map(|one: &Visited| one.visits).sum(), lines.iter());
    Ok(CampaignSeen { campaign, channels, all, visits })
}

/// The lines behind a campaign's numbers.
pub fn campaign_lines(
    read: &mut Read,
    ctx: &Context,
    asked: &ListLines,
) -> Result<Vec<CampaignLine>> {
    let campaign = load_campaign(read, ctx, &OneCampaign { campaign: asked.campaign })?;
    let mut lines = lines_of(read, ctx, &campaign)?;
    lines.retain(|line| asked.channel.as_ref().is_none_or(|code| *code == line.channel));
    lines.retain(|line| asked.step.is_none_or(|step| line.reached(step)));
    Ok(lines)
}

fn lines_of(read: &mut Read, ctx: &Context, campaign: &Campaign) -> Result<Vec<CampaignLine>> {
    let to = campaign.last_day();
    let mut lines = Vec::new();
    for channel in &campaign.channels {
        let carried = Carried { campaign: &channel.code, from: campaign.from, to };
        let brought = orders::brought(read, ctx.now, carried)?;
        let own = own_part(read, ctx, brought)?;
        let mut sold = BTreeMap::new();
        for one in &own {
            if let Some(sale) = one.sale_id {
                sold.entry(one.order_id).or_insert(kept(read, sale)?);
            }
        }
        lines.extend(own.into_iter().map(|one| line_of(&channel.code, one, &sold)));
    }
    Ok(lines)
}

/// What of it is the reader's: a shop's own orders, a unit's own goods.
fn own_part(read: &mut Read, ctx: &Context, mut brought: Vec<Brought>) -> Result<Vec<Brought>> {
    match &ctx.actor.reach {
        Reach::All => {}
        Reach::Shop(own) => brought.retain(|one| one.shop_id == *own),
        Reach::Consignor(own) => {
            let ids: BTreeSet<ProductId> = brought.iter().map(|one| one.product_id).collect();
            let known = catalogue::products(read, &ids.into_iter().collect::<Vec<_>>())?;
            brought.retain(|one| {
                let product = known.get(&one.product_id);
                product.is_some_and(|product| product.consignor_id == *own)
            });
        }
        Reach::Kanwil(_) | Reach::Nobody => brought.clear(),
    }
    Ok(brought)
}

/// What was kept of an order's sale, by product.
type Kept = BTreeMap<ProductId, (SaleId, Quantity, Rupiah)>;

fn kept(read: &mut Read, sale: SaleId) -> Result<Kept> {
    let mut kept = Kept::new();
    for one in sales::taken(read, sale)? {
        let sum = kept.entry(one.product_id).or_insert((one.sale_id, Quantity::ZERO, Rupiah::ZERO));
        (sum.1, sum.2) = (sum.1 + one.kept, sum.2 + one.gross());
    }
    Ok(kept)
}

fn line_of(code: &str, one: Brought, sold: &BTreeMap<OrderId, Kept>) -> CampaignLine {
    let kept = sold.get(&one.order_id).and_then(|kept| kept.get(&one.product_id)).copied();
    CampaignLine {
        channel: code.to_owned(),
        order_id: one.order_id,
        shop_id: one.shop_id,
        placed_on: one.placed_on,
        state: one.state,
        product_id: one.product_id,
        quantity: one.quantity,
        set_aside: one.set_aside,
        sale_id: kept.map(|(sale, ..)| sale),
        sold: kept.map_or(Quantity::ZERO, |(_, pieces, _)| pieces),
        rupiah: kept.map_or(Rupiah::ZERO, |(.., rupiah)| rupiah),
    }
}

/// What anybody sees behind a link.
///
/// # Errors
/// Refuses a code that is not one or that nothing has (404).
pub fn behind(read: &mut Read, code: &str) -> Result<(String, Campaign)> {
    let code = orders::read_code(code).ok_or(No::LinkUnknown)?;
    let found = store::by_code(read, &code)?.ok_or(No::LinkUnknown)?;
    Ok((code, found))
}

impl Campaign {
    /// As anybody may see it.
    pub fn shown(self, today: Day) -> CampaignShown {
        CampaignShown {
            running: self.runs(today) == Runs::Now,
            until: self.last_day(),
            name: self.name,
            words: self.words,
            from: self.from,
            goods: self.goods,
        }
    }
}
