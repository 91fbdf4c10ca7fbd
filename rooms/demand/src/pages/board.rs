//! /permintaan: what the shops wait for, and what buyers asked for, in one place.

use db::{Read, Result};
use kernel::Context;
use maud::{Markup, html};
use ui::Column;
use web::{Ask, Page};
use words::Speak;

use super::{badge, makes, names::Names, nothing, send_href, speak, summed_from};
use crate::{
    store_ask, store_request,
    types::{RequestSeen, Wish},
};

/// Requests on the board; the list has the rest.
const SHOWN: i64 = 20;

pub fn show(read: &mut Read, ctx: &Context, _: &Ask) -> Result<Page> {
    let lang = ctx.lang;
    let requests = store_request::waiting(read, ctx, SHOWN)?;
    let wishes = store_ask::wishes(read, ctx, summed_from(ctx))?;
    let products = requests.iter().map(|one| one.product_id);
    let products = products.chain(wishes.iter().filter_map(|wish| wish.product_id));
    let names = Names::load(read, products, requests.iter().map(|one| one.shop_id))?;
    let title = lang.t("demand.title");
    let main = html! {
        (ui::header(title, lang.t("demand.lead"), speak(ctx)))
        (ui::section(lang.t("demand.waiting.title"), waiting(ctx, &requests, &names)))
        (ui::section(lang.t("demand.wishes.title"), asked(ctx, &wishes, &names)))
        // The sales room's page; this room knows nothing of sales.
        p { a href="/penjualan/habis" { (lang.t("demand.missed")) } }
    };
    Ok(Page::new(title, main))
}

fn waiting(ctx: &Context, requests: &[RequestSeen], names: &Names) -> Markup {
    let lang = ctx.lang;
    let hint =
        if ctx.actor.shop().is_some() { "demand.waiting.shop" } else { "demand.waiting.unit" };
    html! {
        @if requests.is_empty() {
            p { (lang.t("demand.waiting.none")) }
        } @else {
            p { (lang.t(hint)) }
            (waiting_table(ctx, requests, names))
        }
        p { a href="/permintaan/diminta" { (lang.t("demand.waiting.all")) } }
    }
}

fn waiting_table(ctx: &Context, requests: &[RequestSeen], names: &Names) -> Markup {
    let lang = ctx.lang;
    let columns = [
        Column::text(lang.t("demand.product")),
        Column::amount(lang.t("demand.quantity")),
        Column::text(lang.t("demand.shop")),
        Column::text(lang.t("demand.asked_on")),
        Column::text(lang.t("common.state")),
        Column::actions(lang.t("common.actions")),
    ];
    let row = |one: &RequestSeen| {
        let href = format!("/permintaan/{}", one.id);
        vec![
            html! { a href=(href) { (names.product(one.product_id)) } },
            names.pieces(ctx.lang, Some(one.product_id), one.quantity),
            html! { (names.shop(one.shop_id)) },
            ui::day(one.asked_on, lang),
            badge(ctx, one.state),
            match send_href(ctx, one.agreement_id, one.product_id, one.quantity) {
                Some(send) => html! {
                    (ui::quiet(&send, lang.t("demand.waiting.send")))
                    (ui::quiet(&href, lang.t("demand.waiting.answer")))
                },
                None => ui::quiet(&href, lang.t("demand.waiting.see")),
            },
        ]
    };
    html! { (ui::table(lang.t("demand.waiting.title"), columns, requests.iter().map(row))) }
}

fn asked(ctx: &Context, wishes: &[Wish], names: &Names) -> Markup {
    let lang = ctx.lang;
    if wishes.is_empty() {
        return ui::empty(lang.t("demand.wishes.none"), lang.t("demand.wishes.hint"), nothing());
    }
    let mut columns = vec![
        Column::text(lang.t("demand.wishes.what")),
        Column::amount(lang.t("demand.wishes.times")),
        Column::amount(lang.t("demand.wishes.pieces")),
        Column::amount(lang.t("demand.price")),
        Column::text(lang.t("demand.wishes.last")),
    ];
    if makes(ctx) {
        columns.push(Column::actions(lang.t("common.actions")));
    }
    let row = |wish: &Wish| {
        let mut cells = vec![
            html! { a href=(lines_of(ctx, wish)) {
                (names.what(wish.product_id, wish.words.as_deref()))
            } },
            html! { (lang.count("demand.wishes.n_times", wish.times)) },
            names.pieces(ctx.lang, wish.product_id, wish.pieces),
            prices(wish),
            ui::day(wish.last_asked_on, lang),
        ];
        if makes(ctx) {
            cells.push(taken_in(ctx, wish));
        }
        cells
    };
    html! {
        p { (lang.t("demand.wishes.lead")) }
        (ui::table(lang.t("demand.wishes.title"), columns, wishes.iter().map(row)))
        p { a href="/permintaan/ditanya" { (lang.t("demand.wishes.all")) } }
    }
}

/// A wish brought in as work: more of what is known; a product or a training for what is new.
fn taken_in(ctx: &Context, wish: &Wish) -> Markup {
    let lang = ctx.lang;
    let filled = |path: &str, field: &str, text: &str, words: &'static str| {
        ui::quiet(&ui::query(path, &[(field, text)]), lang.t(words))
    };
    match (wish.product_id, wish.words.as_deref()) {
        (Some(product), _) => {
            filled("/produksi/baru", "product", &product.to_string(), "demand.wishes.make")
        }
        (None, Some(words)) => html! {
            (filled("/produk/baru", "name", words, "demand.wishes.product"))
            (filled("/pelatihan/baru", "title", words, "demand.wishes.training"))
        },
        (None, None) => nothing(),
    }
}

/// The lines that a sum counts.
fn lines_of(ctx: &Context, wish: &Wish) -> String {
    let product = wish.product_id.map(|id| id.to_string()).unwrap_or_default();
    let from = summed_from(ctx).to_string();
    let words = wish.words.as_deref().unwrap_or_default();
    ui::query("/permintaan/ditanya", &[("product", &product), ("words", words), ("from", &from)])
}

fn prices(wish: &Wish) -> Markup {
    match (wish.lowest_price, wish.highest_price) {
        (Some(low), Some(high)) if low == high => ui::money(low),
        (Some(low), Some(high)) => html! { (ui::money(low)) " – " (ui::money(high)) },
        _ => nothing(),
    }
}
