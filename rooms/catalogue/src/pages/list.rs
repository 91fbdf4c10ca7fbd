//! The list of products.

use db::{Read, Result};
use kernel::{Context, Lang};
use maud::{Markup, html};
use sheet::{Column as SheetColumn, Sheet};
use ui::{BrowseView, Column, Filter, Kind, badge, button_link, empty, table};
use web::{Ask, Browse, Page};
use words::Speak;

use super::{may_record, money_or_dash, seen, thumb};
use crate::{product::Listed, store};

pub fn list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let (lang, browse) = (ctx.lang, ask.browse());
    let narrow = narrow(ctx, &browse)?;
    let total = store::count(read, &narrow)?;
    let found = store::list(read, &narrow, ctx.today(), browse.limit(), browse.offset())?;
    let categories = store::categories(read, narrow.consignor)?;
    let view = view(lang, &browse, categories, total);
    let title = lang.t("catalogue.list.title");
    let hint = lang.t("catalogue.list.none_hint");
    let first = empty(lang.t("catalogue.list.none"), hint, new_button(ctx));
    let main = html! {
        (ui::header(title, lang.t("catalogue.list.lead"), new_button(ctx)))
        (ui::listed(lang, &view, (!found.is_empty()).then(|| lines(lang, &found)),
            ("catalogue.list.not_found", "catalogue.list.not_found_hint"), first))
    };
    Ok(Page::new(title, main))
}

/// The list as a spreadsheet; its columns are those that an import takes.
pub fn sheet(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Sheet> {
    let (lang, browse) = (ctx.lang, ask.browse());
    let narrow = narrow(ctx, &browse)?;
    let found = store::list(read, &narrow, ctx.today(), browse.limit(), browse.offset())?;
    let text = |key: &str| SheetColumn::text(lang.t(key));
    let columns = vec![
        text("catalogue.field.code").width(12),
        text("catalogue.field.name"),
        text("catalogue.field.variant").width(14),
        text("catalogue.field.unit").width(10),
        text("catalogue.field.category").width(16),
        SheetColumn::rupiah(lang.t("catalogue.price_today")),
        SheetColumn::rupiah(lang.t("catalogue.field.floor_price")),
        SheetColumn::rupiah(lang.t("catalogue.field.hpp_estimate")),
        text("catalogue.field.size").width(18),
        text("catalogue.field.material").width(18),
        text("catalogue.field.barcode").width(18),
        SheetColumn::number(lang.t("catalogue.field.promise_days")),
        text("common.state").width(18),
    ];
    let row = |listed: &Listed| {
        let one = &listed.product;
        let state = if one.active { "catalogue.state.active" } else { "catalogue.state.retired" };
        vec![
            one.code.as_str().into(),
            one.name.as_str().into(),
            one.variant.as_ref().into(),
            one.unit.as_str().into(),
            one.category.as_ref().into(),
            listed.price.into(),
            one.floor_price.into(),
            one.hpp_estimate.into(),
            one.size.as_ref().into(),
            one.material.as_ref().into(),
            one.barcode.as_ref().into(),
            one.promise_days.into(),
            lang.t(state).into(),
        ]
    };
    Ok(Sheet::new(lang.t("catalogue.list.title"), columns).window(found.iter().map(row)))
}

fn narrow(ctx: &Context, browse: &Browse<'_>) -> Result<store::Narrow> {
    let active = match browse.filter("state") {
        Some("active") => Some(true),
        Some("retired") => Some(false),
        _ => None,
    };
    Ok(store::Narrow {
        consignor: seen(ctx)?,
        like: browse.like(),
        category: browse.filter("category").map(str::to_owned),
        active,
    })
}

fn view<'a>(
    lang: Lang,
    browse: &Browse<'a>,
    categories: Vec<String>,
    total: i64,
) -> BrowseView<'a> {
    let state = |value: &str, key: &str| (value.to_owned(), lang.t(key).to_owned());
    let states = vec![
        state("active", "catalogue.state.active"),
        state("retired", "catalogue.state.retired"),
    ];
    let choices = categories.into_iter().map(|name| (name.clone(), name)).collect();
    browse.view(
        browse.path(),
        vec![
            Filter {
                name: "category",
                label: lang.t("catalogue.field.category"),
                choices,
                chosen: browse.filter("category").unwrap_or_default(),
            },
            Filter {
                name: "state",
                label: lang.t("common.state"),
                choices: states,
                chosen: browse.filter("state").unwrap_or_default(),
            },
        ],
        total,
    )
}

fn new_button(ctx: &Context) -> Markup {
    if !may_record(ctx) {
        return html! {};
    }
    button_link("/produk/baru", ctx.lang.t("catalogue.create.title"))
}

fn lines(lang: Lang, found: &[Listed]) -> Markup {
    let columns = [
        Column::text(lang.t("catalogue.product")),
        Column::text(lang.t("catalogue.field.code")),
        Column::text(lang.t("catalogue.field.category")),
        Column::amount(lang.t("catalogue.price_today")),
        Column::amount(lang.t("catalogue.field.floor_price")),
        Column::text(lang.t("common.state")),
    ];
    let rows = found.iter().map(|listed| row(lang, listed));
    html! { (table(lang.t("catalogue.list.title"), columns, rows)) }
}

fn row(lang: Lang, listed: &Listed) -> Vec<Markup> {
    let product = &listed.product;
    vec![
        html! {
            a.with-thumb href={ "/produk/" (product.id) } {
                (thumb(listed.photo, &product.title())) span { (product.title()) }
            }
        },
        html! { code { (product.code) } },
        html! { (product.category.as_deref().unwrap_or_default()) },
        money_or_dash(listed.price),
        money_or_dash(product.floor_price),
        state(lang, product.active),
    ]
}

pub(super) fn state(lang: Lang, active: bool) -> Markup {
    if active {
        badge(Kind::Good, lang.t("catalogue.state.active"))
    } else {
        badge(Kind::Neutral, lang.t("catalogue.state.retired"))
    }
}
