//! Atom and RSS: the latest stories, whole.

use db::{Read, Result};
use kernel::{Context, Lang, Zone};
use web::Ask;
use words::Speak;

use super::head;
use crate::{
    store_public,
    told::{self, Feed, Item},
};

pub fn atom(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<String> {
    let items = items(read, ask)?;
    Ok(told::atom(&feed(ctx, ask), &items))
}

pub fn rss(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<String> {
    let items = items(read, ask)?;
    Ok(told::rss(&feed(ctx, ask), &items))
}

/// Stories are Indonesian, and so is what the feed says of itself.
fn feed<'a>(ctx: &Context, ask: &'a Ask) -> Feed<'a> {
    Feed {
        title: Lang::Id.t("stories.title"),
        subtitle: Lang::Id.t("stories.lead"),
        site: &ask.public_url,
        lang: Lang::Id.tag(),
        offset: match ctx.zone {
            Zone::Wib => "+07:00",
            Zone::Wita => "+08:00",
            Zone::Wit => "+09:00",
        },
    }
}

fn items(read: &mut Read, ask: &Ask) -> Result<Vec<Item>> {
    let mut items = Vec::new();
    for id in store_public::latest(read)? {
        if let Some(story) = store_public::find(read, id)? {
            items.push(head::item(&ask.public_url, &story));
        }
    }
    Ok(items)
}
