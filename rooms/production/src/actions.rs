//! Batches: one function a verb.

use db::{Lock, Read, Result, Tx};
use journal::{Line, Once};
use kernel::{
    BatchId, Capability, ConsignorId, Context, Day, EntryId, MakerId, ProductId, Quantity, Refusal,
    Rupiah,
};
use ledger::{Account, Entry, Kind, Move};
use serde_json::json;
use web::Recorded;

use crate::{
    actions_job, code,
    cost::unit_cost,
    inputs::{AddCost, FinishBatch, MakerLine, OpenBatch, ReverseCost, SayNoCost},
    kinds::Basis,
    makers::{Weight, weigh, within_checked},
    refusal::No,
    store::{self, NewCost},
    types::Batch,
};

/// Work on a batch begins: product, makers, the first cost lines.
///
/// # Errors
/// Refuses a code in use, a start after today, makers of another unit or gone, weights missing.
pub fn open_batch(tx: &mut Tx, ctx: &Context, input: &OpenBatch) -> Result<Recorded> {
    ctx.actor.require(Capability::RecordGoods)?;
    let product = own_product(tx, ctx, input.product)?;
    let Once::First(digest) = journal::once(tx, "production.open", input.id, input)? else {
        return Ok(Recorded::again(input.id));
    };
    if input.started_on > ctx.today() {
        return Err(No::StartsLater.at("started_on").into());
    }
    let unit = product.consignor_id;
    let weights = weights(tx, (unit, input.started_on, input.basis), &input.makers, &[])?;
    let code = match &input.code {
        Some(code) if !code::may_be_typed(code.as_str()) => {
            return Err(No::CodeSigns.at("code").into());
        }
        Some(code) => code.to_string(),
        None => next_code(tx, product.consignor_id, &product.code, input.started_on)?,
    };
    store::insert_batch(tx, ctx, product.consignor_id, input, &code)?;
    store::insert_makers(tx, ctx, input.id, 1, &weights)?;
    let batch = load_batch(tx, input.id)?;
    add_first_costs(tx, ctx, &batch, input)?;
    if let Some(job) = input.job {
        actions_job::start(tx, ctx, job, &batch)?;
    }
    let body = json!({ "code": code, "product": product.code, "makers": weights.len() });
    let line = Line::new(ctx, "production.open", input.id).of(product.consignor_id);
    journal::write(tx, ctx, line.on(input.started_on).digest(digest).body(body))?;
    Ok(Recorded::new(input.id))
}

/// The quality check: what was accepted is in the workshop from then on, and the batch has its
/// cost a piece. Who opened the batch does not check it.
///
/// # Errors
/// Refuses a second check, days out of order, nothing checked.
pub fn finish_batch(tx: &mut Tx, ctx: &Context, input: &FinishBatch) -> Result<Recorded> {
    tx.lock(Lock::Batch(input.batch))?;
    may_check(ctx)?;
    let batch = load_own(tx, ctx, input.batch)?;
    let check: EntryId = input.id.unwrap_or(batch.id.cast());
    let Once::First(digest) = once_checked(tx, &batch, check, input)? else {
        return Ok(Recorded::again(input.batch));
    };
    ctx.actor.require_other_than(batch.created_by)?;
    let (accepted, rejected) = (input.accepted.get(), input.rejected.get());
    checkable(ctx, &batch, input)?;
    final_makers(tx, ctx, &batch, input)?;
    let nothing = batch.no_cost_reason.is_some();
    let unit = unit_cost(batch.cost, nothing, accepted).map(|cost| cost.unit);
    store::finish_batch(tx, ctx, input, unit)?;
    let made = || place(&batch, Kind::Made);
    let moves = vec![
        Move::new(made(), place(&batch, Kind::Workshop), accepted.0),
        Move::new(made(), place(&batch, Kind::Rejected), rejected.0),
    ];
    ledger::post(tx, Entry { id: check, day: input.finished_on, moves })?;
    actions_job::finished(tx, batch.id)?;
    let body = json!({ "accepted": accepted, "rejected": rejected, "grade": input.grade,
        "unit_cost": unit });
    let line = Line::new(ctx, "production.finish", check).of(batch.consignor_id);
    journal::write(tx, ctx, line.on(input.finished_on).digest(digest).body(body))?;
    Ok(Recorded::new(batch.id))
}

