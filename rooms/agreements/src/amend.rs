//! Putting in force, and changing what is in force.

use std::collections::BTreeMap;

use db::{Read, Result, Tx};
use journal::Once;
use kernel::{Capability, Context, Day, Refusal};
use serde_json::json;
use web::Recorded;
use words::Speak;

use crate::{
    Agreement, Signature, Terms,
    actions::{Deed, agree, load_own, open},
    changes::changes,
    decide,
    inputs::{Amend, Discard, Enforce},
    kinds::{Side, State},
    life::{Gathered, Missing, Start, check_start, missing, windows},
    refusal::No,
    reword, store, store_terms, store_wording,
};

/// Puts the draft, or the drafted addendum, in force. Who had a hand in it cannot.
pub fn enforce(tx: &mut Tx, ctx: &Context, input: &Enforce) -> Result<Recorded> {
    ctx.actor.require(Capability::Sign)?;
    let agreement = load_own(tx, &ctx.actor, input.agreement)?;
    let Once::First(digest) = journal::once(tx, "agreements.enforce", input.id, input)? else {
        return Ok(Recorded::again(agreement.id));
    };
    open(&agreement)?;
    let terms = store_terms::draft_of(tx, agreement.id)?.ok_or(No::NotDraft)?;
    for hand in store::hands(tx, terms.id)? {
        ctx.actor.require_other_than(hand)?;
    }
    if input.revision.is_some_and(|seen| seen.get().0 != agreement.revision) {
        return Err(No::ChangedSince.into());
    }
    let lacking = lacking(tx, &agreement, &terms, input.no_scan_reason.is_some())?;
    decide::refuse_missing(&lacking, |side| ctx.lang.t(side_key(side)))?;
    let signed_on = last_signature(&store::signatures(tx, agreement.id)?, &terms);
    let signed_on = signed_on.ok_or(No::SignatureMissing)?;
    let no_scan = input.no_scan_reason.as_ref().map(|reason| reason.as_str());
    if terms.version == 1 {
        let signed_on = agreement.signed_on.unwrap_or(signed_on);
        // The form that puts in force has no field for either day.
        decide::judge_days(ctx.today(), Some(signed_on), agreement.published_on)
            .map_err(|no| Refusal { field: None, ..no })?;
        store::enforce(tx, ctx, agreement.id, signed_on)?;
    } else {
        check_start(&start(tx, ctx.today(), &agreement, &terms, Some(signed_on))?)
            .map_err(decide::wrong_start)?;
        refuse_unchanged(tx, &agreement, &terms)?;
        store::set_term(tx, agreement.id, terms.ends_on)?;
    }
    store_terms::enforce(tx, ctx, terms.id, no_scan)?;
    let agreement = crate::actions::load(tx, agreement.id)?;
    lay_out_days(tx, &agreement)?;
    let body = json!({"version": terms.version, "valid_from": terms.valid_from});
    Deed { kind: "agreements.enforce", id: input.id, digest }.note(tx, ctx, &agreement, body)
}

/// Drafts an addendum: the terms as they will be, from a day after the notice days. A draft is
/// written anew as long as neither side has signed it.
pub fn amend(tx: &mut Tx, ctx: &Context, input: &Amend) -> Result<Recorded> {
    ctx.actor.require(Capability::RecordGoods)?;
    let agreement = load_own(tx, &ctx.actor, input.agreement)?;
    let Once::First(digest) = journal::once(tx, "agreements.amend", input.id, input)? else {
        return Ok(Recorded::again(agreement.id));
    };
    if agreement.state != State::InForce {
        return Err(No::NotInForce.into());
    }
    let terms = next_terms(tx, ctx, &agreement, input)?;
    let start = start(tx, ctx.today(), &agreement, &terms, None)?;
    check_start(&start).map_err(decide::wrong_start)?;
    let last = last_in_force(tx, &agreement)?;
    if changes(&last, &terms).is_empty() && !input.clauses_follow.0 {
        return Err(No::NothingChanges.into());
    }
    store_terms::write_draft(tx, ctx, agreement.consignor_id, &terms)?;
    reword::carry(tx, &last, &terms)?;
    store::touch(tx, agreement.id)?;
    let body = json!({
        "version": terms.version, "number": terms.addendum_number,
        "reason": terms.addendum_reason, "valid_from": terms.valid_from,
    });
    Deed { kind: "agreements.amend", id: input.id.cast(), digest }.note(tx, ctx, &agreement, body)
}

/// Discards the drafted addendum, with a reason. What is in force stays in force.
pub fn discard(tx: &mut Tx, ctx: &Context, input: &Discard) -> Result<Recorded> {
    ctx.actor.require(Capability::RecordGoods)?;
    let agreement = load_own(tx, &ctx.actor, input.agreement)?;
    let Once::First(digest) = journal::once(tx, "agreements.discard", input.id, input)? else {
        return Ok(Recorded::again(agreement.id));
    };
    if agreement.state != State::InForce {
        return Err(No::NotInForce.into());
    }
    let terms = store_terms::draft_of(tx, agreement.id)?.ok_or(No::NoAddendum)?;
    store_terms::discard(tx, ctx, terms.id, input.reason.as_str())?;
    store::touch(tx, agreement.id)?;
    let body = json!({
        "version": terms.version, "number": terms.addendum_number, "reason": input.reason,
    });
    Deed { kind: "agreements.discard", id: input.id.cast(), digest }.note(tx, ctx, &agreement, body)
}

