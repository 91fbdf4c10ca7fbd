//! Surat jalan: the list, and the paper with what the shop says of it.

use agreements::Agreement;
use db::{Read, Result};
use kernel::{Capability, Context, DeliveryKind, Id};
use maud::{Markup, html};
use ui::{Column, Crumb, FormState};
use web::{Ask, Page};
use words::Speak;

use super::{Words, behind, behind_filters, filter, listed, names::Names, nothing};
use crate::{
    actions,
    inputs::RecallKind,
    kinds::DeliveryState,
    store_delivery::{self, DeliveryFilter},
    store_movement,
    types::{Delivery, DeliveryLine, Discrepancy, Receipt},
};

const LIST: Words = Words {
    title: "consignment.deliveries.title",
    lead: "consignment.deliveries.lead",
    empty: "consignment.deliveries.empty",
    empty_hint: "consignment.deliveries.empty_hint",
};

pub fn list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let (browse, lang) = (ask.browse(), ctx.lang);
    let (rows, total) = narrowed(read, ctx, ask)?;
    let names = Names::of(ctx.lang);
    let names = names.places(read, rows.iter().map(|one| (one.consignor_id, one.shop_id)))?;
    let states = ["sent", "received", "recalled"];
    let label = lang.t("common.state");
    let chosen = browse.filter("state");
    let view = browse.view(
        "/kirim",
        [filter(ctx, ("state", label), "consignment.delivery.state", &states, chosen)]
            .into_iter()
            .chain(behind_filters(read, ctx, &browse, total > 0)?)
            .collect(),
        total,
    );
    let may = ctx.actor.consignor().is_some() && ctx.actor.may(Capability::RecordGoods);
    let new = ui::button_link("/kirim/baru", lang.t("consignment.deliveries.new"));
    let head = if may { new } else { nothing() };
    let table = (!rows.is_empty()).then(|| table(ctx, &rows, &names));
    Ok(listed(ctx, &LIST, &view, &head, table))
}

/// The deliveries that the query asks for, and how many there are.
pub fn narrowed(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<(Vec<Delivery>, i64)> {
    let browse = ask.browse();
    let asked = DeliveryFilter {
        consignor: ctx.actor.consignor(),
        shop: ctx.actor.shop(),
        like: browse.like(),
        state: browse.filter("state").filter(|state| DeliveryState::parse(state).is_some()),
        behind: behind(&browse),
        limit: browse.limit(),
        offset: browse.offset(),
    };
    match seen(ctx) {
        true => store_delivery::list_deliveries(read, &asked),
        false => Ok((Vec::new(), 0)),
    }
}

/// Whether the actor sees single deliveries at all: a regional office sees totals.
pub fn seen(ctx: &Context) -> bool {
    use kernel::Reach;
    matches!(ctx.actor.reach, Reach::Consignor(_) | Reach::Shop(_) | Reach::All)
}

fn table(ctx: &Context, rows: &[Delivery], names: &Names) -> Markup {
    let lang = ctx.lang;
    // A shop's people know which shop theirs is; what they ask is whose goods come.
    let of_shop = ctx.actor.shop().is_some();
    let columns = [
        Column::text(lang.t("consignment.delivery.number")),
        Column::text(lang.t("consignment.delivery.sent_on")),
        Column::text(lang.t(if of_shop { "consignment.unit" } else { "consignment.shop" })),
        Column::text(lang.t("common.state")),
    ];
    let row = |one: &Delivery| {
        vec![
            html! { a href={ "/kirim/" (one.id) } { (one.number) } },
            ui::day(one.sent_on, lang),
            html! {
                @if of_shop { (names.unit(one.consignor_id)) }
                @else { (names.shop(one.shop_id)) }
            },
            badge(ctx, one.state),
        ]
    };
    html! { (ui::table(lang.t(LIST.title), columns, rows.iter().map(row))) }
}

fn badge(ctx: &Context, state: DeliveryState) -> Markup {
    let kind = match state {
        DeliveryState::Sent => ui::Kind::Waiting,
        DeliveryState::Received => ui::Kind::Good,
        DeliveryState::Recalled => ui::Kind::Neutral,
    };
    ui::badge(kind, ctx.lang.t(&format!("consignment.delivery.state.{state}")))
}

/// The paper: who sends what to whom, and what arrived. It prints as the surat jalan.
pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let delivery = actions::load_own(read, ctx, ask.id::<DeliveryKind>("delivery")?)?;
    let lang = ctx.lang;
    let lines = store_delivery::list_lines(read, delivery.id)?;
    let receipt = store_delivery::find_receipt(read, delivery.id)?;
    let differences = match &receipt {
        Some(receipt) => store_movement::discrepancies_of(read, receipt.id.uuid())?,
        None => Vec::new(),
    };
    let agreement = agreements::load_agreement(read, delivery.agreement_id)?;
    let names = Names::of(ctx.lang)
        .goods(read, lines.iter().map(|line| (line.product_id, line.batch_id)))?
        .places(read, [(delivery.consignor_id, delivery.shop_id)])?;
    let names = match delivery.from_shop_id {
        Some(from) => names.places(read, [(delivery.consignor_id, from)])?,
        None => names,
    };
    let mut subjects: Vec<Id<()>> = vec![delivery.id.cast()];
    subjects.extend(receipt.as_ref().map(|receipt| receipt.id.cast::<()>()));
    let recall = store_delivery::find_recall(read, delivery.id)?;
    subjects.extend(recall.as_ref().map(|(id, _)| id.cast::<()>()));
    let title = lang.fill("consignment.delivery.title", &[("number", &delivery.number)]);
    let way = [Crumb { href: "/kirim", label: lang.t(LIST.title) }];
    let main = html! {
        (ui::breadcrumbs(lang, &way, &delivery.number))
        (ui::header(&title, "", html! {
            (receive_button(ctx, &delivery))
            (papers(ctx, &delivery))
        }))
        @if let Some((_, recall)) = &recall {
            (ui::notice(lang, ui::Kind::Neutral, &lang.fill("consignment.recall.done",
                &[("day", &recall.recalled_on.long(lang)), ("reason", &recall.reason)])))
        }
        (facts(ctx, &delivery, receipt.as_ref(), &agreement, &names))
        (lines_table(ctx, &delivery, &lines, &names))
        (differing(ctx, &differences, &names))
        (signatures(ctx, &delivery, &names))
        (recall_form(ctx, &ask.form(lang), &delivery))
        (production::history(read, ctx, &subjects)?)
    };
    Ok(Page::new(title, main))
}

