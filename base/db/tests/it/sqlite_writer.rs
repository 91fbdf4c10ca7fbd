//! The one writer thread: closures share commits and don't disturb each other.

use std::{
    sync::{Mutex, mpsc},
    time::Duration,
};

use db::{Error, Result, Tx, sql};
use uuid::Uuid;

use crate::world::{World, fresh_directory, schema, sqlite};

fn open_account(tx: &mut Tx, number: u128) -> Result<()> {
    let sql = sql!("INSERT INTO account (id, code, side) VALUES ($1, $2, 'debit')");
    tx.run(sql, &[&Uuid::from_u128(number), &format!("a{number}")]).map(drop)
}

fn accounts(world: &World) -> i64 {
    let sql = sql!("SELECT CAST(COUNT(*) AS bigint) FROM account");
    world.read_now(move |read| read.one(sql, &[], |row| row.get(0))).expect("a count")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_writers_share_commits() {
    let world = sqlite();
    let before = world.counters().commits();
    let writers: Vec<_> = (0..400)
        .map(|number| {
            let db = (*world).clone();
            tokio::spawn(async move { db.write(move |tx| open_account(tx, number)).await })
        })
        .collect();
    for writer in writers {
        writer.await.expect("no panic").expect("written");
    }
    let commits = world.counters().commits() - before;
    assert_eq!(accounts(&world), 400);
    assert!(commits < 200, "400 writes took {commits} commits");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_that_fails_or_panics_takes_nobody_along() {
    let world = sqlite();
    let writers: Vec<_> = (0..90)
        .map(|number| {
            let db = (*world).clone();
            let work = move |tx: &mut Tx| {
                open_account(tx, number)?;
                match number % 3 {
                    0 => Ok(()),
                    1 => open_account(tx, number),
                    _ => panic!("a bug in number {number}"),
                }
            };
            tokio::spawn(async move { (number, db.write(work).await) })
        })
        .collect();
    for writer in writers {
        match writer.await.expect("no panic outside") {
            (number, Ok(())) => assert_eq!(number % 3, 0),
            (number, Err(Error::Constraint(name))) => {
                assert_eq!((number % 3, name.as_str()), (1, "account_code_key"));
            }
            (number, Err(error)) => {
                assert_eq!(number % 3, 2);
                assert_eq!(
                    error.to_string(),
                    format!("the work panicked: a bug in number {number}")
                );
            }
        }
    }
    assert_eq!(accounts(&world), 30);
}

#[test]
fn a_full_disk_is_unavailable_and_heals() {
    let world = sqlite();
    world.write_now(|tx| open_account(tx, 1)).expect("there is room");
    limit_pages(&world, 1);
    let fill = |tx: &mut Tx| {
        let sql = sql!("INSERT INTO everything (number, digest) VALUES ($1, $2)");
        (0..100_i64).try_for_each(|number| tx.run(sql, &[&number, &vec![7_u8; 9_000]]).map(drop))
    };
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(world.answers()).expect("nobody was turned away");
    let full = world.write_now(fill);
    assert!(matches!(full, Err(Error::Unavailable(_))), "{full:?}");
    assert_eq!(accounts(&world), 1);
    for _ in 0..2 {
        let answer = runtime.block_on(world.answers());
        assert!(matches!(answer, Err(Error::Unavailable(_))), "it can only be read: {answer:?}");
    }
    limit_pages(&world, 1_000_000);
    runtime.block_on(world.answers()).expect("there is room again");
    world.write_now(fill).expect("there is room again");
    world.write_now(|tx| open_account(tx, 2)).expect("as before");
    assert_eq!(accounts(&world), 2);
}

/// Runs closures that surely share one batch: the first holds the writer until all are waiting.
fn together(world: &World, works: Vec<fn(&mut Tx) -> Result<()>>) -> Vec<Result<()>> {
    let (go, wait) = mpsc::channel::<()>();
    let wait = Mutex::new(wait);
    std::thread::scope(|scope| {
        let hold = scope.spawn(move || {
            world.write_now(move |_| {
                // Ends when the sender is gone.
                let _ = wait.lock().expect("one").recv();
                Ok(())
            })
        });
        let waiting: Vec<_> = works
            .into_iter()
            .map(|work| {
                std::thread::sleep(Duration::from_millis(20));
                scope.spawn(move || world.write_now(work))
            })
            .collect();
        std::thread::sleep(Duration::from_millis(20));
        drop(go);
        hold.join().expect("no panic").expect("held");
        waiting.into_iter().map(|one| one.join().expect("no panic")).collect()
    })
}

#[test]
fn who_is_told_no_by_a_full_disk_has_changed_nothing() {
    let world = sqlite();
    limit_pages(&world, 1);
    let answers = together(
        &world,
        vec![
            |tx| open_account(tx, 1),
            |tx| {
                let sql = sql!("INSERT INTO everything (number, digest) VALUES (1, $1)");
                tx.run(sql, &[&vec![7_u8; 90_000]]).map(drop)
            },
            |tx| open_account(tx, 2),
        ],
    );
    assert!(matches!(answers[1], Err(Error::Unavailable(_))), "{answers:?}");
    let sql = sql!("SELECT id FROM account");
    let there = world.read_now(move |r| r.all(sql, &[], |row| row.uuid(0))).expect("read");
    for (answer, number) in [(&answers[0], 1), (&answers[2], 2)] {
        assert_eq!(answer.is_ok(), there.contains(&Uuid::from_u128(number)), "{answers:?}");
    }
}

#[tokio::test]
async fn a_line_that_is_too_long_is_busy() {
    let world = sqlite();
    let (go, wait) = mpsc::channel::<()>();
    let (started, mut running) = tokio::sync::mpsc::channel(1);
    let wait = Mutex::new(wait);
    let db = (*world).clone();
    let hold = tokio::spawn(async move {
        db.write(move |_| {
            let _ = started.try_send(());
            // Ends when the sender is gone.
            let _ = wait.lock().expect("one").recv();
            Ok(())
        })
        .await
    });
    running.recv().await.expect("the writer is held");
    let mut writes = tokio::task::JoinSet::new();
    for _ in 0..5_000 {
        let db = (*world).clone();
        writes.spawn(async move { db.write(|_| Ok(())).await });
    }
    for _ in 4_096..5_000 {
        let busy = writes.join_next().await.expect("one").expect("no panic");
        assert!(matches!(&busy, Err(Error::Unavailable(why)) if why == "busy"), "{busy:?}");
    }
    world.answers().await.expect("much to do is no bad sign of the database");
    drop(go);
    hold.await.expect("no panic").expect("held");
    assert!(writes.join_all().await.iter().all(Result::is_ok));
}

#[test]
fn what_was_accepted_is_done_before_the_database_closes() {
    let directory = fresh_directory();
    let file = directory.join("hilir.db");
    let open = || db::Db::open(file.to_str().expect("UTF-8")).expect("a database");
    let first = open();
    first.migrate(&crate::world::schema()).expect("migrated");
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(async {
        let db = first.clone();
        let work = tokio::spawn(async move {
            db.write(|tx| {
                std::thread::sleep(Duration::from_millis(50));
                open_account(tx, 1)
            })
            .await
        });
        tokio::task::yield_now().await;
        work.abort();
    });
    drop(runtime);
    drop(first);
    let sql = sql!("SELECT code FROM account");
    let code: String = open().read_now(move |r| r.one(sql, &[], |row| row.get(0))).expect("done");
    assert_eq!(code, "a1");
    std::fs::remove_dir_all(directory).expect("removed");
}

/// The writer's own limit, in place of a disk that is full.
fn limit_pages(world: &World, pages: i64) {
    let few =
        db::Sql { text: "PRAGMA max_page_count = 1", lite: "PRAGMA max_page_count = 1", at: "" };
    let many = db::Sql { lite: "PRAGMA max_page_count = 1000000", ..few };
    let sql = if pages == 1 { few } else { many };
    world.write_now(move |tx| tx.first(sql, &[], |row| row.get::<i64>(0))).expect("a limit");
}

#[test]
fn work_that_hides_a_failure_is_undone() {
    let world = sqlite();
    let done = world.write_now(|tx| {
        open_account(tx, 1)?;
        let _ = open_account(tx, 1);
        Ok(())
    });
    assert!(matches!(done, Err(Error::Fault(_))), "{done:?}");
    assert_eq!(accounts(&world), 0);
}

#[test]
fn a_reader_sees_one_picture_and_cannot_write() {
    let world = sqlite();
    let db = (*world).clone();
    let seen = world.read_now(move |read| {
        let sql = sql!("SELECT CAST(COUNT(*) AS bigint) FROM account");
        let before: i64 = read.one(sql, &[], |row| row.get(0))?;
        db.write_now(|tx| open_account(tx, 1))?;
        let after: i64 = read.one(sql, &[], |row| row.get(0))?;
        Ok((before, after))
    });
    assert_eq!(seen.expect("two counts"), (0, 0));
    let sql = sql!("DELETE FROM account");
    let done = world.read_now(move |read| read.all(sql, &[], |_| Ok(())));
    assert!(matches!(done, Err(Error::Unavailable(_))), "{done:?}");
    assert_eq!(accounts(&world), 1);
}

#[test]
fn a_backup_is_a_database() {
    let world = sqlite();
    world.write_now(|tx| open_account(tx, 1)).expect("written");
    let directory = fresh_directory();
    let copy = directory.join("copy.db");
    world.backup_to(&copy).expect("copied");
    assert!(world.backup_to(&copy).is_err(), "an older backup is never written over");
    let copy = db::Db::open(copy.to_str().expect("UTF-8")).expect("a database");
    let sql = sql!("SELECT code FROM account");
    let code: String = copy.read_now(move |r| r.one(sql, &[], |row| row.get(0))).expect("a row");
    assert_eq!(code, "a1");
    drop(copy);
    std::fs::remove_dir_all(directory).expect("removed");
}

#[test]
fn a_backup_tells_how_far_it_is_and_does_not_begin_anew() {
    let world = sqlite();
    let fill = |tx: &mut Tx| {
        let sql = sql!("INSERT INTO everything (number, digest) VALUES ($1, $2)");
        (0..40_i64).try_for_each(|n| tx.run(sql, &[&n, &vec![7_u8; 1_000_000]]).map(drop))
    };
    world.write_now(fill).expect("written");
    let copy = fresh_directory().join("copy.db");
    let mut told = Vec::new();
    let watch = &mut |done: u64, all: u64| {
        let number = told.len() as u128;
        told.push((done, all));
        world.write_now(move |tx| open_account(tx, number)).expect("others go on");
    };
    world.backup_watched(&copy, watch).expect("copied");
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].0 < told[1].0 && told[1].0 < told[1].1, "{told:?}");
    let copied = db::Db::open(copy.to_str().expect("UTF-8")).expect("a database");
    let sql = sql!("SELECT CAST(COUNT(*) AS bigint) FROM account");
    let many = copied.read_now(move |read| read.one(sql, &[], |row| row.get::<i64>(0)));
    assert_eq!((many.expect("a count"), accounts(&world)), (0, 2), "it is of one instant");
    drop(copied);
    std::fs::remove_dir_all(copy.parent().expect("a folder")).expect("removed");
}

