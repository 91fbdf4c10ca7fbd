use agreements::{Agreement, State};
use db::{Lock, Result, Tx};
use journal::Once;
use kernel::{Capability, Context, Period};
use serde_json::json;
use sha2::{Digest, Sha256};
use web::Recorded;

use crate::{
    access, books,
    inputs::{ApproveStatement, CloseStatement, RejectStatement},
    kinds::StatementState,
    refusal::No,
    statement::{self, Draft, NotYet},
    store,
    types::{ProductLine, Statement},
};

/// Closes the running period of an agreement: its figures are written down for ever, and what
/// becomes known later is booked in the next period.
pub fn close_statement(tx: &mut Tx, ctx: &Context, input: &CloseStatement) -> Result<Recorded> {
    ctx.actor.require(Capability::RecordGoods)?;
    tx.lock(Lock::Agreement(input.agreement))?;
    let agreement = access::agreement(tx, ctx, input.agreement)?;
    access::units(ctx, agreement.consignor_id)?;
    let once = journal::once(tx, "settlement.close_statement", input.id, input)?;
    let Once::First(seen) = once else { return Ok(Recorded::again(input.id)) };
    let period = period(tx, ctx, &agreement, input)?;
    let draft = books::draft(tx, &agreement, period)?;
    if draft.is_empty() {
        return Err(No::NothingToClose.into());
    }
    let products = books::product_lines(tx, &draft)?;
    let digest = digest(&draft, &products);
    let statement = closed(tx, ctx, &agreement, input, &draft)?;
    write_down(tx, ctx, &statement, &draft, &products, &digest)?;
    sales::close_books(tx, agreement.id, period.to)?;
    consignment::close_books(tx, agreement.id, agreement.consignor_id, period.to)?;
    let line = journal::Line::new(ctx, "settlement.close_statement", input.id)
        .of(statement.consignor_id)
        .at(statement.shop_id)
        .digest(seen)
        .body(json!({
            "number": statement.number, "from": period.from, "to": period.to,
            "gross": statement.gross, "due": statement.due, "digest": store::hex(&digest),
        }));
    journal::write(tx, ctx, line)?;
    Ok(Recorded::new(input.id))
}

fn period(
    tx: &mut Tx,
    ctx: &Context,
    agreement: &Agreement,
    input: &CloseStatement,
) -> Result<Period> {
    if agreement.state == State::Draft {
        return Err(No::AgreementNotInForce.into());
    }
    let from = books::next_from(tx, agreement)?;
    let period = statement::period(from, input.to, ctx.today()).map_err(|no| match no {
        NotYet::NotEnded => No::PeriodNotEnded.at("to").with("today", ctx.today()),
        NotYet::BeforeStart => No::PeriodBeforeStart.at("to").with("from", from),
    })?;
    Ok(period)
}

/// The statement as it will stand.
fn closed(
    tx: &mut Tx,
    ctx: &Context,
    agreement: &Agreement,
    input: &CloseStatement,
    draft: &Draft,
) -> Result<Statement> {
    let figures = draft.figures();
    let terms = agreements::terms_on(tx, agreement.id, draft.period.to)?;
    let number = match &input.number {
        Some(number) => number.to_string(),
        None => suggested_number(tx, agreement, draft.period)?,
    };
    Ok(Statement {
        id: input.id,
        consignor_id: agreement.consignor_id,
        agreement_id: agreement.id,
        shop_id: agreement.shop_id,
        terms_id: terms.id,
        number,
        from: draft.period.from,
        to: draft.period.to,
        closed_on: ctx.today(),
        // The agreement counts from the period's end; a statement closed late is due that day.
        due_on: terms.payment_due(draft.period).max(ctx.today()),
        state: StatementState::Closed,
        gross: figures.gross,
        shop_part: figures.shop_part,
        expenses: figures.expenses,
        losses: figures.losses,
        due: figures.due,
        open: kernel::Rupiah::ZERO,
        digest: String::new(),
        note: input.note.as_ref().map(ToString::to_string),
        created_by: ctx.actor.user,
        decided_by: None,
        decided_on: None,
        decided_note: None,
        distribution_id: None,
        shop_answer: None,
    })
}

/// The next number that the unit has not used.
pub(crate) fn suggested_number(
    read: &mut db::Read,
    agreement: &Agreement,
    period: Period,
) -> Result<String> {
    let mut before = store::made_in_year(read, agreement.consignor_id, period.to)?;
    loop {
        let number = statement::suggest_number(before, period.to);
        if !store::number_used(read, agreement.consignor_id, &number)? {
            return Ok(number);
        }
        before += 1;
    }
}