fn receive_button(ctx: &Context, delivery: &Delivery) -> Markup {
    let own = ctx.actor.shop() == Some(delivery.shop_id) && ctx.actor.may(Capability::Sell);
    match own && delivery.state == DeliveryState::Sent {
        true => ui::button_link(
            &format!("/kirim/{}/terima", delivery.id),
            ctx.lang.t("consignment.receive.short"),
        ),
        false => nothing(),
    }
}

/// What can be printed of it.
fn papers(ctx: &Context, delivery: &Delivery) -> Markup {
    let (lang, base) = (ctx.lang, format!("/kirim/{}", delivery.id));
    let receipt = lang.t("consignment.delivery.print_receipt");
    let send = |paper: &str| {
        let title = format!("{} {}", lang.t(&format!("paper.{paper}.title")), delivery.number);
        people::hand_off(ctx, &format!("{base}/{paper}.pdf"), &title, Some(delivery.shop_id))
    };
    html! {
        (ui::quiet(&format!("{base}/surat-jalan.pdf"), lang.t("consignment.delivery.print")))
        @if delivery.state == DeliveryState::Received {
            (ui::quiet(&format!("{base}/tanda-terima.pdf"), receipt))
            (send("tanda-terima"))
        } @else if delivery.state == DeliveryState::Sent { (send("surat-jalan")) }
    }
}

/// The sender's way back, as long as the shop has not confirmed.
fn recall_form(ctx: &Context, f: &FormState<'_>, delivery: &Delivery) -> Markup {
    let sender = ctx.actor.consignor() == Some(delivery.consignor_id)
        && ctx.actor.may(Capability::RecordGoods)
        && delivery.from_shop_id.is_none();
    if !sender || delivery.state != DeliveryState::Sent {
        return nothing();
    }
    let title = ctx.lang.t("consignment.recall.title");
    let body = html! {
        p { (ctx.lang.t("consignment.recall.lead")) }
        (f.post(&format!("/kirim/{}/tarik", delivery.id), html! {
            (f.hidden("id", ctx.fresh_id::<RecallKind>()))
            (f.text("reason", "consignment.recall.reason").max_length(200))
            (ui::actions(ui::danger(ctx.lang.t("consignment.recall.submit"))))
        }))
    };
    html! { details open[f.refusal.is_some()] { summary { (title) } (body) } }
}

