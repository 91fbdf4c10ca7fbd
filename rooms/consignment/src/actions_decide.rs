//! Return, damage, loss, transfer and what takes them back: the other side decides, and with its
//! yes everything is posted.

use agreements::{Agreement, Side};
use db::{Lock, Read, Result, Tx};
use journal::{Line, Once};
use kernel::{AgreementId, Context, Quantity, Rupiah, ShopId};
use serde_json::json;
use web::Recorded;

use crate::{
    actions::{covered, gain, next_number},
    actions_movement::{enough, load_own},
    books::Books,
    goods::{self, Back, GoodsMove, Leaving, Place},
    guard,
    inputs::{ConfirmMovement, DropMovement},
    kinds::{DeliveryState, MovementKind, MovementState, ShelfChange},
    postings::{Postings, bearer, due_price},
    refusal::No,
    store_delivery,
    store_movement::{self, Decision},
    store_shelf::{self, Change},
    types::{Delivery, DeliveryLine, Movement, MovementLine},
};

/// The other side says yes: the goods leave the shelf, and a loss that the shop bears is owed.
///
/// # Errors
/// Refuses the proposer's own side, a movement decided before, more than the shelf has now, and a
/// transfer to a shop whose agreement covers the goods no longer.
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
    let borne_by = bearer(tx, &agreement, movement.kind, movement.happened_on)?;
    let lines = store_movement::list_movement_lines(tx, movement.id)?;
    let books = books_of(tx, ctx, &movement, &lines)?;
    let booked = books.day;
    let decided = Decided { movement: &movement, agreement: &agreement, lines: &lines, books };
    let charge = match goods::come_back(movement.kind, movement.shop_id) {
        Some(back) => come_back(tx, ctx, &decided, &back)?,
        None if movement.kind.is_of_broken() => clear_away(tx, &decided)?,
        None => leave(tx, ctx, &decided, borne_by)?,
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

/// A movement on its way into the books.
struct Decided<'a> {
    movement: &'a Movement,
    agreement: &'a Agreement,
    lines: &'a [MovementLine],
    books: Books,
}

fn books_of(
    read: &mut Read,
    ctx: &Context,
    movement: &Movement,
    lines: &[MovementLine],
) -> Result<Books> {
    let shelved = |line: &MovementLine| (movement.shop_id, line.product_id, movement.agreement_id);
    let goods: Vec<_> = lines.iter().map(shelved).collect();
    Books::open(read, movement.consignor_id, &goods, ctx.today())
}

impl Decided<'_> {
    /// Still as many there as are to move.
    fn enough(&self, read: &mut Read, line: &MovementLine) -> Result<()> {
        let code = production::load_batch(read, line.batch_id)?.code;
        enough(read, self.agreement, self.movement.kind, line.batch_id, &code, line.quantity)
    }

    fn change(&self, line: &MovementLine, kind: ShelfChange, quantity: i64) -> Change {
        let movement = self.movement;
        Change {
            consignor: movement.consignor_id,
            agreement: self.of(line),
            shop: movement.shop_id,
            product: line.product_id,
            batch: line.batch_id,
            kind,
            quantity,
            charged: Quantity::ZERO,
            charge: Rupiah::ZERO,
            booked_on: self.books.day,
            document: movement.id.uuid(),
        }
    }

    /// In whose books the line stands.
    fn of(&self, line: &MovementLine) -> AgreementId {
        let movement = self.movement;
        self.books.of((movement.shop_id, line.product_id, movement.agreement_id))
    }
}

/// Posts the lines under the movement's id; what the shop owes for them.
fn leave(
    tx: &mut Tx,
    ctx: &Context,
    decided: &Decided<'_>,
    borne_by: Option<Side>,
) -> Result<Rupiah> {
    let Decided { movement, agreement, .. } = decided;
    let leaving = leaving(movement);
    let (mut postings, mut total) = (Postings::of(movement.consignor_id), Rupiah::ZERO);
    for line in decided.lines {
        decided.enough(tx, line)?;
        let (batch, quantity) = (line.batch_id, line.quantity);
        let (from, to) = (Place::Shelf(movement.shop_id), leaving.place(movement.shop_id));
        postings.goods(&GoodsMove { batch, from, to, quantity });
        let mut change = decided.change(line, leaving.change(), -quantity.0);
        if borne_by == Some(Side::Shop) {
            let day = movement.happened_on;
            change.charged = quantity;
            change.charge = due_price(tx, agreement, line.product_id, day, quantity)?;
        }
        postings.charge((movement.shop_id, change.agreement), change.charge);
        store_shelf::insert_change(tx, ctx, &change)?;
        total += change.charge;
    }
    postings.post(tx, movement.id, decided.books.day)?;
    Ok(total)
}

fn leaving(movement: &Movement) -> Leaving {
    let own: ShopId = movement.shop_id;
    match movement.kind {
        // What was written off by mistake comes back by `come_back`, what is broken goes by
        // `clear_away`: neither leaves a shelf.
        MovementKind::Return
        | MovementKind::FoundOnShelf
        | MovementKind::FoundAtUnit
        | MovementKind::NotBroken
        | MovementKind::BrokenBack
        | MovementKind::Destroyed => Leaving::Return,
        MovementKind::Damage => Leaving::Damage,
        MovementKind::Loss => Leaving::Loss,
        MovementKind::Transfer => Leaving::Transfer(movement.to_shop_id.unwrap_or(own)),
    }
}

