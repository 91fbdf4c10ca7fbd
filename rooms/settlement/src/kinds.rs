//! The words that a row of this room may say in its `state`, `kind` and `method` columns.

use db::text_enum;

use crate::refusal::No;

text_enum! {
    /// Of what a distribution rule takes its shares.
    pub enum Base {
        /// What buyers paid, and what the shop paid for pieces it lost.
        Gross = "gross",
        /// What the shop remitted.
        Proceeds = "proceeds",
        /// What the shop remitted, less the cost (HPP) of the pieces.
        Profit = "profit",
    }
}

text_enum! {
    /// To whom a share goes.
    pub enum RecipientKind {
        /// The makers of the pieces.
        Premi = "premi",
        /// Dana penunjang: material and tools of the workshop.
        SupportFund = "support_fund",
        /// PNBP: the treasury.
        StateRevenue = "state_revenue",
        /// What keeps the workshop buying material: modal kerja.
        WorkingCapital = "working_capital",
        /// Anybody else, by name.
        Other = "other",
    }
}

text_enum! {
    /// Why a distribution has a line.
    pub enum Why {
        /// A share of the base by the rule.
        Rule = "rule",
        /// The cost of the pieces goes back to working capital before profit is shared.
        Cost = "cost",
        /// The base was not above zero: there is nothing to share, working capital bears it.
        Nothing = "nothing",
        /// The shop kept it before it remitted; a rule on gross takes it from working capital.
        Kept = "kept",
        /// A buyer's return after settlement: the maker keeps his premi, the fund bears it.
        LateRefund = "late_refund",
    }
}

text_enum! {
    /// Why a shop pays for pieces that it did not sell, or gets back what it paid.
    pub enum LossKind {
        Damaged = "damaged",
        /// Said to be broken by mistake.
        NotBroken = "not_broken",
        Lost = "lost",
        /// Found again.
        Found = "found",
        /// A difference that both sides settled so.
        Settled = "settled",
    }
}

text_enum! {
    /// The way of a statement.
    pub enum StatementState {
        /// Closed by the one who recorded it; its figures are frozen.
        Closed = "closed",
        /// Approved by another: it is owed.
        Approved = "approved",
        /// Sent back; its period is open again, its row stays.
        Rejected = "rejected",
    }
}

text_enum! {
    /// What the shop says of a statement.
    pub enum ShopAnswer {
        Agreed = "agreed",
        Disputed = "disputed",
    }
}

text_enum! {
    /// The way of what one side reports and another decides: expenses, remittances, payouts.
    pub enum Decision {
        Reported = "reported",
        Confirmed = "confirmed",
        Rejected = "rejected",
    }
}

impl Decision {
    /// A decision is taken once.
    pub fn open(self) -> Result<(), No> {
        match self {
            Self::Reported => Ok(()),
            Self::Confirmed | Self::Rejected => Err(No::AlreadyDecided),
        }
    }
}

text_enum! {
    /// The way of a distribution rule.
    pub enum RuleState {
        Draft = "draft",
        Approved = "approved",
        Rejected = "rejected",
    }
}

text_enum! {
    /// How the shop paid.
    pub enum RemittanceMethod {
        Transfer = "transfer",
        Cash = "cash",
        Qris = "qris",
    }
}

text_enum! {
    /// How premi reaches a maker: never as cash inside.
    pub enum PayoutMethod {
        BankBook = "bank_book",
        EMoney = "e_money",
        Transfer = "transfer",
    }
}

text_enum! {
    /// The two halves of a maker's premi.
    pub enum PremiPart {
        /// Kept until release.
        Saved = "saved",
        /// May be used inside.
        Usable = "usable",
    }
}

text_enum! {
    /// The way of a PNBP billing.
    pub enum BillingState {
        /// Made; it may be paid until it expires.
        Issued = "issued",
        /// Somebody recorded that it was paid.
        Recorded = "recorded",
        /// Another confirmed it against the receipt.
        Paid = "paid",
        /// It ran out unpaid; what it covered is due again.
        Expired = "expired",
    }
}

text_enum! {
    /// What auditors look for.
    pub enum Finding {
        NotCollected = "not_collected",
        Late = "late",
        NotDeposited = "not_deposited",
        UsedDirectly = "used_directly",
        NoLegalBasis = "no_legal_basis",
    }
}
