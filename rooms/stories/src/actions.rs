//! What is done with stories: load, decide, write, record.

use db::{Read, Result, Tx};
use journal::{Digest, Line, Once};
use kernel::{Capability, ConsignorId, Context, ProductId, ShopId, StoryId};
use serde_json::{Value, json};

use crate::{
    inputs::{
        ApproveStory, CorrectStory, DropCorrection, EditStory, PublishStory, Text, WithdrawStory,
        WriteStory,
    },
    kinds::{Deed, VersionState},
    life::{self, Step, check_day, may_correct, may_withdraw},
    markdown,
    refusal::No,
    store::{self, NewAct, Worked},
    types::{Done, Story, Version},
};

/// Products and shops that a story leads to; more are no choice.
const RELATED_MAX: usize = 6;
/// Letters of the beginning in lists and previews.
const LEAD_LETTERS: usize = 220;

/// Writes a new story as a draft.
///
/// # Errors
/// Refuses products of another unit, shops that are none, and more than six of either.
pub fn write(tx: &mut Tx, ctx: &Context, input: &WriteStory) -> Result<Done> {
    ctx.actor.require(Capability::RecordGoods)?;
    let consignor = consignor_of(ctx, input.consignor)?;
    let Once::First(digest) = journal::once(tx, "stories.write", input.id, input)? else {
        return Ok(Done::again(input.id, input.id));
    };
    let text = input.text();
    let (worked, products, shops) = work_out(tx, consignor, &text)?;
    store::insert(tx, ctx, input.id, consignor)?;
    store::insert_version(tx, input.id, &text, &worked)?;
    store::relate(tx, input.id, 1, &products, &shops)?;
    let by = Recorded { kind: "stories.write", id: input.id.cast(), deed: Deed::Write, digest };
    record(tx, ctx, &by, (input.id, consignor, 1), None)
}

/// Writes the draft anew; what was approved must be approved again.
///
/// # Errors
/// Refuses when somebody else changed it since it was shown, and when nothing is being written.
pub fn edit(tx: &mut Tx, ctx: &Context, input: &EditStory) -> Result<Done> {
    let (story, last) = own(tx, ctx, input.story, Capability::RecordGoods)?;
    let Once::First(digest) = journal::once(tx, "stories.edit", input.id, input)? else {
        return Ok(Done::again(input.id, story.id));
    };
    step(&last, Step::Edit)?;
    let text = input.text();
    let (worked, products, shops) = work_out(tx, story.consignor_id, &text)?;
    store::update_version(tx, &story, input.revision.get().0, &text, &worked)?;
    store::relate(tx, story.id, story.version, &products, &shops)?;
    let by = Recorded { kind: "stories.edit", id: input.id, deed: Deed::Edit, digest };
    record(tx, ctx, &by, of(&story), None)
}

/// Another person found the draft right.
///
/// # Errors
/// Refuses whoever had a hand in this version, a draft that changed meanwhile, and photos whose
/// faces nobody cleared.
pub fn approve(tx: &mut Tx, ctx: &Context, input: &ApproveStory) -> Result<Done> {
    let (story, last) = own(tx, ctx, input.story, Capability::Approve)?;
    let Once::First(digest) = journal::once(tx, "stories.approve", input.id, input)? else {
        return Ok(Done::again(input.id, story.id));
    };
    let state = step(&last, Step::Approve)?;
    if last.revision != input.revision.get().0 {
        return Err(No::Changed.into());
    }
    require_other_hand(tx, ctx, &story)?;
    require_cleared(&last)?;
    store::set_version(tx, &story, state, None)?;
    let by = Recorded { kind: "stories.approve", id: input.id, deed: Deed::Approve, digest };
    record(tx, ctx, &by, of(&story), None)
}

fn require_other_hand(read: &mut Read, ctx: &Context, story: &Story) -> Result<()> {
    let acts = store::acts(read, story.id)?.into_iter();
    let acts = acts.filter(|act| act.version == story.version);
    let acts: Vec<_> = acts.map(|act| (act.deed, act.done_by)).collect();
    match life::wrote_it(&acts, ctx.actor.user) {
        true => Err(No::WriterApproves.into()),
        false => Ok(()),
    }
}

