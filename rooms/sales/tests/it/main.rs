//! Stories of the counter, through the room's door, on every database that is found here.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod again;
mod bad_input;
mod counted;
mod listing;
mod market;
mod numbers;
mod outside_annex;
mod pages;
mod price_changed;
mod receipts;
mod selling;
mod shortage;
mod two_books;

#[test]
fn every_statement_prepares() {
    testkit::every_statement_prepares();
}
