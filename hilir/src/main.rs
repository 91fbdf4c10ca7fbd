use std::{io::Write as _, process::ExitCode};

use clap::Parser;

fn main() -> ExitCode {
    hilir::embedded::install_words();
    match hilir::run(hilir::cli::Cli::parse()) {
        Ok(code) => code,
        Err(failure) => {
            // Whoever would have read it may have closed the pipe.
            drop(writeln!(std::io::stderr(), "{failure}"));
            ExitCode::FAILURE
        }
    }
}
