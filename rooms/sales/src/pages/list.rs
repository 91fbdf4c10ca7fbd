//! /penjualan: every sale, to be searched and followed.

use db::{Error, Read, Result};
use kernel::{Capability, Context, Day, Rupiah};
use maud::{Markup, html};
use ui::{BrowseView, Column, Filter};
use web::{Ask, Page};
use words::Speak;

use crate::{
    inputs::ListSales,
    kinds::{Payment, Source},
    pages::{called::when, payment_word, payments, shops},
    store_list::{self, COUNTED_MAX, PER_PAGE},
    types::Sale,
};

pub(super) fn list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let asked = asked(ask);
    let (sales, total) = store_list::list(read, ctx, &asked)?;
    let shops = shops(read, ctx)?;
    let lang = ctx.lang;
    let browse = ask.browse();
    let mut filters = filters(ctx, ask, &shops);
    filters.extend(behind(read, ctx, ask, &asked, total > 0)?);
    let view = BrowseView { per_page: PER_PAGE, ..browse.view("/penjualan", filters, total) };
    let records = ctx.actor.may(Capability::RecordGoods) || ctx.actor.may(Capability::Sell);
    let sell = html! {
        @if records { (ui::button_link("/penjualan/baru", lang.t("sales.list.sell"))) }
    };
    let rows = (!sales.is_empty()).then(|| {
        html! {
            @if total == COUNTED_MAX {
                (ui::notice(lang, ui::Kind::Neutral, &lang.count("sales.list.cut", total)))
            }
            (table(ctx, &shops, &sales))
        }
    });
    let text = lang.t("sales.list.empty_text");
    let first = ui::empty(lang.t("sales.list.empty"), text, sell.clone());
    let main = html! {
        (ui::header(lang.t("sales.list.title"), lang.t("sales.list.lead"), html! {
            (sell)
            @if records { (ui::quiet("/penjualan/hitung", lang.t("sales.list.count"))) }
            (ui::quiet("/penjualan/habis", lang.t("sales.shortage.title")))
            @if ctx.actor.shop().is_none() {
                (ui::quiet("/penjualan/murah", lang.t("sales.below.title")))
            }
        }))
        (ui::listed(lang, &view, rows, ("sales.list.empty", "sales.list.empty_text"), first))
    };
    Ok(Page::new(lang.t("sales.list.title"), main))
}

/// Months that can be chosen, this one first.
const MONTHS: usize = 24;

fn months(ctx: &Context) -> Vec<(String, String)> {
    let before = |month: &Day| Some(month.plus_days(-1).month_start());
    let all = std::iter::successors(Some(ctx.today().month_start()), before).take(MONTHS);
    all.map(|month| (month.to_string(), month.month_year(ctx.lang))).collect()
}

/// The query as the API would take it; what cannot be read narrows nothing.
pub(super) fn asked(ask: &Ask) -> ListSales {
    let day = |name| ask.query(name).and_then(|day| day.parse::<Day>().ok());
    let month = day("month");
    ListSales {
        q: ask.query("q").map(str::to_owned),
        shop: ask.query("shop").and_then(|shop| shop.parse().ok()),
        agreement: ask.query("agreement").and_then(|id| id.parse().ok()),
        product: ask.query("product").and_then(|id| id.parse().ok()),
        batch: ask.query("batch").and_then(|id| id.parse().ok()),
        payment: ask.query("payment").and_then(Payment::parse),
        source: ask.query("source").and_then(Source::parse),
        from: month.map(Day::month_start).or_else(|| day("from")),
        to: month.map(Day::month_end).or_else(|| day("to")),
        page: Some(kernel::Quantity(ask.browse().page())),
    }
}