/// Another check under an id that is used: the batch was checked; or that check was taken back, and
/// a further one needs an id of its own. Then the very same is not done either, for the batch is
/// open: who sends it again would believe that its pieces are in the workshop.
fn once_checked(tx: &mut Tx, batch: &Batch, check: EntryId, input: &FinishBatch) -> Result<Once> {
    let no = match (batch.finished_on, batch.given_up_on) {
        (Some(_), _) => No::AlreadyFinished,
        (None, Some(_)) => No::GivenUp,
        (None, None) => No::CheckAgain,
    };
    let taken = || no.with("code", &batch.code);
    match journal::once_of(tx, "production.finish", check, input, taken())? {
        Once::Again if batch.finished_on.is_none() => Err(taken().into()),
        once => Ok(once),
    }
}

/// Adds a cost line, also after the check, until a statement has used the cost.
///
/// # Errors
/// Refuses when the cost stands.
pub fn add_cost(tx: &mut Tx, ctx: &Context, input: &AddCost) -> Result<Recorded> {
    ctx.actor.require(Capability::RecordGoods)?;
    let batch = load_own(tx, ctx, input.batch)?;
    let Once::First(digest) = journal::once(tx, "production.cost", input.id, input)? else {
        return Ok(Recorded::again(input.batch));
    };
    let amount = input.amount.get();
    let what = input.what.as_str();
    let cost = NewCost { id: input.id, what, amount, reverses: None, reason: None };
    change_cost(tx, ctx, &batch, &cost)?;
    let body = json!({ "batch": batch.code, "what": what, "amount": amount });
    let line = Line::new(ctx, "production.cost", input.id).of(batch.consignor_id);
    journal::write(tx, ctx, line.digest(digest).body(body))?;
    Ok(Recorded::new(input.batch))
}

/// Takes a cost line back with a line that says why.
///
/// # Errors
/// Refuses a line of another batch, one taken back already, a reversal, or when the cost stands.
pub fn reverse_cost(tx: &mut Tx, ctx: &Context, input: &ReverseCost) -> Result<Recorded> {
    ctx.actor.require(Capability::RecordGoods)?;
    let batch = load_own(tx, ctx, input.batch)?;
    let Once::First(digest) = journal::once(tx, "production.cost", input.id, input)? else {
        return Ok(Recorded::again(input.batch));
    };
    let lines = store::list_costs(tx, batch.id)?;
    let line = lines.iter().find(|line| line.id == input.line).ok_or(No::Unknown)?;
    match (line.reverses, line.reversed) {
        (Some(_), _) => return Err(No::ReversalReversed.into()),
        (_, true) => return Err(No::AlreadyReversed.into()),
        _ => {}
    }
    let cost = NewCost {
        id: input.id,
        what: &line.what,
        amount: -line.amount,
        reverses: Some(line.id),
        reason: Some(input.reason.as_str()),
    };
    change_cost(tx, ctx, &batch, &cost)?;
    let body = json!({ "batch": batch.code, "what": line.what, "amount": -line.amount,
        "reason": input.reason.as_str() });
    let line = Line::new(ctx, "production.cost", input.id).of(batch.consignor_id);
    journal::write(tx, ctx, line.digest(digest).body(body))?;
    Ok(Recorded::new(input.batch))
}

