//! Counting what is left, and settling what differs: one function a verb.

use agreements::{Agreement, Side};
use db::{Lock, Read, Result, Tx};
use journal::{Line, Once};
use kernel::{Context, CountId, DiscrepancyId, Quantity, Rupiah};
use serde_json::json;
use web::Recorded;

use crate::{
    actions::gain,
    books::{Books, Shelved},
    fifo::{self, OnShelf, Picked},
    goods::{GoodsMove, Place},
    guard,
    inputs::{ConfirmResolution, CountedLine, ProposeResolution, TakeCount},
    kinds::{Direction, Origin, Party, ProposalState, Resolution, ShelfChange},
    postings::{Postings, due_price},
    refusal::No,
    shelf::on_shelf,
    store_delivery, store_movement,
    store_shelf::{self, Change},
    types::{CountEntry, CountSheet, Discrepancy, Proposal},
};

/// Holds the books against the shelf. What differs leaves the shelf's figure at once and stands
/// as a difference until both sides have settled it.
///
/// # Errors
/// Refuses a count of another day, a product that never came there, and more than was delivered.
pub fn count(tx: &mut Tx, ctx: &Context, input: &TakeCount) -> Result<Recorded> {
    guard::acting_side(&ctx.actor)?;
    let agreement = guard::agreement(tx, ctx, input.agreement)?;
    tx.lock(Lock::Shelf(agreement.shop_id))?;
    let Once::First(digest) = journal::once(tx, "consignment.count", input.id, input)? else {
        return Ok(Recorded::again(input.id));
    };
    if input.counted_on != ctx.today() {
        return Err(No::CountIsToday.at("counted_on").into());
    }
    let products: Vec<_> = input.lines.iter().map(|line| line.product).collect();
    guard::lines(&products, "product", No::ProductTwice)?;
    let sheet = sheet(ctx, &agreement, input);
    let goods = products.into_iter().map(|product| (agreement.shop_id, product, agreement.id));
    let goods: Vec<_> = goods.collect();
    let books = Books::open(tx, agreement.consignor_id, &goods, input.counted_on)?;
    store_shelf::insert_count(tx, ctx, &sheet, books.day)?;
    let (mut postings, mut differ) = (Postings::of(agreement.consignor_id), 0);
    for (at, line) in input.lines.iter().enumerate() {
        let shelf = counted_shelf(tx, &agreement, line, at)?;
        let entry = entry(line, &shelf);
        store_shelf::insert_count_line(tx, input.id, at as i64 + 1, &entry)?;
        let found = differing(&shelf, &entry, at)?;
        differ += found.1.len();
        book_count(tx, ctx, (&sheet, &entry, &books), found, &mut postings)?;
    }
    postings.post(tx, input.id, books.day)?;
    let body = json!({ "products": input.lines.len(), "differences": differ });
    let line = Line::new(ctx, "consignment.count", input.id);
    let line = line.of(agreement.consignor_id).at(agreement.shop_id).on(input.counted_on);
    journal::write(tx, ctx, line.digest(digest).body(body))?;
    Ok(Recorded::new(input.id))
}

fn sheet(ctx: &Context, agreement: &Agreement, input: &TakeCount) -> CountSheet {
    CountSheet {
        id: input.id,
        consignor_id: agreement.consignor_id,
        shop_id: agreement.shop_id,
        agreement_id: agreement.id,
        counted_on: input.counted_on,
        note: input.note.as_ref().map(ToString::to_string),
        created_by: ctx.actor.user,
    }
}

fn counted_shelf(
    read: &mut Read,
    agreement: &Agreement,
    line: &CountedLine,
    at: usize,
) -> Result<Vec<OnShelf>> {
    let product = catalogue::products(read, &[line.product])?.remove(&line.product);
    let own = product.filter(|product| product.consignor_id == agreement.consignor_id);
    let shelf = match own {
        Some(_) => on_shelf(read, agreement.shop_id, line.product)?,
        None => Vec::new(),
    };
    match shelf.is_empty() {
        true => Err(No::NotOnShelf.at(format!("lines[{at}].product")).into()),
        false => Ok(shelf),
    }
}

