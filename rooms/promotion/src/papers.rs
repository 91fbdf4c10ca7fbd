//! Posters and cards for the shelf's edge.

use db::{Read, Result};
use kernel::Context;
use paper::Paper;
use serde_json::json;
use web::Ask;
use words::Speak;

use crate::kit::{self, Kit, OneKit};

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
    let head = kit.unit.letterhead(read, ctx.today())?;
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
