//! What was recorded wrongly and is taken back, or asked to be.

use kernel::{
    AgreementId, BillingId, ConsignorId, Day, ExpenseId, FileId, Id, PayoutId, RemittanceId,
    Rupiah, ShopId, UserId,
};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    inputs::{CreditRefundKind, DepositKind, MoneyReversalKind, PayoutReversalKind, ReversalKind},
    kinds::Decision,
};

/// A shop's remittance or expense, or what was given back to it, that was confirmed wrongly.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MoneyReversal {
    pub id: Id<MoneyReversalKind>,
    pub consignor_id: ConsignorId,
    pub agreement_id: AgreementId,
    pub shop_id: ShopId,
    /// Of exactly one of these.
    pub remittance_id: Option<RemittanceId>,
    pub expense_id: Option<ExpenseId>,
    pub credit_refund_id: Option<Id<CreditRefundKind>>,
    pub amount: Rupiah,
    /// The day of the books, once confirmed: never in a closed period.
    pub booked_on: Option<Day>,
    pub reason: String,
    pub state: Decision,
    pub created_by: UserId,
    pub decided_by: Option<UserId>,
    pub decided_note: Option<String>,
}

/// A payout that was recorded wrongly, taken back or asked to be.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PayoutReversal {
    pub id: Id<PayoutReversalKind>,
    pub consignor_id: ConsignorId,
    pub payout_id: PayoutId,
    pub reason: String,
    /// Once confirmed, the amount stands in the maker's account again.
    pub state: Decision,
    pub created_by: UserId,
    pub decided_by: Option<UserId>,
    pub decided_note: Option<String>,
}

/// A payment of a billing that was recorded wrongly and taken back.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DepositReversal {
    pub id: Id<ReversalKind>,
    pub consignor_id: ConsignorId,
    pub billing_id: BillingId,
    /// Of the billing.
    pub code: String,
    pub amount: Rupiah,
    /// Whether it stood in the books; else it was only recorded.
    pub posted: bool,
    pub paid_on: Day,
    pub ntb: Option<String>,
    pub ntpn: String,
    pub file_id: Option<FileId>,
    pub recorded_by: UserId,
    pub confirmed_by: Option<UserId>,
    pub reason: String,
    /// Once confirmed, the billing is unpaid again.
    pub state: Decision,
    pub created_by: UserId,
    pub decided_by: Option<UserId>,
    pub decided_note: Option<String>,
    /// Under it the next payment of the billing is recorded and posted.
    #[serde(skip)]
    pub(crate) next_id: BillingId,
    #[serde(skip)]
    pub(crate) deposit_id: Option<Id<DepositKind>>,
}