/// What a figure that led here narrows to, to be seen above the list. `found` says that the list
/// holds something: then its goods are the reader's to see. What is not his stays unnamed.
fn behind<'a>(
    read: &mut Read,
    ctx: &Context,
    ask: &'a Ask,
    asked: &ListSales,
    found: bool,
) -> Result<Vec<Filter<'a>>> {
    let lang = ctx.lang;
    let mut all = Vec::new();
    let mut fixed = |name, label, word| {
        let chosen = ask.query(name).unwrap_or_default();
        all.push(Filter::fixed(name, lang.t(label), chosen, word));
    };
    if let Some(id) = asked.agreement {
        let number = match agreements::load_seen(read, &ctx.actor, id) {
            Ok(own) => own.consignor_number,
            Err(Error::Refused(_)) => None,
            Err(error) => return Err(error),
        };
        fixed("agreement", "sales.field.agreement", number.unwrap_or_else(|| "–".to_owned()));
    }
    if let Some(id) = asked.product {
        let product = catalogue::products(read, &[id])?.remove(&id);
        let his = |one: &catalogue::Product| found || ctx.actor.sees_consignor(one.consignor_id);
        let name = product.filter(his).map_or_else(|| "–".to_owned(), |one| one.title());
        fixed("product", "sales.field.product", name);
    }
    if let Some(id) = asked.batch {
        let batch = production::batches(read, &[id])?.remove(&id);
        let his = |one: &production::Batch| found || ctx.actor.sees_consignor(one.consignor_id);
        let code = batch.filter(his).map_or_else(|| "–".to_owned(), |one| one.code);
        fixed("batch", "sales.field.batch", code);
    }
    if let Some(source) = asked.source {
        fixed("source", "sales.field.source", lang.t(&format!("sales.source.{source}")).to_owned());
    }
    for (name, label, day) in
        [("from", "sales.field.from", asked.from), ("to", "sales.field.to", asked.to)]
    {
        if let Some(day) = day {
            fixed(name, label, day.short(lang));
        }
    }
    Ok(all)
}

fn filters<'a>(ctx: &Context, ask: &'a Ask, shops: &[(String, String)]) -> Vec<Filter<'a>> {
    let lang = ctx.lang;
    let choices = |pairs: Vec<(&str, &str)>| -> Vec<(String, String)> {
        pairs.into_iter().map(|(value, label)| (value.to_owned(), label.to_owned())).collect()
    };
    let mut filters = vec![
        Filter {
            name: "month",
            label: lang.t("sales.list.month"),
            choices: months(ctx),
            chosen: ask.query("month").unwrap_or_default(),
        },
        Filter {
            name: "payment",
            label: lang.t("sales.field.payment"),
            choices: choices(payments(lang)),
            chosen: ask.query("payment").unwrap_or_default(),
        },
    ];
    if ctx.actor.shop().is_none() {
        filters.push(Filter {
            name: "shop",
            label: lang.t("sales.field.shop"),
            choices: shops.to_vec(),
            chosen: ask.query("shop").unwrap_or_default(),
        });
    }
    filters
}

fn table(ctx: &Context, shops: &[(String, String)], sales: &[Sale]) -> Markup {
    let lang = ctx.lang;
    let name = |sale: &Sale| {
        let id = sale.shop_id.to_string();
        shops.iter().find(|(shop, _)| *shop == id).map_or("", |(_, name)| name.as_str())
    };
    // A shop's people know which shop theirs is.
    let of_shop = ctx.actor.shop().is_some();
    let row = |sale: &Sale| {
        let mut cells = vec![html! {
            a href={"/penjualan/" (sale.id)} { (when(ctx, sale)) }
            @if let Some(number) = sale.given_number() {
                span.note { (lang.fill("sales.called.number", &[("number", &number)])) }
            }
        }];
        if !of_shop {
            cells.push(html! { (name(sale)) });
        }
        cells.push(html! { (payment_word(lang, sale.payment)) });
        cells.push(ui::money(sale.gross));
        cells
    };
    let mut columns = vec![Column::text(lang.t("sales.list.when"))];
    if !of_shop {
        columns.push(Column::text(lang.t("sales.field.shop")));
    }
    columns.push(Column::text(lang.t("sales.field.payment")));
    columns.push(Column::amount(lang.t("sales.field.gross")));
    let shown: Rupiah = sales.iter().map(|sale| sale.gross).sum();
    let mut total = vec![html! {}; columns.len() - 2];
    total.insert(0, html! { (lang.t("sales.list.on_this_page")) });
    total.push(ui::money(shown));
    html! { (ui::table(lang.t("sales.list.title"), columns, sales.iter().map(row)).total(total)) }
}
