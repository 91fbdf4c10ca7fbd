//! Saying plainly what was not tested on this machine.

use std::{
    collections::BTreeSet,
    fs::{self, OpenOptions},
    io::Write,
    os::unix::process::parent_id,
    path::{Path, PathBuf},
    sync::Mutex,
};

/// Notes that `what` was skipped, and `how` to get it: at once, and in the list that the last test
/// of the whole run (`xtask/tests/zz_skipped.rs`) prints.
///
/// # Panics
/// With `HILIR_TEST_ALL=1`, under which a skip is a failure.
pub fn skip(what: &str, how: &str) {
    static SAID: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    let line = format!("{what}: {how}");
    assert!(crate::setting("HILIR_TEST_ALL").is_none(), "HILIR_TEST_ALL is set, but {line}");
    if !SAID.lock().unwrap_or_else(|e| e.into_inner()).insert(line.clone()) {
        return;
    }
    // Past the capture of the test harness, which holds back what a passing test prints.
    let mut errors = std::io::stderr();
    writeln!(errors, "skipped on this machine: {line}").unwrap();
    if let Some(notes) = notes() {
        fs::create_dir_all(notes.parent().unwrap()).unwrap();
        let mut file = OpenOptions::new().append(true).create(true).open(notes).unwrap();
        writeln!(file, "{line}").unwrap();
    }
}

/// Named after the cargo process that started this one: an earlier run's notes are another's.
/// `None` for a program that cargo did not build.
fn notes() -> Option<PathBuf> {
    let program = std::env::current_exe().ok()?;
    let target = program.ancestors().find(|folder| folder.ends_with("deps")).and_then(Path::parent);
    Some(target?.join("skipped").join(parent_id().to_string()))
}
