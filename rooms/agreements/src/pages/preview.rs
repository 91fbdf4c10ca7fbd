//! Both sides' rupiah of one unit: before anything is saved, and ever after.

use std::collections::BTreeMap;

use catalogue::Product;
use kernel::{Lang, Price, ProductId, Quantity, Rupiah};
use maud::{Markup, html};
use serde::de::DeserializeOwned;
use serde_json::Value;
use ui::{Column, Flow, River, Typed, Unit};
use words::Speak;

use crate::{
    ShopPart, Terms, decide,
    inputs::{PartInput, Percent},
    say::unit_in_words,
};

/// A product of the annex with its price, where there is one, and the shop's part of it.
pub struct UnitRow {
    pub product: ProductId,
    pub price: Option<Rupiah>,
    pub part: ShopPart,
    pub quantity: Option<Quantity>,
    pub below_floor_reason: Option<String>,
}

/// The rows of terms that were written down. `prices` are the catalogue's.
pub fn rows_of(terms: &Terms, prices: &BTreeMap<ProductId, Rupiah>) -> Vec<UnitRow> {
    let all = terms.annex_in_order().into_iter();
    all.map(|(product, item)| UnitRow {
        product,
        price: item.price.or(prices.get(&product).copied()),
        part: terms.part_for(product),
        quantity: item.quantity,
        below_floor_reason: item.below_floor_reason.clone(),
    })
    .collect()
}

/// The rows of what is being typed, as far as they can be understood.
pub fn rows_typed(typed: &Typed, prices: &BTreeMap<ProductId, Rupiah>) -> Vec<UnitRow> {
    let general = part_typed(typed, "part");
    let row = |at: usize| {
        let name = |field: &str| format!("annex[{at}][{field}]");
        let product: ProductId = value(typed, &name("product"))?;
        let price: Option<Price> = value(typed, &name("price"));
        Some(UnitRow {
            product,
            price: price.map(|price| price.get()).or(prices.get(&product).copied()),
            part: part_typed(typed, &name("part")).or(general)?,
            quantity: value(typed, &name("quantity")),
            below_floor_reason: value(typed, &name("below_floor_reason")),
        })
    };
    (0..typed.rows("annex")).filter_map(row).collect()
}

pub fn part_typed(typed: &Typed, field: &str) -> Option<ShopPart> {
    let kind = value(typed, &format!("{field}[kind]"))?;
    let percent: Option<Percent> = value(typed, &format!("{field}[percent]"));
    let rupiah: Option<Price> = value(typed, &format!("{field}[rupiah]"));
    decide::part_of(&PartInput { kind, percent, rupiah }, field).ok()
}

/// A field as its type; `None` when it is blank or wrong (the refusal will say so).
pub fn value<T: DeserializeOwned>(typed: &Typed, name: &str) -> Option<T> {
    let text = typed.get(name).map(str::trim).filter(|text| !text.is_empty())?;
    serde_json::from_value(Value::String(text.to_owned())).ok()
}

/// The table of all products, and the river of the first that has a price.
pub fn units(lang: Lang, rows: &[UnitRow], products: &BTreeMap<ProductId, Product>) -> Markup {
    html! {
        @if rows.is_empty() {
            p { (lang.t("agreements.unit.none")) }
        } @else {
            (table(lang, rows, products))
            @if let Some((row, price)) = rows.iter().find_map(|row| Some((row, row.price?))) {
                (river(lang, row, price, &name_of(products, row.product)))
            }
        }
    }
}

/// With its variant: two of one name are told apart where their terms are agreed.
pub fn name_of(products: &BTreeMap<ProductId, Product>, product: ProductId) -> String {
    products.get(&product).map_or_else(|| "?".to_owned(), Product::title)
}

fn table(lang: Lang, rows: &[UnitRow], products: &BTreeMap<ProductId, Product>) -> Markup {
    let columns = [
        Column::text(lang.t("agreements.product")),
        Column::amount(lang.t("agreements.quantity")),
        Column::amount(lang.t("agreements.unit.price")),
        Column::amount(lang.t("agreements.unit.shop")),
        Column::amount(lang.t("agreements.unit.due")),
        Column::text(lang.t("agreements.unit.how")),
    ];
    let row = |row: &UnitRow| {
        let name = html! {
            (name_of(products, row.product))
            @if let Some(reason) = &row.below_floor_reason {
                br; span.unit { (lang.t("agreements.below_floor")) ": " (reason) }
            }
        };
        let quantity = html! {
            @match row.quantity {
                Some(quantity) => (ui::quantity(quantity, "")),
                None => (lang.t("agreements.as_made")),
            }
        };
        let Some(price) = row.price else {
            let none = lang.t("agreements.unit.no_price");
            let how = crate::say::part_in_words(lang, row.part);
            return vec![name, quantity, html! { (none) }, html! {}, html! {}, html! { (how) }];
        };
        let split = row.part.split(price, Quantity(1));
        let how = unit_in_words(lang, row.part, price);
        let [price, part, due] = [split.gross, split.part, split.due].map(ui::money);
        vec![name, quantity, price, part, due, html! { (how) }]
    };
    html! { (ui::table(lang.t("agreements.annex"), columns, rows.iter().map(row))) }
}

fn river(lang: Lang, row: &UnitRow, price: Rupiah, product: &str) -> Markup {
    let split = row.part.split(price, Quantity(1));
    let title = lang.fill("agreements.unit.river", &[("product", &product)]);
    let how = crate::say::part_in_words(lang, row.part);
    ui::river(&River {
        lang,
        id: "unit",
        title: &title,
        description: &unit_in_words(lang, row.part, price),
        unit: Unit::Rupiah,
        source: Flow::Paid.branch(lang, split.gross.0),
        stations: Vec::new(),
        branches: vec![
            Flow::Shop.branch(lang, split.part.0).noted(&how),
            Flow::Due.branch(lang, split.due.0).noted(lang.t("agreements.unit.due_note")),
        ],
    })
}