/// Says that nothing was paid for a batch, as with material that was given: a piece of it costs
/// nothing. The first real cost line takes that back.
///
/// # Errors
/// Refuses when cost lines stand, and when a statement has used the cost.
pub fn say_no_cost(tx: &mut Tx, ctx: &Context, input: &SayNoCost) -> Result<Recorded> {
    ctx.actor.require(Capability::RecordGoods)?;
    let batch = load_own(tx, ctx, input.batch)?;
    tx.lock(Lock::Batch(batch.id))?;
    let Once::First(digest) = journal::once(tx, "production.no_cost", input.id, input)? else {
        return Ok(Recorded::again(input.batch));
    };
    kept(&batch)?;
    if batch.costs_fixed_on.is_some() {
        return Err(No::CostsFixed.with("code", &batch.code).into());
    }
    if batch.cost.0 != 0 {
        return Err(No::CostsStand.with("cost", batch.cost).into());
    }
    let unit = unit_cost(Rupiah::ZERO, true, batch.accepted).map(|cost| cost.unit);
    store::set_no_cost(tx, batch.id, input.reason.as_str(), unit)?;
    let body = json!({ "batch": batch.code, "reason": input.reason.as_str() });
    let line = Line::new(ctx, "production.no_cost", input.id).of(batch.consignor_id);
    journal::write(tx, ctx, line.digest(digest).body(body))?;
    Ok(Recorded::new(input.batch))
}

/// The batch, or 404 where it is another's.
pub fn load_own(read: &mut Read, ctx: &Context, id: BatchId) -> Result<Batch> {
    let batch = load_batch(read, id)?;
    own(ctx, batch.consignor_id)?;
    Ok(batch)
}

/// The batch by its id.
///
/// # Errors
/// Refuses an unknown one.
pub fn load_batch(read: &mut Read, id: BatchId) -> Result<Batch> {
    store::find_batch(read, id)?.ok_or_else(|| No::Unknown.into())
}

/// A product of the actor's unit; another's answers like none.
pub fn own_product(read: &mut Read, ctx: &Context, id: ProductId) -> Result<catalogue::Product> {
    let product = catalogue::load_product(read, id)?;
    let seen = ctx.actor.sees_consignor(product.consignor_id);
    if seen { Ok(product) } else { Err(catalogue::No::Unknown.into()) }
}

pub fn own(ctx: &Context, consignor: ConsignorId) -> Result<()> {
    if ctx.actor.sees_consignor(consignor) { Ok(()) } else { Err(No::Unknown.into()) }
}

/// The code that the next batch of a product gets: `PT-2511-03`.
pub fn next_code(read: &mut Read, consignor: ConsignorId, stem: &str, day: Day) -> Result<String> {
    let prefix = code::prefix(stem, day);
    let used = store::codes_like(read, consignor, &prefix)?;
    Ok(code::next(&prefix, used.iter().map(String::as_str)))
}

pub fn may_check(ctx: &Context) -> Result<()> {
    let may = ctx.actor.may(Capability::RecordGoods) || ctx.actor.may(Capability::Approve);
    if may { Ok(()) } else { Err(No::NotTheChecker.into()) }
}

/// Where pieces of a batch are that no shop has.
pub fn place(batch: &Batch, kind: Kind) -> Account {
    Account::goods(kind, batch.consignor_id, batch.id, None)
}

/// Refuses a batch that was given up.
fn kept(batch: &Batch) -> Result<()> {
    match batch.given_up_on {
        Some(_) => Err(No::GivenUp.with("code", &batch.code).into()),
        None => Ok(()),
    }
}

fn checkable(ctx: &Context, batch: &Batch, input: &FinishBatch) -> Result<()> {
    kept(batch)?;
    if batch.finished_on.is_some() {
        return Err(No::AlreadyFinished.with("code", &batch.code).into());
    }
    if input.finished_on < batch.started_on {
        let started = batch.started_on.short(ctx.lang);
        return Err(No::FinishedBeforeStart.with("started", started).at("finished_on").into());
    }
    if input.finished_on > ctx.today() {
        return Err(No::FinishedLater.at("finished_on").into());
    }
    if input.accepted.get().0 + input.rejected.get().0 == 0 {
        return Err(No::NothingChecked.at("accepted").into());
    }
    Ok(())
}

