//! What can be ordered at a shop, and what whoever has a code sees. These are for the public:
//! they go through doors that know no maker, and show no more of a shelf than an order may ask.

use std::collections::BTreeMap;

use db::{Read, Result};
use kernel::{Context, ProductId, ShopId};
use words::Speak;

use crate::{
    code,
    inputs::{OneCode, OneCounter},
    message,
    refusal::No,
    step, store,
    types::{Counter, Good, Order, Slip, SlipLine},
};

/// Goods of one page: as many as one order may name.
pub const PER_PAGE: usize = step::LINES_MAX;

/// What can be ordered at a shop, a page of it: what stands there and is promised to nobody, the
/// newest first; what somebody came for stands before all.
///
/// # Errors
/// Refuses an unknown shop (404).
pub fn counter(read: &mut Read, ctx: &Context, asked: &OneCounter) -> Result<Counter> {
    let shop = people::load_shop(read, asked.shop)?;
    let settings = store::settings(read, shop.id)?;
    let free = consignment::free(read, shop.id, ctx.now)?;
    let mut ids: Vec<ProductId> = free.keys().rev().copied().collect();
    ids.sort_by_key(|id| (Some(*id) != asked.product, free.get(id).is_none_or(|left| *left == 0)));
    let last = ids.len().div_ceil(PER_PAGE).max(1);
    let page = asked.page.and_then(|page| usize::try_from(page.0).ok()).unwrap_or(1).clamp(1, last);
    let shown: Vec<ProductId> =
        ids.iter().skip((page - 1) * PER_PAGE).take(PER_PAGE).copied().collect();
    let mut goods = priced(read, ctx, shop.id, (&shown, &free))?;
    goods.sort_by_key(|good| shown.iter().position(|id| *id == good.product));
    Ok(Counter {
        shop_id: shop.id,
        shop: shop.name,
        city: shop.city,
        address: shop.address,
        opening_hours: shop.opening_hours,
        accepts: settings.accepts && shop.whatsapp.is_some(),
        hold_hours: settings.hold_hours,
        goods,
        total: ids.len(),
        page,
    })
}

/// Whether a shop takes orders.
///
/// # Errors
/// Refuses an unknown shop (404).
pub fn accepts(read: &mut Read, shop: ShopId) -> Result<bool> {
    let reachable = people::load_shop(read, shop)?.whatsapp.is_some();
    Ok(reachable && store::settings(read, shop)?.accepts)
}

/// Those of these products that stand at a shop and may be sold there.
pub fn offered(
    read: &mut Read,
    ctx: &Context,
    shop: ShopId,
    products: &[ProductId],
) -> Result<Vec<Good>> {
    let free = consignment::free(read, shop, ctx.now)?;
    let standing: Vec<ProductId> =
        products.iter().filter(|id| free.contains_key(id)).copied().collect();
    priced(read, ctx, shop, (&standing, &free))
}

/// Each with today's price; left out where no agreement ever covered it.
fn priced(
    read: &mut Read,
    ctx: &Context,
    shop: ShopId,
    (ids, free): (&[ProductId], &BTreeMap<ProductId, i64>),
) -> Result<Vec<Good>> {
    // As `agreements::price_at` of each: the annex's, else the catalogue's of the day.
    let terms = agreements::selling_terms_of_many(read, shop, ids, ctx.today())?;
    let listed = catalogue::prices_on(read, ids, ctx.today())?;
    let products = catalogue::products(read, ids)?;
    let good = |product: catalogue::Product| {
        let terms = terms.get(&product.id)?;
        let price = terms.price.or_else(|| listed.get(&product.id).copied());
        let left = free.get(&product.id).copied().unwrap_or(0);
        Some(Good {
            product: product.id,
            name: product.title(),
            unit: product.unit,
            price,
            available: left.min(step::PIECES_MAX),
        })
    };
    Ok(products.into_values().filter_map(good).collect())
}

/// An order, for whoever has its code.
///
/// # Errors
/// Refuses a code that is not one or that nothing has (404), without looking where a letter is
/// wrong.
pub fn slip(read: &mut Read, ctx: &Context, asked: &OneCode) -> Result<Slip> {
    let code = code::read(&asked.code).ok_or(No::CodeUnknown)?;
    let order = store::find_by_code(read, &code)?.ok_or(No::CodeUnknown)?.seen_at(ctx.now);
    let shop = people::load_shop(read, order.shop_id)?;
    let lines = store::lines_of(read, order.id)?;
    let ids: Vec<ProductId> = lines.iter().map(|line| line.product_id).collect();
    let products = catalogue::products(read, &ids)?;
    let total = lines.iter().map(|line| line.amount()).sum();
    let lines = lines.iter().map(|line| {
        let product = products.get(&line.product_id);
        SlipLine {
            name: product.map(|product| product.title()).unwrap_or_default(),
            unit: product.map(|product| product.unit.clone()).unwrap_or_default(),
            quantity: line.quantity,
            unit_price: line.unit_price,
        }
    });
    let lines: Vec<SlipLine> = lines.collect();
    let text = text_for(ctx, &order, &shop.name, &lines);
    Ok(Slip {
        whatsapp: shop.whatsapp.as_deref().and_then(|number| message::whatsapp(number, &text)),
        code: order.code.clone(),
        shop: shop.name,
        shop_id: shop.id,
        address: format!("{}, {}", shop.address, shop.city),
        opening_hours: shop.opening_hours,
        state: order.state,
        placed_on: order.placed_on,
        open_until: order.open_until(),
        held_until: order.held_until,
        lines,
        total,
    })
}

/// What the buyer's message says: the code, and each thing on a line of its own.
fn text_for(ctx: &Context, order: &Order, shop: &str, lines: &[SlipLine]) -> String {
    let lang = ctx.lang;
    let greeting =
        [("shop", &shop as &dyn std::fmt::Display), ("code", &code::readable(&order.code))];
    let mut text = lang.fill("orders.message", &greeting);
    for line in lines {
        text.push_str(&format!("\n• {} × {}", line.quantity, line.name));
    }
    text
}
