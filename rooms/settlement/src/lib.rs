#![doc = include_str!("../README.md")]

mod access;
mod actions;
pub mod ageing;
mod api;
mod api_credit;
mod api_money;
mod api_reversal;
mod audit;
mod books;
pub mod distribution;
mod dossier;
mod evidence;
pub mod inputs;
mod kinds;
mod pages;
mod papers;
pub mod pnbp;
pub mod premi;
mod queries;
mod refusal;
mod sharing;
pub mod split;
pub mod statement;
mod store;
mod store_account;
mod store_answer;
mod store_credit;
mod store_distribution;
mod store_money;
mod store_money_reversal;
mod store_payout_reversal;
mod store_pnbp;
mod store_premi;
mod store_reversal;
mod store_rule;
mod store_transfer;
mod types;
mod types_credit;
mod types_reversal;

pub use actions::*;
pub use api::api;
pub use audit::{Check, CheckLine, checks, checks_of};
pub use dossier::{Dossier, dossier};
pub use kinds::*;
pub use pages::screens;
pub use papers::{
    billing_sheet as billing_paper, distribution_sheet as distribution_paper,
    receipt as receipt_paper, receipt_number, statement as statement_paper,
};
pub use queries::{
    Running, Whole, WholeDistribution, accounts, ageing as owed_by_age, release_checklist, running,
    slip, targets, to_close, whole_distribution, whole_statement,
};
pub use refusal::No;
pub use store_rule::rule_on as rule_of;
pub use types::*;
pub use types_credit::{CreditRefund, ShopCredit};

/// A document, by its id; another unit's is as unknown as none.
pub use access::{
    billing as load_billing, remittance as load_remittance, statement as load_statement,
};
