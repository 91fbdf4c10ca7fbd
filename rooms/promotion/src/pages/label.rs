//! /promosi/label/baru and …/{labels}: choosing a wording, and printing it.

use db::{Read, Result};
use kernel::{Capability, Context};
use maud::{Markup, html};
use web::{Ask, Page};
use words::Speak;

use super::{
    labels::{variant, way},
    nothing,
};
use crate::{
    labels::{LabelChangeKind, LabelKind, Labels, OneLabels, Variant, load_labels},
    refusal::No,
};

/// Batches to choose from, the newest first.
const BATCHES: usize = 100;

pub fn new(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    ctx.actor.require(Capability::RecordGoods)?;
    let unit = ctx.actor.consignor().ok_or(No::LabelsUnknown)?;
    let (lang, form) = (ctx.lang, ask.form(ctx.lang));
    let branded = people::load_consignor(read, unit)?.brand.is_some();
    let batches = production::free_batches(read, unit)?;
    let ids: Vec<_> = batches.iter().map(|batch| batch.product_id).collect();
    let products = catalogue::products(read, &ids)?;
    let named = batches.iter().rev().take(BATCHES).map(|batch| {
        let title = products.get(&batch.product_id).map(|product| product.title());
        (batch.id.to_string(), format!("{} · {}", batch.code, title.unwrap_or_default()))
    });
    let shops = people::list_shops(read)?;
    let shops = shops.iter().map(|shop| (shop.id.to_string(), shop.name.clone()));
    let variants = Variant::ALL.iter().filter(|one| !branded || **one != Variant::MadeInside);
    let variants = variants.map(|one| (one.name(), variant(lang, *one)));
    let title = lang.t("promotion.label.new");
    let body = html! {
        (form.hidden("id", ctx.fresh_id::<LabelKind>()))
        (form.select("batch", "promotion.label.batch", named)
            .value(ask.query("batch").unwrap_or_default()))
        (form.select("shop", "promotion.shop", shops))
        (form.radio("variant", "promotion.label.variant", variants)
            .hint("promotion.label.variant_hint"))
        (form.number("pieces", "promotion.label.pieces").hint("promotion.label.pieces_hint"))
        (ui::actions(html! {
            (ui::submit(lang.t("common.save")))
            (ui::quiet("/promosi/label", lang.t("common.cancel")))
        }))
    };
    let main = html! {
        (ui::breadcrumbs(lang, &way(lang), title))
        (ui::header(title, lang.t("promotion.label.new_lead"), nothing()))
        (form.post("/promosi/label/baru", body))
    };
    Ok(Page::new(title, main))
}

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let asked = OneLabels { labels: ask.id::<LabelKind>("labels")? };
    let one = load_labels(read, ctx, &asked)?;
    let lang = ctx.lang;
    let batch = production::batches(read, &[one.batch_id])?.remove(&one.batch_id);
    let code = batch.map(|batch| batch.code).unwrap_or_default();
    let product = catalogue::load_product(read, one.product_id)?.title();
    let shop = people::load_shop(read, one.shop_id)?.name;
    let title = lang.fill("promotion.label.titled", &[("batch", &code), ("shop", &shop)]);
    let [first, second] = way(lang);
    let main = html! {
        (ui::breadcrumbs(lang, &[first, second], &title))
        (ui::header(&title, &product, nothing()))
        (ask.form(lang).summary())
        (ui::facts([
            (lang.t("promotion.label.variant"), html! { (variant(lang, one.variant)) }),
            (lang.t("promotion.label.labelled"), ui::quantity(one.pieces, "")),
            (lang.t("promotion.label.on"), ui::day(one.labelled_on, lang)),
            (lang.t("promotion.label.batch"),
                html! { a href={ "/produksi/" (one.batch_id) } { (code) } }),
        ]))
        (ui::actions(html! {
            (ui::quiet(&format!("/promosi/label/{}/label.pdf", one.id),
                lang.t("promotion.label.a4")))
            (ui::quiet(&format!("/promosi/label/{}/label-58.pdf", one.id),
                lang.t("promotion.label.roll")))
        }))
        (back(ctx, ask, &one))
        (production::history(read, ctx, &[one.id.cast()])?)
    };
    Ok(Page::new(title, main))
}

fn back(ctx: &Context, ask: &Ask, one: &Labels) -> Markup {
    let (lang, form) = (ctx.lang, ask.form(ctx.lang));
    if let Some(reason) = &one.taken_back_reason {
        let text = lang.fill("promotion.label.taken_back_because", &[("reason", reason)]);
        return ui::notice(lang, ui::Kind::Bad, &text);
    }
    html! {
        @if ctx.actor.may(Capability::RecordGoods) && ctx.actor.consignor().is_some() {
            details open[ask.refusal().is_some()] {
                summary { (lang.t("promotion.label.take_back")) }
                form.form method="post" action={ "/promosi/label/" (one.id) "/batal" } novalidate {
                    (form.hidden("id", ctx.fresh_id::<LabelChangeKind>()))
                    (form.text("reason", "promotion.label.reason").max_length(200)
                        .hint("promotion.label.reason_hint"))
                    (ui::actions(ui::danger(lang.t("promotion.label.take_back"))))
                }
            }
        }
    }
}
