//! What is done with prospects: load, decide, write, record.

use db::{Read, Result, Tx};
use journal::{Digest, Line as Entry, Once};
use kernel::{Capability, ConsignorId, Context, Rupiah, Time};
use serde_json::json;

use crate::{
    inputs::{
        AddProspect, DeclineProspect, EditProspect, EraseProspect, MakeOffer, PlanStep,
        ProspectActId, ProspectId, ReopenProspect,
    },
    kinds::{Deed, Stage},
    refusal::No,
    stage::Step,
    store::{self, NewAct},
    types::{Done, Offered, Prospect},
};

/// The longest life of an offer.
const OFFER_DAYS_MAX: i64 = 90;
/// How long the data of a shop's owner are kept when nothing came of it: half a year, in which he
/// may think better of it.
pub const DECLINED_KEPT_DAYS: i64 = 183;
const DAY_SECONDS: i64 = 86_400;

/// A shop that may become a partner.
pub fn add(tx: &mut Tx, ctx: &Context, input: &AddProspect) -> Result<Done> {
    ctx.actor.require(Capability::RecordGoods)?;
    let consignor = consignor_of(ctx, input.consignor)?;
    let Once::First(digest) = journal::once(tx, "network.add", input.id, input)? else {
        return Ok(Done::again(input.id, input.id));
    };
    let whatsapp = number(input.whatsapp.as_ref())?;
    store::insert(tx, ctx, input.id, consignor, &input.who(), whatsapp.as_deref())?;
    let by = Recorded { kind: "network.add", id: input.id.cast(), deed: Deed::Add, digest };
    record(tx, ctx, &by, (input.id, consignor), None)
}

/// Says anew who it is.
pub fn edit(tx: &mut Tx, ctx: &Context, input: &EditProspect) -> Result<Done> {
    let prospect = own(tx, ctx, input.prospect)?;
    let Once::First(digest) = journal::once(tx, "network.edit", input.id, input)? else {
        return Ok(Done::again(input.id, prospect.id));
    };
    let whatsapp = number(input.whatsapp.as_ref())?;
    store::update(tx, prospect.id, &input.who(), whatsapp.as_deref())?;
    let by = Recorded { kind: "network.edit", id: input.id, deed: Deed::Edit, digest };
    record(tx, ctx, &by, of(&prospect), None)
}

/// What is next, and by when.
pub fn plan(tx: &mut Tx, ctx: &Context, input: &PlanStep) -> Result<Done> {
    let prospect = own(tx, ctx, input.prospect)?;
    let Once::First(digest) = journal::once(tx, "network.plan", input.id, input)? else {
        return Ok(Done::again(input.id, prospect.id));
    };
    match (&input.next_step, input.next_on) {
        (Some(_), None) => return Err(No::StepAndDay.at("next_on").into()),
        (None, Some(_)) => return Err(No::StepAndDay.at("next_step").into()),
        _ => {}
    }
    store::set_next(tx, prospect.id, input.next_step.as_ref(), input.next_on)?;
    let said = input.note.as_ref().or(input.next_step.as_ref()).map(|note| note.as_str());
    let by = Recorded { kind: "network.plan", id: input.id, deed: Deed::Plan, digest };
    record(tx, ctx, &by, of(&prospect), said)
}

/// Offers goods and the shop's part of what buyers pay, until a day.
pub fn offer(tx: &mut Tx, ctx: &Context, input: &MakeOffer) -> Result<Done> {
    let prospect = own(tx, ctx, input.prospect)?;
    let Once::First(digest) = journal::once(tx, "network.offer", input.id, input)? else {
        return Ok(Done::again(input.id, prospect.id));
    };
    let stage = step(&prospect, Step::Offer)?;
    let days = ctx.today().days_until(input.valid_until);
    if !(0..=OFFER_DAYS_MAX).contains(&days) {
        return Err(No::ValidUntil.at("valid_until").with("days", OFFER_DAYS_MAX).into());
    }
    let lines = lines(tx, ctx, prospect.consignor_id, input)?;
    let number = number_of(tx, ctx, prospect.consignor_id)?;
    store::insert_offer(tx, ctx, input, &prospect, &number, &lines)?;
    store::set_stage(tx, &prospect, stage)?;
    let by = Recorded { kind: "network.offer", id: input.id.cast(), deed: Deed::Offer, digest };
    record(tx, ctx, &by, of(&prospect), Some(&number))
}

/// `PN-2511-01`: the unit's offers of a month are counted.
fn number_of(read: &mut Read, ctx: &Context, unit: ConsignorId) -> Result<String> {
    let today = ctx.today();
    let month = format!("PN-{:02}{:02}-", today.year() % 100, today.month());
    let before = store::offers_of_month(read, unit, &format!("{month}%"))?;
    Ok(format!("{month}{:02}", before + 1))
}

fn lines(
    read: &mut Read,
    ctx: &Context,
    unit: ConsignorId,
    input: &MakeOffer,
) -> Result<Vec<Offered>> {
    if input.lines.is_empty() {
        return Err(No::NothingOffered.at("lines").into());
    }
    let mut lines: Vec<Offered> = Vec::new();
    for (at, one) in input.lines.iter().enumerate() {
        let field = |name: &str| format!("lines[{at}].{name}");
        let known = catalogue::products(read, &[one.product])?.remove(&one.product);
        if known.is_none_or(|product| product.consignor_id != unit || !product.active) {
            return Err(No::ProductUnknown.at(field("product")).into());
        }
        if lines.iter().any(|line| line.product_id == one.product) {
            return Err(No::ProductTwice.at(field("product")).into());
        }
        let price: Option<Rupiah> = match one.price {
            Some(price) => Some(price.get()),
            None => catalogue::price_on(read, one.product, ctx.today())?,
        };
        let price = price.ok_or_else(|| No::PriceMissing.at(field("price")))?;
        lines.push(Offered { product_id: one.product, price, quantity: one.quantity });
    }
    Ok(lines)
}

