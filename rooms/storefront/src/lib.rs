#![doc = include_str!("../README.md")]

mod actions;
mod address;
mod api;
mod card;
mod data;
mod feeds;
mod index;
mod inputs;
mod narrow;
mod pages;
mod place;
mod receipt;
mod refusal;
mod said;
mod search;
mod sheet;
#[macro_use]
mod store;
mod store_batch;
mod store_index;
mod store_place;
mod store_search;
mod store_story;
mod thing;

pub use actions::{SettingSeen, save_setting, setting};
pub use address::{
    HOUSE_CARD, batch as address_of_batch, card as card_of, product as address_of,
    shop as address_of_shop, slug, unit as address_of_unit,
};
pub use api::{
    BatchSeen, BatchesIn, ListIn, One, OneUnit, ReceiptAt, Whole, WholeUnit, api, batches, list,
    show, unit,
};
pub use card::of_the_house as card_of_the_house;
pub use index::{catch_up, is_behind};
pub use inputs::{OneSetting, SaveSetting};
pub use narrow::Sort;
pub use pages::{offers, preview, screens};
pub use place::{Seen, Shop, Totals, Unit};
pub use receipt::{Deposited, Part, Receipt};
pub use refusal::No;
pub use said::{Rating, Recall};
pub use thing::{Asked, Place, Thing};

use db::{Read, Result};
use kernel::{Context, ProductId, ShopId};

/// At most 24 goods as they are at the shop that was named, if one was.
pub fn goods_at(
    read: &mut Read,
    ctx: &Context,
    ids: &[ProductId],
    shop: Option<ShopId>,
) -> Result<Vec<Thing>> {
    store::things_at(read, ctx, ids, shop)
}

/// Those of at most 24 goods that have a page, as something offers them, in their order.
pub fn offered_of(read: &mut Read, ctx: &Context, ids: &[ProductId]) -> Result<Vec<ProductId>> {
    store::offered_of(read, ids, ctx.today())
}

/// Those of at most 24 shops that have a page, as they have something to sell.
pub fn selling_of(read: &mut Read, ctx: &Context, ids: &[ShopId]) -> Result<Vec<ShopId>> {
    store_place::selling_of(read, ids, ctx.today())
}
