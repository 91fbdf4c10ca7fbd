//! What pages and the API both ask.

use std::collections::BTreeMap;

use agreements::Agreement;
use db::{Read, Result};
use kernel::{
    AgreementId, ConsignorId, Context, Day, DistributionId, MakerId, Period, Rupiah, StatementId,
};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    access, actions,
    ageing::Ageing,
    books,
    statement::{ExpenseLine, LossLine, SoldLine},
    store::{self, Scope, StatementFilter},
    store_distribution, store_money, store_pnbp, store_premi,
    types::{
        AgeingLine, Distribution, DistributionBatch, DistributionPart, PremiAccount, PremiCredit,
        ProductLine, ReleaseChecklist, SlipLine, Statement, TargetLine,
    },
};

/// Open statements that ageing reads at most.
const OPEN_MAX: i64 = 5_000;

/// A running period: what a statement closed today would say.
#[derive(Debug, Clone)]
pub struct Running {
    pub agreement: Agreement,
    pub period: Period,
    pub products: Vec<ProductLine>,
    pub figures: crate::distribution::Figures,
    pub expenses: Vec<ExpenseLine>,
    pub losses: Vec<LossLine>,
    /// The last day that may be closed now, as the cycle wants it.
    pub suggested_to: Option<Day>,
    /// The last day of the cycle, where that is still to come: closing before it is early.
    pub early_before: Option<Day>,
    pub suggested_number: Option<String>,
}

/// The running period of an agreement, through `to` or through today.
pub fn running(
    read: &mut Read,
    ctx: &Context,
    id: AgreementId,
    to: Option<Day>,
) -> Result<Running> {
    let agreement = access::agreement(read, ctx, id)?;
    let from = books::next_from(read, &agreement)?;
    let next = books::next_period(read, &agreement, ctx.today())?;
    let suggested_to = next.map(|next| next.to.min(ctx.today().plus_days(-1)));
    let early_before = next.map(|next| next.to).filter(|end| suggested_to < Some(*end));
    let to = to.unwrap_or_else(|| ctx.today()).max(from);
    let period = Period { from, to };
    let draft = books::draft(read, &agreement, period)?;
    let products = books::product_lines(read, &draft)?;
    let suggested_number = match suggested_to {
        Some(to) => Some(actions::suggested_number(read, &agreement, Period { from, to })?),
        None => None,
    };
    Ok(Running {
        figures: draft.figures(),
        expenses: draft.expenses,
        losses: draft.losses,
        agreement,
        period,
        products,
        suggested_to,
        early_before,
        suggested_number,
    })
}

/// The oldest period of an agreement that is over, has no statement and holds something; asks
/// nothing about who may see it.
pub fn to_close(read: &mut Read, id: AgreementId, today: Day) -> Result<Option<Period>> {
    let agreement = agreements::load_agreement(read, id)?;
    books::to_close(read, &agreement, today)
}

/// A statement with everything that was written down.
#[derive(Debug, Clone)]
pub struct Whole {
    pub statement: Statement,
    pub products: Vec<ProductLine>,
    pub lines: Vec<SoldLine>,
    pub losses: Vec<LossLine>,
    pub expenses: Vec<ExpenseLine>,
}

pub fn whole_statement(read: &mut Read, ctx: &Context, id: StatementId) -> Result<Whole> {
    let statement = access::statement(read, ctx, id)?;
    Ok(Whole {
        products: store::products(read, id)?,
        lines: store::lines(read, id)?,
        losses: store::losses(read, id)?,
        expenses: store_money::expenses_in(read, statement.agreement_id, statement.period())?,
        statement,
    })
}

/// What is owed, agreement by agreement, by how late it is.
pub fn ageing(read: &mut Read, ctx: &Context) -> Result<Vec<AgeingLine>> {
    let ask = StatementFilter {
        scope: Scope::of(&ctx.actor)?,
        open: true,
        limit: OPEN_MAX,
        ..StatementFilter::default()
    };
    let (open, _) = store::list_statements(read, &ask)?;
    let mut sums: BTreeMap<AgreementId, (Statement, Ageing)> = BTreeMap::new();
    for one in open {
        let (due_on, amount) = (one.due_on, one.open);
        let entry = sums.entry(one.agreement_id).or_insert((one, Ageing::default()));
        entry.1.add(due_on, ctx.today(), amount);
    }
    let line = |(one, sum): (Statement, Ageing)| AgeingLine {
        agreement_id: one.agreement_id,
        consignor_id: one.consignor_id,
        shop_id: one.shop_id,
        not_yet: sum.not_yet,
        days_1_30: sum.days_1_30,
        days_31_60: sum.days_31_60,
        days_61_90: sum.days_61_90,
        days_over_90: sum.days_over_90,
        total: sum.total(),
    };
    let mut lines: Vec<AgeingLine> = sums.into_values().map(line).collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.total));
    Ok(lines)
}

