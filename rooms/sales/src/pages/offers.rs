//! What stands on a shop's shelf and what it costs: the rows of a sale and of a count.

use std::collections::BTreeMap;

use agreements::Side;
use consignment::ShelfRow;
use db::{Read, Result};
use kernel::{BatchId, Context, ProductId, Rupiah, ShopId};
use maud::{Markup, html};
use ui::FormState;

use crate::{prices::usual_price, terms::all_selling_terms};

/// One product of the shelf.
pub(super) struct Offer {
    pub product: ProductId,
    pub name: String,
    pub unit: String,
    pub left: i64,
    /// Where several stand there: each batch with its code and its pieces, the oldest first.
    pub batches: Vec<(BatchId, String, i64)>,
    /// As agreed; where the shop sets it what it last took, if anything.
    pub price: Option<Rupiah>,
    /// Whether the one who records it says the price.
    pub open: bool,
}

/// The products on a shelf that are his to sell, by name.
pub(super) fn offers(read: &mut Read, ctx: &Context, shop: ShopId) -> Result<Vec<Offer>> {
    let rows = consignment::shelf(read, shop)?;
    of_rows(read, ctx, shop, &rows)
}

/// All that ever stood on it: what the books say is sold out may be there all the same. Those come
/// last.
pub(super) fn all_offers(read: &mut Read, ctx: &Context, shop: ShopId) -> Result<Vec<Offer>> {
    let rows = consignment::goods_at(read, shop)?;
    let mut all = of_rows(read, ctx, shop, &rows)?;
    all.sort_by_key(|offer| offer.left == 0);
    Ok(all)
}

fn of_rows(read: &mut Read, ctx: &Context, shop: ShopId, rows: &[ShelfRow]) -> Result<Vec<Offer>> {
    let mut pieces: BTreeMap<ProductId, i64> = BTreeMap::new();
    let own = |row: &&ShelfRow| ctx.actor.sees_between(row.consignor_id, shop);
    for row in rows.iter().filter(own) {
        *pieces.entry(row.product_id).or_default() += row.quantity;
    }
    let mut batches = several(read, rows)?;
    let ids: Vec<ProductId> = pieces.keys().copied().collect();
    let day = ctx.today();
    let all_terms = all_selling_terms(read, shop, rows, day)?;
    let mut offers = Vec::with_capacity(ids.len());
    for product in catalogue::products(read, &ids)?.into_values() {
        let terms = all_terms.get(&product.id);
        let price = match terms {
            Some(terms) => usual_price(read, product.id, terms, day)?,
            None => None,
        };
        let by_shop = terms.is_some_and(|terms| terms.price_set_by == Side::Shop);
        offers.push(Offer {
            product: product.id,
            name: product.name,
            unit: product.unit,
            left: pieces.get(&product.id).copied().unwrap_or(0),
            batches: batches.remove(&product.id).unwrap_or_default(),
            price,
            open: by_shop || price.is_none(),
        });
    }
    offers.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(offers)
}

type Batches = BTreeMap<ProductId, Vec<(BatchId, String, i64)>>;

/// The batches of the products of which more than one stands there.
fn several(read: &mut Read, rows: &[ShelfRow]) -> Result<Batches> {
    let mut all: BTreeMap<ProductId, Vec<&ShelfRow>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.quantity > 0) {
        all.entry(row.product_id).or_default().push(row);
    }
    all.retain(|_, rows| rows.len() > 1);
    let ids: Vec<BatchId> = all.values().flatten().map(|row| row.batch_id).collect();
    let known = production::batches(read, &ids)?;
    let named = |row: &&ShelfRow| {
        let code = known.get(&row.batch_id).map(|batch| batch.code.clone()).unwrap_or_default();
        (row.batch_id, code, row.quantity)
    };
    Ok(all.into_iter().map(|(id, rows)| (id, rows.iter().map(named).collect())).collect())
}

/// The price where he says it. What the page filled in by itself makes no line.
pub(super) fn open_price(form: &FormState<'_>, row: usize, offer: &Offer) -> Markup {
    let key = if offer.price.is_some() { "price!" } else { "price" };
    let field = form.money(&format!("lines[{row}][{key}]"), "sales.field.price").blank();
    let usual = offer.price.map(|price| price.0.to_string()).unwrap_or_default();
    html! { @if offer.open { (field.value(usual)) } }
}
