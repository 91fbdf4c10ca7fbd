//! The lists in the pack.

use std::collections::BTreeSet;

use kernel::{AgreementId, Context};
use overview::{After, Link};
use settlement::{Check, Dossier};
use words::Speak;

use super::{
    House, Sums, Trouble, Wanted,
    bundle::Bundle,
    table::{Cell, Table},
};

/// Lines of the chain that are in memory at once.
const WINDOW: i64 = 1_000;

const CHAIN: &[&str] = &[
    "booked_day",
    "day",
    "receipt",
    "shop",
    "product_code",
    "product",
    "batch",
    "quantity",
    "unit_price",
    "gross",
    "shop_part",
    "agreement",
    "statement",
    "statement_state",
    "distribution",
    "shared_on",
    "billing",
    "billing_state",
    "paid_on",
    "ntpn",
];
const STATEMENTS: &[&str] = &[
    "number",
    "from",
    "to",
    "due_on",
    "gross",
    "shop_part",
    "expenses",
    "losses",
    "due",
    "open",
    "state",
];
const REMITTANCES: &[&str] = &["paid_on", "amount", "method", "reference", "confirmed_on"];
const DISTRIBUTIONS: &[&str] =
    &["number", "to", "shared_on", "base", "cost", "premi", "state_revenue", "estimated"];
const BILLINGS: &[&str] =
    &["billing", "amount", "issued_on", "expires_on", "state", "paid_on", "ntb", "ntpn"];
const FINDINGS: &[&str] = &["finding", "passed", "what", "amount", "days"];

type Look = fn(&mut db::Read, AgreementId, kernel::Period, After, i64) -> db::Result<Vec<Link>>;

/// The chain from the pieces sold to the NTPN, agreement by agreement.
pub fn chain(
    house: &House,
    ctx: &Context,
    (wanted, agreements): (&Wanted, &[(AgreementId, bool)]),
    bundle: &mut Bundle,
    step: &mut dyn FnMut() -> Result<(), Trouble>,
) -> Result<(Sums, BTreeSet<AgreementId>), Trouble> {
    let mut sold = BTreeSet::new();
    let mut table = Table::begin("rantai", CHAIN, (bundle, ctx.lang))?;
    let mut sums = Sums::default();
    for (agreement, _) in agreements.iter().copied() {
        for look in [overview::chain as Look, overview::taken_back] {
            let mut after = After::start(wanted.period);
            loop {
                let period = wanted.period;
                let links =
                    house.read(ctx, move |read, _| look(read, agreement, period, after, WINDOW))?;
                let Some(last) = links.last() else { break };
                after = last.after();
                sold.insert(agreement);
                for link in &links {
                    sums.sold += link.quantity;
                    sums.gross += link.gross();
                    table.row(&cells(link))?;
                }
            }
        }
        step()?;
    }
    table.finish(bundle)?;
    Ok((sums, sold))
}

fn cells(link: &Link) -> Vec<Cell> {
    vec![
        link.booked_day.into(),
        link.day.into(),
        link.receipt_number.as_str().into(),
        link.shop.as_str().into(),
        link.product_code.as_str().into(),
        link.product.as_str().into(),
        link.batch.as_str().into(),
        link.quantity.into(),
        link.unit_price.into(),
        link.gross().into(),
        link.shop_part.into(),
        link.agreement_number.clone().into(),
        link.statement.clone().into(),
        link.statement_state.clone().into(),
        link.distribution.clone().into(),
        link.shared_on.into(),
        link.billing_code.clone().into(),
        link.billing_state.clone().into(),
        link.paid_on.into(),
        link.ntpn.clone().into(),
    ]
}

/// Statements, remittances, distributions and billings, a line each.
pub fn lists(
    house: &House,
    ctx: &Context,
    dossier: &Dossier,
    bundle: &mut Bundle,
) -> Result<(), Trouble> {
    statements(house, ctx, dossier, bundle)?;
    remittances(house, ctx, dossier, bundle)?;
    distributions(house, ctx, dossier, bundle)?;
    billings(house, ctx, dossier, bundle)
}

