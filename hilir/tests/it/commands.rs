//! The program as an operator meets it: what it says when it will not do something.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

pub struct Said {
    pub done: bool,
    pub told: String,
    pub errors: String,
}

/// The program with these words and no settings of the test's own.
fn program(words: &[&str]) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_hilir"));
    for name in ["CONFIG", "DATA", "DATABASE", "LISTEN", "PUBLIC_URL", "TRUST_PROXY", "LOG"] {
        program.env_remove(format!("HILIR_{name}"));
    }
    program.args(words).stdin(Stdio::null());
    program
}

fn said(program: &mut Command) -> Said {
    let ended = program.output().expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Said { done: ended.status.success(), told: text(&ended.stdout), errors: text(&ended.stderr) }
}

pub fn hilir(words: &[&str]) -> Said {
    said(&mut program(words))
}

/// [`hilir`], where it must do what it is told; what it says.
pub fn done(words: &[&str]) -> String {
    let said = hilir(words);
    assert!(said.done, "{words:?}: {}{}", said.told, said.errors);
    said.told
}

pub fn text(path: &Path) -> &str {
    path.to_str().expect("a path of letters")
}

#[test]
fn a_log_level_that_there_is_not_is_refused() {
    let folder = testkit::guardian::folder("log");
    let file = folder.join("hilir.toml");
    fs::write(&file, "log = \"blah\"").expect("a file");
    let quick = ["completions", "bash"];
    let by_flag = said(program(&quick).args(["--log", "blah"]));
    let by_environment = said(program(&quick).env("HILIR_LOG", "blah"));
    let by_file = said(program(&quick).args(["--config", text(&file)]));
    for said in [by_flag, by_environment, by_file] {
        assert!(!said.done && said.told.is_empty(), "{}", said.told);
        for part in ["no log level \"blah\"", "error, warn, info, debug", "--log", "HILIR_LOG"] {
            assert!(said.errors.contains(part), "{part} in {}", said.errors);
        }
    }
    for level in ["off", "warn", "debug", "info,db=debug"] {
        assert!(done(&["completions", "bash", "--log", level]).contains("hilir"), "{level}");
    }
}

#[test]
fn an_address_that_is_none_is_refused_wherever_it_stands() {
    let folder = testkit::guardian::folder("address");
    let (file, data) = (folder.join("hilir.toml"), folder.join("data"));
    let serve = ["serve", "--listen", "127.0.0.1:0", "--data", text(&data)];
    for wrong in ["hilir.example", "https://hilir.example/hilir", "HTTPS://hilir.example"] {
        fs::write(&file, format!("public_url = \"{wrong}\"")).expect("a file");
        let by_flag = said(program(&serve).args(["--public-url", wrong]));
        let by_environment = said(program(&serve).env("HILIR_PUBLIC_URL", wrong));
        let by_file = said(program(&serve).args(["--config", text(&file)]));
        for said in [by_flag, by_environment, by_file] {
            assert!(!said.done && said.errors.contains(wrong), "{}{}", said.told, said.errors);
            assert!(said.errors.contains("after it: https://hilir.example"), "{}", said.errors);
        }
        assert!(!data.exists(), "it was refused before anything was made");
    }
}

#[test]
fn an_import_is_told_by_every_name_that_there_is() {
    let help = done(&["import", "--help"]);
    let page = |name: &str| {
        fs::read_to_string(testkit::repository().join("docs/use").join(name)).expect("a page")
    };
    let pages = [page("id/lembar-kerja.md"), page("en/spreadsheets.md")];
    for kind in intake::Kind::ALL {
        assert!(help.contains(kind.name()), "{} in {help}", kind.name());
        for page in &pages {
            assert!(page.contains(&format!("`{}`", kind.name())), "{}", kind.name());
        }
    }
}

