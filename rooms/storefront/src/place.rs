//! Pure: shops and units as anyone may know them.

use kernel::{ConsignorId, Day, Rupiah, ShopId};
use schemars::JsonSchema;
use serde::Serialize;

/// A shop that sells the goods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Shop {
    pub id: ShopId,
    pub name: String,
    pub address: String,
    pub city: String,
    /// Digits, the country's first: `628…`.
    pub whatsapp: Option<String>,
    pub opening_hours: Option<String>,
}

/// A unit whose workshop makes the goods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Unit {
    pub id: ConsignorId,
    /// Its name, or the brand that it chose instead.
    pub name: String,
    /// Whether that is a brand.
    pub branded: bool,
    pub complaint_contact: Option<String>,
    /// Of a unit under its own name.
    pub city: Option<String>,
    /// What it says of its programme.
    pub programme: Option<String>,
}

/// Totals over at least five people, rounded down so that no one person's part shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Totals {
    /// In fives.
    pub people: i64,
    /// In tens.
    pub pieces: i64,
    /// The makers' together, in hundreds of thousands.
    pub credited: Rupiah,
    /// Deposited, in hundreds of thousands.
    pub to_the_state: Rupiah,
}

/// When a shop's shelf of a product was last looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Seen {
    pub shop_id: ShopId,
    /// `sold`, `counted` or `received`.
    pub how: String,
    pub day: Day,
}
