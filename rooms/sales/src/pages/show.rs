//! /penjualan/{sale}: the sale, where its rupiah went, and what came back.

use std::collections::{BTreeMap, BTreeSet};

use db::{Read, Result};
use kernel::{BatchId, Context, Day, ProductId, Rupiah, SaleKind};
use maud::{Markup, html};
use ui::{Column, Crumb, Flow, Kind, River, Unit};
use web::{Ask, Page};
use words::Speak;

use crate::{
    kinds::Source,
    load_whole,
    pages::{below, called::called, payment_word, receipt::pieces},
    receipt,
    types::{RefundSeen, SaleLine, WholeSale},
};

pub(super) fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let lang = ctx.lang;
    let whole = load_whole(read, ctx, ask.id::<SaleKind>("sale")?)?;
    let names = names(read, &whole.lines)?;
    let shop = people::load_shop(read, whole.sale.shop_id)?;
    let title = lang.fill("sales.show.title", &[("number", &called(ctx, &whole.sale))]);
    let back = format!("/penjualan/{}/retur", whole.sale.id);
    let receipt = format!("/penjualan/{}/struk", whole.sale.id);
    let shared = receipt::is_shared(read, ctx, whole.sale.id)?;
    let open = whole.lines.iter().any(|line| line.refunded < line.quantity);
    let all = lang.t("sales.list.title");
    let main = html! {
        (ui::breadcrumbs(lang, &[Crumb { href: "/penjualan", label: all }], &title))
        (ui::header(&title, &shop.name, html! {
            (ui::quiet(&receipt, lang.t("sales.show.receipt")))
            @if open { (ui::quiet(&back, lang.t("sales.show.refund"))) }
        }))
        @if shared { (ui::notice(lang, Kind::Neutral, lang.t("sales.show.shared"))) }
        @for one in &whole.below {
            (ui::notice(lang, Kind::Warning, &below::sentence(ctx, one)))
        }
        (facts(ctx, &whole))
        (ui::section(lang.t("sales.show.lines"), lines(ctx, &whole.lines, &names)))
        (ui::section(lang.t("sales.show.where"), river(ctx, &whole.lines)))
        @if !whole.refunds.is_empty() {
            (ui::section(lang.t("sales.show.refunds"), refunds(ctx, &whole.refunds)))
        }
        (ui::section(lang.t("sales.show.postings"), postings(read, ctx, &whole)?))
    };
    Ok(Page::new(title, main))
}

type Names = (BTreeMap<ProductId, String>, BTreeMap<BatchId, String>);

pub(super) fn names(read: &mut Read, lines: &[SaleLine]) -> Result<Names> {
    let products: Vec<ProductId> = lines.iter().map(|line| line.product_id).collect();
    let batches: Vec<BatchId> = lines.iter().map(|line| line.batch_id).collect();
    let products = catalogue::products(read, &products)?;
    let batches = production::batches(read, &batches)?;
    Ok((
        products.into_iter().map(|(id, product)| (id, product.name)).collect(),
        batches.into_iter().map(|(id, batch)| (id, batch.code)).collect(),
    ))
}

fn facts(ctx: &Context, whole: &WholeSale) -> Markup {
    let lang = ctx.lang;
    let sale = &whole.sale;
    let source = match sale.source {
        Source::Desk => lang.t("sales.source.desk"),
        Source::Till => lang.t("sales.source.till"),
        Source::Count => lang.t("sales.source.count"),
    };
    let day = match sale.counted_from {
        Some(from) => html! { (ui::day(from, lang)) " – " (ui::day(sale.business_day, lang)) },
        None => ui::day(sale.business_day, lang),
    };
    let mut facts = vec![
        (lang.t("sales.field.business_day"), day),
        (lang.t("sales.field.payment"), html! { (payment_word(lang, sale.payment)) }),
        (lang.t("sales.field.source"), html! { (source) }),
        (lang.t("sales.field.gross"), ui::money(sale.gross)),
    ];
    // The lines of another agreement may stand in other books.
    let booked: BTreeSet<Day> = whole.lines.iter().map(|line| line.booked_day).collect();
    for day in booked.into_iter().filter(|day| *day != sale.business_day) {
        facts.push((lang.t("sales.field.booked_day"), ui::day(day, lang)));
    }
    if let Some(note) = &sale.note {
        facts.push((lang.t("sales.field.note"), html! { (note) }));
    }
    ui::facts(facts)
}

