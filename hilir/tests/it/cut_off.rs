//! A copy of the whole that was cut off is of no use to anybody, and is begun anew.

use std::{fs, path::Path, process::Command};

use db::{Db, Sql};

use crate::{
    commands::{done, hilir, one_shop, text},
    facts::Facts,
};

fn run(db: &Db, text: &'static str) {
    let sql = Sql { text, lite: text, at: "" };
    db.write_now(move |tx| tx.all(sql, &[], |_| Ok(()))).expect(text);
}

/// A backup of a played demo.
fn backup(folder: &Path) -> String {
    let (data, file) = (folder.join("played"), folder.join("backup.db"));
    done(&["demo", "--once", "--data", text(&data)]);
    done(&["backup", "--data", text(&data), text(&file)]);
    text(&file).to_owned()
}

fn facts(file: &str) -> Facts {
    Facts::of(&Db::open(file).expect("a file"))
}

/// Whatever is asked of it, it is refused with what to do.
fn refused(place: [&str; 2], says: &str) {
    for command in ["serve", "verify", "migrate"] {
        let said = hilir(&[command, place[0], place[1]]);
        assert!(!said.done, "{command}: {}", said.told);
        assert!(said.errors.contains(says), "{command}: {}", said.errors);
        assert!(said.errors.contains("ive the same command again"), "{}", said.errors);
    }
}

#[test]
fn a_restore_into_a_file_that_was_cut_off_can_be_given_again() {
    let folder = testkit::guardian::folder("cut-off");
    let file = backup(&folder);
    let data = folder.join("fresh");
    let house = data.join("hilir.db");
    // What a power failure leaves: half a house, and the copy that it came from.
    let (part, stand) = (data.join("hilir.db.part"), data.join("hilir.db.restoring"));
    fs::create_dir_all(&stand).expect("a folder");
    fs::copy(&file, &part).expect("half a house");
    fs::write(stand.join("backup.db"), "names of people in prison").expect("written");
    refused(["--data", text(&data)], "hilir.db.part holds some of the data");
    assert!(!house.exists(), "no empty house was made beside it");
    // A file that cannot be filled leaves nothing that looks whole, and the same works then.
    let restore = ["restore", "--data", text(&data), &file];
    fs::remove_file(&part).expect("removed");
    fs::create_dir(&part).expect("something in the way");
    assert!(!hilir(&restore).done && !house.exists());
    fs::remove_dir(&part).expect("removed");
    fs::write(&part, "half").expect("half a house");
    done(&restore);
    done(&["verify", "--data", text(&data)]);
    facts(text(&house)).same_as(&facts(&file));
    let left = fs::read_dir(&data).expect("a folder").flatten().map(|one| one.file_name());
    assert_eq!(left.collect::<Vec<_>>(), ["hilir.db"]);
}

#[test]
fn an_empty_database_is_filled_unless_somebody_works_in_it() {
    let folder = testkit::guardian::folder("empty");
    let file = backup(&folder);
    let data = folder.join("empty");
    done(&["migrate", "--data", text(&data)]);
    let restore = ["restore", "--data", text(&data), &file];
    let held = Db::open(text(&data.join("hilir.db"))).expect("a database");
    let said = hilir(&restore);
    assert!(!said.done && said.errors.contains("Stop Hilir"), "{}{}", said.told, said.errors);
    drop(held);
    // A log that another database left would be read as this one's.
    let (house, log) = (data.join("hilir.db"), data.join("hilir.db-wal"));
    fs::rename(&house, data.join("away.db")).expect("moved");
    fs::write(&log, "of another").expect("written");
    let said = hilir(&restore);
    assert!(!said.done && said.errors.contains("where its database is"), "{}", said.errors);
    assert!(!house.exists());
    fs::remove_file(&log).expect("removed");
    done(&restore);
    done(&["verify", "--data", text(&data)]);
}

#[test]
fn a_restore_into_postgres_that_was_cut_off_can_be_given_again() {
    let Some(server) = testkit::postgres_url() else { return };
    let folder = testkit::guardian::folder("cut-off");
    let (file, back) = (backup(&folder), folder.join("back.db"));
    done(&["migrate", "--database", &server]);
    let db = Db::open(&server).expect("a database");
    run(&db, "ALTER TABLE ledger_posting ADD CONSTRAINT few CHECK (position < 1)");
    let restore = ["restore", "--database", &server, &file];
    assert!(!hilir(&restore).done, "cut off");
    assert!(db::first_filled(&db).expect("looked").is_some(), "in the middle");
    refused(["--database", &server], "cut off");
    run(&db, "ALTER TABLE ledger_posting DROP CONSTRAINT few");
    drop(db);
    done(&restore);
    done(&["verify", "--database", &server]);
    done(&["backup", "--database", &server, text(&back)]);
    facts(text(&back)).same_as(&facts(&file));
    let over = hilir(&restore);
    assert!(!over.done && over.errors.contains("Nothing was changed"), "{}", over.errors);
}

/// A limit on what a file may grow to stands in for a disk that is full.
#[test]
fn a_backup_of_postgres_onto_a_full_disk_leaves_nothing_and_can_be_made_again() {
    let Some(server) = testkit::postgres_url() else { return };
    let folder = testkit::guardian::folder("full");
    done(&["migrate", "--database", &server]);
    one_shop(&Db::open(&server).expect("a database"));
    let kept = folder.join("kept");
    fs::create_dir(&kept).expect("a folder");
    let file = kept.join("backup.db");
    let words = ["backup", "--database", &server, text(&file)];
    let mut shell = Command::new("sh");
    shell.args(["-c", "trap '' XFSZ; ulimit -f 200; exec \"$@\"", "sh"]);
    let full = shell.arg(env!("CARGO_BIN_EXE_hilir")).args(words).output().expect("it runs");
    let errors = String::from_utf8_lossy(&full.stderr).into_owned();
    assert!(!full.status.success() && errors.contains("disk is not full"), "{errors}");
    assert_eq!(fs::read_dir(&kept).expect("a folder").count(), 0, "half a backup is left");
    done(&words);
    done(&["verify", "--database", text(&file)]);
}

#[test]
fn the_demo_overwrites_no_database_that_somebody_named() {
    let folder = testkit::guardian::folder("named");
    let file = folder.join("house.db");
    let places = [Some(text(&file).to_owned()), testkit::postgres_url()];
    for place in places.into_iter().flatten() {
        done(&["migrate", "--database", &place]);
        one_shop(&Db::open(&place).expect("a database"));
        let told = |name: &str| {
            let copy = folder.join(name);
            done(&["backup", "--database", &place, text(&copy)]);
            let told = facts(text(&copy));
            fs::remove_file(copy).expect("removed");
            told
        };
        let before = told("before.db");
        let settings = folder.join("hilir.toml");
        fs::write(&settings, format!("database = \"{place}\"")).expect("written");
        for named in [["--database", &place], ["--config", text(&settings)]] {
            let said = hilir(&["demo", "--once", named[0], named[1]]);
            assert!(!said.done && said.told.is_empty(), "{}", said.told);
            assert!(said.errors.contains("overwrites nothing of yours"), "{}", said.errors);
        }
        told("after.db").same_as(&before);
    }
    // An empty one that is named is what he asked for.
    done(&["demo", "--once", "--database", text(&folder.join("empty.db"))]);
}
