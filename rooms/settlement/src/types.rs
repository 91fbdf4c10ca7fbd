//! What others may know of statements, money on its way, rules, premi and the state's part.

use kernel::{
    AgreementId, BatchId, BillingId, ConsignorId, Day, DistributionId, ExpenseId, FileId, Id,
    JobId, MakerId, PayoutId, Period, ProductId, Quantity, RemittanceId, RuleId, Rupiah, Share,
    ShopId, StatementId, TermsId, Time, UserId,
};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    distribution::Figures,
    inputs::{DepositKind, TransferKind},
    kinds::{
        Base, BillingState, Decision, PayoutMethod, PremiPart, RecipientKind, RemittanceMethod,
        RuleState, ShopAnswer, StatementState, Why,
    },
    split::{Recipient, Split},
};

pub use crate::types_reversal::{DepositReversal, MoneyReversal, PayoutReversal};

/// A closed nota.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Statement {
    pub id: StatementId,
    pub consignor_id: ConsignorId,
    pub agreement_id: AgreementId,
    pub shop_id: ShopId,
    pub terms_id: TermsId,
    pub number: String,
    pub from: Day,
    pub to: Day,
    pub closed_on: Day,
    /// The last day on which it may be paid.
    pub due_on: Day,
    pub state: StatementState,
    /// What buyers paid, less what came back.
    pub gross: Rupiah,
    pub shop_part: Rupiah,
    pub expenses: Rupiah,
    /// What the shop pays for pieces it lost or broke.
    pub losses: Rupiah,
    /// gross + losses − shop_part − expenses; negative when more came back than was sold.
    pub due: Rupiah,
    /// Of what is due, what is still open after all confirmed remittances, the oldest first.
    pub open: Rupiah,
    /// SHA-256 over the figures, in hexadecimal.
    pub digest: String,
    pub note: Option<String>,
    pub created_by: UserId,
    pub decided_by: Option<UserId>,
    pub decided_on: Option<Day>,
    pub decided_note: Option<String>,
    /// The distribution that shared it.
    pub distribution_id: Option<DistributionId>,
    /// The shop's last word on it.
    pub shop_answer: Option<ShopAnswer>,
}

/// What the shop said of a statement.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Answered {
    pub answer: ShopAnswer,
    pub reason: Option<String>,
    pub answered_by: UserId,
    pub answered_at: Time,
}

impl Statement {
    pub const fn period(&self) -> Period {
        Period { from: self.from, to: self.to }
    }
    pub const fn figures(&self) -> Figures {
        Figures {
            gross: self.gross,
            shop_part: self.shop_part,
            expenses: self.expenses,
            // Who shares it asks its lines.
            expenses_late: Rupiah::ZERO,
            losses: self.losses,
            due: self.due,
        }
    }
    /// Approved and nothing open.
    pub fn remitted(&self) -> bool {
        self.state == StatementState::Approved && self.open.is_zero()
    }
    /// Shared, and then a remittance was taken back: what is missing is owed again.
    pub fn shared_early(&self) -> bool {
        self.distribution_id.is_some() && self.open.0 > 0
    }
}

/// A product in a statement; the same for a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ProductLine {
    pub product_id: ProductId,
    pub code: String,
    pub name: String,
    pub unit: String,
    pub opening: i64,
    pub received: i64,
    pub sold: i64,
    pub refunded: i64,
    pub returned: i64,
    pub damaged: i64,
    pub lost: i64,
    /// In less out.
    pub transferred: i64,
    pub difference: i64,
    pub closing: i64,
    pub gross: Rupiah,
    pub shop_part: Rupiah,
    pub due: Rupiah,
}

/// Something the shop may deduct.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Expense {
    pub id: ExpenseId,
    pub consignor_id: ConsignorId,
    pub agreement_id: AgreementId,
    pub shop_id: ShopId,
    pub kind: agreements::ExpenseKind,
    pub amount: Rupiah,
    pub spent_on: Day,
    /// The day under which it stands in a statement.
    pub booked_on: Option<Day>,
    pub note: String,
    pub file_id: Option<FileId>,
    pub state: Decision,
    pub created_by: UserId,
    pub decided_by: Option<UserId>,
    pub decided_note: Option<String>,
    /// Whether it is asked to be taken back (`reported`) or was (`confirmed`).
    pub taken_back: Option<Decision>,
}