#[test]
fn the_figures_of_a_demo_that_is_served_stand_alone() {
    let folder = testkit::guardian::folder("figures");
    let at = format!("127.0.0.1:{}", testkit::guardian::free_port());
    let mut demo = program(&["demo", "--json", "--listen", &at, "--data", text(&folder)]);
    let mut child = demo.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
    let errors = std::io::BufReader::new(child.stderr.take().expect("a pipe"));
    let ready = std::io::BufRead::lines(errors).map_while(Result::ok);
    let ready = ready.into_iter().find(|line| line.contains("Hilir is at"));
    drop((child.kill(), child.wait()));
    let mut told = String::new();
    let mut out = child.stdout.take().expect("a pipe");
    std::io::Read::read_to_string(&mut out, &mut told).expect("text");
    assert!(ready.is_some_and(|line| line.contains(&at)), "{told}");
    serde_json::from_str::<serde_json::Value>(&told).expect("nothing but figures");
}

#[test]
fn a_dry_run_makes_nothing() {
    let folder = testkit::guardian::folder("dry").join("data");
    let file = folder.join("hilir.db");
    let many = hilir::embedded::migrations().expect("migrations").len();
    let named = format!("sqlite:{}", text(&file));
    for place in [["--data", text(&folder)], ["--database", text(&file)], ["--database", &named]] {
        let told = done(&["migrate", "--dry-run", place[0], place[1]]);
        assert!(told.contains(&format!("would make it with {many} migrations")), "{told}");
        assert!(told.contains("no database at"), "{told}");
        assert!(!folder.exists(), "{place:?} made something");
    }
    // A database that is there and empty, on a server too, stays empty.
    if let Some(url) = testkit::postgres_url() {
        let told = done(&["migrate", "--dry-run", "--database", &url]);
        assert!(told.contains("would run 0001_people"), "{told}");
        let verified = hilir(&["verify", "--database", &url]);
        assert!(!verified.done && verified.errors.contains("hilir migrate"), "{}", verified.errors);
        let db = db::Db::open(&url).expect("a database");
        assert_eq!(db::first_filled(&db).expect("tables"), None);
        let tables = db::sql!(
            "SELECT CAST(COUNT(*) AS bigint) FROM information_schema.tables
             WHERE table_name = 'db_migration'"
        );
        let tables = db.read_now(move |read| read.one(tables, &[], |row| row.int(0)));
        assert_eq!(tables.expect("a count"), 0, "a dry run made a table");
    }
    assert!(done(&["migrate", "--data", text(&folder)]).contains("Done."));
    let again = done(&["migrate", "--dry-run", "--data", text(&folder)]);
    assert!(again.contains("Nothing to do"), "{again}");
}

/// How the program ends when nobody reads what it says (`| head` after its last line).
fn unheard(words: &[&str]) -> Option<i32> {
    let mut program = program(words);
    let mut running =
        program.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
    drop((running.stdout.take(), running.stderr.take()));
    running.wait().expect("it ends").code()
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let folder = testkit::guardian::folder("pipe");
    let (data, backup, fresh) = (folder.join("data"), folder.join("b.db"), folder.join("fresh"));
    let (data, backup, fresh) = (text(&data), text(&backup), text(&fresh));
    for words in [
        &["demo", "--once", "--data", data][..],
        &["demo", "--once", "--json", "--data", data],
        &["user", "list", "--data", data],
        &["user", "invite", "kasir", "--data", data],
        &["token", "create", "kasir", "--name", "uji", "--data", data],
        &["verify", "--data", data],
        &["backup", "--data", data, backup],
        &["restore", "--data", fresh, backup],
        &["migrate", "--data", fresh],
        &["migrate", "--dry-run", "--data", "nowhere"],
        &["simulate", "--tills", "1", "--acts", "2"],
        &["completions", "bash"],
        &["--help"],
    ] {
        assert_eq!(unheard(words), Some(0), "{words:?}");
    }
    // What was written before nobody listened is whole, and a refusal is still a refusal.
    done(&["verify", "--data", fresh]);
    assert_eq!(unheard(&["restore", "--data", fresh, backup]), Some(1));
}