fn next_terms(tx: &mut Tx, ctx: &Context, of: &Agreement, input: &Amend) -> Result<Terms> {
    if input.ends_on < input.valid_from {
        return Err(No::EndsBeforeStart.at("ends_on").into());
    }
    let agreed = agree(tx, of.consignor_id, &input.offer(), input.valid_from)?;
    let drafted = store_terms::draft_of(tx, of.id)?;
    if let Some(draft) = &drafted {
        reword::refuse_signed(tx, of, draft.id)?;
    }
    let last = last_in_force(tx, of)?;
    Ok(Terms {
        id: drafted.as_ref().map_or(input.id, |draft| draft.id),
        agreement_id: of.id,
        version: last.version + 1,
        state: State::Draft,
        valid_from: input.valid_from,
        ends_on: input.ends_on,
        signed_early: input.signed_early.0,
        addendum_number: Some(input.number.to_string()),
        addendum_reason: Some(input.reason.to_string()),
        no_scan_reason: None,
        part: agreed.part,
        price_set_by: input.price_set_by,
        cycle: input.cycle,
        payment_days: input.payment_days.get().0,
        damage_borne_by: input.damage_borne_by,
        loss_borne_by: input.loss_borne_by,
        return_days: input.return_days.get().0,
        notice_days: input.notice_days.get().0,
        created_by: ctx.actor.user,
        deductibles: agreed.deductibles,
        annex: agreed.annex,
    })
}

fn last_in_force(read: &mut Read, agreement: &Agreement) -> Result<Terms> {
    let all = store_terms::versions(read, agreement.id)?;
    let last = all.into_iter().rfind(|terms| terms.state == State::InForce);
    last.ok_or_else(|| No::NotInForce.into())
}

/// An addendum that was drafted to change the clauses, and changed none.
fn refuse_unchanged(tx: &mut Tx, agreement: &Agreement, terms: &Terms) -> Result<()> {
    let last = last_in_force(tx, agreement)?;
    let (was, is) = (store_wording::of_terms(tx, last.id)?, store_wording::of_terms(tx, terms.id)?);
    match changes(&last, terms).is_empty() && was.wording() == is.wording() {
        true => Err(No::NothingChanges.into()),
        false => Ok(()),
    }
}

fn start(
    read: &mut Read,
    today: Day,
    agreement: &Agreement,
    terms: &Terms,
    signed_on: Option<Day>,
) -> Result<Start> {
    let last = last_in_force(read, agreement)?;
    Ok(Start {
        valid_from: terms.valid_from,
        noticed_on: today,
        notice_days: last.notice_days,
        // The notice was given when the addendum was recorded; putting it in force may come later,
        // after its first day too.
        signed_early: terms.signed_early || signed_on.is_some(),
        last_from: last.valid_from,
        last_day: agreement.ends_on,
        signed_on,
    })
}

/// What is still missing before the version can be in force.
pub(crate) fn lacking(
    read: &mut Read,
    agreement: &Agreement,
    terms: &Terms,
    no_scan_reason: bool,
) -> Result<Vec<Missing>> {
    let signatures = store::signatures(read, agreement.id)?;
    let signed = |side| signatures.iter().any(|s| s.terms_id == terms.id && s.side == side);
    let scans = store::scans(read, agreement.id)?;
    let scanned = scans.iter().any(|scan| scan.terms_id == terms.id);
    Ok(missing(Gathered {
        consignor_number: agreement.consignor_number.is_some(),
        shop_number: agreement.shop_number.is_some(),
        consignor_signature: signed(Side::Consignor),
        shop_signature: signed(Side::Shop),
        scan_or_reason: scanned || no_scan_reason,
        annex: !terms.annex.is_empty(),
    }))
}

/// The later of the signatures on a version.
fn last_signature(signatures: &[Signature], terms: &Terms) -> Option<Day> {
    let own = signatures.iter().filter(|signature| signature.terms_id == terms.id);
    own.map(|signature| signature.signed_on).max()
}

/// Lays out anew on which days which version sells what. Refuses when another agreement covers
/// one of the products on one of the days.
pub(crate) fn lay_out_days(tx: &mut Tx, agreement: &Agreement) -> Result<()> {
    let versions = store_terms::versions(tx, agreement.id)?;
    let in_force: Vec<&Terms> =
        versions.iter().filter(|terms| terms.state == State::InForce).collect();
    let starts: Vec<_> = in_force.iter().map(|terms| (terms.id, terms.valid_from)).collect();
    let by_id: BTreeMap<_, _> = in_force.into_iter().map(|terms| (terms.id, terms)).collect();
    let days = windows(&starts, agreement.course().last_day());
    let windows: Vec<_> = days.into_iter().map(|window| (window, by_id[&window.terms])).collect();
    for (window, terms) in &windows {
        for product in terms.annex.keys() {
            let (from, until) = (window.from, window.until);
            let other = store_terms::find_overlap(tx, agreement, *product, from, until)?;
            if let Some(other) = other {
                return Err(overlap(tx, other, *product)?);
            }
        }
    }
    store_terms::write_selling(tx, agreement, &windows)
}

fn overlap(
    tx: &mut Tx,
    other: kernel::AgreementId,
    product: kernel::ProductId,
) -> Result<db::Error> {
    let other = crate::actions::load(tx, other)?;
    let product = catalogue::load_product(tx, product)?.title();
    let number = other.consignor_number.unwrap_or(other.title);
    Ok(No::Overlap.with("product", product).with("number", number).into())
}

/// The key of a side's word.
pub(crate) const fn side_key(side: Side) -> &'static str {
    match side {
        Side::Consignor => "agreements.side.consignor",
        Side::Shop => "agreements.side.shop",
    }
}
