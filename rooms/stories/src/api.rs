//! The JSON door: the same actions as the pages.

use db::{Read, Result};
use kernel::{Context, Reach};
use web::{Api, Listing};

use crate::{
    actions, actions_photo,
    inputs::{ListPublished, ListStories, OneStory},
    kinds::StoryState,
    pages, reaction,
    refusal::No,
    store, store_public,
    types::{Headline, Listed, Published, Whole},
};

pub fn api() -> Api {
    Api::new("stories")
        .open_get("/storefront/stories", latest, "List published stories, the latest first")
        .open_get("/storefront/stories/{story}", published, "Read a published story")
        .open_post_prepared(
            "/storefront/stories/{story}/reaction",
            reaction::prepare_react,
            reaction::react,
            "React to a story, or take the reaction back",
        )
        .get("/stories", list, "List a unit's stories, the latest first")
        .sheet("/stories/sheet", pages::desk_sheet, "The same as a spreadsheet")
        .post("/stories", actions::write, "Write a story as a draft")
        .get("/stories/{story}", show, "Show a story and the version that is written")
        .post("/stories/{story}/edit", actions::edit, "Write the draft anew")
        .post("/stories/{story}/approve", actions::approve, "Find another's draft right")
        .post("/stories/{story}/publish", actions::publish, "Publish the approved version")
        .post("/stories/{story}/correct", actions::correct, "Begin a correction")
        .post("/stories/{story}/drop", actions::drop_correction, "Give a correction up")
        .post("/stories/{story}/withdraw", actions::withdraw, "Take a story from the public")
        .post_prepared(
            "/stories/{story}/photos",
            actions_photo::develop_photo,
            actions_photo::add_photo,
            "Add a photo to the draft",
        )
        .post(
            "/stories/{story}/photos/{story_photo}/edit",
            actions_photo::edit_photo,
            "Describe a photo anew",
        )
        .post(
            "/stories/{story}/photos/{story_photo}/remove",
            actions_photo::remove_photo,
            "Take a photo out of the draft",
        )
        .post(
            "/stories/{story}/photos/{story_photo}/erase",
            actions_photo::erase_photo,
            "Erase a photo from every version",
        )
}

/// What is published, the latest first.
fn latest(read: &mut Read, _: &Context, asked: &ListPublished) -> Result<Listing<Headline>> {
    let page = asked.page.map_or(1, |page| page.0.clamp(1, 1_000_000));
    let total = store_public::count(read)?;
    Ok(Listing { items: store_public::list(read, page)?, total, page })
}

/// A story that anyone may read.
///
/// # Errors
/// Says of one that was taken back that it was; of all others that there is none (404).
pub fn published(read: &mut Read, ctx: &Context, asked: &OneStory) -> Result<Published> {
    if let Some(found) = store_public::find(read, asked.story)? {
        return linked(read, ctx, found);
    }
    match store::state_of(read, asked.story)? {
        Some(StoryState::Withdrawn) if store::was_public(read, asked.story)? => {
            Err(No::Withdrawn.into())
        }
        _ => Err(No::Unknown.into()),
    }
}

/// Which of the goods and shops beside a story have a page now: a story outlives its offers.
fn linked(read: &mut Read, ctx: &Context, mut story: Published) -> Result<Published> {
    let goods: Vec<_> = story.products.iter().map(|one| one.id).collect();
    let goods = storefront::offered_of(read, ctx, &goods)?;
    let shops: Vec<_> = story.shops.iter().map(|one| one.id).collect();
    let shops = storefront::selling_of(read, ctx, &shops)?;
    story.products.iter_mut().for_each(|one| one.offered = goods.contains(&one.id));
    story.shops.iter_mut().for_each(|one| one.selling = shops.contains(&one.id));
    Ok(story)
}

/// The stories of the actor's unit; of all, for the administrator.
pub fn list(read: &mut Read, ctx: &Context, asked: &ListStories) -> Result<Listing<Listed>> {
    let (items, total) = store::list(read, unit_of(ctx)?, asked)?;
    Ok(Listing { items, total, page: asked.page.map_or(1, |page| page.0) })
}

/// Whose stories somebody has on his desk; all units' for who sees all.
pub(crate) fn unit_of(ctx: &Context) -> Result<Option<kernel::ConsignorId>> {
    match &ctx.actor.reach {
        Reach::All => Ok(None),
        Reach::Consignor(own) => Ok(Some(*own)),
        Reach::Shop(_) | Reach::Kanwil(_) | Reach::Nobody => Err(No::Unknown.into()),
    }
}

/// A story of the actor's unit.
///
/// # Errors
/// Another unit's is as unknown as none (404).
pub fn show(read: &mut Read, ctx: &Context, asked: &OneStory) -> Result<Whole> {
    let story = store::load(read, ctx, asked.story)?;
    let last = store::version(read, story.id, story.version)?;
    let acts = store::acts(read, story.id)?;
    Ok(Whole { story, last, acts })
}
