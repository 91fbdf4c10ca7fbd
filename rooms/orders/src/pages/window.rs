//! /pesan/{shop}: one sheet with everything that a shop has; how many of each is filled in, and
//! sent once. It keeps no basket, so it needs no cookie and forgets whoever leaves it.

use db::{Read, Result};
use kernel::{Context, Lang, OrderKind, ShopKind};
use maud::{Markup, html};
use ui::FormState;
use web::{Ask, Page};
use words::Speak;

use super::{nothing, trap};
use crate::{
    code, counter,
    inputs::OneShop,
    types::{Counter, Good},
};

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let shop = ask.id::<ShopKind>("shop")?;
    let mut counter = counter::counter(read, ctx, &OneShop { shop })?;
    // What he came for stands first.
    let wanted = ask.query("product").unwrap_or_default();
    counter.goods.sort_by_key(|good| good.product.to_string() != wanted);
    let lang = ctx.lang;
    let title = lang.fill("orders.window.title", &[("shop", &counter.shop)]);
    let there = counter.goods.iter().any(|good| good.available > 0);
    let main = html! {
        (ui::header(&title, lang.t("orders.window.lead"), nothing()))
        (whereabouts(lang, &counter))
        @if !counter.accepts {
            (ui::empty(lang.t("orders.window.closed"), lang.t("orders.window.closed_hint"),
                ui::quiet("/etalase", lang.t("orders.window.back"))))
        } @else if !there {
            (ui::empty(lang.t("orders.window.none"), lang.t("orders.window.none_hint"),
                ui::quiet("/etalase", lang.t("orders.window.back"))))
        } @else {
            (sheet(ctx, ask, &counter, wanted))
        }
    };
    Ok(Page::public(title, main).describe(lang.t("orders.window.lead")))
}

fn whereabouts(lang: Lang, counter: &Counter) -> Markup {
    html! {
        p { (counter.address) ", " (counter.city) }
        @if let Some(hours) = &counter.opening_hours {
            p.hint { (lang.fill("orders.hours", &[("hours", hours)])) }
        }
    }
}

fn sheet(ctx: &Context, ask: &Ask, counter: &Counter, wanted: &str) -> Markup {
    let (lang, form) = (ctx.lang, ask.form(ctx.lang));
    let hours = lang.fill("orders.window.hold", &[("hours", &counter.hold_hours)]);
    let (there, gone): (Vec<&Good>, Vec<&Good>) =
        counter.goods.iter().partition(|good| good.available > 0);
    form.post(
        &format!("/pesan/{}", counter.shop_id),
        html! {
            (form.hidden("id", ctx.fresh_id::<OrderKind>()))
            @if let Some(campaign) = ask.query("k").and_then(code::read) {
                (form.hidden("campaign", campaign))
            }
            @for (at, good) in there.iter().enumerate() {
                (line(lang, ask, &form, (at, good), wanted))
            }
            @if !gone.is_empty() {
                p.hint {
                    (lang.t("orders.window.gone")) " "
                    (gone.iter().map(|good| good.name.as_str()).collect::<Vec<_>>().join(", "))
                }
            }
            (trap(lang))
            p.hint { (hours) " " (lang.t("orders.window.private")) }
            (ui::actions(ui::submit(lang.t("orders.window.submit"))))
        },
    )
}

fn line(
    lang: Lang,
    ask: &Ask,
    form: &FormState<'_>,
    (at, good): (usize, &Good),
    wanted: &str,
) -> Markup {
    let product = good.product.to_string();
    let row = ask.typed().row_of("lines", "product!", &product, at);
    let left =
        lang.fill("orders.window.available", &[("left", &good.available), ("unit", &good.unit)]);
    let first = product == wanted && ask.refusal().is_none();
    let quantity = form.number(&format!("lines[{row}][quantity]"), "orders.quantity").blank();
    let quantity = if first { quantity.value(1) } else { quantity };
    form.group(
        &good.name,
        html! {
            (form.hidden(&format!("lines[{row}][product!]"), &product))
            p {
                @match good.price {
                    Some(price) => {
                        (ui::money(price)) " "
                        span.unit { (lang.fill("orders.window.per", &[("unit", &good.unit)])) }
                    }
                    None => (lang.t("orders.window.ask_price")),
                }
            }
            (quantity.suffix(left))
        },
    )
}
