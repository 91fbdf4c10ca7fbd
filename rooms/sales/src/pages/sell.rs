//! /penjualan/baru: a sale at the desk. (The till on the phone is a room's door of its own.)

use db::{Read, Result};
use kernel::{Context, Lang, SaleKind, ShopId};
use maud::{Markup, html};
use ui::FormState;
use web::{Ask, Page};
use words::Speak;

use crate::{
    kinds::Payment,
    pages::{
        chosen_shop,
        offers::{Offer, all_offers, open_price},
        payments, shops,
    },
    refusal::No,
};

pub(super) fn form(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let lang = ctx.lang;
    let form = ask.form(lang);
    let main = match chosen_shop(ctx, ask) {
        None => choose_shop(read, ctx, "/penjualan/baru")?,
        Some(shop) => {
            let offers = all_offers(read, ctx, shop)?;
            html! {
                (ui::header(lang.t("sales.sell.title"), lang.t("sales.sell.lead"), html! {}))
                (form.summary())
                @if offers.is_empty() {
                    (ui::empty(lang.t("sales.sell.empty"), lang.t("sales.sell.empty_text"),
                        ui::button_link("/kirim", lang.t("sales.sell.to_deliveries"))))
                } @else {
                    (fields(ctx, ask, &form, shop, &offers))
                }
            }
        }
    };
    Ok(Page::new(lang.t("sales.sell.title"), main))
}

/// Choosing a shop first, for those who are not of one; a GET, so that it can be linked.
pub(super) fn choose_shop(read: &mut Read, ctx: &Context, path: &str) -> Result<Markup> {
    let lang = ctx.lang;
    let shops = shops(read, ctx)?;
    Ok(html! {
        @let lead = lang.t("sales.sell.which_shop_lead");
        @let way = [ui::Crumb { href: "/penjualan", label: lang.t("sales.list.title") }];
        (ui::breadcrumbs(lang, &way, lang.t("sales.sell.which_shop")))
        (ui::header(lang.t("sales.sell.which_shop"), lead, html! {}))
        ul class="choices" {
            @for (id, name) in &shops {
                li { (ui::button_link(&format!("{path}?shop={id}"), name)) }
            }
        }
        @if shops.is_empty() {
            (ui::empty(lang.t("sales.sell.no_shop"), lang.t("sales.sell.no_shop_text"),
                ui::button_link("/toko/baru", lang.t("sales.sell.add_shop"))))
        }
    })
}

fn fields(
    ctx: &Context,
    ask: &Ask,
    form: &FormState<'_>,
    shop: ShopId,
    offers: &[Offer],
) -> Markup {
    let lang = ctx.lang;
    // Asked when it comes up, and kept once it was said.
    let asked = |no: No, tick: &str| {
        ask.refusal().is_some_and(|said| said.code == no.code()) || ask.typed().get(tick).is_some()
    };
    form.post(
        "/penjualan/baru",
        html! {
            (form.hidden("id", ctx.fresh_id::<SaleKind>()))
            (form.hidden("shop", shop))
            @for (at, offer) in offers.iter().enumerate() {
                (line(ctx, ask, form, at, offer))
            }
            (form.radio("payment", "sales.field.payment", payments(lang))
                .value(Payment::Cash.name()))
            (form.date("business_day", "sales.field.business_day").value(ctx.today()))
            (form.text("receipt_number", "sales.field.receipt_number").optional()
                .hint("sales.sell.receipt_hint"))
            (form.textarea("note", "sales.field.note").optional())
            @if let Some(known) = same_number(ask, lang) { (known) }
            @if asked(No::NumberTaken, "same_number") {
                (form.checkbox("same_number", "sales.sell.same_number").optional())
            }
            @if asked(No::BeyondShelf, "really_there") {
                (form.checkbox("really_there", "sales.sell.really_there").optional())
            }
            @if asked(No::BelowLowest, "below_reason") {
                (form.text("below_reason", "sales.field.below_reason").optional())
            }
            @if asked(No::Recalled, "take_recalled") {
                (form.checkbox("take_recalled", "sales.sell.take_recalled").optional())
            }
            @if asked(No::HeldPieces, "take_held") {
                (form.checkbox("take_held", "sales.sell.take_held").optional())
            }
            (ui::actions(html! {
                (ui::submit(lang.t("sales.sell.submit")))
                (ui::quiet("/penjualan", lang.t("common.cancel")))
            }))
        },
    )
}

/// One product of the shelf. A line that was refused comes back at its product, though the
/// blank lines before it were left out.
fn line(ctx: &Context, ask: &Ask, form: &FormState<'_>, at: usize, offer: &Offer) -> Markup {
    let lang = ctx.lang;
    let product = offer.product.to_string();
    let row = ask.typed().row_of("lines", "product!", &product, at);
    let (left, unit) = (&offer.left, &ui::piece(lang, &offer.unit, offer.left));
    let price = match (offer.open, offer.price) {
        (false, Some(price)) => price.to_string(),
        _ => lang.t("sales.sell.price_open").to_owned(),
    };
    form.group(
        &offer.name,
        html! {
            (form.hidden(&format!("lines[{row}][product!]"), &product))
            p { (lang.fill("sales.sell.price", &[("price", &price)])) }
            (form.number(&format!("lines[{row}][quantity]"), "sales.field.quantity").blank()
                .suffix(lang.fill("sales.sell.of_shelf", &[("left", left), ("unit", unit)])))
            (open_price(form, row, offer))
            (batch(ctx, form, row, offer))
        },
    )
}

/// Which batch it was, where several stand there; nobody need say it.
fn batch(ctx: &Context, form: &FormState<'_>, row: usize, offer: &Offer) -> Markup {
    let lang = ctx.lang;
    let label = |left: &i64, code: &str| {
        let unit = ui::piece(lang, &offer.unit, *left);
        lang.fill("sales.sell.of_batch", &[("code", &code), ("left", left), ("unit", &unit)])
    };
    let choices = offer.batches.iter().map(|(id, code, left)| (id.to_string(), label(left, code)));
    html! {
        @if !offer.batches.is_empty() {
            (form.select(&format!("lines[{row}][batch]"), "sales.field.batch", choices).blank()
                .hint("sales.sell.batch_hint"))
        }
    }
}

/// The way to the sale that has the number already.
fn same_number(ask: &Ask, lang: Lang) -> Option<Markup> {
    let said = ask.refusal().filter(|no| no.code == No::NumberTaken.code())?;
    let (_, sale) = said.params.iter().find(|(name, _)| *name == "sale")?;
    let known = format!("/penjualan/{sale}/struk");
    Some(html! { p { a href=(known) { (lang.t("sales.sell.see_known")) } } })
}
