//! The forms of a delivery: sending it, and the shop's confirmation.

use agreements::Agreement;
use db::{Read, Result};
use kernel::{BatchId, Capability, Context, DeliveryKind, ProductId, ReceiptKind};
use ledger::{Filter, Kind};
use maud::{Markup, html};
use ui::{Crumb, FormState};
use web::{Ask, Page};
use words::Speak;

use super::{agreements_of, choose, chosen_agreement, names::Names};
use crate::{
    actions,
    fifo::{self, Picked},
    guard,
    refusal::No,
    store_delivery,
    types::{Delivery, DeliveryLine},
};

/// Goods leave for a shop.
pub fn deliver(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    ctx.actor.require(Capability::RecordGoods)?;
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let title = lang.t("consignment.deliver.title");
    let all = agreements_of(read, ctx)?;
    let Some(agreement) = chosen_agreement(read, ctx, ask, &all)? else {
        return Ok(choose(ctx, "/kirim/baru", title, &all));
    };
    let batches = in_workshop(read, ctx, &agreement)?;
    let number = actions::next_number(read, agreement.consignor_id, ctx.today())?;
    let way = [Crumb { href: "/kirim", label: lang.t("consignment.deliveries.title") }];
    let lead = lang.fill(
        "consignment.deliver.lead",
        &[("shop", &agreement.shop_name), ("agreement", &agreement.title)],
    );
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, &lead, html! {}))
        @if !agreement.in_force_on(ctx.today()) {
            (ui::notice(lang, ui::Kind::Warning, lang.t("consignment.deliver.not_in_force")))
        }
        @if batches.is_empty() {
            (ui::empty(lang.t("consignment.deliver.no_goods"),
                lang.t("consignment.deliver.no_goods_hint"),
                ui::button_link("/produksi", lang.t("consignment.deliver.to_production"))))
        } @else {
            (f.post("/kirim/baru", deliver_fields(ctx, ask, &agreement, &batches, &number)))
        }
    };
    Ok(Page::new(title, main))
}

fn deliver_fields(
    ctx: &Context,
    ask: &Ask,
    agreement: &Agreement,
    batches: &[There],
    number: &str,
) -> Markup {
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let choices: Vec<_> = batches.iter().map(|one| (one.batch.to_string(), &*one.label)).collect();
    let sent = suggested(ask.query("isi").unwrap_or_default(), batches);
    let of_row = |row: &FormState<'_>| row.index().and_then(|at| sent.get(at));
    let hint = lang.fill("consignment.delivery.number_hint", &[("number", &number)]);
    html! {
        (f.hidden("id", ctx.fresh_id::<DeliveryKind>()))
        (f.hidden("agreement", agreement.id))
        (f.date("sent_on", "consignment.delivery.sent_on").value(ctx.today()))
        (f.text("number", "consignment.delivery.number").optional().hint_text(hint).max_length(60))
        (f.lines("lines", "consignment.delivery.lines", sent.len().max(3) + 1, |row| html! {
            (row.select("batch", "consignment.batch", choices.clone())
                .value(of_row(row).map(|one| one.batch.to_string()).unwrap_or_default()))
            (row.number("quantity", "consignment.quantity")
                .value(of_row(row).map(|one| one.quantity.0.to_string()).unwrap_or_default()))
        }))
        (f.text("carried_by", "consignment.delivery.carried_by").optional().max_length(200))
        (f.textarea("note", "common.note").optional())
        (f.text("exception_reason", "consignment.delivery.exception").optional()
            .hint("consignment.delivery.exception_hint").max_length(200))
        (ui::actions(html! {
            (ui::submit(lang.t("consignment.deliver.submit")))
            (ui::quiet("/kirim", lang.t("common.cancel")))
        }))
    }
}

/// A batch of which the workshop has pieces that may be sent.
struct There {
    batch: BatchId,
    product: ProductId,
    quantity: i64,
    /// `PT-2511-01 · Perangkap tikus · 24 buah`.
    label: String,
}

