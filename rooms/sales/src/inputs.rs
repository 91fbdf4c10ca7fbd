//! What people and programs send. Every id is made by the sender.

use kernel::{
    AgreementId, BatchId, Count, Day, Line, Note, Price, ProductId, Quantity, RefundId, SaleId,
    ShopId, Time,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::Tick;

use crate::kinds::{Payment, Source};

/// A sale.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Sell {
    pub id: SaleId,
    /// The shop; needed of those who are not of one shop.
    #[serde(default)]
    pub shop: Option<ShopId>,
    /// Of whichever units' goods: each unit's are a sale of its own on the same receipt.
    #[serde(default)]
    pub lines: Vec<SellLine>,
    pub payment: Payment,
    /// When the buyer took it; now, when left out.
    #[serde(default)]
    pub sold_at: Option<Time>,
    /// The day, where only that is known.
    #[serde(default)]
    pub business_day: Option<Day>,
    /// The number on the buyer's receipt; made from the id when left out.
    #[serde(default)]
    pub receipt_number: Option<Line>,
    /// True for "yes, it is really there": a sale that happened beyond what the books have.
    #[serde(default)]
    pub really_there: Tick,
    /// True for "sell it all the same": pieces that are set aside for another buyer.
    // Left out of the digest where nobody says it: a sale of before it stood here is the same.
    #[serde(default, skip_serializing_if = "unticked")]
    pub take_held: Tick,
    /// True for "sell it all the same": pieces of a batch that must come back.
    #[serde(default, skip_serializing_if = "unticked")]
    pub take_recalled: Tick,
    /// True for "another sale": the shop has one with this receipt number on that day.
    #[serde(default, skip_serializing_if = "unticked")]
    pub same_number: Tick,
    /// Why a price lies below the unit's floor, or below what the shop owes for a piece.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub below_reason: Option<Line>,
    #[serde(default)]
    pub note: Option<Note>,
}

const fn unticked(tick: &Tick) -> bool {
    !tick.0
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct SellLine {
    pub product: ProductId,
    pub quantity: Quantity,
    /// The price of a unit that the buyer paid; the agreed one when left out.
    #[serde(default)]
    pub price: Option<Price>,
    /// The batch on the scanned label; first in first out when left out.
    #[serde(default)]
    pub batch: Option<BatchId>,
}

/// Pieces brought back by a buyer.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Refund {
    pub id: RefundId,
    pub sale: SaleId,
    pub lines: Vec<RefundLine>,
    pub reason: Line,
    /// True: back on the shelf; else set apart as damaged.
    #[serde(default)]
    pub resellable: Tick,
    #[serde(default)]
    pub business_day: Option<Day>,
    /// Why it is taken back after the return window.
    #[serde(default)]
    pub exception: Option<Line>,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RefundLine {
    /// The sale's line, from 1.
    pub position: Quantity,
    pub quantity: Quantity,
}

/// What was left on a shelf: the rest was sold.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct SellByCount {
    pub id: SaleId,
    #[serde(default)]
    pub shop: Option<ShopId>,
    pub counted_on: Day,
    /// A product that is left out was not counted: it stays as it is.
    #[serde(default)]
    pub lines: Vec<CountLine>,
    pub payment: Payment,
    #[serde(default)]
    pub note: Option<Note>,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct CountLine {
    pub product: ProductId,
    /// Pieces that are left.
    pub left: Count,
    /// What a piece was sold at, where the shop sets the price; what it last took when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Price>,
    /// Where the price or the shop's part changed since the last count: what was sold before. The
    /// rest of what is gone was sold at the prices and by the terms of the counted day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<SoldEarlier>,
}

/// Pieces that were sold at the price and by the terms of a day before the count.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct SoldEarlier {
    /// Any day since the last count on which they held.
    pub day: Day,
    /// Not said when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Count>,
}

/// Which sales to list.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListSales {
    /// In the receipt's number.
    #[serde(default)]
    pub q: Option<String>,
    #[serde(default)]
    pub shop: Option<ShopId>,
    #[serde(default)]
    pub agreement: Option<AgreementId>,
    #[serde(default)]
    pub product: Option<ProductId>,
    #[serde(default)]
    pub batch: Option<BatchId>,
    #[serde(default)]
    pub payment: Option<Payment>,
    #[serde(default)]
    pub source: Option<Source>,
    #[serde(default)]
    pub from: Option<Day>,
    #[serde(default)]
    pub to: Option<Day>,
    #[serde(default)]
    pub page: Option<Quantity>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListBelow {
    /// From 1.
    #[serde(default)]
    pub page: Option<Quantity>,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct OneSale {
    pub sale: SaleId,
}
