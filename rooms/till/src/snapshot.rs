//! Everything that a device needs to sell without the house.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use agreements::{SellingTerms, Side};
use catalogue::{Photo, Product};
use consignment::ShelfRow;
use db::{Read, Result};
use kernel::{Capability, Context, Day, ProductId, Quantity, Rupiah, ShopId, TermsId, Time};
use people::{Shop, qris::Qris};
use sales::Earlier;
use serde::{Deserialize, Serialize};

use crate::{
    device::own_shop,
    types::{Good, Held, Label, QrisCard, Recalled, ShopCard, Snapshot},
};

/// How far back the pace goes by which the goods are put in order, in days.
const PACE_DAYS: i64 = 28;

/// Nothing is asked but who is there.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Nothing {}

/// What the shop can sell today: whatever stands on its shelf, and what its agreements cover.
///
/// # Errors
/// Refuses those who are of no shop.
pub fn snapshot(read: &mut Read, ctx: &Context, _: &Nothing) -> Result<Snapshot> {
    ctx.actor.require(Capability::Sell)?;
    let shop = people::load_shop(read, own_shop(ctx)?)?;
    let day = ctx.today();
    let rows = consignment::shelf(read, shop.id)?;
    let held = held(read, shop.id, ctx.now)?;
    let broken = consignment::all_broken(read, shop.id, day)?;
    let sold = sales::sold_since(read, shop.id, day.plus_days(1 - PACE_DAYS))?;
    let mut goods = Vec::new();
    let mut labels = Vec::new();
    let ids = sellable(read, ctx, &rows, day)?;
    let all_terms = sales::all_selling_terms(read, shop.id, &rows, day)?;
    let mut earlier = sales::earlier(read, ctx, shop.id, &ids)?;
    let mut photos = catalogue::first_photos(read, &ids)?;
    let mut windows = Windows::default();
    for product in catalogue::products(read, &ids)?.into_values() {
        let Some(terms) = all_terms.get(&product.id) else { continue };
        label(&mut labels, &product);
        let shelf = rows.iter().filter(|row| row.product_id == product.id);
        let stock = Stock {
            shelf: shelf.map(|row| Quantity(row.quantity)).sum(),
            broken: broken.get(&product.id).copied().unwrap_or_default(),
            held: held.get(&product.id).cloned().unwrap_or_default(),
            earlier: earlier.remove(&product.id).unwrap_or_default(),
            sold: sold.get(&product.id).copied().unwrap_or_default(),
            return_days: windows.of(read, terms)?,
            photo: photos.remove(&product.id),
        };
        goods.push(good(read, &product, terms, &stock, day)?);
    }
    let order = |good: &Good| (Reverse(good.sold), Reverse(good.shelf), good.name.clone());
    goods.sort_by_key(order);
    batch_labels(read, &rows, &mut labels)?;
    let last_count = sales::last_count(read, shop.id)?;
    let (shop, recalls) = (card(shop), recalls(read, &rows)?);
    Ok(Snapshot { made_at: ctx.now, day, shop, goods, labels, last_count, recalls })
}

/// What of this shelf is set aside. The phone hears until when: it may be without a network then.
fn held(read: &mut Read, shop: ShopId, now: Time) -> Result<BTreeMap<ProductId, Vec<Held>>> {
    let mut by_product: BTreeMap<ProductId, Vec<Held>> = BTreeMap::new();
    for (product, quantity, until) in consignment::holds(read, shop, now)? {
        by_product.entry(product).or_default().push(Held { quantity, until });
    }
    Ok(by_product)
}

/// What of this shelf must come back.
fn recalls(read: &mut Read, rows: &[ShelfRow]) -> Result<Vec<Recalled>> {
    let mut notices = production::notices_in_force(read)?;
    let here = |batch| rows.iter().any(|row| row.batch_id == batch && row.quantity > 0);
    notices.retain(|notice| here(notice.batch_id));
    let ids: Vec<_> = notices.iter().map(|notice| notice.batch_id).collect();
    let batches = production::batches(read, &ids)?;
    let recalled = notices.into_iter().filter_map(|notice| {
        let batch = batches.get(&notice.batch_id)?;
        Some(Recalled {
            batch: batch.id,
            product: batch.product_id,
            label: batch.code.clone(),
            reason: notice.reason,
            advice: notice.advice,
        })
    });
    Ok(recalled.collect())
}

