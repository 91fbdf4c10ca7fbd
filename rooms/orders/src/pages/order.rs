//! One order, for the shop: what was asked for, what can be done now, and what happened.

use std::collections::{BTreeMap, BTreeSet};

use catalogue::Product;
use db::{Read, Result};
use kernel::{Capability, Context, EntryKind, OrderKind, ProductId};
use maud::{Markup, html};
use sales::Payment;
use ui::{Column, FormState};
use web::{Ask, Page};
use words::Speak;

use super::{badge, moment, nothing, way};
use crate::{
    actions, code,
    kinds::OrderState,
    step::Step,
    store,
    types::{Order, OrderLine, WholeOrder},
};

type Products = BTreeMap<ProductId, Product>;

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let whole = actions::load_whole(read, ctx, ask.id::<OrderKind>("order")?)?;
    let ids: Vec<ProductId> = whole.lines.iter().map(|line| line.product_id).collect();
    let products = catalogue::products(read, &ids)?;
    let lang = ctx.lang;
    let code = code::readable(&whole.order.code);
    let title = lang.fill("orders.show.title", &[("code", &code)]);
    let form = ask.form(lang);
    let public = format!("/pesan/lihat/{}", whole.order.code);
    let main = html! {
        (ui::breadcrumbs(lang, &[way(ctx)], &code))
        (ui::header(&title, "", ui::quiet(&public, lang.t("orders.show.slip"))))
        (form.summary())
        (recalls(read, ctx, &whole)?)
        (facts(ctx, &whole.order))
        (things(read, ctx, &whole, &products)?)
        (next(read, ctx, ask, &form, (&whole, &products))?)
        (production::history(read, ctx, &[whole.order.id.cast()])?)
    };
    Ok(Page::new(title, main))
}

fn facts(ctx: &Context, order: &Order) -> Markup {
    let lang = ctx.lang;
    let mut facts: Vec<(&str, Markup)> = vec![
        (lang.t("common.state"), badge(lang, order.state)),
        (lang.t("orders.placed"), html! { (moment(ctx, order.placed_at)) }),
    ];
    if order.state == OrderState::Open {
        facts.push((lang.t("orders.open_until"), html! { (moment(ctx, order.open_until())) }));
    }
    if let Some(until) = order.held_until.filter(|_| order.sale_id.is_none()) {
        facts.push((lang.t("orders.held_until"), html! { (moment(ctx, until)) }));
    }
    if let Some(sale) = order.sale_id {
        let link = html! { a href={ "/penjualan/" (sale) } { (code::readable(&order.code)) } };
        facts.push((lang.t("orders.sale"), link));
    }
    if let Some(campaign) = &order.campaign {
        let link = html! { a href={ "/k/" (campaign) } { (campaign) } };
        facts.push((lang.t("orders.campaign"), link));
    }
    if let Some(reason) = &order.reason {
        facts.push((lang.t("orders.reason"), html! { (reason) }));
    }
    ui::facts(facts)
}

/// What stands here of the order's goods and must come back: not to be handed out.
fn recalls(read: &mut Read, ctx: &Context, whole: &WholeOrder) -> Result<Markup> {
    let notices = production::notices_in_force(read)?;
    if notices.is_empty() || !whole.order.stored.may(Step::Collect) {
        return Ok(nothing());
    }
    let ordered: BTreeSet<ProductId> = whole.lines.iter().map(|line| line.product_id).collect();
    let shelf = consignment::shelf(read, whole.order.shop_id)?;
    let standing = shelf.iter().filter(|row| row.quantity > 0 && ordered.contains(&row.product_id));
    let standing: Vec<_> = standing.map(|row| row.batch_id).collect();
    let batches = production::batches(read, &standing)?;
    let told = |notice: &production::Notice| {
        let code = &batches.get(&notice.batch_id)?.code;
        let (reason, advice) = (&notice.reason, &notice.advice);
        let told: [(&str, &dyn std::fmt::Display); 3] =
            [("code", code), ("reason", reason), ("advice", advice)];
        Some((notice.id, ctx.lang.fill("orders.show.recalled", &told)))
    };
    let all: Vec<_> = notices.iter().filter_map(told).collect();
    Ok(html! {
        @for (id, text) in &all {
            (ui::notice_with(ctx.lang, ui::Kind::Bad, html! {
                p { (text) }
                p { a href={ "/tarik-barang/" (id) } { (ctx.lang.t("orders.show.recall_more")) } }
            }))
        }
    })
}

fn things(
    read: &mut Read,
    ctx: &Context,
    whole: &WholeOrder,
    products: &Products,
) -> Result<Markup> {
    let lang = ctx.lang;
    let free = consignment::free(read, whole.order.shop_id, ctx.now)?;
    let columns = [
        Column::text(lang.t("orders.product")),
        Column::amount(lang.t("orders.quantity")),
        Column::amount(lang.t("orders.price")),
        Column::amount(lang.t("orders.free")),
    ];
    let row = |line: &OrderLine| {
        let product = products.get(&line.product_id);
        let unit = product.map_or("", |product| product.unit.as_str());
        let left = kernel::Quantity(free.get(&line.product_id).copied().unwrap_or(0));
        vec![
            html! { (product.map(|product| product.title()).unwrap_or_default()) },
            ui::pieces(lang, line.quantity, unit),
            line.unit_price.map(ui::money).unwrap_or_default(),
            ui::pieces(lang, left, unit),
        ]
    };
    let table = ui::table(lang.t("orders.slip.things"), columns, whole.lines.iter().map(row));
    Ok(ui::section(lang.t("orders.slip.things"), html! { (table) }))
}

