#![doc = include_str!("../README.md")]

mod actions;
mod actions_correct;
mod actions_job;
mod actions_notice;
mod actions_training;
mod actions_write_off;
mod api;
mod certificate;
pub mod code;
pub mod cost;
mod inputs;
pub mod job;
mod kinds;
pub mod makers;
mod pages;
mod papers;
mod refusal;
mod store;
mod store_correct;
mod store_job;
mod store_notice;
mod store_training;
mod store_write_off;
mod types;

use std::collections::BTreeMap;

use db::{Read, Result, Tx};
use kernel::{BatchId, ConsignorId, Day, JobId, MakerId, Period, ProductId, Quantity};

pub use actions::{
    add_cost, finish_batch, load_batch, next_code, open_batch, reverse_cost, say_no_cost,
};
pub use actions_correct::{
    approve_correction, correct_makers, decline_correction, give_up_batch, reverse_check,
};
pub use actions_job::{
    accept_job, cancel_job, erase_buyer, hand_over_job, load_job, quote_job, still_to_pay,
};
pub use actions_notice::{
    approve_notice, draft_notice, drop_notice, find_notice, lift_notice, notices, notices_in_force,
    recalled,
};
pub use actions_training::{
    CertificateOpened, open_certificate, record_training, take_training_back,
};
pub use actions_write_off::{approve_write_off, decline_write_off, propose_write_off};
pub use api::api;
pub use code::label_address;
pub use inputs::{
    AcceptJob, AddCost, ApproveCorrection, ApproveNotice, ApproveWriteOff, CancelJob,
    CorrectMakers, CorrectionId, CostLine, CostLineId, DeclineCorrection, DeclineWriteOff,
    DraftNotice, DropNotice, EraseBuyer, FinishBatch, GiveUpBatch, HandOverJob, LiftNotice,
    MakerLine, OpenBatch, OpenCertificate, ProposeWriteOff, QuoteJob, RecordTraining, ReverseCheck,
    ReverseCost, StepId, TakeTrainingBack, TraineeLine, TrainingId, WriteOffId,
};
pub use kinds::{
    Basis, Corrected, Grade, JobState, NoticeState, Proposal, Spoiled, TrainingResult,
};
pub use pages::{history::history, screens};
pub use refusal::No;
pub use types::{Batch, Correction, CostEntry, Job, JobBatch, Notice, Trainee, Training, WriteOff};

/// The batches with these ids; one that does not exist is left out.
pub fn batches(read: &mut Read, ids: &[BatchId]) -> Result<BTreeMap<BatchId, Batch>> {
    store::batches_of(read, ids)
}

/// The batch that a label or a person names by its code.
pub fn find_batch_by_code(
    read: &mut Read,
    consignor: ConsignorId,
    code: &str,
) -> Result<Option<Batch>> {
    store::find_batch_by_code(read, consignor, code)
}

/// The batches by the day they were finished, the oldest first; unfinished ones last.
pub fn oldest_first(read: &mut Read, ids: &[BatchId]) -> Result<Vec<Batch>> {
    let mut all: Vec<Batch> = batches(read, ids)?.into_values().collect();
    all.sort_by(|a, b| {
        let key = |batch: &Batch| (batch.finished_on.is_none(), batch.finished_on);
        (key(a), &a.code).cmp(&(key(b), &b.code))
    });
    Ok(all)
}

/// Finished batches of a unit that no job waits for, the oldest first: what may go to a shop.
pub fn free_batches(read: &mut Read, consignor: ConsignorId) -> Result<Vec<Batch>> {
    store::free_batches(read, consignor)
}

/// Who made a batch, each with his weight in it: what its premi is divided by.
pub fn maker_weights(read: &mut Read, batch: BatchId) -> Result<Vec<(MakerId, i64)>> {
    store::maker_weights(read, batch)
}

/// From now on the cost of these batches stands: a statement that was shared by profit used it.
pub fn fix_costs(tx: &mut Tx, batches: &[BatchId], day: Day) -> Result<()> {
    batches.iter().try_for_each(|batch| store::fix_costs(tx, *batch, day))
}

/// From now on the makers of these batches stand: what they earned was shared among them.
pub fn fix_makers(tx: &mut Tx, batches: &[BatchId], day: Day) -> Result<()> {
    batches.iter().try_for_each(|batch| store::fix_makers(tx, *batch, day))
}

/// The batches that are or were made for a job, with what the buyer took of each.
pub fn job_batches(read: &mut Read, job: JobId) -> Result<Vec<JobBatch>> {
    store_job::batches_of(read, job)
}

/// Jobs that are paid and handed over, and whose money nobody has shared; the oldest first.
pub fn unshared_jobs(
    read: &mut Read,
    consignor: Option<ConsignorId>,
    limit: i64,
) -> Result<Vec<Job>> {
    store_job::unshared_jobs(read, consignor, limit)
}

/// Notes that what a job brought in was shared. False when it had been, or is not handed over.
pub fn mark_shared(tx: &mut Tx, job: JobId, day: Day) -> Result<bool> {
    store_job::share_job(tx, job, day)
}

/// Pieces accepted and rejected, by product, in batches that were finished in the period.
pub fn made_by_product(
    read: &mut Read,
    consignor: ConsignorId,
    period: Period,
) -> Result<Vec<(ProductId, Quantity, Quantity)>> {
    store::made_by_product(read, consignor, period)
}
