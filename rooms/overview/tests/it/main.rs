//! Stories of the overview, through its door, on every database that is found here.

#[test]
fn every_statement_prepares() {
    testkit::every_statement_prepares();
}
