//! The house's own tools: `cargo xtask tidy`, `licences`, `ci`.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

mod ci;
mod licences;
mod source;
mod tidy;

const HELP: &str = "\
cargo xtask COMMAND

  tidy      hold the code to the house style: sizes, tables, arrows, words, documents
  licences  check what the house is built on: licences, sources, versions twice (no network)
  ci        all that is checked: fmt, tidy, clippy, licences, tests; this is what .ci/run calls
";

/// The repository's root.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

fn main() -> ExitCode {
    let command = std::env::args().nth(1);
    let result = match command.as_deref() {
        Some("tidy") => tidy(),
        Some("licences") => licences::check(&root()),
        Some("ci") => ci::run(&root()),
        Some("help" | "--help" | "-h") => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        _ => Err(HELP.to_owned()),
    };
    match result {
        Ok(says) => {
            println!("{says}");
            ExitCode::SUCCESS
        }
        Err(says) => {
            eprintln!("{says}");
            ExitCode::FAILURE
        }
    }
}

fn tidy() -> Result<String, String> {
    let findings = tidy::run(&root())?;
    if findings.is_empty() {
        return Ok("tidy: the house is in order".into());
    }
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    Err(format!("{}\n\ntidy: {} broken rules", lines.join("\n"), lines.len()))
}
