//! The public JSON door.

use db::{Read, Result};
use kernel::{ConsignorId, Context, Day, ProductId, Quantity, Rupiah, ShopId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Api, Listing};

use crate::{
    actions, index,
    narrow::{self, Narrow, PER_PAGE, Sort},
    place::{Seen, Shop, Totals, Unit},
    receipt::{self, Deposited, Receipt},
    refusal::No,
    store,
    store_batch::{self, Learnt},
    store_place,
    thing::Thing,
};

/// The endpoints of the shop-window; no sign-in but for what a unit sets.
pub fn api() -> Api {
    Api::new("storefront")
        .open_get("/storefront/products", list, "What is offered, and which shops have it")
        .open_get("/storefront/products/{product}", show, "A product and its variants on offer")
        .open_get("/storefront/shops", shops, "The shops that sell something today")
        .open_get("/storefront/units/{unit}", unit, "A unit, what it makes and its rounded totals")
        .open_get("/storefront/batches", batches, "What stands behind the code on a label")
        .get("/storefront/setting", actions::setting, "What a unit set for the shop-window")
        .post("/storefront/setting", actions::save_setting, "Set a unit's own words")
}

/// What to look for.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub struct ListIn {
    /// Words of the name, variant, category, material or code; slips are forgiven.
    #[serde(default)]
    pub q: Option<String>,
    #[serde(default)]
    pub category: Option<String>,
    /// Only what this shop sells, with its place and its price alone.
    #[serde(default)]
    pub shop: Option<ShopId>,
    /// Only what stands on a shelf now: `1`.
    #[serde(default)]
    pub here: Option<Quantity>,
    #[serde(default)]
    pub least: Option<Rupiah>,
    #[serde(default)]
    pub most: Option<Rupiah>,
    #[serde(default)]
    pub sort: Option<Sort>,
    /// From 1; 24 products each.
    #[serde(default)]
    pub page: Option<Quantity>,
}

impl ListIn {
    fn narrow(&self) -> Narrow {
        let said = |text: &Option<String>| {
            let text = text.as_deref().map(str::trim).filter(|text| !text.is_empty());
            text.map(|text| text.chars().take(100).collect())
        };
        Narrow {
            q: said(&self.q),
            category: said(&self.category),
            shop: self.shop,
            here: self.here.is_some_and(|here| here.0 > 0),
            least: self.least,
            most: self.most,
            sort: self.sort.unwrap_or_default(),
        }
    }
}

/// What stands on one page of the list.
pub struct Listed {
    pub ids: Vec<ProductId>,
    pub total: i64,
    pub search: index::Search,
}

/// One page of the list; refuses (404) a page beyond the last.
pub fn listed(read: &mut Read, ctx: &Context, narrow: &Narrow, page: i64) -> Result<Listed> {
    if narrow.q.is_none() {
        let total = store::count(read, ctx, narrow)?;
        if page > narrow::pages(total) {
            return Err(No::NoPage.into());
        }
        let ids = store::page(read, ctx, narrow, page)?;
        return Ok(Listed { ids, total, search: index::Search::default() });
    }
    let search = index::find(read, ctx, narrow)?;
    let total = search.found.len() as i64;
    if page > narrow::pages(total) {
        return Err(No::NoPage.into());
    }
    let from = (page as usize - 1) * PER_PAGE;
    let ids = search.found.iter().skip(from).take(PER_PAGE).copied().collect();
    Ok(Listed { ids, total, search })
}

/// What is offered today.
pub fn list(read: &mut Read, ctx: &Context, input: &ListIn) -> Result<Listing<Thing>> {
    let page = input.page.map_or(1, |page| page.0.clamp(1, 1_000_000));
    let listed = listed(read, ctx, &input.narrow(), page)?;
    let items = store::things_at(read, ctx, &listed.ids, input.shop)?;
    Ok(Listing { items, total: listed.total, page })
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct One {
    pub product: ProductId,
}

/// A product on offer.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Whole {
    pub product: Thing,
    /// The others of its family that are offered.
    pub variants: Vec<Thing>,
    /// Others of its category.
    pub related: Vec<Thing>,
    /// How fresh it is that a shop has it or has not.
    pub seen: Vec<Seen>,
    /// The unit's name, or the brand that it chose instead.
    pub unit: Option<String>,
    /// Whether that is a brand.
    pub branded: bool,
    pub complaint_contact: Option<String>,
    /// Where at least five buyers said something.
    pub rating: Option<crate::Rating>,
    /// Its batches that must come back.
    pub recalls: Vec<crate::Recall>,
}

/// Related goods that are shown.
const RELATED: usize = 4;

/// A product that is offered; refuses (404) otherwise.
pub fn show(read: &mut Read, ctx: &Context, input: &One) -> Result<Whole> {
    let today = ctx.today();
    let family = store::family(read, input.product, today)?;
    if family.first() != Some(&input.product) {
        return Err(No::Unknown.into());
    }
    let mut variants = store::things(read, ctx, &family)?;
    if variants.is_empty() {
        return Err(No::Unknown.into());
    }
    let product = variants.remove(0);
    let related = related(read, ctx, &product, &family)?;
    let seen = store_place::seen(read, product.id)?;
    let unit = store_place::find_unit(read, product.consignor_id)?;
    Ok(Whole {
        rating: crate::said::rating(read, product.id)?,
        recalls: crate::said::recalls(read, product.id)?,
        product,
        variants,
        related,
        seen,
        branded: unit.as_ref().is_some_and(|unit| unit.branded),
        complaint_contact: unit.as_ref().and_then(|unit| unit.complaint_contact.clone()),
        unit: unit.map(|unit| unit.name),
    })
}

