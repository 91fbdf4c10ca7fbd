use std::collections::BTreeMap;

use db::{Error, Lock, Result, Tx};
use journal::Once;
use kernel::{Context, DistributionId, MakerId, Rupiah};
use ledger::{Account, Entry, Kind, Move};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use web::Recorded;

use crate::{
    access,
    distribution::{self, BatchSold, Shared},
    inputs::{Distribute, DistributeJob},
    kinds::{Base, RecipientKind},
    premi::{self, Credit, Made},
    refusal::No,
    sharing::{self, Of, Source},
    store, store_distribution, store_rule,
    types::{Distribution, DistributionBatch, DistributionPart, PremiCredit, Rule},
};

/// Shares an approved and fully remitted statement by the rule of its last day.
pub fn distribute(tx: &mut Tx, ctx: &Context, input: &Distribute) -> Result<Recorded> {
    access::settle(ctx)?;
    let statement = access::statement(tx, ctx, input.statement)?;
    tx.lock(Lock::Agreement(statement.agreement_id))?;
    access::units(ctx, statement.consignor_id)?;
    let once = journal::once(tx, "settlement.distribute", input.id, input)?;
    let Once::First(seen) = once else { return Ok(Recorded::again(input.id)) };
    sharing::ready(tx, &statement)?;
    let source = Source::statement(tx, &statement)?;
    let body = share(tx, ctx, (input.id, Costing::of(input.estimated.0)), &source)?;
    let line = journal::Line::new(ctx, "settlement.distribute", input.id)
        .of(statement.consignor_id)
        .at(statement.shop_id)
        .digest(seen)
        .body(body);
    journal::write(tx, ctx, line)?;
    Ok(Recorded::new(input.id))
}

/// Shares what a job made to order brought in, by the rule of the day on which it was handed
/// over and paid. Who took that money does not share it.
pub fn distribute_job(tx: &mut Tx, ctx: &Context, input: &DistributeJob) -> Result<Recorded> {
    access::settle(ctx)?;
    let job = access::job(tx, ctx, input.job)?;
    tx.lock(Lock::Consignor(job.consignor_id))?;
    let once = journal::once(tx, "settlement.distribute_job", input.id, input)?;
    let Once::First(seen) = once else { return Ok(Recorded::again(input.id)) };
    let job = access::job(tx, ctx, job.id)?;
    sharing::job_ready(&job)?;
    if let Some(taker) = job.handed_over_by {
        ctx.actor.require_other_than(taker)?;
    }
    let source = Source::job(tx, &job)?;
    let body = share(tx, ctx, (input.id, Costing::of(input.estimated.0)), &source)?;
    if !production::mark_shared(tx, job.id, ctx.today())? {
        return Err(No::JobShared.with("number", &job.code).into());
    }
    let line = journal::Line::new(ctx, "settlement.distribute_job", input.id);
    journal::write(tx, ctx, line.of(job.consignor_id).digest(seen).body(body))?;
    Ok(Recorded::new(input.id))
}

/// Works it out, writes it down and posts it; what the journal says of it.
fn share(
    tx: &mut Tx,
    ctx: &Context,
    (id, costing): (DistributionId, Costing),
    source: &Source,
) -> Result<Value> {
    let plan = plan(tx, source, costing)?;
    let one = plan.distribution(ctx, id, source);
    plan.write_down(tx, ctx, &one)?;
    ledger::post(tx, plan.entry(source, &one))?;
    production::fix_costs(tx, &plan.costs_used(), source.to)?;
    let batches: Vec<_> = plan.batches.iter().map(|one| one.batch_id).collect();
    production::fix_makers(tx, &batches, source.to)?;
    Ok(json!({
        "number": one.number, "rule": plan.rule.id, "version": plan.rule.version,
        "base": one.base, "cost": one.cost, "due": one.due, "premi": one.premi,
        "state_revenue": one.state_revenue, "estimated": one.estimated, "digest": one.digest,
    }))
}

/// A distribution that was worked out and not written down: what the page shows beforehand.
pub(crate) struct Plan {
    pub rule: Rule,
    pub shared: Shared,
    pub batches: Vec<DistributionBatch>,
    /// Each credit with its maker's weight within the batch.
    pub credits: Vec<(Credit, i64)>,
    pub usable: kernel::Share,
    pub estimated: bool,
}

/// What a batch without a cost of its own is reckoned with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Costing {
    /// Nothing: it is refused.
    Own,
    /// The product's estimate.
    Estimate,
}

impl Costing {
    const fn of(estimated: bool) -> Self {
        if estimated { Self::Estimate } else { Self::Own }
    }
}

