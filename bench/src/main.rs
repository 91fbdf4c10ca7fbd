#![doc = include_str!("../README.md")]

mod cells;
mod chance;
mod cli;
mod closing;
mod figures;
mod fill;
mod http;
mod kill;
mod load;
mod machine;
mod memory;
mod pages;
mod papers;
mod postgres_limit;
mod replay;
mod sales;
mod search;
mod serve;
mod server;
mod sheets;
mod sqlite_limit;
mod store;
mod sync;
mod tap;
mod verify;
mod waits;
mod world;

use std::{error::Error, process::ExitCode};

use clap::Parser;

/// A measurement that cannot go on says why and ends.
type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> ExitCode {
    hilir::embedded::install_words();
    match cli::run(cli::Cli::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(2),
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}
