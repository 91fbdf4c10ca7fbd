//! Tables whose rules were changed after their first release: what they allow now, and what they
//! still do not, alike on both databases. SQLite cannot change a rule of a table, so there some
//! tables were made anew and of some the text was edited; nothing may have been lost by it.

use db::{Db, Error, Read, Sql, Tx, sql};

use crate::house::play;

/// Each with the rule that stops it; none where it is allowed since.
const WRITES: [(Sql, &str); 26] = [
    (sql!("UPDATE consignment_delivery SET state = 'recalled'"), ""),
    (sql!("UPDATE consignment_delivery SET state = 'lost'"), "consignment_delivery_state_check"),
    (sql!("UPDATE consignment_delivery SET movement_id = id"), "consignment_delivery_check"),
    (
        sql!("UPDATE consignment_delivery SET number = 'SJ-1'"),
        "consignment_delivery_consignor_id_number_key",
    ),
    (sql!("UPDATE consignment_movement SET kind = 'found_on_shelf'"), ""),
    (sql!("UPDATE consignment_movement SET kind = 'found_at_unit'"), ""),
    (sql!("UPDATE consignment_movement SET kind = 'broken_back'"), ""),
    (sql!("UPDATE consignment_movement SET kind = 'destroyed'"), ""),
    (sql!("UPDATE consignment_movement SET kind = 'not_broken'"), ""),
    (sql!("UPDATE consignment_movement SET kind = 'stolen'"), "consignment_movement_kind_check"),
    (sql!("UPDATE consignment_movement SET kind = 'transfer'"), "consignment_movement_check"),
    (
        sql!("UPDATE consignment_movement SET borne_by = 'nobody'"),
        "consignment_movement_borne_by_check",
    ),
    (sql!("UPDATE consignment_proposal SET side = 'sender'"), ""),
    (sql!("UPDATE consignment_proposal SET side = 'buyer'"), "consignment_proposal_side_check"),
    (sql!("UPDATE consignment_move SET charged_quantity = -1, charge_rupiah = -1"), ""),
    (sql!("UPDATE consignment_move SET kind = 'eaten'"), "consignment_move_kind_check"),
    (
        sql!(
            "UPDATE settlement_statement SET due_rupiah = due_rupiah - loss_rupiah - 5, loss_rupiah = -5"
        ),
        "",
    ),
    (
        sql!("UPDATE settlement_statement SET gross_rupiah = gross_rupiah + 1"),
        "settlement_statement_check1",
    ),
    (sql!("UPDATE settlement_statement SET from_day = '2999-01-01'"), "settlement_statement_check"),
    (sql!("UPDATE settlement_statement SET state = 'open'"), "settlement_statement_state_check"),
    (
        sql!(
            "UPDATE settlement_statement SET due_rupiah = due_rupiah + expense_rupiah + 5, expense_rupiah = -5"
        ),
        "",
    ),
    (sql!("UPDATE agreements_terms SET state = 'maybe'"), "agreements_terms_state_check"),
    (sql!("UPDATE agreements_terms SET state = 'discarded'"), "agreements_terms_discard_check"),
    (
        sql!("UPDATE agreements_terms SET version = 0, addendum_number = 'X'"),
        "agreements_terms_version_check",
    ),
    (sql!("UPDATE agreements_terms SET part_value = -1"), "agreements_terms_part_value_check"),
    (
        sql!("UPDATE settlement_distribution SET premi_rupiah = -1"),
        "settlement_distribution_premi_rupiah_check",
    ),
];

/// The tables whose rows are forever, as the migrations say it.
fn forever() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../migrations");
    let files =
        std::fs::read_dir(folder).expect("migrations").map(|file| file.expect("one").path());
    let ours = files.filter(|file| file.to_string_lossy().ends_with(".postgres.sql"));
    let all: Vec<String> = ours.map(|file| std::fs::read_to_string(file).expect("text")).collect();
    let named = all.iter().flat_map(|text| text.lines());
    let named = named.filter_map(|line| line.split_once(" BEFORE UPDATE OR DELETE ON "));
    named.map(|(_, table)| table.trim().to_owned()).collect()
}

fn made(text: String) -> Sql {
    let text: &'static str = text.leak();
    Sql { text, lite: text, at: "test" }
}

/// Where the rows are forever, the rule beneath is tried without that.
fn unlock(tx: &mut Tx, write: Sql) -> db::Result<()> {
    let table = write.text.split(' ').nth(1).unwrap_or_default().to_owned();
    if !forever().contains(&table) {
        return Ok(());
    }
    let (lite, text) = (
        format!("DROP TRIGGER {table}_is_forever_u"),
        format!("DROP TRIGGER {table}_is_forever ON {table}"),
    );
    tx.run(Sql { lite: lite.leak(), ..made(text) }, &[]).map(drop)
}