/// A hardened service may have no folder for temporary files, and a sort that lays one there would
/// fail only when the house has grown.
#[test]
fn who_looks_lays_nothing_into_temporary_files() {
    let world = sqlite();
    let fill = |tx: &mut Tx| {
        let sql = sql!("INSERT INTO everything (number, words) VALUES ($1, $2)");
        let words = "x".repeat(4_000);
        (0..2_000_i64).try_for_each(|n| tx.run(sql, &[&n, &format!("{}{words}", n % 7)]).map(drop))
    };
    world.write_now(fill).expect("written");
    let laid = || {
        let open = std::fs::read_dir("/proc/self/fd").into_iter().flatten().flatten();
        let open = open.filter_map(|one| std::fs::read_link(one.path()).ok());
        // Without a name, where the system gives such.
        let is_temporary = |file: &str| file.contains("/#") || file.contains("etilqs");
        open.filter(|file| is_temporary(&file.to_string_lossy())).count()
    };
    let sql = sql!("SELECT words FROM everything ORDER BY words, number");
    let seen = world.read_now(move |read| {
        let mut seen = 0;
        read.each(sql, &[], |_| {
            seen = seen.max(laid());
            Ok(())
        })?;
        Ok(seen)
    });
    assert_eq!(seen.expect("sorted"), 0);
}

#[test]
fn a_closed_database_is_one_file() {
    for n in 0..20 {
        let file = fresh_directory().join(format!("{n}.db"));
        let db = db::Db::open(file.to_str().expect("a plain name")).expect("opened");
        db.migrate(&schema()).expect("migrated");
        drop(db);
        let log = file.with_extension("db-wal");
        assert!(!log.exists(), "{} is left", log.display());
    }
}
