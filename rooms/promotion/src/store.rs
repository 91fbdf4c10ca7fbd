//! All SQL of campaigns.

use std::collections::BTreeMap;

use db::{Error, Param, Read, Result, Row, Tx, sql};
use kernel::{ConsignorId, Context, Day, ProductId, ShopId};

use crate::{
    inputs::{CampaignId, ChangeCampaign, StartCampaign},
    types::{Campaign, Channel, Visited},
};

/// The most campaigns of one owner that a list goes through.
const CAMPAIGNS_MAX: i64 = 500;

/// Whose a campaign is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    Unit(ConsignorId),
    Shop(ShopId),
}

impl Owner {
    pub const fn parts(self) -> (Option<ConsignorId>, Option<ShopId>) {
        match self {
            Self::Unit(unit) => (Some(unit), None),
            Self::Shop(shop) => (None, Some(shop)),
        }
    }
}

macro_rules! columns {
    () => {
        "SELECT c.id, c.consignor_id, c.shop_id, c.name, c.words, c.from_day, c.until_day, \
         c.ended_on FROM promotion_campaign c "
    };
}

/// Without goods and links.
fn bare(row: &Row<'_>) -> Result<Campaign> {
    Ok(Campaign {
        id: row.get(0)?,
        consignor_id: row.get(1)?,
        shop_id: row.get(2)?,
        name: row.get(3)?,
        words: row.get(4)?,
        from: row.get(5)?,
        until: row.get(6)?,
        ended_on: row.get(7)?,
        goods: Vec::new(),
        channels: Vec::new(),
    })
}

fn filled(read: &mut Read, mut campaign: Campaign) -> Result<Campaign> {
    let goods =
        sql!("SELECT product_id FROM promotion_good WHERE campaign_id = $1 ORDER BY position");
    campaign.goods = read.all(goods, &[&campaign.id], |row| row.get(0))?;
    let channels =
        sql!("SELECT name, code FROM promotion_channel WHERE campaign_id = $1 ORDER BY position");
    campaign.channels = read.all(channels, &[&campaign.id], |row| {
        Ok(Channel { name: row.get(0)?, code: row.get(1)? })
    })?;
    Ok(campaign)
}

pub fn find(read: &mut Read, id: CampaignId) -> Result<Option<Campaign>> {
    let found = read.first(sql!(concat!(columns!(), "WHERE c.id = $1")), &[&id], bare)?;
    found.map(|campaign| filled(read, campaign)).transpose()
}

pub fn by_code(read: &mut Read, code: &str) -> Result<Option<Campaign>> {
    let statement = sql!(concat!(
        columns!(),
        "JOIN promotion_channel h ON h.campaign_id = c.id WHERE h.code = $1"
    ));
    let found = read.first(statement, &[&code], bare)?;
    found.map(|campaign| filled(read, campaign)).transpose()
}

/// An owner's campaigns, or everybody's, the latest first.
pub fn list(read: &mut Read, owner: Option<Owner>, like: Option<&str>) -> Result<Vec<Campaign>> {
    let (unit, shop) = owner.map_or((None, None), Owner::parts);
    let statement = sql!(concat!(
        columns!(),
        "WHERE (CAST($1 AS uuid) IS NULL OR c.consignor_id = $1) \
         AND (CAST($2 AS uuid) IS NULL OR c.shop_id = $2) \
         AND (CAST($3 AS text) IS NULL OR LOWER(c.name) LIKE $3 ESCAPE '!' \
              OR EXISTS (SELECT 1 FROM promotion_channel h WHERE h.campaign_id = c.id \
                 AND LOWER(h.code) LIKE $3 ESCAPE '!')) \
         ORDER BY c.created_at DESC, c.id DESC LIMIT $4"
    ));
    let mut all = read.all(statement, &[&unit, &shop, &like, &CAMPAIGNS_MAX], bare)?;
    fill(read, (unit, shop), &mut all)?;
    Ok(all)
}

/// Adds the goods and links of all at once.
fn fill(
    read: &mut Read,
    (unit, shop): (Option<ConsignorId>, Option<ShopId>),
    all: &mut [Campaign],
) -> Result<()> {
    let mut places: BTreeMap<CampaignId, &mut Campaign> =
        all.iter_mut().map(|campaign| (campaign.id, campaign)).collect();
    let goods = sql!(
        "SELECT g.campaign_id, g.product_id FROM promotion_good g
         JOIN promotion_campaign c ON c.id = g.campaign_id
         WHERE (CAST($1 AS uuid) IS NULL OR c.consignor_id = $1)
           AND (CAST($2 AS uuid) IS NULL OR c.shop_id = $2)
         ORDER BY g.campaign_id, g.position"
    );
    read.each(goods, &[&unit, &shop], |row| {
        let id: CampaignId = row.get(0)?;
        if let Some(campaign) = places.get_mut(&id) {
            campaign.goods.push(row.get(1)?);
        }
        Ok(())
    })?;
    let channels = sql!(
        "SELECT h.campaign_id, h.name, h.code FROM promotion_channel h
         JOIN promotion_campaign c ON c.id = h.campaign_id
         WHERE (CAST($1 AS uuid) IS NULL OR c.consignor_id = $1)
           AND (CAST($2 AS uuid) IS NULL OR c.shop_id = $2)
         ORDER BY h.campaign_id, h.position"
    );
    read.each(channels, &[&unit, &shop], |row| {
        let id: CampaignId = row.get(0)?;
        if let Some(campaign) = places.get_mut(&id) {
            campaign.channels.push(Channel { name: row.get(1)?, code: row.get(2)? });
        }
        Ok(())
    })
}