/// Broken pieces are at the shop no longer. They left its shelf when they broke, and who bears them
/// was booked then: nothing changes on a statement.
fn clear_away(tx: &mut Tx, decided: &Decided<'_>) -> Result<Rupiah> {
    let movement = decided.movement;
    let to = match movement.kind {
        MovementKind::Destroyed => Place::Destroyed,
        _ => Place::WrittenOff,
    };
    let mut postings = Postings::of(movement.consignor_id);
    for line in decided.lines {
        decided.enough(tx, line)?;
        let (batch, quantity) = (line.batch_id, line.quantity);
        let from = Place::Damaged(movement.shop_id);
        postings.goods(&GoodsMove { batch, from, to, quantity });
    }
    postings.post(tx, movement.id, decided.books.day)?;
    Ok(Rupiah::ZERO)
}

/// Pieces that were written off stand where they are, and what the shop was charged for them is
/// taken back (a negative line of the period it is booked in); below zero what the shop owes.
fn come_back(tx: &mut Tx, ctx: &Context, decided: &Decided<'_>, back: &Back) -> Result<Rupiah> {
    let movement = decided.movement;
    let (mut postings, mut total) = (Postings::of(movement.consignor_id), Rupiah::ZERO);
    for line in decided.lines {
        decided.enough(tx, line)?;
        let (batch, quantity) = (line.batch_id, line.quantity);
        postings.goods(&GoodsMove { batch, from: back.from, to: back.to, quantity });
        let charged = store_shelf::charged_for(tx, movement.shop_id, batch, back.undone)?;
        let mut undone = charged.back(quantity);
        total -= Rupiah(undone.rupiah);
        postings.charge((movement.shop_id, decided.of(line)), Rupiah(-undone.rupiah));
        for (kind, sign) in &back.changes {
            let change = Change {
                charged: Quantity(-undone.pieces),
                charge: Rupiah(-undone.rupiah),
                ..decided.change(line, *kind, sign * quantity.0)
            };
            undone = goods::Charged::default();
            match movement.kind {
                // They may have been lost before they ever stood on this shelf.
                MovementKind::FoundOnShelf => gain(tx, ctx, &change, change.booked_on)?,
                _ => store_shelf::insert_change(tx, ctx, &change)?,
            }
        }
    }
    postings.post(tx, movement.id, decided.books.day)?;
    Ok(total)
}

/// Who bears it and what the shop owes, below zero what it gets back: as it was booked or, before
/// the other side has decided, as the agreement would have it, so that nobody says yes to a sum he
/// has not seen. No sum where a product has no price yet: confirming will say what to do.
pub fn cost(
    read: &mut Read,
    movement: &Movement,
    lines: &[MovementLine],
) -> Result<(Option<Side>, Option<Rupiah>)> {
    if movement.state != MovementState::Proposed {
        let charge = store_shelf::charge_of(read, movement.id.uuid())?;
        return Ok((movement.borne_by, Some(charge)));
    }
    if let Some(undone) = movement.kind.takes_back() {
        let mut total = Rupiah::ZERO;
        for line in lines {
            let shop = movement.shop_id;
            let charged = store_shelf::charged_for(read, shop, line.batch_id, undone)?;
            total -= Rupiah(charged.back(line.quantity).rupiah);
        }
        return Ok((None, Some(total)));
    }
    let agreement = agreements::load_agreement(read, movement.agreement_id)?;
    let day = movement.happened_on;
    let bearer = bearer(read, &agreement, movement.kind, day)?;
    let mut whole = Some(Rupiah::ZERO);
    for line in lines.iter().filter(|_| bearer == Some(Side::Shop)) {
        let due = due_price(read, &agreement, line.product_id, day, line.quantity);
        whole = whole.zip(due.ok()).map(|(sum, due)| sum + due);
    }
    Ok((bearer, whole))
}

/// A confirmed transfer is on its way to the other shop, which receives it like any delivery.
fn send_on(
    tx: &mut Tx,
    ctx: &Context,
    movement: &Movement,
    goal: AgreementId,
    lines: &[MovementLine],
) -> Result<()> {
    let goal = agreements::load_agreement(tx, goal)?;
    still_covered(tx, ctx, &goal, lines)?;
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

/// What was proposed while the goal's agreement covered it may be confirmed when it does no more.
fn still_covered(
    read: &mut Read,
    ctx: &Context,
    goal: &Agreement,
    lines: &[MovementLine],
) -> Result<()> {
    for line in lines {
        let batch = production::load_batch(read, line.batch_id)?;
        if !covered(read, goal, &batch, ctx.today())? {
            let (shop, code) = (&goal.shop_name, &batch.code);
            return Err(No::GoalEnded.with("shop", shop).with("code", code).into());
        }
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
