//! What pages and the API see of labels.

use kernel::{BatchId, ConsignorId, Day, ProductId, Quantity, ShopId};
use schemars::JsonSchema;
use serde::Serialize;

use super::inputs::{LabelsId, Variant};

/// The labels of a batch at a shop.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Labels {
    pub id: LabelsId,
    pub consignor_id: ConsignorId,
    pub batch_id: BatchId,
    pub product_id: ProductId,
    pub shop_id: ShopId,
    pub variant: Variant,
    pub pieces: Quantity,
    pub labelled_on: Day,
    pub taken_back_on: Option<Day>,
    pub taken_back_reason: Option<String>,
}