/// Works out how a statement, or what a job brought in, is shared.
pub(crate) fn plan(read: &mut db::Read, source: &Source, costing: Costing) -> Result<Plan> {
    let rule = store_rule::rule_on(read, source.consignor, source.to)?
        .ok_or_else(|| No::NoRule.with("day", source.to))?;
    let mut sold = source.sold.clone();
    let costs = costs(read, &rule, &mut sold, costing)?;
    let shared = distribution::share(&rule.split(), &source.figures, &sold)
        .map_err(|_| Error::fault(format!("{} does not balance", source.number)))?;
    let made = made(read, &sold, &shared)?;
    let credits = match premi::divide(shared.premi, &made) {
        Ok(credits) => credits,
        Err(premi::NoMakers(batch)) => return Err(no_makers(read, batch)?),
    };
    let weight = |credit: &Credit| {
        let batch = made.iter().find(|one| one.batch == credit.batch);
        let maker = batch.and_then(|one| one.makers.iter().find(|(id, _)| *id == credit.maker));
        maker.map_or(0, |(_, weight)| *weight)
    };
    let batches = rows(&sold, &shared, &costs, &credits);
    let credits: Vec<(Credit, i64)> = credits.iter().map(|one| (*one, weight(one))).collect();
    let usable = store_rule::setting(read, source.consignor)?.usable;
    let estimated = costs.values().any(|cost| cost.estimated);
    Ok(Plan { rule, shared, batches, credits, usable, estimated })
}

/// What a piece of a batch cost, and whether that is only the product's estimate.
#[derive(Clone, Copy)]
struct Cost {
    unit: Rupiah,
    estimated: bool,
}

/// Fills in the costs, which only a rule on profit needs.
fn costs(
    read: &mut db::Read,
    rule: &Rule,
    sold: &mut [BatchSold],
    costing: Costing,
) -> Result<BTreeMap<kernel::BatchId, Cost>> {
    let mut costs = BTreeMap::new();
    if rule.base != Base::Profit {
        return Ok(costs);
    }
    let estimate = costing == Costing::Estimate;
    let ids: Vec<_> = sold.iter().map(|one| one.batch).collect();
    let known = production::batches(read, &ids)?;
    for one in sold {
        let batch = known.get(&one.batch);
        let cost = match batch.and_then(|batch| batch.unit_cost) {
            Some(unit) => Cost { unit, estimated: false },
            None => {
                let product = catalogue::load_product(read, one.product)?;
                let unit = product.hpp_estimate.filter(|_| estimate).ok_or_else(|| {
                    let code = batch.map_or_else(String::new, |batch| batch.code.to_string());
                    No::CostUnknown.with("batch", code).with("product", &product.name)
                })?;
                Cost { unit, estimated: true }
            }
        };
        one.unit_cost = cost.unit;
        costs.insert(one.batch, cost);
    }
    Ok(costs)
}

fn made(read: &mut db::Read, sold: &[BatchSold], shared: &Shared) -> Result<Vec<Made>> {
    let mut made = Vec::with_capacity(sold.len());
    for (one, brought) in sold.iter().zip(&shared.brought) {
        let makers = match brought.0 > 0 && shared.premi.0 > 0 {
            true => production::maker_weights(read, one.batch)?,
            false => Vec::new(),
        };
        made.push(Made { batch: one.batch, brought: *brought, makers });
    }
    Ok(made)
}

fn no_makers(read: &mut db::Read, batch: Option<kernel::BatchId>) -> Result<Error> {
    let code = match batch {
        Some(id) => production::load_batch(read, id)?.code.to_string(),
        None => String::new(),
    };
    Ok(No::NoMakers.with("batch", code).into())
}

fn rows(
    sold: &[BatchSold],
    shared: &Shared,
    costs: &BTreeMap<kernel::BatchId, Cost>,
    credits: &[Credit],
) -> Vec<DistributionBatch> {
    let premi = |batch| -> Rupiah {
        credits.iter().filter(|one| one.batch == batch).map(|one| one.amount).sum()
    };
    let row = |(one, brought): (&BatchSold, &Rupiah)| DistributionBatch {
        batch_id: one.batch,
        product_id: one.product,
        sold: one.earned.quantity,
        late: one.late.quantity,
        lost: one.lost.quantity + one.found.quantity,
        gross: one.earned.gross + one.late.gross,
        shop_part: one.earned.shop_part + one.late.shop_part,
        unit_cost: costs.get(&one.batch).map(|cost| cost.unit),
        estimated: costs.get(&one.batch).is_some_and(|cost| cost.estimated),
        brought: *brought,
        premi: premi(one.batch),
    };
    sold.iter().zip(&shared.brought).map(row).collect()
}

impl Plan {
    /// What each maker gets: (saved, usable).
    pub fn by_maker(&self) -> BTreeMap<MakerId, (Rupiah, Rupiah)> {
        let credits: Vec<Credit> = self.credits.iter().map(|(credit, _)| *credit).collect();
        let halves = |(maker, amount)| (maker, premi::halves(amount, self.usable));
        premi::by_maker(&credits).into_iter().map(halves).collect()
    }

