//! What stands on the shelves: for the unit all its shops, for a shop its own.

use db::{Read, Result};
use kernel::{Capability, Context, Reach, ShopId};
use ledger::{Filter as Accounts, Kind};
use maud::{Markup, html};
use ui::{Branch, BrowseView, Column, Filter, Flow, River, Tone, Unit};
use web::{Ask, Browse, Page};
use words::Speak;

use super::{Words, listed, names::Names, nothing};
use crate::{shelf, types::ShelfRow};

const LIST: Words = Words {
    title: "consignment.shelf.title",
    lead: "consignment.shelf.lead",
    empty: "consignment.shelf.empty",
    empty_hint: "consignment.shelf.empty_hint",
};

const CHOOSE: Words = Words { lead: "consignment.shelf.choose", ..LIST };

/// Goods that stand longer than this move slowly.
const SLOW_DAYS: i64 = 60;

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let browse = ask.browse();
    let chosen = chosen_shop(&browse);
    let all_of_them = chosen.is_none() && browse.filter("state").is_none();
    if ctx.actor.reach == Reach::All && all_of_them {
        return choose(read, ctx, &browse);
    }
    let all = rows_of(read, ctx, chosen)?;
    let names = Names::of(ctx.lang)
        .goods(read, all.iter().map(|row| (row.product_id, row.batch_id)))?
        .places(read, all.iter().map(|row| (row.consignor_id, row.shop_id)))?;
    let rows: Vec<&ShelfRow> = all.iter().filter(|row| wanted(ctx, &browse, row, &names)).collect();
    let view = view(ctx, &browse, &all, &names, rows.len() as i64);
    let from = usize::try_from(browse.offset()).unwrap_or(usize::MAX);
    let limit = usize::try_from(browse.limit()).unwrap_or(usize::MAX);
    let shown: Vec<&ShelfRow> = rows.iter().copied().skip(from).take(limit).collect();
    let table = (!shown.is_empty()).then(|| table(ctx, &shown, &names));
    let mut page = listed(ctx, &LIST, &view, &buttons(ctx), table);
    page.main = html! { (page.main) (cards(ctx, &browse, &all)) };
    page.main = html! { (page.main) (river(read, ctx)?) };
    Ok(page)
}

/// The shop that the query names.
pub fn chosen_shop(browse: &Browse<'_>) -> Option<ShopId> {
    browse.filter("shop").and_then(|id| id.parse().ok())
}

/// Every batch on the shelves that the actor sees; where he sees all, on the one that he chose.
pub fn rows_of(read: &mut Read, ctx: &Context, chosen: Option<ShopId>) -> Result<Vec<ShelfRow>> {
    match (&ctx.actor.reach, chosen) {
        (Reach::Shop(shop), _) => shelf::shelf(read, *shop),
        (Reach::Consignor(unit), _) => shelf::shelves_of(read, *unit),
        (Reach::All, Some(shop)) => shelf::shelf(read, shop),
        (Reach::All, None) => shelf::all_shelves(read),
        (Reach::Kanwil(_) | Reach::Nobody, _) => Ok(Vec::new()),
    }
}

/// How many of those batches are below zero.
pub fn below_zero(read: &mut Read, ctx: &Context) -> Result<i64> {
    let Some(filter) = seen_accounts(ctx) else { return Ok(0) };
    let all = ledger::goods_by_batch(read, Kind::Shelf, filter)?;
    Ok(all.iter().filter(|row| row.quantity < 0).count() as i64)
}

/// The accounts of the goods that the actor sees.
fn seen_accounts(ctx: &Context) -> Option<Accounts> {
    match ctx.actor.reach {
        Reach::Shop(shop) => Some(Accounts { shop: Some(shop), ..Accounts::default() }),
        Reach::Consignor(unit) => Some(Accounts::of(unit)),
        Reach::All => Some(Accounts::default()),
        Reach::Kanwil(_) | Reach::Nobody => None,
    }
}

