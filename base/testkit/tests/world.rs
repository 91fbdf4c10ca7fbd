//! The world keeps its promises: the same story twice, clean afterwards.
#![expect(clippy::unwrap_used, reason = "a test stops where its ground is missing")]

use std::{
    io::{BufRead, BufReader},
    net::TcpStream,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use kernel::{Capability, Lang, ShopId, Zone};
use testkit::{LAPAS, World, officer, story};
use words::Speak;

#[test]
fn a_story_has_the_same_days_and_ids_everywhere() {
    story(|world| {
        let mut told = String::new();
        for day in ["2025-11-03", "2026-02-28"] {
            world.set_day(day);
            let context = world.context(&officer(LAPAS));
            let read = world.read(move |_| Ok(context.today()))?;
            assert_eq!(read.to_string(), day);
            let context = world.context(&officer(LAPAS));
            let id = world.write(move |_| Ok(context.fresh_id::<ShopId>()))?;
            told += &format!("{read} {id}\n");
        }
        Ok::<_, db::Error>(told)
    });
}

#[test]
fn a_story_that_ends_differently_is_a_failure() {
    if World::each().len() < 2 {
        return;
    }
    let failed = std::panic::catch_unwind(|| story(|world| world.name.to_owned()));
    let says = *failed.unwrap_err().downcast::<String>().unwrap();
    assert!(says.contains("SQLite and PostgreSQL tell it differently"), "{says}");
}

#[test]
fn the_clock_is_the_tests() {
    let mut world = World::quick();
    let clock = world.clock();
    for zone in Zone::ALL {
        world.zone = zone;
        world.set_day("2026-01-31");
        assert_eq!(world.now().clock_face(zone), "09.00");
    }
    world.advance_days(1);
    assert_eq!(world.today().to_string(), "2026-02-01");
    let before = world.context(&officer(LAPAS)).now;
    assert!(before < world.context(&officer(LAPAS)).now);
    assert_eq!(clock.now(), world.now());
    assert_eq!(Lang::Id.capability(Capability::Sell), "Menjual", "the words are there");
}

#[test]
fn every_database_answers() {
    for (name, db) in testkit::databases() {
        assert_eq!(db.is_sqlite(), name == "SQLite");
        assert_eq!(db.read_now(|_| Ok(1)).unwrap(), 1, "{name}");
    }
}

#[test]
fn the_waists_own_statements_prepare() {
    testkit::every_statement_prepares();
}

const CHILD: &str = "HILIR_TESTKIT_CHILD";

/// Not a test by itself: the process that the next test kills.
#[test]
fn a_process_that_is_killed() {
    if std::env::vars().all(|(name, _)| name != CHILD) {
        return;
    }
    println!("\nFOLDER {}", testkit::guardian::folder("doomed").display());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let browser = runtime.block_on(testkit::browser());
    println!("\nPOSTGRES {}", testkit::postgres_url().unwrap_or_default());
    thread::sleep(Duration::from_secs(60));
    drop(browser);
}

/// Whether any process was started with this text in its arguments.
fn runs_with(text: &str) -> bool {
    let processes = std::fs::read_dir("/proc").unwrap().flatten();
    let mut lines =
        processes.map(|one| std::fs::read(one.path().join("cmdline")).unwrap_or_default());
    lines.any(|line| String::from_utf8_lossy(&line).contains(text))
}

#[test]
fn nothing_outlives_a_process_that_is_killed() {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "a_process_that_is_killed", "--nocapture"])
        .env(CHILD, "1")
        .env_remove("HILIR_TEST_POSTGRES")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut folder, mut postgres) = (None, None);
    for line in BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok) {
        folder = line.strip_prefix("FOLDER ").map(str::to_owned).or(folder);
        postgres = line.strip_prefix("POSTGRES ").map(str::to_owned).or(postgres);
        if postgres.is_some() {
            break;
        }
    }
    let folder = folder.expect("the child made a folder");
    let postgres = postgres.expect("the child had a database, or none");
    let server = postgres.strip_prefix("postgres://hilir@").and_then(|rest| rest.split('/').next());
    assert!(Path::new(&folder).exists());
    let root = Path::new(&folder).parent().unwrap().to_str().unwrap();
    assert!(runs_with(root), "at least the guardian names the folder");
    assert!(server.is_none_or(|server| TcpStream::connect(server).is_ok()));
    child.kill().unwrap();
    child.wait().unwrap();
    let began = Instant::now();
    let left = || {
        let listens = server.is_some_and(|server| TcpStream::connect(server).is_ok());
        listens || Path::new(root).exists() || runs_with(root)
    };
    while left() {
        assert!(began.elapsed() < Duration::from_secs(20), "left over: {folder} {postgres}");
        thread::sleep(Duration::from_millis(50));
    }
}
