//! A constraint has the same name on both databases, and a room can turn it into its own no.

use db::{Error, RefuseOn, Result, Sql, Tx, sql};
use uuid::Uuid;

use crate::world::each_database;

db::refusals! { "trial";
    /// The code is another account's.
    CodeTaken = "code_taken", Conflict;
}

fn name_of(done: Result<u64>) -> String {
    match done {
        Err(Error::Constraint(name)) => name,
        other => panic!("{other:?}"),
    }
}

#[test]
fn names_are_the_same() {
    each_database(|world| {
        let insert = |id: u128, sql: Sql| {
            let work = move |tx: &mut Tx| tx.run(sql, &[&Uuid::from_u128(id)]);
            world.write_now(work)
        };
        let a = sql!("INSERT INTO account (id, code, side) VALUES ($1, 'a', 'debit')");
        insert(1, a).expect("the first");
        assert_eq!(name_of(insert(2, a)), "account_code_key");
        let b = sql!("INSERT INTO account (id, code, side) VALUES ($1, 'b', 'debit')");
        assert_eq!(name_of(insert(1, b)), "account_pkey");
        let side = sql!("INSERT INTO account (id, code, side) VALUES ($1, 'b', 'x')");
        assert_eq!(name_of(insert(3, side)), "account_side_check");
        let below = sql!("UPDATE account SET balance = -1 WHERE id = $1");
        assert_eq!(name_of(insert(1, below)), "account_not_below_zero");
        let both =
            sql!("INSERT INTO account (id, code, side, balance) VALUES ($1, 'c', 'credit', 1000)");
        assert_eq!(name_of(insert(3, both)), "account_check");
        let null = sql!("UPDATE account SET code = NULL WHERE id = $1");
        assert_eq!(name_of(insert(1, null)), "account_code_not_null");
        let foreign = sql!("INSERT INTO entry (account_id, amount) VALUES ($1, 5)");
        assert_eq!(name_of(insert(9, foreign)), "foreign_key");
        assert_eq!(insert(1, foreign).expect("an entry"), 1);
        assert_eq!(name_of(insert(1, foreign)), "entry_account_id_amount_key");
        let number = sql!(
            "INSERT INTO entry (number, account_id, amount) SELECT number, account_id, 6 \
             FROM entry WHERE account_id = $1"
        );
        assert_eq!(name_of(insert(1, number)), "entry_pkey");
        let two = sql!("INSERT INTO account (id, code, side) VALUES ($1, 'b', 'debit')");
        insert(2, two).expect("another");
        let seven = sql!("UPDATE account SET balance = 7 WHERE id = $1");
        insert(1, seven).expect("one");
        assert_eq!(name_of(insert(2, seven)), "account_one_of_each");
    });
}

#[test]
fn a_room_turns_a_name_into_its_no() {
    each_database(|world| {
        let done = world.write_now(|tx| {
            let sql = sql!("INSERT INTO account (id, code, side) VALUES ($1, 'a', 'debit')");
            tx.run(sql, &[&Uuid::from_u128(1)])?;
            tx.run(sql, &[&Uuid::from_u128(2)])
                .refuse_on("account_code_key", No::CodeTaken.at("code").with("code", "a"))
        });
        match done {
            Err(Error::Refused(no)) => {
                assert_eq!(no.to_string(), "trial.code_taken at code code=a")
            }
            other => panic!("{other:?}"),
        }
        assert!(db::every_refusal().any(|(code, _)| code == "trial.code_taken"));
    });
}

#[test]
fn every_statement_prepares() {
    each_database(|world| {
        let mut wrong = world.prepare_all().expect("asked");
        // Those tests make tables of their own.
        wrong.retain(|(at, _)| !at.contains("migrations.rs"));
        assert!(wrong.is_empty(), "{wrong:#?}");
    });
}
