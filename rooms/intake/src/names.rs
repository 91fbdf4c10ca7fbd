//! What files call by name or code: shops, products, makers, batches. Each is looked up once.

use std::collections::{BTreeMap, BTreeSet, HashMap, btree_map::Entry};

use agreements::{Agreement, Listed};
use db::{Read, Result};
use kernel::{AgreementId, ConsignorId, Context, Day, ProductId, Refusal, ShopId};

use people::Shop;

use crate::refusal::No;

/// Agreements that are read at once.
const PAGE: i64 = 1_000;

/// The shops and units that somebody may tell of.
pub struct Names {
    own_shop: Option<ShopId>,
    /// By name, and by name with city or address, in small letters. Two shops may be called alike.
    shops: HashMap<String, BTreeSet<ShopId>>,
    units: BTreeSet<ConsignorId>,
    agreements: Vec<Agreement>,
    products: HashMap<String, Result<ProductId, Refusal>>,
}

impl Names {
    pub fn of(read: &mut Read, ctx: &Context) -> Result<Self> {
        let mut names = Self {
            own_shop: ctx.actor.shop(),
            shops: HashMap::new(),
            units: ctx.actor.consignor().into_iter().collect(),
            products: HashMap::new(),
            agreements: Vec::new(),
        };
        let Some(asked) = Listed::by(&ctx.actor, ctx.today()) else { return Ok(names) };
        let mut known: BTreeMap<ShopId, Shop> = BTreeMap::new();
        let mut asked = Listed { limit: PAGE, ..asked };
        loop {
            let (page, _) = agreements::list_agreements(read, &asked)?;
            let last = (page.len() as i64) < PAGE;
            for one in page.into_iter().filter(|one| one.enforced_by.is_some()) {
                let shop = match known.entry(one.shop_id) {
                    Entry::Occupied(there) => there.into_mut(),
                    Entry::Vacant(free) => free.insert(people::load_shop(read, one.shop_id)?),
                };
                names.call(shop, &one.shop_name);
                names.call(shop, &shop.name);
                names.units.insert(one.consignor_id);
                names.agreements.push(one);
            }
            if last {
                return Ok(names);
            }
            asked.offset += PAGE;
        }
    }

    /// Notes what a shop is called: as its agreement has it, or as it is called today.
    fn call(&mut self, shop: &Shop, name: &str) {
        let more = [&shop.city, &shop.address];
        let longer = more.into_iter().map(|place| format!("{name}, {place}"));
        for called in longer.chain([name.to_owned()]) {
            self.shops.entry(called.to_lowercase()).or_default().insert(shop.id);
        }
    }

    /// The shop that a row names; a shop's own people need not name it.
    ///
    /// # Errors
    /// Where it is not known here, or another's, or two are called so.
    pub fn shop(&self, name: Option<&str>) -> Result<ShopId, Refusal> {
        let unknown = || No::ShopUnknown.at("shop");
        match (name.map(|name| name.trim().to_lowercase()), self.own_shop) {
            (None, Some(own)) => Ok(own),
            (None, None) => {
                Err(Refusal::new("web.required", kernel::RefusalKind::Invalid).at("shop"))
            }
            (Some(name), own) => {
                let called = self.shops.get(&name).ok_or_else(unknown)?;
                match (own, called.first()) {
                    (Some(own), _) if called.contains(&own) => Ok(own),
                    (None, Some(one)) if called.len() == 1 => Ok(*one),
                    (None, Some(_)) => Err(No::ShopOfTwo.at("shop")),
                    _ => Err(unknown()),
                }
            }
        }
    }

    /// The agreement under which goods lay at a shop on a day; where none held, the last one, whose
    /// room says what is wrong.
    pub fn agreement(&self, shop: ShopId, day: Day) -> Option<AgreementId> {
        let of_shop = || self.agreements.iter().filter(|one| one.shop_id == shop);
        let held = of_shop().find(|one| one.in_force_on(day));
        held.or_else(|| of_shop().max_by_key(|one| one.effective_from)).map(|one| one.id)
    }

    /// The product with a code or a barcode, among those of the units that he works with.
    pub fn product(&mut self, read: &mut Read, code: &str) -> Result<Result<ProductId, Refusal>> {
        let key = code.trim().to_uppercase();
        if let Some(known) = self.products.get(&key) {
            return Ok(known.clone());
        }
        let mut found = Vec::new();
        for unit in &self.units {
            found.extend(catalogue::find_by_label(read, *unit, code.trim())?.map(|one| one.id));
        }
        let said = match found[..] {
            [] => Err(No::ProductUnknown.at("product")),
            [one] => Ok(one),
            _ => Err(No::ProductOfTwo.at("product")),
        };
        self.products.insert(key, said.clone());
        Ok(said)
    }
}