/// A distribution with its lines.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WholeDistribution {
    pub distribution: Distribution,
    pub rule: crate::Rule,
    /// What was shared; or else the job.
    pub statement: Option<Statement>,
    #[serde(skip)]
    pub job: Option<production::Job>,
    pub parts: Vec<DistributionPart>,
    pub batches: Vec<DistributionBatch>,
    pub credits: Vec<PremiCredit>,
}

pub fn whole_distribution(
    read: &mut Read,
    ctx: &Context,
    id: DistributionId,
) -> Result<WholeDistribution> {
    let distribution = access::distribution(read, ctx, id)?;
    let (statement, job) = (distribution.statement_id, distribution.job_id);
    Ok(WholeDistribution {
        rule: access::rule(read, ctx, distribution.rule_id)?,
        statement: statement.map(|id| access::statement(read, ctx, id)).transpose()?,
        job: job.map(|id| access::job(read, ctx, id)).transpose()?,
        parts: store_distribution::parts(read, id)?,
        batches: store_distribution::batches(read, id)?,
        credits: store_premi::credits_in(read, id)?,
        distribution,
    })
}

/// The premi accounts of a unit by the makers' codes.
pub fn accounts(read: &mut Read, consignor: ConsignorId) -> Result<Vec<PremiAccount>> {
    let mut all = store_premi::accounts(read, consignor, None)?;
    let ids: Vec<MakerId> = all.iter().map(|one| one.maker_id).collect();
    let mut makers = people::makers_by_id(read, &ids)?;
    for one in &mut all {
        if let Some(maker) = makers.remove(&one.maker_id) {
            one.of(maker);
        }
    }
    all.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(all)
}

/// One maker's account, for those of his unit.
pub fn account(read: &mut Read, ctx: &Context, id: MakerId) -> Result<(ConsignorId, PremiAccount)> {
    let maker = actions::own_maker(read, ctx, id)?;
    let account = actions::account(read, maker.consignor_id, maker.id)?;
    Ok((maker.consignor_id, account))
}

/// What a maker got of a distribution, batch by batch.
pub fn slip(
    read: &mut Read,
    ctx: &Context,
    maker: MakerId,
    id: DistributionId,
) -> Result<(Distribution, Vec<SlipLine>)> {
    let distribution = access::distribution(read, ctx, id)?;
    let lines = store_premi::slip(read, id, Some(maker))?;
    if lines.is_empty() {
        return Err(crate::No::Unknown.into());
    }
    Ok((distribution, lines))
}

/// Whether anything is unpaid or waits before a maker may leave.
pub fn release_checklist(
    read: &mut Read,
    consignor: ConsignorId,
    maker: MakerId,
) -> Result<ReleaseChecklist> {
    let account = actions::account(read, consignor, maker)?;
    let unpaid = account.saved + account.usable;
    Ok(ReleaseChecklist {
        maker_id: maker,
        saved: account.saved,
        usable: account.usable,
        waiting: account.waiting,
        clear: unpaid == Rupiah::ZERO && account.waiting == Rupiah::ZERO,
    })
}

/// The year (month 0) and its months: what was expected and what was deposited.
pub fn targets(read: &mut Read, consignor: ConsignorId, year: i64) -> Result<Vec<TargetLine>> {
    let mut set: BTreeMap<i64, _> =
        store_pnbp::targets(read, consignor, year)?.into_iter().collect();
    let mut lines = Vec::with_capacity(13);
    for month in 0..=12 {
        let Some(period) = period_of(year, month) else { continue };
        let realised = store_pnbp::deposited(read, consignor, period)?;
        let (target, basis) = set.remove(&month).unzip();
        lines.push(TargetLine { year, month, target, basis: basis.flatten(), realised });
    }
    Ok(lines)
}

/// A month of a year, or the year itself.
pub fn period_of(year: i64, month: i64) -> Option<Period> {
    let year = i32::try_from(year).ok()?;
    let first = Day::new(year, u32::try_from(month.max(1)).ok()?, 1)?;
    let to = if month == 0 { Day::new(year, 12, 31)? } else { first.month_end() };
    Some(Period { from: first, to })
}