/// Money from the shop.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Remittance {
    pub id: RemittanceId,
    pub consignor_id: ConsignorId,
    pub agreement_id: AgreementId,
    pub shop_id: ShopId,
    pub amount: Rupiah,
    pub paid_on: Day,
    pub method: RemittanceMethod,
    pub reference: Option<String>,
    pub note: Option<String>,
    pub file_id: Option<FileId>,
    pub state: Decision,
    pub created_by: UserId,
    pub decided_by: Option<UserId>,
    pub decided_on: Option<Day>,
    pub decided_note: Option<String>,
    /// Whether it is asked to be taken back (`reported`) or was (`confirmed`).
    pub taken_back: Option<Decision>,
    pub taken_back_on: Option<Day>,
}

/// One recipient of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RuleRecipient {
    pub kind: RecipientKind,
    pub name: Option<String>,
    pub share: Share,
}

/// A distribution rule.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Rule {
    pub id: RuleId,
    pub consignor_id: ConsignorId,
    pub name: String,
    pub version: i64,
    pub valid_from: Day,
    pub base: Base,
    pub legal_basis: String,
    pub decree_number: Option<String>,
    pub approving_officer: String,
    /// The shipped template, unchanged and without a decree of the unit's own.
    pub template: bool,
    /// Which recipient gets what rounding leaves, counted from 0.
    pub remainder_to: i64,
    pub state: RuleState,
    pub recipients: Vec<RuleRecipient>,
    pub created_by: UserId,
    pub decided_by: Option<UserId>,
    pub decided_note: Option<String>,
}

impl Rule {
    pub fn split(&self) -> Split {
        let one =
            |r: &RuleRecipient| Recipient { kind: r.kind, name: r.name.clone(), share: r.share };
        Split {
            base: self.base,
            recipients: self.recipients.iter().map(one).collect(),
            remainder_to: usize::try_from(self.remainder_to).unwrap_or(usize::MAX),
        }
    }
}

/// How a unit settles.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Setting {
    /// Of each maker's premi, to be used inside.
    pub usable: Share,
    pub deposit_days: i64,
    pub account_code: Option<String>,
    pub legal_basis: Option<String>,
}

/// A line of a distribution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DistributionPart {
    pub kind: RecipientKind,
    pub name: Option<String>,
    pub share: Option<Share>,
    pub why: Why,
    pub amount: Rupiah,
}

/// A batch of a distribution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DistributionBatch {
    pub batch_id: BatchId,
    pub product_id: ProductId,
    /// Sold in the period, less what of it came back in it.
    pub sold: Quantity,
    /// Came back after an earlier settlement: zero or negative.
    pub late: Quantity,
    /// Lost or broken, and paid by the shop; less those found again.
    pub lost: Quantity,
    pub gross: Rupiah,
    pub shop_part: Rupiah,
    pub unit_cost: Option<Rupiah>,
    pub estimated: bool,
    pub brought: Rupiah,
    pub premi: Rupiah,
}

/// How a statement was shared.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Distribution {
    pub id: DistributionId,
    pub consignor_id: ConsignorId,
    /// Of a statement, with its agreement and shop; or of a job.
    pub statement_id: Option<StatementId>,
    pub agreement_id: Option<AgreementId>,
    pub shop_id: Option<ShopId>,
    /// The job made to order whose money was shared.
    pub job_id: Option<JobId>,
    pub rule_id: RuleId,
    pub shared_on: Day,
    pub base: Rupiah,
    pub cost: Rupiah,
    pub due: Rupiah,
    pub premi: Rupiah,
    pub state_revenue: Rupiah,
    pub usable_share: Share,
    pub estimated: bool,
    pub digest: String,
    pub created_by: UserId,
    /// Of the statement, or of the job.
    pub number: String,
    /// The statement's last day, or the day of the job's hand-over: its rule counts.
    pub to: Day,
}

/// A maker's account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PremiAccount {
    pub maker_id: MakerId,
    pub code: String,
    /// Credited in all.
    pub credited: Rupiah,
    /// Kept until release.
    pub saved: Rupiah,
    /// May be used inside.
    pub usable: Rupiah,
    /// Reported payouts that nobody has confirmed yet.
    pub waiting: Rupiah,
    pub paid: Rupiah,
    /// Brought along from the unit he came from.
    pub arrived: Rupiah,
    /// Sent after him to the unit he went to, acknowledged there or not yet.
    pub sent: Rupiah,
    pub released_on: Option<Day>,
    /// When he went to another unit.
    pub moved_on: Option<Day>,
}

impl PremiAccount {
    pub(crate) const fn empty(maker_id: MakerId) -> Self {
        Self {
            maker_id,
            code: String::new(),
            credited: Rupiah::ZERO,
            saved: Rupiah::ZERO,
            usable: Rupiah::ZERO,
            waiting: Rupiah::ZERO,
            paid: Rupiah::ZERO,
            arrived: Rupiah::ZERO,
            sent: Rupiah::ZERO,
            released_on: None,
            moved_on: None,
        }
    }

