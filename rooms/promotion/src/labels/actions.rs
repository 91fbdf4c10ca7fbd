//! Which wording is printed for which shop: recorded before the printing, so that it can be
//! compared; goods and money are not touched.

use db::{Lock, Read, Result, Tx};
use journal::{Line as Entry, Once};
use kernel::{Capability, ConsignorId, Context, Reach};
use production::Batch;
use serde_json::json;
use web::Recorded;

use super::{
    inputs::{ListLabels, OneLabels, RecordLabels, TakeLabelsBack, Variant},
    store,
    types::Labels,
};
use crate::refusal::No;

/// Whose labels the actor sees; `None` for all.
pub(super) fn whose(ctx: &Context) -> Result<Option<ConsignorId>> {
    match &ctx.actor.reach {
        Reach::All => Ok(None),
        Reach::Consignor(own) => Ok(Some(*own)),
        Reach::Shop(_) | Reach::Kanwil(_) | Reach::Nobody => Err(No::LabelsUnknown.into()),
    }
}

/// Records the wording of a batch's labels at a shop.
///
/// # Errors
/// Refuses a second wording for the same batch at the same shop, more pieces than were accepted, a
/// shop that does not sell it, and the workshop's name where the unit goes by a brand.
pub fn record_labels(tx: &mut Tx, ctx: &Context, input: &RecordLabels) -> Result<Recorded> {
    ctx.actor.require(Capability::RecordGoods)?;
    let unit = ctx.actor.consignor().ok_or(No::LabelsUnknown)?;
    tx.lock(Lock::Batch(input.batch))?;
    let Once::First(digest) = journal::once(tx, "promotion.labels", input.id, input)? else {
        return Ok(Recorded::again(input.id));
    };
    let batch = own_batch(tx, unit, input)?;
    let terms = agreements::selling_terms(tx, input.shop, batch.product_id, ctx.today())?;
    if terms.is_none_or(|terms| !terms.in_force || terms.consignor_id != unit) {
        return Err(No::Unknown.at("shop").into());
    }
    let branded = people::load_consignor(tx, unit)?.brand.is_some();
    if branded && input.variant == Variant::MadeInside {
        return Err(No::BrandNeutral.at("variant").into());
    }
    let left = batch.accepted - store::labelled(tx, batch.id)?;
    if input.pieces > left {
        return Err(No::TooManyLabels.at("pieces").with("left", left).into());
    }
    store::insert(tx, ctx, input, (unit, batch.product_id))?;
    let line = Entry::new(ctx, "promotion.labels", input.id).of(unit).at(input.shop);
    let body = json!({ "batch": input.batch, "variant": input.variant, "pieces": input.pieces });
    journal::write(tx, ctx, line.digest(digest).body(body))?;
    Ok(Recorded::new(input.id))
}

/// The unit's own batch, checked and meant for shops.
fn own_batch(tx: &mut Tx, unit: ConsignorId, input: &RecordLabels) -> Result<Batch> {
    let found = production::batches(tx, &[input.batch])?.remove(&input.batch);
    let own = found.filter(|batch| {
        batch.consignor_id == unit && batch.finished_on.is_some() && !batch.reserved
    });
    own.ok_or_else(|| No::LabelBatch.at("batch").into())
}

/// Takes back what was recorded wrongly; it is compared no more, and another may be recorded.
pub fn take_labels_back(tx: &mut Tx, ctx: &Context, input: &TakeLabelsBack) -> Result<Recorded> {
    ctx.actor.require(Capability::RecordGoods)?;
    let labels = load_labels(tx, ctx, &OneLabels { labels: input.labels })?;
    let Once::First(digest) = journal::once(tx, "promotion.labels_back", input.id, input)? else {
        return Ok(Recorded::again(labels.id));
    };
    if labels.taken_back_on.is_some() {
        return Err(No::LabelsTakenBack.into());
    }
    store::take_back(tx, ctx, input)?;
    let line = Entry::new(ctx, "promotion.labels_back", input.id).of(labels.consignor_id);
    let body = json!({ "labels": labels.id, "reason": input.reason });
    journal::write(tx, ctx, line.digest(digest).body(body))?;
    Ok(Recorded::new(labels.id))
}

/// Labels that the actor may see; others are as unknown as none (404).
pub fn load_labels(read: &mut Read, ctx: &Context, asked: &OneLabels) -> Result<Labels> {
    let whose = whose(ctx)?;
    let found = store::find(read, asked.labels)?;
    let own = found.filter(|one| whose.is_none_or(|unit| unit == one.consignor_id));
    own.ok_or_else(|| No::LabelsUnknown.into())
}

/// One page of what was recorded, the latest first, and how many there are.
pub fn labels_of(read: &mut Read, ctx: &Context, asked: &ListLabels) -> Result<(Vec<Labels>, i64)> {
    let whose = whose(ctx)?;
    store::list(read, whose, asked)
}
