//! What devices hear.

use agreements::Side;
use kernel::{
    ActId, BatchId, ConsignorId, Day, DeviceId, ProductId, Quantity, Rupiah, ShopId, Time, UserId,
};
use schemars::JsonSchema;
use serde::Serialize;

use crate::kinds::{ActState, Answer};

/// The answer to one act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Told {
    pub id: ActId,
    pub state: Answer,
    /// Of a refusal: the stable code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Of a refusal: the sentence that says what to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The shop gave it up, for this reason: it was not done and will not be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given_up: Option<String>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Enrolled {
    pub id: DeviceId,
    pub already: bool,
    /// Stands on the device's receipts: `A-0042`.
    pub code: String,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Device {
    pub id: DeviceId,
    pub shop_id: ShopId,
    pub code: String,
    pub name: String,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Named<T> {
    pub id: T,
    pub name: String,
}

/// What a device learns when it meets the house.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Greeting {
    pub now: Time,
    pub shop: Named<ShopId>,
    pub user: Named<UserId>,
    /// The capabilities of the one who is there.
    pub may: Vec<&'static str>,
    /// Nothing: introduce it (again).
    pub device: Option<Device>,
    /// From and to, both included: the numbers of this device's acts that the house holds.
    pub have: Vec<(i64, i64)>,
    /// Refused acts of this device that were given up at the desk, the latest first.
    pub given_up: Vec<GivenUp>,
    /// Acts in one request that a phone should send at most.
    pub acts_max: i64,
}

/// What somebody at the desk gave up for a device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct GivenUp {
    pub act: ActId,
    pub reason: String,
}

/// Everything that a device needs to sell without the house.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Snapshot {
    pub made_at: Time,
    pub day: Day,
    pub shop: ShopCard,
    /// The most sold first.
    pub goods: Vec<Good>,
    pub labels: Vec<Label>,
    pub last_count: Option<Day>,
    /// Batches on this shelf that must come back.
    pub recalls: Vec<Recalled>,
}

/// A batch that must come back; its pieces should not be sold.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Recalled {
    pub batch: BatchId,
    pub product: ProductId,
    /// The code on its label.
    pub label: String,
    pub reason: String,
    pub advice: String,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ShopCard {
    pub id: ShopId,
    pub name: String,
    pub address: String,
    pub whatsapp: Option<String>,
    pub qris: Option<QrisCard>,
}

/// The shop's own code, checked.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct QrisCard {
    pub code: String,
    pub merchant: String,
    pub nmid: String,
    pub city: String,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Good {
    pub product: ProductId,
    pub consignor: ConsignorId,
    pub code: String,
    pub barcode: Option<String>,
    pub name: String,
    pub variant: Option<String>,
    pub unit: String,
    /// Of one unit; nothing where the shop sets it at the sale.
    pub price: Option<Rupiah>,
    pub price_set_by: Side,
    /// Below this a price is not taken: the unit's floor, or what the shop owes for a piece.
    pub floor_price: Option<Rupiah>,
    /// The shop's part of one unit at that price.
    pub shop_part: Option<Rupiah>,
    pub shelf: Quantity,
    /// Broken ones that the unit has confirmed: they are not of the shelf any more.
    pub broken: Quantity,
    /// What of the shelf is set aside for buyers who ordered.
    pub held: Vec<Held>,
    /// What held since the last count and holds no more, the oldest first.
    pub earlier: Vec<sales::Earlier>,
    /// In the last 28 days.
    pub sold: Quantity,
    /// Days within which the buyer may bring it back.
    pub return_days: i64,
    /// The address of a small photo.
    pub photo: Option<String>,
    pub photo_alt: Option<String>,
}

/// Pieces that are promised to a buyer until a moment; then they are free again.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Held {
    pub quantity: Quantity,
    pub until: Time,
}

/// What a scanner reads, and what it means.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Label {
    pub label: String,
    pub product: ProductId,
    pub batch: Option<BatchId>,
}

/// A refused act, for the desk: one that waits for a decision, or was given up.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Refused {
    pub act: ActId,
    pub shop: ShopId,
    /// The code of its device.
    pub device: String,
    pub seq: i64,
    pub kind: String,
    pub state: ActState,
    pub happened_at: Time,
    /// Why it was refused.
    pub detail: String,
    pub body: serde_json::Value,
    /// Why it was given up, and who did at the desk.
    pub reason: Option<String>,
    pub given_up_by: Option<UserId>,
}

/// A device with what came of it, for the desk.
#[derive(Debug, Clone)]
pub struct Seen {
    pub device: Device,
    pub acts: i64,
    pub highest: i64,
    pub last_received_at: Option<Time>,
}

/// What is known of an act that came before.
pub(crate) struct Known {
    pub shop: ShopId,
    pub state: ActState,
    pub digest: Vec<u8>,
    pub reason: Option<String>,
}
