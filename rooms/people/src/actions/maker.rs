//! Makers: a code for everybody, a name for those whom the law lets ask.

use std::collections::BTreeMap;

use db::{Read, Result, Tx};
use kernel::{Capability, ConsignorId, Context, EntryId, Line, MakerId};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;
use web::Recorded;

use super::require_any;
use crate::{
    Identity, Maker, No,
    inputs::{
        CreateMaker, EraseIdentity, OpenNames, ReadIdentity, RecordIdentity, ReleaseMaker,
        TransferMaker,
    },
    load_consignor, record,
    store_maker::{self as store, NewMaker, Touched},
};

/// Who may ask for a name: who guides the work, who pays the premi, who checks either.
const READS_NAMES: [Capability; 3] =
    [Capability::RecordGoods, Capability::Deposit, Capability::Approve];
/// How long a name stays open after its reading was logged.
pub const OPEN_SECONDS: i64 = 300;
/// Who may record a release: who guides the work, who pays the premi, who approves.
const RELEASES: [Capability; 3] =
    [Capability::RecordGoods, Capability::Deposit, Capability::Approve];
/// Who may erase one, and who sees the log of readings.
const GUARDS_NAMES: [Capability; 2] = [Capability::Approve, Capability::Administer];

/// Registers a maker; without a code he gets the unit's next one.
pub fn create_maker(tx: &mut Tx, ctx: &Context, input: &CreateMaker) -> Result<Recorded> {
    ctx.actor.require(Capability::RecordGoods)?;
    let consignor = input.consignor.or(ctx.actor.consignor());
    let consignor = consignor.ok_or_else(|| No::ReachConsignor.at("consignor"))?;
    if !ctx.actor.sees_consignor(consignor) {
        return Err(No::Unknown.into());
    }
    let kind = "people.maker_created";
    let remembered = json!({"consignor": consignor, "code": input.code});
    let Some(digest) = record::fresh(tx, kind, input.id, &remembered)? else {
        return Ok(Recorded::again(input.id));
    };
    load_consignor(tx, consignor)?;
    let code = match &input.code {
        Some(typed) => checked_code(typed)?,
        None => next_code(tx, consignor)?,
    };
    let new = NewMaker { id: input.id, consignor, code: &code, moved_from: None };
    store::insert_maker(tx, ctx, &new)?;
    if let Some(name) = &input.name {
        let number = input.registration_number.as_ref().map(Line::as_str);
        store::put_identity(tx, ctx, input.id, name.as_str(), number)?;
    }
    let body = json!({"code": code});
    record::write(tx, ctx, kind, input.id, |line| line.of(consignor).digest(digest).body(body))?;
    Ok(Recorded::new(input.id))
}

/// 1 to 20 letters, digits, hyphens and dots: it goes onto slips.
fn checked_code(typed: &Line) -> Result<String> {
    let code = typed.as_str().to_uppercase();
    let known = |c: char| c.is_ascii_alphanumeric() || "-.".contains(c);
    if code.len() <= 20 && code.chars().all(known) {
        return Ok(code);
    }
    Err(No::MakerCode.at("code").into())
}

/// `WB-001`, `WB-002`, …: the first that is free from the number of makers on.
fn next_code(read: &mut Read, consignor: ConsignorId) -> Result<String> {
    let mut number = store::count_makers(read, consignor)? + 1;
    loop {
        let code = format!("WB-{number:03}");
        if !store::has_code(read, consignor, &code)? {
            return Ok(code);
        }
        number += 1;
    }
}

/// A maker of a unit that the person sees; another's is unknown.
pub fn load_visible(read: &mut Read, ctx: &Context, id: MakerId) -> Result<Maker> {
    let found = store::find_maker(read, id)?;
    let visible = found.filter(|maker| ctx.actor.sees_consignor(maker.consignor_id));
    visible.ok_or_else(|| No::Unknown.into())
}

