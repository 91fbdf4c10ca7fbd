//! What auditors find again and again about state revenue, each as a check with the lines behind
//! it: not collected, late, not deposited, used directly, no legal basis.

use db::{Read, Result};
use kernel::{ConsignorId, Context, Day, DistributionId, Period, Rupiah};
use ledger::{Filter, Kind};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    kinds::Finding,
    pnbp,
    store::{self, Scope, StatementFilter},
    store_distribution, store_pnbp, store_rule,
    types::StateDue,
};

/// Lines of one check that a page or an answer shows; a pack holds them all.
pub const LINES_SHOWN: usize = 1_000;
/// Every line counts: a check that stops in the middle would pass what it has not seen.
const ALL: i64 = i64::MAX;

/// A line that fails a check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CheckLine {
    /// The statement's number, or the rule's name.
    pub what: String,
    /// The page of the document.
    pub href: String,
    pub amount: Rupiah,
    /// How many days beyond what is allowed; 0 where days are not the point.
    pub days: i64,
}

/// One check and what fails it; nothing means passed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Check {
    pub finding: Finding,
    pub passed: bool,
    /// How many lines fail it; `lines` may hold only the first of them.
    pub count: usize,
    pub lines: Vec<CheckLine>,
}

/// All five, in the order in which auditors name them, each with the first of its lines.
pub fn checks(read: &mut Read, ctx: &Context, consignor: ConsignorId) -> Result<Vec<Check>> {
    let mut all = checks_of(read, ctx, consignor, None)?;
    all.iter_mut().for_each(|check| check.lines.truncate(LINES_SHOWN));
    Ok(all)
}

/// The same with every line, for what falls into a period: statements with a day in it, and what
/// was shared in it. Whether the ledger holds what is unpaid is asked of all days: a period has no
/// balance.
pub fn checks_of(
    read: &mut Read,
    ctx: &Context,
    consignor: ConsignorId,
    period: Option<Period>,
) -> Result<Vec<Check>> {
    let today = ctx.today();
    let limit = store_rule::setting(read, consignor)?.deposit_days;
    let all_dues = store_pnbp::dues(read, Some(consignor), today, ALL)?;
    let within = |day: Day| period.is_none_or(|period| period.contains(day));
    let dues: Vec<_> = all_dues.iter().filter(|due| within(due.due_on)).cloned().collect();
    let late = |due: &&StateDue| lateness(due, today, limit) > 0;
    let billed = |due: &&StateDue| due.billing_id.is_some();
    let line = |due: &StateDue| CheckLine {
        what: due.number.clone(),
        href: format!("/pembagian/{}", due.distribution_id),
        amount: due.amount,
        days: lateness(due, today, limit),
    };
    let overdue: Vec<CheckLine> = dues.iter().filter(late).filter(billed).map(line).collect();
    let unbilled =
        dues.iter().filter(late).filter(|due| !billed(due)).map(line).collect::<Vec<_>>();
    let check = |finding, lines: Vec<CheckLine>| Check {
        finding,
        passed: lines.is_empty(),
        count: lines.len(),
        lines,
    };
    Ok(vec![
        check(Finding::NotCollected, not_collected(read, consignor, today, period)?),
        check(Finding::Late, overdue),
        check(Finding::NotDeposited, unbilled),
        check(Finding::UsedDirectly, used_directly(read, consignor, &all_dues)?),
        check(Finding::NoLegalBasis, no_legal_basis(read, consignor, period)?),
    ])
}

fn lateness(due: &StateDue, today: Day, limit: i64) -> i64 {
    pnbp::clock(due.due_on, due.paid_on, today, limit).late
}

/// Statements that the shop should have paid by now.
fn not_collected(
    read: &mut Read,
    consignor: ConsignorId,
    today: Day,
    period: Option<Period>,
) -> Result<Vec<CheckLine>> {
    let ask = StatementFilter {
        scope: Scope { consignor: Some(consignor), shop: None },
        open: true,
        limit: ALL,
        ..StatementFilter::default()
    };
    let (open, _) = store::list_statements(read, &ask)?;
    let within =
        |one: &crate::Statement| period.is_none_or(|p| one.from <= p.to && one.to >= p.from);
    let late = open.into_iter().filter(|one| one.due_on < today && within(one));
    let line = |one: crate::Statement| CheckLine {
        days: one.due_on.days_until(today),
        href: format!("/nota/{}", one.id),
        amount: one.open,
        what: one.number,
    };
    Ok(late.map(line).collect())
}

/// The ledger must hold exactly what is due and unpaid; anything else went another way.
fn used_directly(
    read: &mut Read,
    consignor: ConsignorId,
    dues: &[StateDue],
) -> Result<Vec<CheckLine>> {
    let unpaid: Rupiah = dues.iter().filter(|d| d.paid_on.is_none()).map(|d| d.amount).sum();
    let held = Rupiah(ledger::sum(read, Kind::StateRevenueDue, Filter::of(consignor))?);
    let line = CheckLine {
        what: Kind::StateRevenueDue.name().to_owned(),
        href: "/pnbp".to_owned(),
        amount: held - unpaid,
        days: 0,
    };
    Ok(if held == unpaid { Vec::new() } else { vec![line] })
}

/// Distributions by a rule without a decree of the unit's own.
fn no_legal_basis(
    read: &mut Read,
    consignor: ConsignorId,
    period: Option<Period>,
) -> Result<Vec<CheckLine>> {
    let all = store_distribution::without_basis(read, consignor, period)?;
    let line = |(id, number, due): (DistributionId, String, Rupiah)| CheckLine {
        what: number,
        href: format!("/pembagian/{id}"),
        amount: due,
        days: 0,
    };
    Ok(all.into_iter().map(line).collect())
}
