//! What is done with photos.

use db::{Read, Result, Tx};
use journal::{Once, once};
use kernel::{Capability, Context, PhotoId};
use serde_json::json;
use web::Desk;

use crate::{
    actions::{own, require_active},
    inputs::{AddPhoto, EditPhoto, RemovePhoto},
    order,
    photo::{Developed, develop},
    product::{Part, Product},
    refusal::No,
    store as products, store_photo as store,
};

/// More than a buyer looks at.
const PHOTOS_MAX: usize = 12;

/// Decodes the upload and makes the photo anew, outside any transaction. Asks who it is first:
/// nobody makes the house work who may not add the photo.
pub fn develop_photo(desk: &Desk<'_>, input: &AddPhoto) -> Result<Developed> {
    desk.context.actor.require(Capability::RecordGoods)?;
    Ok(develop(&input.photo.content)?)
}

/// Adds a photo, after the others.
pub fn add_photo(
    tx: &mut Tx,
    ctx: &Context,
    input: &AddPhoto,
    developed: &Developed,
) -> Result<Part> {
    ctx.actor.require(Capability::RecordGoods)?;
    let product = own(tx, ctx, input.product)?;
    let Once::First(digest) = once(tx, "catalogue.add_photo", input.id, input)? else {
        return Ok(Part::again(input.id, product.id));
    };
    require_active(&product)?;
    let shown = store::of_product(tx, product.id)?;
    if shown.len() >= PHOTOS_MAX {
        return Err(No::PhotosFull.into());
    }
    let new = store::NewPhoto {
        id: input.id,
        consignor: product.consignor_id,
        product: product.id,
        position: order::after(shown.len()),
        alt: input.alt.as_str(),
        developed,
    };
    store::insert(tx, ctx, &new)?;
    let line = journal::Line::new(ctx, "catalogue.add_photo", input.id).of(product.consignor_id);
    let body = json!({"product": product.id, "alt": input.alt, "bytes": developed.large.len()});
    journal::write(tx, ctx, line.digest(digest).body(body))?;
    Ok(Part::new(input.id, product.id))
}

/// Says anew what a photo shows, and moves it among the others.
pub fn edit_photo(tx: &mut Tx, ctx: &Context, input: &EditPhoto) -> Result<Part> {
    ctx.actor.require(Capability::RecordGoods)?;
    let (product, shown) = own_by_photo(tx, ctx, input.photo)?;
    let Once::First(digest) = once(tx, "catalogue.edit_photo", input.id, input)? else {
        return Ok(Part::again(input.photo, product.id));
    };
    require_shown(shown)?;
    store::describe(tx, input.photo, input.alt.as_str())?;
    let shown: Vec<PhotoId> =
        store::of_product(tx, product.id)?.into_iter().map(|photo| photo.id).collect();
    for (at, id) in order::moved(&shown, input.photo, input.place.0).into_iter().enumerate() {
        store::place(tx, id, order::after(at))?;
    }
    let line = journal::Line::new(ctx, "catalogue.edit_photo", input.id).of(product.consignor_id);
    let body = json!({"photo": input.photo, "alt": input.alt, "place": input.place});
    journal::write(tx, ctx, line.digest(digest).body(body))?;
    Ok(Part::new(input.photo, product.id))
}

/// Takes a photo off the page and erases it; the row says thatit was there.
pub fn remove_photo(tx: &mut Tx, ctx: &Context, input: &RemovePhoto) -> Result<Part> {
    ctx.actor.require(Capability::RecordGoods)?;
    let (product, shown) = own_by_photo(tx, ctx, input.photo)?;
    let Once::First(digest) = once(tx, "catalogue.remove_photo", input.id, input)? else {
        return Ok(Part::again(input.photo, product.id));
    };
    require_shown(shown)?;
    store::remove(tx, ctx, input.photo)?;
    let line = journal::Line::new(ctx, "catalogue.remove_photo", input.id);
    let body = json!({"product": product.id, "photo": input.photo});
    journal::write(tx, ctx, line.of(product.consignor_id).digest(digest).body(body))?;
    Ok(Part::new(input.photo, product.id))
}

/// The photo's product, if it is the actor's, and whether the photo is still shown. Another
/// unit's photo is answered for as one that never was.
fn own_by_photo(read: &mut Read, ctx: &Context, id: PhotoId) -> Result<(Product, bool)> {
    let Some((product, shown)) = store::product_of(read, id)? else {
        return Err(No::PhotoUnknown.into());
    };
    let found = products::find(read, product)?;
    let seen = found.filter(|product| ctx.actor.sees_consignor(product.consignor_id));
    Ok((seen.ok_or(No::PhotoUnknown)?, shown))
}

fn require_shown(shown: bool) -> Result<()> {
    if shown { Ok(()) } else { Err(No::PhotoUnknown.into()) }
}