fn facts(
    ctx: &Context,
    delivery: &Delivery,
    receipt: Option<&Receipt>,
    agreement: &Agreement,
    names: &Names,
) -> Markup {
    let lang = ctx.lang;
    let from = delivery.from_shop_id.map_or(names.unit(delivery.consignor_id), |id| names.shop(id));
    let mut facts: Vec<(&str, Markup)> = vec![
        (lang.t("common.state"), badge(ctx, delivery.state)),
        (lang.t("consignment.delivery.from"), html! { (from) }),
        (lang.t("consignment.delivery.to"), html! { (names.shop(delivery.shop_id)) }),
        (lang.t("consignment.delivery.sent_on"), ui::day(delivery.sent_on, lang)),
        (
            lang.t("consignment.agreement"),
            html! { a href={ "/pks/" (agreement.id) } { (agreement.title) } },
        ),
    ];
    if let Some(receipt) = receipt {
        facts
            .push((lang.t("consignment.delivery.received_on"), ui::day(receipt.received_on, lang)));
    }
    let texts = [
        ("consignment.delivery.carried_by", &delivery.carried_by),
        ("consignment.delivery.exception", &delivery.exception_reason),
        ("common.note", &delivery.note),
    ];
    for (label, text) in texts {
        if let Some(text) = text {
            facts.push((lang.t(label), html! { (text) }));
        }
    }
    if let Some(movement) = delivery.movement_id {
        let link = html! { a href={ "/gerak/" (movement) } { (lang.t("common.details")) } };
        facts.push((lang.t("consignment.movement.kind.transfer"), link));
    }
    ui::facts(facts)
}

fn lines_table(
    ctx: &Context,
    delivery: &Delivery,
    lines: &[DeliveryLine],
    names: &Names,
) -> Markup {
    let lang = ctx.lang;
    let columns = [
        Column::text(lang.t("consignment.product")),
        Column::text(lang.t("consignment.batch")),
        Column::amount(lang.t("consignment.delivery.sent")),
        Column::amount(lang.t("consignment.delivery.received")),
        Column::text(lang.t("common.note")),
    ];
    let row = |line: &DeliveryLine| {
        let photo = format!("/kirim/{}/foto/{}", delivery.id, line.line_no);
        let received = line.received.map(|received| names.pieces(line.product_id, received.0));
        vec![
            html! { (names.product(line.product_id)) },
            names.batch_link(ctx, line.batch_id),
            names.pieces(line.product_id, line.sent.0),
            received.unwrap_or_default(),
            html! {
                (line.note.as_deref().unwrap_or_default())
                @if line.has_photo { " " a href=(photo) { (lang.t("consignment.photo")) } }
            },
        ]
    };
    let sent = lines.iter().map(|line| line.sent).sum();
    let received = lines.iter().filter_map(|line| line.received).sum();
    let total = vec![
        html! { (lang.t("common.total")) },
        nothing(),
        ui::quantity(sent, ""),
        if delivery.state == DeliveryState::Received {
            ui::quantity(received, "")
        } else {
            nothing()
        },
        nothing(),
    ];
    let caption = lang.t("consignment.delivery.lines");
    ui::section(
        caption,
        html! { (ui::table(caption, columns, lines.iter().map(row)).total(total)) },
    )
}

/// What did not arrive, with the way to settle it.
pub fn differing(ctx: &Context, all: &[Discrepancy], names: &Names) -> Markup {
    if all.is_empty() {
        return nothing();
    }
    let lang = ctx.lang;
    let columns = [
        Column::text(lang.t("consignment.product")),
        Column::text(lang.t("consignment.batch")),
        Column::amount(lang.t("consignment.quantity")),
        Column::text(lang.t("common.state")),
    ];
    let row = |one: &Discrepancy| {
        vec![
            html! { a href={ "/selisih/" (one.id) } { (names.product(one.product_id)) } },
            html! { (names.batch(one.batch_id)) },
            names.pieces(one.product_id, one.quantity.0),
            super::discrepancy::badge(ctx, one),
        ]
    };
    let caption = lang.t("consignment.differences.title");
    ui::section(caption, html! { (ui::table(caption, columns, all.iter().map(row))) })
}

/// The places where both sides sign the printed paper.
fn signatures(ctx: &Context, delivery: &Delivery, names: &Names) -> Markup {
    let lang = ctx.lang;
    let place = |role: &str, name: &str| {
        html! {
            div.signature {
                p { (role) }
                p.signature-line {}
                p { (name) }
            }
        }
    };
    let from = delivery.from_shop_id.map_or(names.unit(delivery.consignor_id), |id| names.shop(id));
    html! {
        section.signatures aria-label=(lang.t("consignment.delivery.signatures")) {
            (place(lang.t("consignment.delivery.handed_by"), from))
            (place(lang.t("consignment.delivery.carried_by"),
                delivery.carried_by.as_deref().unwrap_or_default()))
            (place(lang.t("consignment.delivery.received_by"), names.shop(delivery.shop_id)))
        }
    }
}
