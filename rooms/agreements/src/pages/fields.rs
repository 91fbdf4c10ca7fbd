//! The fields of terms, shared by the draft and the addendum.

use std::collections::BTreeMap;

use catalogue::Product;
use kernel::{Lang, ProductId};
use maud::{Markup, html};
use ui::{Column, FormState, Typed};
use words::Speak;

use crate::{Cycle, Deductible, ExpenseKind, PartKind, ShopPart, Side, Terms, amend::side_key};

/// Rows that stand open for more products.
const SPARE_ROWS: usize = 3;

pub fn sides(lang: Lang) -> Vec<(&'static str, &'static str)> {
    Side::ALL.iter().map(|side| (side.as_str(), lang.t(side_key(*side)))).collect()
}

fn part_kinds(lang: Lang) -> Vec<(&'static str, &'static str)> {
    let key = |kind: &PartKind| format!("agreements.part_kind.{kind}");
    PartKind::ALL.iter().map(|kind| (kind.as_str(), lang.t(&key(kind)))).collect()
}

/// The shop's part, price, settlement, risk and days.
pub fn terms_fields(f: &FormState<'_>) -> Markup {
    let lang = f.lang;
    let cycles = Cycle::ALL
        .iter()
        .map(|cycle| (cycle.as_str(), lang.t(&format!("agreements.cycle.{cycle}"))));
    let days = lang.t("agreements.days");
    html! {
        (f.group("agreements.form.part", html! {
            (f.select("part[kind]", "agreements.part", part_kinds(lang))
                .hint("agreements.form.part_hint"))
            (f.percent("part[percent]", "agreements.form.percent").optional()
                .hint("agreements.form.percent_hint"))
            (f.money("part[rupiah]", "agreements.form.rupiah").optional()
                .hint("agreements.form.rupiah_hint"))
            (f.radio("price_set_by", "agreements.price_set_by", sides(lang)))
        }))
        (f.group("agreements.form.settlement", html! {
            (f.select("cycle", "agreements.cycle_label", cycles))
            (f.number("payment_days", "agreements.payment_days").suffix(days)
                .hint("agreements.form.payment_days_hint"))
        }))
        (f.group("agreements.deductibles", deductibles(f)))
        (f.group("agreements.form.risk", html! {
            (f.radio("damage_borne_by", "agreements.damage_borne_by", sides(lang))
                .hint("agreements.form.borne_hint"))
            (f.radio("loss_borne_by", "agreements.loss_borne_by", sides(lang)))
            (f.number("return_days", "agreements.return_days").suffix(days)
                .hint("agreements.form.return_days_hint"))
            (f.number("notice_days", "agreements.notice_days").suffix(days)
                .hint("agreements.form.notice_days_hint"))
        }))
    }
}

/// One box and one limit for each kind of expense.
fn deductibles(f: &FormState<'_>) -> Markup {
    let lang = f.lang;
    let columns = [
        Column::text(lang.t("agreements.form.deductible")),
        Column::text(lang.t("agreements.form.limit")),
    ];
    let row = |(at, kind): (usize, &ExpenseKind)| {
        let word = lang.t(&format!("agreements.expense.{kind}"));
        let limit = lang.fill("agreements.form.limit_of", &[("expense", &word)]);
        let name = |field: &str| format!("deductibles[{at}][{field}]");
        vec![
            html! {
                input type="hidden" name=(name("kind!")) value=(kind);
                (f.checkbox(&name("allowed"), "common.yes").label_text(word))
            },
            html! {
                (f.money(&name("limit"), "agreements.form.limit").optional().label_text(limit))
            },
        ]
    };
    let rows = ExpenseKind::ALL.iter().enumerate().map(row);
    html! {
        p.hint { (lang.t("agreements.form.deductibles_hint")) }
        (ui::table(lang.t("agreements.deductibles"), columns, rows))
    }
}

/// The annex: a row for each product.
pub fn annex_fields<'p>(f: &FormState<'_>, products: impl Iterator<Item = &'p Product>) -> Markup {
    let lang = f.lang;
    let mut products: Vec<&Product> = products.collect();
    products.sort_by(|a, b| a.code.cmp(&b.code));
    let choices =
        || products.iter().map(|p| (p.id.to_string(), format!("{} · {}", p.code, p.title())));
    html! {
        p { (lang.t("agreements.form.annex_hint")) }
        (f.lines("annex", "agreements.annex", SPARE_ROWS, |row| html! {
            (row.select("product", "agreements.product", choices()))
            (row.money("price", "agreements.unit.price"))
            (row.number("quantity", "agreements.quantity"))
            (row.select("part][kind", "agreements.form.own_part", part_kinds(lang)))
            (row.percent("part][percent", "agreements.form.percent"))
            (row.money("part][rupiah", "agreements.form.rupiah"))
            (row.text("below_floor_reason", "agreements.form.below_floor_reason"))
        }))
    }
}

