//! Stories of the funnel, through the room's door, on every database that is found.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod funnel;
mod pages;
mod world;

#[test]
fn every_statement_prepares() {
    testkit::every_statement_prepares();
}

#[test]
fn every_word_is_said() {
    use words::Speak;
    words::install_for_tests();
    let named = |group: &str, name: &str| format!("network.{group}.{name}");
    let mut keys: Vec<String> =
        network::Stage::ALL.iter().map(|one| named("stage", one.name())).collect();
    keys.extend(network::Deed::ALL.iter().map(|one| named("deed", one.name())));
    keys.extend(
        network::No::CODES.iter().map(|code| named("refusal", code.trim_start_matches("network."))),
    );
    for key in keys {
        assert!(kernel::Lang::ALL.iter().all(|lang| lang.has(&key)), "{key}");
    }
}
