//! The public JSON door.

use db::{Read, Result};
use kernel::{Context, ProductId, Quantity};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Api, Listing};

use crate::{refusal::No, store, thing::Thing};

/// The endpoints of the shop-window; no sign-in.
pub fn api() -> Api {
    Api::new("storefront")
        .open_get("/storefront/products", list, "What is offered, and which shops have it")
        .open_get("/storefront/products/{product}", show, "A product and its variants on offer")
}

/// What to look for.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub struct ListIn {
    /// Words of the name, variant, category or code.
    #[serde(default)]
    pub q: Option<String>,
    #[serde(default)]
    pub category: Option<String>,
    /// From 1; 24 products each.
    #[serde(default)]
    pub page: Option<Quantity>,
}

/// What is offered today.
pub fn list(read: &mut Read, ctx: &Context, input: &ListIn) -> Result<Listing<Thing>> {
    let page = input.page.map_or(1, |page| page.0.min(1_000_000));
    let like = input.q.as_deref().and_then(store::like);
    let narrow = store::Narrow { like, category: input.category.clone() };
    let total = store::count(read, &narrow, ctx.today())?;
    let items = store::list(read, &narrow, ctx.today(), page)?;
    Ok(Listing { items, total, page })
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
    /// The unit's name, or the brand that it chose instead.
    pub unit: Option<String>,
    /// Whether that is a brand.
    pub branded: bool,
    pub complaint_contact: Option<String>,
}

/// A product that is offered; refuses (404) otherwise.
pub fn show(read: &mut Read, ctx: &Context, input: &One) -> Result<Whole> {
    let mut family = store::family(read, input.product, ctx.today())?;
    if family.first().is_none_or(|first| first.id != input.product) {
        return Err(No::Unknown.into());
    }
    let product = family.remove(0);
    let unit = store::unit(read, &product)?;
    Ok(Whole {
        product,
        variants: family,
        branded: unit.as_ref().is_some_and(|unit| unit.branded),
        complaint_contact: unit.as_ref().and_then(|unit| unit.complaint_contact.clone()),
        unit: unit.map(|unit| unit.name),
    })
}
