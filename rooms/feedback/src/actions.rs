//! What a buyer says, and what is done about it: one function a verb.

use db::{Read, Result, Tx};
use journal::{Line, Once};
use kernel::{
    Actor, Capability, ConsignorId, Context, Note, Quantity, Reach, Refusal, ReviewId, SaleId,
    ShopId,
};
use production::Notice;
use sales::{Bought, BoughtLine};
use serde::Serialize;
use serde_json::json;
use web::Recorded;
use words::Speak;

use crate::{
    inputs::{Answer, Close, Complain, Decide, FindReceipt, OneReceipt, Rate},
    kinds::{ComplaintState, ReviewState},
    refusal::No,
    said, store,
    types::{Complaint, Found, Held, HeldLine, Recalled, Told},
};

/// Complaints about one receipt.
const COMPLAINTS_MAX: usize = 10;

/// The receipt that somebody holds, by all that stands on it.
///
/// # Errors
/// Refuses (404) where anything of it is wrong, and says not what.
pub fn find(read: &mut Tx, _: &Context, input: &FindReceipt) -> Result<Found> {
    let (number, code) = (input.number.as_str(), input.code.as_str());
    let found = sales::find_receipt(read, input.shop, input.day, number, code)?;
    Ok(Found { receipt: found.ok_or_else(|| No::ReceiptUnknown.at("code"))? })
}

/// A receipt with what its holder said before and what was answered.
///
/// # Errors
/// Refuses (404) what is no receipt.
pub fn held(read: &mut Read, _: &Context, asked: &OneReceipt) -> Result<Held> {
    let bought = load(read, asked.receipt)?;
    let reviews = store::reviews_of(read, &bought.lines)?;
    let ids: Vec<_> = bought.lines.iter().map(|line| line.product_id).collect();
    let products = catalogue::products(read, &ids)?;
    let batches: Vec<_> = bought.lines.iter().map(|line| line.batch_id).collect();
    let batches = production::batches(read, &batches)?;
    let notices = production::notices_in_force(read)?;
    let line = |line: &BoughtLine| {
        let said = reviews
            .iter()
            .find(|review| (review.sale_id, review.position) == (line.sale, line.position));
        let product = products.get(&line.product_id);
        HeldLine {
            sale: line.sale,
            position: line.position,
            product: product.map(|product| product.title()).unwrap_or_default(),
            unit: product.map(|product| product.unit.clone()).unwrap_or_default(),
            quantity: line.quantity,
            batch: batches.get(&line.batch_id).map(|one| one.code.clone()).unwrap_or_default(),
            recalled: recalled(&notices, line),
            rating: said.map(|review| review.rating),
            words: said.and_then(|review| review.words.clone()),
            state: said.map(|review| review.state),
        }
    };
    let told = |one: Complaint| Told {
        words: one.words,
        made_on: one.made_on,
        state: one.state,
        answer: one.answer,
        outcome: one.outcome,
    };
    let complaints = store::complaints_of(read, bought.receipt)?;
    Ok(Held {
        receipt: bought.receipt,
        shop: people::load_shop(read, bought.shop_id)?.name,
        lines: bought.lines.iter().map(line).collect(),
        complaints: complaints.into_iter().map(told).collect(),
        number: bought.number,
        day: bought.day,
    })
}

fn recalled(notices: &[Notice], line: &BoughtLine) -> Option<Recalled> {
    let own = notices.iter().find(|notice| notice.batch_id == line.batch_id)?;
    Some(Recalled { reason: own.reason.clone(), advice: own.advice.clone() })
}

fn load(read: &mut Read, receipt: SaleId) -> Result<Bought> {
    sales::bought(read, receipt)?.ok_or_else(|| No::ReceiptUnknown.into())
}

/// The line that is spoken of, where it stands on the receipt.
fn line_of(bought: &Bought, sale: SaleId, position: Quantity) -> Result<BoughtLine, Refusal> {
    let found = bought.lines.iter().find(|line| (line.sale, line.position) == (sale, position.0));
    found.copied().ok_or_else(|| No::LineUnknown.at("position"))
}

fn check(words: Option<&Note>, website: Option<&str>) -> Result<(), Refusal> {
    if website.is_some_and(|text| !text.trim().is_empty()) {
        return Err(No::Trap.at("website"));
    }
    match words.is_some_and(|words| said::is_too_long(words.as_str())) {
        true => Err(No::WordsTooLong.with("max", said::WORDS_MAX).at("words")),
        false => Ok(()),
    }
}

/// A buyer rates a line of his receipt, or says something else than before.
///
/// # Errors
/// Refuses fewer than one star and more than five, and a line that is not on the receipt.
pub fn rate(tx: &mut Tx, ctx: &Context, input: &Rate) -> Result<Found> {
    check(input.words.as_ref(), input.website.as_deref())?;
    if !said::is_rating(input.rating.0) {
        return Err(No::Stars.at("rating").into());
    }
    let bought = load(tx, input.receipt)?;
    let line = line_of(&bought, input.sale, input.position)?;
    let id: ReviewId = journal::derived_id(line.sale, format!("review {}", line.position));
    let words = input.words.as_ref().map(|words| words.as_str());
    if store::say(tx, ctx, id, (&line, bought.shop_id), (input.rating.0, words))? {
        let told = Line::new(ctx, "feedback.rate", id).of(line.consignor_id).at(bought.shop_id);
        let body = json!({ "rating": input.rating, "words": words.is_some() });
        journal::write(tx, ctx, told.body(body))?;
    }
    Ok(Found { receipt: bought.receipt })
}

/// What the journal may remember of a complaint: none of its words.
#[derive(Serialize)]
struct Kept {
    receipt: SaleId,
    sale: SaleId,
    position: Quantity,
}

