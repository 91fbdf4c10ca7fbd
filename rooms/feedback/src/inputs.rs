//! What people and programs send.

use kernel::{BatchId, ComplaintId, Day, Line, Note, Quantity, ReviewId, SaleId, ShopId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::Tick;

use crate::kinds::{ComplaintState, ReviewState};

/// What stands on a receipt.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct FindReceipt {
    pub shop: ShopId,
    pub day: Day,
    pub number: Line,
    /// Beside the number: `3F9A-22C1`.
    pub code: Line,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct OneReceipt {
    pub receipt: SaleId,
}

/// A rating of one line of a receipt; sent again, it replaces what was said.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Rate {
    pub receipt: SaleId,
    /// The line, as the receipt names it.
    pub sale: SaleId,
    pub position: Quantity,
    /// 1 to 5.
    pub rating: Quantity,
    #[serde(default)]
    pub words: Option<Note>,
    /// Left empty by people, who do not see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
}

/// Something is wrong with a line of a receipt.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Complain {
    pub id: ComplaintId,
    pub receipt: SaleId,
    pub sale: SaleId,
    pub position: Quantity,
    pub words: Note,
    /// Left empty by people, who do not see it.
    #[serde(default)]
    pub website: Option<String>,
}

/// Somebody who approves lets words through, or not.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Decide {
    pub review: ReviewId,
    /// Which of them he read.
    pub revision: Quantity,
    #[serde(default)]
    pub show: Tick,
    /// Needed where they are not shown.
    #[serde(default)]
    pub reason: Option<Line>,
}

/// The unit or the shop answers; the buyer reads it at his receipt's link.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Answer {
    pub complaint: ComplaintId,
    pub answer: Note,
}

/// It is settled.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Close {
    pub complaint: ComplaintId,
    /// What was done: `diganti baru`.
    pub outcome: Line,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListReviews {
    #[serde(default)]
    pub state: Option<ReviewState>,
    /// Only of what was made together.
    #[serde(default)]
    pub batch: Option<BatchId>,
    #[serde(default)]
    pub page: Option<Quantity>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListComplaints {
    #[serde(default)]
    pub state: Option<ComplaintState>,
    #[serde(default)]
    pub page: Option<Quantity>,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct OneComplaint {
    pub complaint: ComplaintId,
}
