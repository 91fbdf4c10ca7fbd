//! A refusal of one line among many says which product it is about.

use db::{Error, Read, Result};
use kernel::{Context, ProductId, ShopId};
use words::Speak;

/// The same refusal with the place of its line and the name of its product; `field` where it has
/// said none.
pub(crate) fn of_line(
    read: &mut Read,
    ctx: &Context,
    (shop, product): (ShopId, ProductId),
    (at, field): (usize, &str),
    error: Error,
) -> Error {
    let Error::Refused(no) = error else { return error };
    let field = format!("lines[{at}].{}", no.field.as_deref().unwrap_or(field));
    match name_of(read, ctx, shop, product) {
        Ok(name) => no.at(field).with("product", name).into(),
        Err(error) => error,
    }
}

/// What another unit calls its goods is no business of his.
fn name_of(read: &mut Read, ctx: &Context, shop: ShopId, product: ProductId) -> Result<String> {
    let found = catalogue::products(read, &[product])?.remove(&product);
    let own = found.filter(|one| ctx.actor.sees_between(one.consignor_id, shop));
    Ok(own.map_or_else(|| ctx.lang.t("sales.some_product").to_owned(), |one| one.name))
}
