//! A step of many that is refused or fails takes back what it wrote, and nothing else.

use db::{Error, Result, Tx, sql};
use uuid::Uuid;

use crate::world::each_database;

db::refusals! { "steps";
    /// The test says no.
    Enough = "enough", Conflict;
}

fn open(tx: &mut Tx, id: u128, code: &str) -> Result<u64> {
    let insert = sql!("INSERT INTO account (id, code, side) VALUES ($1, $2, 'debit')");
    tx.run(insert, &[&Uuid::from_u128(id), &code])
}

fn codes(tx: &mut Tx) -> Result<Vec<String>> {
    tx.all(sql!("SELECT code FROM account ORDER BY code"), &[], |row| row.get(0))
}

#[test]
fn the_steps_around_a_bad_one_stay() {
    each_database(|world| {
        let work = |tx: &mut Tx| {
            tx.attempt(|tx| open(tx, 1, "a"))??;
            let refused = tx.attempt(|tx| {
                open(tx, 2, "b")?;
                Err::<(), _>(No::Enough.into())
            })?;
            assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
            // A statement that fails ends a transaction; here it ends the step alone.
            let failed = tx.attempt(|tx| {
                open(tx, 3, "c")?;
                open(tx, 4, "a")
            })?;
            assert!(matches!(failed, Err(Error::Constraint(_))), "{failed:?}");
            tx.attempt(|tx| open(tx, 5, "d"))??;
            codes(tx)
        };
        assert_eq!(world.write_now(work).expect("a transaction"), ["a", "d"]);
        assert_eq!(world.write_now(codes).expect("what is kept"), ["a", "d"]);
    });
}

#[test]
fn a_step_cannot_hide_that_it_failed() {
    each_database(|world| {
        let work = |tx: &mut Tx| {
            tx.attempt(|tx| open(tx, 1, "a"))??;
            let hidden = tx.attempt(|tx| {
                let _ = open(tx, 1, "b");
                Ok(())
            })?;
            assert!(matches!(hidden, Err(Error::Fault(_))), "{hidden:?}");
            Ok(())
        };
        world.write_now(work).expect("a transaction");
        assert_eq!(world.write_now(codes).expect("what is kept"), ["a"]);
    });
}

#[test]
fn what_ends_the_whole_ends_it_from_inside_a_step() {
    each_database(|world| {
        let work = |tx: &mut Tx| {
            open(tx, 1, "a")?;
            tx.attempt(|_| Err::<(), _>(Error::Unavailable("gone".to_owned())))??;
            Ok(())
        };
        assert!(matches!(world.write_now(work), Err(Error::Unavailable(_))));
        assert_eq!(world.write_now(codes).expect("what is kept"), Vec::<String>::new());
    });
}

/// As [`open`], for whose answer nobody waits.
fn open_later(tx: &mut Tx, id: u128, code: &str) -> Result<()> {
    let insert = sql!("INSERT INTO account (id, code, side) VALUES ($1, $2, 'debit')");
    tx.later(&[(insert, &[&Uuid::from_u128(id), &code])])
}

#[test]
fn what_nobody_waits_for_is_seen_by_what_comes_after_and_kept() {
    each_database(|world| {
        let work = |tx: &mut Tx| {
            open_later(tx, 1, "a")?;
            assert_eq!(codes(tx)?, ["a"], "seen");
            open_later(tx, 2, "b")?;
            open(tx, 3, "c")?;
            open_later(tx, 4, "d")
        };
        world.write_now(work).expect("a transaction");
        assert_eq!(world.write_now(codes).expect("what is kept"), ["a", "b", "c", "d"]);
        world.write_now(|tx| open_later(tx, 5, "e")).expect("nothing but this");
        assert_eq!(world.write_now(codes).expect("what is kept").len(), 5);
    });
}

#[test]
fn what_nobody_waits_for_still_takes_everything_along_when_it_fails() {
    each_database(|world| {
        world.write_now(|tx| open_later(tx, 1, "a")).expect("a transaction");
        let at_commit = world.write_now(|tx| {
            open(tx, 2, "b")?;
            open_later(tx, 3, "a")
        });
        assert!(matches!(at_commit, Err(Error::Constraint(_))), "{at_commit:?}");
        let on_the_way = world.write_now(|tx| {
            open_later(tx, 4, "a")?;
            open(tx, 5, "e").map(drop)
        });
        assert!(matches!(on_the_way, Err(Error::Constraint(_))), "{on_the_way:?}");
        let refused = world.write_now(|tx| {
            open_later(tx, 6, "f")?;
            Err::<(), _>(No::Enough.into())
        });
        assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
        assert_eq!(world.write_now(codes).expect("what is kept"), ["a"]);
    });
}

#[test]
fn a_step_takes_back_what_it_did_not_wait_for() {
    each_database(|world| {
        let work = |tx: &mut Tx| {
            open_later(tx, 1, "a")?;
            let failed = tx.attempt(|tx| open_later(tx, 2, "a"))?;
            assert!(matches!(failed, Err(Error::Constraint(_))), "{failed:?}");
            let refused = tx.attempt(|tx| {
                open_later(tx, 3, "c")?;
                Err::<(), _>(No::Enough.into())
            })?;
            assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
            let hit = tx.attempt(|tx| {
                open(tx, 4, "a")?;
                open_later(tx, 5, "e")
            })?;
            assert!(matches!(hit, Err(Error::Constraint(_))), "{hit:?}");
            tx.attempt(|tx| open_later(tx, 6, "f"))?
        };
        world.write_now(work).expect("a transaction");
        assert_eq!(world.write_now(codes).expect("what is kept"), ["a", "f"]);
    });
}
