//! Return, damage, loss, transfer and what takes them back, as one side proposes it.

use agreements::{Agreement, Side};
use db::{Read, Result, Tx};
use journal::{Line, Once};
use kernel::{Context, Day, MovementId, Quantity};
use production::Batch;
use serde_json::json;
use web::Recorded;

use crate::{
    actions::covered,
    books,
    goods::Place,
    guard,
    inputs::ProposeMovement,
    kinds::{MovementKind, MovementState, ShelfChange},
    photo::Pictures,
    postings::standing,
    refusal::No,
    store_movement, store_shelf,
    types::{Movement, MovementLine},
};

/// Proposes a movement without a picture. See [`propose_movement_with`].
///
/// # Errors
/// As [`propose_movement_with`].
pub fn propose_movement(tx: &mut Tx, ctx: &Context, input: &ProposeMovement) -> Result<Recorded> {
    propose_movement_with(tx, ctx, input, &Pictures::default())
}

/// One side says that goods leave the shelf. Nothing moves until the other side confirms.
///
/// # Errors
/// Refuses more than stands on the shelf, batches that never came there, days out of the term,
/// and a transfer to a shop whose agreement does not cover the goods.
pub fn propose_movement_with(
    tx: &mut Tx,
    ctx: &Context,
    input: &ProposeMovement,
    photos: &Pictures,
) -> Result<Recorded> {
    let side = guard::acting_side(&ctx.actor)?;
    let agreement = guard::agreement(tx, ctx, input.agreement)?;
    let kind = "consignment.propose_movement";
    let Once::First(digest) = journal::once(tx, kind, input.id, input)? else {
        return Ok(Recorded::again(input.id));
    };
    guard::day_of(ctx, &agreement, input.happened_on, "happened_on")?;
    let goal = goal(tx, ctx, &agreement, input)?;
    let lines = leavable(tx, &agreement, goal.as_ref(), input)?;
    let movement = proposed(ctx, side, &agreement, goal.as_ref(), input);
    store_movement::insert_movement(tx, ctx, &movement, photos.at(0))?;
    for (at, line) in lines.iter().enumerate() {
        store_movement::insert_movement_line(tx, input.id, at as i64 + 1, line)?;
    }
    let pieces: Quantity = lines.iter().map(|line| line.quantity).sum();
    let body = json!({ "movement": input.kind, "pieces": pieces, "side": side,
        "reason": input.reason.as_str() });
    let line = Line::new(ctx, kind, input.id).of(agreement.consignor_id).at(agreement.shop_id);
    journal::write(tx, ctx, line.on(input.happened_on).digest(digest).body(body))?;
    Ok(Recorded::new(input.id))
}

/// The agreement with the shop that a transfer goes to.
fn goal(
    read: &mut Read,
    ctx: &Context,
    from: &Agreement,
    input: &ProposeMovement,
) -> Result<Option<Agreement>> {
    let to = match (input.kind, input.to_agreement) {
        (MovementKind::Transfer, None) => return Err(No::ToShopMissing.at("to_agreement").into()),
        (MovementKind::Transfer, Some(to)) => to,
        (_, Some(_)) => return Err(No::ToShopNotNeeded.at("to_agreement").into()),
        (_, None) => return Ok(None),
    };
    // A shop may name another shop's, if it knows it; another unit's is as unknown as none.
    let to = match agreements::load_agreement(read, to) {
        Ok(to) if to.consignor_id == from.consignor_id => to,
        Ok(_) | Err(db::Error::Refused(_)) => return Err(No::Unknown.at("to_agreement").into()),
        Err(error) => return Err(error),
    };
    if to.shop_id == from.shop_id {
        return Err(No::SameShop.at("to_agreement").into());
    }
    if !to.in_force_on(ctx.today()) {
        return Err(No::AgreementNotInForce.at("to_agreement").into());
    }
    Ok(Some(to))
}

