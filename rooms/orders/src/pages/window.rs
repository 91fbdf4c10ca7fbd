//! /pesan/{shop}: one sheet with everything that a shop has; how many of each is filled in, and
//! sent once. It keeps no basket, so it needs no cookie and forgets whoever leaves it.

use db::{Read, Result};
use kernel::{Context, Lang, OrderKind, ProductKind, Quantity, ShopKind};
use maud::{Markup, html};
use ui::{BrowseView, FormState, pager_by};
use web::{Ask, Head, Page};
use words::Speak;

use super::{nothing, trap};
use crate::{
    code, counter,
    inputs::OneCounter,
    types::{Counter, Good},
};

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let shop = ask.id::<ShopKind>("shop")?;
    let wanted = ask.query("product").unwrap_or_default();
    let product = wanted.parse::<kernel::Id<ProductKind>>().ok();
    let asked = OneCounter { shop, product, page: Some(Quantity(ask.browse().page())) };
    let counter = counter::counter(read, ctx, &asked)?;
    let lang = ctx.lang;
    let title = lang.fill("orders.window.title", &[("shop", &counter.shop)]);
    let there = counter.goods.iter().any(|good| good.available > 0);
    let main = html! {
        (ui::header(&title, lang.t("orders.window.lead"), nothing()))
        (whereabouts(lang, &counter))
        @if !counter.accepts {
            (ui::empty(lang.t("orders.window.closed"), lang.t("orders.window.closed_hint"),
                ui::quiet("/etalase", lang.t("orders.window.back"))))
        } @else if !there && counter.page == 1 {
            (ui::empty(lang.t("orders.window.none"), lang.t("orders.window.none_hint"),
                ui::quiet("/etalase", lang.t("orders.window.back"))))
        } @else {
            @if there { (sheet(ctx, ask, &counter, wanted)) } @else { (gone(lang, &counter)) }
            (pages(ctx, ask, &counter))
        }
    };
    // One of as many addresses as there are goods and pages: the bare one is known.
    let head = Head { unlisted: true, canonical: Some(bare(&counter)), ..Head::default() };
    Ok(Page::public(title, main).describe(lang.t("orders.window.lead")).with(head))
}

fn bare(counter: &Counter) -> String {
    format!("/pesan/{}", counter.shop_id)
}

/// This sheet's address with another page; what he came for and by which campaign goes along.
fn href(ask: &Ask, counter: &Counter, page: i64) -> String {
    let page = if page > 1 { page.to_string() } else { String::new() };
    let wanted = ask.query("product").unwrap_or_default();
    let campaign = ask.query("k").unwrap_or_default();
    ui::query(&bare(counter), &[("product", wanted), ("k", campaign), ("page", &page)])
}

fn pages(ctx: &Context, ask: &Ask, counter: &Counter) -> Markup {
    let view = BrowseView {
        path: "",
        q: None,
        filters: Vec::new(),
        page: counter.page as i64,
        per_page: counter::PER_PAGE as i64,
        total: counter.total as i64,
    };
    let several = counter.total > counter::PER_PAGE;
    html! {
        @if several { p.hint { (ctx.lang.t("orders.window.one_page")) } }
        (pager_by(ctx.lang, &view, |page| href(ask, counter, page)))
    }
}

fn whereabouts(lang: Lang, counter: &Counter) -> Markup {
    html! {
        p { (counter.address) ", " (counter.city) }
        @if let Some(hours) = &counter.opening_hours {
            p.hint { (lang.fill("orders.hours", &[("hours", hours)])) }
        }
    }
}

/// What of this page nobody can have now.
fn gone(lang: Lang, counter: &Counter) -> Markup {
    let gone = counter.goods.iter().filter(|good| good.available == 0);
    let names: Vec<&str> = gone.map(|good| good.name.as_str()).collect();
    html! {
        @if !names.is_empty() {
            p.hint { (lang.t("orders.window.gone")) " " (names.join(", ")) }
        }
    }
}

fn sheet(ctx: &Context, ask: &Ask, counter: &Counter, wanted: &str) -> Markup {
    let (lang, form) = (ctx.lang, ask.form(ctx.lang));
    let hours = lang.fill("orders.window.hold", &[("hours", &counter.hold_hours)]);
    let there = counter.goods.iter().filter(|good| good.available > 0);
    // Refused, the same page comes back.
    form.post(
        &href(ask, counter, counter.page as i64),
        html! {
            (form.hidden("id", ctx.fresh_id::<OrderKind>()))
            @if let Some(campaign) = ask.query("k").and_then(code::read) {
                (form.hidden("campaign", campaign))
            }
            @for (at, good) in there.enumerate() {
                (line(lang, ask, &form, (at, good), wanted))
            }
            (gone(lang, counter))
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
    let unit = ui::piece(lang, &good.unit, good.available);
    let left = lang.fill("orders.window.available", &[("left", &good.available), ("unit", &unit)]);
    let one = ui::piece(lang, &good.unit, 1);
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
                        span.unit { (lang.fill("orders.window.per", &[("unit", &one)])) }
                    }
                    None => (lang.t("orders.window.ask_price")),
                }
            }
            (quantity.suffix(left))
        },
    )
}
