//! The lists in the pack.

use std::collections::{BTreeMap, BTreeSet};

use db::Read;
use kernel::{AgreementId, Context, Id, Lang};
use overview::{After, Link};
use settlement::{Check, Dossier};

use super::{
    Trouble,
    gather::Look,
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
    "remittance",
    "distribution",
    "shared_on",
    "billing",
    "billing_state",
    "paid_on",
    "ntpn",
];
const STATEMENTS: &[&str] = &[
    "number",
    "shop",
    "agreement",
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
    "remittance",
    "paper",
];
const REMITTANCES: &[&str] = &[
    "number",
    "shop",
    "agreement",
    "remitted_on",
    "amount",
    "method",
    "reference",
    "confirmed_on",
    "paper",
];
const DISTRIBUTIONS: &[&str] = &[
    "number",
    "statement",
    "to",
    "shared_on",
    "base",
    "cost",
    "premi",
    "state_revenue",
    "estimated",
    "paper",
];
const BILLINGS: &[&str] =
    &["billing", "amount", "issued_on", "expires_on", "state", "paid_on", "ntb", "ntpn", "paper"];
const FINDINGS: &[&str] = &["finding", "passed", "what", "amount", "days"];

type Next = fn(&mut db::Read, AgreementId, kernel::Period, After, i64) -> db::Result<Vec<Link>>;

/// The chain from the pieces sold to the NTPN, agreement by agreement, and the jobs that were
/// handed over; which agreements sold.
pub fn chain(look: &mut Look<'_>) -> Result<BTreeSet<AgreementId>, Trouble> {
    let (period, agreements) = (look.wanted.period, look.agreements.clone());
    let mut sold = BTreeSet::new();
    let mut table = Table::begin("rantai", CHAIN, look)?;
    for (agreement, _) in agreements {
        for next in [overview::chain as Next, overview::taken_back] {
            let mut after = After::start(period);
            loop {
                let links = next(look.read, agreement, period, after, WINDOW)?;
                let Some(last) = links.last() else { break };
                after = last.after();
                sold.insert(agreement);
                for link in &links {
                    chained(look, &mut table, link)?;
                }
                look.tell()?;
            }
        }
        look.step()?;
    }
    let mut after = After::start(period);
    loop {
        let links = overview::jobs(look.read, look.wanted.unit, period, after, WINDOW)?;
        let Some(last) = links.last() else { break };
        after = last.after();
        for link in &links {
            chained(look, &mut table, link)?;
        }
        look.tell()?;
    }
    look.lists.extend(table.finish()?);
    Ok(sold)
}

/// One line of it, in the table and in the sums.
fn chained(look: &mut Look<'_>, table: &mut Table, link: &Link) -> Result<(), Trouble> {
    look.sums.sold += link.quantity;
    look.sums.gross += link.gross;
    table.row(&cells(look.ctx.lang, link, &look.receipts))
}

fn cells(lang: Lang, link: &Link, receipts: &BTreeMap<String, String>) -> Vec<Cell> {
    let paid_by = link.statement.as_ref().and_then(|number| receipts.get(number));
    let word = |words: &str, code: &Option<String>| {
        code.as_ref().map_or(Cell::Nothing, |code| Cell::word(lang, words, code))
    };
    vec![
        link.booked_day.into(),
        link.day.into(),
        link.receipt_number.as_str().into(),
        link.shop.clone().into(),
        link.product_code.as_str().into(),
        link.product.as_str().into(),
        link.batch.as_str().into(),
        link.quantity.into(),
        link.unit_price.into(),
        link.gross.into(),
        link.shop_part.into(),
        link.agreement_number.clone().into(),
        link.statement.clone().into(),
        word("audit.statement", &link.statement_state),
        paid_by.cloned().into(),
        link.distribution.clone().into(),
        link.shared_on.into(),
        link.billing_code.clone().into(),
        word("settlement.billing_state", &link.billing_state),
        link.paid_on.into(),
        link.ntpn.clone().into(),
    ]
}

/// The kwitansi that paid each statement, by its number.
pub fn receipts(
    read: &mut Read,
    ctx: &Context,
    dossier: &Dossier,
) -> Result<BTreeMap<String, String>, Trouble> {
    let mut all = BTreeMap::new();
    for (statement, remittances) in &dossier.settled_by {
        let mut numbers = Vec::with_capacity(remittances.len());
        for id in remittances.iter().copied() {
            let one = settlement::load_remittance(read, ctx, id)?;
            numbers.push(settlement::receipt_number(&one));
        }
        if !numbers.is_empty() {
            let number = settlement::load_statement(read, ctx, *statement)?.number;
            all.insert(number, numbers.join(", "));
        }
    }
    Ok(all)
}

