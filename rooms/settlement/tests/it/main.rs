//! Stories of the settlement, through the room's door, on every database that is found here.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod answers;
mod bad_input;
mod counted_late;
mod credits;
mod findings;
mod found;
mod jobs;
mod market;
mod money;
mod moving;
mod pages;
mod sent_back;
mod sharing;
mod state_revenue;
mod taken_back;

#[test]
fn every_statement_prepares() {
    testkit::every_statement_prepares();
}