/// A buyer says what is wrong.
///
/// # Errors
/// Refuses a line that is not on the receipt, more than ten complaints about one, and other words
/// under an id that was answered.
pub fn complain(tx: &mut Tx, ctx: &Context, input: &Complain) -> Result<Found> {
    check(Some(&input.words), input.website.as_deref())?;
    let bought = load(tx, input.receipt)?;
    let line = line_of(&bought, input.sale, input.position)?;
    let kept = Kept { receipt: input.receipt, sale: input.sale, position: input.position };
    let Once::First(digest) = journal::once(tx, "feedback.complain", input.id, &kept)? else {
        return sent_again(tx, ctx, input);
    };
    if store::complaints_of(tx, bought.receipt)?.len() >= COMPLAINTS_MAX {
        return Err(No::TooManyComplaints.into());
    }
    store::insert_complaint(tx, ctx, input, (&bought, &line))?;
    let told = Line::new(ctx, "feedback.complain", input.id).of(line.consignor_id);
    journal::write(tx, ctx, told.at(bought.shop_id).digest(digest))?;
    Ok(Found { receipt: bought.receipt })
}

/// The same form once more: corrected words stand from now on while nobody has answered them.
fn sent_again(tx: &mut Tx, ctx: &Context, input: &Complain) -> Result<Found> {
    let said = store::find_complaint(tx, input.id)?.ok_or(journal::No::IdReused)?;
    if said.words != input.words.as_str() {
        if said.state != ComplaintState::Open {
            return Err(journal::No::IdReused.into());
        }
        store::correct_complaint(tx, input)?;
        let told = Line::new(ctx, "feedback.correct", said.id).of(said.consignor_id);
        journal::write(tx, ctx, told.at(said.shop_id))?;
    }
    Ok(Found { receipt: said.receipt_id })
}

/// Lets a buyer's words through, or not. The rating stays either way.
///
/// # Errors
/// Refuses words that were changed since, and hiding without a reason.
pub fn decide(tx: &mut Tx, ctx: &Context, input: &Decide) -> Result<Recorded> {
    ctx.actor.require(Capability::Approve)?;
    let review = store::load_review(tx, ctx, input.review)?;
    if !ctx.actor.sees_consignor(review.consignor_id) {
        return Err(No::Unknown.into());
    }
    let reason = input.reason.as_ref().map(|reason| reason.as_str());
    let (state, reason) = said::decided(input.show.0, reason).map_err(|no| no.at("reason"))?;
    if review.revision != input.revision.0 || review.state == ReviewState::Wordless {
        return Err(No::Changed.into());
    }
    if review.state == state {
        return Ok(Recorded::again(review.id));
    }
    store::decide(tx, ctx, &review, state, reason)?;
    let line = Line::new(ctx, "feedback.decide", review.id).of(review.consignor_id);
    let body = json!({ "state": state.name(), "reason": reason });
    journal::write(tx, ctx, line.at(review.shop_id).body(body))?;
    Ok(Recorded::new(review.id))
}

/// Who may answer between a unit and a shop: those who record its goods, and those who sell them.
pub fn answers(actor: &Actor, consignor: ConsignorId, shop: ShopId) -> bool {
    let own = actor.sees_between(consignor, shop);
    own && match actor.reach {
        Reach::Shop(_) => actor.may(Capability::Sell),
        _ => actor.may(Capability::RecordGoods),
    }
}

fn load_own(tx: &mut Tx, ctx: &Context, id: kernel::ComplaintId) -> Result<Complaint> {
    let complaint = store::load_complaint(tx, ctx, id)?;
    if !answers(&ctx.actor, complaint.consignor_id, complaint.shop_id) {
        ctx.actor.require(Capability::RecordGoods)?;
    }
    Ok(complaint)
}

/// The unit or the shop answers.
///
/// # Errors
/// Refuses one that was closed.
pub fn answer(tx: &mut Tx, ctx: &Context, input: &Answer) -> Result<Recorded> {
    let complaint = load_own(tx, ctx, input.complaint)?;
    if complaint.answer.as_deref() == Some(input.answer.as_str()) {
        return Ok(Recorded::again(complaint.id));
    }
    if !complaint.state.takes_answer() {
        return Err(over(ctx, complaint.state).into());
    }
    store::answer(tx, ctx, &complaint, input.answer.as_str())?;
    let line = Line::new(ctx, "feedback.answer", complaint.id).of(complaint.consignor_id);
    journal::write(tx, ctx, line.at(complaint.shop_id))?;
    Ok(Recorded::new(complaint.id))
}

/// It is settled, and says how.
///
/// # Errors
/// Refuses one that nobody has answered, and one that was closed.
pub fn close(tx: &mut Tx, ctx: &Context, input: &Close) -> Result<Recorded> {
    let complaint = load_own(tx, ctx, input.complaint)?;
    let Once::First(digest) = journal::once(tx, "feedback.close", complaint.id, input)? else {
        return Ok(Recorded::again(complaint.id));
    };
    if !complaint.state.closes() {
        return Err(over(ctx, complaint.state).into());
    }
    store::close(tx, ctx, &complaint, input.outcome.as_str())?;
    let line = Line::new(ctx, "feedback.close", complaint.id).of(complaint.consignor_id);
    let body = json!({ "reason": input.outcome });
    journal::write(tx, ctx, line.at(complaint.shop_id).digest(digest).body(body))?;
    Ok(Recorded::new(complaint.id))
}

/// Says in the reader's words where the complaint stands.
fn over(ctx: &Context, state: ComplaintState) -> Refusal {
    let state = ctx.lang.t(&format!("feedback.complaint_state.{state}"));
    No::ComplaintState.with("state", state)
}