/// The shop and the number of an agreement, as the chain has them.
fn party(look: &mut Look<'_>, id: AgreementId) -> Result<[Cell; 2], Trouble> {
    if let Some(known) = look.parties.get(&id) {
        return Ok(known.clone());
    }
    let one = agreements::load_agreement(look.read, id)?;
    let shop = people::load_shop(look.read, one.shop_id)?.name;
    let cells = [shop.into(), one.consignor_number.into()];
    look.parties.insert(id, cells.clone());
    Ok(cells)
}

/// Where the paper of a record lies in the pack.
fn file_of<K>(look: &Look<'_>, id: Id<K>) -> Cell {
    look.files.get(&id.uuid()).cloned().into()
}

/// Statements, remittances, distributions and billings, a line each.
pub fn lists(look: &mut Look<'_>, dossier: &Dossier) -> Result<(), Trouble> {
    statements(look, dossier)?;
    remittances(look, dossier)?;
    distributions(look, dossier)?;
    billings(look, dossier)
}

fn statements(look: &mut Look<'_>, dossier: &Dossier) -> Result<(), Trouble> {
    let mut table = Table::begin("nota", STATEMENTS, look)?;
    for id in dossier.statements.iter().copied() {
        let whole = settlement::whole_statement(look.read, look.ctx, id)?;
        let one = whole.statement;
        let [shop, agreement] = party(look, one.agreement_id)?;
        let paid_by = look.receipts.get(&one.number).cloned();
        table.row(&[
            one.number.into(),
            shop,
            agreement,
            one.from.into(),
            one.to.into(),
            one.due_on.into(),
            one.gross.into(),
            one.shop_part.into(),
            one.expenses.into(),
            one.losses.into(),
            one.due.into(),
            one.open.into(),
            Cell::word(look.ctx.lang, "audit.statement", one.state),
            paid_by.into(),
            file_of(look, id),
        ])?;
    }
    look.lists.extend(table.finish()?);
    Ok(())
}

fn remittances(look: &mut Look<'_>, dossier: &Dossier) -> Result<(), Trouble> {
    let mut table = Table::begin("setoran", REMITTANCES, look)?;
    for id in dossier.remittances.iter().copied() {
        let one = settlement::load_remittance(look.read, look.ctx, id)?;
        let [shop, agreement] = party(look, one.agreement_id)?;
        table.row(&[
            settlement::receipt_number(&one).into(),
            shop,
            agreement,
            one.paid_on.into(),
            one.amount.into(),
            Cell::word(look.ctx.lang, "settlement.method", one.method),
            one.reference.into(),
            one.decided_on.into(),
            file_of(look, id),
        ])?;
    }
    look.lists.extend(table.finish()?);
    Ok(())
}

fn distributions(look: &mut Look<'_>, dossier: &Dossier) -> Result<(), Trouble> {
    let mut table = Table::begin("pembagian", DISTRIBUTIONS, look)?;
    for id in dossier.distributions.iter().copied() {
        let whole = settlement::whole_distribution(look.read, look.ctx, id)?;
        let one = whole.distribution;
        table.row(&[
            one.number.into(),
            whole.statement.map(|statement| statement.number).into(),
            one.to.into(),
            one.shared_on.into(),
            one.base.into(),
            one.cost.into(),
            one.premi.into(),
            one.state_revenue.into(),
            one.estimated.into(),
            file_of(look, id),
        ])?;
    }
    look.lists.extend(table.finish()?);
    Ok(())
}

fn billings(look: &mut Look<'_>, dossier: &Dossier) -> Result<(), Trouble> {
    let mut table = Table::begin("billing", BILLINGS, look)?;
    for id in dossier.billings.iter().copied() {
        let one = settlement::load_billing(look.read, look.ctx, id)?;
        table.row(&[
            one.code.into(),
            one.amount.into(),
            one.issued_on.into(),
            one.expires_on.into(),
            Cell::word(look.ctx.lang, "settlement.billing_state", one.state),
            one.paid_on.into(),
            one.ntb.into(),
            one.ntpn.into(),
            file_of(look, id),
        ])?;
    }
    look.lists.extend(table.finish()?);
    Ok(())
}

/// The five findings; one that passed has one line that says so.
pub fn findings(look: &mut Look<'_>, checks: &[Check]) -> Result<(), Trouble> {
    let mut table = Table::begin("temuan", FINDINGS, look)?;
    for check in checks {
        let word = Cell::word(look.ctx.lang, "settlement.finding", check.finding);
        let row = |what: Cell, amount: Cell, days: Cell| {
            [word.clone(), check.passed.into(), what, amount, days]
        };
        if check.lines.is_empty() {
            table.row(&row(Cell::Nothing, Cell::Nothing, Cell::Nothing))?;
        }
        for line in &check.lines {
            table.row(&row(line.what.as_str().into(), line.amount.into(), line.days.into()))?;
        }
    }
    look.lists.extend(table.finish()?);
    Ok(())
}
