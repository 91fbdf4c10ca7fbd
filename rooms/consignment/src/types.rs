//! What others may know of deliveries, shelves, movements, counts and differences.

use agreements::Side;
use kernel::{
    AgreementId, BatchId, ConsignorId, CountId, Day, DeliveryId, DiscrepancyId, MovementId,
    ProductId, Quantity, ReceiptId, Rupiah, ShopId, Time, UserId,
};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    discrepancy::Difference,
    inputs::ProposalId,
    kinds::{
        DeliveryState, Direction, MovementKind, MovementState, Origin, Party, ProposalState,
        Resolution, ShelfChange,
    },
};

/// A surat jalan.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Delivery {
    pub id: DeliveryId,
    pub consignor_id: ConsignorId,
    pub shop_id: ShopId,
    pub agreement_id: AgreementId,
    /// Unique within the unit: `SJ-2511-01`.
    pub number: String,
    pub sent_on: Day,
    pub exception_reason: Option<String>,
    pub carried_by: Option<String>,
    pub note: Option<String>,
    /// The shop that the goods come from, in a transfer.
    pub from_shop_id: Option<ShopId>,
    pub movement_id: Option<MovementId>,
    pub state: DeliveryState,
    pub created_by: UserId,
}

/// A surat jalan that its sender took back.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Recall {
    pub recalled_on: Day,
    pub reason: String,
}

/// A line of a surat jalan, with what the shop says of it once it has.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DeliveryLine {
    pub line_no: i64,
    pub product_id: ProductId,
    pub batch_id: BatchId,
    pub sent: Quantity,
    pub received: Option<Quantity>,
    pub note: Option<String>,
    pub has_photo: bool,
}

/// The shop's confirmation.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Receipt {
    pub id: ReceiptId,
    pub delivery_id: DeliveryId,
    pub received_on: Day,
    pub created_by: UserId,
}

/// One batch on a shop's shelf.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ShelfRow {
    pub consignor_id: ConsignorId,
    pub shop_id: ShopId,
    /// Under which it last came.
    pub agreement_id: AgreementId,
    pub product_id: ProductId,
    pub batch_id: BatchId,
    pub finished_on: Day,
    pub first_received_on: Day,
    pub last_received_on: Day,
    /// Accepted − returned − written off ± transferred.
    pub accountable: i64,
    /// By the ledger; below zero where more was sold than the books had.
    pub quantity: i64,
}

/// Goods on their way off a shelf without a sale.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Movement {
    pub id: MovementId,
    pub consignor_id: ConsignorId,
    pub shop_id: ShopId,
    pub agreement_id: AgreementId,
    pub kind: MovementKind,
    pub to_shop_id: Option<ShopId>,
    pub to_agreement_id: Option<AgreementId>,
    pub happened_on: Day,
    pub reason: String,
    pub has_photo: bool,
    pub state: MovementState,
    pub proposed_side: Side,
    pub borne_by: Option<Side>,
    pub booked_on: Option<Day>,
    pub decided_by: Option<UserId>,
    pub decided_note: Option<String>,
    pub created_by: UserId,
    #[serde(skip)]
    pub created_at: Option<Time>,
}

/// A line of a movement.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MovementLine {
    pub product_id: ProductId,
    pub batch_id: BatchId,
    pub quantity: Quantity,
}

/// A count of what is left.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CountSheet {
    pub id: CountId,
    pub consignor_id: ConsignorId,
    pub shop_id: ShopId,
    pub agreement_id: AgreementId,
    pub counted_on: Day,
    pub note: Option<String>,
    pub created_by: UserId,
}

/// A line of a count.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CountEntry {
    pub product_id: ProductId,
    /// By the books at that moment.
    pub expected: i64,
    pub counted: i64,
    pub note: Option<String>,
}

/// A difference that both sides settle.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Discrepancy {
    pub id: DiscrepancyId,
    pub consignor_id: ConsignorId,
    pub shop_id: ShopId,
    pub agreement_id: AgreementId,
    pub product_id: ProductId,
    pub batch_id: BatchId,
    pub origin: Origin,
    pub direction: Direction,
    pub delivery_id: Option<DeliveryId>,
    pub from_shop_id: Option<ShopId>,
    pub quantity: Quantity,
    /// What is not settled yet.
    pub open_quantity: Quantity,
    pub booked_on: Day,
    pub note: Option<String>,
    pub created_by: UserId,
    /// The receipt or the count that showed it.
    #[serde(skip)]
    pub document: uuid::Uuid,
}

impl Discrepancy {
    pub const fn difference(&self) -> Difference {
        match (self.origin, self.direction) {
            (Origin::Receipt, _) => Difference::NotArrived { from_shop: self.from_shop_id },
            (Origin::Count, Direction::Missing) => Difference::Missing,
            (Origin::Count, Direction::Found) => Difference::Found,
        }
    }
}

/// One side's word on a difference.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Proposal {
    pub id: ProposalId,
    pub side: Party,
    pub resolution: Resolution,
    pub quantity: Quantity,
    pub borne_by: Option<Side>,
    pub note: String,
    pub state: ProposalState,
    pub booked_on: Option<Day>,
    pub created_by: UserId,
}

/// A product's stock at a shop within a period, for a statement.
/// `closing = opening + received + transferred_in − transferred_out − returned − damaged − lost
/// + discrepancy − sold`, where sold is net of refunds and the sales room's own figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct StockRow {
    pub product_id: ProductId,
    pub opening: i64,
    pub received: i64,
    pub returned: i64,
    pub damaged: i64,
    pub lost: i64,
    pub transferred_in: i64,
    pub transferred_out: i64,
    /// Missing (below zero) or found at counts, and not settled otherwise.
    pub discrepancy: i64,
    pub closing: i64,
}

/// Pieces that the shop pays for without having sold them.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct BorneLoss {
    pub product_id: ProductId,
    pub batch_id: BatchId,
    pub kind: ShelfChange,
    pub quantity: Quantity,
    /// At the due price of the day: the shop's own part is not charged.
    pub charge: Rupiah,
    pub booked_on: Day,
    /// The movement, or the proposal by which a difference was settled.
    pub document: uuid::Uuid,
    /// The difference that was settled so.
    pub difference: Option<DiscrepancyId>,
}

/// What reached or left a shelf otherwise than by a sale.
#[derive(Debug, Clone, Copy)]
pub struct Passed {
    pub product_id: ProductId,
    pub batch_id: BatchId,
    /// Signed as the shelf sees it.
    pub quantity: i64,
    /// When it came or went by its paper, whatever day it is booked on.
    pub day: Day,
    /// The hour, where the paper was written on that day. Broken pieces are as broken at every hour
    /// of it: a count names them itself.
    pub at: Option<Time>,
    /// A count, or a difference that was settled: it says what was there.
    pub counts: bool,
}
