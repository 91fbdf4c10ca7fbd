//! Counting what is left: the list, the form, the sheet.

use agreements::Agreement;
use db::{Read, Result};
use kernel::{AgreementKind, Capability, Context, CountKind, ProductId};
use maud::{Markup, html};
use ui::{BrowseView, Column, Crumb};
use web::{Ask, Page};
use words::Speak;

use super::{
    Words, agreements_of, choose, chosen_agreement,
    delivery::{differing, seen},
    listed,
    names::Names,
    nothing,
};
use crate::{
    actions_count, guard,
    refusal::No,
    store_movement,
    store_shelf::{self, CountFilter},
    types::{CountEntry, CountSheet},
};

const LIST: Words = Words {
    title: "consignment.counts.title",
    lead: "consignment.counts.lead",
    empty: "consignment.counts.empty",
    empty_hint: "consignment.counts.empty_hint",
};

pub fn list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let (browse, lang) = (ask.browse(), ctx.lang);
    let (rows, total) = narrowed(read, ctx, ask)?;
    let names = Names::of(ctx.lang);
    let names = names.places(read, rows.iter().map(|one| (one.consignor_id, one.shop_id)))?;
    let view = BrowseView { q: None, ..browse.view("/hitung", Vec::new(), total) };
    let may = ctx.actor.may(Capability::Sell) || ctx.actor.may(Capability::RecordGoods);
    let new = ui::button_link("/hitung/baru", lang.t("consignment.counts.new"));
    let head = if may { new } else { nothing() };
    let table = (!rows.is_empty()).then(|| sheets(ctx, &rows, &names));
    Ok(listed(ctx, &LIST, &view, &head, table))
}

