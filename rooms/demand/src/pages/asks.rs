//! What buyers asked for: the lines, and the form for a shop without the till.

use db::{Read, Result};
use kernel::{AskKind, Context, Day};
use maud::{Markup, html};
use ui::{BrowseView, Column, Filter};
use web::{Ask, Page};
use words::Speak;

use super::{
    listed,
    names::{Choices, Names, product_choices, shop_choices},
    nothing, require_speak, summed_from, way,
};
use crate::{inputs::ListAsks, store_ask, types::AskSeen};

pub fn list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let asked = asked(ask);
    let (rows, total) = store_ask::list(read, ctx, &asked)?;
    let names = Names::load(
        read,
        rows.iter().filter_map(|one| one.product_id),
        rows.iter().map(|one| one.shop_id),
    )?;
    let browse = ask.browse();
    let view = BrowseView {
        per_page: store_ask::PER_PAGE,
        ..browse.view("/permintaan/ditanya", filters(read, ctx, ask, &asked, &names)?, total)
    };
    let table = (!rows.is_empty()).then(|| table(ctx, &rows, &names));
    let words = ("demand.asks.title", "demand.asks.lead");
    Ok(listed(ctx, words, &view, table, ("demand.wishes.none", "demand.wishes.hint")))
}

/// The query as the API would take it; what cannot be read narrows nothing.
pub fn asked(ask: &Ask) -> ListAsks {
    ListAsks {
        q: ask.query("q").map(str::to_owned),
        shop: ask.query("shop").and_then(|id| id.parse().ok()),
        product: ask.query("product").and_then(|id| id.parse().ok()),
        words: ask.query("words").map(str::to_owned),
        from: ask.query("from").and_then(|day| day.parse().ok()),
        to: ask.query("to").and_then(|day| day.parse().ok()),
        page: Some(kernel::Quantity(ask.browse().page())),
    }
}

/// Product, shop, days; and the words of a wish while they narrow the list.
fn filters<'a>(
    read: &mut Read,
    ctx: &Context,
    ask: &'a Ask,
    asked: &ListAsks,
    names: &Names,
) -> Result<Vec<Filter<'a>>> {
    let lang = ctx.lang;
    let chosen = |name: &str| ask.query(name).unwrap_or_default();
    let mut products = product_choices(read, ctx)?;
    // Named only where a line that he sees names it: an address may hold another unit's product.
    if let Some(id) = asked.product.filter(|id| !names.product(*id).is_empty()) {
        with(&mut products, id.to_string(), || names.product(id));
    }
    let from = summed_from(ctx);
    let mut days = vec![(from.to_string(), lang.t("demand.asks.last_days").to_owned())];
    if let Some(day) = asked.from {
        with(&mut days, day.to_string(), || since(ctx, day));
    }
    let (product, day) = (lang.t("demand.product"), lang.t("demand.asked_on"));
    let mut filters = vec![
        Filter { name: "product", label: product, choices: products, chosen: chosen("product") },
        Filter { name: "from", label: day, choices: days, chosen: chosen("from") },
    ];
    let shops = shop_choices(read, ctx)?;
    if !shops.is_empty() {
        let label = lang.t("demand.shop");
        filters.push(Filter { name: "shop", label, choices: shops, chosen: chosen("shop") });
    }
    if let Some(words) = &asked.words {
        let choices = vec![(words.clone(), words.clone())];
        let label = lang.t("demand.words");
        filters.push(Filter { name: "words", label, choices, chosen: chosen("words") });
    }
    Ok(filters)
}

fn since(ctx: &Context, day: Day) -> String {
    ctx.lang.fill("demand.asks.since", &[("day", &day.long(ctx.lang))])
}

/// Adds a choice that the list does not have, so that the list shows what narrows it.
fn with(choices: &mut Choices, value: String, label: impl FnOnce() -> String) {
    if !choices.iter().any(|(known, _)| *known == value) {
        choices.push((value, label()));
    }
}

fn table(ctx: &Context, rows: &[AskSeen], names: &Names) -> Markup {
    let lang = ctx.lang;
    let columns = [
        Column::text(lang.t("demand.wishes.what")),
        Column::amount(lang.t("demand.quantity")),
        Column::amount(lang.t("demand.price")),
        Column::text(lang.t("demand.shop")),
        Column::text(lang.t("demand.asked_on")),
    ];
    let row = |one: &AskSeen| {
        vec![
            names.what(one.product_id, one.words.as_deref()),
            names.pieces(ctx.lang, one.product_id, one.quantity),
            one.price.map(ui::money).unwrap_or_default(),
            html! { (names.shop(one.shop_id)) },
            ui::day(one.asked_on, lang),
        ]
    };
    html! { (ui::table(lang.t("demand.asks.title"), columns, rows.iter().map(row))) }
}

/// /permintaan/tanya
pub fn form(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    require_speak(ctx)?;
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let (products, shops) = (product_choices(read, ctx)?, shop_choices(read, ctx)?);
    let title = lang.t("demand.ask.title");
    let body = html! {
        (f.hidden("id", ctx.fresh_id::<AskKind>()))
        @if ctx.actor.shop().is_none() { (f.select("shop", "demand.shop", shops)) }
        (f.select("product", "demand.product", products).optional()
            .hint("demand.ask.product_hint"))
        (f.text("words", "demand.words").optional().max_length(200).hint("demand.ask.words_hint"))
        (f.number("quantity", "demand.quantity").value(1))
        (f.money("price", "demand.price").optional().hint("demand.ask.price_hint"))
        (f.date("asked_on", "demand.asked_on").value(ctx.today()))
        (ui::actions(html! {
            (ui::submit(lang.t("common.save")))
            (ui::quiet("/permintaan", lang.t("common.cancel")))
        }))
    };
    let main = html! {
        (ui::breadcrumbs(lang, &[way(ctx)], title))
        (ui::header(title, lang.t("demand.ask.lead"), nothing()))
        (f.post("/permintaan/tanya", body))
    };
    Ok(Page::new(title, main))
}