fn leavable(
    read: &mut Read,
    agreement: &Agreement,
    goal: Option<&Agreement>,
    input: &ProposeMovement,
) -> Result<Vec<MovementLine>> {
    let batches: Vec<_> = input.lines.iter().map(|line| line.batch).collect();
    guard::lines(&batches, "batch", No::BatchTwice)?;
    let found = production::batches(read, &batches)?;
    let mut lines = Vec::with_capacity(batches.len());
    for (at, line) in input.lines.iter().enumerate() {
        let field = |name: &str| format!("lines[{at}].{name}");
        let own = found.get(&line.batch).filter(|b| b.consignor_id == agreement.consignor_id);
        let batch = own.ok_or_else(|| No::BatchUnknown.at(field("batch")))?;
        enough(read, agreement, input.kind, batch.id, &batch.code, line.quantity)
            .map_err(|error| pointed(error, field("quantity")))?;
        not_replaced(read, agreement, batch, input.happened_on)
            .map_err(|error| pointed(error, field("batch")))?;
        if let Some(goal) = goal
            && !covered(read, goal, batch, input.happened_on)?
        {
            let no = No::NotCovered.with("code", &batch.code).at(field("batch"));
            return Err(no.into());
        }
        let (product_id, batch_id) = (batch.product_id, batch.id);
        lines.push(MovementLine { product_id, batch_id, quantity: line.quantity });
    }
    Ok(lines)
}

/// A movement stands under the agreement of the day on which it happened: its rule says who bears
/// it, and its paper names it.
fn not_replaced(read: &mut Read, agreement: &Agreement, batch: &Batch, day: Day) -> Result<()> {
    let place = (agreement.shop_id, batch.product_id);
    let covering = books::covering(read, agreement.consignor_id, place, day)?;
    let Some(other) = covering.filter(|covering| *covering != agreement.id) else { return Ok(()) };
    let other = agreements::load_agreement(read, other)?;
    let number = other.consignor_number.unwrap_or(other.title);
    Err(No::AgreementReplaced.with("code", &batch.code).with("number", number).into())
}

fn pointed(error: db::Error, field: String) -> db::Error {
    match error {
        db::Error::Refused(refusal) => refusal.at(field).into(),
        other => other,
    }
}

/// Refuses more than there is to move.
pub fn enough(
    read: &mut Read,
    agreement: &Agreement,
    kind: MovementKind,
    batch: kernel::BatchId,
    code: &str,
    quantity: Quantity,
) -> Result<()> {
    let shop = agreement.shop_id;
    let (place, no) = match kind.takes_back() {
        Some(ShelfChange::Lost) => (Place::Lost(shop), No::NotEnoughLost),
        Some(_) => (Place::Damaged(shop), No::NotEnoughBroken),
        None if kind.is_of_broken() => (Place::Damaged(shop), No::NotEnoughBroken),
        None => (Place::Shelf(shop), No::NotEnoughOnShelf),
    };
    let mut there = standing(read, agreement.consignor_id, batch, place)?;
    if kind == MovementKind::NotBroken {
        // What a buyer brought back broken never left the shelf by a movement: his refund is
        // what would have to be taken back.
        let moved = store_shelf::damaged_by_batch(read, shop)?;
        there = there.min(moved.get(&batch).copied().unwrap_or(0));
    }
    if quantity.0 <= there {
        return Ok(());
    }
    Err(no.with("code", code).with("there", there).into())
}

fn proposed(
    ctx: &Context,
    side: Side,
    agreement: &Agreement,
    goal: Option<&Agreement>,
    input: &ProposeMovement,
) -> Movement {
    Movement {
        id: input.id,
        consignor_id: agreement.consignor_id,
        shop_id: agreement.shop_id,
        agreement_id: agreement.id,
        kind: input.kind,
        to_shop_id: goal.map(|goal| goal.shop_id),
        to_agreement_id: goal.map(|goal| goal.id),
        happened_on: input.happened_on,
        reason: input.reason.to_string(),
        has_photo: false,
        state: MovementState::Proposed,
        proposed_side: side,
        borne_by: None,
        booked_on: None,
        decided_by: None,
        decided_note: None,
        created_by: ctx.actor.user,
        created_at: None,
    }
}

/// The movement, or 404 where it is another's.
pub fn load_own(read: &mut Read, ctx: &Context, id: MovementId) -> Result<Movement> {
    let movement = store_movement::find_movement(read, id)?.ok_or(No::Unknown)?;
    guard::between(ctx, movement.consignor_id, movement.shop_id)?;
    Ok(movement)
}