/// What can be done now.
fn next(
    read: &mut Read,
    ctx: &Context,
    ask: &Ask,
    form: &FormState<'_>,
    (whole, products): (&WholeOrder, &Products),
) -> Result<Markup> {
    let order = &whole.order;
    if !ctx.actor.may(Capability::Sell) || !order.stored.may(Step::Collect) {
        return Ok(nothing());
    }
    let hours = store::settings(read, order.shop_id)?.hold_hours;
    Ok(html! {
        (set_aside(ctx, form, order, hours))
        (collect(read, ctx, ask, form, (whole, products))?)
        (lapse(ctx, form, order))
    })
}

fn set_aside(ctx: &Context, form: &FormState<'_>, order: &Order, hours: i64) -> Markup {
    let lang = ctx.lang;
    let key = if order.state == OrderState::Held { "orders.hold.longer" } else { "orders.hold.do" };
    let action = format!("/pesanan-wa/{}/sisihkan", order.id);
    let body = html! {
        p { (lang.t("orders.hold.lead")) }
        form.form method="post" action=(action) novalidate {
            (form.hidden("id", ctx.fresh_id::<EntryKind>()))
            (form.number("hours", "orders.hold.hours").value(hours)
                .suffix(lang.t("orders.hold.unit")))
            (ui::actions(ui::submit(lang.t(key))))
        }
    };
    ui::section(lang.t("orders.hold.title"), body)
}

fn collect(
    read: &mut Read,
    ctx: &Context,
    ask: &Ask,
    form: &FormState<'_>,
    (whole, products): (&WholeOrder, &Products),
) -> Result<Markup> {
    let lang = ctx.lang;
    let order = &whole.order;
    let mut lines = Vec::with_capacity(whole.lines.len());
    for (at, line) in whole.lines.iter().enumerate() {
        lines.push(one(read, ctx, form, order, (at, line, products))?);
    }
    // Asked when it comes up, and kept once it was said.
    let asked = |no: sales::No, tick: &str| {
        ask.refusal().is_some_and(|said| said.code == no.code()) || ask.typed().get(tick).is_some()
    };
    let payments =
        Payment::ALL.iter().map(|one| (one.name(), lang.t(&format!("sales.payment.{one}"))));
    let body = html! {
        p { (lang.t("orders.collect.lead")) }
        form.form method="post" action={ "/pesanan-wa/" (order.id) "/diambil" } novalidate {
            @for line in lines { (line) }
            (form.radio("payment", "sales.field.payment", payments).value(Payment::Cash.name()))
            @if asked(sales::No::BeyondShelf, "really_there") {
                (form.checkbox("really_there", "sales.sell.really_there").optional())
            }
            @if asked(sales::No::Recalled, "take_recalled") {
                (form.checkbox("take_recalled", "sales.sell.take_recalled").optional())
            }
            @if asked(sales::No::HeldPieces, "take_held") {
                (form.checkbox("take_held", "sales.sell.take_held").optional())
            }
            (ui::actions(ui::submit(lang.t("orders.collect.submit"))))
        }
    };
    Ok(ui::section(lang.t("orders.collect.title"), body))
}

fn one(
    read: &mut Read,
    ctx: &Context,
    form: &FormState<'_>,
    order: &Order,
    (at, line, products): (usize, &OrderLine, &Products),
) -> Result<Markup> {
    let product = products.get(&line.product_id);
    let title = product.map(|product| product.title()).unwrap_or_default();
    let unit = product.map_or("", |product| product.unit.as_str());
    let terms = agreements::selling_terms(read, order.shop_id, line.product_id, ctx.today())?;
    let fixed = match &terms {
        Some(terms) => agreements::price_at(read, line.product_id, terms, ctx.today())?,
        None => None,
    };
    Ok(form.group(
        &title,
        html! {
            (form.hidden(&format!("lines[{at}][product]"), line.product_id))
            (form.number(&format!("lines[{at}][quantity]"), "orders.collect.quantity")
                .value(line.quantity).suffix(ui::piece(form.lang, unit, 2)))
            @if fixed.is_none() {
                (form.money(&format!("lines[{at}][price]"), "sales.field.price"))
            }
        },
    ))
}

fn lapse(ctx: &Context, form: &FormState<'_>, order: &Order) -> Markup {
    let lang = ctx.lang;
    html! {
        details {
            summary { (lang.t("orders.lapse.title")) }
            form.form method="post" action={ "/pesanan-wa/" (order.id) "/lewat" } novalidate {
                (form.text("reason", "orders.reason").optional().max_length(200)
                    .hint("orders.lapse.hint"))
                (ui::actions(ui::danger(lang.t("orders.lapse.submit"))))
            }
        }
    }
}
