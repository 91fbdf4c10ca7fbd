//! What the public sees, on both databases.
#![expect(clippy::unwrap_used, reason = "a story stops where it cannot go on")]

mod batch;
mod crawler;
mod pages;
mod search;
mod views;
mod window;

#[test]
fn every_statement_prepares() {
    testkit::every_statement_prepares();
}
