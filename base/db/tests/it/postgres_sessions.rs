//! PostgreSQL: collisions are run again, and a broken connection is replaced.

use std::{
    sync::{
        Arc, Barrier,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use db::{Error, Lock, Param, Result, Sql, Tx, sql};
use uuid::Uuid;

use crate::world::{World, each_database, postgres};

const ID: Uuid = Uuid::from_u128(1);

fn open_account(world: &World) {
    let sql = sql!("INSERT INTO account (id, code, side) VALUES ($1, 'a', 'debit')");
    world.write_now(move |tx| tx.run(sql, &[&ID])).expect("written");
}

fn balance(tx: &mut db::Read) -> Result<i64> {
    tx.one(sql!("SELECT balance FROM account WHERE id = $1"), &[&ID], |row| row.get(0))
}

/// Reads, waits, writes what it read and one more: loses counts unless transactions are alone.
fn count(tx: &mut Tx) -> Result<()> {
    let now = balance(tx)?;
    std::thread::sleep(Duration::from_millis(2));
    let sql = sql!("UPDATE account SET balance = $2 WHERE id = $1");
    tx.run(sql, &[&ID, &(now + 1)]).map(drop)
}

fn all_at_once(world: &World, times: i64, work: fn(&mut Tx) -> Result<()>) {
    std::thread::scope(|scope| {
        for _ in 0..times {
            let db = &**world;
            scope.spawn(move || db.write_now(work).expect("written"));
        }
    });
}

/// As [`count`], but nobody waits for the write: the collision shows at the COMMIT.
fn count_later(tx: &mut Tx) -> Result<()> {
    let now = balance(tx)?;
    std::thread::sleep(Duration::from_millis(2));
    let sql = sql!("UPDATE account SET balance = $2 WHERE id = $1");
    tx.later(&[(sql, &[&ID, &(now + 1)])])
}

#[test]
fn nobody_is_lost_where_all_write_the_same_row() {
    each_database(|world| {
        open_account(world);
        all_at_once(world, 12, count);
        assert_eq!(world.read_now(balance).expect("read"), 12);
        all_at_once(world, 12, count_later);
        assert_eq!(world.read_now(balance).expect("read"), 24);
    });
}

#[test]
fn two_that_collide_are_run_again() {
    let Some(world) = postgres() else { return };
    open_account(&world);
    let both = Arc::new(Barrier::new(2));
    let runs = Arc::new(AtomicU32::new(0));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            let (db, both, runs) = (&*world, both.clone(), runs.clone());
            scope.spawn(move || {
                let work = move |tx: &mut Tx| {
                    let now = balance(tx)?;
                    if runs.fetch_add(1, Ordering::SeqCst) < 2 {
                        both.wait();
                    }
                    let sql = sql!("UPDATE account SET balance = $2 WHERE id = $1");
                    tx.run(sql, &[&ID, &(now + 1)])
                };
                assert_eq!(db.write_now(work).expect("written"), 1);
            });
        }
    });
    assert_eq!(world.read_now(balance).expect("read"), 2);
    assert_eq!((runs.load(Ordering::SeqCst), world.counters().retries()), (3, 1));
}

/// Twelve connections, none with a lock, all on one row: whoever loses too often gets his turn.
#[test]
fn nobody_loses_for_ever() {
    let Some(url) = testkit::postgres_url() else { return };
    let db = db::Db::open(&format!("{url}?workers=12&readers=1")).expect("a database");
    db.migrate(&crate::world::schema()).expect("migrated");
    let sql = sql!("INSERT INTO account (id, code, side) VALUES ($1, 'a', 'debit')");
    db.write_now(move |tx| tx.run(sql, &[&ID])).expect("written");
    std::thread::scope(|scope| {
        for _ in 0..100 {
            scope.spawn(|| db.write_now(count).expect("written"));
        }
    });
    assert_eq!(db.read_now(balance).expect("read"), 100);
}

