//! Requests for more pieces: the list, and the form for a shop without the till.

use db::{Read, Result};
use kernel::{Context, RequestKind};
use maud::{Markup, html};
use ui::{BrowseView, Column, Filter};
use web::{Ask, Page};
use words::Speak;

use super::{
    badge, listed,
    names::{Names, sendable_choices, shop_choices},
    nothing, require_speak, way,
};
use crate::{inputs::ListRequests, kinds::RequestState, store_request, types::RequestSeen};

pub fn list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let (rows, total) = store_request::list(read, ctx, &asked(ask))?;
    let names = Names::load(
        read,
        rows.iter().map(|one| one.product_id),
        rows.iter().map(|one| one.shop_id),
    )?;
    let browse = ask.browse();
    let view = BrowseView {
        per_page: store_request::PER_PAGE,
        ..browse.view("/permintaan/diminta", filters(read, ctx, ask)?, total)
    };
    let table = (!rows.is_empty()).then(|| table(ctx, &rows, &names));
    let words = ("demand.requests.title", "demand.requests.lead");
    Ok(listed(ctx, words, &view, table, ("demand.requests.none", "demand.requests.hint")))
}

/// The query as the API would take it; what cannot be read narrows nothing.
pub fn asked(ask: &Ask) -> ListRequests {
    ListRequests {
        q: ask.query("q").map(str::to_owned),
        shop: ask.query("shop").and_then(|id| id.parse().ok()),
        product: ask.query("product").and_then(|id| id.parse().ok()),
        state: ask.query("state").and_then(RequestState::parse),
        page: Some(kernel::Quantity(ask.browse().page())),
    }
}

fn filters<'a>(read: &mut Read, ctx: &Context, ask: &'a Ask) -> Result<Vec<Filter<'a>>> {
    let lang = ctx.lang;
    let states = RequestState::ALL.iter().map(|state| {
        (state.name().to_owned(), lang.t(&format!("demand.state.{state}")).to_owned())
    });
    let chosen = |name: &str| ask.query(name).unwrap_or_default();
    let label = lang.t("common.state");
    let (choices, state) = (states.collect(), chosen("state"));
    let mut filters = vec![Filter { name: "state", label, choices, chosen: state }];
    let shops = shop_choices(read, ctx)?;
    if !shops.is_empty() {
        let label = lang.t("demand.shop");
        filters.push(Filter { name: "shop", label, choices: shops, chosen: chosen("shop") });
    }
    Ok(filters)
}

fn table(ctx: &Context, rows: &[RequestSeen], names: &Names) -> Markup {
    let lang = ctx.lang;
    let columns = [
        Column::text(lang.t("demand.product")),
        Column::amount(lang.t("demand.quantity")),
        Column::text(lang.t("demand.shop")),
        Column::text(lang.t("demand.asked_on")),
        Column::text(lang.t("common.state")),
    ];
    let row = |one: &RequestSeen| {
        vec![
            html! { a href={ "/permintaan/" (one.id) } { (names.product(one.product_id)) } },
            names.pieces(ctx.lang, Some(one.product_id), one.quantity),
            html! { (names.shop(one.shop_id)) },
            ui::day(one.asked_on, lang),
            badge(ctx, one.state),
        ]
    };
    html! { (ui::table(lang.t("demand.requests.title"), columns, rows.iter().map(row))) }
}

/// /permintaan/minta
pub fn form(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    require_speak(ctx)?;
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let (products, shops) = (sendable_choices(read, ctx)?, shop_choices(read, ctx)?);
    let title = lang.t("demand.request.title");
    let body = html! {
        (f.hidden("id", ctx.fresh_id::<RequestKind>()))
        @if ctx.actor.shop().is_none() { (f.select("shop", "demand.shop", shops)) }
        (f.select("product", "demand.product", products).hint("demand.request.product_hint"))
        (f.number("quantity", "demand.quantity"))
        (f.textarea("note", "demand.note").optional().hint("demand.request.note_hint"))
        (f.date("asked_on", "demand.asked_on").value(ctx.today()))
        (ui::actions(html! {
            (ui::submit(lang.t("demand.request.submit")))
            (ui::quiet("/permintaan", lang.t("common.cancel")))
        }))
    };
    let main = html! {
        (ui::breadcrumbs(lang, &[way(ctx)], title))
        (ui::header(title, lang.t("demand.request.lead"), nothing()))
        (f.post("/permintaan/minta", body))
    };
    Ok(Page::new(title, main))
}
