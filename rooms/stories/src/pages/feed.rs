//! Atom and RSS: the latest stories, whole.

use db::{Read, Result};
use kernel::{Context, Lang, Zone};
use web::{Ask, FileOut};
use words::Speak;

use super::head;
use crate::{
    store_public,
    told::{self, Feed, Item},
};

const ATOM: &str = "application/atom+xml; charset=utf-8";
const RSS: &str = "application/rss+xml; charset=utf-8";

pub fn atom(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<FileOut> {
    let items = items(read, ask)?;
    Ok(file(ATOM, told::atom(&feed(ctx, ask), &items)))
}

pub fn rss(read: &mut Read, ctx: &Context, ask: &Ask) -> Result<FileOut> {
    let items = items(read, ask)?;
    Ok(file(RSS, told::rss(&feed(ctx, ask), &items)))
}

fn file(mime: &'static str, text: String) -> FileOut {
    FileOut { mime, bytes: text.into_bytes(), immutable: false, download: None }
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
    let latest = store_public::latest(read)?;
    Ok(latest.into_iter().map(|story| head::entry(&ask.public_url, story)).collect())
}