fn lines(ctx: &Context, lines: &[SaleLine], names: &Names) -> Markup {
    let lang = ctx.lang;
    let row = |line: &SaleLine| {
        let product = names.0.get(&line.product_id).map_or("", String::as_str);
        let batch = names.1.get(&line.batch_id).map_or("", String::as_str);
        // A product's and a batch's page show costs: they are the unit's.
        let of_unit = ctx.actor.shop().is_none();
        let followed = |href: String, text: &str| {
            html! { @if of_unit { a href=(href) { (text) } } @else { (text) } }
        };
        vec![
            followed(format!("/produk/{}", line.product_id), product),
            followed(format!("/produksi/{}", line.batch_id), batch),
            pieces(ctx, line),
            ui::money(line.unit_price),
            ui::money(line.gross()),
            ui::money(line.shop_part),
            ui::money(line.due()),
        ]
    };
    let columns = [
        Column::text(lang.t("sales.field.product")),
        Column::text(lang.t("sales.field.batch")),
        Column::amount(lang.t("sales.field.quantity")),
        Column::amount(lang.t("sales.field.price")),
        Column::amount(lang.t("sales.field.gross")),
        Column::amount(lang.t("sales.field.shop_part")),
        Column::amount(lang.t("sales.field.due")),
    ];
    html! { (ui::table(lang.t("sales.show.lines"), columns, lines.iter().map(row))) }
}

fn river(ctx: &Context, lines: &[SaleLine]) -> Markup {
    let lang = ctx.lang;
    let gross: Rupiah = lines.iter().map(SaleLine::gross).sum();
    let part: Rupiah = lines.iter().map(|line| line.shop_part).sum();
    let due = gross - part;
    let agreement = lines.first().map(|line| format!("/pks/{}", line.agreement_id));
    let description =
        lang.fill("sales.show.river", &[("gross", &gross), ("part", &part), ("due", &due)]);
    let agreement = agreement.unwrap_or_default();
    ui::river(&River {
        lang,
        id: "rupiah",
        title: lang.t("sales.show.where"),
        description: &description,
        unit: Unit::Rupiah,
        source: Flow::Paid.branch(lang, gross.0),
        stations: vec![],
        branches: vec![
            Flow::Shop.branch(lang, part.0).to(&agreement),
            Flow::Due.branch(lang, due.0).to(&agreement),
        ],
    })
}

fn refunds(ctx: &Context, refunds: &[RefundSeen]) -> Markup {
    let lang = ctx.lang;
    let row = |one: &RefundSeen| {
        let place =
            if one.resellable { "sales.show.back_on_shelf" } else { "sales.show.set_apart" };
        vec![
            ui::day(one.business_day, lang),
            html! { (one.reason) @if let Some(why) = &one.exception { " (" (why) ")" } },
            html! { (lang.t(place)) },
            html! { (one.quantity) },
            ui::money(one.gross),
        ]
    };
    let columns = [
        Column::text(lang.t("sales.field.business_day")),
        Column::text(lang.t("sales.field.reason")),
        Column::text(lang.t("sales.field.condition")),
        Column::amount(lang.t("sales.field.quantity")),
        Column::amount(lang.t("sales.field.gross")),
    ];
    html! { (ui::table(lang.t("sales.show.refunds"), columns, refunds.iter().map(row))) }
}

/// The postings that every figure of the sale stands on.
fn postings(read: &mut Read, ctx: &Context, whole: &WholeSale) -> Result<Markup> {
    let lang = ctx.lang;
    let postings = ledger::postings_of(read, whole.sale.id.cast())?;
    let row = |posting: &ledger::Posting| {
        let key = format!("ledger.kind.{}", posting.account.kind.name());
        let amount = if posting.account.kind.is_goods() {
            html! { (kernel::Quantity(posting.amount)) }
        } else {
            ui::posted(Rupiah(posting.amount))
        };
        vec![html! { (lang.t(&key)) }, ui::day(posting.day, lang), amount]
    };
    let columns = [
        Column::text(lang.t("sales.field.account")),
        Column::text(lang.t("sales.field.booked_day")),
        Column::amount(lang.t("sales.field.amount")),
    ];
    Ok(html! { (ui::table(lang.t("sales.show.postings"), columns, postings.iter().map(row))) })
}
