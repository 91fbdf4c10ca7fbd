//! Stories of the workshop, on every database that is found here.
#![expect(clippy::unwrap_used, reason = "a story stops where it cannot go on")]

mod batches;
mod corrections;
mod jobs;
mod trainings;
mod world;
mod write_offs;

#[test]
fn every_statement_prepares() {
    for world in testkit::World::each() {
        let wrong = world.db.prepare_all().unwrap();
        assert!(wrong.is_empty(), "{}: {wrong:?}", world.name);
    }
}
