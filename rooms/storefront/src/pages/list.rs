//! The catalogue: all that is offered, searched, narrowed, sorted.

use db::{Read, Result};
use kernel::{Context, Day, Lang, ShopId};
use maud::{Markup, html};
use ui::{BrowseView, pager_by};
use web::{Ask, Head, Page};
use words::Speak;

use super::{finder, parts};
use crate::{
    api,
    narrow::{self, Narrow, PER_PAGE},
    place::Shop,
    store, store_place,
};

/// Shops to choose from.
const SHOPS: i64 = 200;

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let (lang, today) = (ctx.lang, ctx.today());
    let (narrow, page) = (Narrow::read(|name| ask.query(name)), ask.browse().page());
    let listed = api::listed(read, ctx, &narrow, page)?;
    let things = store::things_at(read, ctx, &listed.ids, narrow.shop)?;
    let categories = store::categories(read, today)?;
    let shops = shops(read, today, narrow.shop)?;
    // A name that nothing bears is nobody's page: it is neither a title nor worth keeping.
    let named = narrow.category.clone().filter(|_| listed.total > 0);
    let title = title(lang, &narrow, named.as_deref());
    let main = html! {
        (ui::header(&title, lang.t("storefront.lead"), html! {}))
        @if listed.total > 0 || narrow.narrowed() {
            (finder::finder(lang, &narrow, (&categories, &shops), listed.total))
            (finder::chips(lang, &categories, narrow.category.as_deref()))
        }
        (finder::understood(lang, &listed.search))
        @if narrow.narrowed() {
            p.found role="status" {
                (lang.count("common.results", listed.total)) " · "
                a href="/etalase" { (lang.t("storefront.show_all")) }
            }
        }
        @if things.is_empty() { (nothing(lang, &narrow)) } @else {
            h2.hidden-title { (lang.t("storefront.goods")) }
            (parts::goods(lang, &things))
            (pages(lang, &narrow, page, listed.total))
        }
        (crate::said::links(lang))
    };
    Ok(Page::public(title, main).describe(lang.t("storefront.lead")).with(head(
        lang,
        &narrow,
        page,
        named.as_deref(),
    )))
}

/// The shops to choose from; the chosen one is among them, however many there are.
fn shops(read: &mut Read, today: Day, chosen: Option<ShopId>) -> Result<Vec<Shop>> {
    let mut shops = store_place::shops(read, today, None, SHOPS)?;
    if let Some(chosen) = chosen.filter(|id| shops.iter().all(|shop| shop.id != *id)) {
        shops.extend(store_place::find_shop(read, chosen)?);
    }
    Ok(shops)
}

fn title(lang: Lang, narrow: &Narrow, named: Option<&str>) -> String {
    match named {
        Some(category) if narrow.q.is_none() => category.to_owned(),
        _ => lang.t("storefront.title").to_owned(),
    }
}

/// Only the whole list and each category are known to search engines; of all other combinations
/// they are told that they are not worth keeping.
fn head(lang: Lang, narrow: &Narrow, page: i64, named: Option<&str>) -> Head {
    let known = Narrow { category: named.map(str::to_owned), ..Narrow::default() };
    let listed = narrow.listed() && known.category == narrow.category;
    let page = if listed { page } else { 1 };
    let head = parts::head(lang, &href(&known, page), Vec::new());
    Head { unlisted: !listed, ..head }
}

/// The one address of a page of a list.
fn href(narrow: &Narrow, page: i64) -> String {
    let page = if page > 1 { page.to_string() } else { String::new() };
    let shop = narrow.shop.map(|shop| shop.to_string()).unwrap_or_default();
    let sort = if narrow.sort == narrow::Sort::Newest { "" } else { narrow.sort.tag() };
    ui::query(
        "/etalase",
        &[
            ("q", narrow.q.as_deref().unwrap_or_default()),
            ("category", narrow.category.as_deref().unwrap_or_default()),
            ("shop", &shop),
            ("here", if narrow.here { "1" } else { "" }),
            ("price", &narrow.range()),
            ("sort", sort),
            ("page", &page),
        ],
    )
}

fn pages(lang: Lang, narrow: &Narrow, page: i64, total: i64) -> Markup {
    let view = BrowseView {
        path: "/etalase",
        q: None,
        filters: Vec::new(),
        page,
        per_page: PER_PAGE as i64,
        total,
    };
    pager_by(lang, &view, |page| href(narrow, page))
}

fn nothing(lang: Lang, narrow: &Narrow) -> Markup {
    if !narrow.narrowed() {
        return ui::empty(lang.t("storefront.none"), lang.t("storefront.none_hint"), html! {});
    }
    let all = ui::quiet("/etalase", lang.t("storefront.show_all"));
    ui::empty(lang.t("storefront.not_found"), lang.t("storefront.not_found_hint"), all)
}