fn entry(line: &CountedLine, shelf: &[OnShelf]) -> CountEntry {
    CountEntry {
        product_id: line.product,
        expected: shelf.iter().map(|row| row.quantity).sum(),
        counted: line.counted.get().0,
        note: line.note.as_ref().map(ToString::to_string),
    }
}

/// Which batches the difference is of.
fn differing(shelf: &[OnShelf], entry: &CountEntry, at: usize) -> Result<(Direction, Vec<Picked>)> {
    let difference = Quantity(entry.counted - entry.expected);
    let (direction, batches) = match difference.0 {
        0 => return Ok((Direction::Missing, Vec::new())),
        1.. => (Direction::Found, fifo::found(shelf, difference)),
        _ => (Direction::Missing, fifo::missing(shelf, difference.abs())),
    };
    let batches = batches.ok_or_else(|| {
        let most: i64 = shelf.iter().map(|row| row.accountable).sum();
        No::CountedBeyond.with("delivered", most).at(format!("lines[{at}].counted"))
    })?;
    Ok((direction, batches))
}

fn book_count(
    tx: &mut Tx,
    ctx: &Context,
    (sheet, entry, books): (&CountSheet, &CountEntry, &Books),
    (direction, batches): (Direction, Vec<Picked>),
    postings: &mut Postings,
) -> Result<()> {
    let (shelf, apart) = (Place::Shelf(sheet.shop_id), Place::Discrepancy(sheet.shop_id));
    let (from, to, sign) = match direction {
        Direction::Missing => (shelf, apart, -1),
        Direction::Found => (apart, shelf, 1),
    };
    for Picked { batch, quantity } in batches {
        postings.goods(&GoodsMove { batch, from, to, quantity });
        let difference = Discrepancy {
            id: ctx.fresh_id(),
            consignor_id: sheet.consignor_id,
            shop_id: sheet.shop_id,
            agreement_id: books.of((sheet.shop_id, entry.product_id, sheet.agreement_id)),
            product_id: entry.product_id,
            batch_id: batch,
            origin: Origin::Count,
            direction,
            delivery_id: None,
            from_shop_id: None,
            quantity,
            open_quantity: quantity,
            booked_on: books.day,
            note: entry.note.clone(),
            created_by: ctx.actor.user,
            document: sheet.id.uuid(),
        };
        store_movement::insert_discrepancy(tx, ctx, &difference)?;
        let change = change(&difference, ShelfChange::Discrepancy, sign * quantity.0);
        store_shelf::insert_change(tx, ctx, &change)?;
    }
    Ok(())
}

fn change(of: &Discrepancy, kind: ShelfChange, quantity: i64) -> Change {
    Change {
        consignor: of.consignor_id,
        agreement: of.agreement_id,
        shop: of.shop_id,
        product: of.product_id,
        batch: of.batch_id,
        kind,
        quantity,
        charged: Quantity::ZERO,
        charge: Rupiah::ZERO,
        booked_on: of.booked_on,
        document: of.document,
    }
}

/// One side says what became of the pieces; a later word stands in the place of an earlier one.
///
/// # Errors
/// Refuses what does not fit the difference or is not the actor's to say, and more pieces than are
/// open.
pub fn propose_resolution(
    tx: &mut Tx,
    ctx: &Context,
    input: &ProposeResolution,
) -> Result<Recorded> {
    let difference = load_own_discrepancy(tx, ctx, input.discrepancy)?;
    let party = party(ctx, &difference)?;
    let kind = "consignment.propose_resolution";
    let Once::First(digest) = journal::once(tx, kind, input.id, input)? else {
        return Ok(Recorded::again(input.discrepancy));
    };
    if !difference.difference().settlings().contains(&input.resolution) {
        return Err(No::ResolutionUnfit.at("resolution").into());
    }
    if !difference.difference().settlings_of(party).contains(&input.resolution) {
        return Err(No::NotYourSide.into());
    }
    if input.quantity > difference.open_quantity {
        let open = difference.open_quantity;
        return Err(No::MoreThanOpen.with("open", open).at("quantity").into());
    }
    match (input.resolution, input.borne_by) {
        (Resolution::Lost, None) => return Err(No::BearerMissing.at("borne_by").into()),
        (Resolution::Lost, Some(_)) | (_, None) => {}
        (_, Some(_)) => return Err(No::BearerNotNeeded.at("borne_by").into()),
    }
    store_movement::replace_proposals(tx, difference.id)?;
    store_movement::insert_proposal(tx, ctx, difference.consignor_id, party, input)?;
    let body = json!({ "discrepancy": difference.id, "resolution": input.resolution,
        "quantity": input.quantity, "borne_by": input.borne_by, "side": party });
    let line = Line::new(ctx, kind, input.id).of(difference.consignor_id).at(difference.shop_id);
    journal::write(tx, ctx, line.digest(digest).body(body))?;
    Ok(Recorded::new(input.discrepancy))
}

