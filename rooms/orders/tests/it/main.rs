//! Stories of buyers' orders, through the room's door, on every database that is found.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod crowd;
mod holds;
mod leads;
mod market;
mod pages;
mod placed;

#[test]
fn every_statement_prepares() {
    testkit::every_statement_prepares();
}

#[test]
fn every_no_has_a_sentence() {
    use words::Speak;
    words::install_for_tests();
    for code in orders::No::CODES {
        let key = format!("orders.refusal.{}", code.trim_start_matches("orders."));
        assert!(kernel::Lang::ALL.iter().all(|lang| lang.has(&key)), "{key}");
    }
}
