//! Files of many rows on both databases: tried in windows between which others write, taken in at
//! once, and never twice.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use db::{Read, Tx, sql};
use intake::{Kind, Lot, Taken};
use kernel::{Actor, Context};
use sheet::{Found, Row, Table};
use testkit::World;

/// More than a few windows; with `HILIR_IMPORT_ROWS=100000` as many as a file may have.
fn many() -> usize {
    testkit::setting("HILIR_IMPORT_ROWS").and_then(|rows| rows.parse().ok()).unwrap_or(1_500)
}

fn products(rows: usize, price: impl Fn(usize) -> Found) -> Table {
    let row = |n: usize| {
        let text = |text: String| Found::Text(text);
        let cells = vec![
            text(format!("PJG-{n}")),
            text(format!("Barang {n}")),
            text("buah".into()),
            price(n),
        ];
        Row { number: n + 2, cells }
    };
    let head = ["Kode", "Nama", "Satuan", "Harga"].map(str::to_owned).to_vec();
    Table { name: String::new(), head, rows: (0..rows).map(row).collect() }
}

fn lot(world: &World, actor: &Actor, table: Table) -> (Context, Arc<Lot>) {
    let context = world.context(actor);
    let own = context.clone();
    let lot = world.read(move |read: &mut Read| Lot::of(read, &own, Kind::Products, &table));
    (context, Arc::new(lot.expect("a lot")))
}

fn look(world: &World, context: &Context, lot: &Arc<Lot>) -> (Taken, usize) {
    let mut windows = 0;
    let taken = intake::look_through(&world.db, context, lot, &mut |_| {
        windows += 1;
        Ok(true)
    });
    (taken.expect("looked at"), windows)
}

fn bring(world: &World, context: &Context, lot: &Arc<Lot>) -> (Taken, usize) {
    let (context, lot, done) = (context.clone(), Arc::clone(lot), Arc::new(AtomicUsize::new(0)));
    let counter = Arc::clone(&done);
    let watch = move |tx: &mut Tx| {
        intake::bring(tx, &context, &lot, &|rows| counter.store(rows, Ordering::Relaxed))
    };
    (world.write(watch).expect("brought"), done.load(Ordering::Relaxed))
}

fn known(world: &World) -> i64 {
    let count = sql!("SELECT CAST(COUNT(*) AS bigint) FROM catalogue_product");
    world.read(move |read: &mut Read| read.one(count, &[], |row| row.get(0))).expect("a count")
}

#[test]
fn a_long_file_is_whole_or_nothing_and_never_twice() {
    for world in World::each() {
        let officer = testkit::officer(testkit::LAPAS);
        let rows = many();
        let table = products(rows, |_| Found::Number(15_000));
        let (context, lot) = lot(&world, &officer, table);
        let (looked, windows) = look(&world, &context, &lot);
        assert_eq!((looked.rows, looked.fresh, looked.refused), (rows, rows, 0), "{}", world.name);
        assert_eq!(windows, rows.div_ceil(200));
        assert_eq!(known(&world), 0, "nothing stays of a look");
        let (taken, watched) = bring(&world, &context, &lot);
        assert_eq!((taken.fresh, taken.again, watched), (rows, 0, rows), "{}", world.name);
        assert_eq!(known(&world), rows as i64);
        assert_eq!(look(&world, &context, &lot).0.again, rows);
        let (again, _) = bring(&world, &context, &lot);
        assert_eq!((again.fresh, again.again), (0, rows));
        assert_eq!(known(&world), rows as i64);
    }
}

#[test]
fn refused_rows_of_every_window_are_told_and_hold_all() {
    for world in World::each() {
        let officer = testkit::officer(testkit::LAPAS);
        // A formula and a part of a rupiah are wrong in themselves; a price of nothing is wrong for
        // its room.
        let price = |n: usize| match n {
            5 => Found::Formula,
            805 => Found::Fraction("833.333".to_owned()),
            300 | 799 => Found::Number(0),
            _ => Found::Number(15_000),
        };
        let (context, lot) = lot(&world, &officer, products(900, price));
        let (looked, _) = look(&world, &context, &lot);
        let rows = |taken: &Taken| taken.bad.iter().map(|bad| bad.row).collect::<Vec<_>>();
        assert_eq!(rows(&looked), [7, 302, 801, 807]);
        assert_eq!((looked.fresh, looked.refused), (896, 4));
        let (taken, _) = bring(&world, &context, &lot);
        assert_eq!(rows(&taken), [7, 302, 801, 807], "the yes tells them all too");
        assert_eq!(known(&world), 0);
    }
}

#[test]
fn others_write_between_windows_and_what_they_wrote_is_seen() {
    for world in World::each() {
        let officer = testkit::officer(testkit::LAPAS);
        let (context, lot) = lot(&world, &officer, products(900, |_| Found::Number(15_000)));
        let mut written = 0;
        let taken = intake::look_through(&world.db, &context, &lot, &mut |rows| {
            // Somebody types the product of a later window meanwhile.
            if rows == 400 {
                let table = products(900, |_| Found::Number(15_000));
                let one = Table { rows: vec![table.rows[850].clone()], ..table };
                let (context, one) = self::lot(&world, &officer, one);
                written = bring(&world, &context, &one).0.fresh;
            }
            Ok(true)
        });
        let taken = taken.expect("looked at");
        assert_eq!((written, taken.fresh, taken.again), (1, 899, 1), "{}", world.name);
        assert_eq!(known(&world), 1);
    }
}

#[test]
fn a_look_that_is_given_up_stops() {
    let world = World::quick();
    let officer = testkit::officer(testkit::LAPAS);
    let (context, lot) = lot(&world, &officer, products(900, |_| Found::Number(15_000)));
    let mut windows = 0;
    let stopped = intake::look_through(&world.db, &context, &lot, &mut |_| {
        windows += 1;
        Ok(windows < 2)
    });
    let no = stopped.expect_err("it was given up");
    assert!(matches!(&no, db::Error::Refused(no) if no.code == intake::No::Gone.code()), "{no}");
    assert_eq!((windows, known(&world)), (2, 0));
}

#[test]
fn every_statement_prepares() {
    testkit::every_statement_prepares();
}
