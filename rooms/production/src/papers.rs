//! Labels for the pieces of a batch.

use agreements::Side;
use db::{Read, Result};
use kernel::{BatchKind, Context, Price, Quantity, Refusal, Rupiah, ShopId};
use paper::Paper;
use serde_json::json;
use web::Ask;

use crate::{actions, code::label_address, refusal::No, types::Batch};

/// As many as one print holds; what is more is printed again.
const MOST: i64 = 480;
/// Stickers on a sheet.
const ON_A_SHEET: i64 = 24;

/// Sheets of stickers, 24 of 70 × 37 mm on A4, one for each accepted piece unless another number
/// is asked for; on a sheet that is begun, from its first free sticker on.
pub fn sticker_sheet(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Paper> {
    label(read, ctx, ask, "label")
}

/// The same for a printer of 58 mm labels, one a page.
pub fn roll_labels(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Paper> {
    label(read, ctx, ask, "label-58")
}

/// What a piece of the batch costs at a shop, and who says so. Refuses a shop that has no
/// agreement over it: as unknown as none.
pub fn agreed(
    read: &mut Read,
    ctx: &Context,
    batch: &Batch,
    shop: ShopId,
) -> Result<(Side, Option<Rupiah>)> {
    let terms = agreements::selling_terms(read, shop, batch.product_id, ctx.today())?;
    let own = terms.filter(|terms| terms.consignor_id == batch.consignor_id);
    let terms = own.ok_or(No::Unknown)?;
    let price = match terms.price {
        None => catalogue::price_on(read, batch.product_id, ctx.today())?,
        agreed => agreed,
    };
    Ok((terms.price_set_by, price))
}

/// The price on the label: the catalogue's of the day of printing; for a shop the agreed one; where
/// the shop sets it, what was typed, or none and room for its pen.
fn price(read: &mut Read, ctx: &Context, ask: &Ask, batch: &Batch) -> Result<Option<Rupiah>> {
    let Some(shop) = ask.query("toko") else {
        return catalogue::price_on(read, batch.product_id, ctx.today());
    };
    let shop: ShopId = shop.parse().map_err(|_| No::Unknown)?;
    match agreed(read, ctx, batch, shop)? {
        (Side::Consignor, price) => Ok(price),
        (Side::Shop, _) => match ask.query("harga") {
            Some(typed) => Ok(Some(web::read_value::<Price>(json!(typed))?.get())),
            None => Ok(None),
        },
    }
}

/// How many labels a batch needs.
pub fn needed(batch: &Batch) -> i64 {
    batch.accepted.0.clamp(0, MOST)
}

/// A number of the address, from 1 to the most there can be.
fn number(ask: &Ask, name: &str, (no, most): (No, i64)) -> Result<Option<i64>, Refusal> {
    let Some(typed) = ask.query(name) else { return Ok(None) };
    match web::read_value::<Quantity>(json!(typed)) {
        Ok(Quantity(number)) if number <= most => Ok(Some(number)),
        _ => Err(no.with("most", most)),
    }
}

/// The code is the batch's public address: scanned by a buyer it opens the batch's page, and at
/// the till the code at its end says which batch was sold.
fn label(read: &mut Read, ctx: &Context, ask: &Ask, template: &'static str) -> Result<Paper> {
    let batch = actions::load_own(read, ctx, ask.id::<BatchKind>("batch")?)?;
    if needed(&batch) == 0 {
        return Err(No::Unknown.into());
    }
    let copies = number(ask, "jumlah", (No::LabelCount, MOST))?.unwrap_or_else(|| needed(&batch));
    let first = number(ask, "mulai", (No::LabelFirst, ON_A_SHEET))?.unwrap_or(1);
    let product = catalogue::load_product(read, batch.product_id)?;
    let unit = people::load_consignor(read, batch.consignor_id)?;
    let price = price(read, ctx, ask, &batch)?;
    let figures = json!({
        "product": product.id, "batch": batch.id, "unit": unit.id, "price": price,
        "copies": copies, "used": first - 1,
    });
    let about = (batch.id.uuid(), batch.code.as_str(), ctx.today());
    let paper = Paper::of(template, ctx.lang, about, figures)
        .name(product.id, product.title())
        .name(batch.id, batch.code.clone())
        .name(unit.id, unit.public_name())
        .from(unit.public_letterhead(), unit.city)
        .code("label", label_address(&ask.public_url, &batch.code));
    Ok(paper.unchecked())
}
