//! Stories of tills, through the room's door, on every database that is found here.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod acts;
mod bad_input;
mod counts;
mod desk;
mod market;
mod unconfirmed;
mod units;

#[test]
fn every_statement_prepares() {
    testkit::every_statement_prepares();
}
