#![doc = include_str!("../README.md")]

mod actions;
mod actions_photo;
mod api;
mod code;
mod inputs;
mod label;
mod order;
mod pages;
mod papers;
mod photo;
mod price;
mod product;
mod refusal;
mod store;
mod store_days;
mod store_photo;

use std::collections::BTreeMap;

use db::{Read, Result};
use kernel::{ConsignorId, Day, PhotoId, ProductId, Rupiah, Zone};

pub use actions::{
    create_product, create_variant, edit_product, restore_product, retire_product, set_price,
};
pub use actions_photo::{add_photo, develop_photo, edit_photo, remove_photo};
pub use api::api;
pub use inputs::{
    AddPhoto, ChangeId, ChangeKind, ChangeProduct, CreateProduct, CreateVariant, EditPhoto,
    EditProduct, PriceId, PriceKind, RemovePhoto, SetPrice,
};
pub use label::qr;
pub use pages::screens;
pub use papers::price_cards;
pub use photo::{Developed, develop};
pub use product::{Listed, Part, Photo, PriceLine, Product};
pub use refusal::No;

/// The product, whoever asks; refuses `catalogue.unknown`. Who may see it is the caller's rule.
pub fn load_product(read: &mut Read, id: ProductId) -> Result<Product> {
    store::find(read, id)?.ok_or_else(|| No::Unknown.into())
}

/// The bytes of a photo that is shown (JPEG); anybody may see it who knows its id.
pub fn photo_bytes(read: &mut Read, id: PhotoId) -> Result<Option<Vec<u8>>> {
    store_photo::large(read, id)
}

/// Those of the ids that are products, in few statements.
pub fn products(read: &mut Read, ids: &[ProductId]) -> Result<BTreeMap<ProductId, Product>> {
    store::many(read, ids)
}

/// The products that a unit offers, by name; at most 1,000.
pub fn list_products(read: &mut Read, consignor: ConsignorId) -> Result<Vec<Product>> {
    store::offered(read, consignor)
}

/// The product that a scanned or typed label leads to: by its barcode, else by its own code.
pub fn find_by_label(
    read: &mut Read,
    consignor: ConsignorId,
    label: &str,
) -> Result<Option<Product>> {
    store::by_label(read, consignor, label)
}

/// The price of a business day; nothing before the first.
pub fn price_on(read: &mut Read, product: ProductId, day: Day) -> Result<Option<Rupiah>> {
    store::price_on(read, product, day)
}

/// [`price_on`] of many products in few statements; one without a price is left out.
pub fn prices_on(
    read: &mut Read,
    products: &[ProductId],
    day: Day,
) -> Result<BTreeMap<ProductId, Rupiah>> {
    store::prices_on(read, products, day)
}

/// The days after `from` and up to `to` from which a price of these products holds, in no order;
/// one without any is left out.
pub fn price_days(
    read: &mut Read,
    products: &[ProductId],
    (from, to): (Day, Day),
) -> Result<BTreeMap<ProductId, Vec<Day>>> {
    store_days::of_many(read, products, (from, to))
}

/// Whether a seller who asked on that day or later may have been told this price for the day:
/// prices change at noon, and backwards, while his phone is far from any network.
pub fn was_told(
    read: &mut Read,
    product: ProductId,
    (day, zone): (Day, Zone),
    price: Rupiah,
) -> Result<bool> {
    let lines = store::prices(read, product)?;
    let known = lines.iter().filter(|line| line.created_at.day(zone) < day).count();
    Ok(price::was_told(&store::dated(&lines), known, day, price))
}

/// The photos of a product that are shown, in their order.
pub fn photos(read: &mut Read, product: ProductId) -> Result<Vec<Photo>> {
    store_photo::of_product(read, product)
}

/// The first photo of each of these products that has one: for lists.
pub fn first_photos(read: &mut Read, ids: &[ProductId]) -> Result<BTreeMap<ProductId, Photo>> {
    store_photo::first_of(read, ids)
}
