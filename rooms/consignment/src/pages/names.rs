//! The names of what a page speaks of, loaded once for all its rows.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use catalogue::Product;
use db::{Read, Result};
use kernel::{BatchId, ConsignorId, Context, Lang, ProductId, Quantity, ShopId};
use maud::{Markup, html};
use production::Batch;

/// More places than this are read all at once: what a page costs does not follow how many it shows.
const FEW: usize = 4;

#[derive(Default)]
pub struct Names {
    lang: Lang,
    products: BTreeMap<ProductId, Product>,
    batches: BTreeMap<BatchId, Batch>,
    shops: BTreeMap<ShopId, String>,
    units: BTreeMap<ConsignorId, String>,
}

impl Names {
    /// Names for a page in this language; units of goods are said in it.
    pub fn of(lang: Lang) -> Self {
        Self { lang, ..Self::default() }
    }

    pub fn goods(
        mut self,
        read: &mut Read,
        all: impl IntoIterator<Item = (ProductId, BatchId)>,
    ) -> Result<Self> {
        let (mut products, mut batches): (Vec<_>, Vec<_>) = all.into_iter().unzip();
        products.sort_unstable();
        products.dedup();
        batches.sort_unstable();
        batches.dedup();
        self.products = catalogue::products(read, &products)?;
        self.batches = production::batches(read, &batches)?;
        Ok(self)
    }
    pub fn products(mut self, read: &mut Read, all: &[ProductId]) -> Result<Self> {
        self.products = catalogue::products(read, all)?;
        Ok(self)
    }
    pub fn places(
        mut self,
        read: &mut Read,
        all: impl IntoIterator<Item = (ConsignorId, ShopId)>,
    ) -> Result<Self> {
        let (units, shops): (BTreeSet<_>, BTreeSet<_>) = all.into_iter().unzip();
        if shops.len() > FEW {
            let all = people::list_shops(read)?.into_iter();
            self.shops.extend(all.map(|shop| (shop.id, shop.name.to_string())));
        }
        if units.len() > FEW {
            let all = people::list_consignors(read)?.into_iter();
            self.units.extend(all.map(|unit| (unit.id, unit.name.to_string())));
        }
        for shop in shops {
            if let Entry::Vacant(place) = self.shops.entry(shop) {
                place.insert(people::load_shop(read, shop)?.name.to_string());
            }
        }
        for unit in units {
            if let Entry::Vacant(place) = self.units.entry(unit) {
                place.insert(people::load_consignor(read, unit)?.name.to_string());
            }
        }
        Ok(self)
    }

    /// The goods' names by id, as a paper wants them: a product by its title, its unit under
    /// `<id>.unit`, a batch by its code.
    pub fn told(&self, names: &mut BTreeMap<String, String>) {
        for (id, product) in &self.products {
            names.insert(id.to_string(), product.title());
            names.insert(format!("{id}.unit"), product.unit.clone());
        }
        names.extend(self.batches.iter().map(|(id, batch)| (id.to_string(), batch.code.clone())));
    }

    pub fn product(&self, id: ProductId) -> String {
        self.products.get(&id).map(Product::title).unwrap_or_default()
    }
    pub fn code(&self, id: ProductId) -> &str {
        self.products.get(&id).map_or("", |one| one.code.as_str())
    }
    pub fn pieces(&self, product: ProductId, quantity: i64) -> Markup {
        ui::pieces(self.lang, Quantity(quantity), self.own_unit(product))
    }
    /// The word for many of it.
    pub fn unit_of(&self, product: ProductId) -> String {
        ui::piece(self.lang, self.own_unit(product), 2)
    }
    fn own_unit(&self, product: ProductId) -> &str {
        self.products.get(&product).map_or("", |one| one.unit.as_str())
    }
    pub fn batch(&self, id: BatchId) -> &str {
        self.batches.get(&id).map_or("", |one| one.code.as_str())
    }
    /// The batch's code, a link for those who may see its page.
    pub fn batch_link(&self, ctx: &Context, id: BatchId) -> Markup {
        let own = self.batches.get(&id).map(|one| one.consignor_id);
        match own.filter(|unit| ctx.actor.sees_consignor(*unit)) {
            Some(_) => html! { a href={ "/produksi/" (id) } { (self.batch(id)) } },
            None => html! { (self.batch(id)) },
        }
    }
    pub fn shop(&self, id: ShopId) -> &str {
        self.shops.get(&id).map_or("", String::as_str)
    }
    pub fn unit(&self, id: ConsignorId) -> &str {
        self.units.get(&id).map_or("", String::as_str)
    }
}
