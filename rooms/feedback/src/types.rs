//! What pages and the API see of what buyers say.

use kernel::{
    BatchId, ComplaintId, ConsignorId, Day, ProductId, Quantity, ReviewId, SaleId, ShopId, UserId,
};
use schemars::JsonSchema;
use serde::Serialize;

use crate::kinds::{ComplaintState, ReviewState};

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Review {
    pub id: ReviewId,
    pub sale_id: SaleId,
    pub position: i64,
    pub consignor_id: ConsignorId,
    pub shop_id: ShopId,
    pub product_id: ProductId,
    pub batch_id: BatchId,
    /// 1 to 5.
    pub rating: i64,
    pub words: Option<String>,
    pub revision: i64,
    pub rated_on: Day,
    pub state: ReviewState,
    pub decided_by: Option<UserId>,
    pub reason: Option<String>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Complaint {
    pub id: ComplaintId,
    pub receipt_id: SaleId,
    pub sale_id: SaleId,
    pub position: i64,
    pub consignor_id: ConsignorId,
    pub shop_id: ShopId,
    pub product_id: ProductId,
    pub batch_id: BatchId,
    pub words: String,
    pub made_on: Day,
    pub state: ComplaintState,
    pub answer: Option<String>,
    pub answered_by: Option<UserId>,
    pub answered_on: Option<Day>,
    pub outcome: Option<String>,
    pub closed_on: Option<Day>,
}

/// A receipt as whoever holds it sees it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Held {
    pub receipt: SaleId,
    pub shop: String,
    pub number: String,
    pub day: Day,
    pub lines: Vec<HeldLine>,
    pub complaints: Vec<Told>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct HeldLine {
    pub sale: SaleId,
    pub position: i64,
    pub product: String,
    pub unit: String,
    pub quantity: Quantity,
    /// The batch's code, as it stands on the label.
    pub batch: String,
    /// Why the batch must come back, and what to do; nothing where it need not.
    pub recalled: Option<Recalled>,
    /// What he said of it, if he did.
    pub rating: Option<i64>,
    pub words: Option<String>,
    pub state: Option<ReviewState>,
}

/// What a buyer must know of a batch that must come back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Recalled {
    pub reason: String,
    pub advice: String,
}

/// A complaint and what became of it, for him who made it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Told {
    pub words: String,
    pub made_on: Day,
    pub state: ComplaintState,
    pub answer: Option<String>,
    pub outcome: Option<String>,
}

/// The receipt that was found or spoken of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Found {
    /// The end of its link: `/ulasan/{receipt}`.
    pub receipt: SaleId,
}
