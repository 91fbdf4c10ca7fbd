//! Trainings: recorded once, taken back with a reason; a certificate names who learnt.

use std::collections::BTreeSet;

use db::{Read, Result, Tx};
use journal::{Line, Once};
use kernel::{Capability, ConsignorId, Context, EntryId, MakerId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use web::Recorded;

use crate::{
    actions::own,
    inputs::{OpenCertificate, RecordTraining, TakeTrainingBack, TrainingId},
    refusal::No,
    store_training as store,
    types::Training,
};

/// A training of the actor's unit; another's answers like none.
pub fn load_own(read: &mut Read, ctx: &Context, id: TrainingId) -> Result<Training> {
    let training = store::find(read, id)?.ok_or(No::Unknown)?;
    own(ctx, training.consignor_id)?;
    Ok(training)
}

/// Records who learnt what, for how long and who examined.
///
/// # Errors
/// Refuses days out of order, nobody, somebody twice, and who is not of the unit.
pub fn record_training(tx: &mut Tx, ctx: &Context, input: &RecordTraining) -> Result<Recorded> {
    ctx.actor.require(Capability::RecordGoods)?;
    let unit = input.consignor.or(ctx.actor.consignor()).ok_or(No::Unknown)?;
    own(ctx, unit)?;
    let Once::First(digest) = journal::once(tx, "production.train", input.id, input)? else {
        return Ok(Recorded::again(input.id));
    };
    checked(tx, ctx, unit, input)?;
    store::insert(tx, ctx, unit, input)?;
    for (line, one) in (1..).zip(&input.trainees) {
        store::insert_trainee(tx, input.id, line, (one.maker, one.result))?;
    }
    let body = json!({ "number": input.number, "title": input.title, "hours": input.hours,
        "trainees": input.trainees.len() });
    let line = Line::new(ctx, "production.train", input.id).of(unit).on(input.to);
    journal::write(tx, ctx, line.digest(digest).body(body))?;
    Ok(Recorded::new(input.id))
}

fn checked(
    read: &mut Read,
    ctx: &Context,
    unit: ConsignorId,
    input: &RecordTraining,
) -> Result<()> {
    if input.from > input.to || input.to > ctx.today() {
        return Err(No::TrainingDays.at("to").into());
    }
    if input.hours.get().0 < 1 {
        return Err(No::TrainingHours.at("hours").into());
    }
    if input.trainees.is_empty() {
        return Err(No::NoTrainees.at("trainees").into());
    }
    let mut seen: BTreeSet<MakerId> = BTreeSet::new();
    for (at, one) in input.trainees.iter().enumerate() {
        let field = format!("trainees[{at}].maker");
        if !seen.insert(one.maker) {
            return Err(No::MakerTwice.at(field).into());
        }
        let known = people::makers_by_id(read, &[one.maker])?;
        if known.get(&one.maker).is_none_or(|maker| maker.consignor_id != unit) {
            return Err(No::MakerUnknown.at(field).into());
        }
    }
    Ok(())
}

/// A training that was recorded wrongly: its certificates hold no more.
///
/// # Errors
/// Refuses one taken back before.
pub fn take_training_back(
    tx: &mut Tx,
    ctx: &Context,
    input: &TakeTrainingBack,
) -> Result<Recorded> {
    if !ctx.actor.may(Capability::Approve) {
        ctx.actor.require(Capability::RecordGoods)?;
    }
    let training = load_own(tx, ctx, input.training)?;
    let once = journal::once(tx, "production.take_training_back", training.id, input)?;
    let Once::First(digest) = once else { return Ok(Recorded::again(training.id)) };
    if training.taken_back_on.is_some() {
        return Err(No::TrainingTakenBack.into());
    }
    store::take_back(tx, ctx, training.id, input.reason.as_str())?;
    let body = json!({ "number": training.number, "reason": input.reason.as_str() });
    let line = Line::new(ctx, "production.take_training_back", training.id);
    journal::write(tx, ctx, line.of(training.consignor_id).digest(digest).body(body))?;
    Ok(Recorded::new(training.id))
}

/// A name is open for a certificate: where it is printed.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct CertificateOpened {
    /// Of the reading; it opens the certificate for five minutes to the one who read.
    pub id: EntryId,
    pub training: TrainingId,
    pub maker: MakerId,
    /// Without the unit's name.
    pub neutral: bool,
}

/// Reads the name that a certificate needs; the reading is logged.
///
/// # Errors
/// Refuses who did not learn there, and a training that was taken back.
pub fn open_certificate(
    tx: &mut Tx,
    ctx: &Context,
    input: &OpenCertificate,
) -> Result<CertificateOpened> {
    let training = load_own(tx, ctx, input.training)?;
    let known = store::trainees(tx, training.id)?;
    if !known.iter().any(|one| one.maker_id == input.maker) {
        return Err(No::Unknown.into());
    }
    if training.taken_back_on.is_some() {
        return Err(No::TrainingTakenBack.into());
    }
    let (makers, purpose) = (vec![input.maker], input.purpose.clone());
    people::open_names(tx, ctx, &people::OpenNames { id: input.id, makers, purpose })?;
    let (id, neutral) = (input.id, input.neutral.0);
    Ok(CertificateOpened { id, training: training.id, maker: input.maker, neutral })
}
