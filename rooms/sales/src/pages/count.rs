//! /penjualan/hitung: two numbers a product; what is gone was sold.

use std::collections::BTreeMap;

use db::{Read, Result};
use kernel::{Context, ProductId, SaleKind, ShopId};
use maud::{Markup, html};
use web::{Ask, Page};
use words::Speak;

use crate::{
    kinds::Payment,
    pages::{chosen_shop, payments, sell::choose_shop},
    store,
};

pub(super) fn form(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let lang = ctx.lang;
    let main = match chosen_shop(ctx, ask) {
        None => choose_shop(read, ctx, "/penjualan/hitung")?,
        Some(shop) => sheet(read, ctx, ask, shop)?,
    };
    Ok(Page::new(lang.t("sales.count.title"), main))
}

fn sheet(read: &mut Read, ctx: &Context, ask: &Ask, shop: ShopId) -> Result<Markup> {
    let lang = ctx.lang;
    let form = ask.form(lang);
    let last = store::last_count(read, shop)?;
    let shelf = by_product(read, ctx, shop)?;
    let broken = consignment::all_broken(read, shop)?;
    let since = last.map(|day| lang.fill("sales.count.since", &[("day", &day.long(lang))]));
    Ok(html! {
        (ui::header(lang.t("sales.count.title"), lang.t("sales.count.lead"), html! {}))
        @if let Some(since) = since { p { (since) } }
        (form.summary())
        @if shelf.is_empty() {
            (ui::empty(lang.t("sales.sell.empty"), lang.t("sales.sell.empty_text"),
                ui::button_link("/kirim", lang.t("sales.sell.to_deliveries"))))
        } @else {
            (form.post("/penjualan/hitung", html! {
                (form.hidden("id", ctx.fresh_id::<SaleKind>()))
                (form.hidden("shop", shop))
                @for (at, (product, (name, unit, expected))) in shelf.iter().enumerate() {
                    @let row = ask.typed().row_of("lines", "product!", &product.to_string(), at);
                    (form.group(name, html! {
                        (form.hidden(&format!("lines[{row}][product!]"), product))
                        @if let Some(n) = broken.get(product) {
                            p { (lang.fill("sales.count.broken", &[("n", n)])) }
                        }
                        (form.number(&format!("lines[{row}][left]"), "sales.count.left").blank()
                            .suffix(lang.fill("sales.sell.of_shelf",
                                &[("left", expected), ("unit", unit)])))
                    }))
                }
                (form.date("counted_on", "sales.count.day").value(ctx.today()))
                (form.radio("payment", "sales.field.payment", payments(lang))
                    .value(Payment::Cash.name()))
                (form.textarea("note", "sales.field.note").optional())
                (ui::actions(html! {
                    (ui::submit(lang.t("sales.count.submit")))
                    (ui::quiet("/penjualan", lang.t("common.cancel")))
                }))
            }))
        }
    })
}

/// Product → its name, its unit, and the pieces that the books have.
type Shelf = BTreeMap<ProductId, (String, String, i64)>;

fn by_product(read: &mut Read, ctx: &Context, shop: ShopId) -> Result<Shelf> {
    let mut shelf = Shelf::new();
    for row in consignment::shelf(read, shop)? {
        if !ctx.actor.sees_between(row.consignor_id, shop) {
            continue;
        }
        if let Some(known) = shelf.get_mut(&row.product_id) {
            known.2 += row.quantity;
            continue;
        }
        let product = catalogue::load_product(read, row.product_id)?;
        shelf.insert(row.product_id, (product.name, product.unit, row.quantity));
    }
    Ok(shelf)
}
