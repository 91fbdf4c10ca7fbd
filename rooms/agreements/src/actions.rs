//! What people do with an agreement before and after it is in force. Addenda: `amend.rs`.

use db::{Result, Tx};
use journal::Once;
use kernel::{Actor, AgreementId, Capability, ConsignorId, Context, Id};
use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use web::Recorded;

use crate::{
    Agreement, Terms, decide,
    goods::goods_of,
    inputs::{Attach, Draft, End, Offer, Publish, Sign},
    kinds::{Side, State},
    refusal::No,
    reword,
    store::{self, NewScan},
    store_signed, store_terms, store_wording,
};

/// Drafts an agreement. Refuses terms that cannot be agreed, and names the field.
pub fn draft(tx: &mut Tx, ctx: &Context, input: &Draft) -> Result<Recorded> {
    ctx.actor.require(Capability::RecordGoods)?;
    if !ctx.actor.sees_consignor(input.consignor) {
        return Err(No::Unknown.into());
    }
    let Once::First(digest) = journal::once(tx, "agreements.draft", input.id, input)? else {
        return Ok(Recorded::again(input.id));
    };
    let consignor = people::load_consignor(tx, input.consignor)?.name;
    let shop = people::load_shop(tx, input.shop)?.name;
    let terms = first_terms(tx, ctx, input.id, input)?;
    let wording = reword::begin(tx, input.consignor, input.template)?;
    store::insert(tx, ctx, input, &(consignor, shop))?;
    store_terms::write_draft(tx, ctx, input.consignor, &terms)?;
    store_wording::write(tx, terms.id, &wording)?;
    let agreement = load(tx, input.id)?;
    let deed = Deed { kind: "agreements.draft", id: input.id.cast(), digest };
    deed.note(tx, ctx, &agreement, json!({"title": agreement.title, "ends_on": agreement.ends_on}))
}

/// Writes a draft anew, whole, as long as neither side has signed it. What was attached stays.
pub fn revise(tx: &mut Tx, ctx: &Context, input: &Draft) -> Result<Recorded> {
    ctx.actor.require(Capability::RecordGoods)?;
    let id = input.agreement.ok_or(No::Unknown)?;
    let agreement = load_own(tx, &ctx.actor, id)?;
    let Once::First(digest) = journal::once(tx, "agreements.revise", input.id, input)? else {
        return Ok(Recorded::again(id));
    };
    if agreement.state != State::Draft {
        return Err(No::NotDraft.into());
    }
    reword::refuse_signed(tx, &agreement, id.cast())?;
    if agreement.consignor_id != input.consignor {
        return Err(No::Unknown.at("consignor").into());
    }
    let shop = people::load_shop(tx, input.shop)?.name;
    let terms = first_terms(tx, ctx, id, input)?;
    store::rewrite(tx, id, input, &shop)?;
    store_terms::write_draft(tx, ctx, agreement.consignor_id, &terms)?;
    if let Some(template) = input.template {
        reword::begin_anew(tx, &agreement, &terms, template)?;
    }
    let deed = Deed { kind: "agreements.revise", id: input.id.cast(), digest };
    deed.note(tx, ctx, &agreement, json!({"revision": agreement.revision + 1}))
}

