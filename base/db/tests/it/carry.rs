//! All data goes from one database to another, and is proved to be the same.

use db::{Db, Param, Sql, clear_unfinished, copy_all, first_filled, is_unfinished, sql};
use kernel::{Day, Time};
use serde_json::json;
use uuid::Uuid;

use crate::world::{World, bare_sqlite, postgres, schema, sqlite};

/// 1,200 rows that count up, some deleted again; one of every type; rows that point at rows of
/// their own table, the pointing one first.
fn fill(world: &World) {
    world
        .write_now(|tx| {
            let account = sql!("INSERT INTO account (id, code, side) VALUES ($1, $2, 'debit')");
            let entry = sql!("INSERT INTO entry (account_id, amount) VALUES ($1, $2)");
            let id = Uuid::from_u128(1);
            tx.run(account, &[&id, &"é|1"])?;
            (0..1_200_i64).try_for_each(|n| tx.run(entry, &[&id, &n]).map(drop))?;
            tx.run(sql!("DELETE FROM entry WHERE amount > 1190"), &[])?;
            let all = sql!(
                "INSERT INTO everything (int, words, truth, id, instant, business_day, digest, \
                 details, number) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
            );
            let details = json!({"z": 1, "a": {"y": [1, 2], "b": null}});
            let (day, time) = (Day::new(2025, 11, 3), Time::from_micros(1_762_128_000_123_456));
            let (nothing, bytes): (Option<i64>, Vec<u8>) = (None, vec![0, 1, 255]);
            let params: [&dyn Param; 9] =
                [&nothing, &"", &true, &id, &time, &day, &bytes, &details, &1_i64];
            tx.run(all, &params)?;
            let note = sql!("INSERT INTO note (id, answers) VALUES ($1, $2)");
            let (first, second) = (Uuid::from_u128(9), Uuid::from_u128(3));
            tx.run(note, &[&first, &None::<Uuid>])?;
            tx.run(note, &[&second, &Some(first)]).map(drop)
        })
        .expect("filled");
}

fn next_number(db: &Db) -> i64 {
    let sql = sql!("INSERT INTO entry (account_id, amount) VALUES ($1, -1) RETURNING number");
    db.write_now(move |tx| tx.one(sql, &[&Uuid::from_u128(1)], |row| row.get(0))).expect("a number")
}

fn carry(from: &World, to: &World) {
    let mut steps = Vec::new();
    let report = copy_all(from, to, |step| steps.push(step.clone())).expect("carried");
    let rows = |name: &str| report.tables.iter().find(|t| t.table == name).map(|t| t.rows);
    assert_eq!((rows("entry"), rows("everything"), rows("note")), (Some(1_191), Some(1), Some(2)));
    assert!(steps.iter().any(|step| step.table == "entry" && step.rows == 500), "{steps:?}");
    // Each row is written and read again, and the bar is full at the end only.
    let all: u64 = report.tables.iter().map(|table| table.rows * 2).sum();
    assert!(steps.iter().all(|step| step.all == all), "{steps:?}");
    assert!(steps.windows(2).all(|two| two[0].done <= two[1].done), "{steps:?}");
    assert_eq!(steps.last().map(|step| step.done), Some(all));
    assert!(!is_unfinished(to).expect("looked"));
    assert_eq!(next_number(to), 1_201);
    let again = copy_all(from, to, |_| {}).map_err(|e| e.to_string()).expect_err("refused");
    assert!(again.contains("already"), "{again}");
}

#[test]
fn from_sqlite_to_sqlite() {
    let (from, to) = (sqlite(), sqlite());
    fill(&from);
    carry(&from, &to);
}

#[test]
fn from_sqlite_to_postgres_and_back() {
    let Some(middle) = postgres() else { return };
    let (from, to) = (sqlite(), sqlite());
    fill(&from);
    carry(&from, &middle);
    middle
        .write_now(|tx| tx.run(sql!("DELETE FROM entry WHERE amount = -1"), &[]))
        .expect("as it was");
    copy_all(&middle, &to, |_| {}).expect("carried back");
    assert_eq!(next_number(&to), 1_202);
}

fn run(db: &Db, text: &'static str) {
    let sql = Sql { text, lite: text, at: "" };
    db.write_now(move |tx| tx.all(sql, &[], |_| Ok(()))).expect(text);
}

/// What a copy left that was cut off in the middle.
fn is_half(to: &World) {
    assert_eq!(first_filled(to).expect("looked").as_deref(), Some("account"));
    let refused = |done: db::Result<()>| {
        let why = done.map_err(|error| error.to_string()).expect_err("refused");
        assert!(why.contains("cut off") && why.contains("same command again"), "{why}");
    };
    assert!(is_unfinished(to).expect("looked"));
    refused(to.pending(&schema()).map(drop));
    refused(to.migrate(&schema()).map(drop));
}

#[test]
fn a_database_that_a_copy_was_cut_off_in_is_of_no_use_until_it_is_whole() {
    let (from, file) = (sqlite(), sqlite());
    fill(&from);
    run(
        &file,
        "CREATE TRIGGER few BEFORE INSERT ON entry WHEN NEW.amount = 700 BEGIN SELECT RAISE(ABORT, 'few'); END",
    );
    copy_all(&from, &file, |_| {}).expect_err("cut off");
    is_half(&file);
    assert!(clear_unfinished(&file).is_err(), "a file is thrown away");
    let Some(server) = postgres() else { return };
    assert!(clear_unfinished(&server).is_err(), "nothing whole is emptied");
    run(&server, "ALTER TABLE entry ADD CONSTRAINT few CHECK (amount <> 700)");
    copy_all(&from, &server, |_| {}).expect_err("cut off");
    is_half(&server);
    clear_unfinished(&server).expect("emptied");
    assert_eq!(first_filled(&server).expect("looked"), None);
    assert!(server.pending(&schema()).expect("of use").is_empty());
    run(&server, "ALTER TABLE entry DROP CONSTRAINT few");
    carry(&from, &server);
}

#[test]
fn only_into_a_database_of_the_same_step() {
    let (from, to) = (sqlite(), bare_sqlite());
    to.migrate(&[]).expect("nothing");
    let error = copy_all(&from, &to, |_| {}).map_err(|e| e.to_string()).expect_err("refused");
    assert!(error.contains("hilir migrate"), "{error}");
}