/// Who sees every shop there is looks at one after the other, or at what is wrong in all of them:
/// all their batches are no list.
fn choose(read: &mut Read, ctx: &Context, browse: &Browse<'_>) -> Result<Page> {
    let lang = ctx.lang;
    let q = browse.q().map(str::to_lowercase);
    let mut all = people::list_shops(read)?;
    all.retain(|shop| q.as_ref().is_none_or(|q| shop.name.to_lowercase().contains(q)));
    let columns = [Column::text(lang.t("consignment.shop"))];
    let row = |shop: &people::Shop| {
        let href = ui::query("/rak", &[("shop", &shop.id.to_string())]);
        vec![html! { a href=(href) { (shop.name) } }]
    };
    let total = all.len() as i64;
    let from = usize::try_from(browse.offset()).unwrap_or(usize::MAX);
    let limit = usize::try_from(browse.limit()).unwrap_or(usize::MAX);
    let shown: Vec<_> = all.iter().skip(from).take(limit).collect();
    let title = lang.t("consignment.shelf.choose");
    let table = ui::table(title, columns, shown.iter().map(|shop| row(shop)));
    let table = (!shown.is_empty()).then(|| html! { (table) });
    let view = browse.view("/rak", Vec::new(), total);
    let mut page = listed(ctx, &CHOOSE, &view, &nothing(), table);
    page.main = html! { (page.main) (river(read, ctx)?) };
    Ok(page)
}

pub fn age(ctx: &Context, row: &ShelfRow) -> i64 {
    row.first_received_on.days_until(ctx.today())
}

pub fn wanted(ctx: &Context, browse: &Browse<'_>, row: &ShelfRow, names: &Names) -> bool {
    let is = |name: &str, id: String| browse.filter(name).is_none_or(|chosen| chosen == id);
    let found = browse.q().map(str::to_lowercase).is_none_or(|q| {
        let text = format!("{} {}", names.product(row.product_id), names.batch(row.batch_id));
        text.to_lowercase().contains(&q)
    });
    let slow = match browse.filter("state") {
        Some("slow") => age(ctx, row) > SLOW_DAYS,
        Some("below_zero") => row.quantity < 0,
        _ => true,
    };
    let places = is("shop", row.shop_id.to_string()) && is("product", row.product_id.to_string());
    found && slow && places
}

fn view<'a>(
    ctx: &Context,
    browse: &Browse<'a>,
    all: &[ShelfRow],
    names: &Names,
    total: i64,
) -> BrowseView<'a> {
    let lang = ctx.lang;
    let unique = |mut choices: Vec<(String, String)>| {
        choices.sort_by(|a, b| a.1.cmp(&b.1));
        choices.dedup();
        choices
    };
    let of_product = |row: &ShelfRow| (row.product_id.to_string(), names.product(row.product_id));
    let of_shop = |row: &ShelfRow| (row.shop_id.to_string(), names.shop(row.shop_id).to_owned());
    let chosen = |name: &str| browse.filter(name).unwrap_or_default();
    let mut filters = vec![Filter {
        name: "product",
        label: lang.t("consignment.product"),
        choices: unique(all.iter().map(of_product).collect()),
        chosen: chosen("product"),
    }];
    if ctx.actor.shop().is_none() {
        let choices = unique(all.iter().map(of_shop).collect());
        let label = lang.t("consignment.shop");
        filters.push(Filter { name: "shop", label, choices, chosen: chosen("shop") });
    }
    let states = ["slow", "below_zero"];
    let label = lang.t("common.state");
    let picked = browse.filter("state");
    filters.push(super::filter(ctx, ("state", label), "consignment.shelf.state", &states, picked));
    browse.view("/rak", filters, total)
}

/// Price cards for one shop's shelf: one's own, or the one that was chosen.
fn cards(ctx: &Context, browse: &Browse<'_>, all: &[ShelfRow]) -> Markup {
    let lang = ctx.lang;
    let chosen = browse.filter("shop").and_then(|id| id.parse().ok());
    let Some(shop) = ctx.actor.shop().or(chosen) else { return nothing() };
    if !all.iter().any(|row| row.shop_id == shop && row.quantity > 0) {
        return nothing();
    }
    let link = |file: &str, key: &str| ui::quiet(&format!("/rak/{shop}/{file}"), lang.t(key));
    ui::section(
        lang.t("consignment.cards.title"),
        html! {
            p { (lang.t("consignment.cards.lead")) }
            (ui::actions(html! {
                (link("kartu-harga.pdf", "consignment.cards.large"))
                (link("kartu-58.pdf", "consignment.cards.small"))
            }))
        },
    )
}

