//! The room through its door, on both databases.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod access;
mod house;
mod letterheads;
mod makers;
mod places;
mod users;

use kernel::Line;

fn line(text: &str) -> Line {
    Line::parse(text).expect("a line")
}

/// The code of a refusal.
fn code(error: db::Error) -> &'static str {
    match error {
        db::Error::Refused(refusal) => refusal.code,
        other => panic!("{other}"),
    }
}

#[test]
fn every_statement_prepares() {
    testkit::every_statement_prepares();
}
