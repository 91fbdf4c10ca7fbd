//! What link previews, search engines and feed readers are told of a page.

use kernel::Lang;
use maud::{Markup, html};
use web::{Ask, Feed, Head, Picture};
use words::Speak;

use super::address;
use crate::{
    markdown,
    store_public::Latest,
    told::{self, Item},
    types::Published,
};

fn feeds(lang: Lang) -> Vec<Feed> {
    let feed = |path: &str, mime: &'static str| Feed {
        path: path.to_owned(),
        mime,
        title: lang.t("stories.title").to_owned(),
    };
    vec![
        feed("/kabar/atom.xml", "application/atom+xml"),
        feed("/kabar/rss.xml", "application/rss+xml"),
    ]
}

/// The preview's picture of what has none of its own.
fn card(lang: Lang) -> Picture {
    let alt = lang.t("stories.title").to_owned();
    Picture { path: "/kartu/etalase.png".to_owned(), alt, width: 1200, height: 630 }
}

/// The head of one page of the list.
pub fn of_list(lang: Lang, page: i64) -> Head {
    let canonical = if page > 1 { format!("/kabar?page={page}") } else { "/kabar".to_owned() };
    let picture = Some(card(lang));
    Head { canonical: Some(canonical), picture, feeds: feeds(lang), ..Head::default() }
}

/// The head of a story: its one address, the preview, and the same as data.
pub fn of_story(lang: Lang, ask: &Ask, story: &Published) -> Head {
    let item = item(&ask.public_url, story);
    let picture = story.photos.first().map(|photo| Picture {
        path: format!("/foto-kabar/{}", photo.id),
        alt: photo.alt.clone(),
        width: photo.width,
        height: photo.height,
    });
    let picture = picture.unwrap_or_else(|| card(lang));
    let seen = format!("{}{}", ask.public_url, picture.path);
    let data = told::news_article(&item, &seen, &story.place, Lang::Id.tag());
    Head {
        canonical: Some(address(&story.slug, story.id)),
        unlisted: false,
        kind: Some("article"),
        picture: Some(picture),
        data: vec![data],
        feeds: feeds(lang),
    }
}

/// The days of an article, for previews.
pub fn days(story: &Published) -> Markup {
    html! {
        meta property="article:published_time" content=(story.published_on);
        meta property="article:modified_time" content=(story.changed_on());
    }
}

/// A story as structured data tells it.
fn item(public_url: &str, story: &Published) -> Item {
    Item {
        address: format!("{public_url}{}", address(&story.slug, story.id)),
        id: story.id.to_string(),
        title: story.title.clone(),
        lead: story.lead.clone(),
        html: story.html.clone(),
        published_on: story.published_on,
        changed_on: story.changed_on(),
        contributor: story.contributor.clone(),
    }
}

/// A story as feeds tell it.
pub fn entry(public_url: &str, story: Latest) -> Item {
    Item {
        address: format!("{public_url}{}", address(&story.slug, story.id)),
        id: story.id.to_string(),
        html: markdown::html(&story.body),
        title: story.title,
        lead: story.lead,
        published_on: story.published_on,
        changed_on: story.changed_on,
        contributor: story.contributor,
    }
}
