//! Stories of what buyers say, through the room's door, on every database that is found.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod complaints;
mod market;
mod pages;
mod recalls;
mod reviews;

#[test]
fn every_statement_prepares() {
    testkit::every_statement_prepares();
}

#[test]
fn every_no_has_a_sentence() {
    use words::Speak;
    words::install_for_tests();
    for code in feedback::No::CODES {
        let key = format!("feedback.refusal.{}", code.trim_start_matches("feedback."));
        assert!(kernel::Lang::ALL.iter().all(|lang| lang.has(&key)), "{key}");
    }
}
