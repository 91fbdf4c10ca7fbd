//! /penjualan/hitung: two numbers a product; what is gone was sold.

use db::{Read, Result};
use kernel::{Context, Quantity, SaleKind, ShopId};
use maud::{Markup, html};
use web::{Ask, Page};
use words::Speak;

use crate::{
    kinds::Payment,
    pages::{
        chosen_shop,
        offers::{Offer, offers, open_price},
        payments,
        sell::choose_shop,
    },
    store_count,
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
    let last = store_count::last_count(read, shop)?;
    let shelf = offers(read, ctx, shop)?;
    let broken = consignment::all_broken(read, shop, ctx.today())?;
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
                @for (at, offer) in shelf.iter().enumerate() {
                    (line(ctx, ask, at, (offer, broken.get(&offer.product))))
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

fn line(
    ctx: &Context,
    ask: &Ask,
    at: usize,
    (offer, broken): (&Offer, Option<&Quantity>),
) -> Markup {
    let (lang, form) = (ctx.lang, ask.form(ctx.lang));
    let product = offer.product.to_string();
    let row = ask.typed().row_of("lines", "product!", &product, at);
    let unit = ui::piece(lang, &offer.unit, offer.left);
    form.group(
        &offer.name,
        html! {
            (form.hidden(&format!("lines[{row}][product!]"), &product))
            @if let Some(n) = broken {
                p { (lang.fill("sales.count.broken", &[("n", n)])) }
            }
            (form.number(&format!("lines[{row}][left]"), "sales.count.left").blank()
                .suffix(lang.fill("sales.sell.of_shelf",
                    &[("left", &offer.left), ("unit", &unit)])))
            (open_price(&form, row, offer))
        },
    )
}