fn require_cleared(last: &Version) -> Result<()> {
    match last.photos.iter().any(|photo| !photo.erased && !photo.faces_cleared) {
        true => Err(No::FacesUncleared.into()),
        false => Ok(()),
    }
}

/// The approved version goes to the public.
///
/// # Errors
/// Refuses what nobody approved, a day to come, and a correction before the first publication.
pub fn publish(tx: &mut Tx, ctx: &Context, input: &PublishStory) -> Result<Done> {
    let (story, last) = own_by_either(tx, ctx, input.story)?;
    let Once::First(digest) = journal::once(tx, "stories.publish", input.id, input)? else {
        return Ok(Done::again(input.id, story.id));
    };
    let state = step(&last, Step::Publish)?;
    require_cleared(&last)?;
    let on = input.published_on.unwrap_or_else(|| ctx.today());
    check_day(on, ctx.today(), story.published_on).map_err(kernel::Refusal::from)?;
    store::set_version(tx, &story, state, Some(on))?;
    store::show(tx, &story, on)?;
    let by = Recorded { kind: "stories.publish", id: input.id, deed: Deed::Publish, digest };
    record(tx, ctx, &by, of(&story), None)
}

/// A published story is to be put right: a new version begins as a copy of the last that the
/// public read.
///
/// # Errors
/// Refuses while another version is being written.
pub fn correct(tx: &mut Tx, ctx: &Context, input: &CorrectStory) -> Result<Done> {
    let (story, last) = own(tx, ctx, input.story, Capability::RecordGoods)?;
    let Once::First(digest) = journal::once(tx, "stories.correct", input.id, input)? else {
        return Ok(Done::again(input.id, story.id));
    };
    let shown = story.shown_version.filter(|_| may_correct(story.state, last.state));
    let shown = store::version(tx, story.id, shown.ok_or(No::State)?)?;
    store::copy_version(tx, &story, &shown, input.correction.as_str())?;
    let next = (story.id, story.consignor_id, story.version + 1);
    let by = Recorded { kind: "stories.correct", id: input.id, deed: Deed::Correct, digest };
    record(tx, ctx, &by, next, Some(input.correction.as_str()))
}

/// A correction is given up; the public reads on what it read.
pub fn drop_correction(tx: &mut Tx, ctx: &Context, input: &DropCorrection) -> Result<Done> {
    let (story, last) = own(tx, ctx, input.story, Capability::RecordGoods)?;
    let Once::First(digest) = journal::once(tx, "stories.drop", input.id, input)? else {
        return Ok(Done::again(input.id, story.id));
    };
    if last.correction.is_none() {
        return Err(No::State.into());
    }
    let state = step(&last, Step::Drop)?;
    store::set_version(tx, &story, state, None)?;
    let by = Recorded { kind: "stories.drop", id: input.id, deed: Deed::Drop, digest };
    record(tx, ctx, &by, of(&story), None)
}

/// Takes a story from the public at once, or gives a draft up. One person may: what harms must
/// not wait for a second.
pub fn withdraw(tx: &mut Tx, ctx: &Context, input: &WithdrawStory) -> Result<Done> {
    let (story, _) = own_by_either(tx, ctx, input.story)?;
    let Once::First(digest) = journal::once(tx, "stories.withdraw", input.id, input)? else {
        return Ok(Done::again(input.id, story.id));
    };
    if !may_withdraw(story.state) {
        return Err(No::State.into());
    }
    store::withdraw(tx, ctx, story.id, input.reason.as_str())?;
    let by = Recorded { kind: "stories.withdraw", id: input.id, deed: Deed::Withdraw, digest };
    record(tx, ctx, &by, of(&story), Some(input.reason.as_str()))
}

/// The story and the version that is written, if they are of the actor's unit.
pub(crate) fn own(
    tx: &mut Tx,
    ctx: &Context,
    id: StoryId,
    needs: Capability,
) -> Result<(Story, Version)> {
    ctx.actor.require(needs)?;
    let story = store::load(tx, ctx, id)?;
    let last = store::version(tx, id, story.version)?;
    Ok((story, last))
}

