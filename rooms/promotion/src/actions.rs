//! What is done with a campaign: one function a verb.

use std::collections::BTreeSet;

use db::{Read, Result, Tx};
use journal::{Line as Entry, Once};
use kernel::{Capability, Context, ProductId, Reach};
use serde_json::json;
use web::{Recorded, Visits};

use crate::{
    inputs::{AddChannel, CampaignId, ChangeCampaign, EndCampaign, StartCampaign},
    refusal::No,
    store::{self, Owner},
    types::{Campaign, Runs},
};

const GOODS_MAX: usize = 12;
const CHANNELS_MAX: usize = 10;

/// Whose campaigns the actor makes: his unit's, if he records goods; his shop's, if he sells.
pub fn owner(ctx: &Context) -> Result<Owner> {
    match &ctx.actor.reach {
        Reach::Consignor(own) => {
            ctx.actor.require(Capability::RecordGoods)?;
            Ok(Owner::Unit(*own))
        }
        Reach::Shop(own) => {
            ctx.actor.require(Capability::Sell)?;
            Ok(Owner::Shop(*own))
        }
        Reach::All | Reach::Kanwil(_) | Reach::Nobody => Err(No::CampaignUnknown.into()),
    }
}

/// Whether a campaign is the actor's to change.
pub fn is_own(ctx: &Context, campaign: &Campaign) -> bool {
    owner(ctx).is_ok_and(|owner| owner.parts() == (campaign.consignor_id, campaign.shop_id))
}

fn load_own(tx: &mut Tx, ctx: &Context, id: CampaignId) -> Result<Campaign> {
    owner(ctx)?;
    let found = store::find(tx, id)?.filter(|campaign| is_own(ctx, campaign));
    found.ok_or_else(|| No::CampaignUnknown.into())
}

fn written(ctx: &Context, what: &'static str, id: kernel::Id<()>, owner: Owner) -> Entry {
    let line = Entry::new(ctx, what, id);
    match owner {
        Owner::Unit(unit) => line.of(unit),
        Owner::Shop(shop) => line.at(shop),
    }
}

/// Starts a campaign and makes its links.
///
/// # Errors
/// Refuses goods that are not the owner's to offer, too many of them, and a last day before the
/// first.
pub fn start_campaign(tx: &mut Tx, ctx: &Context, input: &StartCampaign) -> Result<Recorded> {
    let owner = owner(ctx)?;
    let Once::First(digest) = journal::once(tx, "promotion.start", input.id, input)? else {
        return Ok(Recorded::again(input.id));
    };
    if input.until.is_some_and(|until| until < input.from) {
        return Err(No::UntilBefore.at("until").into());
    }
    let goods = goods_of(tx, ctx, owner, input)?;
    match input.channels.len() {
        0 => return Err(No::NoChannel.at("channels").into()),
        1..=CHANNELS_MAX => {}
        _ => return Err(No::TooManyChannels.at("channels").with("max", CHANNELS_MAX).into()),
    }
    store::insert(tx, ctx, input, owner)?;
    store::insert_goods(tx, input.id, &goods)?;
    for (position, channel) in (1_i64..).zip(&input.channels) {
        let code = orders::make_code(ctx.ids.random());
        store::insert_channel(tx, input.id, (position, channel.name.as_str(), &code))?;
    }
    let line = written(ctx, "promotion.start", input.id.cast(), owner).digest(digest);
    journal::write(tx, ctx, line.body(json!({ "goods": goods })))?;
    Ok(Recorded::new(input.id))
}

/// The goods, each once and the owner's to offer: a unit's own, or what a shop sells today.
fn goods_of(
    tx: &mut Tx,
    ctx: &Context,
    owner: Owner,
    input: &StartCampaign,
) -> Result<Vec<ProductId>> {
    match input.goods.len() {
        0 => return Err(No::NoGood.at("goods").into()),
        1..=GOODS_MAX => {}
        _ => return Err(No::TooManyGoods.at("goods").with("max", GOODS_MAX).into()),
    }
    let mut seen = BTreeSet::new();
    let mut goods = Vec::with_capacity(input.goods.len());
    for (at, good) in input.goods.iter().enumerate() {
        let field = format!("goods[{at}].product");
        if !seen.insert(good.product) {
            return Err(No::GoodTwice.at(field).into());
        }
        if !offers(tx, ctx, owner, good.product)? {
            return Err(No::GoodUnknown.at(field).into());
        }
        goods.push(good.product);
    }
    Ok(goods)
}

