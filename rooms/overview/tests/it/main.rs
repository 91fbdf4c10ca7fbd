//! Stories of the overview, through its door, on every database that is found here.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod closing;
mod figures;
mod market;
mod pages;
mod waits;

#[test]
fn every_statement_prepares() {
    testkit::every_statement_prepares();
}
