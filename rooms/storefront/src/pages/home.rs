//! The first page: for somebody who has never heard of it and came by a link.

use db::{Read, Result};
use kernel::{Context, Lang};
use maud::{Markup, html};
use ui::section;
use web::{Ask, Page};
use words::Speak;

use super::{finder, parts, receipt};
use crate::{
    data,
    narrow::Narrow,
    store, store_place,
    store_story::{self, Headline},
};

/// The newest things that it shows.
const NEWEST: usize = 8;
/// The shops that it shows.
const SHOPS: i64 = 6;
/// The stories that it shows.
const STORIES: i64 = 3;

pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let (lang, today) = (ctx.lang, ctx.today());
    let newest = store::page(read, ctx, &Narrow::default(), 1)?;
    let things = store::things(read, ctx, &newest[..newest.len().min(NEWEST)])?;
    let categories = store::categories(read, today)?;
    let shops = store_place::shops(read, today, None, SHOPS)?;
    let example = receipt::example(read, ctx, &newest)?;
    let stories = store_story::latest(read, STORIES)?;
    let main = html! {
        (hero(ctx))
        @if things.is_empty() {
            (ui::empty(lang.t("storefront.none"), lang.t("storefront.none_hint"), html! {}))
        } @else {
            (section(lang.t("storefront.home.newest"), html! {
                (finder::chips(lang, &categories, None))
                (parts::goods(lang, &things))
                p.more-link { a href="/etalase" { (lang.t("storefront.home.all_goods")) } }
            }))
        }
        @if let Some(example) = &example {
            (section(lang.t("storefront.home.price"), html! {
                (ui::prose(html! { p { (lang.t("storefront.home.price_lead")) } }))
                (receipt::brief(lang, example))
                p.more-link { a href="/harga-dibagi" { (lang.t("storefront.home.price_more")) } }
            }))
        }
        @if !stories.is_empty() {
            (section(lang.t("storefront.home.stories"), html! {
                ul.headlines.short { @for story in &stories { li { (headline(lang, story)) } } }
                p.more-link { a href="/kabar" { (lang.t("storefront.home.all_stories")) } }
            }))
        }
        @if !shops.is_empty() {
            (section(lang.t("storefront.home.shops"), html! {
                (parts::shops_by_city(lang, &shops))
                p.more-link { a href="/mitra" { (lang.t("storefront.home.all_shops")) } }
            }))
        }
        (section(lang.t("storefront.home.promise"), promises(ctx)))
    };
    let head = parts::head(lang, "/", vec![data::house(&ask.public_url, "Hilir")]);
    let page = Page::public(lang.t("storefront.home.title"), main);
    Ok(page.describe(lang.t("storefront.home.lead")).with(head))
}

fn hero(ctx: &Context) -> Markup {
    let lang = ctx.lang;
    html! {
        header.hero {
            h1 { (lang.t("storefront.home.title")) }
            p.lead { (lang.t("storefront.home.lead")) }
            (finder::search_only(lang))
            svg.hero-water viewBox="0 0 1200 90" preserveAspectRatio="none" aria-hidden="true"
                focusable="false" {
                path.far d="M0 34c150-30 250 26 400 0s250-30 400 0 250 26 400-6v62H0z" {}
                path.near d="M0 56c150-26 250 22 400 0s250-26 400 0 250 22 400-4v38H0z" {}
            }
        }
    }
}

/// Stories are written in Indonesian, whoever reads.
fn headline(lang: Lang, story: &Headline) -> Markup {
    html! {
        article.headline {
            @if let Some((photo, alt)) = &story.photo {
                img src=(photo) alt=(alt) loading="lazy" decoding="async" width="400" height="300";
            }
            div {
                h3 lang="id" { a href=(story.path) { (story.title) } }
                p.story-days {
                    span { (ui::day(story.published_on, lang)) } span { (story.place) }
                }
                p lang="id" { (parts::short(&story.lead)) }
            }
        }
    }
}

/// What a buyer may rely on.
fn promises(ctx: &Context) -> Markup {
    let lang = ctx.lang;
    html! {
        ul.promises {
            @for key in ["made", "price", "code", "names"] {
                li {
                    h3 { (lang.t(&format!("storefront.promise_of.{key}"))) }
                    p { (lang.t(&format!("storefront.promise_of.{key}_text"))) }
                }
            }
        }
        p.more-link { a href="/tentang" { (lang.t("storefront.home.about")) } }
    }
}