/// The links that lead to a product, of campaigns that are not over on a day, with the campaign's
/// name, the latest first: a unit's; a shop's own and those of units; or everybody's.
pub fn links(
    read: &mut Read,
    owner: Option<Owner>,
    product: ProductId,
    day: Day,
) -> Result<Vec<(String, Channel)>> {
    let (unit, shop) = owner.map_or((None, None), Owner::parts);
    let statement = sql!(
        "SELECT c.name, h.name, h.code FROM promotion_good g
         JOIN promotion_campaign c ON c.id = g.campaign_id
         JOIN promotion_channel h ON h.campaign_id = c.id
         WHERE g.product_id = $1
           AND (c.until_day IS NULL OR c.until_day >= $2)
           AND (c.ended_on IS NULL OR c.ended_on >= $2)
           AND (CAST($3 AS uuid) IS NULL OR c.consignor_id = $3)
           AND (CAST($4 AS uuid) IS NULL OR c.shop_id = $4 OR c.consignor_id IS NOT NULL)
         ORDER BY c.created_at DESC, c.id DESC, h.position LIMIT $5"
    );
    read.all(statement, &[&product, &day, &unit, &shop, &CAMPAIGNS_MAX], |row| {
        Ok((row.get(0)?, Channel { name: row.get(1)?, code: row.get(2)? }))
    })
}

pub fn insert(tx: &mut Tx, ctx: &Context, input: &StartCampaign, owner: Owner) -> Result<()> {
    let (unit, shop) = owner.parts();
    let statement = sql!(
        "INSERT INTO promotion_campaign (id, consignor_id, shop_id, name, words, from_day,
            until_day, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    );
    let params: &[&dyn Param] = &[
        &input.id,
        &unit,
        &shop,
        &input.name,
        &input.words,
        &input.from,
        &input.until,
        &ctx.actor.user,
        &ctx.now,
    ];
    match tx.run(statement, params) {
        // The same is being recorded by another connection this moment: looked at again from the
        // start, it is known.
        Err(Error::Constraint(name)) if name == "promotion_campaign_pkey" => Err(Error::Conflict),
        done => done.map(drop),
    }
}

pub fn insert_goods(tx: &mut Tx, id: CampaignId, goods: &[ProductId]) -> Result<()> {
    let statement =
        sql!("INSERT INTO promotion_good (campaign_id, position, product_id) VALUES ($1, $2, $3)");
    for (position, product) in (1_i64..).zip(goods) {
        tx.run(statement, &[&id, &position, product])?;
    }
    Ok(())
}

pub fn insert_channel(
    tx: &mut Tx,
    id: CampaignId,
    (position, name, code): (i64, &str, &str),
) -> Result<()> {
    let statement = sql!(
        "INSERT INTO promotion_channel (code, campaign_id, position, name) VALUES ($1, $2, $3, $4)"
    );
    match tx.run(statement, &[&code, &id, &position, &name]) {
        // Chance made a code that stands, or another added one at the same moment: run again, it
        // makes another.
        Err(Error::Constraint(_)) => Err(Error::Conflict),
        done => done.map(drop),
    }
}

pub fn change(tx: &mut Tx, input: &ChangeCampaign) -> Result<()> {
    let statement =
        sql!("UPDATE promotion_campaign SET name = $2, words = $3, until_day = $4 WHERE id = $1");
    tx.run(statement, &[&input.campaign, &input.name, &input.words, &input.until]).map(drop)
}

pub fn end(tx: &mut Tx, id: CampaignId, day: Day) -> Result<()> {
    let statement = sql!("UPDATE promotion_campaign SET ended_on = $2 WHERE id = $1");
    tx.run(statement, &[&id, &day]).map(drop)
}

/// So many more on this day.
pub fn add_visits(tx: &mut Tx, code: &str, day: Day, times: i64) -> Result<()> {
    let statement = sql!(
        "INSERT INTO promotion_visit (code, day, visits) VALUES ($1, $2, $3)
         ON CONFLICT (code, day) DO UPDATE SET visits = promotion_visit.visits + excluded.visits"
    );
    tx.run(statement, &[&code, &day, &times]).map(drop)
}

/// The visits of a campaign's links by day, the latest first.
pub fn visits(read: &mut Read, id: CampaignId) -> Result<Vec<Visited>> {
    let statement = sql!(
        "SELECT v.code, v.day, v.visits FROM promotion_visit v
         JOIN promotion_channel h ON h.code = v.code
         WHERE h.campaign_id = $1 ORDER BY v.day DESC, h.position"
    );
    read.all(statement, &[&id], |row| {
        Ok(Visited { code: row.get(0)?, day: row.get(1)?, visits: row.get(2)? })
    })
}
