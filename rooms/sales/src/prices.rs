//! What a piece costs at a shop: the agreed price, or the shop's own where the shop sets it.

use agreements::{SellingTerms, Side};
use db::{Read, Result, Tx};
use kernel::{Context, Day, ProductId, Refusal, Rupiah, ShopId};

use crate::{kinds::Source, refusal::No, store, terms::selling_terms};

/// The price of a unit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Priced {
    pub price: Rupiah,
    /// How low the shop might have gone, where it went lower.
    pub lowest: Option<Rupiah>,
}

/// What the buyer paid for a unit, by what the seller says of it.
pub(crate) fn price_of(
    tx: &mut Tx,
    ctx: &Context,
    (product, asked): (ProductId, Option<Rupiah>),
    terms: &SellingTerms,
    (shop, source, day): (ShopId, Source, Day),
) -> Result<Result<Priced, Refusal>> {
    let agreed = agreements::price_at(tx, product, terms, day)?;
    if let (Side::Consignor, Some(agreed)) = (terms.price_set_by, agreed) {
        let price = asked.unwrap_or(agreed);
        let right = price == agreed
            || source == Source::Till && was_agreed(tx, ctx, (shop, product), day, price)?;
        return Ok(match right {
            true => Ok(Priced { price, lowest: None }),
            false => Err(No::PriceFixed.with("price", agreed)),
        });
    }
    let price = match (asked, source) {
        (Some(asked), _) => Some(asked),
        // Of a count nobody says at what each piece was sold.
        (None, Source::Count) => usual_price(tx, product, terms, day)?,
        (None, Source::Desk | Source::Till) => agreed,
    };
    let Some(price) = price else { return Ok(Err(No::PriceMissing.into())) };
    let floor =
        catalogue::products(tx, &[product])?.remove(&product).and_then(|one| one.floor_price);
    let lowest = terms.lowest(floor).filter(|lowest| price < *lowest);
    Ok(Ok(Priced { price, lowest }))
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
    let before = match selling_terms(tx, shop, product, yesterday)? {
        Some(terms) => agreements::price_at(tx, product, &terms, yesterday)?,
        None => None,
    };
    Ok(before == Some(asked) || catalogue::was_told(tx, product, (day, ctx.zone), asked)?)
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
        None => agreements::price_at(read, product, terms, day),
    }
}
