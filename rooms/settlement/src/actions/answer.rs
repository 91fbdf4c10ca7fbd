//! What the shop says of a statement; the unit's decision stays the unit's.

use db::{Lock, Result, Tx};
use journal::Once;
use kernel::{Capability, Context, Id, StatementId};
use serde_json::json;
use web::Recorded;

use crate::{
    access,
    inputs::{AgreeStatement, AnswerKind, DisputeStatement},
    kinds::{ShopAnswer, StatementState},
    refusal::No,
    store_answer,
    types::Statement,
};

/// The shop says that the figures are right.
///
/// # Errors
/// Refuses all but who decides at the shop, a statement that was sent back, and a word that was
/// said already.
pub fn agree_statement(tx: &mut Tx, ctx: &Context, input: &AgreeStatement) -> Result<Recorded> {
    let statement = own(tx, ctx, input.statement)?;
    let once = journal::once(tx, "settlement.agree_statement", input.id, input)?;
    let Once::First(seen) = once else { return Ok(Recorded::again(statement.id)) };
    if statement.shop_answer == Some(ShopAnswer::Agreed) {
        return Err(No::AlreadyAnswered.into());
    }
    let answer = store_answer::Answer { id: input.id, answer: ShopAnswer::Agreed, reason: None };
    store_answer::insert(tx, ctx, statement.id, &answer)?;
    record(tx, ctx, ("settlement.agree_statement", input.id), &statement, seen)
}

/// The shop says what is wrong. The statement stands until the unit sends it back, or the two
/// settle it and the shop agrees.
///
/// # Errors
/// As [`agree_statement`], but that a dispute may be said again with another reason.
pub fn dispute_statement(tx: &mut Tx, ctx: &Context, input: &DisputeStatement) -> Result<Recorded> {
    let statement = own(tx, ctx, input.statement)?;
    let once = journal::once(tx, "settlement.dispute_statement", input.id, input)?;
    let Once::First(seen) = once else { return Ok(Recorded::again(statement.id)) };
    let reason = Some(input.reason.as_str());
    let answer = store_answer::Answer { id: input.id, answer: ShopAnswer::Disputed, reason };
    store_answer::insert(tx, ctx, statement.id, &answer)?;
    record(tx, ctx, ("settlement.dispute_statement", input.id), &statement, seen)
}

/// The shop's word, not the unit's, and not of what is no longer there to be agreed.
fn own(tx: &mut Tx, ctx: &Context, id: StatementId) -> Result<Statement> {
    let statement = access::statement(tx, ctx, id)?;
    ctx.actor.require(Capability::Approve)?;
    if ctx.actor.shop() != Some(statement.shop_id) {
        return Err(No::NotTheShops.into());
    }
    if statement.state == StatementState::Rejected {
        return Err(No::AlreadyDecided.into());
    }
    tx.lock(Lock::Agreement(statement.agreement_id))?;
    // Whether it was answered meanwhile is known only behind the lock.
    access::statement(tx, ctx, id)
}

fn record(
    tx: &mut Tx,
    ctx: &Context,
    (kind, id): (&'static str, Id<AnswerKind>),
    statement: &Statement,
    seen: journal::Digest,
) -> Result<Recorded> {
    let line = journal::Line::new(ctx, kind, id)
        .of(statement.consignor_id)
        .at(statement.shop_id)
        .digest(seen)
        .body(json!({ "statement": statement.id, "number": statement.number }));
    journal::write(tx, ctx, line)?;
    Ok(Recorded::new(statement.id))
}
