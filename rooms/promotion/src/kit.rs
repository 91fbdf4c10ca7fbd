//! What a kit is made of: a product at a shop under an agreement in force.

use std::collections::BTreeMap;

use agreements::Listed;
use catalogue::Product;
use db::{Read, Result};
use kernel::{ConsignorId, Context, ProductId, ProductKind, Reach, Rupiah, ShopId, ShopKind};
use people::{Consignor, Shop};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::Ask;

use crate::{
    caption::Offered,
    inputs::OneCampaign,
    refusal::No,
    see,
    store::{self, Owner},
};

/// The most agreements that are looked through for the list.
const AGREEMENTS_MAX: i64 = 200;

/// A product that a shop sells.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Pair {
    pub product_id: ProductId,
    pub product: String,
    pub shop_id: ShopId,
    pub shop: String,
    pub price: Option<Rupiah>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct OneKit {
    pub product: ProductId,
    pub shop: ShopId,
    /// The code of a campaign's link, to which the texts and papers lead then.
    #[serde(default)]
    pub k: Option<String>,
}

impl OneKit {
    pub(crate) fn of(ask: &Ask) -> Result<Self> {
        Ok(Self {
            product: ask.id::<ProductKind>("product")?,
            shop: ask.id::<ShopKind>("shop")?,
            k: ask.query("k").map(str::to_owned),
        })
    }
}

/// All that a poster or a text may speak of.
pub struct Kit {
    pub product: Product,
    pub shop: Shop,
    pub unit: Consignor,
    pub price: Option<Rupiah>,
    /// The campaign's link, where one was chosen.
    pub campaign: Option<String>,
}

impl Kit {
    /// For the texts; the address is the house's own.
    pub fn offered(&self, ctx: &Context, public_url: &str) -> Offered {
        let own = match &self.campaign {
            Some(code) => format!("/k/{code}"),
            None => storefront::address_of(&self.product.title(), self.product.id),
        };
        Offered {
            title: self.product.title(),
            unit: self.product.unit.clone(),
            price: self.price,
            description: self.product.description.clone(),
            maker_of_record: self.unit.public_name().to_owned(),
            branded: self.unit.brand.is_some(),
            shop: self.shop.name.clone(),
            address: self.shop.address.clone(),
            city: self.shop.city.clone(),
            hours: self.shop.opening_hours.clone(),
            address_online: format!("{public_url}{own}"),
            day: ctx.today(),
        }
    }
}

/// What the actor's unit has at shops, or his shop of units, under agreements in force.
pub fn pairs(read: &mut Read, ctx: &Context) -> Result<Vec<Pair>> {
    let asked = Listed::by(&ctx.actor, ctx.today()).ok_or(No::Unknown)?;
    let asked = Listed { limit: AGREEMENTS_MAX, ..asked };
    let (all, _) = agreements::list_agreements(read, &asked)?;
    let mut between: BTreeMap<(ConsignorId, ShopId), String> = BTreeMap::new();
    for one in all.into_iter().filter(|one| one.enforced_by.is_some()) {
        between.insert((one.consignor_id, one.shop_id), one.shop_name);
    }
    let mut pairs = Vec::new();
    for ((unit, shop), name) in between {
        let sold = agreements::deliverable(read, unit, shop, ctx.today())?;
        let ids: Vec<ProductId> = sold.into_iter().map(|(product, _)| product).collect();
        for (id, product) in catalogue::products(read, &ids)? {
            pairs.push(Pair {
                product_id: id,
                product: product.title(),
                shop_id: shop,
                shop: name.clone(),
                price: price(read, ctx, id, shop)?,
            });
        }
    }
    pairs.sort_by(|a, b| (&a.product, &a.shop).cmp(&(&b.product, &b.shop)));
    Ok(pairs)
}

/// The agreement's price, else the catalogue's of today.
pub fn price(
    read: &mut Read,
    ctx: &Context,
    product: ProductId,
    shop: ShopId,
) -> Result<Option<Rupiah>> {
    let terms = agreements::selling_terms(read, shop, product, ctx.today())?;
    match terms.and_then(|terms| terms.price) {
        Some(price) => Ok(Some(price)),
        None => catalogue::price_on(read, product, ctx.today()),
    }
}

/// The link that was chosen, of a campaign that he may see and that leads to the product.
fn link(read: &mut Read, ctx: &Context, asked: &OneKit) -> Result<Option<String>> {
    let Some(typed) = &asked.k else { return Ok(None) };
    let (code, campaign) = see::behind(read, typed)?;
    let campaign = see::load_campaign(read, ctx, &OneCampaign { campaign: campaign.id })?;
    match campaign.goods.contains(&asked.product) {
        true => Ok(Some(code)),
        false => Err(No::LinkUnknown.into()),
    }
}

/// The links that lead to a product, of campaigns that are not over: the code, and what it is
/// called. For whoever sees a kit of the product: then he sees its unit's campaigns too.
pub fn links(read: &mut Read, ctx: &Context, product: ProductId) -> Result<Vec<(String, String)>> {
    let owner = match &ctx.actor.reach {
        Reach::All => None,
        Reach::Consignor(own) => Some(Owner::Unit(*own)),
        Reach::Shop(own) => Some(Owner::Shop(*own)),
        Reach::Kanwil(_) | Reach::Nobody => return Ok(Vec::new()),
    };
    let links = store::links(read, owner, product, ctx.today())?;
    Ok(links
        .into_iter()
        .map(|(of, channel)| (channel.code, format!("{of} · {}", channel.name)))
        .collect())
}

/// One kit; another's is as unknown as none (404).
pub fn show(read: &mut Read, ctx: &Context, asked: &OneKit) -> Result<Kit> {
    let terms = agreements::selling_terms(read, asked.shop, asked.product, ctx.today())?;
    let terms = terms
        .filter(|terms| terms.in_force && ctx.actor.sees_between(terms.consignor_id, asked.shop));
    let terms = terms.ok_or(No::Unknown)?;
    Ok(Kit {
        campaign: link(read, ctx, asked)?,
        product: catalogue::load_product(read, asked.product)?,
        shop: people::load_shop(read, asked.shop)?,
        unit: people::load_consignor(read, terms.consignor_id)?,
        price: price(read, ctx, asked.product, asked.shop)?,
    })
}