/// Terms as somebody would have typed them.
pub fn type_terms(typed: &mut Typed, terms: &Terms) {
    typed.set("ends_on", terms.ends_on.to_string());
    type_part(typed, "part", Some(terms.part));
    for (name, value) in [
        ("price_set_by", terms.price_set_by.as_str()),
        ("cycle", terms.cycle.as_str()),
        ("damage_borne_by", terms.damage_borne_by.as_str()),
        ("loss_borne_by", terms.loss_borne_by.as_str()),
    ] {
        typed.set(name, value);
    }
    for (name, days) in [
        ("payment_days", terms.payment_days),
        ("return_days", terms.return_days),
        ("notice_days", terms.notice_days),
    ] {
        typed.set(name, days.to_string());
    }
    for (at, kind) in ExpenseKind::ALL.iter().enumerate() {
        if let Some(Deductible { limit, .. }) = terms.deductible(*kind) {
            typed.set(format!("deductibles[{at}][allowed]"), "on");
            type_amount(typed, &format!("deductibles[{at}][limit]"), limit.map(|limit| limit.0));
        }
    }
    for (at, (product, item)) in terms.annex_in_order().into_iter().enumerate() {
        let name = |field: &str| format!("annex[{at}][{field}]");
        typed.set(name("product"), product.to_string());
        type_amount(typed, &name("price"), item.price.map(|price| price.0));
        type_amount(typed, &name("quantity"), item.quantity.map(|quantity| quantity.0));
        type_part(typed, &name("part"), item.part);
        typed.set(name("below_floor_reason"), item.below_floor_reason.clone().unwrap_or_default());
    }
}

fn type_amount(typed: &mut Typed, name: &str, amount: Option<i64>) {
    typed.set(name, amount.map(kernel::group_thousands).unwrap_or_default());
}

fn type_part(typed: &mut Typed, field: &str, part: Option<ShopPart>) {
    let Some(part) = part else { return };
    typed.set(format!("{field}[kind]"), part.kind().as_str());
    match part {
        ShopPart::PercentOfGross(share) => {
            let text = share.to_string();
            typed.set(format!("{field}[percent]"), text.trim_end_matches('%'));
        }
        ShopPart::RupiahPerUnit(rupiah) | ShopPart::AboveConsignedPrice(rupiah) => {
            type_amount(typed, &format!("{field}[rupiah]"), Some(rupiah.0));
        }
    }
}

/// Brings the expenses that were typed back to their places: a form that came back refused has
/// its blank lines left out.
pub fn place_deductibles(typed: &mut Typed) {
    let mut sent: BTreeMap<String, [String; 2]> = BTreeMap::new();
    for at in 0..ExpenseKind::ALL.len() {
        let get = |field: &str| typed.get(&format!("deductibles[{at}][{field}]"));
        let text = |field: &str| get(field).unwrap_or_default().to_owned();
        if let Some(kind) = get("kind!").or(get("kind")) {
            sent.insert(kind.to_owned(), [text("allowed"), text("limit")]);
        }
    }
    if sent.is_empty() {
        return;
    }
    for (at, kind) in ExpenseKind::ALL.iter().enumerate() {
        let [allowed, limit] = sent.remove(kind.as_str()).unwrap_or_default();
        typed.set(format!("deductibles[{at}][allowed]"), allowed);
        typed.set(format!("deductibles[{at}][limit]"), limit);
    }
}

/// What a new agreement begins with, so that a form is short to fill.
pub fn type_usual(typed: &mut Typed) {
    for (name, value) in [
        ("part[kind]", "percent_of_gross"),
        ("price_set_by", "consignor"),
        ("cycle", "monthly"),
        ("payment_days", "7"),
        ("damage_borne_by", "consignor"),
        ("loss_borne_by", "shop"),
        ("return_days", "7"),
        ("notice_days", "14"),
    ] {
        typed.set(name, value);
    }
}

/// The products by id.
pub fn by_id(products: Vec<Product>) -> BTreeMap<ProductId, Product> {
    products.into_iter().map(|product| (product.id, product)).collect()
}