fn first_terms(tx: &mut Tx, ctx: &Context, id: AgreementId, input: &Draft) -> Result<Terms> {
    if input.ends_on < input.effective_from {
        return Err(No::EndsBeforeStart.at("ends_on").into());
    }
    decide::judge_days(ctx.today(), input.signed_on, input.published_on)?;
    let agreed = agree(tx, input.consignor, &input.offer(), input.effective_from)?;
    Ok(Terms {
        id: id.cast(),
        agreement_id: id,
        version: 1,
        state: State::Draft,
        valid_from: input.effective_from,
        ends_on: input.ends_on,
        signed_early: false,
        addendum_number: None,
        addendum_reason: None,
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

/// Judges the terms against the products as the catalogue has them on `day`.
pub(crate) fn agree(
    tx: &mut Tx,
    consignor: ConsignorId,
    offer: &Offer<'_>,
    day: kernel::Day,
) -> Result<decide::Agreed> {
    let asked: Vec<_> = offer.annex.iter().map(|line| line.product).collect();
    let goods = goods_of(tx, &asked, day)?;
    Ok(decide::agree(offer, consignor, &goods)?)
}

/// Records one side's signature on what is still a draft, with its number and the scan.
pub fn sign(tx: &mut Tx, ctx: &Context, input: &Sign) -> Result<Recorded> {
    ctx.actor.require(Capability::RecordGoods)?;
    let agreement = load_own(tx, &ctx.actor, input.agreement)?;
    let Once::First(digest) = journal::once(tx, "agreements.sign", input.id, input)? else {
        return Ok(Recorded::again(agreement.id));
    };
    let terms = store_terms::draft_of(tx, agreement.id)?.ok_or(No::NotDraft)?;
    open(&agreement)?;
    if input.signed_on > ctx.today() {
        return Err(No::SignedInFuture.at("signed_on").into());
    }
    match (&input.number, terms.version, input.side) {
        (Some(_), 1, _) => store::set_number(tx, input)?,
        (Some(_), _, Side::Consignor) => return Err(No::NumberOfAddendum.at("number").into()),
        (Some(_), _, Side::Shop) | (None, _, _) => {}
    }
    store_signed::keep(tx, &agreement, &terms)?;
    store::sign(tx, ctx, &terms, input)?;
    store::touch(tx, agreement.id)?;
    if let Some(scan) = &input.scan {
        let (id, scan) = (input.id.cast(), scan.clone());
        let file = Attach { id, agreement: agreement.id, version: None, scan };
        keep_scan(tx, ctx, &terms, &file)?;
    }
    let body = json!({"side": input.side, "version": terms.version, "signed_on": input.signed_on});
    Deed { kind: "agreements.sign", id: input.id.cast(), digest }.note(tx, ctx, &agreement, body)
}

/// Attaches a scan of the signed paper to a version, the newest where none is named.
pub fn attach(tx: &mut Tx, ctx: &Context, input: &Attach) -> Result<Recorded> {
    ctx.actor.require(Capability::RecordGoods)?;
    let agreement = load_own(tx, &ctx.actor, input.agreement)?;
    let Once::First(digest) = journal::once(tx, "agreements.attach", input.id, input)? else {
        return Ok(Recorded::again(agreement.id));
    };
    let versions = store_terms::versions(tx, agreement.id)?;
    let terms = match input.version {
        Some(asked) => versions.iter().find(|one| one.version == asked.0),
        None => versions.last(),
    };
    let terms = terms.ok_or_else(|| No::VersionUnknown.at("version"))?;
    let sha256 = keep_scan(tx, ctx, terms, input)?;
    let body = json!({"name": input.scan.name, "sha256": sha256, "version": terms.version});
    Deed { kind: "agreements.attach", id: input.id.cast(), digest }.note(tx, ctx, &agreement, body)
}

/// Keeps the bytes of a scan; its SHA-256 in hexadecimal.
fn keep_scan(tx: &mut Tx, ctx: &Context, terms: &Terms, input: &Attach) -> Result<String> {
    let content = &input.scan.content;
    let mime = picture::paper(content).map_err(decide::wrong_scan)?;
    let sha256: [u8; 32] = Sha256::digest(content).into();
    store::attach(tx, ctx, &NewScan { mime, sha256, terms: terms.id, input })?;
    Ok(sha256.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Records the day on which an agreement was made public.
pub fn publish(tx: &mut Tx, ctx: &Context, input: &Publish) -> Result<Recorded> {
    ctx.actor.require(Capability::RecordGoods)?;
    let agreement = load_own(tx, &ctx.actor, input.agreement)?;
    let Once::First(digest) = journal::once(tx, "agreements.publish", input.id, input)? else {
        return Ok(Recorded::again(agreement.id));
    };
    decide::judge_days(ctx.today(), agreement.signed_on, Some(input.published_on))?;
    store::publish(tx, agreement.id, input.published_on)?;
    let body = json!({"published_on": input.published_on});
    Deed { kind: "agreements.publish", id: input.id.cast(), digest }.note(tx, ctx, &agreement, body)
}

/// Ends an agreement before its term, never for days that are over; or gives a draft up.
pub fn end(tx: &mut Tx, ctx: &Context, input: &End) -> Result<Recorded> {
    let agreement = load_own(tx, &ctx.actor, input.agreement)?;
    let draft = agreement.state == State::Draft;
    ctx.actor.require(if draft { Capability::RecordGoods } else { Capability::Sign })?;
    let Once::First(digest) = journal::once(tx, "agreements.end", input.id, input)? else {
        return Ok(Recorded::again(agreement.id));
    };
    open(&agreement)?;
    let today = ctx.today();
    let on = if draft { today } else { input.on.unwrap_or(today) };
    let inside = agreement.effective_from.max(today) <= on && on <= agreement.ends_on;
    if !draft && !inside {
        return Err(No::EndOutside.at("on").into());
    }
    store::end(tx, ctx, input, on)?;
    let ended = Agreement { ended_on: Some(on), state: State::Ended, ..agreement.clone() };
    if !draft {
        crate::amend::lay_out_days(tx, &ended)?;
    }
    let body = json!({"on": on, "reason": input.reason, "withdrawn": draft});
    Deed { kind: "agreements.end", id: input.id.cast(), digest }.note(tx, ctx, &agreement, body)
}

/// What has not ended can be worked on.
pub(crate) fn open(agreement: &Agreement) -> Result<()> {
    if agreement.state == State::Ended { Err(No::NotInForce.into()) } else { Ok(()) }
}

pub(crate) fn load(tx: &mut Tx, id: AgreementId) -> Result<Agreement> {
    store::find(tx, id)?.ok_or_else(|| No::Unknown.into())
}

/// An agreement that the actor records for its Lapas: unknown when it is not his to see, and
/// not his to change when he is of the shop.
pub(crate) fn load_own(tx: &mut Tx, actor: &Actor, id: AgreementId) -> Result<Agreement> {
    let agreement = crate::load_seen(tx, actor, id)?;
    if !actor.sees_consignor(agreement.consignor_id) {
        return Err(No::ConsignorOnly.into());
    }
    Ok(agreement)
}

/// A document on its way into the journal.
pub(crate) struct Deed {
    pub kind: &'static str,
    pub id: Id<crate::inputs::DeedKind>,
    pub digest: journal::Digest,
}

impl Deed {
    pub fn note(
        self,
        tx: &mut Tx,
        ctx: &Context,
        agreement: &Agreement,
        body: Value,
    ) -> Result<Recorded> {
        store::note_deed(tx, ctx, agreement.id, self.id)?;
        let line = journal::Line::new(ctx, self.kind, self.id)
            .of(agreement.consignor_id)
            .at(agreement.shop_id)
            .digest(self.digest)
            .body(with_agreement(agreement.id, body));
        journal::write(tx, ctx, line)?;
        Ok(Recorded::new(agreement.id))
    }
}

fn with_agreement(id: impl Serialize, body: Value) -> Value {
    let mut all = json!({"agreement": id});
    if let (Value::Object(all), Value::Object(body)) = (&mut all, body) {
        all.extend(body);
    }
    all
}
