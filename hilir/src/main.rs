use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    hilir::embedded::install_words();
    match hilir::run(hilir::cli::Cli::parse()) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}
