//! What other rooms, pages and the API see of this room.

use kernel::{
    AgreementId, AskId, ConsignorId, Day, DeliveryId, ProductId, Quantity, RequestId, Rupiah,
    ShopId, UserId,
};
use schemars::JsonSchema;
use serde::Serialize;

use crate::kinds::RequestState;

/// What a buyer asked for.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AskSeen {
    pub id: AskId,
    pub shop_id: ShopId,
    pub product_id: Option<ProductId>,
    pub words: Option<String>,
    pub quantity: Quantity,
    pub price: Option<Rupiah>,
    pub asked_on: Day,
    pub recorded_by: UserId,
}

/// One wish of many buyers: a product, or the same words.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Wish {
    pub product_id: Option<ProductId>,
    /// As one of them was written; nothing where it is a product.
    pub words: Option<String>,
    /// How often it was asked for.
    pub times: i64,
    pub pieces: Quantity,
    /// Of those that named a price.
    pub lowest_price: Option<Rupiah>,
    pub highest_price: Option<Rupiah>,
    pub last_asked_on: Day,
}

/// A shop's request for more pieces.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RequestSeen {
    pub id: RequestId,
    pub consignor_id: ConsignorId,
    pub shop_id: ShopId,
    pub agreement_id: AgreementId,
    pub product_id: ProductId,
    pub quantity: Quantity,
    pub note: Option<String>,
    pub asked_on: Day,
    pub state: RequestState,
    /// What the unit said last, or why the shop took it back.
    pub answer_note: Option<String>,
    pub delivery_id: Option<DeliveryId>,
    pub answered_on: Option<Day>,
    pub recorded_by: UserId,
}