/// The shop does not want to, or the unit does not.
pub fn decline(tx: &mut Tx, ctx: &Context, input: &DeclineProspect) -> Result<Done> {
    let prospect = own(tx, ctx, input.prospect)?;
    let Once::First(digest) = journal::once(tx, "network.decline", input.id, input)? else {
        return Ok(Done::again(input.id, prospect.id));
    };
    store::set_stage(tx, &prospect, step(&prospect, Step::Decline)?)?;
    store::set_next(tx, prospect.id, None, None)?;
    let by = Recorded { kind: "network.decline", id: input.id, deed: Deed::Decline, digest };
    record(tx, ctx, &by, of(&prospect), Some(input.reason.as_str()))
}

/// Another try.
pub fn reopen(tx: &mut Tx, ctx: &Context, input: &ReopenProspect) -> Result<Done> {
    let prospect = own(tx, ctx, input.prospect)?;
    let Once::First(digest) = journal::once(tx, "network.reopen", input.id, input)? else {
        return Ok(Done::again(input.id, prospect.id));
    };
    store::set_stage(tx, &prospect, step(&prospect, Step::Reopen)?)?;
    let by = Recorded { kind: "network.reopen", id: input.id, deed: Deed::Reopen, digest };
    record(tx, ctx, &by, of(&prospect), Some(input.reason.as_str()))
}

/// Erases what is kept of the owner of a shop that declined, and what was noted of the talks.
///
/// # Errors
/// Refuses one that did not decline: its offers and its agreement are made of these data.
pub fn erase(tx: &mut Tx, ctx: &Context, input: &EraseProspect) -> Result<Done> {
    ctx.actor.require(Capability::RecordGoods)?;
    let prospect = store::load(tx, ctx, input.prospect)?;
    let Once::First(digest) = journal::once(tx, "network.erase", input.id, input)? else {
        return Ok(Done::again(input.id, prospect.id));
    };
    if prospect.erased_at.is_some() {
        return Err(No::Erased.into());
    }
    if prospect.stage != Stage::Declined {
        return Err(No::Stage.into());
    }
    store::erase(tx, prospect.id, ctx.now)?;
    let line = Entry::new(ctx, "network.erase", input.id).of(prospect.consignor_id);
    journal::write(tx, ctx, line.digest(digest).body(json!({ "prospect": prospect.id })))?;
    Ok(Done::new(input.id, prospect.id))
}

/// Erases the data of shops that declined [`DECLINED_KEPT_DAYS`] ago; of how many.
pub fn forget_declined(tx: &mut Tx, now: Time) -> Result<u64> {
    let due = store::declined_before(tx, now.plus_seconds(-DECLINED_KEPT_DAYS * DAY_SECONDS))?;
    for id in &due {
        store::erase(tx, *id, now)?;
    }
    Ok(due.len() as u64)
}

/// A prospect that the actor works on.
pub(crate) fn own(read: &mut Read, ctx: &Context, id: ProspectId) -> Result<Prospect> {
    ctx.actor.require(Capability::RecordGoods)?;
    let prospect = store::load(read, ctx, id)?;
    if prospect.erased_at.is_some() { Err(No::Erased.into()) } else { Ok(prospect) }
}

/// Where a step leads from here.
pub(crate) fn step(prospect: &Prospect, step: Step) -> Result<Stage> {
    prospect.stage.after(step).ok_or_else(|| No::Stage.into())
}

pub(crate) const fn of(prospect: &Prospect) -> (ProspectId, ConsignorId) {
    (prospect.id, prospect.consignor_id)
}

fn consignor_of(ctx: &Context, asked: Option<ConsignorId>) -> Result<ConsignorId> {
    let Some(consignor) = ctx.actor.consignor().or(asked) else {
        return Err(No::ConsignorNeeded.at("consignor").into());
    };
    let own = asked.is_none_or(|asked| asked == consignor) && ctx.actor.sees_consignor(consignor);
    if own { Ok(consignor) } else { Err(No::Unknown.into()) }
}

fn number(typed: Option<&kernel::Line>) -> Result<Option<String>> {
    let Some(typed) = typed else { return Ok(None) };
    match people::phone::whatsapp(typed.as_str()) {
        Some(number) => Ok(Some(number)),
        None => Err(No::Whatsapp.at("whatsapp").into()),
    }
}

/// What is recorded of a deed.
pub(crate) struct Recorded {
    pub kind: &'static str,
    pub id: ProspectActId,
    pub deed: Deed,
    pub digest: Digest,
}

/// The act in the prospect's own history, and the journal's line. Nobody's name is in either.
pub(crate) fn record(
    tx: &mut Tx,
    ctx: &Context,
    by: &Recorded,
    (prospect, consignor): (ProspectId, ConsignorId),
    note: Option<&str>,
) -> Result<Done> {
    store::insert_act(tx, ctx, &NewAct { id: by.id, prospect, deed: by.deed, note })?;
    let line = Entry::new(ctx, by.kind, by.id).of(consignor).digest(by.digest);
    journal::write(tx, ctx, line.body(json!({ "prospect": prospect })))?;
    Ok(Done::new(by.id, prospect))
}
