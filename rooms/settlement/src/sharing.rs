//! What is shared: the proceeds of a statement, or what a job made to order brought in.

use db::{Error, Read, Result};
use kernel::{AgreementId, ConsignorId, Day, JobId, Quantity, Rupiah, ShopId, StatementId};
use ledger::{Account, Kind};
use production::{Job, JobBatch, JobState};
use serde_json::{Value, json};

use crate::{
    distribution::{BatchSold, Figures, Moved},
    kinds::StatementState,
    refusal::No,
    statement, store, store_distribution, store_money, store_money_reversal,
    types::Statement,
};

/// A statement with its agreement and shop, or a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    Statement(StatementId, AgreementId, ShopId),
    Job(JobId),
}

/// What a distribution works from.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    pub of: Of,
    pub consignor: ConsignorId,
    pub number: String,
    /// The day whose rule counts: the statement's last, or that of the hand-over.
    pub to: Day,
    pub figures: Figures,
    pub sold: Vec<BatchSold>,
    /// What the distribution's digest stands on, under `statement` or `job`.
    seal: Value,
}

impl Source {
    pub fn statement(read: &mut Read, one: &Statement) -> Result<Self> {
        let (lines, losses) = (store::lines(read, one.id)?, store::losses(read, one.id)?);
        let spent = store_money::expenses_in(read, one.agreement_id, one.period())?;
        Ok(Self {
            of: Of::Statement(one.id, one.agreement_id, one.shop_id),
            consignor: one.consignor_id,
            number: one.number.clone(),
            to: one.to,
            figures: Figures { expenses_late: statement::late(&spent), ..one.figures() },
            sold: statement::batches(&lines, &losses),
            seal: json!(one.digest),
        })
    }

    /// The buyer paid the whole price and no shop stands between: all of it is due. Pieces of the
    /// batch beyond those ordered are not the buyer's; the shops sell them.
    pub fn job(read: &mut Read, job: &Job) -> Result<Self> {
        let mut taken = production::job_batches(read, job.id)?;
        taken.retain(|one| one.taken.0 > 0);
        let pieces: Quantity = taken.iter().map(|one| one.taken).sum();
        let (true, Some(to)) = (pieces == job.quantity, job.handed_over_on) else {
            return Err(Error::fault(format!("job {} has not the pieces it sold", job.id)));
        };
        let batch = match taken.as_slice() {
            [one] => json!(one.batch_id),
            all => json!(all.iter().map(|one| (one.batch_id, one.taken)).collect::<Vec<_>>()),
        };
        Ok(Self {
            of: Of::Job(job.id),
            consignor: job.consignor_id,
            number: job.code.clone(),
            to,
            figures: job_figures(job),
            sold: job_batches(job, &taken),
            seal: json!([job.id, job.code, batch, job.quantity, job.price, to]),
        })
    }

    /// Where the money lies: with the agreement, or in the unit's own till.
    pub fn cash(&self) -> Account {
        let cash = Account::money(Kind::Cash, self.consignor);
        match self.of {
            Of::Statement(_, agreement, shop) => cash.shop(shop).agreement(agreement),
            Of::Job(_) => cash,
        }
    }

    /// The key and the value that stand in the digest for what was shared.
    pub fn seal(&self) -> (&'static str, Value) {
        match self.of {
            Of::Statement(..) => ("statement", self.seal.clone()),
            Of::Job(_) => ("job", self.seal.clone()),
        }
    }
}

/// Each batch with its pieces and its part of the price: together exactly all of it.
fn job_batches(job: &Job, taken: &[JobBatch]) -> Vec<BatchSold> {
    let through = |pieces: i64| {
        let whole = i128::from(job.price.0) * i128::from(pieces);
        Rupiah((whole / i128::from(job.quantity.0.max(1))) as i64)
    };
    let (mut pieces, mut paid) = (0, Rupiah::ZERO);
    let sold = |one: &JobBatch| {
        pieces += one.taken.0;
        let gross = through(pieces) - paid;
        paid += gross;
        BatchSold {
            earned: Moved { quantity: one.taken, gross, shop_part: Rupiah::ZERO },
            ..BatchSold::of(one.batch_id, job.product_id)
        }
    };
    taken.iter().map(sold).collect()
}

/// What a job brought in, in the words of a statement.
pub(crate) fn job_figures(job: &Job) -> Figures {
    Figures { gross: job.price, due: job.price, ..Figures::default() }
}

/// Approved, fully remitted with money that nobody asks to take back, not shared, and all before it
/// are.
pub(crate) fn ready(read: &mut Read, statement: &Statement) -> Result<()> {
    if statement.state != StatementState::Approved {
        return Err(No::NotApproved.into());
    }
    if statement.distribution_id.is_some() {
        return Err(No::AlreadyShared.into());
    }
    if !statement.remitted() {
        return Err(No::NotRemitted.with("open", statement.open).into());
    }
    let asked = store_money_reversal::remittance_waits(read, statement.agreement_id)?;
    if let Some(amount) = asked {
        return Err(No::ReversalWaits.with("amount", amount).into());
    }
    let earlier =
        store_distribution::earlier_unshared(read, statement.agreement_id, statement.from)?;
    if let Some((_, number)) = earlier {
        return Err(No::EarlierNotShared.with("number", number).into());
    }
    Ok(())
}

/// Handed over, which is the moment of the last payment, and not shared.
pub(crate) fn job_ready(job: &Job) -> Result<()> {
    if job.state != JobState::HandedOver {
        return Err(No::JobNotPaid.with("number", &job.code).into());
    }
    if job.shared_on.is_some() {
        return Err(No::JobShared.with("number", &job.code).into());
    }
    Ok(())
}
