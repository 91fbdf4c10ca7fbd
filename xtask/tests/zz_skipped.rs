//! The last test of a whole run: says plainly what was skipped and how to get it.
//!
//! Cargo runs test programs by the names of their packages, one after the other, so this one
//! comes last. `testkit` leaves a line for each thing that it could not find in a file that is
//! named after the cargo process which started both.

use std::{collections::BTreeSet, fs, io::Write, os::unix::process::parent_id, path::Path};

#[test]
fn what_was_skipped() {
    let program = std::env::current_exe().unwrap();
    let target = program.ancestors().find(|folder| folder.ends_with("deps")).and_then(Path::parent);
    let notes = target.unwrap().join("skipped").join(parent_id().to_string());
    let Ok(text) = fs::read_to_string(&notes) else { return };
    fs::remove_file(&notes).unwrap();
    let lines: BTreeSet<&str> = text.lines().collect();
    let mut says =
        String::from("\n\nSKIPPED on this machine (set HILIR_TEST_ALL=1 to fail instead):\n");
    for line in lines {
        says.push_str(&format!("  - {line}\n"));
    }
    // Past the capture of the test harness, which holds back what a passing test prints.
    std::io::stderr().write_all(says.as_bytes()).unwrap();
}
