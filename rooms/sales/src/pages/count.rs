//! /penjualan/hitung: two numbers a product; what is gone was sold.

use std::collections::BTreeMap;

use db::{Read, Result};
use kernel::{Context, ProductId, Quantity, SaleKind, ShopId};
use maud::{Markup, html};
use ui::FormState;
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
    spans::{Gaps, Span},
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
    let counted_on = ask.typed().get("counted_on").and_then(|day| day.parse().ok());
    let counted_on = counted_on.unwrap_or_else(|| ctx.today()).min(ctx.today());
    let products: Vec<ProductId> = shelf.iter().map(|offer| offer.product).collect();
    let gaps = Gaps::load(read, shop, &products, counted_on)?;
    let mut spans = BTreeMap::new();
    for product in products {
        spans.insert(product, gaps.spans_if_changed(read, product)?);
    }
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
                    @let known = (broken.get(&offer.product), &spans[&offer.product][..]);
                    (line(ctx, ask, at, offer, known))
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
    offer: &Offer,
    (broken, spans): (Option<&Quantity>, &[Span]),
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
            (sold_earlier(ctx, &form, &format!("lines[{row}][earlier]"), spans))
        },
    )
}

/// Of each span but the last: how many of what is gone were sold in it.
fn sold_earlier(ctx: &Context, form: &FormState<'_>, list: &str, spans: &[Span]) -> Markup {
    let (lang, Some((now, before))) = (ctx.lang, spans.split_last()) else { return html! {} };
    html! {
        @for (at, span) in before.iter().enumerate() {
            // Not what was typed: the days follow from the day of the count.
            input type="hidden" name=(format!("{list}[{at}][day!]")) value=(span.until);
            (form.number(&format!("{list}[{at}][quantity]"), "sales.count.earlier").blank()
                .label_text(lang.fill("sales.count.earlier",
                    &[("until", &span.until.short(lang)), ("was", &span.said(lang))])))
        }
        @if !before.is_empty() {
            p { (lang.fill("sales.count.rest", &[("now", &now.said(lang))])) }
        }
    }
}
