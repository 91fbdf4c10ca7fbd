//! What people send, by page or by API.

use agreements::Side;
use kernel::{
    AgreementId, BatchId, Count, CountId, Day, DeliveryId, DiscrepancyId, Id, Line, MovementId,
    Note, ProductId, Quantity, ReceiptId,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::Upload;

use crate::kinds::{MovementKind, Resolution};

/// One side's word on how a difference is settled.
#[derive(Debug)]
pub enum ProposalKind {}
pub type ProposalId = Id<ProposalKind>;

/// A surat jalan taken back.
#[derive(Debug)]
pub enum RecallKind {}
pub type RecallId = Id<RecallKind>;

/// So many pieces of a batch.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct BatchLine {
    pub batch: BatchId,
    pub quantity: Quantity,
}

/// Goods leave the workshop for a shop: the surat jalan.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Deliver {
    pub id: DeliveryId,
    /// Says from whom, to which shop, and what may be sent.
    pub agreement: AgreementId,
    /// Left out, the unit's next free number of the month is taken.
    #[serde(default)]
    pub number: Option<Line>,
    pub sent_on: Day,
    pub lines: Vec<BatchLine>,
    /// Why goods leave although the agreement does not cover them on that day.
    #[serde(default)]
    pub exception_reason: Option<Line>,
    /// Who takes them there.
    #[serde(default)]
    pub carried_by: Option<Line>,
    #[serde(default)]
    pub note: Option<Note>,
}

/// The sender takes a surat jalan back before the shop has confirmed it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RecallDelivery {
    pub id: RecallId,
    pub delivery: DeliveryId,
    pub reason: Line,
}

/// The shop's own count of one line.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ReceivedLine {
    pub batch: BatchId,
    /// From none to as many as were sent.
    pub received: Count,
    #[serde(default)]
    pub note: Option<Line>,
    /// A picture of what is wrong; re-encoded, its metadata stripped.
    #[serde(default)]
    pub photo: Option<Upload>,
}

/// The shop confirms what arrived, line by line.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Receive {
    pub id: ReceiptId,
    pub delivery: DeliveryId,
    pub received_on: Day,
    pub lines: Vec<ReceivedLine>,
}

/// Goods are to leave a shelf without a sale.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ProposeMovement {
    pub id: MovementId,
    /// Says whose goods, and at which shop.
    pub agreement: AgreementId,
    pub kind: MovementKind,
    /// A transfer's goal: the agreement with the other shop.
    #[serde(default)]
    pub to_agreement: Option<AgreementId>,
    pub happened_on: Day,
    pub reason: Line,
    pub lines: Vec<BatchLine>,
    #[serde(default)]
    pub photo: Option<Upload>,
}

/// The other side's yes.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ConfirmMovement {
    pub movement: MovementId,
}

/// The other side's no, or the proposer's change of mind.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct DropMovement {
    pub movement: MovementId,
    pub reason: Line,
}

/// What is left of one product.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct CountedLine {
    pub product: ProductId,
    pub counted: Count,
    #[serde(default)]
    pub note: Option<Line>,
}

/// What is left on the shelf is counted (hitung sisa).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct TakeCount {
    pub id: CountId,
    /// Says whose goods, and at which shop.
    pub agreement: AgreementId,
    /// Today: the books are held against the shelf as it stands.
    pub counted_on: Day,
    /// A product that is left out was not counted: it stays as it is.
    #[serde(default)]
    pub lines: Vec<CountedLine>,
    #[serde(default)]
    pub note: Option<Note>,
}

/// One side says what became of pieces that differ.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ProposeResolution {
    pub id: ProposalId,
    pub discrepancy: DiscrepancyId,
    pub resolution: Resolution,
    pub quantity: Quantity,
    /// Who bears a loss; only for a loss.
    #[serde(default)]
    pub borne_by: Option<Side>,
    pub note: Line,
}

/// The other side agrees.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ConfirmResolution {
    pub discrepancy: DiscrepancyId,
    pub proposal: ProposalId,
}