fn write_down(
    tx: &mut Tx,
    ctx: &Context,
    statement: &Statement,
    draft: &Draft,
    products: &[ProductLine],
    digest: &[u8],
) -> Result<()> {
    let id = statement.id;
    store::insert_statement(tx, ctx, statement, digest)?;
    for (no, one) in (1..).zip(products) {
        store::insert_product(tx, id, no, one)?;
    }
    for (no, one) in (1..).zip(&draft.lines) {
        store::insert_line(tx, id, no, one)?;
    }
    for (no, one) in (1..).zip(&draft.losses) {
        store::insert_loss(tx, id, no, one)?;
    }
    Ok(())
}

/// SHA-256 over the period's figures, product by product and batch by batch, in fixed order.
fn digest(draft: &Draft, products: &[ProductLine]) -> Vec<u8> {
    let figures = draft.figures();
    let lines: Vec<_> = draft
        .lines
        .iter()
        .map(|l| json!([l.batch, l.unit_price, l.sold, l.refunded, l.gross, l.shop_part]))
        .collect();
    let losses: Vec<_> =
        draft.losses.iter().map(|l| json!([l.batch, l.quantity, l.amount])).collect();
    let expenses: Vec<_> = draft.expenses.iter().map(|e| json!([e.id, e.amount])).collect();
    let whole = json!({
        "period": draft.period, "gross": figures.gross, "shop_part": figures.shop_part,
        "expenses": figures.expenses, "losses": figures.losses, "due": figures.due,
        "products": products, "lines": lines, "loss_lines": losses, "expense_lines": expenses,
    });
    Sha256::digest(whole.to_string()).to_vec()
}

/// Another than the one who closed it says that it is right: from now on it is owed.
pub fn approve_statement(tx: &mut Tx, ctx: &Context, input: &ApproveStatement) -> Result<Recorded> {
    ctx.actor.require(Capability::Approve)?;
    let statement = access::statement(tx, ctx, input.statement)?;
    tx.lock(Lock::Agreement(statement.agreement_id))?;
    access::units(ctx, statement.consignor_id)?;
    let once = journal::once(tx, "settlement.approve_statement", statement.id, input)?;
    let Once::First(seen) = once else { return Ok(Recorded::again(statement.id)) };
    ctx.actor.require_other_than(statement.created_by)?;
    undecided(&statement)?;
    let before = store::statements_of(tx, statement.agreement_id)?;
    let earlier = |one: &&Statement| one.from < statement.from;
    if before.iter().filter(earlier).any(|one| one.state != StatementState::Approved) {
        return Err(No::EarlierNotApproved.into());
    }
    store::decide_statement(tx, ctx, statement.id, StatementState::Approved, None)?;
    record(tx, ctx, "settlement.approve_statement", &statement, Some(seen))?;
    Ok(Recorded::new(statement.id))
}

/// Sends a closed statement back: its period is open again, so that what was missing is booked on its
/// own day. Its row and number stay.
pub fn reject_statement(tx: &mut Tx, ctx: &Context, input: &RejectStatement) -> Result<Recorded> {
    ctx.actor.require(Capability::Approve)?;
    let statement = access::statement(tx, ctx, input.statement)?;
    tx.lock(Lock::Agreement(statement.agreement_id))?;
    access::units(ctx, statement.consignor_id)?;
    let once = journal::once(tx, "settlement.reject_statement", statement.id, input)?;
    let Once::First(seen) = once else { return Ok(Recorded::again(statement.id)) };
    ctx.actor.require_other_than(statement.created_by)?;
    undecided(&statement)?;
    if store::last_day(tx, statement.agreement_id)? != Some(statement.to) {
        return Err(No::LaterStatement.into());
    }
    let reason = Some(input.reason.as_str());
    store::decide_statement(tx, ctx, statement.id, StatementState::Rejected, reason)?;
    let stands = store::last_day(tx, statement.agreement_id)?;
    sales::reopen_books(tx, statement.agreement_id, stands)?;
    consignment::reopen_books(tx, statement.agreement_id, stands)?;
    record(tx, ctx, "settlement.reject_statement", &statement, Some(seen))?;
    Ok(Recorded::new(statement.id))
}

fn undecided(statement: &Statement) -> Result<()> {
    match statement.state {
        StatementState::Closed => Ok(()),
        StatementState::Approved | StatementState::Rejected => Err(No::AlreadyDecided.into()),
    }
}

fn record(
    tx: &mut Tx,
    ctx: &Context,
    kind: &'static str,
    statement: &Statement,
    seen: Option<journal::Digest>,
) -> Result<()> {
    let mut line = journal::Line::new(ctx, kind, statement.id)
        .of(statement.consignor_id)
        .at(statement.shop_id)
        .body(json!({ "number": statement.number, "due": statement.due }));
    line.digest = seen;
    journal::write(tx, ctx, line)
}
