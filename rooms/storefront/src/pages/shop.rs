//! The shops that sell the goods.

use db::{Read, Result};
use kernel::{Context, Lang};
use maud::{Markup, html};
use ui::{BrowseView, Crumb, facts, pager_by, section};
use web::{Ask, Page};
use words::Speak;

use super::parts;
use crate::{
    address, data,
    narrow::{self, Narrow, PER_PAGE},
    place::Shop,
    refusal::No,
    store, store_place,
};

/// Shops on the list; more are found by their goods.
const SHOPS: i64 = 500;

pub fn list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let lang = ctx.lang;
    let shops = store_place::shops(read, ctx.today(), None, SHOPS)?;
    let title = lang.t("storefront.shops.title");
    let lead = lang.t("storefront.shops.lead");
    let main = html! {
        (ui::header(title, lead, html! {}))
        @if shops.is_empty() {
            (ui::empty(lang.t("storefront.shops.none"), lang.t("storefront.none_hint"), html! {}))
        } @else {
            h2.hidden-title { (title) }
            (parts::shops_by_city(lang, &shops))
        }
    };
    let (_, way) = parts::way(lang, ask, &[], ("/mitra", title));
    Ok(Page::public(title, main).describe(lead).with(parts::head(lang, "/mitra", vec![way])))
}

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let lang = ctx.lang;
    let id = address::id_in(ask.param("place").unwrap_or_default()).ok_or(No::NoShop)?;
    let shop = store_place::find_shop(read, id)?.ok_or(No::NoShop)?;
    let narrow = Narrow { shop: Some(id), ..Narrow::default() };
    let total = store::count(read, ctx, &narrow)?;
    let page = ask.browse().page();
    // A shop without goods is nobody's to see yet.
    if total == 0 || page > narrow::pages(total) {
        return Err(No::NoShop.into());
    }
    let here = address::shop(&shop.name, id);
    if ask.path != here {
        return Ok(Page::moved(here));
    }
    let open = shop.whatsapp.is_some()
        && store_place::takes_orders(read, id)?
        && store::count(read, ctx, &Narrow { here: true, ..narrow.clone() })? > 0;
    let ids = store::page(read, ctx, &narrow, page)?;
    let things = store::things_at(read, ctx, &ids, narrow.shop)?;
    let crumbs = [Crumb { href: "/mitra", label: lang.t("storefront.shops.title") }];
    let (way, way_data) = parts::way(lang, ask, &crumbs, (&here, &shop.name));
    let main = html! {
        (way)
        (ui::header(&shop.name, &lang.fill("storefront.shop.lead", &[("city", &shop.city)]),
            html! {}))
        (about(lang, &shop, open))
        (section(lang.t("storefront.shop.goods"), html! {
            (parts::goods(lang, &things))
            (pages(lang, &here, page, total))
        }))
    };
    let lead = lang.fill("storefront.shop.told", &[("shop", &shop.name), ("city", &shop.city)]);
    let canonical = if page > 1 { format!("{here}?page={page}") } else { here.clone() };
    let data = vec![data::shop(&ask.public_url, &shop), way_data];
    let head = parts::head(lang, &canonical, data);
    Ok(Page::public(&shop.name, main).describe(lead).with(head))
}

/// Who it is and how to reach it; where it takes orders and has something, that comes first.
fn about(lang: Lang, shop: &Shop, open: bool) -> Markup {
    let text = lang.fill("storefront.shop.hello", &[("shop", &shop.name)]);
    let chat = shop.whatsapp.as_deref().and_then(|number| address::whatsapp(number, &text));
    let mut known: Vec<(&str, Markup)> =
        vec![(lang.t("storefront.shop.address"), html! { (shop.address) ", " (shop.city) })];
    if let Some(hours) = &shop.opening_hours {
        known.push((lang.t("storefront.shop.hours"), html! { (hours) }));
    }
    html! {
        (facts(known))
        div.actions {
            @if open {
                a.button.primary href=(address::orders(shop.id)) rel="nofollow" {
                    (lang.t("storefront.shop.order"))
                }
            }
            @if let Some(chat) = chat {
                a class=(if open { "button quiet" } else { "button primary" }) href=(chat)
                    rel="noopener external" { (lang.t("storefront.chat")) }
            }
            a.button.quiet href=(address::map(&shop.name, &shop.address, &shop.city))
                rel="noopener external" { (lang.t("storefront.map")) }
        }
    }
}

fn pages(lang: Lang, here: &str, page: i64, total: i64) -> Markup {
    let view = BrowseView {
        path: here,
        q: None,
        filters: Vec::new(),
        page,
        per_page: PER_PAGE as i64,
        total,
    };
    pager_by(lang, &view, |page| view.href(page))
}
