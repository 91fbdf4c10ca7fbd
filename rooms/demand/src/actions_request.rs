//! A shop asks for more pieces, and its unit answers: one function a verb.

use agreements::SellingTerms;
use db::{Result, Tx};
use journal::{Digest, Line, Once};
use kernel::{Capability, Context, Day, DeliveryId, ProductId, RequestId, ShopId};
use serde_json::{Value, json};
use web::Recorded;

use crate::{
    inputs::{Answer, Decline, Request, Withdraw},
    kinds::{AnswerKind, RequestState},
    refusal::No,
    scope::{day_of, shop_of},
    step::{Step, heard},
    store_request,
    types::RequestSeen,
};

/// A shop asks a product's unit for more. Posts nothing.
///
/// # Errors
/// Refuses a product that no agreement in force covers at the shop, days ahead or long gone.
pub fn request(tx: &mut Tx, ctx: &Context, input: &Request) -> Result<Recorded> {
    let shop = shop_of(ctx, input.shop)?;
    let Once::First(digest) = journal::once(tx, "demand.request", input.id, input)? else {
        return Ok(Recorded::again(input.id));
    };
    let day = day_of(ctx, input.asked_on)?;
    let terms = terms_of(tx, ctx, shop, input.product, day)?;
    let product = catalogue::load_product(tx, input.product)?;
    let new = store_request::New { shop, terms: &terms, day, heard: heard(&[&product.name]) };
    store_request::insert(tx, ctx, input, &new)?;
    let line = Line::new(ctx, "demand.request", input.id).of(terms.consignor_id).at(shop);
    let body = json!({ "product": product.code, "quantity": input.quantity });
    journal::write(tx, ctx, line.on(day).digest(digest).body(body))?;
    Ok(Recorded::new(input.id))
}

/// The terms in force that cover the product; another unit's goods are as good as not there.
fn terms_of(
    tx: &mut Tx,
    ctx: &Context,
    shop: ShopId,
    product: ProductId,
    day: Day,
) -> Result<SellingTerms> {
    let terms = agreements::selling_terms(tx, shop, product, day)?;
    let own = terms.filter(|terms| ctx.actor.sees_between(terms.consignor_id, shop));
    let terms = own.ok_or_else(|| No::NotConsigned.at("product"))?;
    match terms.in_force {
        true => Ok(terms),
        false => Err(No::AgreementOver.at("product").into()),
    }
}

/// The unit promises the pieces, or has sent them.
///
/// # Errors
/// Refuses a request that is no longer open (or promised), and a surat jalan that is not this
/// unit's to this shop.
pub fn answer(tx: &mut Tx, ctx: &Context, input: &Answer) -> Result<Recorded> {
    let request = load_for_unit(tx, ctx, input.request)?;
    let kind = match input.answer {
        AnswerKind::Promised => "demand.promise",
        AnswerKind::Sent => "demand.send",
    };
    let Once::First(digest) = journal::once(tx, kind, request.id, input)? else {
        return Ok(Recorded::again(request.id));
    };
    if let Some(delivery) = input.delivery {
        check_delivery(tx, &request, input.answer, delivery)?;
    }
    let note = input.note.as_ref().map(|note| note.as_str());
    let said = Said { kind, note, delivery: input.delivery, digest };
    take(tx, ctx, &request, Step::Answer(input.answer), said)
}

fn check_delivery(
    tx: &mut Tx,
    request: &RequestSeen,
    answer: AnswerKind,
    id: DeliveryId,
) -> Result<()> {
    let unknown = || db::Error::from(No::DeliveryUnknown.at("delivery"));
    let (delivery, _) = consignment::load_delivery(tx, id).map_err(|error| match error {
        db::Error::Refused(_) => unknown(),
        fault => fault,
    })?;
    let parties = (delivery.consignor_id, delivery.shop_id);
    if parties != (request.consignor_id, request.shop_id) {
        return Err(unknown());
    }
    match answer {
        AnswerKind::Sent => Ok(()),
        AnswerKind::Promised => Err(No::DeliveryIsSent.at("answer").into()),
    }
}

/// The unit does not send, and says why.
///
/// # Errors
/// Refuses a request that is over.
pub fn decline(tx: &mut Tx, ctx: &Context, input: &Decline) -> Result<Recorded> {
    let request = load_for_unit(tx, ctx, input.request)?;
    let kind = "demand.decline";
    let Once::First(digest) = journal::once(tx, kind, request.id, input)? else {
        return Ok(Recorded::again(request.id));
    };
    let said = Said { kind, note: Some(input.reason.as_str()), delivery: None, digest };
    take(tx, ctx, &request, Step::Decline, said)
}

/// The shop takes its open request back.
///
/// # Errors
/// Refuses one that the unit has answered.
pub fn withdraw(tx: &mut Tx, ctx: &Context, input: &Withdraw) -> Result<Recorded> {
    ctx.actor.require(Capability::Sell)?;
    let request = store_request::load(tx, ctx, input.request)?;
    let kind = "demand.withdraw";
    let Once::First(digest) = journal::once(tx, kind, request.id, input)? else {
        return Ok(Recorded::again(request.id));
    };
    let note = input.reason.as_ref().map(|reason| reason.as_str());
    take(tx, ctx, &request, Step::Withdraw, Said { kind, note, delivery: None, digest })
}

/// A request that the actor's unit decides on.
fn load_for_unit(tx: &mut Tx, ctx: &Context, id: RequestId) -> Result<RequestSeen> {
    ctx.actor.require(Capability::RecordGoods)?;
    let request = store_request::load(tx, ctx, id)?;
    match ctx.actor.sees_consignor(request.consignor_id) {
        true => Ok(request),
        false => Err(No::Unknown.into()),
    }
}

/// What was said with a step.
struct Said<'a> {
    kind: &'static str,
    note: Option<&'a str>,
    delivery: Option<DeliveryId>,
    digest: Digest,
}

fn take(
    tx: &mut Tx,
    ctx: &Context,
    request: &RequestSeen,
    step: Step,
    said: Said<'_>,
) -> Result<Recorded> {
    let state = request.state.after(step).ok_or_else(|| over(ctx, request.state))?;
    let answer = store_request::Answered {
        state,
        note: said.note,
        delivery: said.delivery,
        day: ctx.today(),
    };
    store_request::answer(tx, request, &answer)?;
    let line = Line::new(ctx, said.kind, request.id).of(request.consignor_id).at(request.shop_id);
    let mut body = json!({ "quantity": request.quantity });
    if let Some(note) = said.note {
        body["reason"] = Value::from(note);
    }
    if let Some(delivery) = said.delivery {
        body["delivery"] = json!(delivery);
    }
    journal::write(tx, ctx, line.digest(said.digest).body(body))?;
    Ok(Recorded::new(request.id))
}

/// Says in the reader's words where the request stands.
fn over(ctx: &Context, state: RequestState) -> kernel::Refusal {
    use words::Speak;
    No::RequestState.with("state", ctx.lang.t(&format!("demand.state.{state}")))
}
