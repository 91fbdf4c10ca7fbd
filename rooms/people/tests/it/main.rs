//! The room through its door, on both databases.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]
mod places;

use kernel::Line;

fn line(text: &str) -> Line {
    Line::parse(text).expect("a line")
}

#[test]
fn every_statement_prepares() {
    for world in testkit::World::each() {
        let wrong = world.db.prepare_all().expect("a database");
        assert!(wrong.is_empty(), "{}: {wrong:?}", world.name);
    }
}
