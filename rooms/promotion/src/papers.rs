//! Posters and cards for the shelf's edge.

use db::{Read, Result};
use kernel::Context;
use paper::Paper;
use serde_json::json;
use web::Ask;
use words::Speak;

use crate::{
    kit::{self, Kit, OneKit},
    labels::{LabelKind, OneLabels, Variant, load_labels},
};

/// Eight cards of 105 × 74 mm on A4.
const CARDS: i64 = 8;

pub fn poster_a4(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Paper> {
    poster(read, ctx, ask, "poster-a4")
}

pub fn poster_a5(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Paper> {
    poster(read, ctx, ask, "poster-a5")
}

pub fn shelf_cards(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Paper> {
    poster(read, ctx, ask, "kartu-rak")
}

fn poster(read: &mut Read, ctx: &Context, ask: &Ask, template: &'static str) -> Result<Paper> {
    let asked = OneKit::of(ask)?;
    let kit = kit::show(read, ctx, &asked)?;
    let photo = catalogue::photos(read, kit.product.id)?.into_iter().next();
    let photo = match photo {
        Some(photo) => catalogue::photo_bytes(read, photo.id)?,
        None => None,
    };
    let head = kit.unit.public_letterhead();
    let paper = made(ctx, &kit, &ask.public_url, photo.is_some(), template);
    let paper = paper.from(head, kit.shop.city.clone());
    Ok(match photo {
        Some(bytes) => paper.picture("photo.jpg", bytes),
        None => paper,
    })
}

fn made(ctx: &Context, kit: &Kit, url: &str, photo: bool, template: &'static str) -> Paper {
    let offered = kit.offered(ctx, url);
    let by = match offered.branded {
        true => offered.maker_of_record.clone(),
        false => ctx.lang.fill("promotion.made_by", &[("unit", &offered.maker_of_record)]),
    };
    let figures = json!({
        "title": offered.title, "price": offered.price, "unit": offered.unit, "by": by,
        "description": offered.description, "size": kit.product.size,
        "material": kit.product.material, "shop": offered.shop, "address": offered.address,
        "city": offered.city, "hours": offered.hours, "photo": photo, "cards": CARDS,
    });
    let about = (kit.product.id.uuid(), kit.product.code.as_str(), ctx.today());
    Paper::of(template, ctx.lang, about, figures).code("page", offered.address_online).unchecked()
}

/// As many as one print holds; what is more is printed again.
const LABELS_MOST: i64 = 480;

/// Sheets of stickers with the recorded wording, 24 of 70 × 37 mm on A4.
pub fn sticker_sheet(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Paper> {
    labels(read, ctx, ask, "label")
}

/// The same for a printer of 58 mm labels, one a page.
pub fn roll_labels(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Paper> {
    labels(read, ctx, ask, "label-58")
}

/// A plain label with one more line; the code is the batch's, as on every label.
fn labels(read: &mut Read, ctx: &Context, ask: &Ask, template: &'static str) -> Result<Paper> {
    let one = load_labels(read, ctx, &OneLabels { labels: ask.id::<LabelKind>("labels")? })?;
    let batch = production::batches(read, &[one.batch_id])?.remove(&one.batch_id);
    let code = batch.map(|batch| batch.code).unwrap_or_default();
    let product = catalogue::load_product(read, one.product_id)?;
    let unit = people::load_consignor(read, one.consignor_id)?;
    let line = match one.variant {
        Variant::Plain => None,
        Variant::MadeInside => Some("promotion.label.line_made_inside"),
        Variant::Shared => Some("promotion.label.line_shared"),
    };
    let figures = json!({
        "product": product.id, "batch": one.batch_id, "unit": unit.id,
        "price": kit::price(read, ctx, one.product_id, one.shop_id)?,
        "copies": one.pieces.0.clamp(1, LABELS_MOST), "line": line.map(|key| ctx.lang.t(key)),
    });
    let about = (one.id.uuid(), code.as_str(), ctx.today());
    let named = unit.public_name().to_owned();
    let paper = Paper::of(template, ctx.lang, about, figures)
        .from(unit.public_letterhead(), unit.city)
        .name(product.id, product.title())
        .name(one.batch_id, code.clone())
        .name(unit.id, named)
        .code("label", production::label_address(&ask.public_url, &code));
    Ok(paper.unchecked())
}