/// The other side agrees: the pieces go where both say they are. On the shelf of a shop that sent
/// them only with that shop's word.
///
/// # Errors
/// Refuses the proposer's own side, whoever is not asked, and a proposal that no longer stands.
pub fn confirm_resolution(
    tx: &mut Tx,
    ctx: &Context,
    input: &ConfirmResolution,
) -> Result<Recorded> {
    let difference = load_own_discrepancy(tx, ctx, input.discrepancy)?;
    let party = party(ctx, &difference)?;
    tx.lock(Lock::Shelf(difference.shop_id))?;
    let kind = "consignment.confirm_resolution";
    let Once::First(digest) = journal::once(tx, kind, input.proposal, input)? else {
        return Ok(Recorded::again(input.discrepancy));
    };
    let proposals = store_movement::list_proposals(tx, difference.id)?;
    let found = proposals.into_iter().find(|one| one.id == input.proposal);
    let proposal = found.ok_or(No::Unknown)?;
    if proposal.state != ProposalState::Proposed || proposal.quantity > difference.open_quantity {
        return Err(No::NotProposed.into());
    }
    asked(&difference, &proposal, party)?;
    let here = (difference.shop_id, difference.product_id, difference.agreement_id);
    let origin = origin(tx, &difference, &proposal)?;
    let goods: Vec<_> = [Some(here), origin].into_iter().flatten().collect();
    let books = Books::open(tx, difference.consignor_id, &goods, ctx.today())?;
    let booked = books.day;
    let charge = settle(tx, ctx, &difference, &proposal, &books)?;
    if let Some(origin) = origin {
        back_at_origin(tx, ctx, &difference, &proposal, (origin, &books))?;
    }
    let open = difference.open_quantity - proposal.quantity;
    store_movement::set_open(tx, difference.id, open)?;
    store_movement::confirm_proposal(tx, ctx, proposal.id, booked)?;
    let body = json!({ "discrepancy": difference.id, "resolution": proposal.resolution,
        "quantity": proposal.quantity, "borne_by": proposal.borne_by, "charge": charge });
    let line = Line::new(ctx, kind, proposal.id).of(difference.consignor_id);
    journal::write(tx, ctx, line.at(difference.shop_id).on(booked).digest(digest).body(body))?;
    Ok(Recorded::new(input.discrepancy))
}

fn asked(difference: &Discrepancy, proposal: &Proposal, party: Party) -> Result<()> {
    let asked = difference.difference().confirmers(proposal.resolution, proposal.side);
    match asked {
        asked if asked.contains(&party) => Ok(()),
        [Party::Sender] => Err(No::SenderConfirms.into()),
        _ if proposal.side == party => Err(No::OtherSideConfirms.into()),
        _ => Err(No::NotYourSide.into()),
    }
}

