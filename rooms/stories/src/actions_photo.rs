//! What is done with a story's photos.

use catalogue::Developed;
use db::{Result, Tx};
use journal::Once;
use kernel::{Capability, Context, PhotoId};
use web::Desk;

use crate::{
    actions::{Recorded, own, record, step},
    inputs::{AddStoryPhoto, EditStoryPhoto, EraseStoryPhoto, RemoveStoryPhoto},
    kinds::Deed,
    life::Step,
    refusal::No,
    store, store_photo,
    types::{Done, Picture, Version},
};

/// More than a reader looks at.
const PHOTOS_MAX: usize = 12;

/// Decodes the upload and makes the photo anew, outside any transaction. Asks who it is first:
/// nobody makes the house work who may not add the photo.
pub fn develop_photo(desk: &Desk<'_>, input: &AddStoryPhoto) -> Result<Developed> {
    desk.context.actor.require(Capability::RecordGoods)?;
    Ok(catalogue::develop(&input.photo.content)?)
}

/// Adds a photo to the draft, after the others.
pub fn add_photo(
    tx: &mut Tx,
    ctx: &Context,
    input: &AddStoryPhoto,
    developed: &Developed,
) -> Result<Done> {
    let (story, last) = own(tx, ctx, input.story, Capability::RecordGoods)?;
    let Once::First(digest) = journal::once(tx, "stories.add_photo", input.id, input)? else {
        return Ok(Done::again(input.id, story.id));
    };
    let state = step(&last, Step::Edit)?;
    if last.photos.len() >= PHOTOS_MAX {
        return Err(No::PhotosFull.into());
    }
    let after = last.photos.len() as i64 + 1;
    store_photo::insert(tx, ctx, input, story.version, after, developed)?;
    store::set_version(tx, &story, state, None)?;
    let by = Recorded { kind: "stories.add_photo", id: input.id.cast(), deed: Deed::Photo, digest };
    record(tx, ctx, &by, (story.id, story.consignor_id, story.version), None)
}

/// Says anew what a photo of the draft shows, and moves it among the others.
pub fn edit_photo(tx: &mut Tx, ctx: &Context, input: &EditStoryPhoto) -> Result<Done> {
    let (story, last) = own(tx, ctx, input.story, Capability::RecordGoods)?;
    let Once::First(digest) = journal::once(tx, "stories.edit_photo", input.id, input)? else {
        return Ok(Done::again(input.id, story.id));
    };
    let state = step(&last, Step::Edit)?;
    require_there(&last, input.story_photo)?;
    let here = (story.id, story.version);
    let said = store_photo::Said {
        alt: input.alt.as_str(),
        caption: input.caption.as_str(),
        faces_cleared: input.faces_cleared.0,
    };
    store_photo::describe(tx, here, input.story_photo, &said)?;
    for (at, id) in (1_i64..).zip(moved(&last.photos, input.story_photo, input.place.0)) {
        store_photo::place(tx, here, id, at)?;
    }
    store::set_version(tx, &story, state, None)?;
    let by = Recorded { kind: "stories.edit_photo", id: input.id, deed: Deed::Photo, digest };
    record(tx, ctx, &by, (story.id, story.consignor_id, story.version), None)
}

/// The draft goes on without a photo.
pub fn remove_photo(tx: &mut Tx, ctx: &Context, input: &RemoveStoryPhoto) -> Result<Done> {
    let (story, last) = own(tx, ctx, input.story, Capability::RecordGoods)?;
    let Once::First(digest) = journal::once(tx, "stories.remove_photo", input.id, input)? else {
        return Ok(Done::again(input.id, story.id));
    };
    let state = step(&last, Step::Edit)?;
    require_there(&last, input.story_photo)?;
    store_photo::take_out(tx, (story.id, story.version), input.story_photo)?;
    store::set_version(tx, &story, state, None)?;
    let by = Recorded { kind: "stories.remove_photo", id: input.id, deed: Deed::Photo, digest };
    record(tx, ctx, &by, (story.id, story.consignor_id, story.version), None)
}

/// Erases a photo wherever it stood, at once: somebody on it must not be seen. One person may.
pub fn erase_photo(tx: &mut Tx, ctx: &Context, input: &EraseStoryPhoto) -> Result<Done> {
    let approves = ctx.actor.may(Capability::Approve);
    let needs = if approves { Capability::Approve } else { Capability::RecordGoods };
    let (story, _) = own(tx, ctx, input.story, needs)?;
    let Once::First(digest) = journal::once(tx, "stories.erase_photo", input.id, input)? else {
        return Ok(Done::again(input.id, story.id));
    };
    if store_photo::story_of(tx, input.story_photo)? != Some(story.id) {
        return Err(No::PhotoUnknown.into());
    }
    store_photo::erase(tx, ctx, input.story_photo)?;
    let by = Recorded { kind: "stories.erase_photo", id: input.id, deed: Deed::Erase, digest };
    let here = (story.id, story.consignor_id, story.version);
    record(tx, ctx, &by, here, Some(input.reason.as_str()))
}

fn require_there(last: &Version, id: PhotoId) -> Result<()> {
    match last.photos.iter().any(|photo| photo.id == id && !photo.erased) {
        true => Ok(()),
        false => Err(No::PhotoUnknown.into()),
    }
}

/// The order with one photo at another place, counted from 1.
fn moved(photos: &[Picture], id: PhotoId, place: i64) -> Vec<PhotoId> {
    let mut order: Vec<PhotoId> =
        photos.iter().map(|photo| photo.id).filter(|other| *other != id).collect();
    let at = usize::try_from(place.max(1) - 1).unwrap_or(usize::MAX).min(order.len());
    order.insert(at, id);
    order
}
