//! What people send: the same types for the forms and the API.

use agreements::{ExpenseKind, inputs::Percent};
use kernel::{
    AgreementId, BillingId, ConsignorId, Count, Day, DistributionId, EntryId, ExpenseId, Id, JobId,
    Line, MakerId, Note, PayoutId, Price, Quantity, RemittanceId, RuleId, Rupiah, StatementId,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Tick, Upload};

use crate::kinds::{Base, PayoutMethod, PremiPart, RecipientKind, RemittanceMethod};

/// Premi on its way to another unit.
#[derive(Debug)]
pub enum TransferKind {}
/// The taking back of a billing's payment.
#[derive(Debug)]
pub enum ReversalKind {}
/// The taking back of a payout.
#[derive(Debug)]
pub enum PayoutReversalKind {}
/// The taking back of a shop's remittance or expense.
#[derive(Debug)]
pub enum MoneyReversalKind {}
/// Money that the unit gives back to a shop.
#[derive(Debug)]
pub enum CreditRefundKind {}
/// The payment of a billing.
#[derive(Debug)]
pub enum DepositKind {}
/// A change of how a unit settles.
pub enum SettingKind {}
/// A target of state revenue.
pub enum TargetKind {}

/// The shop's word on a statement.
#[derive(Debug)]
pub enum AnswerKind {}

/// Closes the agreement's running period.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct CloseStatement {
    pub id: StatementId,
    pub agreement: AgreementId,
    /// The last day of the period; it must be over.
    pub to: Day,
    /// Unique within the unit; the next free one when left out.
    #[serde(default)]
    pub number: Option<Line>,
    #[serde(default)]
    pub note: Option<Note>,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ApproveStatement {
    pub statement: StatementId,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RejectStatement {
    pub statement: StatementId,
    pub reason: Note,
}

/// The shop agrees to a statement.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct AgreeStatement {
    pub id: Id<AnswerKind>,
    pub statement: StatementId,
}

/// The shop says what is wrong with a statement.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct DisputeStatement {
    pub id: Id<AnswerKind>,
    pub statement: StatementId,
    pub reason: Note,
}

/// Something the shop spent and may deduct by the agreement.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RecordExpense {
    pub id: ExpenseId,
    pub agreement: AgreementId,
    pub kind: ExpenseKind,
    pub amount: Price,
    pub spent_on: Day,
    pub note: Note,
    #[serde(default)]
    pub evidence: Option<Upload>,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ConfirmExpense {
    pub expense: ExpenseId,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RejectExpense {
    pub expense: ExpenseId,
    pub reason: Note,
}

/// Money on its way from the shop to the unit.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ReportRemittance {
    pub id: RemittanceId,
    pub agreement: AgreementId,
    pub amount: Price,
    pub paid_on: Day,
    pub method: RemittanceMethod,
    /// The bank's or the receipt's number.
    #[serde(default)]
    pub reference: Option<Line>,
    #[serde(default)]
    pub note: Option<Note>,
    #[serde(default)]
    pub evidence: Option<Upload>,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ConfirmRemittance {
    pub remittance: RemittanceId,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RejectRemittance {
    pub remittance: RemittanceId,
    pub reason: Note,
}

/// A confirmed remittance was recorded wrongly: it never came, or not so much, or under another
/// agreement.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ReverseRemittance {
    pub id: Id<MoneyReversalKind>,
    pub remittance: RemittanceId,
    pub reason: Note,
}

/// A confirmed expense was recorded wrongly.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ReverseExpense {
    pub id: Id<MoneyReversalKind>,
    pub expense: ExpenseId,
    pub reason: Note,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ConfirmMoneyReversal {
    pub money_reversal: Id<MoneyReversalKind>,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RejectMoneyReversal {
    pub money_reversal: Id<MoneyReversalKind>,
    pub reason: Note,
}

/// The unit gives a shop back what its statements owe it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RefundCredit {
    pub id: Id<CreditRefundKind>,
    pub agreement: AgreementId,
    pub amount: Price,
    pub paid_on: Day,
    pub method: RemittanceMethod,
    #[serde(default)]
    pub reference: Option<Line>,
    #[serde(default)]
    pub note: Option<Note>,
    #[serde(default)]
    pub evidence: Option<Upload>,
}

/// The shop has the money.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ConfirmCredit {
    pub credit_refund: Id<CreditRefundKind>,
}

/// The shop has not got it, or not so much.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RejectCredit {
    pub credit_refund: Id<CreditRefundKind>,
    pub reason: Note,
}

/// The unit did not give it, or not so.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct WithdrawCredit {
    pub credit_refund: Id<CreditRefundKind>,
    pub reason: Note,
}

/// A refund that the shop confirmed was recorded wrongly.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ReverseCredit {
    pub id: Id<MoneyReversalKind>,
    pub credit_refund: Id<CreditRefundKind>,
    pub reason: Note,
}

/// One recipient of a rule.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RecipientInput {
    pub kind: RecipientKind,
    /// Whom `other` means.
    #[serde(default)]
    pub name: Option<Line>,
    /// Of the rule's base, to this recipient.
    pub share: Percent,
}

