//! The JSON door for what shops have to get back.

use db::{Read, Result};
use kernel::{Context, Id};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Api, Listing};

use crate::{
    access, actions,
    api::{ListIn, money_filter},
    inputs::CreditRefundKind,
    pages::sheets,
    store::Scope,
    store_credit,
    types_credit::{CreditRefund, ShopCredit},
};

pub fn credits(api: Api) -> Api {
    api.get("/credits", list, "What shops have to get back, agreement by agreement")
        .get("/credit-refunds", refunds, "What was given back to shops, the newest first")
        .sheet("/credit-refunds/sheet", sheets::refunds, "The same as a spreadsheet")
        .post("/credit-refunds", actions::refund_credit, "Record what was given back to a shop")
        .get("/credit-refunds/{credit_refund}", show, "What was given back to a shop")
        .post(
            "/credit-refunds/{credit_refund}/confirm",
            actions::confirm_credit,
            "The shop has the money",
        )
        .post(
            "/credit-refunds/{credit_refund}/reject",
            actions::reject_credit,
            "The shop has not got it",
        )
        .post(
            "/credit-refunds/{credit_refund}/withdraw",
            actions::withdraw_credit,
            "The unit takes it back before the shop confirmed it",
        )
}

/// Nothing is asked for.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
struct AllIn {}

fn list(read: &mut Read, ctx: &Context, _: &AllIn) -> Result<Listing<ShopCredit>> {
    let items = store_credit::credits(read, Scope::of(&ctx.actor)?)?;
    Ok(Listing { total: items.len() as i64, items, page: 1 })
}

fn refunds(read: &mut Read, ctx: &Context, ask: &ListIn) -> Result<Listing<CreditRefund>> {
    Ok(ask.listing(store_credit::list(read, &money_filter(ctx, ask)?)?))
}

#[derive(Debug, Deserialize, JsonSchema)]
struct CreditRefundIn {
    credit_refund: Id<CreditRefundKind>,
}

fn show(read: &mut Read, ctx: &Context, ask: &CreditRefundIn) -> Result<CreditRefund> {
    access::credit_refund(read, ctx, ask.credit_refund)
}
