//! What somebody wants made for him: asked of a unit, quoted in one step, and forgotten.

use db::{Result, Tx};
use journal::{Line, Once};
use kernel::{Capability, ConsignorId, Context, Day, LeadId, Note, ProductId, Quantity};
use production::QuoteJob;
use serde::Serialize;
use serde_json::json;
use web::Recorded;
use words::Speak;

use crate::{
    inputs_lead::{AskLead, DeclineLead, EraseLead, QuoteLead},
    kinds::LeadState,
    refusal::No,
    store_lead,
    types_lead::{Lead, LeadAsked, LeadQuoted},
};

/// Days after which a buyer's name and number are erased, whatever became of the lead.
pub const DAYS_KEPT: i64 = 90;
/// And after which they are, once the unit has said no: time to tell him.
const DAYS_KEPT_DECLINED: i64 = 7;
/// New leads of one unit; more are refused, so that a flood ends there.
const NEW_MAX: i64 = 200;
/// Days for which an unanswered lead counts among them: what nobody read by then keeps nobody out.
const NEW_DAYS: i64 = 14;
/// Signs in what is wanted.
const WHAT_MAX: usize = 1_000;
/// Pieces in one lead.
const PIECES_MAX: i64 = 10_000;

/// What the journal may remember of a lead: nothing of the person, and none of his words.
#[derive(Serialize)]
struct Kept {
    id: LeadId,
    unit: ConsignorId,
    product: Option<ProductId>,
    quantity: Quantity,
    wanted_on: Option<Day>,
}

/// Somebody asks a unit to make something. His number is kept apart, and for a time.
///
/// # Errors
/// Refuses without his consent, what is no Indonesian mobile number, programs that fill in every
/// field, and another wish under an id that was answered.
pub fn ask_lead(tx: &mut Tx, ctx: &Context, input: &AskLead) -> Result<LeadAsked> {
    let number = check(ctx, input)?;
    let AskLead { id, consignor: unit, product, quantity, wanted_on, .. } = input;
    let kept = Kept {
        id: *id,
        unit: *unit,
        product: *product,
        quantity: *quantity,
        wanted_on: *wanted_on,
    };
    let digest = journal::digest(&kept)?;
    people::load_consignor(tx, *unit)?;
    if let Some(product) = product {
        own_product(tx, *unit, *product)?;
    }
    if !store_lead::insert(tx, ctx, input)? {
        journal::is_known(tx, "orders.lead", *id, &digest)?;
        return sent_again(tx, ctx, input, &number);
    }
    if store_lead::count_new(tx, *unit, ctx.today().plus_days(1 - NEW_DAYS))? > NEW_MAX {
        return Err(No::UnitFull.into());
    }
    let until = ctx.today().plus_days(DAYS_KEPT);
    store_lead::insert_buyer(tx, ctx, input, (&number, until))?;
    store_lead::forget_due(tx, ctx.today())?;
    let line = Line::new(ctx, "orders.lead", *id).of(*unit).digest(digest);
    journal::write(tx, ctx, line.body(json!({ "product": product, "quantity": quantity })))?;
    Ok(LeadAsked { id: *id, already: false, unit: *unit })
}

/// The same form once more. What was corrected in it stands from now on while nobody has answered
/// and the person is known; else nobody is told that it was sent.
fn sent_again(tx: &mut Tx, ctx: &Context, input: &AskLead, number: &str) -> Result<LeadAsked> {
    let lead = store_lead::find(tx, input.id)?.ok_or(journal::No::IdReused)?;
    let buyer = store_lead::buyer(tx, lead.id, ctx.today())?;
    let name = input.name.as_ref().map(|name| name.as_str());
    let measures = input.measures.as_ref().map(|measures| measures.as_str());
    let words = lead.what == input.what.as_str() && lead.measures.as_deref() == measures;
    let person = buyer
        .as_ref()
        .is_none_or(|buyer| buyer.whatsapp == number && buyer.name.as_deref() == name);
    if !(words && person) {
        if lead.state != LeadState::New || buyer.is_none() {
            return Err(journal::No::IdReused.into());
        }
        store_lead::correct(tx, ctx, input, number)?;
        let line = Line::new(ctx, "orders.lead_correct", lead.id).of(lead.consignor_id);
        journal::write(tx, ctx, line)?;
    }
    Ok(LeadAsked { id: lead.id, already: true, unit: lead.consignor_id })
}

/// The number as it is kept, where all is as it should be.
fn check(ctx: &Context, input: &AskLead) -> Result<String, kernel::Refusal> {
    if input.website.as_deref().is_some_and(|text| !text.trim().is_empty()) {
        return Err(No::Trap.at("website"));
    }
    if input.what.as_str().chars().count() > WHAT_MAX {
        return Err(No::WhatTooLong.with("max", WHAT_MAX).at("what"));
    }
    if input.quantity.0 > PIECES_MAX {
        return Err(No::TooManyPieces.with("max", PIECES_MAX).at("quantity"));
    }
    if input.wanted_on.is_some_and(|day| day < ctx.today()) {
        return Err(No::WantedBefore.at("wanted_on"));
    }
    if !input.consent.0 {
        return Err(No::ConsentMissing.at("consent"));
    }
    people::phone::whatsapp(input.whatsapp.as_str()).ok_or_else(|| No::NumberWrong.at("whatsapp"))
}

