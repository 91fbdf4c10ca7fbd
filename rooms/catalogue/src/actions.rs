//! What is done with products and prices: load, decide, write, record.

use db::{Read, Result, Tx};
use journal::{Once, once};
use kernel::{Capability, ConsignorId, Context, Count, Day, Line, Note, Price, ProductId, Rupiah};
use serde_json::json;
use web::Recorded;

use crate::{
    code,
    inputs::{About, ChangeProduct, CreateProduct, CreateVariant, EditProduct, PriceId, SetPrice},
    price::{self, Wanted},
    product::{Part, Product},
    refusal::No,
    store,
};

/// More than this is no promise; in days.
const PROMISE_DAYS_MAX: i64 = 3_650;

/// The product, if the actor is of its unit; 404 otherwise.
pub(crate) fn own(read: &mut Read, ctx: &Context, id: ProductId) -> Result<Product> {
    let found = store::find(read, id)?;
    let seen = found.filter(|product| ctx.actor.sees_consignor(product.consignor_id));
    seen.ok_or_else(|| No::Unknown.into())
}

/// A retired product takes nothing new.
pub(crate) fn require_active(product: &Product) -> Result<()> {
    if product.active { Ok(()) } else { Err(No::Retired.into()) }
}

/// Whose product a new one is.
pub(crate) fn consignor_of(ctx: &Context, asked: Option<ConsignorId>) -> Result<ConsignorId> {
    let Some(consignor) = ctx.actor.consignor().or(asked) else {
        return Err(No::ConsignorNeeded.at("consignor").into());
    };
    let own = asked.is_none_or(|asked| asked == consignor) && ctx.actor.sees_consignor(consignor);
    if own { Ok(consignor) } else { Err(No::Unknown.into()) }
}

/// Records a new product, with its first price where that is known.
pub fn create_product(tx: &mut Tx, ctx: &Context, input: &CreateProduct) -> Result<Recorded> {
    ctx.actor.require(Capability::RecordGoods)?;
    let consignor = consignor_of(ctx, input.consignor)?;
    if ctx.actor.consignor().is_none() {
        people::load_consignor(tx, consignor)?;
    }
    let Once::First(digest) = once(tx, "catalogue.create_product", input.id, input)? else {
        return Ok(Recorded::again(input.id));
    };
    let blank = Product {
        id: input.id,
        consignor_id: consignor,
        family_id: input.id,
        variant: input.variant.as_ref().map(text),
        code: code::code(input.code.as_str()).ok_or_else(|| No::Code.at("code"))?,
        name: text(&input.name),
        unit: text(&input.unit),
        active: true,
        revision: 1,
        ..nothing_known(input.id, consignor)
    };
    let product = described(blank, input.about())?;
    refuse_taken_label(tx, &product)?;
    store::insert(tx, ctx, &product)?;
    first_price(tx, ctx, &product, FirstPrice::of(input.price, input.valid_from, &input.reason))?;
    let line = journal::Line::new(ctx, "catalogue.create_product", input.id).of(consignor);
    let body = json!({"code": product.code, "name": product.name, "variant": product.variant});
    journal::write(tx, ctx, line.digest(digest).body(body))?;
    Ok(Recorded::new(input.id))
}

