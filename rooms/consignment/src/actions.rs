//! Deliveries and their receipts: one function a verb.

use agreements::{Agreement, Side};
use db::{Lock, Read, Result, Tx};
use journal::{Line, Once};
use kernel::{Capability, ConsignorId, Context, Day, DeliveryId, Quantity};
use production::Batch;
use serde_json::json;
use web::Recorded;

use crate::{
    books::{Books, Shelved},
    goods::{GoodsMove, Place, receipt},
    guard,
    inputs::{Deliver, Receive, ReceivedLine},
    kinds::{DeliveryState, Direction, Origin, ShelfChange},
    photo::Pictures,
    postings::{Postings, standing},
    refusal::No,
    store_delivery, store_movement,
    store_shelf::{self, Change},
    types::{Delivery, DeliveryLine, Discrepancy},
};

/// Goods leave the workshop. Refused when the agreement does not cover them on that day, unless
/// a reason is given; never more than the workshop has.
///
/// # Errors
/// Every way in which a line or the paper is wrong, at its field.
pub fn deliver(tx: &mut Tx, ctx: &Context, input: &Deliver) -> Result<Recorded> {
    ctx.actor.require(Capability::RecordGoods)?;
    let agreement = guard::agreement(tx, ctx, input.agreement)?;
    guard::side(&ctx.actor)?;
    tx.lock(Lock::Consignor(agreement.consignor_id))?;
    let Once::First(digest) = journal::once(tx, "consignment.deliver", input.id, input)? else {
        return Ok(Recorded::again(input.id));
    };
    guard::day_of(ctx, &agreement, input.sent_on, "sent_on")?;
    let batches: Vec<_> = input.lines.iter().map(|line| line.batch).collect();
    guard::lines(&batches, "batch", No::BatchTwice)?;
    let lines = sendable(tx, ctx, &agreement, input)?;
    let delivery = written(tx, ctx, &agreement, input)?;
    let mut postings = Postings::of(agreement.consignor_id);
    store_delivery::insert_delivery(tx, ctx, &delivery)?;
    for line in &lines {
        store_delivery::insert_delivery_line(tx, input.id, line)?;
        let to = Place::Transit(agreement.shop_id);
        let (batch, quantity) = (line.batch_id, line.sent);
        postings.goods(&GoodsMove { batch, from: Place::Workshop, to, quantity });
    }
    postings.post(tx, input.id, input.sent_on)?;
    let pieces: Quantity = lines.iter().map(|line| line.sent).sum();
    let body = json!({ "number": delivery.number, "lines": lines.len(), "pieces": pieces,
        "exception_reason": delivery.exception_reason });
    let line = Line::new(ctx, "consignment.deliver", input.id);
    let line = line.of(agreement.consignor_id).at(agreement.shop_id).on(input.sent_on);
    journal::write(tx, ctx, line.digest(digest).body(body))?;
    Ok(Recorded::new(input.id))
}

/// The paper itself, with its number.
fn written(
    read: &mut Read,
    ctx: &Context,
    agreement: &Agreement,
    input: &Deliver,
) -> Result<Delivery> {
    let number = match &input.number {
        Some(number) => number.to_string(),
        None => next_number(read, agreement.consignor_id, input.sent_on)?,
    };
    Ok(Delivery {
        id: input.id,
        consignor_id: agreement.consignor_id,
        shop_id: agreement.shop_id,
        agreement_id: agreement.id,
        number,
        sent_on: input.sent_on,
        exception_reason: input.exception_reason.as_ref().map(ToString::to_string),
        carried_by: input.carried_by.as_ref().map(ToString::to_string),
        note: input.note.as_ref().map(ToString::to_string),
        from_shop_id: None,
        movement_id: None,
        state: DeliveryState::Sent,
        created_by: ctx.actor.user,
    })
}

/// The number that a unit's next surat jalan gets: `SJ-2511-03`.
pub fn next_number(read: &mut Read, consignor: ConsignorId, day: Day) -> Result<String> {
    let prefix = production::code::prefix("SJ", day);
    let pattern = production::code::pattern(&prefix);
    let used = store_delivery::numbers_like(read, consignor, &pattern)?;
    Ok(production::code::next(&prefix, used.iter().map(String::as_str)))
}

fn sendable(
    read: &mut Read,
    ctx: &Context,
    agreement: &Agreement,
    input: &Deliver,
) -> Result<Vec<DeliveryLine>> {
    let excused = input.exception_reason.is_some();
    let mut lines = Vec::with_capacity(input.lines.len());
    for (at, line) in input.lines.iter().enumerate() {
        let field = |name: &str| format!("lines[{at}].{name}");
        let found = production::batches(read, &[line.batch])?.remove(&line.batch);
        let own = found.filter(|batch| batch.consignor_id == agreement.consignor_id);
        let batch = own.ok_or_else(|| No::BatchUnknown.at(field("batch")))?;
        batch_ready(ctx, &batch, input.sent_on).map_err(|no| no.at(field("batch")))?;
        if !excused && !covered(read, agreement, &batch, input.sent_on)? {
            let no = No::NotCovered.with("code", &batch.code).at(field("batch"));
            return Err(no.into());
        }
        let there = standing(read, batch.consignor_id, batch.id, Place::Workshop)?;
        if line.quantity.0 > there {
            let no = No::NotEnoughInWorkshop.with("code", &batch.code).with("there", there);
            return Err(no.at(field("quantity")).into());
        }
        lines.push(DeliveryLine {
            line_no: at as i64 + 1,
            product_id: batch.product_id,
            batch_id: batch.id,
            sent: line.quantity,
            received: None,
            note: None,
            has_photo: false,
        });
    }
    Ok(lines)
}

