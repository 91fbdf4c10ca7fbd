//! Price cards for the shelf.

use std::collections::{BTreeMap, btree_map::Entry};

use db::{Read, Result};
use kernel::{ConsignorId, Context, ProductId, Rupiah};
use paper::Paper;
use people::Consignor;
use serde_json::json;
use uuid::Uuid;
use web::Ask;
use words::Speak;

use crate::{actions, product::Product, refusal::No, store};

/// As many cards of one product as fill a sheet.
const ON_A_SHEET: i64 = 4;

/// Four cards of A6 on A4, with today's price.
pub fn price_card(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Paper> {
    own_card(read, ctx, ask, "kartu-harga")
}

/// The same for a printer of 58 mm paper.
pub fn small_card(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Paper> {
    own_card(read, ctx, ask, "kartu-58")
}

fn own_card(read: &mut Read, ctx: &Context, ask: &Ask, template: &'static str) -> Result<Paper> {
    let product = actions::own(read, ctx, ask.id("product")?)?;
    let price = store::price_on(read, product.id, ctx.today())?.ok_or(No::Unknown)?;
    let about = (product.id.uuid(), product.code.clone());
    price_cards(read, ctx, ask, (template, about), &[(product, price)])
}

/// Cards for products at the prices that buyers pay; one product fills its sheet alone.
pub fn price_cards(
    read: &mut Read,
    ctx: &Context,
    ask: &Ask,
    (template, (subject, number)): (&'static str, (Uuid, String)),
    cards: &[(Product, Rupiah)],
) -> Result<Paper> {
    let copies = if cards.len() == 1 { ON_A_SHEET } else { 1 };
    let card = |(product, price): &(Product, Rupiah)| {
        let id = product.id;
        json!({ "product": id, "price": price, "copies": copies })
    };
    let figures = json!({ "cards": cards.iter().map(card).collect::<Vec<_>>() });
    let about = (subject, number.as_str(), ctx.today());
    let mut paper = Paper::of(template, ctx.lang, about, figures).unchecked();
    let mut units: BTreeMap<ConsignorId, Consignor> = BTreeMap::new();
    for (product, _) in cards {
        let unit = match units.entry(product.consignor_id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => free.insert(people::load_consignor(read, product.consignor_id)?),
        };
        paper = named(paper, product, made_by(ctx, unit));
        paper = paper.code(product.id.to_string(), shown_at(ask, product.id));
    }
    Ok(paper)
}

/// A neutral brand stands in the unit's place where the unit wants it.
fn made_by(ctx: &Context, unit: &Consignor) -> String {
    match &unit.brand {
        Some(brand) => format!("{brand}\n{}", ctx.lang.t("paper.kartu-harga.made")),
        None => ctx.lang.fill("paper.kartu-harga.made_by", &[("unit", &unit.name)]),
    }
}

fn named(paper: Paper, product: &Product, by: String) -> Paper {
    let id = product.id;
    let text = |given: &Option<String>| given.clone().unwrap_or_default();
    paper
        .name(id, product.title())
        .name(format!("{id}.unit"), &product.unit)
        .name(format!("{id}.size"), text(&product.size))
        .name(format!("{id}.material"), text(&product.material))
        .name(format!("{id}.by"), by)
}

/// The product's page in the shop-window, whatever it is called by then.
fn shown_at(ask: &Ask, id: ProductId) -> String {
    format!("{}/etalase/{id}", ask.public_url)
}
