//! One function a verb: load, decide, write, record.

mod answer;
mod credit;
mod distribution;
mod expense;
mod money_reversal;
mod office;
mod payout;
mod payout_reversal;
mod pnbp;
mod remittance;
mod reversal;
mod rule;
mod statement;
mod transfer;

pub use answer::{agree_statement, dispute_statement};
pub use credit::{confirm_credit, refund_credit, reject_credit, withdraw_credit};
pub(crate) use distribution::{Costing, plan};
pub use distribution::{distribute, distribute_job};
pub use expense::{confirm_expense, record_expense, reject_expense};
pub use money_reversal::{
    confirm_money_reversal, reject_money_reversal, reverse_credit, reverse_expense,
    reverse_remittance,
};
pub use office::{Opened, open_slip, open_slips};
pub(crate) use payout::{account, own_maker};
pub use payout::{confirm_payout, record_payout, reject_payout};
pub use payout_reversal::{confirm_payout_reversal, reject_payout_reversal, reverse_payout};
pub use pnbp::{confirm_deposit, issue_billing, record_deposit, set_target};
pub use remittance::{confirm_remittance, reject_remittance, report_remittance};
pub use reversal::{confirm_reversal, reject_reversal, reverse_deposit};
pub(crate) use rule::refuse;
pub use rule::{approve_rule, draft_rule, reject_rule, set_setting};
pub(crate) use statement::suggested_number;
pub use statement::{approve_statement, close_statement, reject_statement};
pub(crate) use transfer::successor;
pub use transfer::{receive_premi, reject_premi, send_premi};