/// The name of the rule that stopped it, or nothing; undone either way.
fn stopped(db: &Db, write: Sql) -> String {
    let done = db.write_now(move |tx: &mut Tx| {
        unlock(tx, write)?;
        let rows = tx.run(write, &[])?;
        Err::<(), _>(Error::fault(format!("undone: {rows}")))
    });
    match done {
        Err(Error::Constraint(name)) => name,
        Err(Error::Fault(why)) if why.to_string().starts_with("undone: ") => {
            assert!(!why.to_string().ends_with(": 0"), "{}: nothing to try it on", write.text);
            String::new()
        }
        other => panic!("{}: {other:?}", write.text),
    }
}

fn told(db: Db) -> Vec<String> {
    let house = play(db);
    let mut told = Vec::new();
    for (write, rule) in WRITES {
        let name = stopped(&house.db, write);
        assert_eq!(name, rule, "{}", write.text);
        told.push(name);
    }
    // A recall is of a surat jalan that there is, and of one once.
    let recall = sql!(
        "INSERT INTO consignment_recall
           (delivery_id, id, recalled_on, reason, created_by, created_at)
         SELECT $1, id, sent_on, 'x', created_by, created_at FROM consignment_delivery LIMIT 1"
    );
    let nowhere = kernel::Id::<()>::new(uuid::Uuid::from_u128(7));
    let done = house.db.write_now(move |tx: &mut Tx| tx.run(recall, &[&nowhere]));
    assert!(done.is_err(), "a recall of nothing");
    for table in forever() {
        stays(&house.db, &table);
    }
    if house.db.is_sqlite() {
        whole(&house.db);
    }
    told
}

/// No row of the table can be changed or taken out; of what the story leaves empty, by its rules.
fn stays(db: &Db, table: &str) {
    let first = made(format!("SELECT * FROM {table} LIMIT 1"));
    let any = db.read_now(move |read| read.first(first, &[], |_| Ok(()))).expect("a look");
    if any.is_none() {
        return has_triggers(db, table);
    }
    for write in [format!("DELETE FROM {table}"), touched(db, table)] {
        let write = made(write);
        let done = db.write_now(move |tx: &mut Tx| tx.run(write, &[]));
        let said = done.expect_err(write.text).to_string();
        assert!(said.contains("never changed"), "{}: {said}", write.text);
    }
}

fn has_triggers(db: &Db, table: &str) {
    let count = Sql {
        lite: "SELECT COUNT(*) / 2 FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?1",
        ..made(
            "SELECT COUNT(*) FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid
             WHERE c.relname = $1 AND t.tgname = c.relname || '_is_forever'"
                .to_owned(),
        )
    };
    let named = table.to_owned();
    let found = db.read_now(move |read| read.one(count, &[&named], |row| row.get::<i64>(0)));
    assert_eq!(found.expect("a count"), 1, "{table} has lost its rules");
}

/// Sets a column of every row to what it is.
fn touched(db: &Db, table: &str) -> String {
    let column = Sql {
        lite: "SELECT name FROM pragma_table_info(?1) ORDER BY cid LIMIT 1",
        ..made(
            "SELECT CAST(column_name AS text) FROM information_schema.columns WHERE table_name = $1
             AND table_schema = current_schema() ORDER BY ordinal_position LIMIT 1"
                .to_owned(),
        )
    };
    let named = table.to_owned();
    let column: String =
        db.read_now(move |read| read.one(column, &[&named], |row| row.get(0))).expect("a column");
    format!("UPDATE {table} SET {column} = {column}")
}

/// SQLite itself finds nothing wrong: every row keeps every rule of its table's text.
fn whole(db: &Db) {
    let (check, keys) = ("PRAGMA integrity_check", "PRAGMA foreign_key_check");
    let of = |text: &'static str| Sql { text, lite: text, at: "test" };
    let (said, strays) = db
        .read_now(move |read: &mut Read| {
            let said = read.all(of(check), &[], |row| row.get::<String>(0))?;
            Ok((said, read.all(of(keys), &[], |row| row.get::<String>(0))?))
        })
        .expect("a check");
    assert_eq!((said, strays), (vec!["ok".to_owned()], Vec::new()));
}

#[test]
fn what_the_tables_allow_is_alike_on_both_databases() {
    let lite = told(testkit::sqlite());
    if let Some(url) = testkit::postgres_url() {
        let db = Db::open(&url).expect("PostgreSQL");
        db.migrate(&hilir::embedded::migrations().expect("migrations")).expect("migrated");
        assert_eq!(told(db), lite);
    }
}