/// Every maker is of the unit, and was there when the work began or is known to have worked on it:
/// who left since has made his pieces all the same.
fn weights(
    read: &mut Read,
    (consignor, started_on, basis): (ConsignorId, Day, Basis),
    lines: &[MakerLine],
    known: &[MakerId],
) -> Result<Vec<Weight>> {
    let pairs: Vec<_> = lines.iter().map(|line| (line.maker, line.weight)).collect();
    let weights = weigh(basis, &pairs).map_err(Refusal::from)?;
    let ids: Vec<_> = weights.iter().map(|one| one.maker).collect();
    let makers = people::makers_by_id(read, &ids)?;
    for (at, id) in ids.iter().enumerate() {
        let field = || format!("makers[{at}].maker");
        match makers.get(id).filter(|maker| maker.consignor_id == consignor) {
            None => return Err(No::MakerUnknown.at(field()).into()),
            Some(maker) if !maker.was_there_on(started_on) && !known.contains(id) => {
                return Err(No::MakerGone.with("code", &maker.code).at(field()).into());
            }
            Some(_) => {}
        }
    }
    Ok(weights)
}

/// The weights of makers that are named for a batch that is there.
pub fn weighed(read: &mut Read, batch: &Batch, lines: &[MakerLine]) -> Result<Vec<Weight>> {
    let known: Vec<_> =
        store::maker_weights(read, batch.id)?.into_iter().map(|(maker, _)| maker).collect();
    weights(read, (batch.consignor_id, batch.started_on, batch.basis), lines, &known)
}

fn final_makers(tx: &mut Tx, ctx: &Context, batch: &Batch, input: &FinishBatch) -> Result<()> {
    let checked = Quantity(input.accepted.get().0 + input.rejected.get().0);
    if !input.makers.is_empty() {
        let weights = weighed(tx, batch, &input.makers)?;
        let version = store::next_makers_version(tx, batch.id)?;
        store::insert_makers(tx, ctx, batch.id, version, &weights)?;
        store::set_makers_version(tx, batch.id, batch.basis, version)?;
    }
    let weights = store::maker_weights(tx, batch.id)?;
    let weights: Vec<_> =
        weights.into_iter().map(|(maker, weight)| Weight { maker, weight }).collect();
    Ok(within_checked(batch.basis, &weights, checked).map_err(Refusal::from)?)
}

fn add_first_costs(tx: &mut Tx, ctx: &Context, batch: &Batch, input: &OpenBatch) -> Result<()> {
    let mut total = Rupiah::ZERO;
    for line in &input.costs {
        let (what, amount) = (line.what.as_str(), line.amount.get());
        let cost = NewCost { id: ctx.fresh_id(), what, amount, reverses: None, reason: None };
        store::insert_cost(tx, ctx, batch, &cost)?;
        total += amount;
    }
    within_bounds(total)?;
    store::set_cost(tx, batch.id, total, None)
}

fn change_cost(tx: &mut Tx, ctx: &Context, batch: &Batch, cost: &NewCost<'_>) -> Result<()> {
    tx.lock(Lock::Batch(batch.id))?;
    kept(batch)?;
    if batch.costs_fixed_on.is_some() {
        return Err(No::CostsFixed.with("code", &batch.code).into());
    }
    let total = batch.cost + cost.amount;
    within_bounds(total)?;
    store::insert_cost(tx, ctx, batch, cost)?;
    let finished = batch.finished_on.is_some();
    let unit = finished.then(|| unit_cost(total, false, batch.accepted)).flatten();
    store::set_cost(tx, batch.id, total, unit.map(|cost| cost.unit))
}

fn within_bounds(total: Rupiah) -> Result<()> {
    if total.0 <= kernel::INPUT_MAX { Ok(()) } else { Err(No::CostBeyond.at("costs").into()) }
}
