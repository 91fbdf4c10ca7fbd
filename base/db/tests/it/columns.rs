//! The eight kinds of value go in and come out the same on both databases.

use db::{Param, Result, Row, sql};
use kernel::{
    BatchId, Capabilities, Capability, Day, Id, Lang, Line, Quantity, Rupiah, Share, Time, Zone,
};
use serde_json::json;
use uuid::Uuid;

use crate::world::{World, each_database};

db::text_enum! {
    /// A word of these tests.
    #[derive(Default)]
    pub enum State {
        #[default]
        Draft = "draft",
        Signed = "signed",
    }
}

#[derive(Debug, Clone, PartialEq)]
struct Everything {
    int: Option<i64>,
    text: Option<String>,
    truth: Option<bool>,
    id: Option<Uuid>,
    time: Option<Time>,
    day: Option<Day>,
    digest: Option<Vec<u8>>,
    json: Option<serde_json::Value>,
}

fn read(row: &Row) -> Result<Everything> {
    Ok(Everything {
        int: row.get(0)?,
        text: row.get(1)?,
        truth: row.get(2)?,
        id: row.get(3)?,
        time: row.get(4)?,
        day: row.get(5)?,
        digest: row.get(6)?,
        json: row.get(7)?,
    })
}

fn there_and_back(world: &World, number: i64, all: Everything) {
    let given = all.clone();
    let back = world.write_now(move |tx| {
        let e = &given;
        let sql = sql!(
            "INSERT INTO everything (int, words, truth, id, instant, business_day, digest, \
             details, number) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
             RETURNING int, words, truth, id, instant, business_day, digest, details"
        );
        let params: [&dyn Param; 9] =
            [&e.int, &e.text, &e.truth, &e.id, &e.time, &e.day, &e.digest, &e.json, &number];
        tx.one(sql, &params, read)
    });
    assert_eq!(back.expect("written"), all);
    // Found again by each of its values, so that a parameter equals what is stored.
    let wanted = all.clone();
    let found = world.read_now(move |r| {
        let e = &wanted;
        let sql = sql!(
            "SELECT int, words, truth, id, instant, business_day, digest, details FROM everything \
             WHERE number = $8 AND (CAST($1 AS bigint) IS NULL OR int = $1) \
             AND (CAST($2 AS text) IS NULL OR words = $2) \
             AND (CAST($3 AS boolean) IS NULL OR truth = $3) \
             AND (CAST($4 AS uuid) IS NULL OR id = $4) \
             AND (CAST($5 AS timestamptz) IS NULL OR instant = $5) \
             AND (CAST($6 AS date) IS NULL OR business_day = $6) \
             AND (CAST($7 AS bytea) IS NULL OR digest = $7)"
        );
        let params: [&dyn Param; 8] =
            [&e.int, &e.text, &e.truth, &e.id, &e.time, &e.day, &e.digest, &number];
        r.one(sql, &params, read)
    });
    assert_eq!(found.expect("found"), all);
}

#[test]
fn values_and_extremes_and_nothing() {
    each_database(|world| {
        let all = Everything {
            int: Some(i64::MAX),
            text: Some("Mebelair “Jati” 🪑".to_owned()),
            truth: Some(true),
            id: Some(Uuid::from_u128(7)),
            time: Time::from_micros(1_762_128_000_123_456),
            day: Day::new(2025, 11, 3),
            digest: Some(vec![0, 255, 7]),
            json: Some(json!({"bank": "BRI", "a": [1, null, "x"]})),
        };
        there_and_back(world, 1, all.clone());
        there_and_back(
            world,
            2,
            Everything {
                int: Some(i64::MIN),
                text: Some(String::new()),
                truth: Some(false),
                id: Some(Uuid::nil()),
                time: Time::from_micros(-1),
                day: Day::new(1, 1, 1),
                digest: Some(vec![]),
                json: Some(json!(null)),
            },
        );
        there_and_back(
            world,
            3,
            Everything {
                id: Some(Uuid::max()),
                time: Time::from_micros(253_402_300_799_999_999),
                day: Day::new(9999, 12, 31),
                ..all
            },
        );
        there_and_back(
            world,
            4,
            Everything {
                int: None,
                text: None,
                truth: None,
                id: None,
                time: None,
                day: None,
                digest: None,
                json: None,
            },
        );
    });
}