/// Batches that may be sent, the first finished first.
fn in_workshop(read: &mut Read, ctx: &Context, agreement: &Agreement) -> Result<Vec<There>> {
    let unit = agreement.consignor_id;
    let there = ledger::goods_by_batch(read, Kind::Workshop, Filter::of(unit))?;
    let batches = production::free_batches(read, unit)?;
    let products: Vec<_> = batches.iter().map(|batch| batch.product_id).collect();
    let names = Names::of(ctx.lang).products(read, &products)?;
    let choice = |one: &production::Batch| {
        let row = there.iter().find(|row| row.batch == one.id && row.quantity > 0)?;
        let (name, word) = (names.product(one.product_id), names.unit_of(one.product_id));
        let label = format!("{} · {name} · {} {word}", one.code, row.quantity);
        let (batch, product, quantity) = (one.id, one.product_id, row.quantity);
        Some(There { batch, product, quantity, label })
    };
    Ok(batches.iter().filter_map(choice).collect())
}

/// What a link asks to be sent (`isi=product:6.product:2`), from the batches there are.
fn suggested(asked: &str, batches: &[There]) -> Vec<Picked> {
    let pair = |text: &str| {
        let (product, pieces) = text.split_once(':')?;
        Some((product.parse::<ProductId>().ok()?, pieces.parse::<i64>().ok()?))
    };
    let of = |product| batches.iter().filter(move |one| one.product == product);
    let rows = |product| of(product).map(|one| (one.batch, one.quantity));
    let asked = asked.split('.').filter_map(pair);
    asked.flat_map(|(product, pieces)| fifo::take(rows(product), pieces).0).take(40).collect()
}

/// The shop's confirmation, line by line.
pub fn receive(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let delivery = actions::load_own(read, ctx, ask.id::<DeliveryKind>("delivery")?)?;
    guard::side(&ctx.actor)?;
    if ctx.actor.shop() != Some(delivery.shop_id) {
        return Err(No::NotYourSide.into());
    }
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let lines = store_delivery::list_lines(read, delivery.id)?;
    let names = Names::of(ctx.lang)
        .goods(read, lines.iter().map(|line| (line.product_id, line.batch_id)))?;
    let here = format!("/kirim/{}", delivery.id);
    let way = [
        Crumb { href: "/kirim", label: lang.t("consignment.deliveries.title") },
        Crumb { href: &here, label: &delivery.number },
    ];
    let title = lang.fill("consignment.receive.title", &[("number", &delivery.number)]);
    let body = receive_fields(ctx, &f, &delivery, &lines, &names);
    let main = html! {
        (ui::breadcrumbs(lang, &way, lang.t("consignment.receive.short")))
        (ui::header(&title, lang.t("consignment.receive.lead"), html! {}))
        (f.post_files(&format!("{here}/terima"), body))
    };
    Ok(Page::new(title, main))
}

fn receive_fields(
    ctx: &Context,
    f: &FormState<'_>,
    delivery: &Delivery,
    lines: &[DeliveryLine],
    names: &Names,
) -> Markup {
    let lang = ctx.lang;
    let name = |at: usize, field: &str| format!("lines[{at}][{field}]");
    html! {
        (f.hidden("id", ctx.fresh_id::<ReceiptKind>()))
        (f.date("received_on", "consignment.delivery.received_on").value(ctx.today()))
        @for (at, line) in lines.iter().enumerate() {
            fieldset.group {
                legend { (names.product(line.product_id)) " · " (names.batch(line.batch_id)) }
                div.group-fields {
                    (f.hidden(&name(at, "batch"), line.batch_id))
                    (f.number(&name(at, "received"), "consignment.delivery.received")
                        .suffix(names.unit_of(line.product_id))
                        .hint_text(lang.fill("consignment.receive.sent", &[("sent", &line.sent)])))
                    (f.text(&name(at, "note"), "common.note").optional().max_length(200))
                    (f.file(&name(at, "photo"), "consignment.photo").optional()
                        .accept("image/jpeg,image/png,image/webp"))
                }
            }
        }
        (ui::actions(html! {
            (ui::submit(lang.t("consignment.receive.submit")))
            (ui::quiet(&format!("/kirim/{}", delivery.id), lang.t("common.cancel")))
        }))
    }
}