/// The counts of the window that the query asks for, and how many there are.
pub fn narrowed(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<(Vec<CountSheet>, i64)> {
    let browse = ask.browse();
    let asked = CountFilter {
        consignor: ctx.actor.consignor(),
        shop: ctx.actor.shop(),
        limit: browse.limit(),
        offset: browse.offset(),
    };
    match seen(ctx) {
        true => store_shelf::list_counts(read, &asked),
        false => Ok((Vec::new(), 0)),
    }
}

fn sheets(ctx: &Context, rows: &[CountSheet], names: &Names) -> Markup {
    let lang = ctx.lang;
    // Nobody needs his own name in every row.
    let of_shop = ctx.actor.shop().is_some();
    let row = |one: &CountSheet| {
        vec![
            html! { a href={ "/hitung/" (one.id) } { (one.counted_on.long(lang)) } },
            html! {
                @if of_shop { (names.unit(one.consignor_id)) }
                @else { (names.shop(one.shop_id)) }
            },
        ]
    };
    let columns = [
        Column::text(lang.t("consignment.count.counted_on")),
        Column::text(lang.t(if of_shop { "consignment.unit" } else { "consignment.shop" })),
    ];
    html! { (ui::table(lang.t(LIST.title), columns, rows.iter().map(row))) }
}

/// The sheet that is filled in before the shelf.
pub fn form(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    guard::acting_side(&ctx.actor)?;
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let title = lang.t("consignment.counts.new");
    let all = agreements_of(read, ctx)?;
    let Some(agreement) = chosen_agreement(read, ctx, ask, &all)? else {
        return Ok(choose(ctx, "/hitung/baru", title, &all));
    };
    let products = products_of(read, &agreement)?;
    let names = Names::of(ctx.lang).products(read, &products)?;
    let lead = lang.fill("consignment.count.lead", &[("shop", &agreement.shop_name)]);
    let way = [Crumb { href: "/hitung", label: lang.t(LIST.title) }];
    let main = html! {
        (ui::breadcrumbs(lang, &way, title))
        (ui::header(title, &lead, sheet_link(ctx, &agreement, &products)))
        @if products.is_empty() {
            (ui::empty(lang.t("consignment.count.no_goods"),
                lang.t("consignment.count.no_goods_hint"), nothing()))
        } @else {
            (f.post("/hitung/baru", fields(ctx, ask, &agreement, &products, &names)))
        }
    };
    Ok(Page::new(title, main))
}

fn sheet_link(ctx: &Context, agreement: &Agreement, products: &[ProductId]) -> Markup {
    let href = format!("/hitung/lembar/{}/lembar-hitung.pdf", agreement.id);
    match products.is_empty() {
        true => nothing(),
        false => ui::quiet(&href, ctx.lang.t("consignment.count.sheet")),
    }
}

/// The agreement whose goods an empty sheet lists, out of those that the actor counts under.
pub fn agreement_of_sheet(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Agreement> {
    guard::acting_side(&ctx.actor)?;
    let id = ask.id::<AgreementKind>("agreement")?;
    let all = agreements_of(read, ctx)?;
    Ok(all.into_iter().find(|one| one.id == id).ok_or(No::Unknown)?)
}

/// Every product of the unit that the shop ever had.
pub fn products_of(read: &mut Read, agreement: &Agreement) -> Result<Vec<ProductId>> {
    let (shop, unit) = (Some(agreement.shop_id), Some(agreement.consignor_id));
    let rows = store_shelf::batches_of(read, shop, unit)?;
    let mut products: Vec<_> = rows.iter().map(|row| row.product_id).collect();
    products.dedup();
    Ok(products)
}

/// A product left blank is not counted, so its row does not come back after a refusal: each finds
/// its place by its product.
fn fields(
    ctx: &Context,
    ask: &Ask,
    agreement: &Agreement,
    products: &[ProductId],
    names: &Names,
) -> Markup {
    let (lang, f) = (ctx.lang, ask.form(ctx.lang));
    let name = |row: usize, field: &str| format!("lines[{row}][{field}]");
    html! {
        (f.hidden("id", ctx.fresh_id::<CountKind>()))
        (f.hidden("agreement", agreement.id))
        (f.hidden("counted_on", ctx.today()))
        @for (at, product) in products.iter().enumerate() {
            @let row = ask.typed().row_of("lines", "product!", &product.to_string(), at);
            fieldset.group {
                legend { (names.product(*product)) }
                div.group-fields {
                    (f.hidden(&name(row, "product!"), product))
                    (f.number(&name(row, "counted"), "consignment.count.counted").blank()
                        .suffix(names.unit_of(*product)))
                    (f.text(&name(row, "note"), "common.note").blank().max_length(200))
                }
            }
        }
        (f.textarea("note", "consignment.count.note").optional())
        (ui::actions(html! {
            (ui::submit(lang.t("consignment.count.submit")))
            (ui::quiet("/hitung", lang.t("common.cancel")))
        }))
    }
}

/// What was counted beside what the books said.
pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let sheet = actions_count::load_own_count(read, ctx, ask.id::<CountKind>("count")?)?;
    let lang = ctx.lang;
    let lines = store_shelf::list_count_lines(read, sheet.id)?;
    let differences = store_movement::discrepancies_of(read, sheet.id.uuid())?;
    let goods = differences.iter().map(|one| (one.product_id, one.batch_id));
    let apart = Names::of(ctx.lang).goods(read, goods)?;
    let products: Vec<_> = lines.iter().map(|line| line.product_id).collect();
    let names = Names::of(ctx.lang)
        .products(read, &products)?
        .places(read, [(sheet.consignor_id, sheet.shop_id)])?;
    let day = sheet.counted_on.long(lang);
    let title = lang.fill("consignment.count.title", &[("day", &day)]);
    let way = [Crumb { href: "/hitung", label: lang.t(LIST.title) }];
    let shop = names.shop(sheet.shop_id);
    let main = html! {
        (ui::breadcrumbs(lang, &way, &day))
        (ui::header(&title, shop, nothing()))
        @if let Some(note) = &sheet.note { (ui::prose(html! { p { (note) } })) }
        (table(ctx, &lines, &names))
        (differing(ctx, &differences, &apart))
        (production::history(read, ctx, &[sheet.id.cast()])?)
    };
    Ok(Page::new(title, main))
}

fn table(ctx: &Context, lines: &[CountEntry], names: &Names) -> Markup {
    let lang = ctx.lang;
    let columns = [
        Column::text(lang.t("consignment.product")),
        Column::amount(lang.t("consignment.count.expected")),
        Column::amount(lang.t("consignment.count.counted")),
        Column::amount(lang.t("consignment.count.difference")),
        Column::text(lang.t("common.note")),
    ];
    let row = |line: &CountEntry| {
        vec![
            html! { (names.product(line.product_id)) },
            names.pieces(line.product_id, line.expected),
            names.pieces(line.product_id, line.counted),
            names.pieces(line.product_id, line.counted - line.expected),
            html! { (line.note.as_deref().unwrap_or_default()) },
        ]
    };
    let caption = lang.t("consignment.count.lines");
    ui::section(caption, html! { (ui::table(caption, columns, lines.iter().map(row))) })
}
