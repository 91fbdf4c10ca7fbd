//! What the unit owes a shop, and what it gave back of it.

use kernel::{AgreementId, ConsignorId, Day, FileId, Id, Rupiah, ShopId, UserId};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    inputs::CreditRefundKind,
    kinds::{Decision, RemittanceMethod},
};

/// Statements below zero, less all that was laid on others, and all that the unit says it gave back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ShopCredit {
    pub agreement_id: AgreementId,
    pub consignor_id: ConsignorId,
    pub shop_id: ShopId,
    pub amount: Rupiah,
    /// Beside it, what the unit says it gave back and the shop has not confirmed.
    pub waiting: Rupiah,
}

/// Money that the unit gave back to a shop.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CreditRefund {
    pub id: Id<CreditRefundKind>,
    pub consignor_id: ConsignorId,
    pub agreement_id: AgreementId,
    pub shop_id: ShopId,
    pub amount: Rupiah,
    pub paid_on: Day,
    pub method: RemittanceMethod,
    pub reference: Option<String>,
    pub note: Option<String>,
    pub file_id: Option<FileId>,
    /// Recorded by the unit; confirmed, or rejected, by the shop. The unit may withdraw it first,
    /// which is a rejection of its own.
    pub state: Decision,
    pub created_by: UserId,
    pub decided_by: Option<UserId>,
    pub decided_on: Option<Day>,
    pub decided_note: Option<String>,
    /// Asked to be taken back, or taken back.
    pub taken_back: Option<Decision>,
    /// When it was taken back; from that day it is no payment.
    pub taken_back_on: Option<Day>,
}