fn settle(
    tx: &mut Tx,
    ctx: &Context,
    difference: &Discrepancy,
    proposal: &Proposal,
    books: &Books,
) -> Result<Rupiah> {
    let (of, quantity) = (difference.difference(), proposal.quantity);
    let leg = of.moves(proposal.resolution, difference.batch_id, difference.shop_id, quantity);
    let leg = leg.ok_or(No::ResolutionUnfit)?;
    let agreement = agreements::load_agreement(tx, difference.agreement_id)?;
    let own = books.of((difference.shop_id, difference.product_id, agreement.id));
    let charge = match proposal.borne_by {
        Some(Side::Shop) => {
            let day = difference.booked_on;
            due_price(tx, &agreement, difference.product_id, day, quantity)?
        }
        _ => Rupiah::ZERO,
    };
    let mut postings = Postings::of(difference.consignor_id);
    postings.goods(&leg);
    postings.charge((difference.shop_id, own), charge);
    postings.post(tx, proposal.id, books.day)?;
    let (booked_on, document) = (books.day, proposal.id.uuid());
    let dated = |change: Change| Change { agreement: own, booked_on, document, ..change };
    for (kind, pieces) in of.shelf_changes(proposal.resolution, quantity.0) {
        let change = dated(change(difference, kind, pieces));
        match kind {
            ShelfChange::Received | ShelfChange::TransferredIn => {
                gain(tx, ctx, &change, ctx.today())?;
            }
            _ => store_shelf::insert_change(tx, ctx, &change)?,
        }
    }
    if charge.0 > 0 {
        let charged = dated(change(difference, ShelfChange::Lost, 0));
        let charged = Change { charged: quantity, charge, ..charged };
        store_shelf::insert_change(tx, ctx, &charged)?;
    }
    Ok(charge)
}

/// On whose shelf the pieces of a transfer still are, and under which agreement they were to leave.
fn origin(
    read: &mut Read,
    difference: &Discrepancy,
    proposal: &Proposal,
) -> Result<Option<Shelved>> {
    let from = difference.from_shop_id.zip(difference.delivery_id);
    let (Some((shop, delivery)), Resolution::FoundAtOrigin) = (from, proposal.resolution) else {
        return Ok(None);
    };
    let delivery = store_delivery::find_delivery(read, delivery)?.ok_or(No::Unknown)?;
    let movement = delivery.movement_id.ok_or(No::Unknown)?;
    let movement = store_movement::find_movement(read, movement)?.ok_or(No::Unknown)?;
    Ok(Some((shop, difference.product_id, movement.agreement_id)))
}

/// Pieces of a transfer that never left stand on the first shop's shelf again.
fn back_at_origin(
    tx: &mut Tx,
    ctx: &Context,
    difference: &Discrepancy,
    proposal: &Proposal,
    (origin, books): (Shelved, &Books),
) -> Result<()> {
    let change = change(difference, ShelfChange::TransferredOut, proposal.quantity.0);
    let (shop, agreement) = (origin.0, books.of(origin));
    let (booked_on, document) = (books.day, proposal.id.uuid());
    let change = Change { shop, agreement, booked_on, document, ..change };
    store_shelf::insert_change(tx, ctx, &change)
}

/// The count, or 404 where it is another's.
pub fn load_own_count(read: &mut Read, ctx: &Context, id: CountId) -> Result<CountSheet> {
    let sheet = store_shelf::find_count(read, id)?.ok_or(No::Unknown)?;
    guard::between(ctx, sheet.consignor_id, sheet.shop_id)?;
    Ok(sheet)
}

/// Whose word the actor's is on a difference, when he may have one.
pub fn party(ctx: &Context, difference: &Discrepancy) -> Result<Party> {
    Ok(match guard::acting_side(&ctx.actor)? {
        Side::Consignor => Party::Consignor,
        Side::Shop if ctx.actor.shop() == Some(difference.shop_id) => Party::Shop,
        Side::Shop => Party::Sender,
    })
}

/// The difference, or 404 where it is another's; the shop that sent the pieces sees it too.
pub fn load_own_discrepancy(
    read: &mut Read,
    ctx: &Context,
    id: DiscrepancyId,
) -> Result<Discrepancy> {
    let found = store_movement::find_discrepancy(read, id)?.ok_or(No::Unknown)?;
    let of_sender = found.from_shop_id.is_some() && ctx.actor.shop() == found.from_shop_id;
    if !of_sender {
        guard::between(ctx, found.consignor_id, found.shop_id)?;
    }
    Ok(found)
}
