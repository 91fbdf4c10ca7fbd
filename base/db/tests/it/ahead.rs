//! What is asked ahead is asked once, and means the same as if it were asked in its turn.

use db::{Error, Read, Result, Sql, sql};
use uuid::Uuid;

use crate::world::each_database;

const ID: Uuid = Uuid::from_u128(1);

fn balance_of(read: &mut Read, id: Uuid) -> Result<Option<i64>> {
    read.first(sql!("SELECT balance FROM account WHERE id = $1"), &[&id], |row| row.get(0))
}

fn opened() -> Sql {
    sql!(
        "INSERT INTO account (id, code, side, balance) VALUES ($1, $2, 'debit', 5) RETURNING balance"
    )
}

#[test]
fn a_question_asked_ahead_is_asked_once() {
    each_database(|world| {
        // A question that leaves a trace: asked twice, it would break on the key.
        let balance = world.write_now(|tx| {
            tx.ahead(|read| read.one(opened(), &[&ID, &"a"], |row| row.get::<i64>(0)).map(drop))?;
            tx.one(opened(), &[&ID, &"a"], |row| row.get::<i64>(0))
        });
        assert_eq!(balance.expect("once"), 5);
    });
}

#[test]
fn the_very_same_question_finds_its_answer_and_no_other_does() {
    each_database(|world| {
        let other = Uuid::from_u128(2);
        let found = world.write_now(move |tx| {
            tx.run(sql!("INSERT INTO account (id, code, side) VALUES ($1, 'a', 'debit')"), &[&ID])?;
            tx.ahead(|read| balance_of(read, ID).map(drop))?;
            Ok([balance_of(tx, other)?, balance_of(tx, ID)?, balance_of(tx, ID)?])
        });
        assert_eq!(found.expect("read"), [None, Some(0), Some(0)]);
    });
}

/// The balance of the account at which an entry points.
fn pointed(read: &mut Read) -> Result<Option<i64>> {
    let to = sql!("SELECT account_id FROM entry WHERE amount = $1");
    match read.first(to, &[&9_i64], |row| row.get::<Uuid>(0))? {
        Some(id) => balance_of(read, id),
        None => Ok(None),
    }
}

#[test]
fn an_answer_leads_to_the_next_question() {
    each_database(|world| {
        let found = world.write_now(|tx| {
            tx.one(opened(), &[&ID, &"a"], |_| Ok(()))?;
            tx.run(sql!("INSERT INTO entry (account_id, amount) VALUES ($1, 9)"), &[&ID])?;
            let asked = std::cell::RefCell::new(Vec::new());
            tx.ahead(|read| {
                asked.borrow_mut().push(pointed(read)?);
                Ok(())
            })?;
            Ok((asked.take(), pointed(tx)?))
        });
        let (asked, found) = found.expect("read");
        assert_eq!(found, Some(5));
        let rounds: &[Option<i64>] = if world.is_sqlite() { &[] } else { &[None, None, Some(5)] };
        assert_eq!(asked, rounds);
    });
}

#[test]
fn what_is_written_meanwhile_is_seen() {
    each_database(|world| {
        let seen = world.write_now(|tx| {
            let (insert, set) = (
                sql!("INSERT INTO account (id, code, side) VALUES ($1, 'b', 'debit')"),
                sql!("UPDATE account SET balance = $2 WHERE id = $1"),
            );
            tx.run(insert, &[&ID])?;
            tx.ahead(|read| balance_of(read, ID).map(drop))?;
            tx.run(set, &[&ID, &3_i64])?;
            let ran = balance_of(tx, ID)?;
            tx.ahead(|read| balance_of(read, ID).map(drop))?;
            tx.later(&[(set, &[&ID, &4_i64])])?;
            let later = balance_of(tx, ID)?;
            tx.ahead(|read| balance_of(read, ID).map(drop))?;
            tx.attempt(|tx| tx.run(set, &[&ID, &5_i64]))??;
            Ok([ran, later, balance_of(tx, ID)?])
        });
        assert_eq!(seen.expect("read"), [Some(3), Some(4), Some(5)]);
    });
}

#[test]
fn what_the_look_makes_of_no_rows_is_forgotten() {
    each_database(|world| {
        let looked = world.read_now(|read| {
            read.ahead(|_| Err(Error::fault("nothing was there")))?;
            balance_of(read, ID)
        });
        assert_eq!(looked.expect("read"), None);
        let wrong = world.read_now(|read| {
            read.ahead(|read| read.first(opened(), &[&ID], |_| Ok(())).map(drop))?;
            read.first(opened(), &[&ID], |_| Ok(()))
        });
        assert!(wrong.is_err(), "a wrong statement is said");
    });
}