/// For what a writer may do and an approver too.
fn own_by_either(tx: &mut Tx, ctx: &Context, id: StoryId) -> Result<(Story, Version)> {
    let approves = ctx.actor.may(Capability::Approve);
    own(tx, ctx, id, if approves { Capability::Approve } else { Capability::RecordGoods })
}

/// Where a step leads from here.
pub(crate) fn step(last: &Version, step: Step) -> Result<VersionState> {
    last.state.after(step).ok_or_else(|| No::State.into())
}

fn of(story: &Story) -> (StoryId, ConsignorId, i64) {
    (story.id, story.consignor_id, story.version)
}

fn consignor_of(ctx: &Context, asked: Option<ConsignorId>) -> Result<ConsignorId> {
    let Some(consignor) = ctx.actor.consignor().or(asked) else {
        return Err(No::ConsignorNeeded.at("consignor").into());
    };
    let own = asked.is_none_or(|asked| asked == consignor) && ctx.actor.sees_consignor(consignor);
    if own { Ok(consignor) } else { Err(No::Unknown.into()) }
}

/// What is kept beside the text: its address and beginning, and what it leads to.
fn work_out(
    read: &mut Read,
    consignor: ConsignorId,
    text: &Text<'_>,
) -> Result<(Worked, Vec<ProductId>, Vec<ShopId>)> {
    if text.products.len() > RELATED_MAX {
        return Err(No::RelatedTooMany.at("products").into());
    }
    if text.shops.len() > RELATED_MAX {
        return Err(No::RelatedTooMany.at("shops").into());
    }
    let products = products(read, consignor, text)?;
    let shops = shops(read, text)?;
    let lead = markdown::lead(text.body.as_str(), LEAD_LETTERS);
    let slug = storefront::slug(text.title.as_str());
    Ok((Worked { slug, lead }, products, shops))
}

fn products(read: &mut Read, consignor: ConsignorId, text: &Text<'_>) -> Result<Vec<ProductId>> {
    let mut chosen: Vec<ProductId> = Vec::new();
    for (at, related) in text.products.iter().enumerate() {
        let known = catalogue::products(read, &[related.product])?;
        let known = known.get(&related.product);
        if known.is_none_or(|product| product.consignor_id != consignor) {
            return Err(No::ProductUnknown.at(format!("products[{at}].product")).into());
        }
        if !chosen.contains(&related.product) {
            chosen.push(related.product);
        }
    }
    Ok(chosen)
}

fn shops(read: &mut Read, text: &Text<'_>) -> Result<Vec<ShopId>> {
    let mut chosen: Vec<ShopId> = Vec::new();
    for (at, related) in text.shops.iter().enumerate() {
        people::load_shop(read, related.shop).map_err(|error| match error {
            db::Error::Refused(_) => No::ShopUnknown.at(format!("shops[{at}].shop")).into(),
            fault => fault,
        })?;
        if !chosen.contains(&related.shop) {
            chosen.push(related.shop);
        }
    }
    Ok(chosen)
}

/// What is recorded of a deed.
pub(crate) struct Recorded {
    pub kind: &'static str,
    pub id: crate::inputs::StoryActId,
    pub deed: Deed,
    pub digest: Digest,
}

/// The act in the story's own history, and the journal's line.
pub(crate) fn record(
    tx: &mut Tx,
    ctx: &Context,
    by: &Recorded,
    (story, consignor, version): (StoryId, ConsignorId, i64),
    note: Option<&str>,
) -> Result<Done> {
    store::insert_act(tx, ctx, &NewAct { id: by.id, story, version, deed: by.deed, note })?;
    let mut body = json!({ "story": story, "version": version });
    if let Some(note) = note {
        body["reason"] = Value::from(note);
    }
    let line = Line::new(ctx, by.kind, by.id).of(consignor).digest(by.digest).body(body);
    journal::write(tx, ctx, line)?;
    Ok(Done::new(by.id, story))
}