/// Agreements of one shop that are looked through.
const AGREEMENTS_MAX: i64 = 1_000;

fn sellable(read: &mut Read, ctx: &Context, rows: &[ShelfRow], day: Day) -> Result<Vec<ProductId>> {
    let mut products: BTreeSet<ProductId> = rows.iter().map(|row| row.product_id).collect();
    if let Some(asked) = agreements::Listed::by(&ctx.actor, day) {
        let asked = agreements::Listed { limit: AGREEMENTS_MAX, ..asked };
        let (all, _) = agreements::list_agreements(read, &asked)?;
        let units: BTreeSet<_> = all.iter().map(|one| (one.consignor_id, one.shop_id)).collect();
        for (consignor, shop) in units {
            let newly = agreements::deliverable(read, consignor, shop, day)?;
            products.extend(newly.into_iter().map(|(product, _)| product));
        }
    }
    Ok(products.into_iter().collect())
}

struct Stock {
    shelf: Quantity,
    broken: Quantity,
    held: Vec<Held>,
    earlier: Vec<Earlier>,
    sold: Quantity,
    return_days: i64,
    photo: Option<Photo>,
}

/// Days in which a thing may come back, read once for each version of terms.
#[derive(Default)]
struct Windows(BTreeMap<TermsId, i64>);

impl Windows {
    fn of(&mut self, read: &mut Read, terms: &SellingTerms) -> Result<i64> {
        if let Some(known) = self.0.get(&terms.terms_id) {
            return Ok(*known);
        }
        let days = agreements::load_terms(read, terms.terms_id)?.return_days;
        self.0.insert(terms.terms_id, days);
        Ok(days)
    }
}

fn good(
    read: &mut Read,
    product: &Product,
    terms: &SellingTerms,
    stock: &Stock,
    day: Day,
) -> Result<Good> {
    let price = match terms.price_set_by {
        // Its own price is what it last took; before its first sale the clerk says it.
        Side::Shop => sales::last_price(read, terms.agreement_id, product.id, day)?,
        Side::Consignor => agreements::price_at(read, product.id, terms, day)?,
    };
    let part = |price: Rupiah| terms.part.of(price, Quantity(1));
    let photo = stock.photo.as_ref();
    Ok(Good {
        product: product.id,
        consignor: product.consignor_id,
        code: product.code.clone(),
        barcode: product.barcode.clone(),
        name: product.name.clone(),
        variant: product.variant.clone(),
        unit: product.unit.clone(),
        price,
        price_set_by: terms.price_set_by,
        floor_price: terms.lowest(product.floor_price),
        shop_part: price.map(part),
        shelf: stock.shelf,
        broken: stock.broken,
        held: stock.held.clone(),
        earlier: stock.earlier.clone(),
        sold: stock.sold,
        return_days: stock.return_days,
        photo: photo.map(|photo| format!("/foto/{}/kecil", photo.id)),
        photo_alt: photo.map(|photo| photo.alt.clone()),
    })
}

fn label(labels: &mut Vec<Label>, product: &Product) {
    let texts = [Some(&product.code), product.barcode.as_ref()];
    labels.extend(texts.into_iter().flatten().map(|text| Label {
        label: text.clone(),
        product: product.id,
        batch: None,
    }));
}

fn batch_labels(read: &mut Read, rows: &[ShelfRow], labels: &mut Vec<Label>) -> Result<()> {
    let ids: Vec<_> = rows.iter().map(|row| row.batch_id).collect();
    let known: BTreeMap<_, _> = production::batches(read, &ids)?;
    labels.extend(known.into_values().map(|batch| Label {
        label: batch.code,
        product: batch.product_id,
        batch: Some(batch.id),
    }));
    Ok(())
}

fn card(shop: Shop) -> ShopCard {
    let qris = shop.qris.as_deref().and_then(qris_card);
    let Shop { id, name, address, whatsapp, .. } = shop;
    ShopCard { id, name, address, whatsapp, qris }
}

/// A code that was saved before it was checked as it is today is not offered.
fn qris_card(code: &str) -> Option<QrisCard> {
    let qris = Qris::parse(code).ok()?;
    let (merchant, nmid, city) = (qris.merchant, qris.nmid, qris.city);
    Some(QrisCard { code: code.to_owned(), merchant, nmid, city })
}