/// Records another variant of a product's family.
pub fn create_variant(tx: &mut Tx, ctx: &Context, input: &CreateVariant) -> Result<Recorded> {
    ctx.actor.require(Capability::RecordGoods)?;
    let sibling = own(tx, ctx, input.product)?;
    let Once::First(digest) = once(tx, "catalogue.create_variant", input.id, input)? else {
        return Ok(Recorded::again(input.id));
    };
    require_active(&sibling)?;
    let product = Product {
        id: input.id,
        variant: Some(text(&input.variant)),
        code: code::code(input.code.as_str()).ok_or_else(|| No::Code.at("code"))?,
        size: input.size.as_ref().map(text).or(sibling.size),
        material: input.material.as_ref().map(text).or(sibling.material),
        hpp_estimate: input.hpp_estimate.or(sibling.hpp_estimate),
        floor_price: input.floor_price.map(Price::get).or(sibling.floor_price),
        barcode: barcode(input.barcode.as_ref())?,
        active: true,
        revision: 1,
        ..sibling
    };
    refuse_taken_label(tx, &product)?;
    store::insert(tx, ctx, &product)?;
    first_price(tx, ctx, &product, FirstPrice::of(input.price, input.valid_from, &input.reason))?;
    let line = journal::Line::new(ctx, "catalogue.create_variant", input.id);
    let body =
        json!({"code": product.code, "family": product.family_id, "variant": product.variant});
    journal::write(tx, ctx, line.of(product.consignor_id).digest(digest).body(body))?;
    Ok(Recorded::new(input.id))
}

/// Changes what is known of a product. Refused when it changed since it was shown.
pub fn edit_product(tx: &mut Tx, ctx: &Context, input: &EditProduct) -> Result<Recorded> {
    ctx.actor.require(Capability::RecordGoods)?;
    let before = own(tx, ctx, input.product)?;
    let Once::First(digest) = once(tx, "catalogue.edit_product", input.id, input)? else {
        return Ok(Recorded::again(input.product));
    };
    let named = Product {
        name: text(&input.name),
        variant: input.variant.as_ref().map(text),
        unit: text(&input.unit),
        revision: input.revision.get().0,
        ..before.clone()
    };
    let after = described(named, input.about())?;
    refuse_taken_label(tx, &after)?;
    if !store::update(tx, &after)? {
        return Err(No::ChangedMeanwhile.into());
    }
    let line = journal::Line::new(ctx, "catalogue.edit_product", input.id).of(after.consignor_id);
    let body = json!({"product": after.id, "before": before, "after": after});
    journal::write(tx, ctx, line.digest(digest).body(body))?;
    Ok(Recorded::new(input.product))
}

/// Takes a product out of the offer: no new price, photo or variant; what is on a shelf stays
/// sellable and visible.
pub fn retire_product(tx: &mut Tx, ctx: &Context, input: &ChangeProduct) -> Result<Recorded> {
    set_active(tx, ctx, input, "catalogue.retire_product", false)
}

/// Puts a retired product back into the offer.
pub fn restore_product(tx: &mut Tx, ctx: &Context, input: &ChangeProduct) -> Result<Recorded> {
    set_active(tx, ctx, input, "catalogue.restore_product", true)
}

fn set_active(
    tx: &mut Tx,
    ctx: &Context,
    input: &ChangeProduct,
    kind: &'static str,
    active: bool,
) -> Result<Recorded> {
    ctx.actor.require(Capability::RecordGoods)?;
    let product = own(tx, ctx, input.product)?;
    let Once::First(digest) = once(tx, kind, input.id, input)? else {
        return Ok(Recorded::again(input.product));
    };
    if product.active == active {
        return Err(No::Already.into());
    }
    store::update(tx, &Product { active, ..product.clone() })?;
    let line = journal::Line::new(ctx, kind, input.id).of(product.consignor_id);
    journal::write(tx, ctx, line.digest(digest).body(json!({"product": product.id})))?;
    Ok(Recorded::new(input.product))
}

/// Adds a line to a product's prices.
pub fn set_price(tx: &mut Tx, ctx: &Context, input: &SetPrice) -> Result<Part> {
    ctx.actor.require(Capability::RecordGoods)?;
    let product = own(tx, ctx, input.product)?;
    let Once::First(digest) = once(tx, "catalogue.set_price", input.id, input)? else {
        return Ok(Part::again(input.id, product.id));
    };
    require_active(&product)?;
    let lines = store::dated(&store::prices(tx, product.id)?);
    let reason = input.reason.as_ref().map(Line::as_str);
    let (price, valid_from) = (input.price.get(), input.valid_from);
    let wanted = Wanted { valid_from, price, reason };
    let placed = price::place(&lines, product.floor_price, ctx.today(), wanted)?;
    let new = store::NewPrice { id: input.id, placed, valid_from, price, reason };
    store::insert_price(tx, ctx, &product, &new)?;
    let line = journal::Line::new(ctx, "catalogue.set_price", input.id).of(product.consignor_id);
    let body = json!({
        "product": product.id, "price": price, "valid_from": valid_from,
        "corrects": placed.corrects, "reason": reason,
    });
    journal::write(tx, ctx, line.on(valid_from).digest(digest).body(body))?;
    Ok(Part::new(input.id, product.id))
}

