//! What people and programs send. Every id is made by the sender.

use kernel::{AskId, Day, DeliveryId, Line, Note, Price, ProductId, Quantity, RequestId, ShopId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::kinds::{AnswerKind, RequestState};

/// A buyer asked for something.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Ask {
    pub id: AskId,
    /// The shop; needed of those who are not of one shop.
    #[serde(default)]
    pub shop: Option<ShopId>,
    /// What it was, where it is in the catalogue; else `words` says it.
    #[serde(default)]
    pub product: Option<ProductId>,
    /// What the buyer said: "kandang ayam besar".
    #[serde(default)]
    pub words: Option<Line>,
    pub quantity: Quantity,
    /// What the buyer would pay for a piece, where he said.
    #[serde(default)]
    pub price: Option<Price>,
    /// Today, when left out.
    #[serde(default)]
    pub asked_on: Option<Day>,
}

/// A shop asks for more pieces.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Request {
    pub id: RequestId,
    /// The shop; needed of those who are not of one shop.
    #[serde(default)]
    pub shop: Option<ShopId>,
    pub product: ProductId,
    pub quantity: Quantity,
    #[serde(default)]
    pub note: Option<Note>,
    /// Today, when left out.
    #[serde(default)]
    pub asked_on: Option<Day>,
}

/// The unit promises, or has sent.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    pub request: RequestId,
    pub answer: AnswerKind,
    #[serde(default)]
    pub note: Option<Note>,
    /// The surat jalan of pieces that were sent.
    #[serde(default)]
    pub delivery: Option<DeliveryId>,
}

/// The unit does not send, and says why.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Decline {
    pub request: RequestId,
    pub reason: Line,
}

/// The shop takes an open request back.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Withdraw {
    pub request: RequestId,
    #[serde(default)]
    pub reason: Option<Line>,
}

/// Which asks to list.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListAsks {
    /// In the product's name or the buyer's words.
    #[serde(default)]
    pub q: Option<String>,
    #[serde(default)]
    pub shop: Option<ShopId>,
    #[serde(default)]
    pub product: Option<ProductId>,
    /// The very words of a wish without a product, whatever their capitals.
    #[serde(default)]
    pub words: Option<String>,
    #[serde(default)]
    pub from: Option<Day>,
    #[serde(default)]
    pub to: Option<Day>,
    #[serde(default)]
    pub page: Option<Quantity>,
}

/// Since when to sum.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct SumAsks {
    /// 90 days ago, when left out.
    #[serde(default)]
    pub from: Option<Day>,
}

/// Which requests to list.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListRequests {
    /// In the product's name.
    #[serde(default)]
    pub q: Option<String>,
    #[serde(default)]
    pub shop: Option<ShopId>,
    #[serde(default)]
    pub product: Option<ProductId>,
    #[serde(default)]
    pub state: Option<RequestState>,
    #[serde(default)]
    pub page: Option<Quantity>,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct OneRequest {
    pub request: RequestId,
}