fn batch_ready(ctx: &Context, batch: &Batch, sent_on: Day) -> Result<(), kernel::Refusal> {
    match batch.finished_on {
        None => Err(No::BatchNotFinished.with("code", &batch.code)),
        Some(_) if batch.reserved => Err(No::BatchReserved.with("code", &batch.code)),
        Some(day) if day > sent_on => {
            let finished = day.short(ctx.lang);
            Err(No::BatchFinishedLater.with("code", &batch.code).with("finished", finished))
        }
        Some(_) => Ok(()),
    }
}

/// Whether the agreement is in force on the day and has the batch's product in its annex.
pub fn covered(read: &mut Read, agreement: &Agreement, batch: &Batch, day: Day) -> Result<bool> {
    if !agreement.in_force_on(day) {
        return Ok(false);
    }
    let terms = agreements::terms_on(read, agreement.id, day)?;
    Ok(terms.annex.contains_key(&batch.product_id))
}

/// The shop confirms what arrived, without pictures. See [`receive_with`].
///
/// # Errors
/// As [`receive_with`].
pub fn receive(tx: &mut Tx, ctx: &Context, input: &Receive) -> Result<Recorded> {
    receive_with(tx, ctx, input, &Pictures::default())
}

/// The shop confirms line by line what arrived: that much goes on the shelf, the rest is a
/// difference that both sides settle.
///
/// # Errors
/// Refuses a second confirmation, a line left out, more than was sent, days out of order, and
/// everybody but the shop.
pub fn receive_with(
    tx: &mut Tx,
    ctx: &Context,
    input: &Receive,
    photos: &Pictures,
) -> Result<Recorded> {
    ctx.actor.require(Capability::Sell)?;
    let delivery = load_own(tx, ctx, input.delivery)?;
    if guard::side(&ctx.actor)? != Side::Shop {
        return Err(No::NotYourSide.into());
    }
    tx.lock(Lock::Shelf(delivery.shop_id))?;
    let Once::First(digest) = journal::once(tx, "consignment.receive", input.id, input)? else {
        return Ok(Recorded::again(input.delivery));
    };
    let lines = confirmable(tx, ctx, &delivery, input)?;
    let goods = lines.iter().map(|(line, _)| shelved(&delivery, line)).collect::<Vec<_>>();
    let books = Books::open(tx, delivery.consignor_id, &goods, input.received_on)?;
    let (came, booked) = (input.received_on, books.day);
    store_delivery::insert_receipt(tx, ctx, input.id, &delivery, came, booked)?;
    store_delivery::set_state(tx, delivery.id, DeliveryState::Received)?;
    let mut postings = Postings::of(delivery.consignor_id);
    for (line, got) in &lines {
        let photo = photos.at(place_of(input, got));
        let note = got.note.as_ref().map(|note| note.as_str());
        let (receipt, arrived) = (input.id, got.received.get());
        store_delivery::insert_receipt_line(tx, receipt, line.line_no, arrived, note, photo)?;
        let arrival = Arrival { delivery: &delivery, line, got, books: &books };
        arrive(tx, ctx, input, &arrival, &mut postings)?;
    }
    postings.post(tx, input.id, booked)?;
    let missing: i64 = lines.iter().map(|(line, got)| line.sent.0 - got.received.get().0).sum();
    let body = json!({ "number": delivery.number, "delivery": delivery.id, "missing": missing });
    let line = Line::new(ctx, "consignment.receive", input.id);
    let line = line.of(delivery.consignor_id).at(delivery.shop_id).on(input.received_on);
    journal::write(tx, ctx, line.digest(digest).body(body))?;
    Ok(Recorded::new(input.delivery))
}

/// A line's goods at the shop that they go to.
const fn shelved(delivery: &Delivery, line: &DeliveryLine) -> Shelved {
    (delivery.shop_id, line.product_id, delivery.agreement_id)
}

fn place_of(input: &Receive, got: &ReceivedLine) -> usize {
    input.lines.iter().position(|line| line.batch == got.batch).unwrap_or_default()
}

/// The delivery, or 404 where it is another's.
pub fn load_own(read: &mut Read, ctx: &Context, id: DeliveryId) -> Result<Delivery> {
    let delivery = store_delivery::find_delivery(read, id)?.ok_or(No::Unknown)?;
    let of_sender = delivery.from_shop_id.is_some() && ctx.actor.shop() == delivery.from_shop_id;
    if !of_sender {
        guard::between(ctx, delivery.consignor_id, delivery.shop_id)?;
    }
    Ok(delivery)
}

