//! What people type of labels.

use kernel::{BatchId, Id, Line, Quantity, ShopId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub enum LabelKind {}
pub type LabelsId = Id<LabelKind>;
/// A change: its id makes it count once.
pub enum LabelChangeKind {}

db::text_enum! {
    /// What a label says beside name, price and code.
    pub enum Variant {
        /// Nothing more.
        Plain = "plain",
        /// Whose work it is: "Karya Warga Binaan".
        MadeInside = "made_inside",
        /// That its price is shared, with the proof behind the code.
        Shared = "shared",
    }
}

/// Which wording the labels of a batch at a shop carry.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RecordLabels {
    pub id: LabelsId,
    pub batch: BatchId,
    pub shop: ShopId,
    pub variant: Variant,
    /// All pieces of the batch that go to the shop.
    pub pieces: Quantity,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct TakeLabelsBack {
    pub id: Id<LabelChangeKind>,
    pub labels: LabelsId,
    pub reason: Line,
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct OneLabels {
    pub labels: LabelsId,
}

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub struct ListLabels {
    #[serde(default)]
    pub variant: Option<Variant>,
    #[serde(default)]
    pub page: Option<Quantity>,
}
