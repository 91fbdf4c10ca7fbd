//! Stories of goods between the workshop and the shelf, on every database that is found here.
#![expect(clippy::unwrap_used, reason = "a story stops where it cannot go on")]

mod counts;
mod deliveries;
mod ended;
mod movements;
mod pages;
mod pages_back;
mod sequences;
mod world;

#[test]
fn every_statement_prepares() {
    for world in testkit::World::each() {
        let wrong = world.db.prepare_all().unwrap();
        assert!(wrong.is_empty(), "{}: {wrong:?}", world.name);
    }
}
