//! What others may know of a batch and of a job.

use kernel::{
    BatchId, ConsignorId, Day, EntryId, JobId, MakerId, NoticeId, ProductId, Quantity, Rupiah,
    UserId,
};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    inputs::{CorrectionId, CostLineId, TrainingId, WriteOffId},
    kinds::{Basis, Corrected, Grade, JobState, NoticeState, Proposal, Spoiled, TrainingResult},
};

/// Goods finished together: one product, one cost, known makers.
#[derive(Debug, Clone, Serialize)]
pub struct Batch {
    pub id: BatchId,
    pub consignor_id: ConsignorId,
    pub product_id: ProductId,
    /// Unique within the unit: `PT-2511-01`.
    pub code: String,
    pub basis: Basis,
    pub started_on: Day,
    /// For a job made to order, so not on offer to shops.
    pub reserved: bool,
    /// All cost lines together.
    pub cost: Rupiah,
    /// Why nothing was paid for it, where somebody said so and no cost line stands.
    pub no_cost_reason: Option<String>,
    /// When a statement first used the cost; from then on it stands.
    pub costs_fixed_on: Option<Day>,
    /// When what it earned was first shared; from then on its makers stand.
    pub makers_fixed_on: Option<Day>,
    pub finished_on: Option<Day>,
    /// Zero until the check.
    pub accepted: Quantity,
    pub rejected: Quantity,
    /// HPP a piece, rounded half up; `None` until the check, or when nothing was accepted.
    pub unit_cost: Option<Rupiah>,
    pub grade: Option<Grade>,
    pub check_note: Option<String>,
    pub checked_by: Option<UserId>,
    /// By what id the check stands in the journal; `None` where it is the batch's own.
    pub check_id: Option<EntryId>,
    /// When it was given up, opened by mistake.
    pub given_up_on: Option<Day>,
    pub given_up_reason: Option<String>,
    pub note: Option<String>,
    pub created_by: UserId,
    pub(crate) makers_version: i64,
}

/// A line of a batch's cost; negative where it takes another back.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CostEntry {
    pub id: CostLineId,
    pub what: String,
    pub amount: Rupiah,
    pub reverses: Option<CostLineId>,
    pub reversed: bool,
    pub reason: Option<String>,
}

/// Pieces that were spoiled or lost in the workshop.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WriteOff {
    pub id: WriteOffId,
    pub consignor_id: ConsignorId,
    pub batch_id: BatchId,
    pub kind: Spoiled,
    pub quantity: Quantity,
    pub happened_on: Day,
    pub reason: String,
    pub state: Proposal,
    pub created_by: UserId,
    pub decided_by: Option<UserId>,
    pub decided_note: Option<String>,
}

/// What was wrong with a batch, and whether another agreed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Correction {
    pub id: CorrectionId,
    pub consignor_id: ConsignorId,
    pub batch_id: BatchId,
    pub kind: Corrected,
    /// What the check had said, where it is about the check.
    pub finished_on: Option<Day>,
    pub accepted: Option<Quantity>,
    pub rejected: Option<Quantity>,
    #[serde(skip)]
    pub check_id: Option<EntryId>,
    pub checked_by: Option<UserId>,
    /// The version of the makers that is proposed.
    #[serde(skip)]
    pub makers_version: Option<i64>,
    pub reason: String,
    pub state: Proposal,
    pub created_by: UserId,
    pub decided_by: Option<UserId>,
    pub decided_note: Option<String>,
}

/// Goods made to order for a named buyer.
#[derive(Debug, Clone, Serialize)]
pub struct Job {
    pub id: JobId,
    pub consignor_id: ConsignorId,
    pub product_id: ProductId,
    pub code: String,
    pub what: String,
    pub quantity: Quantity,
    /// For all pieces together.
    pub price: Rupiah,
    pub deposit: Rupiah,
    pub quoted_on: Day,
    pub due_on: Day,
    pub state: JobState,
    pub accepted_on: Option<Day>,
    /// The first that was opened for it.
    pub batch_id: Option<BatchId>,
    pub handed_over_on: Option<Day>,
    /// Who took the rest of the money; `None` before it was asked for.
    pub handed_over_by: Option<UserId>,
    /// When what it brought in was shared.
    pub shared_on: Option<Day>,
    pub cancelled_on: Option<Day>,
    pub cancel_reason: Option<String>,
    pub created_by: UserId,
}

/// A batch that is or was made for a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct JobBatch {
    pub batch_id: BatchId,
    pub code: String,
    pub finished_on: Option<Day>,
    pub accepted: Quantity,
    /// What the buyer took of it; zero before the hand-over.
    pub taken: Quantity,
}

/// Who ordered: only for the unit's own eyes, and until it is erased.
#[derive(Debug, Clone, Serialize)]
pub struct Buyer {
    pub name: Option<String>,
    pub contact: Option<String>,
    pub erased: bool,
}

/// A training that was held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Training {
    pub id: TrainingId,
    pub consignor_id: ConsignorId,
    /// Unique within the unit.
    pub number: String,
    pub title: String,
    /// What was taught, a line each.
    pub content: Option<String>,
    pub hours: Quantity,
    pub from: Day,
    pub to: Day,
    pub place: String,
    pub examiner: String,
    pub examiner_title: String,
    /// Recorded wrongly: its certificates hold no more.
    pub taken_back_on: Option<Day>,
    pub taken_back_reason: Option<String>,
    pub created_by: UserId,
    /// How many learnt.
    pub trainees: i64,
}

/// Somebody who learnt; by code wherever he is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Trainee {
    pub line: i64,
    pub maker_id: MakerId,
    pub result: TrainingResult,
}

/// That a batch must come back, and why.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Notice {
    pub id: NoticeId,
    pub consignor_id: ConsignorId,
    pub batch_id: BatchId,
    pub reason: String,
    pub advice: String,
    pub state: NoticeState,
    pub drafted_by: UserId,
    pub drafted_on: Day,
    pub approved_by: Option<UserId>,
    pub approved_on: Option<Day>,
    pub ended_on: Option<Day>,
    pub end_reason: Option<String>,
}