/// One row that somebody would miss.
pub fn one_shop(db: &db::Db) {
    let (ids, now) = (kernel::Ids::seeded(1), kernel::Time::from_micros(0).expect("a time"));
    let who = people::house(&ids, now);
    let shop = serde_json::json!({
        "id": ids.fresh::<kernel::ShopKind>(now), "name": "Toko Contoh", "owner_name": "Contoh",
        "address": "Jalan Contoh 1", "city": "Pangkalpinang",
    });
    let shop = serde_json::from_value(shop).expect("a shop");
    db.write_now(move |tx| people::create_shop(tx, &who, &shop)).expect("a shop");
}

#[test]
fn a_restore_over_data_says_what_to_do_instead() {
    let folder = std::env::temp_dir().join(format!("hilir-restore-{}", std::process::id()));
    let (backup, filled, fresh) =
        (folder.join("backup.db"), folder.join("filled"), folder.join("fresh"));
    fs::create_dir_all(&filled).expect("a folder");
    let house = db::Db::open(text(&filled.join("hilir.db"))).expect("a database");
    house.migrate(&hilir::embedded::migrations().expect("migrations")).expect("migrated");
    one_shop(&house);
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

#[test]
fn a_backup_that_failed_leaves_nothing_and_can_be_made_again() {
    let folder = testkit::guardian::folder("again");
    let (data, kept) = (folder.join("data"), folder.join("kept"));
    let backup = kept.join("b.db");
    done(&["migrate", "--data", text(&data)]);
    let words = ["backup", "--data", text(&data), text(&backup)];
    assert!(!hilir(&words).done, "there is no such folder");
    // Something is in the way of the file that is being written.
    let part = kept.join("b.db.part");
    fs::create_dir_all(&part).expect("a folder");
    assert!(!hilir(&words).done && !backup.exists());
    fs::remove_dir(&part).expect("cleared");
    // A try that a power failure cut off is in nobody's way.
    fs::write(&part, "half").expect("written");
    done(&words);
    let names = |folder: &Path| -> Vec<_> {
        let all = fs::read_dir(folder).expect("a folder");
        all.map(|one| one.expect("a file").file_name()).collect()
    };
    assert_eq!(names(&kept), ["b.db"]);

    // The medium of the backup is never written to, and a restore leaves no copy of it.
    let rights = |file: &Path, read_only: bool| {
        let mut rights = fs::metadata(file).expect("a file").permissions();
        rights.set_readonly(read_only);
        fs::set_permissions(file, rights).expect("set");
    };
    rights(&backup, true);
    rights(&kept, true);
    let fresh = folder.join("fresh");
    let restored = hilir(&["restore", "--data", text(&fresh), text(&backup)]);
    let broken = folder.join("broken.db");
    fs::write(&broken, "no database at all").expect("written");
    let other = folder.join("other");
    let refused = hilir(&["restore", "--data", text(&other), text(&broken)]);
    rights(&kept, false);
    assert!(restored.done, "{}", restored.errors);
    assert!(refused.errors.contains("cannot be read as a backup"), "{}", refused.errors);
    for folder in [&kept, &fresh, &other] {
        let left = names(folder);
        let left = left.iter().filter(|name| name.to_string_lossy().contains("restoring"));
        assert_eq!(left.count(), 0, "{}", folder.display());
    }
}

#[test]
fn the_way_in_can_be_opened_again_at_the_machine() {
    let folder = testkit::guardian::folder("way-in");
    let data = folder.join("data");
    done(&["demo", "--once", "--data", text(&data)]);
    let user = |words: &[&str]| hilir(&[&["user"][..], words, &["--data", text(&data)]].concat());
    let last = user(&["deactivate", "pengelola"]);
    assert!(!last.done && last.errors.contains("--force"), "{}", last.errors);
    assert!(last.errors.contains("only active administrator"), "{}", last.errors);
    assert!(user(&["deactivate", "pengelola", "--force"]).done);
    let listed = user(&["list"]).told;
    assert!(listed.contains("(deactivated)"), "{listed}");
    assert!(user(&["activate", "pengelola"]).done);
    assert!(user(&["reset-totp", "pengelola"]).done);
    assert!(!user(&["list"]).told.contains("(deactivated)"));
    let nobody = user(&["reset-totp", "siapa"]);
    assert!(!nobody.done && nobody.errors.contains("user list"), "{}", nobody.errors);
}

/// The lines of a block in the operator's page that begins with this comment.
fn block(page: &str, name: &str) -> String {
    let (_, rest) = page.split_once(&format!("    # {name}")).expect("a block");
    let lines = rest.lines().skip(1).map_while(|line| match line {
        "" => Some(""),
        // The next one begins.
        line => line.strip_prefix("    ").filter(|line| !line.starts_with("# /")),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn what_the_operators_page_says_can_be_done() {
    let folder = testkit::guardian::folder("operate");
    let page = testkit::repository().join("docs/operate/README.md");
    let page = fs::read_to_string(page).expect("the page");
    let file = folder.join("hilir.toml");
    fs::write(&file, block(&page, "/etc/hilir/hilir.toml")).expect("a file");
    assert!(done(&["--config", text(&file), "completions", "bash"]).contains("hilir"));
    fs::write(&file, block(&page, "/etc/hilir/hilir.toml, with a line more")).expect("a file");
    assert!(done(&["--config", text(&file), "completions", "bash"]).contains("hilir"));
    // Every command that stands in it is one, as far as its words and flags go.
    let lines = page.lines().filter(|line| line.starts_with("    "));
    let commands = lines.filter_map(|line| line.split_once("hilir ").map(|(_, rest)| rest));
    let known = ["serve", "verify", "backup", "restore", "migrate", "move", "user", "token"];
    let mut seen = 0;
    for command in commands {
        let words: Vec<&str> = command.split_whitespace().collect();
        let Some(first) = words.first().filter(|first| known.contains(first)) else { continue };
        let flags = words.iter().filter(|word| word.starts_with("--"));
        let sub = words.get(1).filter(|_| ["user", "token"].contains(first));
        let mut asked = vec![*first];
        asked.extend(sub);
        asked.push("--help");
        let help = done(&asked);
        for flag in flags {
            let flag = flag.split('=').next().unwrap_or_default();
            assert!(help.contains(flag), "{command}: {flag} is no flag of it");
        }
        seen += 1;
    }
    assert!(seen > 12, "{seen} commands");
    // Old backups go once there is a new one, whatever the proof says.
    let night = block(&page, "/etc/systemd/system/hilir-backup.service");
    let steps = ["hilir backup", "-delete", "hilir verify"].map(|step| night.find(step));
    assert!(steps.is_sorted() && steps[0].is_some(), "{night}");
    // The units hold, where systemd is there to say so.
    for unit in ["hilir.service", "hilir-backup.service", "hilir-backup.timer"] {
        let unit_text = block(&page, &format!("/etc/systemd/system/{unit}"));
        // What sorts or unpacks needs a folder, and a strict unit has none but its own.
        let strict = unit_text.contains("ProtectSystem=strict");
        assert!(!strict || unit_text.contains("PrivateTmp=yes"), "{unit}");
        let own = unit_text.replace("/usr/local/bin/hilir", env!("CARGO_BIN_EXE_hilir"));
        fs::write(folder.join(unit), own).expect("a unit");
        let mut verify = Command::new("systemd-analyze");
        let Ok(said) = verify.arg("verify").arg(folder.join(unit)).output() else {
            testkit::skip("the units of the operator's page", "apt-get install systemd");
            continue;
        };
        let errors = String::from_utf8_lossy(&said.stderr).into_owned();
        let ours: Vec<&str> = errors.lines().filter(|line| line.contains(unit)).collect();
        assert!(ours.is_empty(), "{}", ours.join("\n"));
    }
}
