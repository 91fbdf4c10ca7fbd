//! The JSON door for what was recorded wrongly: one asks, another agrees.

use db::{Read, Result};
use kernel::{Context, ExpenseId, Id, PayoutId, RemittanceId};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Api, Listing};

use crate::{
    access, actions,
    inputs::CreditRefundKind,
    store_money_reversal, store_payout_reversal,
    types::{MoneyReversal, PayoutReversal},
};

pub fn reversals(api: Api) -> Api {
    api.post("/payouts/{payout}/reverse", actions::reverse_payout, "Ask to take a payout back")
        .post(
            "/payout-reversals/{payout_reversal}/confirm",
            actions::confirm_payout_reversal,
            "Agree that it was wrong: the amount is the maker's again",
        )
        .post(
            "/payout-reversals/{payout_reversal}/reject",
            actions::reject_payout_reversal,
            "The payout stands",
        )
        .post("/billings/{billing}/reverse", actions::reverse_deposit, "Take a wrong payment back")
        .post(
            "/deposit-reversals/{reversal}/confirm",
            actions::confirm_reversal,
            "Agree that it was wrong: the billing is unpaid again",
        )
        .post(
            "/deposit-reversals/{reversal}/reject",
            actions::reject_reversal,
            "The payment stands",
        )
        .post(
            "/remittances/{remittance}/reverse",
            actions::reverse_remittance,
            "Ask to take a confirmed remittance back",
        )
        .post(
            "/expenses/{expense}/reverse",
            actions::reverse_expense,
            "Ask to take a confirmed expense back",
        )
        .post(
            "/credit-refunds/{credit_refund}/reverse",
            actions::reverse_credit,
            "Ask to take a confirmed refund to a shop back",
        )
        .post(
            "/money-reversals/{money_reversal}/confirm",
            actions::confirm_money_reversal,
            "Agree that it was wrong: the money is owed again, or the expense comes back",
        )
        .post(
            "/money-reversals/{money_reversal}/reject",
            actions::reject_money_reversal,
            "What was confirmed stands",
        )
        .get("/payouts/{payout}/reversals", of_payout, "What was asked of it so")
        .get("/remittances/{remittance}/reversals", of_remittance, "What was asked of it so")
        .get("/expenses/{expense}/reversals", of_expense, "What was asked of it so")
        .get("/credit-refunds/{credit_refund}/reversals", of_credit, "What was asked of it so")
}

#[derive(Debug, Deserialize, JsonSchema)]
struct PayoutIn {
    payout: PayoutId,
}

fn of_payout(read: &mut Read, ctx: &Context, ask: &PayoutIn) -> Result<Listing<PayoutReversal>> {
    let one = access::payout(read, ctx, ask.payout)?;
    let items = store_payout_reversal::of_payout(read, one.id)?;
    Ok(Listing { total: items.len() as i64, items, page: 1 })
}

#[derive(Debug, Deserialize, JsonSchema)]
struct CreditRefundIn {
    credit_refund: Id<CreditRefundKind>,
}

fn of_credit(
    read: &mut Read,
    ctx: &Context,
    ask: &CreditRefundIn,
) -> Result<Listing<MoneyReversal>> {
    let one = access::credit_refund(read, ctx, ask.credit_refund)?;
    let items = store_money_reversal::of_credit(read, one.id)?;
    Ok(Listing { total: items.len() as i64, items, page: 1 })
}

#[derive(Debug, Deserialize, JsonSchema)]
struct RemittanceIn {
    remittance: RemittanceId,
}

fn of_remittance(
    read: &mut Read,
    ctx: &Context,
    ask: &RemittanceIn,
) -> Result<Listing<MoneyReversal>> {
    let one = access::remittance(read, ctx, ask.remittance)?;
    let items = store_money_reversal::of_remittance(read, one.id)?;
    Ok(Listing { total: items.len() as i64, items, page: 1 })
}

#[derive(Debug, Deserialize, JsonSchema)]
struct ExpenseIn {
    expense: ExpenseId,
}

fn of_expense(read: &mut Read, ctx: &Context, ask: &ExpenseIn) -> Result<Listing<MoneyReversal>> {
    let one = access::expense(read, ctx, ask.expense)?;
    let items = store_money_reversal::of_expense(read, one.id)?;
    Ok(Listing { total: items.len() as i64, items, page: 1 })
}
