//! One act of a device: known before? do it; keep what became of it; tell.

use db::{Error, Lock, Result, Tx};
use journal::Line;
use kernel::{Capability, Context, Refusal};
use serde_json::json;
use sha2::{Digest, Sha256};
use words::Speak;

use crate::{
    clock::happened,
    desk,
    inputs::Act,
    kinds::{ActState, Answer},
    owners,
    perform::perform,
    refusal::No,
    store::{self, Outcome},
    types::Told,
};

/// Does what the device says was done, once. What the room concerned refuses is kept with its
/// reason and answered so; it can be sent again when the reason is gone.
///
/// # Errors
/// Refuses, and keeps nothing of, an act of another shop, of an unknown device, one of another
/// unit's goods that a unit brings, and one under an id that stands for something else.
pub fn act(tx: &mut Tx, ctx: &Context, input: &Act) -> Result<Told> {
    own(tx, ctx, input)?;
    tx.lock(Lock::Shelf(input.shop))?;
    let digest = digest(input)?;
    let before = store::find_act(tx, input.id)?;
    if let Some(known) = &before {
        if known.shop != input.shop || known.digest != digest {
            return Err(No::IdReused.at("id").into());
        }
        if known.state != ActState::Refused {
            let again = told(input, Answer::Again, None, ctx);
            return Ok(Told { given_up: known.reason.clone(), ..again });
        }
    }
    let device = store::find_device(tx, input.device)?;
    if device.is_none_or(|device| device.shop_id != input.shop) {
        return Err(No::DeviceUnknown.at("device").into());
    }
    let at = happened(input.made_at, input.offset_ms, ctx.now);
    match tx.attempt(|tx| perform(tx, ctx, input, at))? {
        Ok(()) => {
            let done = Outcome { state: ActState::Done, code: None, detail: None, body: None };
            store::keep_act(tx, ctx, input, at, &digest, &done)?;
            Ok(told(input, Answer::Done, None, ctx))
        }
        Err(Error::Refused(no)) => {
            let detail = ctx.lang.refusal(&no);
            let refused = Outcome {
                state: ActState::Refused,
                code: Some(no.code),
                detail: Some(&detail),
                body: Some(&input.body),
            };
            store::keep_act(tx, ctx, input, at, &digest, &refused)?;
            if before.is_none() {
                note(tx, ctx, input, &no)?;
            }
            Ok(told(input, Answer::Refused, Some(&no), ctx))
        }
        Err(other) => Err(other),
    }
}

/// His shop's till; or a partner's queue that came to the unit, of the unit's own goods.
fn own(tx: &mut Tx, ctx: &Context, input: &Act) -> Result<()> {
    match ctx.actor.shop() {
        Some(own) if own == input.shop => return Ok(ctx.actor.require(Capability::Sell)?),
        Some(_) => return Err(No::OtherShop.at("shop").into()),
        None => ctx.actor.require(Capability::RecordGoods)?,
    }
    if !desk::is_partner(tx, ctx, input.shop)? {
        return Err(No::OtherShop.at("shop").into());
    }
    match owners::may_bring(tx, &ctx.actor, input)? {
        true => Ok(()),
        false => Err(No::OtherUnit.at("body").into()),
    }
}

/// Of everything that the act says, so that the same id never stands for two things.
fn digest(input: &Act) -> Result<Vec<u8>> {
    let written = serde_json::to_vec(input).map_err(Error::fault)?;
    Ok(Sha256::digest(written).to_vec())
}

/// The journal knows that there was a refusal; the act itself stands in `till_act`.
fn note(tx: &mut Tx, ctx: &Context, input: &Act, no: &Refusal) -> Result<()> {
    let line = Line::new(ctx, "till.refused", input.id).at(input.shop);
    let body =
        json!({ "kind": input.kind, "device": input.device, "seq": input.seq, "code": no.code });
    journal::write(tx, ctx, line.body(body))
}

fn told(input: &Act, state: Answer, no: Option<&Refusal>, ctx: &Context) -> Told {
    Told {
        id: input.id,
        state,
        code: no.map(|no| no.code.to_owned()),
        detail: no.map(|no| ctx.lang.refusal(no)),
        field: no.and_then(|no| no.field.clone()),
        given_up: None,
    }
}