#[test]
fn a_lock_makes_them_wait_instead() {
    let Some(world) = postgres() else { return };
    open_account(&world);
    all_at_once(&world, 12, |tx| {
        tx.lock(Lock::Named("the account"))?;
        count(tx)
    });
    assert_eq!(world.read_now(balance).expect("read"), 12);
    assert_eq!(world.counters().retries(), 0);
    // Asked for late, it is known at the second run.
    all_at_once(&world, 12, |tx| {
        balance(tx)?;
        tx.lock(Lock::Named("the account"))?;
        count(tx)
    });
    assert_eq!(world.read_now(balance).expect("read"), 24);
}

/// As a request does: who comes is asked before the lock is.
fn look_lock_count(tx: &mut Tx) -> Result<()> {
    balance(tx)?;
    tx.lock(Lock::Named("the account"))?;
    count(tx)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lock_asked_for_late_is_taken_early_by_habit() {
    let Some(world) = tokio::task::spawn_blocking(postgres).await.expect("no panic") else {
        return;
    };
    let db = (*world).clone();
    tokio::task::spawn_blocking(move || {
        open_account(&world);
        world
    })
    .await
    .expect("no panic");
    for _ in 0..2 {
        db.write_by_habit(7, look_lock_count).await.expect("written");
    }
    let all: Vec<_> = (0..12)
        .map(|_| {
            let db = db.clone();
            tokio::spawn(async move { db.write_by_habit(7, look_lock_count).await })
        })
        .collect();
    for one in all {
        one.await.expect("no panic").expect("written");
    }
    assert_eq!(db.read(balance).await.expect("read"), 14);
    assert_eq!(db.counters().retries(), 0);
}

/// Each sees enough in the two accounts together, and takes from another one of them.
#[test]
fn what_each_saw_still_holds_when_both_are_done() {
    let Some(world) = postgres() else { return };
    let open = sql!("INSERT INTO account (id, code, side, balance) VALUES ($1, $2, 'debit', 5)");
    for id in [1, 2] {
        let work = move |tx: &mut Tx| tx.run(open, &[&Uuid::from_u128(id), &id.to_string()]);
        world.write_now(work).expect("written");
    }
    let both = Arc::new(Barrier::new(2));
    let runs = Arc::new(AtomicU32::new(0));
    let sum = sql!("SELECT CAST(SUM(balance) AS bigint) FROM account");
    let take = |id: u128| {
        let (both, runs) = (both.clone(), runs.clone());
        move |tx: &mut Tx| {
            let seen: i64 = tx.one(sum, &[], |row| row.get(0))?;
            if runs.fetch_add(1, Ordering::SeqCst) < 2 {
                both.wait();
            }
            if seen < 10 {
                return Ok(0);
            }
            let take = sql!("UPDATE account SET balance = balance - 5 WHERE id = $1");
            tx.run(take, &[&Uuid::from_u128(id)])
        }
    };
    let taken: u64 = std::thread::scope(|scope| {
        let takers = [1, 2].map(|id| {
            let (db, work) = (&*world, take(id));
            scope.spawn(move || db.write_now(work).expect("written"))
        });
        takers.into_iter().map(|taker| taker.join().expect("no panic")).sum()
    });
    assert_eq!((taken, runs.load(Ordering::SeqCst)), (1, 3));
    assert_eq!(world.read_now(move |r| r.one(sum, &[], |row| row.int(0))).expect("a sum"), 5);
}

#[test]
fn a_caller_that_hangs_up_loses_nothing() {
    each_database(|world| {
        let version = world.version();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(async {
            let slow = world.write(|tx| {
                let sql = sql!("INSERT INTO account (id, code, side) VALUES ($1, 'a', 'debit')");
                tx.run(sql, &[&ID])?;
                std::thread::sleep(Duration::from_millis(100));
                count(tx)
            });
            let hung_up = tokio::time::timeout(Duration::from_millis(20), slow).await;
            assert!(hung_up.is_err(), "it was not slow");
        });
        let seen = || {
            world.read_now(|r| r.first(sql!("SELECT balance FROM account"), &[], |row| row.int(0)))
        };
        let landed = (0..200).any(|_| {
            std::thread::sleep(Duration::from_millis(10));
            // What is committed may be seen a moment before the version says so.
            seen().expect("read") == Some(1) && world.version() != version
        });
        assert!(landed);
    });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_nothing_shows_leaves_the_version() {
    for world in [Some(crate::world::sqlite()), crate::world::postgres()].into_iter().flatten() {
        let begin = |tx: &mut db::Tx| {
            let sql = sql!("INSERT INTO account (id, code, side) VALUES ($1, 'a', 'debit')");
            tx.run(sql, &[&ID]).map(drop)
        };
        world.write(begin).await.expect("written");
        let (version, commits) = (world.version(), world.counters().commits());
        let more = |tx: &mut db::Tx| tx.run(sql!("UPDATE account SET balance = 5"), &[]);
        world.write_unseen(more).await.expect("written");
        assert_eq!((world.version(), world.counters().commits()), (version, commits + 1));
        let look = |read: &mut db::Read| {
            read.one(sql!("SELECT balance FROM account"), &[], |row| row.int(0))
        };
        assert_eq!(world.read(look).await.expect("a balance"), 5, "it is committed all the same");
        world.write(more).await.expect("written");
        assert_ne!(world.version(), version);
    }
}

/// A trigger that runs while COMMIT does, and kills its own server process.
const DEADLY: &str = "CREATE TABLE deadly (n bigint NOT NULL PRIMARY KEY);
    CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(5); RETURN NULL; END $$;
    CREATE CONSTRAINT TRIGGER deadly AFTER INSERT ON deadly DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION die();";

#[test]
fn a_lost_answer_to_commit_is_said_and_never_run_again() {
    let Some(world) = crate::world::bare_postgres() else { return };
    let files = [("0001_deadly.sqlite.sql", ""), ("0001_deadly.postgres.sql", DEADLY)];
    world.migrate(&db::migrations_from(&files).expect("good")).expect("migrated");
    let runs = Arc::new(AtomicU32::new(0));
    let (seen, version) = (runs.clone(), world.version());
    let done = world.write_now(move |tx| {
        seen.fetch_add(1, Ordering::SeqCst);
        tx.run(sql_of("INSERT INTO deadly (n) VALUES (1)"), &[])
    });
    match done {
        Err(Error::Unavailable(why)) => assert!(why.contains("may be done or not"), "{why}"),
        other => panic!("{other:?}"),
    }
    assert_eq!(runs.load(Ordering::SeqCst), 1);
    assert_ne!(world.version(), version, "it may have changed something");
    let count = sql_of("SELECT CAST(COUNT(*) AS bigint) FROM deadly");
    assert_eq!(world.write_now(move |tx| tx.one(count, &[], |row| row.int(0))).expect("alive"), 0);
}

#[test]
fn a_killed_connection_is_replaced() {
    let Some(world) = postgres() else { return };
    open_account(&world);
    let who = sql_of("SELECT CAST(pg_backend_pid() AS bigint)");
    // While nobody uses it.
    let pid: i64 = world.write_now(move |tx| tx.one(who, &[], |row| row.get(0))).expect("a pid");
    world.read_now(move |read| terminate(read, pid)).expect("killed");
    for _ in 0..8 {
        world.write_now(count).expect("on a fresh connection");
    }
    // In the middle of the work: it is run again from the start.
    let runs = Arc::new(AtomicU32::new(0));
    let (seen, db) = (runs.clone(), (*world).clone());
    let done = world.write_now(move |tx| {
        count(tx)?;
        if seen.fetch_add(1, Ordering::SeqCst) == 0 {
            let pid: i64 = tx.one(who, &[], |row| row.get(0))?;
            db.read_now(move |read| terminate(read, pid))?;
        }
        count(tx)
    });
    done.expect("run again");
    assert_eq!(runs.load(Ordering::SeqCst), 2);
    assert_eq!(world.read_now(balance).expect("read"), 10);
    // Again and again: then it is unavailable, and nothing of it stays.
    let db = (*world).clone();
    let done = world.write_now(move |tx| {
        count(tx)?;
        let pid: i64 = tx.one(who, &[], |row| row.get(0))?;
        db.read_now(move |read| terminate(read, pid))?;
        count(tx)
    });
    assert!(matches!(done, Err(Error::Unavailable(_))), "{done:?}");
    assert_eq!(world.read_now(balance).expect("read"), 10);
}

fn terminate(read: &mut db::Read, pid: i64) -> Result<()> {
    let kill = sql_of("SELECT pg_terminate_backend(CAST(CAST($1 AS bigint) AS integer), 1000)");
    read.one(kill, &[&pid], |row| row.bool(0)).map(drop)
}

#[test]
fn many_statements_in_one_trip_or_none() {
    each_database(|world| {
        open_account(world);
        let add = sql!("INSERT INTO entry (account_id, amount) VALUES ($1, $2)");
        let put = move |tx: &mut Tx, amounts: &[i64]| {
            let params: Vec<[&dyn Param; 2]> = amounts.iter().map(|a| [&ID as _, a as _]).collect();
            let batch: Vec<(Sql, &[&dyn Param])> =
                params.iter().map(|params| (add, params.as_slice())).collect();
            tx.run_many(&batch)
        };
        world.write_now(move |tx| put(tx, &[1, 2, 3])).expect("three");
        let done = world.write_now(move |tx| put(tx, &[4, 5, 1, 6, 6]));
        match done {
            Err(Error::Constraint(name)) => assert_eq!(name, "entry_account_id_amount_key"),
            other => panic!("{other:?}"),
        }
        let sum = sql!("SELECT CAST(SUM(amount) AS bigint) FROM entry");
        let sum: i64 = world.read_now(move |r| r.one(sum, &[], |row| row.get(0))).expect("a sum");
        assert_eq!(sum, 6);
    });
}

#[test]
fn what_hides_a_failure_is_undone_here_too() {
    each_database(|world| {
        open_account(world);
        let done = world.write_now(|tx| {
            count(tx)?;
            let _ = tx.run(sql!("UPDATE account SET balance = -1"), &[]);
            Ok(())
        });
        assert!(matches!(done, Err(Error::Fault(_))), "{done:?}");
        assert_eq!(world.read_now(balance).expect("read"), 0);
        let done = world.write_now(|tx| -> Result<()> {
            count(tx)?;
            panic!("a bug")
        });
        assert!(matches!(done, Err(Error::Fault(_))), "{done:?}");
        assert_eq!(world.read_now(balance).expect("read"), 0);
    });
}

#[test]
fn a_parameter_of_the_wrong_kind_names_the_statement() {
    let Some(world) = postgres() else { return };
    let sql = sql!("SELECT number FROM everything WHERE words = $1");
    let done = world.read_now(move |read| read.all(sql, &[&5_i64], |_| Ok(())));
    let text = done.map_err(|e| e.to_string()).expect_err("refused");
    assert!(text.starts_with(sql.at) && text.contains("$1 is a number"), "{text}");
}

#[test]
fn a_server_that_is_not_there_is_unavailable() {
    let done = db::Db::open("postgres://nobody:secret@127.0.0.1:1/none?workers=1&readers=1");
    match done.map(drop) {
        Err(Error::Unavailable(why)) => assert!(!why.contains("secret"), "{why}"),
        other => panic!("{other:?}"),
    }
}

const fn sql_of(text: &'static str) -> Sql {
    Sql { text, lite: text, at: "test" }
}
