//! Where labels are printed: for nobody in particular at the catalogue's price, or for a shop at
//! the price that its agreement says, or that the shop sets itself.

use agreements::Side;
use db::{Read, Result};
use kernel::{BatchKind, Capability, Context, Rupiah, ShopId};
use maud::{Markup, html};
use ui::Crumb;
use web::{Ask, Page};
use words::Speak;

use super::form::address;
use crate::{actions, papers, refusal::No, types::Batch};

pub fn choose(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let batch = actions::load_own(read, ctx, ask.id::<BatchKind>("batch")?)?;
    if batch.accepted.0 == 0 {
        return Err(No::Unknown.into());
    }
    let (lang, base) = (ctx.lang, address(batch.id));
    let price = catalogue::price_on(read, batch.product_id, ctx.today())?;
    let mut shops = Vec::new();
    let (unit, product) = (batch.consignor_id, batch.product_id);
    for shop in agreements::shops_selling(read, unit, product, ctx.today())? {
        let name = people::load_shop(read, shop)?.name;
        shops.push((name, shop, papers::agreed(read, ctx, &batch, shop)?));
    }
    shops.sort_by(|a, b| a.0.cmp(&b.0));
    let title = lang.t("production.label.title");
    let way = [
        Crumb { href: "/produksi", label: lang.t("production.list.title") },
        Crumb { href: &base, label: &batch.code },
    ];
    // Who records the unit's goods chooses the wording; others print what was chosen.
    let chooses = ctx.actor.may(Capability::RecordGoods) && ctx.actor.consignor().is_some();
    let wording = html! {
        @if chooses {
            (ui::quiet(&format!("/promosi/label/baru?batch={}", batch.id),
                lang.t("production.label.wording")))
        }
    };
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, lang.t("production.label.lead"), wording))
        (ui::section(lang.t("production.label.anywhere"), html! {
            p { (priced(ctx, price)) }
            (links(ctx, &base, ""))
            (some(ctx, &batch, None))
        }))
        @for (name, shop, (set_by, price)) in &shops {
            (ui::section(name, match set_by {
                Side::Consignor => html! {
                    p { (priced(ctx, *price)) }
                    (links(ctx, &base, &format!("?toko={shop}")))
                    (some(ctx, &batch, Some(*shop)))
                },
                Side::Shop => own_price(ctx, ask, &batch, *shop),
            }))
        }
    };
    Ok(Page::new(title, main))
}

fn priced(ctx: &Context, price: Option<Rupiah>) -> Markup {
    match price {
        Some(price) => html! { (ctx.lang.t("production.label.price")) ": " (ui::money(price)) },
        None => html! { (ctx.lang.t("production.label.no_price")) },
    }
}

fn links(ctx: &Context, base: &str, query: &str) -> Markup {
    let lang = ctx.lang;
    ui::actions(html! {
        (ui::quiet(&format!("{base}/label.pdf{query}"), lang.t("production.label.a4")))
        (ui::quiet(&format!("{base}/label-58.pdf{query}"), lang.t("production.label.roll")))
    })
}

/// Fewer than all, some once more, or on a sheet that is begun.
fn some(ctx: &Context, batch: &Batch, shop: Option<ShopId>) -> Markup {
    html! {
        details {
            summary { (ctx.lang.t("production.label.some")) }
            (asking(ctx, batch, html! {
                @if let Some(shop) = shop { input type="hidden" name="toko" value=(shop); }
            }))
        }
    }
}

/// The shop sets its price and we do not know it: it is typed, or left free for the shop's pen.
fn own_price(ctx: &Context, ask: &Ask, batch: &Batch, shop: ShopId) -> Markup {
    let f = ask.form(ctx.lang);
    asking(
        ctx,
        batch,
        html! {
            (f.hidden("toko", shop))
            (f.money("harga", "production.label.price").hint("production.label.own_price"))
        },
    )
}

/// A form that leads to the labels, with how many and from which sticker on.
fn asking(ctx: &Context, batch: &Batch, more: Markup) -> Markup {
    let (lang, base) = (ctx.lang, address(batch.id));
    let roll = format!("{base}/label-58.pdf");
    // The same form stands on the page once for each shop: no field of it may have an id.
    let number = |name: &str, label: &str, value: i64| {
        html! {
            label { (label) " "
                input.figures-input type="text" inputmode="numeric" autocomplete="off"
                    name=(name) value=(value); }
        }
    };
    html! {
        form.form method="get" action={ (base) "/label.pdf" } {
            (more)
            (number("jumlah", lang.t("production.label.count"), papers::needed(batch)))
            (number("mulai", lang.t("production.label.first"), 1))
            (ui::actions(html! {
                (ui::submit(lang.t("production.label.a4")))
                button.button.quiet type="submit" formaction=(roll) {
                    (lang.t("production.label.roll"))
                }
            }))
        }
    }
}
