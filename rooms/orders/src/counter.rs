//! What can be ordered at a shop, and what whoever has a code sees. These are for the public:
//! they go through doors that know no maker, and show no more of a shelf than an order may ask.

use db::{Read, Result};
use kernel::{Context, ProductId, ShopId};
use words::Speak;

use crate::{
    code,
    inputs::{OneCode, OneShop},
    message,
    refusal::No,
    step, store,
    types::{Counter, Good, Order, Slip, SlipLine},
};

/// What can be ordered at a shop: what stands there and is promised to nobody.
///
/// # Errors
/// Refuses an unknown shop (404).
pub fn counter(read: &mut Read, ctx: &Context, asked: &OneShop) -> Result<Counter> {
    let shop = people::load_shop(read, asked.shop)?;
    let settings = store::settings(read, shop.id)?;
    let free = consignment::free(read, shop.id, ctx.now)?;
    let ids: Vec<ProductId> = free.keys().copied().collect();
    let mut goods = Vec::with_capacity(ids.len());
    for product in catalogue::products(read, &ids)?.into_values() {
        let Some(price) = price_of(read, ctx, shop.id, product.id)? else { continue };
        let left = free.get(&product.id).copied().unwrap_or(0);
        goods.push(Good {
            product: product.id,
            name: product.title(),
            unit: product.unit,
            price,
            available: left.min(step::PIECES_MAX),
        });
    }
    goods.sort_by(|a, b| (a.available == 0, &a.name).cmp(&(b.available == 0, &b.name)));
    Ok(Counter {
        shop_id: shop.id,
        shop: shop.name,
        city: shop.city,
        address: shop.address,
        opening_hours: shop.opening_hours,
        accepts: settings.accepts && shop.whatsapp.is_some(),
        hold_hours: settings.hold_hours,
        goods,
    })
}

/// Today's price; nothing at all where no agreement ever covered it.
fn price_of(
    read: &mut Read,
    ctx: &Context,
    shop: ShopId,
    product: ProductId,
) -> Result<Option<Option<kernel::Rupiah>>> {
    let day = ctx.today();
    match agreements::selling_terms(read, shop, product, day)? {
        Some(terms) => sales::agreed_price(read, product, &terms, day).map(Some),
        None => Ok(None),
    }
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
