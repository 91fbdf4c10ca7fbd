//! What a buyer asked for: load, decide, write, record.

use agreements::units_at;
use db::{Result, Tx};
use journal::{Line, Once};
use kernel::{ConsignorId, Context, Day, ProductId, ShopId};
use serde_json::json;
use web::Recorded;

use crate::{
    inputs::Ask,
    refusal::No,
    scope::{day_of, shop_of},
    step::heard,
    store_ask,
};

/// Records that a buyer asked for a product, or for something nobody makes yet. Posts nothing.
///
/// # Errors
/// Refuses an ask of nothing, a product of a unit that has no agreement with the shop, days
/// ahead or long gone; to a unit's officer a shop that his unit does not work with is unknown.
pub fn ask(tx: &mut Tx, ctx: &Context, input: &Ask) -> Result<Recorded> {
    let shop = shop_of(ctx, input.shop)?;
    let Once::First(digest) = journal::once(tx, "demand.ask", input.id, input)? else {
        return Ok(Recorded::again(input.id));
    };
    let day = day_of(ctx, input.asked_on)?;
    let words = input.words.as_ref().map_or("", |words| words.as_str());
    let (units, heard) = match input.product {
        Some(product) => {
            let (unit, name) = unit_of(tx, ctx, shop, product, day)?;
            (vec![unit], heard(&[&name, words]))
        }
        None if input.words.is_none() => return Err(No::NothingAsked.at("words").into()),
        None => (units_for(tx, ctx, shop, day)?, heard(&[words])),
    };
    store_ask::insert(tx, ctx, input, shop, day, &heard)?;
    for unit in &units {
        store_ask::insert_unit(tx, *unit, input.id, day)?;
    }
    let mut line = Line::new(ctx, "demand.ask", input.id).at(shop).on(day).digest(digest);
    if let ([unit], Some(_)) = (&units[..], input.product) {
        line = line.of(*unit);
    }
    let body = json!({ "product": input.product, "quantity": input.quantity,
        "price": input.price, "units": units.len() });
    journal::write(tx, ctx, line.body(body))?;
    Ok(Recorded::new(input.id))
}

/// The unit that hears of an ask for its product, and the product's name. Goods of an agreement
/// that has ended may still stand on the shelf, and be asked for.
fn unit_of(
    tx: &mut Tx,
    ctx: &Context,
    shop: ShopId,
    product: ProductId,
    day: Day,
) -> Result<(ConsignorId, String)> {
    let unknown = || No::NotConsigned.at("product");
    let found = catalogue::products(tx, &[product])?.remove(&product).ok_or_else(unknown)?;
    let unit = found.consignor_id;
    let consigned = units_at(tx, shop, day)?.contains(&unit)
        || agreements::selling_terms(tx, shop, product, day)?.is_some();
    if !consigned || !ctx.actor.sees_between(unit, shop) {
        return Err(unknown().into());
    }
    Ok((unit, found.name))
}

/// The units that hear of a wish in free words: of a shop's own word all that it works with, of
/// an officer's his own.
fn units_for(tx: &mut Tx, ctx: &Context, shop: ShopId, day: Day) -> Result<Vec<ConsignorId>> {
    people::load_shop(tx, shop)?;
    let mut units = units_at(tx, shop, day)?;
    units.retain(|unit| ctx.actor.sees_between(*unit, shop));
    if units.is_empty() && ctx.actor.consignor().is_some() {
        return Err(No::Unknown.into());
    }
    Ok(units)
}
