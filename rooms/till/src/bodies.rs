//! The bodies of acts, one for each kind. A field never changes its meaning: phones keep acts for
//! weeks, and a file for longer.

use kernel::{ActId, BatchId, Count, Day, Line, Note, Price, ProductId, Quantity, SaleId, Time};
use sales::{Payment, SoldEarlier};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// All of them, for the API's description.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Body {
    Sell(Sell),
    Refund(Refund),
    Count(ShelfCount),
    Ask(Ask),
    Request(Request),
    Drawer(Drawer),
    Withdraw(Withdraw),
}

/// `sell`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Sell {
    /// The number on the buyer's receipt: the device's code and its own number.
    pub receipt: Line,
    pub lines: Vec<SellLine>,
    pub payment: Payment,
    /// The day whose prices and terms the device had.
    pub priced_on: Day,
    #[serde(default)]
    pub note: Option<Note>,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct SellLine {
    pub product: ProductId,
    pub quantity: Quantity,
    pub price: Price,
    /// The batch on the scanned label.
    #[serde(default)]
    pub batch: Option<BatchId>,
}

/// `refund`: of what a `sell` of any device sold.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Refund {
    pub sale: SaleId,
    pub lines: Vec<RefundLine>,
    pub reason: Line,
    /// Back on the shelf; else set apart as damaged.
    #[serde(default)]
    pub resellable: bool,
    /// Why it is taken back after the return window.
    #[serde(default)]
    pub exception: Option<Line>,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RefundLine {
    pub product: ProductId,
    pub quantity: Quantity,
}

/// `count`: what is left on the shelf; the rest was sold.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ShelfCount {
    pub counted_on: Day,
    /// A product that is left out was not counted.
    pub lines: Vec<CountLine>,
    pub payment: Payment,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct CountLine {
    pub product: ProductId,
    /// Good pieces.
    pub left: Count,
    /// All broken ones that lie there: the unit is asked to confirm those that it has not.
    pub damaged: Count,
    /// What a piece was sold at, where the shop sets the price.
    #[serde(default)]
    pub price: Option<Price>,
    /// Where the price or the shop's part changed since the last count: what was sold before. What
    /// is not said was sold as on the counted day.
    #[serde(default)]
    pub earlier: Vec<SoldEarlier>,
}

/// `ask`: a buyer asked for it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Ask {
    #[serde(default)]
    pub product: Option<ProductId>,
    #[serde(default)]
    pub words: Option<Line>,
    pub quantity: Quantity,
    #[serde(default)]
    pub price: Option<Price>,
}

/// `request`: the unit should send more.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Request {
    pub product: ProductId,
    pub quantity: Quantity,
    #[serde(default)]
    pub note: Option<Note>,
}

/// `drawer`: the end of the day.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Drawer {
    /// When the drawer was closed before; nothing at the first time.
    #[serde(default)]
    pub from: Option<Time>,
    /// Cash that was in it then.
    pub opened_with: Count,
    /// Cash that should be in it now; may be below zero when more was given back than came in.
    pub expected: i64,
    pub counted: Count,
    pub receipts: Count,
    #[serde(default)]
    pub note: Option<Note>,
}

/// `withdraw`: the shop gives up an act that was refused.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Withdraw {
    pub act: ActId,
    pub reason: Line,
}
