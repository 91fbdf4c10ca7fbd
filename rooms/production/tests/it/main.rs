//! Stories of the workshop, on every database that is found here.

#[test]
fn every_statement_prepares() {
    for world in testkit::World::each() {
        let wrong = world.db.prepare_all().expect("a database");
        assert!(wrong.is_empty(), "{}: {wrong:?}", world.name);
    }
}