/// Others of its category, else of the house's newest.
fn related(
    read: &mut Read,
    ctx: &Context,
    thing: &Thing,
    family: &[ProductId],
) -> Result<Vec<Thing>> {
    let own = Narrow { category: thing.category.clone(), ..Narrow::default() };
    let mut ids = store::page(read, ctx, &own, 1)?;
    ids.retain(|id| !family.contains(id));
    if ids.is_empty() {
        ids = store::page(read, ctx, &Narrow::default(), 1)?;
        ids.retain(|id| !family.contains(id));
    }
    ids.truncate(RELATED);
    store::things(read, ctx, &ids)
}

/// Nothing to choose.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Every {}

/// Shops of one answer.
const SHOPS: i64 = 500;

pub fn shops(read: &mut Read, ctx: &Context, _: &Every) -> Result<Vec<Shop>> {
    store_place::shops(read, ctx.today(), None, SHOPS)
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct OneUnit {
    pub unit: ConsignorId,
}

/// A unit, as anyone may know it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WholeUnit {
    pub unit: Unit,
    /// Over at least five people, rounded down; nothing where there are fewer.
    pub totals: Option<Totals>,
    /// The newest that it offers.
    pub products: Vec<Thing>,
    pub shops: Vec<Shop>,
}

/// A unit of which something is offered; refuses (404) otherwise.
pub fn unit(read: &mut Read, ctx: &Context, input: &OneUnit) -> Result<WholeUnit> {
    let today = ctx.today();
    let unit = store_place::find_unit(read, input.unit)?.ok_or(No::NoUnit)?;
    let ids = store_place::goods_of(read, input.unit, today, PER_PAGE as i64)?;
    if ids.is_empty() {
        return Err(No::NoUnit.into());
    }
    Ok(WholeUnit {
        totals: store_place::totals(read, input.unit)?,
        products: store::things(read, ctx, &ids)?,
        shops: store_place::shops(read, today, Some(input.unit), 60)?,
        unit,
    })
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct BatchesIn {
    /// As it stands on the label.
    pub code: String,
}

/// A batch behind a label.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct BatchSeen {
    pub code: String,
    pub product: ProductId,
    pub name: String,
    pub variant: Option<String>,
    /// The unit's name, or its brand.
    pub unit: String,
    /// The first day of the month in which it was finished.
    pub month: Day,
    pub receipts: Vec<ReceiptAt>,
    /// Whether the state's part of what was sold has been deposited.
    pub state_part: Deposited,
    /// What at least five of the product's makers had learnt before they made it.
    pub trainings: Vec<Learnt>,
    /// Where at least five buyers said something of this batch.
    pub rating: Option<crate::Rating>,
    /// Why it must come back, and what to do; nothing where it need not.
    pub recalled: Option<crate::Recall>,
}

/// Where the price goes at a shop.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ReceiptAt {
    pub shop: ShopId,
    pub shop_name: String,
    pub return_days: i64,
    /// Nothing where the price does not cover what the rule shares, no rule is in force, or the
    /// rule shares profit and nobody knows what the piece cost.
    pub receipt: Option<Receipt>,
    /// What the piece cost to make is only estimated in it.
    pub estimated: bool,
}

/// The batches of a code: one, unless two units use the same.
pub fn batches(read: &mut Read, ctx: &Context, input: &BatchesIn) -> Result<Vec<BatchSeen>> {
    let found = store_batch::of_code(read, &input.code)?;
    if found.is_empty() {
        return Err(No::NoBatch.into());
    }
    found.into_iter().map(|batch| seen(read, ctx, batch)).collect()
}

fn seen(read: &mut Read, ctx: &Context, batch: store_batch::Batch) -> Result<BatchSeen> {
    let rule = store_batch::rule(read, batch.consignor_id, ctx.today())?;
    let cost = match &rule {
        Some(rule) => store_batch::cost_for(read, batch.id, &rule.split)?,
        None => None,
    };
    let terms = store_batch::terms(read, batch.product_id, ctx.today())?;
    let (state_part, _) = store_batch::deposit(read, &batch)?;
    let receipts = terms.into_iter().map(|terms| {
        let receipt = rule
            .as_ref()
            .zip(cost)
            .and_then(|(rule, (material, _))| receipt::of(&terms, material, &rule.split));
        let costs = receipt.as_ref().is_some_and(|receipt| receipt.material.0 > 0);
        ReceiptAt {
            estimated: costs && cost.is_some_and(|(_, estimated)| estimated),
            receipt,
            shop: terms.shop_id,
            shop_name: terms.shop,
            return_days: terms.return_days,
        }
    });
    Ok(BatchSeen {
        trainings: store_batch::learnt(read, &batch)?,
        rating: crate::said::rating_of_batch(read, batch.id)?,
        recalled: crate::said::recall_of(read, batch.id)?,
        receipts: receipts.collect(),
        code: batch.code,
        product: batch.product_id,
        name: batch.name,
        variant: batch.variant,
        unit: batch.unit,
        month: batch.finished_on.month_start(),
        state_part,
    })
}
