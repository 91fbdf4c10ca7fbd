//! Migrations go forward, once, and are never changed.

use db::{Migration, migrations_from};

use crate::world::{World, bare_postgres, bare_sqlite};

const ONE: (&str, &str) = ("0001_one.sql", "CREATE TABLE one (n bigint NOT NULL PRIMARY KEY);\n");
const TWIN: [(&str, &str); 2] = [
    (
        "0002_forever.sqlite.sql",
        "CREATE TRIGGER one_is_forever BEFORE UPDATE ON one BEGIN \
      SELECT RAISE(ABORT, 'never changed'); END;",
    ),
    (
        "0002_forever.postgres.sql",
        "CREATE FUNCTION one_is_forever() RETURNS trigger LANGUAGE \
      plpgsql AS $$ BEGIN RAISE EXCEPTION 'never changed'; END $$; CREATE TRIGGER one_is_forever \
      BEFORE UPDATE ON one FOR EACH ROW EXECUTE FUNCTION one_is_forever();",
    ),
];

fn list(files: &[(&str, &str)]) -> Vec<Migration> {
    migrations_from(files).expect("good migrations")
}

fn trouble(world: &World, files: &[(&str, &str)]) -> String {
    world.migrate(&list(files)).expect_err("refused").to_string()
}

fn each_bare(test: impl Fn(&World)) {
    test(&bare_sqlite());
    if let Some(world) = bare_postgres() {
        test(&world);
    }
}

#[test]
fn each_is_applied_once_and_never_changed() {
    each_bare(|world| {
        assert_eq!(world.migrate(&list(&[ONE])).expect("applied"), ["0001_one"]);
        let all = [ONE, TWIN[0], TWIN[1]];
        assert_eq!(world.migrate(&list(&all)).expect("applied"), ["0002_forever"]);
        assert!(world.migrate(&list(&all)).expect("nothing to do").is_empty());
        assert!(world.pending(&list(&all)).expect("asked").is_empty());
        let text =
            trouble(world, &[("0001_one.sql", "CREATE TABLE one (n text);\n"), TWIN[0], TWIN[1]]);
        assert!(text.contains("0001_one") && text.contains("put the old text back"), "{text}");
        let text = trouble(world, &[ONE]);
        assert!(text.contains("0002_forever") && text.contains("newer program"), "{text}");
        let change = db::sql!("UPDATE one SET n = 2");
        let add = db::sql!("INSERT INTO one (n) VALUES (1)");
        world.write_now(move |tx| tx.run(add, &[])).expect("added");
        let done = world.write_now(move |tx| tx.run(change, &[])).expect_err("refused");
        assert!(matches!(done, db::Error::Fault(_)), "{done:?}");
        assert!(done.to_string().contains("never changed"), "{done}");
    });
}

#[test]
fn one_that_fails_leaves_nothing() {
    each_bare(|world| {
        let bad = ("0002_bad.sql", "CREATE TABLE two (n bigint);\nINSERT INTO three VALUES (1);");
        let text = trouble(world, &[ONE, bad]);
        assert!(text.contains("0002_bad"), "{text}");
        let good = ("0002_good.sql", "CREATE TABLE two (n bigint);");
        assert_eq!(world.migrate(&list(&[ONE, good])).expect("applied"), ["0002_good"]);
    });
}

#[test]
fn files_are_numbered_without_gaps() {
    for files in [
        vec![ONE, ("0003_three.sql", "")],
        vec![("0002_two.sql", "")],
        vec![("one.sql", "")],
        vec![ONE, TWIN[0]],
        vec![("0001_one.oracle.sql", "")],
    ] {
        assert!(migrations_from(&files).is_err(), "{files:?}");
    }
}