#[test]
fn the_words_of_the_house_are_columns() {
    each_database(|world| {
        let sql = sql!(
            "SELECT CAST($1 AS bigint), CAST($2 AS bigint), CAST($3 AS bigint), \
             CAST($4 AS text), CAST($5 AS text), CAST($6 AS text), CAST($7 AS bigint), \
             CAST($8 AS text), CAST($9 AS uuid), CAST($10 AS text)"
        );
        let right = world.read_now(move |read| {
            let set = Capabilities::of(&[Capability::Sell, Capability::Sign]);
            let line = Line::parse("Toko Acun").map_err(db::Error::fault)?;
            let batch: BatchId = Id::new(Uuid::from_u128(5));
            let name: &str = "Lapas Cipinang";
            let params: [&dyn Param; 10] = [
                &Rupiah(30_000),
                &Quantity(-2),
                &Share(2_000),
                &line,
                &Lang::En,
                &Zone::Wita,
                &set,
                &State::Signed,
                &batch,
                &name,
            ];
            read.one(sql, &params, |row| {
                assert_eq!(row.get::<Rupiah>(0)?, Rupiah(30_000));
                assert_eq!(row.get::<Quantity>(1)?, Quantity(-2));
                assert_eq!(row.get::<Share>(2)?, Share(2_000));
                assert_eq!(row.get::<Line>(3)?, line);
                assert_eq!(row.get::<Lang>(4)?, Lang::En);
                assert_eq!(row.get::<Zone>(5)?, Zone::Wita);
                assert_eq!(row.get::<Capabilities>(6)?, set);
                assert_eq!(row.get::<State>(7)?, State::Signed);
                assert_eq!(row.get::<BatchId>(8)?, batch);
                assert_eq!(row.text(9)?, name);
                assert!(row.get::<State>(3).is_err(), "no state");
                assert!(row.get::<i64>(3).is_err(), "no number");
                Ok(true)
            })
        });
        assert!(right.expect("read"));
    });
}

#[test]
fn many_rows_come_one_by_one() {
    each_database(|world| {
        let sql = sql!(
            "WITH RECURSIVE n (i) AS (SELECT CAST(1 AS bigint) UNION ALL SELECT i + 1 FROM n \
             WHERE i < $1) SELECT i FROM n"
        );
        let sums = world.read_now(move |read| {
            let mut sum = 0;
            read.each(sql, &[&50_000_i64], |row| {
                sum += row.get::<i64>(0)?;
                Ok(())
            })?;
            let first = read.first(sql, &[&50_000_i64], |row| row.get::<i64>(0))?;
            let stopped = read.each(sql, &[&50_000_i64], |row| match row.get(0)? {
                7_i64 => Err(db::Error::fault("enough")),
                _ => Ok(()),
            });
            assert_eq!(stopped.map_err(|e| e.to_string()), Err("enough".to_owned()));
            Ok((sum, first, read.all(sql, &[&3_i64], |row| row.get::<i64>(0))?))
        });
        assert_eq!(sums.expect("read"), (1_250_025_000, Some(1), vec![1, 2, 3]));
    });
}

#[test]
fn wrong_parameters_name_the_statement() {
    each_database(|world| {
        let sql = sql!("SELECT number FROM everything WHERE int = $1");
        for params in [0, 2] {
            let error = world.read_now(move |read| {
                let two: [&dyn Param; 2] = [&1_i64, &2_i64];
                read.all(sql, &two[..params], |_| Ok(()))
            });
            let text = error.map_err(|e| e.to_string()).expect_err("refused");
            assert!(text.starts_with(sql.at) && text.contains("1 parameter"), "{text}");
        }
        let error = world.read_now(move |read| read.all(sql, &[&"x\0y"], |_| Ok(())));
        let text = error.map_err(|e| e.to_string()).expect_err("refused");
        assert!(text.starts_with(sql.at), "{text}");
    });
}
