//! The JSON door: the same actions as the pages.

use db::{Read, Result};
use kernel::{ConsignorId, Context, Day, ProductId, Quantity, Rupiah};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Api, Listing};

use crate::{
    actions, actions_photo, pages,
    product::{Listed, Photo, PriceLine, Product},
    store, store_photo,
};

/// Products of one page of the list.
const PER_PAGE: i64 = 50;

/// The endpoints of products.
pub fn api() -> Api {
    Api::new("catalogue")
        .get("/products", list, "Products, with today's price and the first photo")
        .sheet("/products/sheet", pages::sheet, "Products as a spreadsheet")
        .post("/products", actions::create_product, "Record a product, with its first price")
        .get("/products/{product}", show, "A product with its family, photos and prices")
        .post("/products/{product}", actions::edit_product, "Change what is known of a product")
        .post("/products/{product}/variants", actions::create_variant, "Record another variant")
        .post("/products/{product}/prices", actions::set_price, "Add a dated price")
        .get("/products/{product}/price", price, "The price of a day")
        .post("/products/{product}/retire", actions::retire_product, "Take it out of the offer")
        .post("/products/{product}/restore", actions::restore_product, "Put it back in the offer")
        .post_prepared(
            "/products/{product}/photos",
            actions_photo::develop_photo,
            actions_photo::add_photo,
            "Add a photo (JPEG, PNG or WebP in base64)",
        )
        .post("/photos/{photo}", actions_photo::edit_photo, "Describe and place a photo")
        .post("/photos/{photo}/remove", actions_photo::remove_photo, "Remove and erase a photo")
        .get("/labels", by_label, "The product that a scanned label leads to")
}

#[derive(Debug, Deserialize, JsonSchema)]
struct ListIn {
    /// Words of the name, code, variant or barcode.
    #[serde(default)]
    q: Option<String>,
    #[serde(default)]
    category: Option<String>,
    /// `active` or `retired`; both when left out.
    #[serde(default)]
    state: Option<State>,
    /// From 1.
    #[serde(default)]
    page: Option<Quantity>,
}

db::text_enum! {
    enum State {
        Active = "active",
        Retired = "retired",
    }
}

fn list(read: &mut Read, ctx: &Context, input: &ListIn) -> Result<Listing<Listed>> {
    let page = input.page.map_or(1, |page| page.0.min(1_000_000));
    let narrow = store::Narrow {
        consignor: pages::seen(ctx)?,
        like: input.q.as_deref().and_then(store::like),
        category: input.category.clone(),
        active: input.state.map(|state| state == State::Active),
    };
    let total = store::count(read, &narrow)?;
    let items = store::list(read, &narrow, ctx.today(), PER_PAGE, (page - 1) * PER_PAGE)?;
    Ok(Listing { items, total, page })
}

#[derive(Debug, Deserialize, JsonSchema)]
struct One {
    product: ProductId,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Whole {
    product: Product,
    /// Today's; nothing before the first.
    price: Option<Rupiah>,
    /// Itself among them.
    family: Vec<Product>,
    photos: Vec<Photo>,
    /// In the order in which they were written.
    prices: Vec<PriceLine>,
}

fn show(read: &mut Read, ctx: &Context, input: &One) -> Result<Whole> {
    let product = actions::own(read, ctx, input.product)?;
    Ok(Whole {
        price: store::price_on(read, product.id, ctx.today())?,
        family: store::family(read, product.family_id)?,
        photos: store_photo::of_product(read, product.id)?,
        prices: store::prices(read, product.id)?,
        product,
    })
}

#[derive(Debug, Deserialize, JsonSchema)]
struct PriceIn {
    product: ProductId,
    /// Today when left out.
    #[serde(default)]
    day: Option<Day>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct PriceOut {
    day: Day,
    price: Option<Rupiah>,
}

fn price(read: &mut Read, ctx: &Context, input: &PriceIn) -> Result<PriceOut> {
    let product = actions::own(read, ctx, input.product)?;
    let day = input.day.unwrap_or_else(|| ctx.today());
    Ok(PriceOut { day, price: store::price_on(read, product.id, day)? })
}

#[derive(Debug, Deserialize, JsonSchema)]
struct LabelIn {
    label: String,
    /// Asked of those who belong to no unit.
    #[serde(default)]
    consignor: Option<ConsignorId>,
}

fn by_label(read: &mut Read, ctx: &Context, input: &LabelIn) -> Result<Product> {
    let consignor = actions::consignor_of(ctx, input.consignor)?;
    let found = store::by_label(read, consignor, &input.label)?;
    found.ok_or_else(|| crate::No::Unknown.into())
}