fn statements(
    house: &House,
    ctx: &Context,
    dossier: &Dossier,
    bundle: &mut Bundle,
) -> Result<(), Trouble> {
    let mut table = Table::begin("nota", STATEMENTS, (bundle, ctx.lang))?;
    for id in dossier.statements.iter().copied() {
        let whole = house.read(ctx, move |read, ctx| settlement::whole_statement(read, ctx, id))?;
        let one = whole.statement;
        table.row(&[
            one.number.into(),
            one.from.into(),
            one.to.into(),
            one.due_on.into(),
            one.gross.into(),
            one.shop_part.into(),
            one.expenses.into(),
            one.losses.into(),
            one.due.into(),
            one.open.into(),
            one.state.as_str().into(),
        ])?;
    }
    table.finish(bundle)
}

fn remittances(
    house: &House,
    ctx: &Context,
    dossier: &Dossier,
    bundle: &mut Bundle,
) -> Result<(), Trouble> {
    let mut table = Table::begin("setoran", REMITTANCES, (bundle, ctx.lang))?;
    for id in dossier.remittances.iter().copied() {
        let one = house.read(ctx, move |read, ctx| settlement::load_remittance(read, ctx, id))?;
        table.row(&[
            one.paid_on.into(),
            one.amount.into(),
            one.method.as_str().into(),
            one.reference.into(),
            one.decided_on.into(),
        ])?;
    }
    table.finish(bundle)
}

fn distributions(
    house: &House,
    ctx: &Context,
    dossier: &Dossier,
    bundle: &mut Bundle,
) -> Result<(), Trouble> {
    let mut table = Table::begin("pembagian", DISTRIBUTIONS, (bundle, ctx.lang))?;
    for id in dossier.distributions.iter().copied() {
        let whole =
            house.read(ctx, move |read, ctx| settlement::whole_distribution(read, ctx, id))?;
        let one = whole.distribution;
        table.row(&[
            one.number.into(),
            one.to.into(),
            one.shared_on.into(),
            one.base.into(),
            one.cost.into(),
            one.premi.into(),
            one.state_revenue.into(),
            one.estimated.into(),
        ])?;
    }
    table.finish(bundle)
}

fn billings(
    house: &House,
    ctx: &Context,
    dossier: &Dossier,
    bundle: &mut Bundle,
) -> Result<(), Trouble> {
    let mut table = Table::begin("billing", BILLINGS, (bundle, ctx.lang))?;
    for id in dossier.billings.iter().copied() {
        let one = house.read(ctx, move |read, ctx| settlement::load_billing(read, ctx, id))?;
        table.row(&[
            one.code.into(),
            one.amount.into(),
            one.issued_on.into(),
            one.expires_on.into(),
            one.state.as_str().into(),
            one.paid_on.into(),
            one.ntb.into(),
            one.ntpn.into(),
        ])?;
    }
    table.finish(bundle)
}

/// The five findings; one that passed has one line that says so.
pub fn findings(ctx: &Context, checks: &[Check], bundle: &mut Bundle) -> Result<(), Trouble> {
    let mut table = Table::begin("temuan", FINDINGS, (bundle, ctx.lang))?;
    for check in checks {
        let word = ctx.lang.t(&format!("settlement.finding.{}", check.finding));
        let row = |what: Cell, amount: Cell, days: Cell| {
            [word.into(), check.passed.into(), what, amount, days]
        };
        if check.lines.is_empty() {
            table.row(&row(Cell::Nothing, Cell::Nothing, Cell::Nothing))?;
        }
        for line in &check.lines {
            table.row(&row(line.what.as_str().into(), line.amount.into(), line.days.into()))?;
        }
    }
    table.finish(bundle)
}
