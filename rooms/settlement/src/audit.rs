//! What auditors find again and again about state revenue, each as a check with the lines behind
//! it: not collected, late, not deposited, used directly, no legal basis.

use std::collections::{BTreeMap, BTreeSet};

use db::{Read, Result};
use kernel::{AgreementId, ConsignorId, Context, Day, DistributionId, Period, Rupiah};
use ledger::{Filter, Kind};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    books, dossier,
    kinds::{Finding, StatementState},
    pnbp,
    store::{self, Scope, StatementFilter},
    store_distribution,
    store_pnbp::{self, DueFilter},
    store_rule,
    types::{StateDue, Statement},
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

/// The days that are asked about; all, where nobody names a period.
#[derive(Debug, Clone, Copy)]
struct Asked(Option<Period>);

impl Asked {
    /// What covers some days belongs to a period when one of them does, as in its pack.
    fn covers(self, one: Period) -> bool {
        self.0.is_none_or(|period| one.from <= period.to && one.to >= period.from)
    }
    fn has(self, day: Day) -> bool {
        self.0.is_none_or(|period| period.contains(day))
    }
}

/// The same with every line, for what falls into a period: statements and jobs with a day in it,
/// and what was shared in it. Whether the ledger holds what is unpaid is asked of all days: a
/// period has no balance.
pub fn checks_of(
    read: &mut Read,
    ctx: &Context,
    consignor: ConsignorId,
    period: Option<Period>,
) -> Result<Vec<Check>> {
    let (today, asked) = (ctx.today(), Asked(period));
    let limit = store_rule::setting(read, consignor)?.deposit_days;
    let (mut all_dues, _) = store_pnbp::dues(read, &DueFilter::all(consignor, None, today))?;
    all_dues.reverse();
    let within = |due: &&StateDue| asked.has(due.due_on) || asked.covers(due.covers);
    let dues: Vec<_> = all_dues.iter().filter(within).cloned().collect();
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
    let mut lacking = not_collected(read, consignor, today, asked)?;
    lacking.extend(not_closed(read, consignor, today, asked)?);
    let mut away = used_directly(read, consignor, &all_dues)?;
    away.extend(not_shared(read, consignor, (today, limit), asked)?);
    away.extend(jobs_not_shared(read, consignor, (today, limit), asked)?);
    let check = |finding, lines: Vec<CheckLine>| Check {
        finding,
        passed: lines.is_empty(),
        count: lines.len(),
        lines,
    };
    Ok(vec![
        check(Finding::NotCollected, lacking),
        check(Finding::Late, overdue),
        check(Finding::NotDeposited, unbilled),
        check(Finding::UsedDirectly, away),
        check(Finding::NoLegalBasis, no_legal_basis(read, consignor, period)?),
    ])
}

fn lateness(due: &StateDue, today: Day, limit: i64) -> i64 {
    pnbp::clock(due.due_on, due.paid_on, today, limit).late
}

fn statements(
    read: &mut Read,
    consignor: ConsignorId,
    ask: StatementFilter,
) -> Result<Vec<Statement>> {
    let scope = Scope { consignor: Some(consignor), shop: None };
    Ok(store::list_statements(read, &StatementFilter { scope, limit: ALL, ..ask })?.0)
}

/// Statements that the shop should have paid by now; those that were shared and lack money since;
/// and those that nobody approved by the day on which they were due.
fn not_collected(
    read: &mut Read,
    consignor: ConsignorId,
    today: Day,
    asked: Asked,
) -> Result<Vec<CheckLine>> {
    let owed = StatementFilter { open: true, ..StatementFilter::default() };
    let mut all = statements(read, consignor, owed)?;
    let state = Some(StatementState::Closed);
    all.extend(statements(
        read,
        consignor,
        StatementFilter { state, ..StatementFilter::default() },
    )?);
    let late = all
        .into_iter()
        .filter(|one| (one.due_on < today || one.shared_early()) && asked.covers(one.period()));
    let line = |one: Statement| CheckLine {
        days: one.due_on.days_until(today).max(0),
        href: format!("/nota/{}", one.id),
        amount: if one.state == StatementState::Closed { one.due } else { one.open },
        what: one.number,
    };
    Ok(late.map(line).collect())
}

/// Agreements under which something was sold that no statement covers, though it would be due by
/// now if its period had been closed in time.
fn not_closed(
    read: &mut Read,
    consignor: ConsignorId,
    today: Day,
    asked: Asked,
) -> Result<Vec<CheckLine>> {
    let (limit, offset) = (ALL, 0);
    let all = agreements::Listed {
        consignor: Some(consignor),
        shop: None,
        like: None,
        standing: None,
        today,
        limit,
        offset,
    };
    let (all, _) = agreements::list_agreements(read, &all)?;
    let mut lines = Vec::new();
    for one in all.iter().filter(|one| one.enforced_by.is_some()) {
        let from = books::next_from(read, one)?;
        let Some(first) = sales::first_booked(read, one.id, from)? else { continue };
        let terms = agreements::terms_on(read, one.id, first)?;
        let to = terms.cycle.period_of(first).to;
        let due_on = terms.payment_due(Period { from, to });
        if due_on < today && asked.covers(Period { from: first, to: today }) {
            lines.push(CheckLine {
                what: one.consignor_number.clone().unwrap_or_else(|| one.title.clone()),
                href: format!("/nota/berjalan/{}", one.id),
                amount: books::draft(read, one, Period { from, to })?.figures().due,
                days: due_on.days_until(today),
            });
        }
    }
    Ok(lines)
}

/// Statements whose money came in, and that nobody shared within the unit's days: by no document
/// can anybody tell whether it still lies in the till.
fn not_shared(
    read: &mut Read,
    consignor: ConsignorId,
    (today, limit): (Day, i64),
    asked: Asked,
) -> Result<Vec<CheckLine>> {
    let unshared = StatementFilter { unshared: true, ..StatementFilter::default() };
    let mut all = statements(read, consignor, unshared)?;
    all.retain(|one| one.remitted() && one.due.0 > 0 && asked.covers(one.period()));
    let agreements: BTreeSet<AgreementId> = all.iter().map(|one| one.agreement_id).collect();
    let mut paid = BTreeMap::new();
    for agreement in agreements {
        paid.extend(dossier::settled(read, agreement)?);
    }
    let line = |one: Statement| {
        let last = paid.get(&one.id).into_iter().flatten().map(|(day, _)| *day).max();
        let since = last.max(one.decided_on).unwrap_or(one.due_on);
        waited(since, today, limit).map(|days| CheckLine {
            days,
            href: format!("/nota/{}", one.id),
            amount: one.due,
            what: one.number,
        })
    };
    Ok(all.into_iter().filter_map(line).collect())
}

/// The same of jobs that the buyer paid.
fn jobs_not_shared(
    read: &mut Read,
    consignor: ConsignorId,
    (today, limit): (Day, i64),
    asked: Asked,
) -> Result<Vec<CheckLine>> {
    let all = production::unshared_jobs(read, Some(consignor), ALL)?;
    let line = |one: production::Job| {
        let since = one.handed_over_on.filter(|day| asked.has(*day))?;
        waited(since, today, limit).map(|days| CheckLine {
            days,
            href: format!("/pesanan/{}", one.id),
            amount: one.price,
            what: one.code,
        })
    };
    Ok(all.into_iter().filter_map(line).collect())
}

/// Days beyond the limit; `None` within it.
fn waited(since: Day, today: Day, limit: i64) -> Option<i64> {
    Some(pnbp::clock(since, None, today, limit).late).filter(|late| *late > 0)
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