fn own_product(tx: &mut Tx, unit: ConsignorId, product: ProductId) -> Result<()> {
    let found = catalogue::products(tx, &[product])?.remove(&product);
    match found.is_some_and(|product| product.consignor_id == unit) {
        true => Ok(()),
        false => Err(No::ProductUnknown.at("product").into()),
    }
}

fn load_own(tx: &mut Tx, ctx: &Context, id: LeadId) -> Result<Lead> {
    ctx.actor.require(Capability::RecordGoods)?;
    let lead = store_lead::load(tx, ctx, id)?;
    store_lead::forget_due(tx, ctx.today())?;
    Ok(lead)
}

/// Makes a quote of it: the job has the buyer's name and number from now on, the lead no more.
///
/// # Errors
/// Refuses a lead that was quoted or declined, and what a quote would refuse.
pub fn quote_lead(tx: &mut Tx, ctx: &Context, input: &QuoteLead) -> Result<LeadQuoted> {
    let lead = load_own(tx, ctx, input.lead)?;
    let job = journal::derived_id(lead.id, "job");
    // The name that the officer may have typed is no part of what is remembered.
    let told = (input.lead, input.product, input.price, input.due_on);
    let Once::First(digest) = journal::once(tx, "orders.lead_quote", lead.id, &told)? else {
        return Ok(LeadQuoted { lead_id: lead.id, job_id: job, already: true });
    };
    waits(ctx, &lead)?;
    own_product(tx, lead.consignor_id, input.product)?;
    let buyer = store_lead::buyer(tx, lead.id, ctx.today())?;
    let known = buyer.as_ref().and_then(|buyer| buyer.name.as_deref());
    let nameless = ctx.lang.t("orders.wish.nameless");
    let name = input.buyer_name.as_ref().map_or(known.unwrap_or(nameless), |name| name.as_str());
    let quote = QuoteJob {
        id: job,
        product: input.product,
        code: None,
        what: wanted(&lead)?,
        quantity: lead.quantity,
        price: input.price,
        quoted_on: ctx.today(),
        due_on: input.due_on,
        buyer_name: kernel::Line::parse(name).map_err(db::Error::fault)?,
        buyer_contact: buyer.and_then(|buyer| kernel::Line::parse(&buyer.readable()).ok()),
    };
    production::quote_job(tx, ctx, &quote)?;
    store_lead::set_quoted(tx, &lead, job, ctx.today())?;
    store_lead::erase_buyer(tx, lead.id)?;
    let line = Line::new(ctx, "orders.lead_quote", lead.id).of(lead.consignor_id).digest(digest);
    journal::write(tx, ctx, line.body(json!({ "job": job, "price": input.price })))?;
    Ok(LeadQuoted { lead_id: lead.id, job_id: job, already: false })
}

/// What is wanted and its measures, as a job says it.
fn wanted(lead: &Lead) -> Result<Note> {
    let text = match &lead.measures {
        Some(measures) => format!("{}\n{measures}", lead.what),
        None => lead.what.clone(),
    };
    Note::parse(&text).map_err(db::Error::fault)
}

/// The unit does not make it, and says why.
///
/// # Errors
/// Refuses a lead that was quoted or declined.
pub fn decline_lead(tx: &mut Tx, ctx: &Context, input: &DeclineLead) -> Result<Recorded> {
    let lead = load_own(tx, ctx, input.lead)?;
    let Once::First(digest) = journal::once(tx, "orders.lead_decline", lead.id, input)? else {
        return Ok(Recorded::again(lead.id));
    };
    waits(ctx, &lead)?;
    store_lead::set_declined(tx, &lead, input.reason.as_str(), ctx.today())?;
    store_lead::keep_buyer_until(tx, lead.id, ctx.today().plus_days(DAYS_KEPT_DECLINED))?;
    let line = Line::new(ctx, "orders.lead_decline", lead.id).of(lead.consignor_id);
    let body = json!({ "reason": input.reason });
    journal::write(tx, ctx, line.digest(digest).body(body))?;
    Ok(Recorded::new(lead.id))
}

/// Erases the buyer's name and number now.
///
/// # Errors
/// Refuses (404) another unit's.
pub fn erase_lead(tx: &mut Tx, ctx: &Context, input: &EraseLead) -> Result<Recorded> {
    let lead = load_own(tx, ctx, input.lead)?;
    let Once::First(digest) = journal::once(tx, "orders.lead_erase", lead.id, input)? else {
        return Ok(Recorded::again(lead.id));
    };
    store_lead::erase_buyer(tx, lead.id)?;
    let line = Line::new(ctx, "orders.lead_erase", lead.id).of(lead.consignor_id).digest(digest);
    journal::write(tx, ctx, line)?;
    Ok(Recorded::new(lead.id))
}

/// Says in the reader's words where the lead stands.
fn waits(ctx: &Context, lead: &Lead) -> Result<(), kernel::Refusal> {
    match lead.state {
        LeadState::New => Ok(()),
        state => {
            let state = ctx.lang.t(&format!("orders.lead_state.{state}"));
            Err(No::LeadState.with("state", state))
        }
    }
}
