//! What the public reads. It knows nothing of who reads it.

use db::{Read, Result};
use kernel::{Context, Lang};
use maud::{Markup, html};
use ui::{BrowseView, Crumb};
use web::{Ask, Page};
use words::Speak;

use super::{
    address,
    article::{Article, reactions},
    head, nothing, story_in,
};
use crate::{
    api,
    inputs::OneStory,
    refusal::No,
    store_public::{self, Beside, PER_PAGE},
    types::{Headline, PublicProduct, PublicShop, Published},
};

/// /kabar
pub fn list(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let (lang, browse) = (ctx.lang, ask.browse());
    let total = store_public::count(read)?;
    // Beyond the last page there is none; an empty list has its first.
    if browse.page() > 1 && (browse.page() - 1) * PER_PAGE >= total {
        return Err(No::NoPage.into());
    }
    let stories = store_public::list(read, browse.page())?;
    let view =
        BrowseView { q: None, per_page: PER_PAGE, ..browse.view("/kabar", Vec::new(), total) };
    let title = lang.t("stories.title");
    let main = html! {
        (ui::header(title, lang.t("stories.lead"), nothing()))
        @if stories.is_empty() {
            (ui::empty(lang.t("stories.none"), lang.t("stories.none_hint"), nothing()))
        } @else {
            ul.headlines { @for story in &stories { li { (headline(lang, story)) } } }
            (ui::pager(lang, &view))
        }
        p.hint { a href="/kabar/atom.xml" { (lang.t("stories.feed")) } }
    };
    let page = Page::public(title, main).describe(lang.t("stories.lead"));
    Ok(page.with(head::of_list(lang, browse.page())))
}

fn headline(lang: Lang, story: &Headline) -> Markup {
    html! {
        article.headline {
            @if let Some(photo) = story.photo {
                img src={ "/foto-kabar/" (photo) "/kecil" } loading="lazy" decoding="async"
                    width="400" height="300"
                    alt=(story.photo_alt.as_deref().unwrap_or_default());
            }
            div {
                h2 lang="id" { a href=(address(&story.slug, story.id)) { (story.title) } }
                p.story-days { span { (ui::day(story.published_on, lang)) } span { (story.place) } }
                p lang="id" { (story.lead) }
            }
        }
    }
}

/// /kabar/{slug-id}
pub fn show(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<Page> {
    let asked = ask.param("story").unwrap_or_default();
    let story = story_in(asked).ok_or(No::Unknown)?;
    let story = api::published(read, ctx, &OneStory { story })?;
    let here = address(&story.slug, story.id);
    if ask.path != here {
        return Ok(Page::moved(here));
    }
    let (before, after) = store_public::beside(read, story.id, story.published_on)?;
    let lang = ctx.lang;
    let article = Article::of_published(&story);
    let main = html! {
        (ui::breadcrumbs(lang, &[Crumb { href: "/kabar", label: lang.t("stories.title") }],
            &story.title))
        header.story-head {
            h1 lang="id" { (story.title) }
            (article.days(lang))
        }
        (article.body(lang))
        (corrections(lang, &story))
        section.story-reactions #reaksi {
            h2 { (lang.t("stories.reaction.title")) }
            (reactions(lang, story.id, &story.reactions, None, false))
            p.hint { (lang.t("stories.reaction.hint")) }
        }
        (related(lang, &story))
        (neighbours(lang, before.as_ref(), after.as_ref()))
    };
    let page = Page::public(&story.title, main).describe(&story.lead);
    Ok(page.with(head::of_story(lang, ask, &story)).head(head::days(&story)))
}

fn corrections(lang: Lang, story: &Published) -> Markup {
    html! {
        @if !story.corrections.is_empty() {
            section.story-corrections {
                h2 { (lang.t("stories.corrections")) }
                ul.plain-list {
                    @for one in &story.corrections {
                        li {
                            (ui::day(one.published_on, lang)) ": "
                            span lang="id" { (one.correction) }
                        }
                    }
                }
            }
        }
    }
}

fn related(lang: Lang, story: &Published) -> Markup {
    html! {
        @if !story.products.is_empty() {
            (ui::section(lang.t("stories.products"), html! {
                ul.goods { @for one in &story.products { li { (product(one)) } } }
            }))
        }
        @if !story.shops.is_empty() {
            (ui::section(lang.t("stories.shops"), html! {
                ul.plain-list { @for one in &story.shops { li { (shop(lang, one)) } } }
            }))
        }
    }
}

fn product(one: &PublicProduct) -> Markup {
    html! {
        article.good-thing {
            div.frame {
                @match one.photo {
                    Some(id) => img src={ "/foto/" (id) "/kecil" } loading="lazy" decoding="async"
                        width="400" height="300" alt="";,
                    None => (ui::tile(&one.title)),
                }
            }
            h3 {
                @if one.offered {
                    a href=(storefront::address_of(&one.title, one.id)) { (one.title) }
                } @else { (one.title) }
            }
        }
    }
}

fn shop(lang: Lang, one: &PublicShop) -> Markup {
    html! {
        @if one.selling {
            a href=(storefront::address_of_shop(&one.name, one.id)) { (one.name) }
        } @else { (one.name) }
        br;
        (one.address) ", " (one.city)
        @if let Some(hours) = &one.opening_hours {
            br; span.hint { (lang.t("stories.hours")) ": " (hours) }
        }
    }
}

fn neighbours(lang: Lang, before: Option<&Beside>, after: Option<&Beside>) -> Markup {
    let link = |key: &'static str, rel: &'static str, one: &Beside| {
        html! {
            a href=(address(&one.slug, one.id)) rel=(rel) {
                span.hint { (lang.t(key)) } span lang="id" { (one.title) }
            }
        }
    };
    html! {
        @if before.is_some() || after.is_some() {
            nav.neighbours aria-label=(lang.t("stories.neighbours")) {
                @if let Some(one) = before { (link("stories.before", "prev", one)) }
                @if let Some(one) = after { (link("stories.after", "next", one)) }
            }
        }
    }
}
