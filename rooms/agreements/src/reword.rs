//! Writing the clauses of a draft, and keeping them as a template. None of it reaches the terms.

use db::{Read, Result, Tx};
use journal::Once;
use kernel::{Capability, ConsignorId, Context, TermsId};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use web::Recorded;
use words::Speak;

use crate::{
    Agreement, Terms,
    actions::{Deed, load_own, open},
    inputs::{KeepTemplate, RetireTemplate, Reword},
    refusal::No,
    store, store_terms,
    store_wording::{self, Template, TemplateId, Worded},
    wording::{Wording, judge, shipped, without_stale},
};

/// Writes the clauses of the draft, or of the drafted addendum, anew. Once one side's signature is
/// on record they stay as that side signed them.
pub fn reword(tx: &mut Tx, ctx: &Context, input: &Reword) -> Result<Recorded> {
    ctx.actor.require(Capability::RecordGoods)?;
    let agreement = load_own(tx, &ctx.actor, input.agreement)?;
    let Once::First(digest) = journal::once(tx, "agreements.reword", input.id, input)? else {
        return Ok(Recorded::again(agreement.id));
    };
    open(&agreement)?;
    let terms = store_terms::draft_of(tx, agreement.id)?.ok_or(No::NotDraft)?;
    refuse_signed(tx, &agreement, terms.id)?;
    let article = |one| ctx.lang.t(&format!("agreements.article.{one}")).to_owned();
    let was = store_wording::of_terms(tx, terms.id)?;
    let wording = without_stale(judge(input, article, |slot| slot.local())?, was.wording());
    store_wording::write(tx, terms.id, &wording)?;
    store::note_hand(tx, ctx, terms.id)?;
    store::touch(tx, agreement.id)?;
    let body = json!({"version": terms.version, "clauses": wording.clauses.len(),
        "sha256": fingerprint(&wording)});
    Deed { kind: "agreements.reword", id: input.id, digest }.note(tx, ctx, &agreement, body)
}

/// What one side has signed is neither written nor worded anew.
pub(crate) fn refuse_signed(read: &mut Read, agreement: &Agreement, terms: TermsId) -> Result<()> {
    match signed(read, agreement, terms)? {
        true => Err(No::SignedAlready.into()),
        false => Ok(()),
    }
}

pub(crate) fn signed(read: &mut Read, agreement: &Agreement, terms: TermsId) -> Result<bool> {
    let signatures = store::signatures(read, agreement.id)?;
    Ok(signatures.iter().any(|signature| signature.terms_id == terms))
}

fn fingerprint(wording: &Wording) -> String {
    let digest = Sha256::digest(json!(wording).to_string().as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The wording that a new draft begins with: a unit's own template, or the shipped one.
pub(crate) fn begin(
    read: &mut Read,
    of: ConsignorId,
    template: Option<TemplateId>,
) -> Result<Wording> {
    match template {
        None => Ok(shipped().clone()),
        Some(id) => {
            let (template, wording) = load_template(read, of, id)?;
            if template.retired {
                return Err(No::TemplateRetired.at("template").into());
            }
            Ok(wording)
        }
    }
}

/// Puts a template's clauses in the place of those of a draft that nobody has signed.
pub(crate) fn begin_anew(
    tx: &mut Tx,
    agreement: &Agreement,
    terms: &Terms,
    template: TemplateId,
) -> Result<()> {
    let wording = begin(tx, agreement.consignor_id, Some(template))?;
    store_wording::write(tx, terms.id, &wording)
}

/// An addendum begins with the clauses of the version that it changes.
pub(crate) fn carry(tx: &mut Tx, from: &Terms, to: &Terms) -> Result<()> {
    match (store_wording::of_terms(tx, to.id)?, store_wording::of_terms(tx, from.id)?) {
        (Worded::Shipped, Worded::Own(wording)) => store_wording::write(tx, to.id, &wording),
        _ => Ok(()),
    }
}

/// Another unit's template is as unknown as none.
pub fn load_template(
    read: &mut Read,
    of: ConsignorId,
    id: TemplateId,
) -> Result<(Template, Wording)> {
    let found = store_wording::find_template(read, id)?;
    let own = found.filter(|(template, _)| template.consignor_id == of);
    own.ok_or_else(|| No::TemplateUnknown.into())
}

/// Keeps an agreement's newest clauses as the unit's template; one of the same name is put away.
pub fn keep_template(tx: &mut Tx, ctx: &Context, input: &KeepTemplate) -> Result<Recorded> {
    ctx.actor.require(Capability::RecordGoods)?;
    let agreement = load_own(tx, &ctx.actor, input.agreement)?;
    let Once::First(digest) = journal::once(tx, "agreements.keep_template", input.id, input)?
    else {
        return Ok(Recorded::again(agreement.id));
    };
    let versions = store_terms::versions(tx, agreement.id)?;
    let newest = versions.last().ok_or(No::Unknown)?;
    let worded = store_wording::of_terms(tx, newest.id)?;
    // Who is a witness is each agreement's own.
    let wording = Wording { witnesses: None, ..worded.wording().clone() };
    let row = (input.id, agreement.consignor_id, input.name.as_str());
    store_wording::keep(tx, ctx, row, &wording)?;
    let body = json!({"name": input.name, "sha256": fingerprint(&wording)});
    let deed = Deed { kind: "agreements.keep_template", id: input.id.cast(), digest };
    deed.note(tx, ctx, &agreement, body)
}

/// Puts a template away; agreements made from it keep their clauses.
pub fn retire_template(tx: &mut Tx, ctx: &Context, input: &RetireTemplate) -> Result<Recorded> {
    ctx.actor.require(Capability::RecordGoods)?;
    let found = store_wording::find_template(tx, input.template)?;
    let (template, _) = found
        .filter(|(template, _)| ctx.actor.sees_consignor(template.consignor_id))
        .ok_or(No::TemplateUnknown)?;
    let Once::First(digest) = journal::once(tx, "agreements.retire_template", input.id, input)?
    else {
        return Ok(Recorded::again(template.id));
    };
    store_wording::retire(tx, ctx, template.id)?;
    let line = journal::Line::new(ctx, "agreements.retire_template", input.id)
        .of(template.consignor_id)
        .digest(digest)
        .body(json!({"template": template.id, "name": template.name}));
    journal::write(tx, ctx, line)?;
    Ok(Recorded::new(template.id))
}
