//! What a piece costs at a shop: the agreed price, or the shop's own where the shop sets it.

use agreements::{SellingTerms, Side};
use db::{Read, Result, Tx};
use kernel::{Context, Day, ProductId, Refusal, Rupiah, ShopId};

use crate::{kinds::Source, refusal::No, store};

/// What the buyer paid for a unit, by what the seller says of it.
pub(crate) fn price_of(
    tx: &mut Tx,
    ctx: &Context,
    (product, asked): (ProductId, Option<Rupiah>),
    terms: &SellingTerms,
    (shop, source, day): (ShopId, Source, Day),
) -> Result<Result<Rupiah, Refusal>> {
    let Some(asked) = asked else {
        let price = match source {
            // Of a count nobody says at what each piece was sold.
            Source::Count => usual_price(tx, product, terms, day)?,
            Source::Desk | Source::Till => agreed_price(tx, product, terms, day)?,
        };
        return Ok(price.ok_or_else(|| No::PriceMissing.into()));
    };
    let agreed = agreed_price(tx, product, terms, day)?;
    Ok(match (terms.price_set_by, agreed) {
        (Side::Consignor, Some(agreed)) if asked != agreed => {
            match source == Source::Till && was_agreed(tx, ctx, (shop, product), day, asked)? {
                true => Ok(asked),
                false => Err(No::PriceFixed.with("price", agreed)),
            }
        }
        _ => Ok(asked),
    })
}

/// Whether a till that sold by the prices of a day may have had this one: it was agreed the day
/// before (an addendum came in force that day), or the catalogue had it then.
fn was_agreed(
    tx: &mut Tx,
    ctx: &Context,
    (shop, product): (ShopId, ProductId),
    day: Day,
    asked: Rupiah,
) -> Result<bool> {
    let yesterday = day.plus_days(-1);
    let before = match agreements::selling_terms(tx, shop, product, yesterday)? {
        Some(terms) => agreed_price(tx, product, &terms, yesterday)?,
        None => None,
    };
    Ok(before == Some(asked) || catalogue::was_told(tx, product, (day, ctx.zone), asked)?)
}

/// The annex's price, else the catalogue's of the day.
pub fn agreed_price(
    read: &mut Read,
    product: ProductId,
    terms: &SellingTerms,
    day: Day,
) -> Result<Option<Rupiah>> {
    match terms.price {
        Some(price) => Ok(Some(price)),
        None => catalogue::price_on(read, product, day),
    }
}

/// What a piece is likely sold at: where the shop sets the price what it last took, if anything.
pub(crate) fn usual_price(
    read: &mut Read,
    product: ProductId,
    terms: &SellingTerms,
    day: Day,
) -> Result<Option<Rupiah>> {
    let last = match terms.price_set_by {
        Side::Shop => store::last_price(read, terms.agreement_id, product, day)?,
        Side::Consignor => None,
    };
    match last {
        Some(last) => Ok(Some(last)),
        None => agreed_price(read, product, terms, day),
    }
}
