//! All that is checked, in one command: what passes here passes in CI.

use std::{
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

/// A step's name and its cargo arguments, quick ones first.
const STEPS: [(&str, &[&str]); 5] = [
    ("format", &["fmt", "--all", "--check"]),
    ("tidy", &["xtask", "tidy"]),
    ("clippy", &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]),
    ("licences", &["xtask", "licences"]),
    ("tests", &["test", "--workspace", "--no-fail-fast"]),
];

/// Runs every step, also after one failed, and says how each went and how long it took.
///
/// # Errors
/// The same summary, when a step failed.
pub fn run(root: &Path) -> Result<String, String> {
    let mut lines = Vec::new();
    let mut failed = 0;
    let began = Instant::now();
    for (name, arguments) in STEPS {
        eprintln!("\n── {name}: cargo {}", arguments.join(" "));
        let start = Instant::now();
        let status = Command::new(env!("CARGO")).args(arguments).current_dir(root).status();
        let passed = status.map_err(|e| format!("cargo cannot be started: {e}"))?.success();
        failed += usize::from(!passed);
        lines.push(line(name, passed, start.elapsed()));
    }
    lines.push(line("all", failed == 0, began.elapsed()));
    let summary = format!("\n{}", lines.join("\n"));
    if failed == 0 { Ok(summary) } else { Err(summary) }
}

fn line(name: &str, passed: bool, took: Duration) -> String {
    let verdict = if passed { "passed" } else { "FAILED" };
    format!("{name:<10} {verdict}  {:>4} s", took.as_secs())
}