/// Records or replaces a name.
pub fn record_identity(tx: &mut Tx, ctx: &Context, input: &RecordIdentity) -> Result<Recorded> {
    ctx.actor.require(Capability::RecordGoods)?;
    let maker = load_visible(tx, ctx, input.maker)?;
    let kind = "people.identity_recorded";
    let remembered = json!({"maker": maker.id});
    let Some(digest) = record::fresh(tx, kind, input.id, &remembered)? else {
        return Ok(Recorded::again(maker.id));
    };
    if maker.moved_on.is_some() {
        return Err(No::MakerGone.into());
    }
    let number = input.registration_number.as_ref().map(Line::as_str);
    store::put_identity(tx, ctx, maker.id, input.name.as_str(), number)?;
    record::write(tx, ctx, kind, input.id, |line| {
        line.of(maker.consignor_id).digest(digest).body(remembered)
    })?;
    Ok(Recorded::new(maker.id))
}

/// A name that was asked for; `id` is the line in the log.
#[derive(Clone, Serialize, JsonSchema)]
pub struct NameRead {
    pub id: uuid::Uuid,
    pub maker: MakerId,
    #[serde(flatten)]
    pub identity: Identity,
}

/// Reads a name and logs who read it and what for.
pub fn read_identity(tx: &mut Tx, ctx: &Context, input: &ReadIdentity) -> Result<NameRead> {
    require_any(&ctx.actor, &READS_NAMES)?;
    let maker = load_visible(tx, ctx, input.maker)?;
    let identity = store::find_identity(tx, maker.id)?.ok_or(No::NameErased)?;
    let kind = "people.identity_read";
    // The purpose is somebody's free text and may name the person: the journal has it not.
    let body = json!({"maker": maker.id, "reader": ctx.actor.user});
    if let Some(digest) = record::fresh(tx, kind, input.id, &body)? {
        let about = (Touched::Read, input.purpose.as_str(), None);
        store::insert_reading(tx, ctx, input.id, &maker, about)?;
        record::write(tx, ctx, kind, input.id, |line| {
            line.of(maker.consignor_id).digest(digest).body(body)
        })?;
    }
    Ok(NameRead { id: input.id.uuid(), maker: maker.id, identity })
}

/// Reads the names of several makers for one paper and logs each reading. The paper's copy shows
/// them to this reader for five minutes; see [`opened_names`].
pub fn open_names(tx: &mut Tx, ctx: &Context, input: &OpenNames) -> Result<Recorded> {
    require_any(&ctx.actor, &READS_NAMES)?;
    let mut makers = Vec::with_capacity(input.makers.len());
    for id in &input.makers {
        makers.push(load_visible(tx, ctx, *id)?);
    }
    let kind = "people.names_opened";
    // The purpose is somebody's free text and may name a person: the journal has it not.
    let body = json!({"makers": input.makers, "reader": ctx.actor.user});
    let Some(digest) = record::fresh(tx, kind, input.id, &body)? else {
        return Ok(Recorded::again(input.id));
    };
    let unit = makers.first().ok_or(No::NameErased)?.consignor_id;
    for maker in makers.iter().filter(|maker| maker.has_identity) {
        let about = (Touched::Read, input.purpose.as_str(), Some(input.id));
        store::insert_reading(tx, ctx, ctx.fresh_id(), maker, about)?;
    }
    record::write(tx, ctx, kind, input.id, |line| line.of(unit).digest(digest).body(body))?;
    Ok(Recorded::new(input.id))
}

/// The names that this person opened for a paper less than five minutes ago.
pub fn opened_names(
    read: &mut Read,
    ctx: &Context,
    opened: EntryId,
) -> Result<BTreeMap<MakerId, Identity>> {
    let since = ctx.now.plus_seconds(-OPEN_SECONDS);
    Ok(store::names_for(read, opened, ctx.actor.user, since)?.into_iter().collect())
}

/// Whether the person may ask for names.
pub fn may_read_names(ctx: &Context) -> bool {
    require_any(&ctx.actor, &READS_NAMES).is_ok()
}