fn confirmable<'i>(
    read: &mut Read,
    ctx: &Context,
    delivery: &Delivery,
    input: &'i Receive,
) -> Result<Vec<(DeliveryLine, &'i ReceivedLine)>> {
    if ctx.actor.shop() != Some(delivery.shop_id) {
        return Err(No::NotYourSide.into());
    }
    if delivery.state == DeliveryState::Recalled {
        return Err(No::Recalled.with("number", &delivery.number).into());
    }
    if delivery.state != DeliveryState::Sent {
        return Err(No::AlreadyReceived.with("number", &delivery.number).into());
    }
    if input.received_on > ctx.today() {
        return Err(No::DayAfterToday.at("received_on").into());
    }
    if input.received_on < delivery.sent_on {
        let sent = delivery.sent_on.short(ctx.lang);
        return Err(No::ReceivedBeforeSent.with("sent", sent).at("received_on").into());
    }
    let batches: Vec<_> = input.lines.iter().map(|line| line.batch).collect();
    guard::lines(&batches, "batch", No::BatchTwice)?;
    let lines = store_delivery::list_lines(read, delivery.id)?;
    let of_paper = |batch| lines.iter().any(|line| line.batch_id == batch);
    if let Some(at) = input.lines.iter().position(|got| !of_paper(got.batch)) {
        return Err(No::BatchUnknown.at(format!("lines[{at}].batch")).into());
    }
    lines.into_iter().map(|line| confirmed(input, line)).collect()
}

fn confirmed(input: &Receive, line: DeliveryLine) -> Result<(DeliveryLine, &ReceivedLine)> {
    let at = input.lines.iter().position(|got| got.batch == line.batch_id);
    let Some(at) = at else {
        return Err(No::LineMissing.with("line", line.line_no).at("lines").into());
    };
    let got = &input.lines[at];
    if got.received.get() > line.sent {
        let no = No::MoreThanSent.with("sent", line.sent);
        return Err(no.at(format!("lines[{at}].received")).into());
    }
    Ok((line, got))
}

/// One line of a receipt, on its way into the books.
struct Arrival<'a> {
    delivery: &'a Delivery,
    line: &'a DeliveryLine,
    got: &'a ReceivedLine,
    books: &'a Books,
}

fn arrive(
    tx: &mut Tx,
    ctx: &Context,
    input: &Receive,
    arrival: &Arrival<'_>,
    postings: &mut Postings,
) -> Result<()> {
    let Arrival { delivery, line, got, books } = arrival;
    let (arrived, agreement_id) = (got.received.get(), books.of(shelved(delivery, line)));
    for leg in receipt(line.batch_id, delivery.shop_id, line.sent, arrived) {
        postings.goods(&leg);
    }
    if arrived.0 > 0 {
        let (booked_on, document) = (books.day, input.id.uuid());
        let change = shelf_gain(delivery, line, arrived.0, booked_on, document);
        let change = Change { agreement: agreement_id, ..change };
        gain(tx, ctx, &change, input.received_on)?;
    }
    let missing = line.sent - arrived;
    if missing.0 == 0 {
        return Ok(());
    }
    let difference = Discrepancy {
        id: ctx.fresh_id(),
        consignor_id: delivery.consignor_id,
        shop_id: delivery.shop_id,
        agreement_id,
        product_id: line.product_id,
        batch_id: line.batch_id,
        origin: Origin::Receipt,
        direction: Direction::Missing,
        delivery_id: Some(delivery.id),
        from_shop_id: delivery.from_shop_id,
        quantity: missing,
        open_quantity: missing,
        booked_on: books.day,
        note: got.note.as_ref().map(ToString::to_string),
        created_by: ctx.actor.user,
        document: input.id.uuid(),
    };
    store_movement::insert_discrepancy(tx, ctx, &difference)
}

fn shelf_gain(
    delivery: &Delivery,
    line: &DeliveryLine,
    quantity: i64,
    booked_on: Day,
    document: uuid::Uuid,
) -> Change {
    let transferred = delivery.from_shop_id.is_some();
    Change {
        consignor: delivery.consignor_id,
        agreement: delivery.agreement_id,
        shop: delivery.shop_id,
        product: line.product_id,
        batch: line.batch_id,
        kind: if transferred { ShelfChange::TransferredIn } else { ShelfChange::Received },
        quantity,
        charged: Quantity::ZERO,
        charge: kernel::Rupiah::ZERO,
        booked_on,
        document,
    }
}

/// Puts pieces on a shelf that may never have had the batch before.
pub fn gain(tx: &mut Tx, ctx: &Context, change: &Change, received_on: Day) -> Result<()> {
    let batch = production::load_batch(tx, change.batch)?;
    let finished = batch.finished_on.unwrap_or(received_on);
    store_shelf::put_on_shelf(tx, change, finished, received_on)?;
    store_shelf::insert_change(tx, ctx, change)
}