fn buttons(ctx: &Context) -> Markup {
    let may = ctx.actor.may(Capability::Sell) || ctx.actor.may(Capability::RecordGoods);
    let lang = ctx.lang;
    match may {
        true => html! {
            (ui::button_link("/hitung/baru", lang.t("consignment.counts.new")))
            (ui::quiet("/gerak/baru", lang.t("consignment.movements.new")))
        },
        false => nothing(),
    }
}

fn table(ctx: &Context, rows: &[&ShelfRow], names: &Names) -> Markup {
    let lang = ctx.lang;
    let mut columns = vec![
        Column::text(lang.t("consignment.product")),
        Column::text(lang.t("consignment.batch")),
        Column::amount(lang.t("consignment.shelf.there")),
        Column::text(lang.t("consignment.shelf.since")),
        Column::amount(lang.t("consignment.shelf.age")),
        Column::text(lang.t("common.state")),
    ];
    // A shop's people know which shop theirs is.
    let of_shop = ctx.actor.shop().is_some();
    if !of_shop {
        columns.insert(2, Column::text(lang.t("consignment.shop")));
    }
    let row = |one: &&ShelfRow| {
        let mut cells = vec![
            html! { (names.product(one.product_id)) },
            names.batch_link(ctx, one.batch_id),
            names.pieces(one.product_id, one.quantity),
            ui::day(one.first_received_on, lang),
            html! { (lang.count("consignment.days", age(ctx, one))) },
            state(ctx, one),
        ];
        if !of_shop {
            cells.insert(2, html! { (names.shop(one.shop_id)) });
        }
        cells
    };
    html! { (ui::table(lang.t(LIST.title), columns, rows.iter().map(row))) }
}

fn state(ctx: &Context, row: &ShelfRow) -> Markup {
    let lang = ctx.lang;
    match (row.quantity < 0, age(ctx, row) > SLOW_DAYS) {
        (true, _) => ui::badge(ui::Kind::Bad, lang.t("consignment.shelf.state.below_zero")),
        (_, true) => ui::badge(ui::Kind::Warning, lang.t("consignment.shelf.state.slow")),
        _ => ui::badge(ui::Kind::Good, lang.t("consignment.shelf.state.there")),
    }
}

/// The goods from the workshop to where they are now, by the ledger.
fn river(read: &mut Read, ctx: &Context) -> Result<Markup> {
    let Some(filter) = seen_accounts(ctx) else { return Ok(nothing()) };
    let lang = ctx.lang;
    let places = [
        (Kind::Workshop, Flow::Workshop, "/produksi"),
        (Kind::Transit, Flow::Transit, "/kirim?state=sent"),
        (Kind::Shelf, Flow::Shelf, "/rak"),
        (Kind::Sold, Flow::Sold, "/penjualan"),
        (Kind::Discrepancy, Flow::Discrepancy, "/selisih?state=open"),
        (Kind::Damaged, Flow::Damaged, "/gerak?kind=damage"),
        (Kind::Destroyed, Flow::Destroyed, "/gerak?kind=destroyed"),
        (Kind::Lost, Flow::Lost, "/gerak?kind=loss"),
    ];
    let (mut branches, mut whole) = (Vec::new(), 0);
    for (kind, flow, href) in places {
        let pieces = ledger::sum(read, kind, filter)?;
        whole += pieces;
        if pieces != 0 {
            branches.push(flow.branch(lang, pieces).to(href));
        }
    }
    let drawn = River {
        lang,
        id: "shelf-river",
        title: lang.t("consignment.shelf.river"),
        description: lang.t("consignment.shelf.river_description"),
        unit: Unit::Pieces(lang.t("common.pieces")),
        source: Branch::new(lang.t("consignment.shelf.river_source"), whole, Tone::Water),
        stations: Vec::new(),
        branches,
    };
    Ok(ui::section(lang.t("production.river.where"), ui::river(&drawn)))
}
