//! What a page speaks of by name, and the choices of its forms.

use std::collections::{BTreeMap, BTreeSet};

use agreements::Listed;
use catalogue::Product;
use db::{Read, Result};
use kernel::{Context, Lang, ProductId, Quantity, ShopId};
use maud::{Markup, html};

use crate::scope::Scope;

/// Value and label.
pub type Choices = Vec<(String, String)>;

#[derive(Default)]
pub struct Names {
    products: BTreeMap<ProductId, Product>,
    shops: BTreeMap<ShopId, String>,
}

impl Names {
    pub fn load(
        read: &mut Read,
        products: impl IntoIterator<Item = ProductId>,
        shops: impl IntoIterator<Item = ShopId>,
    ) -> Result<Self> {
        let ids: BTreeSet<ProductId> = products.into_iter().collect();
        let products = catalogue::products(read, &ids.into_iter().collect::<Vec<_>>())?;
        let mut names = Self { products, shops: BTreeMap::new() };
        for shop in shops.into_iter().collect::<BTreeSet<_>>() {
            names.shops.insert(shop, people::load_shop(read, shop)?.name.to_string());
        }
        Ok(names)
    }

    pub fn product(&self, id: ProductId) -> String {
        self.products.get(&id).map(Product::title).unwrap_or_default()
    }

    pub fn code(&self, id: ProductId) -> &str {
        self.products.get(&id).map_or("", |product| product.code.as_str())
    }

    /// What was asked for: the product, and the words beside it or instead of it.
    pub fn what(&self, product: Option<ProductId>, words: Option<&str>) -> Markup {
        let product = product.map(|id| self.product(id));
        html! {
            @if let Some(product) = &product { (product) }
            @if let Some(words) = words {
                @if product.is_some() { " · " }
                "“" (words) "”"
            }
        }
    }

    pub fn pieces(&self, lang: Lang, product: Option<ProductId>, quantity: Quantity) -> Markup {
        let found = product.and_then(|id| self.products.get(&id));
        ui::pieces(lang, quantity, found.map_or("", |product| product.unit.as_str()))
    }

    pub fn shop(&self, id: ShopId) -> &str {
        self.shops.get(&id).map_or("", String::as_str)
    }
}

/// The shops that somebody's unit works, or worked, with; none for those who are of a shop.
pub fn shop_choices(read: &mut Read, ctx: &Context) -> Result<Choices> {
    if ctx.actor.shop().is_some() {
        return Ok(Vec::new());
    }
    let Some(asked) = Listed::by(&ctx.actor, ctx.today()) else { return Ok(Vec::new()) };
    let (all, _) = agreements::list_agreements(read, &Listed { limit: 500, ..asked })?;
    let signed = all.into_iter().filter(|one| one.enforced_by.is_some());
    let shops: BTreeMap<_, _> = signed.map(|one| (one.shop_id, one.shop_name)).collect();
    let mut shops: Choices = shops.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    shops.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(shops)
}

/// The products that may be asked for: a shop's by its agreements in force, a unit's own.
pub fn product_choices(read: &mut Read, ctx: &Context) -> Result<Choices> {
    let units = match Scope::of(ctx)? {
        Scope::Unit(own) => vec![own],
        Scope::Shop(own) => agreements::units_at(read, own, ctx.today())?,
        Scope::All => people::list_consignors(read)?.into_iter().map(|unit| unit.id).collect(),
    };
    let mut choices = Vec::new();
    for unit in units {
        choices.extend(catalogue::list_products(read, unit)?.iter().map(choice));
    }
    Ok(choices)
}

/// The products of which a shop may be sent more; a unit's officer has all of his to choose from.
pub fn sendable_choices(read: &mut Read, ctx: &Context) -> Result<Choices> {
    let Some(shop) = ctx.actor.shop() else { return product_choices(read, ctx) };
    let mut ids = Vec::new();
    for unit in agreements::units_at(read, shop, ctx.today())? {
        let covered = agreements::deliverable(read, unit, shop, ctx.today())?;
        ids.extend(covered.into_iter().map(|(product, _)| product));
    }
    let products = catalogue::products(read, &ids)?;
    let mut choices: Choices = products.values().map(choice).collect();
    choices.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(choices)
}

fn choice(product: &Product) -> (String, String) {
    (product.id.to_string(), format!("{} · {}", product.code, product.title()))
}
