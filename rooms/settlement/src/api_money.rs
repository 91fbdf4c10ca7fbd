//! The JSON door for premi and the state's part.

use db::{Read, Result};
use kernel::{BillingId, ConsignorId, Context, Count, DistributionId, Line, MakerId, PayoutId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Api, Listing};

use crate::{
    access, actions,
    api::{LIMIT, ListIn, UnitIn, units_scope},
    audit,
    kinds::{BillingState, Decision},
    pages::{pnbp_figures, sheets, sheets_office},
    queries,
    store_account::{self, AccountLine},
    store_pnbp, store_premi, store_reversal,
    store_transfer::{self, TransferFilter},
    types::*,
};

pub fn money(api: Api) -> Api {
    api.get("/premi", list_premi, "The makers' accounts, by code")
        .get("/premi/{maker}", show_premi, "A maker's account with what was credited")
        .get("/premi/{maker}/slips/{distribution}", show_slip, "A maker's slip")
        .get("/premi/{maker}/release-checklist", checklist, "What is unpaid before a release")
        .post_file(
            "/premi/{maker}/send",
            actions::send_premi,
            "Send a moved maker's premi after him",
        )
        .get("/premi/{maker}/lines", account_lines, "A maker's account line by line")
        .sheet("/premi/{maker}/sheet", sheets_office::account, "The same as a spreadsheet")
        .get("/premi-transfers", list_transfers, "Premi sent to or by the unit")
        .sheet("/premi-transfers/sheet", sheets_office::transfers, "The same as a spreadsheet")
        .post(
            "/premi-transfers/{transfer}/receive",
            actions::receive_premi,
            "Acknowledge that the premi came",
        )
        .post("/premi-transfers/{transfer}/reject", actions::reject_premi, "It did not come")
        .get("/payouts", list_payouts, "List payouts of premi")
        .get("/payouts/{payout}", show_payout, "A payout of premi")
        .post("/payouts", actions::record_payout, "Record a payout")
        .post("/payouts/{payout}/confirm", actions::confirm_payout, "Confirm a payout")
        .post("/payouts/{payout}/reject", actions::reject_payout, "Reject a payout")
        .get("/state-revenue/dues", dues, "The state's part of each distribution, on its way")
        .get("/state-revenue/checks", checks, "What auditors look for, with the lines behind")
        .sheet("/state-revenue/checks/sheet", sheets_office::checks, "The same as a spreadsheet")
        .get("/billings", list_billings, "List billings of the treasury")
        .post("/billings", actions::issue_billing, "Record a billing for some dues")
        .get("/billings/{billing}", show_billing, "A billing and what it covers")
        .post_file("/billings/{billing}/deposit", actions::record_deposit, "Record its payment")
        .post("/billings/{billing}/confirm", actions::confirm_deposit, "Confirm its payment")
        .sheet("/premi/sheet", sheets::premi, "The makers' accounts, by code, as a spreadsheet")
        .sheet("/payouts/sheet", sheets::payouts, "Payouts of premi as a spreadsheet")
        .sheet("/state-revenue/sheet", sheets::dues, "The state's part as a spreadsheet")
        .sheet(
            "/state-revenue/recap/sheet",
            pnbp_figures::recap_sheet,
            "Payments of a month or a year as a spreadsheet",
        )
        .sheet("/billings/sheet", sheets::billings, "Billings as a spreadsheet")
        .get("/targets", targets, "What was expected of a year and what was deposited")
        .sheet("/targets/sheet", sheets_office::targets, "The same as a spreadsheet")
        .post("/targets", actions::set_target, "Set a target")
}

fn list_premi(read: &mut Read, ctx: &Context, ask: &UnitIn) -> Result<Listing<PremiAccount>> {
    let items = queries::accounts(read, access::consignor(ctx, ask.consignor)?)?;
    Ok(Listing { total: items.len() as i64, items, page: 1 })
}

