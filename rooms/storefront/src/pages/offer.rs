//! Goods that a campaign leads to: each with the shops where it can be ordered now, whose order
//! then carries the campaign's code.

use db::{Read, Result};
use kernel::{Context, Lang, ProductId, ShopId};
use maud::{Markup, html};
use words::Speak;

use super::parts;
use crate::{
    address, store,
    thing::{Place, Thing},
};

/// These goods, which are offered, in their order; where `shop` is said, at it alone.
pub fn offers(
    read: &mut Read,
    ctx: &Context,
    products: &[ProductId],
    (shop, campaign): (Option<ShopId>, &str),
) -> Result<Option<Markup>> {
    let mut things = store::things_at(read, ctx, products, shop)?;
    things.sort_by_key(|thing| products.iter().position(|id| *id == thing.id));
    let lang = ctx.lang;
    let row = |thing: &Thing| {
        html! {
            li {
                (parts::in_window(lang, thing, Some(campaign)))
                (orders(lang, thing, campaign))
            }
        }
    };
    Ok((!things.is_empty()).then(|| {
        html! {
            ul.goods { @for thing in &things { (row(thing)) } }
        }
    }))
}

/// Where it is now, and the way to have it set aside there.
fn orders(lang: Lang, thing: &Thing, campaign: &str) -> Markup {
    let here = |place: &&Place| place.can_order();
    html! {
        div.actions {
            @for place in thing.places.iter().filter(here).take(3) {
                a.button.primary rel="nofollow"
                    href=(address::order(place.shop_id, thing.id, Some(campaign))) {
                    (lang.fill("storefront.order_at", &[("shop", &place.shop)]))
                }
            }
        }
    }
}
