//! What other rooms, pages and the API see of this room.

use kernel::{Day, EntryId, OrderId, ProductId, Quantity, Rupiah, SaleId, ShopId, Time};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{kinds::OrderState, step};

/// An order as its shop sees it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Order {
    pub id: OrderId,
    pub shop_id: ShopId,
    /// `KXMTRWP`; people read it as `KXMT-RWP`.
    pub code: String,
    pub placed_at: Time,
    pub placed_on: Day,
    /// Where it stands now: time may have ended it.
    pub state: OrderState,
    pub held_until: Option<Time>,
    pub sale_id: Option<SaleId>,
    pub reason: Option<String>,
    pub ended_on: Option<Day>,
    /// The code of the campaign whose link the buyer followed.
    pub campaign: Option<String>,
    /// What was written last, whatever the clock says.
    #[serde(skip)]
    pub stored: OrderState,
    #[serde(skip)]
    pub hold_step: Option<EntryId>,
}

impl Order {
    /// With its state as of now.
    pub fn seen_at(mut self, now: Time) -> Self {
        self.state = self.stored.at(now, self.placed_at, self.held_until);
        self
    }
    /// Until when it waits for the shop's answer.
    pub fn open_until(&self) -> Time {
        step::after(self.placed_at, step::OPEN_HOURS)
    }
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OrderLine {
    pub product_id: ProductId,
    pub quantity: Quantity,
    /// What a piece cost when it was ordered.
    pub unit_price: Option<Rupiah>,
}

impl OrderLine {
    pub fn amount(&self) -> Option<Rupiah> {
        self.unit_price.map(|price| price.times(self.quantity))
    }
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WholeOrder {
    pub order: Order,
    pub lines: Vec<OrderLine>,
}

/// What was recorded of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Placed {
    pub id: OrderId,
    /// True when the same was already recorded before: it counted once.
    pub already: bool,
    /// What the buyer tells the shop: also the address of his page, `/pesan/lihat/{code}`.
    pub code: String,
}

/// An order as whoever has its code sees it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Slip {
    pub code: String,
    pub shop: String,
    pub state: OrderState,
    pub placed_on: Day,
    /// While the pieces are set aside.
    pub held_until: Option<Time>,
    pub lines: Vec<SlipLine>,
    /// Of all lines, where each has a price.
    pub total: Option<Rupiah>,
    /// The link by which the buyer's telephone writes to the shop.
    pub whatsapp: Option<String>,
    #[serde(skip)]
    pub shop_id: ShopId,
    #[serde(skip)]
    pub address: String,
    #[serde(skip)]
    pub opening_hours: Option<String>,
    #[serde(skip)]
    pub open_until: Time,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SlipLine {
    pub name: String,
    pub unit: String,
    pub quantity: Quantity,
    pub unit_price: Option<Rupiah>,
}

/// A thing that can be ordered at a shop.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Good {
    pub product: ProductId,
    pub name: String,
    pub unit: String,
    /// Today's price of a piece; nothing where the shop says it.
    pub price: Option<Rupiah>,
    /// Pieces that can still be ordered, at most 50: what others were promised is not counted.
    pub available: i64,
}

/// What can be ordered at a shop: a page of its goods.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Counter {
    pub shop_id: ShopId,
    pub shop: String,
    pub city: String,
    #[serde(skip)]
    pub address: String,
    #[serde(skip)]
    pub opening_hours: Option<String>,
    /// Whether the shop takes orders.
    pub accepts: bool,
    pub hold_hours: i64,
    pub goods: Vec<Good>,
    /// Products on all pages, also those of which none is left.
    pub total: usize,
    pub page: usize,
}

/// How a shop takes orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Settings {
    pub shop_id: ShopId,
    pub accepts: bool,
    pub hold_hours: i64,
}

/// What was recorded of an order that was collected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Collected {
    pub order_id: OrderId,
    /// The sale, or the first of the sales on its receipt.
    pub sale_id: SaleId,
    /// True when the same was already recorded before: it counted once.
    pub already: bool,
}
