//! Who may reach a document: another's is answered like one that does not exist.

use agreements::Agreement;
use db::{Read, Result};
use kernel::{
    AgreementId, BillingId, Capability, ConsignorId, Context, Day, DistributionId, ExpenseId, Id,
    JobId, PayoutId, RemittanceId, RuleId, StatementId,
};

use crate::{
    inputs::{CreditRefundKind, MoneyReversalKind, PayoutReversalKind, ReversalKind, TransferKind},
    refusal::No,
    store, store_credit, store_distribution, store_money, store_money_reversal,
    store_payout_reversal, store_pnbp, store_premi, store_reversal, store_rule, store_transfer,
    types::{
        Billing, DepositReversal, Distribution, Expense, MoneyReversal, Payout, PayoutReversal,
        PremiTransfer, Remittance, Rule, Statement,
    },
    types_credit::CreditRefund,
};

pub fn agreement(read: &mut Read, ctx: &Context, id: AgreementId) -> Result<Agreement> {
    let found = agreements::load_agreement(read, id).map_err(|error| match error {
        db::Error::Refused(_) => No::Unknown.into(),
        other => other,
    })?;
    seen(found.clone(), ctx.actor.sees_between(found.consignor_id, found.shop_id))
}

fn seen<T>(found: T, seen: bool) -> Result<T> {
    if seen { Ok(found) } else { Err(No::Unknown.into()) }
}

macro_rules! load {
    ($($name:ident, $id:ty => $found:ty, $find:path, |$one:ident, $actor:ident| $sees:expr;)+) => {
        $(
            /// Refuses with 404 what is not there and what is another's.
            pub fn $name(read: &mut Read, ctx: &Context, id: $id) -> Result<$found> {
                let $one = $find(read, id)?.ok_or(No::Unknown)?;
                let $actor = &ctx.actor;
                let sees = $sees;
                seen($one, sees)
            }
        )+
    };
}
load! {
    statement, StatementId => Statement, store::find_statement,
        |one, actor| actor.sees_between(one.consignor_id, one.shop_id);
    expense, ExpenseId => Expense, store_money::find_expense,
        |one, actor| actor.sees_between(one.consignor_id, one.shop_id);
    remittance, RemittanceId => Remittance, store_money::find_remittance,
        |one, actor| actor.sees_between(one.consignor_id, one.shop_id);
    credit_refund, Id<CreditRefundKind> => CreditRefund, store_credit::find,
        |one, actor| actor.sees_between(one.consignor_id, one.shop_id);
    money_reversal, Id<MoneyReversalKind> => MoneyReversal, store_money_reversal::find,
        |one, actor| actor.sees_between(one.consignor_id, one.shop_id);
    rule, RuleId => Rule, store_rule::find_rule,
        |one, actor| actor.sees_consignor(one.consignor_id);
    distribution, DistributionId => Distribution, store_distribution::find_distribution,
        |one, actor| actor.sees_consignor(one.consignor_id);
    payout, PayoutId => Payout, store_premi::find_payout,
        |one, actor| actor.sees_consignor(one.consignor_id);
    transfer, Id<TransferKind> => PremiTransfer, store_transfer::find,
        |one, actor| actor.sees_consignor(one.consignor_id)
            || actor.sees_consignor(one.to_consignor_id);
    reversal, Id<ReversalKind> => DepositReversal, store_reversal::find,
        |one, actor| actor.sees_consignor(one.consignor_id);
    payout_reversal, Id<PayoutReversalKind> => PayoutReversal, store_payout_reversal::find,
        |one, actor| actor.sees_consignor(one.consignor_id);
    billing, BillingId => Billing, store_pnbp::find_billing,
        |one, actor| actor.sees_consignor(one.consignor_id);
}

/// A job made to order of the actor's unit.
pub fn job(read: &mut Read, ctx: &Context, id: JobId) -> Result<production::Job> {
    let found = production::load_job(read, id).map_err(|error| match error {
        db::Error::Refused(_) => No::Unknown.into(),
        other => other,
    })?;
    let sees = ctx.actor.sees_consignor(found.consignor_id);
    seen(found, sees)
}

/// The unit decides, not the shop.
pub fn units(ctx: &Context, consignor: ConsignorId) -> Result<()> {
    if ctx.actor.sees_consignor(consignor) { Ok(()) } else { Err(No::NotTheUnits.into()) }
}

/// The actor's own unit, or the one that somebody who sees several names.
pub fn consignor(ctx: &Context, named: Option<ConsignorId>) -> Result<ConsignorId> {
    let own = named.or(ctx.actor.consignor()).ok_or_else(|| No::ConsignorNeeded.at("consignor"))?;
    if ctx.actor.sees_consignor(own) { Ok(own) } else { Err(No::Unknown.into()) }
}

/// Records goods for the unit, or sells for the shop.
pub fn record(ctx: &Context) -> Result<()> {
    match ctx.actor.may(Capability::Sell) {
        true => Ok(()),
        false => Ok(ctx.actor.require(Capability::RecordGoods)?),
    }
}

/// Deposits, or approves.
pub fn settle(ctx: &Context) -> Result<()> {
    match ctx.actor.may(Capability::Approve) {
        true => Ok(()),
        false => Ok(ctx.actor.require(Capability::Deposit)?),
    }
}

/// Records goods, approves, or administers: may put a rule before another.
pub fn draft_rules(ctx: &Context) -> Result<()> {
    let may = [Capability::RecordGoods, Capability::Approve];
    match may.into_iter().any(|one| ctx.actor.may(one)) {
        true => Ok(()),
        false => Ok(ctx.actor.require(Capability::Administer)?),
    }
}

/// Approves, or administers: may set how the unit settles.
pub fn set_setting(ctx: &Context) -> Result<()> {
    match ctx.actor.may(Capability::Administer) {
        true => Ok(()),
        false => Ok(ctx.actor.require(Capability::Approve)?),
    }
}

/// A day that has come.
pub fn past(ctx: &Context, day: Day, field: &str) -> Result<()> {
    if day <= ctx.today() { Ok(()) } else { Err(No::DayInFuture.at(field).into()) }
}
