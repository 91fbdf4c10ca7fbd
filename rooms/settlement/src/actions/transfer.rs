use db::{Lock, Read, Result, Tx};
use journal::Once;
use kernel::{Capability, Context, EntryId, Id};
use ledger::{Account, Entry, Kind, Move};
use people::Maker;
use serde_json::json;
use web::Recorded;

use crate::{
    access,
    actions::{account, own_maker},
    evidence,
    inputs::{ReceivePremi, RejectPremi, SendPremi, TransferKind},
    kinds::Decision,
    refusal::No,
    store::Scope,
    store_transfer,
    types::PremiTransfer,
};

/// Sends the whole balance of a maker who moved to the unit where he is now. It is in no maker's
/// account until that unit acknowledges it.
pub fn send_premi(tx: &mut Tx, ctx: &Context, input: &SendPremi) -> Result<Recorded> {
    ctx.actor.require(Capability::Deposit)?;
    let maker = own_maker(tx, ctx, input.maker)?;
    tx.lock(Lock::Consignor(maker.consignor_id))?;
    let once = journal::once(tx, "settlement.send_premi", input.id, input)?;
    let Once::First(seen) = once else { return Ok(Recorded::again(input.id)) };
    access::past(ctx, input.sent_on, "sent_on")?;
    let transfer = transfer_of(tx, ctx, input, &maker)?;
    store_transfer::insert(tx, ctx, &transfer)?;
    let (saved, usable) = balances(&transfer);
    let moves = vec![
        Move::new(saved, moving(&transfer), transfer.saved.0),
        Move::new(usable, moving(&transfer), transfer.usable.0),
    ];
    ledger::post(tx, Entry { id: input.id.cast(), day: ctx.today(), moves })?;
    record(tx, ctx, "settlement.send_premi", &transfer, seen)?;
    Ok(Recorded::new(input.id))
}

fn transfer_of(
    tx: &mut Tx,
    ctx: &Context,
    input: &SendPremi,
    maker: &Maker,
) -> Result<PremiTransfer> {
    let to = successor(tx, maker)?.ok_or(No::NotMoved)?;
    let account = account(tx, maker.consignor_id, maker.id)?;
    if !account.waiting.is_zero() {
        return Err(No::PayoutsWaiting.with("waiting", account.waiting).into());
    }
    if (account.saved + account.usable).0 <= 0 {
        return Err(No::NothingToSend.into());
    }
    let scope = Scope { consignor: Some(maker.consignor_id), shop: None };
    Ok(PremiTransfer {
        id: input.id,
        consignor_id: maker.consignor_id,
        maker_id: maker.id,
        to_consignor_id: to.consignor_id,
        to_maker_id: to.id,
        saved: account.saved,
        usable: account.usable,
        sent_on: input.sent_on,
        reference: input.reference.to_string(),
        file_id: evidence::keep(tx, ctx, input.scan.as_ref(), scope, "scan")?,
        note: input.note.as_ref().map(ToString::to_string),
        state: Decision::Reported,
        created_by: ctx.actor.user,
        decided_by: None,
        decided_on: None,
        decided_note: None,
    })
}

/// The same person at the unit he went to from here.
pub(crate) fn successor(read: &mut Read, maker: &Maker) -> Result<Option<Maker>> {
    let line = people::maker_line(read, maker.id)?;
    Ok(line.into_iter().find(|one| one.moved_from == Some(maker.id)))
}

/// The unit he went to has the money: it stands in his account there.
pub fn receive_premi(tx: &mut Tx, ctx: &Context, input: &ReceivePremi) -> Result<Recorded> {
    let transfer = deciding(tx, ctx, input.transfer)?;
    let once = once(tx, "settlement.receive_premi", &transfer, input)?;
    let Once::First(seen) = once else { return Ok(Recorded::again(transfer.id)) };
    transfer.state.open()?;
    store_transfer::decide(tx, ctx, transfer.id, Decision::Confirmed, None)?;
    let there = |kind| Account::money(kind, transfer.to_consignor_id).maker(transfer.to_maker_id);
    let to = (there(Kind::PremiSaved), there(Kind::PremiUsable));
    post(tx, ctx, input.id, &transfer, to)?;
    record(tx, ctx, "settlement.receive_premi", &transfer, seen)?;
    Ok(Recorded::new(transfer.id))
}

/// It did not come, or not so: it stands in his account here again.
pub fn reject_premi(tx: &mut Tx, ctx: &Context, input: &RejectPremi) -> Result<Recorded> {
    let transfer = deciding(tx, ctx, input.transfer)?;
    let once = once(tx, "settlement.reject_premi", &transfer, input)?;
    let Once::First(seen) = once else { return Ok(Recorded::again(transfer.id)) };
    transfer.state.open()?;
    let reason = Some(input.reason.as_str());
    store_transfer::decide(tx, ctx, transfer.id, Decision::Rejected, reason)?;
    post(tx, ctx, input.id, &transfer, balances(&transfer))?;
    record(tx, ctx, "settlement.reject_premi", &transfer, seen)?;
    Ok(Recorded::new(transfer.id))
}

/// The transfer, for somebody of the unit that decides it, other than who sent it.
fn deciding(tx: &mut Tx, ctx: &Context, id: Id<TransferKind>) -> Result<PremiTransfer> {
    access::settle(ctx)?;
    let seen = access::transfer(tx, ctx, id)?;
    access::units(ctx, seen.to_consignor_id)?;
    ctx.actor.require_other_than(seen.created_by)?;
    tx.lock(Lock::Consignor(seen.consignor_id))?;
    access::transfer(tx, ctx, id)
}

/// Whether this word is new; another word after the first comes too late.
fn once(
    tx: &mut Tx,
    kind: &'static str,
    of: &PremiTransfer,
    input: &impl serde::Serialize,
) -> Result<Once> {
    match journal::once(tx, kind, of.id, input) {
        Err(db::Error::Refused(_)) => Err(No::AlreadyDecided.into()),
        other => other,
    }
}

/// (saved, usable) of the maker at the unit that sends.
fn balances(of: &PremiTransfer) -> (Account, Account) {
    let here = |kind| Account::money(kind, of.consignor_id).maker(of.maker_id);
    (here(Kind::PremiSaved), here(Kind::PremiUsable))
}

fn moving(of: &PremiTransfer) -> Account {
    Account::money(Kind::PremiMoving, of.consignor_id).maker(of.maker_id)
}

fn post(
    tx: &mut Tx,
    ctx: &Context,
    id: EntryId,
    of: &PremiTransfer,
    (saved, usable): (Account, Account),
) -> Result<()> {
    let moves =
        vec![Move::new(moving(of), saved, of.saved.0), Move::new(moving(of), usable, of.usable.0)];
    ledger::post(tx, Entry { id, day: ctx.today(), moves })
}

fn record(
    tx: &mut Tx,
    ctx: &Context,
    kind: &'static str,
    of: &PremiTransfer,
    seen: journal::Digest,
) -> Result<()> {
    let body = json!({
        "transfer": of.id, "maker": of.maker_id, "to": of.to_consignor_id,
        "to_maker": of.to_maker_id, "saved": of.saved, "usable": of.usable,
    });
    let unit = match kind {
        "settlement.send_premi" => of.consignor_id,
        _ => of.to_consignor_id,
    };
    let line = journal::Line::new(ctx, kind, of.id);
    journal::write(tx, ctx, line.of(unit).digest(seen).body(body))
}
