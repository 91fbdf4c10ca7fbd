//! /pesan-khusus/{unit}: what somebody wants made for him.

use std::collections::BTreeSet;

use catalogue::Product;
use db::{Read, Result};
use kernel::{ConsignorId, ConsignorKind, Context, LeadKind, ProductId};
use maud::html;
use web::{Ask, Head, Page};
use words::Speak;

use super::{nothing, trap};
use crate::actions_lead::DAYS_KEPT;

/// Goods to choose one from that it should be like; others are told in words.
const LIKE_MAX: usize = 100;

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let unit = people::load_consignor(read, ask.id::<ConsignorKind>("consignor")?)?;
    let (lang, form) = (ctx.lang, ask.form(ctx.lang));
    let title = lang.t("orders.wish.ask");
    let lead = lang.fill("orders.wish.ask_lead", &[("unit", &unit.public_name())]);
    let kept =
        lang.fill("orders.wish.kept", &[("days", &DAYS_KEPT), ("unit", &unit.public_name())]);
    let wanted = ask.query("product").and_then(|id| id.parse::<ProductId>().ok());
    let (products, chosen) = like(read, ctx, unit.id, wanted)?;
    let body = html! {
        (form.hidden("id", ctx.fresh_id::<LeadKind>()))
        (form.textarea("what", "orders.wish.what").max_length(1_000)
            .hint("orders.wish.what_hint"))
        (form.text("measures", "orders.wish.measures").optional().max_length(200)
            .hint("orders.wish.measures_hint"))
        (form.number("quantity", "orders.quantity").value(1))
        (form.date("wanted_on", "orders.wish.wanted_on").optional())
        @if !products.is_empty() {
            (form.select("product", "orders.wish.like", products).optional()
                .value(chosen).hint("orders.wish.like_hint"))
        }
        (form.text("name", "orders.wish.name").optional().max_length(100)
            .autocomplete("given-name"))
        (form.phone("whatsapp", "orders.wish.whatsapp").hint("orders.wish.whatsapp_hint"))
        (form.checkbox("consent", "orders.wish.consent").hint_text(kept))
        (trap(lang))
        (ui::actions(ui::submit(lang.t("orders.wish.send"))))
    };
    let main = html! {
        (ui::header(title, &lead, nothing()))
        (form.post(&format!("/pesan-khusus/{}", unit.id), body))
    };
    let canonical = Some(format!("/pesan-khusus/{}", unit.id));
    let head = Head { unlisted: true, canonical, ..Head::default() };
    Ok(Page::public(title, main).describe(lead).with(head))
}

/// Goods that shops sell, to choose one from that it should be like, with the one that he came from
/// chosen already. What no shop ever had is nobody's to see.
fn like(
    read: &mut Read,
    ctx: &Context,
    unit: ConsignorId,
    wanted: Option<ProductId>,
) -> Result<(Vec<(String, String)>, String)> {
    let sold = agreements::selling_terms_of_unit(read, unit, ctx.today())?;
    let sold: BTreeSet<ProductId> = sold
        .iter()
        .filter(|((_, product), terms)| terms.in_force || Some(*product) == wanted)
        .map(|((_, product), _)| *product)
        .collect();
    let mut products = catalogue::list_products(read, unit)?;
    products.retain(|product| sold.contains(&product.id));
    products.sort_by_key(|product| Some(product.id) != wanted);
    let chosen = products.first().map(|first| first.id).filter(|id| Some(*id) == wanted);
    let choice = |product: &Product| (product.id.to_string(), product.title());
    let choices = products.iter().take(LIKE_MAX).map(choice).collect();
    Ok((choices, chosen.map(|id| id.to_string()).unwrap_or_default()))
}

/// /pesan-khusus/{unit}/terkirim
pub fn sent(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let unit = people::load_consignor(read, ask.id::<ConsignorKind>("consignor")?)?;
    let lang = ctx.lang;
    let title = lang.t("orders.wish.sent");
    let text = lang.fill("orders.wish.sent_text", &[("unit", &unit.public_name())]);
    let main = html! {
        (ui::header(title, "", nothing()))
        (ui::notice(lang, ui::Kind::Good, &text))
        (ui::actions(ui::quiet("/etalase", lang.t("orders.window.back"))))
    };
    Ok(Page::public(title, main))
}
