//! The program as an operator meets it: what it says when it will not do something.

use std::{fs, path::Path, process::Command};

struct Said {
    done: bool,
    errors: String,
}

fn hilir(words: &[&str]) -> Said {
    let program = Command::new(env!("CARGO_BIN_EXE_hilir")).args(words).output().expect("it runs");
    Said {
        done: program.status.success(),
        errors: String::from_utf8_lossy(&program.stderr).into_owned(),
    }
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path of letters")
}

#[test]
fn a_restore_over_data_says_what_to_do_instead() {
    let folder = std::env::temp_dir().join(format!("hilir-restore-{}", std::process::id()));
    let (backup, filled, fresh) =
        (folder.join("backup.db"), folder.join("filled"), folder.join("fresh"));
    fs::create_dir_all(&filled).expect("a folder");
    let house = db::Db::open(text(&filled.join("hilir.db"))).expect("a database");
    house.migrate(&hilir::embedded::migrations().expect("migrations")).expect("migrated");
    let (ids, now) = (kernel::Ids::seeded(1), kernel::Time::from_micros(0).expect("a time"));
    let who = people::house(&ids, now);
    let shop = serde_json::json!({
        "id": ids.fresh::<kernel::ShopKind>(now), "name": "Toko Contoh", "owner_name": "Contoh",
        "address": "Jalan Contoh 1", "city": "Pangkalpinang",
    });
    let shop = serde_json::from_value(shop).expect("a shop");
    house.write_now(move |tx| people::create_shop(tx, &who, &shop)).expect("a shop");
    drop(house);

    let filled = text(&filled);
    let saved = hilir(&["backup", "--data", filled, text(&backup)]);
    assert!(saved.done, "{}", saved.errors);
    let said = hilir(&["restore", "--data", filled, text(&backup)]);
    assert!(!said.done, "a filled database is never written over");
    for part in ["data in it already", "Nothing was changed", "--data NEW_FOLDER", "--database"] {
        assert!(said.errors.contains(part), "{part} in {}", said.errors);
    }
    // What it says to do works.
    let said = hilir(&["restore", "--data", text(&fresh), text(&backup)]);
    assert!(said.done, "{}", said.errors);
    let said = hilir(&["verify", "--data", text(&fresh)]);
    assert!(said.done, "{}", said.errors);
    fs::remove_dir_all(&folder).expect("cleared away");
}
