//! Many tills on a bad network: nothing is lost, nothing is doubled, and a seed is a run.

use hilir::simulate::{Outcome, Plan, run};

fn on(db: db::Db, seed: u64, tills: usize, acts: usize, restores: bool) -> Outcome {
    run(db, Plan { seed, tills, acts, restores }, &mut |_| {})
        .expect("the books and the phones agree")
}

fn in_a_file(seed: u64, tills: usize, acts: usize) -> Outcome {
    let file = testkit::guardian::folder("simulate").join("simulate.db");
    on(db::Db::open(&file.display().to_string()).expect("a file"), seed, tills, acts, true)
}

#[test]
fn a_thousand_offline_tills_lose_nothing() {
    let outcome = in_a_file(1, 1_000, 4);
    assert_eq!(outcome.tills, 1_000);
    for happened in [
        outcome.lost_on_the_way,
        outcome.answers_lost,
        outcome.answers_cut,
        outcome.shuffled,
        outcome.lines_doubled,
        outcome.house_crashed,
        outcome.house_restored,
        outcome.phones_crashed,
        outcome.phones_restored,
        outcome.given_up,
        outcome.replaced,
        outcome.refused,
        usize::try_from(outcome.counted).expect("pieces"),
    ] {
        assert!(happened > 0, "the run was too calm to prove anything: {outcome:?}");
    }
}

#[test]
fn a_seed_is_a_run() {
    assert_eq!(in_a_file(7, 12, 20), in_a_file(7, 12, 20));
    assert_ne!(in_a_file(7, 12, 20), in_a_file(8, 12, 20));
}

#[test]
fn both_databases_tell_the_same() {
    let mut told =
        testkit::databases().into_iter().map(|(name, db)| (name, on(db, 3, 40, 10, false)));
    let first = told.next().expect("a database").1;
    for (name, outcome) in told {
        assert_eq!(outcome, first, "{name}");
    }
}
