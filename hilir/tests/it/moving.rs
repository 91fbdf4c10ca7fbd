//! The data as a whole, carried by the program's own commands between the two databases.

use db::{Db, Read, Sql};
use hilir::demo::{self, Cast};
use kernel::ConsignorId;

use crate::{
    commands::{done, hilir, one_shop, text},
    facts::Facts,
};

/// A played demo in a file of its own.
fn played(file: &str) -> Cast {
    words::install_for_tests();
    let db = Db::open(file).expect("a file");
    db.migrate(&hilir::embedded::migrations().expect("migrations")).expect("migrated");
    demo::play(&db, &mut |_, _| {}).expect("the demo plays").0
}

/// What every kind of account holds: all rupiah and all pieces.
fn figures(url: &str, lapas: ConsignorId) -> Vec<(&'static str, i64)> {
    let sums = Db::open(url).expect("a database").read_now(move |read: &mut Read| {
        let of = |kind: &ledger::Kind| {
            Ok((kind.name(), ledger::sum(read, *kind, ledger::Filter::of(lapas))?))
        };
        ledger::Kind::ALL.iter().map(of).collect::<db::Result<Vec<_>>>()
    });
    let sums = sums.expect("sums");
    assert!(sums.iter().filter(|(_, sum)| *sum != 0).count() > 8, "a whole house: {sums:?}");
    sums
}

/// What `verify` counts, without how long it took.
fn proven(url: &str) -> String {
    let told = done(&["verify", "--database", url]);
    assert!(told.contains("Every entry sums to zero"), "{told}");
    told.split_once(':').expect("a count").0.to_owned()
}

fn all_of(file: &str) -> Facts {
    Facts::of(&Db::open(file).expect("a file"))
}

#[test]
fn what_goes_to_postgres_and_back_is_the_same() {
    let Some(server) = testkit::postgres_url() else { return };
    let folder = testkit::guardian::folder("moving");
    let (here, back) = (folder.join("here.db"), folder.join("back.db"));
    let (here, back) = (text(&here), text(&back));
    let lapas = played(here).lapas;
    let (before, counted, sums) = (all_of(here), proven(here), figures(here, lapas));

    let told = done(&["move", "--from", here, "--to", &server]);
    assert!(told.contains("counts and digests equal"), "{told}");
    assert_eq!(proven(&server), counted);
    assert_eq!(figures(&server, lapas), sums);
    // A second time would be twice: it is refused, and both are as they were.
    let again = hilir(&["move", "--from", here, "--to", &server]);
    assert!(!again.done && again.errors.contains("data in it already"), "{}", again.errors);
    assert_eq!(proven(&server), counted);

    // The settings name the server, so that its password stands on no command line.
    let settings = folder.join("hilir.toml");
    std::fs::write(&settings, format!("database = \"{server}\"")).expect("written");
    let nowhere = hilir(&["move", "--config", text(&settings)]);
    assert!(!nowhere.done && nowhere.errors.contains("Name the other one"), "{}", nowhere.errors);
    done(&["move", "--config", text(&settings), "--to", back]);
    assert_eq!(proven(back), counted);
    assert_eq!(figures(back, lapas), sums);
    all_of(back).same_as(&before);
    all_of(here).same_as(&before);
}

/// A server that asks for a password, as the operator's page has it.
#[test]
fn a_servers_password_stands_in_the_settings_alone() {
    let Some(cluster) = testkit::Cluster::durable() else { return };
    let empty = cluster.empty();
    let (place, name) = empty.rsplit_once('/').expect("a name");
    let server = Db::open(&empty).expect("a server");
    let shown = Sql { text: "SHOW hba_file", lite: "", at: "" };
    let file: String =
        server.read_now(move |r| r.one(shown, &[], |row| row.get(0))).expect("a file");
    for text in [
        "CREATE ROLE rumah LOGIN PASSWORD 'kata@sandi'".to_owned(),
        format!("ALTER DATABASE {name} OWNER TO rumah"),
        format!(
            "COPY (VALUES ('host all rumah 127.0.0.1/32 scram-sha-256'), \
             ('host all all 127.0.0.1/32 trust')) TO '{file}'"
        ),
        "SELECT pg_reload_conf()".to_owned(),
    ] {
        let text: &'static str = text.leak();
        let sql = Sql { text, lite: "", at: "" };
        server.write_now(move |tx| tx.all(sql, &[], |_| Ok(()))).expect(text);
    }
    drop(server);
    let folder = testkit::guardian::folder("password");
    let (here, settings, back) =
        (folder.join("here.db"), folder.join("hilir.toml"), folder.join("back.db"));
    done(&["migrate", "--database", text(&here)]);
    one_shop(&Db::open(text(&here)).expect("a file"));
    let with = |password: &str| {
        let url = format!("{}/{name}", place.replace("hilir@", &format!("rumah:{password}@")));
        std::fs::write(&settings, format!("database = \"{url}\"")).expect("written");
    };
    let words = ["move", "--config", text(&settings), "--from", text(&here)];
    // The server reads its rules again in its own time.
    with("salah");
    let refused = (0..100).map(|_| {
        std::thread::sleep(std::time::Duration::from_millis(50));
        hilir(&["verify", "--config", text(&settings)])
    });
    let mut refused = refused.filter(|said| said.errors.contains("password"));
    assert!(refused.next().is_some(), "it asks for a password");
    let said = hilir(&words);
    assert!(!said.done && !said.errors.contains("salah"), "{}", said.errors);
    with("kata%40sandi");
    let told = done(&words) + &done(&["verify", "--config", text(&settings)]);
    assert!(told.contains("digests equal") && !told.contains("sandi"), "{told}");
    done(&["move", "--config", text(&settings), "--to", text(&back)]);
    all_of(text(&back)).same_as(&all_of(text(&here)));
}

#[test]
fn a_backup_of_postgres_fills_either_database() {
    let (Some(server), Some(other)) = (testkit::postgres_url(), testkit::postgres_url()) else {
        return;
    };
    let folder = testkit::guardian::folder("backup");
    let (here, file, fresh) =
        (folder.join("here.db"), folder.join("backup.db"), folder.join("fresh"));
    let (here, file, fresh) = (text(&here), text(&file), text(&fresh));
    let lapas = played(here).lapas;
    done(&["move", "--from", here, "--to", &server]);
    let (before, counted, sums) = (all_of(here), proven(here), figures(here, lapas));

    done(&["backup", "--database", &server, file]);
    all_of(file).same_as(&before);
    let again = hilir(&["backup", "--database", &server, file]);
    assert!(!again.done && again.errors.contains("exists already"), "{}", again.errors);

    done(&["restore", "--database", &other, file]);
    assert_eq!((proven(&other), figures(&other, lapas)), (counted.clone(), sums.clone()));
    let over = hilir(&["restore", "--database", &server, file]);
    assert!(!over.done && over.errors.contains("Nothing was changed"), "{}", over.errors);
    assert_eq!((proven(&server), figures(&server, lapas)), (counted, sums));

    done(&["restore", "--data", fresh, file]);
    all_of(&format!("{fresh}/hilir.db")).same_as(&before);
    all_of(file).same_as(&before);
}
