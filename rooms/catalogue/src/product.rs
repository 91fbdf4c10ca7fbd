//! What other rooms know of a product.

use kernel::{ConsignorId, Day, Id, PhotoId, ProductId, Rupiah, Time, UserId};
use schemars::JsonSchema;
use serde::Serialize;

/// A thing that is made and sold under one code; one variant of its family.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Product {
    pub id: ProductId,
    pub consignor_id: ConsignorId,
    /// The id of the family's first product.
    pub family_id: ProductId,
    /// What tells it from the others of its family: `besar`.
    pub variant: Option<String>,
    /// Unique within its unit: `PT-01`.
    pub code: String,
    pub name: String,
    /// The word for one piece: `buah`.
    pub unit: String,
    pub category: Option<String>,
    pub size: Option<String>,
    pub material: Option<String>,
    pub care: Option<String>,
    pub description: Option<String>,
    /// What a piece is thought to cost, until a batch knows better.
    pub hpp_estimate: Option<Rupiah>,
    /// A price below it needs a reason.
    pub floor_price: Option<Rupiah>,
    pub barcode: Option<String>,
    /// Within how many days an order can be promised.
    pub promise_days: Option<i64>,
    pub active: bool,
    /// Counts the edits from 1.
    pub revision: i64,
}

impl Product {
    /// `Perangkap tikus`, or `Perangkap tikus (besar)`.
    pub fn title(&self) -> String {
        match &self.variant {
            Some(variant) => format!("{} ({variant})", self.name),
            None => self.name.clone(),
        }
    }
    /// What stands on the label and is read by the till: the barcode, or the own code.
    pub fn label(&self) -> &str {
        self.barcode.as_deref().unwrap_or(&self.code)
    }
}

/// A product as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Listed {
    #[serde(flatten)]
    pub product: Product,
    /// Today's price; nothing before the first.
    pub price: Option<Rupiah>,
    /// The first photo.
    pub photo: Option<PhotoId>,
    pub photo_alt: Option<String>,
}

/// One line of a product's prices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PriceLine {
    /// Counts the lines of a product from 1.
    pub seq: i64,
    pub valid_from: Day,
    pub price: Rupiah,
    /// The line of the same day that this one corrects.
    pub corrects: Option<i64>,
    pub reason: Option<String>,
    pub created_by: UserId,
    pub created_at: Time,
}

/// A photo that is shown; its bytes are at `/foto/{id}` and `/foto/{id}/kecil`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Photo {
    pub id: PhotoId,
    /// What it shows, in words.
    pub alt: String,
    pub width: i64,
    pub height: i64,
}

/// The answer of an action on a part of a product: a price, a photo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Part {
    /// The part's id.
    pub id: uuid::Uuid,
    pub product: ProductId,
    /// True when the same was already recorded before: it counted once.
    pub already: bool,
}

impl Part {
    pub(crate) fn new<K>(id: Id<K>, product: ProductId) -> Self {
        Self { id: id.uuid(), product, already: false }
    }
    pub(crate) fn again<K>(id: Id<K>, product: ProductId) -> Self {
        Self { already: true, ..Self::new(id, product) }
    }
}