    /// Fills in what people know of him.
    pub(crate) fn of(&mut self, maker: people::Maker) {
        self.code = maker.code;
        self.released_on = maker.released_on;
        self.moved_on = maker.moved_on;
    }
}

/// What a maker got of a distribution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PremiCredit {
    pub distribution_id: DistributionId,
    pub maker_id: MakerId,
    pub credited_on: Day,
    pub saved: Rupiah,
    pub usable: Rupiah,
    /// The statement's number, or the job's.
    pub number: String,
}

/// What a maker got of a batch: a line of his slip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SlipLine {
    pub maker_id: MakerId,
    pub batch_id: BatchId,
    pub product_id: ProductId,
    /// Pieces of the batch that were sold.
    pub sold: Quantity,
    pub weight: i64,
    pub amount: Rupiah,
}

/// Premi paid to a maker.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Payout {
    pub id: PayoutId,
    pub consignor_id: ConsignorId,
    pub maker_id: MakerId,
    pub part: PremiPart,
    pub amount: Rupiah,
    pub method: PayoutMethod,
    pub reference: Option<String>,
    pub paid_on: Day,
    pub note: Option<String>,
    pub state: Decision,
    pub created_by: UserId,
    pub decided_by: Option<UserId>,
    pub decided_note: Option<String>,
    /// Whether it is asked to be taken back (`reported`) or was (`confirmed`).
    pub taken_back: Option<Decision>,
}

/// A maker's premi, sent after him to another unit.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PremiTransfer {
    pub id: Id<TransferKind>,
    pub consignor_id: ConsignorId,
    pub maker_id: MakerId,
    pub to_consignor_id: ConsignorId,
    /// The same person at the unit he went to.
    pub to_maker_id: MakerId,
    pub saved: Rupiah,
    pub usable: Rupiah,
    pub sent_on: Day,
    pub reference: String,
    pub file_id: Option<FileId>,
    pub note: Option<String>,
    /// Reported by the one unit; confirmed, or rejected, by the other.
    pub state: Decision,
    pub created_by: UserId,
    pub decided_by: Option<UserId>,
    pub decided_on: Option<Day>,
    pub decided_note: Option<String>,
}

/// What must be done before a maker may leave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ReleaseChecklist {
    pub maker_id: MakerId,
    pub saved: Rupiah,
    pub usable: Rupiah,
    pub waiting: Rupiah,
    /// Nothing is unpaid and nothing waits.
    pub clear: bool,
}

/// A billing of the treasury.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Billing {
    pub id: BillingId,
    pub consignor_id: ConsignorId,
    pub code: String,
    pub amount: Rupiah,
    pub issued_on: Day,
    pub expires_on: Day,
    pub account_code: Option<String>,
    pub state: BillingState,
    pub paid_on: Option<Day>,
    pub ntb: Option<String>,
    pub ntpn: Option<String>,
    pub file_id: Option<FileId>,
    pub created_by: UserId,
    pub recorded_by: Option<UserId>,
    pub confirmed_by: Option<UserId>,
    /// Of its payment; `None` before it is paid, and where it was paid before payments had ids.
    pub deposit_id: Option<Id<DepositKind>>,
}

/// The state's part of a distribution, on its way.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct StateDue {
    pub distribution_id: DistributionId,
    /// `None` where a job made to order was shared.
    pub statement_id: Option<StatementId>,
    pub number: String,
    pub amount: Rupiah,
    /// The day it was shared.
    pub due_on: Day,
    pub billing_id: Option<BillingId>,
    pub billing_code: Option<String>,
    pub paid_on: Option<Day>,
    /// What the statement covers, or the day on which the job was handed over.
    #[serde(skip)]
    pub(crate) covers: Period,
}

/// What was expected of a month (or of a year, month 0) and what was deposited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TargetLine {
    pub year: i64,
    pub month: i64,
    pub target: Option<Rupiah>,
    /// What the target goes by, in the words of the one who set it.
    pub basis: Option<String>,
    pub realised: Rupiah,
}

/// What is owed under an agreement, by how late it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AgeingLine {
    pub agreement_id: AgreementId,
    pub consignor_id: ConsignorId,
    pub shop_id: ShopId,
    pub not_yet: Rupiah,
    pub days_1_30: Rupiah,
    pub days_31_60: Rupiah,
    pub days_61_90: Rupiah,
    pub days_over_90: Rupiah,
    pub total: Rupiah,
}