/// A rule, or the next version of one with the same name.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct DraftRule {
    pub id: RuleId,
    /// Needed of those who see several units.
    #[serde(default)]
    pub consignor: Option<ConsignorId>,
    pub name: Line,
    pub valid_from: Day,
    pub base: Base,
    pub legal_basis: Note,
    #[serde(default)]
    pub decree_number: Option<Line>,
    pub approving_officer: Line,
    pub recipients: Vec<RecipientInput>,
    /// Which recipient gets what rounding leaves, counted from 1.
    pub remainder_to: Quantity,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ApproveRule {
    pub rule: RuleId,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RejectRule {
    pub rule: RuleId,
    pub reason: Note,
}

/// Shares a statement by the rule of its last day.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Distribute {
    pub id: DistributionId,
    pub statement: StatementId,
    /// Uses the product's estimated cost where a batch has none, and says so for ever.
    #[serde(default)]
    pub estimated: Tick,
}

/// Shares what a job made to order brought in, by the rule of the day of its hand-over.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct DistributeJob {
    pub id: DistributionId,
    pub job: JobId,
    /// Uses the product's estimated cost where the batch has none, and says so for ever.
    #[serde(default)]
    pub estimated: Tick,
}

/// Premi paid to a maker.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RecordPayout {
    pub id: PayoutId,
    pub maker: MakerId,
    pub part: PremiPart,
    pub amount: Price,
    pub method: PayoutMethod,
    #[serde(default)]
    pub reference: Option<Line>,
    pub paid_on: Day,
    #[serde(default)]
    pub note: Option<Note>,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ConfirmPayout {
    pub payout: PayoutId,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RejectPayout {
    pub payout: PayoutId,
    pub reason: Note,
}

/// Sends the whole balance of a maker who moved after him.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct SendPremi {
    pub id: Id<TransferKind>,
    pub maker: MakerId,
    pub sent_on: Day,
    /// The number of the transfer, or of the paper that goes with it.
    pub reference: Line,
    #[serde(default)]
    pub note: Option<Note>,
    #[serde(default)]
    pub scan: Option<Upload>,
}

/// The unit he went to has the money.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ReceivePremi {
    pub id: EntryId,
    pub transfer: Id<TransferKind>,
}

/// The unit he went to has not got it, or not so.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RejectPremi {
    pub id: EntryId,
    pub transfer: Id<TransferKind>,
    pub reason: Note,
}

/// A billing of the treasury. Its amount is the sum of the dues it covers.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct IssueBilling {
    pub id: BillingId,
    /// Fifteen digits.
    pub code: Line,
    pub issued_on: Day,
    /// Seven days later when left out.
    #[serde(default)]
    pub expires_on: Option<Day>,
    pub distributions: Vec<DistributionId>,
}

/// The state's part was paid.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RecordDeposit {
    pub id: Id<DepositKind>,
    pub billing: BillingId,
    pub paid_on: Day,
    #[serde(default)]
    pub ntb: Option<Line>,
    /// Sixteen letters and digits.
    pub ntpn: Line,
    #[serde(default)]
    pub scan: Option<Upload>,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ConfirmDeposit {
    pub billing: BillingId,
    /// The payment that was compared, where it is named: none that was recorded after it.
    #[serde(default)]
    pub deposit: Option<Id<DepositKind>>,
}

/// A payment of a billing was recorded wrongly: its number, its amount or its day.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ReverseDeposit {
    pub id: Id<ReversalKind>,
    pub billing: BillingId,
    pub reason: Note,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ConfirmReversal {
    pub reversal: Id<ReversalKind>,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RejectReversal {
    pub reversal: Id<ReversalKind>,
    pub reason: Note,
}

/// A confirmed payout of premi was recorded wrongly: its maker, its half or its amount.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ReversePayout {
    pub id: Id<PayoutReversalKind>,
    pub payout: PayoutId,
    pub reason: Note,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ConfirmPayoutReversal {
    pub payout_reversal: Id<PayoutReversalKind>,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RejectPayoutReversal {
    pub payout_reversal: Id<PayoutReversalKind>,
    pub reason: Note,
}

/// What a unit is expected to deposit.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct SetTarget {
    pub id: Id<TargetKind>,
    #[serde(default)]
    pub consignor: Option<ConsignorId>,
    pub year: Quantity,
    /// 1 to 12; 0 for the whole year.
    pub month: Count,
    pub amount: Rupiah,
    #[serde(default)]
    pub basis: Option<Line>,
}

/// How a unit settles.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct SetSetting {
    pub id: Id<SettingKind>,
    #[serde(default)]
    pub consignor: Option<ConsignorId>,
    /// Of each maker's premi, to be used inside; the rest is saved.
    pub usable: Percent,
    /// Days after which an unpaid due of the state is late.
    pub deposit_days: Quantity,
    /// Six digits.
    #[serde(default)]
    pub account_code: Option<Line>,
    pub legal_basis: Line,
}

/// Asks for the names on the office's copy of all slips of a distribution; each is logged.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct OpenSlips {
    pub id: EntryId,
    pub distribution: DistributionId,
    /// What for.
    pub purpose: Line,
}

/// The same for one maker's slip.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct OpenSlip {
    pub id: EntryId,
    pub distribution: DistributionId,
    pub maker: MakerId,
    /// What for.
    pub purpose: Line,
}
