//! What people and programs send. Every id is made by the sender.

use kernel::{Count, EntryId, Line, OrderId, Price, ProductId, Quantity, ShopId, Time};
use sales::Payment;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::Tick;

use crate::kinds::OrderState;

/// A buyer asks a shop to set pieces aside. Nobody asks who he is.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    pub id: OrderId,
    pub shop: ShopId,
    #[serde(default)]
    pub lines: Vec<PlaceLine>,
    /// The code of the campaign whose link he followed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub campaign: Option<Line>,
    /// Left empty by people, who do not see it; programs that fill in every field are refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct PlaceLine {
    pub product: ProductId,
    pub quantity: Quantity,
}

/// The shop sets the pieces aside, or for longer; `id` is the id of this step.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Hold {
    pub id: EntryId,
    pub order: OrderId,
    /// From now on; the shop's usual, when left out.
    #[serde(default)]
    pub hours: Option<Quantity>,
}

/// The buyer has come: this is a sale at the desk.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Collect {
    pub order: OrderId,
    pub payment: Payment,
    /// Where he takes fewer, or the shop sets the price; a product that is left out goes as it
    /// was ordered.
    #[serde(default)]
    pub lines: Vec<CollectLine>,
    #[serde(default)]
    pub really_there: Tick,
    #[serde(default)]
    pub take_held: Tick,
    #[serde(default)]
    pub take_recalled: Tick,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct CollectLine {
    pub product: ProductId,
    #[serde(default)]
    pub quantity: Option<Count>,
    #[serde(default)]
    pub price: Option<Price>,
}

/// It came to nothing: nobody came, or the shop cannot.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Lapse {
    pub order: OrderId,
    #[serde(default)]
    pub reason: Option<Line>,
}

/// The shop ends all orders that it has not answered; `id` is the id of this step.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct LapseOpen {
    pub id: EntryId,
    #[serde(default)]
    pub shop: Option<ShopId>,
    /// Those that were placed up to this moment: what came while he looked is left alone.
    pub placed_until: Time,
    #[serde(default)]
    pub reason: Option<Line>,
}

/// How a shop takes orders; `id` is the id of the change.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ChangeSettings {
    pub id: EntryId,
    #[serde(default)]
    pub shop: Option<ShopId>,
    /// Whether orders are taken at all.
    #[serde(default)]
    pub accepts: Tick,
    /// How long pieces are set aside, in hours: 1 to 168.
    pub hold_hours: Quantity,
}

/// Which orders to list.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListOrders {
    /// An order's code, or its beginning.
    #[serde(default)]
    pub q: Option<String>,
    #[serde(default)]
    pub state: Option<OrderState>,
    #[serde(default)]
    pub shop: Option<ShopId>,
    #[serde(default)]
    pub page: Option<Quantity>,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct OneOrder {
    pub order: OrderId,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct OneCode {
    pub code: String,
}

/// What can be ordered at a shop, a page at a time.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct OneCounter {
    pub shop: ShopId,
    /// What somebody came for: it stands first.
    #[serde(default)]
    pub product: Option<ProductId>,
    /// From 1; 30 products each.
    #[serde(default)]
    pub page: Option<Quantity>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct MaybeShop {
    /// The shop; needed of those who are not of one shop.
    #[serde(default)]
    pub shop: Option<ShopId>,
}
