//! What people send, by page or by API.

use kernel::{
    BatchId, ConsignorId, Count, Day, EntryId, Id, JobId, Line, MakerId, Note, NoticeId, Price,
    ProductId, Quantity, Rupiah,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::Tick;

use crate::kinds::{Basis, Grade, Spoiled, TrainingResult};

/// A line of a batch's cost.
#[derive(Debug)]
pub enum CostLineKind {}
pub type CostLineId = Id<CostLineKind>;

/// Pieces that were spoiled or lost before they left the workshop.
#[derive(Debug)]
pub enum WriteOffKind {}
pub type WriteOffId = Id<WriteOffKind>;

/// What was wrong with a batch, to be put right.
#[derive(Debug)]
pub enum CorrectionKind {}
pub type CorrectionId = Id<CorrectionKind>;

/// A step of a job that moves money or goods: the id of its entry in the ledger.
pub type StepId = kernel::EntryId;

/// One maker of a batch, with his pieces or hours.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct MakerLine {
    pub maker: MakerId,
    /// Pieces or hours by the batch's basis; not needed where all share alike.
    #[serde(default)]
    pub weight: Option<Quantity>,
}

/// Material or other cost of a batch.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct CostLine {
    pub what: Line,
    /// Whole rupiah.
    pub amount: Price,
}

/// Work on a batch begins.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct OpenBatch {
    pub id: BatchId,
    pub product: ProductId,
    /// Left out, the next free number of the product and month is taken.
    #[serde(default)]
    pub code: Option<Line>,
    pub started_on: Day,
    pub basis: Basis,
    pub makers: Vec<MakerLine>,
    #[serde(default)]
    pub costs: Vec<CostLine>,
    /// The job made to order that this batch is for.
    #[serde(default)]
    pub job: Option<JobId>,
    #[serde(default)]
    pub note: Option<Note>,
}

/// The quality check ends a batch: accepted goods are in the workshop from then on.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct FinishBatch {
    /// The check's own id; left out, the batch's. A batch that was opened again needs one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<EntryId>,
    pub batch: BatchId,
    pub finished_on: Day,
    pub accepted: Count,
    pub rejected: Count,
    #[serde(default)]
    pub grade: Option<Grade>,
    /// The final makers, where they differ from those at the start.
    #[serde(default)]
    pub makers: Vec<MakerLine>,
    #[serde(default)]
    pub note: Option<Line>,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct AddCost {
    pub id: CostLineId,
    pub batch: BatchId,
    pub what: Line,
    pub amount: Price,
}

/// Takes a cost line back; the wrong line and its reversal both stay.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ReverseCost {
    pub id: CostLineId,
    pub batch: BatchId,
    pub line: CostLineId,
    pub reason: Line,
}

/// Nothing was paid for the batch: given material, leftovers.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct SayNoCost {
    pub id: CostLineId,
    pub batch: BatchId,
    pub reason: Line,
}

/// A quote to a named buyer.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct QuoteJob {
    pub id: JobId,
    pub product: ProductId,
    #[serde(default)]
    pub code: Option<Line>,
    /// Size, material, colour: what the buyer wants.
    pub what: Note,
    pub quantity: Quantity,
    /// For all pieces together.
    pub price: Price,
    pub quoted_on: Day,
    pub due_on: Day,
    /// Personal data: kept apart, erasable, never in the journal.
    pub buyer_name: Line,
    #[serde(default)]
    pub buyer_contact: Option<Line>,
}

/// The buyer agrees and pays a deposit, or none.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct AcceptJob {
    pub id: StepId,
    pub job: JobId,
    pub accepted_on: Day,
    #[serde(default)]
    pub deposit: Option<Rupiah>,
}

/// The buyer takes the goods and pays the rest.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct HandOverJob {
    pub id: StepId,
    pub job: JobId,
    pub handed_over_on: Day,
}

/// The job ends without hand-over; the deposit goes back.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct CancelJob {
    pub id: StepId,
    pub job: JobId,
    pub reason: Line,
}

/// The buyer's name and contact are no longer needed.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct EraseBuyer {
    pub job: JobId,
}

/// Pieces of a batch were spoiled or lost in the workshop. Nothing moves before another agrees.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ProposeWriteOff {
    pub id: WriteOffId,
    pub batch: BatchId,
    pub kind: Spoiled,
    pub quantity: Quantity,
    pub happened_on: Day,
    pub reason: Line,
}

/// Another than who said so has seen it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ApproveWriteOff {
    pub write_off: WriteOffId,
}

/// The pieces are there, or not so many are gone.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct DeclineWriteOff {
    pub write_off: WriteOffId,
    pub reason: Line,
}

/// A check was wrong: the number, or whose batch it was. While no piece has left the workshop.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ReverseCheck {
    pub id: CorrectionId,
    pub batch: BatchId,
    pub reason: Line,
}

/// The makers of a checked batch, or their weights, were wrong. Until what it earned was shared.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct CorrectMakers {
    pub id: CorrectionId,
    pub batch: BatchId,
    /// All of them, as they should have stood.
    pub makers: Vec<MakerLine>,
    pub reason: Line,
}

/// Another than who said so agrees.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ApproveCorrection {
    pub correction: CorrectionId,
}

/// The batch stays as it is.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct DeclineCorrection {
    pub correction: CorrectionId,
    pub reason: Line,
}

/// A batch was opened by mistake.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct GiveUpBatch {
    pub batch: BatchId,
    pub reason: Line,
}

/// A training that was held.
#[derive(Debug)]
pub enum TrainingKind {}
pub type TrainingId = Id<TrainingKind>;

/// Somebody who learnt, with his result.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct TraineeLine {
    pub maker: MakerId,
    pub result: TrainingResult,
}

/// A training is over.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RecordTraining {
    pub id: TrainingId,
    /// Needed where the user has the whole installation in reach.
    #[serde(default)]
    pub consignor: Option<ConsignorId>,
    /// Unique within the unit; a certificate's number begins with it.
    pub number: Line,
    /// What was learnt.
    pub title: Line,
    /// What was taught, a line each.
    #[serde(default)]
    pub content: Option<Note>,
    pub hours: Count,
    pub from: Day,
    pub to: Day,
    pub place: Line,
    pub examiner: Line,
    pub examiner_title: Line,
    pub trainees: Vec<TraineeLine>,
}

/// It was recorded wrongly.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct TakeTrainingBack {
    pub training: TrainingId,
    pub reason: Line,
}

/// Asks for the name on a certificate; the reading is logged.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct OpenCertificate {
    pub id: EntryId,
    pub training: TrainingId,
    pub maker: MakerId,
    /// What for.
    pub purpose: Line,
    /// Without the unit's name.
    #[serde(default)]
    pub neutral: Tick,
}

/// A batch should come back. Nobody hears of it before another agrees.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct DraftNotice {
    pub id: NoticeId,
    pub batch: BatchId,
    /// What is wrong; the public reads it.
    pub reason: Line,
    /// What to do with a piece of it; the public reads it.
    pub advice: Line,
}

/// Another agrees.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ApproveNotice {
    pub notice: NoticeId,
}

/// The draft comes to nothing.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct DropNotice {
    pub notice: NoticeId,
    pub reason: Line,
}

/// The notice is over.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct LiftNotice {
    pub notice: NoticeId,
    pub reason: Line,
}
