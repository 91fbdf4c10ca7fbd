//! What stands on a shop's shelf and what it costs: the rows of a sale and of a count.

use std::collections::BTreeMap;

use agreements::Side;
use db::{Read, Result};
use kernel::{Context, ProductId, Rupiah, ShopId};
use maud::{Markup, html};
use ui::FormState;

use crate::{prices::usual_price, terms::all_selling_terms};

/// One product of the shelf.
pub(super) struct Offer {
    pub product: ProductId,
    pub name: String,
    pub unit: String,
    pub left: i64,
    /// As agreed; where the shop sets it what it last took, if anything.
    pub price: Option<Rupiah>,
    /// Whether the one who records it says the price.
    pub open: bool,
}

/// The products on a shelf that are his to sell, by name.
pub(super) fn offers(read: &mut Read, ctx: &Context, shop: ShopId) -> Result<Vec<Offer>> {
    let mut pieces: BTreeMap<ProductId, i64> = BTreeMap::new();
    let rows = consignment::shelf(read, shop)?;
    for row in &rows {
        if ctx.actor.sees_between(row.consignor_id, shop) {
            *pieces.entry(row.product_id).or_default() += row.quantity;
        }
    }
    let ids: Vec<ProductId> = pieces.keys().copied().collect();
    let day = ctx.today();
    let all_terms = all_selling_terms(read, shop, &rows, day)?;
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
            price,
            open: by_shop || price.is_none(),
        });
    }
    offers.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(offers)
}

/// The price where he says it. What the page filled in by itself makes no line.
pub(super) fn open_price(form: &FormState<'_>, row: usize, offer: &Offer) -> Markup {
    let key = if offer.price.is_some() { "price!" } else { "price" };
    let field = form.money(&format!("lines[{row}][{key}]"), "sales.field.price").blank();
    let usual = offer.price.map(|price| price.0.to_string()).unwrap_or_default();
    html! { @if offer.open { (field.value(usual)) } }
}
