//! Labels for the pieces of a batch.

use db::{Read, Result};
use kernel::{BatchKind, Context};
use paper::Paper;
use serde_json::json;
use web::Ask;

use crate::{actions, refusal::No};

/// As many as one print holds; what is more is printed again.
const MOST: i64 = 480;

/// Sheets of stickers, 24 of 70 × 37 mm on A4, one for each accepted piece.
pub fn sticker_sheet(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Paper> {
    label(read, ctx, ask, "label")
}

/// The same for a printer of 58 mm labels, one a page.
pub fn roll_labels(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Paper> {
    label(read, ctx, ask, "label-58")
}

/// The code is the batch's public address: scanned by a buyer it opens the batch's page, and at
/// the till the code at its end says which batch was sold. The price is the
/// catalogue's of the day of printing; a shop that sets its own prints its own price.
fn label(read: &mut Read, ctx: &Context, ask: &Ask, template: &'static str) -> Result<Paper> {
    let batch = actions::load_own(read, ctx, ask.id::<BatchKind>("batch")?)?;
    let copies = batch.accepted.0.clamp(0, MOST);
    if copies == 0 {
        return Err(No::Unknown.into());
    }
    let product = catalogue::load_product(read, batch.product_id)?;
    let unit = people::load_consignor(read, batch.consignor_id)?;
    let price = catalogue::price_on(read, product.id, ctx.today())?;
    let figures = json!({
        "product": product.id, "batch": batch.id, "unit": unit.id, "price": price,
        "copies": copies,
    });
    let about = (batch.id.uuid(), batch.code.as_str(), ctx.today());
    let paper = Paper::of(template, ctx.lang, about, figures)
        .from(unit.letterhead(), unit.city)
        .name(product.id, product.title())
        .name(batch.id, batch.code.clone())
        .name(unit.id, unit.name)
        .code("label", format!("{}/b/{}", ask.public_url, batch.code));
    Ok(paper.unchecked())
}