    /// The batches whose own cost was reckoned with: a rule on anything but profit needs none, and
    /// where the product's estimate stood in, the batch's is still to come.
    fn costs_used(&self) -> Vec<kernel::BatchId> {
        let used = |one: &&DistributionBatch| one.unit_cost.is_some() && !one.estimated;
        self.batches.iter().filter(used).map(|one| one.batch_id).collect()
    }

    pub fn parts(&self) -> Vec<DistributionPart> {
        let part = |one: &distribution::Part| DistributionPart {
            kind: one.kind,
            name: one.name.clone(),
            share: one.share,
            why: one.why,
            amount: one.amount,
        };
        self.shared.parts.iter().map(part).collect()
    }

    fn digest(&self, source: &Source) -> Vec<u8> {
        let credits: Vec<_> =
            self.credits.iter().map(|(c, _)| json!([c.batch, c.maker, c.amount])).collect();
        let (what, seal) = source.seal();
        let whole = json!({
            what: seal, "rule": self.rule.id, "base": self.shared.base,
            "cost": self.shared.cost, "parts": self.parts(), "batches": self.batches,
            "credits": credits,
        });
        Sha256::digest(whole.to_string()).to_vec()
    }

    fn distribution(&self, ctx: &Context, id: DistributionId, source: &Source) -> Distribution {
        let (statement, job) = match source.of {
            Of::Statement(id, agreement, shop) => (Some((id, agreement, shop)), None),
            Of::Job(id) => (None, Some(id)),
        };
        Distribution {
            id,
            consignor_id: source.consignor,
            statement_id: statement.map(|(id, ..)| id),
            agreement_id: statement.map(|(_, agreement, _)| agreement),
            shop_id: statement.map(|(.., shop)| shop),
            job_id: job,
            rule_id: self.rule.id,
            shared_on: ctx.today(),
            base: self.shared.base,
            cost: self.shared.cost,
            due: source.figures.due,
            premi: self.shared.premi,
            state_revenue: self.shared.of(RecipientKind::StateRevenue),
            usable_share: self.usable,
            estimated: self.estimated,
            digest: store::hex(&self.digest(source)),
            created_by: ctx.actor.user,
            number: source.number.clone(),
            to: source.to,
        }
    }

    fn write_down(&self, tx: &mut Tx, ctx: &Context, one: &Distribution) -> Result<()> {
        store_distribution::insert_distribution(tx, ctx, one, &unhex(&one.digest))?;
        for (place, part) in (1..).zip(self.parts()) {
            store_distribution::insert_part(tx, one.id, place, &part)?;
        }
        for batch in &self.batches {
            store_distribution::insert_batch(tx, one.id, batch)?;
        }
        for (credit, weight) in &self.credits {
            store_distribution::insert_premi(tx, one.id, credit, *weight)?;
        }
        for (maker_id, (saved, usable)) in self.by_maker() {
            let credit = PremiCredit {
                distribution_id: one.id,
                maker_id,
                credited_on: one.shared_on,
                saved,
                usable,
                number: one.number.clone(),
            };
            store_distribution::insert_credit(tx, one.consignor_id, &credit)?;
        }
        Ok(())
    }

    /// From cash to everybody; what a fund bears beyond its part goes the other way.
    fn entry(&self, source: &Source, one: &Distribution) -> Entry {
        let cash = source.cash();
        let fund = |kind| Account::money(kind, one.consignor_id);
        let mut moves: Vec<Move> = Vec::new();
        for (maker, (saved, usable)) in self.by_maker() {
            for (kind, amount) in [(Kind::PremiSaved, saved), (Kind::PremiUsable, usable)] {
                moves.push(Move::new(cash.clone(), fund(kind).maker(maker), amount.0));
            }
        }
        for part in self.shared.parts.iter().filter(|part| part.kind != RecipientKind::Premi) {
            let to = match part.kind {
                RecipientKind::Other => {
                    fund(Kind::OtherFund).detail(part.name.clone().unwrap_or_default())
                }
                RecipientKind::SupportFund => fund(Kind::SupportFund),
                RecipientKind::StateRevenue => fund(Kind::StateRevenueDue),
                RecipientKind::WorkingCapital | RecipientKind::Premi => fund(Kind::WorkingCapital),
            };
            moves.push(match part.amount.0 >= 0 {
                true => Move::new(cash.clone(), to, part.amount.0),
                false => Move::new(to, cash.clone(), -part.amount.0),
            });
        }
        Entry { id: one.id.cast(), day: one.shared_on, moves }
    }
}

/// The bytes of small hexadecimal letters.
fn unhex(text: &str) -> Vec<u8> {
    let pair = |at| text.get(at..at + 2).and_then(|two| u8::from_str_radix(two, 16).ok());
    (0..text.len()).step_by(2).filter_map(pair).collect()
}
