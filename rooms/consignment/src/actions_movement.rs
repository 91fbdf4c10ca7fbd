//! Return, damage, loss, transfer: proposed by one side, posted when the other confirms.

use agreements::{Agreement, Side};
use db::{Lock, Read, Result, Tx};
use journal::{Line, Once};
use kernel::{Context, Day, MovementId, Quantity, Rupiah, ShopId};
use serde_json::json;
use web::Recorded;

use crate::{
    actions::{covered, gain, next_number},
    goods::{self, GoodsMove, Leaving, Place},
    guard,
    inputs::{ConfirmMovement, DropMovement, ProposeMovement},
    kinds::{DeliveryState, MovementKind, MovementState},
    photo::Pictures,
    postings::{Postings, bearer, due_price, standing},
    refusal::No,
    store_delivery,
    store_movement::{self, Decision},
    store_shelf::{self, Change},
    types::{Delivery, DeliveryLine, Movement, MovementLine},
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
    let to = agreements::load_agreement(read, to)?;
    if to.consignor_id != from.consignor_id {
        return Err(No::OtherUnitsShop.at("to_agreement").into());
    }
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

fn pointed(error: db::Error, field: String) -> db::Error {
    match error {
        db::Error::Refused(refusal) => refusal.at(field).into(),
        other => other,
    }
}

fn enough(
    read: &mut Read,
    agreement: &Agreement,
    kind: MovementKind,
    batch: kernel::BatchId,
    code: &str,
    quantity: Quantity,
) -> Result<()> {
    let shop = agreement.shop_id;
    let (place, no) = match kind {
        kind if kind.is_found() => (Place::Lost(shop), No::NotEnoughLost),
        kind if kind.is_of_broken() => (Place::Damaged(shop), No::NotEnoughBroken),
        _ => (Place::Shelf(shop), No::NotEnoughOnShelf),
    };
    let there = standing(read, agreement.consignor_id, batch, place)?;
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

/// The other side says yes: the goods leave the shelf, and a loss that the shop bears is owed.
///
/// # Errors
/// Refuses the proposer's own side, a movement decided before, and more than the shelf has now.
pub fn confirm_movement(tx: &mut Tx, ctx: &Context, input: &ConfirmMovement) -> Result<Recorded> {
    let side = guard::acting_side(&ctx.actor)?;
    let movement = load_own(tx, ctx, input.movement)?;
    tx.lock(Lock::Shelf(movement.shop_id))?;
    let kind = "consignment.confirm_movement";
    let Once::First(digest) = journal::once(tx, kind, input.movement, input)? else {
        return Ok(Recorded::again(input.movement));
    };
    decidable(&movement)?;
    if movement.proposed_side == side {
        return Err(No::OtherSideConfirms.into());
    }
    let agreement = agreements::load_agreement(tx, movement.agreement_id)?;
    let booked = guard::booked_on(tx, agreement.id, ctx.today())?;
    let borne_by = bearer(tx, &agreement, movement.kind, movement.happened_on)?;
    let lines = store_movement::list_movement_lines(tx, movement.id)?;
    let charge = match movement.kind {
        kind if kind.is_found() => come_back(tx, ctx, &movement, &agreement, &lines, booked)?,
        kind if kind.is_of_broken() => clear_away(tx, &movement, &agreement, &lines, booked)?,
        _ => leave(tx, ctx, &movement, &agreement, &lines, (borne_by, booked))?,
    };
    if let Some(goal) = movement.to_agreement_id {
        send_on(tx, ctx, &movement, goal, &lines)?;
    }
    let (state, note) = (MovementState::Confirmed, None);
    let decision = Decision { state, borne_by, booked_on: Some(booked), note };
    store_movement::decide_movement(tx, ctx, movement.id, &decision)?;
    let body = json!({ "movement": movement.kind, "borne_by": borne_by, "charge": charge });
    let line = Line::new(ctx, kind, movement.id).of(movement.consignor_id).at(movement.shop_id);
    journal::write(tx, ctx, line.on(booked).digest(digest).body(body))?;
    Ok(Recorded::new(movement.id))
}

/// Posts the lines under the movement's id; what the shop owes for them.
fn leave(
    tx: &mut Tx,
    ctx: &Context,
    movement: &Movement,
    agreement: &Agreement,
    lines: &[MovementLine],
    (borne_by, booked_on): (Option<Side>, Day),
) -> Result<Rupiah> {
    let leaving = leaving(movement);
    let (mut postings, mut total) = (Postings::of(movement.consignor_id), Rupiah::ZERO);
    for line in lines {
        let code = production::load_batch(tx, line.batch_id)?.code;
        enough(tx, agreement, movement.kind, line.batch_id, &code, line.quantity)?;
        let (batch, quantity) = (line.batch_id, line.quantity);
        let (from, to) = (Place::Shelf(movement.shop_id), leaving.place(movement.shop_id));
        postings.goods(&GoodsMove { batch, from, to, quantity });
        let by_shop = borne_by == Some(Side::Shop);
        let charge = match by_shop {
            true => due_price(tx, agreement, line.product_id, movement.happened_on, quantity)?,
            false => Rupiah::ZERO,
        };
        let change = Change {
            consignor: movement.consignor_id,
            agreement: agreement.id,
            shop: movement.shop_id,
            product: line.product_id,
            batch,
            kind: leaving.change(),
            quantity: -quantity.0,
            charged: if by_shop { quantity } else { Quantity::ZERO },
            charge,
            booked_on,
            document: movement.id.uuid(),
        };
        store_shelf::insert_change(tx, ctx, &change)?;
        total += charge;
    }
    postings.charge(agreement, total);
    postings.post(tx, movement.id, booked_on)?;
    Ok(total)
}

fn leaving(movement: &Movement) -> Leaving {
    let own: ShopId = movement.shop_id;
    match movement.kind {
        // What was found comes back by `come_back`, what is broken goes by `clear_away`: neither
        // leaves a shelf.
        MovementKind::Return
        | MovementKind::FoundOnShelf
        | MovementKind::FoundAtUnit
        | MovementKind::BrokenBack
        | MovementKind::Destroyed => Leaving::Return,
        MovementKind::Damage => Leaving::Damage,
        MovementKind::Loss => Leaving::Loss,
        MovementKind::Transfer => Leaving::Transfer(movement.to_shop_id.unwrap_or(own)),
    }
}

/// Broken pieces are at the shop no longer. They left its shelf when they broke, and who bears them
/// was booked then: nothing changes on a statement.
fn clear_away(
    tx: &mut Tx,
    movement: &Movement,
    agreement: &Agreement,
    lines: &[MovementLine],
    booked_on: Day,
) -> Result<Rupiah> {
    let mut postings = Postings::of(movement.consignor_id);
    for line in lines {
        let code = production::load_batch(tx, line.batch_id)?.code;
        enough(tx, agreement, movement.kind, line.batch_id, &code, line.quantity)?;
        let (from, to) = (Place::Damaged(movement.shop_id), Place::WrittenOff);
        let (batch, quantity) = (line.batch_id, line.quantity);
        postings.goods(&GoodsMove { batch, from, to, quantity });
    }
    postings.post(tx, movement.id, booked_on)?;
    Ok(Rupiah::ZERO)
}

/// Lost pieces stand where they were found, and what the shop was charged for them is taken back
/// (a negative line of the period it is booked in); below zero what the shop owes.
fn come_back(
    tx: &mut Tx,
    ctx: &Context,
    movement: &Movement,
    agreement: &Agreement,
    lines: &[MovementLine],
    booked_on: Day,
) -> Result<Rupiah> {
    let at_unit = movement.kind == MovementKind::FoundAtUnit;
    let (mut postings, mut total) = (Postings::of(movement.consignor_id), Rupiah::ZERO);
    for line in lines {
        let code = production::load_batch(tx, line.batch_id)?.code;
        enough(tx, agreement, movement.kind, line.batch_id, &code, line.quantity)?;
        let found = goods::found(at_unit, line.batch_id, movement.shop_id, line.quantity);
        postings.goods(&found.leg);
        let back = store_shelf::charged_for_loss(tx, movement.shop_id, line.batch_id)?;
        let mut back = back.back(line.quantity);
        total -= Rupiah(back.rupiah);
        for (kind, quantity) in found.changes {
            let change = Change {
                consignor: movement.consignor_id,
                agreement: agreement.id,
                shop: movement.shop_id,
                product: line.product_id,
                batch: line.batch_id,
                kind,
                quantity,
                charged: Quantity(-back.pieces),
                charge: Rupiah(-back.rupiah),
                booked_on,
                document: movement.id.uuid(),
            };
            back = goods::Charged::default();
            match at_unit {
                true => store_shelf::insert_change(tx, ctx, &change)?,
                false => gain(tx, ctx, &change, booked_on)?,
            }
        }
    }
    postings.charge(agreement, total);
    postings.post(tx, movement.id, booked_on)?;
    Ok(total)
}

/// What the shop gets back for lost pieces that were found, before anybody has said yes.
pub fn to_take_back(
    read: &mut Read,
    movement: &Movement,
    lines: &[MovementLine],
) -> Result<Rupiah> {
    let mut total = Rupiah::ZERO;
    for line in lines {
        let charged = store_shelf::charged_for_loss(read, movement.shop_id, line.batch_id)?;
        total += Rupiah(charged.back(line.quantity).rupiah);
    }
    Ok(total)
}

/// A confirmed transfer is on its way to the other shop, which receives it like any delivery.
fn send_on(
    tx: &mut Tx,
    ctx: &Context,
    movement: &Movement,
    goal: kernel::AgreementId,
    lines: &[MovementLine],
) -> Result<()> {
    let goal = agreements::load_agreement(tx, goal)?;
    let delivery = Delivery {
        id: movement.id.cast(),
        consignor_id: movement.consignor_id,
        shop_id: goal.shop_id,
        agreement_id: goal.id,
        number: next_number(tx, movement.consignor_id, ctx.today())?,
        sent_on: ctx.today(),
        exception_reason: None,
        carried_by: None,
        note: Some(movement.reason.clone()),
        from_shop_id: Some(movement.shop_id),
        movement_id: Some(movement.id),
        state: DeliveryState::Sent,
        created_by: ctx.actor.user,
    };
    store_delivery::insert_delivery(tx, ctx, &delivery)?;
    for (at, line) in lines.iter().enumerate() {
        let line = DeliveryLine {
            line_no: at as i64 + 1,
            product_id: line.product_id,
            batch_id: line.batch_id,
            sent: line.quantity,
            received: None,
            note: None,
            has_photo: false,
        };
        store_delivery::insert_delivery_line(tx, delivery.id, &line)?;
    }
    Ok(())
}

/// The other side says no, or the proposer takes it back: nothing has moved and nothing moves.
///
/// # Errors
/// Refuses a movement decided before.
pub fn drop_movement(tx: &mut Tx, ctx: &Context, input: &DropMovement) -> Result<Recorded> {
    let side = guard::acting_side(&ctx.actor)?;
    let movement = load_own(tx, ctx, input.movement)?;
    let kind = "consignment.drop_movement";
    let Once::First(digest) = journal::once(tx, kind, input.movement, input)? else {
        return Ok(Recorded::again(input.movement));
    };
    decidable(&movement)?;
    let own = movement.proposed_side == side;
    let state = if own { MovementState::Withdrawn } else { MovementState::Declined };
    let note = Some(input.reason.as_str());
    let decision = Decision { state, borne_by: None, booked_on: None, note };
    store_movement::decide_movement(tx, ctx, movement.id, &decision)?;
    let body = json!({ "state": state, "reason": note });
    let line = Line::new(ctx, kind, movement.id).of(movement.consignor_id).at(movement.shop_id);
    journal::write(tx, ctx, line.digest(digest).body(body))?;
    Ok(Recorded::new(movement.id))
}

fn decidable(movement: &Movement) -> Result<()> {
    match movement.state {
        MovementState::Proposed => Ok(()),
        _ => Err(No::NotProposed.into()),
    }
}

/// The movement, or 404 where it is another's.
pub fn load_own(read: &mut Read, ctx: &Context, id: MovementId) -> Result<Movement> {
    let movement = store_movement::find_movement(read, id)?.ok_or(No::Unknown)?;
    guard::between(ctx, movement.consignor_id, movement.shop_id)?;
    Ok(movement)
}