fn offers(read: &mut Read, ctx: &Context, owner: Owner, product: ProductId) -> Result<bool> {
    match owner {
        Owner::Unit(unit) => {
            let known = catalogue::products(read, &[product])?.remove(&product);
            Ok(known.is_some_and(|product| product.consignor_id == unit))
        }
        Owner::Shop(shop) => {
            let terms = agreements::selling_terms(read, shop, product, ctx.today())?;
            Ok(terms.is_some_and(|terms| terms.in_force))
        }
    }
}

/// Other words, or another last day.
pub fn change_campaign(tx: &mut Tx, ctx: &Context, input: &ChangeCampaign) -> Result<Recorded> {
    let campaign = load_own(tx, ctx, input.campaign)?;
    let Once::First(digest) = journal::once(tx, "promotion.change", input.id, input)? else {
        return Ok(Recorded::again(campaign.id));
    };
    if campaign.ended_on.is_some() {
        return Err(No::CampaignEnded.into());
    }
    if input.until.is_some_and(|until| until < campaign.from) {
        return Err(No::UntilBefore.at("until").into());
    }
    store::change(tx, input)?;
    let line = written(ctx, "promotion.change", input.id.cast(), owner(ctx)?).digest(digest);
    let body = json!({ "campaign": campaign.id, "name": input.name, "words": input.words,
        "until": input.until });
    journal::write(tx, ctx, line.body(body))?;
    Ok(Recorded::new(campaign.id))
}

/// One more link.
pub fn add_channel(tx: &mut Tx, ctx: &Context, input: &AddChannel) -> Result<Recorded> {
    let campaign = load_own(tx, ctx, input.campaign)?;
    let Once::First(digest) = journal::once(tx, "promotion.channel", input.id, input)? else {
        return Ok(Recorded::again(campaign.id));
    };
    if campaign.ended_on.is_some() {
        return Err(No::CampaignEnded.into());
    }
    if campaign.channels.len() >= CHANNELS_MAX {
        return Err(No::TooManyChannels.with("max", CHANNELS_MAX).into());
    }
    let (code, position) =
        (orders::make_code(ctx.ids.random()), campaign.channels.len() as i64 + 1);
    store::insert_channel(tx, campaign.id, (position, input.name.as_str(), &code))?;
    let line = written(ctx, "promotion.channel", input.id.cast(), owner(ctx)?).digest(digest);
    journal::write(tx, ctx, line.body(json!({ "campaign": campaign.id, "code": code })))?;
    Ok(Recorded::new(campaign.id))
}

/// Ends a campaign; its links still lead to the goods, and count no more from tomorrow on.
pub fn end_campaign(tx: &mut Tx, ctx: &Context, input: &EndCampaign) -> Result<Recorded> {
    let campaign = load_own(tx, ctx, input.campaign)?;
    let Once::First(digest) = journal::once(tx, "promotion.end", input.id, input)? else {
        return Ok(Recorded::again(campaign.id));
    };
    if campaign.ended_on.is_some() {
        return Err(No::CampaignEnded.into());
    }
    store::end(tx, campaign.id, ctx.today())?;
    let line = written(ctx, "promotion.end", input.id.cast(), owner(ctx)?).digest(digest);
    journal::write(tx, ctx, line.body(json!({ "campaign": campaign.id })))?;
    Ok(Recorded::new(campaign.id))
}

/// Keeps counted visits to the links of campaigns that run on their day. No journal line: nobody
/// did anything.
pub fn keep_visits(tx: &mut Tx, counted: &[Visits]) -> Result<()> {
    for one in counted {
        let campaign = store::by_code(tx, &one.of)?;
        if campaign.is_some_and(|campaign| campaign.runs(one.day) == Runs::Now) {
            store::add_visits(tx, &one.of, one.day, one.times)?;
        }
    }
    Ok(())
}
