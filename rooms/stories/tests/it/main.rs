//! Stories of stories, through the room's door, on every database that is found.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod desk;
mod life;
mod photos;
mod public;
mod reactions;
mod world;

#[test]
fn every_statement_prepares() {
    testkit::every_statement_prepares();
}

#[test]
fn every_no_has_a_sentence() {
    use words::Speak;
    words::install_for_tests();
    for code in stories::No::CODES {
        let key = format!("stories.refusal.{}", code.trim_start_matches("stories."));
        assert!(kernel::Lang::ALL.iter().all(|lang| lang.has(&key)), "{key}");
    }
}

#[test]
fn every_word_of_a_set_is_said() {
    use words::Speak;
    words::install_for_tests();
    let named = |group: &str, name: &str| format!("stories.{group}.{name}");
    let mut keys: Vec<String> =
        stories::StoryState::ALL.iter().map(|one| named("state", one.name())).collect();
    keys.extend(stories::Deed::ALL.iter().map(|one| named("deed", one.name())));
    keys.extend(stories::ReactionKind::ALL.iter().map(|one| named("reaction", one.name())));
    for key in keys {
        assert!(kernel::Lang::ALL.iter().all(|lang| lang.has(&key)), "{key}");
    }
}