fn list_transfers(
    read: &mut Read,
    ctx: &Context,
    ask: &UnitListIn,
) -> Result<Listing<PremiTransfer>> {
    let unit = access::consignor(ctx, ask.consignor)?;
    let paged = ask.paged();
    let filter = TransferFilter {
        state: paged.state(Decision::parse),
        limit: LIMIT,
        offset: paged.offset(),
        ..TransferFilter::all(unit)
    };
    Ok(paged.listing(store_transfer::list(read, &filter)?))
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct MakerIn {
    pub maker: MakerId,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct PremiOut {
    pub account: PremiAccount,
    pub credits: Vec<PremiCredit>,
}

fn account_lines(read: &mut Read, ctx: &Context, ask: &MakerIn) -> Result<Vec<AccountLine>> {
    let (unit, account) = queries::account(read, ctx, ask.maker)?;
    store_account::lines(read, ctx, unit, account.maker_id)
}

fn show_premi(read: &mut Read, ctx: &Context, ask: &MakerIn) -> Result<PremiOut> {
    let (unit, account) = queries::account(read, ctx, ask.maker)?;
    Ok(PremiOut { account, credits: store_premi::credits_of(read, unit, ask.maker)? })
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct SlipIn {
    pub maker: MakerId,
    pub distribution: DistributionId,
}

fn show_slip(read: &mut Read, ctx: &Context, ask: &SlipIn) -> Result<Vec<SlipLine>> {
    Ok(queries::slip(read, ctx, ask.maker, ask.distribution)?.1)
}

fn checklist(read: &mut Read, ctx: &Context, ask: &MakerIn) -> Result<ReleaseChecklist> {
    let (unit, _) = queries::account(read, ctx, ask.maker)?;
    queries::release_checklist(read, unit, ask.maker)
}

fn list_payouts(read: &mut Read, ctx: &Context, ask: &ListIn) -> Result<Listing<Payout>> {
    let filter = store_premi::PayoutFilter {
        consignor: units_scope(ctx)?.consignor,
        maker: ask.maker,
        state: ask.state(Decision::parse),
        like: ask.like(),
        limit: LIMIT,
        offset: ask.offset(),
    };
    Ok(ask.listing(store_premi::list_payouts(read, &filter)?))
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct PayoutIn {
    pub payout: PayoutId,
}

fn show_payout(read: &mut Read, ctx: &Context, ask: &PayoutIn) -> Result<Payout> {
    access::payout(read, ctx, ask.payout)
}

/// The query of a unit's list.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct UnitListIn {
    /// Needed of those who see several units.
    pub consignor: Option<ConsignorId>,
    /// Of transfers as elsewhere. Of dues `open`: unpaid; `unbilled`: unpaid and without a living
    /// billing.
    pub state: Option<Line>,
    /// From 1; 50 to a page.
    pub page: Option<Count>,
}

impl UnitListIn {
    fn paged(&self) -> ListIn {
        ListIn { page: self.page, state: self.state.clone(), ..ListIn::default() }
    }
}

fn dues(read: &mut Read, ctx: &Context, ask: &UnitListIn) -> Result<Listing<StateDue>> {
    let unit = access::consignor(ctx, ask.consignor)?;
    let named = ask.state.as_ref().map(|state| state.as_str());
    let state = ["open", "unbilled"].into_iter().find(|one| named == Some(one));
    let paged = ask.paged();
    let filter = store_pnbp::DueFilter {
        limit: LIMIT,
        offset: paged.offset(),
        ..store_pnbp::DueFilter::all(unit, state, ctx.today())
    };
    Ok(paged.listing(store_pnbp::dues(read, &filter)?))
}

fn checks(read: &mut Read, ctx: &Context, ask: &UnitIn) -> Result<Vec<audit::Check>> {
    audit::checks(read, ctx, access::consignor(ctx, ask.consignor)?)
}

fn list_billings(read: &mut Read, ctx: &Context, ask: &ListIn) -> Result<Listing<Billing>> {
    let filter = store_pnbp::BillingFilter {
        consignor: units_scope(ctx)?.consignor,
        state: ask.state(BillingState::parse),
        today: ctx.today(),
        like: ask.like(),
        limit: LIMIT,
        offset: ask.offset(),
    };
    Ok(ask.listing(store_pnbp::list_billings(read, &filter)?))
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct BillingIn {
    pub billing: BillingId,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct BillingOut {
    pub billing: Billing,
    pub distributions: Vec<DistributionId>,
    /// Payments of it that were recorded wrongly, the oldest first.
    pub reversals: Vec<DepositReversal>,
}

fn show_billing(read: &mut Read, ctx: &Context, ask: &BillingIn) -> Result<BillingOut> {
    let billing = access::billing(read, ctx, ask.billing)?;
    Ok(BillingOut {
        distributions: store_pnbp::covered(read, billing.id)?,
        reversals: store_reversal::of_billing(read, billing.id)?,
        billing,
    })
}

fn targets(read: &mut Read, ctx: &Context, ask: &UnitIn) -> Result<Vec<TargetLine>> {
    let unit = access::consignor(ctx, ask.consignor)?;
    let year = ask.year.map_or(i64::from(ctx.today().year()), |year| year.get().0);
    queries::targets(read, unit, year)
}