/// The price that comes with a new product.
struct FirstPrice<'a> {
    price: Option<Price>,
    valid_from: Option<Day>,
    reason: Option<&'a str>,
}

impl<'a> FirstPrice<'a> {
    fn of(price: Option<Price>, valid_from: Option<Day>, reason: &'a Option<Line>) -> Self {
        Self { price, valid_from, reason: reason.as_ref().map(Line::as_str) }
    }
}

fn first_price(tx: &mut Tx, ctx: &Context, product: &Product, first: FirstPrice<'_>) -> Result<()> {
    let Some(price) = first.price.map(Price::get) else { return Ok(()) };
    let valid_from = first.valid_from.unwrap_or_else(|| ctx.today());
    let wanted = Wanted { valid_from, price, reason: first.reason };
    let placed = price::place(&[], product.floor_price, ctx.today(), wanted)?;
    // The first price is part of the product's own document, and so has its id.
    let id: PriceId = product.id.cast();
    let new = store::NewPrice { id, placed, valid_from, price, reason: first.reason };
    store::insert_price(tx, ctx, product, &new)
}

/// A label must lead to one product: a barcode may not be another's code, nor the other way.
fn refuse_taken_label(tx: &mut Tx, product: &Product) -> Result<()> {
    let mut taken = |label: &str| -> Result<bool> {
        let found = store::by_label(tx, product.consignor_id, label)?;
        Ok(found.is_some_and(|other| other.id != product.id))
    };
    if taken(&product.code)? {
        return Err(No::CodeTaken.at("code").with("code", &product.code).into());
    }
    match &product.barcode {
        Some(barcode) if taken(barcode)? => Err(No::BarcodeTaken.at("barcode").into()),
        _ => Ok(()),
    }
}

fn described(product: Product, about: About<'_>) -> Result<Product> {
    let days = about.promise_days.map(|days: Count| days.get().0);
    if days.is_some_and(|days| days > PROMISE_DAYS_MAX) {
        return Err(No::PromiseDays.at("promise_days").into());
    }
    Ok(Product {
        category: about.category.map(text),
        size: about.size.map(text),
        material: about.material.map(text),
        care: about.care.map(note),
        description: about.description.map(note),
        hpp_estimate: about.hpp_estimate,
        floor_price: about.floor_price.map(Price::get),
        barcode: barcode(about.barcode)?,
        promise_days: days,
        ..product
    })
}

fn nothing_known(id: ProductId, consignor_id: ConsignorId) -> Product {
    Product {
        id,
        consignor_id,
        family_id: id,
        variant: None,
        code: String::new(),
        name: String::new(),
        unit: String::new(),
        category: None,
        size: None,
        material: None,
        care: None,
        description: None,
        hpp_estimate: None::<Rupiah>,
        floor_price: None,
        barcode: None,
        promise_days: None,
        active: true,
        revision: 1,
    }
}

fn barcode(typed: Option<&Line>) -> Result<Option<String>> {
    let Some(typed) = typed else { return Ok(None) };
    let kept = code::barcode(typed.as_str()).ok_or_else(|| No::Barcode.at("barcode"))?;
    Ok(Some(kept))
}

fn text(line: &Line) -> String {
    line.as_str().to_owned()
}
fn note(note: &Note) -> String {
    note.as_str().to_owned()
}
