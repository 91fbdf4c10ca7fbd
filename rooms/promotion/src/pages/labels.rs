//! /promosi/label: which wording stands on whose labels, and how each sells.

use std::collections::{BTreeMap, btree_map::Entry};

use db::{Read, Result};
use kernel::{Capability, Context, Lang, ProductId, Quantity, group_thousands};
use maud::{Markup, html};
use ui::{BrowseView, Column, Crumb, Filter, Kind};
use web::{Ask, Page};
use words::Speak;

use crate::labels::{
    Compared, Interval, LABELS_PER_PAGE, Labels, ListLabels, OfVariant, Said, Variant, compared,
    labels_of,
};

pub(super) fn way(lang: Lang) -> [Crumb<'static>; 2] {
    let crumb = |href, key| Crumb { href, label: lang.t(key) };
    [crumb("/promosi", "promotion.title"), crumb("/promosi/label", "promotion.label.title")]
}

pub(super) fn variant(lang: Lang, variant: Variant) -> &'static str {
    lang.t(&format!("promotion.variant.{variant}"))
}

pub fn list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let lang = ctx.lang;
    let asked = ListLabels {
        variant: ask.query("variant").and_then(Variant::parse),
        page: Some(Quantity(ask.browse().page())),
    };
    let (rows, total) = labels_of(read, ctx, &asked)?;
    let products = compared(read, ctx)?;
    let names = names(read, &rows, &products)?;
    let view = BrowseView {
        path: "/promosi/label",
        q: None,
        filters: vec![filter(lang, ask)],
        page: ask.browse().page(),
        per_page: LABELS_PER_PAGE,
        total,
    };
    let title = lang.t("promotion.label.title");
    let shown = match rows.is_empty() {
        true => None,
        false => Some(table(read, ctx, &rows, &names)?),
    };
    let hint = lang.t("promotion.label.none_hint");
    let first = ui::empty(lang.t("promotion.label.none"), hint, new(ctx));
    let main = html! {
        (ui::breadcrumbs(lang, &way(lang)[..1], title))
        (ui::header(title, lang.t("promotion.label.lead"), new(ctx)))
        @for one in &products { (product(ctx, one, &names)) }
        @if !products.is_empty() { p.hint { (lang.t("promotion.label.method")) } }
        (ui::section(lang.t("promotion.label.recorded"), html! {
            (ui::listed(lang, &view, shown,
                ("promotion.label.none", "promotion.label.none_hint"), first))
        }))
    };
    Ok(Page::new(title, main))
}

fn new(ctx: &Context) -> Markup {
    let may = ctx.actor.consignor().is_some() && ctx.actor.may(Capability::RecordGoods);
    html! {
        @if may {
            (ui::button_link("/promosi/label/baru", ctx.lang.t("promotion.label.new")))
        }
    }
}

fn names(
    read: &mut Read,
    rows: &[Labels],
    compared: &[Compared],
) -> Result<BTreeMap<ProductId, String>> {
    let mut ids: Vec<ProductId> = rows.iter().map(|row| row.product_id).collect();
    ids.extend(compared.iter().map(|one| one.product_id));
    ids.sort_unstable();
    ids.dedup();
    let all = catalogue::products(read, &ids)?;
    Ok(all.into_iter().map(|(id, product)| (id, product.title())).collect())
}

fn filter<'a>(lang: Lang, ask: &'a Ask) -> Filter<'a> {
    let choice = |one: &Variant| (one.name().to_owned(), variant(lang, *one).to_owned());
    Filter {
        name: "variant",
        label: lang.t("promotion.label.variant"),
        choices: Variant::ALL.iter().map(choice).collect(),
        chosen: ask.query("variant").unwrap_or_default(),
    }
}

/// A product's wordings beside each other, and the one sentence that may be said of them.
fn product(ctx: &Context, one: &Compared, names: &BTreeMap<ProductId, String>) -> Markup {
    let lang = ctx.lang;
    let title = names.get(&one.product_id).map_or("", String::as_str);
    let (kind, text) = match one.said {
        Said::TooLittle => (Kind::Neutral, lang.t("promotion.label.too_little").to_owned()),
        Said::NoDifference => (Kind::Neutral, lang.t("promotion.label.overlap").to_owned()),
        Said::SoldMore(best) => {
            let name = variant(lang, best);
            (Kind::Good, lang.fill("promotion.label.sold_more", &[("variant", &name)]))
        }
    };
    let columns = [
        Column::text(lang.t("promotion.label.variant")),
        Column::amount(lang.t("promotion.label.shops")),
        Column::amount(lang.t("promotion.label.labelled")),
        Column::amount(lang.t("promotion.label.sold")),
        Column::amount(lang.t("promotion.label.share")),
        Column::amount(lang.t("promotion.label.waiting")),
        Column::amount(lang.t("promotion.label.left_out")),
    ];
    let row = |one: &OfVariant| {
        let count = |count: i64| html! { (group_thousands(count)) };
        let href = ui::query("/promosi/label", &[("variant", one.variant.name())]);
        vec![
            html! { a href=(href) { (variant(lang, one.variant)) } },
            count(one.shops as i64),
            count(one.labelled),
            count(one.sold),
            match one.interval {
                Some(interval) => html! { (told(lang, interval)) },
                None => html! { (lang.t("promotion.label.cannot_say")) },
            },
            count(one.waiting),
            count(one.left_out),
        ]
    };
    let table = ui::table(title, columns, one.variants.iter().map(row));
    ui::section(title, html! { (table) (ui::notice(lang, kind, &text)) })
}

/// `62% (41% sampai 79%)`: whole percents, the interval rounded outward.
fn told(lang: Lang, interval: Interval) -> String {
    let Interval { low, share, high } = interval;
    let (low, share, high) = (low / 100, (share + 50) / 100, (high + 99) / 100);
    lang.fill("promotion.label.interval", &[("share", &share), ("low", &low), ("high", &high)])
}

fn table(
    read: &mut Read,
    ctx: &Context,
    rows: &[Labels],
    names: &BTreeMap<ProductId, String>,
) -> Result<Markup> {
    let lang = ctx.lang;
    let ids: Vec<_> = rows.iter().map(|row| row.batch_id).collect();
    let batches = production::batches(read, &ids)?;
    let mut shops = BTreeMap::new();
    for row in rows {
        if let Entry::Vacant(place) = shops.entry(row.shop_id) {
            place.insert(people::load_shop(read, row.shop_id)?.name);
        }
    }
    let columns = [
        Column::text(lang.t("promotion.label.batch")),
        Column::text(lang.t("promotion.product")),
        Column::text(lang.t("promotion.shop")),
        Column::text(lang.t("promotion.label.variant")),
        Column::amount(lang.t("promotion.label.labelled")),
        Column::text(lang.t("promotion.label.on")),
    ];
    let row = |one: &Labels| {
        let code = batches.get(&one.batch_id).map_or("", |batch| batch.code.as_str());
        vec![
            html! { a href={ "/promosi/label/" (one.id) } { (code) } },
            html! { (names.get(&one.product_id).map_or("", String::as_str)) },
            html! { (shops.get(&one.shop_id).map_or("", String::as_str)) },
            html! {
                (variant(lang, one.variant))
                @if one.taken_back_on.is_some() {
                    " " (ui::badge(Kind::Bad, lang.t("promotion.label.taken_back")))
                }
            },
            ui::quantity(one.pieces, ""),
            ui::day(one.labelled_on, lang),
        ]
    };
    Ok(html! { (ui::table(lang.t("promotion.label.recorded"), columns, rows.iter().map(row))) })
}
