//! Stories of what the shops ask for, through the room's door, on every database that is found.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod asks;
mod market;
mod pages;
mod requests;

#[test]
fn every_statement_prepares() {
    testkit::every_statement_prepares();
}

#[test]
fn every_no_has_a_sentence() {
    use words::Speak;
    words::install_for_tests();
    for code in demand::No::CODES {
        let key = format!("demand.refusal.{}", code.trim_start_matches("demand."));
        assert!(kernel::Lang::ALL.iter().all(|lang| lang.has(&key)), "{key}");
    }
}