/// Refuses those who may neither erase names nor see the log of readings.
pub fn require_guard(ctx: &Context) -> Result<()> {
    Ok(require_any(&ctx.actor, &GUARDS_NAMES)?)
}

/// Erases a name for ever. The code stays, so that every figure keeps its lines. Why it was done
/// stands in the log of readings: the journal has nobody's free text about a person.
pub fn erase_identity(tx: &mut Tx, ctx: &Context, input: &EraseIdentity) -> Result<Recorded> {
    require_guard(ctx)?;
    let maker = load_visible(tx, ctx, input.maker)?;
    let kind = "people.identity_erased";
    let remembered = json!({"maker": maker.id});
    let Some(digest) = record::fresh(tx, kind, input.id, &remembered)? else {
        return Ok(Recorded::again(maker.id));
    };
    if !store::delete_identity(tx, maker.id)? {
        return Err(No::NameErased.into());
    }
    let about = (Touched::Erased, input.reason.as_str(), None);
    store::insert_reading(tx, ctx, input.id, &maker, about)?;
    record::write(tx, ctx, kind, input.id, |line| {
        line.of(maker.consignor_id).digest(digest).body(remembered)
    })?;
    Ok(Recorded::new(maker.id))
}

/// The person goes to another unit: a fresh row there, linked to the one here, so that his premi
/// follows him. His name goes with him.
pub fn transfer_maker(tx: &mut Tx, ctx: &Context, input: &TransferMaker) -> Result<Recorded> {
    ctx.actor.require(Capability::RecordGoods)?;
    let maker = load_visible(tx, ctx, input.maker)?;
    let kind = "people.maker_moved";
    let Some(digest) = record::fresh(tx, kind, input.id, input)? else {
        return Ok(Recorded::again(maker.id));
    };
    if !maker.active {
        return Err(No::MakerGone.into());
    }
    if maker.consignor_id == input.to {
        return Err(No::SamePlace.at("to").into());
    }
    if input.moved_on > ctx.today() {
        return Err(No::MovedLater.at("moved_on").into());
    }
    load_consignor(tx, input.to)?;
    store::set_moved(tx, maker.id, input.moved_on)?;
    let code = next_code(tx, input.to)?;
    let new =
        NewMaker { id: input.id, consignor: input.to, code: &code, moved_from: Some(maker.id) };
    store::insert_maker(tx, ctx, &new)?;
    store::move_identity(tx, maker.id, input.id)?;
    let body = json!({"maker": maker.id, "to": input.to, "code": code});
    record::write(tx, ctx, kind, input.id, |line| {
        line.of(maker.consignor_id).on(input.moved_on).digest(digest).body(body)
    })?;
    Ok(Recorded::new(maker.id))
}

/// Refuses those who may not record a release.
pub fn require_release(ctx: &Context) -> Result<()> {
    Ok(require_any(&ctx.actor, &RELEASES)?)
}

/// The person goes free: the one place where that stands. What he is still owed is settlement's
/// to pay out, from that day the saved part too.
pub fn release_maker(tx: &mut Tx, ctx: &Context, input: &ReleaseMaker) -> Result<Recorded> {
    require_release(ctx)?;
    let maker = load_visible(tx, ctx, input.maker)?;
    let kind = "people.maker_released";
    let Some(digest) = record::fresh(tx, kind, input.id, input)? else {
        return Ok(Recorded::again(maker.id));
    };
    if !maker.active {
        return Err(No::MakerGone.into());
    }
    if input.released_on > ctx.today() {
        return Err(No::ReleasedLater.at("released_on").into());
    }
    let note = input.note.as_ref().map(kernel::Note::as_str);
    store::set_released(tx, maker.id, input.released_on, note)?;
    let body = json!({"maker": maker.id, "released_on": input.released_on});
    record::write(tx, ctx, kind, input.id, |line| {
        line.of(maker.consignor_id).digest(digest).body(body)
    })?;
    Ok(Recorded::new(maker.id))
}
